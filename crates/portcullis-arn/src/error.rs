//! The error of every grammar in this crate: what was expected, what stood there, and where.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

use crate::MAX_CHARACTERS;

/// How many characters of the offending text a message shows.
const EXCERPT: usize = 60;

/// A text that is not what it should be: an ARN, an account id, a partition, a principal.
///
/// Displays as one line, `expected …, found …`.
///
/// ```
/// use portcullis_arn::{Arn, ArnErrorKind, Field};
///
/// let text = "arn:aws::us-east-1:111122223333:jobs";
/// let error = text.parse::<Arn>().unwrap_err();
/// assert_eq!(error.kind(), ArnErrorKind::EmptyField(Field::Service));
/// assert_eq!(error.to_string(), "expected a service, found nothing");
/// assert_eq!(error.span(), 8..8);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArnError {
    kind: ArnErrorKind,
    span: Range<usize>,
    found: String,
}

impl ArnError {
    /// The error about one part of `text`.
    pub(crate) fn new(kind: ArnErrorKind, text: &str, span: Range<usize>) -> Self {
        let found = excerpt(text.get(span.clone()).unwrap_or_default());
        Self { kind, span, found }
    }

    /// The error about the whole of `text`.
    pub(crate) fn whole(kind: ArnErrorKind, text: &str) -> Self {
        Self::new(kind, text, 0..text.len())
    }

    /// The same error, seen from a text in which the parsed one starts at `by`.
    pub(crate) const fn shift(mut self, by: usize) -> Self {
        self.span = self.span.start.saturating_add(by)..self.span.end.saturating_add(by);
        self
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_arn::{AccountId, ArnErrorKind};
    /// let error = "12345".parse::<AccountId>().unwrap_err();
    /// assert_eq!(error.kind(), ArnErrorKind::InvalidAccountId);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> ArnErrorKind {
        self.kind
    }

    /// Where in the parsed text: byte offsets, half open, on character boundaries; empty where something is missing.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:iam::111122223333:user/a b";
    /// let error = text.parse::<PrincipalArn>().unwrap_err();
    /// assert_eq!(&text[error.span()], "a b");
    /// ```
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// How to put it right, where there is more to say than what was expected.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let error = "arn:aws:iam::111122223333:user/*".parse::<PrincipalArn>().unwrap_err();
    /// assert!(error.help().is_some_and(|help| help.contains("aws:PrincipalArn")));
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        self.kind.help()
    }
}

impl fmt::Display for ArnError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}, found ", Expected(self.kind))?;
        if self.found.is_empty() {
            formatter.write_str("nothing")
        } else {
            write!(formatter, "`{}`", self.found)
        }
    }
}

impl core::error::Error for ArnError {}

/// A field of an ARN behind the `arn:` that it starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an ARN has exactly these fields; every ARN in every policy depends on it"
)]
pub enum Field {
    /// The second field, such as `aws`.
    Partition,
    /// The third field, such as `s3`.
    Service,
    /// The fourth field, such as `us-east-1`; often empty.
    Region,
    /// The fifth field, such as `111122223333`; often empty.
    Account,
    /// The sixth field: all the rest, colons included.
    Resource,
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Partition => "a partition",
            Self::Service => "a service",
            Self::Region => "a region",
            Self::Account => "an account",
            Self::Resource => "a resource",
        })
    }
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArnErrorKind {
    /// The text does not start with `arn:`.
    NotAnArn,
    /// The text ends before the colon that starts this field.
    MissingField(Field),
    /// This field may not be empty, and is.
    EmptyField(Field),
    /// The text has more than [`MAX_CHARACTERS`] characters.
    TooLong,
    /// An account id is not 12 ASCII digits.
    InvalidAccountId,
    /// A partition is not `aws`, or `aws` with suffixes of lower-case letters and digits, or has more than 16 bytes.
    InvalidPartition,
    /// A principal's ARN is of a service other than `iam` and `sts`.
    NotAPrincipalService,
    /// A principal's ARN names a Region.
    UnexpectedRegion,
    /// The resource of an `iam` or `sts` ARN is none that stands for a principal.
    NotAPrincipal,
    /// A principal's name, path or provider holds `*` or `?`.
    Wildcard,
    /// A name is empty.
    EmptyName,
    /// A name holds a character that IAM does not allow there.
    InvalidName,
    /// The path of a user, group or role is not `/`, or text of visible ASCII characters between two slashes.
    InvalidPath,
    /// The ARN of a role session stops behind the role.
    MissingSession,
    /// Something follows where the name of a session, federated user or provider should end.
    ExtraText,
    /// A service principal does not have the form `service.amazonaws.com`.
    InvalidServicePrincipal,
}

