//! The embedded editions as callers see them.

use super::{FOUNDING, TODAY, id};
use crate::{
    AccessLevel, Cardinality, Catalog, CheckedResource, Coverage, Lookup, Need, Service, Support,
    Trigger, ValueType,
};
use std::collections::BTreeSet;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

fn check_edition(name: &str, expect: impl FnOnce(Service<'_>)) {
    expect(Catalog::embedded().edition(&id(name)).unwrap());
}

#[test]
fn totals_equal_those_of_the_sources() {
    fn totals(service: Service<'_>) -> [usize; 10] {
        let level = |level| {
            service
                .actions()
                .filter(|action| action.access_level() == level)
                .count()
        };
        [
            service.actions().count(),
            service.operations().count(),
            service.resource_types().count(),
            service.condition_keys().count(),
            level(AccessLevel::List),
            level(AccessLevel::Read),
            level(AccessLevel::Tagging),
            level(AccessLevel::Write),
            service
                .actions()
                .map(|action| action.resource_types().count())
                .sum(),
            service
                .actions()
                .map(|action| action.dependent_actions().count())
                .sum(),
        ]
    }
    check_edition(FOUNDING, |service| {
        assert_eq!(totals(service), [40, 40, 2, 0, 13, 1, 2, 24, 0, 3])
    });
    check_edition(TODAY, |service| {
        assert_eq!(totals(service), [77, 77, 12, 25, 20, 1, 2, 54, 142, 93])
    });
}

#[test]
fn r7_the_primary_resource_is_the_cache_cluster() {
    check_edition(FOUNDING, |service| {
        let primary: Vec<&str> = service
            .resource_types()
            .filter(|kind| kind.is_primary())
            .map(|kind| kind.name())
            .collect();
        assert_eq!(primary, ["cluster"]);
        let cluster = service.resource_type("cluster").unwrap();
        assert!(cluster.matches("arn:aws:elasticache:us-east-2:111122223333:cluster:my-cluster"));
        assert!(
            cluster
                .matches("arn:aws-cn:elasticache:cn-north-1:111122223333:cluster:my-cluster-001")
        );
    });
}

#[test]
fn r8_r9_a_snapshot_is_a_subresource_of_a_redis_cluster() {
    check_edition(FOUNDING, |service| {
        let snapshot = service.resource_type("snapshot").unwrap();
        assert!(snapshot.matches("arn:aws:elasticache:us-east-2:111122223333:snapshot:nightly"));
        let parent = snapshot.parent().unwrap();
        assert_eq!(parent.resource_type().name(), "cluster");
        assert!(parent.engines().eq(["redis"]));
        assert!(service.resource_type("cluster").unwrap().parent().is_none());
    });
}

#[test]
fn r11_every_operation_has_its_action() {
    for name in [FOUNDING, TODAY] {
        check_edition(name, |service| {
            for operation in service.operations() {
                let named = service.action(operation.name());
                assert_eq!(
                    named.is_some(),
                    operation.coverage() == Coverage::Documented,
                    "{}",
                    operation.name()
                );
            }
            let without: Vec<&str> = service
                .actions()
                .filter(|action| service.operation(action.name()).is_none())
                .map(|action| action.name())
                .collect();
            let permission_only: Vec<&str> = service
                .actions()
                .filter(|action| action.is_permission_only())
                .map(|action| action.name())
                .collect();
            assert_eq!(without, permission_only);
        });
    }
}

#[test]
fn r22_the_founding_edition_has_no_resource_level_permissions() {
    check_edition(FOUNDING, |service| {
        assert!(!service.policy_support().resource_level());
        assert!(service.actions().all(|action| !action.has_resource_types()));
    });
    check_edition(TODAY, |service| {
        let account_level: Vec<&str> = service
            .actions()
            .filter(|action| !action.has_resource_types())
            .map(|action| action.name())
            .collect();
        assert_eq!(
            account_level,
            [
                "DescribeCacheEngineVersions",
                "DescribeEngineDefaultParameters",
                "DescribeEvents",
                "DescribeReservedCacheNodesOfferings",
                "DescribeServiceUpdates",
            ]
        );
    });
}

#[test]
fn r24_operations_on_snapshots() {
    check_edition(FOUNDING, |service| {
        let snapshot = service.resource_type("snapshot").unwrap();
        let names: Vec<&str> = snapshot
            .operations()
            .map(|operation| operation.name())
            .collect();
        assert_eq!(
            names,
            ["CreateSnapshot", "DeleteSnapshot", "DescribeSnapshots"]
        );
    });
}

#[test]
fn r25_an_operation_can_need_several_actions() {
    check_edition(FOUNDING, |service| {
        let checks: Vec<_> = service
            .operation("CreateCacheCluster")
            .unwrap()
            .checks()
            .collect();
        let rows: Vec<_> = checks
            .iter()
            .map(|check| {
                (
                    check.action().to_string(),
                    check.trigger(),
                    check.resource(),
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                (
                    "elasticache:CreateCacheCluster".to_string(),
                    Trigger::Always,
                    CheckedResource::Request
                ),
                (
                    "s3:GetObject".to_string(),
                    Trigger::Parameter("SnapshotArns"),
                    CheckedResource::Members {
                        parameter: "SnapshotArns"
                    }
                ),
            ]
        );
        assert!(checks.iter().all(|check| !check.is_on_behalf()));
        // No condition is documented for this one, so when it applies is not known.
        let copy: Vec<_> = service
            .operation("CopySnapshot")
            .unwrap()
            .checks()
            .collect();
        assert_eq!(copy[1].action().to_string(), "s3:ListAllMyBuckets");
        assert_eq!(
            (copy[1].trigger(), copy[1].resource()),
            (Trigger::Unknown, CheckedResource::Any)
        );
    });
}

#[test]
fn r34_the_founding_edition_defines_no_keys() {
    check_edition(FOUNDING, |service| {
        assert!(!service.policy_support().service_condition_keys());
        assert!(service.policy_support().global_condition_keys());
        assert_eq!(service.condition_keys().count(), 0);
    });
}

#[test]
fn r4_r17_r23_who_takes_resource_policies() {
    let catalog = Catalog::embedded();
    for (prefix, expect) in [
        ("elasticache", Support::No),
        ("ELASTICACHE", Support::No),
        ("s3", Support::Yes),
        ("lambda", Support::Yes),
        ("ec2", Support::Unknown),
    ] {
        assert_eq!(catalog.resource_policy_support(prefix), expect, "{prefix}");
    }
}

/// What the operation itself is authorised against, without the calls on the caller's behalf.
fn own_actions(catalog: &Catalog, operation: &str) -> (Coverage, BTreeSet<String>) {
    let operation = catalog.operation("elasticache", operation).known().unwrap();
    let own = operation.checks().filter(|check| !check.is_on_behalf());
    (
        operation.coverage(),
        own.map(|check| check.action().to_string()).collect(),
    )
}

#[test]
fn operations_need_the_actions_that_the_reference_names() {
    let cases: [(&str, &[&str]); 8] = [
        ("AddTagsToResource", &["AddTagsToResource"]),
        ("CopySnapshot", &["AddTagsToResource", "CopySnapshot"]),
        (
            "CreateCacheCluster",
            &["AddTagsToResource", "CreateCacheCluster"],
        ),
        (
            "CreateReplicationGroup",
            &["AddTagsToResource", "CreateReplicationGroup"],
        ),
        ("CreateSnapshot", &["AddTagsToResource", "CreateSnapshot"]),
        (
            "DeleteCacheCluster",
            &["CreateSnapshot", "DeleteCacheCluster"],
        ),
        (
            "DeleteReplicationGroup",
            &["CreateSnapshot", "DeleteReplicationGroup"],
        ),
        ("DescribeCacheClusters", &["DescribeCacheClusters"]),
    ];
    let catalog = Catalog::embedded();
    for (operation, actions) in cases {
        let expect = actions
            .iter()
            .map(|action| format!("elasticache:{action}"))
            .collect();
        assert_eq!(
            own_actions(&catalog, operation),
            (Coverage::Documented, expect),
            "{operation}"
        );
    }
    assert_eq!(
        own_actions(&catalog, "PrepareMigration"),
        (Coverage::Unknown, BTreeSet::new())
    );
    let several = catalog.service("elasticache").unwrap().operations();
    assert_eq!(
        several
            .filter(|operation| own_actions(&catalog, operation.name()).1.len() > 1)
            .count(),
        17
    );
}

#[test]
fn a_final_snapshot_is_checked_on_what_it_is_made_of_and_on_itself() {
    let catalog = Catalog::embedded();
    let operation = catalog
        .operation("elasticache", "DeleteServerlessCache")
        .known()
        .unwrap();
    let rows: Vec<_> = operation
        .checks()
        .filter(|check| check.action().name() == "CreateServerlessCacheSnapshot")
        .map(|check| (check.trigger(), check.resource()))
        .collect();
    let trigger = Trigger::Parameter("FinalSnapshotName");
    let [
        (first, CheckedResource::Request),
        (
            second,
            CheckedResource::Named {
                resource_type,
                parameters,
            },
        ),
    ] = rows[..]
    else {
        panic!("{rows:?}");
    };
    assert_eq!((first, second), (trigger, trigger));
    assert_eq!(resource_type, "serverlesscachesnapshot");
    assert!(parameters.iter().eq(["FinalSnapshotName"]));
}

#[test]
fn no_check_of_an_operation_occurs_twice() {
    let mut count = 0;
    for service in Catalog::embedded().editions() {
        for operation in service.operations() {
            let mut seen = BTreeSet::new();
            for check in operation.checks() {
                let (trigger, resource) = (check.trigger(), check.resource());
                let context: Vec<(&str, Vec<&str>)> = check
                    .context()
                    .map(|(key, values)| (key, values.collect()))
                    .collect();
                let row = format!(
                    "{} {trigger:?} {resource:?} {context:?} {}",
                    check.action(),
                    check.is_on_behalf()
                );
                assert!(seen.insert(row), "{} {check:?}", operation.name());
                count += 1;
            }
        }
    }
    assert!(count > 170, "{count}");
}

#[test]
fn names_fold_ascii_case_and_nothing_else() {
    let catalog = Catalog::embedded();
    assert!(
        catalog
            .action("ElastiCache", "DESCRIBEEVENTS")
            .known()
            .is_some()
    );
    for (prefix, name) in [
        ("elasticache", "Describe*"),
        ("elasticache", ""),
        ("elasticache", "CreateUser "),
    ] {
        assert!(
            matches!(catalog.action(prefix, name), Lookup::NotInService(_)),
            "{name}"
        );
    }
    for prefix in ["", "elasticach", "elasticachee", "zzz", "aaa", "*"] {
        assert!(
            matches!(catalog.action(prefix, "CreateUser"), Lookup::UnknownService),
            "{prefix}"
        );
    }
}

#[test]
fn lists_are_sorted_and_all_their_members_are_found() {
    for service in Catalog::embedded().editions() {
        let names: Vec<&str> = service.actions().map(|action| action.name()).collect();
        let mut sorted = names.clone();
        sorted.sort_by_key(|name| name.to_ascii_lowercase());
        assert_eq!(names, sorted);
        assert!(
            names
                .iter()
                .all(|name| service.action(&name.to_ascii_lowercase()).is_some())
        );
        assert!(service.condition_keys().all(|key| {
            service
                .condition_key(&key.name().to_ascii_uppercase())
                .is_some()
        }));
        assert!(
            service
                .operations()
                .all(|operation| service.operation(operation.name()).is_some())
        );
    }
}

#[test]
fn condition_keys_and_their_types() {
    check_edition(TODAY, |service| {
        let key = service.condition_key("elasticache:numnodegroups").unwrap();
        assert!(
            key.types()
                .map(|kind| kind.value())
                .eq([ValueType::Numeric])
        );
        assert_eq!(
            service.condition_key("aws:TagKeys").unwrap().cardinality(),
            Cardinality::Multiple
        );
        assert!(service.condition_key("aws:RequestTag/").is_none());
        assert!(service.condition_key("elasticache:Unheard").is_none());
        let action = service.action("CreateCacheCluster").unwrap();
        let cluster = action
            .resource_types()
            .find(|row| row.resource_type().name() == "cluster")
            .unwrap();
        assert_eq!(
            (cluster.need(), cluster.condition_keys().count()),
            (Need::Optional, 9)
        );
        assert!(
            action.lists_condition_key("elasticache:Durability"),
            "through the replication group it can join"
        );
        assert!(
            !service
                .action("DescribeEvents")
                .unwrap()
                .lists_condition_key("aws:ResourceTag/team")
        );
    });
    let founding = Catalog::embedded().with_edition(&id(FOUNDING)).unwrap();
    assert_eq!(founding.cardinality("elasticache:EngineType"), None);
    assert_eq!(
        Catalog::embedded().cardinality("ELASTICACHE:enginetype"),
        Some(Cardinality::Single)
    );
    assert_eq!(founding.cardinality("no-prefix"), None);
}

#[test]
fn ev_3_2_4_resource_control_policies() {
    let catalog = Catalog::embedded();
    let applies = |prefix, action, resource| {
        catalog.resource_control_policies_apply(prefix, action, resource)
    };
    assert!(applies(
        "sts",
        "AssumeRole",
        "arn:aws:iam::111122223333:role/app"
    ));
    assert!(!applies("sqs", "ListQueues", "*"));
    assert!(!applies(
        "elasticache",
        "CreateUser",
        "arn:aws:elasticache:us-east-2:111122223333:user:u"
    ));
    assert!(!applies(
        "KMS",
        "RETIREGRANT",
        "arn:aws:kms:us-east-2:111122223333:key/k"
    ));
}
