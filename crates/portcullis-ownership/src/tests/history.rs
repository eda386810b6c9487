//! The ledger in time, its entries as text, and a store that fails; against a naive model where it can be.

use super::{A, AtOnce, B, account, alice, arn, bob, cache, caches, creator, time};
use crate::rules::elasticache::Engine;
use crate::rules::s3::{ObjectAcl, ObjectOwnership};
use crate::{
    Change, Creation, Creator, EntryErrorKind, EntryKind, Ledger, LedgerError, MemoryStore,
    OpenError, Owner, OwnerLookup as _, Store, StoreError, StoreErrorKind, Timestamp,
};
use proptest::prelude::*;
use std::string::{String, ToString};
use std::vec::Vec;

const BUCKET: &str = "arn:aws:s3:::bucket";

fn bucket() -> Creation {
    Creation::new(arn(BUCKET))
}

#[test]
fn old_lives_stay_visible_at_old_times() {
    let mut ledger = Ledger::new();
    ledger.create(&alice(), bucket(), time(10)).unwrap();
    ledger.delete(&arn(BUCKET), time(20)).unwrap();
    ledger.create(&bob(), bucket(), time(30)).unwrap();
    let owner = |seconds| {
        let owner = ledger.at(time(seconds)).owner(BUCKET);
        owner.map(|owner| owner.to_string())
    };
    for (seconds, expected) in [
        (9, None),
        (10, Some(A)),
        (19, Some(A)),
        (20, None),
        (29, None),
        (30, Some(B)),
        (1_000_000, Some(B)),
    ] {
        assert_eq!(owner(seconds).as_deref(), expected, "{seconds}");
    }
    let lives: Vec<_> = ledger
        .history(BUCKET)
        .map(|life| (life.owner().to_string(), life.deleted_at()))
        .collect();
    assert_eq!(
        lives,
        [(A.to_string(), Some(time(20))), (B.to_string(), None)]
    );
    let at = ledger.at(time(15));
    assert_eq!(at.owned_by(account(A)).count(), 1);
    assert_eq!(at.owned_by(account(B)).count(), 0);
    let (alice, bob) = (alice(), bob());
    assert_eq!(at.created_by(alice.principal_arn().unwrap()).count(), 1);
    assert_eq!(at.created_by(bob.principal_arn().unwrap()).count(), 0);
    assert_eq!((at.len(), at.is_empty()), (1, false));
    assert!(ledger.at(time(25)).is_empty());
    let kinds: Vec<_> = ledger
        .entries()
        .map(|entry| (entry.sequence(), entry.kind()))
        .collect();
    use EntryKind::{Created, Deleted};
    assert_eq!(kinds, [(1, Created), (2, Deleted), (3, Created)]);
}

#[test]
fn entries_may_share_a_time_and_never_go_back() {
    let mut ledger = Ledger::new();
    ledger.create(&alice(), bucket(), time(5)).unwrap();
    ledger.delete(&arn(BUCKET), time(5)).unwrap();
    assert!(ledger.at(time(5)).is_empty(), "all entries of a time count");
    ledger.create(&bob(), bucket(), time(5)).unwrap();
    assert_eq!(
        ledger.at(time(5)).owner(BUCKET),
        Some(Owner::Account(account(B)))
    );
    let before = ledger.clone();
    let just_before = Timestamp::from_epoch(time(4).seconds(), 999_999_999).unwrap();
    let error = ledger.delete(&arn(BUCKET), just_before).unwrap_err();
    assert_eq!(error.code(), "time-goes-back");
    let LedgerError::Time(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.last(), time(5));
    assert_eq!(ledger, before);
    assert_eq!(ledger.last_time(), Some(time(5)));
}

