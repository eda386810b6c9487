//! EV 6.1: which calls make a session, whose they are, and which policies are asked.

use portcullis_arn::PrincipalArn;
use portcullis_eval::{Layer, Verdict};
use portcullis_scenario::Policies;

use super::super::{AssumeRole, GetFederationToken, GetSessionToken};
use super::TARGET;
use super::{
    ALICE, NOW, ROOT, actions, alice, answer, app, assume, caller, identity, role, tags, trust,
    verdict,
};

const ALLOW_STS: &str = r#"{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}"#;

#[test]
fn ev_6_1_assume_role_asks_the_trust_policy_of_the_target() {
    let named = format!(
        r#"{{"Effect": "Allow", "Principal": {{"AWS": "{ALICE}"}}, "Action": "sts:AssumeRole"}}"#
    );
    let by_alice = assume(alice()).build().unwrap();
    assert_eq!(
        verdict(by_alice.calls(NOW), &trust(&named)),
        Verdict::Allowed
    );
    let without = Policies {
        identity: identity(ALLOW_STS),
        ..Policies::default()
    };
    assert_eq!(
        verdict(by_alice.calls(NOW), &without),
        Verdict::ImplicitlyDenied
    );

    let of_app = r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:AssumeRole"}"#;
    let by_session = assume(app(|app| app).into()).build().unwrap();
    assert_eq!(
        verdict(by_session.calls(NOW), &trust(of_app)),
        Verdict::Allowed
    );
    assert_eq!(
        verdict(by_alice.calls(NOW), &trust(of_app)),
        Verdict::ImplicitlyDenied
    );
}

#[test]
fn ev_6_1_token_calls_ask_the_trust_policy_alone() {
    let provider = "arn:aws:iam::111122223333:saml-provider/Corp";
    let PrincipalArn::SamlProvider(corp) = provider.parse().unwrap() else {
        panic!("no SAML provider")
    };
    let name = || "alice".parse().unwrap();
    let saml = AssumeRole::with_saml(&corp, role(TARGET), name())
        .build()
        .unwrap();
    let google = AssumeRole::with_web_identity("accounts.google.com", role(TARGET), name());
    let google = google.build().unwrap();
    let mut allowed = 0;
    for (request, provider, operation) in [
        (&saml, provider, "sts:AssumeRoleWithSAML"),
        (
            &google,
            "accounts.google.com",
            "sts:AssumeRoleWithWebIdentity",
        ),
    ] {
        let calls = request.calls(NOW);
        assert_eq!(actions(&calls), [operation]);
        let trusts = |who: &str| {
            trust(&format!(
                r#"{{"Effect": "Allow", "Principal": {{"Federated": "{who}"}}, "Action": "{operation}"}}"#
            ))
        };
        assert_eq!(
            verdict(calls.clone(), &trusts("www.amazon.com")),
            Verdict::ImplicitlyDenied
        );
        assert_eq!(verdict(calls, &trusts(provider)), Verdict::Allowed);
        allowed += 1;
    }
    assert_eq!(allowed, 2);
}

#[test]
fn ev_6_1_get_federation_token_asks_the_identity_policy_of_the_user() {
    let request = GetFederationToken::builder(alice(), "guest".parse().unwrap());
    let plain = request.clone().build().unwrap().calls(NOW);
    assert_eq!(actions(&plain), ["sts:GetFederationToken"]);
    assert_eq!(
        plain[0].resources[0].as_str(),
        "arn:aws:sts::111122223333:federated-user/guest"
    );
    let allows = |action: &str| Policies {
        identity: identity(&format!(
            r#"{{"Effect": "Allow", "Action": [{action}], "Resource": "*"}}"#
        )),
        ..Policies::default()
    };
    let only = allows(r#""sts:GetFederationToken""#);
    assert_eq!(
        verdict(plain.clone(), &Policies::default()),
        Verdict::ImplicitlyDenied
    );
    assert_eq!(verdict(plain, &only), Verdict::Allowed);

    let tagged = request
        .tags(tags(&[("team", "red")]))
        .build()
        .unwrap()
        .calls(NOW);
    assert_eq!(
        actions(&tagged),
        ["sts:GetFederationToken", "sts:TagSession"]
    );
    assert_eq!(verdict(tagged.clone(), &only), Verdict::ImplicitlyDenied);
    let both = allows(r#""sts:GetFederationToken", "sts:TagSession""#);
    assert_eq!(verdict(tagged, &both), Verdict::Allowed);
}

#[test]
fn ev_6_1_get_session_token_asks_no_policy() {
    let deny = Policies {
        identity: identity(r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#),
        ..Policies::default()
    };
    for principal in [ALICE, ROOT] {
        let request = GetSessionToken::builder(caller(principal)).build().unwrap();
        let [call] = &request.calls(NOW)[..] else {
            panic!("one check")
        };
        let answer = answer(call.clone(), &deny);
        assert_eq!(
            (answer.verdict(), answer.reason()),
            (Verdict::Allowed, Layer::ServiceRule)
        );
    }
}

#[test]
fn ev_6_1_a_service_needs_the_trust_policy_alone() {
    let ec2 = assume(caller("ec2.amazonaws.com")).build().unwrap();
    let trusts = |service: &str| {
        trust(&format!(
            r#"{{"Effect": "Allow", "Principal": {{"Service": "{service}"}}, "Action": "sts:AssumeRole"}}"#
        ))
    };
    assert_eq!(
        verdict(ec2.calls(NOW), &trusts("ec2.amazonaws.com")),
        Verdict::Allowed
    );
    assert_eq!(
        verdict(ec2.calls(NOW), &trusts("lambda.amazonaws.com")),
        Verdict::ImplicitlyDenied
    );
}
