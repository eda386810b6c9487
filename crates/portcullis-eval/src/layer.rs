//! The layers of one request: which apply, the policies in them, and what they say.

use alloc::vec::Vec;

use portcullis_policy::{Document, Effect, Statement};

use crate::caller::Caller;
use crate::{
    AttachedPolicy, EndpointKind, Layer, LayerResult, Level, MatchClass, MatchClasses, Owner,
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

impl<'a> Policies<'a> {
    /// The policies of a layer for a request.
    ///
    /// # Source
    /// EV 2, 3: which policies apply to which principal.
    pub(crate) fn of(layer: Layer, request: &Request, program: &'a Program) -> Self {
        let set = program.policies();
        match layer {
            Layer::ServiceRule => Self::NotApplicable,
            Layer::ResourceControl => resource_control(request, &set.resource_control),
            Layer::ServiceControl => service_control(request, &set.service_control),
            Layer::VpcEndpoint => match &set.endpoint {
                Some(list) if passes_endpoints(request) => Self::List(list),
                _ => Self::NotApplicable,
            },
            Layer::Identity => identity(request, &set.identity),
            Layer::PermissionsBoundary => set
                .boundary
                .as_deref()
                .map_or(Self::NotApplicable, Self::List),
            Layer::Session => match &set.session {
                Some(list) => Self::List(list),
                // A federated user always has a session policy; without one the session has no permissions.
                None if request.principal().kind() == PrincipalKind::FederatedUser => {
                    Self::Fixed(LayerResult::ImplicitDeny)
                }
                None => Self::NotApplicable,
            },
            Layer::Resource => match &set.resource {
                Some(policy)
                    if request.owner() != Owner::Aws
                        && services::consults(request, policy.document().kind()) =>
                {
                    Self::List(core::slice::from_ref(policy))
                }
                _ => Self::NotApplicable,
            },
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
        request.principal().kind(),
        PrincipalKind::Service | PrincipalKind::IdentityProvider
    )
}

fn resource_control<'a>(request: &Request, levels: &'a [Level]) -> Policies<'a> {
    let applies = !levels.is_empty()
        && request.resource_control == ResourceControl::Applicable
        && request.owner() != Owner::Aws
        && !request.principal().is_service_linked_role()
        && !services::escapes_resource_control(request);
    if applies {
        Policies::Levels(levels)
    } else {
        Policies::NotApplicable
    }
}

fn service_control<'a>(request: &Request, levels: &'a [Level]) -> Policies<'a> {
    let applies = !levels.is_empty()
        && request.principal().account().is_some()
        && !request.principal().is_service_linked_role();
    if applies {
        Policies::Levels(levels)
    } else {
        Policies::NotApplicable
    }
}

fn identity<'a>(request: &Request, list: &'a [AttachedPolicy]) -> Policies<'a> {
    match request.principal().kind() {
        PrincipalKind::Anonymous | PrincipalKind::Service | PrincipalKind::IdentityProvider => {
            Policies::NotApplicable
        }
        PrincipalKind::Root => Policies::Fixed(LayerResult::Allow),
        PrincipalKind::FederatedUser if request.principal().is_issued_by_root() => {
            Policies::Fixed(LayerResult::Allow)
        }
        _ => Policies::List(list),
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
    let root = request.principal().kind() == PrincipalKind::Root;
    let counts =
        classes.contains(MatchClass::Wildcard) || (root && classes.contains(MatchClass::Account));
    if counts { classes } else { MatchClasses::NONE }
}
