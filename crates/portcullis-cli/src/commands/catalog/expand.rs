//! `portcullis catalog expand`: the actions that patterns of a policy name, and the patterns under which an action falls.

use std::collections::BTreeMap;

use clap::Args;
use portcullis::catalog::{AccessLevel, Action, Catalog, nearest};
use portcullis::glob::matches_ignore_ascii_case;
use serde::Serialize;

use super::find;
use super::writer::{Failure, Writer};
use crate::fault::Fault;
use crate::outcome::Outcome;
use crate::render::{Table, excerpt};

/// Lists the actions that patterns such as `s3:Get*` name; with --contains, the patterns under which an action falls.
///
/// A pattern that names no action is said so, and the exit code is 1: AWS accepts it in a policy, where it may be a slip.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Patterns as they stand in the Action element of a policy.
    #[arg(required = true, value_name = "PATTERN")]
    patterns: Vec<String>,
    /// Say how many there are instead of which.
    #[arg(long)]
    count: bool,
    /// Actions of this access level only, such as `Write`; may be given again.
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    level: Vec<AccessLevel>,
    /// The other way round: those of the patterns under which this action falls.
    #[arg(long, value_name = "ACTION", conflicts_with_all = ["count", "level"])]
    contains: Option<String>,
}

const LEVELS: [AccessLevel; 5] = [
    AccessLevel::List,
    AccessLevel::Read,
    AccessLevel::Tagging,
    AccessLevel::Write,
    AccessLevel::PermissionsManagement,
];

fn level(text: &str) -> Result<AccessLevel, String> {
    let plain = |text: &str| text.replace([' ', '-'], "").to_ascii_lowercase();
    let found = LEVELS
        .into_iter()
        .find(|level| plain(level.word()) == plain(text));
    found.ok_or_else(|| {
        let words = LEVELS.map(AccessLevel::word);
        let near = nearest(text, words);
        let near = near
            .first()
            .map(|near| format!("; the nearest is `{near}`"));
        let near = near.unwrap_or_default();
        format!("expected one of {}{near}", words.join(", "))
    })
}

/// An action with the patterns that name it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NamedForm<'a> {
    action: String,
    edition: String,
    access_level: &'static str,
    patterns: Vec<&'a str>,
}

/// A pattern that names no action.
#[derive(Debug, Serialize)]
struct EmptyForm<'a> {
    pattern: &'a str,
    finding: FindingForm,
}

#[derive(Debug, Serialize)]
struct FindingForm {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// How many actions patterns name.
#[derive(Debug, Serialize)]
struct CountForm<'a> {
    actions: usize,
    patterns: Vec<PatternCount<'a>>,
}

#[derive(Debug, Serialize)]
struct PatternCount<'a> {
    pattern: &'a str,
    actions: usize,
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    for pattern in &arguments.patterns {
        if pattern != "*" && !pattern.contains(':') {
            let expected = "a pattern of actions such as `s3:Get*`, or `*`";
            return Err(find::unknown("invalid-action", expected, pattern).into());
        }
    }
    if let Some(action) = &arguments.contains {
        return contains(action, &arguments.patterns, catalog, writer);
    }
    let named = Named::by(arguments, catalog);
    for pattern in &named.empty {
        names_nothing(pattern, catalog, writer)?;
    }
    let outcome = if named.empty.is_empty() {
        Outcome::Good
    } else {
        Outcome::Denied
    };
    if arguments.count {
        write_counts(named.actions.len(), named.counts, writer)?;
    } else {
        write_actions(named.actions.into_values(), writer)?;
    }
    Ok(outcome)
}

/// What patterns name.
#[derive(Default)]
struct Named<'a> {
    /// Each action once, with the patterns that name it; by service and name, so that services stay together.
    actions: BTreeMap<(&'a str, String), (Action<'a>, Vec<&'a str>)>,
    counts: Vec<PatternCount<'a>>,
    /// The patterns that name no action of any level.
    empty: Vec<&'a str>,
}

impl<'a> Named<'a> {
    fn by(arguments: &'a Arguments, catalog: &'a Catalog) -> Self {
        let wanted = |action: &Action<'_>| {
            arguments.level.is_empty() || arguments.level.contains(&action.access_level())
        };
        let mut all = Self::default();
        for pattern in &arguments.patterns {
            let mut actions = catalog.expand(pattern).peekable();
            if actions.peek().is_none() {
                all.empty.push(pattern);
            }
            let mut count = 0_usize;
            for action in actions.filter(wanted) {
                count = count.saturating_add(1);
                let name = action.name().to_ascii_lowercase();
                let key = (action.service().prefix(), name);
                let row = all.actions.entry(key);
                row.or_insert_with(|| (action, Vec::new())).1.push(pattern);
            }
            let actions = count;
            all.counts.push(PatternCount { pattern, actions });
        }
        all
    }
}

