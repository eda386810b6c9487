//! What several views show: checks, periods, lists of names.

use std::collections::BTreeMap;

use portcullis::catalog::source;
use portcullis::catalog::{Check, CheckedResource, InForce, Since, Support, Trigger};
use serde::Serialize;

/// A check of an operation, or a dependent action.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckForm {
    pub(super) action: String,
    trigger: TriggerForm,
    resource: ResourceForm,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    context: BTreeMap<String, Vec<String>>,
    pub(super) on_behalf: bool,
}

/// When a check applies.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum TriggerForm {
    Always,
    Parameter { parameter: String },
    Value { parameter: String, value: String },
    NoParameter { parameter: String },
    ResourceType,
    Unknown,
}

/// On what a check is asked.
#[derive(Debug, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
enum ResourceForm {
    Request,
    Any,
    Members {
        parameter: String,
    },
    Named {
        resource_type: String,
        parameters: Vec<String>,
    },
    Unknown,
}

impl CheckForm {
    pub(super) fn of(check: Check<'_>) -> Self {
        let context = check.context().map(|(key, values)| {
            let values = values.map(str::to_owned).collect();
            (key.to_owned(), values)
        });
        Self {
            action: check.action().to_string(),
            trigger: TriggerForm::of(check.trigger()),
            resource: ResourceForm::of(check.resource()),
            context: context.collect(),
            on_behalf: check.is_on_behalf(),
        }
    }

    /// The same of a check as it is written.
    pub(super) fn of_source(check: &source::Check) -> Self {
        let trigger = match &check.trigger {
            source::Trigger::Always => Trigger::Always,
            source::Trigger::When(name) => Trigger::Parameter(name),
            source::Trigger::Equal(parameter, value) => Trigger::Value { parameter, value },
            source::Trigger::Unless(name) => Trigger::NoParameter(name),
            source::Trigger::Matching => Trigger::ResourceType,
            source::Trigger::Unknown => Trigger::Unknown,
        };
        let resource = match &check.on {
            source::On::Request => ResourceForm::Request,
            source::On::Any => ResourceForm::Any,
            source::On::Members(parameter) => ResourceForm::Members {
                parameter: parameter.clone(),
            },
            source::On::Named {
                resource_type,
                parameters,
            } => ResourceForm::Named {
                resource_type: resource_type.clone(),
                parameters: parameters.clone(),
            },
            source::On::Unknown => ResourceForm::Unknown,
        };
        Self {
            action: check.action.clone(),
            trigger: TriggerForm::of(trigger),
            resource,
            context: check.context.iter().cloned().collect(),
            on_behalf: check.on_behalf,
        }
    }

    /// When, on what and with which context it is checked, for people.
    pub(super) fn in_words(&self) -> String {
        let mut words = self.trigger.in_words();
        let on = self.resource.in_words();
        if !on.is_empty() {
            words.push_str(", on ");
            words.push_str(&on);
        }
        for (key, values) in &self.context {
            let joint = if words.contains(", with ") {
                " and "
            } else {
                ", with "
            };
            words.push_str(&format!("{joint}{key} = {}", values.join(" or ")));
        }
        words
    }
}

impl TriggerForm {
    fn of(trigger: Trigger<'_>) -> Self {
        match trigger {
            Trigger::Always => Self::Always,
            Trigger::Parameter(name) => Self::Parameter {
                parameter: name.to_owned(),
            },
            Trigger::Value { parameter, value } => Self::Value {
                parameter: parameter.to_owned(),
                value: value.to_owned(),
            },
            Trigger::NoParameter(name) => Self::NoParameter {
                parameter: name.to_owned(),
            },
            Trigger::ResourceType => Self::ResourceType,
            _ => Self::Unknown,
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Always => "always".to_owned(),
            Self::Parameter { parameter } => format!("when {parameter} is passed"),
            Self::Value { parameter, value } => format!("when {parameter} is {value}"),
            Self::NoParameter { parameter } => format!("when {parameter} is not passed"),
            Self::ResourceType => "when the call has a resource of a type that it takes".to_owned(),
            Self::Unknown => "when is not documented".to_owned(),
        }
    }
}

impl ResourceForm {
    fn of(resource: CheckedResource<'_>) -> Self {
        match resource {
            CheckedResource::Request => Self::Request,
            CheckedResource::Any => Self::Any,
            CheckedResource::Members { parameter } => Self::Members {
                parameter: parameter.to_owned(),
            },
            CheckedResource::Named {
                resource_type,
                parameters,
            } => Self::Named {
                resource_type: resource_type.to_owned(),
                parameters: parameters.iter().map(str::to_owned).collect(),
            },
            _ => Self::Unknown,
        }
    }

    /// Nothing for the resources of the call, on which most checks are.
    fn in_words(&self) -> String {
        match self {
            Self::Request => String::new(),
            Self::Any => "*".to_owned(),
            Self::Members { parameter } => format!("each ARN in {parameter}"),
            Self::Named {
                resource_type,
                parameters,
            } => format!(
                "the {resource_type} that {} names",
                parameters.join(" and ")
            ),
            Self::Unknown => "what is not documented".to_owned(),
        }
    }
}

/// When something appeared.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SinceForm {
    date: String,
    at_the_latest: bool,
}

impl SinceForm {
    pub(super) fn of(since: Since) -> Self {
        Self {
            date: since.date().to_string(),
            at_the_latest: since.is_at_the_latest(),
        }
    }

    pub(super) fn in_words(&self) -> String {
        let bound = if self.at_the_latest { " or before" } else { "" };
        format!("{}{bound}", self.date)
    }
}

/// The days of a period, for people.
pub(super) fn period(days: InForce) -> String {
    match days.until() {
        Some(until) => format!("{} to {until}", days.from()),
        None => format!("since {}", days.from()),
    }
}

/// Whether a service has something, as machines read it: nothing where it is not known.
pub(super) const fn known(support: Support) -> Option<bool> {
    match support {
        Support::Yes => Some(true),
        Support::No => Some(false),
        Support::Unknown => None,
    }
}

/// A list on one line.
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    if names.is_empty() {
        return "–".to_owned();
    }
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(", ")
}
