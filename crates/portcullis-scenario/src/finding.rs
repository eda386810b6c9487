//! What is worth knowing about a decision and does not change it.

use std::collections::BTreeSet;
use std::sync::Arc;

use portcullis_policy::Problem;

use crate::model::LoadedPolicy;
use crate::source::Location;

/// The codes of findings beyond those of [`portcullis_policy::ProblemKind`].
pub const FINDING_CODES: &[&str] = &[
    "owner-assumed",
    "owner-contradicts-arn",
    "resource-type-mismatch",
    "context-contradicts-derived",
    "identity-policies-ignored",
    "resource-replaced",
    "trust-policy-not-consulted",
    "resource-policy-not-consulted",
    "unknown-action",
    "unknown-condition-key",
    "resource-without-effect",
    "access-source-not-considered",
    "trigger-unknown",
    "check-not-decided",
    "resource-not-named",
    "parameter-spelling",
    "unknown-service",
    "endpoint-principal",
    "unresolvable-not-resource",
    "sensitive-key-wildcard",
    "multivalued-key-without-set-operator",
    "set-operator-on-single-valued-key",
    "wildcard-trust",
    "over-quota",
    "findings-left-out",
    "account-of-file",
    "duplicate-name",
    "default-version-differs",
    "policy-not-in-file",
    "truncated-page",
];

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    code: &'static str,
    message: String,
    help: Option<String>,
    policy: Option<Arc<str>>,
    location: Option<Location>,
}

impl Finding {
    /// A finding with a code of [`FINDING_CODES`] or of a problem of a document, and a message: one line, lower case.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            policy: None,
            location: None,
        }
    }

    /// Adds where it stands, if that is known.
    #[must_use]
    pub fn at_some(mut self, location: Option<&Location>) -> Self {
        self.location = location.cloned();
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds in which policy.
    #[must_use]
    pub fn in_policy(mut self, policy: impl Into<Arc<str>>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    pub(crate) fn of_problem(problem: &Problem, loaded: &LoadedPolicy) -> Self {
        Self {
            code: problem.code(),
            message: problem.message().to_owned(),
            help: problem.help().map(str::to_owned),
            policy: Some(loaded.policy.name().clone()),
            location: Some(loaded.origin.locate(problem.span())),
        }
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The message: one line, lower case.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// In which policy, where it is in one.
    #[must_use]
    pub const fn policy(&self) -> Option<&Arc<str>> {
        self.policy.as_ref()
    }

    /// Where it stands.
    #[must_use]
    pub const fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }
}

/// The findings of one answer while they are collected: of many only the first are kept, each of them once.
pub(crate) struct Findings {
    list: Vec<Finding>,
    most: usize,
    /// How many different ones there were when the list was last cleared of repetitions.
    kept: usize,
    left_out: bool,
    /// How much work it was to find them, in steps as those of decisions.
    steps: u64,
}

/// How many repetitions may pile up before they are looked for.
const REPETITIONS: usize = 1_024;

impl Findings {
    /// Those that are known before, and room for more up to `most`.
    pub(crate) fn within(most: usize, list: Vec<Finding>) -> Self {
        Self {
            list,
            most,
            kept: 0,
            left_out: false,
            steps: 0,
        }
    }

    /// Counts work, in steps.
    pub(crate) const fn count(&mut self, steps: u64) {
        self.steps = self.steps.saturating_add(steps);
    }

    /// The work that was counted.
    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether no other finding is kept.
    pub(crate) const fn is_full(&self) -> bool {
        self.kept >= self.most
    }

    /// Adds one, unless there are enough.
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.is_full() {
            self.left_out = true;
            return;
        }
        self.list.push(finding);
        // Checks find much the same: what was found before must not pile up with the number of resources.
        if self.list.len() > self.kept.saturating_mul(2).saturating_add(REPETITIONS) {
            self.dedup();
        }
    }

    /// Adds several.
    pub(crate) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.push(finding);
        }
    }

    /// Each once, in the order in which they were found, and one more if some were left out.
    pub(crate) fn into_list(mut self) -> Vec<Finding> {
        self.dedup();
        if self.list.len() > self.most {
            self.list.truncate(self.most);
            self.left_out = true;
        }
        if self.left_out {
            let message = format!(
                "there are more than {} findings: the others are left out",
                self.most
            );
            self.list.push(Finding::new("findings-left-out", message));
        }
        self.list
    }

    /// Several checks of one call find the same things.
    fn dedup(&mut self) {
        self.count(number(self.list.len()));
        let mut kept: Vec<Finding> = Vec::with_capacity(self.list.len());
        let mut seen = BTreeSet::new();
        for finding in self.list.drain(..) {
            let place = finding
                .location()
                .map(|place| (place.file().name().cloned(), place.span()));
            let key = (
                finding.code(),
                finding.message().to_owned(),
                finding.policy().cloned(),
                place,
            );
            if seen.insert(key) {
                kept.push(finding);
            }
        }
        self.kept = kept.len();
        self.list = kept;
    }
}

/// A count, in steps.
pub(crate) fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Finding, Findings, REPETITIONS};

    /// What each of many checks finds anew is looked at a few times, not once for each that follows, and does not pile up.
    #[test]
    fn repetitions_are_taken_out_now_and_then() {
        const KINDS: usize = 800;
        const CHECKS: usize = 400;
        let mut findings = Findings::within(1_000, Vec::new());
        let mut most = 0;
        for _ in 0..CHECKS {
            for kind in 0..KINDS {
                findings.push(Finding::new("unresolvable-not-resource", kind.to_string()));
                most = most.max(findings.list.len());
            }
        }
        let looked_at = findings.steps();
        assert!(most <= 2 * KINDS + REPETITIONS, "{most} were held");
        let pushed = u64::try_from(CHECKS * KINDS).unwrap();
        assert!(
            looked_at > pushed && looked_at <= 3 * pushed,
            "{looked_at} were looked at to keep {pushed}"
        );
        assert_eq!(findings.into_list().len(), KINDS);
    }
}
