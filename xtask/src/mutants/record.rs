//! The results of all runs: a line for each function, in the order of files and functions, so that a change shows as a few lines.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::outcome::Outcome;
use super::plan::{Key, Source};

/// What is known of one function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The file, relative to the repository.
    pub file: String,
    /// The function, with its type and trait.
    pub function: String,
    /// The fingerprint of the source that the results are of.
    pub source: String,
    /// Mutants that a test caught.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub caught: BTreeSet<String>,
    /// Mutants with which the tests did not end.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub timeout: BTreeSet<String>,
    /// Mutants that do not compile.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unviable: BTreeSet<String>,
    /// Mutants that no test caught, each with the reason why it cannot or need not be; empty where nobody has given one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missed: BTreeMap<String, String>,
}

impl Row {
    /// Whether the result of a mutant is known.
    #[must_use]
    pub fn has(&self, mutant: &str) -> bool {
        self.settled(mutant) || self.missed.contains_key(mutant)
    }

    /// Whether a mutant is known to be caught, or to be none.
    fn settled(&self, mutant: &str) -> bool {
        [&self.caught, &self.timeout, &self.unviable]
            .iter()
            .any(|set| set.contains(mutant))
    }

    /// Takes in a result. One test that catches a mutant is enough, however many others it survives.
    fn take(&mut self, mutant: &str, outcome: Outcome) {
        if outcome == Outcome::Missed {
            // Tests that ended say more than tests that did not, on a busy machine perhaps.
            self.timeout.remove(mutant);
            if !self.settled(mutant) {
                self.missed.entry(mutant.to_owned()).or_default();
            }
            return;
        }
        self.missed.remove(mutant);
        for set in [&mut self.caught, &mut self.timeout, &mut self.unviable] {
            set.remove(mutant);
        }
        let set = match outcome {
            Outcome::Timeout => &mut self.timeout,
            Outcome::Unviable => &mut self.unviable,
            Outcome::Caught | Outcome::Missed => &mut self.caught,
        };
        set.insert(mutant.to_owned());
    }
}

/// The results for one crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    rows: BTreeMap<(String, String, String), Row>,
}

/// Results by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "one number for each outcome")]
pub struct Totals {
    /// A test failed.
    pub caught: usize,
    /// Survived.
    pub missed: usize,
    /// Survived, and somebody gave the reason.
    pub explained: usize,
    /// The tests did not end.
    pub timeout: usize,
    /// Does not compile.
    pub unviable: usize,
}

impl Totals {
    /// The share of those caught among those that compile and end, in tenths of a percent, rounded down; none where there are none.
    #[must_use]
    pub fn score(&self) -> Option<usize> {
        (self.caught * 1_000).checked_div(self.caught + self.missed)
    }
}

impl Record {
    /// Reads a record as [`Record::text`] writes it.
    ///
    /// # Errors
    ///
    /// If a line is no row, or if two are of the same function.
    pub fn read(text: &str) -> Result<Self> {
        let mut record = Self::default();
        for (index, line) in text.lines().enumerate() {
            let row: Row =
                serde_json::from_str(line).with_context(|| format!("line {}", index + 1))?;
            let key = (row.file.clone(), row.function.clone(), row.source.clone());
            if record.rows.insert(key, row).is_some() {
                bail!("line {}: a second row of the same function", index + 1);
            }
        }
        Ok(record)
    }

    /// The record as its file holds it.
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub fn text(&self) -> Result<String> {
        let mut text = String::new();
        for row in self.rows.values() {
            text.push_str(&serde_json::to_string(row)?);
            text.push('\n');
        }
        Ok(text)
    }

    /// Its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// The row that a mutant belongs to.
    #[must_use]
    pub fn row(&self, key: &Key) -> Option<&Row> {
        self.rows
            .get(&(key.file.clone(), key.function.clone(), key.source.clone()))
    }

