//! `portcullis catalog schema`: the JSON Schema of own services.

use clap::Args;
use portcullis::catalog::json;

use super::writer::{Failure, Writer};
use crate::outcome::Outcome;

/// Prints the JSON Schema of the files that describe own services for --catalog.
#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments, writer: &mut Writer) -> Result<Outcome, Failure> {
    writer.line(json::SCHEMA.trim_end())?;
    Ok(Outcome::Good)
}
