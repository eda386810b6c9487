//! `portcullis completions`: what a shell needs to complete the command line.

use std::io::Write;

use anstream::ColorChoice;
use clap::Args;
use clap_complete::Shell;

use crate::arguments;
use crate::outcome::{Outcome, Stop};
use crate::terminal::Terminal;

/// Prints the completions of a shell.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    // Into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut arguments::command(),
        "portcullis",
        &mut script,
    );
    let mut terminal = Terminal::raw(color);
    terminal.out().write_all(&script)?;
    terminal.flush()?;
    Ok(Outcome::Good)
}
