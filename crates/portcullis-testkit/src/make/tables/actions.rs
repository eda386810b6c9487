//! Action patterns against actions: PL 5.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known, Row};
use super::super::scene::{ALICE, HOME, Scene, document, statement, with, without};
use super::values::exact;

const PATTERNS: &[(&str, &str)] = &[
    ("*", "PL 5.1"),
    ("*:*", "PL 5.4"),
    ("s3:*", "PL 5.3"),
    ("s3:GetObject", "PL 5.1"),
    ("S3:GETOBJECT", "PL 5.2"),
    ("s3:getobject", "PL 5.2"),
    ("s3:Get*", "PL 5.3"),
    ("s3:*Object", "PL 5.3"),
    ("s3:*Object*", "PL 5.3"),
    ("s3:G*t*t", "PL 5.3"),
    ("s3:Get?bject", "PL 5.3"),
    ("s3:GetObject?", "PL 5.3"),
    ("s3:GetObject*", "PL 5.3"),
    ("s3:?*", "PL 5.3"),
    ("s3:????????????", "PL 5.3"),
    ("s3:", "PL 5.1"),
    ("s*:GetObject", "PL 5.4"),
    ("?3:GetObject", "PL 5.4"),
    ("*:GetObject", "PL 5.4"),
    ("s3*:*", "PL 5.4"),
    ("s3*", "PL 5.6"),
    ("s3", "PL 5.6"),
    ("", "PL 5.6"),
    ("**", "PL 5.6"),
    (" s3:GetObject", "PL 5.6"),
    ("s3:GetObject ", "PL 5.6"),
    ("s3:GetObject,s3:PutObject", "PL 5.6"),
    ("s3 :GetObject", "PL 5.1"),
    ("s3:Get Object", "PL 5.1"),
    ("s3:GetObject:x", "PL 5.1"),
    ("s3:NoSuchAction", "PL 1.5/unknown-action"),
    ("nosuch:GetObject", "PL 1.5/unknown-action"),
    ("sqs:SendMessage", "PL 5.1"),
    ("s3:${aws:username}", "PL 7.1.6"),
];

const ASKED: &[(&str, &str)] = &[
    ("s3:GetObject", "arn:aws:s3:::b/k"),
    ("s3:GetObjectAcl", "arn:aws:s3:::b/k"),
    ("s3:PutObject", "arn:aws:s3:::b/k"),
    ("S3:getOBJECT", "arn:aws:s3:::b/k"),
    ("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q"),
    (
        "s3express:CreateSession",
        "arn:aws:s3express:us-east-1:111122223333:bucket/b--use1-az4--x-s3",
    ),
];

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (pattern, rule) in PATTERNS {
        let malformed = *rule == "PL 5.6";
        for (asked, resource) in ASKED {
            // A malformed entry is refused strictly, whatever is asked: that takes one case.
            let readings: &[bool] = match (malformed, *asked == "s3:GetObject") {
                (true, true) => &[false, true],
                (true, false) => &[true],
                _ => &[false],
            };
            for lenient in readings {
                for (way, effect, element) in [
                    ("action", "Allow", "Action"),
                    ("not-action", "Allow", "NotAction"),
                    ("deny-not-action", "Deny", "NotAction"),
                ] {
                    drafts.push(draft(
                        (pattern, rule),
                        (asked, resource),
                        (way, effect, element),
                        *lenient,
                    ));
                }
            }
        }
    }
    drafts.extend(lists());
    drafts
}

fn draft(
    (pattern, rule): (&str, &'static str),
    (asked, resource): (&str, &str),
    (way, effect, element): (&str, &str, &str),
    lenient: bool,
) -> Draft {
    let ours = with(
        without(statement(effect, "x", "*"), "Action"),
        element,
        json!(pattern),
    );
    let statements: Value = if effect == "Deny" {
        json!([statement("Allow", "*", "*"), ours])
    } else {
        json!([ours])
    };
    let not = match (effect, element) {
        (_, "Action") => None,
        ("Allow", _) => Some("PL 5.9"),
        _ => Some("PL 5.10"),
    };
    let negated = (element == "NotAction").then_some("PL 5.8");
    let reading = if lenient { "-lenient" } else { "" };
    Draft {
        topic: if element == "Action" {
            "tables/actions"
        } else {
            "tables/not-actions"
        },
        name: format!("{way}-{}-asked-{}{reading}", exact(pattern), exact(asked)),
        why: format!("{effect} with {element} `{pattern}`, asked {asked}"),
        rules: [Some(rule), not, negated].into_iter().flatten().collect(),
        row: Row::of(format!("{way} {pattern} {lenient}"), pattern, asked),
        scenario: Scene::new(ALICE, asked, resource, HOME)
            .lenient(lenient)
            .policy("identity", document(statements))
            .build(),
        known: match (rule == "PL 5.6", lenient) {
            (true, false) => Known::Error("malformed-action"),
            _ => Known::Decided,
        },
    }
}

/// Lists of several entries.
fn lists() -> Vec<Draft> {
    let lists: [(&str, Value); 6] = [
        ("first", json!(["s3:GetObject", "sqs:*"])),
        ("last", json!(["sqs:*", "s3:GetObject"])),
        ("none", json!(["sqs:*", "s3:PutObject"])),
        ("both", json!(["s3:*", "s3:Get*"])),
        ("one-in-a-list", json!(["s3:GetObject"])),
        ("empty", json!([])),
    ];
    let mut drafts = Vec::new();
    for (name, list) in lists {
        for (effect, element) in [
            ("Allow", "Action"),
            ("Deny", "Action"),
            ("Allow", "NotAction"),
            ("Deny", "NotAction"),
        ] {
            for lenient in [false, true] {
                let ours = with(
                    without(statement(effect, "x", "*"), "Action"),
                    element,
                    list.clone(),
                );
                let statements = if effect == "Deny" {
                    json!([statement("Allow", "*", "*"), ours])
                } else {
                    json!([ours])
                };
                let strict = !lenient;
                if strict || name == "empty" {
                    let reading = if lenient { "-lenient" } else { "" };
                    let rule = match (name, element) {
                        ("empty", "Action") => "PL 1.5/empty-list",
                        ("empty", _) => "PL 1.5/empty-not-list",
                        _ => "PL 5.7",
                    };
                    drafts.push(Draft {
                        topic: "tables/actions",
                        name: format!(
                            "list-{name}-{}-{}{reading}",
                            effect.to_lowercase(),
                            element.to_lowercase()
                        ),
                        why: format!("{effect} with {element} {list}, asked s3:GetObject"),
                        rules: vec![rule],
                        row: None,
                        scenario: Scene::reading()
                            .lenient(lenient)
                            .policy("identity", document(statements))
                            .build(),
                        known: Known::Nothing,
                    });
                }
            }
        }
    }
    drafts
}
