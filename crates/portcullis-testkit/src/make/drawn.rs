//! Made-up calls that reach something that none before them did, made small.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_condition::{Basis, Operand};
use portcullis_eval::{
    Element, Layer, LayerResult, Owner, PrincipalKind, Program, Request, StatementId,
    StatementTrace, decide,
};
use portcullis_policy::{Effect, PrincipalClause};
use serde_json::Value;

use super::draft::slug;
use super::{Draft, Known};
use crate::call::Call;
use crate::case::{Case, Policies};
use crate::differential::shrink;
use crate::generate;
use crate::reach::{Decided, Rules, of_decided};

/// Calls over each set of policies.
const CALLS: usize = 16;
/// The most cases of a topic.
const MOST: usize = 480;

/// What a call reaches: a topic and a signature in it.
type Reached = (&'static str, String);

/// Goes through so many sets of policies of a seed.
pub fn drawn(seed: u64, sets: u64, progress: &dyn Fn(u64, usize)) -> Vec<Draft> {
    let mut seen: BTreeSet<Reached> = BTreeSet::new();
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut drafts = Vec::new();
    for index in 0..sets {
        let batch = generate::batch(seed, index, CALLS);
        let policies = Policies::new(&batch.policies, batch.lenient);
        for call in &batch.calls {
            let case = policies.case(call);
            let Some(case) = scenario_of(case) else {
                continue;
            };
            for reached in reached(&case) {
                let full = counts.get(reached.0).is_some_and(|count| *count >= MOST);
                if full || !seen.insert(reached.clone()) {
                    continue;
                }
                if let Some(draft) = made_small(&case, &reached) {
                    *counts.entry(reached.0).or_default() += 1;
                    drafts.push(draft);
                }
            }
        }
        progress(index, drafts.len());
    }
    drafts
}

/// The case with its call as the catalog shapes it, so that a scenario says all of it; nothing where that is another call.
fn scenario_of(mut case: Case) -> Option<Case> {
    case.call.asked = case.call.asked.take().filter(|_| case.call.resource == "*");
    let simulated = crate::case::Simulated::new(&case.scenario().to_string());
    match simulated {
        Ok(simulated) => {
            let named = simulated.scenario.call.resources.first();
            let shaped = Call::of(&simulated.answer.deciding().request, named);
            (shaped.resource == case.call.resource).then(|| Case {
                call: Call {
                    resource_control: shaped.resource_control,
                    ..case.call.clone()
                },
                ..case.clone()
            })
        }
        Err(error) if error.policy().is_some() => Some(case),
        Err(_) => None,
    }
}

fn made_small(case: &Case, reached: &Reached) -> Option<Draft> {
    let keeps = |case: &Case| self::reached(case).contains(reached).then(String::new);
    let (small, _) = shrink(case.clone(), &keeps);
    // What the catalog shapes otherwise is another case.
    let small = scenario_of(small)?;
    keeps(&small)?;
    let rules = rules_of(&small);
    let rules: Vec<&'static str> = ranked(&rules);
    Some(Draft {
        topic: reached.0,
        name: slug(&reached.1),
        why: reached.1.split_whitespace().collect::<Vec<_>>().join(" "),
        rules: if rules.is_empty() {
            vec!["EV 1.2/results"]
        } else {
            rules
        },
        row: None,
        scenario: lean(small.scenario()),
        known: Known::Nothing,
    })
}

/// The members that say nothing are left out.
fn lean(mut scenario: Value) -> Value {
    if let Some(members) = scenario.as_object_mut()
        && members.get("lenient") == Some(&Value::Bool(false))
    {
        members.remove("lenient");
    }
    let policies = scenario.get("policies").cloned().unwrap_or_default();
    let request = scenario.get_mut("request").and_then(Value::as_object_mut);
    if let Some(request) = request {
        if policies.get("endpoint").is_none() {
            request.remove("endpointKind");
        }
        if request.get("principal") == Some(&Value::from("*")) {
            request.remove("principal");
        }
    }
    scenario
}

fn rules_of(case: &Case) -> Rules {
    let policies = Policies::new(&case.policies, case.lenient);
    let question = policies.question(&case.call);
    question.map_or_else(Rules::new, |(request, program)| {
        of_decided(&Decided::new(&request, program))
    })
}

/// The rules that tell most: not those that nearly every case goes through, unless there is no other, and no more than six.
fn ranked(rules: &Rules) -> Vec<&'static str> {
    let common = [
        "EV 1.2/results",
        "EV 3/statement",
        "PL 1.1.1",
        "PL 1.6/strict",
        "PL 1.6/never",
        "PL 2.1/condition",
        "EV 2/",
        "EV 3.1.10",
        "EV 3.3/none",
        "EV 3.5/default",
        "EV 4.1/same",
        "EV 5.",
        "PL 8.1/no",
        "PL 5.1",
        "PL 6.1.7",
        "PL 1.3.4",
        "PL 4.1/wildcard",
        "EV 3.4/not-passed",
    ];
    let is_common = |rule: &str| common.iter().any(|start| rule.starts_with(start));
    let mut ranked: Vec<&'static str> = rules
        .iter()
        .copied()
        .filter(|rule| !is_common(rule))
        .collect();
    if ranked.is_empty() {
        ranked.extend(rules);
    }
    ranked.truncate(6);
    ranked
}

