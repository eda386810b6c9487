//! Worked cases: what AWS documents with examples, and where an engine could go wrong.

use super::{context, holds, list, single, test};
use crate::{
    Context, ContextValue, Operand, OperatorErrorKind, Test, ValueErrorKind, VariableErrorKind,
    VariableSupport,
};

/// Operator, policy values, request value, and whether the test holds.
const VALUES: [(&str, &[&str], &str, bool); 62] = [
    // PL 8.1: OR, and NOR where negated.
    ("StringEquals", &["red", "blue"], "blue", true),
    ("StringNotEquals", &["green", "red"], "green", false),
    ("StringNotEquals", &["green", "red"], "blue", true),
    // PL 8.4.
    ("StringEquals", &["Blue", "bl*"], "blue", false),
    ("StringEqualsIgnoreCase", &["BLUE"], "blue", true),
    ("StringEqualsIgnoreCase", &["BL*"], "blue", false),
    ("StringEqualsIgnoreCase", &["ΣΊΣΥΦΟΣ"], "Σίσυφος", true),
    ("StringEqualsIgnoreCase", &["strasse"], "straße", false),
    ("StringLike", &["bl?e*"], "blue", true),
    ("StringLike", &["blue?"], "blue", false),
    ("StringLike", &["*"], "", true),
    ("StringLike", &["lu"], "blue", false),
    ("StringLike", &["a.c"], "abc", false),
    ("StringEquals", &[""], "", true),
    ("StringEquals", &["*"], "anything", false),
    // PL 8.5.
    ("NumericLessThan", &["10"], "9", true),
    ("NumericEquals", &["10.0"], "10", true),
    ("NumericLessThanEquals", &["+10"], "10", true),
    ("NumericGreaterThan", &["-10.5"], "-10", true),
    (
        "NumericEquals",
        &["9007199254740992"],
        "9007199254740993",
        false,
    ),
    ("NumericGreaterThan", &["10"], "1e3", false),
    ("NumericNotEquals", &["9", "10.00"], "10", false),
    // PL 8.6.
    ("DateEquals", &["2026-03"], "2026-03-01T00:00:00Z", true),
    (
        "DateGreaterThanEquals",
        &["2026-03-01"],
        "2026-03-01T00:00:00Z",
        true,
    ),
    (
        "DateEquals",
        &["2026-03-01T12:00:00+02:00"],
        "2026-03-01T12:00:00Z",
        false,
    ),
    (
        "DateGreaterThan",
        &["2026-02-28T00:00:00Z"],
        "1772366400",
        true,
    ),
    ("DateEquals", &["2024"], "1970-01-01T00:33:44Z", true),
    (
        "DateLessThan",
        &["2026-03-01T12:00:00.5Z"],
        "2026-03-01T12:00:00Z",
        true,
    ),
    // PL 8.7.
    ("Bool", &["TRUE"], "True", true),
    ("Bool", &["true", "false"], "1", false),
    (
        "BinaryEquals",
        &["AAAA", "QmluYXJ5VmFsdWVJbkJhc2U2NA=="],
        "QmluYXJ5VmFsdWVJbkJhc2U2NA==",
        true,
    ),
    ("BinaryEquals", &["qmLUYXJ5"], "QmluYXJ5", false),
    ("IpAddress", &["203.0.113.7"], "203.0.113.7", true),
    ("IpAddress", &["203.0.113.99/24"], "203.0.113.7", true),
    ("IpAddress", &["0.0.0.0/0"], "203.0.113.7", true),
    (
        "IpAddress",
        &["203.0.113.8", "203.0.113.6/32", "::/0"],
        "203.0.113.7",
        false,
    ),
    ("IpAddress", &["::ffff:203.0.113.7"], "203.0.113.7", false),
    (
        "IpAddress",
        &["203.0.113.0/24"],
        "::ffff:203.0.113.7",
        false,
    ),
    (
        "IpAddress",
        &["203.0.113.0/24", "2001:DB8:1234:5678::/64"],
        "2001:db8:1234:5678::1",
        true,
    ),
    ("IpAddress", &["2001:DB8::1"], "2001:db8:0:0::1", true),
    (
        "NotIpAddress",
        &["203.0.113.8", "10.0.0.0/8", "2001:db8::/32", "::/0"],
        "203.0.113.7",
        true,
    ),
    (
        "NotIpAddress",
        &["10.0.0.0/8", "203.0.113.1/24"],
        "203.0.113.7",
        false,
    ),
    ("NotIpAddress", &["10.0.0.0/8"], "AWS Internal", true),
    ("NumericNotEquals", &["10"], "many", true),
    ("DateNotEquals", &["2026-01-01"], "yesterday", true),
    ("ArnNotLike", &["arn:aws:sns:*:*:*"], "arn:aws:sns", true),
    // PL 8.8.
    (
        "StringLike",
        &["arn:aws:someservice:*:111122223333:finance/*"],
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
        true,
    ),
    (
        "ArnLike",
        &["arn:aws:someservice:*:111122223333:finance/*"],
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
        false,
    ),
    (
        "ArnEquals",
        &["arn:aws:sns:*:111122223333:news*"],
        "arn:aws:sns:us-east-1:111122223333:news/x:y",
        true,
    ),
    (
        "ArnLike",
        &["arn:aws:sns:us-east-?:111122223333:news/*"],
        "arn:aws:sns:us-east-1:111122223333:news/x:y",
        true,
    ),
    (
        "ArnLike",
        &["*", "arn:aws:sns:*", "arn:aws:sns:*:y"],
        "arn:aws:sns:us-east-1:111122223333:news/x:y",
        false,
    ),
    (
        "ArnNotEquals",
        &["arn:aws:sns:US-EAST-1:111122223333:*", "*"],
        "arn:aws:sns:us-east-1:111122223333:news",
        true,
    ),
    (
        "ArnNotLike",
        &["arn:aws:sqs:*:*:*", "arn:aws:sns:*:*:n*"],
        "arn:aws:sns:us-east-1:111122223333:news",
        false,
    ),
    (
        "ArnEquals",
        &["arn:aws:SNS:us-east-1:111122223333:news"],
        "arn:aws:sns:us-east-1:111122223333:news",
        false,
    ),
    (
        "ArnEquals",
        &["arn:aws:sns:*:x:y"],
        "arn:aws:sns:us-east-1:111122223333:news/x:y",
        false,
    ),
    // PL 7.1.2: escapes.
    ("StringLike", &["a${*}"], "a*", true),
    ("StringLike", &["a${*}"], "ab", false),
    ("StringLike", &["what${?}"], "whats", false),
    ("StringEquals", &["5${$}"], "5$", true),
    ("StringEquals", &["${*}"], "*", true),
    ("StringEqualsIgnoreCase", &["${$}A"], "$a", true),
    ("ArnLike", &["arn:aws:s3:::${*}"], "arn:aws:s3:::red", false),
];

