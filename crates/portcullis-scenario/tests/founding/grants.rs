//! Who grants what: policies of identities and of resources, and access across accounts (R2 to R6, R16 to R20).

use portcullis_catalog::Support;
use portcullis_eval::{Layer, Principal, PrincipalErrorKind, Verdict};
use portcullis_policy::PolicyKind;
use serde_json::json;

use super::{
    ALICE, B, BOB, CATALOG, CLUSTER, ROLE, ROOT, SESSION, SNAPSHOT, allow, asks, edition, refusal,
    statement, trust,
};

/// Permissions policies govern creating and accessing: without any, nothing is allowed.
#[test]
fn r02_without_policies_nothing_is_allowed() {
    for action in edition().actions() {
        let action = format!("elasticache:{}", action.name());
        for caller in [ALICE, ROLE, SESSION, BOB] {
            asks(caller, &action, "*").lacks(Layer::Identity);
        }
    }
}

/// An administrator attaches permissions policies to users, groups and roles, and each of them counts.
#[test]
fn r03_policies_attach_to_users_groups_and_roles() {
    let call = |caller| asks(caller, "elasticache:DescribeCacheClusters", "*");
    call(ALICE)
        .identity("of the user", allow("elasticache:*"))
        .is_allowed();
    let of_both = call(ALICE)
        .identity("of the user", allow("s3:*"))
        .identity("of a group", allow("elasticache:*"));
    of_both.is_allowed();
    of_both
        .identity("of another group", statement("Deny", "elasticache:*"))
        .check(Verdict::ExplicitlyDenied, Layer::Identity);
    for caller in [ROLE, SESSION] {
        call(caller)
            .identity("of the role", allow("elasticache:*"))
            .is_allowed();
    }
    // Nothing else has any: on a root user they are ignored, a service has none, and a group is nobody who could call.
    let root = call(ROOT).identity("of the root user", statement("Deny", "*"));
    root.is_allowed();
    assert!(root.findings().contains(&"identity-policies-ignored"));
    let service = call("lambda.amazonaws.com").identity("of a service", allow("*"));
    service.lacks(Layer::Resource);
    let group = "arn:aws:iam::111122223333:group/ops"
        .parse::<Principal>()
        .unwrap_err();
    assert_eq!(group.kind(), PrincipalErrorKind::NotACaller);
}

/// Some services, such as Lambda and S3, let policies be attached to their resources as well.
#[test]
fn r04_some_services_take_policies_on_resources() {
    for (service, support) in [
        ("lambda", Support::Yes),
        ("s3", Support::Yes),
        ("elasticache", Support::No),
    ] {
        assert_eq!(
            CATALOG.resource_policy_support(service),
            support,
            "{service}"
        );
    }
    let function = "arn:aws:lambda:us-east-2:111122223333:function:f";
    for (action, resource) in [
        ("lambda:InvokeFunction", function),
        ("s3:GetObject", "arn:aws:s3:::bucket/key"),
    ] {
        asks(ALICE, action, resource).lacks(Layer::Identity);
        let on_resource = json!({"Effect": "Allow", "Principal": {"AWS": ALICE}, "Action": action, "Resource": resource});
        asks(ALICE, action, resource)
            .resource(on_resource)
            .check(Verdict::Allowed, Layer::Resource);
    }
}

/// An administrator is a user with administrator privileges: everything is allowed but what is denied.
#[test]
fn r05_an_administrator_may_do_everything() {
    for action in edition().actions() {
        let action = format!("elasticache:{}", action.name());
        let administrator = asks(ALICE, &action, "*").identity("AdministratorAccess", allow("*"));
        administrator.is_allowed();
        administrator
            .identity("but", statement("Deny", &action))
            .check(Verdict::ExplicitlyDenied, Layer::Identity);
    }
    asks(ALICE, "s3:GetObject", "arn:aws:s3:::bucket/key")
        .identity("AdministratorAccess", allow("*"))
        .is_allowed();
}

