//! Properties of decisions over random questions and policies.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod generator;

use std::collections::BTreeMap;

use generator::policies::{Policy, Statement, limit, statement};
use generator::{Case, case, case_and};
use portcullis_eval::{
    Evaluation, Layer, LayerResult, PrincipalKind, StatementId, Verdict, evaluate, explain,
    missing_context_keys,
};
use portcullis_policy::Effect;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// What must not depend on how policies are written: everything but the places of the statements.
fn outcome(decision: &Evaluation) -> (Verdict, Layer, Vec<LayerResult>, bool) {
    (
        decision.verdict(),
        decision.reason(),
        Layer::ALL.map(|layer| decision.result(layer)).to_vec(),
        decision.is_same_account(),
    )
}

/// The case with a statement put into one of its policies; `None` where it has no policy.
fn with_statement(case: &Case, statement: Statement, policy: Index, place: Index) -> Option<Case> {
    let mut case = case.clone();
    let mut all = case.policies.all_mut();
    if all.is_empty() {
        return None;
    }
    let policy = policy.index(all.len());
    let statements = &mut all[policy].statements;
    let at = place.index(statements.len() + 1);
    statements.insert(at, statement);
    Some(case)
}

/// Every policy with its statements changed.
fn rewritten(case: &Case, change: impl Fn(&[Statement]) -> Vec<Statement>) -> Case {
    let mut case = case.clone();
    for policy in case.policies.all_mut() {
        policy.statements = change(&policy.statements);
    }
    case
}

/// The limits that can be attached, each with a policy in it.
fn attachments(case: &Case, policy: &Policy) -> Vec<(Layer, Case)> {
    let attach = |layer, change: fn(&mut Case, Policy)| {
        let mut changed = case.clone();
        change(&mut changed, policy.clone());
        (layer, changed)
    };
    let mut all = vec![
        attach(Layer::ServiceControl, |case, policy| {
            case.policies.service_control.push([policy].into())
        }),
        attach(Layer::ResourceControl, |case, policy| {
            case.policies.resource_control.push([policy].into())
        }),
    ];
    if case.policies.boundary.is_none() {
        all.push(attach(Layer::PermissionsBoundary, |case, policy| {
            case.policies.boundary = Some([policy].into())
        }));
    }
    if case.policies.session.is_none() {
        all.push(attach(Layer::Session, |case, policy| {
            case.policies.session = Some([policy].into())
        }));
    }
    if case.policies.endpoint.is_none() {
        all.push(attach(Layer::VpcEndpoint, |case, policy| {
            case.policies.endpoint = Some([policy].into())
        }));
    }
    all
}

fn sample<S: Strategy>(strategy: S, count: usize) -> impl Iterator<Item = S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(move |_| strategy.new_tree(&mut runner).unwrap().current())
}

/// The properties are about something only if every verdict is common and every layer decides at times.
#[test]
fn the_generator_makes_every_outcome_common() {
    const COUNT: usize = 4_000;
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<(Verdict, Layer), usize> = BTreeMap::new();
    for case in sample(case(), COUNT) {
        let decision = case.decide();
        *verdicts.entry(decision.verdict()).or_default() += 1;
        *reasons
            .entry((decision.verdict(), decision.reason()))
            .or_default() += 1;
    }
    let share = |count: Option<&usize>| count.copied().unwrap_or_default() * 100 / COUNT;
    for verdict in [
        Verdict::Allowed,
        Verdict::ImplicitlyDenied,
        Verdict::ExplicitlyDenied,
    ] {
        assert!(share(verdicts.get(&verdict)) >= 15, "{verdicts:?}");
    }
    use Layer::{
        Identity, PermissionsBoundary, Resource, ResourceControl, ServiceControl, ServiceRule,
        Session, VpcEndpoint,
    };
    let expected = [
        (Verdict::Allowed, &[ServiceRule, Identity, Resource][..]),
        (
            Verdict::ImplicitlyDenied,
            &[
                ServiceRule,
                ServiceControl,
                VpcEndpoint,
                Identity,
                PermissionsBoundary,
                Session,
                Resource,
            ],
        ),
        (
            Verdict::ExplicitlyDenied,
            &[
                ResourceControl,
                ServiceControl,
                VpcEndpoint,
                Identity,
                PermissionsBoundary,
                Session,
                Resource,
            ],
        ),
    ];
    for (verdict, layers) in expected {
        for layer in layers {
            let count = reasons.get(&(verdict, *layer)).copied().unwrap_or_default();
            assert!(
                count >= COUNT / 250,
                "{verdict} by {layer}: {count} of {COUNT}; {reasons:?}"
            );
        }
    }
    let known: usize = expected.iter().map(|(_, layers)| layers.len()).sum();
    assert_eq!(reasons.len(), known, "nothing else decides: {reasons:?}");
}

