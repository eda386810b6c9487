//! Writes answers and errors in the chosen format, and keeps count of them.

use std::io::{self, Write};
use std::path::Path;

use anstream::ColorChoice;
use portcullis::eval::Verdict;
use portcullis::scenario::{Answer, AnswerLine, ErrorLine, Scenario, ScenarioError, SourceFile};

use super::Options;
use crate::arguments::Format;
use crate::outcome::{Outcome, Stop};
use crate::progress::Progress;
use crate::render::{self, Depth, FindingCount, Names};
use crate::terminal::Terminal;

/// Where answers go.
pub(super) struct Printer {
    terminal: Terminal,
    progress: Progress,
    format: Format,
    depth: Option<Depth>,
    /// Whether more than one answer can be expected.
    many: bool,
    outcome: Outcome,
    allowed: u64,
    denied: u64,
    errors: u64,
    findings: FindingCount,
}

impl Printer {
    pub(super) fn new(options: &Options, many: bool, color: ColorChoice) -> Self {
        Self {
            terminal: match options.format {
                Format::Human => Terminal::styled(color),
                Format::Json => Terminal::raw(color),
            },
            progress: Progress::new(),
            format: options.format,
            depth: options.explain,
            many,
            outcome: Outcome::default(),
            allowed: 0,
            denied: 0,
            errors: 0,
            findings: FindingCount::default(),
        }
    }

    /// What the answers so far come to.
    pub(super) const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Writes out what was collected, before waiting for more input.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.terminal.flush()
    }

    /// Prints an answer. Names of files beside the scenario are relative to `folder`.
    pub(super) fn answer(
        &mut self,
        scenario: &Scenario,
        answer: &Answer,
        folder: &Path,
    ) -> io::Result<()> {
        self.progress.step();
        if answer.verdict() == Verdict::Allowed {
            self.allowed = self.allowed.saturating_add(1);
        } else {
            self.denied = self.denied.saturating_add(1);
            self.outcome = self.outcome.max(Outcome::Denied);
        }
        if self.format == Format::Json {
            return self.object(&AnswerLine::new(scenario, answer));
        }
        let names = Names::new(Some(&scenario.source), folder);
        match self.depth {
            Some(depth) => {
                let page = render::explanation(scenario, answer, depth, &names);
                if self.many && self.allowed.saturating_add(self.denied) > 1 {
                    writeln!(self.terminal.out())?;
                }
                self.terminal.out().write_all(page.as_bytes())?;
            }
            None if self.many => {
                writeln!(
                    self.terminal.out(),
                    "{}",
                    render::answer_line(scenario, answer)
                )?;
            }
            None => {
                let line = render::one_line(scenario, answer, &names);
                writeln!(self.terminal.out(), "{line}")?;
            }
        }
        if self.many && self.depth.is_none() {
            self.findings.add(answer);
            return Ok(());
        }
        let beside = answer.findings().iter();
        for finding in beside.filter(|one| !render::is_in_list(scenario, one)) {
            self.complain(&render::finding(finding, &names))?;
        }
        Ok(())
    }

    /// Prints an error in the place of an answer.
    pub(super) fn error(
        &mut self,
        id: Option<&str>,
        error: &ScenarioError,
        source: Option<&SourceFile>,
        folder: &Path,
    ) -> io::Result<()> {
        self.progress.step();
        self.errors = self.errors.saturating_add(1);
        self.outcome = Outcome::InputError;
        if self.format == Format::Json {
            return self.object(&ErrorLine::new(id, error, source));
        }
        let names = Names::new(source, folder);
        self.complain(&render::error(error, id, &names))
    }

    fn object(&mut self, object: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(self.terminal.out(), object)?;
        self.terminal.out().write_all(b"\n")
    }

    fn complain(&mut self, message: &str) -> io::Result<()> {
        self.progress.clear();
        self.terminal.complain(message)
    }

    /// Ends the run: a summary for people who asked many questions.
    pub(super) fn finish(mut self) -> Result<Outcome, Stop> {
        self.progress.clear();
        self.conclude()
            .map_err(|error| Stop::from(error).after(self.outcome))?;
        Ok(self.outcome)
    }

    fn conclude(&mut self) -> io::Result<()> {
        if self.many && self.format == Format::Human {
            if let Some(summary) = self.findings.summary() {
                self.terminal.complain(&summary)?;
            }
            let (allowed, denied, errors) = (self.allowed, self.denied, self.errors);
            let plural = if errors == 1 { "" } else { "s" };
            self.terminal.complain(&format!(
                "{allowed} allowed, {denied} denied, {errors} error{plural}"
            ))?;
        }
        self.terminal.flush()
    }
}
