//! Every Rust file opens with one sentence that says what it holds.

use crate::report::Report;
use crate::repository::SourceFile;

/// Checks that each written Rust file begins with a `//!` sentence.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    for file in files.iter().filter(|file| file.is_written_rust()) {
        report.look();
        if !opens_with_a_sentence(file.text()) {
            report.problem(
                format!("{}:1", file.path()),
                "the file does not open with a `//! …` sentence",
            );
        }
    }
    report
}

fn opens_with_a_sentence(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    // A crate doc may be the README, which opens with a heading and a sentence.
    first
        .strip_prefix("//! ")
        .is_some_and(|sentence| sentence.chars().any(char::is_alphabetic))
        || first.starts_with("#![doc = include_str!(")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::repository::SourceFile;

    #[track_caller]
    fn check_text(text: &str, problems: usize) {
        let report = check(&[SourceFile::new("crates/demo/src/a.rs", text)]);
        assert_eq!((report.looked_at(), report.problems().len()), (1, problems));
    }

    #[test]
    fn a_file_opens_with_a_sentence() {
        check_text("//! What it holds.\n\nfn a() {}", 0);
        check_text("#![doc = include_str!(\"../README.md\")]", 0);
        check_text("", 1);
        check_text("use std::fmt;\n", 1);
        check_text("// What it holds.\n", 1);
        check_text("//! ---\n", 1);
        check_text("\n//! What it holds.\n", 1);
    }

    #[test]
    fn other_files_and_generated_ones_are_not_looked_at() {
        let report = check(&[
            SourceFile::new("README.md", ""),
            SourceFile::new("a.rs", "// @generated\n"),
        ]);
        assert_eq!(report.looked_at(), 0);
        assert!(report.verdict("modules").is_err());
    }
}
