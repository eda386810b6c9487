//! Who calls, and what each layer makes of it: EV 1 to EV 3.

use portcullis_eval::{
    Credentials, EndpointKind, Layer, LayerResult, MatchClass, Owner, PrincipalKind,
    ResourceControl, Verdict,
};
use portcullis_policy::Effect;

use super::{AddIf, Decided, Rules};

pub(super) fn add(decided: &Decided<'_>, rules: &mut Rules) {
    callers(decided, rules);
    general(decided, rules);
    service_control(decided, rules);
    resource_control(decided, rules);
    limits(decided, rules);
    endpoint(decided, rules);
}

fn callers(decided: &Decided<'_>, rules: &mut Rules) {
    let principal = decided.request.principal();
    let issued_by_root = principal
        .session_issuer()
        .is_some_and(|issuer| matches!(issuer, portcullis_arn::PrincipalArn::Root(_)));
    let token = decided.request.credentials() == Some(Credentials::SessionToken);
    let linked = principal.is_service_linked_role();
    rules.insert(match decided.caller() {
        PrincipalKind::Root if decided.is_given(Layer::Session) => "EV 2/assume-root",
        PrincipalKind::Root => "EV 2/root",
        PrincipalKind::User if token => "EV 2/session-token",
        PrincipalKind::User => "EV 2/user",
        PrincipalKind::Role | PrincipalKind::RoleSession if linked => "EV 2/service-linked-role",
        PrincipalKind::Role => "EV 2/role-arn",
        PrincipalKind::FederatedUser if issued_by_root => "EV 2/root-federated",
        PrincipalKind::FederatedUser => "EV 2/federated-user",
        PrincipalKind::Service => "EV 2/service",
        PrincipalKind::IdentityProvider => "EV 4.1/federated",
        PrincipalKind::Anonymous => "EV 2/anonymous",
        _ => "EV 2/role-session",
    });
    let session = decided.is_given(Layer::Session);
    let root = decided.caller() == PrincipalKind::Root;
    rules.add_if(root && session, "EV 2/assume-root-arn");
    if linked {
        rules.extend(["EV 2/service-linked-path", "PL 3.2/service-linked-role"]);
        let limits = [Layer::ServiceControl, Layer::ResourceControl];
        let limited = limits.into_iter().any(|layer| decided.is_given(layer));
        rules.add_if(limited, "EV 7.5/service-linked");
    }
    let bounded = decided.is_given(Layer::PermissionsBoundary);
    rules.add_if(session && bounded, "EV 6.3/permissions");
    let unowned = matches!(
        decided.caller(),
        PrincipalKind::Service | PrincipalKind::Anonymous | PrincipalKind::Root
    );
    rules.add_if(
        unowned && decided.is_given(Layer::Identity),
        "EV 2/identity-ignored",
    );
    rules.add_if(
        decided.matching(Layer::Identity, Effect::Allow).count() > 1,
        "EV 2/union",
    );
}

/// A Deny in policies that do not bind the caller has no effect.
fn unbound(decided: &Decided<'_>, rules: &mut Rules) {
    let set = decided.program.policies();
    let levels = [
        (Layer::ServiceControl, &set.service_control),
        (Layer::ResourceControl, &set.resource_control),
    ];
    for (layer, levels) in levels {
        let policies = levels.iter().flat_map(|level| level.policies());
        let mut statements = policies.flat_map(|policy| policy.document().statements());
        let denies = statements.any(|statement| statement.effect() == Effect::Deny);
        let bound = decided.result(layer) != LayerResult::NotApplicable;
        rules.add_if(denies && !bound && decided.is_allowed(), "EV 5.5");
    }
}

fn general(decided: &Decided<'_>, rules: &mut Rules) {
    rules.insert("EV 1.2/results");
    unbound(decided, rules);
    let results = Layer::ALL.map(|layer| decided.result(layer));
    let lacking = results.iter().filter(|r| **r == LayerResult::ImplicitDeny);
    let denied = decided.decision.verdict() == Verdict::ImplicitlyDenied;
    rules.add_if(denied && lacking.count() > 1, "EV 1.2/order");
    let both = |layer| {
        decided.result(layer) == LayerResult::ExplicitDeny
            && decided.has_match(layer, Effect::Allow)
    };
    rules.add_if(Layer::ALL.into_iter().any(both), "EV 3/deny-first");
    let explicit = decided.decision.verdict() == Verdict::ExplicitlyDenied;
    if explicit {
        rules.extend(["EV 4.1/explicit-deny", "EV 5.4"]);
    }
    let service_rule = decided.decision.reason() == Layer::ServiceRule;
    rules.add_if(service_rule, "EV 4.1/service-rule-first");
    rules.add_if(
        matches!(decided.request.owner(), Owner::Aws),
        "EV 4.1/aws-owned",
    );
}

