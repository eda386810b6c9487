//! Lines, clocks, places and derived keys; whole scenarios are tested by the corpus.

mod small_stack;

use std::io::{BufReader, Cursor};

use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Action, Owner, Principal};
use portcullis_json::Span;

use crate::{Clock, Line, LineReader, MAX_LINE_BYTES, Origin, SourceFile, derive_context};

fn lines(text: &[u8], buffer: usize) -> Vec<Line> {
    let mut reader = LineReader::new(BufReader::with_capacity(buffer, Cursor::new(text)));
    std::iter::from_fn(|| reader.next_line().unwrap()).collect()
}

fn text(number: usize, text: &str) -> Line {
    Line::Text(number, text.as_bytes().to_vec())
}

#[test]
fn lines_keep_their_numbers_and_lose_their_ends() {
    let expected = [text(1, "{1}"), text(3, "{3}"), text(5, "{5}")];
    for buffer in [1, 2, 7, 4_096] {
        assert_eq!(
            lines(b"{1}\n\n{3}\r\n  \n{5}", buffer),
            expected,
            "buffer of {buffer}"
        );
    }
    assert_eq!(lines(b"", 8), []);
    assert_eq!(lines(b"\n\n", 8), []);
}

#[test]
fn a_line_that_is_too_long_is_skipped_and_the_next_is_read() {
    let mut input = vec![b'a'; MAX_LINE_BYTES + 1];
    input.extend_from_slice(b"\n{2}\n");
    let found = lines(&input, 1 << 16);
    assert!(matches!(&found[0], Line::TooLong(1, kept) if kept.len() <= 64 << 10));
    assert_eq!(found[1..], [text(2, "{2}")]);
    let longest = vec![b'a'; MAX_LINE_BYTES];
    assert!(
        matches!(&lines(&longest, 1 << 16)[0], Line::Text(1, line) if line.len() == MAX_LINE_BYTES)
    );
}

#[test]
fn a_clock_has_both_forms_of_its_time() {
    let clock = Clock::from_epoch_seconds(951_782_400);
    assert_eq!(clock.current_time(), "2000-02-29T00:00:00Z");
    assert_eq!(clock.epoch_time(), "951782400");
    // Behind the last year that a date can have, both forms are seconds.
    assert_eq!(
        Clock::from_epoch_seconds(u64::MAX).epoch_time(),
        u64::MAX.to_string()
    );
}

#[test]
fn places_in_a_string_are_those_of_the_file() {
    // The document begins in column 8 of line 2; its quotes are escaped.
    let file = SourceFile::new("a.json", "{\n  \"d\": \"{\\\"é\\\":\\n 1}\"}");
    let start = file.text().find("\"{").unwrap();
    let end = file.text().rfind('"').unwrap() + 1;
    let origin = Origin::of_string(file.clone(), Span { start, end });
    let at = |start: usize, end: usize| origin.locate(Span { start, end });
    // Decoded: {"é":⏎ 1} — the brace, the key, and the number behind the line break.
    assert_eq!(at(0, 1).position().to_string(), "2:9");
    assert_eq!(at(1, 5).position().to_string(), "2:10");
    let number = at(8, 9);
    assert_eq!(number.file().text().get(number.span().range()), Some("1"));
}

#[test]
fn lines_of_a_file_count_from_their_own() {
    let file = SourceFile::line("a.jsonl", "ab", 7);
    assert_eq!(file.position(1).to_string(), "7:2");
    assert_eq!(SourceFile::unnamed("a\nb").position(2).to_string(), "2:1");
}

/// The context that is derived from nothing but a principal, an action and an owner, and what it contradicts.
fn derived(principal: &str, given: &[(&str, &str)]) -> (Context, Vec<String>) {
    let mut context = Context::new();
    for (key, value) in given {
        context
            .insert(key.parse().unwrap(), ContextValue::single(*value))
            .unwrap();
    }
    let principal: Principal = principal.parse().unwrap();
    let action: Action = "s3:GetObject".parse().unwrap();
    let owner = Owner::Account("444455556666".parse().unwrap());
    let contradicted = derive_context(&mut context, &principal, &action, None, owner, None);
    (
        context,
        contradicted.iter().map(ContextKey::to_string).collect(),
    )
}

