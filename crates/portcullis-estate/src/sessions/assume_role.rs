//! `AssumeRole`, and its forms for identity providers: the checks, and the session of the role.

use std::collections::BTreeSet;
use std::time::Duration;

use portcullis_arn::SamlProviderArn;
use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Action, Principal, Resource};
use portcullis_scenario::Call;

use super::call::{call, put, put_mfa, put_request_tags, put_single, put_tags};
use super::{
    Caller, ContextAssertion, EpochSeconds, ExternalId, Issuance, Mfa, RoleSessionName, Session,
    SessionPolicies, SourceIdentity, TagKey, Tags, TargetRole,
};

mod builder;

pub use builder::AssumeRoleBuilder;

/// Keys of the call that turns a SAML assertion into a session and that the session keeps.
///
/// # Source
/// IAM User Guide, IAM and AWS STS condition context keys; PL 9.5.
const KEPT_OF_SAML: [&str; 3] = ["saml:namequalifier", "saml:sub", "saml:sub_type"];

/// A valid request for a session of a role.
///
/// ```
/// use portcullis_estate::sessions::{AssumeRole, Caller, EpochSeconds, TargetRole};
/// let alice = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?);
/// let role = TargetRole::parse("arn:aws:iam::444455556666:role/audit")?;
/// let request = AssumeRole::builder(alice, role, "alice".parse()?)
///     .external_id("customer-42".parse()?)
///     .source_identity("alice".parse()?)
///     .build()?;
/// let now = EpochSeconds::new(1_443_657_600);
/// let calls = request.calls(now);
/// assert_eq!(calls.len(), 2);
/// assert!(calls.iter().all(|call| call.context.get_str("sts:ExternalId").is_some()));
/// assert!(request.session(now).source_identity().is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// STS API Reference, `AssumeRole`, `AssumeRoleWithSAML`, `AssumeRoleWithWebIdentity`; EV 6.
#[derive(Clone, Debug)]
pub struct AssumeRole {
    operation: Issuance,
    caller: Caller,
    role: TargetRole,
    name: RoleSessionName,
    tags: Tags,
    inherited: Tags,
    transitive: BTreeSet<TagKey>,
    external_id: Option<ExternalId>,
    source_identity: Option<SourceIdentity>,
    with_mfa: bool,
    assertions: Vec<ContextAssertion>,
    policies: SessionPolicies,
    context: Context,
    carried: Context,
    // What `build` worked out.
    duration: Duration,
    principal: Principal,
    actions: Vec<Action>,
}

