//! What must hold of an edition beyond its form: names exist once, references resolve, dates make sense.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};

use super::error::{SourceError, SourceErrorKind, push_excerpt};
use super::model::{Action, Check, ConditionKey, Edition, On, Operation, ResourceType, Trigger};

/// The longest word of an edition, in bytes.
const LONGEST: usize = 1024;
/// How many checks an operation may have, and how many dependent actions an action; AWS's longest list has 112.
const MOST_CHECKS: usize = 1024;
/// The words of a check behind which its text goes on.
const RESERVED: [&str; 2] = ["with", "on-behalf"];

/// Checks that the edition is consistent.
///
/// # Errors
///
/// The first fact that contradicts another one, is written twice, or names what the edition does not define.
pub fn check(edition: &Edition) -> Result<(), SourceError> {
    header(edition)?;
    let names = Names::of(edition)?;
    edition
        .resource_types
        .iter()
        .try_for_each(|row| resource_type(row, &names))?;
    edition.condition_keys.iter().try_for_each(condition_key)?;
    edition
        .actions
        .iter()
        .try_for_each(|row| action(edition, row, &names))?;
    edition
        .operations
        .iter()
        .try_for_each(|row| operation(edition, row, &names))?;
    let resource_level = edition.support.is_none_or(|support| support.resource_level);
    let takes = |row: &&Action| !row.resource_types.is_empty();
    match edition.actions.iter().find(takes) {
        Some(row) if !resource_level => Err(about(
            "action",
            &row.name,
            "takes resource types, and the service has no resource-level permissions",
        )),
        _ => Ok(()),
    }
}

/// The names that an edition defines, folded.
struct Names {
    types: BTreeSet<String>,
    keys: BTreeSet<String>,
    actions: BTreeSet<String>,
    operations: BTreeSet<String>,
}

impl Names {
    fn of(edition: &Edition) -> Result<Self, SourceError> {
        Ok(Self {
            types: unique(
                "resource type",
                edition.resource_types.iter().map(|row| &row.name),
            )?,
            keys: unique(
                "condition key",
                edition.condition_keys.iter().map(|row| &row.name),
            )?,
            actions: unique("action", edition.actions.iter().map(|row| &row.name))?,
            operations: unique("operation", edition.operations.iter().map(|row| &row.name))?,
        })
    }
}

fn header(edition: &Edition) -> Result<(), SourceError> {
    if !is_prefix(&edition.service) {
        return Err(found("a service prefix in lower case", &edition.service));
    }
    text("the name of the service", &edition.name)?;
    let words = [&edition.api_version, &edition.service_principal];
    for value in words.into_iter().flatten().chain(&edition.sdk_clients) {
        word(value)?;
    }
    unique("SDK client", edition.sdk_clients.iter())?;
    let period = edition.in_force;
    match period.until {
        Some(until) if until < period.from => {
            let message = format!(
                "expected a period in force, found {} to {until}",
                period.from
            );
            Err(SourceError::new(SourceErrorKind::Inconsistent, message))
        }
        _ => Ok(()),
    }
}

fn resource_type(row: &ResourceType, names: &Names) -> Result<(), SourceError> {
    text("the name of a resource type", &row.name)?;
    if row.name.ends_with('*') || RESERVED.contains(&row.name.as_str()) {
        return Err(found(
            "a name that is no word of a check and does not end in `*`",
            &row.name,
        ));
    }
    if row.arns.is_empty() {
        return Err(about("resource type", &row.name, "has no ARN template"));
    }
    unique("ARN template", row.arns.iter())?;
    for arn in &row.arns {
        word(arn)?;
        if !is_template(arn) {
            return Err(found("an ARN template", arn));
        }
    }
    defined("condition key", row.condition_keys.iter(), &names.keys)?;
    defined("operation", row.operations.iter(), &names.operations)?;
    if let Some(parent) = &row.parent {
        defined("resource type", [&parent.resource_type], &names.types)?;
        unique("engine", parent.engines.iter())?;
        parent.engines.iter().try_for_each(|name| word(name))?;
    }
    Ok(())
}

