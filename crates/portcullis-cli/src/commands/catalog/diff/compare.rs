//! Two editions side by side: what one has that the other has not, fact by fact.

use std::collections::{BTreeMap, BTreeSet};

use portcullis::catalog::source::{Action, Check, Edition, Operation, ResourceType, Support};
use serde::Serialize;

use crate::commands::catalog::forms::{CheckForm, SinceForm, period};

/// What a change is about, in the order in which changes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Kind {
    Service,
    ResourceType,
    ConditionKey,
    Action,
    Operation,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Service,
        Self::ResourceType,
        Self::ConditionKey,
        Self::Action,
        Self::Operation,
    ];

    /// The word for one, and for several.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Service => ("service", "services"),
            Self::ResourceType => ("resource type", "resource types"),
            Self::ConditionKey => ("condition key", "condition keys"),
            Self::Action => ("action", "actions"),
            Self::Operation => ("operation", "operations"),
        }
    }
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Became {
    Added,
    Removed,
    Changed,
}

/// One change.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change {
    pub(super) became: Became,
    pub(super) kind: Kind,
    pub(super) service: String,
    /// Its name; of a service its prefix.
    pub(super) name: String,
    /// Of something changed: the facts that differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) facts: Vec<FactChange>,
}

/// A fact with the values that only one side has.
#[derive(Debug, Serialize)]
pub(super) struct FactChange {
    pub(super) fact: &'static str,
    pub(super) removed: Vec<String>,
    pub(super) added: Vec<String>,
}

/// Facts by name, each a set of values.
type Facts = BTreeMap<&'static str, BTreeSet<String>>;

/// Facts of things by their names, without regard to ASCII case.
type Things = BTreeMap<String, (String, Facts)>;

/// Compares two sets of editions, service by service; one edition on either side is compared whatever its service.
pub(super) fn compare(old: &[Edition], new: &[Edition]) -> Vec<Change> {
    if let ([old], [new]) = (old, new) {
        return of_edition(old, new);
    }
    let by_service = |editions: &[Edition]| -> BTreeMap<String, Edition> {
        let rows = editions.iter();
        rows.map(|edition| (edition.service.clone(), edition.clone()))
            .collect()
    };
    let (old, new) = (by_service(old), by_service(new));
    let services: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for service in services {
        let whole = |became| Change {
            became,
            kind: Kind::Service,
            service: service.clone(),
            name: service.clone(),
            facts: Vec::new(),
        };
        match (old.get(service), new.get(service)) {
            (Some(old), Some(new)) => changes.extend(of_edition(old, new)),
            (None, _) => changes.push(whole(Became::Added)),
            (_, None) => changes.push(whole(Became::Removed)),
        }
    }
    changes
}

fn of_edition(old: &Edition, new: &Edition) -> Vec<Change> {
    let mut changes = Vec::new();
    for kind in Kind::ALL {
        let (before, after) = (things(old, kind), things(new, kind));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let change = |became, name: &str, facts| Change {
                became,
                kind,
                service: new.service.clone(),
                name: name.to_owned(),
                facts,
            };
            match (before.get(key), after.get(key)) {
                (Some((_, before)), Some((name, after))) => {
                    let facts = differences(before, after);
                    if !facts.is_empty() {
                        changes.push(change(Became::Changed, name, facts));
                    }
                }
                (None, Some((name, _))) => changes.push(change(Became::Added, name, Vec::new())),
                (Some((name, _)), None) => changes.push(change(Became::Removed, name, Vec::new())),
                (None, None) => {}
            }
        }
    }
    changes
}

fn differences(before: &Facts, after: &Facts) -> Vec<FactChange> {
    let none = BTreeSet::new();
    let facts: BTreeSet<&&'static str> = before.keys().chain(after.keys()).collect();
    let mut changes = Vec::new();
    for fact in facts {
        let before = before.get(*fact).unwrap_or(&none);
        let after = after.get(*fact).unwrap_or(&none);
        if before != after {
            changes.push(FactChange {
                fact,
                removed: before.difference(after).cloned().collect(),
                added: after.difference(before).cloned().collect(),
            });
        }
    }
    changes
}