/// Everything that a case reaches.
fn reached(case: &Case) -> BTreeSet<Reached> {
    let policies = Policies::new(&case.policies, case.lenient);
    let mut reached = BTreeSet::new();
    let Some((request, program)) = policies.question(&case.call) else {
        return reached;
    };
    let decided = Decided::new(&request, program);
    reached.insert(("drawn/layers", layers(&decided, &request)));
    reached.insert(("drawn/grants", grants(&decided, &request, program)));
    reached.insert(("drawn/services", services(&decided, &request)));
    for layer in &decided.trace.layers {
        for policy in layer.levels.iter().flat_map(|level| &level.policies) {
            let statements = policy.document.statements().iter();
            for (statement, traced) in statements.zip(&policy.statements) {
                let place = (&*policy.document, statement, traced);
                let mut found = conditions(&request, place);
                found.extend(elements(&request, place));
                if !found.is_empty() && matters(case, &decided, traced) {
                    reached.extend(found);
                }
            }
        }
    }
    reached
}

/// Whether the outcome is another one without a statement that matches, or with one that does not match made to match.
fn matters(case: &Case, decided: &Decided<'_>, traced: &StatementTrace) -> bool {
    let mut other = case.clone();
    let Some(statement) = written(&mut other.policies, &traced.id) else {
        return false;
    };
    let Some(members) = statement.as_object_mut() else {
        return false;
    };
    if traced.is_match() {
        // What lists no action matches nothing.
        members.remove("NotAction");
        members.insert("Action".to_owned(), Value::Array(Vec::new()));
    }
    for mismatch in &traced.mismatches {
        let (wide, narrow) = match mismatch.element {
            Element::Principal => ("Principal", "NotPrincipal"),
            Element::Action => ("Action", "NotAction"),
            Element::Resource => ("Resource", "NotResource"),
            Element::Condition => ("", "Condition"),
        };
        members.remove(narrow);
        if !wide.is_empty() {
            members.insert(wide.to_owned(), Value::from("*"));
        }
    }
    let policies = Policies::new(&other.policies, other.lenient);
    let question = policies.question(&other.call);
    let verdict = question.map(|(request, program)| decide(&request, program).verdict());
    verdict.is_some_and(|verdict| verdict != decided.decision.verdict())
}

