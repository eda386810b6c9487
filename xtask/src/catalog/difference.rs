//! What changed between two sets of editions: a line for each service, action, key, type and operation that differs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::edition::source::{
    Action, Check, Dates, Edition, check_text, read, read_dates, read_undated,
};

/// What a record is, in the order in which kinds are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Service,
    Type,
    Key,
    Action,
    Operation,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Service,
        Self::Type,
        Self::Key,
        Self::Action,
        Self::Operation,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Type => "type",
            Self::Key => "key",
            Self::Action => "action",
            Self::Operation => "operation",
        }
    }
}

/// A record's place: service, kind, name in lower case.
type Place = (String, Kind, String);

/// Values by aspect, before those without a value are taken out.
type Facts = Vec<(&'static str, BTreeSet<String>)>;

/// A record: its name as written, and what it says, by aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Record {
    name: String,
    facts: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Every record of some editions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records(BTreeMap<Place, Record>);

/// The differences between two sets of records.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    mark: char,
    kind: Kind,
    name: String,
    detail: String,
}

impl Records {
    /// The records of a folder of editions, of a folder with a subfolder `current`, or of one edition.
    ///
    /// # Errors
    ///
    /// If there is no edition, or one cannot be read.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let mut records = Self::default();
        let mut count = 0;
        for file in editions(path)? {
            let text = fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
            let edition = if text.starts_with("edition ") {
                read(&text)
            } else if text.starts_with("service ") {
                read_undated(&text, &dates_beside(&file)?)
            } else {
                continue;
            };
            let edition = edition.map_err(|error| anyhow!("{}: {error}", file.display()))?;
            records.add(&edition);
            count += 1;
        }
        if count == 0 {
            bail!("{}: no edition is there", path.display());
        }
        Ok(records)
    }

    /// Adds the records of one edition.
    pub(crate) fn add(&mut self, edition: &Edition) {
        let mut insert = |kind: Kind, name: &str, facts: Facts| {
            let full = match kind {
                Kind::Service => name.to_owned(),
                // Global keys are declared by many services.
                Kind::Key if name.starts_with("aws:") => format!("{name} ({})", edition.service),
                Kind::Key => name.to_owned(),
                Kind::Type | Kind::Action | Kind::Operation => {
                    format!("{}:{name}", edition.service)
                }
            };
            let place = (edition.service.clone(), kind, name.to_ascii_lowercase());
            let facts = facts.into_iter().filter(|(_, values)| !values.is_empty());
            let facts = facts.collect();
            self.0.insert(place, Record { name: full, facts });
        };
        let service = vec![
            ("name", one(&edition.name)),
            ("sdk", words(&edition.sdk_clients)),
        ];
        insert(Kind::Service, &edition.service, service);
        for row in &edition.resource_types {
            let facts = vec![
                ("arns", words(&row.arns)),
                ("keys", words(&row.condition_keys)),
            ];
            insert(Kind::Type, &row.name, facts);
        }
        for row in &edition.condition_keys {
            let types = row.types.iter().map(|kind| kind.word().to_owned());
            insert(Kind::Key, &row.name, vec![("types", types.collect())]);
        }
        for row in &edition.actions {
            insert(Kind::Action, &row.name, action(row));
        }
        for row in &edition.operations {
            let checks = row.checks.iter().map(check);
            insert(
                Kind::Operation,
                &row.name,
                vec![("checks", checks.collect())],
            );
        }
    }

    /// What changed from `self` to `new`.
    pub(crate) fn difference(&self, new: &Self) -> Difference {
        let places: BTreeSet<&Place> = self.0.keys().chain(new.0.keys()).collect();
        let mut rows = Vec::new();
        for place in places {
            let kind = place.1;
            let mut row = |mark, name: &str, detail| {
                rows.push(Row {
                    mark,
                    kind,
                    name: name.to_owned(),
                    detail,
                });
            };
            match (self.0.get(place), new.0.get(place)) {
                (Some(old), None) => row('-', &old.name, old.brief(kind)),
                (None, Some(new)) => row('+', &new.name, new.brief(kind)),
                (Some(old), Some(new)) => {
                    for detail in changes(old, new) {
                        row('~', &new.name, detail);
                    }
                }
                (None, None) => {}
            }
        }
        Difference { rows }
    }
}

