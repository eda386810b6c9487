//! The typed values that operators compare, read from text exactly and compared exactly.

mod base64;
mod error;
mod instant;
mod network;
mod number;

pub use base64::Base64;
pub use error::{ValueError, ValueErrorKind};
pub(crate) use instant::InstantParts;
pub use instant::{Instant, InstantRef};
pub use network::{IpNetwork, parse_address};
pub use number::{Number, NumberRef};

/// Whether a text is `true` or `false` in whatever letter case, and which.
///
/// ```
/// use portcullis_condition::value::parse_boolean;
/// assert_eq!(parse_boolean("TRUE"), Some(true));
/// assert_eq!(parse_boolean("yes"), None);
/// ```
///
/// # Source
///
/// PL 8.7 (`reference_policies_elements_condition_operators`).
#[must_use]
pub fn parse_boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Whether a text is one or more ASCII digits.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
