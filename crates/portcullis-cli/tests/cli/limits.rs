//! The bounds on what is read: each can be moved, and `docs/limits.md` tells what they are.

use std::collections::BTreeMap;

use crate::support::{Folder, root, run, run_with};

const QUESTION: &str = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {"aws:username": "alice"}}, "policies": {"identity": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}}]}}"#;

/// Name, value, code and text of each bound, as the command lists them.
fn listed() -> BTreeMap<String, (String, String, String)> {
    let found = run(&["limits", "--format", "json"]);
    let objects = found.objects();
    let text = |object: &serde_json::Value, name: &str| object[name].as_str().unwrap().to_owned();
    let row = |one: &serde_json::Value| {
        let value = one["value"].to_string();
        (
            text(one, "name"),
            (value, text(one, "code"), text(one, "about")),
        )
    };
    objects.iter().map(row).collect()
}

#[test]
fn the_page_tells_every_bound_as_it_is() {
    let page = std::fs::read_to_string(root().join("docs/limits.md")).unwrap();
    let mut told = BTreeMap::new();
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, value, code, about, why, library] = cells.as_slice() else {
            continue;
        };
        assert!(!why.is_empty() && !library.is_empty(), "{line}");
        let plain = |text: &str| text.trim_matches('`').to_owned();
        told.insert(
            plain(name),
            (value.replace(',', ""), plain(code), (*about).to_owned()),
        );
    }
    assert_eq!(told, listed());
}

