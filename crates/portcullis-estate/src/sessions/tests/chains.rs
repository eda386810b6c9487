//! EV 6.4: what a chain of roles keeps.

use std::collections::BTreeSet;
use std::time::Duration;

use portcullis_condition::ContextValue;

use super::super::{AssumeRole, GetFederationToken, SessionErrorKind};
use super::{NOW, TARGET, alice, app, assume, caller, has, refused, role, session, tags};

#[test]
fn ev_6_4_transitive_tags_survive_chaining() {
    let app_role = role(super::APP).tags(tags(&[("cost", "1")]));
    let first = AssumeRole::builder(alice(), app_role, "ci".parse().unwrap())
        .tags(tags(&[("team", "red"), ("project", "x")]))
        .transitive("TEAM".parse().unwrap());
    let first = session(first);
    assert_eq!(first.tags().len(), 3);
    let second = session(assume(first.into()));
    assert!(second.is_chained());
    // Neither the other tag nor that of the first role.
    assert_eq!(second.tags(), &tags(&[("team", "red")]));
    let third = session(assume(second.into()).tags(tags(&[("project", "y")])));
    assert_eq!(third.tags(), &tags(&[("team", "red"), ("project", "y")]));
    assert_eq!(
        third.transitive_keys(),
        &BTreeSet::from(["team".parse().unwrap()])
    );
}

#[test]
fn ev_6_4_transitive_keys_are_of_tags_passed_or_inherited() {
    let unknown = SessionErrorKind::UnknownTransitiveKey;
    refused(assume(alice()).transitive("team".parse().unwrap()), unknown);
    let first = app(|app| {
        app.tags(tags(&[("team", "red")]))
            .transitive("team".parse().unwrap())
    });
    let again = assume(first.into()).transitive("Team".parse().unwrap());
    assert!(again.build().is_ok());
    // A tag of the role is neither.
    let tagged = role(TARGET).tags(tags(&[("team", "blue")]));
    let request = AssumeRole::builder(alice(), tagged, "ci".parse().unwrap());
    refused(request.transitive("team".parse().unwrap()), unknown);
}

#[test]
fn ev_6_4_inherited_tags_override_those_of_the_role() {
    let first = app(|app| {
        app.tags(tags(&[("Team", "red"), ("only", "x")]))
            .transitive("team".parse().unwrap())
            .transitive("only".parse().unwrap())
    });
    let target = role(TARGET).tags(tags(&[("team", "blue"), ("stage", "test")]));
    let request = AssumeRole::builder(first.into(), target, "ci".parse().unwrap());
    let request = request.build().unwrap();
    has(
        &request.calls(NOW)[0].context,
        &[
            ("aws:ResourceTag/team", Some("red")),
            ("aws:ResourceTag/stage", Some("test")),
            ("aws:ResourceTag/only", None),
            ("iam:ResourceTag/team", Some("blue")),
        ],
    );
    let expected = tags(&[("Team", "red"), ("stage", "test"), ("only", "x")]);
    assert_eq!(request.session(NOW).tags(), &expected);
}

#[test]
fn ev_6_4_passing_an_inherited_key_fails() {
    let first = app(|app| {
        app.tags(tags(&[("team", "red"), ("project", "x")]))
            .transitive("team".parse().unwrap())
    });
    for value in ["red", "blue"] {
        let request = assume(first.caller().clone()).tags(tags(&[("TEAM", value)]));
        refused(request, SessionErrorKind::InheritedTagKey);
    }
    // A key that is not inherited can be passed again.
    let request = assume(first.into()).tags(tags(&[("project", "y")]));
    assert_eq!(
        session(request).tags(),
        &tags(&[("team", "red"), ("project", "y")])
    );
}

#[test]
fn ev_6_4_federation_sets_no_transitive_tags() {
    let request = GetFederationToken::builder(alice(), "guest".parse().unwrap());
    let request = request.tags(tags(&[("team", "red")])).build().unwrap();
    let calls = request.calls(NOW);
    assert_eq!(calls.len(), 2);
    for call in &calls {
        has(
            &call.context,
            &[
                ("sts:TransitiveTagKeys", None),
                ("aws:RequestTag/team", Some("red")),
            ],
        );
    }
    let guest = request.session(NOW).unwrap();
    assert_eq!(guest.tags().len(), 1);
    assert!(guest.transitive_keys().is_empty() && guest.caller().inherited().is_empty());
}

#[test]
fn ev_6_4_source_identity_persists() {
    let first = app(|app| app.source_identity("alice".parse().unwrap()));
    has(
        &first.context(NOW),
        &[
            ("aws:SourceIdentity", Some("alice")),
            ("sts:SourceIdentity", None),
        ],
    );
    let changed = assume(first.caller().clone()).source_identity("mallory".parse().unwrap());
    refused(changed, SessionErrorKind::SourceIdentityChanged);
    // It is compared as it was written.
    let recased = assume(first.caller().clone()).source_identity("Alice".parse().unwrap());
    refused(recased, SessionErrorKind::SourceIdentityChanged);
    let same = assume(first.caller().clone()).source_identity("alice".parse().unwrap());
    let second = session(assume(first.into()));
    let third = session(assume(second.into()));
    for kept in [session(same), third] {
        assert_eq!(
            kept.source_identity().map(|identity| identity.as_str()),
            Some("alice")
        );
        has(&kept.context(NOW), &[("aws:SourceIdentity", Some("alice"))]);
    }
    // A session without one may set it.
    let late = assume(app(|app| app).into()).source_identity("alice".parse().unwrap());
    assert!(session(late).source_identity().is_some());
}

#[test]
fn ev_6_4_instance_credentials_are_no_chain() {
    let six_hours = Duration::from_secs(6 * 3600);
    let ec2 = caller("ec2.amazonaws.com");
    let name = "i-0123456789abcdef0".parse().unwrap();
    let instance = AssumeRole::builder(ec2, role(super::APP), name)
        .duration(six_hours)
        .carry(
            "aws:Ec2InstanceSourceVpc".parse().unwrap(),
            ContextValue::single("vpc-1"),
        );
    let instance = session(instance);
    assert!(!instance.is_chained());
    assert_eq!(instance.expires_at().since(NOW), 6 * 3600);
    has(
        &instance.context(NOW),
        &[
            ("aws:Ec2InstanceSourceVpc", Some("vpc-1")),
            ("aws:userid", Some("AROATARGET:i-0123456789abcdef0")),
        ],
    );
    // A role that the instance assumes is the second of a chain, and knows the instance only in the call.
    let request = assume(instance.into());
    let limit = Duration::from_secs(3600);
    let kind = SessionErrorKind::DurationTooLong { limit };
    refused(request.clone().duration(six_hours), kind);
    let request = request.build().unwrap();
    has(
        &request.calls(NOW)[0].context,
        &[("aws:Ec2InstanceSourceVpc", Some("vpc-1"))],
    );
    let second = request.session(NOW);
    assert!(second.is_chained());
    has(&second.context(NOW), &[("aws:Ec2InstanceSourceVpc", None)]);
}
