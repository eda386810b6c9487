//! `portcullis schema`: the JSON Schemas of what is read and what is printed.

use std::io::Write;

use anstream::ColorChoice;
use clap::{Args, ValueEnum};
use portcullis::scenario::{answer_schema, scenario_schema};

use crate::outcome::{Outcome, Stop};
use crate::terminal::Terminal;

/// Prints the JSON Schema of a scenario or of an answer.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Of what.
    #[arg(value_enum)]
    form: Form,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// What `simulate` and `test` read.
    Scenario,
    /// What `simulate --format json` prints.
    Answer,
}

pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let schema = match arguments.form {
        Form::Scenario => scenario_schema(),
        Form::Answer => answer_schema(),
    };
    let mut terminal = Terminal::raw(color);
    writeln!(terminal.out(), "{}", schema.trim_end())?;
    terminal.flush()?;
    Ok(Outcome::Good)
}