fn condition_key(row: &ConditionKey) -> Result<(), SourceError> {
    word(&row.name)?;
    let shaped = row
        .name
        .split_once(':')
        .is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty());
    if !shaped || placeholders(&row.name).is_none() {
        return Err(found("a condition key `prefix:name`", &row.name));
    }
    if row.types.is_empty() {
        return Err(about("condition key", &row.name, "has no type"));
    }
    let words = row.types.iter().map(|kind| kind.word().to_string());
    unique("type of a condition key", words).map(drop)
}

fn action(edition: &Edition, row: &Action, names: &Names) -> Result<(), SourceError> {
    action_name(&row.name)?;
    defined("condition key", row.condition_keys.iter(), &names.keys)?;
    let types = row.resource_types.iter().map(|kind| &kind.name);
    defined("resource type", types, &names.types)?;
    for kind in &row.resource_types {
        defined("condition key", kind.condition_keys.iter(), &names.keys)?;
    }
    checks(edition, &row.name, &row.needs, names)
}

fn operation(edition: &Edition, row: &Operation, names: &Names) -> Result<(), SourceError> {
    parameter(&row.name)?;
    checks(edition, &row.name, &row.checks, names)?;
    if let Some(arn) = &row.arn_parameter {
        parameter(&arn.name)?;
        defined("resource type", arn.resource_types.iter(), &names.types)?;
    }
    let types = row.identifiers.iter().map(|row| &row.resource_type);
    defined("resource type", types, &names.types)?;
    row.identifiers
        .iter()
        .try_for_each(|row| parameter(&row.parameter))?;
    let required = row.requires.as_deref().unwrap_or_default();
    unique("required parameter", required.iter())?;
    required.iter().try_for_each(|name| parameter(name))
}

fn checks(edition: &Edition, of: &str, rows: &[Check], names: &Names) -> Result<(), SourceError> {
    if rows.len() > MOST_CHECKS {
        let mut message = format!("expected at most {MOST_CHECKS} actions for ");
        push_excerpt(&mut message, of);
        message.push_str(", found more");
        return Err(SourceError::new(SourceErrorKind::TooLarge, message));
    }
    let mut seen = BTreeSet::new();
    for row in rows {
        check_row(edition, row, names)?;
        if !seen.insert(folded(row)) {
            return Err(SourceError::twice("the check of", &row.action));
        }
    }
    Ok(())
}

/// The check as it compares with others: the type's name without regard to case, the context in order.
fn folded(row: &Check) -> Check {
    let mut row = row.clone();
    if let On::Named { resource_type, .. } = &mut row.on {
        resource_type.make_ascii_lowercase();
    }
    row.context.sort();
    row
}

fn check_row(edition: &Edition, row: &Check, names: &Names) -> Result<(), SourceError> {
    let Some((service, name)) = row.action.split_once(':') else {
        return Err(found("an action `service:Name`", &row.action));
    };
    if !is_prefix(service) {
        return Err(found("an action `service:Name`", &row.action));
    }
    action_name(name)?;
    if service == edition.service && !names.actions.contains(&name.to_ascii_lowercase()) {
        return Err(SourceError::undefined("action", &row.action));
    }
    match &row.trigger {
        Trigger::Always | Trigger::Matching | Trigger::Unknown => {}
        Trigger::When(name) | Trigger::Unless(name) => parameter(name)?,
        Trigger::Equal(name, value) => {
            parameter(name)?;
            word(value)?;
        }
    }
    match &row.on {
        On::Request | On::Any | On::Unknown => {}
        On::Members(name) => parameter(name)?,
        On::Named {
            resource_type,
            parameters,
        } => {
            defined("resource type", [resource_type], &names.types)?;
            if parameters.is_empty() {
                return Err(about("the check of", &row.action, "names no parameter"));
            }
            parameters.iter().try_for_each(|name| parameter(name))?;
        }
    }
    unique(
        "condition key of a check",
        row.context.iter().map(|(key, _)| key),
    )?;
    for (key, values) in &row.context {
        word(key)?;
        let plain = !key.contains('=') && values.iter().all(|value| !value.contains(','));
        if values.is_empty() || !plain {
            return Err(found("a condition key and its values", key));
        }
        values.iter().try_for_each(|value| word(value))?;
    }
    Ok(())
}