#[test]
fn children_are_those_of_the_time() {
    let mut ledger = caches();
    let cluster = cache("cluster:redis").arn().clone();
    let snapshot = cache("snapshot:s").under(cluster.clone());
    ledger.create(&alice(), snapshot.clone(), time(10)).unwrap();
    ledger.delete(snapshot.arn(), time(20)).unwrap();
    let other = cache("snapshot:s").under(cache("cluster:valkey").arn().clone());
    ledger.create(&alice(), other, time(30)).unwrap();
    let count = |seconds, parent: &str| {
        let parent = cache(parent).arn().clone();
        ledger.at(time(seconds)).children(parent.as_str()).count()
    };
    let counts = |parent| [5, 15, 25, 35].map(|seconds| count(seconds, parent));
    assert_eq!(counts("cluster:redis"), [0, 1, 0, 0]);
    assert_eq!(counts("cluster:valkey"), [0, 0, 0, 1]);
}

#[test]
fn several_changes_are_recorded_together_or_not_at_all() {
    let mut ledger = caches();
    let before = ledger.clone();
    let object = Creation::new(arn("arn:aws:s3:::bucket/k"));
    let changes = [
        Change::created(alice(), bucket(), time(1)),
        Change::created(bob(), object.clone(), time(2)),
        Change::deleted(object.arn().clone(), time(3)),
        Change::created(alice(), object.clone(), time(4)),
        Change::deleted(cache("cluster:redis").arn().clone(), time(5)),
        Change::deleted(arn(BUCKET), time(6)),
    ];
    let error = ledger.record(&changes).unwrap_err();
    assert_eq!((error.index(), error.error().code()), (5, "not-empty"));
    assert_eq!(ledger, before);
    assert!(error.to_string().starts_with("change 6: expected "));
    ledger.record(changes.split_last().unwrap().1).unwrap();
    assert_eq!(ledger.entries().count(), 3 + 5);
    assert_eq!(ledger.len(), 2 + 2);
    ledger.record(&[]).unwrap();
    assert_eq!(ledger.entries().count(), 3 + 5);
}

/// A store that fails when it is told to.
#[derive(Debug, Default)]
struct Failing {
    inner: MemoryStore,
    fails: bool,
}

impl Store for Failing {
    fn read(&mut self, each: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
        self.inner.read(each)
    }

    fn append(&mut self, entries: &[String]) -> Result<(), StoreError> {
        if self.fails {
            return Err(StoreError::new(StoreErrorKind::Unavailable, "no space"));
        }
        self.inner.append(entries)?;
        self.fails = true;
        Ok(())
    }
}

#[test]
fn after_a_store_failed_nothing_is_taken_any_more() {
    let mut ledger = Ledger::open(Failing::default()).unwrap();
    ledger.create(&alice(), bucket(), time(0)).unwrap();
    let queue = Creation::new(arn("arn:aws:sqs:us-east-2:111122223333:q"));
    let error = ledger.create(&alice(), queue.clone(), time(1)).unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("ledger-unavailable", "no space")
    );
    assert_eq!((ledger.len(), ledger.entries().count()), (1, 1));
    let error = ledger.create(&alice(), queue, time(1)).unwrap_err();
    assert_eq!(error, LedgerError::Closed);
    assert_eq!(error.help(), Some("open the ledger again"));
    assert_eq!(
        ledger.record(&[]).unwrap_err().error().code(),
        "ledger-closed"
    );
    assert!(ledger.owner(BUCKET).is_some(), "it still answers");
}

/// A ledger with an entry of every form.
fn every_form() -> Ledger {
    let mut ledger = caches();
    let session = creator("arn:aws:sts::444455556666:assumed-role/app/x")
        .assumed_by("arn:aws:iam::111122223333:user/alice".parse().unwrap())
        .through("cloudformation.amazonaws.com".parse().unwrap());
    let buckets = bucket().with(ObjectOwnership::ObjectWriter);
    ledger.create(&session, buckets, time(0)).unwrap();
    let object = |key: &str| Creation::new(arn(&std::format!("{BUCKET}/{key}")));
    let nobody = Creator::anonymous();
    ledger
        .create(&nobody, object("a\"\\\u{7}é😀"), time(1))
        .unwrap();
    let canned = object("b").with(ObjectAcl::BucketOwnerFullControl);
    ledger.create(&bob(), canned, time(2)).unwrap();
    ledger.delete(object("b").arn(), time(2)).unwrap();
    let enforced =
        Creation::new(arn("arn:aws:s3:::logs")).with(ObjectOwnership::BucketOwnerEnforced);
    ledger.create(&alice(), enforced, time(3)).unwrap();
    let service = Creator::service("logging.s3.amazonaws.com".parse().unwrap());
    let log = Creation::new(arn("arn:aws:s3:::logs/1")).with(ObjectAcl::Other);
    ledger.create(&service, log, time(4)).unwrap();
    let snapshot = cache("snapshot:s").under(cache("cluster:redis").arn().clone());
    ledger.create(&alice(), snapshot, time(5)).unwrap();
    ledger
}

