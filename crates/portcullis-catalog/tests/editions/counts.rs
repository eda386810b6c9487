//! How many services, actions, resource types, condition keys and operations there are.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_catalog::{Catalog, Coverage, Trigger, source};

#[test]
fn each_service_has_as_many_rows_as_its_sources() {
    let catalog = Catalog::embedded();
    let expect: Vec<String> = super::lines(include_str!("../fixtures/per-service.txt"))
        .map(String::from)
        .collect();
    let found: Vec<String> = catalog
        .services()
        .map(|service| {
            let counts = [
                service.actions().count(),
                service.resource_types().count(),
                service.condition_keys().count(),
                service.operations().count(),
            ];
            let counts = counts.map(|count| count.to_string());
            format!("{} {}", service.prefix(), counts.join(" "))
        })
        .collect();
    assert_eq!(found.len(), 458);
    let sorted = |rows: &[String]| rows.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(sorted(&found), sorted(&expect));
}

#[test]
fn actions_are_those_of_the_sources() {
    let catalog = Catalog::embedded();
    let mut levels: BTreeMap<&str, usize> = BTreeMap::new();
    for action in catalog.actions() {
        *levels.entry(action.access_level().word()).or_default() += 1;
    }
    let expect = [
        ("List", 3752),
        ("PermissionsManagement", 427),
        ("Read", 5946),
        ("Tagging", 721),
        ("Write", 11_481),
    ];
    assert_eq!(levels, BTreeMap::from(expect));
    assert_eq!(
        catalog
            .actions()
            .filter(|action| !action.has_resource_types())
            .count(),
        6766
    );
    let needs = catalog
        .actions()
        .map(|action| action.dependent_actions().count());
    let needs: Vec<usize> = needs.filter(|count| *count > 0).collect();
    assert_eq!((needs.len(), needs.iter().sum::<usize>()), (1728, 4472));
}

#[test]
fn types_and_keys_are_those_of_the_sources() {
    let catalog = Catalog::embedded();
    let templates: Vec<usize> = catalog
        .services()
        .flat_map(|service| service.resource_types())
        .map(|kind| kind.arn_templates().count())
        .collect();
    assert_eq!(
        (templates.len(), templates.iter().sum::<usize>()),
        (2349, 2362)
    );
    assert_eq!(templates.iter().filter(|count| **count == 2).count(), 13);
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    for key in catalog
        .services()
        .flat_map(|service| service.condition_keys())
    {
        let mut words: Vec<&str> = key.types().map(|kind| kind.word()).collect();
        words.sort_unstable();
        *types.entry(words.join("|")).or_default() += 1;
    }
    let expect = [
        ("String", 1669),
        ("ArrayOfString", 506),
        ("ARN", 180),
        ("Bool", 121),
        ("Numeric", 81),
        ("ArrayOfARN", 28),
        ("ArrayOfBool", 4),
        ("Date", 4),
        ("IPAddress", 1),
        ("ArrayOfString|String", 1),
    ];
    assert_eq!(types.values().sum::<usize>(), 2595);
    assert_eq!(
        types,
        expect.map(|(word, count)| (word.to_string(), count)).into()
    );
}

#[test]
fn operations_are_those_of_the_sources() {
    let catalog = Catalog::embedded();
    let mut reached = BTreeSet::new();
    let (mut operations, mut same, mut other, mut several, mut unknown, mut pairs) =
        (0, 0, 0, 0, 0, 0);
    let mut with_context = 0;
    for service in catalog.services() {
        for operation in service.operations() {
            operations += 1;
            let mut own: BTreeMap<String, bool> = BTreeMap::new();
            for check in operation.checks().filter(|check| !check.is_on_behalf()) {
                let mut context = check.context();
                let carries = context.any(|(key, _)| !super::operations::WORKED_OUT.contains(&key));
                *own.entry(check.action().to_string().to_lowercase())
                    .or_default() |= carries;
            }
            pairs += own.len();
            with_context += own.values().filter(|carries| **carries).count();
            assert_eq!(
                operation.coverage() == Coverage::Unknown,
                own.is_empty(),
                "{}",
                operation.name()
            );
            let of_name = format!("{}:{}", service.prefix(), operation.name()).to_lowercase();
            match own.len() {
                0 => unknown += 1,
                _ if own.contains_key(&of_name) => same += 1,
                1 => other += 1,
                _ => several += 1,
            }
            reached.extend(own.into_keys());
        }
    }
    assert_eq!(operations, 18_973);
    assert_eq!((same, other, several, unknown), (17_688, 355, 130, 800));
    assert_eq!((pairs, with_context), (22_227, 860));
    let unreached = catalog
        .actions()
        .filter(|action| !reached.contains(&action.to_string().to_lowercase()));
    assert_eq!(unreached.count(), 4218);
    assert_eq!(
        catalog
            .services()
            .filter(|service| service.operations().next().is_some())
            .count(),
        354
    );
    let clients: BTreeSet<&str> = catalog
        .services()
        .flat_map(|service| service.sdk_clients())
        .collect();
    assert_eq!(clients.len(), 433);
}

#[test]
fn checks_on_a_named_resource_name_all_of_it() {
    let beside = "arn:aws:s3:us-east-2:111122223333:x";
    let mut named = 0;
    for service in Catalog::embedded().editions() {
        for operation in service.operations() {
            for check in operation.checks() {
                if let portcullis_catalog::CheckedResource::Named {
                    resource_type,
                    parameters,
                } = check.resource()
                {
                    let kind = check.action();
                    let of_type = service.resource_type(resource_type).unwrap();
                    let each = of_type.arn_named(parameters.iter().map(|_| "x"), beside);
                    // One parameter can hold two names, as S3's CopySource does.
                    let alone = parameters.iter().count() == 1;
                    let both = || of_type.arn_named(["x", "y"], beside).filter(|_| alone);
                    let arn = each.or_else(both);
                    assert!(
                        arn.is_some_and(|arn| of_type.matches(&arn)),
                        "{} {kind}",
                        operation.name()
                    );
                    named += 1;
                }
            }
        }
    }
    assert!(named > 0);
}

#[test]
fn little_is_left_open_where_it_was_worked_out() {
    let catalog = Catalog::embedded();
    let service = catalog.service("elasticache").unwrap();
    let mut own = service
        .operations()
        .flat_map(|operation| operation.checks())
        .filter(|check| !check.is_on_behalf());
    assert!(own.all(|check| check.trigger() != Trigger::Unknown));
    assert!(source::check(&service.to_source()).is_ok());
}
