//! Writes an edition in its one canonical form; a file that differs from it is refused.

use core::fmt::{Result, Write};

use crate::model::{Action, Check, Edition, On, Operation, ResourceType, Since, Trigger};

/// Appends the canonical text of `edition` to `out`, every list sorted.
pub(crate) fn write(out: &mut String, edition: &Edition<'_>) -> Result {
    header(out, edition)?;
    for row in sorted(&edition.types, |row| row.name) {
        resource_type(out, row)?;
    }
    if !edition.keys.is_empty() {
        writeln!(out)?;
    }
    for row in sorted(&edition.keys, |row| row.name) {
        writeln!(out, "key {} {}", row.name, row.types.join(" "))?;
    }
    for row in sorted(&edition.actions, |row| row.name) {
        action(out, row)?;
    }
    for row in sorted(&edition.operations, |row| row.name) {
        operation(out, row)?;
    }
    Ok(())
}

/// The order of every list: by text, without regard to ASCII case, then as written.
pub(crate) fn sorted<T>(rows: &[T], name: impl Fn(&T) -> &str) -> Vec<&T> {
    let mut rows: Vec<&T> = rows.iter().collect();
    rows.sort_by_key(|row| (name(row).to_ascii_lowercase(), name(row).to_string()));
    rows
}

fn header(out: &mut String, edition: &Edition<'_>) -> Result {
    writeln!(out, "edition {}@{}", edition.service, edition.date)?;
    writeln!(out, "name {}", edition.name)?;
    writeln!(out, "api-version {}", edition.api_version)?;
    writeln!(out, "service-principal {}", edition.service_principal)?;
    writeln!(out, "as-of {}", edition.as_of)?;
    let (from, until) = edition.in_force;
    writeln!(
        out,
        "in-force {from}..{}",
        until.map(|day| day.to_string()).unwrap_or_default()
    )?;
    if let Some(day) = edition.required_as_of {
        writeln!(out, "required-as-of {day}")?;
    }
    if let Some(day) = edition.dependent_as_of {
        writeln!(out, "dependent-as-of {day}")?;
    }
    writeln!(out, "supports{}", words(&edition.supports))
}

fn resource_type(out: &mut String, row: &ResourceType<'_>) -> Result {
    writeln!(out, "\ntype {}", row.name)?;
    lines(out, "arn", &row.arns)?;
    lines(out, "key", &row.keys)?;
    lines(out, "operation", &row.operations)?;
    if let Some((parent, engines)) = &row.parent {
        writeln!(out, " parent {parent}{}", words(engines))?;
    }
    flag(out, "primary", row.primary)?;
    flag(out, "taggable", row.taggable == Some(true))?;
    flag(out, "untaggable", row.taggable == Some(false))
}

fn action(out: &mut String, row: &Action<'_>) -> Result {
    writeln!(out, "\naction {} {}", row.name, row.level)?;
    lines(out, "key", &row.keys)?;
    checks(out, "needs", &row.needs)?;
    flag(out, "permission-only", row.permission_only)?;
    since(out, row.since)?;
    for kind in sorted(&row.types, |kind| kind.name) {
        let need = if kind.required {
            "required"
        } else {
            "optional"
        };
        writeln!(out, " type {} {need}{}", kind.name, words(&kind.keys))?;
    }
    flag(out, "unreferenced", row.unreferenced)
}

fn operation(out: &mut String, row: &Operation<'_>) -> Result {
    let coverage = if row.documented {
        "documented"
    } else {
        "unknown"
    };
    writeln!(out, "\noperation {} {coverage}", row.name)?;
    if let Some((name, types)) = &row.arn_parameter {
        writeln!(out, " arn-parameter {name}{}", words(types))?;
    }
    checks(out, "check", &row.checks)?;
    for (resource_type, parameter) in sorted(&row.identifiers, |pair| pair.0) {
        writeln!(out, " identifier {resource_type} {parameter}")?;
    }
    if let Some(names) = &row.requires {
        writeln!(out, " requires{}", words(names))?;
    }
    since(out, row.since)
}

fn checks(out: &mut String, keyword: &str, rows: &[Check<'_>]) -> Result {
    let texts: Vec<String> = rows.iter().map(check).collect();
    for text in sorted(&texts, |text| text) {
        writeln!(out, " {keyword} {text}")?;
    }
    Ok(())
}

fn check(row: &Check<'_>) -> String {
    let trigger = match row.trigger {
        Trigger::Always => "always".to_string(),
        Trigger::When(parameter) => format!("when {parameter}"),
        Trigger::Unknown => "unknown".to_string(),
    };
    let on = match row.on {
        On::Request => String::new(),
        On::Any => " on any".to_string(),
        On::Unknown => " on unknown".to_string(),
        On::Members(parameter) => format!(" on members {parameter}"),
        On::Named {
            resource_type,
            parameter,
        } => format!(" on named {resource_type} {parameter}"),
    };
    format!("{} {trigger}{on}", row.action)
}

fn since(out: &mut String, since: Option<Since>) -> Result {
    match since {
        Some(Since {
            date,
            at_the_latest,
        }) => writeln!(
            out,
            " since {}{date}",
            if at_the_latest { "<=" } else { "" }
        ),
        None => Ok(()),
    }
}

fn lines(out: &mut String, keyword: &str, values: &[&str]) -> Result {
    for value in sorted(values, |value| value) {
        writeln!(out, " {keyword} {value}")?;
    }
    Ok(())
}

fn flag(out: &mut String, keyword: &str, set: bool) -> Result {
    if set {
        writeln!(out, " {keyword}")
    } else {
        Ok(())
    }
}

/// The words, sorted, each after a space.
fn words(values: &[&str]) -> String {
    sorted(values, |value| value)
        .iter()
        .map(|value| format!(" {value}"))
        .collect()
}