#[test]
fn values() {
    for (operator, values, request, expected) in VALUES {
        let value = single(request);
        assert_eq!(
            holds(operator, values, Some(&value)),
            expected,
            "{operator} {values:?} {request}"
        );
    }
}

#[track_caller]
fn check_variable(
    operator: &str,
    value: &str,
    request: &str,
    tag: Option<ContextValue>,
    expected: bool,
) {
    let mut entries = std::vec![("example:Key", single(request))];
    entries.extend(tag.clone().map(|value| ("AWS:PrincipalTag/Team", value)));
    let found = test(operator, "example:key", &[value]).holds(&context(&entries));
    assert_eq!(found, expected, "{operator} {value} {request} {tag:?}");
}

/// PL 7: what variables stand for, in a test of `example:Key`.
#[test]
fn variables() {
    check_variable(
        "StringEquals",
        "${aws:PrincipalTag/team}",
        "red",
        Some(single("red")),
        true,
    );
    check_variable(
        "StringEquals",
        "x${aws:principaltag/TEAM}y",
        "xredy",
        Some(single("red")),
        true,
    );
    check_variable(
        "StringEquals",
        "${aws:PrincipalTag/team}",
        "",
        Some(single("")),
        false,
    );
    check_variable(
        "StringNotEquals",
        "${aws:PrincipalTag/team}",
        "red",
        None,
        true,
    );
    check_variable(
        "StringNotEquals",
        "${aws:PrincipalTag/team}",
        "red",
        Some(single("red")),
        false,
    );
    check_variable(
        "StringEqualsIfExists",
        "${aws:PrincipalTag/team}",
        "red",
        None,
        false,
    );
    check_variable(
        "StringEquals",
        "${aws:PrincipalTag/team, ''}",
        "",
        None,
        true,
    );
    check_variable(
        "StringEquals",
        "${aws:PrincipalTag/team, 'x'}",
        "x",
        Some(list(&["a", "b"])),
        true,
    );
    check_variable(
        "StringEquals",
        "${aws:PrincipalTag/team}",
        "a",
        Some(list(&["a", "b"])),
        false,
    );
    check_variable(
        "StringLike",
        "${aws:PrincipalTag/team}",
        "red",
        Some(single("*")),
        false,
    );
    check_variable(
        "StringLike",
        "${aws:PrincipalTag/team}",
        "*",
        Some(single("*")),
        true,
    );
    check_variable(
        "StringLike",
        "${aws:PrincipalTag/team, '*'}",
        "red",
        None,
        false,
    );
    check_variable(
        "StringLike",
        "${aws:PrincipalTag/team}*",
        "redder",
        Some(single("red")),
        true,
    );
    check_variable(
        "StringEquals",
        "${aws:PrincipalTag/team}",
        "red",
        Some(single("${example:Key}")),
        false,
    );
}

