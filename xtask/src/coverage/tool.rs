//! Runs cargo-llvm-cov, where it and the LLVM tools are installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::lcov::{self, File};
use crate::mutants::SUBJECTS;
use crate::repository::cargo;

/// How what is needed is installed; the LLVM tools of the toolchain do as well as those of a distribution.
pub const INSTALL: &str = "cargo install --locked cargo-llvm-cov --version 0.9.1, and either \
    rustup component add llvm-tools or apt-get install llvm-19";

/// Tests of other packages that run the crates too, as arguments of Cargo. None of them has a time to keep, which instrumented code would not.
const ALSO: &[&str] = &[
    "-p",
    "portcullis-scenario",
    "-p",
    "portcullis-testkit",
    "--test",
    "corpus",
    "--test",
    "differential",
];

/// The variables by which cargo-llvm-cov is told of LLVM tools, and the programs.
const TOOLS: &[(&str, &str)] = &[("LLVM_COV", "llvm-cov"), ("LLVM_PROFDATA", "llvm-profdata")];

/// Versions of LLVM that distributions name their programs by and that read what the compiler writes, the latest first.
const VERSIONS: &[u32] = &[22, 21, 20, 19];

/// Runs the tests and reads what they ran; none if a tool is not at hand.
///
/// # Errors
///
/// If a test fails, or if the report cannot be read.
pub fn run(root: &Path, target: &Path) -> Result<Option<Vec<File>>> {
    let Some(tools) = tools() else {
        return Ok(None);
    };
    let path = target.join("coverage.lcov");
    std::fs::create_dir_all(target)?;
    let own = SUBJECTS.iter().flat_map(|one| ["-p", one.package]);
    let own: Vec<&str> = own.collect();
    let written = path.to_string_lossy();
    let report = [
        "report",
        "--lcov",
        "--no-default-ignore-filename-regex",
        "--output-path",
        &written,
    ];
    let run = ["--locked", "--no-report"];
    step(root, &tools, &["clean", "--workspace", "--profraw-only"])?;
    step(root, &tools, &[run.as_slice(), &own].concat())?;
    step(root, &tools, &[run.as_slice(), ALSO].concat())?;
    step(root, &tools, &report)?;
    let report = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let folder = format!("{}/", root.display());
    let source = |file: &str| std::fs::read_to_string(root.join(file)).unwrap_or_default();
    Ok(Some(lcov::read(&report, &folder, source)))
}

fn step(root: &Path, tools: &[(&'static str, String)], arguments: &[&str]) -> Result<()> {
    let status = cargo()
        .current_dir(root)
        .arg("llvm-cov")
        .args(arguments)
        .envs(tools.iter().map(|(name, value)| (name, value)))
        .status()
        .context("cargo does not start")?;
    if !status.success() {
        bail!("cargo-llvm-cov does not go through: {status}");
    }
    Ok(())
}

/// What to set so that LLVM's tools are found; none if something is not installed.
fn tools() -> Option<Vec<(&'static str, String)>> {
    answers(cargo().args(["llvm-cov", "--version"])).then_some(())?;
    let set = TOOLS
        .iter()
        .all(|(variable, _)| std::env::var_os(variable).is_some());
    if set || of_toolchain() {
        return Some(Vec::new());
    }
    VERSIONS.iter().find_map(|version| {
        let tools = TOOLS
            .iter()
            .map(|(variable, name)| (*variable, format!("{name}-{version}")));
        let tools: Vec<(&str, String)> = tools.collect();
        let found = tools
            .iter()
            .all(|(_, name)| answers(Command::new(name).arg("--version")));
        found.then_some(tools)
    })
}

/// Whether the toolchain has the LLVM tools.
fn of_toolchain() -> bool {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir"])
        .output();
    output.is_ok_and(|output| {
        let libraries = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        libraries
            .parent()
            .is_some_and(|folder| folder.join("bin/llvm-cov").exists())
    })
}

fn answers(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
