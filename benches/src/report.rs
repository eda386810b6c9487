//! The tables of a record.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use anyhow::Result;

use crate::measure::{
    self, ANEW, Compared, ENGINE, Effort, FLOOR, HostileRow, QUICK_FLOOR, Rate, Reading, SCAN, mean,
};
use crate::model::Set;
use crate::passes::Mean;
use crate::record::{Table, short};
use crate::workloads::growth::Apart;
use crate::workloads::w3;

/// How the answers compare, on one line.
#[must_use]
pub fn compared(compared: &Compared) -> String {
    let mut text = format!(
        "{} calls, {:.1} % allowed, {:.2} statements match in the mean; engine and naive scan agree on all",
        compared.calls,
        100.0 * compared.allowed as f64 / compared.calls.max(1) as f64,
        compared.matching,
    );
    if compared.by_service > 0 {
        let _ = write!(
            text,
            " but {}, which KMS or STS decides by what no workload has: a key policy, a trust policy",
            compared.by_service
        );
    }
    if !compared.otherwise.is_empty() {
        let first: Vec<&str> = compared
            .otherwise
            .iter()
            .take(5)
            .map(String::as_str)
            .collect();
        let _ = write!(
            text,
            "; {} OTHERS: {}",
            compared.otherwise.len(),
            first.join("; ")
        );
    }
    text
}

/// The means of the sides that need nothing of others.
#[derive(Clone, Debug)]
pub struct Means {
    table: Table,
    notes: String,
}

impl Default for Means {
    fn default() -> Self {
        Self::new()
    }
}

impl Means {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self {
            table: Table::new(&[
                "workload, µs",
                "engine",
                "request anew",
                "naive scan",
                "floor",
                "floor, quick hash",
                "engine ÷ floor",
                "naive ÷ engine",
            ]),
            notes: String::new(),
        }
    }

    /// Adds a workload.
    pub fn add(&mut self, set: &Set, compared: &Compared, means: &[Mean]) {
        let of = |side| mean(means, side).map_or(f64::NAN, |mean| mean.nanoseconds);
        let micros = |side| short(of(side) / 1_000.0);
        self.table.row([
            set.name.to_owned(),
            micros(ENGINE),
            micros(ANEW),
            micros(SCAN),
            micros(FLOOR),
            micros(QUICK_FLOOR),
            short(of(ENGINE) / of(FLOOR)),
            short(of(SCAN) / of(ENGINE)),
        ]);
        let least = mean(means, ENGINE).map_or(f64::NAN, |mean| mean.least / mean.nanoseconds);
        let _ = writeln!(
            self.notes,
            "* {}: {} statements, {} patterns of actions, {} principals; {}; the engine's least stretch took {:.0} % of its mean",
            set.name,
            set.statements(),
            set.action_patterns(),
            set.attachments.len(),
            self::compared(compared),
            100.0 * least,
        );
    }
}

impl fmt::Display for Means {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "## Means\n\n{}\n{}", self.table, self.notes)
    }
}

/// Compile time, growth and hostile patterns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Others {
    /// How fast W3 is compiled.
    pub rate: Rate,
    /// How fast texts are read.
    pub reading: Vec<Reading>,
    /// For each way of telling statements apart, nanoseconds by number of statements.
    pub growth: Vec<(Apart, Vec<(usize, f64)>)>,
    hostile: Vec<HostileRow>,
}

impl Others {
    /// Measures them.
    ///
    /// # Errors
    ///
    /// If the engine cannot read one of the workloads.
    pub fn measured(effort: Effort) -> Result<Self> {
        let growing = |apart| Ok((apart, measure::growing(apart, effort)?));
        let ways = [Apart::Actions, Apart::Resources].into_iter();
        Ok(Self {
            rate: measure::compiling(&w3::large(), effort)?,
            reading: measure::reading(effort)?,
            growth: ways.map(growing).collect::<Result<_>>()?,
            hostile: measure::hostile()?,
        })
    }
}

impl fmt::Display for Others {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "## Compile time\n\nW3, {} statements: {} statements a second compiled, {} a second read before.\n",
            self.rate.statements,
            short(self.rate.compiling),
            short(self.rate.reading),
        )?;
        let mut table = Table::new(&["read", "bytes", "MB/s", "serde_json into a tree, MB/s"]);
        for one in &self.reading {
            table.row([
                one.what.to_owned(),
                short(one.bytes as f64),
                short(one.engine / 1e6),
                short(one.tree / 1e6),
            ]);
        }
        writeln!(formatter, "## Reading\n\n{table}")?;
        let mut table = Table::new(&["apart by", "100", "1,000", "10,000", "100,000", "growth"]);
        for (apart, row) in &self.growth {
            let figures = row.iter().map(|(_, nanoseconds)| short(*nanoseconds));
            let name = [apart.as_str().to_owned()].into_iter();
            table.row(name.chain(figures).chain([short(growth(row))]));
        }
        writeln!(
            formatter,
            "## Growth\n\nNanoseconds for a decision over so many statements, one of which matches.\n\n{table}"
        )?;
        formatter.write_str(&hostile(&self.hostile))
    }
}

/// How many times longer the largest takes than the smallest.
#[must_use]
pub fn growth(row: &[(usize, f64)]) -> f64 {
    let (first, last) = (row.first(), row.last());
    let of = |end: Option<&(usize, f64)>| end.map_or(f64::NAN, |(_, nanoseconds)| *nanoseconds);
    of(last) / of(first)
}

/// W4: the longest pattern of each family against a short and the longest text, and what a character of pattern and text takes.
fn hostile(rows: &[HostileRow]) -> String {
    let mut families: BTreeMap<&str, Vec<&HostileRow>> = BTreeMap::new();
    for row in rows {
        families.entry(row.about.family).or_default().push(row);
    }
    let mut table = Table::new(&[
        "patterns",
        "pattern × text",
        "µs",
        "ps a character pair",
        "of the worst such",
    ]);
    for (family, rows) in families {
        let size = |row: &HostileRow| row.about.pattern.saturating_mul(row.about.text) as f64;
        let picoseconds = |row: &HostileRow| 1_000.0 * row.nanoseconds / size(row);
        let large = rows.iter().filter(|row| size(row) >= 1_000.0);
        let worst = large.map(|row| picoseconds(row)).fold(0.0, f64::max);
        if let Some(longest) = rows.iter().max_by(|a, b| size(a).total_cmp(&size(b))) {
            table.row([
                family.to_owned(),
                format!("{} × {}", longest.about.pattern, longest.about.text),
                short(longest.nanoseconds / 1_000.0),
                short(picoseconds(longest)),
                short(worst),
            ]);
        }
    }
    format!(
        "## W4: patterns of many stars\n\n{} calls, none of them allowed. The time is at most proportional to pattern × text; a matcher that \
         backtracks would not end.\n\n{table}\n",
        rows.len()
    )
}
