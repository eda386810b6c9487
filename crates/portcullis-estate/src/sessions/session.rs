//! A session: its principal, and what its credentials carry.

use std::collections::BTreeSet;

use portcullis_arn::PrincipalArn;
use portcullis_condition::Context;
use portcullis_eval::{Action, Credentials, Principal, Resource};
use portcullis_scenario::Call;

use super::call::{call, date};
use super::{
    Caller, EpochSeconds, Mfa, SessionError, SessionErrorKind, SessionPolicies, SourceIdentity,
    TagKey, Tags,
};

/// The operation that made a session.
///
/// # Source
/// IAM User Guide, comparing the AWS STS API operations; EV 6.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Issuance {
    /// `AssumeRole`.
    AssumeRole,
    /// `AssumeRoleWithSAML`.
    AssumeRoleWithSaml,
    /// `AssumeRoleWithWebIdentity`.
    AssumeRoleWithWebIdentity,
    /// `GetFederationToken`.
    GetFederationToken,
    /// `GetSessionToken`.
    GetSessionToken,
}

impl Issuance {
    /// The name of the operation.
    ///
    /// ```
    /// use portcullis_estate::sessions::Issuance;
    /// assert_eq!(Issuance::AssumeRoleWithSaml.as_str(), "AssumeRoleWithSAML");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AssumeRole => "AssumeRole",
            Self::AssumeRoleWithSaml => "AssumeRoleWithSAML",
            Self::AssumeRoleWithWebIdentity => "AssumeRoleWithWebIdentity",
            Self::GetFederationToken => "GetFederationToken",
            Self::GetSessionToken => "GetSessionToken",
        }
    }
}

/// A session as one of the requests made it.
///
/// ```
/// use portcullis_estate::sessions::{Caller, EpochSeconds, GetSessionToken};
/// let alice = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?);
/// let session = GetSessionToken::builder(alice).build()?.session(EpochSeconds::new(0))?;
/// assert_eq!(session.expires_at(), EpochSeconds::new(43_200));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// IAM User Guide, comparing the AWS STS API operations; EV 6.3.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) caller: Caller,
    pub(super) issuance: Issuance,
    pub(super) policies: SessionPolicies,
    pub(super) chained: bool,
    pub(super) issued_at: EpochSeconds,
    pub(super) expires_at: EpochSeconds,
}

macro_rules! example {
    ($($line:literal)*) => {
        concat!(
            "```\n",
            "# use portcullis_estate::sessions::*;\n",
            "# let alice = Caller::new(\"arn:aws:iam::111122223333:user/alice\".parse()?);\n",
            "# let role = TargetRole::parse(\"arn:aws:iam::111122223333:role/ci/deploy\")?;\n",
            "let now = EpochSeconds::new(1_443_657_600);\n",
            "let session = AssumeRole::builder(alice, role, \"build-7\".parse()?).build()?.session(now);\n",
            $($line, "\n",)*
            "# Ok::<(), Box<dyn std::error::Error>>(())\n",
            "```"
        )
    };
}

impl Session {
    /// The principal, with the issuer of the session.
    ///
    #[doc = example!("assert_eq!(session.principal().to_string(), \"arn:aws:sts::111122223333:assumed-role/deploy/build-7\");")]
    #[must_use]
    pub const fn principal(&self) -> &Principal {
        &self.caller.principal
    }

    /// From what the session was issued: the role with its path, or the user or root user of a federated user. None for
    /// `GetSessionToken`, whose sessions are the user itself.
    ///
    #[doc = example!("assert_eq!(session.issuer().unwrap().to_string(), \"arn:aws:iam::111122223333:role/ci/deploy\");")]
    #[must_use]
    pub const fn issuer(&self) -> Option<&PrincipalArn> {
        self.caller.principal.session_issuer()
    }

    /// The operation that made it.
    ///
    #[doc = example!("assert_eq!(session.issuance(), Issuance::AssumeRole);")]
    #[must_use]
    pub const fn issuance(&self) -> Issuance {
        self.issuance
    }

    /// The kind of credentials, where the principal does not tell it.
    ///
    #[doc = example!("assert_eq!(session.credentials(), None);")]
    #[must_use]
    pub const fn credentials(&self) -> Option<Credentials> {
        self.caller.credentials
    }

