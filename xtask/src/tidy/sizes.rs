//! Files and functions stay short enough to be held in the head.

use crate::report::Report;
use crate::repository::SourceFile;
use crate::source;

/// Lines at which a file is worth splitting; every line counts.
const FILE_WARNING: usize = 600;
/// Lines that a file may have.
const FILE_LIMIT: usize = 1_000;
/// Lines at which a function is worth splitting, from `fn` to its closing brace, blank lines and comments included.
const FUNCTION_WARNING: usize = 60;
/// Lines that a function may have.
const FUNCTION_LIMIT: usize = 120;

/// Measures each written Rust file and the functions in it. Functions are found by counting braces outside comments and literals.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    for file in files.iter().filter(|file| file.is_written_rust()) {
        report.look();
        let lines = file.text().lines().count();
        measure(
            &mut report,
            file.path().to_owned(),
            ("the file", lines),
            (FILE_WARNING, FILE_LIMIT),
        );
        for function in source::functions(file.text()) {
            measure(
                &mut report,
                format!("{}:{}", file.path(), function.line),
                (&format!("`{}`", function.name), function.lines),
                (FUNCTION_WARNING, FUNCTION_LIMIT),
            );
        }
    }
    report
}

fn measure(
    report: &mut Report,
    place: String,
    (what, lines): (&str, usize),
    (warning, limit): (usize, usize),
) {
    if lines > limit {
        report.problem(
            place,
            format!("{what} has {lines} lines, at most {limit} are allowed"),
        );
    } else if lines > warning {
        report.warning(
            place,
            format!("{what} has {lines} lines, aim for fewer than {warning}"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::repository::SourceFile;

    #[track_caller]
    fn check_text(text: &str, problems: &[&str], warnings: usize) {
        let report = check(&[SourceFile::new("a.rs", text)]);
        let places: Vec<&str> = report.problems().iter().map(|p| p.place()).collect();
        assert_eq!(
            (places.as_slice(), report.warnings().len()),
            (problems, warnings)
        );
        assert_eq!(report.looked_at(), 1);
    }

    #[test]
    fn files_have_a_limit() {
        check_text(&"//! A.\n".repeat(600), &[], 0);
        check_text(&"//! A.\n".repeat(601), &[], 1);
        check_text(&"//! A.\n".repeat(1_000), &[], 1);
        check_text(&"//! A.\n".repeat(1_001), &["a.rs"], 0);
    }

    #[test]
    fn functions_have_a_limit() {
        let function = |inside: usize| format!("\nfn a() {{\n{}}}\n", "    b();\n".repeat(inside));
        check_text(&function(58), &[], 0);
        check_text(&function(59), &[], 1);
        check_text(&function(118), &[], 1);
        check_text(&function(119), &["a.rs:2"], 0);
    }
}
