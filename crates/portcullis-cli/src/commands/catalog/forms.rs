//! Entries of the catalog as rows and as JSON.

use portcullis::catalog::{Action, CheckedResource, Need, Service, Trigger};
use serde::Serialize;

use crate::render::Table;

/// A service in one of its editions.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceForm {
    service: String,
    name: String,
    edition: String,
    actions: usize,
    resource_types: usize,
    identity_based_policies: bool,
    resource_based_policies: bool,
    resource_level_permissions: bool,
    service_condition_keys: bool,
}

impl ServiceForm {
    pub(super) const HEADINGS: [&'static str; 6] = [
        "SERVICE",
        "EDITION",
        "ACTIONS",
        "RESOURCE TYPES",
        "RESOURCE POLICIES",
        "NAME",
    ];

    pub(super) fn of(service: Service<'_>) -> Self {
        let support = service.policy_support();
        Self {
            service: service.prefix().to_owned(),
            name: service.name().to_owned(),
            edition: service.edition_id().to_string(),
            actions: service.actions().count(),
            resource_types: service.resource_types().count(),
            identity_based_policies: support.identity_based(),
            resource_based_policies: support.resource_based(),
            resource_level_permissions: support.resource_level(),
            service_condition_keys: support.service_condition_keys(),
        }
    }

    pub(super) fn cells(self) -> [String; 6] {
        let word = if self.resource_based_policies {
            "yes"
        } else {
            "no"
        };
        [
            self.service,
            self.edition,
            self.actions.to_string(),
            self.resource_types.to_string(),
            word.to_owned(),
            self.name,
        ]
    }
}

/// An action.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActionForm {
    action: String,
    edition: String,
    access_level: String,
    resource_types: Vec<ResourceTypeForm>,
    condition_keys: Vec<String>,
    dependent_actions: Vec<DependentForm>,
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

/// An action that a service checks besides.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DependentForm {
    action: String,
    /// The parameter with which it is checked; none where it always is or where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    with_parameter: Option<String>,
    always: bool,
    on_any_resource: bool,
}

impl ActionForm {
    pub(super) const HEADINGS: [&'static str; 4] =
        ["ACTION", "LEVEL", "KEYS", "RESOURCE TYPES (* required)"];

    pub(super) fn of(action: Action<'_>) -> Self {
        let service = action.service();
        let types = action.resource_types().map(|one| ResourceTypeForm {
            resource_type: one.resource_type().name().to_owned(),
            required: one.need() == Need::Required,
            arns: one
                .resource_type()
                .arn_templates()
                .map(str::to_owned)
                .collect(),
            condition_keys: one
                .condition_keys()
                .map(|key| key.name().to_owned())
                .collect(),
        });
        let dependent = action.dependent_actions().map(|check| DependentForm {
            action: check.action().to_owned(),
            with_parameter: match check.trigger() {
                Trigger::Parameter(name) => Some(name.to_owned()),
                _ => None,
            },
            always: check.trigger() == Trigger::Always,
            on_any_resource: check.resource() == CheckedResource::Any,
        });
        Self {
            action: format!("{}:{}", service.prefix(), action.name()),
            edition: service.edition_id().to_string(),
            access_level: action.access_level().to_string(),
            resource_types: types.collect(),
            condition_keys: action
                .condition_keys()
                .map(|key| key.name().to_owned())
                .collect(),
            dependent_actions: dependent.collect(),
        }
    }

    pub(super) fn cells(self) -> [String; 4] {
        let types: Vec<String> = self
            .resource_types
            .iter()
            .map(ResourceTypeForm::marked)
            .collect();
        let types = if types.is_empty() {
            "–".to_owned()
        } else {
            types.join(", ")
        };
        let keys = self.condition_keys.len().to_string();
        [self.action, self.access_level, keys, types]
    }

    /// Everything about the action, one thing a row.
    pub(super) fn rows(&self) -> Table {
        let mut table = Table::default();
        let mut row = |name: &str, value: String| table.row([name.to_owned(), value]);
        row("action", self.action.clone());
        row("edition", self.edition.clone());
        row("access level", self.access_level.clone());
        if self.resource_types.is_empty() {
            row("resource", "* (no resource-level permissions)".to_owned());
        }
        for one in &self.resource_types {
            let need = if one.required { "required" } else { "optional" };
            row("resource type", format!("{} ({need})", one.resource_type));
            for arn in &one.arns {
                row("", arn.clone());
            }
            for key in &one.condition_keys {
                row("  key", key.clone());
            }
        }
        for key in &self.condition_keys {
            row("condition key", key.clone());
        }
        for dependent in &self.dependent_actions {
            let when = match (&dependent.with_parameter, dependent.always) {
                (Some(name), _) => format!(" (with the parameter {name})"),
                (None, true) => String::new(),
                (None, false) => " (when is not known)".to_owned(),
            };
            row("needs", format!("{}{when}", dependent.action));
        }
        table
    }
}

impl ResourceTypeForm {
    fn marked(&self) -> String {
        let star = if self.required { "*" } else { "" };
        format!("{}{star}", self.resource_type)
    }
}
