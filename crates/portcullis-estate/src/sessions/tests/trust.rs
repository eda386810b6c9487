//! EV 6.2: the decision table of `AssumeRole`, the further checks of the call, and its condition keys.

use portcullis_eval::Verdict;
use portcullis_scenario::Policies;

use super::super::ContextAssertion;
use super::{
    ALICE, BOB, NOW, TARGET, actions, alice, app, assume, caller, has, identity, role, tags, trust,
    verdict,
};

/// Whether each of the four kinds of caller may assume the role that a trust policy belongs to: of the same account without
/// and with an identity-based Allow, of another account without and with.
fn row(statement: impl Fn(&str) -> String) -> [bool; 4] {
    let allow =
        format!(r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "{TARGET}"}}"#);
    let cases = [(ALICE, false), (ALICE, true), (BOB, false), (BOB, true)];
    cases.map(|(principal, allowed)| {
        let mut policies = trust(&statement(principal));
        if allowed {
            policies.identity = identity(&allow);
        }
        let calls = assume(caller(principal)).build().unwrap().calls(NOW);
        assert_eq!(calls.len(), 1);
        verdict(calls, &policies) == Verdict::Allowed
    })
}

fn names(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect": "Allow", "Principal": {{"AWS": "{principal}"}}, "Action": "sts:AssumeRole"{condition}}}"#
    )
}

fn account(principal: &str) -> String {
    let account = principal.split(':').nth(4).unwrap();
    format!("arn:aws:iam::{account}:root")
}

#[test]
fn ev_6_2_decision_table() {
    let table = [
        (
            "the caller",
            row(|who| names(who, "")),
            [true, true, false, true],
        ),
        (
            "its account",
            row(|who| names(&account(who), "")),
            [false, true, false, true],
        ),
        (
            "somebody else",
            row(|_| names("arn:aws:iam::111122223333:user/mallory", "")),
            [false; 4],
        ),
        (
            "the caller, and a condition fails",
            row(|who| {
                names(
                    who,
                    r#", "Condition": {"StringEquals": {"sts:ExternalId": "customer-42"}}"#,
                )
            }),
            [false; 4],
        ),
    ];
    for (names, found, expected) in table {
        assert_eq!(found, expected, "the trust policy names {names}");
    }
}

#[test]
fn ev_6_2_conditions_of_the_trust_policy_see_the_request() {
    let mut held = 0;
    let mut check = |condition: &str, request: super::AssumeRoleBuilder| {
        let statement = format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "{ALICE}"}},
                "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"],
                "Condition": {condition}}}"#
        );
        let calls = request.build().unwrap().calls(NOW);
        assert_eq!(
            verdict(calls, &trust(&statement)),
            Verdict::Allowed,
            "{condition}"
        );
        let calls = assume(alice()).build().unwrap().calls(NOW);
        assert_eq!(
            verdict(calls, &trust(&statement)),
            Verdict::ImplicitlyDenied,
            "{condition}"
        );
        held += 1;
    };
    let external = assume(alice()).external_id("customer-42".parse().unwrap());
    check(
        r#"{"StringEquals": {"sts:ExternalId": "customer-42"}}"#,
        external,
    );
    check(
        r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#,
        assume(alice()).mfa(),
    );
    let tagged = assume(alice()).tags(tags(&[("team", "red")]));
    check(
        r#"{"StringEquals": {"aws:RequestTag/Team": "red"}}"#,
        tagged,
    );
    let identified = assume(alice()).source_identity("alice".parse().unwrap());
    check(
        r#"{"StringEquals": {"sts:SourceIdentity": "${aws:username}"}}"#,
        identified,
    );
    assert_eq!(held, 4);
}

#[test]
fn ev_6_2_further_checks_of_the_call() {
    let provider = || {
        ContextAssertion::new(
            "arn:aws:iam::aws:contextProvider/IdentityCenter"
                .parse()
                .unwrap(),
        )
    };
    let all = assume(alice())
        .tags(tags(&[("team", "red")]))
        .source_identity("alice".parse().unwrap())
        .assertion(provider().claim("identitystore:UserId", "user-1"));
    let calls = all.build().unwrap().calls(NOW);
    let expected = [
        "sts:AssumeRole",
        "sts:TagSession",
        "sts:SetSourceIdentity",
        "sts:SetContext",
    ];
    assert_eq!(actions(&calls), expected);
    for call in &calls {
        assert_eq!(call.resources[0].as_str(), TARGET);
        has(
            &call.context,
            &[
                (
                    "sts:RequestContextProviders",
                    Some("arn:aws:iam::aws:contextProvider/IdentityCenter"),
                ),
                ("sts:RequestContext/identitystore:UserId", Some("user-1")),
            ],
        );
    }
    // One missing permission is enough.
    let lacks = |action: &str| {
        let rest = expected.iter().filter(|name| **name != action);
        let rest: Vec<String> = rest.map(|name| format!("\"{name}\"")).collect();
        let rest = rest.join(", ");
        trust(&format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "{ALICE}"}}, "Action": [{rest}]}}"#
        ))
    };
    assert_eq!(verdict(calls.clone(), &lacks("")), Verdict::Allowed);
    for action in expected {
        assert_eq!(
            verdict(calls.clone(), &lacks(action)),
            Verdict::ImplicitlyDenied,
            "{action}"
        );
    }
}

