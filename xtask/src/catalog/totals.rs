//! How much the editions hold, next to what the pinned sources are known to hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Result, bail};

use crate::edition::source::{Check, Edition, Operation, Trigger};

/// What the pinned sources hold.
const EXPECTED: &[(&str, usize)] = &[
    ("services", 458),
    ("actions", 22_327),
    ("actions: List", 3_752),
    ("actions: PermissionsManagement", 427),
    ("actions: Read", 5_946),
    ("actions: Tagging", 721),
    ("actions: Write", 11_481),
    ("actions without resource types", 6_766),
    ("resource types", 2_349),
    ("ARN templates", 2_362),
    ("resource types with two ARN templates", 13),
    ("condition keys", 2_595),
    ("condition keys: ARN", 180),
    ("condition keys: ArrayOfARN", 28),
    ("condition keys: ArrayOfBool", 4),
    ("condition keys: ArrayOfString", 506),
    ("condition keys: ArrayOfString|String", 1),
    ("condition keys: Bool", 121),
    ("condition keys: Date", 4),
    ("condition keys: IPAddress", 1),
    ("condition keys: Numeric", 81),
    ("condition keys: String", 1_669),
    ("operations", 18_973),
    ("services with operations", 354),
    ("operations with actions", 18_173),
    ("operations: an action of the same name", 17_688),
    ("operations: one other action", 355),
    ("operations: several other actions", 130),
    ("operations without known actions", 800),
    ("pairs of operation and action", 22_227),
    ("pairs with context", 860),
    ("actions that no operation reaches", 4_218),
    ("SDK clients", 433),
    ("actions with dependent actions", 1_728),
    ("pairs of action and dependent action", 4_472),
    ("retired actions", 233),
];

/// Counts by name; a name that is not expected is shown and not compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    counts: BTreeMap<String, usize>,
}

impl Totals {
    /// Counts what the editions hold.
    pub(crate) fn of(editions: &[Edition], retired: usize) -> Self {
        let mut totals = Self::default();
        let mut reached = BTreeSet::new();
        let mut clients = BTreeSet::new();
        for edition in editions {
            totals.edition(edition);
            clients.extend(&edition.sdk_clients);
            for row in edition.operations.iter().flat_map(|row| &row.checks) {
                reached.insert(row.action.to_ascii_lowercase());
            }
        }
        let actions = editions.iter().flat_map(|edition| {
            let names = edition.actions.iter().map(|row| &row.name);
            names.map(|name| format!("{}:{name}", edition.service).to_ascii_lowercase())
        });
        let unreached = actions.filter(|action| !reached.contains(action)).count();
        totals.add("services", editions.len());
        totals.add("actions that no operation reaches", unreached);
        totals.add("SDK clients", clients.len());
        totals.add("retired actions", retired);
        totals
    }

    fn add(&mut self, name: &str, count: usize) {
        if count > 0 {
            *self.counts.entry(name.to_owned()).or_default() += count;
        }
    }

    fn edition(&mut self, edition: &Edition) {
        for row in &edition.actions {
            self.add("actions", 1);
            self.add(&format!("actions: {}", row.level.word()), 1);
            let bare = usize::from(row.resource_types.is_empty());
            self.add("actions without resource types", bare);
            let dependent = usize::from(!row.needs.is_empty());
            self.add("actions with dependent actions", dependent);
            self.add("pairs of action and dependent action", row.needs.len());
        }
        for row in &edition.resource_types {
            self.add("resource types", 1);
            self.add("ARN templates", row.arns.len());
            let two = usize::from(row.arns.len() == 2);
            self.add("resource types with two ARN templates", two);
        }
        for row in &edition.condition_keys {
            let mut words: Vec<&str> = row.types.iter().map(|kind| kind.word()).collect();
            words.sort_unstable();
            self.add("condition keys", 1);
            self.add(&format!("condition keys: {}", words.join("|")), 1);
        }
        let called = usize::from(!edition.operations.is_empty());
        self.add("services with operations", called);
        for row in &edition.operations {
            self.operation(&edition.service, row);
        }
    }

