//! The layers of one request: which apply, the policies in them, and what they say.

use alloc::vec::Vec;

use portcullis_policy::{Document, Effect, PolicyKind, Statement};

use crate::caller::Caller;
use crate::{
    AttachedPolicy, EndpointKind, Layer, LayerResult, Level, MatchClass, MatchClasses, PolicySet,
    PrincipalKind, Program, Request, ResourceControl, StatementId, services, statement,
};

/// The policies of one layer, as far as the layer applies to a request.
pub(crate) enum Policies<'a> {
    /// The layer does not apply.
    NotApplicable,
    /// The layer has an answer without policies.
    Fixed(LayerResult),
    /// Policies that are unioned.
    List(&'a [AttachedPolicy]),
    /// Levels, each of which must allow.
    Levels(&'a [Level]),
}

/// Which layers a policy set has, and the kind of its resource-based policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Presence {
    resource_control: bool,
    service_control: bool,
    endpoint: bool,
    pub(crate) boundary: bool,
    pub(crate) session: bool,
    resource: Option<PolicyKind>,
}

impl Presence {
    #[inline]
    pub(crate) fn of(set: &PolicySet) -> Self {
        Self {
            resource_control: !set.resource_control.is_empty(),
            service_control: !set.service_control.is_empty(),
            endpoint: set.endpoint.is_some(),
            boundary: set.boundary.is_some(),
            session: set.session.is_some(),
            resource: set.resource.as_ref().map(|one| one.document().kind()),
        }
    }
}

/// Whether a layer has a say in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applies {
    No,
    /// It has an answer without policies.
    Fixed(LayerResult),
    /// Its policies say it.
    Yes,
}

impl Applies {
    /// Whether a layer has a say in a request.
    ///
    /// # Source
    /// EV 2, 3: which policies apply to which principal.
    pub(crate) fn of(layer: Layer, request: &Request, has: &Presence) -> Self {
        let applies = match layer {
            Layer::ServiceRule => false,
            Layer::ResourceControl => has.resource_control && resource_control(request),
            Layer::ServiceControl => has.service_control && service_control(request),
            Layer::VpcEndpoint => has.endpoint && passes_endpoints(request),
            Layer::Identity => return identity(request),
            Layer::PermissionsBoundary => has.boundary,
            Layer::Session => {
                // A federated user always has a session policy; without one the session has no permissions.
                if !has.session && request.facts.kind == PrincipalKind::FederatedUser {
                    return Self::Fixed(LayerResult::ImplicitDeny);
                }
                has.session
            }
            Layer::Resource => has.resource.is_some_and(|kind| {
                !request.facts.owned_by_aws && services::consults(request, kind)
            }),
        };
        if applies { Self::Yes } else { Self::No }
    }
}

impl<'a> Policies<'a> {
    /// The policies of a layer for a request.
    pub(crate) fn of(layer: Layer, request: &Request, program: &'a Program) -> Self {
        let set = program.policies();
        match Applies::of(layer, request, &Presence::of(set)) {
            Applies::No => return Self::NotApplicable,
            Applies::Fixed(result) => return Self::Fixed(result),
            Applies::Yes => {}
        }
        match layer {
            Layer::ServiceRule => Self::NotApplicable,
            Layer::ResourceControl => Self::Levels(&set.resource_control),
            Layer::ServiceControl => Self::Levels(&set.service_control),
            Layer::VpcEndpoint => Self::List(set.endpoint.as_deref().unwrap_or_default()),
            Layer::Identity => Self::List(&set.identity),
            Layer::PermissionsBoundary => Self::List(set.boundary.as_deref().unwrap_or_default()),
            Layer::Session => Self::List(set.session.as_deref().unwrap_or_default()),
            Layer::Resource => Self::List(set.resource.as_slice()),
        }
    }

    /// Every statement of the layer with its place.
    pub(crate) fn statements(
        &self,
        layer: Layer,
    ) -> impl Iterator<Item = (StatementId, &'a Document, &'a Statement)> {
        self.levels().flat_map(move |(level, policies)| {
            policies
                .iter()
                .enumerate()
                .flat_map(move |(policy, attached)| {
                    let document: &'a Document = attached.document();
                    document
                        .statements()
                        .iter()
                        .enumerate()
                        .map(move |(index, statement)| {
                            let id = StatementId {
                                layer,
                                level,
                                policy,
                                statement: index,
                            };
                            (id, document, statement)
                        })
                })
        })
    }