/// A session policy is what a federated user has to be given: it is the one limit that can add access.
#[test]
fn only_the_session_policy_of_a_federated_user_adds_access() {
    let mut added = 0;
    for (case, policy) in sample(case_and(limit), 3_000) {
        let before = case.decide().verdict();
        for (layer, changed) in attachments(&case, &policy) {
            if changed.decide().verdict().is_allowed() && !before.is_allowed() {
                let caller = case.request.principal().kind();
                assert_eq!(
                    (layer, caller),
                    (Layer::Session, PrincipalKind::FederatedUser),
                    "{case:?}"
                );
                added += 1;
            }
        }
    }
    assert!(added >= 10, "{added} session policies added access");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decisions_are_deterministic(case in case()) {
        let program = case.program();
        let decision = evaluate(&case.request, &program);
        prop_assert_eq!(&decision, &evaluate(&case.request, &program));
        prop_assert_eq!(&decision, &evaluate(&case.request.clone(), &program.clone()));
        prop_assert_eq!(&decision, &case.decide());
    }

    #[test]
    fn a_trace_says_match_where_the_decision_does(case in case()) {
        let program = case.program();
        let (decision, trace) = explain(&case.request, &program);
        prop_assert_eq!(&decision, &evaluate(&case.request, &program));
        let decides = match decision.verdict() {
            Verdict::ExplicitlyDenied => Effect::Deny,
            _ => Effect::Allow,
        };
        let mut matched: Vec<StatementId> = Vec::new();
        for layer in &trace.layers {
            prop_assert_eq!(layer.result, decision.result(layer.layer));
            let statements = layer.levels.iter().flat_map(|level| &level.policies).flat_map(|policy| &policy.statements);
            for statement in statements {
                prop_assert_eq!(statement.is_match(), !statement.classes.is_empty());
                if statement.is_match() && statement.effect == decides {
                    matched.push(statement.id);
                }
            }
        }
        prop_assert_eq!(matched, decision.matched());
        prop_assert_eq!(trace.layers.is_empty(), trace.service_rule.is_some());
    }

    #[test]
    fn a_deny_never_grants((case, statement) in case_and(statement), policy: Index, place: Index) {
        let denying = Statement { effect: Effect::Deny, ..statement };
        if let Some(changed) = with_statement(&case, denying, policy, place) {
            prop_assert!(!changed.decide().verdict().is_allowed() || case.decide().verdict().is_allowed());
        }
    }

    #[test]
    fn an_allow_never_takes_access_away((case, statement) in case_and(statement), policy: Index, place: Index) {
        let allowing = Statement { effect: Effect::Allow, ..statement };
        if let Some(changed) = with_statement(&case, allowing, policy, place) {
            let (before, after) = (case.decide().verdict(), changed.decide().verdict());
            prop_assert!(after <= before, "{} became {}", before, after);
        }
    }

    #[test]
    fn a_limit_never_adds_access((case, policy) in case_and(limit)) {
        let before = case.decide();
        for (layer, changed) in attachments(&case, &policy) {
            let federated = case.request.principal().kind() == PrincipalKind::FederatedUser;
            if layer == Layer::Session && federated {
                continue;
            }
            let after = changed.decide();
            prop_assert!(!after.verdict().is_allowed() || before.verdict().is_allowed(), "{}", layer);
            // A Deny that matched before still does.
            let denied = before.verdict() == Verdict::ExplicitlyDenied;
            prop_assert!(!denied || after.verdict() == Verdict::ExplicitlyDenied, "{}", layer);
        }
    }

    #[test]
    fn order_changes_nothing(case in case(), turns in 1_usize..4) {
        let turned = |statements: &[Statement]| {
            let mut statements = statements.to_vec();
            for statement in &mut statements {
                statement.principal.entries.reverse();
                statement.action.entries.reverse();
                statement.resource.entries.reverse();
                statement.conditions.iter_mut().for_each(|one| one.values.reverse());
            }
            let count = statements.len().max(1);
            statements.rotate_left(turns % count);
            statements
        };
        let mut changed = rewritten(&case, turned);
        changed.policies.lists_mut().into_iter().for_each(|list| list.reverse());
        changed.policies.service_control.reverse();
        changed.policies.resource_control.reverse();
        let (before, after) = (case.decide(), changed.decide());
        prop_assert_eq!(outcome(&before), outcome(&after));
        prop_assert_eq!(before.matched().len(), after.matched().len());
        let missing = |case: &Case| missing_context_keys(&case.request, &case.program());
        prop_assert_eq!(missing(&case), missing(&changed));
    }

    #[test]
    fn splitting_a_list_of_actions_changes_nothing(case in case()) {
        let split = |statements: &[Statement]| {
            let parts = |one: &Statement| -> Vec<Statement> {
                if one.action.negated {
                    return vec![one.clone()];
                }
                let alone = |entry: &String| {
                    let mut part = one.clone();
                    part.action.entries = vec![entry.clone()];
                    part
                };
                one.action.entries.iter().map(alone).collect()
            };
            statements.iter().flat_map(parts).collect()
        };
        prop_assert_eq!(outcome(&case.decide()), outcome(&rewritten(&case, split).decide()));
    }

    #[test]
    fn doubling_statements_and_policies_changes_nothing(case in case()) {
        let mut changed = rewritten(&case, |statements| [statements, statements].concat());
        for list in changed.policies.lists_mut() {
            *list = [list.as_slice(), list.as_slice()].concat();
        }
        let (before, after) = (case.decide(), changed.decide());
        prop_assert_eq!(outcome(&before), outcome(&after));
        prop_assert!(after.matched().len() >= before.matched().len());
    }

    #[test]
    fn layers_and_verdict_agree(case in case()) {
        let decision = case.decide();
        let results = Layer::ALL.map(|layer| decision.result(layer));
        let denied = results.contains(&LayerResult::ExplicitDeny);
        prop_assert_eq!(denied, decision.verdict() == Verdict::ExplicitlyDenied);
        let reason = decision.result(decision.reason());
        match decision.verdict() {
            Verdict::Allowed => prop_assert_eq!(reason, LayerResult::Allow),
            Verdict::ExplicitlyDenied => {
                prop_assert_eq!(reason, LayerResult::ExplicitDeny);
                prop_assert!(!decision.matched().is_empty());
            }
            Verdict::ImplicitlyDenied => prop_assert!(reason != LayerResult::ExplicitDeny),
        }
        prop_assert!(decision.matched().is_sorted());
    }
}
