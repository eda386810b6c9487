//! From a call to the policies that bear on it.

use portcullis_arn::{Arn, PrincipalArn};
use portcullis_eval::{
    AttachedPolicy, Layer, Principal, PrincipalKind, Required, Resource, required_resource_policy,
};
use portcullis_policy::{PolicyKind, Reading};
use portcullis_scenario::{Call, Finding, LoadedPolicy, Policies, Scenario, ScenarioError};

use crate::account::{Account, Identity, name_of};
use crate::context::derive;
use crate::details::AccountDetails;
use crate::document::StoredDocument;
use crate::entity::{Entity, Reference};
use crate::hole::{Hole, HoleKind};
use crate::message::identifier;
use crate::resolved::Resolved;
use crate::unknown;

/// Who asks, as far as the file knows.
pub(crate) enum Caller<'a> {
    /// A user or role of the file, or a session of one.
    Known(&'a Account, &'a Identity),
    /// A principal of an account that is not in the file.
    Stranger,
    /// A principal without identity-based policies: a root user, a service, an anonymous caller.
    WithoutPolicies,
}

impl AccountDetails {
    /// Finds the policies of a call in the export.
    ///
    /// The principal is a user or role of the file, a session of such a role, or a federated user whose session issuer is such a
    /// user. Its identity-based policies are its inline policies, the default versions of its attached policies, and for a user
    /// those of its groups; `extra.identity` comes besides. The permissions boundary is the attached one, unless
    /// `extra.boundary` is set. The trust policy of a role of the file is the resource's policy where the action consults it,
    /// unless `extra.resource` is set. The other layers are those of `extra`.
    ///
    /// A session is given the whole ARN of its role as its session issuer. Condition keys that follow from the export and are
    /// not in the call are filled in, unless the call's context is whole: `aws:userid`, and from tags `aws:PrincipalTag/…`,
    /// `aws:ResourceTag/…` and `iam:ResourceTag/…`.
    ///
    /// Root users, services, identity providers and anonymous callers pass with the policies of `extra`. So does a principal of
    /// an account that is not in the file, if `extra.identity` holds its policies; else its identity side is a [`Hole`].
    ///
    /// # Errors
    /// [`ScenarioError`]: `unknown-principal` for a user or role that its account does not have, with the nearest names;
    /// `invalid-resource` for several resources whose trust policies or tags the file has, as they cannot be asked about at
    /// once. What is missing or cannot be read is a [`Hole`], and an error only of an answer that needs it.
    ///
    /// # Source
    /// EV 2, 4.5, 6.3; PL 9.3, 9.4.
    pub fn resolve(&self, mut call: Call, extra: Policies) -> Result<Resolved, ScenarioError> {
        #[cfg(feature = "tracing")]
        let span = tracing::debug_span!(
            "portcullis.estate.resolve",
            account = call.principal.account().map(tracing::field::display),
            policies = tracing::field::Empty,
            holes = tracing::field::Empty,
        )
        .entered();
        let caller = self.caller(&call)?;
        let mut gathered = Gathered {
            policies: extra,
            holes: Vec::new(),
            parts: 0,
            most: self.limits().max_parts,
        };
        match caller {
            Caller::Known(account, identity) => {
                call.principal = with_role(&call, identity)?;
                self.gather(account, identity, &mut gathered);
            }
            Caller::Stranger if gathered.policies.identity.is_empty() => {
                gathered.holes.push(Hole::new(
                    HoleKind::Principal,
                    Layer::Identity,
                    call.principal.to_string(),
                    call.places.principal.as_ref(),
                ))
            }
            Caller::Stranger | Caller::WithoutPolicies => {}
        }
        let resource = self.resource(&call, &mut gathered)?;
        let known = match caller {
            Caller::Known(_, identity) => Some(identity),
            Caller::Stranger | Caller::WithoutPolicies => None,
        };
        gathered.check(&call)?;
        let findings = derive(&mut call, known, resource);
        #[cfg(feature = "tracing")]
        span.record("policies", gathered.policies.identity.len())
            .record("holes", gathered.holes.len());
        Ok(self.resolved(call, gathered, findings))
    }

    fn resolved(&self, call: Call, gathered: Gathered, findings: Vec<Finding>) -> Resolved {
        let file = self.file().clone();
        let mut scenario = Scenario::new(file, call, gathered.policies, Reading::Lenient);
        scenario.findings = findings;
        Resolved {
            scenario,
            holes: gathered.holes,
        }
    }

