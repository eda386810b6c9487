//! The rules of single services: shared snapshots, and ARNs without an account.

use super::{A, AtOnce, B, account, alice, arn, bob, refused};
use crate::rules::accountless::has_no_account;
use crate::rules::s3::ObjectOwnership;
use crate::{CreateErrorKind, Creation, Creator, DeleteErrorKind, Ledger, Owner, OwnerLookup as _};
use std::format;

fn of(text: &str) -> Creation {
    Creation::new(arn(text))
}

#[track_caller]
fn owned(ledger: &mut Ledger, creator: &Creator, creation: Creation, owner: &str) {
    let made = ledger.create_now(creator, creation).unwrap();
    assert_eq!(made.owner(), Owner::Account(account(owner)));
}

#[test]
fn ev_8_9_a_copy_of_a_shared_snapshot_is_the_copiers() {
    let mut ledger = Ledger::new();
    let volume = arn(&format!("arn:aws:ec2:us-east-1:{A}:volume/vol-1"));
    owned(&mut ledger, &alice(), Creation::new(volume.clone()), A);
    let original = of("arn:aws:ec2:us-east-1::snapshot/snap-1").under(volume);
    let shared = original.arn().clone();
    owned(&mut ledger, &alice(), original, A);
    for (copy, creator, owner) in [
        ("arn:aws:ec2:us-east-1::snapshot/snap-2", bob(), B),
        ("arn:aws:ec2:eu-west-1::snapshot/snap-3", bob(), B),
        ("arn:aws:ec2:eu-west-1::snapshot/snap-4", alice(), A),
        ("arn:aws:ec2:us-east-1::image/ami-1", bob(), B),
    ] {
        owned(&mut ledger, &creator, of(copy).under(shared.clone()), owner);
    }
    assert_eq!(
        ledger.owner(shared.as_str()),
        Some(Owner::Account(account(A)))
    );
    ledger.delete_now(&shared).unwrap();
    assert_eq!(ledger.owned_by(account(B)).count(), 3, "copies stay");
    // The original may be in an account of which the ledger knows nothing.
    owned(
        &mut ledger,
        &bob(),
        of("arn:aws:ec2:us-east-1::snapshot/snap-9"),
        B,
    );
}

#[test]
fn ev_8_9_what_cannot_be_shared_is_not_taken_by_others() {
    let mut ledger = Ledger::new();
    let volume = arn(&format!("arn:aws:ec2:us-east-1:{A}:volume/vol-1"));
    let database = arn(&format!("arn:aws:rds:us-east-1:{A}:db:orders"));
    let group = arn(&format!("arn:aws:ec2:us-east-1:{A}:security-group/sg-1"));
    for source in [&volume, &database, &group] {
        owned(&mut ledger, &alice(), Creation::new(source.clone()), A);
    }
    let cluster = arn(&format!("arn:aws:rds:us-east-1:{A}:cluster:orders"));
    owned(&mut ledger, &alice(), Creation::new(cluster.clone()), A);
    use CreateErrorKind::{ParentElsewhere, ParentOfWrongKind};
    let snapshot = "arn:aws:ec2:us-east-1::snapshot/snap-1";
    for (creator, creation, kind) in [
        (bob(), of(snapshot).under(volume.clone()), ParentElsewhere),
        (
            alice(),
            of("arn:aws:ec2:eu-west-1::snapshot/snap-1").under(volume.clone()),
            ParentElsewhere,
        ),
        (alice(), of(snapshot).under(group), ParentOfWrongKind),
        (
            alice(),
            of(snapshot).under(database.clone()),
            ParentOfWrongKind,
        ),
        (
            alice(),
            of("arn:aws:ec2:us-east-1::image/ami-1").under(volume.clone()),
            ParentOfWrongKind,
        ),
        (
            bob(),
            of(&format!("arn:aws:rds:us-east-1:{B}:snapshot:s")).under(database.clone()),
            ParentElsewhere,
        ),
        (
            alice(),
            of(&format!("arn:aws:rds:us-east-1:{A}:snapshot:s")).under(cluster),
            ParentOfWrongKind,
        ),
        (
            alice(),
            of(&format!("arn:aws:rds:us-east-1:{A}:cluster-snapshot:s")).under(volume),
            ParentOfWrongKind,
        ),
    ] {
        refused(&mut ledger, &creator, creation, kind);
    }
    let automated = of(&format!(
        "arn:aws:rds:us-east-1:{A}:snapshot:rds:orders-2026-03-01"
    ));
    let shared = automated.arn().clone();
    owned(&mut ledger, &alice(), automated.under(database), A);
    let copy = of(&format!("arn:aws:rds:eu-west-1:{B}:snapshot:mine")).under(shared);
    owned(&mut ledger, &bob(), copy, B);
}

#[test]
fn ec2_arns_have_an_account_or_none_by_kind() {
    for malformed in [
        format!("arn:aws:ec2:us-east-1:{A}:snapshot/snap-1"),
        format!("arn:aws:ec2:us-east-1:{A}:image/ami-1"),
        "arn:aws:ec2:us-east-1::volume/vol-1".into(),
        "arn:aws:ec2:us-east-1::instance/i-1".into(),
        "arn:aws:ec2:::image/ami-1".into(),
        "arn:aws:ec2:us-east-1::image/".into(),
        "arn:aws:ec2:us-east-1::image/a/b".into(),
        "arn:aws:ec2:us-east-1:amazon:image/ami-1".into(),
    ] {
        let mut ledger = Ledger::new();
        let creation = of(&malformed);
        refused(
            &mut ledger,
            &alice(),
            creation,
            CreateErrorKind::UnknownKind,
        );
    }
}

