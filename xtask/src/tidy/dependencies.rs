//! Every dependency is there for a reason that is written above it, and comes from the public index.

use super::manifests::entries;
use crate::report::Report;
use crate::repository::SourceFile;

/// Where packages of others come from, as a lock file says it.
const INDEX: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

/// Checks that each entry of `[workspace.dependencies]` has a comment above it, or shares one with the entries before it.
#[must_use]
pub fn check_reasons(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    for file in files.iter().filter(|file| file.path() == "Cargo.toml") {
        let lines: Vec<&str> = file.text().lines().collect();
        for (line, section, key, _) in entries(file.text()) {
            if section != "workspace.dependencies" {
                continue;
            }
            report.look();
            let above = lines.get(..line - 1).unwrap_or_default();
            if !has_reason(above) {
                report.problem(
                    format!("{}:{line}", file.path()),
                    format!("`{key}` has no comment that says why it is here"),
                );
            }
        }
    }
    report
}

/// Whether a comment is met before a blank line or a section, going up.
fn has_reason(above: &[&str]) -> bool {
    let group = above
        .iter()
        .rev()
        .take_while(|line| !line.trim().is_empty() && !line.starts_with('['));
    let mut comments = group.filter_map(|line| line.strip_prefix('#'));
    comments.any(|comment| comment.split_whitespace().count() >= 2)
}

/// Checks that every package of a lock file is a member or comes from the public index.
#[must_use]
pub fn check_sources(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    for file in files
        .iter()
        .filter(|file| file.path().ends_with("Cargo.lock"))
    {
        for (index, line) in file.text().lines().enumerate() {
            if line.starts_with("source = ") {
                report.look();
                if line != INDEX {
                    report.problem(
                        format!("{}:{}", file.path(), index + 1),
                        "a package that does not come from the public index",
                    );
                }
            }
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::{INDEX, check_reasons, check_sources};
    use crate::report::Report;
    use crate::repository::SourceFile;

    #[track_caller]
    fn check(report: &Report, looked_at: usize, places: &[&str]) {
        let found: Vec<&str> = report.problems().iter().map(|p| p.place()).collect();
        assert_eq!((report.looked_at(), found.as_slice()), (looked_at, places));
    }

    fn reasons(table: &str) -> Report {
        let text = format!("[workspace.dependencies]\n{table}\n[profile.dev]\ndebug = 1\n");
        check_reasons(&[SourceFile::new("Cargo.toml", text)])
    }

    #[test]
    fn a_dependency_has_a_reason() {
        check(&reasons("# Why it is here.\nnom = \"8\"\n"), 1, &[]);
        check(
            &reasons("# Why both are.\nnom = \"8\"\nserde = { version = \"1\" }\n"),
            2,
            &[],
        );
        check(&reasons("nom = \"8\"\n"), 1, &["Cargo.toml:2"]);
        check(
            &reasons("# Why it is here.\nnom = \"8\"\n\nserde = \"1\"\n"),
            2,
            &["Cargo.toml:5"],
        );
        check(&reasons("#\nnom = \"8\"\n"), 1, &["Cargo.toml:3"]);
        check(
            &reasons(
                "# Why it is here.\nnom = { version = \"8\", features = [\n    \"alloc\",\n] }\nserde = \"1\"\n",
            ),
            2,
            &[],
        );
        check(&reasons(""), 0, &[]);
    }

    #[test]
    fn packages_come_from_the_public_index() {
        let lock = |source: &str| {
            let text = format!("[[package]]\nname = \"a\"\n{source}\n");
            check_sources(&[SourceFile::new("fuzz/Cargo.lock", text)])
        };
        check(&lock(INDEX), 1, &[]);
        check(
            &lock("source = \"git+https://example.com/a\""),
            1,
            &["fuzz/Cargo.lock:3"],
        );
        check(&lock(""), 0, &[]);
    }
}
