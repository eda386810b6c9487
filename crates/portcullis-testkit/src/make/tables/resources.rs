//! Resource patterns against ARNs, incomplete ARNs by kind of policy, and actions without resources: PL 6.

use serde_json::json;

use super::super::draft::{Draft, Known, Row};
use super::super::scene::{ALICE, HOME, Scene, document, statement, with, without};
use super::values::exact;

const PATTERNS: &[&str] = &[
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::?",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:::b/*/x/*",
    "arn:aws:s3:::*/k",
    "ARN:AWS:S3:::b",
    "arn:aws:s3:::B",
    "arn:aws-cn:s3:::b",
    "arn:*:s3:::b",
    "arn:aws:s*:::b",
    "arn:aws:?3:::b",
    "arn:aws:*",
    "arn:*",
    "arn:aws:*:*:*:*",
    "arn:aws:s3:*:*:b",
    "arn:aws:s3:?::b",
    "arn:aws:s3::*:b",
    "arn:aws:sqs:*:111122223333:q",
    "arn:aws:sqs:us-*:111122223333:q",
    "arn:aws:sqs:us-*-1:111122223333:q",
    "arn:aws:sqs:us-east-1:1111*:q",
    "arn:aws:sqs:us-east-1:1111*3333:q",
    "arn:aws:sqs:us-east-1:????????????:q",
    "arn:aws:sqs:us-east-1:*",
    "arn:aws:sqs:us-east-1:111122223333:Q",
    "arn:aws:sqs:US-EAST-1:111122223333:q",
    "arn:aws:sqs:*",
    "arn:aws:sqs:*:*",
    "arn:aws:sqs:*:q",
    "arn:aws:dynamodb:*:*:table/t/index/*",
    "arn:aws:dynamodb:*:*:table/*/index/i",
    "arn:aws:dynamodb:*:*:*/t",
    "arn:aws:logs:*:*:log-group:g:*",
    "arn:aws:logs:*:*:log-group:*:log-stream:s",
    "arn:aws:logs:*:*:log-group:?",
    "arn:aws:lo*:*:*:log-group:g:log-stream:s",
];

/// Each with an action that is asked on it.
const ARNS: &[(&str, &str)] = &[
    ("arn:aws:s3:::b", "s3:ListBucket"),
    ("arn:aws:s3:::bb", "s3:ListBucket"),
    ("arn:aws:s3:::b/k", "s3:GetObject"),
    ("arn:aws:s3:::b/a/x/k", "s3:GetObject"),
    ("arn:aws:s3:::b/x/", "s3:GetObject"),
    ("arn:aws:s3:::b/a:b", "s3:GetObject"),
    ("arn:aws:sqs:us-east-1:111122223333:q", "sqs:SendMessage"),
    (
        "arn:aws:sqs:us-gov-west-1:111122223333:q",
        "sqs:SendMessage",
    ),
    (
        "arn:aws:dynamodb:us-east-1:111122223333:table/t",
        "dynamodb:GetItem",
    ),
    (
        "arn:aws:dynamodb:us-east-1:111122223333:table/t/index/i",
        "dynamodb:Query",
    ),
    (
        "arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream:s",
        "logs:PutLogEvents",
    ),
    (
        "arn:aws:logs:us-east-1:111122223333:log-group:g",
        "logs:CreateLogStream",
    ),
];

fn rules_of(pattern: &str) -> Vec<&'static str> {
    let five: Vec<&str> = pattern.split(':').take(5).collect();
    let inside = |field: &&str| field.trim_end_matches('*').contains(['*', '?']);
    let mut rules = Vec::new();
    if pattern == "*" {
        rules.push("PL 6.2/resource");
    } else {
        if five.iter().any(inside) {
            rules.push("PL 6.1.2");
        }
        if five.iter().any(|field| field.ends_with('*')) {
            rules.push("PL 6.1.3");
        }
        if five
            .iter()
            .skip(1)
            .take(2)
            .any(|field| field.contains(['*', '?']))
        {
            rules.push("PL 6.1.5");
        }
        if pattern.chars().any(|c| c.is_ascii_uppercase()) {
            rules.push("PL 6.1.6");
        }
        if pattern.contains(['*', '?']) {
            rules.push("PL 6.1.1");
        } else {
            rules.push("PL 6.1.7");
        }
        if pattern.split(':').count() < 6 {
            rules.push("PL 6.3/identity");
        }
    }
    rules
}

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for pattern in PATTERNS {
        for (arn, action) in ARNS {
            drafts.push(Draft {
                topic: "tables/resources",
                name: format!("{}-asked-{}", exact(pattern), exact(arn)),
                why: format!("Resource {pattern}, asked {action} on {arn}"),
                rules: rules_of(pattern),
                row: Row::of(*pattern, pattern, arn),
                scenario: Scene::new(ALICE, action, arn, HOME)
                    .rule("identity", statement("Allow", action, pattern))
                    .build(),
                known: Known::Decided,
            });
        }
    }
    for pattern in PATTERNS {
        for (arn, action) in ARNS.iter().step_by(3) {
            let deny = with(
                without(statement("Deny", action, "*"), "Resource"),
                "NotResource",
                json!(pattern),
            );
            let statements = json!([statement("Allow", "*", "*"), deny]);
            drafts.push(Draft {
                topic: "tables/not-resources",
                name: format!("{}-asked-{}", exact(pattern), exact(arn)),
                why: format!("Deny with NotResource {pattern}, asked {action} on {arn}"),
                rules: vec!["PL 6.2/not-resource"],
                row: Row::of(*pattern, pattern, arn),
                scenario: Scene::new(ALICE, action, arn, HOME)
                    .policy("identity", document(statements))
                    .build(),
                known: Known::Decided,
            });
        }
    }
    drafts.extend(account_level());
    drafts.extend(incomplete());
    drafts
}

