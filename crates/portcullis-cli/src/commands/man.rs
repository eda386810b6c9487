//! `portcullis man`: the manual, as a page for `man`.

use std::io::Write;

use anstream::ColorChoice;
use clap::Args;
use clap::error::ErrorKind;

use crate::arguments;
use crate::outcome::{Outcome, Stop};
use crate::terminal::Terminal;

/// Prints a manual page in roff: `portcullis man simulate | man -l -`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The verb that the page is about, such as `simulate` or `catalog diff`; without one it is about the whole command.
    verb: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let mut command = arguments::command();
    command.build();
    let mut page = command.clone();
    for verb in &arguments.verb {
        page = match page.find_subcommand(verb) {
            Some(found) => found.clone(),
            None => {
                let known: Vec<&str> = page
                    .get_subcommands()
                    .map(clap::Command::get_name)
                    .collect();
                let message = if known.is_empty() {
                    format!("expected nothing behind `{}`", page.get_name())
                } else {
                    format!("expected one of the verbs {}", known.join(", "))
                };
                return Err(command.error(ErrorKind::InvalidSubcommand, message).into());
            }
        };
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    let mut terminal = Terminal::raw(color);
    terminal.out().write_all(&text)?;
    terminal.flush()?;
    Ok(Outcome::Good)
}
