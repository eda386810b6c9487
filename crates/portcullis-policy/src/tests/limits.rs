//! Each limit, at it and one beyond, with the place of the error.

use crate::tests::{document, read, wide};
use crate::{Document, Limits, PolicyKind, ProblemKind, Reading};
use portcullis_json::Span;
use std::format;
use std::string::String;
use std::vec::Vec;

fn parse(text: &str, limits: &Limits) -> Result<Document, (&'static str, Span)> {
    Document::parse_within(text, PolicyKind::Resource, Reading::Lenient, limits)
        .map_err(|error| (error.code(), error.span()))
}

/// The document is read under `limit`, and refused at `marked` under one less.
#[track_caller]
fn check(text: &str, at: impl Fn(usize) -> Limits, limit: usize, code: &str, marked: &str) {
    parse(text, &at(limit)).unwrap();
    let (found, span) = parse(text, &at(limit - 1)).unwrap_err();
    assert_eq!((found, text.get(span.range())), (code, Some(marked)));
}

#[test]
fn statements() {
    let one = r#"{"Effect": "Deny", "Principal": "*", "Action": "a:b", "Resource": "*"}"#;
    let last = one.replace("a:b", "c:d");
    let text = format!(r#"{{"Statement": [{one}, {one}, {last}]}}"#);
    let at = |max_statements| Limits {
        max_statements,
        ..wide()
    };
    check(&text, at, 3, "too-many-statements", &last);
    // A statement that is in no list counts as well.
    let alone = format!(r#"{{"Statement": {one}}}"#);
    check(&alone, at, 1, "too-many-statements", one);
}

/// A statement, two principals, two actions, a resource of four pieces, two keys, three values of four pieces: all count.
#[test]
fn parts() {
    let at = |max_parts| Limits {
        max_parts,
        ..wide()
    };
    let text = document(
        r#""Effect": "Deny", "Principal": {"AWS": ["111122223333"], "Service": "a.amazonaws.com"}, "Action": ["a:b", "c:d"],
        "Resource": "arn:aws:s3:::b?c*", "Condition": {"StringLike": {"a:b": ["x", "y*"], "a:c": "z"}}"#,
    );
    let count = 1 + 2 + 2 + (1 + 4) + 2 + 3 + 4;
    let read = read(&text, PolicyKind::Resource, Reading::Lenient);
    assert_eq!(read.parts(), count);
    check(&text, at, count, "too-many-values", r#""z""#);
}

#[test]
fn entries() {
    let at = |max_entry_bytes| Limits {
        max_entry_bytes,
        ..wide()
    };
    let long = "arn:aws:s3:::longest";
    for statement in [
        format!(r#""Principal": {{"AWS": "{long}"}}, "Action": "a:b", "Resource": "*""#),
        format!(r#""Principal": "*", "Action": "{long}", "Resource": "*""#),
        format!(r#""Principal": "*", "Action": "a:b", "Resource": "{long}""#),
        format!(
            r#""Principal": "*", "Action": "a:b", "Resource": "*", "Condition": {{"Null": {{"{long}": "true"}}}}"#
        ),
        format!(
            r#""Principal": "*", "Action": "a:b", "Resource": "*", "Condition": {{"StringLike": {{"a:b": "{long}"}}}}"#
        ),
    ] {
        let text = document(&format!(r#""Effect": "Deny", {statement}"#));
        check(&text, at, 20, "too-long", &format!("\"{long}\""));
    }
    // Escapes count as what they stand for.
    let escaped =
        document(r#""Effect": "Deny", "Principal": "*", "Action": "a:\u0062", "Resource": "*""#);
    parse(&escaped, &at(3)).unwrap();
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let at = |max_findings| Limits {
        max_findings,
        ..wide()
    };
    let text = document(
        r#""Effect": "Deny", "Principal": "*", "Action": ["", "x", "y", "z"], "Resource": "*""#,
    );
    let kinds = |limits: &Limits| -> Vec<ProblemKind> {
        let read = parse(&text, limits).unwrap();
        read.findings().iter().map(|one| one.kind()).collect()
    };
    assert_eq!(kinds(&at(4)), [ProblemKind::MalformedAction; 4]);
    let some = parse(&text, &at(3)).unwrap();
    let last = some.findings().last().unwrap();
    assert_eq!(some.findings().len(), 4);
    assert_eq!(
        (last.code(), last.message()),
        (
            "findings-left-out",
            "1 more findings of the document are left out"
        )
    );
}

/// The defaults hold against what a hostile document can do with few bytes.
#[test]
fn the_defaults_refuse() {
    let list = |entry: &str, count: usize| -> String {
        let entries: Vec<&str> = core::iter::repeat_n(entry, count).collect();
        entries.join(",")
    };
    let code = |text: &str| parse(text, &Limits::default()).unwrap_err().0;
    let statement = r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#;
    let statements = format!(r#"{{"Statement":[{}]}}"#, list(statement, 100_000));
    assert_eq!(code(&statements), "too-many-statements");
    let of = |actions: &str, resource: &str| {
        document(&format!(
            r#""Effect": "Deny", "Principal": "*", "Action": [{actions}], "Resource": "{resource}""#
        ))
    };
    assert_eq!(
        code(&of(&list(r#""a:b""#, 1_000_000), "*")),
        "too-many-values"
    );
    assert_eq!(code(&of(r#""a:b""#, &"*a".repeat(500_000))), "too-long");
    assert_eq!(
        code(&of(&list(r#""a:b""#, 40_000), &"*a".repeat(8_000))),
        "too-many-values"
    );
}
