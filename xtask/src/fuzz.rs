//! Fuzzing: targets are built and run in one of three modes, and what was run is added up in `fuzz/record.md`.

pub mod date;
pub mod options;
pub mod record;

mod libfuzzer;
mod process;
mod stream;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use options::{Options, Task};
use record::{Record, Row};

/// How cargo-fuzz is installed, in the version that the targets were written for.
pub const INSTALL: &str = "cargo install --locked cargo-fuzz --version 0.13.2";

/// Executions of a leaf parser that are wanted, in all modes together.
pub const LEAF_EXECUTIONS: u64 = 1_000_000_000;
/// CPU time of each other target that is wanted, in all modes together.
pub const WHOLE_TIME: Duration = Duration::from_secs(30 * 60);

/// Seconds that `--brief` gives each target.
const BRIEF_SECONDS: u64 = 10;
/// Targets that `--brief` runs at the same time.
const BRIEF_JOBS: usize = 2;
/// Seconds of exploring with which `--aims` begins, for each target that has had less.
const EXPLORE_SECONDS: u64 = 150;
/// Seconds of grinding that follow.
const GRIND_SECONDS: u64 = 60;
/// Seconds after which what was run is recorded and the run goes on.
const SLICE_SECONDS: u64 = 300;

/// How inputs are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "each is run in its own way, which callers must know"
)]
pub enum Mode {
    /// By libFuzzer, with AddressSanitizer; compared bytes and what is reached guide it.
    Explore,
    /// By libFuzzer without a sanitizer; what is reached guides it.
    Grind,
    /// By the test kit itself, from a seed; nothing guides it.
    Stream,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Explore, Self::Grind, Self::Stream];

    /// Its name on the command line and in the record.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Explore => "explore",
            Self::Grind => "grind",
            Self::Stream => "stream",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a target reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "each has an aim of its own, which callers must know"
)]
pub enum Size {
    /// A word.
    Leaf,
    /// A document or more.
    Whole,
}

/// A target of the test kit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// Its name.
    pub name: String,
    /// What it reads.
    pub size: Size,
}

impl Target {
    /// A target.
    #[must_use]
    pub fn new(name: impl Into<String>, size: Size) -> Self {
        Self {
            name: name.into(),
            size,
        }
    }
}

/// How much is run: until one of the two is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a run has an end of either kind, or of both"
)]
pub struct Amount {
    /// So many executions.
    pub executions: Option<u64>,
    /// So many seconds.
    pub seconds: Option<u64>,
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// Inputs that were run.
    pub executions: u64,
    /// CPU time, as the system counts it.
    pub time: Duration,
    /// The file of the input for which a property does not hold.
    pub finding: Option<PathBuf>,
}

/// cargo-fuzz is not part of the build and not installed here. Nothing is wrong with the repository.
#[derive(Debug)]
#[non_exhaustive]
pub struct NotInstalled;

impl fmt::Display for NotInstalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cargo-fuzz is not installed: {INSTALL}\n`--mode stream` needs nothing"
        )
    }
}

impl std::error::Error for NotInstalled {}

/// What is built, and where.
struct Kit<'a> {
    root: &'a Path,
    /// Where Cargo builds.
    target: &'a Path,
    /// The program that runs the bodies without libFuzzer.
    stream: PathBuf,
}

impl Kit<'_> {
    fn folder(&self) -> PathBuf {
        self.root.join("fuzz")
    }

    fn run(&self, target: &Target, mode: Mode, amount: Amount, seed: u64) -> Result<Run> {
        match mode {
            Mode::Stream => stream::run(self, target, amount, seed),
            Mode::Explore | Mode::Grind => libfuzzer::run(self, target, mode, amount),
        }
    }
}

