//! `portcullis arn`: the parts of an ARN, and what it names.

mod parts;

use std::io::{self, Write};
use std::path::Path;

use anstream::ColorChoice;
use clap::Args;
use portcullis::json::Span;
use portcullis::scenario::{ErrorLine, Line, Location, ScenarioError, SourceFile};

use crate::arguments::Format;
use crate::input::{lines_of_standard_input, text_of_line, waits};
use crate::limits::limits;
use crate::outcome::{Outcome, Stop};
use crate::render::{self, Names};
use crate::terminal::Terminal;
use parts::Parts;

/// Shows the parts of ARNs, the kind of principal and the type of resource that they name.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ARNs or service principals; `-` reads one a line from standard input.
    #[arg(required = true, value_name = "ARN|-")]
    arns: Vec<String>,
    /// For whom the output is: `json` prints one object a line.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let terminal = match arguments.format {
        Format::Human => Terminal::styled(color),
        Format::Json => Terminal::raw(color),
    };
    let mut writer = Writer {
        terminal,
        format: arguments.format,
        outcome: Outcome::default(),
    };
    let written = arguments
        .arns
        .iter()
        .try_for_each(|arn| match arn.as_str() {
            "-" => writer.standard_input(),
            text => writer.text("<argument>", text, 1).map(drop),
        });
    written
        .and_then(|()| writer.terminal.flush())
        .map_err(|error| Stop::from(error).after(writer.outcome))?;
    Ok(writer.outcome)
}

struct Writer {
    terminal: Terminal,
    format: Format,
    outcome: Outcome,
}

impl Writer {
    fn standard_input(&mut self) -> io::Result<()> {
        const NAME: &str = "<stdin>";
        let mut lines = lines_of_standard_input();
        // In a row: whoever writes to a pipe waits for an answer to each line.
        let mut failed = 0_usize;
        loop {
            if waits(&lines) {
                self.terminal.flush()?;
            }
            let Some(line) = lines.next_line()? else {
                return Ok(());
            };
            if failed >= limits().files.errors {
                let message = format!(
                    "expected ARNs, found {failed} lines in a row that are none: the rest is not read"
                );
                let help = "--limit errors=… moves the bound";
                return self.error(&ScenarioError::new("too-many-errors", message).with_help(help));
            }

            let text = match line {
                Line::Text(number, bytes) => {
                    text_of_line(NAME, bytes, number).map(|text| (text, number))
                }
                Line::TooLong(number, _) => Err(too_long(NAME, number)),
                _ => continue,
            };
            let good = match text {
                Ok((text, number)) => self.text(NAME, text.text().trim(), number)?,
                Err(error) => self.error(&error).map(|()| false)?,
            };
            failed = if good { 0 } else { failed.saturating_add(1) };
        }
    }

    /// Shows the parts of a text; says whether it has any.
    fn text(&mut self, name: &str, text: &str, line: usize) -> io::Result<bool> {
        match Parts::of(text) {
            Ok(parts) if self.format == Format::Json => {
                serde_json::to_writer(self.terminal.out(), &parts)?;
                self.terminal.out().write_all(b"\n").map(|()| true)
            }
            Ok(parts) => {
                for row in parts.rows().lines() {
                    writeln!(self.terminal.out(), "{row}")?;
                }
                writeln!(self.terminal.out()).map(|()| true)
            }
            Err(error) => {
                let range = error.span();
                let span = Span {
                    start: range.start,
                    end: range.end,
                };
                let file = SourceFile::line(name, text, line);
                let own = ScenarioError::new("invalid-resource", error.to_string())
                    .at(Location::new(file, span));
                self.error(&match error.help() {
                    Some(help) => own.with_help(help),
                    None => own,
                })
                .map(|()| false)
            }
        }
    }

    fn error(&mut self, error: &ScenarioError) -> io::Result<()> {
        self.outcome = Outcome::InputError;
        let source = error.location().map(|place| place.file().clone());
        if self.format == Format::Json {
            let object = ErrorLine::new(None, error, source.as_deref());
            serde_json::to_writer(self.terminal.out(), &object)?;
            return self.terminal.out().write_all(b"\n");
        }
        let names = Names::new(source.as_deref(), Path::new(""));
        self.terminal.complain(&render::error(error, None, &names))
    }
}

fn too_long(name: &str, line: usize) -> ScenarioError {
    let file = SourceFile::line(name, "", line);
    let most = limits().scenario.json.max_bytes;
    let message = format!("expected an ARN, found a line of more than {most} bytes");
    ScenarioError::new("too-large", message).at(Location::new(file, Span::default()))
}
