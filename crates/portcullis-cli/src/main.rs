//! The command `portcullis`: asks whether a call is allowed in AWS IAM's terms, and explains the answer.
//!
//! Everything about policies happens in the library; here are arguments, files, the clock, colours and exit codes.
//!
//! ```sh
//! portcullis simulate --policy ops.json --principal arn:aws:iam::111122223333:user/alice \
//!     --action elasticache:DescribeCacheClusters --resource '*' --explain
//! ```
//!
//! The exit code is 0 if every question was allowed or every expectation met, 1 if something was denied or missed, and 2 if
//! something could not be read.

mod arguments;
mod fault;
mod outcome;

mod input;
mod limits;
mod progress;
mod terminal;

mod render;

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match arguments::parse() {
        Ok(cli) => cli,
        Err(usage) => return outcome::of_usage(&usage),
    };
    let color = cli.color;
    limits::choose(&cli.limits);
    match commands::run(cli) {
        Ok(outcome) => outcome.into(),
        Err(stop) => stop.report(color),
    }
}
