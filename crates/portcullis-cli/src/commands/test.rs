//! `portcullis test`: runs scenarios against what they expect.

mod case;
mod report;

use std::io;
use std::path::PathBuf;
use std::time::Instant;

use anstream::ColorChoice;
use clap::{Args, ValueEnum};
use portcullis::ownership::OwnerLookup;
use portcullis::policy::Reading;
use portcullis::scenario::{ScenarioError, Settings};

use crate::commands::{chosen, ownership};
use crate::input::{Beside, Input, walk};
use crate::limits::limits;
use crate::outcome::{Outcome, Stop};
use crate::progress::Progress;
use case::Case;
use report::Report;

/// Runs scenarios against their `expect` and `expectDetail`.
///
/// Folders are searched for `.json` and `.jsonl` files; those that hold no scenarios are left out and named. No clock is read:
/// the time of a call is what its scenario says.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 every expectation met, 1 one missed, 2 an input error, or nothing to test."
)]
pub(crate) struct Arguments {
    /// Files of scenarios, folders with such files, or `-` for JSON Lines from standard input.
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// For whom the report is: `json` prints one object a scenario, `junit` one report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Read documents as a service stored them, where a scenario does not say how.
    #[arg(long)]
    lenient: bool,
    /// Own services, in JSON or as an edition's text, or a compiled catalog in place of the embedded one; may be given again.
    #[arg(long, value_name = "FILE")]
    catalog: Vec<PathBuf>,
    /// A ledger of owners, as `ownership record` keeps it: it tells the owner of a resource whose ARN names no account.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

/// For whom the report is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: each miss with its explanation, and a summary.
    #[default]
    Human,
    /// For programs: one JSON object a scenario, and one that counts them.
    Json,
    /// For CI systems: JUnit XML.
    Junit,
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let machine = arguments.format == Format::Json;
    let catalog = match chosen::catalog(&arguments.catalog, None) {
        Ok(catalog) => catalog,
        Err(fault) => return fault.end(machine, color),
    };
    let ledger = match ownership::open_some(arguments.ledger.as_deref()) {
        Ok(ledger) => ledger,
        Err(fault) => return fault.end(machine, color),
    };
    let mut settings = Settings::default();
    settings.catalog = &catalog;
    settings.limits = limits().scenario;
    settings.ledger = ledger.as_ref().map(|ledger| ledger as &dyn OwnerLookup);
    let mut report = Report::new(arguments.format, color);
    let tested = test(arguments, &settings, &mut report).and_then(|()| report.finish());
    tested.map_err(|error| Stop::from(error).after(report.outcome()))?;
    Ok(report.outcome())
}

fn test(arguments: &Arguments, settings: &Settings<'_>, report: &mut Report) -> io::Result<()> {
    let start = Instant::now();
    let mut progress = Progress::new();
    for path in &arguments.paths {
        let inputs = if path.is_dir() {
            match walk(path) {
                Ok(found) => {
                    for skipped in &found.skipped {
                        report.skipped(skipped)?;
                    }
                    found.inputs
                }
                Err(error) => {
                    report.unreadable(&path.display().to_string(), &error)?;
                    continue;
                }
            }
        } else {
            vec![Input::of_argument(path)]
        };
        for input in inputs {
            if let Err(error) = test_input(arguments, settings, &input, report, &mut progress)? {
                report.unreadable(&input.name(), &error)?;
            }
        }
    }
    report.took(start.elapsed());
    Ok(())
}

fn test_input(
    arguments: &Arguments,
    settings: &Settings<'_>,
    input: &Input,
    report: &mut Report,
    progress: &mut Progress,
) -> io::Result<Result<(), ScenarioError>> {
    let reading = if arguments.lenient {
        Reading::Lenient
    } else {
        Reading::Strict
    };
    let files = Beside::of(input);
    let folder = input.folder();
    let mut sources = match input.open() {
        Ok(sources) => sources,
        Err(error) => return Ok(Err(error)),
    };
    report.begin(input);
    loop {
        if sources.may_wait() {
            report.flush()?;
        }
        let Some(source) = sources.next() else {
            break;
        };
        progress.step();
        let case = Case::run(source, &files, reading, settings);
        if !case.is_met() {
            progress.clear();
        }
        if case.is_error() {
            sources.failed();
        } else {
            let bytes = sources.last_bytes();
            sources.answered(bytes, case.steps());
        }
        report.case(&case, &folder)?;
    }
    report.end();
    Ok(Ok(()))
}
