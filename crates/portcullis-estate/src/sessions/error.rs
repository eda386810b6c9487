//! Why a session cannot come about as requested.

use std::fmt;
use std::time::Duration;

use crate::message::excerpt;

/// What is wrong with a request for a session, or with the use of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionErrorKind {
    /// No ARN of the kind that is needed.
    InvalidArn,
    /// A role session name that is not 2 to 64 of `[\w+=,.@-]`.
    InvalidRoleSessionName,
    /// A source identity that is not 2 to 64 of `[\w+=,.@-]`, or begins with `aws:`.
    InvalidSourceIdentity,
    /// An external id that is not 2 to 1,224 of `[\w+=,.@:/-]`.
    InvalidExternalId,
    /// A name of a federated user that is not 2 to 32 of `[\w+=,.@-]`.
    InvalidFederatedUserName,
    /// A unique id that is not 1 to 128 letters, digits and underscores.
    InvalidUniqueId,
    /// A tag key that is not 1 to 128 letters, digits, spaces and `_.:/=+-@`.
    InvalidTagKey,
    /// A tag value that is not up to 256 letters, digits, spaces and `_.:/=+-@`.
    InvalidTagValue,
    /// A tag key to pass that begins with `aws:`.
    ReservedTagKey,
    /// A tag key that is there already, perhaps in another letter case.
    DuplicateTagKey,
    /// More than 50 tags to pass.
    TooManyTags,
    /// A tag to pass whose key is inherited as transitive.
    InheritedTagKey,
    /// A transitive key of a tag that is neither passed nor inherited.
    UnknownTransitiveKey,
    /// A source identity other than the one that the caller has.
    SourceIdentityChanged,
    /// More than 10 ARNs of managed session policies.
    TooManySessionPolicies,
    /// A session of less than 15 minutes.
    DurationTooShort,
    /// A session longer than it may be.
    DurationTooLong {
        /// How long it may be.
        limit: Duration,
    },
    /// A maximum session duration of a role that is not 1 to 12 hours.
    InvalidMaxSessionDuration,
    /// A parameter that the operation does not have.
    UnexpectedParameter,
    /// A caller for whom the operation gives no session.
    CallerNotEligible,
    /// A session that has expired.
    Expired,
}

