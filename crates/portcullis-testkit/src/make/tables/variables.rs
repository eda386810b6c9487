//! Policy variables: where they stand, what their keys hold, their defaults, versions and kinds: PL 7.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known, slug};
use super::super::scene::{ALICE, HOME, OBJECT, Scene, document, named, statement, with, without};

const TAG: &str = "aws:PrincipalTag/team";

/// What the request has for the key of a variable.
fn states() -> Vec<(&'static str, Option<Value>)> {
    vec![
        ("absent", None),
        ("empty", Some(json!(""))),
        ("red", Some(json!("red"))),
        ("other", Some(json!("blue"))),
        ("star", Some(json!("*"))),
        ("any-sign", Some(json!("re?"))),
        ("list-of-one", Some(json!(["red"]))),
        ("list-of-two", Some(json!(["red", "blue"]))),
        ("empty-list", Some(json!([]))),
        ("a-variable", Some(json!("${aws:username}"))),
        ("capital", Some(json!("Red"))),
    ]
}

/// A place where a variable may stand: a statement that has it, for an object below `red/`.
fn places(variable: &str) -> Vec<(&'static str, Value, &'static [&'static str])> {
    let allow = statement("Allow", "s3:GetObject", "*");
    let resource = json!(format!("arn:aws:s3:::bucket/{variable}/*"));
    let condition = |operator: &str, key: &str, value: String| {
        with(allow.clone(), "Condition", json!({operator: {key: value}}))
    };
    let role = format!("arn:aws:iam::{HOME}:role/{variable}/app");
    vec![
        (
            "resource",
            with(allow.clone(), "Resource", resource.clone()),
            &["PL 7.1.4", "PL 7.3/resource"],
        ),
        (
            "not-resource",
            with(without(allow.clone(), "Resource"), "NotResource", resource),
            &["PL 6.2/unresolvable", "PL 6.2/not-resource"],
        ),
        (
            "string-equals",
            condition("StringEquals", "s3:prefix", variable.to_owned()),
            &["PL 7.3/positive"],
        ),
        (
            "string-not-equals",
            condition("StringNotEquals", "s3:prefix", variable.to_owned()),
            &["PL 7.3/negated"],
        ),
        (
            "string-equals-if-exists",
            condition("StringEqualsIfExists", "s3:prefix", variable.to_owned()),
            &["PL 7.3/if-exists"],
        ),
        (
            "string-like",
            condition("StringLike", "s3:prefix", format!("{variable}*")),
            &["PL 7.3/positive", "PL 7.2/literal"],
        ),
        (
            "string-not-like",
            condition("StringNotLike", "s3:prefix", format!("{variable}*")),
            &["PL 7.3/negated"],
        ),
        (
            "any-string-like",
            condition(
                "ForAnyValue:StringLike",
                "s3:prefix",
                format!("{variable}*"),
            ),
            &["PL 7.3/positive", "PL 8.2/for-any"],
        ),
        (
            "arn-like",
            condition("ArnLike", "aws:SourceArn", role.clone()),
            &["PL 8.8.5", "PL 7.3/positive"],
        ),
        (
            "arn-not-like",
            condition("ArnNotLike", "aws:SourceArn", role),
            &["PL 8.8.5", "PL 7.3/negated"],
        ),
    ]
}

fn scene(state: Option<&Value>) -> Scene {
    let scene = Scene::new(ALICE, "s3:GetObject", "arn:aws:s3:::bucket/red/K", HOME)
        .context("s3:prefix", json!("red"))
        .context(
            "aws:SourceArn",
            json!(format!("arn:aws:iam::{HOME}:role/red/app")),
        );
    match state {
        Some(value) => scene.context(TAG, value.clone()),
        None => scene,
    }
}

const DEFAULTS: &[(&str, &str)] = &[
    ("", "none"),
    (", 'red'", "red"),
    (", 'blue'", "blue"),
    (", '*'", "star"),
    (", ''", "empty"),
];

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = values();
    drafts.extend(versions());
    drafts.extend(kinds());
    drafts.extend(escapes());
    drafts.extend(malformed());
    drafts.extend(elsewhere());
    drafts
}

