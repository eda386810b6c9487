//! Bad input gets the right error with its place, and never a panic.

use crate::support::{Folder, run, run_with};

const REQUEST: &str = r#""request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}"#;

/// A scenario of several lines whose only policy stands in line 4 behind 4 blanks.
fn with_policy(document: &str) -> Vec<u8> {
    format!("{{\n  {REQUEST},\n  \"policies\": {{\"identity\": [\n    {document}\n  ]}}\n}}\n")
        .into_bytes()
}

fn with_condition(condition: &str) -> Vec<u8> {
    with_policy(&format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}}}"#
    ))
}

/// Runs one bad file: as a file for people and for machines, and as its name says.
#[track_caller]
fn check(bytes: &[u8], code: &str, line: u64, column: u64) {
    let folder = Folder::new(&[]);
    folder.write("bad.json", bytes);
    let path = folder.path("bad.json");
    let found = run(&["simulate", &path, "--format", "json"]);
    let object = found.object();
    let error = &object["error"];
    assert_eq!(
        (found.code, &error["code"], &error["line"], &error["column"]),
        (2, &code.into(), &line.into(), &column.into()),
        "{object}"
    );
    let people = run(&["simulate", &path, "--explain"]);
    assert_eq!((people.code, people.out.as_str()), (2, ""));
    assert!(
        people.err.contains(&format!("error[{code}]: ")),
        "{people:#?}"
    );
    assert!(
        people.err.contains(&format!("bad.json:{line}:{column}\n")),
        "{people:#?}"
    );
    assert!(people.err.contains('^'), "{people:#?}");
    assert!(people.err.len() < 2_000, "{}", people.err.len());
}

/// Checks a text whose error stands at `«`.
#[track_caller]
fn check_at_mark(text: &[u8], code: &str) {
    let text = String::from_utf8(text.to_owned()).unwrap();
    let (before, after) = text.split_once('«').unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let bad = format!("{before}{after}");
    check(
        bad.as_bytes(),
        code,
        line.try_into().unwrap(),
        column.try_into().unwrap(),
    );
}

