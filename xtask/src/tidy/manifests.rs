//! Manifests inherit what the workspace fixes, so that it is fixed in one place.

use crate::report::Report;
use crate::repository::SourceFile;

/// What a member's `[package]` takes from the workspace.
const INHERITED: &[&str] = &["version", "edition", "rust-version", "license"];

/// Manifests of workspaces of their own, which have nothing to inherit.
const OWN_WORKSPACES: &[&str] = &["fuzz/", "benches/peers/"];

/// Checks each member's manifest, and that the root forbids `unsafe`.
#[must_use]
pub fn check(files: &[SourceFile]) -> Report {
    let mut report = Report::new();
    let manifests = files.iter().filter(|file| {
        file.path().split('/').next_back() == Some("Cargo.toml")
            && !file.is_data()
            && !OWN_WORKSPACES
                .iter()
                .any(|own| file.path().starts_with(own))
    });
    for file in manifests {
        report.look();
        if file.path() == "Cargo.toml" {
            if value(file.text(), "workspace.lints.rust", "unsafe_code") != Some("\"forbid\"") {
                report.problem(
                    file.path(),
                    "[workspace.lints.rust] does not forbid unsafe_code",
                );
            }
        } else {
            check_member(file, &mut report);
        }
    }
    report
}

fn check_member(file: &SourceFile, report: &mut Report) {
    for key in INHERITED {
        if !inherits(file.text(), "package", key) {
            report.problem(
                file.path(),
                format!("`{key}` is not inherited: write `{key}.workspace = true`"),
            );
        }
    }
    if value(file.text(), "lints", "workspace") != Some("true") {
        report.problem(file.path(), "[lints] does not say `workspace = true`");
    }
    for (line, section, key, value) in entries(file.text()) {
        let dependency = section.ends_with("dependencies") && !key.is_empty();
        let inherited = key.ends_with(".workspace") || value.contains("workspace = true");
        if dependency && !inherited {
            report.problem(
                format!("{}:{line}", file.path()),
                format!("`{key}` does not take its version from [workspace.dependencies]"),
            );
        }
    }
}

fn inherits(text: &str, section: &str, key: &str) -> bool {
    value(text, section, &format!("{key}.workspace")) == Some("true")
        || value(text, section, key).is_some_and(|v| v.replace(' ', "") == "{workspace=true}")
}

fn value<'a>(text: &'a str, section: &str, key: &str) -> Option<&'a str> {
    entries(text)
        .find(|(_, s, k, _)| *s == section && *k == key)
        .map(|(_, _, _, value)| value)
}

/// The lines `key = value` of a manifest: line number from 1, section, key, the rest of the line.
///
/// Reads the subset of TOML in which our manifests are written: a continuation line of an array or a table has no ` = ` at
/// its start, or is indented.
pub(super) fn entries(text: &str) -> impl Iterator<Item = (usize, &str, &str, &str)> {
    let mut section = "";
    text.lines().enumerate().filter_map(move |(index, line)| {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            section = name;
            return None;
        }
        let (key, value) = line.split_once(" = ")?;
        let entry = !line.starts_with([' ', '\t', '#', ']', '}']);
        entry.then_some((index + 1, section, key, value.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::repository::SourceFile;

    const GOOD: &str = "[package]\nname = \"demo\"\nversion.workspace = true\nedition.workspace = true\n\
        rust-version.workspace = true\nlicense = { workspace = true }\n\n[dependencies]\nnom.workspace = true\n\
        serde = { workspace = true, features = [\"rc\"] }\n\n[lints]\nworkspace = true\n";

    #[track_caller]
    fn check_manifest(path: &str, text: &str, expected: &[&str]) {
        let report = check(&[SourceFile::new(path, text)]);
        assert_eq!(report.looked_at(), 1);
        let found: Vec<String> = report.problems().iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (message, part) in found.iter().zip(expected) {
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_member_inherits() {
        let path = "crates/demo/Cargo.toml";
        check_manifest(path, GOOD, &[]);
        let edition = GOOD.replace("edition.workspace = true", "edition = \"2024\"");
        check_manifest(path, &edition, &["`edition` is not inherited"]);
        let licence = GOOD.replace("license = { workspace = true }\n", "");
        check_manifest(path, &licence, &["`license` is not inherited"]);
        let lints = GOOD.replace(
            "[lints]\nworkspace = true",
            "[lints.rust]\nunsafe_code = \"allow\"",
        );
        check_manifest(path, &lints, &["[lints] does not say"]);
        let version = GOOD.replace("nom.workspace = true", "nom = \"8\"");
        check_manifest(path, &version, &["Cargo.toml:9: `nom` does not take"]);
        check_manifest(
            "xtask/Cargo.toml",
            "[package]\n[lints]\nworkspace = true",
            &["version", "edition", "rust-version", "license"],
        );
    }

    #[test]
    fn the_root_forbids_unsafe() {
        check_manifest(
            "Cargo.toml",
            "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n",
            &[],
        );
        check_manifest(
            "Cargo.toml",
            "[workspace.lints.rust]\nunsafe_code = \"deny\"\n",
            &["forbid"],
        );
        check_manifest("Cargo.toml", "[workspace]\n", &["forbid"]);
    }

    #[test]
    fn own_workspaces_are_not_looked_at() {
        let report = check(&[SourceFile::new("fuzz/Cargo.toml", "")]);
        assert_eq!(report.looked_at(), 0);
    }
}
