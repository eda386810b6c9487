//! PL 1.6, the rows that only the strict reading refuses.

use crate::tests::{Outcome, check, condition, document, findings, unmark};
use crate::{PolicyKind, ProblemKind, Reading};
use std::format;
use std::string::String;

use Outcome::StrictlyRefused;
use PolicyKind::{
    Identity, KmsKey, Resource, ResourceControl, RoleTrust, ServiceControl, Session, VpcEndpoint,
};

/// A resource-based statement with this principal part.
fn principal(effect: &str, principal: &str) -> String {
    document(&format!(
        r#""Effect": "{effect}", {principal}, "Action": "s3:*", "Resource": "*""#
    ))
}

fn action(member: &str) -> String {
    document(&format!(r#""Effect": "Allow", {member}, "Resource": "*""#))
}

fn resource(member: &str) -> String {
    document(&format!(r#""Effect": "Deny", "Action": "s3:*", {member}"#))
}

#[test]
fn names_that_differ_in_case() {
    for block in [
        r#"{"StringEquals": {"aws:username": "a"}, «"stringequals"»: {"aws:username": "b"}}"#,
        r#"{"ForAnyValue:Bool": {"a:b": "true"}, «"foranyvalue:BOOL"»: {"a:c": "true"}}"#,
    ] {
        let problem = ProblemKind::DuplicateOperator;
        check(Identity, &condition(block), problem, StrictlyRefused);
    }
    for block in [
        r#"{"StringEquals": {"aws:username": "a", «"aws:UserName"»: "b"}}"#,
        r#"{"StringEquals": {"aws:RequestTag/É": "a", «"aws:RequestTag/é"»: "b"}}"#,
    ] {
        let problem = ProblemKind::DuplicateConditionKey;
        check(Identity, &condition(block), problem, StrictlyRefused);
    }
    // The same key under two operators, and one operator with and without `IfExists`, are nothing of the sort.
    let text = condition(
        r#"{"StringEquals": {"aws:username": "a"}, "StringEqualsIfExists": {"aws:username": "a"}}"#,
    );
    assert_eq!(findings(&text, Identity, Reading::Strict), []);
}

#[test]
fn a_statement_without_principal() {
    let marked = r#"{"Version": "2012-10-17", "Statement": [«{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}»]}"#;
    for kind in [Resource, KmsKey, VpcEndpoint, ResourceControl] {
        check(kind, marked, ProblemKind::MissingPrincipal, StrictlyRefused);
    }
    let trust = marked.replace(r#", "Resource": "*""#, "");
    check(
        RoleTrust,
        &trust,
        ProblemKind::MissingPrincipal,
        StrictlyRefused,
    );
}

#[test]
fn not_principal_where_it_is_not_supported() {
    let trust = document(r#""Effect": "Deny", «"NotPrincipal"»: "*", "Action": "sts:AssumeRole""#);
    let problem = ProblemKind::NotPrincipalNotAllowed;
    check(RoleTrust, &trust, problem, StrictlyRefused);
    let control = principal("Deny", r#"«"NotPrincipal"»: "*""#);
    check(ResourceControl, &control, problem, StrictlyRefused);
    for kind in [Resource, KmsKey, VpcEndpoint] {
        let marked = principal("Allow", r#"«"NotPrincipal"»: "*""#);
        let problem = ProblemKind::AllowWithNotPrincipal;
        check(kind, &marked, problem, StrictlyRefused);
        let (deny, _) = unmark(&principal("Deny", r#"«"NotPrincipal"»: "*""#));
        assert_eq!(findings(&deny, kind, Reading::Strict), []);
    }
}

#[test]
fn a_named_principal_in_a_resource_control_policy() {
    for named in [
        r#"{"AWS": "*"}"#,
        r#"{"AWS": "111122223333"}"#,
        r#"{"AWS": ["*", "*"]}"#,
    ] {
        let marked = principal("Deny", &format!(r#""Principal": «{named}»"#));
        let problem = ProblemKind::ResourceControlPrincipal;
        check(ResourceControl, &marked, problem, StrictlyRefused);
    }
}

#[test]
fn the_version_of_a_control_policy() {
    let problem = ProblemKind::ControlPolicyVersion;
    let statement = r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#;
    let scp = |version: &str| format!(r#"{{{version}"Statement": {statement}}}"#);
    check(
        ServiceControl,
        &format!("«{}»", scp("")),
        problem,
        StrictlyRefused,
    );
    let old = scp(r#""Version": «"2008-10-17"», "#);
    check(ServiceControl, &old, problem, StrictlyRefused);
    let rcp =
        r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}"#;
    check(
        ResourceControl,
        &format!("«{rcp}»"),
        problem,
        StrictlyRefused,
    );
    assert_eq!(findings(&scp(""), Identity, Reading::Strict), []);
}

/// Leniently it is read as if it stood under `AWS`: a text that would match nobody there has both problems.
#[test]
fn a_principal_text_other_than_the_wildcard() {
    for text in ["111122223333", "arn:aws:iam::111122223333:user/alice"] {
        let marked = principal("Deny", &format!(r#""Principal": «"{text}"»"#));
        check(
            Resource,
            &marked,
            ProblemKind::PrincipalString,
            StrictlyRefused,
        );
    }
    let (text, span) = unmark(&principal("Deny", r#""Principal": «""»"#));
    let expected = [
        (ProblemKind::PrincipalString, span),
        (ProblemKind::PrincipalMatchesNobody, span),
    ];
    assert_eq!(findings(&text, Resource, Reading::Lenient), expected);
}

#[test]
fn principal_entries_that_match_nobody() {
    for entry in [
        r#"{"AWS": «""»}"#,
        r#"{"AWS": «"arn:aws:iam::111122223333:user/*"»}"#,
        r#"{"AWS": ["*", «"arn:aws:iam::111122223333:group/ops"»]}"#,
        r#"{"AWS": «"lambda.amazonaws.com"»}"#,
        r#"{"AWS": «"arn:aws:iam::${aws:PrincipalAccount}:root"»}"#,
        r#"{"Service": «"*"»}"#,
        r#"{"Service": «"lambda"»}"#,
        r#"{"Federated": «"*"»}"#,
        r#"{"Federated": «"arn:aws:iam::111122223333:user/alice"»}"#,
        r#"{"CanonicalUser": «"alice"»}"#,
    ] {
        for member in ["Principal", "NotPrincipal"] {
            let marked = principal("Deny", &format!(r#""{member}": {entry}"#));
            let problem = ProblemKind::PrincipalMatchesNobody;
            check(Resource, &marked, problem, StrictlyRefused);
        }
    }
}

#[test]
fn values_that_their_operator_cannot_read() {
    for block in [
        r#"{"NumericEquals": {"s3:max-keys": «"ten"»}}"#,
        r#"{"NumericEquals": {"s3:max-keys": [1, «1e3»]}}"#,
        r#"{"NumericLessThan": {"s3:max-keys": «"${aws:username}"»}}"#,
        r#"{"DateLessThan": {"aws:CurrentTime": «"tomorrow"»}}"#,
        r#"{"NotIpAddress": {"aws:SourceIp": «"10.0.0.0/33"»}}"#,
        r#"{"Bool": {"aws:SecureTransport": «"yes"»}}"#,
        r#"{"BinaryEquals": {"a:b": «"Q"»}}"#,
        r#"{"Null": {"aws:username": «"no"»}}"#,
    ] {
        let problem = ProblemKind::UnreadableValue;
        check(Identity, &condition(block), problem, StrictlyRefused);
    }
}

#[test]
fn malformed_variables() {
    let problem = ProblemKind::MalformedVariable;
    for variable in [
        "${aws:username",
        "${}",
        "${aws: username}",
        "${aws:username, x}",
        "${username}",
    ] {
        for prefix in ["arn:aws:s3:::b/", "arn:aws:s3:", ""] {
            let marked = resource(&format!(r#""Resource": ["*", «"{prefix}{variable}"»]"#));
            check(Identity, &marked, problem, StrictlyRefused);
        }
        let block = format!(r#"{{"StringLike": {{"s3:prefix": ["a", «"{variable}"»]}}}}"#);
        check(Identity, &condition(&block), problem, StrictlyRefused);
    }
}

#[test]
fn malformed_actions_and_empty_negated_lists() {
    for entry in [
        "",
        " s3:GetObject",
        "s3:GetObject\\t",
        "GetObject",
        "s3:a,s3:b",
        "**",
        ",",
    ] {
        for member in ["Action", "NotAction"] {
            let marked = action(&format!(r#""{member}": ["s3:Get*", «"{entry}"»]"#));
            let problem = ProblemKind::MalformedAction;
            check(Identity, &marked, problem, StrictlyRefused);
        }
    }
    let problem = ProblemKind::EmptyNotList;
    check(
        Identity,
        &action(r#""NotAction": «[]»"#),
        problem,
        StrictlyRefused,
    );
    check(
        Identity,
        &resource(r#""NotResource": «[]»"#),
        problem,
        StrictlyRefused,
    );
}

/// PL 6.3: errors in a session policy, a resource control policy, and a service control policy without a `*` at the end.
#[test]
fn incomplete_arns_that_are_refused() {
    let problem = ProblemKind::IncompleteArnRefused;
    for entry in ["arn:aws:sqs", "arn:aws:sqs:*", "arn:*:sqs:x", "", "bucket"] {
        let marked = resource(&format!(r#""Resource": «"{entry}"»"#));
        check(Session, &marked, problem, StrictlyRefused);
        let rcp = marked.replace(r#""Action""#, r#""Principal": "*", "Action""#);
        check(ResourceControl, &rcp, problem, StrictlyRefused);
        if !entry.ends_with('*') {
            check(ServiceControl, &marked, problem, StrictlyRefused);
        }
    }
}

#[test]
fn restricted_elements() {
    let rcp = |statement: &str| {
        document(&format!(
            r#"{statement}, "Principal": "*", "Resource": "*""#
        ))
    };
    for (statement, problem) in [
        (
            r#""Effect": «"Allow"», "Action": "s3:*""#,
            ProblemKind::ResourceControlAllow,
        ),
        (
            r#""Effect": "Deny", «"NotAction"»: "s3:*""#,
            ProblemKind::ResourceControlAction,
        ),
        (
            r#""Effect": "Deny", "Action": ["s3:*", «"*"»]"#,
            ProblemKind::ResourceControlAction,
        ),
    ] {
        check(ResourceControl, &rcp(statement), problem, StrictlyRefused);
    }
    for member in ["Resource", "NotResource"] {
        let marked = document(&format!(
            r#""Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", «"{member}"»: "*""#
        ));
        let problem = ProblemKind::ResourceInTrustPolicy;
        check(RoleTrust, &marked, problem, StrictlyRefused);
    }
}

/// The AWS managed policy breaks the rules of its own kind and is accepted all the same; nothing else that does is.
#[test]
fn the_managed_policy_that_allows_everything() {
    let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;
    for reading in [Reading::Strict, Reading::Lenient] {
        assert_eq!(findings(text, ResourceControl, reading), []);
    }
    let alone = text.replace(['[', ']'], "");
    let problem = super::refused(&alone, ResourceControl, Reading::Strict);
    assert_eq!(problem.kind(), ProblemKind::ResourceControlAllow);
    for (old, new) in [
        (r#"{"Effect""#, r#"{"Sid": "Full", "Effect""#),
        (r#""Action": "*""#, r#""Action": ["*"]"#),
        (r#""Resource": "*""#, r#""Resource": "arn:aws:s3:::b""#),
        (r#""Resource": "*""#, r#""NotResource": "*""#),
        (r#""Resource": "*""#, r#""Resource": "*", "Condition": {}"#),
        (r#""Principal": "*""#, r#""Principal": {"AWS": "*"}"#),
        (r#""Action": "*""#, r#""Action": "s3:*""#),
        (
            r#""Version": "2012-10-17", "#,
            r#""Version": "2012-10-17", "Id": "x", "#,
        ),
        (
            "]",
            r#", {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]"#,
        ),
    ] {
        let other = text.replace(old, new);
        let problem = super::refused(&other, ResourceControl, Reading::Strict);
        assert_eq!(problem.kind(), ProblemKind::ResourceControlAllow, "{other}");
    }
}

/// PL 2.1 note 4: a stored key-policy statement without action or resource has no effect.
#[test]
fn inert_statements_of_a_key_policy() {
    for (statement, problem) in [
        (r#""Resource": "*""#, ProblemKind::InertWithoutAction),
        (r#""Action": "kms:*""#, ProblemKind::InertWithoutResource),
    ] {
        let marked =
            format!(r#"{{"Statement": «{{"Effect": "Allow", "Principal": "*", {statement}}}»}}"#);
        check(KmsKey, &marked, problem, StrictlyRefused);
    }
    let (text, span) = unmark(r#"{"Statement": «{"Effect": "Allow", "Principal": "*"}»}"#);
    let expected = [
        (ProblemKind::InertWithoutAction, span),
        (ProblemKind::InertWithoutResource, span),
    ];
    assert_eq!(findings(&text, KmsKey, Reading::Lenient), expected);
}
