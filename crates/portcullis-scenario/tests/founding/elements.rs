//! The elements of a policy: resource, action, effect, principal and condition (R21 to R35).

use portcullis_catalog::facts::global_keys;
use portcullis_eval::{Layer, LayerResult, Verdict};
use portcullis_policy::{Document, PolicyKind, ProblemKind, Reading};
use serde_json::{Value, json};

use super::{
    A, ALICE, BOB, CLUSTER, Question, ROLE, ROOT, SESSION, SNAPSHOT, allow, asks, document,
    edition, refusal, statement,
};

fn on_a_cluster(effect: &str) -> Value {
    json!({"Effect": effect, "Action": "elasticache:*", "Resource": CLUSTER})
}

/// The sample policy: one statement that allows to describe clusters.
#[test]
fn r21_the_sample_policy() {
    let sample = json!({
        "Sid": "DescribeCacheClusters", "Effect": "Allow", "Action": ["elasticache:DescribeCacheClusters"], "Resource": "*"
    });
    let ask = |action: &str| asks(ALICE, action, "*").identity("sample", sample.clone());
    let answer = ask("elasticache:DescribeCacheClusters").is_allowed();
    assert_eq!(answer.matched().len(), 1);
    assert_eq!(refusal(PolicyKind::Identity, sample.clone()), None);
    ask("elasticache:DescribeSnapshots").lacks(Layer::Identity);
    ask("elasticache:CreateCacheCluster").lacks(Layer::Identity);
}

/// No action has resource-level permissions: a statement that names an ARN does nothing.
#[test]
fn r22_no_resource_level_permissions() {
    assert!(!edition().policy_support().resource_level());
    for action in edition().actions() {
        assert!(!action.has_resource_types(), "{}", action.name());
        let name = format!("elasticache:{}", action.name());
        let ask = || asks(ALICE, &name, CLUSTER);
        ask()
            .identity("narrow", on_a_cluster("Allow"))
            .lacks(Layer::Identity);
        let denied = ask()
            .identity("wide", allow("elasticache:*"))
            .identity("narrow", on_a_cluster("Deny"));
        let answer = denied.is_allowed();
        assert_eq!(answer.checks()[0].request.resource().as_str(), "*");
        let findings = denied.findings();
        assert!(
            findings.contains(&"resource-replaced")
                && findings.contains(&"resource-without-effect"),
            "{findings:?}"
        );
    }
    // Today's edition has them.
    let today = asks(ALICE, "elasticache:DeleteCacheCluster", CLUSTER).without("edition");
    today.identity("narrow", on_a_cluster("Allow")).is_allowed();
}

/// Other services, such as S3, support policies on resources.
#[test]
fn r23_a_bucket_policy_manages_access_to_the_bucket() {
    let bucket = "arn:aws:s3:::bucket/key";
    let policy = json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*"});
    asks(ALICE, "s3:GetObject", bucket)
        .resource(policy.clone())
        .check(Verdict::Allowed, Layer::Resource);
    let other = asks(BOB, "s3:GetObject", bucket).resource(policy);
    other.lacks(Layer::Identity);
    other
        .identity("own", allow("s3:*"))
        .check(Verdict::Allowed, Layer::Resource);
}

/// For each resource the service has operations and, for permissions, actions; for snapshots these three.
#[test]
fn r24_operations_and_actions_of_a_resource() {
    let snapshot = edition().resource_type("snapshot").unwrap();
    let operations: Vec<&str> = snapshot
        .operations()
        .map(|operation| operation.name())
        .collect();
    assert_eq!(
        operations,
        ["CreateSnapshot", "DeleteSnapshot", "DescribeSnapshots"]
    );
    for name in operations {
        assert!(edition().action(name).is_some(), "{name}");
        let action = format!("elasticache:{name}");
        asks(ALICE, &action, "*")
            .identity("snapshots", allow("elasticache:*Snapshot*"))
            .is_allowed();
    }
}