impl ArnErrorKind {
    /// The stable name of the kind, in kebab case.
    ///
    /// ```
    /// use portcullis_arn::{ArnErrorKind, Field};
    /// assert_eq!(ArnErrorKind::NotAnArn.code(), "not-an-arn");
    /// assert_eq!(ArnErrorKind::MissingField(Field::Region).code(), "missing-field");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAnArn => "not-an-arn",
            Self::MissingField(_) => "missing-field",
            Self::EmptyField(_) => "empty-field",
            Self::TooLong => "too-long",
            Self::InvalidAccountId => "invalid-account-id",
            Self::InvalidPartition => "invalid-partition",
            Self::NotAPrincipalService => "not-a-principal-service",
            Self::UnexpectedRegion => "unexpected-region",
            Self::NotAPrincipal => "not-a-principal",
            Self::Wildcard => "wildcard",
            Self::EmptyName => "empty-name",
            Self::InvalidName => "invalid-name",
            Self::InvalidPath => "invalid-path",
            Self::MissingSession => "missing-session",
            Self::ExtraText => "extra-text",
            Self::InvalidServicePrincipal => "invalid-service-principal",
        }
    }

    const fn help(self) -> Option<&'static str> {
        match self {
            Self::NotAnArn | Self::MissingField(_) => Some(
                "an ARN has six fields: arn:partition:service:region:account-id:resource; region and account-id may be empty",
            ),
            Self::InvalidPartition => Some("the partition of most accounts is `aws`"),
            Self::NotAPrincipal | Self::NotAPrincipalService => Some(
                "principals are root, user/…, role/…, saml-provider/… and oidc-provider/… of `iam`, and assumed-role/…/… and \
                 federated-user/… of `sts`",
            ),
            Self::Wildcard => Some(
                "name each principal in full, or use `*` with a condition on aws:PrincipalArn, where wildcards work",
            ),
            Self::MissingSession => {
                Some("to name the role itself, use arn:aws:iam::account-id:role/name")
            }
            Self::UnexpectedRegion => {
                Some("principals are global: leave the region empty, as in arn:aws:iam::")
            }
            Self::EmptyField(_)
            | Self::TooLong
            | Self::InvalidAccountId
            | Self::EmptyName
            | Self::InvalidName
            | Self::InvalidPath
            | Self::ExtraText
            | Self::InvalidServicePrincipal => None,
        }
    }
}

/// What a kind of error expected, for a message.
struct Expected(ArnErrorKind);

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.0 {
            ArnErrorKind::MissingField(field) => {
                return write!(formatter, "a colon and {field}");
            }
            ArnErrorKind::EmptyField(field) => return write!(formatter, "{field}"),
            ArnErrorKind::TooLong => {
                return write!(formatter, "at most {MAX_CHARACTERS} characters");
            }
            ArnErrorKind::NotAnArn => "a text that starts with `arn:`",
            ArnErrorKind::InvalidAccountId => "an account id of 12 digits",
            ArnErrorKind::InvalidPartition => "a partition such as `aws`, `aws-cn` or `aws-us-gov`",
            ArnErrorKind::NotAPrincipalService => "`iam` or `sts`",
            ArnErrorKind::UnexpectedRegion => "no region",
            ArnErrorKind::NotAPrincipal => {
                "the root user, a user, a group, a role, a session or an identity provider"
            }
            ArnErrorKind::Wildcard => "a name without wildcards",
            ArnErrorKind::EmptyName => "a name",
            ArnErrorKind::InvalidName => {
                "a name of letters, digits and characters that IAM allows there"
            }
            ArnErrorKind::InvalidPath => "a path of visible characters, such as `division/team/`",
            ArnErrorKind::MissingSession => "a slash and the name of a session",
            ArnErrorKind::ExtraText => "the end",
            ArnErrorKind::InvalidServicePrincipal => {
                "a service principal such as `service.amazonaws.com`"
            }
        };
        formatter.write_str(text)
    }
}

/// The start of a text with control characters escaped, bounded for a message.
fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == EXCERPT {
            shown.push('…');
            break;
        }
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}