/// State of the key by default by place.
fn values() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (default, default_name) in DEFAULTS {
        let variable = format!("${{{TAG}{default}}}");
        for (place, statement, rules) in places(&variable) {
            for (state, value) in states() {
                let known = expected(place, value.as_ref(), default);
                let scene = scene(value.as_ref());
                let why = match &value {
                    None => format!("{variable} in {place}: the key is absent"),
                    Some(value) => format!("{variable} in {place}: the key has {value}"),
                };
                let mut rules = rules.to_vec();
                match state {
                    "absent" | "empty" => rules.push("PL 7.2/no-value"),
                    "star" | "any-sign" => rules.push("PL 7.2/literal"),
                    "list-of-two" | "empty-list" => rules.push("PL 7.1.8"),
                    "a-variable" => rules.push("PL 7.1.10"),
                    _ => rules.push("PL 7.1.1"),
                }
                if *default_name == "star" {
                    rules.push("PL 7.2/default-literal");
                }
                rules.dedup();
                drafts.push(Draft {
                    topic: "tables/variable-values",
                    name: format!("{place}-default-{default_name}-key-{state}"),
                    why,
                    rules,
                    row: None,
                    scenario: scene.rule("identity", statement.clone()).build(),
                    known,
                });
            }
        }
    }
    drafts
}

/// PL 7.2 and PL 7.3, for an object, a prefix and an ARN that have `red` where the variable stands.
fn expected(place: &str, value: Option<&Value>, default: &str) -> Known {
    let held = match value {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Array(values)) => match values.as_slice() {
            [Value::String(text)] if !text.is_empty() => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let default = default
        .strip_prefix(", '")
        .and_then(|default| default.strip_suffix('\''));
    let resolved = held.or_else(|| default.map(str::to_owned));
    let matches = match (place, &resolved) {
        (_, None) => None,
        // Behind the value stands a `*`.
        (place, Some(text)) if place.contains("string") && place.contains("like") => {
            Some("red".starts_with(text.as_str()))
        }
        (_, Some(text)) => Some(text == "red"),
    };
    let allowed = match place {
        // An Allow with an entry that cannot be resolved covers nothing.
        "not-resource" => matches == Some(false),
        _ if place.contains("not-") => matches != Some(true),
        _ => matches == Some(true),
    };
    Known::Outcome(if allowed { "allowed" } else { "implicitDeny" })
}

/// Only 2012-10-17 knows variables.
fn versions() -> Vec<Draft> {
    let variable = format!("${{{TAG}}}");
    let mut drafts = Vec::new();
    for (place, statement, _) in places(&variable) {
        for (version, name) in [(Some("2008-10-17"), "2008"), (None, "no-version")] {
            for (state, value) in states().into_iter().take(3) {
                let mut policy = json!({"Statement": [statement.clone()]});
                if let Some(version) = version {
                    policy = with(policy, "Version", json!(version));
                }
                drafts.push(Draft {
                    topic: "tables/variable-versions",
                    name: format!("{name}-{place}-key-{state}"),
                    why: format!(
                        "{variable} in {place} is plain text where the version is {}",
                        version.unwrap_or("not given")
                    ),
                    rules: vec![
                        "PL 1.3.3",
                        "PL 7.1.3",
                        if version.is_some() {
                            "PL 1.3.1"
                        } else {
                            "PL 1.3.2"
                        },
                    ],
                    row: None,
                    scenario: scene(value.as_ref()).policy("identity", policy).build(),
                    known: Known::Decided,
                });
            }
        }
    }
    drafts
}

/// Variables in each kind of policy.
fn kinds() -> Vec<Draft> {
    let mut drafts = Vec::new();
    let everything = statement("Allow", "*", "*");
    for slot in [
        "identity", "boundary", "session", "resource", "scp", "rcp", "endpoint",
    ] {
        for effect in ["Allow", "Deny"] {
            if slot == "rcp" && effect == "Allow" {
                continue;
            }
            for (state, value) in states().into_iter().take(5) {
                let entry = format!("arn:aws:s3:::bucket/${{{TAG}}}/*");
                let mut ours = statement(effect, "s3:GetObject", &entry);
                let mut open = everything.clone();
                if matches!(slot, "resource" | "rcp" | "endpoint") {
                    ours = with(ours, "Principal", json!("*"));
                    open = with(open, "Principal", json!("*"));
                }
                let statements = match effect {
                    "Deny" if slot != "rcp" => json!([open, ours]),
                    _ => json!([ours]),
                };
                let caller = if slot == "session" {
                    "arn:aws:sts::111122223333:assumed-role/app/ci"
                } else {
                    ALICE
                };
                let mut scene =
                    Scene::new(caller, "s3:GetObject", "arn:aws:s3:::bucket/red/K", HOME);
                if let Some(value) = &value {
                    scene = scene.context(TAG, value.clone());
                }
                if slot != "identity" && !(slot == "resource" && effect == "Allow") {
                    scene = scene.rule("identity", everything.clone());
                }
                drafts.push(Draft {
                    topic: "tables/variable-kinds",
                    name: format!("{slot}-{}-key-{state}", slug(effect)),
                    why: format!("a variable in the resource of {effect} in the {slot} policy"),
                    rules: vec!["PL 7.1.7", "PL 7.3/resource"],
                    row: None,
                    scenario: scene.policy(slot, document(statements)).build(),
                    known: Known::Decided,
                });
            }
        }
    }
    drafts
}

/// `${*}`, `${?}` and `${$}` stand for the signs.
fn escapes() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (escape, sign, name) in [
        ("${*}", "*", "star"),
        ("${?}", "?", "any"),
        ("${$}", "$", "dollar"),
    ] {
        for (asked, matches) in [(sign, true), ("x", false), ("", false), (escape, false)] {
            for operator in [
                "StringEquals",
                "StringLike",
                "StringEqualsIgnoreCase",
                "StringNotEquals",
            ] {
                let condition = json!({operator: {"s3:prefix": format!("a{escape}b")}});
                let allow = with(
                    statement("Allow", "s3:GetObject", "*"),
                    "Condition",
                    condition,
                );
                let holds = matches != operator.contains("Not");
                drafts.push(Draft {
                    topic: "tables/variable-escapes",
                    name: format!(
                        "{name}-{}-asked-{}",
                        slug(operator),
                        if asked == escape {
                            "escape".to_owned()
                        } else {
                            slug(&format!("a{asked}b"))
                        }
                    ),
                    why: format!("{operator} a{escape}b: the request has a{asked}b"),
                    rules: vec!["PL 7.1.2", "PL 6.1/literal-values"],
                    row: None,
                    scenario: Scene::reading()
                        .rule("identity", allow)
                        .context("s3:prefix", json!(format!("a{asked}b")))
                        .build(),
                    known: Known::Outcome(if holds { "allowed" } else { "implicitDeny" }),
                });
            }
            let allow = statement(
                "Allow",
                "s3:GetObject",
                &format!("arn:aws:s3:::bucket/a{escape}b"),
            );
            drafts.push(Draft {
                topic: "tables/variable-escapes",
                name: format!(
                    "{name}-resource-asked-{}",
                    if asked == escape {
                        "escape".to_owned()
                    } else {
                        slug(&format!("a{asked}b"))
                    }
                ),
                why: format!("the resource ends in a{escape}b: the object is a{asked}b"),
                rules: vec!["PL 7.1.2", "PL 6.1/literal-values"],
                row: None,
                scenario: Scene::new(
                    ALICE,
                    "s3:GetObject",
                    &format!("arn:aws:s3:::bucket/a{asked}b"),
                    HOME,
                )
                .rule("identity", allow)
                .build(),
                known: Known::Outcome(if matches { "allowed" } else { "implicitDeny" }),
            });
        }
    }
    drafts
}

