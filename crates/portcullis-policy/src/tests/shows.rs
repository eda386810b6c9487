//! What documents, statements and kinds show of themselves.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use portcullis_condition::{Context, ContextValue};

use crate::tests::kinds::COLUMNS;
use crate::tests::{document, read};
use crate::{Document, NotPrincipalRule, PolicyKind, Reading, ResourcePattern};

fn lenient(statement: &str) -> Document {
    read(&document(statement), PolicyKind::Identity, Reading::Lenient)
}

#[test]
fn a_clause_tells_its_form() {
    let negated = |action: &str, resource: &str| {
        let statement = format!(r#""Effect": "Allow", {action}, {resource}"#);
        let document = lenient(&statement);
        let one = &document.statements()[0];
        (one.action().is_negated(), one.resource().is_negated())
    };
    let forms = [
        (r#""Action": "s3:*""#, false),
        (r#""NotAction": "s3:*""#, true),
    ];
    for (action, expected) in forms {
        assert_eq!(negated(action, r#""Resource": "*""#), (expected, false));
        assert_eq!(negated(action, r#""NotResource": "*""#), (expected, true));
    }
}

#[test]
fn a_statement_has_a_sid_or_none() {
    let sid = |member: &str| {
        let text = format!(r#"{member}"Effect": "Allow", "Action": "s3:*", "Resource": "*""#);
        lenient(&text).statements()[0].sid().map(String::from)
    };
    assert_eq!(sid(r#""Sid": "Read", "#).as_deref(), Some("Read"));
    assert_eq!(sid(r#""Sid": "", "#), None);
    assert_eq!(sid(""), None);
}

#[test]
fn only_what_aws_attaches_is_the_full_access_of_resource_control_policies() {
    let full = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#;
    let deny = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}"#;
    let is_full = |text, kind| {
        let document = read(text, kind, Reading::Lenient);
        document.is_resource_control_full_access()
    };
    assert!(is_full(full, PolicyKind::ResourceControl));
    assert!(!is_full(deny, PolicyKind::ResourceControl));
    assert!(!is_full(full, PolicyKind::Resource));
}

#[test]
fn kinds_are_shown_by_the_names_that_aws_gives_them() {
    let shown: Vec<String> = PolicyKind::all().map(|kind| kind.to_string()).collect();
    assert_eq!(shown, COLUMNS);
}

/// IAM checks Sids and characters of what it stores, whatever the service checks that stores the others.
#[test]
fn iam_stores_what_is_attached_to_its_entities() {
    use PolicyKind::{Identity, PermissionsBoundary, RoleTrust, Session};
    for kind in PolicyKind::all() {
        let expected = [Identity, PermissionsBoundary, Session, RoleTrust].contains(&kind);
        assert_eq!(kind.spec().stored_by_iam, expected, "{kind}");
    }
}

/// `NotPrincipal` stands with `Deny` where principals are named, but for those who assume roles and for whole organizations.
#[test]
fn kinds_admit_not_principal_or_not() {
    use NotPrincipalRule::{Forbidden, Refused, WithDeny};
    use PolicyKind::{KmsKey, Resource, ResourceControl, RoleTrust, VpcEndpoint};
    for kind in PolicyKind::all() {
        let expected = match kind {
            Resource | KmsKey | VpcEndpoint => WithDeny,
            RoleTrust | ResourceControl => Refused,
            _ => Forbidden,
        };
        assert_eq!(kind.spec().not_principal, expected, "{kind}");
    }
}

#[test]
fn an_entry_is_resolvable_where_every_variable_has_a_value() {
    let pattern = |entry: &str| -> ResourcePattern {
        let statement = format!(r#""Effect": "Allow", "Action": "s3:*", "Resource": "{entry}""#);
        let document = lenient(&statement);
        document.statements()[0].resource().entries()[0]
            .pattern()
            .clone()
    };
    let named = "arn:aws:s3:::bucket/${aws:username}";
    let mut context = Context::new();
    assert!(pattern("*").is_resolvable(&context));
    assert!(pattern("arn:aws:s3:::bucket/*").is_resolvable(&context));
    assert!(!pattern(named).is_resolvable(&context));
    assert!(!pattern("arn:aws:s3:::bucket/${aws:username").is_resolvable(&context));
    let value = ContextValue::single("alice");
    context
        .insert("aws:username".parse().unwrap(), value)
        .unwrap();
    assert!(pattern(named).is_resolvable(&context));
    assert!(!pattern("arn:aws:s3:::bucket/${aws:username").is_resolvable(&context));
}
