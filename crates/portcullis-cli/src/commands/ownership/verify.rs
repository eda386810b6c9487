//! `portcullis ownership verify`: whether a ledger is as it was written, and its owners those that the rules give.

use std::path::PathBuf;

use clap::Args;
use portcullis::ownership::{FileStore, Ledger, OpenError, StoreErrorKind};
use serde::Serialize;

use super::{Writer, ledger};
use crate::outcome::{Outcome, Stop};
use crate::render::{BAD, GOOD, Table};

/// Checks that a ledger is as it was written, and that its owners are those that the rules give.
///
/// The head that it prints stands for all entries: kept elsewhere, it shows whether somebody wrote the ledger anew.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file of the ledger.
    ledger: PathBuf,
}

/// What was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    verified: bool,
    entries: usize,
    live: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_time: Option<String>,
    head: String,
    /// What a crash left of an entry that was never acknowledged.
    unfinished_bytes: u64,
    /// Whether one of the two records of the entries is damaged.
    damaged_record: bool,
    disagreements: Vec<Disagreement>,
}

/// An entry that the rules would refuse, or give another owner.
#[derive(Debug, Serialize)]
struct Disagreement {
    sequence: u64,
    code: &'static str,
    message: String,
}

impl Report {
    fn of(ledger: &Ledger<FileStore>) -> Self {
        let disagreements: Vec<Disagreement> = ledger
            .disagreements()
            .into_iter()
            .map(|(sequence, error)| Disagreement {
                sequence,
                code: error.code(),
                message: error.to_string(),
            })
            .collect();
        let store = ledger.store();
        Self {
            verified: disagreements.is_empty(),
            entries: ledger.entries().len(),
            live: ledger.len(),
            first_time: ledger
                .entries()
                .next()
                .map(|entry| entry.time().to_string()),
            last_time: ledger.last_time().map(|time| time.to_string()),
            head: store.head().unwrap_or_default(),
            unfinished_bytes: store.unfinished_bytes(),
            damaged_record: store.has_damaged_record(),
            disagreements,
        }
    }

    fn page(&self) -> Table {
        let mut table = Table::page();
        table.fact("entries", self.entries.to_string());
        table.fact("live resources", self.live.to_string());
        if let (Some(first), Some(last)) = (&self.first_time, &self.last_time) {
            table.fact("times", format!("{first} to {last}"));
        }
        table.fact("head", self.head.clone());
        if self.unfinished_bytes > 0 {
            let bytes = self.unfinished_bytes;
            table.fact(
                "note",
                format!("{bytes} bytes at the end are no entry: a writer was stopped; the next one takes them off"),
            );
        }
        if self.damaged_record {
            table.fact(
                "note",
                "one of the two records of the entries is damaged: the other one holds, and the next entries mend it",
            );
        }
        table
    }
}

/// Runs the verb.
pub(super) fn run(arguments: &Arguments, writer: &mut Writer) -> Result<Outcome, Stop> {
    let ledger = match ledger::read(&arguments.ledger) {
        Ok(ledger) => ledger,
        Err(error) => {
            writer.fault(&ledger::of_opening(&error))?;
            return Ok(of_error(&error));
        }
    };
    let report = Report::of(&ledger);
    let outcome = if report.verified {
        Outcome::Good
    } else {
        Outcome::Denied
    };
    if writer.is_for_machines() {
        writer.object(&report)?;
        return Ok(outcome);
    }
    if report.verified {
        writer.line(format_args!("{GOOD}✓ verified{GOOD:#}"))?;
    } else {
        writer.line(format_args!("{BAD}✗ owners differ from the rules{BAD:#}"))?;
    }
    writer.table(&report.page())?;
    for one in &report.disagreements {
        writer.line(format_args!("entry {}: {}", one.sequence, one.message))?;
    }
    Ok(outcome)
}

/// A ledger that is damaged was verified, and failed; a file that is none was not.
fn of_error(error: &OpenError) -> Outcome {
    match error {
        OpenError::Store(error) => match error.kind() {
            StoreErrorKind::Damaged | StoreErrorKind::Truncated => Outcome::Denied,
            _ => Outcome::InputError,
        },
        _ => Outcome::Denied,
    }
}
