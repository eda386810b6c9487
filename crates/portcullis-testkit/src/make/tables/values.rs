//! What values are and how they compare: PL 8.4 to PL 8.8, value against value.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known, Row, slug};
use super::super::scene::{Scene, statement, with};

/// A condition of one operator and value against one request value.
pub(super) fn compared(operator: &str, key: &str, policy: &Value, request: &Value) -> Scene {
    let condition = json!({operator: {key: policy}});
    let allow = with(
        statement("Allow", "s3:GetObject", "*"),
        "Condition",
        condition,
    );
    Scene::reading()
        .rule("identity", allow)
        .context(key, request.clone())
        .request("contextComplete", json!(true))
}

const fn outcome(holds: bool) -> Known {
    Known::Outcome(if holds { "allowed" } else { "implicitDeny" })
}

/// Numbers in ascending order; those of one row are equal.
const NUMBERS: &[&[&str]] = &[
    &["-123456789012345678901234567890"],
    &["-10", "-10.0", "-010"],
    &["-0.5", "-.5"],
    &["0", "-0", "+0", "0.000", "00"],
    &["0.000000000000000000001"],
    &["0.1", ".1", "0.10"],
    &["9.999999999999999999999"],
    &["10", "10.0", "+10", "010", "10."],
    &["10.000000000000000000001"],
    &["9007199254740992"],
    &["9007199254740993", "9007199254740993.0"],
    &["123456789012345678901234567890"],
];

/// Instants in ascending order; those of one row are the same.
const DATES: &[&[&str]] = &[
    &["1969-12-31T23:59:59Z"],
    &[
        "1970-01-01T00:00:00Z",
        "0",
        "1970-01",
        "1970-01-01",
        "1970-01-01T01:00:00+01:00",
    ],
    &["1970-01-01T00:33:46Z", "2026"],
    &["2000-02-29", "2000-02-29T00:00:00Z", "951782400"],
    &["2024-02-29T23:59:59Z", "1709251199"],
    &[
        "2024-03-01",
        "2024-03",
        "2024-03-01T00:00Z",
        "2024-03-01T00:00:00.000Z",
    ],
    &["2026-03-01T11:59:59.999999999Z"],
    &[
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00Z",
        "2026-03-01T14:00:00+02:00",
        "2026-03-01T06:30-05:30",
        "1772366400",
    ],
    &["2026-03-01T12:00:00.1Z", "2026-03-01T12:00:00.100Z"],
    &["2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"],
    &["2100-03-01", "4107542400"],
    &["9999-12-31T23:59:59Z"],
];

/// Pairs of ranked texts: each with each of its row, and neighbouring rows both ways.
fn ordered(
    topic: &'static str,
    family: &'static str,
    key: &str,
    rows: &[&[&'static str]],
    rules: [&'static str; 6],
    extra: &dyn Fn(&str) -> Option<&'static str>,
) -> Vec<Draft> {
    let operators = [
        "Equals",
        "NotEquals",
        "LessThan",
        "LessThanEquals",
        "GreaterThan",
        "GreaterThanEquals",
    ];
    let mut drafts = Vec::new();
    let mut pair = |operator: usize, policy: &str, request: &str, order: core::cmp::Ordering| {
        let holds = match operator {
            0 => order.is_eq(),
            1 => order.is_ne(),
            2 => order.is_lt(),
            3 => order.is_le(),
            4 => order.is_gt(),
            _ => order.is_ge(),
        };
        let name = operators.get(operator).copied().unwrap_or_default();
        let operator_name = format!("{family}{name}");
        let rule = rules.get(operator).copied().unwrap_or_default();
        let mut rules = vec![rule];
        rules.extend([extra(policy), extra(request)].into_iter().flatten());
        rules.dedup();
        drafts.push(Draft {
            topic,
            name: format!(
                "{}-{}-asked-{}",
                slug(&operator_name),
                slug(&signed(policy)),
                slug(&signed(request))
            ),
            why: format!("{operator_name} {policy}: the request has {request}"),
            rules,
            row: None,
            scenario: compared(&operator_name, key, &json!(policy), &json!(request)).build(),
            known: outcome(holds),
        });
    };
    for (index, row) in rows.iter().enumerate() {
        for policy in *row {
            for request in *row {
                pair(0, policy, request, core::cmp::Ordering::Equal);
            }
        }
        let (Some(low), Some(next)) = (row.first(), rows.get(index.saturating_add(1))) else {
            continue;
        };
        let Some(high) = next.first() else { continue };
        for operator in 0..6 {
            pair(operator, low, high, core::cmp::Ordering::Greater);
            pair(operator, high, low, core::cmp::Ordering::Less);
            pair(operator, low, low, core::cmp::Ordering::Equal);
        }
    }
    drafts
}

/// A sign that a name can have.
fn signed(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(rest) => format!("minus {rest}"),
        None => text.to_owned(),
    }
}

fn of_number(text: &str) -> Option<&'static str> {
    (text.len() > 16).then_some("PL 8.5/exact")
}

fn of_date(text: &str) -> Option<&'static str> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        4 if digits => Some("PL 8.6/four-digits"),
        _ if digits => Some("PL 8.6/epoch"),
        7 | 10 => Some("PL 8.6/period"),
        _ => Some("PL 8.6/offset"),
    }
}

