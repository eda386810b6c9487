//! Reads the facts of a record, and what a service supports.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::error::SourceError;
use super::super::model::{
    Action, ActionResourceType, ArnParameter, Check, Identifier, On, Operation, Parent,
    ResourceType, Support, Trigger,
};
use super::Fact;

pub(super) fn support(fact: &Fact<'_>) -> Result<Support, SourceError> {
    let mut support = Support::default();
    for word in fact.words() {
        match word.as_str() {
            "global-condition-keys" => support.global_condition_keys = true,
            "identity-based" => support.identity_based = true,
            "resource-based" => support.resource_based = true,
            "resource-level" => support.resource_level = true,
            "service-condition-keys" => support.service_condition_keys = true,
            _ => return Err(fact.error("what a service can support in policies")),
        }
    }
    Ok(support)
}

pub(super) fn type_fact(row: &mut ResourceType, fact: &Fact<'_>) -> Result<(), SourceError> {
    match fact.keyword {
        "arn" => row.arns.push(fact.word("one template")?),
        "keys" => row.condition_keys = fact.some()?,
        "operations" => row.operations = fact.some()?,
        "parent" => {
            let (resource_type, engines) = fact.name_and_list()?;
            row.parent = Some(Parent {
                resource_type,
                engines,
            });
        }
        "primary" => row.primary = fact.nothing()?,
        "taggable" => row.taggable = Some(fact.nothing()?),
        "untaggable" => row.taggable = Some(!fact.nothing()?),
        _ => return Err(fact.error("a fact of a resource type")),
    }
    Ok(())
}

pub(super) fn action_fact(row: &mut Action, fact: &Fact<'_>) -> Result<(), SourceError> {
    match fact.keyword {
        "keys" => row.condition_keys = fact.some()?,
        "types" => {
            let types = fact.some()?.into_iter().map(|word| taken(word, Vec::new()));
            row.resource_types.extend(types);
        }
        "type" => {
            let (name, keys) = fact.name_and_list()?;
            row.resource_types.push(taken(name, keys));
        }
        "needs" => {
            let needs = fact.some()?.into_iter().map(|action| Check {
                on: On::Unknown,
                ..Check::new(action, Trigger::Unknown)
            });
            row.needs.extend(needs);
        }
        "need" => row.needs.push(check(fact)?),
        "permission-only" => row.permission_only = fact.nothing()?,
        "unreferenced" => row.unreferenced = fact.nothing()?,
        "since" => row.since = Some(fact.since()?),
        _ => return Err(fact.error("a fact of an action")),
    }
    Ok(())
}

/// A resource type that an action takes; the name of a required one ends in a star.
fn taken(word: String, condition_keys: Vec<String>) -> ActionResourceType {
    let (name, required) = match word.strip_suffix('*') {
        Some(name) => (name.to_string(), true),
        None => (word, false),
    };
    ActionResourceType {
        name,
        required,
        condition_keys,
    }
}

pub(super) fn operation_fact(row: &mut Operation, fact: &Fact<'_>) -> Result<(), SourceError> {
    match (fact.keyword, fact.words()) {
        ("check", _) => row.checks.push(check(fact)?),
        ("arn-parameter", _) => {
            let (name, resource_types) = fact.name_and_list()?;
            row.arn_parameter = Some(ArnParameter {
                name,
                resource_types,
            });
        }
        ("identifier", [resource_type, parameter]) => row.identifiers.push(Identifier {
            resource_type: resource_type.clone(),
            parameter: parameter.clone(),
        }),
        ("requires", names) => row.requires = Some(names.to_vec()),
        ("since", _) => row.since = Some(fact.since()?),
        _ => return Err(fact.error("a fact of an operation")),
    }
    Ok(())
}

fn check(fact: &Fact<'_>) -> Result<Check, SourceError> {
    let malformed = || fact.error("an action, its trigger, its resource, its context");
    let mut words = fact.words().iter().map(String::as_str);
    let mut next = || words.next();
    let action = next().ok_or_else(malformed)?;
    let trigger = match next() {
        Some("always") => Trigger::Always,
        Some("matching") => Trigger::Matching,
        Some("unknown") => Trigger::Unknown,
        Some("unless") => Trigger::Unless(next().ok_or_else(malformed)?.to_owned()),
        Some("when") => {
            let parameter = next().ok_or_else(malformed)?;
            match parameter.split_once('=') {
                Some((name, value)) => Trigger::Equal(name.to_owned(), value.to_owned()),
                None => Trigger::When(parameter.to_owned()),
            }
        }
        _ => return Err(malformed()),
    };
    let rest: Vec<&str> = words.collect();
    let mut check = Check::new(action, trigger);
    let (on, rest) = on(&rest).ok_or_else(malformed)?;
    check.on = on;
    let mut rest = rest;
    while let ["with", fact, more @ ..] = rest {
        let (key, values) = fact.split_once('=').ok_or_else(malformed)?;
        let values = values.split(',').map(str::to_owned).collect();
        check.context.push((key.to_owned(), values));
        rest = more;
    }
    check.on_behalf = match rest {
        [] => false,
        ["on-behalf"] => true,
        _ => return Err(malformed()),
    };
    Ok(check)
}

/// The resource of a check, and the words behind it.
fn on<'w, 't>(words: &'w [&'t str]) -> Option<(On, &'w [&'t str])> {
    let end = words
        .iter()
        .position(|word| matches!(*word, "with" | "on-behalf"))
        .unwrap_or(words.len());
    let (on, rest) = words.split_at_checked(end)?;
    let on = match on {
        [] => On::Request,
        ["on", "any"] => On::Any,
        ["on", "unknown"] => On::Unknown,
        ["on", "members", parameter] => On::Members((*parameter).to_owned()),
        ["on", "named", resource_type, parameters @ ..] if !parameters.is_empty() => On::Named {
            resource_type: (*resource_type).to_owned(),
            parameters: parameters.iter().map(|name| (*name).to_owned()).collect(),
        },
        _ => return None,
    };
    Some((on, rest))
}
