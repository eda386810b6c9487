//! Which policies bear on a principal, and which keys follow from it.

use portcullis_condition::ContextValue;
use portcullis_eval::PrincipalKind;
use portcullis_policy::PolicyKind;
use portcullis_scenario::{ContextSource, Policies};

use super::{
    ALICE, BOB, BUILD, DEPLOY, LINKED, account, call, check, error_of, outcome, policy, statement,
};

#[test]
fn principals_are_listed_in_a_stable_order() {
    let details = account();
    let found: Vec<_> = details
        .principals()
        .map(|one| {
            (
                one.arn().to_string(),
                one.kind(),
                one.policies(),
                one.has_boundary(),
            )
        })
        .collect();
    let user = PrincipalKind::User;
    let role = PrincipalKind::Role;
    assert_eq!(
        found,
        [
            (ALICE.to_owned(), user, 4, false),
            (BOB.to_owned(), user, 1, true),
            (super::CAROL.to_owned(), user, 3, false),
            (super::DAVE.to_owned(), user, 1, false),
            (LINKED.to_owned(), role, 1, false),
            (DEPLOY.to_owned(), role, 1, false),
        ]
    );
    let accounts: Vec<_> = details.accounts().map(|one| one.to_string()).collect();
    assert_eq!(accounts, ["111122223333"]);
    let groups: Vec<_> = details.principals().next().unwrap().groups().collect();
    assert_eq!(groups, ["operators", "readers"]);
}

#[test]
fn inline_attached_and_group_policies_are_unioned() {
    check(
        ALICE,
        "s3:GetObject",
        "arn:aws:s3:::reports/alice/x",
        "allowed identity",
    );
    check(
        ALICE,
        "s3:GetObject",
        "arn:aws:s3:::reports/bob/x",
        "implicitDeny identity",
    );
    check(
        ALICE,
        "elasticache:CreateCacheCluster",
        "*",
        "allowed identity",
    );
    check(
        ALICE,
        "elasticache:DeleteCacheCluster",
        "*",
        "explicitDeny identity",
    );
    check(
        BOB,
        "elasticache:DescribeSnapshots",
        "*",
        "allowed identity",
    );
    check(
        BOB,
        "elasticache:CreateCacheCluster",
        "*",
        "implicitDeny identity",
    );
}

#[test]
fn the_version_of_the_default_version_id_counts() {
    check(
        ALICE,
        "elasticache:DescribeSnapshots",
        "*",
        "allowed identity",
    );
    check(
        ALICE,
        "elasticache:CreateSnapshot",
        "*",
        "implicitDeny identity",
    );
}

#[test]
fn policies_name_where_they_come_from() {
    let resolved = account()
        .resolve(call(ALICE, "s3:GetObject", "*"), Policies::default())
        .unwrap();
    let names: Vec<&str> = resolved
        .scenario
        .policies
        .iter()
        .map(|(_, loaded)| &**loaded.policy.name())
        .collect();
    assert_eq!(
        names,
        [
            "own-folder",
            "by-tag",
            "caches (group operators)",
            "arn:aws:iam::111122223333:policy/Versioned (group readers)",
        ]
    );
}

#[test]
fn the_boundary_limits_and_a_typed_one_replaces_it() {
    let action = "elasticache:DeleteSnapshot";
    check(BOB, action, "*", "implicitDeny permissionsBoundary");
    let extra = Policies {
        boundary: Some(vec![policy(
            &statement("Allow", "*"),
            PolicyKind::PermissionsBoundary,
        )]),
        ..Policies::default()
    };
    assert_eq!(
        outcome(&account(), call(BOB, action, "*"), extra),
        "allowed identity"
    );
}

#[test]
fn typed_policies_come_besides() {
    let extra = Policies {
        identity: vec![policy(
            &statement("Allow", "sqs:SendMessage"),
            PolicyKind::Identity,
        )],
        session: Some(vec![policy(
            &statement("Allow", "sqs:*"),
            PolicyKind::Session,
        )]),
        ..Policies::default()
    };
    let ask = |action| outcome(&account(), call(BUILD, action, "*"), extra.clone());
    assert_eq!(ask("sqs:SendMessage"), "allowed identity");
    assert_eq!(
        ask("elasticache:DescribeCacheClusters"),
        "implicitDeny session"
    );
}

