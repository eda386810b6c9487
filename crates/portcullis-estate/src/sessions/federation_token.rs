//! `GetFederationToken`: a user makes a session for somebody without an identity.

use std::collections::BTreeSet;
use std::time::Duration;

use portcullis_arn::{Arn, PrincipalArn};
use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Action, Credentials, Principal, Resource};
use portcullis_scenario::Call;

use super::call::{action, call, put_request_tags};
use super::tags::check_passed;
use super::time::of_identity;
use super::{
    Caller, EpochSeconds, FederatedUserName, Issuance, Mfa, Session, SessionError,
    SessionErrorKind, SessionPolicies, Tags,
};

macro_rules! example {
    ($($line:literal)*) => {
        concat!(
            "```\n",
            "# use portcullis_estate::sessions::*;\n",
            "# let alice = Caller::new(\"arn:aws:iam::111122223333:user/alice\".parse()?);\n",
            "# let now = EpochSeconds::new(1_443_657_600);\n",
            "let request = GetFederationToken::builder(alice, \"guest\".parse()?);\n",
            $($line, "\n",)*
            "# Ok::<(), Box<dyn std::error::Error>>(())\n",
            "```"
        )
    };
}

/// A valid request for a session of a federated user. It cannot make tags transitive.
///
#[doc = example!(
    "let session = request.build()?.session(now)?;"
    "assert_eq!(session.principal().to_string(), \"arn:aws:sts::111122223333:federated-user/guest\");"
    "assert!(session.is_limited());"
)]
///
/// # Source
/// STS API Reference, `GetFederationToken`; EV 6.1, 6.3, 6.4.
#[derive(Clone, Debug)]
pub struct GetFederationToken {
    caller: Caller,
    tags: Tags,
    policies: SessionPolicies,
    context: Context,
    duration: Duration,
    federated_user: Arn,
    actions: Vec<Action>,
}

impl GetFederationToken {
    /// Begins a request.
    ///
    #[doc = example!("assert!(request.build().is_ok());")]
    pub const fn builder(caller: Caller, name: FederatedUserName) -> GetFederationTokenBuilder {
        GetFederationTokenBuilder {
            caller,
            name,
            tags: Tags::new(),
            policies: SessionPolicies::new(),
            duration: None,
            context: Context::new(),
        }
    }

    /// The checks of the request at a time, on the federated user: the operation itself, and `sts:TagSession` where tags are
    /// passed.
    ///
    #[doc = example!("assert_eq!(request.build()?.calls(now).len(), 1);")]
    ///
    /// # Source
    /// IAM User Guide, pass session tags in AWS STS; EV 6.1.
    #[must_use]
    pub fn calls(&self, now: EpochSeconds) -> Vec<Call> {
        let mut context = self.context.clone();
        put_request_tags(&mut context, &self.tags);
        for (key, value) in self.caller.context(now).iter() {
            context.insert_if_absent(key.clone(), value.clone());
        }
        let calls = self.actions.iter().map(|action| {
            let resource = Resource::Arn(self.federated_user.clone());
            call(&self.caller, action.clone(), resource, context.clone())
        });
        calls.collect()
    }

    /// The session that the request makes at a time, if every check of it is allowed.
    ///
    #[doc = example!("assert_eq!(request.build()?.session(now)?.expires_at().since(now), 43_200);")]
    ///
    /// # Errors
    /// [`SessionErrorKind::CallerNotEligible`] where the caller is no user or root user with long-term credentials. Its checks
    /// are refused too.
    ///
    /// # Source
    /// EV 6.3.
    pub fn session(&self, issued_at: EpochSeconds) -> Result<Session, SessionError> {
        let issuer = self.caller.principal.arn();
        let issuer = issuer.filter(|_| self.caller.is_long_term_identity());
        let session: Result<Principal, _> = self.federated_user.as_str().parse();
        let (Some(issuer), Ok(session)) = (issuer, session) else {
            return Err(not_eligible(&self.caller));
        };
        let principal = session
            .with_session_issuer(issuer.clone())
            .map_err(|_| not_eligible(&self.caller))?;
        Ok(Session {
            caller: Caller {
                principal,
                unique_id: None,
                credentials: Some(Credentials::FederationToken),
                tags: self.caller.tags.clone().overridden_by(&self.tags),
                transitive: BTreeSet::new(),
                source_identity: None,
                issued_at: Some(issued_at),
                mfa: Mfa::Unreported,
                carried: Context::new(),
            },
            issuance: Issuance::GetFederationToken,
            policies: self.policies.clone(),
            chained: false,
            issued_at,
            expires_at: issued_at.after(self.duration),
        })
    }
}