/// Does what was asked for, in the repository at `root`, which is built below `target`.
///
/// # Errors
///
/// [`NotInstalled`] where cargo-fuzz is needed; otherwise if something was found, or if a target cannot be built or run.
pub fn run(root: &Path, target: &Path, options: &Options) -> Result<()> {
    // Before anything is built, which takes minutes.
    match &options.task {
        Task::Run(mode, _) => libfuzzer::check(*mode)?,
        Task::Aims => libfuzzer::check(Mode::Grind)?,
        Task::Replay(_) | Task::Brief | Task::Add(_) => {}
    }
    let record = options.record.clone();
    let record = record.unwrap_or_else(|| root.join("fuzz/record.md"));
    let kit = Kit {
        root,
        target,
        stream: stream::build(root, target)?,
    };
    let all = stream::targets(&kit)?;
    let targets = options::chosen(all.clone(), &options.targets)?;
    let session = Session {
        kit: &kit,
        all: &all,
        record: &record,
        seed: options.seed,
    };
    match &options.task {
        Task::Add(from) => record::add_file(&record, from, &all),
        Task::Replay(file) => replay(&kit, &targets, file.as_deref()),
        Task::Brief => {
            replay(&kit, &targets, None)?;
            session.brief(&targets)
        }
        Task::Run(mode, amount) => session.each(&targets, |session, target| {
            session.record_slices(target, *mode, *amount)
        }),
        Task::Aims => {
            let begun = session.each(&targets, Session::begin);
            let reached = session.each(&targets, Session::reach_aim);
            begun.and(reached)
        }
    }
}

fn replay(kit: &Kit<'_>, targets: &[Target], file: Option<&Path>) -> Result<()> {
    if file.is_some() && targets.len() != 1 {
        bail!("an input is one of a target: `cargo xtask fuzz TARGET --replay FILE`");
    }
    let mut inputs = 0;
    for target in targets {
        let run = stream::replay(kit, target, file)?;
        if let Some(finding) = run.finding {
            bail!("{}", told(kit, target, &finding));
        }
        inputs += run.executions;
    }
    println!(
        "{inputs} inputs of {} targets keep the properties",
        targets.len()
    );
    Ok(())
}

/// What is said of a finding: where the input is, how it is run again, what becomes of it.
fn told(kit: &Kit<'_>, target: &Target, finding: &Path) -> String {
    let path = finding.strip_prefix(kit.root).unwrap_or(finding).display();
    let name = &target.name;
    format!(
        "{name}: a property does not hold for {path}\n  again:   cargo xtask fuzz {name} --replay {path}\n  smaller: cargo fuzz tmin -s none {name} {path}\n  then:    fuzz/regressions/{name}/, a test that says what was wrong, and the mend"
    )
}

/// Runs that are recorded.
struct Session<'a> {
    kit: &'a Kit<'a>,
    all: &'a [Target],
    record: &'a Path,
    seed: Option<u64>,
}

