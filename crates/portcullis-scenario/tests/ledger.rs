//! The owner of a resource whose ARN names none comes from the ledger (EV 8.15).
#![expect(
    clippy::unwrap_used,
    reason = "a test that does not get what it asks for has to fail"
)]

use portcullis_arn::Arn;
use portcullis_ownership::rules::s3::ObjectOwnership;
use portcullis_ownership::{Creation, Creator, Ledger, Owner, OwnerLookup, Timestamp};
use portcullis_scenario::{
    Answer, NoFiles, OwnerRule, Scenario, ScenarioError, Settings, SourceFile,
};

const A: &str = "111122223333";
const B: &str = "444455556666";

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_epoch(1_772_366_400 + seconds, 0).unwrap()
}

/// Alice of account A has two buckets; Bob of account B uploads into the one that leaves objects to their writers, and so does nobody.
fn ledger() -> Ledger {
    let alice = Creator::named(&format!("arn:aws:iam::{A}:user/alice")).unwrap();
    let bob = Creator::named(&format!("arn:aws:iam::{B}:user/bob")).unwrap();
    let mut ledger = Ledger::new();
    let mut create = |creator: &Creator, creation: Creation| {
        ledger.create(creator, creation, time(0)).unwrap();
    };
    let of = |text: &str| Creation::new(text.parse::<Arn>().unwrap());
    create(
        &alice,
        of("arn:aws:s3:::writers").with(ObjectOwnership::ObjectWriter),
    );
    create(
        &alice,
        of("arn:aws:s3:::enforced").with(ObjectOwnership::BucketOwnerEnforced),
    );
    create(&bob, of("arn:aws:s3:::writers/bobs"));
    create(&Creator::anonymous(), of("arn:aws:s3:::writers/nobodys"));
    create(&bob, of("arn:aws:route53:::hostedzone/Z1"));
    ledger
}

