//! What a scenario is expected to answer, and where an answer misses it.

use std::fmt;

use portcullis_eval::{Layer, Verdict};

use crate::answer::Answer;
use crate::error::ScenarioError;
use crate::model::Scenario;
use crate::source::Location;

/// The outcome that a scenario expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a scenario is decided or it is an error"
)]
pub enum Expected {
    /// A decision.
    Decision(Verdict),
    /// An input error.
    Error,
}

impl Expected {
    /// The word in the scenario file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decision(verdict) => verdict.as_str(),
            Self::Error => "error",
        }
    }
}

/// What is expected beyond the outcome; only what is given is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExpectationDetail {
    /// The layer that decides.
    pub reason: Option<Layer>,
    /// The code of the error.
    pub code: Option<String>,
    /// The line at which the error stands, from 1.
    pub line: Option<usize>,
    /// The column at which the error stands, from 1.
    pub column: Option<usize>,
    /// Codes of findings, each of which must occur.
    pub findings: Vec<String>,
    /// Codes of findings, none of which may occur.
    pub no_findings: Vec<String>,
    /// The missing context keys, all of them.
    pub missing_context_keys: Option<Vec<String>>,
    /// The `Sid`s of the deciding statements, all of them in order; an empty text for one without.
    pub matched: Option<Vec<String>>,
    /// Whether caller and owner are one account.
    pub same_account: Option<bool>,
}

/// What a scenario expects.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expectation {
    /// The outcome.
    pub expected: Expected,
    /// What is expected beyond it.
    pub detail: ExpectationDetail,
    /// Where the expectation stands.
    pub place: Option<Location>,
}

/// One way in which an answer is not what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    what: &'static str,
    expected: String,
    found: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: expected {}, found {}",
            self.what, self.expected, self.found
        )
    }
}

impl Expectation {
    /// Every way in which an answer, or the error in its place, misses the expectation.
    #[must_use]
    pub fn misses(
        &self,
        scenario: Option<&Scenario>,
        answer: &Result<Answer, ScenarioError>,
    ) -> Vec<Miss> {
        let mut misses = Vec::new();
        let found = match answer {
            Ok(answer) => answer.verdict().as_str().to_owned(),
            Err(error) => format!("error ({}: {error})", error.code()),
        };
        let met = match (self.expected, answer) {
            (Expected::Decision(verdict), Ok(answer)) => answer.verdict() == verdict,
            (Expected::Error, Err(_)) => true,
            _ => false,
        };
        if !met {
            misses.push(Miss {
                what: "decision",
                expected: self.expected.as_str().to_owned(),
                found,
            });
            return misses;
        }
        match answer {
            Ok(answer) => self.detail.compare_answer(scenario, answer, &mut misses),
            Err(error) => self.detail.compare_error(error, &mut misses),
        }
        misses
    }
}

impl ExpectationDetail {
    fn compare_error(&self, error: &ScenarioError, misses: &mut Vec<Miss>) {
        let position = error.location().map(Location::position);
        let number = |one: Option<usize>| one.map(|one| one.to_string());
        let of_answers = [
            ("reason", self.reason.map(|layer| layer.as_str().to_owned())),
            (
                "missingContextKeys",
                self.missing_context_keys
                    .as_ref()
                    .map(|keys| keys.join(", ")),
            ),
            ("matched", self.matched.as_ref().map(|sids| sids.join(", "))),
            (
                "sameAccount",
                self.same_account.map(|same| same.to_string()),
            ),
            (
                "findings",
                (!self.findings.is_empty()).then(|| self.findings.join(", ")),
            ),
        ];
        for (what, expected) in of_answers {
            compare(what, expected, None, misses);
        }
        compare(
            "code",
            self.code.clone(),
            Some(error.code().to_owned()),
            misses,
        );
        compare(
            "line",
            number(self.line),
            number(position.map(|one| one.line)),
            misses,
        );
        compare(
            "column",
            number(self.column),
            number(position.map(|one| one.column)),
            misses,
        );
    }

    fn compare_answer(&self, scenario: Option<&Scenario>, answer: &Answer, misses: &mut Vec<Miss>) {
        let of_errors = [
            ("code", self.code.clone()),
            ("line", self.line.map(|one| one.to_string())),
            ("column", self.column.map(|one| one.to_string())),
        ];
        for (what, expected) in of_errors {
            compare(what, expected, None, misses);
        }
        let reason = self.reason.map(|layer| layer.as_str().to_owned());
        compare(
            "reason",
            reason,
            Some(answer.reason().as_str().to_owned()),
            misses,
        );
        let same = self.same_account.map(|same| same.to_string());
        compare(
            "sameAccount",
            same,
            Some(answer.is_same_account().to_string()),
            misses,
        );
        if let Some(expected) = &self.missing_context_keys {
            let found: Vec<String> = answer
                .missing_context_keys()
                .iter()
                .map(ToString::to_string)
                .collect();
            compare(
                "missingContextKeys",
                Some(expected.join(", ")),
                Some(found.join(", ")),
                misses,
            );
        }
        if let (Some(expected), Some(scenario)) = (&self.matched, scenario) {
            let found = answer.matched_sids(scenario);
            compare(
                "matched",
                Some(expected.join(", ")),
                Some(found.join(", ")),
                misses,
            );
        }
        for code in &self.no_findings {
            if answer
                .findings()
                .iter()
                .any(|finding| finding.code() == code)
            {
                let expected = format!("no {code}");
                misses.push(Miss {
                    what: "findings",
                    expected,
                    found: code.clone(),
                });
            }
        }
        for code in &self.findings {
            if !answer
                .findings()
                .iter()
                .any(|finding| finding.code() == code)
            {
                let found: Vec<&str> = answer.findings().iter().map(crate::Finding::code).collect();
                misses.push(Miss {
                    what: "findings",
                    expected: code.clone(),
                    found: format!("[{}]", found.join(", ")),
                });
            }
        }
    }
}

fn compare(
    what: &'static str,
    expected: Option<String>,
    found: Option<String>,
    misses: &mut Vec<Miss>,
) {
    let Some(expected) = expected else { return };
    if found.as_ref() != Some(&expected) {
        misses.push(Miss {
            what,
            expected,
            found: found.unwrap_or_else(|| "nothing".to_owned()),
        });
    }
}
