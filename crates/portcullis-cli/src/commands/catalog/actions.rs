//! `portcullis catalog actions`: the actions of a service, one a line.

use clap::Args;
use portcullis::catalog::Catalog;

use super::action::ActionForm;
use super::find;
use super::writer::{Failure, Writer};
use crate::outcome::Outcome;
use crate::render::{Overflow, Table};

/// Lists the actions of a service.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The prefix of its actions, such as `elasticache`.
    service: String,
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let service = find::service(catalog, &arguments.service)?;
    let mut forms = service.actions().map(ActionForm::of);
    if writer.is_for_machines() {
        forms.try_for_each(|form| writer.object(&form))?;
        return Ok(Outcome::Good);
    }
    let headings = ["ACTION", "LEVEL", "KEYS", "TYPES (* required)"];
    let mut table = Table::new(&headings).overflowing(Overflow::Cut);
    for form in forms {
        table.row(form.cells());
    }
    writer.table(&table)?;
    Ok(Outcome::Good)
}
