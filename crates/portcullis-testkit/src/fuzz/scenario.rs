//! Scenarios: what is refused says where and why, what is answered is answered the same with a trace, in print, and by the oracle.

use std::collections::BTreeMap;

use portcullis_oracle::Prepared;
use portcullis_policy::Reading;
use portcullis_scenario::{
    Answer, AnswerLine, ERROR_CODES, ErrorLine, Explanation, Finding, Location, Scenario,
    ScenarioError, Settings,
};
use serde_json::Value;
use serde_json::value::RawValue;

use super::checks::{check_message, check_span};
use crate::call::Call;
use crate::case::{Simulated, Verdicted};

/// Reads the input as a scenario and answers it.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    match Simulated::new(text) {
        Ok(simulated) => {
            check_answer(&simulated.scenario, &simulated.answer);
            ask_oracle(text, &simulated);
        }
        Err(error) => check_error(&error),
    }
}

/// Panics unless an error has a code of the closed list, a message of one line, and a place in a text.
pub(super) fn check_error(error: &ScenarioError) {
    assert!(ERROR_CODES.contains(&error.code()), "{}", error.code());
    check_message(error.message());
    check_message(error);
    error.help().into_iter().for_each(check_message);
    check_place(error.location());
    let line = serde_json::to_string(&ErrorLine::new(None, error, None));
    assert!(
        line.is_ok_and(|line| !line.contains('\n')),
        "an error is no line"
    );
}

/// As [`check_error`].
pub(super) fn check_finding(finding: &Finding) {
    assert!(!finding.code().is_empty());
    check_message(finding.message());
    finding.help().into_iter().for_each(check_message);
    check_place(finding.location());
}

fn check_place(place: Option<&Location>) {
    if let Some(place) = place {
        check_span(place.file().text(), place.span().range());
        let position = place.position();
        assert!(position.line >= 1 && position.column >= 1);
    }
}

/// Panics unless an answer is the same whether or not it is explained, and in print.
pub(super) fn check_answer(scenario: &Scenario, answer: &Answer) {
    answer.findings().iter().for_each(check_finding);
    let mut settings = Settings::default();
    settings.explanation = Explanation::Trace;
    let explained = scenario.answer(&settings);
    let decisions = |answer: &Answer| {
        let checks = answer.checks().iter();
        checks
            .map(|check| check.decision.clone())
            .collect::<Vec<_>>()
    };
    match &explained {
        Ok(explained) => {
            assert_eq!(
                decisions(answer),
                decisions(explained),
                "a trace changes the decision"
            );
            assert_eq!(answer.findings(), explained.findings());
            assert_eq!(
                answer.missing_context_keys(),
                explained.missing_context_keys()
            );
        }
        // An explanation has a bound of its own.
        Err(error) => check_error(error),
    }
    let line = serde_json::to_string(&AnswerLine::new(scenario, answer));
    let value = line.map(|line| serde_json::from_str::<Value>(&line));
    let said = |name: &str| match &value {
        Ok(Ok(value)) => value.get(name).and_then(Value::as_str),
        _ => None,
    };
    assert_eq!(said("decision"), Some(answer.verdict().as_str()));
    assert_eq!(said("reason"), Some(answer.reason().as_str()));
}

/// Panics unless the oracle says the same of the one call that the scenario was shaped into.
fn ask_oracle(text: &str, simulated: &Simulated) {
    let [check] = simulated.answer.checks() else {
        return;
    };
    let members = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(text);
    let policies = members
        .as_ref()
        .ok()
        .and_then(|members| members.get("policies"));
    let policies = policies.map_or("{}", |policies| policies.get());
    let lenient = simulated.scenario.reading == Reading::Lenient;
    let named = simulated.scenario.call.resources.first();
    let call = Call::of(&check.request, named);
    let oracle = Prepared::read(policies, lenient).answer(&call.question());
    let oracle = Verdicted::of_oracle(&oracle);
    assert_eq!(Verdicted::of_decision(&check.decision), oracle, "{call:?}");
}
