//! Requests that make no session, and what the errors say.

use std::collections::BTreeSet;

use portcullis_eval::{Credentials, Layer, Principal, Verdict};
use portcullis_scenario::Policies;

use super::super::{
    AssumeRole, Caller, ContextAssertion, GetFederationToken, GetSessionToken, SessionErrorKind,
    TargetRole,
};
use super::{
    ALICE, NOW, ROOT, TARGET, answer, app, assume, caller, identity, refused, role, trust,
};

fn all_allowed() -> Policies {
    Policies {
        identity: identity(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#),
        ..Policies::default()
    }
}

#[test]
fn ev_4_6_temporary_credentials_make_no_sessions_of_users() {
    let token = GetSessionToken::builder(caller(ALICE)).build().unwrap();
    let token: Caller = token.session(NOW).unwrap().into();
    let mut tried = 0;
    for caller in [app(|app| app).into(), token] {
        let federation = GetFederationToken::builder(caller.clone(), "guest".parse().unwrap());
        let federation = federation.build().unwrap();
        let own = GetSessionToken::builder(caller).build().unwrap();
        for call in [federation.calls(NOW), own.calls(NOW)].concat() {
            let answer = answer(call, &all_allowed());
            let found = (answer.verdict(), answer.reason());
            assert_eq!(found, (Verdict::ImplicitlyDenied, Layer::ServiceRule));
            tried += 1;
        }
        for error in [
            federation.session(NOW).unwrap_err(),
            own.session(NOW).unwrap_err(),
        ] {
            assert_eq!(error.kind(), SessionErrorKind::CallerNotEligible);
            assert!(error.help().is_some());
        }
    }
    assert_eq!(tried, 4);
}

#[test]
fn ev_4_6_a_root_user_assumes_no_role() {
    let everyone =
        trust(r#"{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}"#);
    let request = assume(caller(ROOT).credentials(Credentials::LongTerm))
        .build()
        .unwrap();
    let answer = answer(request.calls(NOW).remove(0), &everyone);
    assert_eq!(
        (answer.verdict(), answer.reason()),
        (Verdict::ImplicitlyDenied, Layer::ServiceRule)
    );
}

#[test]
fn callers_without_account_have_no_federated_users() {
    for principal in [Principal::anonymous(), "ec2.amazonaws.com".parse().unwrap()] {
        let request = GetFederationToken::builder(Caller::new(principal), "guest".parse().unwrap());
        assert_eq!(
            request.build().unwrap_err().kind(),
            SessionErrorKind::CallerNotEligible
        );
    }
}

#[test]
fn token_calls_take_fewer_parameters() {
    let request = || {
        AssumeRole::with_web_identity(
            "accounts.google.com",
            role(TARGET),
            "alice".parse().unwrap(),
        )
    };
    let kind = SessionErrorKind::UnexpectedParameter;
    refused(request().external_id("customer-42".parse().unwrap()), kind);
    refused(request().mfa(), kind);
    let provider = "arn:aws:iam::aws:contextProvider/IdentityCenter"
        .parse()
        .unwrap();
    refused(request().assertion(ContextAssertion::new(provider)), kind);
    let error = request().mfa().build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected only parameters that the operation has, found MFA in AssumeRoleWithWebIdentity"
    );
}

#[test]
fn only_roles_are_assumed() {
    for arn in [
        ALICE,
        ROOT,
        "arn:aws:sts::111122223333:assumed-role/app/ci",
        "app",
        "",
    ] {
        let error = TargetRole::parse(arn).unwrap_err();
        assert_eq!(error.kind(), SessionErrorKind::InvalidArn);
    }
}

#[test]
fn codes_are_distinct() {
    use SessionErrorKind as Kind;
    let limit = std::time::Duration::ZERO;
    let kinds = [
        Kind::InvalidArn,
        Kind::InvalidRoleSessionName,
        Kind::InvalidSourceIdentity,
        Kind::InvalidExternalId,
        Kind::InvalidFederatedUserName,
        Kind::InvalidUniqueId,
        Kind::InvalidTagKey,
        Kind::InvalidTagValue,
        Kind::ReservedTagKey,
        Kind::DuplicateTagKey,
        Kind::TooManyTags,
        Kind::InheritedTagKey,
        Kind::UnknownTransitiveKey,
        Kind::SourceIdentityChanged,
        Kind::TooManySessionPolicies,
        Kind::DurationTooShort,
        Kind::DurationTooLong { limit },
        Kind::InvalidMaxSessionDuration,
        Kind::UnexpectedParameter,
        Kind::CallerNotEligible,
        Kind::Expired,
    ];
    let codes: BTreeSet<&str> = kinds.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), kinds.len());
}