/// The caller gets no session of its own.
pub(super) fn not_eligible(caller: &Caller) -> SessionError {
    SessionError::about(
        SessionErrorKind::CallerNotEligible,
        &caller.principal.to_string(),
    )
}

/// Builds a [`GetFederationToken`].
#[derive(Clone, Debug)]
#[must_use]
pub struct GetFederationTokenBuilder {
    caller: Caller,
    name: FederatedUserName,
    tags: Tags,
    policies: SessionPolicies,
    duration: Option<Duration>,
    context: Context,
}

impl GetFederationTokenBuilder {
    /// Sets the tags to pass; they override those of the user.
    ///
    #[doc = example!("assert_eq!(request.tags(Tags::new().with(\"team\", \"red\")?).build()?.calls(now).len(), 2);")]
    pub fn tags(mut self, tags: Tags) -> Self {
        self.tags = tags;
        self
    }

    /// Sets the session policies to pass. Without any the session may do nothing of what the user may.
    ///
    #[doc = example!("assert!(request.policies(SessionPolicies::new().with_inline()).build().is_ok());")]
    pub fn policies(mut self, policies: SessionPolicies) -> Self {
        self.policies = policies;
        self
    }

    /// Sets how long the session is to last: up to 36 hours, otherwise 12; a root user's is cut to one hour.
    ///
    #[doc = example!("assert!(request.duration(core::time::Duration::from_secs(129_601)).build().is_err());")]
    pub const fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// Adds a condition key of the call alone, such as `aws:SourceIp`. The first value of a key holds, also over what follows
    /// from the request.
    ///
    #[doc = example!(
        "let value = portcullis_condition::ContextValue::single(\"192.0.2.1\");"
        "assert!(request.context(\"aws:SourceIp\".parse()?, value).build().is_ok());"
    )]
    pub fn context(mut self, key: ContextKey, value: ContextValue) -> Self {
        self.context.insert_if_absent(key, value);
        self
    }

    /// Finishes the request.
    ///
    #[doc = example!("assert!(request.build().is_ok());")]
    ///
    /// # Errors
    /// [`TooManyTags`](SessionErrorKind::TooManyTags), [`ReservedTagKey`](SessionErrorKind::ReservedTagKey),
    /// [`DurationTooShort`](SessionErrorKind::DurationTooShort), [`DurationTooLong`](SessionErrorKind::DurationTooLong), and
    /// [`CallerNotEligible`](SessionErrorKind::CallerNotEligible) where the caller has no account.
    ///
    /// # Source
    /// STS API Reference, `GetFederationToken`; PL 2.2, EV 6.3.
    pub fn build(self) -> Result<GetFederationToken, SessionError> {
        check_passed(&self.tags)?;
        let duration = of_identity(self.caller.principal.kind(), self.duration)?;
        let federated_user = self.federated_user()?;
        let mut actions = vec![action("sts:GetFederationToken")?];
        if !self.tags.is_empty() {
            actions.push(action("sts:TagSession")?);
        }
        Ok(GetFederationToken {
            caller: self.caller,
            tags: self.tags,
            policies: self.policies,
            context: self.context,
            duration,
            federated_user,
            actions,
        })
    }

    /// # Source
    /// PL 3.2, EV 6.3.
    fn federated_user(&self) -> Result<Arn, SessionError> {
        let caller = self.caller.principal.arn();
        let text = caller.map(|caller| {
            let (partition, account) = (PrincipalArn::partition(caller), caller.account());
            format!(
                "arn:{partition}:sts::{account}:federated-user/{}",
                self.name
            )
        });
        text.and_then(|text| text.parse().ok())
            .ok_or_else(|| not_eligible(&self.caller))
    }
}
