//! The record: how much each target was run in each mode, added up over all runs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::{LEAF_EXECUTIONS, Mode, Size, Target, WHOLE_TIME};

/// The heading behind which people write.
const FINDINGS: &str = "## Findings";

const HEAD: &str = "\
# What the fuzz targets were run for

`cargo xtask fuzz` writes what stands above the findings, and adds up: an execution is one input, CPU minutes are the system's
count for the process that runs the bodies, findings are inputs for which a property did not hold.

| mode | what makes the inputs | what is watched |
|---|---|---|
| explore | libFuzzer, guided by the code that is reached and by the bytes that are compared | the properties, debug assertions, overflows, AddressSanitizer |
| grind | libFuzzer, guided by the code that is reached; comparisons are not seen | the properties, debug assertions, overflows |
| stream | the test kit: random changes of committed inputs, of libFuzzer's corpus where there is one, and of dictionary words; blind to what they reach, and an input can come up twice | the properties, debug assertions, overflows |
";

/// What was run of one target in one mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "these are the columns of the table"
)]
pub struct Row {
    /// Inputs that were run.
    pub executions: u64,
    /// CPU time.
    pub time: Duration,
    /// Inputs for which a property did not hold.
    pub findings: u64,
    /// The day of the last run.
    pub last: String,
    /// The commit of the last run.
    pub commit: String,
}

impl Row {
    fn add(&mut self, other: &Self) {
        self.executions = self.executions.saturating_add(other.executions);
        self.time = self.time.saturating_add(other.time);
        self.findings = self.findings.saturating_add(other.findings);
        if other.last >= self.last {
            self.last.clone_from(&other.last);
            self.commit.clone_from(&other.commit);
        }
    }

    /// Whether it is what is wanted of a target.
    #[must_use]
    pub fn reaches(&self, size: Size) -> bool {
        match size {
            Size::Leaf => self.executions >= LEAF_EXECUTIONS,
            Size::Whole => self.time >= WHOLE_TIME,
        }
    }
}

/// The record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    rows: BTreeMap<(String, Mode), Row>,
    /// What people wrote about findings.
    findings: String,
}

impl Record {
    /// Reads a record; one that is not there is empty.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or if a row of its table cannot.
    pub fn read(path: &Path) -> Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).with_context(|| format!("{}", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("{}", path.display())),
        }
    }

    fn parse(text: &str) -> Result<Self> {
        let (table, findings) = text.split_once(FINDINGS).unwrap_or((text, ""));
        let mut record = Self {
            findings: findings.trim().to_owned(),
            ..Self::default()
        };
        for line in table.lines() {
            let Some(cells) = line
                .strip_prefix("| ")
                .and_then(|rest| rest.strip_suffix(" |"))
            else {
                continue;
            };
            let cells: Vec<&str> = cells.split(" | ").map(str::trim).collect();
            let [target, mode, executions, minutes, findings, last, commit] = cells.as_slice()
            else {
                continue;
            };
            let Some(mode) = Mode::ALL.into_iter().find(|known| known.as_str() == *mode) else {
                continue;
            };
            let row = Row {
                executions: number(executions).with_context(|| line.to_owned())?,
                time: time(minutes).with_context(|| line.to_owned())?,
                findings: number(findings).with_context(|| line.to_owned())?,
                last: (*last).to_owned(),
                commit: (*commit).to_owned(),
            };
            record.add(target, mode, &row);
        }
        Ok(record)
    }

    /// Adds what was run.
    pub fn add(&mut self, target: &str, mode: Mode, row: &Row) {
        self.rows
            .entry((target.to_owned(), mode))
            .or_default()
            .add(row);
    }

    /// What was run of a target in a mode.
    #[must_use]
    pub fn row(&self, target: &str, mode: Mode) -> Row {
        let row = self.rows.get(&(target.to_owned(), mode));
        row.cloned().unwrap_or_default()
    }

    /// What was run of a target in all modes.
    #[must_use]
    pub fn sum(&self, target: &str) -> Row {
        let mut sum = Row::default();
        for mode in Mode::ALL {
            sum.add(&self.row(target, mode));
        }
        sum
    }

    /// Writes the record.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn write(&self, path: &Path, targets: &[Target]) -> Result<()> {
        std::fs::write(path, self.text(targets)).with_context(|| format!("{}", path.display()))
    }

    /// The text of the record; targets that are not known have no sum.
    #[must_use]
    pub fn text(&self, targets: &[Target]) -> String {
        let mut text = HEAD.to_owned();
        text.push_str("\n## Wanted\n\n| target | wanted | executions | CPU minutes | reached |\n|---|---|---:|---:|---|\n");
        for target in targets {
            let sum = self.sum(&target.name);
            let wanted = match target.size {
                Size::Leaf => format!("{} executions", grouped(LEAF_EXECUTIONS)),
                Size::Whole => format!("{} CPU minutes", WHOLE_TIME.as_secs() / 60),
            };
            let reached = if sum.reaches(target.size) {
                "yes"
            } else {
                "not yet"
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "| {} | {wanted} | {} | {} | {reached} |",
                target.name,
                grouped(sum.executions),
                minutes(sum.time)
            );
        }
        text.push_str("\n## Runs\n\n| target | mode | executions | CPU minutes | findings | last run | commit |\n|---|---|---:|---:|---:|---|---|\n");
        for ((target, mode), row) in &self.rows {
            let _ = writeln!(
                text,
                "| {target} | {mode} | {} | {} | {} | {} | {} |",
                grouped(row.executions),
                minutes(row.time),
                row.findings,
                row.last,
                row.commit
            );
        }
        let findings = match self.findings.as_str() {
            "" => "None so far.",
            findings => findings,
        };
        let _ = write!(text, "\n{FINDINGS}\n\n{findings}\n");
        text
    }
}

/// Adds another record to one, and empties it, so that nothing is counted twice.
///
/// # Errors
///
/// If one of them cannot be read or written.
pub(super) fn add_file(path: &Path, from: &Path, targets: &[Target]) -> Result<()> {
    let other = Record::read(from)?;
    anyhow::ensure!(!other.rows.is_empty(), "{} has no runs", from.display());
    let mut record = Record::read(path)?;
    for ((target, mode), row) in &other.rows {
        record.add(target, *mode, row);
    }
    record.write(path, targets)?;
    println!(
        "added {} rows of {}, which is empty now",
        other.rows.len(),
        from.display()
    );
    Record::default().write(from, targets)
}

/// The commit that is built, abbreviated.
pub(super) fn commit(root: &Path) -> String {
    let output = Command::new("git")
        .current_dir(root)
        .args(["rev-parse", "--short", "HEAD"])
        .output();
    let name = output.ok().filter(|output| output.status.success());
    let name = name.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    name.unwrap_or_else(|| "unknown".to_owned())
}

/// Digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn number(text: &str) -> Result<u64> {
    Ok(text.replace(',', "").parse()?)
}

/// Minutes with two decimals: what a row says is what the next run adds to.
fn minutes(time: Duration) -> String {
    let hundredths = time.as_millis() / 600;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn time(text: &str) -> Result<Duration> {
    let (whole, hundredths) = text.split_once('.').context("minutes have two decimals")?;
    let hundredths = number(whole)?
        .saturating_mul(100)
        .saturating_add(number(hundredths)?);
    Ok(Duration::from_millis(hundredths.saturating_mul(600)))
}
