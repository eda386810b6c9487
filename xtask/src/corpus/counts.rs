//! How many cases there are, by folder and topic, as `corpus/README.md` lists them.

use std::collections::BTreeMap;

use super::Case;
use crate::report::Report;
use crate::repository::SourceFile;

/// Where they are listed.
const README: &str = "corpus/README.md";
const HEAD: &str = "| folder | cases | topics |\n| --- | ---: | --- |\n";

/// The table of all folders.
#[must_use]
pub fn table(cases: &[Case]) -> String {
    let mut folders: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for case in cases {
        let path = case.place.trim_start_matches("corpus/");
        let (folder, file) = path.split_once('/').unwrap_or((path, ""));
        let topic = file.split(".json").next().unwrap_or(file);
        // A file with one case is no topic of its own.
        let topic = if file.contains(".jsonl") { topic } else { "" };
        *folders.entry(folder).or_default().entry(topic).or_default() += 1;
    }
    let mut table = HEAD.to_owned();
    for (folder, topics) in &folders {
        let total: usize = topics.values().sum();
        let topics = topics.iter().filter(|(topic, _)| !topic.is_empty());
        let topics: Vec<String> = topics
            .map(|(topic, count)| format!("{topic} {count}"))
            .collect();
        table.push_str(&format!(
            "| `{folder}` | {total} | {} |\n",
            topics.join(", ")
        ));
    }
    table.push_str(&format!("| all | {} | |\n", cases.len()));
    table
}

/// Checks that the README has the table as it is.
#[must_use]
pub fn check(cases: &[Case], files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    let table = table(cases);
    for file in files.iter().filter(|file| file.path() == README) {
        report.look();
        if !file.text().contains(&table) {
            report.problem(README, format!("the table of counts is not\n\n{table}"));
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::{check, table};
    use crate::corpus::cases;
    use crate::repository::SourceFile;

    #[test]
    fn counts_are_by_folder_and_topic() {
        let files = |readme: &str| {
            vec![
                SourceFile::new("corpus/a/b.jsonl", "{\"id\": \"1\"}\n{\"id\": \"2\"}\n"),
                SourceFile::new("corpus/a/c.jsonl", "{\"id\": \"3\"}\n"),
                SourceFile::new("corpus/errors/x.json", "{\"id\": \"4\"}\n"),
                SourceFile::new("corpus/README.md", readme),
            ]
        };
        let (cases, _) = cases::read(&files(""));
        let table = table(&cases);
        assert!(
            table.contains("| `a` | 3 | b 2, c 1 |\n| `errors` | 1 |  |\n| all | 4 | |\n"),
            "{table}"
        );
        let problems = |readme: &str| check(&cases, &files(readme)).problems().len();
        assert_eq!((problems(&format!("x\n\n{table}")), problems("x")), (0, 1));
    }
}
