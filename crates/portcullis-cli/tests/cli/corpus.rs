//! Every case of the corpus through the command: what it prints is what the case expects.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{root, run};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            found.push(path);
        }
    }
}

#[test]
fn answers_are_those_of_the_corpus() {
    let mut paths = Vec::new();
    files(&root().join("corpus"), &mut paths);
    paths.retain(|path| path.file_name().is_some_and(|name| name != "rules.jsonl"));
    paths.sort();
    let mut checked: BTreeMap<String, usize> = BTreeMap::new();
    for path in &paths {
        let cases = cases(path);
        // The time of a case is what the case says: a policy about dates that expects none must not get one.
        let found = run(&["simulate", &path.display().to_string(), "--format", "json"]);
        let answers = found.objects();
        assert_eq!(answers.len(), cases.len(), "{}", path.display());
        for (case, answer) in cases.iter().zip(&answers) {
            let Some(expect) = case.get("expect").and_then(Value::as_str) else {
                continue;
            };
            if asks_for_the_time(case) {
                continue;
            }
            let outcome = match answer.get("error") {
                Some(_) => "error",
                None => answer["decision"].as_str().unwrap(),
            };
            assert_eq!(outcome, expect, "{}: {answer}", case["id"]);
            if let Some(id) = answer.get("id") {
                assert_eq!(Some(id), case.get("id"));
            }
            *checked.entry(expect.to_owned()).or_default() += 1;
        }
    }
    for outcome in ["allowed", "explicitDeny", "implicitDeny", "error"] {
        assert!(
            checked.get(outcome).is_some_and(|count| *count > 100),
            "{checked:?}"
        );
    }
}

/// The cases of a file. A duplicate member is what some of them are about, and the last one counts here.
fn cases(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| serde_json::from_str(line).unwrap_or(Value::Null))
        .collect()
}

fn asks_for_the_time(case: &Value) -> bool {
    let text = case["policies"].to_string().to_lowercase();
    text.contains("aws:currenttime") || text.contains("aws:epochtime")
}

#[test]
fn the_corpus_tests_itself() {
    let found = run(&["test", "corpus", "examples"]);
    assert_eq!(found.code, 0, "{found:#?}");
    assert!(found.out.contains(" met, 0 missed in "), "{found:#?}");
    assert!(
        found.err.contains("rules.jsonl holds no scenarios"),
        "{found:#?}"
    );
}
