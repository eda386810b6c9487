//! A scenario in memory: the call, the policies with their places, and what is expected.

use std::collections::BTreeMap;
use std::sync::Arc;

use portcullis_arn::AccountId;
use portcullis_catalog::EditionId;
use portcullis_condition::{Context, ContextKey};
use portcullis_eval::{
    Action, AttachedPolicy, Credentials, EndpointKind, Layer, Level, OrganizationAuthority,
    PolicySet, Principal, Resource, StatementId,
};
use portcullis_policy::Reading;

use crate::expectation::Expectation;
use crate::finding::Finding;
use crate::source::{Location, Origin, SourceFile};

/// One authorization question with every policy that bears on it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scenario {
    /// The id, echoed in the answer.
    pub id: Option<Arc<str>>,
    /// The file in which it stands.
    pub source: Arc<SourceFile>,
    /// Who asks for what.
    pub call: Call,
    /// The policies.
    pub policies: Policies,
    /// In which reading the documents were read.
    pub reading: Reading,
    /// What `portcullis test` compares the answer with.
    pub expectation: Option<Expectation>,
    /// What was found before anything was decided.
    pub findings: Vec<Finding>,
}

impl Scenario {
    /// A scenario that did not come from a scenario file.
    #[must_use]
    pub fn new(source: Arc<SourceFile>, call: Call, policies: Policies, reading: Reading) -> Self {
        Self {
            id: None,
            source,
            call,
            policies,
            reading,
            expectation: None,
            findings: Vec::new(),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a request names an action or an operation"
)]
pub enum Asked {
    /// One action.
    Action(Action),
    /// An API operation with its parameters: it is decided as the set of actions that it needs. Written like an action.
    Operation(Action, BTreeMap<String, Parameter>),
}

impl Asked {
    /// The action, or the operation in the form of one.
    #[must_use]
    pub const fn as_action(&self) -> &Action {
        match self {
            Self::Action(action) | Self::Operation(action, _) => action,
        }
    }
}

/// One parameter of an operation, as far as it matters for authorization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The texts in it: the text itself, or those of a list; booleans and numbers as they are written.
    pub texts: Vec<String>,
    /// How many further values of a list are neither texts nor Booleans nor numbers.
    pub others: usize,
}

impl Parameter {
    /// A parameter with these texts.
    #[must_use]
    pub const fn new(texts: Vec<String>) -> Self {
        Self { texts, others: 0 }
    }
}

/// Whether condition keys are derived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "keys are derived or they are not")]
pub enum ContextSource {
    /// Keys that follow from the request are derived unless given.
    #[default]
    Derived,
    /// The context is whole.
    Complete,
}

/// Whether the owner of the resource may be assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the owner may be assumed or not")]
pub enum OwnerRule {
    /// Where nothing tells it, the owner is the caller's account, with a finding.
    #[default]
    Assume,
    /// Where nothing tells it, that is an error.
    Require,
}

/// Who asks for what.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call {
    /// Who asks.
    pub principal: Principal,
    /// The kind of credentials, where the principal does not tell it.
    pub credentials: Option<Credentials>,
    /// The canonical user id of the caller's account, where it is given.
    pub canonical_user_id: Option<String>,
    /// What is asked.
    pub asked: Asked,
    /// To what; never empty. Each is a check of its own.
    pub resources: Vec<Resource>,
    /// The owner of the resources, where it is given.
    pub resource_account: Option<AccountId>,
    /// The kind of VPC endpoint, where it is given.
    pub endpoint: Option<EndpointKind>,
    /// The edition of the catalog, where it is given.
    pub edition: Option<EditionId>,
    /// The condition keys that are given.
    pub context: Context,
    /// Whether further keys are derived.
    pub context_source: ContextSource,
    /// Whether the caller's account administers the owner's organization.
    pub organization: OrganizationAuthority,
    /// Where the parts of the call stand.
    pub places: Places,
}

impl Call {
    /// A call with the defaults of a scenario.
    #[must_use]
    pub fn new(principal: Principal, asked: Asked, resource: Resource) -> Self {
        Self {
            principal,
            credentials: None,
            canonical_user_id: None,
            asked,
            resources: vec![resource],
            resource_account: None,
            endpoint: None,
            edition: None,
            context: Context::new(),
            context_source: ContextSource::default(),
            organization: OrganizationAuthority::default(),
            places: Places::default(),
        }
    }
}

