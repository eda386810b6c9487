//! Checks in JSON: an action, when it is checked, on what, and with which context.

use alloc::string::String;
use alloc::vec::Vec;

use portcullis_json::{Kind, Value};

use super::fields::{Fields, date, flag, form, list, text, wrong_text, wrong_type};
use crate::Since;
use crate::source::{Check, On, SourceError, Trigger};

pub(super) fn check(value: Value<'_>) -> Result<Check, SourceError> {
    const MEMBERS: [&str; 5] = ["action", "when", "resource", "context", "onBehalf"];
    let fields = Fields::of(value, "a check", &MEMBERS)?;
    Ok(Check {
        action: fields.text("action")?,
        trigger: trigger(fields.required("when")?)?,
        on: fields.map("resource", on)?.unwrap_or(On::Request),
        context: fields.map("context", context)?.unwrap_or_default(),
        on_behalf: fields.flag("onBehalf")?,
    })
}

/// A dependent action: its name where nothing more is known, else a check.
pub(super) fn need(value: Value<'_>) -> Result<Check, SourceError> {
    match value.kind() {
        Kind::String => Ok(Check {
            on: On::Unknown,
            ..Check::new(text(value, "an action")?, Trigger::Unknown)
        }),
        Kind::Object => check(value),
        _ => Err(wrong_type(value, "an action or a check")),
    }
}

fn trigger(value: Value<'_>) -> Result<Trigger, SourceError> {
    let expected = "\"always\", \"matching\", \"unknown\" or an object with a `parameter`";
    if value.kind() == Kind::Object {
        return parameter(value);
    }
    let word = text(value, expected)?;
    match &*word {
        "always" => Ok(Trigger::Always),
        "matching" => Ok(Trigger::Matching),
        "unknown" => Ok(Trigger::Unknown),
        _ => Err(wrong_text(value, expected, &word)),
    }
}

fn parameter(value: Value<'_>) -> Result<Trigger, SourceError> {
    let fields = Fields::of(value, "a trigger", &["parameter", "equals", "absent"])?;
    let name = fields.text("parameter")?;
    let absent = fields.optional("absent");
    match (fields.optional("equals"), absent) {
        (None, None) => Ok(Trigger::When(name)),
        (Some(equals), None) => Ok(Trigger::Equal(name, text(equals, "`equals` as a string")?)),
        (None, Some(absent)) if flag(absent)? => Ok(Trigger::Unless(name)),
        (None, Some(absent)) => Err(wrong_text(absent, "`true` or no such member", "false")),
        (Some(_), Some(absent)) => Err(form("`equals` or `absent`", "both", absent.span())),
    }
}

fn on(value: Value<'_>) -> Result<On, SourceError> {
    let expected = "\"request\", \"any\", \"unknown\", or an object with `members` or with a `resourceType` and `parameters`";
    if value.kind() == Kind::Object {
        if value.get("members").is_some() {
            let fields = Fields::of(value, "a resource of members", &["members"])?;
            return Ok(On::Members(fields.text("members")?));
        }
        let fields = Fields::of(value, "a named resource", &["resourceType", "parameters"])?;
        return Ok(On::Named {
            resource_type: fields.text("resourceType")?,
            parameters: list(fields.required("parameters")?, "parameters", |name| {
                text(name, "a string")
            })?,
        });
    }
    let word = text(value, expected)?;
    match &*word {
        "request" => Ok(On::Request),
        "any" => Ok(On::Any),
        "unknown" => Ok(On::Unknown),
        _ => Err(wrong_text(value, expected, &word)),
    }
}

fn context(value: Value<'_>) -> Result<Vec<(String, Vec<String>)>, SourceError> {
    if value.kind() != Kind::Object {
        return Err(wrong_type(
            value,
            "condition keys with their values as an object",
        ));
    }
    let values = |value| {
        list(value, "the values of a condition key", |one| {
            text(one, "a string")
        })
    };
    value
        .members()
        .map(|member| Ok((member.name().into(), values(member.value())?)))
        .collect()
}

pub(super) fn since(value: Value<'_>) -> Result<Since, SourceError> {
    if value.kind() != Kind::Object {
        return Ok(Since::literal(date(value)?, false));
    }
    let fields = Fields::of(value, "a first day", &["date", "atTheLatest"])?;
    let day = date(fields.required("date")?)?;
    Ok(Since::literal(day, fields.flag("atTheLatest")?))
}
