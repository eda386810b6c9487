//! Requests for a session of a role, and what makes them valid.

use std::collections::BTreeSet;
use std::time::Duration;

use portcullis_arn::PrincipalArn;
use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Action, Principal, PrincipalKind};

use super::super::call::action;
use super::super::tags::check_passed;
use super::super::time::{LONGEST_OF_ROLE, ONE_HOUR, of_role};
use super::super::{
    Caller, ContextAssertion, ExternalId, Issuance, RoleSessionName, SessionError,
    SessionErrorKind, SessionPolicies, SourceIdentity, TagKey, Tags, TargetRole,
};
use super::AssumeRole;

macro_rules! example {
    ($($line:literal)*) => {
        concat!(
            "```\n",
            "# use portcullis_estate::sessions::*;\n",
            "# let alice = Caller::new(\"arn:aws:iam::111122223333:user/alice\".parse()?);\n",
            "# let role = TargetRole::parse(\"arn:aws:iam::111122223333:role/ci/deploy\")?;\n",
            "let request = AssumeRole::builder(alice, role, \"build-7\".parse()?);\n",
            $($line, "\n",)*
            "# Ok::<(), Box<dyn std::error::Error>>(())\n",
            "```"
        )
    };
}

/// Builds an [`AssumeRole`]; begun by [`AssumeRole::builder`] and its sisters.
#[derive(Clone, Debug)]
#[must_use]
pub struct AssumeRoleBuilder {
    operation: Issuance,
    caller: Caller,
    role: TargetRole,
    name: RoleSessionName,
    tags: Tags,
    transitive: BTreeSet<TagKey>,
    external_id: Option<ExternalId>,
    source_identity: Option<SourceIdentity>,
    with_mfa: bool,
    assertions: Vec<ContextAssertion>,
    policies: SessionPolicies,
    duration: Option<Duration>,
    pub(super) context: Context,
    pub(super) carried: Context,
}

impl AssumeRoleBuilder {
    pub(super) fn new(
        operation: Issuance,
        caller: Caller,
        role: TargetRole,
        name: RoleSessionName,
    ) -> Self {
        Self {
            operation,
            caller,
            role,
            name,
            tags: Tags::new(),
            transitive: BTreeSet::new(),
            external_id: None,
            source_identity: None,
            with_mfa: false,
            assertions: Vec::new(),
            policies: SessionPolicies::new(),
            duration: None,
            context: Context::new(),
            carried: Context::new(),
        }
    }

    /// Sets the tags to pass.
    ///
    #[doc = example!("assert!(request.tags(Tags::new().with(\"team\", \"red\")?).build().is_ok());")]
    pub fn tags(mut self, tags: Tags) -> Self {
        self.tags = tags;
        self
    }

    /// Adds a key whose tag is to be transitive.
    ///
    #[doc = example!("assert!(request.transitive(\"team\".parse()?).build().is_err());")]
    pub fn transitive(mut self, key: TagKey) -> Self {
        self.transitive.insert(key);
        self
    }

    /// Sets the external id.
    ///
    #[doc = example!("assert!(request.external_id(\"customer-42\".parse()?).build().is_ok());")]
    pub fn external_id(mut self, id: ExternalId) -> Self {
        self.external_id = Some(id);
        self
    }

    /// Sets the source identity.
    ///
    #[doc = example!("assert!(request.source_identity(\"alice\".parse()?).build().is_ok());")]
    pub fn source_identity(mut self, identity: SourceIdentity) -> Self {
        self.source_identity = Some(identity);
        self
    }

    /// Says that the serial number of a device and a code of it are passed, and are right.
    ///
    #[doc = example!("assert!(request.mfa().build().is_ok());")]
    pub const fn mfa(mut self) -> Self {
        self.with_mfa = true;
        self
    }

