//! EV 6.3: what the session of each operation looks like.

use std::time::Duration;

use portcullis_arn::PrincipalArn;
use portcullis_condition::ContextValue;
use portcullis_eval::{Credentials, Resource, Verdict};
use portcullis_scenario::Policies;

use super::super::{
    AssumeRole, Caller, EpochSeconds, GetFederationToken, GetSessionToken, Mfa, Session,
    SessionErrorKind, SessionPolicies,
};
use super::{
    ALICE, NOW, ROOT, TARGET, alice, answer, app, assume, caller, decided, has, identity, refused,
    role, session, tags,
};

fn federated(caller: Caller) -> Session {
    let request = GetFederationToken::builder(caller, "guest".parse().unwrap());
    request.build().unwrap().session(NOW).unwrap()
}

fn own(caller: Caller) -> Session {
    GetSessionToken::builder(caller)
        .build()
        .unwrap()
        .session(NOW)
        .unwrap()
}

#[test]
fn ev_6_3_principal_arn_and_account() {
    let shown = |session: &Session| {
        let account = session.principal().account().unwrap();
        (session.principal().to_string(), account.to_string())
    };
    let here = |arn: &str| (arn.to_owned(), "111122223333".to_owned());
    let elsewhere = AssumeRole::builder(
        alice(),
        role("arn:aws:iam::444455556666:role/x/y"),
        "ci".parse().unwrap(),
    );
    assert_eq!(
        shown(&session(elsewhere)),
        (
            "arn:aws:sts::444455556666:assumed-role/y/ci".to_owned(),
            "444455556666".to_owned()
        )
    );
    assert_eq!(
        shown(&session(assume(alice()))),
        here("arn:aws:sts::111122223333:assumed-role/target/ci")
    );
    assert_eq!(
        shown(&federated(alice())),
        here("arn:aws:sts::111122223333:federated-user/guest")
    );
    assert_eq!(shown(&own(alice())), here(ALICE));
    assert_eq!(shown(&own(caller(ROOT))), here(ROOT));
}

#[test]
fn ev_6_3_principal_keys() {
    let target = session(assume(alice()));
    has(
        &decided(&target),
        &[
            ("aws:PrincipalArn", Some(TARGET)),
            ("aws:PrincipalType", Some("AssumedRole")),
            ("aws:userid", Some("AROATARGET:ci")),
            ("aws:username", None),
            ("aws:PrincipalAccount", Some("111122223333")),
            ("aws:TokenIssueTime", Some("2015-10-01T00:00:00Z")),
        ],
    );
    has(
        &decided(&federated(alice())),
        &[
            (
                "aws:PrincipalArn",
                Some("arn:aws:sts::111122223333:federated-user/guest"),
            ),
            ("aws:PrincipalType", Some("FederatedUser")),
            ("aws:userid", Some("111122223333:guest")),
            ("aws:username", None),
            ("aws:TokenIssueTime", Some("2015-10-01T00:00:00Z")),
        ],
    );
    has(
        &decided(&own(alice())),
        &[
            ("aws:PrincipalArn", Some(ALICE)),
            ("aws:PrincipalType", Some("User")),
            ("aws:userid", Some("AIDAALICE")),
            ("aws:username", Some("alice")),
            ("aws:TokenIssueTime", Some("2015-10-01T00:00:00Z")),
        ],
    );
}

#[test]
fn ev_6_3_issuer_and_credentials() {
    let facts = |session: &Session| {
        (
            session.issuer().map(ToString::to_string),
            session.credentials(),
        )
    };
    assert_eq!(
        facts(&session(assume(alice()))),
        (Some(TARGET.to_owned()), None)
    );
    let federation = Some(Credentials::FederationToken);
    assert_eq!(
        facts(&federated(alice())),
        (Some(ALICE.to_owned()), federation)
    );
    assert_eq!(
        facts(&federated(caller(ROOT))),
        (Some(ROOT.to_owned()), federation)
    );
    assert_eq!(
        facts(&own(alice())),
        (None, Some(Credentials::SessionToken))
    );
    let call = own(alice()).call("iam:GetUser".parse().unwrap(), Resource::Everything, NOW);
    assert_eq!(call.unwrap().credentials, Some(Credentials::SessionToken));
}

