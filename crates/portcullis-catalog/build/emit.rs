//! Emits checked editions as Rust constants, so that opening the catalog costs nothing.

use core::fmt::{Result, Write};

use crate::model::{
    Action, Check, Date, Edition, Key, On, Operation, ResourceType, Since, Trigger,
};
use crate::write::sorted;

/// Appends `EDITIONS`, in the order given; the row types are those of `src/rows.rs`.
pub(crate) fn emit(out: &mut String, editions: &[Edition<'_>]) -> Result {
    writeln!(out, "pub(crate) static EDITIONS: &[EditionRow] = &[")?;
    for edition in editions {
        row(out, edition)?;
    }
    writeln!(out, "];")
}

fn row(out: &mut String, edition: &Edition<'_>) -> Result {
    head(out, edition)?;
    support(out, edition)?;
    list(
        out,
        "types",
        &sorted(&edition.types, |row| row.name),
        |row| resource_type(row),
    )?;
    list(out, "keys", &sorted(&edition.keys, |row| row.name), |row| {
        key(row)
    })?;
    list(
        out,
        "actions",
        &sorted(&edition.actions, |row| row.name),
        |row| action(row),
    )?;
    list(
        out,
        "operations",
        &sorted(&edition.operations, |row| row.name),
        |row| operation(row),
    )?;
    writeln!(out, "}},")
}

fn head(out: &mut String, edition: &Edition<'_>) -> Result {
    let (from, until) = edition.in_force;
    writeln!(
        out,
        "EditionRow {{ service: {:?}, date: {},",
        edition.service,
        date(edition.date)
    )?;
    writeln!(
        out,
        "name: {:?}, api_version: {:?},",
        edition.name, edition.api_version
    )?;
    writeln!(out, "service_principal: {:?},", edition.service_principal)?;
    writeln!(out, "as_of: {}, from: {},", date(edition.as_of), date(from))?;
    writeln!(out, "until: {},", option(until.map(date)))?;
    writeln!(
        out,
        "required_as_of: {},",
        option(edition.required_as_of.map(date))
    )?;
    writeln!(
        out,
        "dependent_as_of: {},",
        option(edition.dependent_as_of.map(date))
    )
}

fn support(out: &mut String, edition: &Edition<'_>) -> Result {
    for (field, flag) in [
        ("identity_based", "identity-based"),
        ("resource_based", "resource-based"),
        ("resource_level", "resource-level"),
        ("service_condition_keys", "service-condition-keys"),
        ("global_condition_keys", "global-condition-keys"),
    ] {
        writeln!(out, "{field}: {},", edition.supports.contains(&flag))?;
    }
    Ok(())
}

fn list<T>(out: &mut String, field: &str, rows: &[T], emit: impl Fn(&T) -> String) -> Result {
    writeln!(out, "{field}: &[")?;
    for row in rows {
        writeln!(out, "{},", emit(row))?;
    }
    writeln!(out, "],")
}

fn resource_type(row: &ResourceType<'_>) -> String {
    let parent = row
        .parent
        .as_ref()
        .map(|(name, engines)| format!("ParentRow {{ name: {name:?}, engines: &{engines:?} }}"));
    format!(
        "TypeRow {{ name: {:?}, arns: &{:?}, keys: &{:?}, operations: &{:?}, parent: {}, primary: {}, taggable: {:?} }}",
        row.name,
        row.arns,
        row.keys,
        row.operations,
        option(parent),
        row.primary,
        row.taggable
    )
}

fn key(row: &Key<'_>) -> String {
    let types: Vec<String> = row.types.iter().map(|text| key_type(text)).collect();
    format!(
        "KeyRow {{ name: {:?}, types: &[{}] }}",
        row.name,
        types.join(", ")
    )
}

fn key_type(text: &str) -> String {
    let (value, cardinality) = text
        .strip_prefix("ArrayOf")
        .map_or((text, "Single"), |value| (value, "Multiple"));
    let value = match value {
        "ARN" => "Arn",
        "IPAddress" => "IpAddress",
        other => other,
    };
    format!("KeyType {{ value: ValueType::{value}, cardinality: Cardinality::{cardinality} }}")
}

fn action(row: &Action<'_>) -> String {
    let types: Vec<String> = row
        .types
        .iter()
        .map(|kind| {
            format!(
                "ActionTypeRow {{ name: {:?}, required: {}, keys: &{:?} }}",
                kind.name, kind.required, kind.keys
            )
        })
        .collect();
    format!(
        "ActionRow {{ name: {:?}, level: AccessLevel::{}, keys: &{:?}, needs: &{}, permission_only: {}, since: {}, types: &[{}], unreferenced: {} }}",
        row.name,
        row.level,
        row.keys,
        checks(&row.needs),
        row.permission_only,
        since(row.since),
        types.join(", "),
        row.unreferenced,
    )
}

fn operation(row: &Operation<'_>) -> String {
    let arn = row.arn_parameter.as_ref();
    let requires = row
        .requires
        .as_ref()
        .map(|names| format!("&{names:?} as &[&str]"));
    format!(
        "OperationRow {{ name: {:?}, documented: {}, arn_parameter: {}, checks: &{}, identifiers: &{:?}, requires: {}, since: {} }}",
        row.name,
        row.documented,
        option(arn.map(|(name, types)| format!("({name:?}, &{types:?} as &[&str])"))),
        checks(&row.checks),
        row.identifiers,
        option(requires),
        since(row.since),
    )
}

fn checks(rows: &[Check<'_>]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let trigger = match row.trigger {
                Trigger::Always => "Always".to_string(),
                Trigger::When(parameter) => format!("Parameter({parameter:?})"),
                Trigger::Unknown => "Unknown".to_string(),
            };
            let on = match row.on {
                On::Request => "Request".to_string(),
                On::Any => "Any".to_string(),
                On::Unknown => "Unknown".to_string(),
                On::Members(parameter) => format!("Members {{ parameter: {parameter:?} }}"),
                On::Named { resource_type, parameter } => {
                    format!("Named {{ resource_type: {resource_type:?}, parameter: {parameter:?} }}")
                }
            };
            format!("CheckRow {{ action: {:?}, trigger: Trigger::{trigger}, resource: CheckedResource::{on} }}", row.action)
        })
        .collect();
    format!("[{}]", rows.join(", "))
}

fn date(day: Date) -> String {
    format!("Date::literal({}, {}, {})", day.0, day.1, day.2)
}

fn since(since: Option<Since>) -> String {
    option(since.map(|since| {
        format!(
            "Since::literal({}, {})",
            date(since.date),
            since.at_the_latest
        )
    }))
}

fn option(text: Option<String>) -> String {
    text.map_or_else(|| "None".to_string(), |text| format!("Some({text})"))
}