#[track_caller]
fn check_key(principal: &str, key: &str, expected: Option<&str>) {
    let (context, _) = derived(principal, &[]);
    let found = context.get_str(key).map(|value| value.values()[0].as_ref());
    assert_eq!(found, expected, "{key} of {principal}");
}

#[test]
fn keys_follow_from_every_kind_of_principal() {
    let user = "arn:aws:iam::111122223333:user/dev/alice";
    check_key(user, "aws:PrincipalArn", Some(user));
    check_key(user, "aws:username", Some("alice"));
    check_key(user, "aws:userid", None);
    check_key(user, "aws:PrincipalType", Some("User"));
    let root = "arn:aws:iam::111122223333:root";
    check_key(root, "aws:userid", Some("111122223333"));
    check_key(root, "aws:username", None);
    check_key(root, "aws:PrincipalType", Some("Account"));
    let session = "arn:aws:sts::111122223333:assumed-role/app/ci";
    check_key(
        session,
        "aws:PrincipalArn",
        Some("arn:aws:iam::111122223333:role/app"),
    );
    check_key(session, "aws:PrincipalType", Some("AssumedRole"));
    let federated = "arn:aws:sts::111122223333:federated-user/carol";
    check_key(federated, "aws:userid", Some("111122223333:carol"));
    check_key(federated, "aws:PrincipalArn", Some(federated));
    check_key("*", "aws:PrincipalAccount", Some("anonymous"));
    check_key("*", "aws:PrincipalArn", None);
    check_key("*", "aws:PrincipalIsAWSService", None);
    check_key(
        "s3.amazonaws.com",
        "aws:PrincipalIsAWSService",
        Some("true"),
    );
    check_key(
        "s3.amazonaws.com",
        "aws:PrincipalServiceName",
        Some("s3.amazonaws.com"),
    );
    check_key("s3.amazonaws.com", "aws:PrincipalAccount", None);
    check_key(user, "aws:ResourceAccount", Some("444455556666"));
    check_key(user, "aws:CurrentTime", None);
}

#[test]
fn a_given_key_is_kept_and_a_contradiction_is_named() {
    let user = "arn:aws:iam::111122223333:user/alice";
    let given = [
        ("AWS:PrincipalAccount", "999999999999"),
        ("aws:SecureTransport", "false"),
    ];
    let (context, contradicted) = derived(user, &given);
    let account = context.get_str("aws:PrincipalAccount").unwrap();
    assert_eq!(account.values()[0].as_ref(), "999999999999");
    // A default is no fact: the caller may say otherwise.
    assert_eq!(contradicted, ["aws:PrincipalAccount"]);
    assert_eq!(
        derived(user, &[("aws:username", "alice")]).1,
        [] as [String; 0]
    );
}

#[test]
fn a_finding_does_not_list_every_type_of_a_service() {
    let text = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "ec2:CreateTags",
        "resource": "arn:aws:s3:::amzn-s3-demo-bucket", "resourceAccount": "111122223333"}, "policies": {}}"#;
    let scenario = crate::Scenario::read(SourceFile::unnamed(text), &crate::NoFiles).unwrap();
    let answer = scenario.answer(&crate::Settings::default()).unwrap();
    let mut findings = answer.findings().iter();
    let found = findings.find(|one| one.code() == "resource-type-mismatch");
    let message = found.unwrap().message();
    assert!(message.len() < 400, "{message}");
    assert!(
        message.contains(" or one of ") && message.contains("`ec2:CreateTags`"),
        "{message}"
    );
}

/// A document in a string has limits of its own, which its text within the scenario's has not: that one was read says nothing of the
/// other.
#[test]
fn what_is_remembered_has_the_limits_of_its_form() {
    use crate::{Limits, NoFiles, ScenarioReader};
    use portcullis_policy::Reading;
    let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let mut limits = Limits::default();
    limits.document.json.max_bytes = 50;
    let reader = ScenarioReader::new(Reading::default(), limits);
    let read = |document: &str| {
        let text = format!(
            r#"{{"request": {{"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resource": "*"}}, "policies": {{"identity": [{{"document": {document}}}]}}}}"#
        );
        let read = reader.read(SourceFile::unnamed(text), &NoFiles);
        read.map(|_| ()).map_err(|error| error.code())
    };
    let string = serde_json::to_string(policy).unwrap();
    for _ in 0..3 {
        assert_eq!(read(policy), Ok(()));
        assert_eq!(read(&string), Err("too-large"));
    }
}
