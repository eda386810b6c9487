//! Every case of the corpus gives what it expects, and a trace never changes a decision.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its cases has to fail"
)]

use std::sync::Arc;

use portcullis_scenario::{Explanation, Scenario, Settings, SourceFile};
use portcullis_testkit::corpus::{Beside, cases};

/// The ways in which one case misses its expectation.
fn misses(source: &Arc<SourceFile>) -> Vec<String> {
    let (id, expectation) = Scenario::heading(source);
    let id = id.unwrap_or_default();
    let Some(expectation) = expectation else {
        return vec![format!("{id}: no expectation")];
    };
    let settings = Settings::default();
    let (answer, scenario) = match Scenario::read(source.clone(), &Beside::of(source)) {
        Ok(scenario) => (scenario.answer(&settings), Some(scenario)),
        Err(error) => (Err(error), None),
    };
    let misses = expectation.misses(scenario.as_ref(), &answer);
    let mut misses: Vec<String> = misses.iter().map(|miss| format!("{id}: {miss}")).collect();
    if let (Some(scenario), Ok(answer)) = (&scenario, &answer) {
        let mut settings = Settings::default();
        settings.explanation = Explanation::Trace;
        let explained = scenario.answer(&settings).unwrap();
        for (plain, explained) in answer.checks().iter().zip(explained.checks()) {
            if plain.decision != explained.decision {
                misses.push(format!("{id}: the trace changed the decision"));
            }
        }
    }
    misses
}

#[test]
fn every_case_gives_what_it_expects() {
    let cases = cases().unwrap();
    assert!(
        cases.len() >= 10_000,
        "only {} cases were found",
        cases.len()
    );
    let all: Vec<String> = cases.iter().flat_map(misses).collect();
    assert!(
        all.is_empty(),
        "{} misses in {} cases:\n{}",
        all.len(),
        cases.len(),
        all.join("\n")
    );
}
