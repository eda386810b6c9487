//! Measurements as Markdown, with the machine on which they were made.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// A table; its columns are aligned when it is written.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with its headings.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        let mut table = Self::default();
        table.row(headings.iter().map(|heading| (*heading).to_owned()));
        table
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            for (index, cell) in row.iter().enumerate() {
                let width = cell.chars().count();
                match widths.get_mut(index) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
        }
        for (index, row) in self.rows.iter().enumerate() {
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                if column == 0 {
                    write!(formatter, "| {cell:width$} |")?;
                } else {
                    write!(formatter, " {cell:>width$} |")?;
                }
            }
            writeln!(formatter)?;
            if index == 0 {
                for (column, width) in widths.iter().enumerate() {
                    let dashes = "-".repeat(width.saturating_add(1));
                    let rule = if column == 0 {
                        format!("|:{dashes}|")
                    } else {
                        format!("{dashes}:|")
                    };
                    formatter.write_str(&rule)?;
                }
                writeln!(formatter)?;
            }
        }
        Ok(())
    }
}

/// A number with three digits that count.
#[must_use]
pub fn short(number: f64) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let decimals = match number.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{number:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len().saturating_sub(index);
        if index > 0 && left.is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() {
        grouped
    } else {
        format!("{grouped}.{fraction}")
    }
}

/// The machine, the tools, the commit and what else the machine does, as a list.
#[must_use]
pub fn machine() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("a processor", |model| {
        model.trim_start_matches([' ', '\t', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    let mut text = String::new();
    let _ = writeln!(text, "* {model}, {cores} cores; {}", std::env::consts::OS);
    let _ = writeln!(text, "* {}", output("rustc", &["--version"]));
    let changed = match output("git", &["status", "--porcelain", "--untracked-files=no"]).as_str() {
        "" => "",
        _ => " with changes",
    };
    let commit = output("git", &["rev-parse", "--short", "HEAD"]);
    let _ = writeln!(text, "* commit {commit}{changed}");
    let _ = writeln!(text, "* load of 1, 5 and 15 minutes: {}", load.join(", "));
    text
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.unwrap_or_default()
}

/// Writes a record of today, replacing that of an earlier run today, and returns where it is.
///
/// # Errors
///
/// If the file cannot be written.
pub fn write(what: &str, text: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("record");
    let path = folder.join(format!("{}-{what}.md", today()));
    fs::write(&path, text).with_context(|| format!("{}", path.display()))?;
    Ok(path)
}

/// The day, as `2026-07-01`.
#[must_use]
pub fn today() -> String {
    output("date", &["-u", "+%Y-%m-%d"])
}

#[cfg(test)]
mod tests {
    use super::{Table, short};

    #[test]
    fn numbers_have_three_digits_that_count() {
        let written = [0.0391, 5.8, 73.44, 1_240.4, 23_900.0, 1_234_567.0].map(short);
        assert_eq!(
            written,
            ["0.039", "5.80", "73.4", "1,240", "23,900", "1,234,567"]
        );
        assert_eq!(short(f64::NAN), "–");
    }

    #[test]
    fn tables_are_aligned() {
        let mut table = Table::new(&["a", "bcd"]);
        table.row(["long".to_owned(), "1".to_owned()]);
        assert_eq!(
            table.to_string(),
            "| a    | bcd |\n|:-----|----:|\n| long |   1 |\n"
        );
    }
}
