//! The ledger: unique ARNs, deletion and re-creation, and a model that it must agree with.

use super::{A, AtOnce, B, account, alice, arn, bob, cache, caches, creator, refused};
use crate::rules::elasticache::Engine;
use crate::rules::s3::{ObjectAcl, ObjectOwnership};
use crate::{CreateErrorKind, Creation, Creator, DeleteErrorKind, Ledger, Owner};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeMap;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

#[test]
fn r10_two_live_resources_never_share_an_arn() {
    let mut ledger = caches();
    let again = cache("cluster:redis").with(Engine::Memcached);
    refused(
        &mut ledger,
        &alice(),
        again.clone(),
        CreateErrorKind::AlreadyLive,
    );
    let root = creator("arn:aws:iam::111122223333:root");
    refused(
        &mut ledger,
        &root,
        again.clone(),
        CreateErrorKind::AlreadyLive,
    );
    ledger.delete_now(again.arn()).unwrap();
    ledger.create_now(&root, again.clone()).unwrap();
    assert_eq!(
        ledger.resource(again.arn().as_str()).unwrap().created_by(),
        &root
    );
    assert_eq!(ledger.len(), 3);
}

#[test]
fn a_name_that_was_freed_can_go_to_another_account() {
    let mut ledger = Ledger::new();
    let bucket = Creation::new(arn("arn:aws:s3:::bucket"));
    ledger.create_now(&alice(), bucket.clone()).unwrap();
    refused(
        &mut ledger,
        &bob(),
        bucket.clone(),
        CreateErrorKind::AlreadyLive,
    );
    ledger.delete_now(bucket.arn()).unwrap();
    ledger.create_now(&bob(), bucket.clone()).unwrap();
    assert_eq!(
        ledger.owner("arn:aws:s3:::bucket"),
        Some(Owner::Account(account(B)))
    );
}

#[test]
fn ev_8_8_the_owner_stays_whatever_else_comes_and_goes() {
    let mut ledger = caches();
    let cluster = cache("cluster:redis").arn().clone();
    ledger
        .create_now(&alice(), cache("snapshot:s").under(cluster.clone()))
        .unwrap();
    ledger.delete_now(&cluster).unwrap();
    let snapshot = ledger.resource(cache("snapshot:s").arn().as_str()).unwrap();
    assert_eq!(
        (snapshot.owner(), snapshot.parent()),
        (Owner::Account(account(A)), Some(&cluster))
    );
    assert_eq!(ledger.children(cluster.as_str()).count(), 1);
    ledger.delete_now(cache("snapshot:s").arn()).unwrap();
    assert_eq!(ledger.children(cluster.as_str()).count(), 0);
}

#[test]
fn objects_live_in_buckets() {
    let mut ledger = Ledger::new();
    let object = |key: &str| Creation::new(arn(&format!("arn:aws:s3:::bucket/{key}")));
    refused(
        &mut ledger,
        &alice(),
        object("k"),
        CreateErrorKind::ParentNotFound,
    );
    let bucket =
        Creation::new(arn("arn:aws:s3:::bucket")).with(ObjectOwnership::BucketOwnerPreferred);
    ledger.create_now(&alice(), bucket.clone()).unwrap();
    for (key, creator, acl, owner) in [
        ("a", bob(), ObjectAcl::Other, B),
        ("b/c:d", bob(), ObjectAcl::BucketOwnerFullControl, A),
        ("e", alice(), ObjectAcl::Other, A),
        (
            "f",
            Creator::anonymous(),
            ObjectAcl::Other,
            crate::ANONYMOUS_USER,
        ),
    ] {
        let created = ledger.create_now(&creator, object(key).with(acl)).unwrap();
        assert_eq!(created.owner().to_string(), owner, "{key}");
    }
    let service = Creator::service("logging.s3.amazonaws.com".parse().unwrap());
    refused(
        &mut ledger,
        &service,
        object("log"),
        CreateErrorKind::CreatorWithoutAccount,
    );
    let elsewhere = object("k").under(arn("arn:aws:s3:::other"));
    refused(
        &mut ledger,
        &alice(),
        elsewhere,
        CreateErrorKind::ParentOfWrongKind,
    );
    for malformed in ["arn:aws:s3:::bucket/", "arn:aws:s3:::/key"] {
        refused(
            &mut ledger,
            &alice(),
            Creation::new(arn(malformed)),
            CreateErrorKind::UnknownKind,
        );
    }
    assert_eq!(
        ledger.delete_now(bucket.arn()).unwrap_err().kind(),
        DeleteErrorKind::NotEmpty
    );
    for key in ["a", "b/c:d", "e", "f"] {
        ledger.delete_now(object(key).arn()).unwrap();
    }
    ledger.delete_now(bucket.arn()).unwrap();
    assert!(ledger.is_empty());
    assert_eq!(ledger.children("arn:aws:s3:::bucket").count(), 0);
    assert_eq!(ledger.entries().count(), 10);
}

