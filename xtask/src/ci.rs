//! The continuous integration: every step by name, all of them run, one table at the end.

pub mod steps;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the runner must know what to do with each"
)]
pub enum Action {
    /// Runs one command after the other; each must end with one of the listed statuses.
    Run {
        /// The commands, each a program with its arguments.
        commands: Vec<Vec<String>>,
        /// Statuses that count as success.
        statuses: &'static [i32],
        /// The status that says that something to be fetched is not at hand: the step is then left out.
        not_at_hand: Option<i32>,
    },
    /// Is left out on this machine, for the reason given.
    Skip(String),
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name, by which it can be chosen.
    pub name: &'static str,
    /// What it does.
    pub action: Action,
    /// Variables set for its commands.
    pub environment: &'static [(&'static str, &'static str)],
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a step passes, fails, or was not run"
)]
pub enum Outcome {
    /// Every command ended with a status that counts as success.
    Passed,
    /// One did not.
    Failed(String),
    /// It was left out.
    Skipped(String),
}

/// Runs the steps in `root`, also after a failure, and prints the table.
///
/// # Errors
///
/// If a step failed, or if there is no step to run.
pub fn run(root: &Path, steps: &[Step]) -> Result<()> {
    let mut rows = Vec::new();
    for step in steps {
        println!("\n── {} ──", step.name);
        let start = Instant::now();
        let outcome = run_step(root, step);
        rows.push((step.name, outcome, start.elapsed()));
    }
    println!("\n{}", table(&rows));
    let failed = rows
        .iter()
        .filter(|(_, o, _)| matches!(o, Outcome::Failed(_)))
        .count();
    if failed > 0 || rows.is_empty() {
        bail!("{failed} of {} steps failed", rows.len());
    }
    Ok(())
}

fn run_step(root: &Path, step: &Step) -> Outcome {
    let (commands, statuses, not_at_hand) = match &step.action {
        Action::Skip(reason) => {
            println!("skipped: {reason}");
            return Outcome::Skipped(reason.clone());
        }
        Action::Run {
            commands,
            statuses,
            not_at_hand,
        } => (commands, statuses, *not_at_hand),
    };
    for command in commands {
        println!("$ {}", command.join(" "));
        let Some((program, arguments)) = command.split_first() else {
            return Outcome::Failed("an empty command".to_owned());
        };
        let status = Command::new(program)
            .args(arguments)
            .envs(step.environment.iter().copied())
            .current_dir(root)
            .status();
        match status.map(|status| status.code()) {
            Ok(Some(code)) if statuses.contains(&code) => {}
            Ok(Some(code)) if not_at_hand == Some(code) => {
                return Outcome::Skipped("what it fetches is not at hand; see above".to_owned());
            }
            Ok(Some(code)) => {
                return Outcome::Failed(format!(
                    "`{}` ended with status {code}",
                    command.join(" ")
                ));
            }
            Ok(None) => return Outcome::Failed(format!("`{}` was killed", command.join(" "))),
            Err(error) => return Outcome::Failed(format!("`{program}` does not start: {error}")),
        }
    }
    Outcome::Passed
}

fn table(rows: &[(&str, Outcome, Duration)]) -> String {
    let width = rows
        .iter()
        .map(|(name, _, _)| name.len())
        .max()
        .unwrap_or(0);
    let lines = rows.iter().map(|(name, outcome, time)| {
        let seconds = time.as_secs_f64();
        let (word, why) = match outcome {
            Outcome::Passed => ("passed", ""),
            Outcome::Failed(why) => ("FAILED", why.as_str()),
            Outcome::Skipped(why) => ("skipped", why.as_str()),
        };
        let line = format!("{name:width$}  {word:7}  {seconds:7.1} s  {why}");
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