#[test]
fn entries_survive_their_text() {
    let ledger = every_form();
    let store = MemoryStore::from_entries(ledger.entries().map(|entry| entry.to_string()));
    assert_eq!(&store, ledger.store());
    assert_eq!(Ledger::open(store).unwrap(), ledger);
    assert_eq!(ledger.disagreements(), []);
    // What one ledger lists, another takes.
    let mut other = Ledger::new();
    let changes: Vec<_> = ledger
        .entries()
        .map(|entry| Change::parse(&entry.to_string(), time(99)).unwrap())
        .collect();
    other.record(&changes).unwrap();
    assert_eq!(other, ledger);
}

#[test]
fn the_text_of_entries_is_stable() {
    let ledger = every_form();
    let texts: Vec<_> = ledger.store().entries().collect();
    assert_eq!(
        texts[3],
        r#"{"version":1,"sequence":4,"time":"2026-03-01T12:00:00Z","event":"created","arn":"arn:aws:s3:::bucket","owner":"444455556666","creator":"arn:aws:sts::444455556666:assumed-role/app/x","assumedBy":"arn:aws:iam::111122223333:user/alice","through":"cloudformation.amazonaws.com","objectOwnership":"ObjectWriter"}"#
    );
    assert_eq!(
        texts[4],
        r#"{"version":1,"sequence":5,"time":"2026-03-01T12:00:01Z","event":"created","arn":"arn:aws:s3:::bucket/a\"\\\u0007é😀","owner":"65a011a29cdf8ec533ec3d1ccaae921c","creator":"*","parent":"arn:aws:s3:::bucket"}"#
    );
    assert_eq!(
        texts[6],
        r#"{"version":1,"sequence":7,"time":"2026-03-01T12:00:02Z","event":"deleted","arn":"arn:aws:s3:::bucket/b"}"#
    );
}

