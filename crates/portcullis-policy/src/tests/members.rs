//! PL 1.6, the rows on members and their types: errors in both readings.

use crate::tests::{Outcome, check, condition, document};
use crate::{PolicyKind, ProblemKind};
use std::string::String;

use Outcome::Refused;
use PolicyKind::{Identity, KmsKey, Resource, RoleTrust, ServiceControl};

/// PL 1.1.9, 1.1.10: `null` and every other value of the wrong type.
#[test]
fn values_of_the_wrong_type() {
    let rows: &[(PolicyKind, String)] = &[
        (Identity, "«[]»".into()),
        (Identity, " «\"policy\"» ".into()),
        (Identity, r#"{"Version": «2012», "Statement": []}"#.into()),
        (Identity, r#"{"Version": «null», "Statement": []}"#.into()),
        (Resource, r#"{"Id": «null», "Statement": []}"#.into()),
        (Identity, r#"{"Statement": «null»}"#.into()),
        (Identity, r#"{"Statement": «"x"»}"#.into()),
        (Identity, r#"{"Statement": [«[]»]}"#.into()),
        (
            Identity,
            document(r#""Sid": «null», "Effect": "Allow", "Action": "a:b", "Resource": "*""#),
        ),
        (
            Identity,
            document(r#""Effect": «true», "Action": "a:b", "Resource": "*""#),
        ),
        (
            Identity,
            document(r#""Effect": «["Allow"]», "Action": "a:b", "Resource": "*""#),
        ),
        (
            Identity,
            document(r#""Effect": "Allow", "Action": «{}», "Resource": "*""#),
        ),
        (
            Identity,
            document(r#""Effect": "Allow", "Action": ["a:b", «1»], "Resource": "*""#),
        ),
        (
            Identity,
            document(r#""Effect": "Allow", "NotAction": «null», "Resource": "*""#),
        ),
        (
            Identity,
            document(r#""Effect": "Allow", "Action": "a:b", "Resource": «null»"#),
        ),
        (
            Identity,
            document(r#""Effect": "Allow", "Action": "a:b", "NotResource": [«["*"]»]"#),
        ),
        (
            Resource,
            document(r#""Effect": "Deny", "Principal": «1», "Action": "a:b""#),
        ),
        (
            Resource,
            document(r#""Effect": "Deny", "Principal": «["*"]», "Action": "a:b""#),
        ),
        (
            Resource,
            document(r#""Effect": "Deny", "NotPrincipal": «null», "Action": "a:b""#),
        ),
        (
            Resource,
            document(r#""Effect": "Deny", "Principal": {"AWS": «{}»}, "Action": "a:b""#),
        ),
        (
            Resource,
            document(r#""Effect": "Deny", "Principal": {"AWS": ["*", «null»]}, "Action": "a:b""#),
        ),
        (Identity, condition("«[]»")),
        (Identity, condition("«null»")),
        (Identity, condition(r#"{"Bool": «"true"»}"#)),
        (
            Identity,
            condition(r#"{"Bool": {"aws:SecureTransport": «null»}}"#),
        ),
        (
            Identity,
            condition(r#"{"Bool": {"aws:SecureTransport": [«{}»]}}"#),
        ),
        (
            Identity,
            condition(r#"{"Bool": {"aws:SecureTransport": [«[true]»]}}"#),
        ),
    ];
    for (kind, marked) in rows {
        check(*kind, marked, ProblemKind::WrongType, Refused);
    }
}

/// PL 1.1.7, 1.1.8: names are compared exactly, and what is not known is refused.
#[test]
fn unknown_members() {
    for marked in [
        r#"{«"version"»: "2012-10-17", "Statement": []}"#.into(),
        r#"{"Statement": [], «"statement"»: []}"#.into(),
        r#"{"Statement": [], «"Comm\u0065nt"»: ""}"#.into(),
        document(r#"«"effect"»: "Allow", "Action": "a:b", "Resource": "*""#),
        document(r#""Effect": "Allow", «"Actions"»: "a:b", "Resource": "*""#),
        document(r#""Effect": "Allow", «""»: "a:b", "Resource": "*""#),
    ] {
        check(Identity, &marked, ProblemKind::UnknownMember, Refused);
    }
    for name in ["aws", "AWS ", "Everyone", "*"] {
        let marked = document(&std::format!(
            r#""Effect": "Deny", "Principal": {{«"{name}"»: "*"}}, "Action": "a:b""#
        ));
        check(
            Resource,
            &marked,
            ProblemKind::UnknownPrincipalType,
            Refused,
        );
    }
}

#[test]
fn versions_and_effects() {
    for version in ["2012-10-18", "2012-10-17 ", "", "latest"] {
        let marked = std::format!(r#"{{"Statement": [], "Version": «"{version}"»}}"#);
        check(Identity, &marked, ProblemKind::InvalidVersion, Refused);
    }
    for effect in ["allow", "DENY", "", " Allow"] {
        let marked = document(&std::format!(
            r#""Effect": «"{effect}"», "Action": "a:b", "Resource": "*""#
        ));
        check(Identity, &marked, ProblemKind::InvalidEffect, Refused);
    }
    check(
        Identity,
        r#"{"Statement": «{"Action": "a:b", "Resource": "*"}»}"#,
        ProblemKind::MissingEffect,
        Refused,
    );
}

#[test]
fn missing_elements() {
    check(
        Identity,
        r#"  «{"Version": "2012-10-17"}» "#,
        ProblemKind::MissingStatement,
        Refused,
    );
    let no_action = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "a:b", "Resource": "*"}, «{"Effect": "Deny", "Resource": "*"}»]}"#;
    for kind in [Identity, ServiceControl] {
        check(kind, no_action, ProblemKind::MissingAction, Refused);
    }
    let no_resource = no_action.replace(
        r#"«{"Effect": "Deny", "Resource": "*"}»"#,
        r#"«{"Effect": "Deny", "Action": "*"}»"#,
    );
    for kind in [Identity, ServiceControl] {
        check(kind, &no_resource, ProblemKind::MissingResource, Refused);
    }
}

/// The later of the two is at fault, whichever it is.
#[test]
fn an_element_and_its_not_form() {
    for (kind, statement) in [
        (
            Identity,
            r#""Action": "a:b", «"NotAction"»: "a:c", "Resource": "*""#,
        ),
        (
            Identity,
            r#""NotAction": "a:b", «"Action"»: "a:c", "Resource": "*""#,
        ),
        (
            Identity,
            r#""Action": "a:b", "Resource": "*", «"NotResource"»: []"#,
        ),
        (
            Resource,
            r#""Principal": "*", «"NotPrincipal"»: "*", "Action": "a:b""#,
        ),
        (
            RoleTrust,
            r#""NotPrincipal": {}, «"Principal"»: "*", "Action": "a:b""#,
        ),
        (
            KmsKey,
            r#""Principal": "*", "NotAction": "a:b", «"Action"»: "a:c", "Resource": "*""#,
        ),
    ] {
        let marked = document(&std::format!(r#""Effect": "Deny", {statement}"#));
        check(kind, &marked, ProblemKind::ConflictingMembers, Refused);
    }
}

#[test]
fn operators_and_keys_that_do_not_exist() {
    for operator in [
        "StringEqual",
        "",
        "ForSomeValues:StringEquals",
        "IfExists",
        "StringEquals ",
    ] {
        let marked = condition(&std::format!(
            r#"{{«"{operator}"»: {{"aws:username": "a"}}}}"#
        ));
        check(Identity, &marked, ProblemKind::UnknownOperator, Refused);
    }
    for operator in ["NullIfExists", "nullifexists", "ForAnyValue:NullIfExists"] {
        let marked = condition(&std::format!(
            r#"{{«"{operator}"»: {{"aws:username": "true"}}}}"#
        ));
        check(Identity, &marked, ProblemKind::NullIfExists, Refused);
    }
    for key in [
        "",
        "username",
        "aws:",
        ":x",
        "aws:RequestTag/",
        "aws: username",
    ] {
        let marked = condition(&std::format!(r#"{{"StringEquals": {{«"{key}"»: "a"}}}}"#));
        check(Identity, &marked, ProblemKind::InvalidConditionKey, Refused);
    }
}

#[test]
fn a_principal_where_the_attached_identity_is_one() {
    for kind in [
        Identity,
        PolicyKind::PermissionsBoundary,
        PolicyKind::Session,
        ServiceControl,
    ] {
        for member in ["Principal", "NotPrincipal"] {
            let marked = document(&std::format!(
                r#""Effect": "Deny", «"{member}"»: "*", "Action": "a:b", "Resource": "*""#
            ));
            check(kind, &marked, ProblemKind::PrincipalNotAllowed, Refused);
        }
    }
}
