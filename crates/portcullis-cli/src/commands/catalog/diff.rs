//! `portcullis catalog diff`: what changed between two editions, or two catalogs.

mod compare;

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;
use portcullis::catalog::source::Edition;
use portcullis::catalog::{Catalog, EditionId, Service};
use serde::Serialize;

use super::writer::{Failure, Writer};
use super::{edition, forms};
use crate::commands::chosen::{self, Loaded};
use crate::fault::Fault;
use crate::outcome::Outcome;
use crate::render::Table;
use compare::{Became, Change, FactChange, Kind, NOT_RECORDED, compare};

/// Compares two editions, or two catalogs, each service at its latest: what was added, removed and changed.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 no difference, 1 a difference, 2 an input error.")]
pub(super) struct Arguments {
    /// The older side: an edition such as `elasticache@2015-02-02`, a file of own services or of a compiled catalog, or `embedded`.
    old: String,
    /// The newer side.
    new: String,
    /// The counts alone.
    #[arg(long)]
    summary: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let old = side(&arguments.old, catalog)?;
    let new = side(&arguments.new, catalog)?;
    let changes = compare(&old, &new);
    let outcome = if changes.is_empty() {
        Outcome::Good
    } else {
        Outcome::Denied
    };
    let summary = Summary::of(&changes);
    if writer.is_for_machines() {
        if !arguments.summary {
            for change in &changes {
                writer.object(change)?;
            }
        }
        writer.object(&SummaryLine { summary: &summary })?;
        return Ok(outcome);
    }
    if !arguments.summary {
        let several = old.len().max(new.len()) > 1;
        write(&changes, several, writer)?;
    }
    if changes.is_empty() {
        writer.line("no difference")?;
    } else {
        writer.table(&summary.table())?;
    }
    Ok(outcome)
}

/// The editions that an argument names.
fn side(text: &str, catalog: &Catalog) -> Result<Vec<Edition>, Fault> {
    if text == "embedded" {
        return Ok(editions(&Catalog::embedded()));
    }
    let looks_like_an_id = text.parse::<EditionId>().is_ok();
    if looks_like_an_id || (!Path::new(text).exists() && is_a_name(text)) {
        return Ok(vec![edition::find(catalog, text)?.to_source()]);
    }
    match chosen::load(Path::new(text))? {
        Loaded::Compiled(other) => Ok(editions(&other)),
        Loaded::Written(file) => chosen::editions(&file, catalog),
    }
}

/// Whether a text that names no file can name a service or one of its editions.
fn is_a_name(text: &str) -> bool {
    text.chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '@'))
}

fn editions(catalog: &Catalog) -> Vec<Edition> {
    catalog.services().map(Service::to_source).collect()
}

/// How many things of a kind became what.
#[derive(Debug, Default, Serialize)]
struct Counts {
    added: usize,
    removed: usize,
    changed: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    services: Counts,
    resource_types: Counts,
    condition_keys: Counts,
    /// Condition keys whose types changed.
    retyped_condition_keys: usize,
    actions: Counts,
    operations: Counts,
}

#[derive(Debug, Serialize)]
struct SummaryLine<'a> {
    summary: &'a Summary,
}

impl Summary {
    fn of(changes: &[Change]) -> Self {
        let mut counts: BTreeMap<Kind, Counts> = BTreeMap::new();
        for change in changes {
            let counts = counts.entry(change.kind).or_default();
            let count = match change.became {
                Became::Added => &mut counts.added,
                Became::Removed => &mut counts.removed,
                Became::Changed => &mut counts.changed,
            };
            *count = count.saturating_add(1);
        }
        let mut take = |kind| counts.remove(&kind).unwrap_or_default();
        let condition_keys = take(Kind::ConditionKey);
        Self {
            services: take(Kind::Service),
            resource_types: take(Kind::ResourceType),
            // The types are all that is known of a key.
            retyped_condition_keys: condition_keys.changed,
            condition_keys,
            actions: take(Kind::Action),
            operations: take(Kind::Operation),
        }
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["", "ADDED", "REMOVED", "CHANGED"]);
        let rows = [
            (Kind::Service, &self.services),
            (Kind::ResourceType, &self.resource_types),
            (Kind::ConditionKey, &self.condition_keys),
            (Kind::Action, &self.actions),
            (Kind::Operation, &self.operations),
        ];
        for (kind, counts) in rows {
            table.row([
                kind.words().1.to_owned(),
                counts.added.to_string(),
                counts.removed.to_string(),
                counts.changed.to_string(),
            ]);
        }
        table
    }
}

/// One line a thing; beneath something that changed one line a fact.
fn write(changes: &[Change], several: bool, writer: &mut Writer) -> Result<(), Failure> {
    for change in changes {
        let mark = match change.became {
            Became::Added => '+',
            Became::Removed => '-',
            Became::Changed => '~',
        };
        let service = match change.kind {
            Kind::Service => "",
            _ if several => &change.service,
            _ => "",
        };
        let separator = if service.is_empty() { "" } else { ":" };
        let mut head = Table::default();
        head.row([
            format!("{mark} {}", change.kind.words().0),
            format!("{service}{separator}{}", change.name),
        ]);
        writer.table(&head)?;
        let mut facts = Table::page();
        for fact in &change.facts {
            facts.row(["   ".to_owned(), fact.fact.to_owned(), in_words(fact)]);
        }
        writer.table(&facts)?;
    }
    if !changes.is_empty() {
        writer.line("")?;
    }
    Ok(())
}

/// What a fact lost and gained: one value for another, or entries of a list.
fn in_words(fact: &FactChange) -> String {
    let list = |mark: char, values: &[String]| -> Vec<String> {
        values
            .iter()
            .map(|value| format!("{mark}{value}"))
            .collect()
    };
    match (fact.removed.as_slice(), fact.added.as_slice()) {
        ([old], [new]) => format!("{old} → {new}"),
        (old, [new]) if new == NOT_RECORDED => format!("{} → {new}", forms::list(old)),
        ([old], new) if old == NOT_RECORDED => format!("{old} → {}", forms::list(new)),
        (removed, added) => [list('-', removed), list('+', added)].concat().join(", "),
    }
}
