//! The trust policy of a role that is the resource.

use portcullis_eval::Resource;
use portcullis_policy::PolicyKind;
use portcullis_scenario::Policies;

use super::{ALICE, BOB, BUILD, DEPLOY, LINKED, account, call, check, error_of, outcome, policy};

#[test]
fn the_trust_policy_counts_where_it_is_consulted() {
    check(ALICE, "sts:AssumeRole", DEPLOY, "allowed resource");
    check(BOB, "sts:AssumeRole", DEPLOY, "implicitDeny identity");
    check(
        "codebuild.amazonaws.com",
        "sts:AssumeRole",
        DEPLOY,
        "allowed resource",
    );
    check(
        "ec2.amazonaws.com",
        "sts:AssumeRole",
        DEPLOY,
        "implicitDeny resource",
    );
    check(
        "elasticache.amazonaws.com",
        "sts:AssumeRole",
        LINKED,
        "allowed resource",
    );
    let resolve = |action| {
        let resolved = account().resolve(call(ALICE, action, DEPLOY), Policies::default());
        resolved.unwrap().scenario.policies.resource
    };
    let trust = resolve("sts:AssumeRole").unwrap();
    assert_eq!(&**trust.policy.name(), "trust policy of deploy");
    assert!(resolve("iam:PassRole").is_none());
}

#[test]
fn a_typed_policy_replaces_it() {
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#;
    let extra = Policies {
        resource: Some(policy(text, PolicyKind::RoleTrust)),
        ..Policies::default()
    };
    let ask = |who| {
        outcome(
            &account(),
            call(who, "sts:AssumeRole", DEPLOY),
            extra.clone(),
        )
    };
    assert_eq!(ask("ec2.amazonaws.com"), "allowed resource");
    assert_eq!(ask("codebuild.amazonaws.com"), "implicitDeny resource");
}

#[test]
fn a_role_that_is_not_there_has_an_unknown_trust_policy() {
    for role in [
        "arn:aws:iam::111122223333:role/deploy",
        "arn:aws:iam::111122223333:role/nobody",
        "arn:aws:iam::444455556666:role/theirs",
    ] {
        let error = error_of(&account(), call(BUILD, "sts:AssumeRole", role));
        assert_eq!(error.code(), "missing-document");
        assert!(error.message().contains(role), "{error}");
        assert_eq!(
            error.help(),
            Some("give the trust policy with --resource-policy")
        );
    }
}

#[test]
fn several_resources_cannot_differ_in_trust_or_tags() {
    let ask = |action: &str, resources: &[&str]| {
        let mut asked = call(BUILD, action, "*");
        asked.resources = resources
            .iter()
            .map(|arn| Resource::Arn(arn.parse().unwrap()))
            .collect();
        outcome(&account(), asked, Policies::default())
    };
    assert_eq!(
        ask("sts:AssumeRole", &[DEPLOY, LINKED]),
        "error invalid-resource"
    );
    assert_eq!(
        ask("iam:GetRole", &[DEPLOY, LINKED]),
        "error invalid-resource"
    );
    assert_eq!(ask("iam:GetUser", &[BOB, LINKED]), "implicitDeny identity");
}
