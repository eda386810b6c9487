//! What must hold of an edition beyond its grammar: names exist once, references resolve, dates make sense.

use core::fmt;
use std::collections::BTreeSet;

use crate::model::{Check, Date, Edition, On, Operation, Trigger};
use crate::read::{ReadError, read};
use crate::write::write;

/// Access levels as the service authorization reference names them.
const LEVELS: [&str; 5] = ["List", "PermissionsManagement", "Read", "Tagging", "Write"];
/// Types of condition keys.
const KEY_TYPES: [&str; 12] = [
    "ARN",
    "ArrayOfARN",
    "ArrayOfBool",
    "ArrayOfDate",
    "ArrayOfIPAddress",
    "ArrayOfNumeric",
    "ArrayOfString",
    "Bool",
    "Date",
    "IPAddress",
    "Numeric",
    "String",
];
/// What a service may support in policies.
const FLAGS: [&str; 5] = [
    "global-condition-keys",
    "identity-based",
    "resource-based",
    "resource-level",
    "service-condition-keys",
];

/// Why an edition is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EditionError {
    /// The text is not of the form.
    Read(ReadError),
    /// The text is not the canonical one; the first line that differs.
    NotCanonical { line: usize, expected: String },
    /// A fact contradicts another one.
    Inconsistent(String),
}

impl fmt::Display for EditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditionError::Read(error) => error.fmt(f),
            EditionError::NotCanonical { line, expected } => {
                write!(
                    f,
                    "line {line}: not in canonical form, expected `{expected}`"
                )
            }
            EditionError::Inconsistent(what) => f.write_str(what),
        }
    }
}

impl core::error::Error for EditionError {}

/// Reads the edition in `text` and checks it. `id` is what the file is called, without its extension.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub(crate) fn edition<'t>(id: &str, text: &'t str) -> Result<Edition<'t>, EditionError> {
    let edition = read(text).map_err(EditionError::Read)?;
    consistent(id, &edition).map_err(EditionError::Inconsistent)?;
    canonical(text, &edition)?;
    Ok(edition)
}

fn canonical(text: &str, edition: &Edition<'_>) -> Result<(), EditionError> {
    let mut expected = String::new();
    write(&mut expected, edition).map_err(|error| EditionError::Inconsistent(error.to_string()))?;
    if expected == text {
        return Ok(());
    }
    let same = expected
        .lines()
        .zip(text.lines())
        .take_while(|(left, right)| left == right)
        .count();
    let expected = expected
        .lines()
        .nth(same)
        .unwrap_or("the end of the file")
        .to_string();
    Err(EditionError::NotCanonical {
        line: same + 1,
        expected,
    })
}

fn consistent(id: &str, edition: &Edition<'_>) -> Result<(), String> {
    ensure(
        format!("{}@{}", edition.service, edition.date) == id,
        || format!("the edition is not that of file `{id}`"),
    )?;
    for (field, value) in [
        ("service", edition.service),
        ("name", edition.name),
        ("api-version", edition.api_version),
        ("service-principal", edition.service_principal),
    ] {
        ensure(!value.is_empty(), || format!("`{field}` is missing"))?;
    }
    let prefix = edition
        .service
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    ensure(prefix, || {
        format!("service prefix `{}` is not lower case", edition.service)
    })?;
    ensure(edition.as_of != Date::default(), || {
        "`as-of` is missing".to_string()
    })?;
    let (from, until) = edition.in_force;
    ensure(
        from != Date::default() && until.is_none_or(|until| from <= until),
        || "`in-force` is no period".to_string(),
    )?;
    each_of("support flag", &edition.supports, &FLAGS)?;
    types(edition)?;
    actions(edition)?;
    operations(edition)
}

fn types(edition: &Edition<'_>) -> Result<(), String> {
    let names = unique("resource type", edition.types.iter().map(|row| row.name))?;
    let keys = unique("condition key", edition.keys.iter().map(|row| row.name))?;
    for key in &edition.keys {
        each_of("type of a condition key", &key.types, &KEY_TYPES)?;
    }
    for row in &edition.types {
        ensure(!row.arns.is_empty(), || {
            format!("resource type `{}` has no ARN template", row.name)
        })?;
        for arn in &row.arns {
            ensure(is_template(arn), || format!("`{arn}` is no ARN template"))?;
        }
        defined("condition key", &row.keys, &keys)?;
        if let Some((parent, _)) = &row.parent {
            defined("resource type", &[*parent], &names)?;
        }
    }
    Ok(())
}

