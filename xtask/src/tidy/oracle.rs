//! The reference evaluator stays short enough to be checked against the rules line by line.

use crate::report::Report;
use crate::repository::SourceFile;

/// Where it stands.
const FOLDER: &str = "crates/portcullis-oracle/src/";
/// Lines that all its files have together; every line counts.
const LIMIT: usize = 1_500;

/// Counts the lines of the reference evaluator.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    let mut lines = 0;
    for file in files.iter().filter(|file| file.path().starts_with(FOLDER)) {
        report.look();
        lines += file.text().lines().count();
    }
    if lines > LIMIT {
        report.problem(
            FOLDER,
            format!("the reference evaluator has {lines} lines, at most {LIMIT} are allowed"),
        );
    }
    report
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::repository::SourceFile;

    #[test]
    fn all_its_files_together_have_a_limit() {
        let problems = |lines: usize| {
            let file = |name: &str, lines| {
                let path = format!("crates/portcullis-oracle/{name}");
                SourceFile::new(path, "//! A.\n".repeat(lines))
            };
            let files = [
                file("src/lib.rs", 1_000),
                file("src/more.rs", lines),
                file("tests/answers.rs", 700),
            ];
            let report = check(&files);
            assert_eq!(report.looked_at(), 2);
            report.problems().len()
        };
        assert_eq!((problems(500), problems(501)), (0, 1));
    }
}
