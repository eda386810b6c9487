//! Compiled editions as their authors would write them.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::source;
use crate::{
    Action, Check, CheckedResource, Coverage, Need, Operation, ResourceType, Service, Support,
    Trigger,
};

impl Service<'_> {
    /// The edition as it is written: to print it, to extend it, to compare it with another.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, source};
    /// let catalog = Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// let text = source::write(&service.to_source());
    /// assert!(text.starts_with("edition elasticache@2026-10-24\nname Amazon ElastiCache\n"));
    /// assert_eq!(source::read(&text)?, service.to_source());
    /// # Ok::<(), source::SourceError>(())
    /// ```
    #[must_use]
    pub fn to_source(self) -> source::Edition {
        let other_day = |day| Some(day).filter(|day| *day != self.as_of());
        source::Edition {
            service: self.prefix().to_owned(),
            date: self.date(),
            name: self.name().to_owned(),
            api_version: self.api_version().map(str::to_owned),
            service_principal: self.service_principal().map(str::to_owned),
            sdk_clients: owned(self.sdk_clients()),
            as_of: self.as_of(),
            in_force: self.in_force(),
            required_as_of: other_day(self.required_flags_as_of()),
            dependent_as_of: other_day(self.dependent_actions_as_of()),
            support: self.policy_support().is_recorded().then(|| {
                let support = self.policy_support();
                source::Support {
                    global_condition_keys: support.global_condition_keys(),
                    identity_based: support.identity_based(),
                    resource_based: support.resource_based() == Support::Yes,
                    resource_level: support.resource_level(),
                    service_condition_keys: support.service_condition_keys(),
                }
            }),
            resource_types: self.resource_types().map(resource_type).collect(),
            condition_keys: self
                .condition_keys()
                .map(|key| source::ConditionKey {
                    name: key.name().to_owned(),
                    types: key.types().collect(),
                })
                .collect(),
            actions: self.actions().map(action).collect(),
            operations: self.operations().map(operation).collect(),
        }
    }
}

fn owned<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.map(str::to_owned).collect()
}

fn resource_type(row: ResourceType<'_>) -> source::ResourceType {
    source::ResourceType {
        name: row.name().to_owned(),
        arns: owned(row.arn_templates()),
        condition_keys: owned(row.condition_keys().map(|key| key.name())),
        operations: owned(row.operations().map(Operation::name)),
        parent: row.parent().map(|parent| source::Parent {
            resource_type: parent.resource_type().name().to_owned(),
            engines: owned(parent.engines()),
        }),
        primary: row.is_primary(),
        taggable: row.is_taggable(),
    }
}

fn action(row: Action<'_>) -> source::Action {
    source::Action {
        name: row.name().to_owned(),
        level: row.access_level(),
        condition_keys: owned(row.condition_keys().map(|key| key.name())),
        resource_types: row
            .resource_types()
            .map(|kind| source::ActionResourceType {
                name: kind.resource_type().name().to_owned(),
                required: kind.need() == Need::Required,
                condition_keys: owned(kind.condition_keys().map(|key| key.name())),
            })
            .collect(),
        needs: row
            .dependent_actions()
            .map(|need| source::Check {
                on_behalf: need.is_written_on_behalf(),
                ..check(need)
            })
            .collect(),
        permission_only: row.is_permission_only(),
        unreferenced: !row.is_in_permission_reference(),
        since: row.since(),
    }
}

fn operation(row: Operation<'_>) -> source::Operation {
    let documented = row.coverage() == Coverage::Documented;
    source::Operation {
        name: row.name().to_owned(),
        checks: if documented {
            row.own_checks().map(check).collect()
        } else {
            Vec::new()
        },
        arn_parameter: row.arn_parameter().map(|parameter| source::ArnParameter {
            name: parameter.name().to_owned(),
            resource_types: owned(parameter.resource_types()),
        }),
        identifiers: row
            .identifier_parameters()
            .map(|identifier| source::Identifier {
                resource_type: identifier.resource_type().to_owned(),
                parameter: identifier.name().to_owned(),
            })
            .collect(),
        requires: row.required_parameters().map(owned),
        since: row.since(),
    }
}

fn check(row: Check<'_>) -> source::Check {
    source::Check {
        action: row.action().to_string(),
        trigger: match row.trigger() {
            Trigger::Always => source::Trigger::Always,
            Trigger::Parameter(name) => source::Trigger::When(name.to_owned()),
            Trigger::Value { parameter, value } => {
                source::Trigger::Equal(parameter.to_owned(), value.to_owned())
            }
            Trigger::NoParameter(name) => source::Trigger::Unless(name.to_owned()),
            Trigger::ResourceType => source::Trigger::Matching,
            Trigger::Unknown => source::Trigger::Unknown,
        },
        on: match row.resource() {
            CheckedResource::Request => source::On::Request,
            CheckedResource::Any => source::On::Any,
            CheckedResource::Members { parameter } => source::On::Members(parameter.to_owned()),
            CheckedResource::Named {
                resource_type,
                parameters,
            } => source::On::Named {
                resource_type: resource_type.to_owned(),
                parameters: owned(parameters.iter()),
            },
            CheckedResource::Unknown => source::On::Unknown,
        },
        context: row
            .context()
            .map(|(key, values)| (key.to_owned(), owned(values)))
            .collect(),
        on_behalf: row.is_on_behalf(),
    }
}