/// PL 7: the same with ARN and Boolean operators, and where there is no value.
#[test]
fn variables_of_arns_and_booleans() {
    let place = || single("us-east-1:111122223333");
    let news = "arn:aws:sns:us-east-1:111122223333:news";
    check_variable(
        "StringEqualsIgnoreCase",
        "${aws:PrincipalTag/team}",
        "RED",
        Some(single("red")),
        true,
    );
    check_variable(
        "StringNotEqualsIgnoreCase",
        "${aws:PrincipalTag/team}",
        "RED",
        Some(single("red")),
        false,
    );
    check_variable(
        "ArnLike",
        "arn:aws:sns:${aws:PrincipalTag/team}:news",
        news,
        Some(place()),
        true,
    );
    check_variable(
        "ArnLike",
        "arn:aws:sns:${aws:PrincipalTag/team}:*:news",
        news,
        Some(single("*")),
        false,
    );
    check_variable(
        "ArnEquals",
        "arn:aws:sns:us-east-1:${aws:PrincipalTag/team}:news",
        news,
        Some(single("111122223333")),
        true,
    );
    check_variable(
        "ArnNotLike",
        "arn:aws:sns:${aws:PrincipalTag/team}:news",
        news,
        None,
        true,
    );
    check_variable(
        "Bool",
        "${aws:PrincipalTag/team}",
        "true",
        Some(single("True")),
        true,
    );
    check_variable(
        "Bool",
        "${aws:PrincipalTag/team}",
        "FALSE",
        Some(single("false")),
        true,
    );
    check_variable(
        "Bool",
        "tr${aws:PrincipalTag/team, 'ue'}",
        "true",
        None,
        true,
    );
    check_variable(
        "Bool",
        "${aws:PrincipalTag/team}",
        "false",
        Some(single("true")),
        false,
    );
    check_variable(
        "Bool",
        "${aws:PrincipalTag/team}",
        "yes",
        Some(single("yes")),
        false,
    );
    check_variable("Bool", "${aws:PrincipalTag/team}", "true", None, false);
}

/// PL 7.3: the values beside an unresolvable one still count.
#[test]
fn unresolvable_beside_other_values() {
    let values = &["${aws:PrincipalTag/team}", "red"];
    for (operator, red, blue) in [
        ("StringEquals", true, false),
        ("StringNotEquals", false, true),
        ("ForAnyValue:StringEquals", true, false),
        ("ForAllValues:StringNotEquals", false, true),
    ] {
        assert_eq!(
            holds(operator, values, Some(&single("red"))),
            red,
            "{operator}"
        );
        assert_eq!(
            holds(operator, values, Some(&single("blue"))),
            blue,
            "{operator}"
        );
    }
}

/// PL 1.3.3: without variables the text equals itself, malformed or not.
#[test]
fn variables_under_the_old_version() {
    for (operator, value) in [
        ("StringEquals", "${aws:username}"),
        ("StringEquals", "${"),
        ("StringLike", "${aws:user*"),
        ("ArnLike", "arn:aws:iam::1:user/${aws:username}"),
    ] {
        let request = value.replace('*', "name");
        let context = context(&[
            ("aws:x", single(&request)),
            ("aws:username", single("alice")),
        ]);
        let test = Test::read(
            operator.parse().unwrap(),
            "aws:x".parse().unwrap(),
            [value],
            VariableSupport::Literal,
        );
        assert!(test.unwrap().holds(&context), "{operator} {value}");
    }
}

