//! Answers as JSON: the forms that the `portcullis` command prints.

mod trace;

use portcullis_eval::StatementId;
use portcullis_policy::Effect;
use serde::Serialize;

use crate::answer::{Answer, Check};
use crate::error::ScenarioError;
use crate::finding::Finding;
use crate::model::{Asked, Scenario};
use crate::source::{Location, SourceFile};

pub(crate) use trace::TraceLine;

/// An answer in the form in which it is printed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    decision: &'static str,
    reason: &'static str,
    same_account: bool,
    matched: Vec<MatchedLine>,
    missing_context_keys: Vec<String>,
    findings: Vec<FindingLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checks: Vec<CheckLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<TraceLine>,
}

#[derive(Clone, Debug, Serialize)]
struct MatchedLine {
    layer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    policy: String,
    statement: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    effect: String,
}

/// One check of an operation, or of a call about several resources.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckLine {
    action: String,
    resource: String,
    decision: &'static str,
    reason: &'static str,
    on_behalf: bool,
    matched: Vec<MatchedLine>,
}

#[derive(Clone, Debug, Serialize)]
struct FindingLine {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(flatten)]
    place: PlaceLine,
}

/// Where something stands: the policy, the file if it is not the scenario's, line and column from 1.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct PlaceLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

impl PlaceLine {
    fn new(policy: Option<&str>, location: Option<&Location>, own: Option<&SourceFile>) -> Self {
        let position = location.map(Location::position);
        let file = location.and_then(|location| location.file().name());
        let own = own.and_then(SourceFile::name);
        Self {
            policy: policy.map(str::to_owned),
            file: file
                .filter(|name| own != Some(*name))
                .map(ToString::to_string),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
        }
    }
}

impl FindingLine {
    fn new(finding: &Finding, scenario: &Scenario) -> Self {
        let policy = finding.policy().map(AsRef::as_ref);
        Self {
            code: finding.code(),
            message: finding.message().to_owned(),
            help: finding.help().map(str::to_owned),
            place: PlaceLine::new(policy, finding.location(), Some(&scenario.source)),
        }
    }
}

fn matched(scenario: &Scenario, ids: &[StatementId]) -> Vec<MatchedLine> {
    ids.iter()
        .filter_map(|id| {
            let loaded = scenario.policies.find(*id)?;
            let statement = loaded.policy.document().statements().get(id.statement)?;
            Some(MatchedLine {
                layer: id.layer.as_str(),
                target: scenario.policies.target(*id).map(ToString::to_string),
                policy: loaded.policy.name().to_string(),
                statement: id.statement,
                sid: statement.sid().map(str::to_owned),
                effect: effect(statement.effect()).to_owned(),
            })
        })
        .collect()
}

pub(crate) const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    }
}

impl AnswerLine {
    /// The printed form of a scenario's answer.
    #[must_use]
    pub fn new(scenario: &Scenario, answer: &Answer) -> Self {
        let check = |check: &Check| CheckLine {
            action: check.request.action().to_string(),
            resource: check.request.resource().as_str().to_owned(),
            decision: check.decision.verdict().as_str(),
            reason: check.decision.reason().as_str(),
            on_behalf: check.on_behalf,
            matched: matched(scenario, check.decision.matched()),
        };
        // An operation lists what it was decided as, also where that is one check: its name is not that of the action.
        let operation = matches!(scenario.call.asked, Asked::Operation(..));
        let listed = operation || answer.checks().len() > 1;
        Self {
            id: scenario.id.as_ref().map(ToString::to_string),
            decision: answer.verdict().as_str(),
            reason: answer.reason().as_str(),
            same_account: answer.is_same_account(),
            matched: matched(scenario, answer.matched()),
            missing_context_keys: answer
                .missing_context_keys()
                .iter()
                .map(ToString::to_string)
                .collect(),
            findings: answer
                .findings()
                .iter()
                .map(|one| FindingLine::new(one, scenario))
                .collect(),
            edition: answer.edition().map(ToString::to_string),
            checks: if listed {
                answer.checks().iter().map(check).collect()
            } else {
                Vec::new()
            },
            trace: TraceLine::new(scenario, answer),
        }
    }
}

/// An error in the form in which it is printed in place of an answer.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    error: ErrorBody,
}

#[derive(Clone, Debug, Serialize)]
struct ErrorBody {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(flatten)]
    place: PlaceLine,
}

impl ErrorLine {
    /// The printed form of an error; `source` is the scenario's own file.
    #[must_use]
    pub fn new(id: Option<&str>, error: &ScenarioError, source: Option<&SourceFile>) -> Self {
        let policy = error.policy().map(AsRef::as_ref);
        Self {
            id: id.map(str::to_owned),
            error: ErrorBody {
                code: error.code(),
                message: error.message().to_owned(),
                help: error.help().map(str::to_owned),
                place: PlaceLine::new(policy, error.location(), source),
            },
        }
    }
}