impl Record {
    /// What to say of a record that is new or gone.
    fn brief(&self, kind: Kind) -> String {
        let aspect = match kind {
            Kind::Service => "name",
            Kind::Type => "arns",
            Kind::Key => "types",
            Kind::Action => "level",
            Kind::Operation => "checks",
        };
        let values = self.facts.get(aspect);
        let values: Vec<&str> = values.into_iter().flatten().map(String::as_str).collect();
        values.join(", ")
    }
}

/// What an action says, by aspect.
fn action(row: &Action) -> Facts {
    let types = row.resource_types.iter();
    let on_types = types.clone().flat_map(|kind| {
        let keys = kind.condition_keys.iter();
        keys.map(|key| format!("{}/{key}", kind.name))
    });
    let mark = |required: bool| if required { "*" } else { "" };
    let types = types
        .clone()
        .map(|kind| format!("{}{}", kind.name, mark(kind.required)));
    vec![
        ("level", one(row.level.word())),
        ("keys", words(&row.condition_keys)),
        ("keys on types", on_types.collect()),
        ("types", types.collect()),
        ("needs", row.needs.iter().map(check).collect()),
    ]
}

fn words(names: &[String]) -> BTreeSet<String> {
    names.iter().cloned().collect()
}

fn one(text: &str) -> BTreeSet<String> {
    BTreeSet::from([text.to_owned()])
}

/// A check as editions write it.
fn check(row: &Check) -> String {
    check_text(row).trim_start().to_owned()
}

/// The aspects that changed, a line each.
fn changes(old: &Record, new: &Record) -> Vec<String> {
    let mut changes = Vec::new();
    if old.name != new.name {
        changes.push(format!("spelling {} -> {}", old.name, new.name));
    }
    let none = BTreeSet::new();
    let aspects: BTreeSet<_> = old.facts.keys().chain(new.facts.keys()).collect();
    for aspect in aspects {
        let before = old.facts.get(aspect).unwrap_or(&none);
        let after = new.facts.get(aspect).unwrap_or(&none);
        let gone: Vec<_> = before.difference(after).collect();
        let added: Vec<_> = after.difference(before).collect();
        match (gone.as_slice(), added.as_slice()) {
            ([], []) => {}
            ([gone], [added]) => changes.push(format!("{aspect} {gone} -> {added}")),
            _ => {
                let gone = gone.iter().map(|value| format!("-[{value}]"));
                let added = added.iter().map(|value| format!("+[{value}]"));
                let all: Vec<String> = gone.chain(added).collect();
                changes.push(format!("{aspect} {}", all.join(" ")));
            }
        }
    }
    changes
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max();
        // A few very long names do not push everything to the right.
        let width = width.unwrap_or_default().min(56);
        for row in &self.rows {
            let kind = row.kind.word();
            let line = format!("{} {kind:9} {:width$}  {}", row.mark, row.name, row.detail);
            writeln!(f, "{}", line.trim_end())?;
        }
        let summaries = Kind::ALL.map(|kind| {
            let count = |mark| {
                let rows = self.rows.iter();
                let rows = rows.filter(|row| row.kind == kind && row.mark == mark);
                rows.map(|row| &row.name).collect::<BTreeSet<_>>().len()
            };
            let (added, gone, changed) = (count('+'), count('-'), count('~'));
            format!("{}s +{added} -{gone} ~{changed}", kind.word())
        });
        writeln!(f, "{}", summaries.join(", "))
    }
}

/// The files that may be editions, in order.
fn editions(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let current = path.join("current");
    let folder = if current.is_dir() { &current } else { path };
    let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "txt") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// The dates in the file beside an edition that has none of its own.
fn dates_beside(file: &Path) -> Result<Dates> {
    let path = file.with_file_name("dates");
    let text = fs::read_to_string(&path)
        .with_context(|| format!("{} has no dates, and {}", file.display(), path.display()))?;
    read_dates(&text).map_err(|error| anyhow!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
