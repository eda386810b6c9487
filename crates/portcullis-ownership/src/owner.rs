//! Owners, and the rule that gives them.

use core::fmt;
use core::str::FromStr;

use portcullis_arn::{AccountId, ArnError};

use crate::Creator;

/// The canonical user id that owns what anonymous callers upload.
///
/// # Source
///
/// EV 8.12 (Amazon S3 User Guide, access policy language overview).
pub const ANONYMOUS_USER: &str = "65a011a29cdf8ec533ec3d1ccaae921c";

/// Who owns a resource: exactly one account (EV 8.1, R1), or the anonymous user, in whose name S3 keeps what was uploaded
/// without a signature (EV 8.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a resource is owned by one account, the anonymous user's included"
)]
pub enum Owner {
    /// An account. Never a user or a role: those act for their account.
    Account(AccountId),
    /// The anonymous user, [`ANONYMOUS_USER`].
    AnonymousUser,
}

impl Owner {
    /// The account that owns the resource, which requests carry as `aws:ResourceAccount` (EV 8.14); `None` for the
    /// anonymous user, whose account has no public id.
    ///
    /// ```
    /// use portcullis_ownership::Owner;
    /// let account = "111122223333".parse()?;
    /// assert_eq!(Owner::Account(account).account(), Some(account));
    /// assert_eq!(Owner::AnonymousUser.account(), None);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(account) => Some(account),
            Self::AnonymousUser => None,
        }
    }
}

impl From<AccountId> for Owner {
    fn from(account: AccountId) -> Self {
        Self::Account(account)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(account) => account.fmt(f),
            Self::AnonymousUser => f.pad(ANONYMOUS_USER),
        }
    }
}

impl FromStr for Owner {
    type Err = ArnError;

    /// Reads what is displayed: an account id, or [`ANONYMOUS_USER`].
    fn from_str(text: &str) -> Result<Self, ArnError> {
        if text == ANONYMOUS_USER {
            return Ok(Self::AnonymousUser);
        }
        text.parse().map(Self::Account)
    }
}

/// The account that owns what `creator` creates, unless the service has a rule of its own ([`crate::rules`]): the account of
/// the principal that authenticated the request. `None` where it has none (a service for itself, an anonymous caller).
///
/// | creator | owner |
/// | --- | --- |
/// | root user | its account |
/// | IAM user | the user's account |
/// | role session, also by SAML or web identity, of a service role or service-linked role | the role's account |
/// | federated user | the account of the IAM user |
/// | service in a forward access session | the account of the original principal |
///
/// # Source
///
/// EV 8.2 to 8.6; R12 to R15.
///
/// ```
/// use portcullis_ownership::{Creator, owner_of};
/// let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
/// assert_eq!(owner_of(&root), Some("111122223333".parse()?));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[must_use]
pub fn owner_of(creator: &Creator) -> Option<AccountId> {
    creator.account()
}