    fn operation(&mut self, service: &str, row: &Operation) {
        let own = format!("{service}:{}", row.name);
        let actions: BTreeSet<&str> = row.checks.iter().map(|row| row.action.as_str()).collect();
        let kind = match actions.len() {
            0 => "operations without known actions",
            _ if actions
                .iter()
                .any(|action| action.eq_ignore_ascii_case(&own)) =>
            {
                "operations: an action of the same name"
            }
            1 => "operations: one other action",
            _ => "operations: several other actions",
        };
        self.add("operations", 1);
        self.add(kind, 1);
        self.add("operations with actions", usize::from(!actions.is_empty()));
        self.add("pairs of operation and action", actions.len());
        let with_context = row.checks.iter().filter(|row| !row.context.is_empty());
        let with_context: BTreeSet<&str> = with_context.map(|row| row.action.as_str()).collect();
        self.add("pairs with context", with_context.len());
        for check in &row.checks {
            self.add(trigger(check), 1);
        }
        let always = |row: &Check| row.trigger == Trigger::Always;
        let never = !actions.is_empty() && !row.checks.iter().any(always);
        self.add(
            "operations none of whose checks is always",
            usize::from(never),
        );
    }

    /// The rows of the table: name, count, expected count.
    fn rows(&self) -> impl Iterator<Item = (&str, usize, Option<usize>)> {
        let expected = EXPECTED.iter().map(|(name, expected)| {
            let count = self.counts.get(*name).copied().unwrap_or_default();
            (*name, count, Some(*expected))
        });
        let others = self.counts.iter();
        let others = others.filter(|(name, _)| !EXPECTED.iter().any(|(known, _)| known == name));
        expected.chain(others.map(|(name, count)| (name.as_str(), *count, None)))
    }

    /// Whether every expected count was met.
    ///
    /// # Errors
    ///
    /// If one was not.
    pub(crate) fn verdict(&self) -> Result<()> {
        let wrong = self
            .rows()
            .filter(|(_, count, expected)| expected.is_some_and(|expected| expected != *count));
        let wrong: Vec<String> = wrong
            .map(|(name, count, expected)| {
                format!(
                    "{name}: expected {}, found {count}",
                    expected.unwrap_or_default()
                )
            })
            .collect();
        if !wrong.is_empty() {
            bail!(
                "the totals are not those of the pinned sources: {}",
                wrong.join("; ")
            );
        }
        Ok(())
    }
}

fn trigger(check: &Check) -> &'static str {
    match check.trigger {
        Trigger::Always => "checks: always",
        Trigger::When(_) | Trigger::Equal(..) | Trigger::Unless(_) => "checks: by parameter",
        Trigger::Matching => "checks: by resource",
        Trigger::Unknown => "checks: unknown",
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:44} {:>7} {:>8}", "", "found", "expected")?;
        for (name, count, expected) in self.rows() {
            let mark = match expected {
                Some(expected) if expected != count => "  differs",
                _ => "",
            };
            let expected = expected.map_or("-".to_owned(), |expected| expected.to_string());
            writeln!(f, "{name:44} {count:7} {expected:>8}{mark}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Totals;
    use crate::edition::date::Date;
    use crate::edition::source::{Check, Edition, Operation, Trigger};

    #[test]
    fn a_missing_fact_is_noticed() {
        let mut edition = Edition::new("demo", Date::new(2026, 1, 1).unwrap());
        let checks = |actions: &[&str]| {
            let rows = actions.iter();
            rows.map(|action| Check::new(*action, Trigger::Always))
                .collect()
        };
        for (name, actions) in [
            ("A", ["demo:A"].as_slice()),
            ("B", &["demo:A"]),
            ("C", &["demo:A", "demo:A", "x:B"]),
            ("D", &[]),
        ] {
            edition.operations.push(Operation {
                name: name.to_owned(),
                checks: checks(actions),
                ..Operation::default()
            });
        }
        let totals = Totals::of(&[edition], 7);
        let count = |name: &str| totals.counts.get(name).copied();
        assert_eq!(count("operations"), Some(4));
        assert_eq!(count("operations: an action of the same name"), Some(1));
        assert_eq!(count("operations: one other action"), Some(1));
        assert_eq!(count("operations: several other actions"), Some(1));
        assert_eq!(count("operations without known actions"), Some(1));
        assert_eq!(count("pairs of operation and action"), Some(4));
        assert_eq!(count("retired actions"), Some(7));
        let error = totals.verdict().unwrap_err().to_string();
        assert!(error.contains("services: expected 458, found 1"), "{error}");
    }
}
