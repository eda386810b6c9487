//! Questions from files and standard input: answered on all cores, printed one after the other.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use portcullis::scenario::{Answer, Scenario, ScenarioError, ScenarioReader, Settings, SourceFile};
use rayon::prelude::*;

use super::Options;
use super::printer::Printer;
use crate::input::{Beside, Input, Item};

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
            scenarios: ScenarioReader::new(options.reading(), settings.limits),
            settings,
            whole: !input.holds_many(),
        };
        match input.open() {
            Err(error) => printer.error(None, &error, None, &reader.folder)?,
            Ok(mut sources) => {
                let mut any = false;
                'input: loop {
                    if sources.may_wait() {
                        printer.flush()?;
                    }
                    let batch = sources.batch();
                    if batch.is_empty() {
                        break;
                    }
                    any = true;
                    for (bytes, answered) in reader.answer(&batch) {
                        if let Some(error) = sources.stopped() {
                            printer.error(None, &error, None, &reader.folder)?;
                            break 'input;
                        }
                        match reader.print(answered, printer)? {
                            Some(steps) => sources.answered(bytes, steps),
                            None => sources.failed(),
                        }
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
    scenarios: ScenarioReader,
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

    /// Answers scenarios on all cores; the answers are in their order.
    fn answer(&self, batch: &[Item]) -> Vec<(usize, Answered)> {
        let one = |item: &Item| (item.bytes, self.answer_one(item.source.clone()));
        // A person who types a question does not wait for threads.
        if batch.len() > 1 {
            let left = self.files.left();
            let answers = batch.par_iter().map(one).collect();
            // Where the files that scenarios name come to their bound, the first that name them are answered.
            if self.files.left() > 0 {
                return answers;
            }
            self.files.restore(left);
        }
        batch.iter().map(one).collect()
    }

    fn answer_one(&self, source: Result<Arc<SourceFile>, ScenarioError>) -> Answered {
        let source = match source {
            Ok(source) => source,
            Err(error) => {
                let source = error.location().map(|place| place.file().clone());
                return Err(Box::new(Refused {
                    id: None,
                    error,
                    source,
                }));
            }
        };
        let limits = &self.settings.limits;
        let answered = (self.scenarios.read(source.clone(), &self.files))
            .and_then(|scenario| Ok((scenario.answer(self.settings)?, scenario)));
        answered.map_err(|error| {
            let (id, _) = Scenario::heading_within(&source, limits);
            Box::new(Refused {
                id,
                error: self.with_hint(error),
                source: Some(source),
            })
        })
    }

    /// Prints an answer, or an error in its place; says how many steps the answer took, if there was one.
    fn print(&self, answered: Answered, printer: &mut Printer) -> io::Result<Option<u64>> {
        match answered {
            Ok((answer, scenario)) => {
                printer.answer(&scenario, &answer, &self.folder)?;
                Ok(Some(answer.steps()))
            }
            Err(refused) => {
                let Refused { id, error, source } = *refused;
                printer.error(id.as_deref(), &error, source.as_deref(), &self.folder)?;
                Ok(None)
            }
        }
    }
}

/// An answer with its scenario, or why there is none.
type Answered = Result<(Answer, Scenario), Box<Refused>>;

/// A scenario that could not be read or answered.
struct Refused {
    id: Option<String>,
    error: ScenarioError,
    source: Option<Arc<SourceFile>>,
}
