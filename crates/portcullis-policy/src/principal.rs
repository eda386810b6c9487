//! `Principal` and `NotPrincipal`: whom a statement names.

use alloc::boxed::Box;
use alloc::vec::Vec;

use portcullis_arn::{AccountId, Partition, PrincipalArn, ServicePrincipal};
use portcullis_glob::has_wildcard;
use portcullis_json::Span;

use crate::Text;

/// Web identity providers that have no ARN: four, and the names under which Amazon Cognito issues tokens in other partitions.
///
/// # Source
/// IAM User Guide, available keys for AWS OIDC federation; AWS GovCloud (US) User Guide, Amazon Cognito; PL 4.1.8.
const BUILT_IN_PROVIDERS: [&str; 7] = [
    "cognito-identity.amazonaws.com",
    "www.amazon.com",
    "graph.facebook.com",
    "accounts.google.com",
    "cognito-identity-us-gov.amazonaws.com",
    "cognito-identity.us-gov-east-1.amazonaws.com",
    "cognito-identity.cn-north-1.amazonaws.com.cn",
];

/// Whom one entry names.
///
/// # Source
/// IAM User Guide, IAM JSON policy elements: Principal; PL 4.1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrincipalPattern {
    /// `*`: every caller, anonymous ones included.
    Everyone,
    /// An account id or root ARN: every principal of the account.
    Account {
        /// The account.
        account: AccountId,
        /// The partition, where a root ARN named it.
        partition: Option<Partition>,
    },
    /// A user, a role, a role session or a federated user session.
    Arn(PrincipalArn),
    /// The unique id of a user (`AIDA…`) or role (`AROA…`).
    UniqueId(Box<str>),
    /// A service principal.
    Service(ServicePrincipal),
    /// A SAML or OIDC provider, by ARN or by its built-in name.
    Federated(Box<str>),
    /// The canonical user id of an account.
    CanonicalUser(Box<str>),
    /// A CloudFront origin access identity: a caller that no request here can be.
    OriginAccessIdentity(Box<str>),
    /// An entry that can match nobody.
    Nobody,
}

/// Why an entry can match nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PrincipalFault {
    Empty,
    Wildcard,
    Group,
    NotAPrincipal,
    NotAService,
    NotAProvider,
    NotACanonicalId,
}

impl PrincipalFault {
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            Self::Empty => "an empty text",
            Self::Wildcard => "a wildcard that is not the whole entry",
            Self::Group => "a group, which cannot be a principal",
            Self::NotAPrincipal => "another text",
            Self::NotAService => "no service principal",
            Self::NotAProvider => "no identity provider",
            Self::NotACanonicalId => "no canonical user id",
        }
    }
}

impl PrincipalPattern {
    /// Reads an entry under `AWS`.
    pub(crate) fn aws(text: &str) -> Result<Self, PrincipalFault> {
        if text == "*" {
            return Ok(Self::Everyone);
        }
        reject_empty_or_wildcard(text)?;
        if let Ok(account) = text.parse::<AccountId>() {
            return Ok(Self::Account {
                account,
                partition: None,
            });
        }
        if is_unique_id(text) {
            return Ok(Self::UniqueId(text.into()));
        }
        if is_origin_access_identity(text) {
            return Ok(Self::OriginAccessIdentity(text.into()));
        }
        match text.parse::<PrincipalArn>() {
            Ok(PrincipalArn::Root(root)) => Ok(Self::Account {
                account: root.account(),
                partition: Some(root.partition()),
            }),
            Ok(PrincipalArn::Group(_)) => Err(PrincipalFault::Group),
            Ok(PrincipalArn::SamlProvider(_) | PrincipalArn::OidcProvider(_)) | Err(_) => {
                Err(PrincipalFault::NotAPrincipal)
            }
            Ok(arn) => Ok(Self::Arn(arn)),
        }
    }

    /// Reads an entry under `Service`.
    pub(crate) fn service(text: &str) -> Result<Self, PrincipalFault> {
        reject_empty_or_wildcard(text)?;
        text.parse()
            .map(Self::Service)
            .map_err(|_| PrincipalFault::NotAService)
    }

    /// Reads an entry under `Federated`.
    pub(crate) fn federated(text: &str) -> Result<Self, PrincipalFault> {
        reject_empty_or_wildcard(text)?;
        // The name of a service is none of a provider: no token holder can match it.
        let known = Self::is_built_in_provider(text)
            || matches!(
                text.parse(),
                Ok(PrincipalArn::SamlProvider(_) | PrincipalArn::OidcProvider(_))
            );
        if known {
            Ok(Self::Federated(text.into()))
        } else {
            Err(PrincipalFault::NotAProvider)
        }
    }

    /// Reads an entry under `CanonicalUser`: 64 hexadecimal digits. The 32 of the anonymous user stand for no account.
    pub(crate) fn canonical_user(text: &str) -> Result<Self, PrincipalFault> {
        reject_empty_or_wildcard(text)?;
        let hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hexadecimal && text.len() == 64 {
            Ok(Self::CanonicalUser(text.into()))
        } else {
            Err(PrincipalFault::NotACanonicalId)
        }
    }

    /// Whether a name is one of the web identity providers that have no ARN.
    ///
    /// ```
    /// use portcullis_policy::PrincipalPattern;
    /// assert!(PrincipalPattern::is_built_in_provider("accounts.google.com"));
    /// ```
    #[must_use]
    pub fn is_built_in_provider(name: &str) -> bool {
        BUILT_IN_PROVIDERS.contains(&name)
    }
}

fn reject_empty_or_wildcard(text: &str) -> Result<(), PrincipalFault> {
    if text.is_empty() {
        Err(PrincipalFault::Empty)
    } else if has_wildcard(text) {
        Err(PrincipalFault::Wildcard)
    } else {
        Ok(())
    }
}

fn is_unique_id(text: &str) -> bool {
    let prefixed = text.starts_with("AIDA") || text.starts_with("AROA");
    prefixed
        && (16..=128).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_origin_access_identity(text: &str) -> bool {
    let mut fields = text.splitn(6, ':');
    fields.next() == Some("arn")
        && fields
            .next()
            .is_some_and(|partition| partition.starts_with("aws"))
        && fields.next() == Some("iam")
        && fields.next() == Some("")
        && fields.next() == Some("cloudfront")
        && fields
            .next()
            .and_then(|resource| resource.strip_prefix("user/CloudFront Origin Access Identity "))
            .is_some_and(|id| !id.is_empty())
}

/// One entry as it was written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalEntry {
    pub(crate) text: Text,
    pub(crate) pattern: PrincipalPattern,
}

impl PrincipalEntry {
    /// The entry as it was written, escapes decoded.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Where it stands, quotation marks included.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.text.span()
    }

    /// Whom it names.
    #[must_use]
    pub const fn pattern(&self) -> &PrincipalPattern {
        &self.pattern
    }
}

/// The principal part of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a kind has the element or not, and it is written or not"
)]
pub enum PrincipalClause {
    /// The kind has no such element: the identity to which the policy is attached.
    Attached,
    /// `Principal`: whoever matches an entry.
    Any(Vec<PrincipalEntry>),
    /// `NotPrincipal`: whoever matches no entry, by the rules of EV 3.6.
    None(Vec<PrincipalEntry>),
    /// The kind requires the element and neither form is written: nobody.
    Nobody,
}

impl PrincipalClause {
    /// The entries, in document order.
    #[must_use]
    pub fn entries(&self) -> &[PrincipalEntry] {
        match self {
            Self::Any(entries) | Self::None(entries) => entries,
            Self::Attached | Self::Nobody => &[],
        }
    }
}
