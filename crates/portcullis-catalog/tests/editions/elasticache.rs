//! The two editions of Amazon ElastiCache, fact by fact.

use std::collections::BTreeSet;

use portcullis_catalog::json::{self, Entry};
use portcullis_catalog::source::{Check, Edition};
use portcullis_catalog::{Catalog, Service};

const FOUNDING: &str = include_str!("../fixtures/elasticache@2015-02-02.json");
const TODAY: &str = include_str!("../fixtures/elasticache@2026-10-24.json");

/// The edition that a fixture describes, every list in the order of a catalog.
fn fixture(text: &str) -> Edition {
    let entries = json::read(text).unwrap();
    let [Entry::Whole(edition)] = entries.as_slice() else {
        panic!("expected one service");
    };
    let catalog = Catalog::compile(core::slice::from_ref(edition), &[]).unwrap();
    catalog
        .service("elasticache")
        .map(Service::to_source)
        .unwrap()
}

fn embedded(id: &str) -> Edition {
    let catalog = Catalog::embedded();
    catalog.edition(&id.parse().unwrap()).unwrap().to_source()
}

/// Compares two lists row by row, so that a failure shows one row.
#[track_caller]
fn assert_rows<T: PartialEq + core::fmt::Debug>(found: &[T], expect: &[T]) {
    for (found, expect) in found.iter().zip(expect) {
        assert_eq!(found, expect);
    }
    assert_eq!(found.len(), expect.len());
}

#[test]
fn the_founding_edition_is_as_its_sources_describe_it() {
    let (found, expect) = (embedded("elasticache@2015-02-02"), fixture(FOUNDING));
    assert_rows(&found.resource_types, &expect.resource_types);
    assert_rows(&found.actions, &expect.actions);
    assert_rows(&found.operations, &expect.operations);
    assert_eq!(
        (
            found.actions.len(),
            found.operations.len(),
            found.resource_types.len()
        ),
        (40, 40, 2)
    );
    assert_eq!(found, expect);
}

fn names(checks: &[Check]) -> BTreeSet<&str> {
    checks.iter().map(|check| check.action.as_str()).collect()
}

/// The fixture knows which actions are checked; when and on what was worked out elsewhere.
#[test]
fn todays_edition_is_as_its_sources_describe_it() {
    let (found, expect) = (embedded("elasticache@2026-10-24"), fixture(TODAY));
    assert_rows(&found.resource_types, &expect.resource_types);
    assert_rows(&found.condition_keys, &expect.condition_keys);
    assert_eq!((found.actions.len(), found.operations.len()), (77, 77));
    for (found, expect) in found.actions.iter().zip(&expect.actions) {
        assert_eq!((&found.name, found.level), (&expect.name, expect.level));
        assert_eq!(
            found.condition_keys, expect.condition_keys,
            "{}",
            found.name
        );
        assert_rows(&found.resource_types, &expect.resource_types);
        assert_eq!(names(&found.needs), names(&expect.needs), "{}", found.name);
        assert_eq!(found.needs.len(), expect.needs.len(), "{}", found.name);
        assert_eq!(
            found.permission_only, expect.permission_only,
            "{}",
            found.name
        );
    }
    for (found, expect) in found.operations.iter().zip(&expect.operations) {
        assert_eq!(found.name, expect.name);
        let own: Vec<Check> = found
            .checks
            .iter()
            .filter(|check| !check.on_behalf)
            .cloned()
            .collect();
        assert_eq!(names(&own), names(&expect.checks), "{}", found.name);
    }
    let header = |edition: &Edition| Edition {
        sdk_clients: Vec::new(),
        resource_types: Vec::new(),
        condition_keys: Vec::new(),
        actions: Vec::new(),
        operations: Vec::new(),
        ..edition.clone()
    };
    assert_eq!(header(&found), header(&expect));
    assert_eq!(found.sdk_clients, ["elasticache"]);
}
