//! `portcullis limits`: the bounds on what is read and answered.

use std::io::Write;

use anstream::ColorChoice;
use clap::Args;
use serde::Serialize;

use crate::arguments::Format;
use crate::limits::{ALL, limits};
use crate::outcome::{Outcome, Stop};
use crate::render::Table;
use crate::terminal::Terminal;

/// Lists the bounds on what is read and answered, as they are in this run.
///
/// Each can be moved with `--limit NAME=VALUE`, for every verb. What goes over a bound is refused with its code; of findings those beyond it
/// are counted.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// For whom the output is: `json` prints one object a line.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Form {
    name: &'static str,
    value: u64,
    code: &'static str,
    about: &'static str,
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let mut terminal = match arguments.format {
        Format::Human => Terminal::styled(color),
        Format::Json => Terminal::raw(color),
    };
    let mut table = Table::new(&["LIMIT", "VALUE", "CODE", "BOUNDS"]);
    for row in ALL {
        let form = Form {
            name: row.name,
            value: (row.get)(limits()),
            code: row.code,
            about: row.about,
        };
        if arguments.format == Format::Json {
            serde_json::to_writer(terminal.out(), &form).map_err(std::io::Error::from)?;
            writeln!(terminal.out())?;
        } else {
            table.row(
                [form.name, &form.value.to_string(), form.code, form.about].map(str::to_owned),
            );
        }
    }
    if arguments.format == Format::Human {
        for line in table.lines() {
            writeln!(terminal.out(), "{line}")?;
        }
    }
    terminal.flush()?;
    Ok(Outcome::Good)
}
