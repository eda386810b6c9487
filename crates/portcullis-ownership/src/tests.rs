//! The ownership rules one by one; the ledger as a whole stands in [`ledger`].

mod history;
mod ledger;
mod services;

use portcullis_arn::{AccountId, Arn};

use crate::rules::elasticache::{Engine, Kind};
use crate::rules::s3::{
    ObjectAccess, ObjectAcl, ObjectOwnership, bucket_owner_keeps, bucket_policy_can_allow,
    object_owner,
};
use crate::{
    CreateError, CreateErrorKind, Creation, Creator, DeleteError, Detail, Ledger, LedgerError,
    Owner, Resource, Timestamp, owner_of,
};
use std::format;
use std::string::ToString;
use std::vec::Vec;

const A: &str = "111122223333";
const B: &str = "444455556666";

/// That many seconds after some noon.
fn time(seconds: i64) -> Timestamp {
    Timestamp::from_epoch(1_772_366_400 + seconds, 0).unwrap()
}

/// Changes at one time, with nothing that can go wrong but the rules.
trait AtOnce {
    fn create_now(
        &mut self,
        creator: &Creator,
        creation: Creation,
    ) -> Result<&Resource, CreateError>;
    fn delete_now(&mut self, arn: &Arn) -> Result<&Resource, DeleteError>;
}

impl AtOnce for Ledger {
    fn create_now(
        &mut self,
        creator: &Creator,
        creation: Creation,
    ) -> Result<&Resource, CreateError> {
        self.create(creator, creation, time(0))
            .map_err(|error| match error {
                LedgerError::Create(error) => error,
                other => panic!("{other}"),
            })
    }

    fn delete_now(&mut self, arn: &Arn) -> Result<&Resource, DeleteError> {
        self.delete(arn, time(0)).map_err(|error| match error {
            LedgerError::Delete(error) => error,
            other => panic!("{other}"),
        })
    }
}

fn account(id: &str) -> AccountId {
    id.parse().unwrap()
}

fn arn(text: &str) -> Arn {
    text.parse().unwrap()
}

fn creator(principal: &str) -> Creator {
    Creator::principal(principal.parse().unwrap()).unwrap()
}

fn alice() -> Creator {
    creator("arn:aws:iam::111122223333:user/alice")
}

fn bob() -> Creator {
    creator("arn:aws:iam::444455556666:user/bob")
}

/// An ElastiCache resource of account A.
fn cache(resource: &str) -> Creation {
    Creation::new(arn(&format!(
        "arn:aws:elasticache:us-east-2:{A}:{resource}"
    )))
}

#[track_caller]
fn refused(ledger: &mut Ledger, creator: &Creator, creation: Creation, kind: CreateErrorKind) {
    let before = ledger.clone();
    let error = ledger.create_now(creator, creation).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(*ledger, before, "a refused creation leaves no trace");
}

/// A ledger of account A with a Redis, a Valkey and a Memcached cluster.
fn caches() -> Ledger {
    let mut ledger = Ledger::new();
    for (name, engine) in [
        ("redis", Engine::Redis),
        ("valkey", Engine::Valkey),
        ("memcached", Engine::Memcached),
    ] {
        ledger
            .create_now(&alice(), cache(&format!("cluster:{name}")).with(engine))
            .unwrap();
    }
    ledger
}

#[test]
fn r12_r13_root_credentials_create_for_their_account() {
    let root = creator("arn:aws:iam::111122223333:root");
    assert_eq!(owner_of(&root), Some(account(A)));
    let mut ledger = Ledger::new();
    let cluster = ledger
        .create_now(&root, cache("cluster:c").with(Engine::Redis))
        .unwrap();
    assert_eq!(cluster.owner(), Owner::Account(account(A)));
}

#[test]
fn r12_r14_a_user_creates_for_the_account_not_for_itself() {
    for user in ["user/alice", "user/division/team/alice"] {
        let user = creator(&format!("arn:aws:iam::{A}:{user}"));
        assert_eq!(owner_of(&user), Some(account(A)));
        let mut ledger = Ledger::new();
        let cluster = ledger
            .create_now(&user, cache("cluster:c").with(Engine::Redis))
            .unwrap();
        assert_eq!(cluster.owner().to_string(), A);
    }
}

#[test]
fn r12_r15_a_session_creates_for_the_account_of_its_role() {
    let session = creator("arn:aws:sts::111122223333:assumed-role/CacheAdmin/bob")
        .assumed_by("arn:aws:iam::444455556666:user/bob".parse().unwrap());
    let mut ledger = Ledger::new();
    let cluster = ledger
        .create_now(&session, cache("cluster:c").with(Engine::Redis))
        .unwrap();
    assert_eq!(cluster.owner(), Owner::Account(account(A)));
    assert_eq!(cluster.created_by().caller().unwrap().account(), account(B));
    assert_eq!(ledger.owned_by(account(B)).count(), 0);
}

