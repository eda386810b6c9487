//! Facts that refine an edition: what its sources do not say.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;

use super::error::{SourceError, SourceErrorKind, push_excerpt};
use super::model::{Action, Check, Edition, Operation, ResourceType};
use super::read::{Draft, Form};

/// What somebody worked out about a service beyond the sources of its edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refinement {
    facts: Edition,
}

impl Refinement {
    /// Reads the text of a refinement.
    ///
    /// # Errors
    ///
    /// The first line that is not of the form in `editions/README.md`.
    pub fn read(text: &str) -> Result<Self, SourceError> {
        let draft = Draft::read(text, Form::Refines)?;
        Ok(Self {
            facts: draft.edition,
        })
    }

    /// The prefix of the service that it is about.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.facts.service
    }
}

/// Adds the facts of `refinement` to `edition`.
///
/// # Errors
///
/// A record that `edition` does not have, a fact that it has already, or an operation whose checks name other actions.
pub fn refine(edition: &mut Edition, refinement: &Refinement) -> Result<(), SourceError> {
    let facts = &refinement.facts;
    if facts.service != edition.service {
        return Err(wrong(format!(
            "expected facts about {}, found facts about {}",
            quoted(&edition.service),
            quoted(&facts.service)
        )));
    }
    if facts.api_version.is_some() {
        edition.api_version.clone_from(&facts.api_version);
    }
    if facts.service_principal.is_some() {
        edition
            .service_principal
            .clone_from(&facts.service_principal);
    }
    edition.support = facts.support.or(edition.support);
    let mut rows = by_name(&mut edition.resource_types, |row| &row.name);
    for fact in &facts.resource_types {
        resource_type(find(&mut rows, "type", &fact.name)?, fact)?;
    }
    let mut rows = by_name(&mut edition.actions, |row| &row.name);
    for fact in &facts.actions {
        action(find(&mut rows, "action", &fact.name)?, fact)?;
    }
    let mut rows = by_name(&mut edition.operations, |row| &row.name);
    for fact in &facts.operations {
        operation(find(&mut rows, "operation", &fact.name)?, fact)?;
    }
    Ok(())
}

fn wrong(message: String) -> SourceError {
    SourceError::new(SourceErrorKind::Inconsistent, message)
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    push_excerpt(&mut out, text);
    out
}

fn by_name<'r, T>(rows: &'r mut [T], name: impl Fn(&T) -> &str) -> BTreeMap<String, &'r mut T> {
    let named = |row: &'r mut T| (String::from(name(row)), row);
    rows.iter_mut().map(named).collect()
}

fn find<'m, T>(
    rows: &'m mut BTreeMap<String, &mut T>,
    what: &str,
    name: &str,
) -> Result<&'m mut T, SourceError> {
    match rows.get_mut(name) {
        Some(row) => Ok(row),
        None => Err(wrong(format!(
            "the edition has no {what} {} to refine",
            quoted(name)
        ))),
    }
}

fn resource_type(row: &mut ResourceType, fact: &ResourceType) -> Result<(), SourceError> {
    if !fact.arns.is_empty() || !fact.condition_keys.is_empty() {
        return Err(wrong(format!(
            "type {}: ARNs and keys come from the sources",
            quoted(&fact.name)
        )));
    }
    *row = ResourceType {
        name: core::mem::take(&mut row.name),
        arns: core::mem::take(&mut row.arns),
        condition_keys: core::mem::take(&mut row.condition_keys),
        ..fact.clone()
    };
    Ok(())
}

fn action(row: &mut Action, fact: &Action) -> Result<(), SourceError> {
    if !fact.resource_types.is_empty() || !fact.condition_keys.is_empty() {
        return Err(wrong(format!(
            "action {}: resource types and keys come from the sources",
            quoted(&fact.name)
        )));
    }
    for need in &fact.needs {
        let known = row.needs.iter_mut().find(|row| row.action == need.action);
        *known.ok_or_else(|| {
            wrong(format!(
                "action {} has no dependent action {} to refine",
                quoted(&fact.name),
                quoted(&need.action)
            ))
        })? = need.clone();
    }
    row.permission_only = fact.permission_only;
    row.unreferenced = fact.unreferenced;
    row.since = fact.since;
    Ok(())
}

fn operation(row: &mut Operation, fact: &Operation) -> Result<(), SourceError> {
    let checks = if fact.checks.is_empty() {
        row.checks.clone()
    } else {
        same_actions(row, fact)?;
        fact.checks.clone()
    };
    *row = Operation {
        checks,
        ..fact.clone()
    };
    Ok(())
}

fn same_actions(row: &Operation, fact: &Operation) -> Result<(), SourceError> {
    let actions = |checks: &'_ [Check]| -> BTreeSet<String> {
        let own = checks.iter().filter(|check| !check.on_behalf);
        own.map(|check| check.action.clone()).collect()
    };
    let (known, worked) = (actions(&row.checks), actions(&fact.checks));
    if let Some(more) = worked.difference(&known).next() {
        return Err(wrong(format!(
            "operation {}: the sources do not list {}",
            quoted(&fact.name),
            quoted(more)
        )));
    }
    if let Some(left_out) = known.difference(&worked).next() {
        return Err(wrong(format!(
            "operation {}: {} of the sources is left out",
            quoted(&fact.name),
            quoted(left_out)
        )));
    }
    Ok(())
}