#[test]
fn a_session_is_given_the_whole_arn_of_its_role() {
    let action = "elasticache:DescribeCacheClusters";
    check(BUILD, action, "*", "allowed identity");
    check(DEPLOY, action, "*", "allowed identity");
    check(
        "arn:aws:iam::111122223333:role/deploy",
        action,
        "*",
        "allowed identity",
    );
    let resolved = account()
        .resolve(call(BUILD, action, "*"), Policies::default())
        .unwrap();
    let role = resolved.scenario.call.principal.role().unwrap();
    assert_eq!(role.to_string(), DEPLOY);
}

#[test]
fn a_service_linked_role_is_known_by_its_path() {
    let session = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForElastiCache/x";
    let extra = Policies {
        service_control: vec![portcullis_scenario::LoadedLevel {
            target: "r-1".into(),
            policies: vec![policy(&statement("Deny", "*"), PolicyKind::ServiceControl)],
        }],
        ..Policies::default()
    };
    let ask = |who, action| outcome(&account(), call(who, action, "*"), extra.clone());
    assert_eq!(ask(session, "ec2:DescribeSubnets"), "allowed identity");
    assert_eq!(
        ask(BUILD, "elasticache:DescribeCacheClusters"),
        "explicitDeny scp"
    );
}

#[test]
fn unique_ids_are_derived() {
    check(
        ALICE,
        "elasticache:ModifyCacheCluster",
        "*",
        "allowed identity",
    );
    check(
        BUILD,
        "elasticache:RebootCacheCluster",
        "*",
        "allowed identity",
    );
    let other = "arn:aws:sts::111122223333:assumed-role/deploy/build-8";
    check(
        other,
        "elasticache:RebootCacheCluster",
        "*",
        "implicitDeny identity",
    );
    check(
        DEPLOY,
        "elasticache:RebootCacheCluster",
        "*",
        "implicitDeny identity",
    );
}

#[test]
fn tags_are_derived_and_given_ones_win() {
    let ask = |key: &str, value: &str| {
        let mut asked = call(ALICE, "iam:GetRole", DEPLOY);
        if !key.is_empty() {
            let value = ContextValue::single(value);
            asked.context.insert(key.parse().unwrap(), value).unwrap();
        }
        outcome(&account(), asked, Policies::default())
    };
    assert_eq!(ask("", ""), "allowed identity");
    assert_eq!(
        ask("aws:PrincipalTag/TEAM", "others"),
        "implicitDeny identity"
    );
    assert_eq!(
        ask("iam:ResourceTag/team", "others"),
        "implicitDeny identity"
    );
}

#[test]
fn a_given_key_that_contradicts_is_a_finding() {
    let findings = |key: &str| {
        let mut asked = call(ALICE, "iam:GetRole", DEPLOY);
        let value = ContextValue::single("others");
        asked.context.insert(key.parse().unwrap(), value).unwrap();
        let resolved = account().resolve(asked, Policies::default()).unwrap();
        resolved.scenario.findings.len()
    };
    assert_eq!(findings("aws:userid"), 1);
    assert_eq!(findings("aws:ResourceTag/team"), 1);
    // A session can have been given another value.
    assert_eq!(findings("aws:PrincipalTag/team"), 0);
}

#[test]
fn a_whole_context_is_left_alone() {
    let mut asked = call(ALICE, "iam:GetRole", DEPLOY);
    asked.context_source = ContextSource::Complete;
    let resolved = account().resolve(asked, Policies::default()).unwrap();
    assert_eq!(resolved.scenario.call.context.len(), 0);
}