    /// Adds a context assertion.
    ///
    #[doc = example!(
        "let assertion = ContextAssertion::new(\"arn:aws:iam::aws:contextProvider/IdentityCenter\".parse()?);"
        "assert!(request.assertion(assertion).build().is_ok());"
    )]
    pub fn assertion(mut self, assertion: ContextAssertion) -> Self {
        self.assertions.push(assertion);
        self
    }

    /// Sets the session policies to pass.
    ///
    #[doc = example!("assert!(request.policies(SessionPolicies::new().with_inline()).build().is_ok());")]
    pub fn policies(mut self, policies: SessionPolicies) -> Self {
        self.policies = policies;
        self
    }

    /// Sets how long the session is to last; otherwise one hour.
    ///
    #[doc = example!("assert!(request.duration(core::time::Duration::from_secs(7200)).build().is_err());")]
    pub const fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// Adds a condition key of the call alone, such as `aws:SourceIp` or `saml:aud`. The first value of a key holds, also over
    /// what follows from the request.
    ///
    #[doc = example!(
        "let value = portcullis_condition::ContextValue::single(\"192.0.2.1\");"
        "assert!(request.context(\"aws:SourceIp\".parse()?, value).build().is_ok());"
    )]
    pub fn context(mut self, key: ContextKey, value: ContextValue) -> Self {
        self.context.insert_if_absent(key, value);
        self
    }

    /// Adds a condition key that every request of the session is to carry, such as `ec2:SourceInstanceArn`.
    ///
    #[doc = example!(
        "let value = portcullis_condition::ContextValue::single(\"vpc-1\");"
        "let session = request.carry(\"aws:Ec2InstanceSourceVpc\".parse()?, value).build()?.session(EpochSeconds::new(0));"
        "assert!(session.context(EpochSeconds::new(1)).get_str(\"aws:Ec2InstanceSourceVpc\").is_some());"
    )]
    pub fn carry(mut self, key: ContextKey, value: ContextValue) -> Self {
        self.carried.insert_if_absent(key, value);
        self
    }

    /// Finishes the request.
    ///
    #[doc = example!("assert_eq!(request.build()?.operation(), Issuance::AssumeRole);")]
    ///
    /// # Errors
    /// A [`SessionError`] of one of these kinds:
    ///
    /// * [`TooManyTags`](SessionErrorKind::TooManyTags), [`ReservedTagKey`](SessionErrorKind::ReservedTagKey),
    ///   [`InheritedTagKey`](SessionErrorKind::InheritedTagKey),
    ///   [`UnknownTransitiveKey`](SessionErrorKind::UnknownTransitiveKey);
    /// * [`SourceIdentityChanged`](SessionErrorKind::SourceIdentityChanged);
    /// * [`DurationTooShort`](SessionErrorKind::DurationTooShort), [`DurationTooLong`](SessionErrorKind::DurationTooLong);
    /// * [`UnexpectedParameter`](SessionErrorKind::UnexpectedParameter) for an external id, MFA or a context assertion beside
    ///   an assertion or token of an identity provider.
    ///
    /// # Source
    /// STS API Reference, `AssumeRole`; IAM User Guide, pass session tags in AWS STS; PL 2.2, EV 6.3, 6.4.
    pub fn build(self) -> Result<AssumeRole, SessionError> {
        let inherited = self.caller.inherited();
        self.check_parameters()?;
        check_passed(&self.tags)?;
        self.check_inherited(&inherited)?;
        self.check_source_identity()?;
        let duration = of_role(self.duration, self.longest())?;
        let principal = self.principal()?;
        let actions = self.actions(&inherited)?;
        Ok(AssumeRole {
            operation: self.operation,
            caller: self.caller,
            role: self.role,
            name: self.name,
            tags: self.tags,
            inherited,
            transitive: self.transitive,
            external_id: self.external_id,
            source_identity: self.source_identity,
            with_mfa: self.with_mfa,
            assertions: self.assertions,
            policies: self.policies,
            context: self.context,
            carried: self.carried,
            duration,
            principal,
            actions,
        })
    }

    fn check_parameters(&self) -> Result<(), SessionError> {
        let found = [
            ("an external id", self.external_id.is_some()),
            ("MFA", self.with_mfa),
            ("a context assertion", !self.assertions.is_empty()),
        ];
        match found.iter().find(|(_, given)| *given) {
            Some((name, _)) if self.operation != Issuance::AssumeRole => Err(SessionError::new(
                SessionErrorKind::UnexpectedParameter,
                format!("{name} in {}", self.operation.as_str()),
            )),
            _ => Ok(()),
        }
    }

    fn check_inherited(&self, inherited: &Tags) -> Result<(), SessionError> {
        let mut passed = self.tags.iter().map(|(key, _)| key);
        if let Some(key) = passed.find(|key| inherited.contains(key)) {
            let kind = SessionErrorKind::InheritedTagKey;
            return Err(SessionError::about(kind, key.as_str()));
        }
        let known = |key: &TagKey| self.tags.contains(key) || inherited.contains(key);
        match self.transitive.iter().find(|key| !known(key)) {
            Some(key) => {
                let kind = SessionErrorKind::UnknownTransitiveKey;
                Err(SessionError::about(kind, key.as_str()))
            }
            None => Ok(()),
        }
    }

    fn check_source_identity(&self) -> Result<(), SessionError> {
        match (&self.source_identity, &self.caller.source_identity) {
            (Some(new), Some(old)) if new != old => {
                let kind = SessionErrorKind::SourceIdentityChanged;
                Err(SessionError::about(kind, new.as_str()))
            }
            _ => Ok(()),
        }
    }

    /// How long the session may last. What the role says does not bind AWS services.
    ///
    /// # Source
    /// IAM User Guide, update the maximum session duration for a role; EV 6.3.
    fn longest(&self) -> Duration {
        if self.caller.is_role() {
            ONE_HOUR
        } else if self.caller.principal.kind() == PrincipalKind::Service {
            LONGEST_OF_ROLE
        } else {
            self.role.longest_session()
        }
    }

    /// # Source
    /// EV 6.3.
    fn principal(&self) -> Result<Principal, SessionError> {
        let role = self.role.arn();
        let text = format!(
            "arn:{}:sts::{}:assumed-role/{}/{}",
            role.partition(),
            role.account(),
            role.name(),
            self.name
        );
        let session: Result<Principal, _> = text.parse();
        session
            .and_then(|session| session.with_session_issuer(PrincipalArn::from(role.clone())))
            .map_err(|_| SessionError::about(SessionErrorKind::InvalidArn, &text))
    }

    /// # Source
    /// EV 6.2.
    fn actions(&self, inherited: &Tags) -> Result<Vec<Action>, SessionError> {
        let tagged = !self.tags.is_empty() || !inherited.is_empty();
        let identified = self.source_identity.is_some() || self.caller.source_identity.is_some();
        let mut actions = vec![action(&format!("sts:{}", self.operation.as_str()))?];
        let further = [
            ("sts:TagSession", tagged),
            ("sts:SetSourceIdentity", identified),
            ("sts:SetContext", !self.assertions.is_empty()),
        ];
        for (name, _) in further.iter().filter(|(_, needed)| *needed) {
            actions.push(action(name)?);
        }
        Ok(actions)
    }
}
