//! `portcullis catalog editions`: all editions, one a line.

use clap::Args;
use portcullis::catalog::{Catalog, Service};

use super::services::ServiceForm;
use super::writer::{Failure, Writer};
use super::{find, forms};
use crate::outcome::Outcome;
use crate::render::Table;

/// Lists the editions of all services, or of one.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The prefix of a service.
    service: Option<String>,
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let prefix = match &arguments.service {
        Some(prefix) => Some(find::service(catalog, prefix)?.prefix()),
        None => None,
    };
    let wanted = |service: &Service<'_>| prefix.is_none_or(|prefix| service.prefix() == prefix);
    let editions = catalog.editions().filter(wanted);
    if writer.is_for_machines() {
        for service in editions {
            writer.object(&ServiceForm::of(service))?;
        }
        return Ok(Outcome::Good);
    }
    let mut table = Table::new(&["EDITION", "ACTIONS", "TYPES", "IN FORCE"]);
    for service in editions {
        table.row([
            service.edition_id().to_string(),
            service.actions().count().to_string(),
            service.resource_types().count().to_string(),
            forms::period(service.in_force()),
        ]);
    }
    writer.table(&table)?;
    Ok(Outcome::Good)
}
