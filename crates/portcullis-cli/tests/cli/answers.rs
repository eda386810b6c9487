//! `simulate` over files and standard input: order, formats, exit codes, errors in between.

use crate::support::{Folder, allow, run, run_with, scenario};

#[test]
fn exit_codes_tell_the_worst() {
    let good = scenario("good", "s3:ListAllMyBuckets", &allow("s3:*"));
    let denied = scenario("denied", "ec2:RunInstances", &allow("s3:*"));
    let bad = scenario("bad", "s3:ListAllMyBuckets", &allow("nonsense"));
    let code = |lines: &[&str]| run_with(&["simulate", "-"], lines.join("\n").as_bytes()).code;
    assert_eq!(code(&[&good, &good]), 0);
    assert_eq!(code(&[&good, &denied]), 1);
    assert_eq!(code(&[&denied, &bad, &good]), 2);
    // A generator that broke must not look like success.
    assert_eq!(code(&[]), 2);
    assert_eq!(run(&["simulate"]).code, 2);
    assert_eq!(run(&["simulate", "--unknown-option"]).code, 2);
    assert_eq!(run(&["--help"]).code, 0);
    assert_eq!(run(&["--version"]).code, 0);
    assert_eq!(run(&[]).code, 2);
}

#[test]
fn answers_are_one_object_a_line_in_order() {
    let lines = [
        scenario("a", "s3:ListAllMyBuckets", &allow("s3:*")),
        scenario("b", "ec2:RunInstances", &allow("s3:*")),
        "not json".to_owned(),
        String::new(),
        scenario(
            "c",
            "s3:ListAllMyBuckets",
            r#"{"Version": "2012-10-18", "Statement": []}"#,
        ),
        scenario("d", "s3:ListAllMyBuckets", &allow("s3:*")),
    ];
    let found = run_with(
        &["simulate", "-", "--format", "json"],
        lines.join("\r\n").as_bytes(),
    );
    assert_eq!((found.code, found.err.as_str()), (2, ""));
    let objects = found.objects();
    assert_eq!(objects.len(), 5);
    assert_eq!(objects[0]["decision"], "allowed");
    assert_eq!(objects[0]["matched"][0]["sid"], "Main");
    assert_eq!(
        (&objects[1]["id"], &objects[1]["decision"]),
        (&"b".into(), &"implicitDeny".into())
    );
    assert_eq!(objects[2]["error"]["code"], "unexpected-character");
    assert_eq!(
        (&objects[2]["error"]["line"], &objects[2]["error"]["column"]),
        (&3.into(), &1.into())
    );
    assert_eq!(
        (&objects[3]["id"], &objects[3]["error"]["code"]),
        (&"c".into(), &"invalid-version".into())
    );
    assert_eq!(
        (&objects[3]["error"]["line"], &objects[3]["error"]["policy"]),
        (&5.into(), &"ops".into())
    );
    assert_eq!(objects[4]["id"], "d");
}

#[test]
fn a_line_that_is_too_long_does_not_stop_the_run() {
    let long = format!(r#"{{"id": "{}"}}"#, "x".repeat(50_000_000));
    let good = scenario("after", "s3:ListAllMyBuckets", &allow("s3:*"));
    let found = run_with(
        &["simulate", "-", "--format", "json"],
        format!("{long}\n{good}\n").as_bytes(),
    );
    let objects = found.objects();
    assert_eq!((found.code, objects.len()), (2, 2));
    assert_eq!(objects[0]["error"]["code"], "too-large");
    assert_eq!(
        (&objects[0]["error"]["line"], &objects[0]["error"]["column"]),
        (&1.into(), &1.into())
    );
    assert_eq!(objects[1]["decision"], "allowed");
}

#[test]
fn policies_in_files_stand_beside_the_scenario() {
    let folder = Folder::new(&[
        (
            "sub/ops.json",
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}\n}",
        ),
        (
            "sub/bad.json",
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\"Effect\": \"Perhaps\"}\n}",
        ),
        (
            "question.json",
            r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:ListAllMyBuckets", "resource": "*"}, "policies": {"identity": [{"file": "sub/ops.json"}]}}"#,
        ),
        (
            "broken.json",
            r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:ListAllMyBuckets", "resource": "*"}, "policies": {"identity": [{"file": "sub/bad.json"}]}}"#,
        ),
        (
            "missing.json",
            r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:ListAllMyBuckets", "resource": "*"}, "policies": {"identity": [{"file": "none.json"}]}}"#,
        ),
    ]);
    let question = folder.path("question.json");
    assert_eq!(run(&["simulate", &question]).code, 0);
    let explained = run(&["simulate", &question, "--explain"]);
    assert!(
        explained
            .out
            .contains(&format!("{}:3:16", folder.path("sub/ops.json"))),
        "{explained:#?}"
    );
    let broken = run(&["simulate", &folder.path("broken.json"), "--format", "json"]);
    let error = &broken.object()["error"];
    assert_eq!(
        (&error["file"], &error["line"], &error["column"]),
        (&"sub/bad.json".into(), &3.into(), &27.into())
    );
    let missing = run(&["simulate", &folder.path("missing.json")]);
    assert_eq!(missing.code, 2);
    assert!(
        missing
            .err
            .contains("error[unreadable-file]: cannot read `none.json`"),
        "{missing:#?}"
    );
}

