//! Each crate can be met alone: a folder of its name, a README, a crate doc with an example.

use crate::metadata::Package;
use crate::report::Report;
use crate::repository::SourceFile;

/// Checks the folder, the README and the crate doc of each member.
#[must_use]
pub fn check(files: &[SourceFile], members: &[Package]) -> Report {
    let mut report = Report::new();
    for package in members {
        report.look();
        let text_of = |name: &str| {
            let path = format!("{}/{name}", package.folder);
            files
                .iter()
                .find(|f| f.path() == path)
                .map(SourceFile::text)
        };
        if let Some(folder) = package.folder.strip_prefix("crates/")
            && folder != package.name
        {
            report.problem(
                &package.folder,
                format!("the folder of `{}` is not named like it", package.name),
            );
        }
        match text_of("README.md") {
            None => report.problem(&package.folder, "no README.md"),
            Some(readme) if !says_something(readme, &package.name) => report.problem(
                format!("{}/README.md", package.folder),
                "it needs the crate's name as heading and a line that says what the crate is",
            ),
            Some(_) => {}
        }
        let library = text_of("src/lib.rs");
        match library.or_else(|| text_of("src/main.rs")) {
            None => report.problem(&package.folder, "neither src/lib.rs nor src/main.rs"),
            Some(root) if !has_example(root, library.is_some()) => report.problem(
                format!("{}/src", package.folder),
                "the crate doc has no example in a code block that compiles",
            ),
            Some(_) => {}
        }
    }
    report
}

fn says_something(readme: &str, name: &str) -> bool {
    let mut lines = readme.lines().filter(|line| !line.trim().is_empty());
    // The facade's README is the project's and may carry the project's name with a capital.
    let heading = lines.next().and_then(|line| line.strip_prefix("# "));
    heading.is_some_and(|h| h.to_lowercase().contains(name)) && lines.next().is_some()
}

/// Whether the crate doc has a code block; in a library one that runs as a test.
fn has_example(root: &str, library: bool) -> bool {
    if root
        .lines()
        .any(|line| line.starts_with("#![doc = include_str!("))
    {
        return true;
    }
    let mut open = false;
    let doc = root.lines().take_while(|line| line.starts_with("//!"));
    for fence in doc.filter_map(|line| line.trim_start_matches("//!").trim().strip_prefix("```")) {
        let runs = matches!(fence, "" | "rust" | "should_panic");
        if !open && (runs || !library) {
            return true;
        }
        open = !open;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::metadata::Package;
    use crate::repository::SourceFile;

    const DOC: &str = "//! A.\n//!\n//! ```\n//! assert!(true);\n//! ```\n";

    #[track_caller]
    fn check_crate(folder: &str, files: &[(&str, &str)], expected: &[&str]) {
        let package = Package {
            name: "demo".to_owned(),
            folder: folder.to_owned(),
            ..Package::default()
        };
        let files: Vec<SourceFile> = files
            .iter()
            .map(|(name, text)| SourceFile::new(format!("{folder}/{name}"), *text))
            .collect();
        let report = check(&files, &[package]);
        assert_eq!(report.looked_at(), 1);
        let found: Vec<&str> = report.problems().iter().map(|p| p.message()).collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (message, part) in found.iter().zip(expected) {
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_crate_has_readme_and_example() {
        let readme = ("README.md", "# demo\n\nShows.\n");
        check_crate("crates/demo", &[readme, ("src/lib.rs", DOC)], &[]);
        check_crate("crates/demo", &[("src/lib.rs", DOC)], &["no README"]);
        check_crate("crates/demo", &[readme], &["neither"]);
        check_crate(
            "crates/other",
            &[readme, ("src/lib.rs", DOC)],
            &["not named"],
        );
        check_crate(
            "crates/demo",
            &[("README.md", "# demo\n"), ("src/lib.rs", DOC)],
            &["says what"],
        );
    }

    #[test]
    fn an_example_is_code_that_runs() {
        let readme = ("README.md", "# demo\n\nShows.\n");
        let none = (
            "src/lib.rs",
            "//! A.\n\n/// ```\n/// a();\n/// ```\nfn a() {}",
        );
        check_crate("crates/demo", &[readme, none], &["no example"]);
        let text = ("src/lib.rs", "//! A.\n//! ```text\n//! ```\n");
        check_crate("crates/demo", &[readme, text], &["no example"]);
        let shell = ("src/main.rs", "//! A.\n//! ```sh\n//! demo\n//! ```\n");
        check_crate("crates/demo", &[readme, shell], &[]);
        let included = ("src/lib.rs", "#![doc = include_str!(\"../README.md\")]");
        check_crate("crates/demo", &[readme, included], &[]);
    }
}
