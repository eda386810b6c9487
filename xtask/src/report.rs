//! What a check found: how much it looked at, what is wrong, what is only worth a look.

use std::fmt;

use anyhow::{Result, bail};

/// One finding of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    place: String,
    message: String,
}

impl Problem {
    /// Where it is: a path relative to the repository, mostly with a line.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong, on one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// The outcome of one check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    looked_at: usize,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Report {
    /// A report of a check that has not looked at anything yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one thing as looked at.
    pub fn look(&mut self) {
        self.looked_at += 1;
    }

    /// Adds something that fails the check.
    pub fn problem(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem {
            place: place.into(),
            message: message.into(),
        });
    }

    /// Adds something worth a look that does not fail the check.
    pub fn warning(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.warnings.push(Problem {
            place: place.into(),
            message: message.into(),
        });
    }

    /// How many things (files, packages, edges, lines) were looked at.
    #[must_use]
    pub fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// What fails the check, in the order found.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What does not fail the check, in the order found.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Turns the report into the outcome of a test.
    ///
    /// # Errors
    ///
    /// If there are problems, which the message lists; or if nothing was looked at.
    pub fn verdict(&self, check: &str) -> Result<()> {
        if !self.problems.is_empty() {
            let lines: Vec<String> = self.problems.iter().map(|p| format!("  {p}")).collect();
            bail!("{check}: {} found\n{}", lines.len(), lines.join("\n"));
        }
        if self.looked_at == 0 {
            bail!("{check}: looked at nothing, so it proves nothing");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Report;

    #[test]
    fn a_report_that_looked_at_nothing_fails() {
        let error = Report::new().verdict("demo").unwrap_err();
        assert!(error.to_string().contains("looked at nothing"));
    }

    #[test]
    fn problems_fail_and_are_listed_but_warnings_are_not() {
        let mut report = Report::new();
        report.look();
        report.warning("a.rs", "long");
        assert!(report.verdict("demo").is_ok());
        report.problem("b.rs:3", "wrong");
        let error = report.verdict("demo").unwrap_err().to_string();
        assert!(error.contains("b.rs:3: wrong") && !error.contains("long"));
    }
}