impl Session<'_> {
    /// Does something with each target, also after a finding or a failure of another.
    fn each(
        &self,
        targets: &[Target],
        run: impl Fn(&Self, &Target) -> Result<Option<PathBuf>>,
    ) -> Result<()> {
        let mut findings = Vec::new();
        for target in targets {
            let told = match run(self, target) {
                Ok(None) => continue,
                Ok(Some(finding)) => told(self.kit, target, &finding),
                Err(error) => format!("{}: {error:#}", target.name),
            };
            eprintln!("{told}");
            findings.push(told);
        }
        if findings.is_empty() {
            Ok(())
        } else {
            bail!("{} findings\n{}", findings.len(), findings.join("\n"))
        }
    }

    /// Every target for a few seconds, some at the same time; nothing is recorded.
    fn brief(&self, targets: &[Target]) -> Result<()> {
        let amount = Amount {
            executions: None,
            seconds: Some(BRIEF_SECONDS),
        };
        let waiting = Mutex::new(targets.iter());
        let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
        let work = || -> Result<Vec<String>> {
            let mut findings = Vec::new();
            while let Some(target) = next() {
                let run = stream::run(self.kit, target, amount, self.seed.unwrap_or(1))?;
                println!("{:16} {:>12} executions", target.name, run.executions);
                findings.extend(run.finding.map(|finding| told(self.kit, target, &finding)));
            }
            Ok(findings)
        };
        let mut findings = Vec::new();
        std::thread::scope(|scope| -> Result<()> {
            let workers: Vec<_> = (0..BRIEF_JOBS).map(|_| scope.spawn(work)).collect();
            for worker in workers {
                let found = worker.join().ok().context("a run was cut off")?;
                findings.extend(found?);
            }
            Ok(())
        })?;
        if findings.is_empty() {
            Ok(())
        } else {
            bail!("{}", findings.join("\n"))
        }
    }

    /// Runs a target in slices and records each; the finding with which that ended.
    fn record_slices(
        &self,
        target: &Target,
        mode: Mode,
        amount: Amount,
    ) -> Result<Option<PathBuf>> {
        let mut left = amount;
        let mut seed = self.seed.map_or_else(date::seed, Ok)?;
        loop {
            let seconds = left
                .seconds
                .map_or(SLICE_SECONDS, |left| left.min(SLICE_SECONDS));
            let slice = Amount {
                seconds: Some(seconds),
                ..left
            };
            if seconds == 0 || left.executions == Some(0) {
                return Ok(None);
            }
            let run = self.kit.run(target, mode, slice, seed)?;
            self.add(target, mode, &run)?;
            if run.finding.is_some() {
                return Ok(run.finding);
            }
            left.seconds = left.seconds.map(|left| left.saturating_sub(seconds));
            left.executions = left
                .executions
                .map(|left| left.saturating_sub(run.executions));
            seed = seed.wrapping_add(1);
        }
    }

    fn add(&self, target: &Target, mode: Mode, run: &Run) -> Result<()> {
        let row = Row {
            executions: run.executions,
            time: run.time,
            findings: u64::from(run.finding.is_some()),
            last: date::today()?,
            commit: record::commit(self.kit.root),
        };
        let mut record = Record::read(self.record)?;
        record.add(&target.name, mode, &row);
        record.write(self.record, self.all)?;
        println!(
            "{} {mode}: {} executions in {} s of CPU time",
            target.name,
            run.executions,
            run.time.as_secs()
        );
        Ok(())
    }

    /// Explores and grinds a target that has not been; the corpus that comes of it is what other modes start from.
    fn begin(&self, target: &Target) -> Result<Option<PathBuf>> {
        for (mode, seconds) in [
            (Mode::Explore, EXPLORE_SECONDS),
            (Mode::Grind, GRIND_SECONDS),
        ] {
            let had = Record::read(self.record)?.row(&target.name, mode);
            // Building and loading take some of the time.
            if had.time >= Duration::from_secs(seconds) / 2 {
                continue;
            }
            let amount = Amount {
                executions: None,
                seconds: Some(seconds),
            };
            let finding = self.record_slices(target, mode, amount)?;
            if finding.is_some() {
                return Ok(finding);
            }
        }
        Ok(None)
    }

    /// Runs a target until all runs together come to its aim.
    fn reach_aim(&self, target: &Target) -> Result<Option<PathBuf>> {
        let mode = match target.size {
            Size::Leaf => Mode::Stream,
            Size::Whole => Mode::Grind,
        };
        loop {
            let had = Record::read(self.record)?.sum(&target.name);
            if had.reaches(target.size) {
                return Ok(None);
            }
            let left = LEAF_EXECUTIONS.saturating_sub(had.executions);
            let amount = Amount {
                executions: Some(left.max(1)).filter(|_| target.size == Size::Leaf),
                seconds: Some(SLICE_SECONDS),
            };
            let finding = self.record_slices(target, mode, amount)?;
            if finding.is_some() {
                return Ok(finding);
            }
        }
    }
}

#[cfg(test)]
mod tests;
