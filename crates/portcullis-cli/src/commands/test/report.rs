//! The report: for people, for programs, for CI systems.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use anstream::ColorChoice;
use anstream::adapter::strip_str;
use portcullis::scenario::{ErrorLine, ScenarioError};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};
use serde::Serialize;

use super::Format;
use super::case::{Case, Standing};
use crate::input::Input;
use crate::outcome::Outcome;
use crate::render::{self, Names, escape, excerpt};
use crate::terminal::Terminal;

/// What a run of tests comes to.
pub(super) struct Report {
    terminal: Terminal,
    format: Format,
    counts: Counts,
    elapsed: Duration,
    junit: quick_junit::Report,
    suite: Option<TestSuite>,
}

/// How many scenarios came to what.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    met: u64,
    missed: u64,
    errors: u64,
    without_expectation: u64,
    files: u64,
}

/// One scenario as JSON.
#[derive(Debug, Serialize)]
struct CaseLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    place: String,
    outcome: &'static str,
    /// The edition of the catalog by which it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    misses: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<serde_json::Value>,
}

#[derive(Debug, Serialize)]
struct SummaryLine<'a> {
    summary: &'a Counts,
}

impl Report {
    pub(super) fn new(format: Format, color: ColorChoice) -> Self {
        Self {
            terminal: match format {
                Format::Human => Terminal::styled(color),
                Format::Json | Format::Junit => Terminal::raw(color),
            },
            format,
            counts: Counts::default(),
            elapsed: Duration::ZERO,
            junit: quick_junit::Report::new("portcullis"),
            suite: None,
        }
    }

    /// What the run has come to.
    pub(super) const fn outcome(&self) -> Outcome {
        let counts = &self.counts;
        if counts.errors > 0 || counts.met.saturating_add(counts.missed) == 0 {
            Outcome::InputError
        } else if counts.missed > 0 {
            Outcome::Denied
        } else {
            Outcome::Good
        }
    }

    /// A file of a folder that holds no scenarios.
    pub(super) fn skipped(&mut self, path: &Path) -> io::Result<()> {
        let name = excerpt(&path.display().to_string());
        self.terminal
            .complain(&format!("left out: {name} holds no scenarios"))
    }

    /// An input that cannot be opened.
    pub(super) fn unreadable(&mut self, name: &str, error: &ScenarioError) -> io::Result<()> {
        self.counts.errors = self.counts.errors.saturating_add(1);
        match self.format {
            Format::Json => self.object(&ErrorLine::new(None, error, None)),
            Format::Human => {
                let names = Names::new(None, Path::new(""));
                self.terminal.complain(&render::error(error, None, &names))
            }
            Format::Junit => {
                let mut suite = TestSuite::new(name);
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
                status.set_message(error.message());
                suite.add_test_case(TestCase::new(name, status));
                self.junit.add_test_suite(suite);
                Ok(())
            }
        }
    }

    /// A file of scenarios begins.
    pub(super) fn begin(&mut self, input: &Input) {
        self.counts.files = self.counts.files.saturating_add(1);
        if self.format == Format::Junit {
            self.suite = Some(TestSuite::new(escape(&input.name())));
        }
    }

    /// A file of scenarios ends.
    pub(super) fn end(&mut self) {
        if let Some(suite) = self.suite.take() {
            self.junit.add_test_suite(suite);
        }
    }

    /// One scenario.
    pub(super) fn case(&mut self, case: &Case<'_>, folder: &Path) -> io::Result<()> {
        let counts = &mut self.counts;
        let count = match case.standing {
            Standing::Met => &mut counts.met,
            Standing::Missed(_) => &mut counts.missed,
            Standing::Error => &mut counts.errors,
            Standing::Silent => &mut counts.without_expectation,
        };
        *count = count.saturating_add(1);
        match self.format {
            Format::Human => self.case_for_people(case, folder),
            Format::Json => self.case_as_json(case),
            Format::Junit => {
                if let Some(suite) = &mut self.suite {
                    suite.add_test_case(junit(case, folder));
                }
                Ok(())
            }
        }
    }