fn actions(edition: &Edition<'_>) -> Result<(), String> {
    unique("action", edition.actions.iter().map(|row| row.name))?;
    let types = unique("resource type", edition.types.iter().map(|row| row.name))?;
    let keys = unique("condition key", edition.keys.iter().map(|row| row.name))?;
    for row in &edition.actions {
        each_of("access level", &[row.level], &LEVELS)?;
        defined("condition key", &row.keys, &keys)?;
        unique(
            "resource type of an action",
            row.types.iter().map(|kind| kind.name),
        )?;
        for kind in &row.types {
            defined("resource type", &[kind.name], &types)?;
            defined("condition key", &kind.keys, &keys)?;
        }
        for check in &row.needs {
            self::check(edition, check)?;
        }
    }
    let levels = edition.supports.contains(&"resource-level");
    ensure(
        levels || edition.actions.iter().all(|row| row.types.is_empty()),
        || {
            "an action takes resource types, and the service has no resource-level permissions"
                .to_string()
        },
    )
}

fn operations(edition: &Edition<'_>) -> Result<(), String> {
    let names = unique("operation", edition.operations.iter().map(|row| row.name))?;
    for row in &edition.types {
        defined("operation", &row.operations, &names)?;
    }
    edition
        .operations
        .iter()
        .try_for_each(|row| operation(edition, row))
}

fn operation(edition: &Edition<'_>, row: &Operation<'_>) -> Result<(), String> {
    let types = unique("resource type", edition.types.iter().map(|row| row.name))?;
    let always = row
        .checks
        .iter()
        .any(|check| check.trigger == Trigger::Always);
    ensure(row.documented == always, || {
        format!(
            "operation `{}` is documented without an action that always applies, or the reverse",
            row.name
        )
    })?;
    ensure(row.documented || row.checks.is_empty(), || {
        format!("operation `{}` is unknown and has actions", row.name)
    })?;
    if let Some((_, kinds)) = &row.arn_parameter {
        defined("resource type", kinds, &types)?;
    }
    for (kind, _) in &row.identifiers {
        defined("resource type", &[*kind], &types)?;
    }
    row.checks
        .iter()
        .try_for_each(|check| self::check(edition, check))
}

fn check(edition: &Edition<'_>, check: &Check<'_>) -> Result<(), String> {
    let Some((service, name)) = check.action.split_once(':') else {
        return Err(format!("`{}` is no action", check.action));
    };
    if service == edition.service {
        let known = edition.actions.iter().any(|row| row.name == name);
        ensure(known, || {
            format!("action `{}` is not defined", check.action)
        })?;
    }
    if let On::Named { resource_type, .. } = check.on {
        let known = edition.types.iter().any(|row| row.name == resource_type);
        ensure(known, || {
            format!("resource type `{resource_type}` is not defined")
        })?;
    }
    Ok(())
}

/// Periods of one service must not overlap, and only the last one may be open; `editions` are sorted by service and date.
///
/// # Errors
///
/// The pair that overlaps.
pub(crate) fn periods(editions: &[Edition<'_>]) -> Result<(), EditionError> {
    for (earlier, later) in editions.iter().zip(editions.iter().skip(1)) {
        let apart = earlier
            .in_force
            .1
            .is_some_and(|until| until < later.in_force.0);
        if earlier.service == later.service && !apart {
            return Err(EditionError::Inconsistent(format!(
                "editions {0}@{1} and {0}@{2} are in force on the same day",
                earlier.service, earlier.date, later.date
            )));
        }
    }
    Ok(())
}

/// Six fields, the first `arn`, and every `${` closed before the next.
fn is_template(arn: &str) -> bool {
    let mut parts = arn.split("${");
    let open = parts.next().is_some_and(|head| !head.contains('}'));
    let closed = parts.all(|part| {
        part.split_once('}')
            .is_some_and(|(name, rest)| !name.is_empty() && !rest.contains('}'))
    });
    open && closed && arn.starts_with("arn:") && arn.split(':').count() >= 6
}

/// The names, folded; each may occur once.
fn unique<'t>(
    what: &str,
    names: impl Iterator<Item = &'t str>,
) -> Result<BTreeSet<String>, String> {
    let mut seen = BTreeSet::new();
    for name in names {
        ensure(seen.insert(name.to_ascii_lowercase()), || {
            format!("{what} `{name}` is defined twice")
        })?;
    }
    Ok(seen)
}

fn defined(what: &str, names: &[&str], known: &BTreeSet<String>) -> Result<(), String> {
    unique(what, names.iter().copied())?;
    for name in names {
        ensure(known.contains(&name.to_ascii_lowercase()), || {
            format!("{what} `{name}` is not defined")
        })?;
    }
    Ok(())
}

fn each_of(what: &str, values: &[&str], known: &[&str]) -> Result<(), String> {
    unique(what, values.iter().copied())?;
    for value in values {
        ensure(known.contains(value), || {
            format!("{what} `{value}` is unknown")
        })?;
    }
    Ok(())
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}