#[test]
fn texts_that_are_no_changes() {
    use EntryErrorKind as Kind;
    for (text, kind) in [
        ("", Kind::Malformed),
        ("{}{}", Kind::Malformed),
        ("[]", Kind::WrongType),
        ("{}", Kind::MissingMember),
        (r#"{"event": "deleted"}"#, Kind::MissingMember),
        (
            r#"{"event": "created", "arn": "arn:aws:s3:::b"}"#,
            Kind::MissingMember,
        ),
        (r#"{"event": 1, "arn": "arn:aws:s3:::b"}"#, Kind::WrongType),
        (r#"{"event": "deleted", "arn": "b"}"#, Kind::InvalidValue),
        (
            r#"{"event": "deleted", "arn": "arn:aws:s3:::b", "time": "now"}"#,
            Kind::InvalidValue,
        ),
        (
            r#"{"event": "deleted", "arn": "arn:aws:s3:::b", "owner": "111122223333"}"#,
            Kind::UnknownMember,
        ),
        (
            r#"{"event": "deleted", "arn": "arn:aws:s3:::b", "size": 1}"#,
            Kind::WrongType,
        ),
        (
            r#"{"event": "deleted", "arn": "arn:aws:s3:::b", "size": "1"}"#,
            Kind::UnknownMember,
        ),
        (
            r#"{"event": "deleted", "arn": "arn:aws:s3:::b", "arn": "arn:aws:s3:::b"}"#,
            Kind::Malformed,
        ),
        (
            r#"{"version": 2, "event": "deleted", "arn": "arn:aws:s3:::b"}"#,
            Kind::UnknownVersion,
        ),
        (
            r#"{"version": "1", "event": "deleted", "arn": "arn:aws:s3:::b"}"#,
            Kind::WrongType,
        ),
        (
            r#"{"event": "created", "arn": "arn:aws:s3:::b", "creator": "*", "engine": "redis", "acl": "other"}"#,
            Kind::ConflictingMembers,
        ),
        (
            r#"{"event": "created", "arn": "arn:aws:s3:::b", "creator": "arn:aws:iam::111122223333:group/g"}"#,
            Kind::InvalidValue,
        ),
        (
            r#"{"event": "created", "arn": "arn:aws:s3:::b", "creator": "*", "engine": "Redis"}"#,
            Kind::InvalidValue,
        ),
    ] {
        let error = Change::parse(text, time(0)).unwrap_err();
        assert_eq!(error.kind(), kind, "{text}: {error}");
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn entries_that_do_not_follow_from_each_other() {
    let texts: Vec<String> = every_form().store().entries().map(String::from).collect();
    let open = |texts: &[&str]| {
        Ledger::open(MemoryStore::from_entries(texts.iter().copied())).unwrap_err()
    };
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let error = open(&[texts[0], texts[2]]);
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        (
            "out-of-sequence",
            "entry 2: expected the sequence number 2, found 3"
        )
    );
    let renumbered = texts[0].replace("\"sequence\":1", "\"sequence\":2");
    let error = open(&[texts[0], &renumbered]);
    assert!(matches!(error, OpenError::Inconsistent { sequence: 2, .. }));
    let later = texts[0].replace("2026-", "2027-");
    assert_eq!(
        open(&[&later, texts[1]]).to_string(),
        "entry 2: expected a time not before 2027-03-01T12:00:00Z, found 2026-03-01T12:00:00Z"
    );
    let unowned = texts[0].replace("\"owner\":\"111122223333\",", "");
    assert_eq!(open(&[&unowned]).code(), "missing-member");
    let deleted = r#"{"version":1,"sequence":1,"time":"2026-03-01T12:00:00Z","event":"deleted","arn":"arn:aws:s3:::b"}"#;
    assert_eq!(open(&[deleted]).code(), "ledger-inconsistent");
    let orphan = texts[9].replace("\"sequence\":10", "\"sequence\":1");
    assert_eq!(open(&[&orphan]).code(), "ledger-inconsistent");
}

#[test]
fn anonymous_uploads_are_known_to_be_the_anonymous_users() {
    let mut ledger = Ledger::new();
    let bucket = bucket().with(ObjectOwnership::ObjectWriter);
    ledger.create_now(&alice(), bucket).unwrap();
    let object = arn("arn:aws:s3:::bucket/k");
    ledger
        .create_now(&Creator::anonymous(), Creation::new(object.clone()))
        .unwrap();
    assert_eq!(ledger.owner_of(&object), Some(Owner::AnonymousUser));
}

/// A step of the model: at so many seconds after the last one, somebody creates or deletes something.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    after: i64,
    by: usize,
    what: usize,
    deletes: bool,
}

const POOL: [&str; 5] = [
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/k",
    "arn:aws:route53:::hostedzone/Z",
    "arn:aws:ec2:us-east-1::snapshot/snap-1",
    "arn:aws:elasticache:us-east-2:111122223333:cluster:c",
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (-1..4_i64, 0..2_usize, 0..POOL.len(), any::<bool>()).prop_map(
        |(after, by, what, deletes)| Step {
            after,
            by,
            what,
            deletes,
        },
    );
    prop::collection::vec(step, 0..60)
}

/// What the naive model remembers: every change that happened, to be gone through from the beginning each time.
type Happened = Vec<(Timestamp, &'static str, Option<usize>)>;

fn owner_in_model(happened: &Happened, what: &str, at: Option<Timestamp>) -> Option<usize> {
    let mut owner = None;
    for (time, arn, creates) in happened {
        if *arn == what && at.is_none_or(|at| *time <= at) {
            owner = *creates;
        }
    }
    owner
}

proptest! {
    /// At every time the ledger says what going through all changes from the beginning says.
    #[test]
    fn the_ledger_agrees_with_a_list_of_changes(steps in steps()) {
        let creators = [alice(), bob()];
        let accounts = [account(A), account(B)];
        let mut ledger = Ledger::new();
        let mut happened: Happened = Vec::new();
        let mut now = 0;
        for step in steps {
            let what = POOL[step.what];
            let when = time(now + step.after);
            let live = owner_in_model(&happened, what, None);
            let goes_back = happened.last().is_some_and(|(last, ..)| when < *last);
            let bucket = owner_in_model(&happened, POOL[0], None);
            let object = owner_in_model(&happened, POOL[1], None);
            let (expected, owner) = if step.deletes {
                (live.is_some() && !(step.what == 0 && object.is_some()), None)
            } else {
                let fits = match step.what {
                    1 => bucket.is_some(),
                    4 => step.by == 0,
                    _ => true,
                };
                let owner = if step.what == 1 { bucket } else { Some(step.by) };
                (live.is_none() && fits, owner)
            };
            let change = if step.deletes {
                Change::deleted(arn(what), when)
            } else {
                let creation = Creation::new(arn(what));
                let creation = if step.what == 4 { creation.with(Engine::Redis) } else { creation };
                Change::created(creators[step.by].clone(), creation, when)
            };
            prop_assert_eq!(ledger.record(&[change]).is_ok(), expected && !goes_back);
            if expected && !goes_back {
                happened.push((when, what, owner));
                now += step.after;
            }
        }
        for seconds in -2..now + 3 {
            let at = time(seconds);
            let mut count = 0;
            for what in POOL {
                let owner = owner_in_model(&happened, what, Some(at)).map(|index| Owner::Account(accounts[index]));
                prop_assert_eq!(ledger.at(at).owner(what), owner);
                count += usize::from(owner.is_some());
            }
            prop_assert_eq!(ledger.at(at).len(), count);
            prop_assert_eq!(ledger.at(at).resources().count(), count);
        }
        for what in POOL {
            let owner = owner_in_model(&happened, what, None).map(|index| Owner::Account(accounts[index]));
            prop_assert_eq!(ledger.owner(what), owner);
        }
        prop_assert_eq!(ledger.entries().count(), happened.len());
        prop_assert_eq!(ledger.len(), ledger.resources().count());
        let copy = MemoryStore::from_entries(ledger.store().entries());
        prop_assert_eq!(Ledger::open(copy).unwrap(), ledger);
    }

    /// A batch that is refused leaves no trace, wherever it is refused.
    #[test]
    fn a_refused_batch_leaves_no_trace(steps in steps(), extra in 0..POOL.len()) {
        let creators = [alice(), bob()];
        let mut ledger = Ledger::new();
        let mut batch = Vec::new();
        for step in steps {
            let change = if step.deletes {
                Change::deleted(arn(POOL[step.what]), time(0))
            } else {
                Change::created(creators[step.by].clone(), Creation::new(arn(POOL[step.what])), time(0))
            };
            let mut probe = ledger.clone();
            probe.record(&batch).unwrap();
            if probe.record(std::slice::from_ref(&change)).is_ok() {
                batch.push(change);
            }
            if batch.len() > 5 {
                ledger.record(&batch).unwrap();
                batch.clear();
            }
        }
        let before = ledger.clone();
        batch.push(Change::deleted(arn("arn:aws:s3:::never"), time(extra as i64)));
        prop_assert_eq!(ledger.record(&batch).unwrap_err().index(), batch.len() - 1);
        prop_assert_eq!(ledger, before);
    }

    /// Any text is read or refused, and what is read is written as it was.
    #[test]
    fn any_text_of_a_change_is_read_or_refused(text in "\\PC{0,80}") {
        let _ = Change::parse(&text, time(0));
    }
}
