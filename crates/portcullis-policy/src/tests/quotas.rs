//! PL 2.2: how large a document may be, and what is counted.

use crate::tests::findings;
use crate::{PolicyKind, ProblemKind, Quota, Reading, resource_policy_quota};
use std::format;
use std::string::String;
use std::vec::Vec;

const HEAD: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Condition":{"StringEquals":{"s3:prefix":""#;

/// A document of exactly this many characters, of which `spaces` are white space between tokens and the last ones in its
/// texts are `filler`.
fn document(kind: PolicyKind, characters: usize, spaces: usize, filler: char) -> String {
    use PolicyKind as Kind;
    let principal = match kind {
        Kind::Identity | Kind::PermissionsBoundary | Kind::Session | Kind::ServiceControl => "",
        _ => r#","Principal":"*""#,
    };
    let resource = match kind {
        Kind::RoleTrust => "",
        _ => r#","Resource":"*""#,
    };
    let tail = format!(r#""}}}}{principal}{resource}}}]{}}}"#, " ".repeat(spaces));
    let filled = characters - HEAD.chars().count() - tail.chars().count();
    let text: String = core::iter::repeat_n(filler, filled).collect();
    format!("{HEAD}{text}{tail}")
}

fn is_over(kind: PolicyKind, text: &str) -> bool {
    let found = findings(text, kind, Reading::Strict);
    let kinds: Vec<ProblemKind> = found.into_iter().map(|(kind, _)| kind).collect();
    assert!(
        kinds.iter().all(|kind| *kind == ProblemKind::OverQuota),
        "{kinds:?}"
    );
    !kinds.is_empty()
}

#[test]
fn each_kind_at_its_limit_and_one_beyond() {
    for (kind, limit) in [
        (PolicyKind::Identity, 10_240),
        (PolicyKind::PermissionsBoundary, 6_144),
        (PolicyKind::Session, 2_048),
        (PolicyKind::RoleTrust, 4_096),
        (PolicyKind::KmsKey, 32_768),
        (PolicyKind::ServiceControl, 10_240),
        (PolicyKind::ResourceControl, 5_120),
        (PolicyKind::VpcEndpoint, 20_480),
    ] {
        assert!(!is_over(kind, &document(kind, limit, 0, 'a')), "{kind}");
        assert!(is_over(kind, &document(kind, limit + 1, 0, 'a')), "{kind}");
    }
    let resource = PolicyKind::Resource;
    assert!(!is_over(resource, &document(resource, 100_000, 0, 'a')));
}

/// White space between tokens is left out for identity-based policies and boundaries only.
#[test]
fn white_space_counts_by_kind() {
    for (kind, limit, free) in [
        (PolicyKind::Identity, 10_240, true),
        (PolicyKind::PermissionsBoundary, 6_144, true),
        (PolicyKind::Session, 2_048, false),
        (PolicyKind::RoleTrust, 4_096, false),
        (PolicyKind::KmsKey, 32_768, false),
        (PolicyKind::ServiceControl, 10_240, false),
        (PolicyKind::ResourceControl, 5_120, false),
        (PolicyKind::VpcEndpoint, 20_480, false),
    ] {
        let spaced = document(kind, limit + 50, 50, 'a');
        assert_eq!(is_over(kind, &spaced), !free, "{kind}");
        let inside = document(kind, limit + 50, 0, ' ');
        assert!(
            is_over(kind, &inside),
            "{kind}: white space in a text counts"
        );
        let around = format!("\n\n{}\n", document(kind, limit, 0, 'a'));
        assert!(
            !is_over(kind, &around),
            "{kind}: white space around the document"
        );
    }
}

/// Only key policies count bytes.
#[test]
fn characters_or_bytes() {
    let key = PolicyKind::KmsKey;
    assert!(is_over(key, &document(key, 32_768, 0, 'é')));
    for (kind, limit) in [
        (PolicyKind::Session, 2_048),
        (PolicyKind::ServiceControl, 10_240),
        (PolicyKind::Identity, 10_240),
    ] {
        assert!(!is_over(kind, &document(kind, limit, 0, 'é')), "{kind}");
    }
}

#[test]
fn what_is_measured() {
    for (text, characters) in [
        ("", 0),
        (" {\n\t\"a\" : 1 }\r", 7),
        (r#""a b""#, 5),
        (r#""\"" "x" "#, 7),
        (r#""\\" "#, 4),
        (r#""\\\"  " "#, 8),
        ("\u{a0}", 1),
    ] {
        let quota = Quota::CharactersWithoutSpace(9);
        assert_eq!(quota.measure(text), Some((characters, 9)), "{text:?}");
    }
    assert_eq!(Quota::Characters(9).measure(" é "), Some((3, 9)));
    assert_eq!(Quota::Bytes(9).measure(" é "), Some((4, 9)));
    assert_eq!(Quota::ByService.measure("x"), None);
    assert_eq!(resource_policy_quota("S3"), Some(Quota::Bytes(20_480)));
    assert_eq!(resource_policy_quota("sqs"), Some(Quota::Bytes(8_192)));
    assert_eq!(resource_policy_quota("lambda"), None);
}
