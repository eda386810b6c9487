//! Resources and who owns them (R1, R7 to R15).

use portcullis_eval::{Layer, Verdict};
use portcullis_ownership::rules::elasticache::Engine;
use portcullis_ownership::{
    CreateErrorKind, Creation, Creator, Ledger, LedgerError, Timestamp, owner_of,
};

use super::{A, ALICE, B, BOB, CLUSTER, ROLE, ROOT, SESSION, SNAPSHOT, allow, arn, asks, edition};

fn creator(principal: &str) -> Creator {
    Creator::principal(principal.parse().unwrap()).unwrap()
}

/// The time of everything here.
fn now() -> Timestamp {
    Timestamp::from_epoch(1_443_657_600, 0).unwrap()
}

/// The rule that a creation breaks.
#[track_caller]
fn broken(error: LedgerError) -> CreateErrorKind {
    match error {
        LedgerError::Create(error) => error.kind(),
        other => panic!("{other}"),
    }
}

/// A ledger in which Alice has created a cluster of an engine.
fn with_cluster(engine: Engine) -> Ledger {
    let mut ledger = Ledger::new();
    ledger
        .create(
            &creator(ALICE),
            Creation::new(arn(CLUSTER)).with(engine),
            now(),
        )
        .unwrap();
    ledger
}

#[track_caller]
fn owner_of_a_new_cluster(creator: &Creator) -> String {
    let mut ledger = Ledger::new();
    let cluster = Creation::new(arn(CLUSTER)).with(Engine::Redis);
    let cluster = ledger.create(creator, cluster, now()).unwrap();
    cluster.owner().to_string()
}

/// Every resource is owned by an account: nothing can be created without one.
#[test]
fn r01_every_resource_has_an_owner_account() {
    let mut ledger = with_cluster(Engine::Redis);
    for nobody in [
        Creator::anonymous(),
        Creator::service("lambda.amazonaws.com".parse().unwrap()),
    ] {
        let queue = Creation::new(arn("arn:aws:sqs:us-east-2:111122223333:jobs"));
        let error = broken(ledger.create(&nobody, queue, now()).unwrap_err());
        assert_eq!(error, CreateErrorKind::CreatorWithoutAccount);
    }
    assert_eq!(ledger.len(), 1);
    assert!(
        ledger
            .resources()
            .all(|one| one.owner().account().is_some())
    );
}

/// The primary resource is the cache cluster.
#[test]
fn r07_the_primary_resource_is_the_cluster() {
    let cluster = edition().resource_type("cluster").unwrap();
    assert!(cluster.is_primary() && cluster.parent().is_none());
    assert!(cluster.matches(CLUSTER) && !cluster.matches(SNAPSHOT));
    let expected = "arn:${Partition}:elasticache:${Region}:${Account}:cluster:${CacheClusterId}";
    assert!(cluster.arn_templates().eq([expected]));
    assert_eq!(
        edition()
            .resource_types()
            .filter(|kind| kind.is_primary())
            .count(),
        1
    );
}

/// A snapshot is a further type of resource.
#[test]
fn r08_a_snapshot_is_a_further_resource() {
    let snapshot = edition().resource_type("snapshot").unwrap();
    assert!(!snapshot.is_primary());
    assert!(snapshot.matches(SNAPSHOT) && !snapshot.matches(CLUSTER));
    let expected = "arn:${Partition}:elasticache:${Region}:${Account}:snapshot:${SnapshotName}";
    assert!(snapshot.arn_templates().eq([expected]));
    let names: Vec<&str> = edition().resource_types().map(|kind| kind.name()).collect();
    assert_eq!(names, ["cluster", "snapshot"]);
}

/// A snapshot is a subresource: it is created from an existing Redis cluster.
#[test]
fn r09_a_snapshot_needs_an_existing_redis_cluster() {
    let snapshot = || Creation::new(arn(SNAPSHOT));
    let create = |ledger: &mut Ledger, creation| {
        let created = ledger.create(&creator(ALICE), creation, now());
        created.map(|one| one.parent().cloned()).map_err(broken)
    };
    let mut ledger = with_cluster(Engine::Redis);
    assert_eq!(
        create(&mut ledger, snapshot()),
        Err(CreateErrorKind::ParentMissing)
    );
    let elsewhere = arn(&CLUSTER.replace("sessions", "other"));
    let missing = create(&mut ledger, snapshot().under(elsewhere));
    assert_eq!(missing, Err(CreateErrorKind::ParentNotFound));
    let memcached = create(
        &mut with_cluster(Engine::Memcached),
        snapshot().under(arn(CLUSTER)),
    );
    assert_eq!(memcached, Err(CreateErrorKind::ParentOfWrongKind));
    let created = create(&mut ledger, snapshot().under(arn(CLUSTER)));
    assert_eq!(created, Ok(Some(arn(CLUSTER))));
    let parent = edition()
        .resource_type("snapshot")
        .unwrap()
        .parent()
        .unwrap();
    assert_eq!(parent.resource_type().name(), "cluster");
    assert!(parent.engines().eq(["redis"]));
}

