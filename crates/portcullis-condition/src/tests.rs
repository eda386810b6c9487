//! The rules of conditions as tables and properties, over all operators.

mod cases;
mod forms;
mod names;
mod properties;
mod small_stack;
mod tables;

use std::vec::Vec;

use crate::{Context, ContextValue, Test, VariableSupport};

/// A context of single values and lists.
fn context(entries: &[(&str, ContextValue)]) -> Context {
    let mut context = Context::new();
    for (key, value) in entries {
        context.insert(key.parse().unwrap(), value.clone()).unwrap();
    }
    context
}

fn single(text: &str) -> ContextValue {
    ContextValue::single(text)
}

fn list(texts: &[&str]) -> ContextValue {
    ContextValue::list(texts.iter().copied())
}

/// A test under `2012-10-17`.
fn test(operator: &str, key: &str, values: &[&str]) -> Test {
    let values: Vec<&str> = values.to_vec();
    Test::read(
        operator.parse().unwrap(),
        key.parse().unwrap(),
        values,
        VariableSupport::Expanded,
    )
    .unwrap_or_else(|error| panic!("{operator} {key}: {error}"))
}

/// Whether `operator` holds for `example:Key` with this value.
fn holds(operator: &str, values: &[&str], value: Option<&ContextValue>) -> bool {
    let mut context = Context::new();
    if let Some(value) = value {
        context
            .insert("example:Key".parse().unwrap(), value.clone())
            .unwrap();
    }
    test(operator, "EXAMPLE:key", values).holds(&context)
}