#[test]
fn ev_8_2_to_8_6_every_kind_of_creator() {
    for (principal, owner) in [
        ("arn:aws:iam::111122223333:root", A),
        ("arn:aws:iam::111122223333:user/alice", A),
        ("arn:aws:iam::111122223333:role/app", A),
        (
            "arn:aws:iam::444455556666:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache",
            B,
        ),
        (
            "arn:aws:sts::444455556666:assumed-role/saml/carol@example.com",
            B,
        ),
        ("arn:aws:sts::111122223333:federated-user/guest", A),
    ] {
        assert_eq!(
            owner_of(&creator(principal)),
            Some(account(owner)),
            "{principal}"
        );
    }
    let forwarded = alice().through("cloudformation.amazonaws.com".parse().unwrap());
    assert_eq!(owner_of(&forwarded), Some(account(A)));
    assert_eq!(owner_of(&Creator::anonymous()), None);
    assert_eq!(
        owner_of(&Creator::service("sns.amazonaws.com".parse().unwrap())),
        None
    );
    for principal in [
        "arn:aws:iam::111122223333:group/ops",
        "arn:aws:iam::111122223333:saml-provider/Corp",
        "arn:aws:iam::111122223333:oidc-provider/token.example.com",
    ] {
        assert!(
            Creator::principal(principal.parse().unwrap()).is_err(),
            "{principal}"
        );
    }
}

#[test]
fn r1_ev_8_1_nothing_exists_without_an_owner() {
    let mut ledger = Ledger::new();
    for creator in [
        Creator::anonymous(),
        Creator::service("elasticache.amazonaws.com".parse().unwrap()),
    ] {
        for creation in [
            cache("cluster:c").with(Engine::Redis),
            Creation::new(arn("arn:aws:sqs:us-east-2:111122223333:jobs")),
            Creation::new(arn("arn:aws:s3:::bucket")),
        ] {
            refused(
                &mut ledger,
                &creator,
                creation,
                CreateErrorKind::CreatorWithoutAccount,
            );
        }
    }
    assert!(ledger.is_empty());
}

#[test]
fn r7_the_primary_resource_is_a_cluster() {
    assert_eq!(
        Kind::of(cache("cluster:my-cluster").arn()),
        Some(Kind::Cluster)
    );
    let mut ledger = Ledger::new();
    refused(
        &mut ledger,
        &alice(),
        cache("cluster:c"),
        CreateErrorKind::DetailMissing,
    );
    ledger
        .create_now(&alice(), cache("cluster:c").with(Engine::Memcached))
        .unwrap();
}

#[test]
fn r8_a_snapshot_is_a_resource_of_its_own() {
    assert_eq!(
        Kind::of(cache("snapshot:nightly").arn()),
        Some(Kind::Snapshot)
    );
    let mut ledger = caches();
    let parent = cache("cluster:redis").arn().clone();
    let snapshot = ledger
        .create_now(&alice(), cache("snapshot:nightly").under(parent.clone()))
        .unwrap();
    assert_eq!(
        (snapshot.owner(), snapshot.parent()),
        (Owner::Account(account(A)), Some(&parent))
    );
}

#[test]
fn r9_ev_8_7_a_snapshot_needs_an_existing_redis_cluster() {
    let mut ledger = caches();
    let under = |parent: &str| cache("snapshot:s").under(cache(parent).arn().clone());
    refused(
        &mut ledger,
        &alice(),
        cache("snapshot:s"),
        CreateErrorKind::ParentMissing,
    );
    refused(
        &mut ledger,
        &alice(),
        under("cluster:absent"),
        CreateErrorKind::ParentNotFound,
    );
    refused(
        &mut ledger,
        &alice(),
        under("cluster:memcached"),
        CreateErrorKind::ParentOfWrongKind,
    );
    ledger
        .create_now(&alice(), cache("parametergroup:p"))
        .unwrap();
    refused(
        &mut ledger,
        &alice(),
        under("parametergroup:p"),
        CreateErrorKind::ParentOfWrongKind,
    );
    ledger.create_now(&alice(), under("cluster:redis")).unwrap();
    let of_snapshot = cache("snapshot:t").under(cache("snapshot:s").arn().clone());
    refused(
        &mut ledger,
        &alice(),
        of_snapshot,
        CreateErrorKind::ParentOfWrongKind,
    );

    let deleted = cache("cluster:valkey").arn().clone();
    ledger.delete_now(&deleted).unwrap();
    refused(
        &mut ledger,
        &alice(),
        under("cluster:valkey").clone(),
        CreateErrorKind::AlreadyLive,
    );
    let late = cache("snapshot:late").under(deleted);
    refused(&mut ledger, &alice(), late, CreateErrorKind::ParentNotFound);
}