/// Resources and subresources have unique ARNs.
#[test]
fn r10_arns_are_unique() {
    let mut ledger = with_cluster(Engine::Redis);
    for other in [ALICE, ROOT, SESSION] {
        let again = Creation::new(arn(CLUSTER)).with(Engine::Memcached);
        let error = ledger.create(&creator(other), again, now()).unwrap_err();
        assert_eq!(broken(error), CreateErrorKind::AlreadyLive);
    }
    let snapshot = || Creation::new(arn(SNAPSHOT)).under(arn(CLUSTER));
    ledger.create(&creator(ALICE), snapshot(), now()).unwrap();
    assert!(ledger.create(&creator(ALICE), snapshot(), now()).is_err());
    assert!(
        ledger
            .resources()
            .map(|one| one.arn().as_str())
            .eq([CLUSTER, SNAPSHOT])
    );
    ledger.delete(&arn(SNAPSHOT), now()).unwrap();
    ledger.create(&creator(ALICE), snapshot(), now()).unwrap();
}

/// The service defines operations on its resources, and each has an action.
#[test]
fn r11_each_operation_has_an_action() {
    let mut count = 0;
    for operation in edition().operations() {
        count += 1;
        let own = operation.checks().map(|check| check.action().to_string());
        let own: Vec<String> = own.collect();
        let expected = format!("elasticache:{}", operation.name());
        assert!(own.contains(&expected), "{expected}: {own:?}");
        assert!(edition().action(operation.name()).is_some(), "{expected}");
    }
    assert!(count >= 40, "{count} operations");
    assert_eq!(edition().actions().count(), count);
}

/// The owner is the account of the principal that authenticated the request that creates the resource.
#[test]
fn r12_the_owner_is_the_account_of_the_creator() {
    for (principal, owner) in [(ROOT, A), (ALICE, A), (ROLE, A), (SESSION, A), (BOB, B)] {
        assert_eq!(
            owner_of(&creator(principal)),
            Some(owner.parse().unwrap()),
            "{principal}"
        );
    }
}

/// What the root user creates belongs to its account.
#[test]
fn r13_the_root_user_creates_for_its_account() {
    asks(ROOT, "elasticache:CreateCacheCluster", "*").check(Verdict::Allowed, Layer::Identity);
    assert_eq!(owner_of_a_new_cluster(&creator(ROOT)), A);
}

/// What a user with permission creates belongs to the account, not to the user.
#[test]
fn r14_a_user_creates_for_the_account() {
    let create = asks(ALICE, "elasticache:CreateCacheCluster", "*");
    create.lacks(Layer::Identity);
    create
        .identity("creators", allow("elasticache:CreateCacheCluster"))
        .is_allowed();
    assert_eq!(owner_of_a_new_cluster(&creator(ALICE)), A);
    assert_eq!(
        owner_of_a_new_cluster(&creator("arn:aws:iam::111122223333:user/team/carol")),
        A
    );
}

/// What somebody creates who assumed a role belongs to the account of the role, wherever they come from.
#[test]
fn r15_an_assumed_role_creates_for_its_account() {
    let create = asks(SESSION, "elasticache:CreateCacheCluster", "*")
        .identity("of the role", allow("elasticache:*"));
    let answer = create.is_allowed();
    assert!(answer.is_same_account());
    let session = creator(SESSION).assumed_by(BOB.parse().unwrap());
    assert_eq!(owner_of_a_new_cluster(&session), A);
    // Bob himself creates for his own account, and so not with an ARN of account A.
    let own = Ledger::new()
        .create(
            &creator(BOB),
            Creation::new(arn(CLUSTER)).with(Engine::Redis),
            now(),
        )
        .unwrap_err();
    assert_eq!(broken(own), CreateErrorKind::AccountMismatch);
}
