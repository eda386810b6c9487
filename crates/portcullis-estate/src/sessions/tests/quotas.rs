//! PL 2.2: the lengths and characters of names, and how many there may be.

use super::super::{
    ExternalId, FederatedUserName, RoleSessionName, SessionErrorKind, SessionPolicies,
    SourceIdentity, TagKey, Tags, UniqueId,
};
use super::{alice, assume, refused, tags};

/// Texts that a name takes and texts that it refuses.
#[track_caller]
fn check<T: std::str::FromStr>(valid: &[&str], invalid: &[&str]) {
    assert!(valid.len() > 1 && invalid.len() > 1);
    for text in valid {
        assert!(text.parse::<T>().is_ok(), "`{text}`");
    }
    for text in invalid {
        assert!(text.parse::<T>().is_err(), "`{text}`");
    }
}

#[test]
fn pl_2_2_role_session_name() {
    let (longest, longer) = ("x".repeat(64), "x".repeat(65));
    let valid = ["ab", "a_+=,.@-Z9", &longest];
    check::<RoleSessionName>(
        &valid,
        &["", "a", &longer, "a b", "a/b", "a:b", "äb", "ab\n"],
    );
    let error = "a b".parse::<RoleSessionName>().unwrap_err();
    assert_eq!(error.kind(), SessionErrorKind::InvalidRoleSessionName);
}

#[test]
fn pl_2_2_source_identity() {
    let (longest, longer) = ("x".repeat(64), "x".repeat(65));
    let valid = ["al", "alice@example.com", "aws", "aws-alice", &longest];
    check::<SourceIdentity>(
        &valid,
        &["", "a", &longer, "aws:alice", "AWS:alice", "al ice"],
    );
    let error = "aws:alice".parse::<SourceIdentity>().unwrap_err();
    assert_eq!(error.kind(), SessionErrorKind::InvalidSourceIdentity);
    assert!(error.to_string().contains("not beginning with `aws:`"));
}

#[test]
fn pl_2_2_external_id() {
    let (longest, longer) = ("x".repeat(1224), "x".repeat(1225));
    let valid = ["ab", "arn:aws:iam::1/x", "a_+=,.@:/-", &longest];
    check::<ExternalId>(&valid, &["", "a", &longer, "a b", "a?", "aé"]);
    let error = longer.parse::<ExternalId>().unwrap_err();
    assert_eq!(error.kind(), SessionErrorKind::InvalidExternalId);
    assert!(error.to_string().len() < 200, "the excerpt is bounded");
}

#[test]
fn names_of_the_other_calls() {
    let (longest, longer) = ("x".repeat(32), "x".repeat(33));
    check::<FederatedUserName>(&["ab", &longest], &["a", &longer, "a/b"]);
    check::<UniqueId>(&["AROAEXAMPLE", "1"], &["", "AROA:x", "a b"]);
}

#[test]
fn pl_2_2_session_tags() {
    let (key, long_key) = ("k".repeat(128), "k".repeat(129));
    let (value, long_value) = ("é".repeat(256), "é".repeat(257));
    check::<TagKey>(
        &["k", "Cost Center", "é", "a_.:/=+-@", "/a", &key],
        &["", &long_key, "a?", "a*", "a\tb", "${x}"],
    );
    let kind = |key: &str, value: &str| Tags::new().with(key, value).map_err(|error| error.kind());
    assert!(kind(&key, &value).is_ok() && kind("k", "").is_ok());
    assert_eq!(
        kind("k", &long_value),
        Err(SessionErrorKind::InvalidTagValue)
    );
    assert_eq!(kind("k", "a*"), Err(SessionErrorKind::InvalidTagValue));

    let many = |count: usize| {
        let add = |all: Tags, index| all.with(&format!("k{index}"), "").unwrap();
        (0..count).fold(Tags::new(), add)
    };
    assert!(assume(alice()).tags(many(50)).build().is_ok());
    refused(
        assume(alice()).tags(many(51)),
        SessionErrorKind::TooManyTags,
    );
    let reserved = tags(&[("AWS:team", "red")]);
    refused(
        assume(alice()).tags(reserved),
        SessionErrorKind::ReservedTagKey,
    );
}

#[test]
fn pl_2_2_session_policies() {
    let add = |all: SessionPolicies, index: usize| {
        let arn = format!("arn:aws:iam::111122223333:policy/p{index}");
        all.with_managed(arn.parse().unwrap())
    };
    let ten = (0..10).try_fold(SessionPolicies::new(), add).unwrap();
    assert_eq!(ten.managed().len(), 10);
    let error = add(ten, 10).unwrap_err();
    assert_eq!(error.kind(), SessionErrorKind::TooManySessionPolicies);
}
