//! What the parts of an answer are called, and how they read.

use alloc::sync::Arc;
use std::format;
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use portcullis_arn::PrincipalArn;
use portcullis_policy::{Document, PolicyKind, Reading};

use super::{FEDERATED, ROLE, SESSION, asks};
use crate::{
    Action, AttachedPolicy, Layer, LayerResult, Level, MatchClass, MatchClasses, PolicySet,
    Principal, Program, Request, Verdict,
};

/// A document of any kind that is about nothing.
const NOTHING: &str = r#"{"Version": "2012-10-17", "Statement": []}"#;

#[test]
fn verdicts_are_named_and_the_strictest_wins() {
    let verdicts = [
        (Verdict::Allowed, "allowed"),
        (Verdict::ImplicitlyDenied, "implicitDeny"),
        (Verdict::ExplicitlyDenied, "explicitDeny"),
    ];
    for (index, (verdict, name)) in verdicts.into_iter().enumerate() {
        assert_eq!(verdict.to_string(), verdict.as_str());
        assert_eq!(verdict.as_str(), name);
        assert_eq!(verdict.is_allowed(), index == 0);
        for (other_index, (other, _)) in verdicts.into_iter().enumerate() {
            let stricter = if index > other_index { verdict } else { other };
            assert_eq!(verdict.and(other), stricter);
        }
    }
}

#[test]
fn each_layer_has_a_name_and_a_title() {
    let expected = [
        ("serviceRule", "service rule"),
        ("rcp", "resource control policies"),
        ("scp", "service control policies"),
        ("vpcEndpoint", "VPC endpoint policy"),
        ("identity", "identity-based policies"),
        ("permissionsBoundary", "permissions boundary"),
        ("session", "session policies"),
        ("resource", "resource-based policy"),
    ];
    let found = Layer::ALL.map(|layer| (layer.as_str(), layer.title()));
    assert_eq!(found, expected);
    assert_eq!(Layer::ResourceControl.to_string(), "rcp");
    let results = [
        LayerResult::NotApplicable,
        LayerResult::Allow,
        LayerResult::ExplicitDeny,
        LayerResult::ImplicitDeny,
    ];
    assert_eq!(
        results.map(LayerResult::as_str),
        ["notApplicable", "allow", "explicitDeny", "implicitDeny"]
    );
}

#[test]
fn classes_are_shown_as_a_set() {
    assert_eq!(format!("{:?}", MatchClasses::default()), "{}");
    let none = MatchClasses::default();
    assert!(none.is_empty() && !none.contains(MatchClass::Wildcard));
    assert_eq!(none.iter().count(), 0);
}

/// Each kind of document in each place: what is said of those that do not belong there.
#[test]
fn a_document_in_the_wrong_place_is_refused_by_name() {
    type Put = fn(&mut PolicySet, AttachedPolicy);
    let places: [(Put, &str, &[PolicyKind]); 7] = [
        (
            |set, one| set.identity.push(one),
            "identity-based policy",
            &[PolicyKind::Identity],
        ),
        (
            |set, one| set.boundary = Some(vec![one]),
            "permissions boundary",
            &[PolicyKind::PermissionsBoundary],
        ),
        (
            |set, one| set.session = Some(vec![one]),
            "session policy",
            &[PolicyKind::Session],
        ),
        (
            |set, one| set.resource = Some(one),
            "resource-based policy or role trust policy or key policy",
            &[
                PolicyKind::Resource,
                PolicyKind::RoleTrust,
                PolicyKind::KmsKey,
            ],
        ),
        (
            |set, one| set.service_control.push(Level::new("r-1", vec![one])),
            "service control policy",
            &[PolicyKind::ServiceControl],
        ),
        (
            |set, one| set.resource_control.push(Level::new("r-1", vec![one])),
            "resource control policy",
            &[PolicyKind::ResourceControl],
        ),
        (
            |set, one| set.endpoint = Some(vec![one]),
            "VPC endpoint policy",
            &[PolicyKind::VpcEndpoint],
        ),
    ];
    let mut refused = 0;
    for kind in PolicyKind::all() {
        let document = Arc::new(Document::parse(NOTHING, kind, Reading::Lenient).unwrap());
        for (put, expected, accepted) in places {
            let mut policies = PolicySet::default();
            put(&mut policies, AttachedPolicy::new("mine", document.clone()));
            match Program::compile(policies) {
                Ok(_) => assert!(accepted.contains(&kind), "{kind} as {expected}"),
                Err(error) => {
                    assert_eq!(&**error.policy(), "mine");
                    let message = format!("expected {expected}, found {kind} as `mine`");
                    assert_eq!(error.to_string(), message);
                    refused += 1;
                }
            }
        }
    }
    assert_eq!(refused, 9 * 7 - 9);
}

#[test]
fn a_request_needs_an_owner_from_somewhere() {
    let action: Action = "s3:GetObject".parse().unwrap();
    let error = Request::builder(action)
        .resource("arn:aws:s3:::bucket/key".parse().unwrap())
        .build()
        .expect_err("nobody said who owns it");
    assert_eq!(
        error.to_string(),
        "expected the account that owns the resource, found an ARN without one"
    );
}

#[test]
fn a_principal_says_of_which_role_it_is() {
    let principal = |text: &str| -> Principal { text.parse().expect(text) };
    let role = |one: &Principal| one.role().map(|role: PrincipalArn| role.to_string());
    assert_eq!(role(&principal(ROLE)).as_deref(), Some(ROLE));
    assert_eq!(role(&principal(SESSION)).as_deref(), Some(ROLE));
    let pathed = "arn:aws:iam::111122223333:role/team/app";
    let issued: Vec<_> = [SESSION, ROLE]
        .map(|text| asks(text).issued_by(pathed).principal)
        .iter()
        .map(role)
        .collect();
    assert_eq!(issued, [Some(pathed.to_string()), Some(pathed.to_string())]);
    assert_eq!(role(&principal(FEDERATED)), None);
}
