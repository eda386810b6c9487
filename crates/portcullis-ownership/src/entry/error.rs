//! Why a text is no entry.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use portcullis_json::{JsonError, Span, excerpt};

/// A text that is no entry.
///
/// ```
/// use portcullis_ownership::{Change, EntryErrorKind};
/// let now = "2026-03-01T12:00:00Z".parse()?;
/// let error = Change::parse(r#"{"event": "shared", "arn": "arn:aws:s3:::b"}"#, now).unwrap_err();
/// assert_eq!(error.kind(), EntryErrorKind::InvalidValue);
/// assert_eq!(error.span().range(), 10..18);
/// assert_eq!(error.to_string(), "expected `created` or `deleted` as `event`, found `shared`");
/// # Ok::<(), portcullis_ownership::TimestampError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryError {
    kind: EntryErrorKind,
    message: String,
    span: Span,
}

/// Why a text is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EntryErrorKind {
    /// It is not JSON.
    Malformed,
    /// It is JSON of another type, or a member is.
    WrongType,
    /// It has a member that entries do not have, or that this one does not have.
    UnknownMember,
    /// A member is missing.
    MissingMember,
    /// The value of a member cannot be read.
    InvalidValue,
    /// It has two members of which there can be one.
    ConflictingMembers,
    /// It has a version that is not known.
    UnknownVersion,
    /// Its number is not the one that follows that of the entry before it.
    OutOfSequence,
}

impl EntryErrorKind {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::EntryErrorKind::UnknownVersion.code(), "unknown-version");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed-entry",
            Self::WrongType => "wrong-type",
            Self::UnknownMember => "unknown-member",
            Self::MissingMember => "missing-member",
            Self::InvalidValue => "invalid-value",
            Self::ConflictingMembers => "conflicting-members",
            Self::UnknownVersion => "unknown-version",
            Self::OutOfSequence => "out-of-sequence",
        }
    }
}

impl EntryError {
    pub(crate) const fn new(kind: EntryErrorKind, message: String, span: Span) -> Self {
        Self {
            kind,
            message,
            span,
        }
    }

    pub(crate) fn of_json(error: &JsonError) -> Self {
        let message = alloc::format!("{error}");
        Self::new(EntryErrorKind::Malformed, message, error.span())
    }

    pub(crate) fn missing(member: &str, span: Span) -> Self {
        let message = alloc::format!("expected a member `{member}`, found none");
        Self::new(EntryErrorKind::MissingMember, message, span)
    }

    pub(crate) fn invalid(expected: &str, found: &str, span: Span) -> Self {
        let message = alloc::format!("expected {expected}, found `{}`", excerpt(found));
        Self::new(EntryErrorKind::InvalidValue, message, span)
    }

    pub(crate) fn out_of_sequence(expected: u64, found: u64) -> Self {
        let message = alloc::format!("expected the sequence number {expected}, found {found}");
        Self::new(EntryErrorKind::OutOfSequence, message, Span::default())
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_ownership::{Change, EntryErrorKind};
    /// let error = Change::parse("[]", "2026-03-01T12:00:00Z".parse()?).unwrap_err();
    /// assert_eq!(error.kind(), EntryErrorKind::WrongType);
    /// # Ok::<(), portcullis_ownership::TimestampError>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> EntryErrorKind {
        self.kind
    }

    /// Where, in bytes of the text.
    ///
    /// ```
    /// use portcullis_ownership::Change;
    /// let error = Change::parse("[]", "2026-03-01T12:00:00Z".parse()?).unwrap_err();
    /// assert_eq!(error.span().range(), 0..2);
    /// # Ok::<(), portcullis_ownership::TimestampError>(())
    /// ```
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// What to do about it, where there is something.
    ///
    /// ```
    /// use portcullis_ownership::Change;
    /// let error = Change::parse("{}", "2026-03-01T12:00:00Z".parse()?).unwrap_err();
    /// assert!(error.help().is_some_and(|help| help.contains("`event`")));
    /// # Ok::<(), portcullis_ownership::TimestampError>(())
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self.kind {
            EntryErrorKind::MissingMember => Some(
                "a change has `event` (`created` or `deleted`) and `arn`; a creation has `creator` too"
                    .to_owned(),
            ),
            EntryErrorKind::UnknownVersion => {
                Some("a later version of the program wrote it".to_owned())
            }
            _ => None,
        }
    }
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for EntryError {}
