//! How a decision is reached: EV 4.1 to EV 4.5.

use portcullis_eval::{
    Layer, LayerResult, MatchClass, Owner, PrincipalKind, Required, Verdict,
    required_resource_policy,
};
use portcullis_policy::Effect;

use super::{AddIf, Decided, Rules};

pub(super) fn add(decided: &Decided<'_>, rules: &mut Rules) {
    let rbp = Layer::Resource;
    let reason = decided.decision.reason();
    if reason == Layer::ServiceRule {
        return;
    }
    let guards = [
        Layer::ResourceControl,
        Layer::ServiceControl,
        Layer::VpcEndpoint,
    ];
    let implicit = decided.decision.verdict() == Verdict::ImplicitlyDenied;
    if implicit && guards.contains(&reason) {
        rules.insert("EV 4.1/guard-rails");
        rules.add_if(decided.has_match(rbp, Effect::Allow), "EV 4.2/guard-rails");
        return;
    }
    let classes = classes(decided);
    let granted = !classes.is_empty();
    if decided.decision.verdict() == Verdict::ExplicitlyDenied {
        rules.add_if(granted, "EV 4.2/deny-wins");
        let wide = classes.contains(&MatchClass::Wildcard);
        let idp = decided.result(Layer::Identity) == LayerResult::ExplicitDeny;
        rules.add_if(wide && idp, "EV 4.2/note-4");
        return;
    }
    match decided.caller() {
        PrincipalKind::Anonymous => {
            rules.extend(["EV 4.1/anonymous", "EV 4.4/anonymous"]);
            return;
        }
        PrincipalKind::Service => {
            rules.extend(["EV 4.1/service", "EV 4.4/service"]);
            return;
        }
        PrincipalKind::IdentityProvider => return,
        _ => {}
    }
    if matches!(decided.request.owner(), Owner::Aws) {
        rules.insert("EV 8.15");
        return;
    }
    if decided.is_cross_account() {
        cross_account(decided, &classes, rules);
    } else {
        same_account(decided, &classes, rules);
    }
}

/// The classes under which the resource policy allows.
pub(super) fn classes(decided: &Decided<'_>) -> Vec<MatchClass> {
    let mut classes = Vec::new();
    for statement in decided.matching(Layer::Resource, Effect::Allow) {
        classes.extend(statement.classes.iter());
    }
    classes.sort_unstable();
    classes.dedup();
    classes
}

fn cross_account(decided: &Decided<'_>, classes: &[MatchClass], rules: &mut Rules) {
    let side = decided.result(Layer::Identity) == LayerResult::Allow;
    rules.insert("EV 4.1/cross-account");
    rules.add_if(decided.is_allowed() || side, "EV 4.3/both-sides");
    let direct = classes.iter().any(|class| *class != MatchClass::Account);
    rules.add_if(!decided.is_allowed() && direct, "EV 4.3/no-shortcut");
    let root = decided.caller() == PrincipalKind::Root;
    rules.add_if(root && decided.is_allowed(), "EV 4.3/root");
    rules.add_if(
        !decided.is_given(Layer::Resource),
        "EV 4.3/no-resource-policy",
    );
}

fn same_account(decided: &Decided<'_>, classes: &[MatchClass], rules: &mut Rules) {
    use LayerResult::ImplicitDeny;
    rules.insert("EV 4.1/same-account");
    let has = |class| classes.contains(&class);
    let lacks = |layer| decided.result(layer) == ImplicitDeny;
    let (identity, boundary, session) = (
        lacks(Layer::Identity),
        lacks(Layer::PermissionsBoundary),
        lacks(Layer::Session),
    );
    let kind = decided.caller();
    let passed = decided.is_given(Layer::Session);
    rules.add_if(
        has(MatchClass::User) && (identity || boundary),
        "EV 4.2/user",
    );
    rules.add_if(has(MatchClass::FederatingUser), "EV 4.2/federating-user");
    if has(MatchClass::Role) {
        rules.add_if(identity, "EV 4.2/role-identity");
        rules.add_if(boundary, "EV 4.2/role-boundary");
        rules.add_if(session, "EV 4.2/role-session");
        rules.add_if(session, "EV 4.2/note-1");
    }
    if has(MatchClass::Session) {
        let federated = kind == PrincipalKind::FederatedUser;
        rules.add_if(federated, "EV 4.2/federated-session");
        rules.add_if(boundary && !federated, "EV 4.2/session-boundary");
        rules.add_if(session && !federated, "EV 4.2/session-session");
        rules.add_if(session, "EV 4.2/note-3");
    }
    if has(MatchClass::Wildcard) {
        let narrowed = decided.documents().any(|(document, statements)| {
            let written = document.statements().iter().zip(statements);
            let mut written = written.filter(|(_, traced)| traced.is_match());
            written.any(|(statement, traced)| {
                let keys = statement.conditions().iter().map(|one| one.test().key());
                let mut keys = keys.map(portcullis_condition::ContextKey::folded);
                let wide = traced.classes.contains(MatchClass::Wildcard);
                wide && keys.any(|key| key == "aws:principalarn")
            })
        });
        rules.add_if(narrowed && (boundary || session), "EV 4.2/note-2");
        rules.add_if(boundary, "EV 4.2/wildcard-boundary");
        rules.add_if(session && passed, "EV 4.2/wildcard-session");
    }
    if has(MatchClass::Account) {
        let root = kind == PrincipalKind::Root;
        rules.insert(if root {
            "EV 4.2/account-root"
        } else {
            "EV 4.2/account"
        });
    }
    let required = required_resource_policy(decided.request.action(), decided.request.resource());
    if let Some(required) = required {
        rules.insert("EV 4.1/required-policy");
        rules.insert(match required {
            Required::TrustPolicy => "EV 4.5/role",
            _ => "EV 4.5/key",
        });
    }
    let nothing = [Layer::Identity, Layer::Resource];
    let nothing = nothing
        .iter()
        .all(|layer| decided.statements(*layer).all(|s| !s.is_match()));
    rules.add_if(!decided.is_allowed() && nothing, "EV 5.1");
    rules.add_if(decided.is_allowed() && classes.is_empty(), "EV 5.2");
    rules.add_if(boundary || session, "EV 5.3");
    rules.add_if(
        kind == PrincipalKind::Root && decided.is_allowed(),
        "EV 7.1/full-access",
    );
}
