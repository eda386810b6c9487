//! Entries of `Resource` whose first five fields are those of the entry before are read as they are alone.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use crate::{Document, Limits, PolicyKind, Problem, ProblemKind, Reading, ResourcePattern};

const HEADS: [&str; 6] = [
    "arn:aws:s3::",
    "arn:aws:sqs:*:111122223333",
    "arn:aws:sqs:us-?:",
    "arn:*:s3::",
    "arn:aws:${aws:x}::",
    "arn:aws:s3:",
];

const TAILS: [&str; 10] = [
    "a",
    "",
    "*",
    "a*b?",
    "${aws:username}/*",
    "${aws:username",
    "${*}",
    "a:b:*",
    "$",
    "?x${$}",
];

fn text(version: &str, resources: &[&str]) -> String {
    let resources: Vec<String> = resources.iter().map(|one| format!(r#""{one}""#)).collect();
    let resources = resources.join(", ");
    format!(
        r#"{{"Version": "{version}", "Statement": {{"Effect": "Allow", "Action": "a:b", "Resource": [{resources}]}}}}"#
    )
}

/// What is made of the last entry, and what is said of it.
fn last(version: &str, resources: &[&str]) -> (ResourcePattern, Vec<(ProblemKind, String)>) {
    let text = text(version, resources);
    let document = Document::parse(&text, PolicyKind::Identity, Reading::Lenient).unwrap();
    let entries = document.statements()[0].resource().entries();
    let entry = entries.last().unwrap();
    let said = |one: &&Problem| one.span() == entry.span();
    let findings = document.findings().iter().filter(said);
    let findings = findings.map(|one| (one.kind(), one.to_string())).collect();
    (entry.pattern().clone(), findings)
}

/// As how many parts a document counts.
fn parts(version: &str, resources: &[&str]) -> usize {
    let text = text(version, resources);
    let fits = |max_parts: &usize| {
        let limits = Limits {
            max_parts: *max_parts,
            ..Limits::default()
        };
        Document::parse_within(&text, PolicyKind::Identity, Reading::Lenient, &limits).is_ok()
    };
    (0..200).find(fits).unwrap()
}

#[test]
fn an_entry_behind_another_is_what_it_is_alone() {
    let mut shared = 0;
    for version in ["2012-10-17", "2008-10-17"] {
        for head in HEADS {
            for first in TAILS {
                for second in TAILS {
                    let [first, second] = [first, second].map(|tail| format!("{head}:{tail}"));
                    let both = last(version, &[&first, &second]);
                    assert_eq!(
                        both,
                        last(version, &[&second]),
                        "{first} {second} {version}"
                    );
                    shared += usize::from(both.1.is_empty());
                }
            }
        }
    }
    assert!(shared > 100, "{shared}");
}

#[test]
fn an_entry_behind_another_counts_as_many_parts_as_apart_from_it() {
    let other = "arn:aws:ec2:::i";
    for version in ["2012-10-17", "2008-10-17"] {
        for head in HEADS {
            for (first, second) in TAILS.iter().zip(TAILS.iter().rev()) {
                let [first, second] = [first, second].map(|tail| format!("{head}:{tail}"));
                let together = parts(version, &[&first, &second]);
                let apart = parts(version, &[&first, other, &second]);
                let only = parts(version, &[&first, other]) - parts(version, &[&first]);
                assert_eq!(together + only, apart, "{first} {second} {version}");
            }
        }
    }
}
