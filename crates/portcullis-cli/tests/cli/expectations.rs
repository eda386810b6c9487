//! `test`: misses, summaries and reports.

use crate::support::{Folder, allow, run, run_with, scenario};

fn expecting(id: &str, expect: &str) -> String {
    let line = scenario(id, "s3:ListAllMyBuckets", &allow("s3:*"));
    format!(
        "{}, \"expect\": \"{expect}\"}}",
        line.strip_suffix('}').unwrap()
    )
}

#[test]
fn misses_are_explained_and_counted() {
    let lines = [
        expecting("good", "allowed"),
        expecting("bad", "implicitDeny"),
    ]
    .join("\n");
    let found = run_with(&["test", "-"], lines.as_bytes());
    assert_eq!(found.code, 1, "{found:#?}");
    assert!(
        found.out.contains(
            "✗ missed bad (<stdin>:2)\n    decision: expected implicitDeny, found allowed\n"
        ),
        "{found:#?}"
    );
    assert!(
        found
            .out
            .contains("✓ identity-based policies    allows  `Main`"),
        "{found:#?}"
    );
    assert!(
        found.out.contains("1 met, 1 missed in 1 file"),
        "{found:#?}"
    );
}

#[test]
fn errors_count_as_met_only_where_they_are_expected() {
    let bad = |expect: &str| {
        let line = scenario("x", "s3:ListAllMyBuckets", r#"{"Version": "1"}"#);
        format!("{}{expect}}}", line.strip_suffix('}').unwrap())
    };
    let code = |line: &str| run_with(&["test", "-"], line.as_bytes()).code;
    assert_eq!(code(&bad(r#", "expect": "error""#)), 0);
    assert_eq!(
        code(&bad(
            r#", "expect": "error", "expectDetail": {"code": "invalid-version"}"#
        )),
        0
    );
    assert_eq!(
        code(&bad(
            r#", "expect": "error", "expectDetail": {"code": "too-deep"}"#
        )),
        1
    );
    assert_eq!(code(&bad(r#", "expect": "allowed""#)), 1);
    assert_eq!(code(&bad("")), 2);
    assert_eq!(code("nonsense"), 2);
    assert_eq!(code(&expecting("x", "error")), 1);
}

#[test]
fn nothing_to_test_is_an_error() {
    let silent = scenario("silent", "s3:ListAllMyBuckets", &allow("s3:*"));
    let found = run_with(&["test", "-"], silent.as_bytes());
    assert_eq!(found.code, 2);
    assert!(found.err.contains("nothing was tested"), "{found:#?}");
    let folder = Folder::new(&[("a.txt", "x")]);
    assert_eq!(run(&["test", &folder.path("")]).code, 2);
    assert_eq!(run(&["test", &folder.path("none.json")]).code, 2);
}

#[test]
fn folders_are_searched_and_other_files_named() {
    let folder = Folder::new(&[
        ("b/two.jsonl", &expecting("two", "allowed")),
        ("a/one.json", &expecting("one", "allowed")),
        ("a/policy.json", &allow("s3:*")),
        ("a/rows.jsonl", "{\"id\": 1}\n"),
        ("a/notes.md", "no"),
    ]);
    let found = run(&["test", &folder.path(""), "--format", "json"]);
    assert_eq!(found.code, 0, "{found:#?}");
    let objects = found.objects();
    let ids: Vec<_> = objects
        .iter()
        .filter_map(|object| object["id"].as_str())
        .collect();
    assert_eq!(ids, ["one", "two"]);
    assert_eq!(objects[2]["summary"]["met"], 2);
    assert!(
        found.err.contains("policy.json holds no scenarios"),
        "{found:#?}"
    );
    assert!(
        found.err.contains("rows.jsonl holds no scenarios"),
        "{found:#?}"
    );
    assert!(!found.err.contains("notes.md"), "{found:#?}");
    // What cannot be read is not left out.
    folder.write("c/broken.json", b"{");
    let found = run(&["test", &folder.path("")]);
    assert_eq!(found.code, 2);
    assert!(found.err.contains("error[unexpected-end]"), "{found:#?}");
}

#[test]
fn reports_for_machines() {
    let lines = [
        expecting("good", "allowed"),
        expecting("<bad>", "explicitDeny"),
        scenario("silent", "s3:ListAllMyBuckets", &allow("s3:*")),
        "{".to_owned(),
    ]
    .join("\n");
    let json = run_with(&["test", "-", "--format", "json"], lines.as_bytes());
    let objects = json.objects();
    let outcomes: Vec<_> = objects
        .iter()
        .filter_map(|object| object["outcome"].as_str())
        .collect();
    assert_eq!(outcomes, ["met", "missed", "withoutExpectation", "error"]);
    assert_eq!(
        objects[1]["misses"][0],
        "decision: expected explicitDeny, found allowed"
    );
    assert_eq!(
        objects[1]["answer"]["trace"]["evaluations"][0]["evaluatedEffect"],
        "ALLOW"
    );
    assert_eq!(objects[3]["answer"]["error"]["code"], "unexpected-end");
    assert_eq!(objects[4]["summary"]["errors"], 1);
    assert_eq!(json.code, 2);

    let junit = run_with(&["test", "-", "--format", "junit"], lines.as_bytes());
    assert_eq!(junit.code, 2);
    assert!(junit.out.starts_with("<?xml "), "{junit:#?}");
    assert!(
        junit
            .out
            .contains(r#"tests="4" skipped="1" errors="1" failures="1""#),
        "{junit:#?}"
    );
    assert!(junit.out.contains("&lt;bad"), "{junit:#?}");
    assert!(!junit.out.contains('\u{1b}'));
}

#[test]
fn tests_read_no_clock() {
    let document = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2000-01-01"}}}}"#;
    let line = scenario("time", "s3:ListAllMyBuckets", document);
    let line = format!(
        "{}, \"expect\": \"implicitDeny\"}}",
        line.strip_suffix('}').unwrap()
    );
    assert_eq!(run_with(&["test", "-"], line.as_bytes()).code, 0);
    assert_eq!(run_with(&["simulate", "-"], line.as_bytes()).code, 0);
}
