//! What became of each mutant of a run, as cargo-mutants writes it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the record has a list for each of them"
)]
pub enum Outcome {
    /// A test failed.
    Caught,
    /// All tests passed: it survived.
    Missed,
    /// The tests did not end.
    Timeout,
    /// It does not compile.
    Unviable,
}

#[derive(Deserialize)]
struct Outcomes {
    outcomes: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    scenario: Scenario,
    summary: String,
}

/// Either the text `Baseline` or a mutant.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scenario {
    Mutant {
        #[serde(rename = "Mutant")]
        mutant: Named,
    },
    #[expect(dead_code, reason = "told apart from a mutant, and not looked at")]
    Other(serde_json::Value),
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// Reads `outcomes.json`: the outcome of each mutant by its name. A run that was stopped has written what it knew.
///
/// # Errors
///
/// If the text is no such file.
pub fn read(text: &[u8]) -> Result<BTreeMap<String, Outcome>> {
    let read: Outcomes = serde_json::from_slice(text).context("no outcomes of cargo-mutants")?;
    let mut found = BTreeMap::new();
    for one in read.outcomes {
        let outcome = match one.summary.as_str() {
            "CaughtMutant" => Outcome::Caught,
            "MissedMutant" => Outcome::Missed,
            "Timeout" => Outcome::Timeout,
            "Unviable" => Outcome::Unviable,
            // The tool itself failed, for instance because the disk was full.
            _ => continue,
        };
        if let Scenario::Mutant { mutant } = one.scenario {
            found.insert(mutant.name, outcome);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Outcome, read};

    #[test]
    fn the_baseline_and_failures_of_the_tool_are_no_outcomes() {
        let text = r#"{"outcomes": [
            {"scenario": "Baseline", "summary": "Success"},
            {"scenario": {"Mutant": {"name": "a", "file": "a.rs"}}, "summary": "CaughtMutant"},
            {"scenario": {"Mutant": {"name": "b"}}, "summary": "MissedMutant"},
            {"scenario": {"Mutant": {"name": "c"}}, "summary": "Failure"},
            {"scenario": {"Mutant": {"name": "d"}}, "summary": "Timeout"}
        ]}"#;
        let found: Vec<_> = read(text.as_bytes()).unwrap().into_iter().collect();
        let expected = [
            ("a", Outcome::Caught),
            ("b", Outcome::Missed),
            ("d", Outcome::Timeout),
        ];
        assert_eq!(
            found,
            expected.map(|(name, outcome)| (name.to_owned(), outcome))
        );
    }
}
