//! The bodies run by the test kit itself, which needs nothing but the toolchain.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::process::{self, Finished, cargo};
use super::{Amount, Kit, Run, Size, Target};

/// Builds the program, and says where it is.
pub(super) fn build(root: &Path, target: &Path) -> Result<PathBuf> {
    let status = Command::new(cargo())
        .current_dir(root)
        .args(["build", "--locked", "--quiet", "--profile", "fuzz"])
        .args(["-p", "portcullis-testkit", "--bin", "stream"])
        .arg("--target-dir")
        .arg(target)
        .status()
        .context("cargo does not start")?;
    if !status.success() {
        bail!("the test kit cannot be built: {status}");
    }
    Ok(target
        .join("fuzz")
        .join(format!("stream{}", std::env::consts::EXE_SUFFIX)))
}

/// Every target, as the test kit lists them.
pub(super) fn targets(kit: &Kit<'_>) -> Result<Vec<Target>> {
    let output = Command::new(&kit.stream).arg("--list").output();
    let output = output.with_context(|| format!("{}", kit.stream.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let target = |line: &str| {
        let (name, size) = line.split_once(' ')?;
        let size = match size {
            "leaf" => Size::Leaf,
            "whole" => Size::Whole,
            _ => return None,
        };
        Some(Target::new(name, size))
    };
    let targets: Option<Vec<Target>> = text.lines().map(target).collect();
    let targets = targets.filter(|targets| !targets.is_empty());
    targets.with_context(|| format!("no list of targets: {text}"))
}

/// Runs a target over the inputs of a seed.
pub(super) fn run(kit: &Kit<'_>, target: &Target, amount: Amount, seed: u64) -> Result<Run> {
    let mut options = vec!["--seed".to_owned(), seed.to_string()];
    for (name, value) in [
        ("--executions", amount.executions),
        ("--seconds", amount.seconds),
    ] {
        options.extend(
            value
                .into_iter()
                .flat_map(|value| [name.to_owned(), value.to_string()]),
        );
    }
    let finished = start(kit, target, &options)?;
    if finished.status.is_none_or(|status| status > 1) {
        bail!(
            "{} does not come to an end; `--seed {seed}` starts the same again:\n{}",
            target.name,
            finished.lines.join("\n")
        );
    }
    outcome(&finished)
}

/// Runs committed inputs again, or one file.
pub(super) fn replay(kit: &Kit<'_>, target: &Target, file: Option<&Path>) -> Result<Run> {
    let file = file.map(|file| file.to_string_lossy().into_owned());
    let options: Vec<String> = core::iter::once("--replay".to_owned())
        .chain(file)
        .collect();
    let finished = start(kit, target, &options)?;
    let run = outcome(&finished)?;
    if run.finding.is_some() {
        eprintln!("{}", finished.lines.join("\n"));
    } else if finished.status != Some(0) {
        bail!("{} has no input, or cannot be run", target.name);
    }
    Ok(run)
}

fn start(kit: &Kit<'_>, target: &Target, options: &[String]) -> Result<Finished> {
    let words = [kit.stream.as_path(), &kit.folder(), Path::new(&target.name)];
    let words = words.iter().map(|word| word.to_string_lossy().into_owned());
    let command: Vec<String> = words.chain(options.iter().cloned()).collect();
    let progress = [&target.name, ":"].concat();
    process::run(kit.root, &command, &[], |line| {
        if line.starts_with(&progress) {
            eprintln!("{line}");
        }
    })
}

fn outcome(finished: &Finished) -> Result<Run> {
    let finding = finished.said("finding:").map(PathBuf::from);
    let executions = finished.said("executions:").map(str::parse);
    let executions = match (executions, &finding) {
        (Some(Ok(executions)), _) => executions,
        (None, Some(_)) => 0,
        _ => bail!("no count of executions:\n{}", finished.lines.join("\n")),
    };
    Ok(Run {
        executions,
        time: finished.time,
        finding,
    })
}
