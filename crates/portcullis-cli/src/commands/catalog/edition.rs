//! `portcullis catalog edition`: one edition, its facts or its text.

use clap::Args;
use portcullis::catalog::{Catalog, Service, source};

use super::writer::{Failure, Writer};
use super::{find, service};
use crate::commands::chosen;
use crate::fault::Fault;
use crate::outcome::Outcome;

/// Shows one edition of a service; with --text, all of it in the form in which editions are kept.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The edition, such as `elasticache@2015-02-02`; a service alone is its latest.
    #[arg(value_name = "SERVICE@DATE")]
    id: String,
    /// Print its text: one fact a line, every list sorted.
    #[arg(long)]
    text: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let edition = find(catalog, &arguments.id)?;
    if arguments.text {
        writer.text(&source::write(&edition.to_source()))?;
    } else {
        service::show(edition, catalog, writer)?;
    }
    Ok(Outcome::Good)
}

/// The edition of that name, or the latest of a service.
pub(super) fn find<'a>(catalog: &'a Catalog, text: &str) -> Result<Service<'a>, Fault> {
    if !text.contains('@') {
        return find::service(catalog, text);
    }
    let id = chosen::edition_id(text, "<argument>")?;
    catalog
        .edition(&id)
        .map_err(|error| chosen::refused(&error, text, "<argument>"))
}