/// One operation can need permission for several actions.
#[test]
fn r25_an_operation_can_need_several_actions() {
    let seed = json!({"SnapshotArns": ["arn:aws:s3:::backups/seed.rdb"]});
    let create = asks(ALICE, "elasticache:CreateCacheCluster", "*")
        .without("action")
        .request("operation", json!("elasticache:CreateCacheCluster"));
    let seeded = create.clone().request("parameters", seed);
    let cluster =
        |question: Question| question.identity("cluster", allow("elasticache:CreateCacheCluster"));
    assert_eq!(cluster(create).is_allowed().checks().len(), 1);
    let both = cluster(seeded.clone()).identity("backups", allow("s3:GetObject"));
    assert_eq!(both.is_allowed().checks().len(), 2);
    let answer = cluster(seeded.clone()).lacks(Layer::Identity);
    assert_eq!(
        answer.deciding().request.action().to_string(),
        "s3:GetObject"
    );
    seeded
        .identity("backups", allow("s3:GetObject"))
        .lacks(Layer::Identity);
    let denied = both.identity("no backups", statement("Deny", "s3:*"));
    denied.check(Verdict::ExplicitlyDenied, Layer::Identity);
}

/// `Resource` names by ARN; for ElastiCache it is always `*`.
#[test]
fn r26_resource_is_always_everything() {
    for action in edition().actions() {
        let action = format!("elasticache:{}", action.name());
        for resource in ["*", CLUSTER, SNAPSHOT] {
            let question = asks(ALICE, &action, resource);
            question
                .clone()
                .identity("everything", allow(&action))
                .is_allowed();
            let arns = json!({"Effect": "Allow", "Action": action, "Resource": ["arn:aws:elasticache:*:*:*", CLUSTER]});
            question.identity("by ARN", arns).lacks(Layer::Identity);
        }
    }
}

/// The name of an action allows or denies the operation, depending on the effect.
#[test]
fn r27_an_action_is_allowed_or_denied() {
    for action in edition().actions() {
        let action = format!("elasticache:{}", action.name());
        let ask = |effect| asks(ALICE, &action, "*").identity("one", statement(effect, &action));
        ask("Allow").check(Verdict::Allowed, Layer::Identity);
        ask("Deny").check(Verdict::ExplicitlyDenied, Layer::Identity);
    }
}

/// The effect is one of two.
#[test]
fn r28_the_effect_is_allow_or_deny() {
    for effect in ["Allow", "Deny"] {
        assert_eq!(
            refusal(PolicyKind::Identity, statement(effect, "elasticache:*")),
            None
        );
    }
    for effect in ["allow", "deny", "ALLOW", "Permit", ""] {
        let refused = refusal(PolicyKind::Identity, statement(effect, "elasticache:*"));
        assert_eq!(refused, Some("invalid-effect"), "{effect}");
    }
}

/// What is not granted explicitly is denied implicitly.
#[test]
fn r29_no_grant_is_an_implicit_denial() {
    let create = asks(ALICE, "elasticache:CreateCacheCluster", "*");
    let answer = create
        .identity("sample", allow("elasticache:DescribeCacheClusters"))
        .lacks(Layer::Identity);
    assert!(answer.matched().is_empty());
    assert_eq!(
        answer.deciding().decision.result(Layer::Identity),
        LayerResult::ImplicitDeny
    );
}

/// An explicit denial holds whatever another policy grants.
#[test]
fn r30_an_explicit_denial_wins() {
    let delete = || asks(ALICE, "elasticache:DeleteSnapshot", "*");
    let granted = delete().identity("grants", allow("elasticache:*"));
    granted.is_allowed();
    let denied = granted.identity("denies", statement("Deny", "elasticache:DeleteSnapshot"));
    let answer = denied.check(Verdict::ExplicitlyDenied, Layer::Identity);
    assert_eq!(answer.matched().len(), 1);
    assert_eq!(answer.matched()[0].policy, 1);
    let first = delete()
        .identity("denies", statement("Deny", "*"))
        .identity("grants", allow("*"));
    first.check(Verdict::ExplicitlyDenied, Layer::Identity);
}

/// In an identity-based policy the user to whom it is attached is the principal, unsaid.
#[test]
fn r31_the_attached_user_is_the_principal() {
    for kind in [
        PolicyKind::Identity,
        PolicyKind::PermissionsBoundary,
        PolicyKind::Session,
    ] {
        for element in ["Principal", "NotPrincipal"] {
            let mut named = allow("elasticache:*");
            named[element] = json!({"AWS": ALICE});
            for reading in [Reading::Strict, Reading::Lenient] {
                let text = document(named.clone()).to_string();
                let error = Document::parse(&text, kind, reading).unwrap_err();
                assert_eq!(error.code(), "principal-not-allowed", "{kind}");
            }
        }
    }
    let describe = |caller| asks(caller, "elasticache:DescribeCacheClusters", "*");
    describe(ALICE)
        .identity("of alice", allow("elasticache:*"))
        .is_allowed();
    describe("arn:aws:iam::111122223333:user/carol").lacks(Layer::Identity);
}

