//! Questions that are answered together: the answers are in the order of the questions, and are the same on any number of cores.

use crate::support::{Folder, allow, command, scenario};

/// What is printed on so many threads.
fn on_threads(threads: &str, arguments: &[&str]) -> Vec<u8> {
    let output = command()
        .env("RAYON_NUM_THREADS", threads)
        .args(arguments)
        .output()
        .unwrap();
    output.stdout
}

#[test]
fn answers_are_in_the_order_of_the_questions() {
    let mut lines = String::new();
    for number in 0..3_000 {
        let action = ["s3:GetObject", "s3:PutObject"][number % 2];
        let line = scenario(&format!("q{number}"), action, &allow("s3:Get*"));
        lines.push_str(if number % 7 == 0 { "{]" } else { &line });
        lines.push('\n');
    }
    let folder = Folder::new(&[]);
    folder.write("questions.jsonl", lines.as_bytes());
    let path = folder.path("questions.jsonl");
    let arguments = ["simulate", &path, "--format", "json"];
    let one = on_threads("1", &arguments);
    assert!(one == on_threads("4", &arguments));
    let text = String::from_utf8(one).unwrap();
    let answers: Vec<&str> = text.lines().collect();
    assert_eq!(answers.len(), 3_000);
    for (number, answer) in answers
        .iter()
        .enumerate()
        .filter(|(number, _)| number % 7 != 0)
    {
        assert!(answer.contains(&format!(r#""id":"q{number}""#)), "{answer}");
        let expected = ["allowed", "implicitDeny"][number % 2];
        assert!(answer.contains(expected), "{answer}");
    }
}

#[test]
fn the_first_to_name_files_are_answered_where_these_come_to_their_bound() {
    let folder = Folder::new(&[]);
    folder.write("policy.json", allow("s3:Get*").as_bytes());
    let line = scenario("q", "s3:GetObject", "null").replace(
        r#"{"name": "ops", "document": null}"#,
        r#"{"file": "policy.json"}"#,
    );
    folder.write(
        "questions.jsonl",
        format!("{line}\n").repeat(100).as_bytes(),
    );
    let path = folder.path("questions.jsonl");
    let bytes = allow("s3:Get*").len() * 40;
    let limit = format!("policy-file-bytes={bytes}");
    let arguments = ["simulate", &path, "--format", "json", "--limit", &limit];
    let one = on_threads("1", &arguments);
    assert!(one == on_threads("4", &arguments));
    let text = String::from_utf8(one).unwrap();
    let allowed = text.lines().take_while(|line| line.contains("allowed"));
    assert_eq!(allowed.count(), 40);
    assert!(text.lines().nth(40).unwrap().contains("unreadable-file"));
}
