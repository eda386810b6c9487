//! Every case of the corpus gives what it expects, and a trace never changes a decision.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its cases has to fail"
)]

use std::sync::Arc;

use portcullis_policy::Reading;
use portcullis_scenario::{
    AnswerLine, ErrorLine, Explanation, Limits, Scenario, ScenarioError, ScenarioReader, Settings,
    SourceFile,
};
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

/// What is printed for a scenario: its answer with a trace, or its error, each with all places.
fn printed(source: &Arc<SourceFile>, read: Result<Scenario, ScenarioError>) -> String {
    let mut settings = Settings::default();
    settings.explanation = Explanation::Trace;
    let answered = read.and_then(|scenario| Ok((scenario.answer(&settings)?, scenario)));
    let line = match answered {
        Ok((answer, scenario)) => serde_json::to_string(&AnswerLine::new(&scenario, &answer)),
        Err(error) => serde_json::to_string(&ErrorLine::new(None, &error, Some(source))),
    };
    line.unwrap()
}

/// The documents of a case are read with it, then by themselves, then not at all.
#[test]
fn documents_that_are_remembered_change_nothing() {
    let reader = ScenarioReader::new(Reading::default(), Limits::default());
    for source in cases().unwrap() {
        let files = Beside::of(&source);
        let expected = printed(&source, Scenario::read(source.clone(), &files));
        for time in 1..=3 {
            let read = reader.read(source.clone(), &files);
            assert_eq!(printed(&source, read), expected, "the {time}. time");
        }
    }
}
