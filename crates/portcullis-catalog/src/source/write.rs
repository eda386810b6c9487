//! Writes an edition in its one canonical text form; a file that differs from it is refused.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::model::{Action, Check, Edition, On, Operation, ResourceType, Support, Trigger};
use super::words::push;
use crate::date::Since;
use crate::folding;

/// The canonical text of `edition`, every list sorted, with its dates.
#[must_use]
pub fn write(edition: &Edition) -> String {
    let mut out = format!("edition {}@{}\n", edition.service, edition.date);
    names(&mut out, edition);
    out.push_str(&dates(edition));
    body(&mut out, edition);
    out
}

/// The same without its dates, which the file of dates beside it gives.
#[must_use]
pub fn write_undated(edition: &Edition) -> String {
    let mut out = format!("service {}\n", edition.service);
    names(&mut out, edition);
    body(&mut out, edition);
    out
}

fn names(out: &mut String, edition: &Edition) {
    line(out, "name", &edition.name);
    if let Some(version) = &edition.api_version {
        line(out, "api-version", version);
    }
    if let Some(principal) = &edition.service_principal {
        line(out, "service-principal", principal);
    }
    list(out, "sdk", &edition.sdk_clients);
    if let Some(support) = &edition.support {
        out.push_str("supports");
        for (word, set) in flags(*support) {
            if set {
                push(out, word, "");
            }
        }
        out.push('\n');
    }
}

