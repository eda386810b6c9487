//! The record says that the tests are good enough, and the page says what the record says.

use super::record::Record;
use super::{FOLDER, SUBJECTS, Subject, page};
use crate::coverage;
use crate::report::Report;
use crate::repository::SourceFile;

/// The share of mutants that have to be caught, in tenths of a percent.
const LEAST: usize = 950;

/// The crate whose survivors all need a reason: it says who may do what.
const EXPLAINED: &str = "eval";

/// Checks the record without running anything. Rows of functions that have changed are counted in a warning.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    let text = |path: &str| {
        files
            .iter()
            .find(|file| file.path() == path)
            .map(SourceFile::text)
    };
    let mut records = Vec::new();
    for subject in SUBJECTS {
        let path = format!("{FOLDER}/{}.jsonl", subject.name);
        let record = Record::read(text(&path).unwrap_or_default());
        let record = record.unwrap_or_else(|error| {
            report.problem(&path, format!("{error:#}"));
            Record::default()
        });
        let current = record.current(|file| text(file).map(str::to_owned));
        check_one(&mut report, subject, &path, &record, &current);
        records.push(record);
    }
    let figures = coverage::record::read(text(coverage::record::PATH).unwrap_or_default());
    match figures {
        Err(error) => report.problem(coverage::record::PATH, format!("{error:#}")),
        Ok(figures) => {
            coverage::check(&mut report, &figures);
            let page = format!("{FOLDER}/{}", page::PAGE);
            if text(&page) != Some(page::text(&records, &figures).as_str()) {
                report.problem(
                    page,
                    "it is not what the record says; `cargo xtask mutants --page` writes it anew",
                );
            }
        }
    }
    report
}

fn check_one(
    report: &mut Report,
    subject: &Subject,
    path: &str,
    record: &Record,
    current: &Record,
) {
    let (all, totals) = (record.rows().count(), current.totals());
    let changed = all - current.rows().count();
    if changed > 0 {
        report.warning(
            path,
            format!("{changed} of {all} functions have changed since their results"),
        );
    }
    match totals.score() {
        None => report.warning(path, "no mutant has a result"),
        Some(score) if score < LEAST => report.problem(
            path,
            format!(
                "{} of the mutants are caught, {} have to be",
                page::percent(Some(score)),
                page::percent(Some(LEAST))
            ),
        ),
        Some(_) => report.look(),
    }
    for row in current.rows() {
        let open = row.missed.iter().filter(|(_, reason)| reason.is_empty());
        for (mutant, _) in open {
            let place = format!("{}: `{}`", row.file, row.function);
            let message = format!("`{mutant}` survives without a reason");
            if subject.name == EXPLAINED {
                report.problem(place, message);
            } else {
                report.warning(place, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, check, page};
    use crate::coverage::{self, Count, Figures};
    use crate::mutants::SUBJECTS;
    use crate::mutants::plan::Source;
    use crate::repository::SourceFile;

    const TEXT: &str = "fn same() -> bool {\n    a == b\n}\n";

    fn row(crate_name: &str, caught: usize, missed: &[(&str, &str)]) -> String {
        let caught: Vec<String> = (0..caught).map(|number| format!("\"{number}\"")).collect();
        let missed: Vec<String> = missed
            .iter()
            .map(|(mutant, reason)| format!("\"{mutant}\":\"{reason}\""))
            .collect();
        format!(
            "{{\"file\":\"crates/portcullis-{crate_name}/src/a.rs\",\"function\":\"same\",\"source\":\"{}\",\"caught\":[{}],\"missed\":{{{}}}}}\n",
            Source::new(TEXT.to_owned()).fingerprint_at(1),
            caught.join(","),
            missed.join(",")
        )
    }

    /// Problems and warnings for a record of one crate.
    fn checked(crate_name: &str, row: &str, source: &str) -> (Vec<String>, Vec<String>) {
        let text = |name: &str| if name == crate_name { row } else { "" };
        let records: Vec<Record> = SUBJECTS
            .iter()
            .map(|one| Record::read(text(one.name)).unwrap())
            .collect();
        let lines = Count { all: 100, run: 95 };
        let figures: Vec<Figures> = SUBJECTS
            .iter()
            .map(|one| Figures {
                name: one.name.to_owned(),
                lines,
                functions: lines,
            })
            .collect();
        let report = check(&[
            SourceFile::new("mutants/README.md", page::text(&records, &figures)),
            SourceFile::new(format!("mutants/{crate_name}.jsonl"), row),
            SourceFile::new(
                coverage::record::PATH,
                coverage::record::text(&figures).unwrap(),
            ),
            SourceFile::new(format!("crates/portcullis-{crate_name}/src/a.rs"), source),
        ]);
        let texts = |all: &[crate::report::Problem]| all.iter().map(ToString::to_string).collect();
        let warnings: Vec<String> = texts(report.warnings());
        let others = |one: &String| !one.ends_with("no mutant has a result");
        (
            texts(report.problems()),
            warnings.into_iter().filter(others).collect(),
        )
    }

    #[test]
    fn ninety_five_of_a_hundred_have_to_be_caught() {
        let missed = [("x", "because")];
        assert_eq!(
            checked("glob", &row("glob", 19, &missed), TEXT),
            (vec![], vec![])
        );
        let (problems, _) = checked("glob", &row("glob", 18, &missed), TEXT);
        assert_eq!(
            problems,
            ["mutants/glob.jsonl: 94.7 % of the mutants are caught, 95.0 % have to be"]
        );
    }

    #[test]
    fn a_survivor_of_the_evaluation_has_a_reason() {
        let open = [("x", "")];
        let (problems, warnings) = checked("arn", &row("arn", 20, &open), TEXT);
        assert_eq!((problems.len(), warnings.len()), (0, 1));
        let (problems, _) = checked("eval", &row("eval", 20, &open), TEXT);
        assert_eq!(
            problems,
            ["crates/portcullis-eval/src/a.rs: `same`: `x` survives without a reason"]
        );
    }

    #[test]
    fn results_of_changed_functions_do_not_count() {
        let row = row("eval", 1, &[("x", "")]);
        let (problems, warnings) = checked("eval", &row, "fn same() {}\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            warnings,
            ["mutants/eval.jsonl: 1 of 1 functions have changed since their results"]
        );
    }

    #[test]
    fn a_page_that_says_something_else_is_refused() {
        let report = check(&[SourceFile::new("mutants/README.md", "All is well.\n")]);
        let problems: Vec<String> = report.problems().iter().map(ToString::to_string).collect();
        assert!(
            problems
                .iter()
                .any(|one| one.contains("not what the record says")),
            "{problems:?}"
        );
        assert_eq!(report.looked_at(), 0);
    }
}