/// Actions without resource-level permissions are asked on `*`.
fn account_level() -> Vec<Draft> {
    let entries = [
        "*",
        "**",
        "?",
        "arn:*",
        "arn:aws:*",
        "arn:aws:s3:::*",
        "arn:aws-cn:s3:::*",
        "arn:aws:s3:::?*",
        "arn:aws:s3:::**",
        "arn:aws:s3:::b",
        "arn:aws:s3:*:*:*",
        "arn:*:s3:::*",
        "arn:aws:ec2:*:*:*",
        "arn:aws:ec2:us-east-1:111122223333:instance/*",
        "*:*:*:*:*:*",
    ];
    let mut drafts = Vec::new();
    for entry in entries {
        for action in [
            "s3:ListAllMyBuckets",
            "ec2:DescribeInstances",
            "kms:ListKeys",
        ] {
            for (way, effect, element) in [
                ("allow", "Allow", "Resource"),
                ("deny", "Deny", "Resource"),
                ("allow-not", "Allow", "NotResource"),
                ("deny-not", "Deny", "NotResource"),
            ] {
                let ours = with(
                    without(statement(effect, action, "*"), "Resource"),
                    element,
                    json!(entry),
                );
                let statements = if effect == "Deny" {
                    json!([statement("Allow", "*", "*"), ours])
                } else {
                    json!([ours])
                };
                let rule = match (effect, element) {
                    (_, "NotResource") => "PL 6.4/not-resource",
                    ("Deny", _) => "PL 6.4/deny",
                    _ if entry.contains(":s3:::") => "PL 6.4/s3",
                    _ => "PL 6.4/wildcard-only",
                };
                drafts.push(Draft {
                    topic: "tables/account-level",
                    name: format!("{}-{way}-{}", exact(action), exact(entry)),
                    why: format!(
                        "{effect} with {element} {entry}, asked {action}, which has no resource"
                    ),
                    rules: vec![rule],
                    row: None,
                    scenario: Scene::new(ALICE, action, "*", HOME)
                        .policy("identity", document(statements))
                        .build(),
                    known: Known::Decided,
                });
            }
        }
    }
    drafts
}

/// ARNs of fewer than six fields, in each kind of policy and both readings.
fn incomplete() -> Vec<Draft> {
    let entries = [
        "",
        "b",
        "arn",
        "arn:aws",
        "arn:aws:s3",
        "arn:aws:s3:",
        "arn:aws:s3::",
        "arn:aws:s3:::",
        "arn:aws:s*",
        "arn:aws:s3*",
        "arn:aws:s3:*",
        "a*",
        "arn:aws:s?",
        "b/*",
        "*b",
    ];
    let slots = [
        "identity", "boundary", "session", "resource", "scp", "rcp", "endpoint",
    ];
    let mut drafts = Vec::new();
    for slot in slots {
        for entry in entries {
            for lenient in [false, true] {
                let effect = if slot == "rcp" { "Deny" } else { "Allow" };
                let mut ours = with(
                    statement(effect, "s3:GetObject", "*"),
                    "Resource",
                    json!(entry),
                );
                if matches!(slot, "resource" | "rcp" | "endpoint") {
                    ours = with(ours, "Principal", json!("*"));
                }
                let caller = if slot == "session" {
                    "arn:aws:sts::111122223333:assumed-role/app/ci"
                } else {
                    ALICE
                };
                let mut scene =
                    Scene::new(caller, "s3:GetObject", "arn:aws:s3:::b/k", HOME).lenient(lenient);
                if !matches!(slot, "identity" | "resource") {
                    scene = scene.rule("identity", statement("Allow", "s3:GetObject", "*"));
                }
                let reading = if lenient { "lenient" } else { "strict" };
                let rule = match slot {
                    "identity" | "boundary" => "PL 6.3/identity",
                    "session" => "PL 6.3/session",
                    "scp" => "PL 6.3/scp",
                    "rcp" => "PL 6.3/rcp",
                    _ => "PL 6.3/resource-policy",
                };
                drafts.push(Draft {
                    topic: "tables/incomplete-arns",
                    name: format!("{slot}-{}-{reading}", exact(entry)),
                    why: format!("`{entry}` as Resource in the {slot} policy ({reading})"),
                    rules: vec![rule],
                    row: None,
                    scenario: scene.rule(slot, ours).build(),
                    known: Known::Nothing,
                });
            }
        }
    }
    drafts
}