    /// The levels of the layer; a layer without levels is one.
    pub(crate) fn levels(&self) -> impl Iterator<Item = (usize, &'a [AttachedPolicy])> {
        let (list, levels): (Option<&'a [AttachedPolicy]>, &'a [Level]) = match *self {
            Self::List(list) => (Some(list), &[]),
            Self::Levels(levels) => (None, levels),
            Self::NotApplicable | Self::Fixed(_) => (None, &[]),
        };
        list.into_iter()
            .map(|list| (0, list))
            .chain(levels.iter().map(Level::policies).enumerate())
    }
}

/// Services do not come through an endpoint of the caller, and only trust policies and resource control policies bear on the
/// holder of an assertion or token.
///
/// # Source
/// EV 2, 4.6.
const fn passes_endpoints(request: &Request) -> bool {
    !matches!(
        request.facts.kind,
        PrincipalKind::Service | PrincipalKind::IdentityProvider
    )
}

fn resource_control(request: &Request) -> bool {
    request.resource_control == ResourceControl::Applicable
        && !request.facts.owned_by_aws
        && !request.facts.is_service_linked_role
        && !services::escapes_resource_control(request)
}

fn service_control(request: &Request) -> bool {
    request.facts.has_account && !request.facts.is_service_linked_role
}

fn identity(request: &Request) -> Applies {
    match request.facts.kind {
        PrincipalKind::Anonymous | PrincipalKind::Service | PrincipalKind::IdentityProvider => {
            Applies::No
        }
        PrincipalKind::Root => Applies::Fixed(LayerResult::Allow),
        PrincipalKind::FederatedUser if request.principal().is_issued_by_root() => {
            Applies::Fixed(LayerResult::Allow)
        }
        _ => Applies::Yes,
    }
}

/// What a layer said about a request, and through which statements.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) result: LayerResult,
    pub(crate) allows: Vec<StatementId>,
    /// How directly each of them names the caller.
    pub(crate) allow_classes: Vec<MatchClasses>,
    pub(crate) denies: Vec<StatementId>,
    /// The classes of all matching Allow statements.
    pub(crate) classes: MatchClasses,
}

impl Outcome {
    pub(crate) fn of(layer: Layer, caller: Caller<'_>, program: &Program) -> Self {
        let policies = Policies::of(layer, caller.request, program);
        let mut outcome = Self::default();
        for (id, document, one) in policies.statements(layer) {
            let classes = statement::matches(document, one, caller);
            let counted = counted(layer, one.effect(), classes, caller.request);
            if counted.is_empty() {
                continue;
            }
            match one.effect() {
                Effect::Deny => outcome.denies.push(id),
                Effect::Allow => {
                    outcome.allows.push(id);
                    outcome.allow_classes.push(counted);
                    outcome.classes = outcome.classes.union(counted);
                }
            }
        }
        outcome.result = outcome.combine(layer, &policies);
        outcome
    }

    fn combine(&self, layer: Layer, policies: &Policies<'_>) -> LayerResult {
        let allowed = match policies {
            Policies::NotApplicable => return LayerResult::NotApplicable,
            Policies::Fixed(result) => return *result,
            Policies::List(_) => !self.allows.is_empty(),
            // RCPFullAWSAccess is attached at every level and cannot be detached.
            Policies::Levels(_) if layer == Layer::ResourceControl => true,
            Policies::Levels(levels) => (0..levels.len())
                .all(|level| self.allows.iter().any(|statement| statement.level == level)),
        };
        if !self.denies.is_empty() {
            LayerResult::ExplicitDeny
        } else if allowed {
            LayerResult::Allow
        } else {
            LayerResult::ImplicitDeny
        }
    }
}

/// The classes that count in a layer: in the policy of a gateway endpoint an Allow counts for `*`, and for an account's root
/// user where it names the account.
///
/// # Source
/// AWS PrivateLink Guide, control access to VPC endpoints using endpoint policies; EV 3.5.
pub(crate) fn counted(
    layer: Layer,
    effect: Effect,
    classes: MatchClasses,
    request: &Request,
) -> MatchClasses {
    let gateway = layer == Layer::VpcEndpoint && request.endpoint == EndpointKind::Gateway;
    if !gateway || effect == Effect::Deny {
        return classes;
    }
    let root = request.facts.kind == PrincipalKind::Root;
    let counts =
        classes.contains(MatchClass::Wildcard) || (root && classes.contains(MatchClass::Account));
    if counts { classes } else { MatchClasses::NONE }
}
