//! Condition blocks as Cedar expressions.

use anyhow::{Result, bail};
use portcullis_benches::model::list;
use serde_json::Value;

/// The type that a condition key has in Cedar, which it needs to know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Long,
    Bool,
    Date,
    Address,
    Text,
    Texts,
}

impl Type {
    pub(super) fn of(key: &str) -> Self {
        match key {
            "s3:max-keys" | "aws:MultiFactorAuthAge" => Self::Long,
            "aws:SecureTransport" | "aws:ViaAWSService" | "aws:MultiFactorAuthPresent" => {
                Self::Bool
            }
            "aws:CurrentTime" => Self::Date,
            "aws:SourceIp" => Self::Address,
            "aws:TagKeys" | "aws:CalledVia" => Self::Texts,
            _ => Self::Text,
        }
    }
}

/// An attribute of the context.
pub(super) fn attribute(key: &str) -> String {
    format!("context[{key:?}]")
}

/// A test of a text against a pattern; Cedar has no wildcard for one character.
pub(super) fn like(attribute: &str, pattern: &str) -> String {
    if pattern.contains(['*', '?']) {
        format!("{attribute} like {:?}", pattern.replace('?', "*"))
    } else {
        format!("{attribute} == {pattern:?}")
    }
}

/// Every test of a condition block.
pub(super) fn all(condition: Option<&Value>) -> Result<Vec<String>> {
    let mut tests = Vec::new();
    for (operator, keys) in condition.and_then(Value::as_object).into_iter().flatten() {
        for (key, values) in keys.as_object().into_iter().flatten() {
            let values: Vec<&str> = list(Some(values)).filter_map(Value::as_str).collect();
            tests.push(one(operator, key, &values)?);
        }
    }
    Ok(tests)
}

fn one(operator: &str, key: &str, values: &[&str]) -> Result<String> {
    let (has, attribute) = (format!("context has {key:?}"), attribute(key));
    if operator == "Null" {
        return Ok(if values == ["true"] {
            format!("!({has})")
        } else {
            has
        });
    }
    if let Some((qualifier, operator)) = operator.split_once(':') {
        let texts = format!(
            "[{}]",
            values
                .iter()
                .map(|value| format!("{value:?}"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        return match (qualifier, operator) {
            ("ForAllValues", "StringEquals") => {
                Ok(format!("(!({has}) || {texts}.containsAll({attribute}))"))
            }
            ("ForAnyValue", "StringEquals") => {
                Ok(format!("({has} && {attribute}.containsAny({texts}))"))
            }
            _ => bail!("`{operator}` with `{qualifier}` is not translated"),
        };
    }
    let (name, if_exists) = operator
        .strip_suffix("IfExists")
        .map_or((operator, false), |name| (name, true));
    let positive = name.replace("Not", "");
    let tests = values
        .iter()
        .map(|value| test(&positive, key, &attribute, value));
    let tests = tests.collect::<Result<Vec<_>>>()?.join(" || ");
    Ok(if positive != name {
        format!("!({has} && ({tests}))")
    } else if if_exists {
        format!("(!({has}) || {tests})")
    } else {
        format!("({has} && ({tests}))")
    })
}

fn test(operator: &str, key: &str, attribute: &str, value: &str) -> Result<String> {
    // A variable that is all of the value is another attribute.
    if let Some(other) = value
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
    {
        return Ok(format!(
            "(context has {other:?} && {attribute} == {})",
            self::attribute(other)
        ));
    }
    Ok(match (operator, Type::of(key)) {
        ("StringEquals", Type::Text) => format!("{attribute} == {value:?}"),
        ("StringEquals", Type::Texts) => format!("{attribute}.contains({value:?})"),
        ("StringLike" | "ArnLike" | "ArnEquals", Type::Text) => like(attribute, value),
        ("Bool", Type::Bool) => format!("{attribute} == {value}"),
        ("NumericLessThan", Type::Long) => format!("{attribute} < {value}"),
        ("NumericLessThanEquals", Type::Long) => format!("{attribute} <= {value}"),
        ("DateGreaterThan", Type::Date) => format!("{attribute} > datetime({value:?})"),
        ("IpAddress", Type::Address) => format!("{attribute}.isInRange(ip({value:?}))"),
        _ => bail!("`{operator}` on `{key}` is not translated"),
    })
}