const MALFORMED: &[(&str, &str)] = &[
    ("${", "open"),
    ("${}", "nothing"),
    ("${aws:username", "no-brace"),
    ("${ aws:username}", "space-before"),
    ("${aws:username }", "space-behind"),
    ("${aws:user name}", "space-inside"),
    ("${aws:username, }", "no-default"),
    ("${aws:username, red}", "no-quotes"),
    ("${aws:username, 'red}", "one-quote"),
    ("${aws:username,'red'}x", "no-space"),
    ("${username}", "no-prefix"),
    ("${aws:}", "no-name"),
    ("${:username}", "no-service"),
    ("${aws:PrincipalTag/}", "no-tag"),
    ("${${aws:username}}", "nested"),
    ("$", "dollar"),
    ("$$", "dollars"),
    ("$aws:username", "no-braces"),
    ("${**}", "two-stars"),
    ("${*", "open-escape"),
];

/// What is no variable, in both readings.
fn malformed() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (text, name) in MALFORMED {
        let places = [
            (
                "resource",
                statement(
                    "Allow",
                    "s3:GetObject",
                    &format!("arn:aws:s3:::bucket/{text}"),
                ),
            ),
            (
                "string-equals",
                with(
                    statement("Allow", "s3:GetObject", "*"),
                    "Condition",
                    json!({"StringEquals": {"s3:prefix": text}}),
                ),
            ),
            (
                "string-not-equals",
                with(
                    statement("Allow", "s3:GetObject", "*"),
                    "Condition",
                    json!({"StringNotEquals": {"s3:prefix": text}}),
                ),
            ),
            (
                "arn-like",
                with(
                    statement("Allow", "s3:GetObject", "*"),
                    "Condition",
                    json!({"ArnLike": {"aws:SourceArn": format!("arn:aws:s3:::bucket/{text}")}}),
                ),
            ),
        ];
        for (place, statement) in places {
            for lenient in [false, true] {
                let asked = format!("arn:aws:s3:::bucket/{text}");
                let scene = Scene::new(ALICE, "s3:GetObject", &asked, HOME)
                    .context("s3:prefix", json!(text))
                    .context("aws:SourceArn", json!(asked))
                    .context("aws:username", json!("alice"))
                    .lenient(lenient)
                    .rule("identity", statement.clone());
                let reading = if lenient { "lenient" } else { "strict" };
                drafts.push(Draft {
                    topic: "tables/variable-forms",
                    name: format!("{place}-{name}-{reading}"),
                    why: format!("`{text}` in {place} ({reading}), the request has the same text"),
                    rules: vec!["PL 7.1.9", "PL 1.6/malformed-variable"],
                    row: None,
                    scenario: scene.build(),
                    known: Known::Nothing,
                });
            }
        }
    }
    drafts
}

