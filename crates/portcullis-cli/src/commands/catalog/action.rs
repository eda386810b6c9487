//! `portcullis catalog action`: one action with all that its service documents of it.

use clap::Args;
use portcullis::catalog::{Action, Catalog, ConditionKey, Need};
use serde::Serialize;

use super::find;
use super::forms::{self, CheckForm, SinceForm};
use super::writer::{Failure, Writer};
use crate::outcome::Outcome;
use crate::render::Table;

/// Shows one action: resource types, condition keys, what else it needs.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The action, such as `elasticache:CreateCacheCluster`.
    name: String,
}

/// An action.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActionForm {
    action: String,
    edition: String,
    access_level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<SinceForm>,
    permission_only: bool,
    resource_types: Vec<ResourceTypeForm>,
    condition_keys: Vec<String>,
    dependent_actions: Vec<CheckForm>,
}

/// A resource type of an action.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceTypeForm {
    resource_type: String,
    required: bool,
    arns: Vec<String>,
    condition_keys: Vec<String>,
}

fn names<'a>(keys: impl Iterator<Item = ConditionKey<'a>>) -> Vec<String> {
    keys.map(|key| key.name().to_owned()).collect()
}

impl ActionForm {
    pub(super) fn of(action: Action<'_>) -> Self {
        let types = action.resource_types().map(|one| ResourceTypeForm {
            resource_type: one.resource_type().name().to_owned(),
            required: one.need() == Need::Required,
            arns: one
                .resource_type()
                .arn_templates()
                .map(str::to_owned)
                .collect(),
            condition_keys: names(one.condition_keys()),
        });
        Self {
            action: action.to_string(),
            edition: action.service().edition_id().to_string(),
            access_level: action.access_level().word(),
            since: action.since().map(SinceForm::of),
            permission_only: action.is_permission_only(),
            resource_types: types.collect(),
            condition_keys: names(action.condition_keys()),
            dependent_actions: action.dependent_actions().map(CheckForm::of).collect(),
        }
    }

    pub(super) fn cells(self) -> [String; 4] {
        let types: Vec<String> = self
            .resource_types
            .iter()
            .map(ResourceTypeForm::marked)
            .collect();
        let keys = self.condition_keys.len().to_string();
        [
            self.action,
            self.access_level.to_owned(),
            keys,
            forms::list(&types),
        ]
    }

    /// Everything about the action, one thing a row.
    fn page(&self) -> Table {
        let mut page = Table::page();
        page.fact("action", &self.action);
        page.fact("edition", &self.edition);
        page.fact("access level", self.access_level);
        if let Some(since) = &self.since {
            page.fact("since", since.in_words());
        }
        if self.permission_only {
            page.fact("operation", "none has its name");
        }
        if self.resource_types.is_empty() {
            page.fact("resource", "* (no resource-level permissions)");
        }
        for one in &self.resource_types {
            let need = if one.required { "required" } else { "optional" };
            page.fact("resource type", format!("{} ({need})", one.resource_type));
            for arn in &one.arns {
                page.fact("", arn);
            }
            if !one.condition_keys.is_empty() {
                page.fact("", format!("keys {}", forms::list(&one.condition_keys)));
            }
        }
        page.fact("condition keys", forms::list(&self.condition_keys));
        for dependent in &self.dependent_actions {
            page.fact("needs", &dependent.action);
            page.fact("", dependent.in_words());
        }
        page
    }
}

impl ResourceTypeForm {
    fn marked(&self) -> String {
        let star = if self.required { "*" } else { "" };
        format!("{}{star}", self.resource_type)
    }
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let form = ActionForm::of(find::action(catalog, &arguments.name)?);
    if writer.is_for_machines() {
        writer.object(&form)?;
    } else {
        writer.table(&form.page())?;
    }
    Ok(Outcome::Good)
}