/// A statement where it is written; nothing where the document is given as text.
fn written<'a>(policies: &'a mut Value, id: &StatementId) -> Option<&'a mut Value> {
    let slot = match id.layer {
        Layer::PermissionsBoundary => "boundary",
        Layer::VpcEndpoint => "endpoint",
        layer => layer.as_str(),
    };
    let slot = policies.get_mut(slot)?;
    let policy = match id.layer {
        Layer::ServiceControl | Layer::ResourceControl => slot
            .get_mut(id.level)?
            .get_mut("policies")?
            .get_mut(id.policy)?,
        Layer::Resource => slot,
        _ => slot.get_mut(id.policy)?,
    };
    let document = if policy.get("document").is_some() {
        policy.get_mut("document")?
    } else {
        policy
    };
    match document.get_mut("Statement")? {
        Value::Array(statements) => statements.get_mut(id.statement),
        one => Some(one),
    }
}

type Placed<'a> = (
    &'a portcullis_policy::Document,
    &'a portcullis_policy::Statement,
    &'a StatementTrace,
);

fn caller(request: &Request) -> String {
    let principal = request.principal();
    let of_root = principal
        .session_issuer()
        .is_some_and(|issuer| matches!(issuer, portcullis_arn::PrincipalArn::Root(_)));
    match principal.kind() {
        PrincipalKind::Role | PrincipalKind::RoleSession if principal.is_service_linked_role() => {
            "linked role".to_owned()
        }
        PrincipalKind::FederatedUser if of_root => "federated user of root".to_owned(),
        kind => format!("{kind:?}").to_lowercase(),
    }
}

fn relation(request: &Request) -> &'static str {
    match request.owner() {
        Owner::Aws => "owned by AWS",
        _ if request.principal().account().is_none() => "of no account",
        _ if request.is_same_account() => "same account",
        _ => "other account",
    }
}

/// What every layer says, for a kind of caller.
fn layers(decided: &Decided<'_>, request: &Request) -> String {
    let mut text = format!("{} {}", caller(request), relation(request));
    for layer in Layer::ALL {
        let said = match decided.decision.result(layer) {
            LayerResult::Allow => "allows",
            LayerResult::ImplicitDeny => "lacks",
            LayerResult::ExplicitDeny => "denies",
            _ => continue,
        };
        text.push_str(&format!(" {layer} {said}"));
    }
    text
}

/// Under which classes the resource policy grants, and what comes of it.
fn grants(decided: &Decided<'_>, request: &Request, program: &Program) -> String {
    let classes = |effect| {
        let layers = decided
            .trace
            .layers
            .iter()
            .filter(|layer| layer.layer == Layer::Resource);
        let policies = layers
            .flat_map(|layer| &layer.levels)
            .flat_map(|level| &level.policies);
        let statements = policies.flat_map(|policy| &policy.statements);
        let matching = statements.filter(|one| one.is_match() && one.effect == effect);
        let mut classes: Vec<&str> = matching
            .flat_map(|one| one.classes.iter())
            .map(|class| class.as_str())
            .collect();
        classes.sort_unstable();
        classes.dedup();
        classes.join(" ")
    };
    let kind = program
        .policies()
        .resource
        .as_ref()
        .map(|policy| policy.document().kind());
    let kind = kind.map_or_else(|| "no policy".to_owned(), |kind| format!("{kind:?}"));
    format!(
        "{kind} for {} {} allows {} denies {} so {} by {}",
        caller(request),
        relation(request),
        classes(Effect::Allow),
        classes(Effect::Deny),
        decided.decision.verdict().as_str(),
        decided.decision.reason()
    )
}

/// A service's action, by whom, and what comes of it.
fn services(decided: &Decided<'_>, request: &Request) -> String {
    let credentials = request
        .credentials()
        .map_or_else(String::new, |credentials| format!(" with {credentials:?}"));
    format!(
        "{} by {} {}{credentials} so {} by {}",
        request.action().as_str().to_lowercase(),
        caller(request),
        relation(request),
        decided.decision.verdict().as_str(),
        decided.decision.reason()
    )
}

