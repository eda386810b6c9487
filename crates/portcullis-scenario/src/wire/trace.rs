//! The trace as data, after the fields of AWS's request authorization details.
//!
//! A check is one layer, or one level of one: AWS's `checkType` and `evaluatedEffect` stand beside the layer's own name and
//! result. Beyond AWS, every statement is listed, and for each element that failed the patterns, the value and their places.

use std::collections::BTreeMap;

use portcullis_eval::{
    Element, Found, Layer, LayerResult, LayerTrace, LevelTrace, Mismatch, PolicyTrace,
    StatementTrace, Verdict,
};
use portcullis_json::Span;
use serde::Serialize;

use super::{PlaceLine, effect};
use crate::answer::{Answer, Check};
use crate::model::{LoadedPolicy, Scenario};
use crate::source::Location;

/// The trace of an answer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TraceLine {
    evaluations: Vec<EvaluationLine>,
    policies: Vec<PolicyLine>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EvaluationLine {
    action: String,
    resource: String,
    context: BTreeMap<String, Vec<String>>,
    evaluated_effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_rule: Option<&'static str>,
    checks: Vec<CheckLine>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckLine {
    check_type: &'static str,
    layer: &'static str,
    result: &'static str,
    evaluated_effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_arn: Option<String>,
    relevant_policy_types: Vec<&'static str>,
    matched_policies: Vec<MatchedPolicyLine>,
    statements: Vec<StatementLine>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MatchedPolicyLine {
    uri: String,
    matched_statements: Vec<MatchedStatementLine>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MatchedStatementLine {
    statement: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    evaluated_effect: &'static str,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatementLine {
    statement: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    effect: &'static str,
    matched: bool,
    #[serde(flatten)]
    place: PlaceLine,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    principal_match: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mismatches: Vec<MismatchLine>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MismatchLine {
    element: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(flatten)]
    place: PlaceLine,
    patterns: Vec<PatternLine>,
    found: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found_at: Option<PlaceLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unresolved_variables: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
struct PatternLine {
    text: String,
    #[serde(flatten)]
    place: PlaceLine,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicyLine {
    uri: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    place: PlaceLine,
}

impl TraceLine {
    pub(super) fn new(scenario: &Scenario, answer: &Answer) -> Option<Self> {
        answer.deciding().trace.as_ref()?;
        let call = &scenario.call;
        let resources = call.resources.iter().zip(&call.places.resources);
        let writer = Writer {
            scenario,
            resources: resources
                .map(|(one, place)| (one.as_str(), place))
                .collect(),
        };
        Some(Self {
            evaluations: answer
                .checks()
                .iter()
                .map(|check| writer.evaluation(check))
                .collect(),
            policies: writer.policies(),
        })
    }
}

/// AWS's name of a layer's check.
const fn check_type(layer: Layer) -> &'static str {
    match layer {
        Layer::ResourceControl => "RESOURCE_CONTROL_POLICY",
        Layer::ServiceControl => "SERVICE_CONTROL_POLICY",
        Layer::VpcEndpoint => "VPC_ENDPOINT",
        Layer::Identity => "PRINCIPAL",
        Layer::PermissionsBoundary => "PERMISSIONS_BOUNDARY",
        Layer::Session => "SESSION",
        Layer::Resource => "RESOURCE",
        _ => "SERVICE_RULE",
    }
}

/// AWS's name of a layer's policies.
const fn policy_type(layer: Layer) -> &'static str {
    match layer {
        Layer::ResourceControl => "RESOURCE_CONTROL_POLICY",
        Layer::ServiceControl => "SERVICE_CONTROL_POLICY",
        Layer::VpcEndpoint => "VPC_ENDPOINT_POLICY",
        Layer::PermissionsBoundary => "PERMISSIONS_BOUNDARY",
        Layer::Session => "SESSION_POLICY",
        Layer::Resource => "RESOURCE_BASED_POLICY",
        _ => "IDENTITY_BASED_POLICY",
    }
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "ALLOW",
        Verdict::ExplicitlyDenied => "EXPLICIT_DENY",
        Verdict::ImplicitlyDenied => "IMPLICIT_DENY",
    }
}

/// A missing Allow has no impact where another path allowed.
const fn evaluated(result: LayerResult, outcome: Verdict) -> &'static str {
    match (result, outcome) {
        (LayerResult::Allow, _) => "ALLOW",
        (LayerResult::ExplicitDeny, _) => "EXPLICIT_DENY",
        (LayerResult::NotApplicable, _) | (LayerResult::ImplicitDeny, Verdict::Allowed) => {
            "NO_IMPACT"
        }
        (LayerResult::ImplicitDeny, _) => "IMPLICIT_DENY",
    }
}

struct Writer<'a> {
    scenario: &'a Scenario,
    /// Where each resource stands.
    resources: BTreeMap<&'a str, &'a Location>,
}

