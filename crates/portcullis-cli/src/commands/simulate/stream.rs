//! Questions from files and standard input, one after the other.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use portcullis::policy::Reading;
use portcullis::scenario::{Scenario, ScenarioError, Settings, SourceFile};

use super::Options;
use super::printer::Printer;
use crate::input::{Beside, Input};

/// Answers every scenario of every file.
pub(super) fn answer(
    files: &[PathBuf],
    options: &Options,
    settings: &Settings<'_>,
    printer: &mut Printer,
) -> io::Result<()> {
    for file in files {
        let input = Input::of_argument(file);
        let reader = Reader {
            files: Beside::of(&input),
            folder: input.folder(),
            reading: options.reading(),
            settings,
            whole: !input.holds_many(),
        };
        match input.open() {
            Err(error) => printer.error(None, &error, None, &reader.folder)?,
            Ok(mut sources) => {
                let mut any = false;
                loop {
                    if sources.may_wait() {
                        printer.flush()?;
                    }
                    let Some(source) = sources.next() else {
                        break;
                    };
                    any = true;
                    match reader.answer(source, printer)? {
                        Some(steps) => sources.answered(steps),
                        None => sources.failed(),
                    }
                }
                if !any {
                    // Nothing asked is nothing allowed: a generator that broke must not look like success.
                    let message = format!("expected scenarios in `{}`, found none", file.display());
                    let error = ScenarioError::new("unexpected-end", message);
                    printer.error(None, &error, None, &reader.folder)?;
                }
            }
        }
    }
    Ok(())
}

struct Reader<'a> {
    files: Beside,
    folder: PathBuf,
    reading: Reading,
    settings: &'a Settings<'a>,
    /// Whether the input is one scenario.
    whole: bool,
}

impl Reader<'_> {
    /// Says how files are told apart, where a file looks like one of the other sort.
    fn with_hint(&self, error: ScenarioError) -> ScenarioError {
        match (self.whole, error.code()) {
            (true, "trailing-text") => {
                error.with_help("a file with one scenario a line has a name that ends in .jsonl")
            }
            (false, "unexpected-end" | "trailing-text") => error.with_help(
                "here a scenario stands on one line: give a file with one scenario by its name, which ends in .json",
            ),
            _ => error,
        }
    }

    /// Prints an answer, or an error in its place; says how many steps the answer took, if there was one.
    fn answer(
        &self,
        source: Result<Arc<SourceFile>, ScenarioError>,
        printer: &mut Printer,
    ) -> io::Result<Option<u64>> {
        let source = match source {
            Ok(source) => source,
            Err(error) => {
                let own = error.location().map(|place| place.file().clone());
                printer.error(None, &error, own.as_deref(), &self.folder)?;
                return Ok(None);
            }
        };
        let limits = &self.settings.limits;
        let answered = Scenario::read_within(source.clone(), &self.files, self.reading, limits)
            .and_then(|scenario| Ok((scenario.answer(self.settings)?, scenario)));
        match answered {
            Ok((answer, scenario)) => {
                printer.answer(&scenario, &answer, &self.folder)?;
                Ok(Some(answer.steps()))
            }
            Err(error) => {
                let (id, _) = Scenario::heading_within(&source, limits);
                let error = self.with_hint(error);
                printer.error(id.as_deref(), &error, Some(&source), &self.folder)?;
                Ok(None)
            }
        }
    }
}
