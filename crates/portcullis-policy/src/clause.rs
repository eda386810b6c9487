//! An element and its `Not` form: a list of entries that applies to what matches, or to what does not.

use alloc::vec::Vec;

/// The entries of `Action` or `NotAction`, of `Resource` or `NotResource`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an element is written, negated or left out"
)]
pub enum Clause<T> {
    /// `X`: what matches any entry.
    Any(Vec<T>),
    /// `NotX`: what matches no entry.
    None(Vec<T>),
    /// Neither is written.
    Absent,
}

impl<T> Clause<T> {
    /// The entries, in document order.
    #[must_use]
    pub fn entries(&self) -> &[T] {
        match self {
            Self::Any(entries) | Self::None(entries) => entries,
            Self::Absent => &[],
        }
    }

    /// Whether it is the `Not` form.
    #[must_use]
    pub const fn is_negated(&self) -> bool {
        matches!(self, Self::None(_))
    }
}
