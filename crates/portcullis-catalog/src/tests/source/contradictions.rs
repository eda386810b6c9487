//! Editions that contradict themselves, or are too large.

use std::format;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use super::base;
use crate::source::{
    self, ActionResourceType, ArnParameter, Check, ConditionKey, Edition, Identifier, On,
    Operation, Parent, SourceError, SourceErrorKind, Trigger,
};
use crate::{AccessLevel, Catalog, KeyType};

/// What [`source::check`] says of the example after a change.
#[track_caller]
fn checked(change: impl FnOnce(&mut Edition)) -> SourceError {
    let mut edition = base();
    change(&mut edition);
    let error = source::check(&edition).unwrap_err();
    assert_eq!(Catalog::compile(&[edition], &[]).unwrap_err(), error);
    error
}

type Change = fn(&mut Edition);

const INCONSISTENT: &[(Change, &str)] = &[
    (
        |edition| edition.service.clear(),
        "a service prefix in lower case, found ``",
    ),
    (
        |edition| edition.service = "MyCache".into(),
        "a service prefix in lower case, found `MyCache`",
    ),
    (
        |edition| edition.name.clear(),
        "the name of the service, printable",
    ),
    (
        |edition| edition.name = "My \"cache\"".into(),
        "the name of the service, printable",
    ),
    (
        |edition| edition.name = "My  cache".into(),
        "the name of the service, printable",
    ),
    (
        |edition| edition.name = " My".into(),
        "the name of the service, printable",
    ),
    (
        |edition| edition.api_version = Some("a b".into()),
        "a word without spaces, found `a b`",
    ),
    (
        |edition| edition.service_principal = Some("a\n".into()),
        "a word, printable",
    ),
    (
        |edition| edition.sdk_clients = vec!["a".into(), "A".into()],
        "SDK client `A` is written twice",
    ),
    (
        |edition| edition.in_force.until = Some("2025-01-01".parse().unwrap()),
        "a period in force, found 2026-01-01 to 2025-01-01",
    ),
    (
        |edition| edition.resource_types[0].name = "a*".into(),
        "does not end in `*`, found `a*`",
    ),
    (
        |edition| edition.resource_types[1].name = "with".into(),
        "no word of a check",
    ),
    (
        |edition| edition.resource_types[1].name = "CLUSTER".into(),
        "resource type `CLUSTER` is written twice",
    ),
    (
        |edition| edition.resource_types[0].arns.clear(),
        "resource type `cluster` has no ARN template",
    ),
    (
        |edition| edition.resource_types[0].arns.push("arn:x".into()),
        "an ARN template, found `arn:x`",
    ),
    (
        |edition| edition.resource_types[0].arns.push("arn:a:b:c:d:${".into()),
        "an ARN template",
    ),
    (
        |edition| {
            edition.resource_types[0]
                .arns
                .push("arn:a:b:c:d:${}".into())
        },
        "an ARN template",
    ),
    (
        |edition| edition.resource_types[0].arns.push("arn:a:b:c:d:a}".into()),
        "an ARN template",
    ),
    (
        |edition| {
            edition.resource_types[0]
                .arns
                .push("arn:a:b:c:d:${x}}".into())
        },
        "an ARN template",
    ),
    (
        |edition| edition.resource_types[0].arns.push("a:b:c:d:e:f".into()),
        "an ARN template",
    ),
    (
        |edition| {
            edition.resource_types[0].arns = vec!["arn:a:b:c:d:e".into(), "arn:a:b:c:d:E".into()]
        },
        "is written twice",
    ),
    (
        |edition| {
            edition.resource_types[0]
                .condition_keys
                .push("mycache:Kin".into())
        },
        "condition key `mycache:Kin` is not defined",
    ),
    (
        |edition| {
            edition.resource_types[0]
                .condition_keys
                .push("MYCACHE:kind".into())
        },
        "`MYCACHE:kind` is written twice",
    ),
    (
        |edition| edition.resource_types[0].operations.push("Creat".into()),
        "operation `Creat` is not defined",
    ),
    (
        |edition| {
            edition.resource_types[0].parent = Some(Parent {
                resource_type: "clustre".into(),
                engines: vec![],
            })
        },
        "resource type `clustre` is not defined",
    ),
    (
        |edition| {
            edition.resource_types[1]
                .parent
                .as_mut()
                .unwrap()
                .engines
                .push("redis".into())
        },
        "engine `redis` is written twice",
    ),
    (
        |edition| {
            edition.resource_types[1]
                .parent
                .as_mut()
                .unwrap()
                .engines
                .push("a b".into())
        },
        "a word without spaces",
    ),
    (
        |edition| edition.condition_keys[0].name = "plain".into(),
        "a condition key `prefix:name`, found `plain`",
    ),
    (
        |edition| edition.condition_keys[0].name = ":x".into(),
        "a condition key `prefix:name`",
    ),
    (
        |edition| edition.condition_keys[0].name = "a:x/${".into(),
        "a condition key `prefix:name`",
    ),
    (
        |edition| edition.condition_keys[0].types.clear(),
        "condition key `aws:TagKeys` has no type",
    ),
    (
        |edition| {
            edition.condition_keys[0]
                .types
                .push(KeyType::named("ArrayOfString").unwrap())
        },
        "type of a condition key `ArrayOfString` is written twice",
    ),
    (
        |edition| {
            edition.condition_keys.push(ConditionKey {
                name: "AWS:TAGKEYS".into(),
                types: vec![KeyType::named("String").unwrap()],
            })
        },
        "condition key `AWS:TAGKEYS` is written twice",
    ),
    (
        |edition| {
            edition
                .actions
                .push(source::Action::new("create", AccessLevel::Write))
        },
        "action `create` is written twice",
    ),
    (
        |edition| {
            edition
                .actions
                .push(source::Action::new("Gét", AccessLevel::Read))
        },
        "the name of an action, found `Gét`",
    ),
    (
        |edition| edition.actions[0].condition_keys.push("x:y".into()),
        "condition key `x:y` is not defined",
    ),
    (
        |edition| {
            edition.actions[2].resource_types.push(ActionResourceType {
                name: "bucket".into(),
                ..Default::default()
            })
        },
        "resource type `bucket` is not defined",
    ),
    (
        |edition| {
            edition.actions[1].resource_types.push(ActionResourceType {
                name: "Cluster".into(),
                ..Default::default()
            })
        },
        "resource type `Cluster` is written twice",
    ),
    (
        |edition| {
            edition.actions[1].resource_types[0]
                .condition_keys
                .push("x:y".into())
        },
        "condition key `x:y` is not defined",
    ),
    (
        |edition| {
            edition.actions[1]
                .needs
                .push(Check::new("PassRole", Trigger::Always))
        },
        "an action `service:Name`, found `PassRole`",
    ),
    (
        |edition| {
            edition.actions[1]
                .needs
                .push(Check::new("IAM:PassRole", Trigger::Always))
        },
        "an action `service:Name`",
    ),
    (
        |edition| {
            edition.actions[1]
                .needs
                .push(Check::new("iam:Pass*", Trigger::Always))
        },
        "the name of an action, found `Pass*`",
    ),
    (
        |edition| edition.operations[2].name = "a=b".into(),
        "a name without `=`",
    ),
    (
        |edition| {
            edition.operations.push(Operation {
                name: "create".into(),
                ..Default::default()
            })
        },
        "operation `create` is written twice",
    ),
    (
        |edition| {
            edition.operations[2]
                .checks
                .push(Check::new("mycache:Creat", Trigger::Always))
        },
        "action `mycache:Creat` is not defined",
    ),
    (
        |edition| {
            edition.operations[2].checks = vec![
                Check::new("a:B", Trigger::Always),
                Check::new("a:B", Trigger::Always),
            ]
        },
        "the check of `a:B` is written twice",
    ),
    (
        |edition| {
            edition.operations[2]
                .checks
                .push(Check::new("a:B", Trigger::When("a=b".into())))
        },
        "a name without `=`",
    ),
    (
        |edition| {
            edition.operations[2]
                .checks
                .push(Check::new("a:B", Trigger::Unless(String::new())))
        },
        "a word, printable",
    ),
    (
        |edition| {
            edition.operations[2]
                .checks
                .push(Check::new("a:B", Trigger::Equal("a".into(), "b c".into())))
        },
        "a word without spaces",
    ),
    (
        |edition| {
            edition.operations[2].checks.push(Check {
                on: On::Members("with".into()),
                ..Check::new("a:B", Trigger::Always)
            })
        },
        "no word of a check",
    ),
    (
        |edition| {
            edition.operations[2].checks.push(Check {
                on: named("clustre", &["A"]),
                ..Check::new("a:B", Trigger::Always)
            })
        },
        "resource type `clustre` is not defined",
    ),
    (
        |edition| {
            edition.operations[2].checks.push(Check {
                on: named("cluster", &[]),
                ..Check::new("a:B", Trigger::Always)
            })
        },
        "the check of `a:B` names no parameter",
    ),
    (
        |edition| {
            edition.operations[2].checks.push(Check {
                on: named("cluster", &["on-behalf"]),
                ..Check::new("a:B", Trigger::Always)
            })
        },
        "no word of a check",
    ),
    (
        |edition| {
            edition.operations[2].checks = ["cluster", "CLUSTER"]
                .map(|kind| Check {
                    on: named(kind, &["A"]),
                    ..Check::new("a:B", Trigger::Always)
                })
                .into()
        },
        "the check of `a:B` is written twice",
    ),
    (
        |edition| context(edition, &[("a:b", &["c"]), ("A:B", &["d"])]),
        "condition key of a check `A:B` is written twice",
    ),
    (
        |edition| context(edition, &[("a:b", &[])]),
        "a condition key and its values",
    ),
    (
        |edition| context(edition, &[("a:b", &["c,d"])]),
        "a condition key and its values",
    ),
    (
        |edition| context(edition, &[("a=b", &["c"])]),
        "a condition key and its values",
    ),
    (
        |edition| context(edition, &[("a:b", &["c d"])]),
        "a word without spaces",
    ),
    (
        |edition| {
            edition.operations[2].arn_parameter = Some(ArnParameter {
                name: "A".into(),
                resource_types: vec!["x".into()],
            })
        },
        "resource type `x` is not defined",
    ),
    (
        |edition| {
            edition.operations[2].arn_parameter = Some(ArnParameter {
                name: "A b".into(),
                resource_types: vec![],
            })
        },
        "a word without spaces",
    ),
    (
        |edition| {
            edition.operations[2].identifiers.push(Identifier {
                resource_type: "x".into(),
                parameter: "A".into(),
            })
        },
        "resource type `x` is not defined",
    ),
    (
        |edition| {
            edition.operations[2].identifiers.push(Identifier {
                resource_type: "cluster".into(),
                parameter: "=".into(),
            })
        },
        "a name without `=`",
    ),
    (
        |edition| edition.operations[2].requires = Some(vec!["A".into(), "a".into()]),
        "required parameter `a` is written twice",
    ),
    (
        |edition| edition.operations[2].requires = Some(vec!["A b".into()]),
        "a word without spaces",
    ),
    (
        |edition| edition.support.as_mut().unwrap().resource_level = false,
        "action `Create` takes resource types, and the service has no resource-level permissions",
    ),
];