/// The words of what a service supports, in the order in which they are written.
pub(super) const fn flags(support: Support) -> [(&'static str, bool); 5] {
    [
        ("global-condition-keys", support.global_condition_keys),
        ("identity-based", support.identity_based),
        ("resource-based", support.resource_based),
        ("resource-level", support.resource_level),
        ("service-condition-keys", support.service_condition_keys),
    ]
}

/// The lines of the dates behind the identity.
fn dates(edition: &Edition) -> String {
    let mut out = String::new();
    line(&mut out, "as-of", &edition.as_of.to_string());
    let until = edition.in_force.until.map(|day| day.to_string());
    let period = format!("{}..{}", edition.in_force.from, until.unwrap_or_default());
    line(&mut out, "in-force", &period);
    if let Some(day) = edition.required_as_of {
        line(&mut out, "required-as-of", &day.to_string());
    }
    if let Some(day) = edition.dependent_as_of {
        line(&mut out, "dependent-as-of", &day.to_string());
    }
    out
}

fn body(out: &mut String, edition: &Edition) {
    group(out, &edition.resource_types, |row| &row.name, resource_type);
    group(
        out,
        &edition.condition_keys,
        |row| &row.name,
        |out, row| {
            push_record(out, "key", &row.name);
            let mut words: Vec<&str> = row.types.iter().map(|kind| kind.word()).collect();
            words.sort_unstable();
            words.iter().for_each(|word| push(out, word, ""));
            out.push('\n');
        },
    );
    let calls = calls(edition);
    group(
        out,
        &edition.actions,
        |row| &row.name,
        |out, row| action(out, row, calls.contains(row.name.as_str())),
    );
    let listed: Vec<&Operation> = edition
        .operations
        .iter()
        .filter(|row| !calls.contains(row.name.as_str()))
        .collect();
    group(
        out,
        &listed,
        |row| &row.name,
        |out, row| operation(out, row),
    );
}

/// The names of the operations that say no more than that they need the action of their name.
fn calls(edition: &Edition) -> BTreeSet<&str> {
    let actions: BTreeSet<&str> = edition
        .actions
        .iter()
        .map(|row| row.name.as_str())
        .collect();
    let operations = edition.operations.iter();
    let calls =
        operations.filter(|row| actions.contains(row.name.as_str()) && is_call(edition, row));
    calls.map(|row| row.name.as_str()).collect()
}

fn is_call(edition: &Edition, row: &Operation) -> bool {
    let own = || Check::new(format!("{}:{}", edition.service, row.name), Trigger::Always);
    let plain = row.arn_parameter.is_none()
        && row.identifiers.is_empty()
        && row.requires.is_none()
        && row.since.is_none();
    plain && matches!(row.checks.as_slice(), [check] if *check == own())
}

/// Appends an empty line and the rows in order.
fn group<T>(
    out: &mut String,
    rows: &[T],
    name: impl Fn(&T) -> &str,
    mut write: impl FnMut(&mut String, &T),
) {
    if !rows.is_empty() {
        out.push('\n');
    }
    sorted(rows, name)
        .into_iter()
        .for_each(|row| write(out, row));
}

fn resource_type(out: &mut String, row: &ResourceType) {
    push_record(out, "type", &row.name);
    out.push('\n');
    for arn in sorted(&row.arns, |arn| arn) {
        line(out, " arn", arn);
    }
    list(out, " keys", &row.condition_keys);
    list(out, " operations", &row.operations);
    if let Some(parent) = &row.parent {
        out.push_str(" parent");
        push(out, &parent.resource_type, "");
        sorted(&parent.engines, |name| name)
            .iter()
            .for_each(|name| push(out, name, ""));
        out.push('\n');
    }
    flag(out, "primary", row.primary);
    flag(out, "taggable", row.taggable == Some(true));
    flag(out, "untaggable", row.taggable == Some(false));
}

fn action(out: &mut String, row: &Action, calls: bool) {
    push_record(out, "action", &row.name);
    push(out, row.level.word(), "");
    if calls {
        push(out, "call", "");
    }
    out.push('\n');
    list(out, " keys", &row.condition_keys);
    let types = sorted(&row.resource_types, |kind| &kind.name);
    let mark = |required: bool| if required { "*" } else { "" };
    let mut plain = types
        .iter()
        .filter(|kind| kind.condition_keys.is_empty())
        .peekable();
    if plain.peek().is_some() {
        out.push_str(" types");
        plain.for_each(|kind| push(out, &kind.name, mark(kind.required)));
        out.push('\n');
    }
    for kind in types.iter().filter(|kind| !kind.condition_keys.is_empty()) {
        out.push_str(" type");
        push(out, &kind.name, mark(kind.required));
        sorted(&kind.condition_keys, |key| key)
            .iter()
            .for_each(|key| push(out, key, ""));
        out.push('\n');
    }
    let (plain, refined): (Vec<&Check>, Vec<&Check>) =
        row.needs.iter().partition(|check| check.is_bare());
    let plain: Vec<String> = plain.iter().map(|check| check.action.clone()).collect();
    list(out, " needs", &plain);
    checks(out, " need", &refined);
    flag(out, "permission-only", row.permission_only);
    flag(out, "unreferenced", row.unreferenced);
    since(out, row.since);
}

fn operation(out: &mut String, row: &Operation) {
    push_record(out, "operation", &row.name);
    out.push('\n');
    let all: Vec<&Check> = row.checks.iter().collect();
    checks(out, " check", &all);
    if let Some(parameter) = &row.arn_parameter {
        out.push_str(" arn-parameter");
        push(out, &parameter.name, "");
        sorted(&parameter.resource_types, |name| name)
            .iter()
            .for_each(|name| push(out, name, ""));
        out.push('\n');
    }
    for identifier in sorted(&row.identifiers, |row| &row.resource_type) {
        out.push_str(" identifier");
        push(out, &identifier.resource_type, "");
        push(out, &identifier.parameter, "");
        out.push('\n');
    }
    if let Some(names) = &row.requires {
        out.push_str(" requires");
        sorted(names, |name| name)
            .iter()
            .for_each(|name| push(out, name, ""));
        out.push('\n');
    }
    since(out, row.since);
}

fn checks(out: &mut String, keyword: &str, rows: &[&Check]) {
    let texts: Vec<String> = rows.iter().map(|row| check_text(row)).collect();
    for text in sorted(&texts, |text| text) {
        out.push_str(keyword);
        out.push_str(text);
        out.push('\n');
    }
}

/// The check behind its keyword, with the space between.
pub(crate) fn check_text(row: &Check) -> String {
    let mut out = String::new();
    push(&mut out, &row.action, "");
    match &row.trigger {
        Trigger::Always => push(&mut out, "always", ""),
        Trigger::When(parameter) => {
            push(&mut out, "when", "");
            push(&mut out, parameter, "");
        }
        Trigger::Equal(parameter, value) => {
            push(&mut out, "when", "");
            push(&mut out, &format!("{parameter}={value}"), "");
        }
        Trigger::Unless(parameter) => {
            push(&mut out, "unless", "");
            push(&mut out, parameter, "");
        }
        Trigger::Matching => push(&mut out, "matching", ""),
        Trigger::Unknown => push(&mut out, "unknown", ""),
    }
    match &row.on {
        On::Request => {}
        On::Any => out.push_str(" on any"),
        On::Unknown => out.push_str(" on unknown"),
        On::Members(parameter) => {
            out.push_str(" on members");
            push(&mut out, parameter, "");
        }
        On::Named {
            resource_type,
            parameters,
        } => {
            out.push_str(" on named");
            push(&mut out, resource_type, "");
            parameters.iter().for_each(|name| push(&mut out, name, ""));
        }
    }
    for (key, values) in sorted(&row.context, |(key, _)| key) {
        out.push_str(" with");
        push(&mut out, &format!("{key}={}", values.join(",")), "");
    }
    if row.on_behalf {
        out.push_str(" on-behalf");
    }
    out
}

fn since(out: &mut String, since: Option<Since>) {
    if let Some(since) = since {
        let bound = if since.is_at_the_latest() { "<=" } else { "" };
        line(out, " since", &format!("{bound}{}", since.date()));
    }
}

/// The order of every list: by text, without regard to ASCII case, then as written.
pub(crate) fn sorted<T>(rows: &[T], name: impl Fn(&T) -> &str) -> Vec<&T> {
    let mut rows: Vec<&T> = rows.iter().collect();
    rows.sort_by(|left, right| {
        let (left, right) = (name(left), name(right));
        folding::compare(left, right).then_with(|| left.cmp(right))
    });
    rows
}

fn push_record(out: &mut String, keyword: &str, name: &str) {
    out.push_str(keyword);
    push(out, name, "");
}

fn line(out: &mut String, keyword: &str, text: &str) {
    out.push_str(keyword);
    if !text.is_empty() {
        out.push(' ');
        out.push_str(text);
    }
    out.push('\n');
}

/// The keyword and the sorted words, if there are any.
fn list(out: &mut String, keyword: &str, words: &[String]) {
    if words.is_empty() {
        return;
    }
    out.push_str(keyword);
    sorted(words, |word| word)
        .iter()
        .for_each(|word| push(out, word, ""));
    out.push('\n');
}

fn flag(out: &mut String, keyword: &str, set: bool) {
    if set {
        out.push(' ');
        out.push_str(keyword);
        out.push('\n');
    }
}
