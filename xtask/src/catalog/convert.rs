//! The sources become editions: one for each service of the reference.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::models::Models;
use super::operations;
use super::reference::{self, AuthorizedAction, Properties, Service};
use super::supplement::Supplement;
use crate::edition::date::{Date, InForce};
use crate::edition::source::{
    Action, ActionResourceType, Check, ConditionKey, Dates, Edition, On, Operation, ResourceType,
    Trigger,
};
use crate::edition::vocabulary::{AccessLevel, KeyType};

/// What the editions are made from.
#[derive(Debug)]
pub(crate) struct Sources {
    /// The reference.
    pub(crate) reference: Vec<Service>,
    /// The supplement with required types and names.
    pub(crate) supplement: Supplement,
    /// The supplement with dependent actions.
    pub(crate) dependent: Supplement,
    /// The parameters of operations.
    pub(crate) models: Models,
}

/// The editions, and what of the sources could not be taken over.
#[derive(Debug, Default)]
pub(crate) struct Converted {
    /// One edition for each service, in the order of the reference.
    pub(crate) editions: Vec<Edition>,
    /// Facts that were left out, a line each.
    pub(crate) left_out: Vec<String>,
}

/// The dates that all editions share.
///
/// # Errors
///
/// If a day of a package is none of the calendar.
pub(crate) fn dates() -> Result<Dates> {
    let day = |text: &str| Date::parse(text).with_context(|| format!("`{text}` is no day"));
    let as_of = day(super::sources::PRIMARY.as_of)?;
    Ok(Dates {
        edition: as_of,
        as_of,
        in_force: InForce {
            from: as_of,
            until: None,
        },
        required_as_of: Some(day(super::sources::SUPPLEMENT.as_of)?),
        dependent_as_of: Some(day(super::sources::DEPENDENT.as_of)?),
    })
}

/// Converts every service.
///
/// # Errors
///
/// If a condition key has a type of no known name, or a model cannot be read.
pub(crate) fn convert(sources: &mut Sources, dates: &Dates) -> Result<Converted> {
    let index = Index::of(&sources.reference);
    let mut converted = Converted::default();
    for service in &sources.reference {
        let mut edition = Edition::new(service.name.clone(), dates.edition);
        edition.required_as_of = dates.required_as_of;
        edition.dependent_as_of = dates.dependent_as_of;
        edition.name = sources
            .supplement
            .name(&service.name)
            .unwrap_or(&service.service_name)
            .to_owned();
        edition.condition_keys = condition_keys(service)?;
        let mut names = Names {
            service,
            left_out: &mut converted.left_out,
        };
        edition.resource_types = resource_types(service, &mut names);
        edition.actions = service
            .actions
            .iter()
            .map(|row| action(row, &mut names, sources, &index))
            .collect();
        edition.sdk_clients = sdk_clients(service);
        for row in &service.operations {
            edition
                .operations
                .push(operation(service, row, &mut sources.models, &index)?);
        }
        converted.editions.push(edition);
    }
    Ok(converted)
}

/// The spelling of every action, and its level, by prefix and name in lower case.
struct Index(BTreeMap<(String, String), (String, AccessLevel)>);

impl Index {
    fn of(reference: &[Service]) -> Self {
        let rows = reference.iter().flat_map(|service| {
            service.actions.iter().map(|action| {
                let key = (service.name.clone(), action.name.to_ascii_lowercase());
                let spelled = format!("{}:{}", service.name, action.name);
                (key, (spelled, level(action.annotations.properties)))
            })
        });
        Self(rows.collect())
    }

    fn get(&self, service: &str, name: &str) -> Option<&(String, AccessLevel)> {
        let key = (service.to_ascii_lowercase(), name.to_ascii_lowercase());
        self.0.get(&key)
    }

    /// The action as the reference spells it, if it still exists.
    fn spelled(&self, action: &str) -> Option<&str> {
        let (service, name) = action.split_once(':')?;
        self.get(service, name).map(|(spelled, _)| spelled.as_str())
    }
}

/// Resolves the names that a service uses to those that it declares.
struct Names<'s> {
    service: &'s Service,
    left_out: &'s mut Vec<String>,
}

impl Names<'_> {
    /// The keys as they are declared, each once; one that is not declared has no type and is left out.
    fn keys(&mut self, at: &str, used: &[String]) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for name in used {
            let declared = self.service.condition_keys.iter();
            match declared
                .map(|key| &key.name)
                .find(|key| key.eq_ignore_ascii_case(name))
            {
                Some(key) if keys.contains(key) => {}
                Some(key) => keys.push(key.clone()),
                None => self.left_out.push(format!(
                    "{}: {at}: the key `{name}`, which is not declared",
                    self.service.name
                )),
            }
        }
        keys
    }
}