/// Six fields, the first `arn`, and every `${` closed before the next.
fn is_template(arn: &str) -> bool {
    placeholders(arn).is_some() && arn.starts_with("arn:") && arn.split(':').count() >= 6
}

/// How many `${Name}` there are; `None` where one is not closed, or closed twice.
fn placeholders(text: &str) -> Option<usize> {
    let mut parts = text.split("${");
    let head = parts.next()?;
    let mut count = 0;
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        if name.is_empty() || rest.contains('}') {
            return None;
        }
        count += 1;
    }
    (!head.contains('}')).then_some(count)
}

/// A service prefix in lower case.
pub(crate) fn is_prefix(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(plain)
}

/// A name that policies can hold: letters, digits, hyphens and underscores.
fn action_name(name: &str) -> Result<(), SourceError> {
    word(name)?;
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if plain {
        Ok(())
    } else {
        Err(found("the name of an action", name))
    }
}

fn parameter(name: &str) -> Result<(), SourceError> {
    word(name)?;
    if name.contains('=') || RESERVED.contains(&name) {
        return Err(found("a name without `=` that is no word of a check", name));
    }
    Ok(())
}

/// Not empty, one line, no space, no quotation mark, not too long.
fn word(value: &str) -> Result<(), SourceError> {
    if value.contains(' ') {
        return Err(found("a word without spaces", value));
    }
    text("a word", value)
}

fn text(what: &str, value: &str) -> Result<(), SourceError> {
    let odd = value.contains(|character: char| character.is_control() || character == '"');
    let spaced = value.contains("  ") || value.starts_with(' ') || value.ends_with(' ');
    if value.is_empty() || odd || spaced {
        return Err(found(
            &format!("{what}, printable and without quotation marks"),
            value,
        ));
    }
    if value.len() > LONGEST {
        let message = format!(
            "expected {what} of at most {LONGEST} bytes, found {}",
            value.len()
        );
        return Err(SourceError::new(SourceErrorKind::TooLarge, message));
    }
    Ok(())
}

/// The names, folded; each may occur once.
fn unique(
    what: &str,
    names: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<BTreeSet<String>, SourceError> {
    let mut seen = BTreeSet::new();
    for name in names {
        let name = name.as_ref();
        if !seen.insert(name.to_ascii_lowercase()) {
            return Err(SourceError::twice(what, name));
        }
    }
    Ok(seen)
}

fn defined<'n>(
    what: &str,
    names: impl IntoIterator<Item = &'n String>,
    known: &BTreeSet<String>,
) -> Result<(), SourceError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !known.contains(&name.to_ascii_lowercase()) {
            return Err(SourceError::undefined(what, name));
        }
        if !seen.insert(name.to_ascii_lowercase()) {
            return Err(SourceError::twice(what, name));
        }
    }
    Ok(())
}

/// A fact about `name` that cannot be.
fn about(what: &str, name: &str, fault: &str) -> SourceError {
    let mut message = format!("{what} ");
    push_excerpt(&mut message, name);
    message.push(' ');
    message.push_str(fault);
    SourceError::about_name(message, name)
}

fn found(expected: &str, value: &str) -> SourceError {
    let mut message = format!("expected {expected}, found ");
    push_excerpt(&mut message, value);
    SourceError::about_name(message, value)
}
