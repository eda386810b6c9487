//! Every kind of text: what is read, what is refused and how, and agreement with an independent reader.

mod errors;
mod limits;
mod oracle;
mod properties;
mod syntax;
mod walk;

use std::string::{String, ToString};

use crate::{Json, JsonError, Limits, Span, Value};

/// Limits that nothing in these tests exceeds.
const UNLIMITED: Limits = Limits {
    max_bytes: usize::MAX,
    max_depth: usize::MAX,
    max_values: usize::MAX,
};

fn read(text: &str) -> Json {
    match Json::parse(text, &Limits::default()) {
        Ok(json) => json,
        Err(error) => panic!("{text:?}: {error}"),
    }
}

fn refuse(text: &str) -> JsonError {
    let error = Json::parse(text, &Limits::default()).expect_err(text);
    check_error(&error, text);
    error
}

/// What holds for every error in any text.
fn check_error(error: &JsonError, text: &str) {
    let Span { start, end } = error.span();
    assert!(start <= end && end <= text.len(), "{error:?} in {text:?}");
    assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
    for line in [error.to_string(), error.help().unwrap_or("").into()] {
        assert!(line.chars().count() <= 160, "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert!(!line.ends_with('.'), "{line}");
    }
    let message = error.to_string();
    assert!(message.starts_with("expected "), "{message}");
    assert!(message.contains(", found "), "{message}");
    let position = error.position(text);
    assert!(position.line >= 1 && position.column >= 1);
    assert_eq!(position, crate::position(text, start));
}

/// The values of the text in its order, found without recursion.
fn all_values(root: Value<'_>) -> std::vec::Vec<Value<'_>> {
    let mut found = std::vec![];
    let mut pending = std::vec![root];
    while let Some(value) = pending.pop() {
        found.push(value);
        pending.extend(value.elements());
        pending.extend(value.members().map(crate::Member::value));
    }
    found.sort_by_key(|value| value.span().start);
    found
}

/// A string literal of the text as its author would write it.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    crate::write_string(&mut out, text).expect("a String takes everything");
    out
}

#[test]
fn types_can_be_shared_between_threads() {
    fn check<T: Send + Sync + Clone>() {}
    check::<Json>();
    check::<JsonError>();
    check::<Value<'_>>();
    check::<crate::Members<'_>>();
    assert_eq!(size_of::<JsonError>(), size_of::<usize>());
    assert!(size_of::<Value<'_>>() <= 4 * size_of::<usize>());
}
