//! PL 2.1: the validity matrix, one cell after the other, in both readings.

use crate::tests::document;
use crate::{Document, Force, PolicyError, PolicyKind, Reading, Side};
use std::format;
use std::string::String;
use std::vec::Vec;

/// The kinds in the order of the columns.
pub(super) const COLUMNS: [&str; 9] = [
    "identity-based policy",
    "permissions boundary",
    "session policy",
    "resource-based policy",
    "role trust policy",
    "key policy",
    "service control policy",
    "resource control policy",
    "VPC endpoint policy",
];

/// What both readings make of a text: `ok`, `finding` in both, `strict` (an error strictly, a finding leniently) or `error`.
fn cell(kind: PolicyKind, text: &str) -> &'static str {
    let read = |reading| match Document::parse(text, kind, reading) {
        Ok(document) => document.findings().len(),
        Err(PolicyError::Policy(_)) => usize::MAX,
        Err(PolicyError::Json(error)) => panic!("{text}: {error}"),
    };
    match (read(Reading::Strict), read(Reading::Lenient)) {
        (usize::MAX, usize::MAX) => "error",
        (usize::MAX, 1..) => "strict",
        (0, 0) => "ok",
        (strict, lenient) if strict == lenient => "finding",
        other => panic!("{kind}: {text}: {other:?}"),
    }
}

/// A statement that is right for the kind, but for one member.
fn text(kind: PolicyKind, without: &str, with: &str) -> String {
    use PolicyKind as Kind;
    let mut members: Vec<String> = Vec::new();
    let mut add = |name: &str, value: &str| {
        if name != without {
            members.push(format!(r#""{name}": {value}"#));
        }
    };
    add("Effect", r#""Deny""#);
    add("Action", r#""s3:GetObject""#);
    let named = [
        Kind::Resource,
        Kind::RoleTrust,
        Kind::KmsKey,
        Kind::ResourceControl,
        Kind::VpcEndpoint,
    ];
    if named.contains(&kind) {
        add("Principal", r#""*""#);
    }
    if kind != Kind::RoleTrust {
        add("Resource", r#""*""#);
    }
    if !with.is_empty() {
        members.push(with.into());
    }
    document(&members.join(", "))
}

#[track_caller]
fn check(row: &str, cells: [&str; 9], text: impl Fn(PolicyKind) -> String) {
    for (kind, expected) in PolicyKind::all().zip(cells) {
        let text = text(kind);
        assert_eq!(cell(kind, &text), expected, "{row}, {kind}: {text}");
    }
}

#[test]
fn columns() {
    assert!(PolicyKind::all().map(|kind| kind.spec().name).eq(COLUMNS));
}

#[test]
#[rustfmt::skip]
fn version_id_and_effect() {
    let without_version = |kind| text(kind, "", "").replace(r#""Version": "2012-10-17", "#, "");
    check("no Version", ["ok", "ok", "ok", "ok", "ok", "ok", "strict", "strict", "ok"], without_version);
    let old = |kind| text(kind, "", "").replace("2012", "2008");
    check("2008", ["ok", "ok", "ok", "ok", "ok", "ok", "strict", "strict", "ok"], old);
    check("2012", ["ok"; 9], |kind| text(kind, "", ""));
    let with_id = |kind| text(kind, "", "").replacen('{', r#"{"Id": "x", "#, 1);
    check("Id", ["finding", "finding", "finding", "ok", "ok", "ok", "finding", "finding", "ok"], with_id);
    check("Sid", ["ok"; 9], |kind| text(kind, "", r#""Sid": "x""#));
    let allow = |kind| text(kind, "Effect", r#""Effect": "Allow""#);
    check("Allow", ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "strict", "ok"], allow);
    check("no Effect", ["error"; 9], |kind| text(kind, "Effect", ""));
    check("Condition", ["ok"; 9], |kind| text(kind, "", r#""Condition": {"Bool": {"aws:SecureTransport": "false"}}"#));
}

#[test]
#[rustfmt::skip]
fn principals() {
    let everyone = |kind| text(kind, "Principal", r#""Principal": "*""#);
    check("everyone", ["error", "error", "error", "ok", "ok", "ok", "error", "ok", "ok"], everyone);
    let named = |kind| text(kind, "Principal", r#""Principal": {"AWS": "111122223333"}"#);
    check("an account", ["error", "error", "error", "ok", "ok", "ok", "error", "strict", "ok"], named);
    let none = |kind| text(kind, "Principal", "");
    check("no Principal", ["ok", "ok", "ok", "strict", "strict", "strict", "ok", "strict", "strict"], none);
    let not = |kind| text(kind, "Principal", r#""NotPrincipal": "*""#);
    check("NotPrincipal", ["error", "error", "error", "ok", "strict", "ok", "error", "strict", "ok"], not);
    let allow = |kind| not(kind).replace("Deny", "Allow");
    check("Allow NotPrincipal", ["error", "error", "error", "strict", "strict", "strict", "error", "strict", "strict"], allow);
}

#[test]
#[rustfmt::skip]
fn actions_and_resources() {
    let none = |kind| text(kind, "Action", "");
    check("no Action", ["error", "error", "error", "error", "error", "strict", "error", "error", "error"], none);
    let not = |kind| text(kind, "Action", r#""NotAction": "s3:GetObject""#);
    check("NotAction", ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "strict", "ok"], not);
    let all = |kind| text(kind, "Action", r#""Action": "*""#);
    check("bare *", ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "strict", "ok"], all);
    let none = |kind| text(kind, "Resource", "");
    check("no Resource", ["error", "error", "error", "ok", "ok", "strict", "error", "error", "error"], none);
    let not = |kind| text(kind, "Resource", r#""NotResource": "arn:aws:s3:::b""#);
    check("NotResource", ["ok", "ok", "ok", "ok", "strict", "ok", "ok", "ok", "ok"], not);
    let short = |kind| text(kind, "Resource", r#""Resource": "arn:aws:sqs""#);
    check("incomplete", ["finding", "finding", "strict", "finding", "strict", "finding", "strict", "strict", "finding"], short);
    let trailing = |kind| text(kind, "Resource", r#""Resource": "arn:aws:sqs:*""#);
    check("incomplete, * last", ["finding", "finding", "strict", "finding", "strict", "finding", "finding", "strict", "finding"], trailing);
    let inner = |kind| text(kind, "Resource", r#""Resource": "arn:aws:s*s:x""#);
    check("incomplete, * inside", ["finding", "finding", "strict", "finding", "strict", "finding", "strict", "strict", "finding"], inner);
}

#[test]
fn what_a_missing_allow_means_and_whose_policy_it_is() {
    use {Force::*, Side::*};
    let expected = [
        (Grants, Requester),
        (Limits, Requester),
        (Limits, Requester),
        (Grants, Resource),
        (Grants, Resource),
        (Grants, Resource),
        (Limits, Requester),
        (Limits, Resource),
        (Limits, Network),
    ];
    for (kind, (force, side)) in PolicyKind::all().zip(expected) {
        assert_eq!(
            (kind.spec().force, kind.spec().side),
            (force, side),
            "{kind}"
        );
    }
}