fn named(resource_type: &str, parameters: &[&str]) -> On {
    On::Named {
        resource_type: resource_type.into(),
        parameters: parameters.iter().map(ToString::to_string).collect(),
    }
}

fn context(edition: &mut Edition, context: &[(&str, &[&str])]) {
    let values = |values: &[&str]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
    let check = Check {
        context: context
            .iter()
            .map(|(key, list)| (key.to_string(), values(list)))
            .collect(),
        ..Check::new("a:B", Trigger::Always)
    };
    edition.operations[2].checks.push(check);
}

#[test]
fn contradictions_are_refused() {
    for (change, message) in INCONSISTENT {
        let error = checked(change);
        assert_eq!(error.kind(), SourceErrorKind::Inconsistent, "{error}");
        assert!(
            error.to_string().contains(message),
            "expected {message}, found {error}"
        );
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let long = "x".repeat(1025);
    for error in [
        checked(|edition| edition.name.clone_from(&long)),
        checked(|edition| edition.sdk_clients.push(long.clone())),
        checked(|edition| {
            edition.operations[2].checks = (0..1025)
                .map(|number| Check::new(format!("a:B{number}"), Trigger::Always))
                .collect()
        }),
        checked(|edition| {
            edition.actions[2].needs = (0..1025)
                .map(|number| Check::new(format!("a:B{number}"), Trigger::Always))
                .collect()
        }),
    ] {
        assert_eq!(error.kind(), SourceErrorKind::TooLarge, "{error}");
    }
    let mut edition = base();
    edition.name = "x".repeat(1024);
    edition.operations[2].checks = (0..1024)
        .map(|number| Check::new(format!("a:B{number}"), Trigger::Always))
        .collect();
    source::check(&edition).unwrap();
}

#[test]
fn many_rows_of_one_service_take_little_time() {
    let mut edition = Edition::new("x", "2026-01-01".parse().unwrap());
    edition.name = "X".into();
    for number in 0..30_000 {
        edition
            .actions
            .push(source::Action::new(format!("A{number}"), AccessLevel::Read));
        edition.operations.push(Operation {
            name: format!("A{number}"),
            checks: vec![Check::new(format!("x:A{number}"), Trigger::Always)],
            ..Operation::default()
        });
    }
    let text = source::write(&edition);
    let read = source::read_within(&text, usize::MAX);
    assert!(read.is_ok_and(|read| read.operations.len() == 30_000));
    assert!(Catalog::compile(&[edition], &[]).is_ok());
}