    /// Whether a mutant has a result.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.row(key).is_some_and(|row| row.has(&key.mutant))
    }

    /// Whether a mutant survived and nobody has said why, or the tests did not end with it.
    #[must_use]
    pub fn is_open(&self, key: &Key) -> bool {
        self.row(key).is_some_and(|row| {
            let reason = row.missed.get(&key.mutant);
            reason.is_some_and(String::is_empty) || row.timeout.contains(&key.mutant)
        })
    }

    /// Takes in the result of a mutant.
    pub fn take(&mut self, key: &Key, outcome: Outcome) {
        let place = (key.file.clone(), key.function.clone(), key.source.clone());
        let row = self.rows.entry(place).or_insert_with(|| Row {
            file: key.file.clone(),
            function: key.function.clone(),
            source: key.source.clone(),
            ..Row::default()
        });
        row.take(&key.mutant, outcome);
    }

    /// Takes in the results of another record, and its reasons where this one has none.
    pub fn merge(&mut self, other: &Self) {
        for theirs in other.rows.values() {
            let place = (
                theirs.file.clone(),
                theirs.function.clone(),
                theirs.source.clone(),
            );
            let row = self.rows.entry(place).or_insert_with(|| Row {
                file: theirs.file.clone(),
                function: theirs.function.clone(),
                source: theirs.source.clone(),
                ..Row::default()
            });
            for (mutants, outcome) in [
                (&theirs.caught, Outcome::Caught),
                (&theirs.timeout, Outcome::Timeout),
                (&theirs.unviable, Outcome::Unviable),
            ] {
                for mutant in mutants {
                    row.take(mutant, outcome);
                }
            }
            for (mutant, reason) in &theirs.missed {
                row.take(mutant, Outcome::Missed);
                if let Some(ours) = row.missed.get_mut(mutant).filter(|ours| ours.is_empty()) {
                    ours.clone_from(reason);
                }
            }
        }
    }

    /// Forgets the results of some mutants, but not the reasons given for survivors.
    pub fn forget<'k>(&mut self, keys: impl IntoIterator<Item = &'k Key>) {
        for key in keys {
            let place = (key.file.clone(), key.function.clone(), key.source.clone());
            if let Some(row) = self.rows.get_mut(&place) {
                for set in [&mut row.caught, &mut row.timeout, &mut row.unviable] {
                    set.remove(&key.mutant);
                }
            }
        }
    }

    /// Drops the rows of functions that are no longer, or no longer the same.
    pub fn prune(&mut self, text: impl Fn(&str) -> Option<String>) {
        let valid = self.valid(text);
        self.rows.retain(|place, _| valid.contains(place));
    }

    /// Only the rows whose functions are as they were.
    #[must_use]
    pub fn current(&self, text: impl Fn(&str) -> Option<String>) -> Self {
        let mut current = self.clone();
        current.prune(text);
        current
    }

    fn valid(&self, text: impl Fn(&str) -> Option<String>) -> BTreeSet<(String, String, String)> {
        let files: BTreeSet<&String> = self.rows.values().map(|row| &row.file).collect();
        let mut known = BTreeSet::new();
        for file in files {
            let source = text(file).map(Source::new);
            for fingerprint in source.iter().flat_map(Source::fingerprints) {
                known.insert((file.clone(), fingerprint));
            }
        }
        let rows = self.rows.iter();
        let rows = rows.filter(|(_, row)| known.contains(&(row.file.clone(), row.source.clone())));
        rows.map(|(place, _)| place.clone()).collect()
    }

    /// Its results by number.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for row in self.rows.values() {
            totals.caught += row.caught.len();
            totals.missed += row.missed.len();
            totals.explained += row
                .missed
                .values()
                .filter(|reason| !reason.is_empty())
                .count();
            totals.timeout += row.timeout.len();
            totals.unviable += row.unviable.len();
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Record, Totals};
    use crate::mutants::plan::{Key, Source};

    const TEXT: &str = "fn same() -> bool {\n    a == b\n}\n";

    fn key(mutant: &str) -> Key {
        Key {
            file: "a.rs".to_owned(),
            function: "same".to_owned(),
            source: Source::new(TEXT.to_owned()).fingerprint_at(2),
            mutant: mutant.to_owned(),
        }
    }

    fn record(results: &[(&str, Outcome)]) -> Record {
        let mut record = Record::default();
        for (mutant, outcome) in results {
            record.take(&key(mutant), *outcome);
        }
        record
    }

    #[test]
    fn results_add_up_over_runs() {
        let mut record = record(&[
            ("one", Outcome::Missed),
            ("two", Outcome::Caught),
            ("three", Outcome::Unviable),
            ("four", Outcome::Timeout),
        ]);
        record.take(&key("one"), Outcome::Caught);
        record.take(&key("two"), Outcome::Missed);
        assert!(record.is_open(&key("four")) && !record.is_open(&key("two")));
        let totals = record.totals();
        let expected = Totals {
            caught: 2,
            timeout: 1,
            unviable: 1,
            ..Totals::default()
        };
        assert_eq!(totals, expected);
        assert_eq!(totals.score(), Some(1_000));
        assert!(record.has(&key("two")) && !record.has(&key("five")));
        let mut ended = record.clone();
        ended.take(&key("four"), Outcome::Missed);
        assert_eq!((ended.totals().timeout, ended.totals().missed), (0, 1));
        assert_eq!(Record::read(&record.text().unwrap()).unwrap(), record);
    }

    #[test]
    fn a_survivor_keeps_its_reason_until_its_function_changes() {
        let open = record(&[("one", Outcome::Missed), ("two", Outcome::Caught)]);
        assert!(open.is_open(&key("one")));
        assert_eq!(open.totals().score(), Some(500));
        let text = open
            .text()
            .unwrap()
            .replace("\"one\":\"\"", "\"one\":\"equal\"");
        let mut explained = Record::read(&text).unwrap();
        explained.take(&key("one"), Outcome::Missed);
        explained.forget([&key("one"), &key("two")]);
        assert!(!explained.is_open(&key("one")) && explained.has(&key("one")));
        assert!(!explained.has(&key("two")));
        assert_eq!(explained.totals().explained, 1);
        let moved = explained.current(|_| Some(format!("\n{TEXT}")));
        assert_eq!(moved, explained);
        let changed = explained.current(|_| Some(TEXT.replace("==", "<")));
        assert_eq!(changed.totals(), Totals::default());
        assert_eq!(changed.totals().score(), None);
        assert_eq!(explained.current(|_| None), Record::default());
    }

    #[test]
    fn two_records_add_up() {
        let mut ours = record(&[("one", Outcome::Missed), ("two", Outcome::Missed)]);
        let theirs = record(&[("one", Outcome::Caught), ("two", Outcome::Missed)]);
        let theirs = theirs
            .text()
            .unwrap()
            .replace("\"two\":\"\"", "\"two\":\"equal\"");
        let theirs = Record::read(&theirs).unwrap();
        ours.merge(&theirs);
        assert_eq!(ours, theirs);
        let mut empty = Record::default();
        empty.merge(&theirs);
        assert_eq!(empty, theirs);
    }

    #[test]
    fn a_function_has_one_row() {
        let line = record(&[("one", Outcome::Caught)]).text().unwrap();
        let error = Record::read(&format!("{line}{line}")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 2: a second row of the same function"
        );
        assert!(Record::read("{}\n").is_err());
    }
}
