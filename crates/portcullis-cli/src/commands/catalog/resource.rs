//! `portcullis catalog resource`: the resource types of an ARN, or one by its name.

use clap::Args;
use portcullis::arn::{Arn, ArnError};
use portcullis::catalog::{Action, Catalog, ResourceType};
use portcullis::json::Span;
use portcullis::scenario::{Location, SourceFile};
use serde::Serialize;

use super::writer::{Failure, Writer};
use super::{find, forms};
use crate::fault::Fault;
use crate::outcome::Outcome;
use crate::render::{Table, excerpt};

/// Shows the resource types of which an ARN can be, or one by its name: templates, condition keys, actions.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// An ARN, or a type such as `elasticache:cluster`.
    #[arg(value_name = "ARN|TYPE")]
    resource: String,
    /// List the actions that take the type.
    #[arg(long)]
    actions: bool,
}

/// A resource type.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceTypeForm {
    resource_type: String,
    edition: String,
    arns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taggable: Option<bool>,
    condition_keys: Vec<String>,
    actions: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_names: Option<Vec<String>>,
}

impl ResourceTypeForm {
    fn of(kind: ResourceType<'_>, with_actions: bool) -> Self {
        let service = kind.service();
        let prefix = service.prefix();
        let taking = service
            .actions()
            .filter(|action| takes(*action, kind.name()));
        let actions: Vec<String> = taking.map(|action| action.to_string()).collect();
        let parent = kind.parent().map(|parent| parent.resource_type().name());
        Self {
            resource_type: format!("{prefix}:{}", kind.name()),
            edition: service.edition_id().to_string(),
            arns: kind.arn_templates().map(str::to_owned).collect(),
            parent: parent.map(str::to_owned),
            taggable: kind.is_taggable(),
            condition_keys: kind
                .condition_keys()
                .map(|key| key.name().to_owned())
                .collect(),
            actions: actions.len(),
            action_names: with_actions.then_some(actions),
        }
    }

    fn page(&self) -> Table {
        let mut page = Table::page();
        page.fact("resource type", &self.resource_type);
        page.fact("edition", &self.edition);
        for arn in &self.arns {
            page.fact("ARN", arn);
        }
        if let Some(parent) = &self.parent {
            page.fact("part of", parent);
        }
        if let Some(taggable) = self.taggable {
            page.fact("tags", if taggable { "yes" } else { "no" });
        }
        page.fact("condition keys", forms::list(&self.condition_keys));
        let actions = match (&self.action_names, self.actions) {
            (Some(names), _) => forms::list(names),
            (None, 0) => "none".to_owned(),
            (None, count) => format!("{count} (--actions lists them)"),
        };
        page.fact("actions", actions);
        page
    }
}

fn takes(action: Action<'_>, kind: &str) -> bool {
    let mut types = action.resource_types();
    types.any(|one| one.resource_type().name() == kind)
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let text = &arguments.resource;
    let types = if text.starts_with("arn:") {
        of_arn(catalog, text)?
    } else {
        vec![find::resource_type(catalog, text)?]
    };
    let strange = strange(catalog, text, &types);
    for (index, kind) in types.into_iter().enumerate() {
        let form = ResourceTypeForm::of(kind, arguments.actions);
        if writer.is_for_machines() {
            writer.object(&form)?;
            continue;
        }
        if index > 0 {
            writer.line("")?;
        }
        writer.table(&form.page())?;
    }
    match strange {
        Some(note) if !writer.is_for_machines() => writer.note(&note)?,
        _ => {}
    }
    Ok(Outcome::Good)
}

/// What to know of an ARN that has only the shape of types of other services, whose templates leave the service open.
fn strange(catalog: &Catalog, text: &str, types: &[ResourceType<'_>]) -> Option<String> {
    let service = text.strip_prefix("arn:")?.split(':').nth(1)?;
    let own = |kind: &ResourceType<'_>| kind.service().prefix().eq_ignore_ascii_case(service);
    if catalog.service(service).is_some() || types.iter().any(own) {
        return None;
    }
    let near = catalog.nearest_services(service);
    let near = near
        .first()
        .map(|near| format!("\n  help: the nearest known one is `{near}`"));
    Some(format!(
        "note: `{}` is no service of the catalog{}",
        excerpt(service),
        near.unwrap_or_default()
    ))
}

/// The types whose shape the ARN has, the most telling first.
fn of_arn<'a>(catalog: &'a Catalog, text: &str) -> Result<Vec<ResourceType<'a>>, Fault> {
    let arn = Arn::parse(text).map_err(|error| malformed(&error, text))?;
    let types = catalog.resource_types_of(text);
    if !types.is_empty() {
        return Ok(types);
    }
    let expected = "an ARN of a resource type of the catalog";
    let fault = find::unknown("unknown-resource-type", expected, text);
    let help = match catalog.service(arn.service()) {
        Some(service) => {
            let names: Vec<&str> = service.resource_types().map(ResourceType::name).collect();
            let prefix = service.prefix();
            match names.is_empty() {
                true => Some(format!("{prefix} has no resource types")),
                false => Some(format!(
                    "`portcullis catalog service {prefix}` lists its resource types, `portcullis catalog resource {prefix}:{}` shows the ARN of one",
                    names.first().unwrap_or(&"")
                )),
            }
        }
        None => {
            let near = catalog.nearest_services(arn.service());
            let near: Vec<String> = near.into_iter().map(str::to_owned).collect();
            find::near(&near)
        }
    };
    Err(fault.with_help(help))
}

fn malformed(error: &ArnError, text: &str) -> Fault {
    let range = error.span();
    let span = Span {
        start: range.start,
        end: range.end,
    };
    let place = Location::new(SourceFile::new("<argument>", text), span);
    Fault::new("invalid-resource", error.to_string())
        .with_help(error.help())
        .at(place)
}