/// Each condition of a statement that nothing else stops.
fn conditions(request: &Request, (document, statement, traced): Placed<'_>) -> Vec<Reached> {
    let stopped = traced
        .mismatches
        .iter()
        .any(|one| one.element != Element::Condition);
    if stopped {
        return Vec::new();
    }
    let context = request.context();
    let mut reached = Vec::new();
    for condition in statement.conditions() {
        let test = condition.test();
        let outcome = test.outcome(context);
        let value = context.get(test.key());
        let values = value.map_or(0, |value| value.values().len());
        let list = value.is_some_and(portcullis_condition::ContextValue::is_list);
        let basis = match outcome.basis() {
            Basis::KeyAbsent => "no value".to_owned(),
            Basis::NoOperands => "nothing to compare with".to_owned(),
            Basis::SeveralValues => "several values".to_owned(),
            Basis::Value { value, operand } => match operand {
                Some(operand) => format!("value {value} is operand {operand}"),
                None => format!("value {value} is none"),
            },
            Basis::AllValues => "all values".to_owned(),
            _ => "presence".to_owned(),
        };
        let unreadable = test
            .operands()
            .iter()
            .any(|operand| matches!(operand, Operand::Unreadable));
        let variables = test.operands().iter().flat_map(Operand::variables);
        let unresolved = variables
            .clone()
            .any(|variable| variable.resolve(context).is_none());
        let variable = match (variables.count() > 0, unresolved) {
            (false, _) => "",
            (true, false) => " variable",
            (true, true) => " unresolved variable",
        };
        reached.push((
            "drawn/conditions",
            format!(
                "{} {} with {} operands{}{variable} of {values}{} {basis}{}",
                test.operator(),
                if outcome.holds() { "holds" } else { "fails" },
                test.operands().len(),
                if unreadable { " unreadable" } else { "" },
                if list { " in a list" } else { "" },
                if document.version() == portcullis_policy::Version::V2008 {
                    " old version"
                } else {
                    ""
                },
            ),
        ));
    }
    reached
}

/// How a statement names its principal, action and resource, and which of them fails.
fn elements(request: &Request, (document, statement, traced): Placed<'_>) -> Vec<Reached> {
    let mut reached = Vec::new();
    let effect = if statement.effect() == Effect::Deny {
        "denies"
    } else {
        "allows"
    };
    let kind = format!("{:?}", document.kind());
    if let [only] = traced.mismatches.as_slice() {
        let note = only.note.unwrap_or_default();
        let element = match only.element {
            Element::Condition => "a condition",
            _ => &only.name,
        };
        let text = format!("{kind} {effect} but for {element} {note}");
        reached.push(("drawn/mismatches", text));
    }
    let sure = traced
        .mismatches
        .iter()
        .all(|one| one.element == Element::Principal);
    if let PrincipalClause::Any(entries) | PrincipalClause::None(entries) = statement.principal()
        && sure
    {
        let negated = matches!(statement.principal(), PrincipalClause::None(_));
        let mut forms: Vec<String> = entries.iter().map(|entry| form(entry.pattern())).collect();
        forms.sort();
        forms.dedup();
        reached.push((
            "drawn/principals",
            format!(
                "{kind} {effect} {}{} for {} {}",
                if negated { "all but " } else { "" },
                forms.join(" and "),
                caller(request),
                if traced.is_match() {
                    "matches"
                } else {
                    "does not match"
                }
            ),
        ));
    }
    reached
}

fn form(pattern: &portcullis_policy::PrincipalPattern) -> String {
    use portcullis_policy::PrincipalPattern as Pattern;
    match pattern {
        Pattern::Everyone => "everyone".to_owned(),
        Pattern::Account { .. } => "account".to_owned(),
        Pattern::Arn(arn) => match arn {
            portcullis_arn::PrincipalArn::User(_) => "user".to_owned(),
            portcullis_arn::PrincipalArn::Role(_) => "role".to_owned(),
            portcullis_arn::PrincipalArn::AssumedRole(_) => "session".to_owned(),
            _ => "federated user".to_owned(),
        },
        Pattern::UniqueId(_) => "unique id".to_owned(),
        Pattern::Service(_) => "service".to_owned(),
        Pattern::Federated(_) => "provider".to_owned(),
        Pattern::CanonicalUser(_) => "canonical user".to_owned(),
        _ => "nobody".to_owned(),
    }
}
