//! Patterns of actions: what they name is what a look at every action finds.

use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use super::generated;
use crate::{Catalog, Lookup};

fn named(catalog: &Catalog, pattern: &str) -> Vec<String> {
    catalog
        .expand(pattern)
        .map(|action| action.to_string())
        .collect()
}

/// The same without any index.
fn filtered(catalog: &Catalog, pattern: &str) -> Vec<String> {
    let actions = catalog
        .actions()
        .filter(|action| action.falls_under(pattern));
    actions.map(|action| action.to_string()).collect()
}

#[test]
fn patterns_name_the_same_actions_with_and_without_the_index() {
    let catalog = Catalog::embedded();
    let mut positive = 0;
    for pattern in [
        "*",
        "*:*",
        "**",
        "",
        ":",
        "elasticache:*",
        "ELASTICACHE:create*",
        "elasticache:*user",
        "elasti*:Create?ser",
        "*:Tag*",
        "?lasticache:*",
        "elasticache:",
        "elasticache",
        "elasticache:CreateUser",
        "elasticache:createuser",
        "elasticache:CreateUser*",
        "elasticache:é*",
        "é*:*",
        "elasticache:Create*:x",
        "s3:Get*",
        "*s3*:*Object",
    ] {
        let names = named(&catalog, pattern);
        assert_eq!(names, filtered(&catalog, pattern), "{pattern}");
        positive += usize::from(!names.is_empty());
    }
    assert_eq!(
        positive,
        if cfg!(feature = "all") {
            13
        } else if cfg!(feature = "elasticache") {
            10
        } else {
            0
        }
    );
}

proptest! {
    #[test]
    fn expansion_is_a_filter_of_all_actions(edition in generated::edition(), pattern in "[a-zA-Z*?]{0,3}:?[A-Za-z*?0-9_-]{0,4}", other in generated::edition()) {
        let catalog = Catalog::compile(core::slice::from_ref(&edition), &[]).unwrap();
        prop_assert_eq!(named(&catalog, &pattern), filtered(&catalog, &pattern));
        let both = catalog.with_service(&other).unwrap();
        prop_assert_eq!(named(&both, &pattern), filtered(&both, &pattern));
        for row in &edition.actions {
            let pattern = [edition.service.to_uppercase(), row.name.to_lowercase() + "*"].join(":");
            let names = named(&catalog, &pattern);
            let starts = edition.actions.iter().filter(|other| other.name.to_lowercase().starts_with(&row.name.to_lowercase()));
            prop_assert_eq!(names.len(), starts.count());
            prop_assert_eq!(names, filtered(&catalog, &pattern));
        }
    }

    #[test]
    fn look_ups_fold_ascii_case(edition in generated::edition()) {
        let catalog = Catalog::compile(core::slice::from_ref(&edition), &[]).unwrap();
        let service = catalog.service(&edition.service.to_uppercase()).unwrap();
        for row in &edition.actions {
            let found = catalog.action(&edition.service, &row.name.to_ascii_uppercase()).known();
            prop_assert_eq!(found.map(|action| action.name()), Some(row.name.as_str()));
            prop_assert!(matches!(catalog.action(&edition.service, &(row.name.clone() + "é")), Lookup::NotInService(_)));
        }
        for row in &edition.operations {
            prop_assert_eq!(service.operation(&row.name.to_ascii_lowercase()).map(|found| found.name()), Some(row.name.as_str()));
        }
        for row in &edition.resource_types {
            prop_assert_eq!(service.resource_type(&row.name.to_ascii_uppercase()).map(|found| found.name()), Some(row.name.as_str()));
        }
        for row in &edition.condition_keys {
            prop_assert_eq!(service.declared_key(&row.name.to_ascii_uppercase()).map(|found| found.name()), Some(row.name.as_str()));
        }
    }
}
