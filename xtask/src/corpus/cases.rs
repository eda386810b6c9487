//! The cases below `corpus/`: one a line in JSON Lines files, one a file in `.json` files.

use std::collections::BTreeMap;

use serde_json::Value;

use super::rules::INDEX;
use crate::report::Report;
use crate::repository::SourceFile;

/// What the checks ask of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id, unique in the corpus.
    pub id: String,
    /// The rules that it cites, in `rules` (a list) or `rule` (one).
    pub rules: Vec<String>,
    /// Whether documents are read leniently.
    pub lenient: bool,
    /// Where it stands.
    pub place: String,
}

/// Reads every case and checks that each is JSON with an id that no other has.
#[must_use]
pub fn read(files: &[SourceFile]) -> (Vec<Case>, Report) {
    let mut report = Report::new();
    let mut cases: Vec<Case> = Vec::new();
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for file in files.iter().filter(|file| is_case_file(file.path())) {
        if file.text().is_empty() {
            report.problem(file.path(), "no case in it");
        }
        for (place, text) in texts(file) {
            report.look();
            match case(text, &place) {
                Err(message) => report.problem(place, message),
                Ok(case) => {
                    if let Some(first) = places.insert(case.id.clone(), place) {
                        let message = format!("`{}` is the id of {first} too", case.id);
                        report.problem(&case.place, message);
                    }
                    cases.push(case);
                }
            }
        }
    }
    (cases, report)
}

fn is_case_file(path: &str) -> bool {
    let json = path.ends_with(".jsonl") || path.ends_with(".json");
    // Folders of this name hold what cases and tests read, not cases.
    let beside = path.contains("/files/");
    path.starts_with("corpus/") && json && !beside && path != INDEX
}

/// The text of each case with its place.
fn texts(file: &SourceFile) -> Vec<(String, &str)> {
    if file.path().ends_with(".json") && !file.text().is_empty() {
        return vec![(file.path().to_owned(), file.text())];
    }
    let lines = file.text().lines().enumerate();
    lines
        .map(|(number, line)| (format!("{}:{}", file.path(), number + 1), line))
        .collect()
}

fn case(line: &str, place: &str) -> Result<Case, String> {
    let value: Value = serde_json::from_str(line).map_err(|e| format!("not JSON: {e}"))?;
    let id = value
        .get("id")
        .and_then(Value::as_str)
        .filter(|id| !id.is_empty());
    let lenient = match value.get("lenient") {
        None => false,
        Some(lenient) => lenient
            .as_bool()
            .ok_or("expected true or false in `lenient`")?,
    };
    Ok(Case {
        id: id.ok_or("expected a string in `id`")?.to_owned(),
        rules: cited(&value)?,
        lenient,
        place: place.to_owned(),
    })
}

fn cited(value: &Value) -> Result<Vec<String>, &'static str> {
    let text = |v: &Value| v.as_str().map(str::to_owned);
    if let Some(one) = value.get("rule") {
        return text(one)
            .map(|rule| vec![rule])
            .ok_or("expected a string in `rule`");
    }
    match value.get("rules") {
        None => Ok(Vec::new()),
        Some(list) => {
            let list = list.as_array().ok_or("expected a list in `rules`")?;
            let rules: Option<Vec<String>> = list.iter().map(text).collect();
            rules.ok_or("expected strings in `rules`")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::repository::SourceFile;

    #[track_caller]
    fn check_refused(text: &str, part: &str) {
        let (_, report) = read(&[SourceFile::new("corpus/a/b.jsonl", text)]);
        let found = report.problems();
        assert!(
            found.len() == 1 && found[0].message().contains(part),
            "{found:?}"
        );
    }

    #[test]
    fn cases_are_read() {
        let text = "{\"id\": \"a\", \"rules\": [\"PL 1\", \"EV 2\"], \"lenient\": true}\n{\"id\": \"b\", \"rule\": \"R1\"}\n{\"id\": \"c\"}\n";
        let (cases, report) = read(&[
            SourceFile::new("corpus/a/b.jsonl", text),
            SourceFile::new("corpus/c.json", "{\n  \"id\": \"d\",\n  \"rules\": []\n}\n"),
            SourceFile::new("corpus/rules.jsonl", "{"),
            SourceFile::new("corpus/a/files/table.jsonl", "{"),
            SourceFile::new("corpus/README.md", "{"),
            SourceFile::new("examples/b.jsonl", "{"),
        ]);
        assert_eq!((report.looked_at(), report.problems().len()), (4, 0));
        let cited: Vec<usize> = cases.iter().map(|case| case.rules.len()).collect();
        assert_eq!(cited, [2, 1, 0, 0]);
        assert!(cases[0].lenient && !cases[1].lenient);
        assert_eq!(cases[1].place, "corpus/a/b.jsonl:2");
    }

    #[test]
    fn lines_that_cannot_be_used_are_named() {
        check_refused("", "no case");
        check_refused("{\"id\": ", "not JSON");
        check_refused("{\"id\": \"a\"}\n\n", "not JSON");
        check_refused("{}", "`id`");
        check_refused("{\"id\": \"a\", \"lenient\": \"yes\"}", "`lenient`");
        check_refused("{\"id\": \"a\", \"rules\": \"PL 1\"}", "a list");
        check_refused("{\"id\": \"a\", \"rules\": [1]}", "strings");
        check_refused("{\"id\": \"a\"}\n{\"id\": \"a\"}", "corpus/a/b.jsonl:1 too");
    }
}