/// A table of policy values by request values.
fn square(
    topic: &'static str,
    operator: &str,
    key: &str,
    (policies, requests): (&[&str], &[&str]),
    rules: &[&'static str],
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for policy in policies {
        for request in requests {
            drafts.push(Draft {
                topic,
                name: format!(
                    "{}-{}-asked-{}",
                    slug(operator),
                    exact(policy),
                    exact(request)
                ),
                why: format!("{operator} `{policy}`: the request has `{request}`"),
                rules: rules.to_vec(),
                row: Row::of(*policy, policy, request),
                scenario: compared(operator, key, &json!(policy), &json!(request)).build(),
                known: Known::Nothing,
            });
        }
    }
    drafts
}

/// A name that keeps apart what differs in case or white space.
pub(super) fn exact(text: &str) -> String {
    let mut name = slug(text);
    if name.is_empty() {
        name.push_str(if text.is_empty() { "empty" } else { "sign" });
    }
    let capitals = text.chars().filter(char::is_ascii_uppercase).count();
    let total = text.chars().filter(char::is_ascii_alphabetic).count();
    if capitals > 0 {
        let at = text
            .chars()
            .position(|c| c.is_ascii_uppercase())
            .unwrap_or(0);
        name.push_str(&if capitals == total {
            "-capitals".to_owned()
        } else {
            format!("-capital-{}", at.saturating_add(1))
        });
    }
    name
}

const NETWORKS: &[&str] = &[
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.0.0.9/24",
    "10.0.0.0/31",
    "10.0.0.1",
    "10.0.0.1/32",
    "203.0.113.128/25",
    "::/0",
    "2001:db8::/32",
    "2001:db8::1",
    "2001:DB8:0:0::1/128",
    "2001:db8::8/125",
    "::ffff:10.0.0.1",
    "::ffff:0:0/96",
];
const ADDRESSES: &[&str] = &[
    "10.0.0.0",
    "10.0.0.1",
    "10.0.0.2",
    "10.255.255.255",
    "11.0.0.0",
    "203.0.113.127",
    "203.0.113.128",
    "2001:db8::1",
    "2001:0DB8::0001",
    "2001:db8::f",
    "2001:db9::",
    "::ffff:10.0.0.1",
    "::a00:1",
];
const GLOBS: &[&str] = &[
    "", "*", "?", "??", "a*", "*a", "*a*", "a*b", "a?b", "a**b", "*a*b*", "a*a", "ab", "AB",
    "a*b*c", "?*", "*?", "a:*:b", "a/*", "é", "?é", "a.b", "[ab]", "\\*",
];
const GLOBBED: &[&str] = &[
    "", "a", "b", "ab", "Ab", "aa", "aab", "aXb", "a/b", "a:c:b", "abc", "é", "aé", "a*b", "a.b",
];
const FOLDED: &[&str] = &[
    "straße", "STRASSE", "STRAßE", "é", "É", "ı", "I", "i", "İ", "K", "\u{212a}", "σ", "ς", "Σ",
    "ab", "AB",
];
const ARN_PATTERNS: &[&str] = &[
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b/*",
    "arn:*:s3:::b",
    "arn:aws:*:::b",
    "arn:aws:*",
    "arn:aws:s3:*:*:b",
    "arn:aws:sns:us-*:111122223333:t",
    "arn:aws:sns:*:*:t",
    "arn:aws:sns:*:t",
    "arn:aws:sns:us-east-1:1111????3333:t",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam::111122223333:role/a?p",
    "arn:aws:iam::*:role/path/*/app",
    "ARN:aws:s3:::b",
    "arn:aws:S3:::b",
    "arn:aws:s3:::B",
    "arn:*:*:*:*:*",
    "arn:aws:logs:us-east-1:111122223333:log-group:g:*",
];
const ARNS: &[&str] = &[
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/k",
    "arn:aws-cn:s3:::b",
    "arn:aws:sns:us-east-1:111122223333:t",
    "arn:aws:sns:eu-west-1:111122223333:t",
    "arn:aws:iam::111122223333:role/app",
    "arn:aws:iam::111122223333:role/path/x/app",
    "arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream:s",
    "arn:aws:s3",
    "b",
];
const FLAGS: &[&str] = &["true", "false", "TRUE", "False"];
const BYTES: &[&str] = &["", "QQ==", "Qg==", "QUI=", "QUJD", "+/8=", "QUJDRA=="];

pub(super) fn table() -> Vec<Draft> {
    let numbers = [
        "PL 8.5/equals",
        "PL 8.5/not-equals",
        "PL 8.5/less-than",
        "PL 8.5/less-than-equals",
        "PL 8.5/greater-than",
        "PL 8.5/greater-than-equals",
    ];
    let dates = [
        "PL 8.6/equals",
        "PL 8.6/not-equals",
        "PL 8.6/less-than",
        "PL 8.6/less-than-equals",
        "PL 8.6/greater-than",
        "PL 8.6/greater-than-equals",
    ];
    let tag = "aws:RequestTag/team";
    let source = "aws:SourceArn";
    let mut all = vec![
        ordered(
            "tables/numbers",
            "Numeric",
            "s3:max-keys",
            NUMBERS,
            numbers,
            &of_number,
        ),
        ordered(
            "tables/dates",
            "Date",
            "aws:TokenIssueTime",
            DATES,
            dates,
            &of_date,
        ),
        square(
            "tables/addresses",
            "IpAddress",
            "aws:VpcSourceIp",
            (NETWORKS, ADDRESSES),
            &["PL 8.7/ip", "PL 8.7/ip-families"],
        ),
        square(
            "tables/globs",
            "StringLike",
            tag,
            (GLOBS, GLOBBED),
            &["PL 8.4/like"],
        ),
        square(
            "tables/folding",
            "StringEqualsIgnoreCase",
            tag,
            (FOLDED, FOLDED),
            &["PL 8.4/ignore-case", "PL 8.4/folding"],
        ),
        square(
            "tables/arns",
            "ArnLike",
            source,
            (ARN_PATTERNS, ARNS),
            &["PL 8.8.1", "PL 8.8/equals-like"],
        ),
        square(
            "tables/bytes",
            "BinaryEquals",
            "example:Fingerprint",
            (BYTES, BYTES),
            &["PL 8.7/binary"],
        ),
        square(
            "tables/flags",
            "Bool",
            "aws:SecureTransport",
            (FLAGS, FLAGS),
            &["PL 8.7/bool"],
        ),
    ];
    let crossing = [
        "arn:aws:*",
        "arn:aws:s3:::*",
        "arn:aws:sns:*:t",
        "arn:aws:iam::*:role/path/*/app",
        "arn:*",
    ];
    all.push(square(
        "tables/arns",
        "StringLike",
        source,
        (&crossing, ARNS),
        &["PL 8.8.6", "PL 8.8/other-operators"],
    ));
    let literal = ["*", "a*", "?", "a?b", "a*b", ""];
    all.push(square(
        "tables/globs",
        "StringEquals",
        tag,
        (&literal, GLOBBED),
        &["PL 8.4/equals"],
    ));
    all.push(bare());
    all.into_iter().flatten().collect()
}

/// Numbers and Booleans as JSON has them, on both sides: what counts is the text.
fn bare() -> Vec<Draft> {
    let values = [
        ("ten", json!(10), json!("10")),
        ("half", json!(0.5), json!("0.5")),
        ("yes", json!(true), json!("true")),
        ("no", json!(false), json!("false")),
    ];
    let mut drafts = Vec::new();
    for operator in ["StringEquals", "StringLike", "NumericEquals", "Bool"] {
        for (name, bare, text) in &values {
            for (way, policy, request) in [
                ("bare-asked-text", bare, text),
                ("text-asked-bare", text, bare),
                ("bare-asked-bare", bare, bare),
            ] {
                let unreadable = match operator {
                    "NumericEquals" => matches!(bare, Value::Bool(_)),
                    "Bool" => !matches!(bare, Value::Bool(_)),
                    _ => false,
                };
                drafts.push(Draft {
                    topic: "tables/bare-values",
                    name: format!("{}-{name}-{way}", slug(operator)),
                    why: format!("{operator} {policy}: the request has {request}"),
                    rules: vec!["PL 1.1.10"],
                    row: None,
                    scenario: compared(operator, "example:Value", policy, request).build(),
                    known: if unreadable {
                        Known::Error("unreadable-value")
                    } else {
                        Known::Outcome("allowed")
                    },
                });
            }
        }
    }
    drafts
}
