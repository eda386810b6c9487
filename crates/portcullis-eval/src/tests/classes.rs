//! PL 4.1, 4.2: under which classes an element names a caller, and whom `NotPrincipal` leaves out.

use super::{
    ALICE, ALLOW, ANONYMOUS, FEDERATED, OBJECT, OTHER, OWN, Question, ROLE, ROOT, SERVICE, SESSION,
    asks, calls, names,
};
use crate::caller::Caller;
use crate::{Layer, MatchClass};

use std::format;
use std::string::String;
use std::vec::Vec;

/// The names of the classes under which a principal element names the caller.
#[track_caller]
fn classes(question: &Question, effect: &str, principal: &str) -> String {
    let document = super::policy(
        portcullis_policy::PolicyKind::Resource,
        &[&names(effect, principal)],
    );
    let statement = &document.document().statements()[0];
    let request = question.request();
    let caller = Caller {
        request: &request,
        bounded: question.policies.boundary.is_some(),
    };
    let classes = caller.classes(statement.principal(), statement.effect());
    let names: Vec<&str> = classes.iter().map(MatchClass::as_str).collect();
    names.join(" ")
}

#[track_caller]
fn check(question: &Question, entries: &str, expected: &str) {
    for effect in ["Allow", "Deny"] {
        let found = classes(question, effect, &format!(r#""Principal": {entries}"#));
        assert_eq!(found, expected, "{} by {entries}", question.principal);
    }
}

fn guest() -> Question {
    asks(FEDERATED).issued_by(ALICE)
}

#[test]
fn the_class_of_each_form() {
    let everyone = [
        asks(ROOT),
        asks(ALICE),
        asks(ROLE),
        asks(SESSION),
        guest(),
        asks(SERVICE),
        asks(ANONYMOUS),
    ];
    for caller in &everyone {
        check(caller, r#""*""#, "wildcard");
        check(caller, r#"{"AWS": "*"}"#, "wildcard");
        check(caller, "{}", "");
        check(caller, r#"{"AWS": "arn:aws:iam::111122223333:user/*"}"#, "");
        check(caller, r#"{"Service": "*"}"#, "");
        check(caller, r#"{"AWS": "444455556666"}"#, "");
    }
    for caller in &everyone[..5] {
        check(caller, r#"{"AWS": "111122223333"}"#, "account");
        check(
            caller,
            r#"{"AWS": "arn:aws:iam::111122223333:root"}"#,
            "account",
        );
        check(
            caller,
            r#"{"AWS": "arn:aws-cn:iam::111122223333:root"}"#,
            "",
        );
    }
    let aws = |entry: &str| format!(r#"{{"AWS": "{entry}"}}"#);
    check(&asks(ALICE), &aws(ALICE), "user");
    check(&guest(), &aws(ALICE), "federatingUser");
    check(&asks(FEDERATED), &aws(ALICE), "");
    check(&asks(FEDERATED).issued_by(ROOT), &aws(ALICE), "");
    check(&asks(SESSION), &aws(ROLE), "role");
    check(&asks(ROLE), &aws(ROLE), "role");
    check(&asks(ALICE), &aws(ROLE), "");
    for other in [
        "arn:aws:iam::444455556666:role/app",
        "arn:aws-cn:iam::111122223333:role/app",
    ] {
        check(&asks(SESSION), &aws(other), "");
        check(&asks(ROLE), &aws(other), "");
    }
    check(&asks(SESSION), &aws(SESSION), "session");
    check(&asks(ROLE), &aws(SESSION), "");
    check(&guest(), &aws(FEDERATED), "session");
    check(
        &asks(SERVICE),
        r#"{"Service": "lambda.amazonaws.com"}"#,
        "service",
    );
    check(&asks(SERVICE), r#"{"Service": "Lambda.amazonaws.com"}"#, "");
    check(&asks(ALICE), r#"{"Service": "lambda.amazonaws.com"}"#, "");
}

#[test]
fn several_entries_give_several_classes() {
    let entries = format!(
        r#"{{"AWS": ["{SESSION}", "{ROLE}", "{OWN}", "*", "{OTHER}"], "Service": "{SERVICE}"}}"#
    );
    check(&asks(SESSION), &entries, "wildcard account role session");
    check(&asks(ALICE), &entries, "wildcard account");
    check(&asks(SERVICE), &entries, "wildcard service");
    check(&asks(ANONYMOUS), &entries, "wildcard");
}

/// PL 4.1: the part of `aws:userid` before the colon, where that is known.
#[test]
fn unique_ids() {
    let user = r#"{"AWS": "AIDAEXAMPLEEXAMPLEID1"}"#;
    let role = r#"{"AWS": "AROAEXAMPLEEXAMPLEID1"}"#;
    check(&asks(ALICE), user, "");
    check(
        &asks(ALICE).context("aws:userid", "AIDAEXAMPLEEXAMPLEID1"),
        user,
        "user",
    );
    check(
        &asks(ALICE).context("AWS:UserId", "AIDAEXAMPLEEXAMPLEID1"),
        user,
        "user",
    );
    check(
        &asks(ALICE).context("aws:userid", "aidaexampleexampleid1"),
        user,
        "",
    );
    check(
        &asks(SESSION).context("aws:userid", "AROAEXAMPLEEXAMPLEID1:ci"),
        role,
        "role",
    );
    check(
        &asks(SESSION).context("aws:userid", "AROAEXAMPLEEXAMPLEID12:ci"),
        role,
        "",
    );
    check(
        &asks(ROLE).context("aws:userid", "AROAEXAMPLEEXAMPLEID1:x"),
        role,
        "role",
    );
    check(
        &asks(ROOT).context("aws:userid", "AIDAEXAMPLEEXAMPLEID1"),
        user,
        "",
    );
    check(
        &guest().context("aws:userid", "AIDAEXAMPLEEXAMPLEID1:guest"),
        user,
        "",
    );
}

#[test]
fn canonical_users() {
    let id = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let entry = format!(r#"{{"CanonicalUser": "{id}"}}"#);
    check(&asks(ALICE), &entry, "");
    let known = |principal: &str| asks(principal).with(|builder| builder.canonical_user_id(id));
    check(&known(ALICE), &entry, "account");
    check(&known(ROOT), &entry, "account");
    let other = entry.replace("79a", "89a");
    check(&known(ALICE), &other, "");
    // S3 alone knows them, whatever the resource.
    let elsewhere =
        |action| calls(ALICE, action, OBJECT).with(|builder| builder.canonical_user_id(id));
    check(&elsewhere("S3:PutObject"), &entry, "account");
    check(&elsewhere("kms:Decrypt"), &entry, "");
    check(&elsewhere("s3x:GetObject"), &entry, "");
}

/// PL 4.2.7: under `Allow` any entry excludes, and the class is the wildcard's.
#[test]
fn not_principal_under_allow() {
    for (caller, listed, expected) in [
        (asks(ALICE), format!(r#""{ALICE}""#), ""),
        (asks(ALICE), format!(r#""{OWN}""#), ""),
        (asks(ALICE), format!(r#""{OTHER}""#), "wildcard"),
        (asks(SESSION), format!(r#""{ROLE}""#), ""),
        (asks(SESSION), format!(r#""{ALICE}""#), "wildcard"),
        (asks(ANONYMOUS), format!(r#""{OWN}""#), "wildcard"),
        (asks(ANONYMOUS), r#""*""#.into(), ""),
        // The rule on boundaries is one of Deny.
        (asks(ALICE).boundary(&[ALLOW]), format!(r#""{ALICE}""#), ""),
    ] {
        let element = format!(r#""NotPrincipal": {{"AWS": [{listed}]}}"#);
        assert_eq!(
            classes(&caller, "Allow", &element),
            expected,
            "{} not {listed}",
            caller.principal
        );
    }
}

/// Whether a Deny with `NotPrincipal` hits the caller.
#[track_caller]
fn hits(caller: &Question, entries: &str) -> bool {
    let element = format!(r#""NotPrincipal": {entries}"#);
    !classes(caller, "Deny", &element).is_empty()
}

/// PL 4.2.3: a caller is exempt only if every one of its identities is listed.
#[test]
fn not_principal_under_deny() {
    let identities: [(Question, Vec<&str>); 6] = [
        (asks(ROOT), [OWN].into()),
        (asks(ALICE), [ALICE, OWN].into()),
        (asks(ROLE), [ROLE, OWN].into()),
        (asks(SESSION), [SESSION, ROLE, OWN].into()),
        (guest(), [FEDERATED, OWN].into()),
        (asks(FEDERATED).issued_by(ROOT), [FEDERATED, OWN].into()),
    ];
    let list = |entries: &[&str]| format!(r#"{{"AWS": ["{}"]}}"#, entries.join("\", \""));
    for (caller, identities) in &identities {
        assert!(!hits(caller, &list(identities)), "{}", caller.principal);
        assert!(!hits(caller, r#""*""#), "{}", caller.principal);
        assert!(!hits(caller, &list(&[OTHER, "*"])), "{}", caller.principal);
        assert!(hits(caller, "{}"), "{}", caller.principal);
        for missing in 0..identities.len() {
            let mut fewer = identities.clone();
            fewer[missing] = OTHER;
            assert!(
                hits(caller, &list(&fewer)),
                "{} without {}",
                caller.principal,
                identities[missing]
            );
        }
        // Whoever has a boundary is hit, whatever is listed.
        let bounded = caller.clone().boundary(&[ALLOW]);
        assert!(hits(&bounded, &list(identities)), "{}", caller.principal);
        assert!(hits(&bounded, r#""*""#), "{}", caller.principal);
    }
    let service = r#"{"Service": "lambda.amazonaws.com"}"#;
    assert!(!hits(&asks(SERVICE), service));
    assert!(hits(&asks(SERVICE), &list(&[OWN])));
    assert!(hits(&asks(ANONYMOUS), service));
    assert!(!hits(&asks(ANONYMOUS), r#""*""#));
    let unique = asks(SESSION).context("aws:userid", "AROAEXAMPLEEXAMPLEID1:ci");
    assert!(!hits(
        &unique,
        &list(&[SESSION, "AROAEXAMPLEEXAMPLEID1", OWN])
    ));
}

/// EV 3.6: the boundary rule reaches the decision, and a malformed entry excludes nobody.
#[test]
fn not_principal_in_decisions() {
    let deny = names(
        "Deny",
        &format!(r#""NotPrincipal": {{"AWS": ["{ALICE}", "{OWN}"]}}"#),
    );
    let granted = |principal| asks(principal).identity(&[ALLOW]).resource(&[&deny]);
    granted(ALICE).is_allowed_by(Layer::Identity);
    granted(ALICE)
        .boundary(&[ALLOW])
        .is_refused_by(Layer::Resource);
    granted(SESSION).is_refused_by(Layer::Resource);
    let malformed = names(
        "Deny",
        r#""NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/*"}"#,
    );
    asks(ROOT)
        .resource(&[&malformed])
        .is_refused_by(Layer::Resource);
    let allow = names("Allow", r#""NotPrincipal": {"AWS": "444455556666"}"#);
    asks(ALICE)
        .resource(&[&allow])
        .is_allowed_by(Layer::Resource);
    asks(ANONYMOUS)
        .resource(&[&allow])
        .is_allowed_by(Layer::Resource);
    asks(super::BOB).resource(&[&allow]).lacks(Layer::Identity);
}
