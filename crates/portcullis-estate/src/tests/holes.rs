//! What is missing is never taken for absent.

use portcullis_eval::Layer;
use portcullis_policy::PolicyKind;
use portcullis_scenario::{Policies, Settings};

use super::{
    ALICE, CAROL, DAVE, DEPLOY, MALLORY, account, call, check, error_of, outcome, place, policy,
    statement,
};
use crate::{AccountDetails, HoleKind};

#[test]
fn a_missing_document_is_an_error_that_names_all() {
    let error = error_of(&account(), call(CAROL, "s3:GetObject", "*"));
    assert_eq!(error.code(), "missing-document");
    assert_eq!(
        error.message(),
        "expected all policies that bear on `arn:aws:iam::111122223333:user/carol`, found none for \
         `arn:aws:iam::aws:policy/AdministratorAccess`, `arn:aws:iam::111122223333:policy/Lost`"
    );
    assert_eq!(place(&error), "account.json:80:60");
    assert!(error.help().unwrap().contains("--managed-policies"));
}

#[test]
fn an_explicit_denial_stands_with_findings() {
    let resolved = account()
        .resolve(
            call(CAROL, "aws-portal:ViewBilling", "*"),
            Policies::default(),
        )
        .unwrap();
    let kinds: Vec<_> = resolved
        .holes()
        .iter()
        .map(|hole| (hole.kind(), hole.layer()))
        .collect();
    assert_eq!(kinds, [(HoleKind::ManagedPolicy, Layer::Identity); 2]);
    let answer = resolved.answer(&Settings::default()).unwrap();
    assert_eq!(answer.verdict().as_str(), "explicitDeny");
    let found: Vec<_> = answer
        .findings()
        .iter()
        .filter(|one| one.code() == "policy-not-in-file")
        .map(|one| one.policy().unwrap().to_string())
        .collect();
    assert_eq!(
        found,
        [
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws:iam::111122223333:policy/Lost",
        ]
    );
}

#[test]
fn an_answer_that_no_policy_changes_stands() {
    check(CAROL, "sts:GetCallerIdentity", "*", "allowed serviceRule");
    check(DAVE, "sts:GetCallerIdentity", "*", "allowed serviceRule");
    check(MALLORY, "sts:GetCallerIdentity", "*", "allowed serviceRule");
}

#[test]
fn a_missing_group_and_an_unreadable_document() {
    let error = error_of(&account(), call(DAVE, "s3:GetObject", "*"));
    assert_eq!(error.code(), "missing-document");
    assert!(
        error.message().ends_with("found none for `ghosts`"),
        "{error}"
    );
    assert_eq!(
        error.help(),
        Some(
            "export the groups too; `broken` cannot be read: expected `Allow` or `Deny`, found `Alow`"
        )
    );
}

const EVE: &str = "arn:aws:iam::111122223333:user/eve";

/// An account with one user.
fn eve(members: &str) -> AccountDetails {
    let text = format!(
        r#"{{"UserDetailList": [{{"UserName": "eve", "Arn": "{EVE}", {members}}}], "Policies": [
            {{"Arn": "arn:aws:iam::111122223333:policy/Broken", "DefaultVersionId": "v1",
              "PolicyVersionList": [{{"VersionId": "v1", "Document": {{"Statement": "none"}}}}]}},
            {{"Arn": "arn:aws:iam::111122223333:policy/Bare"}},
            {{"Arn": "arn:aws:iam::111122223333:policy/OtherVersion", "DefaultVersionId": "v9",
              "PolicyVersionList": [{{"VersionId": "v1", "IsDefaultVersion": true,
                "Document": {{"Version": "2012-10-17", "Statement": []}}}}]}},
            {{"Arn": "arn:aws:iam::111122223333:policy/Everything", "DefaultVersionId": "v1",
              "PolicyVersionList": [{{"VersionId": "v1", "Document": {}}}]}}
        ]}}"#,
        statement("Allow", "*")
    );
    AccountDetails::read("account.json", text.as_bytes()).unwrap()
}

