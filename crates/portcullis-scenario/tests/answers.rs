//! Where errors, findings and traces point, also into documents that are held in strings, and what several checks of one call
//! say together.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use portcullis_eval::Verdict;
use portcullis_scenario::{
    Answer, AnswerLine, Explanation, NoFiles, OwnerRule, Scenario, ScenarioError, Settings,
    SourceFile,
};
use serde_json::{Value, json};

const HEAD: &str = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject",
  "resource": "arn:aws:s3:::bucket/key", "resourceAccount": "111122223333"}"#;

fn read(text: &str) -> Result<Scenario, ScenarioError> {
    Scenario::read(SourceFile::new("scenario.json", text), &NoFiles)
}

#[track_caller]
fn answer(scenario: &Scenario, explanation: Explanation) -> Answer {
    let mut settings = Settings::default();
    settings.explanation = explanation;
    scenario
        .answer(&settings)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The printed form of an answer.
#[track_caller]
fn printed(text: &str, explanation: Explanation) -> Value {
    let scenario = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let answer = answer(&scenario, explanation);
    serde_json::to_value(AnswerLine::new(&scenario, &answer)).unwrap()
}

/// A scenario with one identity policy, whose document is given; `«` marks a place.
fn scenario(lenient: bool, document: &str) -> (String, (usize, usize)) {
    let marked = format!(
        "{HEAD},\n \"lenient\": {lenient}, \"policies\": {{\"identity\": [\n  {{\"name\": \"é\", \"document\": {document}}}]}}}}"
    );
    let (before, behind) = marked.split_once('«').unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (format!("{before}{behind}"), (line, column))
}

/// Checks the code and the place of the error for which a document is refused.
#[track_caller]
fn check_error(document: &str, code: &str) {
    let (text, place) = scenario(false, document);
    let error = read(&text)
        .err()
        .unwrap_or_else(|| panic!("{text}: no error"));
    let position = error.location().unwrap().position();
    assert_eq!(error.code(), code, "{text}");
    assert_eq!((position.line, position.column), place, "{text}");
    assert_eq!(error.policy().map(|name| &**name), Some("é"));
}

#[test]
fn errors_of_documents_that_are_objects() {
    check_error(
        r#"{"Statement": [«{"Effect": "Allow", "Action": "s3:*"}]}"#,
        "missing-resource",
    );
    check_error(
        "{\"Statement\": [],\n\n \"Version\": «\"2013-01-01\"}",
        "invalid-version",
    );
    check_error(
        r#"{"😀": 1}"#.replace("\"😀", "«\"😀").as_str(),
        "unknown-member",
    );
    let twice = r#"{"Statement": [{"Effect": "Deny", "Action": "a:b", "Resource": "*", "Condition": {"StringEquals": {"a:É": "x", «"a:é": "x"}}}]}"#;
    check_error(twice, "duplicate-condition-key");
}

/// The place is in the scenario's file, whatever escapes stand before it in the string.
#[test]
fn errors_of_documents_in_strings() {
    check_error(
        r#""{\"Statement\": [«{\"Effect\": \"Allow\", \"Action\": \"s3:*\"}]}""#,
        "missing-resource",
    );
    check_error(
        r#""{\n\n\t\"Version\": «\"2013\", \"Statement\": []}""#,
        "invalid-version",
    );
    check_error(
        r#""{\u0022Statement\u0022: [], «\u0022\ud83d\ude00\u0022: 1}""#,
        "unknown-member",
    );
    check_error(
        r#""{\"Id\": \"\\u00e9\\\"é😀\", \"Statement\": «null}""#,
        "wrong-type",
    );
    check_error(
        r#""{\"Statement\": {\"Effect\": \"Deny\", \"Action\": \"a:b\", \"Resource\": \"*\", \"Condition\": {\"Bool\": {\"a:b\": true}, «\"bool\": {\"a:b\": true}}}}""#,
        "duplicate-operator",
    );
    // What is wrong with the JSON itself.
    check_error(
        r#""{\"Statement\": [], «\"Statement\": []}""#,
        "duplicate-member",
    );
    check_error(r#""{\"Statement\": [\u007b\"Sid\": \"\\x«\"}]}""#.replace('«', "").replace("\\\\x", "«\\\\x").as_str(), "invalid-escape");
    check_error(r#""{\"Statement\": [],«}""#, "unexpected-character");
    check_error(r#""{\"Statement\": [«""#, "unexpected-end");
    check_error(r#""«""#, "unexpected-end");
}

#[test]
fn findings_of_documents_in_strings() {
    for document in [
        r#"{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": [«"arn:aws:s3", "*"]}]}"#,
        r#""{\n \"Statement\":\t[{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": [«\"arn\u003aaws:s3\", \"*\"]}]}""#,
    ] {
        let (text, (line, column)) = scenario(false, document);
        let printed = printed(&text, Explanation::None);
        let findings = printed["findings"].as_array().unwrap();
        let found = findings
            .iter()
            .find(|one| one["code"] == "incomplete-arn")
            .unwrap();
        assert_eq!(
            (&found["line"], &found["column"]),
            (&json!(line), &json!(column)),
            "{text}"
        );
        assert_eq!(found["policy"], "é");
        assert!(
            found.get("file").is_none(),
            "it is the scenario's own: {found}"
        );
    }
}

#[test]
fn traces_of_documents_in_strings() {
    let document = r#""{\n\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"a:b\", «\"s3:P\\u0075t*\"], \"Resource\": \"*\"}]}""#;
    let (text, (line, column)) = scenario(false, document);
    let printed = printed(&text, Explanation::Trace);
    let patterns = &printed["trace"]["evaluations"][0]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["layer"] == "identity")
        .unwrap()["statements"][0]["mismatches"][0]["patterns"];
    assert_eq!(
        patterns[1],
        json!({"text": "s3:Put*", "line": line, "column": column})
    );
}

/// A JSON Lines file is one text a line, and the line is that of the file.
#[test]
fn places_in_a_line_of_a_file() {
    let (text, (_, column)) = scenario(true, r#"{"Statement": «[]}"#);
    let text = text.replace('\n', " ");
    let one_line = SourceFile::line("cases.jsonl", text.as_str(), 7);
    let scenario = Scenario::read(one_line, &NoFiles).unwrap();
    let answer = answer(&scenario, Explanation::None);
    let found = answer
        .findings()
        .iter()
        .find(|one| one.code() == "empty-statement-list")
        .unwrap();
    let position = found.location().unwrap().position();
    assert_eq!(position.line, 7);
    assert!(position.column > column, "the line breaks are blanks");
}

/// Several resources: each check is traced to its own.
#[test]
fn each_check_points_to_its_own_resource() {
    let text = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject",
 "resources": ["arn:aws:s3:::bucket/a",
  "arn:aws:s3:::bucket/b"], "resourceAccount": "111122223333"}, "policies": {"identity": [
 {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::other/*"}}]}}"#;
    let printed = printed(text, Explanation::Trace);
    let evaluations = printed["trace"]["evaluations"].as_array().unwrap();
    let place = |evaluation: &Value| {
        let checks = evaluation["checks"].as_array().unwrap();
        let identity = checks
            .iter()
            .find(|check| check["layer"] == "identity")
            .unwrap();
        let mismatch = &identity["statements"][0]["mismatches"][0];
        (
            mismatch["found"][0].clone(),
            mismatch["foundAt"]["line"].clone(),
        )
    };
    let lines: Vec<(Value, Value)> = evaluations.iter().map(place).collect();
    let expected = [
        (json!("arn:aws:s3:::bucket/a"), json!(2)),
        (json!("arn:aws:s3:::bucket/b"), json!(3)),
    ];
    assert_eq!(lines, expected);
}

/// EV 1.1: the worst of the checks is the answer, and the first that is as bad decides.
#[test]
fn the_worst_check_is_the_answer() {
    let statements = json!([
        {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::bucket/a", "arn:aws:s3:::bucket/d"]},
        {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/d"}
    ]);
    for (names, verdict, deciding) in [
        (&["a", "a"][..], Verdict::Allowed, 0),
        (&["a", "b", "c"], Verdict::ImplicitlyDenied, 1),
        (&["b", "a", "d", "d"], Verdict::ExplicitlyDenied, 2),
    ] {
        let resources: Vec<String> = names
            .iter()
            .map(|name| format!("arn:aws:s3:::bucket/{name}"))
            .collect();
        let text = json!({
            "request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resources": resources},
            "policies": {"identity": [{"Version": "2012-10-17", "Statement": statements}]}
        });
        let scenario = read(&text.to_string()).unwrap();
        let answer = answer(&scenario, Explanation::None);
        assert_eq!(
            (answer.verdict(), answer.checks().len()),
            (verdict, names.len())
        );
        assert!(std::ptr::eq(
            answer.deciding(),
            answer.checks().get(deciding).unwrap()
        ));
    }
}

/// What is found for many resources in many statements is kept once.
#[test]
fn many_checks_find_the_same_things_once() {
    let resources: Vec<String> = (0..400)
        .map(|n| format!("arn:aws:s3:::bucket/{n}"))
        .collect();
    let statement = |n: usize| {
        json!({"Sid": format!("S{n}"), "Effect": "Deny", "Action": "s3:Get*", "NotResource": "arn:aws:s3:::bucket/${s3:prefix}",
            "Condition": {"StringLike": {format!("aws:PrincipalTag/{n}"): "x"}, "StringEquals": {"aws:TagKeys": "x"}}})
    };
    let statements: Vec<Value> = (0..400).map(statement).collect();
    let text = json!({
        "request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resources": resources,
            "resourceAccount": "111122223333"},
        "policies": {"identity": [{"Version": "2012-10-17", "Statement": statements}]}
    });
    let scenario = read(&text.to_string()).unwrap();
    let answer = answer(&scenario, Explanation::None);
    let count = |code| {
        answer
            .findings()
            .iter()
            .filter(|one| one.code() == code)
            .count()
    };
    assert_eq!(count("multivalued-key-without-set-operator"), 400);
    assert_eq!(count("unresolvable-not-resource"), 400);
    assert_eq!(answer.missing_context_keys().len(), 402);
}

/// Every check has a context of its own: many resources with many keys are refused, not answered out of memory.
#[test]
fn resources_times_keys_are_bounded() {
    let ask = |resources: usize, keys: usize| {
        let resources: Vec<String> = (0..resources)
            .map(|n| format!("arn:aws:s3:::bucket/{n}"))
            .collect();
        let context: BTreeMap<String, &str> =
            (0..keys).map(|n| (format!("s3:k{n}"), "x")).collect();
        let text = json!({"request": {
            "principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resources": resources,
            "resourceAccount": "111122223333", "context": context
        }});
        let answer = read(&text.to_string())
            .unwrap()
            .answer(&Settings::default());
        answer
            .map(|answer| answer.checks().len())
            .map_err(|error| error.code())
    };
    assert_eq!(ask(3_000, 1_000), Err("too-many-values"));
    assert_eq!(ask(130_000, 0), Err("too-many-values"));
    assert_eq!(ask(1, 20_000), Ok(1));
    assert_eq!(ask(5_000, 0), Ok(5_000));
}

/// PL 9.4: a supplied key that says something else is reported; other spellings of the same are not.
#[test]
fn supplied_keys_that_contradict() {
    let session = "arn:aws:sts::111122223333:assumed-role/app/ci";
    let alice = "arn:aws:iam::111122223333:user/alice";
    for (principal, key, value, contradicts) in [
        (alice, "aws:username", "alice", false),
        (alice, "aws:username", "Alice", true),
        (alice, "aws:UserName", "bob", true),
        (
            alice,
            "aws:PrincipalArn",
            "arn:aws:iam::111122223333:user/ALICE",
            true,
        ),
        (alice, "aws:PrincipalIsAWSService", "False", false),
        (alice, "aws:PrincipalIsAWSService", "true", true),
        (alice, "aws:PrincipalAccount", "444455556666", true),
        (alice, "aws:SecureTransport", "false", false),
        (alice, "aws:ResourceAccount", "111122223333", false),
        (alice, "aws:userid", "AIDAEXAMPLE", false),
        (
            session,
            "aws:PrincipalArn",
            "arn:aws:iam::111122223333:role/app",
            false,
        ),
        // The session ARN has lost the path of its role.
        (
            session,
            "aws:PrincipalArn",
            "arn:aws:iam::111122223333:role/team/app",
            false,
        ),
        (
            session,
            "aws:PrincipalArn",
            "arn:aws:iam::111122223333:role/team/App",
            true,
        ),
        (
            session,
            "aws:PrincipalArn",
            "arn:aws:iam::444455556666:role/app",
            true,
        ),
        (session, "aws:PrincipalArn", session, true),
        (session, "aws:username", "app", false),
    ] {
        let text = json!({"request": {
            "principal": principal, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "resourceAccount": "111122223333",
            "context": {key: value}
        }});
        let scenario = read(&text.to_string()).unwrap();
        let answer = answer(&scenario, Explanation::None);
        let found = answer
            .findings()
            .iter()
            .any(|one| one.code() == "context-contradicts-derived");
        assert_eq!(found, contradicts, "{key} {value} of {principal}");
    }
}

/// EV 8.15: supplied, the account field, the caller's account with a finding; else it is not known.
#[test]
fn the_owner_of_the_resource() {
    let ask = |principal: &str, resource: &str, supplied: Option<&str>, rule: OwnerRule| {
        let mut text = json!({"request": {"principal": principal, "action": "sqs:SendMessage", "resource": resource}});
        if let Some(account) = supplied {
            text["request"]["resourceAccount"] = json!(account);
        }
        let mut settings = Settings::default();
        settings.owner = rule;
        let answer = read(&text.to_string())
            .unwrap()
            .answer(&settings)
            .map_err(|error| error.code())?;
        let assumed = answer
            .findings()
            .iter()
            .any(|one| one.code() == "owner-assumed");
        Ok((answer.is_same_account(), assumed))
    };
    let alice = "arn:aws:iam::111122223333:user/alice";
    let queue = "arn:aws:sqs:eu-west-1:444455556666:jobs";
    let rows = [
        (alice, queue, None, Ok((false, false))),
        (alice, queue, Some("111122223333"), Ok((true, false))),
        (
            alice,
            "arn:aws:s3:::b",
            Some("444455556666"),
            Ok((false, false)),
        ),
        (alice, "arn:aws:s3:::b", None, Ok((true, true))),
        (alice, "*", None, Ok((true, true))),
        ("*", queue, None, Ok((false, false))),
        ("*", "arn:aws:s3:::b", None, Err("owner-unknown")),
        ("lambda.amazonaws.com", "*", None, Err("owner-unknown")),
        (alice, "arn:aws:iam::aws:policy/X", None, Ok((false, false))),
    ];
    for (principal, resource, supplied, expected) in rows {
        assert_eq!(
            ask(principal, resource, supplied, OwnerRule::Assume),
            expected,
            "{principal} {resource}"
        );
        let strict = match expected {
            Ok((_, true)) => Err("owner-unknown"),
            other => other,
        };
        assert_eq!(
            ask(principal, resource, supplied, OwnerRule::Require),
            strict,
            "{principal} {resource}"
        );
    }
}