    fn caller(&self, call: &Call) -> Result<Caller<'_>, ScenarioError> {
        let principal = &call.principal;
        let arn = match principal.kind() {
            PrincipalKind::Anonymous
            | PrincipalKind::Service
            | PrincipalKind::IdentityProvider
            | PrincipalKind::Root => None,
            PrincipalKind::FederatedUser => match principal.session_issuer() {
                Some(PrincipalArn::Root(_)) => None,
                Some(user) => Some(user),
                None => principal.arn(),
            },
            _ => principal.arn(),
        };
        let Some(arn) = arn else {
            return Ok(Caller::WithoutPolicies);
        };
        let Some(account) = self.all_accounts().get(&arn.account()) else {
            return Ok(Caller::Stranger);
        };
        let found = match arn {
            PrincipalArn::User(user) => {
                account.users.get(user.name()).filter(|one| one.arn == *arn)
            }
            PrincipalArn::Role(role) => account
                .roles
                .get(role.name())
                // The path of a role is often not known, as its sessions have lost it.
                .filter(|one| one.arn == *arn || role.path() == "/"),
            PrincipalArn::AssumedRole(session) => account.roles.get(session.role()),
            PrincipalArn::FederatedUser(_) => return Err(unknown::federating_user(call)),
            _ => None,
        };
        match found.filter(|one| one.arn.partition() == arn.partition()) {
            Some(identity) => Ok(Caller::Known(account, identity)),
            None => Err(unknown::principal(call, account, arn, self.is_truncated())),
        }
    }

    /// The identity-based policies and the boundary of a user or role.
    fn gather(&self, account: &Account, identity: &Identity, gathered: &mut Gathered) {
        let id = identity.arn.account();
        let typed = std::mem::take(&mut gathered.policies.identity);
        self.gather_of(&identity.entity, id, "", gathered);
        for group in &identity.entity.groups {
            match account.groups.get(&group.to) {
                Some(entity) => {
                    let of = format!(" (group {})", entity.name);
                    self.gather_of(entity, id, &of, gathered);
                }
                None => gathered.holes.push(Hole::new(
                    HoleKind::Group,
                    Layer::Identity,
                    group.to.clone(),
                    Some(&group.place),
                )),
            }
        }
        gathered.policies.identity.extend(typed);
        if let (Some(boundary), None) = (&identity.entity.boundary, &gathered.policies.boundary) {
            let found = self.attached(
                id,
                boundary,
                Layer::PermissionsBoundary,
                "",
                &mut gathered.holes,
            );
            gathered.policies.boundary = Some(found.into_iter().collect());
        }
    }

    /// The inline and attached policies of a user, group or role.
    fn gather_of(
        &self,
        entity: &Entity,
        account: portcullis_arn::AccountId,
        of: &str,
        gathered: &mut Gathered,
    ) {
        for document in &entity.inline {
            let found = loaded(document, Layer::Identity, of, &mut gathered.holes);
            gathered.identity(found);
            if gathered.is_over() {
                return;
            }
        }
        for reference in &entity.attached {
            let found = self.attached(account, reference, Layer::Identity, of, &mut gathered.holes);
            gathered.identity(found);
            if gathered.is_over() {
                return;
            }
        }
    }

    fn attached(
        &self,
        account: portcullis_arn::AccountId,
        reference: &Reference,
        layer: Layer,
        of: &str,
        holes: &mut Vec<Hole>,
    ) -> Option<LoadedPolicy> {
        if let Some(document) = self.managed(account, reference) {
            return loaded(document, layer, of, holes);
        }
        holes.push(Hole::new(
            HoleKind::ManagedPolicy,
            layer,
            reference.to.clone(),
            Some(&reference.place),
        ));
        None
    }

    /// The user or role of the file that is the resource; its trust policy becomes the resource's where it counts.
    fn resource(
        &self,
        call: &Call,
        gathered: &mut Gathered,
    ) -> Result<Option<&Identity>, ScenarioError> {
        let [resource] = call.resources.as_slice() else {
            return self.several_resources(call, gathered).map(|()| None);
        };
        let identity = self.identity_of(resource);
        if !consults_trust(call, resource) || gathered.policies.resource.is_some() {
            return Ok(identity);
        }
        match identity.and_then(|one| one.entity.trust.as_ref()) {
            Some(document) => {
                let found = loaded(document, Layer::Resource, "", &mut gathered.holes);
                gathered.policies.resource = found;
            }
            None => gathered.holes.push(Hole::new(
                HoleKind::TrustPolicy,
                Layer::Resource,
                resource.as_str(),
                call.places.resources.first(),
            )),
        }
        Ok(identity)
    }

    /// Several resources share one context and one resource policy: they cannot differ in either.
    fn several_resources(&self, call: &Call, gathered: &Gathered) -> Result<(), ScenarioError> {
        let own = |resource: &&Resource| {
            let trust = consults_trust(call, resource) && gathered.policies.resource.is_none();
            let tags = || {
                self.identity_of(resource)
                    .is_some_and(|one| !one.entity.tags.is_empty())
            };
            trust || tags()
        };
        let Some(resource) = call.resources.iter().find(own) else {
            return Ok(());
        };
        let message = format!(
            "expected one resource, as `{}` has a trust policy or tags of its own, found {}",
            identifier(resource.as_str()),
            call.resources.len()
        );
        Err(ScenarioError::new("invalid-resource", message)
            .at_some(call.places.resources.first())
            .with_help("ask about one resource at a time"))
    }

    fn identity_of(&self, resource: &Resource) -> Option<&Identity> {
        let Resource::Arn(arn) = resource else {
            return None;
        };
        let arn: PrincipalArn = Arn::clone(arn).try_into().ok()?;
        let account = self.all_accounts().get(&arn.account())?;
        let list = match &arn {
            PrincipalArn::User(_) => &account.users,
            PrincipalArn::Role(_) => &account.roles,
            _ => return None,
        };
        list.get(name_of(&arn)).filter(|one| one.arn == arn)
    }
}