#[test]
fn policies() {
    check_at_mark(
        &with_condition(r#"{«"StringEqual": {"aws:username": "a"}}"#),
        "unknown-operator",
    );
    check_at_mark(
        &with_condition(r#"{"IpAddress": {"aws:SourceIp": «"10.0.0.0/33"}}"#),
        "unreadable-value",
    );
    check_at_mark(
        &with_condition(r#"{"DateLessThan": {"aws:CurrentTime": «"2026-13-01"}}"#),
        "unreadable-value",
    );
    let rest = r#""Action": "*", "Resource": "*"}}"#;
    let document = |start: &str| with_policy(&format!("{start}, {rest}"));
    check_at_mark(
        &document(
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", «"Principal": "*""#,
        ),
        "principal-not-allowed",
    );
    check_at_mark(
        &document(
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", «"Effect": "Deny""#,
        ),
        "duplicate-member",
    );
    check_at_mark(
        &document(r#"{"Version": «"2012-10-18", "Statement": {"Effect": "Allow""#),
        "invalid-version",
    );
}

#[test]
fn texts() {
    check(b"{\n \"id\": \"caf\xe9\"}", "invalid-utf8", 2, 12);
    check(b"", "unexpected-end", 1, 1);
    check(b"{\"id\": 1,}", "unexpected-character", 1, 10);
    check(b"\xef\xbb\xbf{}", "byte-order-mark", 1, 1);
    check(b"[]", "wrong-type", 1, 1);
    check(b"{\n  \"requst\": {}}", "unknown-field", 2, 3);
}

/// A scenario of several lines, with something else in place of one of its texts.
fn scenario_with(from: &str, to: &str) -> Vec<u8> {
    const WHOLE: &str = r#"{
  "id": "one",
  "request": {"principal": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
    "context": {"aws:username": "alice"}},
  "policies": {"identity": [{"name": "own", "document": {"Version": "2012-10-17", "Statement": []}}]},
  "expectDetail": {"reason": "identity"}
}
"#;
    assert!(WHOLE.contains(from), "{from}");
    WHOLE.replacen(from, to, 1).into_bytes()
}

/// What the corpus cannot hold, because no case with it can be read: a member twice at each level of a scenario.
#[test]
fn members_twice() {
    for (from, to) in [
        (r#""request""#, r#"«"id": "two", "request""#),
        (r#""expectDetail""#, r#"«"request": {}, "expectDetail""#),
        (r#""context""#, r#"«"action": "s3:PutObject", "context""#),
        (r#""alice""#, r#""alice", «"aws:username": "bob""#),
        (r#""alice""#, r#""alice", «"aws:\u0075sername": "bob""#),
        (r#""identity": ["#, r#""identity": [], «"identity": ["#),
        (r#""name": "own""#, r#""name": "own", «"name": "other""#),
        (r#""Statement": []"#, r#""Statement": [], «"Statement": []"#),
        (
            r#""Statement": []"#,
            r#""Statement": [{"Sid": "a", «"Sid": "b"}]"#,
        ),
        (
            r#""reason": "identity""#,
            r#""reason": "identity", «"reason": "scp""#,
        ),
    ] {
        check_at_mark(&scenario_with(from, to), "duplicate-member");
    }
    let case = scenario_with(r#""alice""#, r#""alice", «"AWS:UserName": "bob""#);
    check_at_mark(&case, "duplicate-context-key");
    let tag = r#""aws:PrincipalTag/Team": "a", «"aws:principaltag/team": "a""#;
    let case = scenario_with(r#""aws:username": "alice""#, tag);
    check_at_mark(&case, "duplicate-context-key");
}

/// Characters that are none, or not where they stand, at each level of a scenario.
#[test]
fn odd_characters() {
    for (from, to, code) in [
        ("{\n  \"id\"", "«\u{feff}{\n  \"id\"", "byte-order-mark"),
        (
            "\"request\"",
            "«\u{feff}\"request\"",
            "unexpected-character",
        ),
        ("\"request\"", "«\0\"request\"", "unexpected-character"),
        ("one", "one«\0", "control-character"),
        ("b/k", "b/k«\0", "control-character"),
        ("alice", "«\0", "control-character"),
        ("username", "user«\0name", "control-character"),
        ("2012", "«\x002012", "control-character"),
        ("one", r"one«\ud83d", "lone-surrogate"),
        ("one", r"«\ude00\ud83d", "lone-surrogate"),
        ("alice", r"«\ud83d\u0041", "lone-surrogate"),
        ("username", r"«\udfffname", "lone-surrogate"),
        ("own", r"«\ud800", "lone-surrogate"),
        ("2012", r"«\udbff2012", "lone-surrogate"),
    ] {
        check_at_mark(&scenario_with(from, to), code);
    }
}

/// Bytes that are no UTF-8, at the first that is none: cut short, overlong, half of a surrogate pair, beyond the last character, UTF-16.
#[test]
fn bytes_that_are_no_text() {
    for bytes in [
        b"\x80".as_slice(),
        b"\xc3",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xff",
    ] {
        for (place, line, column) in [("one", 2, 10), ("own", 5, 39), ("alice", 4, 34)] {
            let text = scenario_with(place, "«");
            let at = text.windows(2).position(|two| two == "«".as_bytes());
            let (before, after) = text.split_at(at.unwrap());
            let bad = [before, bytes, after.get(2..).unwrap()].concat();
            check(&bad, "invalid-utf8", line, column);
        }
    }
    check(b"\xff\xfe{\0}\0", "invalid-utf8", 1, 1);
    check(b"\xfe\xff\0{\0}", "invalid-utf8", 1, 1);
}

/// In a file of lines each of them is an error at its own line, and the others are answered.
#[test]
fn odd_lines() {
    let good = format!("{{{REQUEST}, \"policies\": {{}}}}");
    let lines: [(&[u8], &str); 5] = [
        (b"\xef\xbb\xbf{}", "byte-order-mark"),
        (b"{\"id\": \"\xff\"}", "invalid-utf8"),
        (b"{\"id\": \"\\ud800\"}", "lone-surrogate"),
        (b"{\"id\": \"\0\"}", "control-character"),
        (b"{\"id\": \"a\", \"id\": \"a\"}", "duplicate-member"),
    ];
    let mut text = Vec::new();
    for (line, _) in lines {
        text.extend_from_slice(line);
        text.extend_from_slice(format!("\n{good}\n").as_bytes());
    }
    let found = run_with(&["simulate", "-", "--format", "json"], &text);
    let objects = found.objects();
    assert_eq!((found.code, objects.len()), (2, 10));
    for (index, (_, code)) in lines.into_iter().enumerate() {
        let error = &objects[2 * index]["error"];
        let line = 2 * index + 1;
        assert_eq!(
            (&error["code"], &error["line"]),
            (&code.into(), &line.into())
        );
        assert_eq!(objects[line]["decision"], "implicitDeny");
    }
}

#[test]
fn deep_nesting() {
    let deep = 100_000;
    check("[".repeat(deep).as_bytes(), "too-deep", 1, 129);
    check(r#"{"a":"#.repeat(deep).as_bytes(), "too-deep", 1, 641);
    let inside = with_policy(&format!("{}{}", "[".repeat(deep), "]".repeat(deep)));
    // Three levels are the scenario's own.
    check(&inside, "too-deep", 4, 130);
}

#[test]
fn a_string_of_50_megabytes() {
    let long = format!("{{\"id\": \"{}\"}}", "x".repeat(50_000_000));
    check(long.as_bytes(), "too-large", 1, 1);
}

#[cfg(unix)]
#[test]
fn the_stack_stays_small() {
    use std::process::{Command, Stdio};

    let folder = Folder::new(&[]);
    folder.write("deep.json", "[".repeat(1_000_000).as_bytes());
    folder.write(
        "deep.jsonl",
        format!(
            "{}\n{}\n",
            "[".repeat(1_000_000),
            r#"{"a":"#.repeat(1_000_000)
        )
        .as_bytes(),
    );
    for name in ["deep.json", "deep.jsonl"] {
        let script = format!(
            "ulimit -s 512; exec '{}' simulate '{}' --format json",
            env!("CARGO_BIN_EXE_portcullis"),
            folder.path(name)
        );
        let status = Command::new("sh")
            .args(["-c", &script])
            .stdout(Stdio::null())
            .status();
        assert_eq!(status.unwrap().code(), Some(2), "{name}");
    }
}

#[test]
fn nothing_steers_the_terminal() {
    let evil = "{\"id\": \"\\u001b[31mred\\u202e\", \"request\": {\"action\": \"s3:\\u001b]0;title\\u0007\", \"resource\": \"*\"}}";
    let found = run_with(&["simulate", "-", "--color", "never"], evil.as_bytes());
    assert_eq!(found.code, 2);
    let all = found.out + &found.err;
    assert!(
        !all.contains('\u{1b}') && !all.contains('\u{202e}') && !all.contains('\u{7}'),
        "{all:?}"
    );
    let raw = run(&["simulate", "\u{1b}[2J", "--color", "never"]);
    assert!(
        raw.err.contains(r"\u{1b}[2J") && !raw.err.contains('\u{1b}'),
        "{raw:?}"
    );
}

#[test]
fn bytes_at_random_never_panic() {
    // A small generator: the same bytes in every run.
    let mut state: u32 = 0x2545_f491;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let alphabet = br#"{}[]",:\ 0a"request""policies"*"#;
    let mut input = Vec::new();
    for _ in 0..2_000 {
        for _ in 0..next() % 60 {
            let any = u8::try_from(next() % 256).unwrap();
            let index = usize::from(any) % alphabet.len();
            input.push(if next() % 20 == 0 {
                any
            } else {
                alphabet[index]
            });
        }
        input.push(b'\n');
    }
    let found = run_with(&["simulate", "-", "--format", "json"], &input);
    assert_eq!(found.code, 2);
    assert!(
        found
            .objects()
            .iter()
            .all(|object| object["error"]["line"].is_u64())
    );
    let people = run_with(&["simulate", "-", "--explain"], &input);
    assert_eq!(people.code, 2);
}
