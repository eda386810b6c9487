//! The arguments of `cargo xtask fuzz`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{Amount, Mode, Target};

/// Seconds that each target is run where nothing else is said.
const SECONDS: u64 = 60;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Names of targets; all of them where there is none.
    pub targets: Vec<String>,
    /// What is done with them.
    pub task: Task,
    /// The seed of the first stream.
    pub seed: Option<u64>,
    /// The record, where it is not the committed one.
    pub record: Option<PathBuf>,
}

/// What is done with the targets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each is done in its own way")]
pub enum Task {
    /// They are run and recorded.
    Run(Mode, Amount),
    /// They are run until all that is recorded comes to what is wanted.
    Aims,
    /// Committed inputs are run again, or the one that is named.
    Replay(Option<PathBuf>),
    /// Committed inputs are run again, and each target for a few seconds; nothing is recorded.
    Brief,
    /// Another record is added to this one, and emptied.
    Add(PathBuf),
}

impl Options {
    /// Reads arguments.
    ///
    /// # Errors
    ///
    /// What is wrong with them.
    pub fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            targets: Vec::new(),
            task: Task::Aims,
            seed: None,
            record: None,
        };
        let mut mode = None;
        let mut amount = Amount {
            executions: None,
            seconds: None,
        };
        let mut task = None;
        let mut words = arguments.iter().map(String::as_str).peekable();
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .with_context(|| format!("`{word}` takes a value"))
            };
            match word {
                "--mode" => mode = Some(read_mode(value()?)?),
                "--executions" => amount.executions = Some(number(value()?)?),
                "--seconds" => amount.seconds = Some(number(value()?)?),
                "--seed" => options.seed = Some(number(value()?)?),
                "--record" => options.record = Some(value()?.into()),
                "--add" => task = Some(Task::Add(value()?.into())),
                "--replay" => {
                    let file = words.next_if(|word| !word.starts_with("--"));
                    task = Some(Task::Replay(file.map(PathBuf::from)));
                }
                "--brief" => task = Some(Task::Brief),
                "--aims" => task = Some(Task::Aims),
                option if option.starts_with('-') => bail!("no option `{option}`"),
                target => options.targets.push(target.to_owned()),
            }
        }
        if amount.executions.is_none() && amount.seconds.is_none() {
            amount.seconds = Some(SECONDS);
        }
        options.task = task.unwrap_or(Task::Run(mode.unwrap_or(Mode::Stream), amount));
        Ok(options)
    }
}

fn read_mode(name: &str) -> Result<Mode> {
    let found = Mode::ALL.into_iter().find(|mode| mode.as_str() == name);
    found.with_context(|| format!("no mode `{name}`; there are explore, grind and stream"))
}

fn number(text: &str) -> Result<u64> {
    let digits: String = text.chars().filter(|c| !matches!(c, '_' | ',')).collect();
    digits
        .parse()
        .with_context(|| format!("`{text}` is no number"))
}

/// The targets of the given names; all of them for no name.
///
/// # Errors
///
/// If a name is not that of a target.
pub fn chosen(targets: Vec<Target>, names: &[String]) -> Result<Vec<Target>> {
    let known: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("no target `{unknown}`; there are {}", known.join(", "));
    }
    let wanted = |target: &Target| names.is_empty() || names.contains(&target.name);
    Ok(targets.into_iter().filter(wanted).collect())
}
