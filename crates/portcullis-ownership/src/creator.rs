//! Who authenticated the request that creates a resource.

use alloc::boxed::Box;
use core::fmt;

use portcullis_arn::{AccountId, Partition, PrincipalArn, ServicePrincipal};

use crate::CreatorError;

/// The principal that authenticated a creating request, kept as it was then: what becomes of the principal later changes
/// nothing (EV 8.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creator {
    identity: Identity,
    assumed_by: Option<Box<PrincipalArn>>,
    through: Option<ServicePrincipal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Identity {
    // INVARIANT: never a group or an identity provider; upheld by `Creator::principal`.
    Principal(Box<PrincipalArn>),
    Service(ServicePrincipal),
    Anonymous,
}

impl Creator {
    /// A root user, IAM user, role, role session (of whatever kind: assumed, SAML, web identity, service role,
    /// service-linked role) or federated user.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let alice = Creator::principal("arn:aws:iam::111122223333:user/alice".parse()?)?;
    /// assert_eq!(alice.account().map(|account| account.to_string()).as_deref(), Some("111122223333"));
    /// assert!(Creator::principal("arn:aws:iam::111122223333:group/ops".parse()?).is_err());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Groups and identity providers cannot authenticate a request that creates a resource.
    pub fn principal(principal: PrincipalArn) -> Result<Self, CreatorError> {
        match principal {
            PrincipalArn::Root(_)
            | PrincipalArn::User(_)
            | PrincipalArn::Role(_)
            | PrincipalArn::AssumedRole(_)
            | PrincipalArn::FederatedUser(_) => {
                Ok(Self::new(Identity::Principal(Box::new(principal))))
            }
            other => Err(CreatorError::new(other.as_str())),
        }
    }

    /// The creator that a text names: the ARN of a principal, the name of a service, or `*` for an anonymous caller. The inverse
    /// of displaying one, except for who assumed a role and which service passed the request on.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// for text in ["arn:aws:iam::111122223333:user/alice", "logging.s3.amazonaws.com", "*"] {
    ///     assert_eq!(Creator::named(text)?.to_string(), text);
    /// }
    /// assert!(Creator::named("alice").is_err());
    /// # Ok::<(), portcullis_ownership::CreatorError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Any other text, and groups and identity providers.
    pub fn named(text: &str) -> Result<Self, CreatorError> {
        if text == "*" {
            return Ok(Self::anonymous());
        }
        if let Ok(principal) = text.parse() {
            return Self::principal(principal);
        }
        let service = text.parse().map_err(|_| CreatorError::new(text))?;
        Ok(Self::service(service))
    }

    /// An AWS service that acts for itself; it has no account. One that acts with a service role is that role's session, and
    /// one that acts for a caller is the caller ([`Creator::through`]).
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let service = Creator::service("logging.s3.amazonaws.com".parse()?);
    /// assert_eq!(service.account(), None);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn service(service: ServicePrincipal) -> Self {
        Self::new(Identity::Service(service))
    }

    /// A caller that did not sign the request; it has no account.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// assert!(Creator::anonymous().is_anonymous());
    /// ```
    #[must_use]
    pub const fn anonymous() -> Self {
        Self::new(Identity::Anonymous)
    }

    const fn new(identity: Identity) -> Self {
        Self {
            identity,
            assumed_by: None,
            through: None,
        }
    }

    /// Notes who assumed the role of the session, for the record: ownership does not depend on it (EV 8.4).
    ///
    /// ```
    /// use portcullis_ownership::{Creator, owner_of};
    /// let session = Creator::principal("arn:aws:sts::111122223333:assumed-role/app/bob".parse()?)?
    ///     .assumed_by("arn:aws:iam::444455556666:user/bob".parse()?);
    /// assert_eq!(owner_of(&session), Some("111122223333".parse()?));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn assumed_by(self, caller: PrincipalArn) -> Self {
        Self {
            assumed_by: Some(Box::new(caller)),
            ..self
        }
    }

    /// Notes the service that made the request with this principal's identity (a forward access session), for the record:
    /// the principal stays the creator (EV 8.6).
    ///
    /// ```
    /// use portcullis_ownership::{Creator, owner_of};
    /// let alice = Creator::principal("arn:aws:iam::111122223333:user/alice".parse()?)?
    ///     .through("cloudformation.amazonaws.com".parse()?);
    /// assert_eq!(owner_of(&alice), Some("111122223333".parse()?));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn through(self, service: ServicePrincipal) -> Self {
        Self {
            through: Some(service),
            ..self
        }
    }

    /// The account of the principal: of a session that of its role, of a federated user that of the IAM user; `None` for a
    /// service and an anonymous caller. Requests carry it as `aws:PrincipalAccount` (EV 8.14).
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let guest = Creator::principal("arn:aws:sts::111122223333:federated-user/guest".parse()?)?;
    /// assert_eq!(guest.account(), Some("111122223333".parse()?));
    /// assert_eq!(Creator::anonymous().account(), None);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.principal_arn().map(PrincipalArn::account)
    }

    pub(crate) fn partition(&self) -> Option<Partition> {
        self.principal_arn().map(PrincipalArn::partition)
    }

    /// The ARN of the principal; `None` for a service and an anonymous caller.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// assert_eq!(root.principal_arn().map(|arn| arn.as_str()), Some("arn:aws:iam::111122223333:root"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn principal_arn(&self) -> Option<&PrincipalArn> {
        match &self.identity {
            Identity::Principal(arn) => Some(arn),
            Identity::Service(_) | Identity::Anonymous => None,
        }
    }

    /// The service that acted for itself.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let service = Creator::service("logging.s3.amazonaws.com".parse()?);
    /// assert_eq!(service.service_principal().map(|name| name.as_str()), Some("logging.s3.amazonaws.com"));
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn service_principal(&self) -> Option<&ServicePrincipal> {
        match &self.identity {
            Identity::Service(service) => Some(service),
            Identity::Principal(_) | Identity::Anonymous => None,
        }
    }

    /// Whether nobody signed the request.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// assert!(!Creator::service("logging.s3.amazonaws.com".parse()?).is_anonymous());
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn is_anonymous(&self) -> bool {
        matches!(self.identity, Identity::Anonymous)
    }

    /// Who assumed the role of the session, where it was noted.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let bob = "arn:aws:iam::444455556666:user/bob";
    /// let session = Creator::principal("arn:aws:sts::111122223333:assumed-role/app/bob".parse()?)?;
    /// assert!(session.caller().is_none());
    /// assert_eq!(session.assumed_by(bob.parse()?).caller().map(|arn| arn.as_str()), Some(bob));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn caller(&self) -> Option<&PrincipalArn> {
        self.assumed_by.as_deref()
    }

    /// The service that passed the request on, where it was noted.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let alice = Creator::principal("arn:aws:iam::111122223333:user/alice".parse()?)?
    ///     .through("cloudformation.amazonaws.com".parse()?);
    /// assert_eq!(alice.via().map(|name| name.as_str()), Some("cloudformation.amazonaws.com"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn via(&self) -> Option<&ServicePrincipal> {
        self.through.as_ref()
    }
}

impl fmt::Display for Creator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.identity {
            Identity::Principal(arn) => f.pad(arn.as_str()),
            Identity::Service(service) => f.pad(service.as_str()),
            Identity::Anonymous => f.pad("*"),
        }
    }
}