#[test]
fn r9_the_parent_is_in_the_same_place() {
    let mut ledger = caches();
    let cluster = cache("cluster:redis").arn().clone();
    let elsewhere = "arn:aws:elasticache:eu-west-1:111122223333:snapshot:s";
    refused(
        &mut ledger,
        &alice(),
        Creation::new(arn(elsewhere)).under(cluster.clone()),
        CreateErrorKind::ParentElsewhere,
    );
    let other_account = "arn:aws:elasticache:us-east-2:444455556666:snapshot:s";
    refused(
        &mut ledger,
        &bob(),
        Creation::new(arn(other_account)).under(cluster.clone()),
        CreateErrorKind::ParentElsewhere,
    );
    refused(
        &mut ledger,
        &bob(),
        cache("snapshot:s").under(cluster),
        CreateErrorKind::AccountMismatch,
    );
}

#[test]
fn every_kind_accepts_the_parents_that_it_can_have() {
    let kinds = [
        Kind::Cluster,
        Kind::GlobalReplicationGroup,
        Kind::ParameterGroup,
        Kind::ReplicationGroup,
        Kind::ReservedInstance,
        Kind::SecurityGroup,
        Kind::ServerlessCache,
        Kind::ServerlessCacheSnapshot,
        Kind::Snapshot,
        Kind::SubnetGroup,
        Kind::User,
        Kind::UserGroup,
    ];
    let engines = [
        None,
        Some(Engine::Memcached),
        Some(Engine::Redis),
        Some(Engine::Valkey),
    ];
    let mut accepted = Vec::new();
    for child in kinds {
        for parent in kinds {
            for engine in engines {
                if child.accepts_parent(parent, engine) {
                    accepted.push((child, parent));
                    assert!(child.is_subresource());
                }
            }
        }
    }
    let (cluster, group) = (
        (Kind::Snapshot, Kind::Cluster),
        (Kind::Snapshot, Kind::ReplicationGroup),
    );
    let serverless = (Kind::ServerlessCacheSnapshot, Kind::ServerlessCache);
    let expect = [
        serverless, serverless, serverless, serverless, cluster, cluster, group, group, group,
        group,
    ];
    assert_eq!(accepted, expect);
}

#[test]
fn snapshots_of_groups_and_serverless_caches() {
    let mut ledger = Ledger::new();
    ledger
        .create_now(&alice(), cache("replicationgroup:g"))
        .unwrap();
    ledger
        .create_now(&alice(), cache("serverlesscache:e"))
        .unwrap();
    let group = cache("replicationgroup:g").arn().clone();
    let serverless = cache("serverlesscache:e").arn().clone();
    ledger
        .create_now(&alice(), cache("snapshot:s").under(group.clone()))
        .unwrap();
    ledger
        .create_now(
            &alice(),
            cache("serverlesscachesnapshot:s").under(serverless.clone()),
        )
        .unwrap();
    let crossed = cache("snapshot:t").under(serverless);
    refused(
        &mut ledger,
        &alice(),
        crossed,
        CreateErrorKind::ParentOfWrongKind,
    );
    let crossed = cache("serverlesscachesnapshot:t").under(group.clone());
    refused(
        &mut ledger,
        &alice(),
        crossed,
        CreateErrorKind::ParentOfWrongKind,
    );
    refused(
        &mut ledger,
        &alice(),
        cache("cluster:c").with(Engine::Redis).under(group),
        CreateErrorKind::ParentNotAllowed,
    );
}

#[test]
fn r10_arns_of_elasticache_have_one_shape() {
    for resource in [
        "cluster",
        "cluster:",
        "cluster:a:b",
        "cluster:a/b",
        "Cluster:a",
        "cache:a",
        "cluster/a",
    ] {
        assert_eq!(Kind::of(cache(resource).arn()), None, "{resource}");
        refused(
            &mut Ledger::new(),
            &alice(),
            cache(resource),
            CreateErrorKind::UnknownKind,
        );
    }
    for (text, kind) in [
        (
            "arn:aws:elasticache:us-east-2:111122223333:cluster:c",
            Some(Kind::Cluster),
        ),
        (
            "arn:aws-cn:elasticache:cn-north-1:111122223333:cluster:c",
            Some(Kind::Cluster),
        ),
        ("arn:aws:elasticache::111122223333:cluster:c", None),
        ("arn:aws:elasticache:us-east-2::cluster:c", None),
        ("arn:aws:elasticache:us-east-2:aws:cluster:c", None),
        ("arn:aws:rds:us-east-2:111122223333:cluster:c", None),
        (
            "arn:aws:elasticache::111122223333:globalreplicationgroup:g",
            Some(Kind::GlobalReplicationGroup),
        ),
        (
            "arn:aws:elasticache:us-east-2:111122223333:globalreplicationgroup:g",
            None,
        ),
    ] {
        assert_eq!(Kind::of(&arn(text)), kind, "{text}");
    }
}

