//! `portcullis ownership`: a ledger of who owns what, in a file.

mod forms;
mod ledger;
mod list;
mod owner;
mod record;
mod verify;

pub(super) use ledger::{as_of, open, open_some};

use std::io::{self, Write};

use anstream::ColorChoice;
use clap::{Args, CommandFactory, Subcommand};
use serde::Serialize;

use crate::arguments::{Cli, Format};
use crate::fault::Fault;
use crate::outcome::{Outcome, Stop};
use crate::render::Table;
use crate::terminal::Terminal;

/// Keeps a ledger of who created and deleted what, and tells who owned it when.
///
/// The owner of a resource is the account of the principal that authenticated the request that created it; some services have rules
/// of their own. The ledger is one file, which is only ever appended to. `simulate` and `test` take it with `--ledger`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// What to do with the ledger.
    #[command(subcommand)]
    verb: Verb,
    /// For whom the output is: `json` prints one object a line.
    #[arg(long, value_enum, default_value_t, global = true)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  portcullis ownership record owners.jsonl create arn:aws:s3:::amzn-s3-demo-bucket \\
      --creator arn:aws:iam::111122223333:user/alice --object-ownership BucketOwnerEnforced
  portcullis ownership record owners.jsonl --from changes.jsonl
  portcullis ownership owner owners.jsonl arn:aws:s3:::amzn-s3-demo-bucket/report.csv --at 2026-03-01T12:00:00Z
  portcullis ownership list owners.jsonl --account 111122223333
  portcullis ownership verify owners.jsonl

Exit codes: 0 good, 1 refused by the ownership rules, not found or not verified, 2 an input error.";

/// What there is to do.
#[derive(Debug, Subcommand)]
enum Verb {
    Record(record::Arguments),
    Owner(owner::Arguments),
    List(list::Arguments),
    Verify(verify::Arguments),
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let mut writer = Writer {
        terminal: match arguments.format {
            Format::Human => Terminal::styled(color),
            Format::Json => Terminal::raw(color),
        },
        format: arguments.format,
    };
    let outcome = match &arguments.verb {
        Verb::Record(arguments) => record::run(arguments, &mut writer)?,
        Verb::Owner(arguments) => owner::run(arguments, &mut writer)?,
        Verb::List(arguments) => list::run(arguments, &mut writer)?,
        Verb::Verify(arguments) => verify::run(arguments, &mut writer)?,
    };
    let flushed = writer.terminal.flush();
    flushed.map_err(|error| Stop::from(error).after(outcome))?;
    Ok(outcome)
}

/// An error about the arguments of one of these verbs.
fn usage(verb: &str, kind: clap::error::ErrorKind, message: impl std::fmt::Display) -> Stop {
    let mut command = Cli::command();
    command.build();
    let found = command
        .find_subcommand_mut("ownership")
        .and_then(|ownership| ownership.find_subcommand_mut(verb));
    match found {
        Some(own) => own.error(kind, message).into(),
        None => command.error(kind, message).into(),
    }
}

/// Where the output goes.
struct Writer {
    terminal: Terminal,
    format: Format,
}

impl Writer {
    const fn is_for_machines(&self) -> bool {
        matches!(self.format, Format::Json)
    }

    fn line(&mut self, line: impl std::fmt::Display) -> io::Result<()> {
        writeln!(self.terminal.out(), "{line}")
    }

    fn object(&mut self, object: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(self.terminal.out(), object)?;
        self.terminal.out().write_all(b"\n")
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        table.lines().iter().try_for_each(|line| self.line(line))
    }

    fn fault(&mut self, fault: &Fault) -> io::Result<()> {
        if self.is_for_machines() {
            return self.object(fault);
        }
        self.terminal.complain(&fault.drawn())
    }
}