#[test]
fn ev_6_2_inherited_tags_and_source_identity_are_checked_too() {
    let first = app(|app| {
        let app = app
            .tags(tags(&[("team", "red")]))
            .transitive("team".parse().unwrap());
        app.source_identity("alice".parse().unwrap())
    });
    let calls = assume(first.into()).build().unwrap().calls(NOW);
    assert_eq!(
        actions(&calls),
        ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    );
    // What is not passed is not of the request.
    has(
        &calls[0].context,
        &[
            ("aws:RequestTag/team", None),
            ("aws:TagKeys", None),
            ("sts:SourceIdentity", None),
            ("aws:SourceIdentity", Some("alice")),
            ("aws:PrincipalTag/team", Some("red")),
        ],
    );
    let chain_needs_both = trust(
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "sts:*"}"#,
    );
    assert_eq!(
        verdict(calls.clone(), &chain_needs_both),
        Verdict::ImplicitlyDenied
    );
    let both = Policies {
        identity: identity(
            r#"{"Effect": "Allow", "Action": "sts:SetSourceIdentity", "Resource": "*"}"#,
        ),
        ..chain_needs_both
    };
    assert_eq!(verdict(calls, &both), Verdict::Allowed);
}

#[test]
fn ev_6_2_condition_keys_of_the_call() {
    let target = role(TARGET).tags(tags(&[("stage", "test")]));
    let caller = alice().tags(tags(&[("department", "ops")]));
    let request = super::AssumeRole::builder(caller, target, "ci".parse().unwrap())
        .tags(tags(&[("Team", "red"), ("project", "x")]))
        .transitive("team".parse().unwrap())
        .external_id("customer-42".parse().unwrap())
        .source_identity("alice".parse().unwrap())
        .mfa();
    let calls = request.build().unwrap().calls(NOW);
    has(
        &calls[0].context,
        &[
            ("sts:RoleSessionName", Some("ci")),
            ("sts:ExternalId", Some("customer-42")),
            ("sts:SourceIdentity", Some("alice")),
            ("sts:TransitiveTagKeys", Some("team")),
            ("aws:RequestTag/Team", Some("red")),
            ("aws:RequestTag/project", Some("x")),
            ("aws:TagKeys", Some("project Team")),
            ("aws:ResourceTag/stage", Some("test")),
            ("iam:ResourceTag/stage", Some("test")),
            ("aws:MultiFactorAuthPresent", Some("true")),
            ("aws:MultiFactorAuthAge", Some("0")),
            ("aws:PrincipalTag/department", Some("ops")),
            ("aws:userid", Some("AIDAALICE")),
            ("aws:TokenIssueTime", None),
            ("aws:SourceIdentity", None),
        ],
    );
    assert!(calls[0].context.get_str("aws:TagKeys").unwrap().is_list());
}

#[test]
fn ev_6_2_token_calls_have_the_further_checks_too() {
    let request = super::AssumeRole::with_web_identity(
        "accounts.google.com",
        role(TARGET),
        "alice".parse().unwrap(),
    );
    let request = request
        .tags(tags(&[("team", "red")]))
        .source_identity("alice".parse().unwrap());
    let calls = request.build().unwrap().calls(NOW);
    let expected = [
        "sts:AssumeRoleWithWebIdentity",
        "sts:TagSession",
        "sts:SetSourceIdentity",
    ];
    assert_eq!(actions(&calls), expected);
    for call in &calls {
        assert_eq!(call.principal.provider(), Some("accounts.google.com"));
        has(
            &call.context,
            &[
                ("aws:FederatedProvider", Some("accounts.google.com")),
                ("aws:RequestTag/team", Some("red")),
                ("sts:RoleSessionName", Some("alice")),
            ],
        );
    }
}
