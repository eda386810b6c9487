//! The page that sums the record up: the scores, and each survivor with the reason given for it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::record::Record;
use super::{FOLDER, SUBJECTS, Subject};
use crate::coverage::{self, Figures};

/// The page, below the folder of the record.
pub const PAGE: &str = "README.md";

const HEAD: &str = "\
# How well the tests test

Written by `cargo xtask mutants` and `cargo xtask coverage`; do not edit it. A mutant is a small wrong change to one function. It is
*caught* if a test fails with it, and *survives* if none does. Those with which the tests do not end, and those that do not compile, are
counted apart. The score is the share caught of those caught and surviving. Results count while the function that they are of is
as it was; `cargo xtask mutants --check` says how many mutants have none today.

The other files here are the record: a line for each function, with the fingerprint of the source that was looked at. The reason why a
survivor can stay is written there by hand, as the text behind the mutant in `missed`.

";

/// Writes the page from the records below `root`.
///
/// # Errors
///
/// If a record cannot be read, or the page not written.
pub fn write(root: &Path) -> Result<()> {
    let records: Result<Vec<Record>> = SUBJECTS
        .iter()
        .map(|one| super::run::load(root, one))
        .collect();
    let figures = coverage::record::load(root)?;
    let path = root.join(FOLDER).join(PAGE);
    fs::write(&path, text(&records?, &figures)).with_context(|| format!("{}", path.display()))
}

/// The page, for the records of all subjects in the order of the table.
#[must_use]
pub fn text(records: &[Record], figures: &[Figures]) -> String {
    let mut text = HEAD.to_owned();
    let cells = [
        "Crate",
        "Caught",
        "Survive",
        "with a reason",
        "No end",
        "Do not compile",
        "Score",
        "Lines run",
        "Functions run",
    ];
    let _ = writeln!(
        text,
        "| {} |\n|{}",
        cells.join(" | "),
        "---|".repeat(cells.len())
    );
    for (subject, record) in SUBJECTS.iter().zip(records) {
        let totals = record.totals();
        let figures = figures.iter().find(|one| one.name == subject.name);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            subject.name,
            totals.caught,
            totals.missed,
            totals.explained,
            totals.timeout,
            totals.unviable,
            percent(totals.score()),
            percent(figures.and_then(|one| one.lines.share())),
            percent(figures.and_then(|one| one.functions.share())),
        );
    }
    for (subject, record) in SUBJECTS.iter().zip(records) {
        survivors(&mut text, subject, record);
    }
    text
}

fn survivors(text: &mut String, subject: &Subject, record: &Record) {
    let mut file = "";
    for row in record.rows().filter(|row| !row.missed.is_empty()) {
        if file.is_empty() {
            let _ = write!(text, "\n## Survivors in {}\n", subject.name);
        }
        if file != row.file {
            let folder = format!("crates/{}/", subject.package);
            let short = row.file.strip_prefix(&folder).unwrap_or(&row.file);
            let _ = write!(text, "\n`{short}`\n\n");
            file = &row.file;
        }
        for (mutant, reason) in &row.missed {
            let reason = if reason.is_empty() {
                "**no reason given**"
            } else {
                reason
            };
            let _ = writeln!(text, "- `{}`: `{mutant}`. {reason}", row.function);
        }
    }
}

/// Tenths of a percent as people write them.
#[must_use]
pub fn percent(tenths: Option<usize>) -> String {
    tenths.map_or_else(
        || "–".to_owned(),
        |tenths| format!("{}.{} %", tenths / 10, tenths % 10),
    )
}

#[cfg(test)]
mod tests {
    use super::{Record, percent, text};
    use crate::coverage::{Count, Figures};

    #[test]
    fn the_page_has_the_scores_and_the_survivors() {
        let rows = r#"{"file":"crates/portcullis-glob/src/a.rs","function":"same","source":"0","caught":["one","two"],"missed":{"five":"equal","four":""}}
{"file":"crates/portcullis-glob/src/b.rs","function":"other","source":"0","caught":["one"],"unviable":["two"]}
"#;
        let figures = Figures {
            name: "glob".to_owned(),
            lines: Count { all: 200, run: 199 },
            functions: Count { all: 10, run: 10 },
        };
        let page = text(&[Record::read(rows).unwrap()], &[figures]);
        for part in [
            "| glob | 3 | 2 | 1 | 0 | 1 | 60.0 % | 99.5 % | 100.0 % |\n",
            "\n## Survivors in glob\n\n`src/a.rs`\n\n- `same`: `five`. equal\n- `same`: `four`. **no reason given**\n",
        ] {
            assert!(page.contains(part), "{page}");
        }
        assert!(!page.contains("src/b.rs"));
    }

    #[test]
    fn shares_are_written_in_tenths() {
        assert_eq!(percent(Some(1_000)), "100.0 %");
        assert_eq!(percent(Some(957)), "95.7 %");
        assert_eq!(percent(None), "–");
    }
}
