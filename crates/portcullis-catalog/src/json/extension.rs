//! What extends a service: facts that stand in for those that an edition has, and rows that replace or join its own.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::source::{
    Action, ConditionKey, Edition, Operation, ResourceType, SourceError, SourceErrorKind, Support,
};
use crate::{Date, InForce};

/// Additions to a service that a catalog has.
///
/// What is not said stays as it is. A resource type, condition key, action or operation replaces the one of the same name
/// (ASCII case is folded), with all that is said of it, or joins the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub(super) service: String,
    pub(super) date: Option<Date>,
    pub(super) name: Option<String>,
    pub(super) api_version: Option<String>,
    pub(super) service_principal: Option<String>,
    pub(super) sdk_clients: Option<Vec<String>>,
    pub(super) as_of: Option<Date>,
    pub(super) in_force: Option<InForce>,
    pub(super) required_as_of: Option<Date>,
    pub(super) dependent_as_of: Option<Date>,
    pub(super) support: Option<Support>,
    pub(super) resource_types: Vec<ResourceType>,
    pub(super) condition_keys: Vec<ConditionKey>,
    pub(super) actions: Vec<Action>,
    pub(super) operations: Vec<Operation>,
}

impl Extension {
    /// The prefix of the service.
    ///
    /// ```
    /// use portcullis_catalog::json::{self, Entry};
    /// let entries = json::read(r#"{"service": "s3", "extends": true}"#)?;
    /// assert!(matches!(entries.as_slice(), [Entry::Extension(extension)] if extension.service() == "s3"));
    /// # Ok::<(), portcullis_catalog::source::SourceError>(())
    /// ```
    #[must_use]
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The edition with what is added. Whether the result is consistent is not checked.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, json::{self, Entry}};
    /// let text = r#"{"service": "sts", "extends": true, "actions": [{"name": "NewOne", "accessLevel": "Read"}]}"#;
    /// let catalog = Catalog::embedded();
    /// let base = catalog.service("sts").expect("embedded").to_source();
    /// if let [Entry::Extension(extension)] = json::read(text)?.as_slice() {
    ///     let extended = extension.apply(&base)?;
    ///     assert_eq!(extended.actions.len(), base.actions.len() + 1);
    /// }
    /// # Ok::<(), portcullis_catalog::source::SourceError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The edition is that of another service, or a name is written twice in the extension.
    pub fn apply(&self, edition: &Edition) -> Result<Edition, SourceError> {
        if edition.service != self.service {
            let message = format!(
                "expected an edition of `{}`, found one of `{}`",
                self.service, edition.service
            );
            return Err(SourceError::new(SourceErrorKind::Inconsistent, message));
        }
        once("resource type", &self.resource_types, |row| &row.name)?;
        once("condition key", &self.condition_keys, |row| &row.name)?;
        once("action", &self.actions, |row| &row.name)?;
        once("operation", &self.operations, |row| &row.name)?;
        Ok(self.clone().over(edition.clone()))
    }

    /// All that is said, in the place of what `base` says.
    pub(super) fn over(self, base: Edition) -> Edition {
        Edition {
            service: self.service,
            date: self.date.unwrap_or(base.date),
            name: self.name.unwrap_or(base.name),
            api_version: self.api_version.or(base.api_version),
            service_principal: self.service_principal.or(base.service_principal),
            sdk_clients: self.sdk_clients.unwrap_or(base.sdk_clients),
            as_of: self.as_of.unwrap_or(base.as_of),
            // An extension with a day of its own says nothing of the days before.
            in_force: self.in_force.unwrap_or(match self.date {
                Some(from) => InForce { from, until: None },
                None => base.in_force,
            }),
            required_as_of: self.required_as_of.or(base.required_as_of),
            dependent_as_of: self.dependent_as_of.or(base.dependent_as_of),
            support: self.support.or(base.support),
            resource_types: merged(base.resource_types, self.resource_types, |row| &row.name),
            condition_keys: merged(base.condition_keys, self.condition_keys, |row| &row.name),
            actions: merged(base.actions, self.actions, |row| &row.name),
            operations: merged(base.operations, self.operations, |row| &row.name),
        }
    }
}

/// The rows of `base`, each replaced by the one of the same name in `more`, then those of `more` that have no counterpart.
fn merged<T>(base: Vec<T>, more: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let mut rows = base;
    let places: BTreeMap<String, usize> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| (name(row).to_ascii_lowercase(), place))
        .collect();
    for row in more {
        let place = places.get(&name(&row).to_ascii_lowercase());
        match place.and_then(|place| rows.get_mut(*place)) {
            Some(old) => *old = row,
            None => rows.push(row),
        }
    }
    rows
}

fn once<T>(what: &str, rows: &[T], name: impl Fn(&T) -> &str) -> Result<(), SourceError> {
    let mut seen = BTreeSet::new();
    for row in rows {
        if !seen.insert(name(row).to_ascii_lowercase()) {
            return Err(SourceError::twice(what, name(row)));
        }
    }
    Ok(())
}