/// In a resource-based policy the user, account, service or other entity is named.
#[test]
fn r32_a_resource_based_policy_names_its_principal() {
    let canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    for principal in [
        json!("*"),
        json!({"AWS": ALICE}),
        json!({"AWS": A}),
        json!({"AWS": [ROOT, ROLE, SESSION]}),
        json!({"Service": "elasticache.amazonaws.com"}),
        json!({"Federated": "accounts.google.com"}),
        json!({"CanonicalUser": canonical}),
    ] {
        let named =
            json!({"Effect": "Allow", "Principal": principal, "Action": "s3:*", "Resource": "*"});
        assert_eq!(
            refusal(PolicyKind::Resource, named.clone()),
            None,
            "{principal}"
        );
        let refused = refusal(PolicyKind::Identity, named);
        assert_eq!(refused, Some("principal-not-allowed"), "{principal}");
    }
    let unnamed = refusal(PolicyKind::Resource, allow("s3:*"));
    assert_eq!(unnamed, Some(ProblemKind::MissingPrincipal.code()));
}

/// Conditions say when a policy takes effect, for example only after a date.
#[test]
fn r33_a_policy_can_take_effect_at_a_date() {
    let mut after = allow("elasticache:CreateCacheCluster");
    after["Condition"] = json!({"DateGreaterThan": {"aws:CurrentTime": "2015-06-01T00:00:00Z"}});
    let at = |time: &str| {
        asks(ALICE, "elasticache:CreateCacheCluster", "*")
            .request("context", json!({"aws:CurrentTime": time}))
            .identity("from june", after.clone())
    };
    at("2015-06-02T00:00:00Z").is_allowed();
    at("2015-06-01T02:00:01+02:00").is_allowed();
    at("2015-05-31T23:59:59Z").lacks(Layer::Identity);
    at("2015-06-01T00:00:00Z").lacks(Layer::Identity);
    let timeless =
        asks(ALICE, "elasticache:CreateCacheCluster", "*").identity("from june", after.clone());
    let answer = timeless.lacks(Layer::Identity);
    assert!(
        answer
            .missing_context_keys()
            .iter()
            .map(ToString::to_string)
            .eq(["aws:CurrentTime"])
    );
}

/// Conditions use predefined keys, of which ElastiCache has none of its own.
#[test]
fn r34_elasticache_has_no_condition_keys() {
    assert!(!edition().policy_support().service_condition_keys());
    assert_eq!(edition().condition_keys().count(), 0);
    assert!(
        edition()
            .actions()
            .all(|action| action.condition_keys().count() == 0)
    );
    let mut conditioned = allow("elasticache:*");
    conditioned["Condition"] =
        json!({"StringEquals": {"elasticache:CacheNodeType": "cache.t2.micro"}});
    let question =
        asks(ALICE, "elasticache:CreateCacheCluster", "*").identity("by node type", conditioned);
    question.lacks(Layer::Identity);
    assert!(question.findings().contains(&"unknown-condition-key"));
    assert!(
        !question
            .without("edition")
            .findings()
            .contains(&"unknown-condition-key")
    );
}

/// The keys that all of AWS has can be used as appropriate.
#[test]
fn r35_global_keys_can_be_used() {
    assert!(edition().policy_support().global_condition_keys());
    let mut count = 0;
    for key in global_keys() {
        count += 1;
        let name = match key.name() {
            tags if tags.ends_with("${TagKey}") => tags.replace("${TagKey}", "team"),
            tags if tags.ends_with('/') => format!("{tags}team"),
            name => name.to_owned(),
        };
        let mut present = allow("elasticache:*");
        present["Condition"] = json!({"Null": {(name.as_str()): "false"}});
        let question =
            asks(ALICE, "elasticache:DescribeCacheClusters", "*").identity("present", present);
        let given = question.request("context", json!({(name.as_str()): "x"}));
        given.is_allowed();
        assert!(
            !given.findings().contains(&"unknown-condition-key"),
            "{name}"
        );
    }
    assert!(count >= 40, "{count} keys");
}
