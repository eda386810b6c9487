//! PL 1.6, the last row: what is only a finding in either reading, each at its place, in document order.

use crate::tests::{Outcome, check, condition, document, findings, read, slice, unmark};
use crate::{PolicyKind, ProblemKind, Reading};
use std::format;
use std::string::String;
use std::vec::Vec;

use Outcome::Found;
use PolicyKind::{
    Identity, KmsKey, PermissionsBoundary, Resource, ServiceControl, Session, VpcEndpoint,
};

fn allow(members: &str) -> String {
    document(&format!(r#""Effect": "Allow", {members}"#))
}

fn entry(resource: &str) -> String {
    allow(&format!(r#""Action": "s3:*", "Resource": {resource}"#))
}

#[test]
fn documents_without_effect() {
    check(
        Identity,
        r#"{"Statement": «[]»}"#,
        ProblemKind::EmptyStatementList,
        Found,
    );
    for (kind, marked) in [
        (Identity, allow(r#""Action": «[]», "Resource": "*""#)),
        (Identity, allow(r#""Action": "a:b", "Resource": «[]»"#)),
        (Identity, condition("«{}»")),
        (Identity, condition(r#"{"StringEquals": «{}»}"#)),
        (
            Identity,
            condition(r#"{"StringEquals": {"aws:username": «[]»}}"#),
        ),
        (Resource, allow(r#""Principal": «[]», "Action": "a:b""#)),
        (Resource, allow(r#""Principal": «{}», "Action": "a:b""#)),
        (
            Resource,
            allow(r#""Principal": {"AWS": «[]», "Service": "a.amazonaws.com"}, "Action": "a:b""#),
        ),
        (
            Resource,
            document(r#""Effect": "Deny", "NotPrincipal": «{}», "Action": "a:b""#),
        ),
    ] {
        check(kind, &marked, ProblemKind::EmptyList, Found);
    }
}

/// An empty list does one thing where it is written and the opposite where it is negated.
#[test]
fn empty_lists_say_what_they_do() {
    for (member, outcome) in [
        ("Principal", "matches nobody"),
        ("NotPrincipal", "excludes nobody"),
    ] {
        let text = document(&format!(
            r#""Effect": "Deny", "{member}": [], "Action": "a:b", "Resource": "*""#
        ));
        let document = read(&text, Resource, Reading::Strict);
        let messages: Vec<&str> = document
            .findings()
            .iter()
            .map(|one| one.message())
            .collect();
        assert_eq!(messages, [format!("an empty list as `{member}` {outcome}")]);
    }
}

/// PL 1.4: `Id` is for resource-based policies, and IAM's rules on `Sid`s are for what IAM stores.
#[test]
fn ids_and_sids() {
    let with_id =
        r#"{"Id": «"x"», "Statement": {"Effect": "Deny", "Action": "a:b", "Resource": "*"}}"#;
    for kind in [Identity, PermissionsBoundary, Session] {
        check(kind, with_id, ProblemKind::IdNotAllowed, Found);
        for sid in ["a b", "a-b", "é", "a\\u0020b"] {
            let marked = allow(&format!(
                r#""Sid": «"{sid}"», "Action": "a:b", "Resource": "*""#
            ));
            check(kind, &marked, ProblemKind::InvalidSid, Found);
        }
    }
    let twice = r#"{"Statement": [{"Sid": "a", "Effect": "Deny", "Action": "a:b", "Resource": "*"},
        {"Sid": "A", "Effect": "Deny", "Action": "a:b", "Resource": "*"},
        {"Sid": «"a"», "Effect": "Deny", "Action": "a:b", "Resource": "*"}]}"#;
    check(Identity, twice, ProblemKind::DuplicateSid, Found);
    let (text, _) = unmark(&twice.replace("\"Effect\"", "\"Principal\": \"*\", \"Effect\""));
    assert_eq!(findings(&text, Resource, Reading::Strict), []);
    let empty = document(r#""Sid": "", "Effect": "Deny", "Action": "a:b", "Resource": "*""#);
    assert_eq!(findings(&empty, Identity, Reading::Strict), []);
    assert_eq!(
        read(&empty, Identity, Reading::Strict).statements()[0].sid(),
        None
    );
}

/// PL 1.1.2: the first character outside, once; an escape is written in characters inside.
#[test]
fn characters_that_iam_does_not_store() {
    let marked = entry(r#"["arn:aws:s3:::ÿ", "arn:aws:s3:::«Ā»", "arn:aws:s3:::😀"]"#);
    let problem = ProblemKind::CharacterOutsideRange;
    check(Identity, &marked, problem, Found);
    let (text, _) = unmark(&marked);
    assert_eq!(findings(&text, ServiceControl, Reading::Strict), []);
    let escaped = entry(r#""arn:aws:s3:::\u0100""#);
    assert_eq!(findings(&escaped, Identity, Reading::Strict), []);
}

#[test]
fn wildcards_in_service_fields() {
    for action in ["s?:GetObject", "*:*", "*:GetObject"] {
        let marked = allow(&format!(r#""Action": «"{action}"», "Resource": "*""#));
        check(
            Identity,
            &marked,
            ProblemKind::WildcardInServicePrefix,
            Found,
        );
    }
    for resource in [
        "arn:aws:*code*::111122223333:*",
        "arn:*:s3:::b",
        "arn:aws?:s3:::b",
    ] {
        let problem = ProblemKind::WildcardInArnField;
        check(
            Identity,
            &entry(&format!(r#"«"{resource}"»"#)),
            problem,
            Found,
        );
    }
    let fine = entry(r#"["arn:aws:sqs:*:111122223333:*", "arn:aws:s3:::*"]"#);
    assert_eq!(findings(&fine, Identity, Reading::Strict), []);
}

/// PL 6.3: what is filled or matches nothing, without refusing the document.
#[test]
fn incomplete_arns_that_are_kept() {
    for entry in ["arn:aws:sqs", "arn:aws:sqs:*", "", "b?cket"] {
        let marked = allow(&format!(r#""Action": "sqs:*", "Resource": «"{entry}"»"#));
        for kind in [Identity, PermissionsBoundary] {
            check(kind, &marked, ProblemKind::IncompleteArn, Found);
        }
        let named = marked.replace("\"Action\"", "\"Principal\": \"*\", \"Action\"");
        for kind in [Resource, KmsKey, VpcEndpoint] {
            check(kind, &named, ProblemKind::IncompleteArn, Found);
        }
        if entry.ends_with('*') {
            check(ServiceControl, &marked, ProblemKind::IncompleteArn, Found);
        }
    }
}

#[test]
fn conditions_that_are_probably_not_meant() {
    for (block, problem) in [
        (
            r#"{"DateLessThan": {"aws:CurrentTime": «"2024"»}}"#,
            ProblemKind::FourDigitDate,
        ),
        (
            r#"{"DateLessThan": {"aws:CurrentTime": [«2024», 20240]}}"#,
            ProblemKind::FourDigitDate,
        ),
        (
            r#"{"Bool": {"aws:SecureTransport": «[true, "false"]»}}"#,
            ProblemKind::SeveralBooleanValues,
        ),
        (
            r#"{«"ForAllValues:Null"»: {"aws:username": "true"}}"#,
            ProblemKind::NullWithSetQualifier,
        ),
        (
            r#"{«"foranyvalue:null"»: {"aws:username": "true"}}"#,
            ProblemKind::NullWithSetQualifier,
        ),
        (
            r#"{"StringLike": {«"AWS:arn"»: "*"}}"#,
            ProblemKind::ObsoleteConditionKey,
        ),
    ] {
        check(Identity, &condition(block), problem, Found);
    }
    let marked = allow(r#""Action": "a:b", «"NotResource"»: "arn:aws:s3:::b""#);
    check(Identity, &marked, ProblemKind::AllowWithNotResource, Found);
}

/// PL 1.3.3, 7.1.6: everywhere but behind the fifth colon of a resource and in texts that are compared as such.
#[test]
fn variables_that_are_literal_text() {
    let problem = ProblemKind::VariableNotExpanded;
    for marked in [
        entry(r#"«"arn:aws:s3:${aws:RequestedRegion}:111122223333:b"»"#),
        entry(r#"«"arn:${aws:username}:s3:::b/${aws:username}"»"#),
        allow(r#""Action": [«"s3:${aws:username}"»], "Resource": "*""#),
        condition(r#"{"StringEquals": {«"aws:PrincipalTag/${aws:username}"»: "x"}}"#),
    ] {
        check(Identity, &marked, problem, Found);
    }
    let old = |marked: String| marked.replace("2012-10-17", "2008-10-17");
    for marked in [
        entry(r#"«"arn:aws:s3:::b/${aws:username}"»"#),
        condition(r#"{"StringEquals": {"s3:prefix": [«"${aws:username}"», "$"]}}"#),
    ] {
        check(Identity, &old(marked), problem, Found);
    }
    let fine =
        entry(r#"["arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/${*}$", "arn:aws:s3:$:1:b"]"#);
    assert_eq!(findings(&fine, Identity, Reading::Strict), []);
}

/// PL 4.2.4: an entry is reported where the identities that a Deny asks for with it are not listed.
#[test]
fn not_principal_lists_that_exempt_nobody() {
    const ACCOUNT: &str = r#""111122223333""#;
    const ROOT: &str = r#""arn:aws:iam::111122223333:root""#;
    const USER: &str = r#""arn:aws:iam::111122223333:user/alice""#;
    const ROLE: &str = r#""arn:aws:iam::111122223333:role/path/app""#;
    const SESSION: &str = r#""arn:aws:sts::111122223333:assumed-role/app/ci""#;
    const FEDERATED: &str = r#""arn:aws:sts::111122223333:federated-user/bob""#;
    const UNIQUE: &str = r#""AROAEXAMPLEEXAMPLEID1""#;
    let rows: &[(&[&str], &[&str])] = &[
        (&[ACCOUNT], &[ACCOUNT]),
        (&[USER], &[USER]),
        (&[ROLE], &[ROLE]),
        (&[SESSION], &[SESSION]),
        (&[FEDERATED], &[FEDERATED]),
        (&[UNIQUE], &[UNIQUE]),
        (&[USER, ACCOUNT], &[]),
        (&[USER, ROOT], &[]),
        (&[ROLE, ROOT], &[]),
        (&[FEDERATED, ACCOUNT], &[]),
        (&[SESSION, ACCOUNT], &[SESSION]),
        (&[SESSION, ROLE], &[SESSION, ROLE]),
        (&[SESSION, ROLE, ACCOUNT], &[]),
        (&[SESSION, UNIQUE, ACCOUNT], &[]),
        (&[UNIQUE, ACCOUNT], &[]),
        (&[USER, r#""444455556666""#], &[USER, r#""444455556666""#]),
        (&[USER, r#""*""#], &[]),
        (&[r#""arn:aws:iam::111122223333:user/*""#], &[]),
    ];
    for (listed, reported) in rows {
        let text = document(&format!(
            r#""Effect": "Deny", "NotPrincipal": {{"AWS": [{}]}}, "Action": "s3:*", "Resource": "*""#,
            listed.join(", ")
        ));
        let found = findings(&text, Resource, Reading::Lenient);
        let found: Vec<&str> = found
            .iter()
            .filter(|(kind, _)| *kind == ProblemKind::IncompleteNotPrincipal)
            .map(|(_, span)| slice(&text, *span))
            .collect();
        assert_eq!(found, *reported, "{listed:?}");
    }
    let allow = document(&format!(
        r#""Effect": "Allow", "NotPrincipal": {{"AWS": {USER}}}, "Action": "s3:*", "Resource": "*""#
    ));
    let found = findings(&allow, Resource, Reading::Lenient);
    assert_eq!(found.len(), 1, "under Allow any entry excludes: {found:?}");
}

#[test]
fn findings_stand_in_document_order() {
    let text = r#"{"Statement": [
        {"Sid": "a b", "Effect": "Allow", "NotResource": "bucket", "Action": ["*:*", "s3:${*}"]},
        {"Condition": {}, "Action": [], "Resource": [], "Effect": "Deny"}], "Id": "x"}"#;
    let found = findings(text, Identity, Reading::Strict);
    let expected = [
        ProblemKind::InvalidSid,
        ProblemKind::AllowWithNotResource,
        ProblemKind::IncompleteArn,
        ProblemKind::WildcardInServicePrefix,
        ProblemKind::VariableNotExpanded,
        ProblemKind::EmptyList,
        ProblemKind::EmptyList,
        ProblemKind::EmptyList,
        ProblemKind::IdNotAllowed,
    ];
    assert!(found.is_sorted_by_key(|(_, span)| *span));
    assert!(
        found.iter().map(|(kind, _)| *kind).eq(expected),
        "{found:?}"
    );
}