    /// All tags: those of the role or user, overridden by inherited ones, overridden by passed ones.
    ///
    #[doc = example!("assert!(session.tags().is_empty());")]
    ///
    /// # Source
    /// IAM User Guide, pass session tags in AWS STS; EV 6.3.
    #[must_use]
    pub const fn tags(&self) -> &Tags {
        &self.caller.tags
    }

    /// The keys of the tags that the next session of a chain inherits.
    ///
    #[doc = example!("assert!(session.transitive_keys().is_empty());")]
    ///
    /// # Source
    /// IAM User Guide, pass session tags in AWS STS; EV 6.4.
    #[must_use]
    pub const fn transitive_keys(&self) -> &BTreeSet<TagKey> {
        &self.caller.transitive
    }

    /// The source identity.
    ///
    #[doc = example!("assert!(session.source_identity().is_none());")]
    #[must_use]
    pub const fn source_identity(&self) -> Option<&SourceIdentity> {
        self.caller.source_identity.as_ref()
    }

    /// What its credentials say about MFA.
    ///
    #[doc = example!("assert_eq!(session.mfa(), Mfa::Unreported);")]
    #[must_use]
    pub const fn mfa(&self) -> Mfa {
        self.caller.mfa
    }

    /// Whether it was made with the credentials of another session of a role.
    ///
    #[doc = example!("assert!(!session.is_chained());")]
    ///
    /// # Source
    /// IAM User Guide, roles terms and concepts (role chaining); EV 6.4.
    #[must_use]
    pub const fn is_chained(&self) -> bool {
        self.chained
    }

    /// The session policies that were passed.
    ///
    #[doc = example!("assert!(session.policies().is_empty());")]
    #[must_use]
    pub const fn policies(&self) -> &SessionPolicies {
        &self.policies
    }

    /// Whether session policies limit its calls: those that were passed, and for a federated user always, where none allow
    /// nothing.
    ///
    #[doc = example!("assert!(!session.is_limited());")]
    ///
    /// # Source
    /// IAM User Guide, permissions for `GetFederationToken`; EV 2.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.issuance == Issuance::GetFederationToken || !self.policies.is_empty()
    }

    /// When it was issued.
    ///
    #[doc = example!("assert_eq!(session.issued_at(), now);")]
    #[must_use]
    pub const fn issued_at(&self) -> EpochSeconds {
        self.issued_at
    }

    /// From when on it is not valid any more.
    ///
    #[doc = example!("assert_eq!(session.expires_at().since(now), 3600);")]
    #[must_use]
    pub const fn expires_at(&self) -> EpochSeconds {
        self.expires_at
    }

    /// The session as the caller of a request for the next one.
    ///
    #[doc = example!(
        "let next = TargetRole::parse(\"arn:aws:iam::444455556666:role/audit\")?;"
        "let second = AssumeRole::builder(session.caller().clone(), next, \"build-7\".parse()?).build()?.session(now);"
        "assert!(second.is_chained());"
    )]
    #[must_use]
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The condition keys that every request of the session carries, for one at a time.
    ///
    #[doc = example!("assert!(session.context(now).get_str(\"aws:TokenIssueTime\").is_some());")]
    ///
    /// # Source
    /// IAM User Guide, AWS global condition context keys; PL 9.2, EV 6.3.
    #[must_use]
    pub fn context(&self, now: EpochSeconds) -> Context {
        self.caller.context(now)
    }

    /// A call of the session at a time.
    ///
    #[doc = example!(
        "let call = session.call(\"s3:ListAllMyBuckets\".parse()?, portcullis_eval::Resource::Everything, now)?;"
        "assert_eq!(&call.principal, session.principal());"
    )]
    ///
    /// # Errors
    /// [`SessionErrorKind::Expired`].
    pub fn call(
        &self,
        action: Action,
        resource: Resource,
        now: EpochSeconds,
    ) -> Result<Call, SessionError> {
        if now >= self.expires_at {
            return Err(SessionError::new(
                SessionErrorKind::Expired,
                format!("one that expired at {}", date(self.expires_at)),
            ));
        }
        Ok(call(&self.caller, action, resource, self.context(now)))
    }
}

impl From<Session> for Caller {
    fn from(session: Session) -> Self {
        session.caller
    }
}
