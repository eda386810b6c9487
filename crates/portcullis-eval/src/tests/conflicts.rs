//! EV 2: policies that a caller cannot have are input errors; identity policies of a caller without any are ignored.

use super::{
    ALICE, ALLOW, ANONYMOUS, ELSEWHERE, FEDERATED, Question, ROLE, ROOT, SERVICE, SESSION, asks,
    policy,
};
use crate::{ConflictKind, Credentials, Layer, PolicySet, Principal, Program};
use portcullis_policy::PolicyKind;
use std::string::ToString;

fn conflict(question: &Question) -> Option<ConflictKind> {
    let checked = question.program().check(&question.request());
    checked.err().map(|conflict| conflict.kind())
}

fn holder() -> Question {
    let mut question = asks(ANONYMOUS);
    question.principal = Principal::identity_provider("accounts.google.com");
    question
}

#[test]
fn who_can_have_what() {
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/lambda.amazonaws.com/app";
    let long_term = |principal| asks(principal).credentials(Credentials::LongTerm);
    for (caller, session, boundary) in [
        (asks(ALICE), false, true),
        (long_term(ALICE), false, true),
        (
            asks(ALICE).credentials(Credentials::SessionToken),
            false,
            true,
        ),
        (asks(ROLE), true, true),
        (asks(SESSION), true, true),
        (asks(FEDERATED), true, true),
        (asks(FEDERATED).issued_by(ALICE), true, true),
        (asks(FEDERATED).issued_by(ROOT), true, false),
        (asks(ROOT), true, false),
        (long_term(ROOT), false, false),
        (asks(SESSION).issued_by(linked), false, false),
        (asks(SERVICE), false, false),
        (asks(ANONYMOUS), false, false),
        (holder(), false, false),
    ] {
        let name = caller.principal.to_string();
        assert_eq!(conflict(&caller), None, "{name}");
        let expected = (!session).then_some(ConflictKind::SessionPolicy);
        assert_eq!(
            conflict(&caller.clone().session(&[ALLOW])),
            expected,
            "{name}"
        );
        let expected = (!boundary).then_some(ConflictKind::PermissionsBoundary);
        assert_eq!(
            conflict(&caller.clone().boundary(&[ALLOW])),
            expected,
            "{name}"
        );
        let mut empty = caller;
        empty.policies.session = Some([].into());
        let expected = (!session).then_some(ConflictKind::SessionPolicy);
        assert_eq!(conflict(&empty), expected, "{name}: an empty list is set");
    }
}

/// The kinds of credentials that a caller can have: long-term, `GetSessionToken`, `GetFederationToken`, console.
#[test]
fn who_can_have_which_credentials() {
    use Credentials::{Console, FederationToken, LongTerm, SessionToken};
    for (caller, expected) in [
        (asks(ROOT), [true, true, false, true]),
        (asks(ALICE), [true, true, false, true]),
        (asks(ROLE), [false, false, false, true]),
        (asks(SESSION), [false, false, false, true]),
        (asks(FEDERATED), [false, false, true, true]),
        (asks(SERVICE), [false; 4]),
        (asks(ANONYMOUS), [false; 4]),
        (holder(), [false; 4]),
    ] {
        let can = [LongTerm, SessionToken, FederationToken, Console]
            .map(|credentials| conflict(&caller.clone().credentials(credentials)).is_none());
        assert_eq!(can, expected, "{}", caller.principal);
    }
}

#[test]
fn conflicts_say_what_they_are_about() {
    let question = asks(ALICE).session(&[ALLOW]);
    let conflict = question.program().check(&question.request()).unwrap_err();
    assert_eq!(conflict.code(), "session-policy-not-allowed");
    assert_eq!(
        conflict.to_string(),
        "expected no session policy for a user, found one"
    );
    let question = asks(SERVICE).boundary(&[ALLOW]);
    let conflict = question.program().check(&question.request()).unwrap_err();
    assert_eq!(conflict.code(), "boundary-not-allowed");
}

/// A decision that is asked for all the same never grants more for such a policy.
#[test]
fn a_policy_that_cannot_be_is_still_a_limit() {
    asks(ALICE)
        .identity(&[ALLOW])
        .session(&[ELSEWHERE])
        .lacks(Layer::Session);
    asks(ROOT)
        .boundary(&[ELSEWHERE])
        .lacks(Layer::PermissionsBoundary);
}

#[test]
fn identity_policies_that_are_ignored() {
    for (caller, ignored) in [
        (asks(ALICE), false),
        (asks(SESSION), false),
        (asks(FEDERATED).issued_by(ALICE), false),
        (asks(FEDERATED).issued_by(ROOT), true),
        (asks(ROOT), true),
        (asks(SERVICE), true),
        (asks(ANONYMOUS), true),
        (holder(), true),
    ] {
        let ignores = |question: &Question| {
            question
                .program()
                .ignores_identity_policies(&question.request())
        };
        assert!(!ignores(&caller), "{}", caller.principal);
        let with = caller.identity(&[super::DENY]);
        assert_eq!(ignores(&with), ignored, "{}", with.principal);
        assert_eq!(with.matched().is_empty(), ignored, "{}", with.principal);
    }
}

#[test]
fn a_document_of_another_kind_is_refused() {
    for place in PolicyKind::all() {
        for kind in PolicyKind::all() {
            let mut set = PolicySet::default();
            let one = policy(kind, &[ALLOW]);
            let level = |one| crate::Level::new("r-root", [one].into());
            match place {
                PolicyKind::Identity => set.identity.push(one),
                PolicyKind::PermissionsBoundary => set.boundary = Some([one].into()),
                PolicyKind::Session => set.session = Some([one].into()),
                PolicyKind::ServiceControl => set.service_control.push(level(one)),
                PolicyKind::ResourceControl => set.resource_control.push(level(one)),
                PolicyKind::VpcEndpoint => set.endpoint = Some([one].into()),
                _ => set.resource = Some(one),
            }
            let resource = [
                PolicyKind::Resource,
                PolicyKind::RoleTrust,
                PolicyKind::KmsKey,
            ];
            let fits = place == kind || (resource.contains(&place) && resource.contains(&kind));
            match Program::compile(set) {
                Ok(_) => assert!(fits, "{kind} as {place}"),
                Err(error) => {
                    assert!(!fits, "{kind} as {place}: {error}");
                    assert!(error.to_string().contains(&kind.to_string()), "{error}");
                }
            }
        }
    }
}
