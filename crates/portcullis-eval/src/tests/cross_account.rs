//! EV 4.3: both accounts have to allow, and no entry of the resource-based policy gives a shortcut.

use super::{ALICE, ALLOW, BOB, DENY, ELSEWHERE, OTHER, Question, asks, calls, grants, names};
use crate::{Layer, LayerResult};

const BOBS_SESSION: &str = "arn:aws:sts::444455556666:assumed-role/ops/bob";
const BOBS_ROOT: &str = "arn:aws:iam::444455556666:root";

fn bob() -> Question {
    asks(BOB)
}

#[test]
fn each_side_is_needed() {
    for entry in [BOB, OTHER, BOBS_ROOT, "*"] {
        bob().resource(&[&grants(entry)]).lacks(Layer::Identity);
        bob()
            .identity(&[ALLOW])
            .resource(&[&grants(entry)])
            .is_allowed_by(Layer::Resource);
        let both = bob().identity(&[ALLOW]).resource(&[&grants(entry)]);
        both.clone()
            .boundary(&[ELSEWHERE])
            .lacks(Layer::PermissionsBoundary);
        both.clone().scp(&[ELSEWHERE]).lacks(Layer::ServiceControl);
        assert!(!both.decision().is_same_account());
    }
    bob().identity(&[ALLOW]).lacks(Layer::Resource);
    for entry in ["111122223333", ALICE, "arn:aws:iam::444455556666:user/Bob"] {
        bob()
            .identity(&[ALLOW])
            .resource(&[&grants(entry)])
            .lacks(Layer::Resource);
    }
}

#[test]
fn sessions_get_no_shortcut() {
    for entry in [
        BOBS_SESSION,
        "arn:aws:iam::444455556666:role/ops",
        "*",
        OTHER,
    ] {
        let named = asks(BOBS_SESSION).resource(&[&grants(entry)]);
        named.lacks(Layer::Identity);
        named
            .clone()
            .identity(&[ALLOW])
            .session(&[ELSEWHERE])
            .lacks(Layer::Session);
        named
            .identity(&[ALLOW])
            .session(&[ALLOW])
            .is_allowed_by(Layer::Resource);
    }
    let guest = "arn:aws:sts::444455556666:federated-user/guest";
    let named = asks(guest).identity(&[ALLOW]).resource(&[&grants(guest)]);
    named.lacks(Layer::Session);
    named.session(&[ALLOW]).is_allowed_by(Layer::Resource);
}

#[test]
fn the_root_user_of_another_account_needs_the_grant_to_its_account() {
    asks(BOBS_ROOT).lacks(Layer::Resource);
    asks(BOBS_ROOT)
        .resource(&[&grants(OTHER)])
        .is_allowed_by(Layer::Resource);
    asks(BOBS_ROOT)
        .resource(&[&grants(BOB)])
        .lacks(Layer::Resource);
    asks(BOBS_ROOT)
        .scp(&[ELSEWHERE])
        .resource(&[&grants(OTHER)])
        .lacks(Layer::ServiceControl);
}

#[test]
fn denies_of_either_side() {
    let both = || bob().identity(&[ALLOW]).resource(&[&grants(BOB)]);
    both().identity(&[DENY]).is_refused_by(Layer::Identity);
    let denied = names("Deny", r#""Principal": {"AWS": "444455556666"}"#);
    both()
        .resource(&[&grants(BOB), &denied])
        .is_refused_by(Layer::Resource);
    both()
        .rcp(&[&names("Deny", r#""Principal": "*""#)])
        .is_refused_by(Layer::ResourceControl);
}

/// EV 8.15: what AWS itself owns is decided by the requester's side alone.
#[test]
fn what_aws_owns() {
    let policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let mut question = calls(BOB, "iam:GetPolicy", policy);
    question = question.with(|builder| builder.owned_by_aws());
    question.lacks(Layer::Identity);
    question
        .clone()
        .identity(&[ALLOW])
        .is_allowed_by(Layer::Identity);
    let limited = question.clone().identity(&[ALLOW]);
    limited
        .clone()
        .boundary(&[ELSEWHERE])
        .lacks(Layer::PermissionsBoundary);
    limited
        .clone()
        .scp(&[ELSEWHERE])
        .lacks(Layer::ServiceControl);
    let denying = names("Deny", r#""Principal": "*""#);
    let ignored = limited.resource(&[&denying]).rcp(&[&denying]);
    ignored.is_allowed_by(Layer::Identity);
    let decision = ignored.decision();
    assert_eq!(decision.result(Layer::Resource), LayerResult::NotApplicable);
    assert_eq!(
        decision.result(Layer::ResourceControl),
        LayerResult::NotApplicable
    );
    question.resource(&[&grants(BOB)]).lacks(Layer::Identity);
}