/// Where variables are plain text: fields one to five, actions, and the other operators.
fn elsewhere() -> Vec<Draft> {
    let mut drafts = Vec::new();
    let region = "${aws:RequestedRegion}";
    let entries = [
        ("partition", format!("arn:{region}:sqs:us-east-1:{HOME}:q")),
        ("service", format!("arn:aws:{region}:us-east-1:{HOME}:q")),
        ("region", format!("arn:aws:sqs:{region}:{HOME}:q")),
        (
            "account",
            "arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q".to_owned(),
        ),
        (
            "resource-name",
            "arn:aws:sqs:us-east-1:111122223333:${aws:PrincipalTag/q}".to_owned(),
        ),
        ("star-beside", format!("arn:aws:sqs:{region}*:{HOME}:q")),
    ];
    for (place, entry) in entries {
        for element in ["Resource", "NotResource"] {
            let allow = with(
                without(statement("Allow", "sqs:SendMessage", "*"), "Resource"),
                element,
                json!(entry),
            );
            let scene = Scene::new(
                ALICE,
                "sqs:SendMessage",
                "arn:aws:sqs:us-east-1:111122223333:q",
                HOME,
            )
            .context("aws:RequestedRegion", json!("us-east-1"))
            .context("aws:PrincipalTag/q", json!("q"))
            .rule("identity", allow);
            drafts.push(Draft {
                topic: "tables/variable-places",
                name: format!("{}-{place}", slug(element)),
                why: format!("a variable in the {place} of {element}"),
                rules: vec!["PL 7.1.6", "PL 7.1.4"],
                row: None,
                scenario: scene.build(),
                known: Known::Decided,
            });
        }
    }
    let operators = [
        ("NumericEquals", "s3:max-keys", "10"),
        ("DateEquals", "aws:TokenIssueTime", "2026-03-01"),
        ("BinaryEquals", "example:Fingerprint", "QUI="),
        ("IpAddress", "aws:VpcSourceIp", "10.0.0.1"),
        ("Bool", "aws:SecureTransport", "true"),
        ("Null", "aws:PrincipalTag/x", "true"),
        ("StringEquals", "s3:prefix", "a"),
        ("StringLike", "s3:prefix", "a"),
    ];
    for (operator, key, value) in operators {
        for lenient in [false, true] {
            for (state, given) in [("present", true), ("absent", false)] {
                let condition = json!({operator: {key: "${example:Value}"}});
                let allow = with(
                    statement("Allow", "s3:GetObject", "*"),
                    "Condition",
                    condition,
                );
                let mut scene = Scene::new(ALICE, "s3:GetObject", OBJECT, HOME)
                    .context(key, json!(value))
                    .lenient(lenient)
                    .slot(
                        "identity",
                        json!([named("identity", document(json!([allow])))]),
                    );
                if given {
                    scene = scene.context("example:Value", json!(value));
                }
                let reading = if lenient { "lenient" } else { "strict" };
                drafts.push(Draft {
                    topic: "tables/variable-places",
                    name: format!("{}-{state}-{reading}", slug(operator)),
                    why: format!("a variable as value of {operator} ({reading}), its key {state}"),
                    rules: vec![if operator == "Bool" {
                        "PL 7.1.5"
                    } else {
                        "PL 7.1.6"
                    }],
                    row: None,
                    scenario: scene.build(),
                    known: Known::Nothing,
                });
            }
        }
    }
    drafts
}
