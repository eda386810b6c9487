//! `portcullis catalog services`: all services, one a line.

use clap::Args;
use portcullis::catalog::{Catalog, Service};
use serde::Serialize;

use super::forms;
use super::writer::{Failure, Writer};
use crate::outcome::Outcome;
use crate::render::{Overflow, Table};

/// Lists the services.
#[derive(Debug, Args)]
pub(super) struct Arguments {}

/// A service in one of its editions.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceForm {
    pub(super) service: String,
    pub(super) name: String,
    pub(super) edition: String,
    pub(super) actions: usize,
    pub(super) operations: usize,
    pub(super) resource_types: usize,
    pub(super) condition_keys: usize,
    identity_based_policies: bool,
    /// None where that is not recorded.
    resource_based_policies: Option<bool>,
    resource_level_permissions: bool,
    service_condition_keys: bool,
}

impl ServiceForm {
    pub(super) fn of(service: Service<'_>) -> Self {
        let support = service.policy_support();
        Self {
            service: service.prefix().to_owned(),
            name: service.name().to_owned(),
            edition: service.edition_id().to_string(),
            actions: service.actions().count(),
            operations: service.operations().count(),
            resource_types: service.resource_types().count(),
            condition_keys: service.condition_keys().count(),
            identity_based_policies: support.identity_based(),
            resource_based_policies: forms::known(support.resource_based()),
            resource_level_permissions: support.resource_level(),
            service_condition_keys: support.service_condition_keys(),
        }
    }
}

pub(super) fn run(
    _arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let mut forms = catalog.services().map(ServiceForm::of);
    if writer.is_for_machines() {
        forms.try_for_each(|form| writer.object(&form))?;
        return Ok(Outcome::Good);
    }
    let headings = ["SERVICE", "ACTIONS", "OPERATIONS", "NAME"];
    let mut table = Table::new(&headings).overflowing(Overflow::Cut);
    for form in forms {
        table.row([
            form.service,
            form.actions.to_string(),
            form.operations.to_string(),
            form.name,
        ]);
    }
    writer.table(&table)?;
    Ok(Outcome::Good)
}