impl SessionErrorKind {
    /// The stable name of the kind, in kebab case.
    ///
    /// ```
    /// use portcullis_estate::sessions::SessionErrorKind;
    /// assert_eq!(SessionErrorKind::DuplicateTagKey.code(), "duplicate-tag-key");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidArn => "invalid-arn",
            Self::InvalidRoleSessionName => "invalid-role-session-name",
            Self::InvalidSourceIdentity => "invalid-source-identity",
            Self::InvalidExternalId => "invalid-external-id",
            Self::InvalidFederatedUserName => "invalid-federated-user-name",
            Self::InvalidUniqueId => "invalid-unique-id",
            Self::InvalidTagKey => "invalid-tag-key",
            Self::InvalidTagValue => "invalid-tag-value",
            Self::ReservedTagKey => "reserved-tag-key",
            Self::DuplicateTagKey => "duplicate-tag-key",
            Self::TooManyTags => "too-many-tags",
            Self::InheritedTagKey => "inherited-tag-key",
            Self::UnknownTransitiveKey => "unknown-transitive-key",
            Self::SourceIdentityChanged => "source-identity-changed",
            Self::TooManySessionPolicies => "too-many-session-policies",
            Self::DurationTooShort => "duration-too-short",
            Self::DurationTooLong { .. } => "duration-too-long",
            Self::InvalidMaxSessionDuration => "invalid-max-session-duration",
            Self::UnexpectedParameter => "unexpected-parameter",
            Self::CallerNotEligible => "caller-not-eligible",
            Self::Expired => "session-expired",
        }
    }

    const fn help(self) -> Option<&'static str> {
        match self {
            Self::DuplicateTagKey => {
                Some("keys that differ in letter case only are one key: leave one of them out")
            }
            Self::InheritedTagKey => Some(
                "the session has the tag already, from an earlier session of the chain: leave it out",
            ),
            Self::UnknownTransitiveKey => {
                Some("pass a tag with this key too, or leave the key out of the transitive ones")
            }
            Self::SourceIdentityChanged => Some(
                "a source identity stays for the whole chain: leave it out, and the session keeps the caller's",
            ),
            Self::DurationTooLong { .. } => Some(
                "a session of a role lasts at most as long as the role says, and one hour in a role chain",
            ),
            Self::CallerNotEligible => {
                Some("use the long-term credentials of an IAM user or of the root user")
            }
            Self::Expired => Some("request a new session"),
            _ => None,
        }
    }

    /// What is expected; `None` where the limit has to be written out.
    const fn expected(self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidArn => "the ARN of a role, a SAML provider or a context provider",
            Self::InvalidRoleSessionName => {
                "a role session name of 2 to 64 letters, digits and `_+=,.@-`"
            }
            Self::InvalidSourceIdentity => {
                "a source identity of 2 to 64 letters, digits and `_+=,.@-`, not beginning with `aws:`"
            }
            Self::InvalidExternalId => {
                "an external id of 2 to 1224 letters, digits and `_+=,.@:/-`"
            }
            Self::InvalidFederatedUserName => {
                "a name of a federated user of 2 to 32 letters, digits and `_+=,.@-`"
            }
            Self::InvalidUniqueId => "a unique id of 1 to 128 letters, digits and `_`",
            Self::InvalidTagKey => "a tag key of 1 to 128 letters, digits, spaces and `_.:/=+-@`",
            Self::InvalidTagValue => {
                "a tag value of up to 256 letters, digits, spaces and `_.:/=+-@`"
            }
            Self::ReservedTagKey => "a tag key that does not begin with `aws:`",
            Self::DuplicateTagKey => "every tag key once",
            Self::TooManyTags => "at most 50 tags",
            Self::InheritedTagKey => "a tag key that is not inherited as transitive",
            Self::UnknownTransitiveKey => "a transitive key of a tag that is passed or inherited",
            Self::SourceIdentityChanged => "the source identity that the caller has",
            Self::TooManySessionPolicies => "at most 10 managed session policies",
            Self::DurationTooShort => "a duration of at least 900 seconds",
            Self::InvalidMaxSessionDuration => {
                "a maximum session duration of 3600 to 43200 seconds"
            }
            Self::UnexpectedParameter => "only parameters that the operation has",
            Self::CallerNotEligible => "an IAM user or the root user with long-term credentials",
            Self::Expired => "a session that is valid",
            Self::DurationTooLong { .. } => return None,
        })
    }
}

/// A request for a session that AWS would not take, or a session that cannot be used.
///
/// Displays as one line, `expected …, found …`.
///
/// ```
/// use portcullis_estate::sessions::{RoleSessionName, SessionErrorKind};
/// let error = "a b".parse::<RoleSessionName>().unwrap_err();
/// assert_eq!(error.kind(), SessionErrorKind::InvalidRoleSessionName);
/// assert_eq!(
///     error.to_string(),
///     "expected a role session name of 2 to 64 letters, digits and `_+=,.@-`, found `a b`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionError {
    kind: SessionErrorKind,
    found: String,
}

impl SessionError {
    /// An error about a text of the user.
    pub(super) fn about(kind: SessionErrorKind, text: &str) -> Self {
        Self {
            kind,
            found: format!("`{}`", excerpt(text)),
        }
    }

    /// An error about something that is counted, measured or said in words of the program.
    pub(super) fn new(kind: SessionErrorKind, found: impl Into<String>) -> Self {
        Self {
            kind,
            found: found.into(),
        }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_estate::sessions::{SessionErrorKind, TagKey};
    /// assert_eq!("".parse::<TagKey>().unwrap_err().kind(), SessionErrorKind::InvalidTagKey);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> SessionErrorKind {
        self.kind
    }

    /// The stable name of the kind, in kebab case.
    ///
    /// ```
    /// use portcullis_estate::sessions::ExternalId;
    /// assert_eq!("?".parse::<ExternalId>().unwrap_err().code(), "invalid-external-id");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// How to put it right, where there is more to say than what was expected.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// let error = Tags::new().with("team", "red")?.with("Team", "blue").unwrap_err();
    /// assert!(error.help().is_some_and(|help| help.contains("letter case")));
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        self.kind.help()
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.kind.expected()) {
            (_, Some(expected)) => write!(f, "expected {expected}, found {}", self.found),
            (SessionErrorKind::DurationTooLong { limit }, None) => write!(
                f,
                "expected a duration of at most {} seconds, found {}",
                limit.as_secs(),
                self.found
            ),
            (_, None) => f.write_str(&self.found),
        }
    }
}

impl std::error::Error for SessionError {}