fn things(edition: &Edition, kind: Kind) -> Things {
    let thing = |name: &str, facts| (name.to_ascii_lowercase(), (name.to_owned(), facts));
    match kind {
        // Of two services of other names the prefix is a fact like the rest.
        Kind::Service => {
            let row = (String::new(), (edition.service.clone(), heading(edition)));
            [row].into_iter().collect()
        }
        Kind::ResourceType => {
            let rows = edition.resource_types.iter();
            rows.map(|row| thing(&row.name, resource_type(row)))
                .collect()
        }
        Kind::ConditionKey => {
            let rows = edition.condition_keys.iter();
            rows.map(|row| {
                let types = row.types.iter().map(|kind| kind.word().to_owned());
                thing(&row.name, facts([("types", types.collect())]))
            })
            .collect()
        }
        Kind::Action => {
            let rows = edition.actions.iter();
            rows.map(|row| thing(&row.name, action(row))).collect()
        }
        Kind::Operation => {
            let rows = edition.operations.iter();
            rows.map(|row| thing(&row.name, operation(row))).collect()
        }
    }
}

fn facts<const N: usize>(rows: [(&'static str, Vec<String>); N]) -> Facts {
    let rows = rows.into_iter().filter(|(_, values)| !values.is_empty());
    rows.map(|(fact, values)| (fact, values.into_iter().collect()))
        .collect()
}

/// The value of a fact about which an edition says nothing, as against one that there is nothing of.
pub(super) const NOT_RECORDED: &str = "not recorded";

fn one(value: Option<&String>) -> Vec<String> {
    value.into_iter().cloned().collect()
}

fn flag(set: bool) -> Vec<String> {
    set.then(|| "yes".to_owned()).into_iter().collect()
}

fn heading(edition: &Edition) -> Facts {
    let day = |day: Option<portcullis::catalog::Date>| -> Vec<String> {
        day.map(|day| day.to_string()).into_iter().collect()
    };
    facts([
        ("prefix", vec![edition.service.clone()]),
        ("date", vec![edition.date.to_string()]),
        ("name", vec![edition.name.clone()]),
        ("API version", one(edition.api_version.as_ref())),
        ("service principal", one(edition.service_principal.as_ref())),
        ("SDK clients", edition.sdk_clients.clone()),
        ("sources of", vec![edition.as_of.to_string()]),
        ("in force", vec![period(edition.in_force)]),
        ("required resource types of", day(edition.required_as_of)),
        ("dependent actions of", day(edition.dependent_as_of)),
        ("support in policies", support(edition.support)),
    ])
}

fn support(support: Option<Support>) -> Vec<String> {
    let Some(support) = support else {
        return vec![NOT_RECORDED.to_owned()];
    };
    let rows = [
        ("global condition keys", support.global_condition_keys),
        ("identity-based policies", support.identity_based),
        ("resource-based policies", support.resource_based),
        ("resource-level permissions", support.resource_level),
        ("service condition keys", support.service_condition_keys),
    ];
    let rows = rows.into_iter().filter(|(_, has)| *has);
    rows.map(|(name, _)| name.to_owned()).collect()
}

fn resource_type(row: &ResourceType) -> Facts {
    let parent = row.parent.as_ref().map(|parent| {
        if parent.engines.is_empty() {
            parent.resource_type.clone()
        } else {
            format!(
                "{} of {}",
                parent.resource_type,
                parent.engines.join(" or ")
            )
        }
    });
    let tags = match row.taggable {
        Some(true) => "yes",
        Some(false) => "no",
        None => NOT_RECORDED,
    };
    facts([
        ("ARNs", row.arns.clone()),
        ("condition keys", row.condition_keys.clone()),
        ("operations", row.operations.clone()),
        ("parent", one(parent.as_ref())),
        ("primary", flag(row.primary)),
        ("tags", vec![tags.to_owned()]),
    ])
}

fn action(row: &Action) -> Facts {
    let types = row.resource_types.iter().map(|kind| {
        let star = if kind.required { "*" } else { "" };
        format!("{}{star}", kind.name)
    });
    let keys = row.resource_types.iter().flat_map(|kind| {
        let keys = kind.condition_keys.iter();
        keys.map(|key| format!("{key} on {}", kind.name))
    });
    let since = row.since.map(|since| SinceForm::of(since).in_words());
    facts([
        ("access level", vec![row.level.word().to_owned()]),
        ("condition keys", row.condition_keys.clone()),
        ("resource types", types.collect()),
        ("condition keys on types", keys.collect()),
        ("needs", row.needs.iter().map(check).collect()),
        ("permission only", flag(row.permission_only)),
        (
            "missing from the permission reference",
            flag(row.unreferenced),
        ),
        ("since", one(since.as_ref())),
    ])
}

fn operation(row: &Operation) -> Facts {
    let arn = row.arn_parameter.as_ref().map(|parameter| {
        let types = parameter.resource_types.join(", ");
        format!("{} of {types}", parameter.name)
    });
    let identifiers = row.identifiers.iter();
    let identifiers =
        identifiers.map(|one| format!("{} names a {}", one.parameter, one.resource_type));
    let since = row.since.map(|since| SinceForm::of(since).in_words());
    let requires = row.requires.clone();
    let requires = requires.unwrap_or_else(|| vec![NOT_RECORDED.to_owned()]);
    facts([
        // Without checks nothing is known of what a call needs.
        ("checks", row.checks.iter().map(check).collect()),
        ("ARN parameter", one(arn.as_ref())),
        ("parameters", identifiers.collect()),
        ("required parameters", requires),
        ("since", one(since.as_ref())),
    ])
}

fn check(check: &Check) -> String {
    let words = CheckForm::of_source(check).in_words();
    let behalf = if check.on_behalf { ", on behalf" } else { "" };
    format!("{} {words}{behalf}", check.action)
}

#[cfg(test)]
mod tests {
    use portcullis::catalog::source::{Action, Edition};
    use portcullis::catalog::{AccessLevel, Catalog};

    use super::{Became, Kind, compare};

    fn edition(actions: &[(&str, AccessLevel)]) -> Edition {
        let mut edition = Edition::new("mycache", "2026-01-01".parse().unwrap());
        let actions = actions.iter();
        edition.actions = actions
            .map(|(name, level)| Action::new(*name, *level))
            .collect();
        edition
    }

    #[test]
    fn names_fold_case_and_facts_are_compared() {
        use AccessLevel::{List, Read, Write};
        let old = edition(&[("Same", Read), ("GONE", Read), ("Changed", Read)]);
        let new = edition(&[("same", Read), ("Added", List), ("Changed", Write)]);
        let changes = compare(&[old], &[new]);
        let found: Vec<(Became, Kind, &str)> = changes
            .iter()
            .map(|one| (one.became, one.kind, one.name.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Became::Added, Kind::Action, "Added"),
                (Became::Changed, Kind::Action, "Changed"),
                (Became::Removed, Kind::Action, "GONE"),
            ]
        );
        let [level] = changes[1].facts.as_slice() else {
            panic!("{changes:?}")
        };
        assert_eq!(
            (level.removed[0].as_str(), level.added[0].as_str()),
            ("Read", "Write")
        );
    }

    #[test]
    fn an_edition_does_not_differ_from_itself() {
        let catalog = Catalog::embedded();
        let one: Vec<Edition> = ["elasticache", "s3", "ec2"]
            .iter()
            .filter_map(|prefix| catalog.service(prefix))
            .map(|service| service.to_source())
            .collect();
        assert_eq!(one.len(), 3);
        assert!(compare(&one, &one).is_empty());
        let gone = compare(&one, &one[..2]);
        assert_eq!((gone.len(), gone[0].became), (1, Became::Removed));
    }
}
