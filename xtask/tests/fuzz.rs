//! What `cargo xtask fuzz` ends with, over stand-ins for Cargo and for the program that runs the targets.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Builds nothing: puts the stand-in for the program into its place, and has a cargo-fuzz if it is told to.
const CARGO: &str = r#"#!/bin/sh
case "$1" in
    build)
        for word; do folder=$word; done
        mkdir -p "$folder/fuzz" && cp "$STAND_IN" "$folder/fuzz/stream"
        echo built >> "$folder/builds" ;;
    fuzz)
        test -n "$HAS_FUZZ" || exit 101
        test "$2" = run || exit 0
        echo "Test unit written to fuzz/artifacts/policy/crash-1"
        exit 77 ;;
esac
"#;

/// Two targets: nothing is found in `arn`, and something in `policy`.
const STREAM: &str = r#"#!/bin/sh
case "$1 $2" in
    --list*) printf 'arn leaf\npolicy whole\n' ;;
    *arn) echo 'executions: 5' ;;
    *) printf 'finding: %s/artifacts/policy/stream-1\nexecutions: 7\n' "$1"; exit 1 ;;
esac
"#;

/// A repository without sources.
struct Stage(TempDir);

impl Stage {
    fn new() -> Self {
        let stage = Self(tempfile::tempdir().unwrap());
        for folder in ["root/xtask", "root/fuzz", "target"] {
            fs::create_dir_all(stage.path().join(folder)).unwrap();
        }
        for (name, text) in [("cargo", CARGO), ("stream", STREAM)] {
            let path = stage.path().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        stage
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, line: &str, has_fuzz: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("fuzz")
            .args(line.split_ascii_whitespace())
            .env("CARGO", self.path().join("cargo"))
            .env("CARGO_MANIFEST_DIR", self.path().join("root/xtask"))
            .env("CARGO_TARGET_DIR", self.path().join("target"))
            .env("STAND_IN", self.path().join("stream"))
            .env("HAS_FUZZ", has_fuzz)
            .output()
            .unwrap()
    }

    /// Runs it where cargo-fuzz is installed or not, and says what it wrote to standard error.
    #[track_caller]
    fn check(&self, line: &str, has_fuzz: &str, status: i32) -> String {
        let output = self.run(line, has_fuzz);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{line}: {said}");
        said
    }

    fn record(&self) -> String {
        fs::read_to_string(self.path().join("root/fuzz/record.md")).unwrap_or_default()
    }
}

#[test]
fn nothing_found_is_0() {
    let stage = Stage::new();
    stage.check("arn --executions 5", "", 0);
    assert!(stage.record().contains("| arn | stream | 5 |"));
    stage.check("arn --replay", "", 0);
}

#[test]
fn a_finding_is_1_and_recorded_and_the_other_targets_are_run() {
    let stage = Stage::new();
    let said = stage.check("--executions 5", "", 1);
    let again = "again:   cargo xtask fuzz policy --replay fuzz/artifacts/policy/stream-1";
    assert!(said.contains(again), "{said}");
    let record = stage.record();
    assert!(record.contains("| arn | stream | 5 |"), "{record}");
    let policy = record
        .lines()
        .find(|line| line.starts_with("| policy | stream | 7 |"));
    let findings = policy.and_then(|line| line.split('|').nth(5));
    assert_eq!(findings.map(str::trim), Some("1"), "{record}");
    stage.check("policy --replay", "", 1);
    stage.check("policy --mode grind --executions 5", "yes", 1);
    assert!(stage.record().contains("| policy | grind | 0 |"));
}

#[test]
fn no_cargo_fuzz_is_3_and_nothing_is_built_for_it() {
    let stage = Stage::new();
    for line in [
        "arn --mode explore",
        "--mode grind --executions 5",
        "--aims",
    ] {
        let said = stage.check(line, "", 3);
        assert!(said.contains("cargo-fuzz is not installed: cargo install --locked cargo-fuzz"));
    }
    assert_eq!(stage.record(), "");
    assert!(!stage.path().join("target/builds").exists());
}

#[test]
fn what_cannot_be_asked_is_1() {
    let stage = Stage::new();
    stage.check("arn --mode run", "", 1);
    stage.check("glob --executions 5", "", 1);
}