#[test]
fn hosted_zones_have_neither_region_nor_account() {
    let mut ledger = Ledger::new();
    owned(
        &mut ledger,
        &alice(),
        of("arn:aws:route53:::hostedzone/Z1"),
        A,
    );
    owned(
        &mut ledger,
        &bob(),
        of("arn:aws:route53:::hostedzone/Z2"),
        B,
    );
    let twice = of("arn:aws:route53:::hostedzone/Z2");
    refused(&mut ledger, &alice(), twice, CreateErrorKind::AlreadyLive);
    for (text, kind) in [
        (
            "arn:aws:route53:us-east-1::hostedzone/Z3",
            CreateErrorKind::UnknownKind,
        ),
        ("arn:aws:route53:::zone/Z3", CreateErrorKind::UnknownKind),
        (
            "arn:aws:route53:::hostedzone/",
            CreateErrorKind::UnknownKind,
        ),
    ] {
        refused(&mut ledger, &alice(), of(text), kind);
    }
    let under = of("arn:aws:route53:::hostedzone/Z4").under(arn("arn:aws:route53:::hostedzone/Z1"));
    refused(
        &mut ledger,
        &alice(),
        under,
        CreateErrorKind::ParentNotAllowed,
    );
    assert_eq!(ledger.owned_by(account(B)).count(), 1);
}

#[test]
fn parts_of_an_api_need_the_api() {
    let mut ledger = Ledger::new();
    let api = arn("arn:aws:apigateway:us-east-1::/restapis/a1");
    let stage = of("arn:aws:apigateway:us-east-1::/restapis/a1/stages/prod");
    refused(
        &mut ledger,
        &alice(),
        stage.clone(),
        CreateErrorKind::ParentNotFound,
    );
    owned(&mut ledger, &alice(), Creation::new(api.clone()), A);
    owned(&mut ledger, &alice(), stage.clone(), A);
    let method = arn("arn:aws:apigateway:us-east-1::/restapis/a1/resources/r/methods/GET");
    assert_eq!(ledger.owner(method.as_str()), None);
    assert_eq!(ledger.owner_of(&method), Some(Owner::Account(account(A))));
    let other = arn("arn:aws:apigateway:us-east-1::/restapis/b2/stages/prod");
    assert_eq!(ledger.owner_of(&other), None);
    let elsewhere = of("arn:aws:apigateway:eu-west-1::/restapis/a1/stages/prod");
    refused(
        &mut ledger,
        &alice(),
        elsewhere,
        CreateErrorKind::ParentNotFound,
    );
    let misplaced = of("arn:aws:apigateway:us-east-1::/restapis/a1/stages/x").under(other);
    refused(
        &mut ledger,
        &alice(),
        misplaced,
        CreateErrorKind::ParentOfWrongKind,
    );
    for malformed in [
        "arn:aws:apigateway:us-east-1::restapis/a1",
        "arn:aws:apigateway:us-east-1::/restapis//stages",
        "arn:aws:apigateway:::/restapis/a1",
    ] {
        refused(
            &mut ledger,
            &alice(),
            of(malformed),
            CreateErrorKind::UnknownKind,
        );
    }
    assert_eq!(
        ledger.delete_now(&api).unwrap_err().kind(),
        DeleteErrorKind::NotEmpty
    );
    ledger.delete_now(stage.arn()).unwrap();
    ledger.delete_now(&api).unwrap();
    assert_eq!(ledger.owner_of(&method), None);
}

#[test]
fn ev_8_11_objects_follow_from_a_bucket_that_enforces_it_alone() {
    let mut ledger = Ledger::new();
    let object = |bucket: &str| arn(&format!("arn:aws:s3:::{bucket}/k"));
    let bucket = |name: &str| of(&format!("arn:aws:s3:::{name}"));
    for (name, setting) in [
        ("enforced", Some(ObjectOwnership::BucketOwnerEnforced)),
        ("preferred", Some(ObjectOwnership::BucketOwnerPreferred)),
        ("writer", Some(ObjectOwnership::ObjectWriter)),
        ("silent", None),
    ] {
        let creation = match setting {
            Some(setting) => bucket(name).with(setting),
            None => bucket(name),
        };
        owned(&mut ledger, &alice(), creation, A);
    }
    let enforced = Some(Owner::Account(account(A)));
    assert_eq!(ledger.owner_of(&object("enforced")), enforced);
    for name in ["preferred", "writer", "silent", "absent"] {
        assert_eq!(ledger.owner_of(&object(name)), None, "{name}");
    }
    ledger.delete_now(bucket("enforced").arn()).unwrap();
    assert_eq!(ledger.owner_of(&object("enforced")), None);
}

#[test]
fn ev_8_15_arns_without_an_account_are_known() {
    for (text, told) in [
        ("arn:aws:s3:::b", true),
        ("arn:aws:s3:::b/k", true),
        ("arn:aws:s3:us-east-1:111122223333:accesspoint/p", false),
        ("arn:aws:s3:us-east-1::accesspoint/p", false),
        ("arn:aws:ec2:us-east-1::snapshot/snap-1", true),
        ("arn:aws:ec2:us-east-1::snapshot/", false),
        ("arn:aws:ec2:us-east-1::volume/vol-1", false),
        ("arn:aws:route53:::hostedzone/Z1", true),
        ("arn:aws:apigateway:us-east-1::/restapis/a1", true),
        ("arn:aws:iam::aws:policy/X", false),
    ] {
        assert_eq!(has_no_account(&arn(text)), told, "{text}");
    }
}