#[test]
fn a_federated_user_has_the_policies_of_its_user() {
    let session = "arn:aws:sts::111122223333:federated-user/guest";
    let extra = Policies {
        session: Some(vec![policy(
            &statement("Allow", "elasticache:*"),
            PolicyKind::Session,
        )]),
        ..Policies::default()
    };
    let ask = |issuer: Option<&str>, action| {
        let mut asked = call(session, action, "*");
        if let Some(issuer) = issuer {
            let issuer = issuer.parse().unwrap();
            asked.principal = asked.principal.with_session_issuer(issuer).unwrap();
        }
        outcome(&account(), asked, extra.clone())
    };
    assert_eq!(
        ask(Some(BOB), "elasticache:DescribeSnapshots"),
        "allowed identity"
    );
    assert_eq!(
        ask(Some(BOB), "elasticache:DeleteSnapshot"),
        "implicitDeny permissionsBoundary"
    );
    assert_eq!(
        ask(
            Some("arn:aws:iam::111122223333:root"),
            "elasticache:DeleteSnapshot"
        ),
        "allowed identity"
    );
    assert_eq!(
        ask(None, "elasticache:DescribeSnapshots"),
        "error unknown-principal"
    );
    let nobody = "arn:aws:iam::111122223333:user/nobody";
    assert_eq!(
        ask(Some(nobody), "elasticache:DescribeSnapshots"),
        "error unknown-principal"
    );
}

#[test]
fn principals_without_identity_policies_pass() {
    check(
        "arn:aws:iam::111122223333:root",
        "elasticache:CreateCacheCluster",
        "*",
        "allowed identity",
    );
    check(
        "arn:aws:iam::444455556666:root",
        "elasticache:CreateCacheCluster",
        "*",
        "allowed identity",
    );
    let mut asked = call("s3.amazonaws.com", "sqs:SendMessage", "*");
    asked.resource_account = Some("111122223333".parse().unwrap());
    assert_eq!(
        outcome(&account(), asked, Policies::default()),
        "implicitDeny resource"
    );
}

#[test]
fn who_is_not_there_is_an_error_with_the_nearest_names() {
    let help = |principal: &str| {
        let error = error_of(&account(), call(principal, "s3:GetObject", "*"));
        assert_eq!(error.code(), "unknown-principal");
        error.help().unwrap().to_owned()
    };
    let nearest = |arn: &str| format!("the nearest is `{arn}`");
    assert_eq!(
        help("arn:aws:iam::111122223333:user/staff/alcie"),
        nearest(ALICE)
    );
    assert_eq!(help("arn:aws:iam::111122223333:user/alice"), nearest(ALICE));
    assert_eq!(
        help("arn:aws:iam::111122223333:user/other/alice"),
        nearest(ALICE)
    );
    assert_eq!(
        help("arn:aws-cn:iam::111122223333:user/staff/alice"),
        nearest(ALICE)
    );
    assert_eq!(
        help("arn:aws:iam::111122223333:role/Deploy"),
        nearest(DEPLOY)
    );
    assert_eq!(
        help("arn:aws:iam::111122223333:role/cd/deploy"),
        nearest(DEPLOY)
    );
    assert_eq!(
        help("arn:aws:sts::111122223333:assumed-role/deploi/x"),
        nearest(DEPLOY)
    );
    assert_eq!(
        help("arn:aws:iam::111122223333:user/deploy"),
        nearest(DEPLOY)
    );
    let far = help("arn:aws:iam::111122223333:user/zzzzzzzz");
    assert!(
        far.starts_with(&format!("the account has `{ALICE}`, `{BOB}`")),
        "{far}"
    );
}

#[test]
fn a_session_issuer_of_another_path_is_refused() {
    let mut asked = call(BUILD, "s3:GetObject", "*");
    let issuer = "arn:aws:iam::111122223333:role/cd/deploy".parse().unwrap();
    asked.principal = asked.principal.with_session_issuer(issuer).unwrap();
    let error = error_of(&account(), asked);
    assert_eq!(error.code(), "unknown-principal");
    assert_eq!(
        error.help(),
        Some(format!("the role of that name is `{DEPLOY}`").as_str())
    );
}