#[test]
fn details_fit_the_kind() {
    let mut ledger = Ledger::new();
    let misplaced = [
        cache("snapshot:s").with(Engine::Redis),
        cache("cluster:c").with(ObjectOwnership::ObjectWriter),
        Creation::new(arn("arn:aws:s3:::b")).with(ObjectAcl::Other),
        Creation::new(arn("arn:aws:s3:::b/k")).with(ObjectOwnership::ObjectWriter),
        Creation::new(arn("arn:aws:sqs:us-east-2:111122223333:q")).with(Engine::Redis),
    ];
    for creation in misplaced {
        refused(
            &mut ledger,
            &alice(),
            creation,
            CreateErrorKind::DetailNotApplicable,
        );
    }
    assert_eq!(
        Detail::from(Engine::Redis),
        Detail::CacheEngine(Engine::Redis)
    );
    for engine in [Engine::Memcached, Engine::Redis, Engine::Valkey] {
        assert_eq!(Engine::named(&engine.to_string()), Some(engine));
    }
    assert_eq!(Engine::named("Redis"), None);
}

#[test]
fn ev_8_11_8_12_owner_of_an_object() {
    use ObjectAcl::{BucketOwnerFullControl, Other};
    use ObjectOwnership::{BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter};
    let service = Creator::service("logging.s3.amazonaws.com".parse().unwrap());
    let (of_bucket, of_writer) = (
        Some(Owner::Account(account(A))),
        Some(Owner::Account(account(B))),
    );
    let anonymous = Some(Owner::AnonymousUser);
    for (setting, acl, by_bob, by_nobody, by_service) in [
        (BucketOwnerEnforced, Other, of_bucket, of_bucket, of_bucket),
        (
            BucketOwnerEnforced,
            BucketOwnerFullControl,
            of_bucket,
            of_bucket,
            of_bucket,
        ),
        (BucketOwnerPreferred, Other, of_writer, anonymous, None),
        (
            BucketOwnerPreferred,
            BucketOwnerFullControl,
            of_bucket,
            of_bucket,
            of_bucket,
        ),
        (ObjectWriter, Other, of_writer, anonymous, None),
        (
            ObjectWriter,
            BucketOwnerFullControl,
            of_writer,
            anonymous,
            None,
        ),
    ] {
        let owner = |creator: &Creator| object_owner(creator, account(A), setting, acl);
        assert_eq!(owner(&bob()), by_bob, "{setting:?} {acl:?}");
        assert_eq!(
            owner(&Creator::anonymous()),
            by_nobody,
            "{setting:?} {acl:?}"
        );
        assert_eq!(owner(&service), by_service, "{setting:?} {acl:?}");
        assert_eq!(owner(&alice()), of_bucket, "{setting:?} {acl:?}");
    }
    assert_eq!(
        Owner::AnonymousUser.to_string(),
        "65a011a29cdf8ec533ec3d1ccaae921c"
    );
}

#[test]
fn ev_8_13_what_the_bucket_owner_keeps() {
    assert!(bucket_policy_can_allow(
        Owner::Account(account(A)),
        account(A)
    ));
    assert!(!bucket_policy_can_allow(
        Owner::Account(account(B)),
        account(A)
    ));
    assert!(!bucket_policy_can_allow(Owner::AnonymousUser, account(A)));
    for access in [
        ObjectAccess::Deny,
        ObjectAccess::Delete,
        ObjectAccess::ArchiveOrRestore,
    ] {
        assert!(bucket_owner_keeps(access), "{access:?}");
    }
    for access in [ObjectAccess::Read, ObjectAccess::Grant] {
        assert!(!bucket_owner_keeps(access), "{access:?}");
    }
}

#[test]
fn ev_8_14_owner_and_caller_are_two_accounts() {
    let mut ledger = Ledger::new();
    ledger
        .create_now(&alice(), Creation::new(arn("arn:aws:s3:::bucket")))
        .unwrap();
    let object = ledger
        .create_now(&bob(), Creation::new(arn("arn:aws:s3:::bucket/k")))
        .unwrap();
    assert_eq!(
        object.owner().account(),
        Some(account(A)),
        "aws:ResourceAccount"
    );
    assert_eq!(
        object.created_by().account(),
        Some(account(B)),
        "aws:PrincipalAccount"
    );
}
