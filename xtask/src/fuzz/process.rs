//! Programs that are run and timed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::repository;

/// What a program said, and how long it took.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) status: Option<i32>,
    pub(super) lines: Vec<String>,
    /// CPU time of the program and of those that it started.
    pub(super) time: Duration,
}

impl Finished {
    /// What follows a word with which a line begins, in the last line that has it.
    pub(super) fn said(&self, word: &str) -> Option<&str> {
        let mut lines = self.lines.iter().rev();
        lines
            .find_map(|line| line.strip_prefix(word))
            .map(str::trim)
    }
}

/// Runs a program in a folder; `each` is shown every line of what it writes.
pub(super) fn run(
    folder: &Path,
    command: &[String],
    environment: &[(&str, &str)],
    mut each: impl FnMut(&str),
) -> Result<Finished> {
    let start = Instant::now();
    // The shell knows the CPU time of what it has run, and says it behind all other lines.
    let script = r#""$@" 2>&1; status=$?; times; exit $status"#;
    let mut child = Command::new("sh")
        .args(["-c", script, "sh"])
        .args(command)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .stdout(Stdio::piped())
        .spawn()
        .context("sh does not start")?;
    let mut lines = Vec::new();
    let output = child.stdout.take().context("no output")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        each(&line);
        lines.push(line);
    }
    let status = child.wait().context("sh is lost")?;
    let counted = lines.pop().and_then(|line| cpu_time(&line));
    // The line before is the shell's own time.
    lines.pop();
    Ok(Finished {
        status: status.code(),
        lines,
        time: counted.unwrap_or_else(|| start.elapsed()),
    })
}

/// The sum of `1m2.34s 0m0.50s`.
pub(super) fn cpu_time(line: &str) -> Option<Duration> {
    let mut sum = Duration::ZERO;
    let mut count = 0;
    for part in line.split_ascii_whitespace() {
        let (minutes, seconds) = part.strip_suffix('s')?.split_once('m')?;
        let minutes = Duration::from_secs(minutes.parse::<u64>().ok()?.checked_mul(60)?);
        let seconds = Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?;
        sum = sum.checked_add(minutes)?.checked_add(seconds)?;
        count += 1;
    }
    (count == 2).then_some(sum)
}

/// The program that builds, as it was started itself.
pub(super) fn cargo() -> String {
    repository::cargo_program().to_string_lossy().into_owned()
}
