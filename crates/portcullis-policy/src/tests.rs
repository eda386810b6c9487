//! The readings, the kinds, the quotas and the printing as tables; what one entry matches stands in [`entries`].

mod entries;
mod findings;
mod heads;
mod hostile;
mod kinds;
mod limits;
mod members;
mod messages;
mod printing;
mod quotas;
mod reading;
mod shows;

use std::format;
use std::string::String;
use std::vec::Vec;

use portcullis_json::Span;

use crate::{Document, Limits, PolicyError, PolicyKind, Problem, ProblemKind, Reading};

/// What the two readings make of a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// An error in both.
    Refused,
    /// An error in the strict reading, a finding in the lenient one.
    StrictlyRefused,
    /// A finding in both.
    Found,
}

/// The text without the guillemets that mark a part of it, and where that part stands.
fn unmark(marked: &str) -> (String, Span) {
    let (before, rest) = marked.split_once('«').expect("a marked text");
    let (inside, behind) = rest.split_once('»').expect("a marked text");
    let span = Span::new(before.len(), before.len() + inside.len());
    (format!("{before}{inside}{behind}"), span)
}

/// No limits but those of the text.
fn wide() -> Limits {
    Limits {
        max_statements: usize::MAX,
        max_parts: usize::MAX,
        max_entry_bytes: usize::MAX,
        max_findings: usize::MAX,
        ..Limits::default()
    }
}

#[track_caller]
fn read(text: &str, kind: PolicyKind, reading: Reading) -> Document {
    Document::parse_within(text, kind, reading, &wide())
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The one problem for which a reading refuses the text.
#[track_caller]
fn refused(text: &str, kind: PolicyKind, reading: Reading) -> Problem {
    match Document::parse(text, kind, reading) {
        Err(PolicyError::Policy(problem)) => problem,
        other => panic!("{text}: expected an error, found {other:?}"),
    }
}

/// The findings of a text that a reading accepts, as kind and span.
#[track_caller]
fn findings(text: &str, kind: PolicyKind, reading: Reading) -> Vec<(ProblemKind, Span)> {
    let document = read(text, kind, reading);
    let findings = document.findings().iter();
    findings.map(|one| (one.kind(), one.span())).collect()
}

/// Checks that the text has one problem, at the marked part, and what each reading makes of it.
#[track_caller]
fn check(kind: PolicyKind, marked: &str, problem: ProblemKind, outcome: Outcome) {
    let (text, span) = unmark(marked);
    for reading in [Reading::Strict, Reading::Lenient] {
        let is_error = match outcome {
            Outcome::Refused => true,
            Outcome::StrictlyRefused => reading == Reading::Strict,
            Outcome::Found => false,
        };
        let found = if is_error {
            let found = refused(&text, kind, reading);
            (found.kind(), found.span())
        } else {
            let found = findings(&text, kind, reading);
            assert_eq!(found.len(), 1, "{reading:?} {text}: {found:?}");
            found[0]
        };
        assert_eq!(found, (problem, span), "{reading:?} as {kind}: {text}");
    }
}

/// The part of a text at a span.
#[track_caller]
fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).expect("a span of the text")
}

/// A document of one statement, with the members given.
fn document(statement: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{{{statement}}}]}}"#)
}

/// The one condition of an otherwise plain identity policy.
fn condition(condition: &str) -> String {
    document(&format!(
        r#""Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {condition}"#
    ))
}