/// Where the parts of a call stand; what was derived stands nowhere.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Places {
    /// The whole request.
    pub request: Option<Location>,
    /// The principal.
    pub principal: Option<Location>,
    /// The action or operation.
    pub action: Option<Location>,
    /// The resources, in their order.
    pub resources: Vec<Location>,
    /// The edition.
    pub edition: Option<Location>,
    /// The condition keys.
    pub context: BTreeMap<ContextKey, Location>,
    /// The resource-based policy.
    pub resource_policy: Option<Location>,
    /// The session policies.
    pub session: Option<Location>,
    /// The permissions boundary.
    pub boundary: Option<Location>,
}

/// A policy with its place.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a policy and its place, no more")]
pub struct LoadedPolicy {
    /// The policy under its name.
    pub policy: AttachedPolicy,
    /// Where its document stands.
    pub origin: Origin,
}

/// The policies of one level with their places.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a target and its policies, no more"
)]
pub struct LoadedLevel {
    /// The root, organizational unit or account.
    pub target: Arc<str>,
    /// Its policies.
    pub policies: Vec<LoadedPolicy>,
}

/// Every policy that bears on a call, by layer, with their places; the form of [`PolicySet`].
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "callers fill it; a new layer is a new argument for them"
)]
pub struct Policies {
    /// Identity-based policies.
    pub identity: Vec<LoadedPolicy>,
    /// The permissions boundary; an empty list is set and allows nothing.
    pub boundary: Option<Vec<LoadedPolicy>>,
    /// Session policies; an empty list is set and allows nothing.
    pub session: Option<Vec<LoadedPolicy>>,
    /// The resource-based policy, trust policy or key policy.
    pub resource: Option<LoadedPolicy>,
    /// Service control policies, root first.
    pub service_control: Vec<LoadedLevel>,
    /// Resource control policies, root first.
    pub resource_control: Vec<LoadedLevel>,
    /// The policy of the VPC endpoint; an empty list is set and allows nothing.
    pub endpoint: Option<Vec<LoadedPolicy>>,
}

impl Policies {
    pub(crate) fn to_set(&self) -> PolicySet {
        let list = |list: &[LoadedPolicy]| list.iter().map(|one| one.policy.clone()).collect();
        let levels = |levels: &[LoadedLevel]| {
            levels
                .iter()
                .map(|level| Level::new(level.target.clone(), list(&level.policies)))
                .collect()
        };
        PolicySet {
            identity: list(&self.identity),
            boundary: self.boundary.as_deref().map(list),
            session: self.session.as_deref().map(list),
            resource: self.resource.as_ref().map(|one| one.policy.clone()),
            service_control: levels(&self.service_control),
            resource_control: levels(&self.resource_control),
            endpoint: self.endpoint.as_deref().map(list),
        }
    }

    /// The policy in which a statement stands.
    #[must_use]
    pub fn find(&self, id: StatementId) -> Option<&LoadedPolicy> {
        self.level(id.layer, id.level)?.get(id.policy)
    }

    /// The policies of one level of a layer.
    #[must_use]
    pub fn level(&self, layer: Layer, level: usize) -> Option<&[LoadedPolicy]> {
        match layer {
            Layer::Identity => Some(&self.identity),
            Layer::PermissionsBoundary => self.boundary.as_deref(),
            Layer::Session => self.session.as_deref(),
            Layer::Resource => self.resource.as_ref().map(std::slice::from_ref),
            Layer::VpcEndpoint => self.endpoint.as_deref(),
            Layer::ServiceControl => self
                .service_control
                .get(level)
                .map(|one| one.policies.as_slice()),
            Layer::ResourceControl => self
                .resource_control
                .get(level)
                .map(|one| one.policies.as_slice()),
            _ => None,
        }
    }

    /// The target of the level in which a statement stands.
    #[must_use]
    pub fn target(&self, id: StatementId) -> Option<&Arc<str>> {
        let levels = match id.layer {
            Layer::ServiceControl => &self.service_control,
            Layer::ResourceControl => &self.resource_control,
            _ => return None,
        };
        levels.get(id.level).map(|level| &level.target)
    }

    /// All policies, in layer order.
    pub fn iter(&self) -> impl Iterator<Item = (Layer, &LoadedPolicy)> {
        Layer::ALL.into_iter().flat_map(move |layer| {
            let levels = match layer {
                Layer::ServiceControl => self.service_control.len(),
                Layer::ResourceControl => self.resource_control.len(),
                _ => 1,
            };
            (0..levels)
                .filter_map(move |level| self.level(layer, level))
                .flatten()
                .map(move |loaded| (layer, loaded))
        })
    }
}