#[test]
fn access_points_belong_to_their_creator() {
    let mut ledger = Ledger::new();
    let point = Creation::new(arn("arn:aws:s3:us-east-2:444455556666:accesspoint/p"));
    assert_eq!(
        ledger.create_now(&bob(), point).unwrap().owner(),
        Owner::Account(account(B))
    );
    let bucket = Creation::new(arn("arn:aws:s3:::bucket")).under(arn("arn:aws:s3:::other"));
    refused(
        &mut ledger,
        &bob(),
        bucket,
        CreateErrorKind::ParentNotAllowed,
    );
}

#[test]
fn other_services_follow_the_general_rules() {
    let mut ledger = Ledger::new();
    let topic = arn("arn:aws:sns:us-east-2:111122223333:t");
    let subscription =
        Creation::new(arn("arn:aws:sns:us-east-2:111122223333:t:1")).under(topic.clone());
    refused(
        &mut ledger,
        &alice(),
        subscription.clone(),
        CreateErrorKind::ParentNotFound,
    );
    ledger
        .create_now(&alice(), Creation::new(topic.clone()))
        .unwrap();
    ledger.create_now(&alice(), subscription).unwrap();
    assert_eq!(ledger.children(topic.as_str()).count(), 1);
    assert_eq!(
        ledger.created_by(alice().principal_arn().unwrap()).count(),
        2
    );
    ledger.delete_now(&topic).unwrap();
    refused(
        &mut ledger,
        &bob(),
        Creation::new(topic),
        CreateErrorKind::AccountMismatch,
    );
    let managed = Creation::new(arn("arn:aws:iam::aws:policy/X"));
    refused(
        &mut ledger,
        &alice(),
        managed,
        CreateErrorKind::AccountMismatch,
    );
}

#[test]
fn nothing_is_created_across_partitions() {
    let mut ledger = Ledger::new();
    let china = Creation::new(arn("arn:aws-cn:s3:::bucket"));
    refused(
        &mut ledger,
        &alice(),
        china.clone(),
        CreateErrorKind::PartitionMismatch,
    );
    let local = creator("arn:aws-cn:iam::111122223333:user/alice");
    ledger.create_now(&local, china).unwrap();
    let object = Creation::new(arn("arn:aws-cn:s3:::bucket/k"));
    refused(
        &mut ledger,
        &alice(),
        object,
        CreateErrorKind::PartitionMismatch,
    );
}

#[test]
fn errors_name_the_arn_at_fault() {
    let mut ledger = caches();
    let parent = cache("cluster:memcached").arn().clone();
    let error = ledger
        .create_now(&alice(), cache("snapshot:s").under(parent.clone()))
        .unwrap_err();
    assert_eq!(error.arn(), &parent);
    let message = "expected a parent that has such subresources, found \
                   `arn:aws:elasticache:us-east-2:111122223333:cluster:memcached`";
    assert_eq!(error.to_string(), message);
    assert_eq!(error.help(), None);
    let error = ledger
        .create_now(
            &alice(),
            cache("snapshot:s").under(cache("cluster:x").arn().clone()),
        )
        .unwrap_err();
    assert_eq!(
        (error.arn().resource(), error.help()),
        ("cluster:x", Some("create the parent first"))
    );
    let long = arn(&format!("arn:aws:s3:::bucket/{}", "k\u{7}".repeat(60)));
    let error = ledger.delete_now(&long).unwrap_err();
    assert!(error.to_string().ends_with("k\\u{7}k…`"), "{error}");
    assert!(!error.to_string().contains('\u{7}'));
}

/// What a step of the model does.
#[derive(Clone, Debug)]
enum Step {
    Create {
        by: usize,
        what: usize,
        under: Option<usize>,
        engine: Option<Engine>,
    },
    Delete(usize),
}

/// The ARNs that the steps choose from: two accounts, so that names and places collide often.
fn pool() -> Vec<String> {
    let mut pool = Vec::new();
    for account in [A, B] {
        for resource in [
            "cluster:c",
            "cluster:d",
            "snapshot:s",
            "snapshot:t",
            "parametergroup:p",
        ] {
            pool.push(format!(
                "arn:aws:elasticache:us-east-2:{account}:{resource}"
            ));
        }
        pool.push(format!("arn:aws:sqs:us-east-2:{account}:q"));
    }
    pool.extend(["arn:aws:s3:::b", "arn:aws:s3:::b/k"].map(String::from));
    pool
}

fn creators() -> [Creator; 4] {
    let session = creator("arn:aws:sts::111122223333:assumed-role/app/bob");
    [alice(), bob(), session, Creator::anonymous()]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (creators, arns) = (0..creators().len(), 0..pool().len());
    let engine = prop::option::of(prop::sample::select(std::vec![
        Engine::Redis,
        Engine::Memcached
    ]));
    let create = (
        creators,
        arns.clone(),
        prop::option::of(arns.clone()),
        engine,
    )
        .prop_map(|(by, what, under, engine)| Step::Create {
            by,
            what,
            under,
            engine,
        });
    prop::collection::vec(
        prop_oneof![4 => create, 1 => arns.prop_map(Step::Delete)],
        0..80,
    )
}

