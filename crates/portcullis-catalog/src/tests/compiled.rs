//! Compiling loses no fact, and every form of an edition says the same.

use std::format;
use std::string::ToString;
use std::vec::Vec;

use proptest::prelude::*;

use super::generated;
use crate::source::{self, Edition, SourceErrorKind};
use crate::{Catalog, Service};

fn compiled(catalog: &Catalog) -> Vec<Edition> {
    catalog.editions().map(Service::to_source).collect()
}

#[test]
fn what_is_embedded_compiles_to_itself() {
    let embedded = Catalog::embedded();
    let retired: Vec<_> = embedded
        .retired_actions()
        .map(|(service, action, last_seen)| source::Retired {
            service: service.to_string(),
            action: action.to_string(),
            last_seen,
        })
        .collect();
    let again = Catalog::compile(&compiled(&embedded), &retired).unwrap();
    assert!(again.to_bytes() == embedded.to_bytes());
    // The order in which they are given makes no difference.
    let mut backwards = compiled(&embedded);
    backwards.reverse();
    assert!(Catalog::compile(&backwards, &retired).unwrap().to_bytes() == embedded.to_bytes());
}

#[test]
fn every_embedded_edition_is_read_as_it_is_written() {
    let mut count = 0;
    for edition in compiled(&Catalog::embedded()) {
        let id = format!("{}@{}", edition.service, edition.date);
        assert!(
            source::read(&source::write(&edition)).unwrap() == edition,
            "{id}"
        );
        assert!(generated::sorted(edition.clone()) == edition, "{id}");
        count += 1;
    }
    assert_eq!(
        count,
        if cfg!(feature = "all") {
            459
        } else if cfg!(feature = "elasticache") {
            2
        } else {
            0
        }
    );
}

#[test]
fn editions_of_a_service_do_not_overlap() {
    let edition = |date: &str, from: &str, until: Option<&str>| {
        let mut edition = Edition::new("x", date.parse().unwrap());
        edition.name = "X".into();
        edition.in_force.from = from.parse().unwrap();
        edition.in_force.until = until.map(|day| day.parse().unwrap());
        edition
    };
    let first = edition("2020-01-01", "2020-01-01", Some("2020-12-31"));
    for (second, fits) in [
        (edition("2021-01-01", "2021-01-01", None), true),
        (edition("2021-01-01", "2020-12-31", None), false),
        (edition("2021-01-01", "2019-01-01", None), false),
        (edition("2020-01-01", "2021-01-01", None), false),
        (
            edition("2020-01-01", "2020-01-01", Some("2020-12-31")),
            false,
        ),
    ] {
        let both = Catalog::compile(&[second.clone(), first.clone()], &[]);
        assert_eq!(
            both.as_ref().err().map(source::SourceError::kind),
            (!fits).then_some(SourceErrorKind::Inconsistent)
        );
    }
    let open = edition("2020-01-01", "2020-01-01", None);
    assert!(Catalog::compile(&[edition("2021-01-01", "2021-01-01", None), open], &[]).is_err());
}

#[test]
fn too_many_editions_are_refused() {
    let mut editions = Vec::new();
    for number in 0..10_001 {
        let mut edition = Edition::new(format!("s{number}"), "2020-01-01".parse().unwrap());
        edition.name = "S".into();
        editions.push(edition);
    }
    assert_eq!(
        Catalog::compile(&editions, &[]).unwrap_err().kind(),
        SourceErrorKind::TooLarge
    );
    editions.pop();
    let catalog = Catalog::compile(&editions, &[]).unwrap();
    assert_eq!(catalog.services().count(), 10_000);
}