impl AssumeRole {
    /// Begins a request of a user, a session or a service.
    ///
    /// ```
    /// use portcullis_estate::sessions::{AssumeRole, Caller, TargetRole};
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/web")?;
    /// let ec2 = Caller::new("ec2.amazonaws.com".parse()?);
    /// assert!(AssumeRole::builder(ec2, role, "i-0123456789abcdef0".parse()?).build().is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(caller: Caller, role: TargetRole, name: RoleSessionName) -> AssumeRoleBuilder {
        AssumeRoleBuilder::new(Issuance::AssumeRole, caller, role, name)
    }

    /// Begins a request with an assertion of a SAML provider.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// use portcullis_estate::sessions::{AssumeRole, Issuance, TargetRole};
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/web")?;
    /// let PrincipalArn::SamlProvider(corp) = "arn:aws:iam::111122223333:saml-provider/Corp".parse()? else { unreachable!() };
    /// let request = AssumeRole::with_saml(&corp, role, "alice".parse()?).build()?;
    /// assert_eq!(request.operation(), Issuance::AssumeRoleWithSaml);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_saml(
        provider: &SamlProviderArn,
        role: TargetRole,
        name: RoleSessionName,
    ) -> AssumeRoleBuilder {
        let caller = Caller::new(Principal::identity_provider(provider.as_str()));
        AssumeRoleBuilder::new(Issuance::AssumeRoleWithSaml, caller, role, name)
    }

    /// Begins a request with a token of a web identity provider: the name of a built-in one, or the ARN of an `OpenID` Connect
    /// provider. The call and the session have it as `aws:FederatedProvider`.
    ///
    /// ```
    /// use portcullis_estate::sessions::{AssumeRole, EpochSeconds, TargetRole};
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/web")?;
    /// let request = AssumeRole::with_web_identity("cognito-identity.amazonaws.com", role, "alice".parse()?).build()?;
    /// let now = EpochSeconds::new(0);
    /// assert!(request.session(now).context(now).get_str("aws:FederatedProvider").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// IAM User Guide, AWS global condition context keys; PL 9.2.
    pub fn with_web_identity(
        provider: &str,
        role: TargetRole,
        name: RoleSessionName,
    ) -> AssumeRoleBuilder {
        let caller = Caller::new(Principal::identity_provider(provider));
        let mut builder =
            AssumeRoleBuilder::new(Issuance::AssumeRoleWithWebIdentity, caller, role, name);
        for context in [&mut builder.context, &mut builder.carried] {
            put_single(context, "aws:FederatedProvider", provider);
        }
        builder
    }

    /// Which of the three operations it is.
    ///
    /// ```
    /// use portcullis_estate::sessions::{AssumeRole, Caller, Issuance, TargetRole};
    /// let alice = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?);
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/audit")?;
    /// let request = AssumeRole::builder(alice, role, "alice".parse()?).build()?;
    /// assert_eq!(request.operation(), Issuance::AssumeRole);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn operation(&self) -> Issuance {
        self.operation
    }

    /// The checks of the request at a time, each to be decided on its own with the role's trust policy: the operation itself;
    /// `sts:TagSession` where tags are passed or inherited; `sts:SetSourceIdentity` where a source identity is set or
    /// inherited; `sts:SetContext` where context is asserted. All have the same condition keys.
    ///
    /// ```
    /// use portcullis_estate::sessions::{AssumeRole, Caller, EpochSeconds, TargetRole};
    /// let alice = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?);
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/audit")?;
    /// let request = AssumeRole::builder(alice, role, "alice".parse()?).build()?;
    /// let [only] = &request.calls(EpochSeconds::new(0))[..] else { unreachable!() };
    /// assert_eq!(only.asked.as_action().as_str(), "sts:AssumeRole");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// IAM User Guide, pass session tags in AWS STS, monitor and control actions taken with assumed roles; EV 6.2.
    #[must_use]
    pub fn calls(&self, now: EpochSeconds) -> Vec<Call> {
        let context = self.call_context(now);
        let role = self.role.arn();
        let calls = self.actions.iter().map(|action| {
            let resource = Resource::Arn(role.arn().clone());
            let mut call = call(&self.caller, action.clone(), resource, context.clone());
            call.resource_account = Some(role.account());
            call
        });
        calls.collect()
    }

    /// The condition keys of the checks: what was given, then those of the request, then those of the caller.
    ///
    /// # Source
    /// IAM User Guide, IAM and AWS STS condition context keys; EV 6.2.
    fn call_context(&self, now: EpochSeconds) -> Context {
        let mut context = self.context.clone();
        put_single(&mut context, "sts:RoleSessionName", self.name.as_str());
        if let Some(id) = &self.external_id {
            put_single(&mut context, "sts:ExternalId", id.as_str());
        }
        // Only where it is set: an inherited one is the caller's `aws:SourceIdentity`.
        if let Some(identity) = &self.source_identity {
            put_single(&mut context, "sts:SourceIdentity", identity.as_str());
        }
        put_request_tags(&mut context, &self.tags);
        if !self.transitive.is_empty() {
            let keys = self.transitive.iter().map(TagKey::as_str);
            put(
                &mut context,
                "sts:TransitiveTagKeys",
                ContextValue::list(keys),
            );
        }
        self.put_role_tags(&mut context);
        self.put_assertions(&mut context);
        if self.with_mfa {
            put_mfa(&mut context, now, now);
        }
        for (key, value) in self.caller.context(now).iter() {
            // MFA of the request replaces that of the caller's credentials, which may have none.
            context.insert_if_absent(key.clone(), value.clone());
        }
        context
    }

    /// The tags of the role; an inherited transitive tag takes the place of the role's in `aws:ResourceTag`.
    ///
    /// # Source
    /// IAM User Guide, pass session tags in AWS STS; EV 6.4.
    fn put_role_tags(&self, context: &mut Context) {
        let own = self.role.own_tags();
        let replacing = self.inherited.only(|key| own.contains(key));
        let seen = own.clone().overridden_by(&replacing);
        put_tags(context, "aws:ResourceTag", &seen);
        put_tags(context, "iam:ResourceTag", own);
    }

    fn put_assertions(&self, context: &mut Context) {
        if self.assertions.is_empty() {
            return;
        }
        for (key, value) in self.assertions.iter().flat_map(ContextAssertion::claims) {
            put_single(context, &format!("sts:RequestContext/{key}"), value);
        }
        let providers = self.assertions.iter().map(|one| one.provider().as_str());
        put(
            context,
            "sts:RequestContextProviders",
            ContextValue::list(providers),
        );
    }

    /// The session that the request makes at a time, if every check of it is allowed.
    ///
    /// ```
    /// use portcullis_estate::sessions::{AssumeRole, Caller, EpochSeconds, TargetRole};
    /// let alice = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?);
    /// let role = TargetRole::parse("arn:aws:iam::444455556666:role/audit")?;
    /// let session = AssumeRole::builder(alice, role, "alice".parse()?).build()?.session(EpochSeconds::new(0));
    /// assert_eq!(session.principal().account().map(|account| account.to_string()).as_deref(), Some("444455556666"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// IAM User Guide, comparing the AWS STS API operations; EV 6.3, 6.4.
    #[must_use]
    pub fn session(&self, issued_at: EpochSeconds) -> Session {
        let tags = self.role.own_tags().clone();
        let tags = tags
            .overridden_by(&self.inherited)
            .overridden_by(&self.tags);
        let inherited = self.inherited.iter().map(|(key, _)| key);
        let transitive = inherited.chain(&self.transitive).cloned().collect();
        let source_identity = self.source_identity.as_ref();
        let source_identity = source_identity.or(self.caller.source_identity.as_ref());
        Session {
            caller: Caller {
                principal: self.principal.clone(),
                unique_id: self.role.id().cloned(),
                credentials: None,
                tags,
                transitive,
                source_identity: source_identity.cloned(),
                issued_at: Some(issued_at),
                mfa: Mfa::Unreported,
                carried: self.carried_context(),
            },
            issuance: self.operation,
            policies: self.policies.clone(),
            chained: self.caller.is_role(),
            issued_at,
            expires_at: issued_at.after(self.duration),
        }
    }

    fn carried_context(&self) -> Context {
        let mut carried = self.carried.clone();
        if self.operation == Issuance::AssumeRoleWithSaml {
            let kept = KEPT_OF_SAML.iter().filter_map(|name| {
                let key: ContextKey = name.parse().ok()?;
                let value = self.context.get(&key)?.clone();
                Some((key, value))
            });
            for (key, value) in kept {
                carried.insert_if_absent(key, value);
            }
        }
        carried
    }
}