/// Whether the rules, written down once more and naively, let the step happen, and for which owner.
fn model(
    live: &BTreeMap<String, (String, Option<Engine>)>,
    by: &Creator,
    what: &str,
    under: Option<&str>,
    engine: Option<Engine>,
) -> Option<String> {
    let creator = by.account().map(|account| account.to_string());
    let kind = what.split(':').nth(5)?;
    let parent = under.and_then(|parent| live.get(parent));
    let owner = match (what.split(':').nth(2)?, kind) {
        ("elasticache", "cluster") if engine.is_some() && under.is_none() => creator?,
        ("elasticache", "parametergroup") if engine.is_none() && under.is_none() => creator?,
        ("elasticache", "snapshot") if engine.is_none() => {
            let same_account = under?.split(':').nth(4) == what.split(':').nth(4);
            if parent?.1 != Some(Engine::Redis) || !same_account {
                return None;
            }
            creator?
        }
        ("sqs", _) if engine.is_none() && (under.is_none() || parent.is_some()) => creator?,
        ("s3", "b") if engine.is_none() && under.is_none() => creator?,
        ("s3", "b/k")
            if engine.is_none() && under.is_none_or(|parent| parent == "arn:aws:s3:::b") =>
        {
            live.get("arn:aws:s3:::b")?.0.clone()
        }
        _ => return None,
    };
    let named = what.split(':').nth(4)?;
    let free = !live.contains_key(what) && (named.is_empty() || named == owner);
    free.then_some(owner)
}

proptest! {
    /// The ledger does what the model does; owners never change while a resource lives.
    #[test]
    fn ledger_agrees_with_the_model(steps in steps()) {
        let (pool, creators) = (pool(), creators());
        let mut ledger = Ledger::new();
        let mut live: BTreeMap<String, (String, Option<Engine>)> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Create { by, what, under, engine } => {
                    let under = under.map(|index| pool[index].as_str());
                    let expect = model(&live, &creators[by], &pool[what], under, engine);
                    let mut creation = Creation::new(arn(&pool[what]));
                    creation = under.map_or(creation.clone(), |parent| creation.under(arn(parent)));
                    creation = engine.map_or(creation.clone(), |engine| creation.with(engine));
                    let owner = ledger.create_now(&creators[by], creation).ok().map(|made| made.owner().to_string());
                    prop_assert_eq!(&owner, &expect);
                    if let Some(owner) = owner {
                        live.insert(pool[what].clone(), (owner, engine));
                    }
                }
                Step::Delete(what) => {
                    let blocked = pool[what] == "arn:aws:s3:::b"
                        && ledger.resources().any(|row| row.parent().is_some_and(|p| p.as_str() == pool[what]));
                    let expect = live.contains_key(&pool[what]) && !blocked;
                    prop_assert_eq!(ledger.delete_now(&arn(&pool[what])).is_ok(), expect);
                    if expect {
                        live.remove(&pool[what]);
                    }
                }
            }
            let found: BTreeMap<String, String> =
                ledger.resources().map(|row| (row.arn().to_string(), row.owner().to_string())).collect();
            let expect: BTreeMap<String, String> =
                live.iter().map(|(arn, (owner, _))| (arn.clone(), owner.clone())).collect();
            prop_assert_eq!(found, expect);
        }
    }
}

/// The property above is worth something only if its steps succeed and fail often.
#[test]
fn steps_reach_every_branch_of_the_model() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (pool, creators) = (pool(), creators());
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..200 {
        let mut ledger = Ledger::new();
        for step in steps().new_tree(&mut runner).unwrap().current() {
            if let Step::Create {
                by,
                what,
                under,
                engine,
            } = step
            {
                let mut creation = Creation::new(arn(&pool[what]));
                creation = under.map_or(creation.clone(), |parent| {
                    creation.under(arn(&pool[parent]))
                });
                creation = engine.map_or(creation.clone(), |engine| creation.with(engine));
                let outcome = ledger.create_now(&creators[by], creation);
                let outcome = outcome.map_or_else(
                    |error| error.kind().code().to_string(),
                    |row| row.arn().service().to_string(),
                );
                *outcomes.entry(outcome).or_default() += 1;
            }
        }
    }
    for outcome in [
        "elasticache",
        "sqs",
        "s3",
        "arn-already-live",
        "parent-missing",
        "parent-not-found",
        "parent-of-wrong-kind",
        "parent-elsewhere",
        "parent-not-allowed",
        "creator-without-account",
        "account-mismatch",
        "detail-missing",
        "detail-not-applicable",
    ] {
        assert!(
            outcomes.get(outcome).is_some_and(|count| *count >= 5),
            "{outcome}: {outcomes:?}"
        );
    }
}