/// A grant says who, on which resources and for which actions; each of the three counts.
#[test]
fn r06_a_grant_has_three_parts() {
    let bucket = "arn:aws:s3:::bucket/key";
    let granted = |principal: &str, action: &str, resource: &str| {
        let statement = json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": resource});
        asks(ALICE, "s3:GetObject", bucket).resource(statement)
    };
    granted(ALICE, "s3:GetObject", bucket).is_allowed();
    granted(
        "arn:aws:iam::111122223333:user/carol",
        "s3:GetObject",
        bucket,
    )
    .lacks(Layer::Identity);
    granted(ALICE, "s3:PutObject", bucket).lacks(Layer::Identity);
    granted(ALICE, "s3:GetObject", "arn:aws:s3:::bucket/other").lacks(Layer::Identity);
    let whole = json!({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"});
    for (part, code) in [
        ("Principal", "missing-principal"),
        ("Action", "missing-action"),
    ] {
        let mut fewer = whole.clone();
        fewer.as_object_mut().unwrap().remove(part);
        assert_eq!(refusal(PolicyKind::Resource, fewer), Some(code));
    }
    let no_resource = json!({"Effect": "Allow", "Action": "s3:*"});
    assert_eq!(
        refusal(PolicyKind::Identity, no_resource),
        Some("missing-resource")
    );
}

/// Policies of identities and policies of resources are two things: only the one names a principal.
#[test]
fn r16_identity_based_and_resource_based_policies() {
    let with = json!({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"});
    let without = allow("s3:*");
    assert_eq!(
        refusal(PolicyKind::Identity, with.clone()),
        Some("principal-not-allowed")
    );
    assert_eq!(refusal(PolicyKind::Identity, without.clone()), None);
    assert_eq!(
        refusal(PolicyKind::Resource, without),
        Some("missing-principal")
    );
    assert_eq!(refusal(PolicyKind::Resource, with), None);
}

/// ElastiCache supports identity-based policies only.
#[test]
fn r17_elasticache_has_no_resource_based_policies() {
    assert_eq!(
        edition().policy_support().resource_based(),
        portcullis_catalog::Support::No
    );
    assert!(edition().policy_support().identity_based());
    for resource in [CLUSTER, SNAPSHOT, "*"] {
        let everyone = json!({"Effect": "Allow", "Principal": "*", "Action": "elasticache:*", "Resource": "*"});
        for today in [false, true] {
            let mut question =
                asks(ALICE, "elasticache:DeleteCacheCluster", resource).resource(everyone.clone());
            if today {
                question = question.without("edition");
            }
            assert_eq!(
                question.refused(),
                "resource-policy-not-supported",
                "{resource}"
            );
        }
    }
    asks(BOB, "elasticache:DescribeCacheClusters", CLUSTER)
        .identity("own", allow("*"))
        .lacks(Layer::Resource);
}

/// A policy of a user or of its group lets the user create clusters, parameter groups and security groups.
#[test]
fn r18_user_and_group_policies_let_create() {
    for name in [
        "CreateCacheCluster",
        "CreateCacheParameterGroup",
        "CreateCacheSecurityGroup",
    ] {
        let action = format!("elasticache:{name}");
        asks(ALICE, &action, "*").lacks(Layer::Identity);
        asks(ALICE, &action, "*")
            .identity("of the user", allow(&action))
            .is_allowed();
        let member = asks(ALICE, &action, "*").identity("of the user", allow("s3:*"));
        member.identity("of the group", allow(&action)).is_allowed();
    }
}

/// Cross-account access by a role takes three steps; without any of them there is none.
#[test]
fn r19_a_role_gives_access_across_accounts() {
    let assume = || asks(BOB, "sts:AssumeRole", ROLE);
    let trusts = |account: &str| trust(json!({"AWS": account}), "sts:AssumeRole");
    let use_role = || asks(SESSION, "elasticache:CreateCacheCluster", "*");
    // (a) the role has permissions, (b) it trusts the account, (c) the account lets its user assume it.
    use_role()
        .identity("of the role", allow("elasticache:*"))
        .is_allowed();
    assume()
        .resource(trusts(B))
        .identity("delegated", allow("sts:AssumeRole"))
        .check(Verdict::Allowed, Layer::Resource);
    use_role().lacks(Layer::Identity);
    assume()
        .resource(trusts("999999999999"))
        .identity("delegated", allow("sts:AssumeRole"))
        .lacks(Layer::Resource);
    assume()
        .identity("delegated", allow("sts:AssumeRole"))
        .lacks(Layer::Resource);
    assume().resource(trusts(B)).lacks(Layer::Identity);
}

/// The principal of a trust policy may be a service.
#[test]
fn r20_a_role_can_trust_a_service() {
    let trusted = trust(
        json!({"Service": "elasticache.amazonaws.com"}),
        "sts:AssumeRole",
    );
    let assume = |service| asks(service, "sts:AssumeRole", ROLE).resource(trusted.clone());
    assume("elasticache.amazonaws.com").check(Verdict::Allowed, Layer::Resource);
    assume("lambda.amazonaws.com").lacks(Layer::Resource);
    assume(ALICE)
        .identity("own", allow("*"))
        .lacks(Layer::Resource);
    let principal = edition().service_principal();
    assert_eq!(principal, Some("elasticache.amazonaws.com"));
}