/// What was found of a call's policies.
pub(crate) struct Gathered {
    policies: Policies,
    holes: Vec<Hole>,
    /// How many parts the documents of the caller have, as [`portcullis_policy::Limits::max_parts`] counts them.
    parts: usize,
    /// How many there may be.
    most: usize,
}

impl Gathered {
    fn identity(&mut self, found: Option<LoadedPolicy>) {
        let parts = found
            .as_ref()
            .map_or(0, |one| one.policy.document().parts());
        self.parts = self.parts.saturating_add(parts);
        self.policies.identity.extend(found);
    }

    /// Whether the question is refused, so that no other document needs to be read for it.
    fn is_over(&self) -> bool {
        self.parts > self.most
    }

    /// The policies of one question together are as large as those of a scenario at most.
    fn check(&self, call: &Call) -> Result<(), ScenarioError> {
        if !self.is_over() {
            return Ok(());
        }
        let message = format!(
            "expected at most {} parts of statements in the policies of one principal, found more",
            self.most
        );
        Err(ScenarioError::new("too-many-values", message).at_some(call.places.principal.as_ref()))
    }
}

fn consults_trust(call: &Call, resource: &Resource) -> bool {
    required_resource_policy(call.asked.as_action(), resource) == Some(Required::TrustPolicy)
}

/// A document under its name, or a hole.
fn loaded(
    document: &StoredDocument,
    layer: Layer,
    of: &str,
    holes: &mut Vec<Hole>,
) -> Option<LoadedPolicy> {
    let kind = match layer {
        Layer::PermissionsBoundary => PolicyKind::PermissionsBoundary,
        Layer::Resource => PolicyKind::RoleTrust,
        _ => PolicyKind::Identity,
    };
    match document.read(kind) {
        Ok(found) => Some(LoadedPolicy {
            policy: AttachedPolicy::new(
                format!("{}{of}", document.name()),
                found.policy.document().clone(),
            ),
            origin: found.origin.clone(),
        }),
        Err(error) => {
            holes.push(Hole::unreadable(layer, document.name().clone(), error));
            None
        }
    }
}

/// The principal with the whole ARN of its role, which sessions and short role ARNs have lost.
fn with_role(call: &Call, identity: &Identity) -> Result<Principal, ScenarioError> {
    let principal = call.principal.clone();
    let by_role = matches!(
        principal.kind(),
        PrincipalKind::Role | PrincipalKind::RoleSession
    );
    if !by_role || principal.arn() == Some(&identity.arn) {
        return Ok(principal);
    }
    if let Some(given) = principal.session_issuer() {
        return if *given == identity.arn {
            Ok(principal)
        } else {
            Err(unknown::issuer(call, given, &identity.arn))
        };
    }
    principal
        .with_session_issuer(identity.arn.clone())
        .map_err(|error| {
            ScenarioError::new("invalid-session-issuer", error.to_string())
                .at_some(call.places.principal.as_ref())
        })
}