    fn case_for_people(&mut self, case: &Case<'_>, folder: &Path) -> io::Result<()> {
        match &case.standing {
            Standing::Met | Standing::Silent => Ok(()),
            Standing::Error => self.terminal.complain(&case.explanation(folder)),
            Standing::Missed(misses) => {
                let bad = render::BAD;
                let (name, place) = (excerpt(&case.name()), case.place());
                let out = self.terminal.out();
                writeln!(out, "{bad}✗ missed{bad:#} {name} ({place})")?;
                for miss in misses {
                    writeln!(out, "    {}", escape(miss))?;
                }
                for line in case.explanation(folder).lines() {
                    writeln!(out, "{}", format!("    {line}").trim_end())?;
                }
                writeln!(out)
            }
        }
    }

    fn case_as_json(&mut self, case: &Case<'_>) -> io::Result<()> {
        let (outcome, misses): (_, &[String]) = match &case.standing {
            Standing::Met => ("met", &[]),
            Standing::Missed(misses) => ("missed", misses),
            Standing::Error => ("error", &[]),
            Standing::Silent => ("withoutExpectation", &[]),
        };
        let telling = matches!(case.standing, Standing::Missed(_) | Standing::Error);
        let answer = telling.then(|| case.answer_line()).transpose()?;
        self.object(&CaseLine {
            id: case.id(),
            place: case.place(),
            outcome,
            edition: case.edition(),
            misses,
            answer,
        })
    }

    /// Writes out what was collected.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.terminal.flush()
    }

    fn object(&mut self, object: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(self.terminal.out(), object)?;
        self.terminal.out().write_all(b"\n")
    }

    /// How long the run took.
    pub(super) const fn took(&mut self, elapsed: Duration) {
        self.elapsed = elapsed;
    }

    /// Ends the report.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        if self.counts.met.saturating_add(self.counts.missed) == 0 {
            self.terminal
                .complain("no scenario with an `expect` was found: nothing was tested")?;
        }
        match self.format {
            Format::Human => self.summary()?,
            Format::Json => {
                let line = serde_json::to_string(&SummaryLine {
                    summary: &self.counts,
                })?;
                writeln!(self.terminal.out(), "{line}")?;
            }
            Format::Junit => {
                self.junit.set_time(self.elapsed);
                let text = self.junit.to_string().map_err(io::Error::other)?;
                self.terminal.out().write_all(text.as_bytes())?;
            }
        }
        self.terminal.flush()
    }

    fn summary(&mut self) -> io::Result<()> {
        let counts = &self.counts;
        let mut parts = vec![
            format!("{} met", counts.met),
            format!("{} missed", counts.missed),
        ];
        if counts.errors > 0 {
            parts.push(format!("{} in error", counts.errors));
        }
        if counts.without_expectation > 0 {
            parts.push(format!(
                "{} without an expectation",
                counts.without_expectation
            ));
        }
        let plural = if counts.files == 1 { "" } else { "s" };
        let style = match self.outcome() {
            Outcome::Good => render::GOOD,
            _ => render::BAD,
        };
        let line = format!(
            "{style}{}{style:#} in {} file{plural}, {:.2} s",
            parts.join(", "),
            counts.files,
            self.elapsed.as_secs_f64()
        );
        writeln!(self.terminal.out(), "{line}")
    }
}

fn junit(case: &Case<'_>, folder: &Path) -> TestCase {
    let status = match &case.standing {
        Standing::Met => TestCaseStatus::success(),
        Standing::Silent => {
            let mut status = TestCaseStatus::skipped();
            status.set_message("the scenario has no `expect`");
            status
        }
        Standing::Missed(misses) => {
            failed(NonSuccessKind::Failure, misses.join("; "), case, folder)
        }
        Standing::Error => {
            let message = case.error().map(ToString::to_string).unwrap_or_default();
            failed(NonSuccessKind::Error, message, case, folder)
        }
    };
    let mut test = TestCase::new(case.name(), status);
    test.set_classname(case.place());
    test
}

fn failed(kind: NonSuccessKind, message: String, case: &Case<'_>, folder: &Path) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message);
    status.set_description(strip_str(&case.explanation(folder)).to_string());
    status
}
