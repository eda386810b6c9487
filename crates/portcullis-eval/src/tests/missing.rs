//! Which context keys the statements asked for and the request did not have.

use super::{ALICE, ALLOW, ANONYMOUS, BOB, asks, calls, grants};
use std::format;
use std::string::String;

fn statement(rest: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "s3:*", {rest}}}"#)
}

#[track_caller]
fn check(rest: &str, expected: &[&str]) {
    let question = asks(ALICE)
        .context("aws:username", "alice")
        .context("s3:prefix", "");
    assert_eq!(
        question.identity(&[&statement(rest)]).missing(),
        expected,
        "{rest}"
    );
}

#[test]
fn keys_of_conditions_and_variables() {
    check(r#""Resource": "*""#, &[]);
    check(
        r#""Resource": "*", "Condition": {"StringEquals": {"aws:username": "x"}}"#,
        &[],
    );
    check(
        r#""Resource": "*", "Condition": {"StringEquals": {"aws:UserID": "x"}}"#,
        &["aws:UserID"],
    );
    check(
        r#""Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:userid": "x"}}"#,
        &["aws:userid"],
    );
    check(
        r#""Resource": "*", "Condition": {"Null": {"aws:userid": "true"}}"#,
        &["aws:userid"],
    );
    check(
        r#""Resource": "*", "Condition": {"StringEquals": {"aws:username": ["${aws:userid}", "${s3:delimiter, 'x'}"]}}"#,
        &["aws:userid"],
    );
    // A key with the empty string has no value for a variable, but it is there.
    check(r#""Resource": "arn:aws:s3:::${s3:prefix}/*""#, &[]);
    check(
        r#""Resource": "arn:aws:s3:::${aws:userid}/*""#,
        &["aws:userid"],
    );
    check(r#""Resource": "arn:aws:s3:::${aws:userid, 'x'}/*""#, &[]);
    check(r#""Resource": "arn:aws:s3:${aws:userid}:1:*""#, &[]);
    check(
        r#""NotResource": "arn:aws:s3:::${aws:userid}/*""#,
        &["aws:userid"],
    );
}

/// Asked is what the principal and action match, and for conditions what the resource matches too.
#[test]
fn only_what_was_asked() {
    let condition = r#""Condition": {"StringEquals": {"aws:userid": "x"}}"#;
    check(
        &format!(r#""Resource": "arn:aws:s3:::other", {condition}"#),
        &[],
    );
    let other = format!(r#"{{"Effect": "Deny", "Action": "ec2:*", "Resource": "*", {condition}}}"#);
    assert!(asks(ALICE).identity(&[&other]).missing().is_empty());
    let bucket =
        |entry: &str| grants(entry).replace(r#""Action""#, &format!(r#"{condition}, "Action""#));
    assert_eq!(
        asks(ALICE).resource(&[&bucket(ALICE)]).missing(),
        ["aws:userid"]
    );
    assert!(asks(ALICE).resource(&[&bucket(BOB)]).missing().is_empty());
    // Layers that do not apply ask nothing, and neither does anything where a service rule decides.
    let scp = ALLOW.replace(r#""Action""#, &format!(r#"{condition}, "Action""#));
    assert_eq!(asks(ALICE).scp(&[&scp]).missing(), ["aws:userid"]);
    assert!(asks(ANONYMOUS).scp(&[&scp]).missing().is_empty());
    assert!(
        calls(ALICE, "sts:GetCallerIdentity", "*")
            .identity(&[&scp])
            .missing()
            .is_empty()
    );
}

#[test]
fn sorted_and_without_duplicates() {
    let keys = r#"{"StringEquals": {"s3:Z": "x", "aws:b": "x", "AWS:A": "x"}, "StringLike": {"S3:z": "x", "aws:c": "${aws:a}"}}"#;
    let one = statement(&format!(r#""Resource": "*", "Condition": {keys}"#));
    let question = asks(ALICE).identity(&[&one, &one]).boundary(&[&one]);
    assert_eq!(question.missing(), ["AWS:A", "aws:b", "aws:c", "s3:Z"]);
}
