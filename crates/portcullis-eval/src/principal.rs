//! Who asks: the kinds of principal, and what of them the layers need.

use alloc::boxed::Box;
use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use portcullis_arn::{AccountId, ArnRef, Partition, PrincipalArn, ServicePrincipal};

/// The domain of the services that are in China alone.
const CHINA: &str = ".amazonaws.com.cn";

/// What the names that Cognito has in GovCloud alone have in common.
const GOV_CLOUD: &str = "us-gov";

/// The kinds of principal.
///
/// # Source
/// IAM User Guide, AWS JSON policy elements: Principal; EV 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PrincipalKind {
    /// Unsigned, no identity at all.
    Anonymous,
    /// An AWS service that acts for itself.
    Service,
    /// The holder of a token or assertion of an identity provider, in the call that turns it into a session.
    IdentityProvider,
    /// The root user of an account.
    Root,
    /// An IAM user.
    User,
    /// Some session of a role; which is not known.
    Role,
    /// One session of a role.
    RoleSession,
    /// A session of `GetFederationToken`.
    FederatedUser,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Identity {
    Anonymous,
    Service(ServicePrincipal),
    Provider(Box<str>),
    Arn(PrincipalArn),
}

/// Who asks.
///
/// Parsed from an ARN, a service principal, or `*` for an anonymous caller. A group is never a principal, and a provider is
/// one only through [`Principal::identity_provider`].
///
/// ```
/// use portcullis_eval::{Principal, PrincipalKind};
/// let session: Principal = "arn:aws:sts::111122223333:assumed-role/deploy/ci".parse()?;
/// assert_eq!(session.kind(), PrincipalKind::RoleSession);
/// assert_eq!("s3.amazonaws.com".parse::<Principal>()?.kind(), PrincipalKind::Service);
/// # Ok::<(), portcullis_eval::PrincipalError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    identity: Identity,
    issuer: Option<PrincipalArn>,
}

impl Principal {
    /// The anonymous caller.
    #[must_use]
    pub const fn anonymous() -> Self {
        Self {
            identity: Identity::Anonymous,
            issuer: None,
        }
    }

    /// The holder of a token of an identity provider: an ARN, or the name of a built-in provider.
    #[must_use]
    pub fn identity_provider(name: &str) -> Self {
        Self {
            identity: Identity::Provider(name.into()),
            issuer: None,
        }
    }

    /// Adds from what a session was issued: the role (with its path), or the user or root user of a federated user.
    ///
    /// # Errors
    /// [`PrincipalErrorKind::IssuerMismatch`] where the principal is no session, or the issuer is of another account, kind or
    /// name than the session tells.
    pub fn with_session_issuer(mut self, issuer: PrincipalArn) -> Result<Self, PrincipalError> {
        let fits = match (&self.identity, &issuer) {
            (Identity::Arn(PrincipalArn::AssumedRole(session)), PrincipalArn::Role(role)) => {
                session.is_session_of(role)
            }
            (Identity::Arn(PrincipalArn::Role(given)), PrincipalArn::Role(role)) => {
                given.partition() == role.partition()
                    && given.account() == role.account()
                    && given.name() == role.name()
            }
            (
                Identity::Arn(PrincipalArn::FederatedUser(session)),
                PrincipalArn::User(_) | PrincipalArn::Root(_),
            ) => session.partition() == issuer.partition() && session.account() == issuer.account(),
            _ => false,
        };
        if !fits {
            return Err(PrincipalError::new(
                PrincipalErrorKind::IssuerMismatch,
                &issuer.to_string(),
            ));
        }
        self.issuer = Some(issuer);
        Ok(self)
    }

    /// The kind of principal.
    #[must_use]
    pub const fn kind(&self) -> PrincipalKind {
        match &self.identity {
            Identity::Anonymous => PrincipalKind::Anonymous,
            Identity::Service(_) => PrincipalKind::Service,
            Identity::Provider(_) => PrincipalKind::IdentityProvider,
            Identity::Arn(PrincipalArn::Root(_)) => PrincipalKind::Root,
            Identity::Arn(PrincipalArn::User(_)) => PrincipalKind::User,
            Identity::Arn(PrincipalArn::AssumedRole(_)) => PrincipalKind::RoleSession,
            Identity::Arn(PrincipalArn::FederatedUser(_)) => PrincipalKind::FederatedUser,
            // The constructors let no other kind of ARN in.
            Identity::Arn(_) => PrincipalKind::Role,
        }
    }

    /// The ARN, for every kind that has one.
    #[must_use]
    pub const fn arn(&self) -> Option<&PrincipalArn> {
        match &self.identity {
            Identity::Arn(arn) => Some(arn),
            _ => None,
        }
    }

    /// The service principal, where the caller is one.
    #[must_use]
    pub const fn service(&self) -> Option<&ServicePrincipal> {
        match &self.identity {
            Identity::Service(service) => Some(service),
            _ => None,
        }
    }

    /// The identity provider, where the caller holds a token of one.
    #[must_use]
    pub fn provider(&self) -> Option<&str> {
        match &self.identity {
            Identity::Provider(name) => Some(name),
            _ => None,
        }
    }

    /// From what the session was issued, where that was given.
    #[must_use]
    pub const fn session_issuer(&self) -> Option<&PrincipalArn> {
        self.issuer.as_ref()
    }