#[test]
fn ev_6_3_permissions() {
    assert!(!session(assume(alice())).is_limited());
    let inline = SessionPolicies::new().with_inline();
    assert!(session(assume(alice()).policies(inline)).is_limited());
    assert!(
        federated(alice()).is_limited(),
        "even where no policy was passed"
    );
    assert!(!own(alice()).is_limited());

    // A federated user without session policies has none of the user's permissions.
    let all = Policies {
        identity: identity(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#),
        ..Policies::default()
    };
    let list = |session: &Session| {
        let call = session.call("sqs:ListQueues".parse().unwrap(), Resource::Everything, NOW);
        answer(call.unwrap(), &all).verdict()
    };
    assert_eq!(list(&federated(alice())), Verdict::ImplicitlyDenied);
    assert_eq!(list(&own(alice())), Verdict::Allowed);
    assert_eq!(list(&session(assume(alice()))), Verdict::Allowed);
}

#[test]
fn ev_6_3_tags_of_the_session_override_those_of_the_identity() {
    let target = role(TARGET).tags(tags(&[("team", "blue"), ("stage", "test"), ("cost", "1")]));
    let first = app(|app| {
        app.tags(tags(&[("stage", "live")]))
            .transitive("stage".parse().unwrap())
    });
    let request = AssumeRole::builder(first.into(), target, "ci".parse().unwrap());
    let second = session(request.tags(tags(&[("team", "red")])));
    assert_eq!(
        second.tags(),
        &tags(&[("team", "red"), ("stage", "live"), ("cost", "1")])
    );
    has(
        &second.context(NOW),
        &[
            ("aws:PrincipalTag/team", Some("red")),
            ("aws:PrincipalTag/stage", Some("live")),
            ("aws:PrincipalTag/cost", Some("1")),
        ],
    );

    let alice = alice().tags(tags(&[("team", "blue"), ("cost", "1")]));
    let request = GetFederationToken::builder(alice.clone(), "guest".parse().unwrap());
    let guest = request
        .tags(tags(&[("team", "red")]))
        .build()
        .unwrap()
        .session(NOW)
        .unwrap();
    assert_eq!(guest.tags(), &tags(&[("team", "red"), ("cost", "1")]));
    assert_eq!(own(alice).tags(), &tags(&[("team", "blue"), ("cost", "1")]));
}

#[test]
fn ev_6_3_tag_keys_override_whatever_their_case() {
    let target = role(TARGET).tags(tags(&[("Department", "Marketing")]));
    let request = AssumeRole::builder(alice(), target, "ci".parse().unwrap());
    let session = session(request.tags(tags(&[("department", "Engineering")])));
    let shown: Vec<_> = session
        .tags()
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .collect();
    assert_eq!(shown, [("department", "Engineering")]);
    has(
        &session.context(NOW),
        &[("aws:PrincipalTag/DEPARTMENT", Some("Engineering"))],
    );
    let twice = tags(&[("a", "1")]).with("A", "2").unwrap_err();
    assert_eq!(twice.kind(), SessionErrorKind::DuplicateTagKey);
}

#[test]
fn ev_6_3_duration_of_a_role_session() {
    let hours = |hours: u64| Duration::from_secs(3600 * hours);
    let lasts = |session: &Session| session.expires_at().since(session.issued_at());
    assert_eq!(lasts(&session(assume(alice()))), 3600);
    let too_long = |limit| SessionErrorKind::DurationTooLong { limit };
    refused(
        assume(alice()).duration(Duration::from_secs(3601)),
        too_long(hours(1)),
    );
    refused(
        assume(alice()).duration(Duration::from_secs(899)),
        SessionErrorKind::DurationTooShort,
    );
    assert_eq!(
        lasts(&session(assume(alice()).duration(Duration::from_secs(900)))),
        900
    );

    let long = || role(TARGET).max_session_duration(hours(12)).unwrap();
    let request = |caller| AssumeRole::builder(caller, long(), "ci".parse().unwrap());
    assert_eq!(
        lasts(&session(request(alice()).duration(hours(12)))),
        43_200
    );
    refused(request(alice()).duration(hours(13)), too_long(hours(12)));
    // In a chain one hour, whatever the role says.
    let first = app(|app| app);
    refused(
        request(first.caller().clone()).duration(hours(2)),
        too_long(hours(1)),
    );
    assert_eq!(
        lasts(&session(request(first.into()).duration(hours(1)))),
        3600
    );
    for wrong in [Duration::from_secs(3599), Duration::from_secs(43_201)] {
        let error = role(TARGET).max_session_duration(wrong).unwrap_err();
        assert_eq!(error.kind(), SessionErrorKind::InvalidMaxSessionDuration);
    }
}

#[test]
fn ev_6_3_duration_of_a_user_session() {
    let of = |principal: &str, seconds: Option<u64>| {
        let name = "guest".parse().unwrap();
        let mut federation = GetFederationToken::builder(caller(principal), name);
        let mut token = GetSessionToken::builder(caller(principal));
        if let Some(seconds) = seconds {
            federation = federation.duration(Duration::from_secs(seconds));
            token = token.duration(Duration::from_secs(seconds));
        }
        let federation = federation.build()?.session(NOW)?.expires_at();
        assert_eq!(token.build()?.session(NOW)?.expires_at(), federation);
        Ok::<u64, super::super::SessionError>(federation.since(NOW))
    };
    assert_eq!(of(ALICE, None), Ok(43_200));
    assert_eq!(of(ALICE, Some(129_600)), Ok(129_600));
    assert!(of(ALICE, Some(129_601)).is_err() && of(ALICE, Some(899)).is_err());
    // A root user gets an hour where it asks for more.
    assert_eq!(of(ROOT, None), Ok(3600));
    assert_eq!(of(ROOT, Some(129_600)), Ok(3600));
    assert_eq!(of(ROOT, Some(900)), Ok(900));
    assert!(of(ROOT, Some(129_601)).is_err());
}

#[test]
fn ev_6_3_an_expired_session_makes_no_calls() {
    let session = session(assume(alice()));
    let call = |seconds: u64| {
        let at = EpochSeconds::new(NOW.seconds() + seconds);
        session.call("sqs:ListQueues".parse().unwrap(), Resource::Everything, at)
    };
    assert!(call(3599).is_ok());
    let error = call(3600).unwrap_err();
    assert_eq!(error.kind(), SessionErrorKind::Expired);
    assert!(
        error
            .to_string()
            .ends_with("one that expired at 2015-10-01T01:00:00Z")
    );
}

#[test]
fn ev_6_3_only_get_session_token_carries_mfa() {
    let with_mfa = GetSessionToken::builder(alice()).mfa().build().unwrap();
    let with_mfa = with_mfa.session(NOW).unwrap();
    let later = EpochSeconds::new(NOW.seconds() + 60);
    let present = ("aws:MultiFactorAuthPresent", Some("true"));
    has(
        &with_mfa.context(later),
        &[present, ("aws:MultiFactorAuthAge", Some("60"))],
    );
    let without = ("aws:MultiFactorAuthPresent", Some("false"));
    has(
        &own(alice()).context(later),
        &[without, ("aws:MultiFactorAuthAge", None)],
    );

    // The call sees the caller's MFA; the session that it makes does not.
    let request = assume(with_mfa.into()).build().unwrap();
    has(
        &request.calls(later)[0].context,
        &[present, ("aws:MultiFactorAuthAge", Some("60"))],
    );
    let alice = caller(ALICE).mfa(Mfa::UsedAt(NOW));
    let guest = federated(alice.clone());
    for session in [request.session(later), session(assume(alice).mfa()), guest] {
        let absent = [
            ("aws:MultiFactorAuthPresent", None),
            ("aws:MultiFactorAuthAge", None),
        ];
        has(&session.context(later), &absent);
    }
}

#[test]
fn ev_6_3_federated_sessions_keep_facts_of_their_provider() {
    let name = || "alice".parse().unwrap();
    let web = AssumeRole::with_web_identity("accounts.google.com", role(TARGET), name());
    let web = web.context(
        "accounts.google.com:aud".parse().unwrap(),
        ContextValue::single("app"),
    );
    let web = web.build().unwrap();
    let provider = ("aws:FederatedProvider", Some("accounts.google.com"));
    has(
        &web.calls(NOW)[0].context,
        &[provider, ("accounts.google.com:aud", Some("app"))],
    );
    has(
        &web.session(NOW).context(NOW),
        &[provider, ("accounts.google.com:aud", None)],
    );

    let PrincipalArn::SamlProvider(corp) = "arn:aws:iam::111122223333:saml-provider/Corp"
        .parse()
        .unwrap()
    else {
        panic!("no SAML provider")
    };
    let saml = AssumeRole::with_saml(&corp, role(TARGET), name());
    let saml = saml.context("saml:sub".parse().unwrap(), ContextValue::single("s"));
    let saml = saml.context("saml:aud".parse().unwrap(), ContextValue::single("a"));
    has(
        &session(saml).context(NOW),
        &[("saml:sub", Some("s")), ("saml:aud", None)],
    );
}
