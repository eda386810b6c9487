//! `portcullis catalog service`: one service and what it offers, in counts and names.

use std::collections::BTreeMap;

use clap::Args;
use portcullis::catalog::{Catalog, Coverage, Operation, ResourceType, Service};
use serde::Serialize;

use super::services::ServiceForm;
use super::writer::{Failure, Writer};
use super::{find, forms};
use crate::outcome::Outcome;
use crate::render::Table;

/// Shows one service: its edition, its counts, its resource types and condition keys.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The prefix of its actions, such as `elasticache`.
    service: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PageForm {
    #[serde(flatten)]
    service: ServiceForm,
    #[serde(flatten)]
    dates: DatesForm,
    editions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_principal: Option<String>,
    sdk_clients: Vec<String>,
    access_levels: BTreeMap<&'static str, usize>,
    operations_unknown: usize,
    resource_type_names: Vec<String>,
    condition_key_types: BTreeMap<String, Vec<&'static str>>,
}

/// The days that an edition names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DatesForm {
    as_of: String,
    required_flags_as_of: String,
    dependent_actions_as_of: String,
    in_force_from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force_until: Option<String>,
}

impl DatesForm {
    pub(super) fn of(service: Service<'_>) -> Self {
        Self {
            as_of: service.as_of().to_string(),
            required_flags_as_of: service.required_flags_as_of().to_string(),
            dependent_actions_as_of: service.dependent_actions_as_of().to_string(),
            in_force_from: service.in_force().from().to_string(),
            in_force_until: service.in_force().until().map(|day| day.to_string()),
        }
    }

    /// The day of the sources, and of those parts that are of another.
    fn in_words(&self) -> String {
        let mut words = self.as_of.clone();
        let others = [
            ("required resource types", &self.required_flags_as_of),
            ("dependent actions", &self.dependent_actions_as_of),
        ];
        for (what, day) in others {
            if *day != self.as_of {
                words.push_str(&format!(", {what} {day}"));
            }
        }
        words
    }
}

impl PageForm {
    fn of(service: Service<'_>, catalog: &Catalog) -> Self {
        let prefix = service.prefix();
        let editions = catalog
            .editions()
            .filter(|edition| edition.prefix() == prefix);
        let mut access_levels = BTreeMap::new();
        for action in service.actions() {
            let count: &mut usize = access_levels
                .entry(action.access_level().word())
                .or_default();
            *count = count.saturating_add(1);
        }
        let unknown = |operation: &Operation<'_>| operation.coverage() == Coverage::Unknown;
        let keys = service.condition_keys().map(|key| {
            let types = key.types().map(|kind| kind.word()).collect();
            (key.name().to_owned(), types)
        });
        Self {
            service: ServiceForm::of(service),
            dates: DatesForm::of(service),
            editions: editions.map(|one| one.edition_id().to_string()).collect(),
            api_version: service.api_version().map(str::to_owned),
            service_principal: service.service_principal().map(str::to_owned),
            sdk_clients: service.sdk_clients().map(str::to_owned).collect(),
            access_levels,
            operations_unknown: service.operations().filter(unknown).count(),
            resource_type_names: service
                .resource_types()
                .map(ResourceType::name)
                .map(str::to_owned)
                .collect(),
            condition_key_types: keys.collect(),
        }
    }
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let service = find::service(catalog, &arguments.service)?;
    show(service, catalog, writer)?;
    Ok(Outcome::Good)
}

/// The page of an edition of a service.
pub(super) fn show(
    service: Service<'_>,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<(), Failure> {
    let form = PageForm::of(service, catalog);
    if writer.is_for_machines() {
        writer.object(&form)?;
    } else {
        writer.table(&page(&form, service))?;
    }
    Ok(())
}

fn page(form: &PageForm, service: Service<'_>) -> Table {
    let mut page = Table::page();
    page.fact("service", &form.service.service);
    page.fact("name", &form.service.name);
    page.fact("edition", &form.service.edition);
    page.fact("in force", forms::period(service.in_force()));
    page.fact("sources of", form.dates.in_words());
    if form.editions.len() > 1 {
        page.fact("all editions", forms::list(&form.editions));
    }
    if let Some(version) = &form.api_version {
        page.fact("API version", version);
    }
    if let Some(principal) = &form.service_principal {
        page.fact("principal", principal);
    }
    page.fact("SDK clients", forms::list(&form.sdk_clients));
    page.fact("actions", actions(form));
    page.fact("operations", operations(form));
    page.fact("policies", policies(service));
    page.fact("resource types", forms::list(&form.resource_type_names));
    let keys: Vec<&String> = form.condition_key_types.keys().collect();
    page.fact("condition keys", forms::list(&keys));
    page
}

fn actions(form: &PageForm) -> String {
    let levels = form.access_levels.iter();
    let levels: Vec<String> = levels
        .map(|(level, count)| format!("{count} {level}"))
        .collect();
    match form.service.actions {
        0 => "none".to_owned(),
        count => format!("{count}: {}", levels.join(", ")),
    }
}

fn operations(form: &PageForm) -> String {
    match (form.service.operations, form.operations_unknown) {
        (0, _) => "none known".to_owned(),
        (count, 0) => count.to_string(),
        (count, unknown) => {
            format!("{count}, of {unknown} the actions that they need are not documented")
        }
    }
}

fn policies(service: Service<'_>) -> String {
    let support = service.policy_support();
    let resource_based = forms::known(support.resource_based());
    let rows = [
        ("identity-based policies", Some(support.identity_based())),
        ("resource-based policies", resource_based),
        ("resource-level permissions", Some(support.resource_level())),
    ];
    let words = rows.map(|(name, has)| match has {
        Some(true) => name.to_owned(),
        Some(false) => format!("no {name}"),
        None => format!("{name} not recorded"),
    });
    words.join(", ")
}