impl Writer<'_> {
    fn evaluation(&self, check: &Check) -> EvaluationLine {
        let request = &check.request;
        let outcome = check.decision.verdict();
        let trace = check.trace.as_ref();
        let context = request.context().iter().map(|(key, value)| {
            (
                key.to_string(),
                value.values().iter().map(ToString::to_string).collect(),
            )
        });
        EvaluationLine {
            action: request.action().to_string(),
            resource: request.resource().as_str().to_owned(),
            context: context.collect(),
            evaluated_effect: verdict(outcome),
            service_rule: trace.and_then(|trace| trace.service_rule),
            checks: trace
                .iter()
                .flat_map(|trace| &trace.layers)
                .flat_map(|layer| self.layer(layer, outcome))
                .collect(),
        }
    }

    fn layer(&self, layer: &LayerTrace, outcome: Verdict) -> Vec<CheckLine> {
        let line = |level: Option<(usize, &LevelTrace)>| {
            let policies = level
                .map(|(_, level)| level.policies.as_slice())
                .unwrap_or_default();
            let result = level.map_or(layer.result, |(_, level)| layer.result_of(level));
            CheckLine {
                check_type: check_type(layer.layer),
                layer: layer.layer.as_str(),
                result: result.as_str(),
                evaluated_effect: evaluated(result, outcome),
                target_arn: level
                    .and_then(|(_, level)| level.target.as_ref())
                    .map(ToString::to_string),
                relevant_policy_types: vec![policy_type(layer.layer)],
                matched_policies: policies.iter().filter_map(matched_policy).collect(),
                statements: policies
                    .iter()
                    .flat_map(|policy| policy.statements.iter().map(move |one| (policy, one)))
                    .map(|(policy, statement)| self.statement(policy, statement))
                    .collect(),
            }
        };
        if layer.levels.is_empty() {
            return vec![line(None)];
        }
        layer
            .levels
            .iter()
            .enumerate()
            .map(|level| line(Some(level)))
            .collect()
    }

    fn statement(&self, policy: &PolicyTrace, trace: &StatementTrace) -> StatementLine {
        let loaded = self.scenario.policies.find(trace.id);
        let place =
            |span: Span, named: bool| self.place(loaded, span, named.then_some(&*policy.name));
        StatementLine {
            statement: trace.id.statement,
            sid: sid(policy, trace),
            effect: effect(trace.effect),
            matched: trace.is_match(),
            place: place(trace.span, true),
            principal_match: trace
                .classes
                .iter()
                .map(portcullis_eval::MatchClass::as_str)
                .collect(),
            mismatches: trace
                .mismatches
                .iter()
                .map(|mismatch| self.mismatch(mismatch, &|span| place(span, false)))
                .collect(),
        }
    }

    fn mismatch(&self, mismatch: &Mismatch, place: &dyn Fn(Span) -> PlaceLine) -> MismatchLine {
        let pattern = |pattern: &portcullis_eval::Pattern| PatternLine {
            text: pattern.text.to_string(),
            place: place(pattern.span),
        };
        let (key, found) = match &mismatch.found {
            Found::Context { key, values } => {
                let values = values.as_ref();
                (
                    Some(key.to_string()),
                    values.map(|all| all.iter().map(ToString::to_string).collect()),
                )
            }
            Found::Principal(text) | Found::Action(text) | Found::Resource(text) => {
                (None, Some(vec![text.clone()]))
            }
            _ => (None, None),
        };
        let found_at = self.found_at(&mismatch.found);
        MismatchLine {
            element: element(mismatch.element),
            name: mismatch.name.to_string(),
            key,
            place: place(mismatch.span),
            patterns: mismatch.patterns.iter().map(pattern).collect(),
            found,
            found_at: found_at
                .map(|location| PlaceLine::new(None, Some(location), Some(&self.scenario.source))),
            unresolved_variables: mismatch
                .unresolved
                .iter()
                .map(ToString::to_string)
                .collect(),
            note: mismatch.note,
        }
    }

    /// Where the value stands in the scenario; a derived one stands nowhere.
    fn found_at(&self, found: &Found) -> Option<&Location> {
        let places = &self.scenario.call.places;
        match found {
            Found::Principal(_) => places.principal.as_ref(),
            Found::Action(_) => places.action.as_ref(),
            // A `*` in place of an ARN stands nowhere itself.
            Found::Resource(text) => self
                .resources
                .get(text.as_str())
                .copied()
                .or(places.resources.first()),
            Found::Context { key, .. } => places.context.get(key),
            _ => None,
        }
    }

    fn place(&self, loaded: Option<&LoadedPolicy>, span: Span, policy: Option<&str>) -> PlaceLine {
        let location = loaded.map(|loaded| loaded.origin.locate(span));
        PlaceLine::new(policy, location.as_ref(), Some(&self.scenario.source))
    }

    fn policies(&self) -> Vec<PolicyLine> {
        let line = |(layer, loaded): (Layer, &LoadedPolicy)| PolicyLine {
            uri: loaded.policy.name().to_string(),
            kind: policy_type(layer),
            place: self.place(Some(loaded), loaded.policy.document().span(), None),
        };
        self.scenario.policies.iter().map(line).collect()
    }
}

fn matched_policy(policy: &PolicyTrace) -> Option<MatchedPolicyLine> {
    let matched: Vec<MatchedStatementLine> = policy
        .statements
        .iter()
        .filter(|statement| statement.is_match())
        .map(|statement| MatchedStatementLine {
            statement: statement.id.statement,
            sid: sid(policy, statement),
            evaluated_effect: match statement.effect {
                portcullis_policy::Effect::Allow => "ALLOW",
                portcullis_policy::Effect::Deny => "DENY",
            },
        })
        .collect();
    (!matched.is_empty()).then(|| MatchedPolicyLine {
        uri: policy.name.to_string(),
        matched_statements: matched,
    })
}

fn sid(policy: &PolicyTrace, trace: &StatementTrace) -> Option<String> {
    let statement = policy.document.statements().get(trace.id.statement)?;
    statement.sid().map(str::to_owned)
}

const fn element(element: Element) -> &'static str {
    match element {
        Element::Principal => "Principal",
        Element::Action => "Action",
        Element::Resource => "Resource",
        Element::Condition => "Condition",
    }
}