/// PL 1.6, 7.1.6, 8.7: what is an error when a policy is read.
#[test]
fn values_that_cannot_be_read() {
    use ValueErrorKind as Kind;
    let malformed = Kind::MalformedVariable;
    for (operator, value, kind) in [
        ("NumericEquals", "1e3", Kind::NotANumber),
        ("NumericEquals", "${s3:max-keys}", Kind::NotANumber),
        ("NumericEquals", "", Kind::NotANumber),
        ("DateGreaterThan", "2025-13-01", Kind::NotADate),
        ("DateGreaterThan", "${aws:CurrentTime}", Kind::NotADate),
        ("IpAddress", "10.0.0.0/33", Kind::NotANetwork),
        ("NotIpAddress", "${aws:SourceIp}", Kind::NotANetwork),
        ("Bool", "yes", Kind::NotABoolean),
        ("Bool", "${$}", Kind::NotABoolean),
        (
            "Bool",
            "${aws:username",
            malformed(VariableErrorKind::MissingBrace),
        ),
        ("Null", "yes", Kind::NotABoolean),
        ("Null", "${aws:username}", Kind::NotABoolean),
        ("BinaryEquals", "###", Kind::NotBase64),
        ("BinaryEquals", "${aws:username}", Kind::NotBase64),
        (
            "StringEquals",
            "${aws: username}",
            malformed(VariableErrorKind::SpaceInName),
        ),
        (
            "StringNotEquals",
            "${}",
            malformed(VariableErrorKind::Empty),
        ),
        (
            "ArnLike",
            "arn:aws:s3:::${aws:PrincipalTag/team, x}",
            malformed(VariableErrorKind::MissingQuote),
        ),
    ] {
        for form in ["", "IfExists"] {
            let Ok(operator) = std::format!("{operator}{form}").parse() else {
                continue;
            };
            let error = Operand::read(&operator, value, VariableSupport::Expanded).unwrap_err();
            assert_eq!(error.kind(), kind, "{operator} {value}");
            assert!(value.get(error.span()).is_some());
            let code = if matches!(kind, Kind::MalformedVariable(_)) {
                "malformed-variable"
            } else {
                "unreadable-value"
            };
            assert_eq!(error.kind().code(), code);
            assert!(error.help().is_some());
        }
    }
    let error = Operand::read(
        &"Bool".parse().unwrap(),
        "${aws:x}",
        VariableSupport::Literal,
    );
    assert_eq!(error.unwrap_err().kind(), Kind::NotABoolean);
}

#[test]
fn messages() {
    use std::string::ToString;
    let read = |operator: &str, value| {
        Operand::read(&operator.parse().unwrap(), value, VariableSupport::Expanded)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        read("IpAddress", "10.0.0.0/33"),
        "expected an IP address or a network, found `10.0.0.0/33`"
    );
    assert_eq!(
        read("StringEquals", "a${aws:username"),
        "expected a `}` that closes the policy variable, found `${aws:username`",
    );
    let unknown = "StringMatches".parse::<crate::Operator>().unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "expected a condition operator, found `StringMatches`"
    );
    let null = "ForAllValues:nullIFexists"
        .parse::<crate::Operator>()
        .unwrap_err();
    assert_eq!(null.kind(), OperatorErrorKind::NullIfExists);
    assert_eq!(
        null.to_string(),
        "expected `Null` without `IfExists`, found `ForAllValues:nullIFexists`"
    );
    let key = "aws:RequestTag/".parse::<crate::ContextKey>().unwrap_err();
    assert_eq!(
        key.to_string(),
        "expected a condition key with a tag key behind the `/`, found `aws:RequestTag/`"
    );
}

/// PL 8.3: the consequences that authors get wrong.
#[test]
fn consequences() {
    let mfa = "aws:MultiFactorAuthPresent";
    assert!(!test("Bool", mfa, &["false"]).holds(&Context::new()));
    assert!(test("BoolIfExists", mfa, &["false"]).holds(&Context::new()));
    let tags = test("ForAllValues:StringEquals", "aws:TagKeys", &["team"]);
    assert!(tags.holds(&Context::new()));
    assert!(tags.holds(&context(&[("aws:TagKeys", ContextValue::list(["team"]))])));
    assert!(!tags.holds(&context(&[(
        "aws:TagKeys",
        ContextValue::list(["team", "owner"])
    )])));
}

/// Public types can be shared between threads.
#[test]
fn types_are_send_and_sync() {
    fn check<T: Send + Sync>() {}
    check::<Context>();
    check::<Test>();
    check::<crate::Operator>();
    check::<crate::Template>();
    check::<crate::ValueError>();
}
