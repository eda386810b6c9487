//! All measurements in one command: the engine beside its peers, memory, instruction counts, and the table of the README.

use std::process::Command;

use anyhow::{Context, Result, bail};
use xtask::{measurements, repository};

/// How long to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// One pass of each, to see that everything works; nothing is recorded.
    Quick,
    /// As long as figures need that are kept.
    Recorded,
}

const PEERS: &str = "benches/peers/Cargo.toml";

/// The runner of instruction counts, which `cargo install` gets.
const RUNNER: &str = "gungraun-runner";

/// Runs one measurement after the other, each in a process of its own.
///
/// # Errors
///
/// If one of them fails.
pub(crate) fn run(effort: Effort) -> Result<()> {
    let root = repository::root();
    let corpus = repository::target(&root)
        .join("corpus")
        .join("aws-managed-policies");
    if !corpus.is_dir() {
        println!("note: W2 is left out until `cargo xtask corpus` has been run");
    }
    let last = match effort {
        Effort::Quick => "--quick",
        Effort::Recorded => "--record",
    };
    cargo(&[
        "run",
        "--release",
        "--locked",
        "--manifest-path",
        PEERS,
        "--bin",
        "portcullis-peers",
        "--",
        last,
    ])?;
    let memory = [
        "bench",
        "--locked",
        "-p",
        "portcullis-benches",
        "--bench",
        "memory",
        "--",
        last,
    ];
    cargo(&memory)?;
    if answers("valgrind") && answers(RUNNER) {
        cargo(&[
            "run",
            "--release",
            "--locked",
            "--manifest-path",
            PEERS,
            "--bin",
            "instructions",
            "--",
            last,
        ])?;
    } else {
        println!(
            "instructions are left out: they need valgrind and `cargo install {RUNNER}`, of the version in {PEERS}"
        );
    }
    match effort {
        Effort::Quick => Ok(()),
        Effort::Recorded => write_table(),
    }
}

/// Writes the table of the newest record into the README.
///
/// # Errors
///
/// If the README has no place for it, or the record no table.
pub(crate) fn write_table() -> Result<()> {
    let root = repository::root();
    let text = measurements::updated(&repository::files(&root)?)?;
    std::fs::write(root.join("README.md"), text).context("README.md")
}

fn cargo(arguments: &[&str]) -> Result<()> {
    println!("$ cargo {}", arguments.join(" "));
    let status = repository::cargo()
        .current_dir(repository::root())
        .args(arguments)
        .status()
        .context("cargo does not start")?;
    if status.success() {
        Ok(())
    } else {
        bail!("`cargo {}` ended with {status}", arguments.join(" "))
    }
}

fn answers(program: &str) -> bool {
    let output = Command::new(program).arg("--version").output();
    output.is_ok_and(|output| output.status.success())
}
