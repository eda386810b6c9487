//! Runs cargo-mutants, where it is installed.

use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::plan::Planned;
use super::{Stage, Subject};
use crate::repository::cargo;

/// How cargo-mutants is installed, in the version whose lists and results are read.
pub const INSTALL: &str = "cargo install --locked cargo-mutants --version 27.1.0";

/// Statuses of a run that went through: all caught, some missed, some timeouts.
const RAN: &[i32] = &[0, 2, 3];

/// Whether cargo-mutants can be run here.
#[must_use]
pub fn is_installed() -> bool {
    answers(&["mutants", "--version"])
}

fn answers(arguments: &[&str]) -> bool {
    let output = cargo().args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

/// Lists the mutants of a crate.
///
/// # Errors
///
/// If cargo-mutants does not, or a source cannot be read.
pub fn list(root: &Path, subject: &Subject) -> Result<Vec<Planned>> {
    let output = cargo()
        .current_dir(root)
        .args([
            "mutants",
            "--no-config",
            "--list",
            "--json",
            "-p",
            subject.package,
        ])
        .stderr(Stdio::inherit())
        .output()
        .context("cargo does not start")?;
    if !output.status.success() {
        bail!(
            "cargo-mutants does not list `{}`: {}",
            subject.package,
            output.status
        );
    }
    super::plan::read(&output.stdout, |file| {
        let path = root.join(file);
        std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))
    })
}

/// Holds mutants against the tests of a stage, building in `build`; the results stand below `folder` then, in `mutants.out`.
///
/// # Errors
///
/// If the tests fail without a mutant, or if the tool stops.
pub fn run(
    root: &Path,
    [folder, build]: [&Path; 2],
    subject: &Subject,
    stage: &Stage,
    mutants: &[Planned],
) -> Result<()> {
    let config = folder.join("mutants.toml");
    std::fs::write(&config, selection(mutants)?)?;
    let mut command = cargo();
    command
        .current_dir(root)
        .arg("mutants")
        .args(arguments(subject, stage))
        .args([OsString::from("--config"), config.into()])
        .args([OsString::from("--output"), folder.into()])
        // The tree is copied for each run; what it is built on is not built anew.
        .env("CARGO_TARGET_DIR", build)
        .env("CARGO_INCREMENTAL", "1")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_TEST_DEBUG", "0");
    if std::env::var_os("PROPTEST_CASES").is_none() {
        command.env("PROPTEST_CASES", "64");
    }
    if stage.examples {
        command.args(["--", "--doc"]);
    } else if answers(&["nextest", "--version"]) {
        // One failure decides; the others need not end.
        command.args(["--test-tool", "nextest", "--", "--max-fail=1:immediate"]);
    }
    let status = command.status().context("cargo does not start")?;
    match status.code() {
        Some(code) if RAN.contains(&code) => Ok(()),
        _ => bail!(
            "cargo-mutants stopped in the tests `{}`: {status}",
            stage.name
        ),
    }
}

/// The arguments that depend on nothing but the table.
fn arguments(subject: &Subject, stage: &Stage) -> Vec<String> {
    let mut arguments = vec!["--package".to_owned(), subject.package.to_owned()];
    // What a feature turns on is mutated with the rest.
    arguments.push("--all-features".to_owned());
    let packages = if stage.packages.is_empty() {
        &[subject.package]
    } else {
        stage.packages
    };
    for package in packages {
        arguments.extend(["--test-package".to_owned(), (*package).to_owned()]);
    }
    let targets = stage
        .targets
        .iter()
        .map(|target| format!("--cargo-arg={target}"));
    arguments.extend(targets);
    if stage.targets.is_empty() {
        // As many times as long as without a mutant: how long that is depends on what else the machine does.
        let multiplier = ["--timeout-multiplier", "10", "--minimum-test-timeout"];
        arguments.extend(multiplier.map(str::to_owned));
    } else {
        // Without a mutant cargo-mutants would look for these targets in the mutated package.
        arguments.extend(["--baseline", "skip", "--timeout"].map(str::to_owned));
    }
    arguments.push(stage.timeout.to_string());
    arguments
}

/// A configuration of cargo-mutants with which it takes these mutants only.
fn selection(mutants: &[Planned]) -> Result<String> {
    let names = mutants
        .iter()
        .map(|one| format!("^{}$", escaped(&one.name)));
    // A JSON array of strings is a TOML array too.
    let names = serde_json::to_string_pretty(&names.collect::<Vec<_>>())?;
    Ok(format!("examine_re = {names}\n"))
}

/// A text as a regular expression that matches nothing else.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '_' | '/' | '<' | '>' | ':') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{arguments, selection};
    use crate::mutants::SUBJECTS;
    use crate::mutants::plan::{Key, Planned};

    #[test]
    fn each_mutant_is_selected_by_its_whole_name() {
        let key = Key {
            file: String::new(),
            function: String::new(),
            source: String::new(),
            mutant: String::new(),
        };
        let name = "crates/a/src/b.rs:3:4: replace a -> Option<&str> with Some(\"x\")".to_owned();
        let text = selection(&[Planned { name, key }]).unwrap();
        let expected = "examine_re = [\n  \"^crates/a/src/b\\\\.rs:3:4: replace a \\\\-> Option<\\\\&str> with Some\\\\(\\\\\\\"x\\\\\\\"\\\\)$\"\n]\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn targets_of_other_packages_are_not_looked_for_in_the_crate() {
        for subject in SUBJECTS {
            for stage in subject.stages {
                let arguments = arguments(subject, stage);
                let skips = arguments
                    .windows(2)
                    .any(|pair| pair == ["--baseline", "skip"]);
                assert_eq!(skips, !stage.targets.is_empty(), "{}", stage.name);
                assert_eq!(arguments.last(), Some(&stage.timeout.to_string()));
            }
        }
    }

    #[test]
    fn the_first_tests_are_those_of_the_crate() {
        for subject in SUBJECTS {
            let [first, others @ ..] = subject.stages else {
                panic!("{} has no tests", subject.name)
            };
            let expected = [
                "--package",
                subject.package,
                "--all-features",
                "--test-package",
                subject.package,
            ];
            assert_eq!(arguments(subject, first)[..5], expected);
            for stage in others {
                assert!(
                    stage.examples || !stage.packages.is_empty(),
                    "{}",
                    stage.name
                );
            }
        }
    }
}