fn condition_keys(service: &Service) -> Result<Vec<ConditionKey>> {
    let rows = service.condition_keys.iter().map(|key| {
        let types = key.types.iter().map(|word| {
            KeyType::named(word)
                .with_context(|| format!("`{}` has the unknown type `{word}`", key.name))
        });
        Ok(ConditionKey {
            name: key.name.clone(),
            types: types.collect::<Result<_>>()?,
        })
    });
    rows.collect()
}

fn resource_types(service: &Service, names: &mut Names<'_>) -> Vec<ResourceType> {
    let rows = service.resources.iter().map(|row| ResourceType {
        name: row.name.clone(),
        arns: row.arn_formats.iter().map(|arn| template(arn)).collect(),
        condition_keys: names.keys(&format!("type {}", row.name), &row.condition_keys),
        ..ResourceType::default()
    });
    rows.collect()
}

/// The template with the `$` that the reference forgets before one placeholder.
fn template(arn: &str) -> String {
    let mut template = String::with_capacity(arn.len() + 1);
    for character in arn.chars() {
        if character == '{' && !template.ends_with('$') {
            template.push('$');
        }
        template.push(character);
    }
    template
}

fn action(
    row: &reference::Action,
    names: &mut Names<'_>,
    sources: &Sources,
    index: &Index,
) -> Action {
    let service = &names.service.name;
    let supplement = sources.supplement.action(service, &row.name);
    let dependent = sources.dependent.action(service, &row.name);
    let mut action = Action::new(row.name.clone(), level(row.annotations.properties));
    let dependents = dependent.into_iter().flat_map(|found| found.dependents());
    let mut spelled: Vec<&str> = dependents.filter_map(|name| index.spelled(name)).collect();
    spelled.sort_unstable();
    spelled.dedup();
    action.needs = spelled.into_iter().map(bare).collect();
    action.condition_keys = names.keys(&row.name, &row.action_condition_keys);
    for taken in &row.resources {
        let keys = names.keys(&row.name, &taken.condition_keys);
        let known = action.resource_types.iter_mut();
        match known.into_iter().find(|kind| kind.name == taken.name) {
            // The reference lists a few types twice, once for each set of keys.
            Some(kind) => {
                let new = keys
                    .into_iter()
                    .filter(|key| !kind.condition_keys.contains(key));
                let new: Vec<String> = new.collect();
                kind.condition_keys.extend(new);
            }
            None => action.resource_types.push(ActionResourceType {
                name: taken.name.clone(),
                required: supplement.is_some_and(|found| found.requires(&taken.name)),
                condition_keys: keys,
            }),
        }
    }
    action
}

/// A dependent action of which nothing more is known.
fn bare(action: &str) -> Check {
    Check {
        on: On::Unknown,
        ..Check::new(action, Trigger::Unknown)
    }
}

const fn level(flags: Properties) -> AccessLevel {
    if flags.is_tagging_only {
        AccessLevel::Tagging
    } else if flags.is_permission_management {
        AccessLevel::PermissionsManagement
    } else if flags.is_list {
        AccessLevel::List
    } else if flags.is_write {
        AccessLevel::Write
    } else {
        AccessLevel::Read
    }
}

fn sdk_clients(service: &Service) -> Vec<String> {
    let methods = service.operations.iter().flat_map(|row| &row.sdk);
    let mut names: Vec<String> = methods.map(|method| method.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn operation(
    service: &Service,
    row: &reference::Operation,
    models: &mut Models,
    index: &Index,
) -> Result<Operation> {
    let level = |action: &AuthorizedAction| {
        let found = index.get(&action.service, &action.name);
        found.map(|(_, level)| *level)
    };
    let plain = match row.authorized_actions.as_slice() {
        [] => true,
        [only] => (only.service.as_str(), only.name.as_str()) != operations::PASS_ROLE,
        _ => false,
    };
    let parameters = if plain {
        None
    } else {
        models.parameters(&row.sdk)?
    };
    Ok(Operation {
        name: row.name.clone(),
        checks: operations::checks(&service.name, row, parameters.unwrap_or_default(), level),
        ..Operation::default()
    })
}

#[cfg(test)]
mod tests;
