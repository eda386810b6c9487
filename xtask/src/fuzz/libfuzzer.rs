//! The bodies run by libFuzzer, where cargo-fuzz is installed.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::process::{self, Finished, cargo};
use super::{Amount, Kit, Mode, NotInstalled, Run, Size, Target};

/// How often it is said how far a run has come.
const PERIOD: Duration = Duration::from_secs(10);
/// Lines of a run that came to nothing which are shown.
const LAST: usize = 60;

/// Whether cargo-fuzz can be run here.
fn is_installed() -> bool {
    let output = Command::new(cargo()).args(["fuzz", "--version"]).output();
    output.is_ok_and(|output| output.status.success())
}

/// Refuses a mode that needs cargo-fuzz where it is not installed.
pub(super) fn check(mode: Mode) -> Result<()> {
    if mode == Mode::Stream || is_installed() {
        Ok(())
    } else {
        Err(NotInstalled.into())
    }
}

/// Runs a target; the corpus is kept.
pub(super) fn run(kit: &Kit<'_>, target: &Target, mode: Mode, amount: Amount) -> Result<Run> {
    let of_mode: &[&str] = match mode {
        Mode::Explore => &[],
        Mode::Grind | Mode::Stream => &["--sanitizer", "none"],
    };
    // Both modes build with other flags, which would build all anew in one folder.
    let folder = kit.target.join(format!("fuzz-{mode}"));
    let folder = folder.to_string_lossy().into_owned();
    let verb = |verb: &str| -> Vec<String> {
        let cargo = [&cargo(), "fuzz", verb];
        let words = cargo.into_iter().chain(of_mode.iter().copied());
        let words = words.chain(["--target-dir", &folder, &target.name]);
        words.map(str::to_owned).collect()
    };
    // The address sanitizer is asked for by a flag that a stable compiler takes in this way only.
    let environment: &[(&str, &str)] = match mode {
        Mode::Explore => &[("RUSTC_BOOTSTRAP", "1")],
        Mode::Grind | Mode::Stream => &[],
    };
    // Apart, so that the time that it takes is not counted.
    let built = process::run(kit.root, &verb("build"), environment, |_| {})?;
    if built.status != Some(0) {
        bail!("{} cannot be built:\n{}", target.name, last(&built));
    }
    let name = &target.name;
    let corpus = kit.folder().join("corpus").join(name);
    std::fs::create_dir_all(&corpus).with_context(|| format!("{}", corpus.display()))?;
    let mut command = verb("run");
    command.extend([
        format!("fuzz/corpus/{name}"),
        format!("fuzz/regressions/{name}"),
    ]);
    command.push("--".to_owned());
    command.extend(options(target, amount));
    let mut said = Instant::now();
    let finished = process::run(kit.root, &command, environment, |line| {
        if line.starts_with('#') && said.elapsed() >= PERIOD {
            said = Instant::now();
            eprintln!("{name}: {line}");
        }
    })?;
    outcome(target, &finished)
}

fn options(target: &Target, amount: Amount) -> Vec<String> {
    let longest = match target.size {
        Size::Leaf => 128,
        Size::Whole => 4_096,
    };
    let mut options = vec![
        "-dict=fuzz/iam.dict".to_owned(),
        format!("-max_len={longest}"),
        // By the clock on the wall: a machine that is busy otherwise must not make findings.
        "-timeout=120".to_owned(),
        "-rss_limit_mb=2048".to_owned(),
        "-print_final_stats=1".to_owned(),
    ];
    options.extend(
        amount
            .seconds
            .map(|seconds| format!("-max_total_time={seconds}")),
    );
    options.extend(
        amount
            .executions
            .map(|executions| format!("-runs={executions}")),
    );
    options
}

fn outcome(target: &Target, finished: &Finished) -> Result<Run> {
    let finding = finished
        .lines
        .iter()
        .find_map(|line| line.split_once("Test unit written to "))
        .map(|(_, path)| PathBuf::from(path.trim()));
    let count = finished
        .said("stat::number_of_executed_units:")
        .map(str::parse);
    if finding.is_some() {
        eprintln!("{}", last(finished));
    } else if finished.status != Some(0) || !matches!(count, Some(Ok(_))) {
        bail!(
            "{} does not come to an end:\n{}",
            target.name,
            last(finished)
        );
    }
    Ok(Run {
        executions: count.and_then(Result::ok).unwrap_or(0),
        time: finished.time,
        finding,
    })
}

fn last(finished: &Finished) -> String {
    let skipped = finished.lines.len().saturating_sub(LAST);
    let lines = finished.lines.iter().skip(skipped).map(String::as_str);
    lines.collect::<Vec<_>>().join("\n")
}