fn attached(names: &[&str]) -> String {
    let one =
        |name: &&str| format!(r#"{{"PolicyArn": "arn:aws:iam::111122223333:policy/{name}"}}"#);
    let list: Vec<String> = names.iter().map(one).collect();
    format!(r#""AttachedManagedPolicies": [{}]"#, list.join(", "))
}

#[test]
fn an_unreadable_document_is_its_own_error_where_it_is_needed() {
    let details = eve(&attached(&["Everything", "Broken"]));
    let error = error_of(&details, call(EVE, "s3:GetObject", "*"));
    assert_eq!(error.code(), "wrong-type");
    assert_eq!(
        &**error.policy().unwrap(),
        "arn:aws:iam::111122223333:policy/Broken"
    );
    assert_eq!(place(&error), "account.json:3:83");
    let identity = call(EVE, "sts:GetCallerIdentity", "*");
    assert_eq!(
        outcome(&details, identity, Policies::default()),
        "allowed serviceRule"
    );
}

#[test]
fn a_policy_without_its_default_document_is_a_hole() {
    for name in ["Bare", "OtherVersion"] {
        let details = eve(&attached(&["Everything", name]));
        let error = error_of(&details, call(EVE, "s3:GetObject", "*"));
        assert_eq!(error.code(), "missing-document");
        assert!(error.message().contains(name), "{error}");
    }
}

#[test]
fn a_missing_boundary_is_a_hole_of_its_layer() {
    for boundary in [
        r#"{"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": "arn:aws:iam::aws:policy/Gone"}"#,
        "{}",
    ] {
        let members = format!(
            r#"{}, "PermissionsBoundary": {boundary}"#,
            attached(&["Everything"])
        );
        let details = eve(&members);
        let resolved = details
            .resolve(call(EVE, "s3:GetObject", "*"), Policies::default())
            .unwrap();
        let layers: Vec<_> = resolved.holes().iter().map(crate::Hole::layer).collect();
        assert_eq!(layers, [Layer::PermissionsBoundary]);
        let error = resolved.answer(&Settings::default()).unwrap_err();
        assert_eq!(error.code(), "missing-document");
        // A typed one takes its place.
        let extra = Policies {
            boundary: Some(vec![policy(
                &statement("Allow", "s3:*"),
                PolicyKind::PermissionsBoundary,
            )]),
            ..Policies::default()
        };
        let asked = call(EVE, "s3:GetObject", "*");
        assert_eq!(outcome(&details, asked, extra), "allowed identity");
    }
}

#[test]
fn a_denial_of_any_layer_stands() {
    let details = eve(&attached(&["Bare"]));
    let level = |effect| portcullis_scenario::LoadedLevel {
        target: "r-1".into(),
        policies: vec![policy(&statement(effect, "*"), PolicyKind::ServiceControl)],
    };
    let ask = |effect| {
        let extra = Policies {
            service_control: vec![level(effect)],
            ..Policies::default()
        };
        outcome(&details, call(EVE, "s3:GetObject", "*"), extra)
    };
    assert_eq!(ask("Deny"), "explicitDeny scp");
    assert_eq!(ask("Allow"), "error missing-document");
}

#[test]
fn a_stranger_is_denied_explicitly_or_not_at_all() {
    check(MALLORY, "sts:AssumeRole", DEPLOY, "explicitDeny resource");
    let other = "arn:aws:iam::444455556666:user/other";
    check(other, "sts:AssumeRole", DEPLOY, "error unknown-principal");
    check(
        other,
        "s3:GetObject",
        "arn:aws:s3:::reports/x",
        "error unknown-principal",
    );
    check(
        "arn:aws:sts::444455556666:federated-user/x",
        "s3:GetObject",
        "arn:aws:s3:::reports/x",
        "error unknown-principal",
    );
    let error = error_of(&account(), call(other, "s3:GetObject", "*"));
    assert!(error.help().unwrap().contains("--policy"));
}

#[test]
fn a_stranger_passes_with_typed_policies() {
    let extra = Policies {
        identity: vec![policy(
            &statement("Allow", "sts:AssumeRole"),
            PolicyKind::Identity,
        )],
        ..Policies::default()
    };
    let other = "arn:aws:iam::444455556666:user/other";
    let asked = call(other, "sts:AssumeRole", DEPLOY);
    assert_eq!(outcome(&account(), asked, extra), "implicitDeny resource");
}

#[test]
fn a_role_without_a_readable_trust_policy() {
    let role = "arn:aws:iam::111122223333:role/odd";
    let user = "arn:aws:iam::111122223333:user/eve";
    let ask = |trust: &str, who: &str| {
        let text = format!(
            r#"{{"RoleDetailList": [{{"RoleName": "odd", "Arn": "{role}"{trust}}}],
                "UserDetailList": [{{"UserName": "eve", "Arn": "{user}"}}]}}"#
        );
        let details = AccountDetails::read("account.json", text.as_bytes()).unwrap();
        outcome(
            &details,
            call(who, "sts:AssumeRole", role),
            Policies::default(),
        )
    };
    assert_eq!(ask("", user), "error missing-field");
    assert_eq!(
        ask(r#", "AssumeRolePolicyDocument": {"Statement": 1}"#, user),
        "error wrong-type"
    );
    // A root user assumes no role, whatever is trusted.
    let root = "arn:aws:iam::111122223333:root";
    assert_eq!(ask("", root), "implicitDeny serviceRule");
}

#[test]
fn a_hole_shows_what_is_missing() {
    let resolved = account()
        .resolve(call(DAVE, "s3:GetObject", "*"), Policies::default())
        .unwrap();
    let shown: Vec<String> = resolved.holes().iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "`broken` cannot be read: expected `Allow` or `Deny`, found `Alow`",
            "the file does not have the group `ghosts`",
        ]
    );
    assert!(
        resolved
            .holes()
            .iter()
            .all(|hole| hole.location().is_some())
    );
    check(
        ALICE,
        "sts:AssumeRole",
        "arn:aws:iam::111122223333:role/gone",
        "error missing-document",
    );
}
