//! Account ids.

use core::fmt;
use core::str::FromStr;

use crate::{ArnError, ArnErrorKind};

/// The id of an AWS account: exactly 12 ASCII digits, leading zeros included.
///
/// ```
/// use portcullis_arn::AccountId;
/// let account: AccountId = "012345678901".parse()?;
/// assert_eq!(account.to_string(), "012345678901");
/// assert!("12345678901".parse::<AccountId>().is_err());
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
///
/// # Source
/// PL 3.1 (AWS: account identifiers).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId([u8; 12]);

impl AccountId {
    /// The 12 digits.
    ///
    /// ```
    /// let account: portcullis_arn::AccountId = "111122223333".parse()?;
    /// assert_eq!(account.as_str(), "111122223333");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        // INVARIANT: all digits, upheld by `of`; the default is never taken.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// As parsing does, without making an error of what is none.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let digits = <[u8; 12]>::try_from(text.as_bytes()).ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }
}

impl FromStr for AccountId {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        Self::of(text).ok_or_else(|| ArnError::whole(ArnErrorKind::InvalidAccountId, text))
    }
}

impl TryFrom<&str> for AccountId {
    type Error = ArnError;

    fn try_from(text: &str) -> Result<Self, ArnError> {
        text.parse()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("AccountId")
            .field(&self.as_str())
            .finish()
    }
}