    /// The account; none for anonymous callers, services and identity providers.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.arn().map(PrincipalArn::account)
    }

    /// The partition, where the caller shows it: by its ARN, as the holder of a token by that of the provider or by the name that
    /// Cognito has in GovCloud or China, and as a service of China by its domain. Most names of services, and those of the other
    /// built-in providers, are the same in several partitions.
    ///
    /// # Source
    /// IAM User Guide, AWS JSON policy elements: Principal; PL 3.1, 4.1.7, 4.1.8.
    #[must_use]
    pub fn partition(&self) -> Option<Partition> {
        match &self.identity {
            Identity::Arn(arn) => Some(arn.partition()),
            Identity::Provider(name) => match ArnRef::parse(name) {
                Ok(arn) => arn.partition().parse().ok(),
                Err(_) if name.ends_with(CHINA) => Some(Partition::AWS_CN),
                Err(_) => name.contains(GOV_CLOUD).then_some(Partition::AWS_US_GOV),
            },
            Identity::Service(service) => {
                let of_china = service.as_str().ends_with(CHINA);
                of_china.then_some(Partition::AWS_CN)
            }
            Identity::Anonymous => None,
        }
    }

    /// The role ARN of a role session (its path as far as it is known), or the role itself.
    #[must_use]
    pub fn role(&self) -> Option<PrincipalArn> {
        match (self.arn()?, &self.issuer) {
            (PrincipalArn::AssumedRole(_), Some(issuer)) => Some(issuer.clone()),
            (PrincipalArn::AssumedRole(session), None) => {
                Some(PrincipalArn::Role(session.role_arn()))
            }
            (PrincipalArn::Role(_), Some(issuer)) => Some(issuer.clone()),
            (role @ PrincipalArn::Role(_), None) => Some(role.clone()),
            _ => None,
        }
    }

    /// Whether the caller is a session of a service-linked role. A bare session ARN has lost the path and does not show it.
    ///
    /// # Source
    /// IAM User Guide, service-linked roles; EV 2.
    #[must_use]
    pub fn is_service_linked_role(&self) -> bool {
        let role = self.issuer.as_ref().or(self.arn());
        matches!(role, Some(PrincipalArn::Role(role)) if role.is_service_linked())
    }

    /// Whether the session was issued from a root user.
    pub(crate) const fn is_issued_by_root(&self) -> bool {
        matches!(self.issuer, Some(PrincipalArn::Root(_)))
    }

    /// Whether the caller acts through a role.
    pub(crate) const fn is_role(&self) -> bool {
        matches!(
            self.kind(),
            PrincipalKind::Role | PrincipalKind::RoleSession
        )
    }
}

impl FromStr for Principal {
    type Err = PrincipalError;

    /// # Errors
    /// [`PrincipalErrorKind::Malformed`] for a text that is neither an ARN of a principal, a service principal nor `*`;
    /// [`PrincipalErrorKind::NotACaller`] for a group or an identity provider.
    fn from_str(text: &str) -> Result<Self, PrincipalError> {
        if text == "*" {
            return Ok(Self::anonymous());
        }
        if let Ok(service) = text.parse() {
            return Ok(Self {
                identity: Identity::Service(service),
                issuer: None,
            });
        }
        let arn: PrincipalArn = text
            .parse()
            .map_err(|_| PrincipalError::new(PrincipalErrorKind::Malformed, text))?;
        Self::try_from(arn)
    }
}

impl TryFrom<PrincipalArn> for Principal {
    type Error = PrincipalError;

    fn try_from(arn: PrincipalArn) -> Result<Self, PrincipalError> {
        match arn {
            PrincipalArn::Root(_)
            | PrincipalArn::User(_)
            | PrincipalArn::Role(_)
            | PrincipalArn::AssumedRole(_)
            | PrincipalArn::FederatedUser(_) => Ok(Self {
                identity: Identity::Arn(arn),
                issuer: None,
            }),
            other => Err(PrincipalError::new(
                PrincipalErrorKind::NotACaller,
                &other.to_string(),
            )),
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.identity {
            Identity::Anonymous => f.write_str("*"),
            Identity::Service(service) => service.fmt(f),
            Identity::Provider(name) => f.write_str(name),
            Identity::Arn(arn) => arn.fmt(f),
        }
    }
}

/// Why a text is no principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrincipalErrorKind {
    /// Neither an ARN of a principal, nor a service principal, nor `*`.
    Malformed,
    /// A group, or an identity provider outside the calls that take one.
    NotACaller,
    /// The session issuer is not what the session was issued from.
    IssuerMismatch,
}

/// A text that is no principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalError {
    kind: PrincipalErrorKind,
    excerpt: Box<str>,
}

impl PrincipalError {
    fn new(kind: PrincipalErrorKind, text: &str) -> Self {
        Self {
            kind,
            excerpt: portcullis_json::excerpt(text).into(),
        }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> PrincipalErrorKind {
        self.kind
    }
}

impl fmt::Display for PrincipalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = match self.kind {
            PrincipalErrorKind::Malformed => {
                "the ARN of a user, role, session or root user, a service principal, or `*`"
            }
            PrincipalErrorKind::NotACaller => "a principal that can make calls",
            PrincipalErrorKind::IssuerMismatch => {
                "the role of the session, or the user of a federated user's account"
            }
        };
        write!(f, "expected {expected}, found `{}`", self.excerpt)
    }
}

impl core::error::Error for PrincipalError {}