fn write_actions<'a>(
    named: impl Iterator<Item = (Action<'a>, Vec<&'a str>)>,
    writer: &mut Writer,
) -> Result<(), Failure> {
    if writer.is_for_machines() {
        for (action, patterns) in named {
            writer.object(&NamedForm {
                action: action.to_string(),
                edition: action.service().edition_id().to_string(),
                access_level: action.access_level().word(),
                patterns,
            })?;
        }
        return Ok(());
    }
    let mut table = Table::default();
    for (action, _) in named {
        table.row([action.to_string(), action.access_level().word().to_owned()]);
    }
    writer.table(&table)?;
    Ok(())
}

fn write_counts(
    actions: usize,
    patterns: Vec<PatternCount<'_>>,
    writer: &mut Writer,
) -> Result<(), Failure> {
    if writer.is_for_machines() {
        writer.object(&CountForm { actions, patterns })?;
        return Ok(());
    }
    let mut table = Table::default();
    for one in &patterns {
        table.row([one.pattern.to_owned(), one.actions.to_string()]);
    }
    if patterns.len() > 1 {
        table.row(["all, each once".to_owned(), actions.to_string()]);
    }
    writer.table(&table)?;
    Ok(())
}

/// Says that a pattern names no action, and what may have been meant.
fn names_nothing(pattern: &str, catalog: &Catalog, writer: &mut Writer) -> Result<(), Failure> {
    let (prefix, name) = pattern.split_once(':').unwrap_or((pattern, ""));
    let service_is_known = catalog.service(prefix).is_some();
    let help = match (service_is_known, name.contains(['*', '?'])) {
        // A service whose name holds wildcards, or an action whose name does, is near to nothing.
        (true, true) => None,
        _ => find::unknown_action(catalog, prefix, name),
    };
    let message = format!("`{}` names no action of the catalog", excerpt(pattern));
    if writer.is_for_machines() {
        let finding = FindingForm {
            code: if service_is_known {
                "unknown-action"
            } else {
                "unknown-service"
            },
            message,
            help,
        };
        writer.object(&EmptyForm { pattern, finding })?;
        return Ok(());
    }
    let help = help.map(|help| format!("\n  help: {help}"));
    writer.note(&format!("note: {message}{}", help.unwrap_or_default()))?;
    Ok(())
}

/// The patterns under which an action falls. It need not be one of the catalog: AWS matches any name.
#[derive(Debug, Serialize)]
struct ContainsForm<'a> {
    action: &'a str,
    known: bool,
    patterns: Vec<&'a str>,
}

fn contains(
    action: &str,
    patterns: &[String],
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let Some((prefix, name)) = action.split_once(':') else {
        return Err(match find::action(catalog, action) {
            Err(fault) => fault,
            Ok(_) => Fault::new("invalid-action", "expected an action with its prefix"),
        }
        .into());
    };
    let known = catalog.action(prefix, name).known();
    let fitting = patterns.iter().map(String::as_str).filter(|pattern| {
        let (of_prefix, of_name) = pattern.split_once(':').unwrap_or(("*", "*"));
        matches_ignore_ascii_case(of_prefix, prefix) && matches_ignore_ascii_case(of_name, name)
    });
    let fitting: Vec<&str> = fitting.collect();
    let outcome = if fitting.is_empty() {
        Outcome::Denied
    } else {
        Outcome::Good
    };
    if writer.is_for_machines() {
        writer.object(&ContainsForm {
            action,
            known: known.is_some(),
            patterns: fitting,
        })?;
        return Ok(outcome);
    }
    for pattern in &fitting {
        writer.line(&crate::render::escape(pattern))?;
    }
    if known.is_none() {
        let help = find::unknown_action(catalog, prefix, name);
        let help = help.map(|help| format!("\n  help: {help}"));
        let action = excerpt(action);
        writer.note(&format!(
            "note: `{action}` is no action of the catalog{}",
            help.unwrap_or_default()
        ))?;
    }
    if fitting.is_empty() {
        writer.note("it falls under none of the patterns")?;
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn levels_are_read_as_the_reference_and_the_tables_write_them() {
        for text in [
            "Permissions management",
            "permissions-management",
            "PermissionsManagement",
        ] {
            assert_eq!(
                level(text).map(|level| level.word()),
                Ok("PermissionsManagement")
            );
        }
        assert!(
            level("Wite")
                .unwrap_err()
                .ends_with("; the nearest is `Write`")
        );
    }
}
