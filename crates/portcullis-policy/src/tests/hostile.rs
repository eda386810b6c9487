//! Documents that are made to be slow, large or deep.

use crate::tests::{document, read, wide};
use crate::{Document, PolicyError, PolicyKind, ProblemKind, Reading};
use std::borrow::ToOwned;
use std::format;
use std::string::String;
use std::thread;
use std::vec::Vec;

#[test]
fn a_long_list_of_principals() {
    let users = (0..10_000).map(|n| format!(r#""arn:aws:iam::{n:012}:user/u{n}""#));
    let sessions = (0..10_000).map(|n| format!(r#""arn:aws:sts::{n:012}:assumed-role/r{n}/s""#));
    let entries: Vec<String> = users.chain(sessions).collect();
    let text = document(&format!(
        r#""Effect": "Deny", "NotPrincipal": {{"AWS": [{}]}}, "Action": "s3:*", "Resource": "*""#,
        entries.join(",")
    ));
    let document = read(&text, PolicyKind::Resource, Reading::Lenient);
    let findings = document.findings().iter();
    let incomplete = findings.filter(|one| one.kind() == ProblemKind::IncompleteNotPrincipal);
    assert_eq!(incomplete.count(), 20_000);
}

#[test]
fn many_keys_operators_sids_and_entries() {
    let keys: Vec<String> = (0..30_000)
        .map(|n| format!(r#""a:K{n}": "", "a:k{n}": []"#))
        .collect();
    let statement = |n: usize| {
        format!(
            r#"{{"Sid": "s{}", "Effect": "Deny", "Action": ["", "x"], "Resource": "${{a:b}}"}}"#,
            n / 2
        )
    };
    let statements: Vec<String> = (0..20_000).map(statement).collect();
    let text = format!(
        r#"{{"Statement": [{}, {{"Effect": "Deny", "Action": [], "Resource": [], "Condition": {{"StringEquals": {{{}}}}}}}]}}"#,
        statements.join(","),
        keys.join(",")
    );
    let document = read(&text, PolicyKind::Identity, Reading::Lenient);
    assert_eq!(document.statements().len(), 20_001);
    let count = |kind| {
        document
            .findings()
            .iter()
            .filter(|one| one.kind() == kind)
            .count()
    };
    assert_eq!(count(ProblemKind::DuplicateSid), 10_000);
    assert_eq!(count(ProblemKind::MalformedAction), 40_000);
    assert_eq!(count(ProblemKind::DuplicateConditionKey), 30_000);
}

#[test]
fn long_texts() {
    let long = "a".repeat(1 << 20);
    for (statement, problem) in [
        (
            format!(r#""Effect": "{long}", "Action": "a:b", "Resource": "*""#),
            ProblemKind::InvalidEffect,
        ),
        (format!(r#""{long}": 1"#), ProblemKind::UnknownMember),
        (
            format!(
                r#""Effect": "Deny", "Action": "a:b", "Resource": "*", "Condition": {{"{long}": {{}}}}"#
            ),
            ProblemKind::UnknownOperator,
        ),
        (
            format!(
                r#""Effect": "Deny", "Action": "a:b", "Resource": "*", "Condition": {{"Bool": {{"{long}": []}}}}"#
            ),
            ProblemKind::InvalidConditionKey,
        ),
    ] {
        let error = Document::parse_within(
            &document(&statement),
            PolicyKind::Identity,
            Reading::Lenient,
            &wide(),
        );
        let Err(PolicyError::Policy(found)) = error else {
            panic!("expected {problem:?}");
        };
        assert_eq!(found.kind(), problem);
        assert!(
            found.message().chars().count() < 250,
            "the excerpt is bounded"
        );
    }
    for entry in [
        "${a:b}".repeat(200_000),
        "arn:aws:s3:::".to_owned() + &"*a".repeat(500_000),
        ":".repeat(1 << 20),
        "${".repeat(500_000),
    ] {
        let text = document(&format!(
            r#""Effect": "Deny", "Action": "a:b", "Resource": "{entry}""#
        ));
        read(&text, PolicyKind::Identity, Reading::Lenient);
    }
}

/// Messages show control characters escaped, in one line.
#[test]
fn messages_stay_in_one_line() {
    let text = document(r#""Effect": "De\nny\u0007", "Action": "a:b", "Resource": "*""#);
    let error = Document::parse(&text, PolicyKind::Identity, Reading::Strict).unwrap_err();
    assert_eq!(
        std::string::ToString::to_string(&error),
        r"expected `Allow` or `Deny`, found `De\nny\u{7}`"
    );
}

/// Nothing recurses on what is read: a deep text, a long list and a large document fit a small stack.
#[test]
fn a_small_stack_is_enough() {
    let body = || {
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        for text in [
            deep.clone(),
            format!(r#"{{"Statement": {deep}}}"#),
            document(&format!(
                r#""Effect": "Deny", "Action": {deep}, "Resource": "*""#
            )),
            document(&format!(
                r#""Effect": "Deny", "Action": "a:b", "Resource": "*", "Condition": {deep}"#
            )),
            "[".repeat(1 << 20),
        ] {
            for kind in PolicyKind::all() {
                assert!(Document::parse(&text, kind, Reading::Lenient).is_err());
            }
        }
        let entries = r#""arn:aws:s3:::${aws:username}/*","#.repeat(5_000);
        let text = document(&format!(
            r#""Effect": "Deny", "Action": "a:b", "Resource": [{}]"#,
            entries.trim_end_matches(',')
        ));
        let document = read(&text, PolicyKind::Identity, Reading::Strict);
        drop(document.clone());
        drop(document);
    };
    let small = thread::Builder::new().stack_size(256 << 10).spawn(body);
    small.unwrap().join().unwrap();
}