fn service_control(decided: &Decided<'_>, rules: &mut Rules) {
    const SCP: Layer = Layer::ServiceControl;
    if !decided.is_given(SCP) {
        rules.insert("EV 3.1.10");
        return;
    }
    let kind = decided.caller();
    let linked = decided.request.principal().is_service_linked_role();
    let result = decided.result(SCP);
    let service_rule = decided.decision.reason() == Layer::ServiceRule;
    let free = linked || matches!(kind, PrincipalKind::Service | PrincipalKind::Anonymous);
    rules.add_if(free && !service_rule, "EV 3.1.7");
    if let Some(traced) = decided.layer(SCP) {
        let levels = traced.levels.iter().map(|level| traced.result_of(level));
        let levels: Vec<LayerResult> = levels.collect();
        let several = levels.len() > 1;
        rules.add_if(several && result == LayerResult::Allow, "EV 3.1.1");
        rules.add_if(result == LayerResult::ImplicitDeny, "EV 3.1.2");
        rules.add_if(result == LayerResult::ExplicitDeny, "EV 3.1.3");
        let blocked = levels.first() == Some(&LayerResult::ImplicitDeny);
        rules.add_if(blocked && several, "EV 3.1.4");
    }
    let lacking = decided.decision.verdict() == Verdict::ImplicitlyDenied;
    rules.add_if(lacking && result == LayerResult::Allow, "EV 3.1.5");
    let bound = matches!(
        kind,
        PrincipalKind::Root | PrincipalKind::User | PrincipalKind::RoleSession
    );
    rules.add_if(bound && result == LayerResult::ExplicitDeny, "EV 3.1.6");
    let decides = decided.decision.reason() == SCP;
    rules.add_if(decides && decided.is_cross_account(), "EV 3.1.8");
}

fn resource_control(decided: &Decided<'_>, rules: &mut Rules) {
    const RCP: Layer = Layer::ResourceControl;
    if !decided.is_given(RCP) {
        return;
    }
    let kind = decided.caller();
    let result = decided.result(RCP);
    let service_rule = decided.decision.reason() == Layer::ServiceRule;
    let denies = result == LayerResult::ExplicitDeny;
    rules.add_if(
        result == LayerResult::Allow && !decided.has_match(RCP, Effect::Allow),
        "EV 3.2/implied-full-access",
    );
    rules.add_if(denies && decided.is_cross_account(), "EV 3.2.1");
    let whoever = matches!(kind, PrincipalKind::Root | PrincipalKind::Anonymous);
    rules.add_if(
        denies && (whoever || decided.is_cross_account()),
        "EV 3.2.2",
    );
    rules.add_if(denies && kind == PrincipalKind::Service, "EV 3.2.5");
    let spared = result == LayerResult::NotApplicable && !service_rule;
    let reached = decided.request.resource_control() == ResourceControl::Applicable;
    let owned = matches!(decided.request.owner(), Owner::Account(_));
    rules.add_if(spared && reached && owned, "EV 3.2.3");
    rules.add_if(spared && !reached, "EV 3.2.4");
}

fn limits(decided: &Decided<'_>, rules: &mut Rules) {
    use LayerResult::{Allow, ImplicitDeny};
    let boundary = decided.result(Layer::PermissionsBoundary);
    let session = decided.result(Layer::Session);
    let identity = decided.result(Layer::Identity);
    let kind = decided.caller();
    let role = matches!(kind, PrincipalKind::Role | PrincipalKind::RoleSession);
    let federated = kind == PrincipalKind::FederatedUser;
    rules.add_if(
        boundary == ImplicitDeny && identity == Allow,
        "EV 3.3/bounds",
    );
    rules.add_if(
        boundary == Allow && identity == ImplicitDeny,
        "EV 3.3/bounds",
    );
    let given = decided.is_given(Layer::PermissionsBoundary);
    rules.add_if(!given && identity == Allow, "EV 3.3/none");
    rules.add_if(
        boundary == ImplicitDeny && (role || federated),
        "EV 3.3/role",
    );
    let passed = decided.is_given(Layer::Session);
    rules.add_if(
        session == ImplicitDeny && identity == Allow && passed,
        "EV 3.4/intersection",
    );
    rules.add_if(
        session == Allow && identity == ImplicitDeny,
        "EV 3.4/intersection",
    );
    let several = decided.program.policies().session.as_ref();
    let several = several.is_some_and(|policies| policies.len() > 1);
    rules.add_if(several && session == Allow, "EV 3.4/union");
    rules.add_if(role && !passed && decided.is_allowed(), "EV 3.4/not-passed");
    rules.add_if(federated && !passed, "EV 3.4/federated");
}

fn endpoint(decided: &Decided<'_>, rules: &mut Rules) {
    const VPCE: Layer = Layer::VpcEndpoint;
    if !decided.is_given(VPCE) {
        rules.insert("EV 3.5/default");
        return;
    }
    let result = decided.result(VPCE);
    rules.add_if(result == LayerResult::ImplicitDeny, "EV 3.5/filter");
    rules.add_if(decided.caller() == PrincipalKind::Service, "EV 3.5/service");
    rules.add_if(decided.has_match(VPCE, Effect::Deny), "EV 3.5/deny");
    let gateway = decided.request.endpoint() == EndpointKind::Gateway;
    // Principal, action, resource and conditions match; whether the class counts is another matter.
    for statement in decided.matching(VPCE, Effect::Allow) {
        for class in statement.classes.iter() {
            rules.insert(match (gateway, class) {
                (true, MatchClass::Wildcard) => "EV 3.5/gateway-wildcard",
                (true, MatchClass::Account) => "EV 3.5/gateway-account",
                (true, _) => "EV 3.5/gateway-other",
                (false, MatchClass::Wildcard) => "EV 3.5/interface-wildcard",
                (false, MatchClass::Account) => "EV 3.5/interface-account",
                (false, _) => "EV 3.5/interface-other",
            });
        }
    }
    let account = rules.contains("EV 3.5/gateway-account");
    rules.add_if(account, "PL 2.1/note-2");
    let uncounted = decided.statements(VPCE).any(|statement| {
        let only = statement.mismatches.as_slice();
        matches!(only, [one] if one.element == portcullis_eval::Element::Principal && one.note.is_some())
    });
    rules.add_if(gateway && uncounted, "EV 3.5/gateway-other");
}