#[test]
fn several_files_are_answered_one_after_the_other() {
    let folder = Folder::new(&[
        (
            "a.json",
            &scenario("a", "s3:ListAllMyBuckets", &allow("s3:*")),
        ),
        (
            "b.jsonl",
            &format!("{}\n", scenario("b", "s3:ListAllMyBuckets", &allow("s3:*"))),
        ),
    ]);
    let found = run(&[
        "simulate",
        &folder.path("a.json"),
        &folder.path("none.json"),
        &folder.path("b.jsonl"),
    ]);
    assert_eq!(found.code, 2);
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("✓ allowed        a  "), "{lines:?}");
    assert!(
        found.err.contains("2 allowed, 0 denied, 1 error\n"),
        "{found:#?}"
    );
    assert_eq!(run(&["simulate", &folder.path("")]).code, 2);
    let line = scenario("a", "s3:ListAllMyBuckets", &allow("s3:*"));
    folder.write("lines.json", format!("{line}\n{line}\n").as_bytes());
    let misnamed = run(&["simulate", &folder.path("lines.json")]);
    assert!(
        misnamed.err.contains("a name that ends in .jsonl"),
        "{misnamed:#?}"
    );
}

#[test]
fn the_clock_can_be_set_and_is_the_systems_otherwise() {
    let document = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"DateLessThan": {"aws:CurrentTime": "2020-01-01"}}}}"#;
    let line = scenario("old", "s3:ListAllMyBuckets", document);
    let code = |more: &[&str]| run_with(&[&["simulate", "-"], more].concat(), line.as_bytes()).code;
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--now", "2019-06-01"]), 0);
    assert_eq!(code(&["--now", "1500000000"]), 0);
    assert_eq!(code(&["--now", "2020-06-01T00:00:00Z"]), 1);
    assert_eq!(code(&["--now", "soon"]), 2);
}

#[test]
fn the_lenient_reading_is_for_scenarios_that_do_not_choose() {
    let document = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NumericEquals": {"s3:max-keys": "many"}}}}"#;
    let line = scenario("doubtful", "s3:ListAllMyBuckets", document);
    let strict = line.replacen('{', r#"{"lenient": false, "#, 1);
    let code = |line: &str, more: &[&str]| {
        run_with(&[&["simulate", "-"], more].concat(), line.as_bytes()).code
    };
    assert_eq!(code(&line, &[]), 2);
    assert_eq!(code(&line, &["--lenient"]), 1);
    assert_eq!(code(&strict, &["--lenient"]), 2);
}

#[test]
fn the_edition_and_the_owner_rule_are_options() {
    let line = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "elasticache:DeleteCacheCluster", "resource": "arn:aws:elasticache:us-east-1:111122223333:cluster:a"}, "policies": {"identity": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:elasticache:*:*:cluster:*"}}]}}"#;
    let run_line = |more: &[&str]| {
        run_with(
            &[&["simulate", "-", "--format", "json"], more].concat(),
            line.as_bytes(),
        )
    };
    assert_eq!(run_line(&[]).object()["edition"], "elasticache@2026-10-24");
    let founding = run_line(&["--edition", "elasticache@2015-02-02"]);
    assert_eq!(
        (founding.code, &founding.object()["edition"]),
        (1, &"elasticache@2015-02-02".into())
    );
    assert_eq!(
        run_line(&["--edition", "elasticache@1999-01-01"]).object()["error"]["code"],
        "unknown-edition"
    );
    let bucket = line
        .replace("elasticache:DeleteCacheCluster", "s3:GetObject")
        .replace(
            "arn:aws:elasticache:us-east-1:111122223333:cluster:a",
            "arn:aws:s3:::b/k",
        );
    let found = run_with(
        &[
            "simulate",
            "-",
            "--format",
            "json",
            "--require-resource-account",
        ],
        bucket.as_bytes(),
    );
    assert_eq!(
        (found.code, &found.object()["error"]["code"]),
        (2, &"owner-unknown".into())
    );
}

#[test]
fn findings_are_counted_for_many_and_told_for_one() {
    let line = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}}"#;
    let many = run_with(&["simulate", "-"], format!("{line}\n{line}\n").as_bytes());
    assert!(many.err.contains("2 owner-assumed"), "{many:#?}");
    let folder = Folder::new(&[("one.json", line)]);
    let one = run(&["simulate", &folder.path("one.json")]);
    assert!(
        one.err
            .contains("finding[owner-assumed]: the owner of the resource is not given"),
        "{one:#?}"
    );
    assert_eq!(one.out.lines().count(), 1);
}
