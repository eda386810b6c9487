//! Every operator with every modifier against every state of its key: PL 8.2 and PL 8.3, held against the formula itself.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known, slug};
use super::super::scene::{Scene, statement, with};

/// An operator with values: two of the policy, two of requests that match some, two that match none.
struct Row {
    operator: &'static str,
    negated: bool,
    key: &'static str,
    policy: [&'static str; 2],
    matching: [&'static str; 2],
    other: [&'static str; 2],
    /// A request value that cannot be read, where there are such.
    unreadable: Option<&'static str>,
    rule: &'static str,
}

const TAG: &str = "aws:RequestTag/team";
const COUNT: &str = "s3:max-keys";
const TIME: &str = "aws:TokenIssueTime";
const ADDRESS: &str = "aws:VpcSourceIp";
const SOURCE: &str = "aws:SourceArn";

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn row(
    operator: &'static str,
    negated: bool,
    key: &'static str,
    policy: [&'static str; 2],
    matching: [&'static str; 2],
    other: [&'static str; 2],
    unreadable: Option<&'static str>,
    rule: &'static str,
) -> Row {
    Row {
        operator,
        negated,
        key,
        policy,
        matching,
        other,
        unreadable,
        rule,
    }
}

const TEAMS: [&str; 2] = ["blue", "green"];
const NOT_TEAMS: [&str; 2] = ["red", "Blue"];
const ROLES: [&str; 2] = [
    "arn:aws:iam::111122223333:role/app*",
    "arn:aws:sns:*:111122223333:topic",
];
const OUR_ROLES: [&str; 2] = [
    "arn:aws:iam::111122223333:role/app-1",
    "arn:aws:sns:eu-west-1:111122223333:topic",
];
const OTHER_ROLES: [&str; 2] = [
    "arn:aws:iam::444455556666:role/app-1",
    "arn:aws:sns:eu-west-1:111122223333:topics",
];
const BLOCKS: [&str; 2] = ["10.1.0.0/16", "10.2.3.4"];
const IN_BLOCKS: [&str; 2] = ["10.1.200.7", "10.2.3.4"];
const OUT_OF_BLOCKS: [&str; 2] = ["10.2.3.5", "2001:db8::1"];
const DATES: [&str; 2] = ["2026-03-01T00:00:00Z", "2026-02-01T00:00:00Z"];
const EARLIER: [&str; 2] = ["2025-12-31T23:59:59Z", "2024-02-29T12:00:00Z"];
const LATER: [&str; 2] = ["2026-03-01T00:00:01Z", "2027-01-01T00:00:00Z"];
const SAME: [&str; 2] = ["2026-03-01T01:00:00+01:00", "2026-02-01T00:00:00.0Z"];

const ROWS: &[Row] = &[
    row(
        "StringEquals",
        false,
        TAG,
        TEAMS,
        ["blue", "green"],
        NOT_TEAMS,
        None,
        "PL 8.4/equals",
    ),
    row(
        "StringNotEquals",
        true,
        TAG,
        TEAMS,
        ["blue", "green"],
        NOT_TEAMS,
        None,
        "PL 8.4/equals",
    ),
    row(
        "StringEqualsIgnoreCase",
        false,
        TAG,
        TEAMS,
        ["BLUE", "Green"],
        ["red", "blues"],
        None,
        "PL 8.4/ignore-case",
    ),
    row(
        "StringNotEqualsIgnoreCase",
        true,
        TAG,
        TEAMS,
        ["BLUE", "Green"],
        ["red", "blues"],
        None,
        "PL 8.4/ignore-case",
    ),
    row(
        "StringLike",
        false,
        TAG,
        ["b*", "gre?n"],
        ["blue", "green"],
        NOT_TEAMS,
        None,
        "PL 8.4/like",
    ),
    row(
        "StringNotLike",
        true,
        TAG,
        ["b*", "gre?n"],
        ["blue", "green"],
        NOT_TEAMS,
        None,
        "PL 8.4/like",
    ),
    row(
        "NumericEquals",
        false,
        COUNT,
        ["10", "8"],
        ["10.0", "8"],
        ["9", "-10"],
        Some("ten"),
        "PL 8.5/equals",
    ),
    row(
        "NumericNotEquals",
        true,
        COUNT,
        ["10", "8"],
        ["10.0", "8"],
        ["9", "-10"],
        Some("ten"),
        "PL 8.5/not-equals",
    ),
    row(
        "NumericLessThan",
        false,
        COUNT,
        ["10", "8"],
        ["7.5", "-3"],
        ["10", "11"],
        Some("ten"),
        "PL 8.5/less-than",
    ),
    row(
        "NumericLessThanEquals",
        false,
        COUNT,
        ["10", "8"],
        ["10", "-3"],
        ["10.5", "11"],
        Some("ten"),
        "PL 8.5/less-than-equals",
    ),
    row(
        "NumericGreaterThan",
        false,
        COUNT,
        ["8", "10"],
        ["8.5", "11"],
        ["8", "-3"],
        Some("ten"),
        "PL 8.5/greater-than",
    ),
    row(
        "NumericGreaterThanEquals",
        false,
        COUNT,
        ["8", "10"],
        ["8", "11"],
        ["7.5", "-3"],
        Some("ten"),
        "PL 8.5/greater-than-equals",
    ),
    row(
        "DateEquals",
        false,
        TIME,
        DATES,
        SAME,
        LATER,
        Some("soon"),
        "PL 8.6/equals",
    ),
    row(
        "DateNotEquals",
        true,
        TIME,
        DATES,
        SAME,
        LATER,
        Some("soon"),
        "PL 8.6/not-equals",
    ),
    row(
        "DateLessThan",
        false,
        TIME,
        DATES,
        EARLIER,
        LATER,
        Some("soon"),
        "PL 8.6/less-than",
    ),
    row(
        "DateLessThanEquals",
        false,
        TIME,
        DATES,
        ["2026-03-01", "2024-02-29"],
        LATER,
        Some("soon"),
        "PL 8.6/less-than-equals",
    ),
    row(
        "DateGreaterThan",
        false,
        TIME,
        ["2026-02-01", "2026-03-01"],
        LATER,
        EARLIER,
        Some("soon"),
        "PL 8.6/greater-than",
    ),
    row(
        "DateGreaterThanEquals",
        false,
        TIME,
        ["2026-02-01", "2026-03-01"],
        SAME,
        EARLIER,
        Some("soon"),
        "PL 8.6/greater-than-equals",
    ),
    row(
        "Bool",
        false,
        "aws:SecureTransport",
        ["true", "TRUE"],
        ["true", "True"],
        ["false", "FALSE"],
        Some("yes"),
        "PL 8.7/bool",
    ),
    row(
        "BinaryEquals",
        false,
        "example:Fingerprint",
        ["QUI=", "QUJD"],
        ["QUI=", "QUJD"],
        ["QQ==", "QUJE"],
        Some("QUI"),
        "PL 8.7/binary",
    ),
    row(
        "IpAddress",
        false,
        ADDRESS,
        BLOCKS,
        IN_BLOCKS,
        OUT_OF_BLOCKS,
        Some("10.1.0"),
        "PL 8.7/ip",
    ),
    row(
        "NotIpAddress",
        true,
        ADDRESS,
        BLOCKS,
        IN_BLOCKS,
        OUT_OF_BLOCKS,
        Some("10.1.0"),
        "PL 8.7/ip",
    ),
    row(
        "ArnEquals",
        false,
        SOURCE,
        ROLES,
        OUR_ROLES,
        OTHER_ROLES,
        Some("arn:aws:iam"),
        "PL 8.8/equals-like",
    ),
    row(
        "ArnNotEquals",
        true,
        SOURCE,
        ROLES,
        OUR_ROLES,
        OTHER_ROLES,
        Some("arn:aws:iam"),
        "PL 8.8/equals-like",
    ),
    row(
        "ArnLike",
        false,
        SOURCE,
        ROLES,
        OUR_ROLES,
        OTHER_ROLES,
        Some("arn:aws:iam"),
        "PL 8.8/equals-like",
    ),
    row(
        "ArnNotLike",
        true,
        SOURCE,
        ROLES,
        OUR_ROLES,
        OTHER_ROLES,
        Some("arn:aws:iam"),
        "PL 8.8/equals-like",
    ),
];

/// The modifiers: a set qualifier and a suffix.
const MODIFIERS: [(&str, &str); 6] = [
    ("", ""),
    ("", "IfExists"),
    ("ForAllValues:", ""),
    ("ForAllValues:", "IfExists"),
    ("ForAnyValue:", ""),
    ("ForAnyValue:", "IfExists"),
];

/// What the request has for the key, what of it matches, and how many values the policy has.
struct State {
    name: &'static str,
    why: &'static str,
    value: Option<Value>,
    matches: Vec<bool>,
    blank: bool,
    operands: usize,
}

fn states(row: &Row) -> Vec<State> {
    let [yes, also] = row.matching;
    let [no, neither] = row.other;
    let state = |name, why, value, matches: &[bool], operands| State {
        name,
        why,
        value,
        matches: matches.to_vec(),
        blank: false,
        operands,
    };
    let mut states = vec![
        state("absent", "the key is absent", None, &[], 2),
        state(
            "empty-list",
            "the key has an empty list",
            Some(json!([])),
            &[],
            2,
        ),
        State {
            blank: true,
            ..state(
                "blank-list",
                "the key has a list of one empty string",
                Some(json!([""])),
                &[false],
                2,
            )
        },
        state(
            "equal",
            "the value matches the first of two",
            Some(json!(yes)),
            &[true],
            2,
        ),
        state(
            "equal-to-only",
            "the value matches the only one",
            Some(json!(yes)),
            &[true],
            1,
        ),
        state(
            "other",
            "the value matches neither of two",
            Some(json!(no)),
            &[false],
            2,
        ),
        state(
            "list-of-equal",
            "a list of one value that matches",
            Some(json!([also])),
            &[true],
            2,
        ),
        state(
            "list-of-other",
            "a list of one value that does not match",
            Some(json!([neither])),
            &[false],
            2,
        ),
        state(
            "all-equal",
            "both values match",
            Some(json!([yes, also])),
            &[true, true],
            2,
        ),
        state(
            "some-equal",
            "one of two values matches",
            Some(json!([no, yes])),
            &[false, true],
            2,
        ),
        state(
            "none-equal",
            "neither of two values matches",
            Some(json!([no, neither])),
            &[false, false],
            2,
        ),
        state(
            "absent-no-values",
            "the key is absent, and the policy lists no value",
            None,
            &[],
            0,
        ),
        state(
            "present-no-values",
            "the key is present, and the policy lists no value",
            Some(json!(yes)),
            &[false],
            0,
        ),
    ];
    if let Some(unreadable) = row.unreadable {
        states.push(state(
            "unreadable",
            "the value cannot be read",
            Some(json!(unreadable)),
            &[false],
            2,
        ));
        states.push(state(
            "some-unreadable",
            "one of two values cannot be read, the other matches",
            Some(json!([unreadable, yes])),
            &[false, true],
            2,
        ));
    }
    states
}

/// PL 8.2, as it stands there.
fn holds(negated: bool, set: &str, if_exists: bool, state: &State) -> bool {
    let null_set = state.blank && !set.is_empty();
    if state.value.is_none() || state.matches.is_empty() || null_set {
        return if_exists || set == "ForAllValues:" || (set.is_empty() && negated);
    }
    if state.operands == 0 && (!set.is_empty() || if_exists) {
        return false;
    }
    let any = state.matches.iter().any(|matches| *matches);
    let all = state.matches.iter().all(|matches| *matches);
    match set {
        "" if state.matches.len() > 1 => false,
        "ForAnyValue:" if negated => !all,
        "ForAllValues:" if !negated => all,
        _ if negated => !any,
        _ => any,
    }
}

fn rule_of_state(row: &Row, set: &str, if_exists: bool, state: &State) -> Vec<&'static str> {
    let absent = match (set, if_exists, row.negated) {
        ("", false, false) => "PL 8.3/positive",
        ("", false, true) => "PL 8.3/negated",
        ("", true, false) => "PL 8.3/positive-if-exists",
        ("", true, true) => "PL 8.3/negated-if-exists",
        ("ForAllValues:", true, _) => "PL 8.3/for-all-if-exists",
        ("ForAllValues:", false, false) => "PL 8.3/for-all-equals",
        ("ForAllValues:", false, true) => "PL 8.3/for-all-not-equals",
        (_, true, _) => "PL 8.3/for-any-if-exists",
        (_, false, false) => "PL 8.3/for-any-equals",
        (_, false, true) => "PL 8.3/for-any-not-equals",
    };
    let of_set = match (set, row.negated) {
        ("", _) if state.matches.len() > 1 => Some("PL 8.10/several-values"),
        ("", _) => if_exists.then_some("PL 8.3/present"),
        ("ForAllValues:", false) => Some("PL 8.2/for-all"),
        ("ForAllValues:", true) => Some("PL 8.2/for-all-negated"),
        (_, false) => Some("PL 8.2/for-any"),
        (_, true) => Some("PL 8.2/for-any-negated"),
    };
    let no_values = match (set, if_exists) {
        ("ForAnyValue:", false) => "PL 1.5/no-values-any",
        ("", false) if row.negated => "PL 1.5/no-values-negated",
        ("", false) => "PL 1.5/no-values-positive",
        _ => "PL 1.5/no-values-absent",
    };
    match state.name {
        "absent" => vec![absent],
        "empty-list" => vec!["PL 8.2/empty-list", absent],
        "blank-list" if !set.is_empty() => vec!["PL 8.2/null-data-set", absent],
        "absent-no-values" | "present-no-values" => vec![no_values],
        "unreadable" | "some-unreadable" => [Some("PL 8.7/request-value"), of_set]
            .into_iter()
            .flatten()
            .collect(),
        _ => of_set.into_iter().chain([row.rule]).collect(),
    }
}

fn topic(operator: &str) -> &'static str {
    match operator {
        _ if operator.starts_with("String") => "tables/operators-string",
        _ if operator.starts_with("Numeric") => "tables/operators-numeric",
        _ if operator.starts_with("Date") => "tables/operators-date",
        _ if operator.starts_with("Arn") => "tables/operators-arn",
        _ => "tables/operators-other",
    }
}

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for row in ROWS {
        for (set, suffix) in MODIFIERS {
            let operator = format!("{set}{}{suffix}", row.operator);
            for state in states(row) {
                let operands = row.policy.get(..state.operands).unwrap_or_default();
                let operands = match operands {
                    [only] => json!(only),
                    several => json!(several),
                };
                let condition = json!({operator.as_str(): {row.key: operands}});
                let allow = with(
                    statement("Allow", "s3:GetObject", "*"),
                    "Condition",
                    condition,
                );
                let mut scene = Scene::reading().rule("identity", allow);
                if let Some(value) = &state.value {
                    scene = scene.context(row.key, value.clone());
                }
                scene = scene.request("contextComplete", json!(true));
                let holds = holds(row.negated, set, !suffix.is_empty(), &state);
                drafts.push(Draft {
                    topic: topic(row.operator),
                    name: format!("{}-{}", slug(&operator), state.name),
                    why: format!("{operator}: {}", state.why),
                    rules: rule_of_state(row, set, !suffix.is_empty(), &state),
                    row: None,
                    scenario: scene.build(),
                    known: Known::Outcome(if holds { "allowed" } else { "implicitDeny" }),
                });
            }
        }
    }
    drafts.extend(nulls());
    drafts
}

/// `Null`, which has states of its own: PL 8.9.
fn nulls() -> Vec<Draft> {
    let states = [
        ("absent", "the key is absent", None, true),
        ("empty-list", "an empty list", Some(json!([])), true),
        (
            "blank-list",
            "a list of one empty string",
            Some(json!([""])),
            true,
        ),
        (
            "blanks",
            "a list of two empty strings",
            Some(json!(["", ""])),
            true,
        ),
        ("empty-string", "an empty string", Some(json!("")), false),
        ("value", "a value", Some(json!("blue")), false),
        (
            "list",
            "a list of two values",
            Some(json!(["blue", "red"])),
            false,
        ),
        (
            "partly-blank",
            "a list of an empty string and a value",
            Some(json!(["", "red"])),
            false,
        ),
    ];
    let operands = [
        ("true", json!("true"), Some(true)),
        ("false", json!("false"), Some(false)),
        ("capital-true", json!("TRUE"), Some(true)),
        ("bare-false", json!(false), Some(false)),
        ("both", json!(["true", "false"]), None),
        ("no-value", json!([]), None),
    ];
    let mut drafts = Vec::new();
    for set in ["", "ForAllValues:", "ForAnyValue:"] {
        for (state, why, value, is_null) in &states {
            for (name, operand, wanted) in &operands {
                let operator = format!("{set}Null");
                let condition = json!({operator.as_str(): {TAG: operand}});
                let allow = with(
                    statement("Allow", "s3:GetObject", "*"),
                    "Condition",
                    condition,
                );
                let mut scene = Scene::reading().rule("identity", allow);
                if let Some(value) = value {
                    scene = scene.context(TAG, value.clone());
                }
                let holds = match set {
                    "ForAllValues:" => true,
                    "ForAnyValue:" => false,
                    _ => wanted.map_or(*name == "both", |wanted| wanted == *is_null),
                };
                let rule = match (set, wanted) {
                    ("ForAllValues:", _) => "PL 8.9/for-all-null",
                    ("ForAnyValue:", _) => "PL 8.9/for-any-null",
                    (_, Some(true)) => "PL 8.3/null-true",
                    (_, Some(false)) => "PL 8.3/null-false",
                    _ => "PL 8.9/null",
                };
                let listed = match *state {
                    "blank-list" | "blanks" => Some("PL 8.9/null-data-set"),
                    "empty-string" => Some("PL 8.9/empty-string"),
                    _ => None,
                };
                drafts.push(Draft {
                    topic: "tables/operators-null",
                    name: format!("{}-{name}-{state}", slug(&operator)),
                    why: format!("{operator} with {operand}: {why}"),
                    rules: [rule]
                        .into_iter()
                        .chain(listed.filter(|_| set.is_empty()))
                        .collect(),
                    row: None,
                    scenario: scene.build(),
                    known: Known::Outcome(if holds { "allowed" } else { "implicitDeny" }),
                });
            }
        }
    }
    drafts
}
