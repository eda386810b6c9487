//! PL 6.2, 6.4: the pseudo-resource, negated resources, and what the elements of a statement do together.

use super::{ALICE, ALLOW, DENY, OBJECT, Question, asks, calls};
use crate::{Layer, Verdict};
use std::format;
use std::string::String;

fn statement(effect: &str, members: &str) -> String {
    format!(r#"{{"Effect": "{effect}", {members}}}"#)
}

/// Whether an Allow with these members grants, and whether a Deny with them denies.
#[track_caller]
fn check(question: &Question, members: &str, expected: bool) {
    let allow = question.clone().identity(&[&statement("Allow", members)]);
    let granted = allow.decision().verdict() == Verdict::Allowed;
    assert_eq!(granted, expected, "Allow {members}");
    let deny = question
        .clone()
        .identity(&[ALLOW, &statement("Deny", members)]);
    let denied = deny.decision().verdict() == Verdict::ExplicitlyDenied;
    assert_eq!(denied, expected, "Deny {members}");
}

/// PL 6.4: `*` alone covers an action without resource-level permissions, `NotResource` with an ARN as well.
#[test]
fn the_pseudo_resource() {
    let call = calls(ALICE, "ec2:DescribeInstances", "*");
    for (members, expected) in [
        (r#""Action": "ec2:*", "Resource": "*""#, true),
        (
            r#""Action": "ec2:*", "Resource": ["arn:aws:ec2:*:*:*", "*"]"#,
            true,
        ),
        (
            r#""Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:*""#,
            false,
        ),
        (r#""Action": "ec2:*", "Resource": "arn:*""#, false),
        (r#""Action": "ec2:*", "Resource": "**""#, false),
        (r#""Action": "ec2:*", "Resource": "arn:aws:s3:::*""#, false),
        (r#""Action": "ec2:*", "Resource": []"#, false),
        (
            r#""Action": "ec2:*", "NotResource": "arn:aws:ec2:*:*:*""#,
            true,
        ),
        (r#""Action": "ec2:*", "NotResource": "*""#, false),
        (r#""Action": "ec2:*", "NotResource": []"#, true),
        (r#""NotAction": "s3:*", "Resource": "*""#, true),
        (r#""NotAction": "ec2:*", "Resource": "*""#, false),
    ] {
        check(&call, members, expected);
    }
}

/// PL 6.4: for the account-level actions of S3 exactly `arn:P:s3:::*` does as well.
#[test]
fn all_buckets() {
    let call = calls(ALICE, "s3:ListAllMyBuckets", "*");
    for (resource, expected) in [
        ("*", true),
        ("arn:aws:s3:::*", true),
        ("arn:aws-cn:s3:::*", false),
        ("arn:*:s3:::*", false),
        ("arn:aws:s3:::**", false),
        ("arn:aws:s3:::bucket", false),
        ("arn:aws:s3:::b*", false),
        ("arn:aws:s3:*:*:*", false),
        ("arn:aws:s3", false),
        ("arn:aws:sqs:::*", false),
        ("arn:aws:s3:::${*}", false),
    ] {
        check(
            &call,
            &format!(r#""Action": "s3:*", "Resource": "{resource}""#),
            expected,
        );
    }
}

#[test]
fn negated_resources() {
    let call = asks(ALICE);
    for (resource, expected) in [
        (r#""arn:aws:s3:::other/*""#, true),
        (r#""arn:aws:s3:::bucket/*""#, false),
        (
            r#"["arn:aws:s3:::other/*", "arn:aws:s3:::bucket/key"]"#,
            false,
        ),
        (r#""arn:aws:s3:::bucket""#, true),
        (r#""*""#, false),
        ("[]", true),
    ] {
        check(
            &call,
            &format!(r#""Action": "s3:*", "NotResource": {resource}"#),
            expected,
        );
    }
}

/// PL 6.2: an entry without value excludes nothing under Deny, and takes an Allow away.
#[test]
fn negated_resources_without_value() {
    for entry in [
        "arn:aws:s3:::${aws:username}/*",
        "arn:aws:s3:::${aws:username",
        "arn:aws:s3:::${s3:prefix}",
    ] {
        let members = format!(r#""Action": "s3:*", "NotResource": ["arn:aws:s3:::x", "{entry}"]"#);
        let question = asks(ALICE).context("s3:prefix", "");
        question
            .clone()
            .identity(&[&statement("Allow", &members)])
            .lacks(Layer::Identity);
        let deny = question.identity(&[ALLOW, &statement("Deny", &members)]);
        deny.is_refused_by(Layer::Identity);
    }
    // A match of another entry excludes in either case.
    let members = r#""Action": "s3:*", "NotResource": ["arn:aws:s3:::bucket/*", "arn:aws:s3:::${aws:username}"]"#;
    asks(ALICE)
        .identity(&[ALLOW, &statement("Deny", members)])
        .is_allowed_by(Layer::Identity);
    let resolved = r#""Action": "s3:*", "NotResource": "arn:aws:s3:::${aws:username}/*""#;
    check(
        &asks(ALICE).context("aws:username", "alice"),
        resolved,
        true,
    );
    check(
        &asks(ALICE).context("aws:username", "bucket"),
        resolved,
        false,
    );
    check(
        &asks(ALICE),
        r#""Action": "s3:*", "NotResource": "arn:aws:s3:::${aws:username, 'x'}/*""#,
        true,
    );
}

/// PL 7.3: an entry of `Resource` without value matches nothing; the others still count.
#[test]
fn resources_without_value() {
    check(
        &asks(ALICE),
        r#""Action": "s3:*", "Resource": "arn:aws:s3:::${aws:username}/*""#,
        false,
    );
    check(
        &asks(ALICE),
        r#""Action": "s3:*", "Resource": ["arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::b*"]"#,
        true,
    );
}

/// Every element has to match, and all conditions.
#[test]
fn elements_are_anded() {
    let condition =
        |block: &str| format!(r#""Action": "s3:*", "Resource": "*", "Condition": {block}"#);
    let call = asks(ALICE)
        .context("aws:username", "alice")
        .context("s3:prefix", "a");
    for (block, expected) in [
        ("{}", true),
        (r#"{"StringEquals": {}}"#, true),
        (
            r#"{"StringEquals": {"aws:username": "alice", "s3:prefix": ["b", "a"]}}"#,
            true,
        ),
        (
            r#"{"StringEquals": {"aws:username": "alice", "s3:prefix": "b"}}"#,
            false,
        ),
        (
            r#"{"StringEquals": {"aws:username": "alice"}, "StringLike": {"s3:prefix": "b*"}}"#,
            false,
        ),
        (r#"{"StringNotEquals": {"s3:delimiter": "/"}}"#, true),
        (r#"{"NumericEquals": {"s3:max-keys": "ten"}}"#, false),
        (r#"{"NumericNotEquals": {"s3:max-keys": "ten"}}"#, true),
        (
            r#"{"StringEquals": {"aws:username": "alice"}, "stringequals": {"aws:username": "bob"}}"#,
            false,
        ),
    ] {
        check(&call, &condition(block), expected);
    }
    check(
        &asks(ALICE),
        r#""Action": "s3:PutObject", "Resource": "*""#,
        false,
    );
    check(
        &asks(ALICE),
        r#""Action": "s3:*", "Resource": "arn:aws:s3:::other/*""#,
        false,
    );
    check(
        &asks(ALICE),
        r#""Action": [" s3:*", "s3"], "Resource": "*""#,
        false,
    );
    asks(ALICE).identity(&[]).lacks(Layer::Identity);
    asks(ALICE).identity(&[DENY]).is_refused_by(Layer::Identity);
    calls(ALICE, "s3:GetObject", OBJECT).lacks(Layer::Identity);
}