#[test]
fn names_are_compiled_as_they_are_defined() {
    let text = r#"{"service": "x", "date": "2026-01-01", "name": "X", "requiredAsOf": "2026-01-01",
        "resourceTypes": [{"name": "Thing", "arnTemplates": ["arn:a:b:c:d:e"], "operations": ["CREATE"], "conditionKeys": ["X:KEY"]}],
        "conditionKeys": [{"name": "x:Key", "types": ["String", "ArrayOfString", "ARN"]}],
        "actions": [{"name": "Create", "accessLevel": "Write", "resourceTypes": [{"name": "thing"}]}],
        "operations": [{"name": "Create", "checks": [{"action": "x:Create", "when": "always", "resource": {"resourceType": "THING", "parameters": ["P"]}}]}]}"#;
    let catalog = Catalog::compile(&[], &[]).unwrap().with_json(text).unwrap();
    let edition = catalog.service("x").unwrap().to_source();
    assert_eq!(edition.resource_types[0].operations, ["Create"]);
    assert_eq!(edition.resource_types[0].condition_keys, ["x:Key"]);
    assert_eq!(edition.required_as_of, None);
    let words: Vec<&str> = edition.condition_keys[0]
        .types
        .iter()
        .map(|kind| kind.word())
        .collect();
    assert_eq!(words, ["ARN", "ArrayOfString", "String"]);
    let bytes = Catalog::compile(&[edition], &[]).unwrap().to_bytes();
    assert!(Catalog::from_bytes(&bytes).is_ok_and(|again| again.to_bytes() == bytes));
}

#[test]
fn a_dependent_action_of_several_actions_is_checked_once() {
    let text = r#"{"service": "x", "date": "2026-01-01", "name": "X", "actions": [
        {"name": "A", "accessLevel": "Write", "dependentActions": ["kms:Decrypt", "x:B"]},
        {"name": "B", "accessLevel": "Write", "dependentActions": ["kms:Decrypt", "ec2:A"]}],
        "operations": [{"name": "A", "checks": [
            {"action": "x:A", "when": "always"}, {"action": "x:A", "when": "always", "resource": "any"},
            {"action": "x:B", "when": "always"}]}]}"#;
    let catalog = Catalog::compile(&[], &[]).unwrap().with_json(text).unwrap();
    let operation = catalog.operation("x", "A").known().unwrap();
    let actions: Vec<_> = operation
        .checks()
        .map(|check| check.action().to_string())
        .collect();
    assert_eq!(actions, ["x:A", "x:A", "x:B", "ec2:A", "kms:Decrypt"]);
}

proptest! {
    #[test]
    fn compiling_loses_no_fact(editions in proptest::collection::vec(generated::edition(), 0..3), retired in generated::retired()) {
        let mut editions = editions;
        for (number, edition) in editions.iter_mut().enumerate() {
            // Different services, so that their periods may overlap.
            let old = format!("{}:", edition.service);
            let new = format!("{}-{number}", edition.service);
            for check in edition.actions.iter_mut().flat_map(|row| &mut row.needs).chain(edition.operations.iter_mut().flat_map(|row| &mut row.checks)) {
                if let Some(name) = check.action.strip_prefix(&old) {
                    check.action = format!("{new}:{name}");
                }
            }
            edition.service = new;
        }
        let catalog = Catalog::compile(&editions, &retired).unwrap();
        let mut expect: Vec<Edition> = editions.into_iter().map(generated::sorted).collect();
        expect.sort_by(|left, right| left.service.cmp(&right.service));
        prop_assert_eq!(compiled(&catalog), expect);
        let bytes = catalog.to_bytes();
        let again = Catalog::from_bytes(&bytes).unwrap();
        prop_assert_eq!(again.to_bytes(), bytes);
        prop_assert_eq!(again.retired_actions().count(), retired.len());
        for row in &retired {
            prop_assert_eq!(again.retired(&row.service.to_uppercase(), &row.action.to_lowercase()), Some(row.last_seen));
        }
    }

    #[test]
    fn text_says_all_that_an_edition_says(edition in generated::edition()) {
        let sorted = generated::sorted(edition.clone());
        prop_assert_eq!(&source::read(&source::write(&edition)).unwrap(), &sorted);
        let dates = source::Dates {
            edition: edition.date,
            as_of: edition.as_of,
            in_force: edition.in_force,
            required_as_of: edition.required_as_of,
            dependent_as_of: edition.dependent_as_of,
        };
        prop_assert_eq!(source::read_undated(&source::write_undated(&edition), &dates).unwrap(), sorted);
    }
}