#[test]
fn bounds_of_questions_are_moved() {
    for (limit, code) in [
        ("scenario-bytes=100", "too-large"),
        ("scenario-depth=3", "too-deep"),
        ("scenario-values=5", "too-many-values"),
        ("context-values=0", "too-many-values"),
        ("checked-keys=1", "too-many-values"),
        ("policy-parts=1", "too-many-values"),
        ("policies=0", "too-many-values"),
        ("steps=1", "too-many-steps"),
        ("document-statements=0", "too-many-statements"),
        ("document-parts=1", "too-many-values"),
        ("entry-bytes=1", "too-long"),
    ] {
        let found = run_with(
            &["simulate", "-", "--format", "json", "--limit", limit],
            QUESTION.as_bytes(),
        );
        assert_eq!(found.object()["error"]["code"], code, "{limit}");
    }
    let two = QUESTION.replace(
        r#""Statement": {"#,
        r#""Statement": [{"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}, {"#,
    );
    let two = two.replace(r#""Resource": "*"}}]"#, r#""Resource": "*"}]}]"#);
    let statements = |most: &str| {
        run_with(
            &["simulate", "-", "--format", "json", "--limit", most],
            two.as_bytes(),
        )
        .object()
    };
    assert_eq!(statements("document-statements=2")["decision"], "allowed");
    assert_eq!(
        statements("document-statements=1")["error"]["code"],
        "too-many-statements"
    );
    let traced = [
        "simulate",
        "-",
        "--explain",
        "--limit",
        "traced-statements=0",
    ];
    assert!(
        run_with(&traced, QUESTION.as_bytes())
            .err
            .contains("error[too-many-values]")
    );
    let more = [
        "--limit",
        "steps=1",
        "simulate",
        "-",
        "--limit",
        "steps=50_000_000",
    ];
    assert_eq!(run_with(&more, QUESTION.as_bytes()).code, 0);
}

#[test]
fn bounds_of_files_are_moved() {
    let folder = Folder::new(&[]);
    folder.write("three.jsonl", format!("{QUESTION}\n").repeat(3).as_bytes());
    let path = folder.path("three.jsonl");
    let codes = |arguments: &[&str], input: &[u8]| -> Vec<String> {
        let found = run_with(arguments, input);
        let objects = found.objects();
        let code = |one: &serde_json::Value| match one["error"]["code"].as_str() {
            Some(code) => code.to_owned(),
            None => one["decision"].as_str().unwrap().to_owned(),
        };
        objects.iter().map(code).collect()
    };
    let of = |limit: &str| {
        codes(
            &["simulate", &path, "--format", "json", "--limit", limit],
            b"",
        )
    };
    assert_eq!(of("lines=3"), ["allowed"; 3]);
    assert_eq!(of("lines=2"), ["allowed", "allowed", "too-many-lines"]);
    assert_eq!(of("file-steps=1"), ["allowed", "too-many-steps"]);
    // From standard input: errors in a row, and nothing else.
    let lines = format!("x\nx\n{QUESTION}\nx\nx\n{QUESTION}\nx\nx\nx\nx\n");
    let stream = [
        "simulate", "-", "--format", "json", "--limit", "errors=3", "--limit", "lines=1",
    ];
    let found = codes(&stream, lines.as_bytes());
    assert_eq!(found.len(), 10);
    assert_eq!(found.last().unwrap(), "too-many-errors");
    let arns = run_with(
        &["arn", "-", "--format", "json", "--limit", "errors=2"],
        b"x\nx\nx\n",
    );
    assert_eq!(arns.objects().len(), 3);
    assert_eq!(arns.objects()[2]["error"]["code"], "too-many-errors");
}

#[test]
fn bounds_of_other_files_are_moved() {
    let folder = Folder::new(&[]);
    let policy = r#"{"Version": "2012-10-17", "Statement": []}"#;
    folder.write("policy.json", policy.as_bytes());
    folder.write(
        "own.json",
        br#"{"service": "own", "name": "Own", "date": "2026-01-01", "actions": []}"#,
    );
    folder.write("parameters.json", b"{}");
    folder.write(
        "account.json",
        br#"{"UserDetailList": [{"Arn": "arn:aws:iam::111122223333:user/alice", "UserName": "alice", "Tags": [{"Key": "a", "Value": "b"}]}]}"#,
    );
    folder.write(
        "names.json",
        QUESTION
            .replace(
                r#"{"identity": ["#,
                r#"{"identity": [{"file": "policy.json"}, "#,
            )
            .as_bytes(),
    );
    let [policy, own, parameters, account, names] = [
        "policy.json",
        "own.json",
        "parameters.json",
        "account.json",
        "names.json",
    ]
    .map(|name| folder.path(name));
    let question = [
        "simulate",
        "--format",
        "json",
        "--principal",
        "arn:aws:iam::111122223333:user/alice",
        "--resource",
        "arn:aws:s3:::b/k",
    ];
    let details = vec![
        "--action",
        "s3:GetObject",
        "--account-details",
        account.as_str(),
    ];
    for (limit, code, arguments) in [
        (
            "document-bytes=10",
            "too-large",
            vec!["--action", "s3:GetObject", "--policy", policy.as_str()],
        ),
        (
            "document-depth=1",
            "too-deep",
            vec!["--action", "s3:GetObject", "--policy", policy.as_str()],
        ),
        (
            "catalog-bytes=10",
            "too-large",
            vec!["--action", "s3:GetObject", "--catalog", own.as_str()],
        ),
        (
            "catalog-depth=1",
            "edition-too-large",
            vec!["--action", "s3:GetObject", "--catalog", own.as_str()],
        ),
        (
            "parameter-bytes=1",
            "too-large",
            vec![
                "--operation",
                "s3:GetObject",
                "--parameters",
                parameters.as_str(),
            ],
        ),
        ("export-bytes=10", "too-large", details.clone()),
        ("export-entities=0", "too-many-values", details.clone()),
        ("export-listed=0", "too-many-values", details.clone()),
        ("export-pages=0", "too-many-values", details.clone()),
    ] {
        let mut all = question.to_vec();
        all.extend(arguments);
        all.extend(["--limit", limit]);
        assert_eq!(run(&all).object()["error"]["code"], code, "{limit}");
    }
    let named =
        |limit: &str| run(&["simulate", &names, "--format", "json", "--limit", limit]).object();
    assert_eq!(named("policy-file-bytes=100")["decision"], "allowed");
    assert_eq!(
        named("policy-file-bytes=10")["error"]["code"],
        "unreadable-file"
    );
}

#[test]
fn a_bound_that_there_is_not() {
    let found = run(&["limits", "--limit", "steqs=1"]);
    assert_eq!(found.code, 2);
    assert!(
        found.err.contains("found `steqs`; the nearest is `steps`"),
        "{found:#?}"
    );
    let evil = run(&["limits", "--limit", "\u{1b}[2J=1", "--color", "never"]);
    assert!(evil.code == 2 && !evil.out.contains('\u{1b}'), "{evil:#?}");
}

/// A scenario with something odd in one place.
fn odd(place: &str, text: &str) -> String {
    let mut scenario = QUESTION.to_owned();
    let (from, to) = match place {
        "sid" => (r#"{"Effect""#, format!(r#"{{"Sid": "{text}", "Effect""#)),
        "action" => ("s3:GetObject", format!("s3:GetObject{text}")),
        "resource" => ("arn:aws:s3:::b/k", format!("arn:aws:s3:::b/k{text}")),
        "principal" => ("user/alice", format!("user/alice{text}")),
        "key" => ("aws:username", format!("aws:username{text}")),
        "value" => (r#": "alice""#, format!(r#": "alice{text}""#)),
        "keys" => (r#""aws:username": "alice""#, text.to_owned()),
        _ => ("", text.to_owned()),
    };
    scenario = scenario.replacen(from, &to, 1);
    scenario
}

/// The table of `docs/limits.md`: what is odd has one answer, and no picture of it steers a terminal.
#[test]
fn what_is_odd_has_an_answer() {
    for (place, text, answer) in [
        (
            "keys",
            r#""aws:username": "a", "AWS:UserName": "b""#,
            "duplicate-context-key",
        ),
        (
            "keys",
            r#""aws:RequestTag/Team": "a", "aws:RequestTag/team": "b""#,
            "duplicate-context-key",
        ),
        (
            "keys",
            r#""aws:username": "a", "aws:username": "a""#,
            "duplicate-member",
        ),
        (
            "keys",
            r#""aws:userid": "a", "aws:\u0075serid": "a""#,
            "duplicate-member",
        ),
        ("sid", r"\ud800", "lone-surrogate"),
        ("value", r"\udc00\ud800", "lone-surrogate"),
        ("value", r"\ud83d\ude00", "allowed"),
        ("start", "\u{feff}", "byte-order-mark"),
        ("sid", "\0", "control-character"),
        ("start", "\0", "unexpected-character"),
        ("value", "\t", "control-character"),
        ("action", r"\u0000", "invalid-action"),
        ("principal", r"\u0000", "invalid-principal"),
        ("key", r"\u0000", "invalid-context-key"),
        ("value", r"\u0000", "allowed"),
        ("resource", r"\u0000", "allowed"),
        ("sid", r"\u001b[31m\u0007", "allowed"),
        ("sid", r"\u202e\u2066\u009b\u007f", "allowed"),
        (
            "resource",
            r"\u001b]0;title\u0007\u202e\u009b\u007f",
            "allowed",
        ),
        ("principal", r"\u001b[2J", "invalid-principal"),
        ("key", r"\u001b[2J", "invalid-context-key"),
        ("value", r"\u001b[2J\u202e", "allowed"),
    ] {
        let scenario = odd(place, text);
        let folder = Folder::new(&[]);
        folder.write("odd.json", scenario.as_bytes());
        let path = folder.path("odd.json");
        let found = run(&["simulate", &path, "--lenient", "--format", "json"]).object();
        let code = found["error"]["code"]
            .as_str()
            .or(found["decision"].as_str());
        assert_eq!(code, Some(answer), "{place} {text:?}");
        for arguments in [
            [
                "simulate",
                &path,
                "--lenient",
                "--explain=all",
                "--color=never",
            ],
            ["simulate", &path, "--lenient", "--explain", "--color=never"],
            [
                "test",
                &path,
                "--lenient",
                "--format=human",
                "--color=never",
            ],
            [
                "test",
                &path,
                "--lenient",
                "--format=junit",
                "--color=never",
            ],
        ] {
            let found = run(&arguments);
            let shown = found.out + &found.err;
            let steers = |character: &char| {
                character.is_control() && *character != '\n'
                    || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            };
            assert_eq!(
                shown.chars().find(steers),
                None,
                "{place} {text:?} {arguments:?}\n{shown:?}"
            );
        }
    }
}

#[test]
fn file_names_do_not_steer_the_terminal() {
    let folder = Folder::new(&[]);
    let name = "\u{1b}[31m\u{202e}odd.json";
    folder.write(name, b"{\"requst\": 1}");
    let path = folder.path(name);
    for arguments in [
        vec!["simulate", path.as_str(), "--color=never"],
        vec!["test", path.as_str(), "--color=never"],
        vec!["test", path.as_str(), "--format=junit", "--color=never"],
        vec![
            "catalog",
            "services",
            "--catalog",
            path.as_str(),
            "--color=never",
        ],
        vec!["ownership", "verify", path.as_str(), "--color=never"],
        vec![
            "simulate",
            "--principal=*",
            "--action=s3:GetObject",
            "--resource=*",
            "--policy",
            path.as_str(),
            "--color=never",
        ],
        vec![
            "simulate",
            "--principal=*",
            "--action=s3:GetObject",
            "--resource=*",
            "--account-details",
            path.as_str(),
            "--color=never",
        ],
    ] {
        let found = run(&arguments);
        let shown = found.out + &found.err;
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}']),
            "{arguments:?}\n{shown:?}"
        );
        assert_eq!(found.code, 2, "{arguments:?}");
    }
}

/// Nothing recurses: each verb that reads files reads deep ones on a stack of half a megabyte.
#[cfg(unix)]
#[test]
fn every_verb_is_content_with_a_small_stack() {
    let folder = Folder::new(&[]);
    folder.write("deep.json", "[".repeat(1_000_000).as_bytes());
    folder.write("deep.jsonl", r#"{"a":"#.repeat(200_000).as_bytes());
    folder.write("deep.xml", "<a>".repeat(200_000).as_bytes());
    folder.write("good.json", QUESTION.as_bytes());
    let question = "--principal '*' --action s3:GetObject --resource arn:aws:s3:::b/k";
    for arguments in [
        "test deep.json".to_owned(),
        "test deep.jsonl".to_owned(),
        "catalog services --catalog deep.json".to_owned(),
        "catalog compile deep.json --output out".to_owned(),
        "catalog diff deep.json s3".to_owned(),
        "ownership verify deep.json".to_owned(),
        "ownership record new --from deep.jsonl".to_owned(),
        format!("simulate {question} --policy deep.json"),
        format!("simulate {question} --resource-policy deep.json"),
        format!("simulate {question} --account-details deep.json"),
        format!("simulate {question} --account-details deep.xml"),
        format!("simulate {question} --ledger deep.json"),
        "simulate --principal '*' --operation s3:GetObject --resource arn:aws:s3:::b/k --parameters deep.jsonl".to_owned(),
        "arn - < deep.json".to_owned(),
        "simulate good.json --explain=all".to_owned(),
    ] {
        let script = format!(
            "ulimit -s 512; cd '{}' && exec '{}' {arguments}",
            folder.path(""),
            env!("CARGO_BIN_EXE_portcullis")
        );
        let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        let expected = if arguments.contains("good") { 0 } else { 2 };
        let shown = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(expected), "{arguments}\n{shown}");
        assert!(shown.len() < 5_000, "{arguments}");
    }
}
