//! No unfinished business, no test that is switched off without a reason, no `unsafe`.

use crate::report::Report;
use crate::repository::SourceFile;
use crate::source::{code_only, has_word};

/// Marks of unfinished business, written in two halves so that this file may hold them.
const MARKS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Looks for the marks in every text file that is not data, and for the other words in Rust code.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    let licences_and_locks = |path: &str| path.starts_with("LICENSE") || path.ends_with(".lock");
    for file in files {
        if file.is_data() || licences_and_locks(file.path()) {
            continue;
        }
        report.look();
        for (index, line) in file.text().lines().enumerate() {
            for mark in MARKS.iter().filter(|mark| has_word(line, mark)) {
                report.problem(
                    place(file, index),
                    format!("`{mark}`: finish it or take it out"),
                );
            }
        }
        if file.is_written_rust() {
            check_code(file, &mut report);
        }
    }
    report
}

fn check_code(file: &SourceFile, report: &mut Report) {
    for (index, line) in code_only(file.text()).lines().enumerate() {
        if line.contains("dbg!(") {
            report.problem(place(file, index), "a debugging print");
        }
        if line.contains("#[ignore]") {
            report.problem(place(file, index), "a test is ignored without a reason");
        }
        if has_word(line, "unsafe") {
            report.problem(place(file, index), "`unsafe` is forbidden");
        }
    }
}

fn place(file: &SourceFile, index: usize) -> String {
    format!("{}:{}", file.path(), index + 1)
}

#[cfg(test)]
mod tests {
    use super::{MARKS, check};
    use crate::repository::SourceFile;

    #[track_caller]
    fn check_text(path: &str, text: &str, problems: usize) {
        let report = check(&[SourceFile::new(path, text)]);
        assert_eq!((report.looked_at(), report.problems().len()), (1, problems));
    }

    #[test]
    fn marks_are_found_anywhere() {
        for mark in MARKS {
            check_text("a.rs", &format!("// {mark}: later\n"), 1);
            check_text("CONTRIBUTING.md", &format!("- {mark}\n"), 1);
            check_text("a.rs", &format!("let {mark}_LIST = 1;\n"), 0);
        }
    }

    #[test]
    fn code_is_told_from_comments_and_literals() {
        check_text("a.rs", "dbg!(x);", 1);
        check_text("a.rs", "// dbg!(x);", 0);
        check_text("a.rs", "#[ignore]\nfn a() {}", 1);
        check_text("a.rs", "#[ignore = \"needs a clock\"]\nfn a() {}", 0);
        check_text("a.rs", "unsafe { a() }", 1);
        check_text("a.rs", "let a = \"unsafe\"; // unsafe", 0);
        check_text("a.rs", "#![forbid(unsafe_code)]", 0);
    }

    #[test]
    fn data_is_not_looked_at() {
        let report = check(&[SourceFile::new("corpus/a.jsonl", MARKS.join(" "))]);
        assert_eq!(report.looked_at(), 0);
    }
}
