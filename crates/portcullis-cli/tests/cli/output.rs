//! Colours, pipes and the shape of the output.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::support::{allow, command, run, run_with, scenario};

#[test]
fn colours_follow_the_option_and_the_environment() {
    let line = scenario("a", "s3:ListAllMyBuckets", &allow("s3:*"));
    let colored = |more: &[&str], environment: &[(&str, &str)]| {
        let mut child = command();
        child
            .args(["simulate", "-"])
            .args(more)
            .envs(environment.iter().copied());
        child
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = child.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(line.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        output.stdout.contains(&0x1b)
    };
    // A pipe is no terminal.
    assert!(!colored(&[], &[]));
    assert!(colored(&["--color", "always"], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["--format", "json", "--color", "always"], &[]));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let line = scenario("a", "s3:ListAllMyBuckets", &allow("s3:*")) + "\n";
    for arguments in [
        ["simulate", "-", "--format", "json"].as_slice(),
        &["simulate", "-"],
        &["simulate", "-", "--explain=all"],
        &["test", "-", "--format", "json"],
        &["arn", "-"],
    ] {
        let mut child = command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let text = if arguments[0] == "arn" {
            "arn:aws:s3:::a\n"
        } else {
            &line
        };
        let text = text.repeat(20_000);
        // It fails once the command has ended.
        let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
        let mut first = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut first).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        let _ = writer.join().unwrap();
        let code = output.status.code();
        assert!(
            code == Some(0) || code == Some(1) || code == Some(2),
            "{arguments:?}: {code:?}"
        );
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(
            !err.contains("panicked") && !err.contains("cannot write"),
            "{arguments:?}: {err}"
        );
    }
}

/// Asks three times, and waits for each answer before it asks again.
#[track_caller]
fn check_answers_in_turn(arguments: &[&str], question: impl Fn(&str) -> String) {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    for id in ["one", "two", "three"] {
        let line = question(id) + "\n";
        stdin.write_all(line.as_bytes()).unwrap();
        stdin.flush().unwrap();
        let mut answer = String::new();
        out.read_line(&mut answer).unwrap();
        assert!(answer.contains(id), "{arguments:?}: {answer}");
    }
    drop(stdin);
    // What follows the answers is read to its end, so that the command can write it.
    std::io::copy(&mut out, &mut std::io::sink()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let asked = |id: &str| scenario(id, "s3:ListAllMyBuckets", &allow("s3:*"));
    check_answers_in_turn(&["simulate", "-", "--format", "json"], asked);
    let expected = |id: &str| asked(id).replacen('{', r#"{"expect": "allowed", "#, 1);
    check_answers_in_turn(&["test", "-", "--format", "json"], expected);
    let arn = |id: &str| format!("arn:aws:s3:::{id}");
    check_answers_in_turn(&["arn", "-", "--format", "json"], arn);
}

#[test]
fn a_full_device_is_an_error_and_no_panic() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = command()
        .args(["schema", "scenario"])
        .stdout(full)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(
        err.contains("error: cannot write the output: no space left on device"),
        "{err}"
    );
}

#[test]
fn marks_stand_beside_words() {
    let lines = [
        scenario("yes", "s3:ListAllMyBuckets", &allow("s3:*")),
        scenario("no", "ec2:RunInstances", &allow("s3:*")),
    ];
    let found = run_with(&["simulate", "-"], lines.join("\n").as_bytes());
    assert_eq!(
        found.out,
        "✓ allowed        yes                       an identity-based policy allows it, and nothing forbids it\n\
         ✗ implicit deny  no                        no identity-based policy allows it\n"
    );
    assert!(found.err.ends_with("1 allowed, 1 denied, 0 errors\n"));
}

#[test]
fn json_and_people_agree() {
    let path = "examples/elasticache/who-may-delete.jsonl";
    let people = run(&["simulate", path]);
    let machines = run(&["simulate", path, "--format", "json"]);
    assert_eq!(people.code, machines.code);
    for (line, object) in people.out.lines().zip(machines.objects()) {
        let word = match object["decision"].as_str().unwrap() {
            "allowed" => "✓ allowed ",
            "explicitDeny" => "✗ explicit deny ",
            _ => "✗ implicit deny ",
        };
        assert!(
            line.starts_with(word) && line.contains(object["id"].as_str().unwrap()),
            "{line}"
        );
    }
}