/// Asks whether Alice may do something to a resource; everything is allowed to her by an identity-based policy.
fn ask(
    principal: &str,
    action: &str,
    resource: &str,
    account: Option<&str>,
    settings: &Settings<'_>,
) -> Result<Answer, ScenarioError> {
    let account = account.map(|id| format!(r#", "resourceAccount": "{id}""#));
    let text = format!(
        r#"{{"request": {{"principal": "{principal}", "action": "{action}", "resource": "{resource}"{}}},
            "policies": {{"identity": [{{"name": "all", "document": {{"Version": "2012-10-17",
            "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "*"}}}}}}]}}}}"#,
        account.unwrap_or_default()
    );
    let source = SourceFile::new("question.json", text);
    Scenario::read(source, &NoFiles)?.answer(settings)
}

fn alice(
    action: &str,
    resource: &str,
    account: Option<&str>,
    settings: &Settings<'_>,
) -> Result<Answer, ScenarioError> {
    let principal = format!("arn:aws:iam::{A}:user/alice");
    ask(&principal, action, resource, account, settings)
}

fn with(ledger: &dyn OwnerLookup) -> Settings<'_> {
    let mut settings = Settings::default();
    settings.ledger = Some(ledger);
    settings
}

fn owner(answer: &Answer) -> String {
    match answer.deciding().request.owner() {
        portcullis_eval::Owner::Account(account) => account.to_string(),
        other => format!("{other:?}"),
    }
}

fn is_assumed(answer: &Answer) -> bool {
    answer
        .findings()
        .iter()
        .any(|finding| finding.code() == "owner-assumed")
}

#[test]
fn ev_8_15_the_ledger_is_asked_where_the_arn_names_no_account() {
    let ledger = ledger();
    let settings = with(&ledger);
    for (action, resource, expected) in [
        ("s3:GetObject", "arn:aws:s3:::writers/bobs", B),
        ("s3:ListBucket", "arn:aws:s3:::writers", A),
        ("s3:GetObject", "arn:aws:s3:::enforced/never-recorded", A),
        (
            "route53:GetHostedZone",
            "arn:aws:route53:::hostedzone/Z1",
            B,
        ),
    ] {
        let answer = alice(action, resource, None, &settings).unwrap();
        assert_eq!(owner(&answer), expected, "{resource}");
        assert!(!is_assumed(&answer), "{resource}");
        assert_eq!(answer.is_same_account(), expected == A, "{resource}");
        assert_eq!(answer.verdict().is_allowed(), expected == A, "{resource}");
    }
}

#[test]
fn ev_8_15_what_is_supplied_and_what_the_arn_says_come_first() {
    let ledger = ledger();
    let settings = with(&ledger);
    let bobs = "arn:aws:s3:::writers/bobs";
    let answer = alice("s3:GetObject", bobs, Some(A), &settings).unwrap();
    assert_eq!((owner(&answer), answer.is_same_account()), (A.into(), true));

    /// Says that everything is Bob's.
    #[derive(Debug)]
    struct AllBobs;
    impl OwnerLookup for AllBobs {
        fn owner_of(&self, _: &Arn) -> Option<Owner> {
            Some(Owner::Account(B.parse().unwrap()))
        }
    }
    let settings = with(&AllBobs);
    let queue = format!("arn:aws:sqs:us-east-1:{A}:jobs");
    let answer = alice("sqs:SendMessage", &queue, None, &settings).unwrap();
    assert_eq!(owner(&answer), A);
    let managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let answer = alice("iam:GetPolicy", managed, None, &settings).unwrap();
    assert_eq!(owner(&answer), "Aws");
    let answer = alice("s3:ListAllMyBuckets", "*", None, &settings).unwrap();
    assert_eq!(owner(&answer), A, "`*` is no resource that a ledger knows");
}

#[test]
fn ev_8_15_what_the_ledger_does_not_know_is_assumed_or_an_error() {
    let ledger = ledger();
    let mut settings = with(&ledger);
    let unknown = [
        "arn:aws:s3:::elsewhere/k",
        // Anybody may have uploaded it.
        "arn:aws:s3:::writers/never-recorded",
    ];
    for resource in unknown {
        let answer = alice("s3:GetObject", resource, None, &settings).unwrap();
        assert_eq!(owner(&answer), A, "{resource}");
        assert!(is_assumed(&answer), "{resource}");
    }
    let service = ask(
        "lambda.amazonaws.com",
        "s3:GetObject",
        unknown[0],
        None,
        &settings,
    );
    assert_eq!(service.unwrap_err().code(), "owner-unknown");
    settings.owner = OwnerRule::Require;
    for resource in unknown {
        let error = alice("s3:GetObject", resource, None, &settings).unwrap_err();
        assert_eq!(error.code(), "owner-unknown", "{resource}");
    }
    let known = alice("s3:GetObject", "arn:aws:s3:::writers/bobs", None, &settings);
    assert_eq!(owner(&known.unwrap()), B);
}

#[test]
fn ev_8_12_an_object_of_the_anonymous_user_is_assumed_to_be_nobody_elses() {
    let ledger = ledger();
    let settings = with(&ledger);
    let object = "arn:aws:s3:::writers/nobodys";
    let error = alice("s3:GetObject", object, None, &settings).unwrap_err();
    assert_eq!(error.code(), "owner-unknown");
    assert!(error.message().contains("anonymous"), "{}", error.message());
    let answer = alice("s3:GetObject", object, Some(B), &settings).unwrap();
    assert_eq!(owner(&answer), B);
}

#[test]
fn the_ledger_can_be_asked_as_of_a_time() {
    let mut ledger = ledger();
    let object: Arn = "arn:aws:s3:::writers/bobs".parse().unwrap();
    ledger.delete(&object, time(10)).unwrap();
    let before = ledger.at(time(9));
    let after = ledger.at(time(10));
    let asked = |view: &dyn OwnerLookup| {
        let answer = alice("s3:GetObject", object.as_str(), None, &with(view));
        owner(&answer.unwrap())
    };
    assert_eq!((asked(&before), asked(&after)), (B.into(), A.into()));
}
