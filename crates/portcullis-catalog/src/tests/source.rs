//! The text form: what is malformed, not canonical, inconsistent or refined wrongly is refused, with its place.

use std::format;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::generated;
use crate::source::{
    self, ActionResourceType, ArnParameter, Check, ConditionKey, Dates, Edition, Identifier, On,
    Operation, Parent, Refinement, SourceError, SourceErrorKind, Trigger,
};
use crate::{AccessLevel, Catalog, KeyType};

/// An edition with a line of every kind.
const TEXT: &str = "\
edition mycache@2026-01-01
name My cache
api-version 2015-02-02
service-principal mycache.example.com
sdk mycache mycache-data
supports identity-based resource-level
as-of 2026-01-01
in-force 2026-01-01..2027-01-01
required-as-of 2026-01-02
dependent-as-of 2026-01-03

type cluster
 arn arn:${Partition}:mycache:${Region}:${Account}:cluster/${Name}
 keys mycache:Kind
 operations Create
 primary
 taggable
type \"read replica\"
 arn arn:${Partition}:mycache:${Region}:${Account}:replica/*
 parent cluster redis valkey
 untaggable

key aws:TagKeys ArrayOfString
key mycache:Kind ArrayOfString String

action Create Write
 keys aws:TagKeys
 types \"read replica\"
 type cluster* mycache:Kind
 needs kms:Decrypt
 need iam:PassRole when Role on members Role with iam:PassedToService=mycache.example.com
 since <=2025-01-01
action Get Read call
 types cluster*
 unreferenced
action Sign Read
 permission-only

operation Create
 check mycache:Create always
 check mycache:Create unless Name on named cluster Kind Name
 check mycache:Sign when Kind=1 on any with mycache:Kind=a,b on-behalf
 arn-parameter Arn cluster \"read replica\"
 identifier cluster Name
 requires Name
 since 2025-01-01
operation Old
";

fn text(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "{from}");
    TEXT.replacen(from, to, 1)
}

#[track_caller]
fn refused(from: &str, to: &str) -> SourceError {
    source::read(&text(from, to)).expect_err(to)
}

#[test]
fn the_example_is_canonical_and_consistent() {
    let edition = source::read(TEXT).unwrap();
    source::check(&edition).unwrap();
    assert_eq!(source::write(&edition), TEXT);
    let catalog = Catalog::compile(&[edition], &[]).unwrap();
    assert_eq!(
        source::write(&catalog.service("mycache").unwrap().to_source()),
        TEXT
    );
}

#[test]
fn malformed_lines_are_refused_with_their_number() {
    for (from, to, line, expected) in [
        (
            "edition mycache@2026-01-01",
            "edition mycache",
            1,
            "service@date",
        ),
        (
            "edition mycache@2026-01-01",
            "edition mycache@2026-02-30",
            1,
            "a date as YYYY-MM-DD",
        ),
        (
            "edition mycache@2026-01-01",
            "service mycache",
            1,
            "a keyword of an edition",
        ),
        ("name My cache", "name  My cache\t", 2, "printable words"),
        (
            "api-version 2015-02-02",
            "api-versoin 2015-02-02",
            3,
            "a keyword of an edition",
        ),
        (
            "api-version 2015-02-02",
            "api-version 2015 02",
            3,
            "one version",
        ),
        (
            "service-principal mycache.example.com",
            "service-principal",
            4,
            "one principal",
        ),
        ("sdk mycache mycache-data", "sdk", 5, "at least one word"),
        (
            "supports identity-based",
            "supports everything",
            6,
            "what a service can support",
        ),
        ("as-of 2026-01-01", "as-of 26-01-01", 7, "a date"),
        ("2026-01-01..2027-01-01", "2026-01-01", 8, "date..date"),
        ("2026-01-01..2027-01-01", "2026-01-01..x", 8, "a date"),
        ("required-as-of 2026-01-02", "required-as-of", 9, "a date"),
        (
            "dependent-as-of 2026-01-03",
            " dependent-as-of 2026-01-03",
            10,
            "a record above",
        ),
        (
            "type cluster",
            "type cluster x",
            12,
            "a record with its name",
        ),
        ("type cluster", "type", 12, "a record with its name"),
        (" arn arn:", " arn x arn:", 13, "one template"),
        (" keys mycache:Kind", " keys", 14, "at least one word"),
        (
            " operations Create",
            " operation Create",
            15,
            "a fact of a resource type",
        ),
        (" primary", " primary yes", 16, "no text behind"),
        (" taggable", " taggable no", 17, "no text behind"),
        (
            "type \"read replica\"",
            "type \"read replica",
            18,
            "printable words",
        ),
        (
            "type \"read replica\"",
            "type \"replica\"",
            18,
            "printable words",
        ),
        (" parent cluster redis valkey", " parent", 20, "a name"),
        (
            "key aws:TagKeys ArrayOfString",
            "key aws:TagKeys",
            23,
            "a record with its name",
        ),
        (
            "key aws:TagKeys ArrayOfString",
            "key aws:TagKeys Text",
            23,
            "the types of a condition key",
        ),
        (
            "action Create Write",
            "action Create",
            26,
            "an action with its access level",
        ),
        (
            "action Create Write",
            "action Create Tags",
            26,
            "an access level",
        ),
        (
            "action Create Write",
            "action Create Write operation",
            26,
            "`call` or nothing",
        ),
        (
            " keys aws:TagKeys\n",
            "  keys aws:TagKeys\n",
            27,
            "a fact of an action",
        ),
        (" needs kms:Decrypt", " needs", 30, "at least one word"),
        (
            " need iam:PassRole when Role",
            " need iam:PassRole perhaps",
            31,
            "an action, its trigger",
        ),
        (
            " need iam:PassRole when Role",
            " need iam:PassRole when",
            31,
            "an action, its trigger",
        ),
        (
            "on members Role",
            "on members",
            31,
            "an action, its trigger",
        ),
        ("on members Role", "on all", 31, "an action, its trigger"),
        (
            "with iam:PassedToService=mycache.example.com",
            "with iam:PassedToService",
            31,
            "an action, its trigger",
        ),
        (
            "with iam:PassedToService=mycache.example.com",
            "with",
            31,
            "an action, its trigger",
        ),
        ("since <=2025-01-01", "since yesterday", 32, "a date"),
        (" unreferenced", " unheard", 35, "a fact of an action"),
        (
            " permission-only",
            " permission-only x",
            37,
            "no text behind",
        ),
        (
            "operation Create\n",
            "operation\n",
            39,
            "a record with its name",
        ),
        (
            " check mycache:Create always",
            " check",
            40,
            "an action, its trigger",
        ),
        ("unless Name on", "unless", 41, "an action, its trigger"),
        (
            "on named cluster Kind Name",
            "on named cluster",
            41,
            "an action, its trigger",
        ),
        (
            "a,b on-behalf",
            "a,b on-behalf x",
            42,
            "an action, its trigger",
        ),
        (
            " arn-parameter Arn cluster \"read replica\"",
            " arn-parameter",
            43,
            "a name",
        ),
        (
            " identifier cluster Name",
            " identifier cluster",
            44,
            "a fact of an operation",
        ),
        ("type cluster\n", "type cluster \n", 12, "printable words"),
    ] {
        let error = refused(from, to);
        assert_eq!(error.kind(), SourceErrorKind::Form, "{to}: {error}");
        assert_eq!(error.line(), Some(line), "{to}: {error}");
        let message = error.to_string();
        assert!(
            message.starts_with(&format!("line {line}: expected {expected}")),
            "{to}: {message}"
        );
        assert!(!message.contains('\n'));
    }
    for (from, keyword) in [
        ("edition mycache@2026-01-01\n", "edition"),
        ("as-of 2026-01-01\n", "as-of"),
        ("in-force 2026-01-01..2027-01-01\n", "in-force"),
    ] {
        assert_eq!(
            refused(from, "").to_string(),
            format!("`{keyword}` is missing")
        );
    }
    assert_eq!(
        source::read("").unwrap_err().to_string(),
        "`edition` is missing"
    );
}

#[test]
fn long_and_strange_lines_are_quoted_in_part() {
    let error = source::read(&format!("\u{1b}[2J{}", "x".repeat(100))).unwrap_err();
    let expect = format!(
        "line 1: expected printable words, one space between two of them, found `\\u{{1b}}[2J{}…`",
        "x".repeat(56)
    );
    assert_eq!(error.to_string(), expect);
}

#[test]
fn text_out_of_the_canonical_form_is_refused() {
    for (from, to, line) in [
        ("sdk mycache mycache-data", "sdk mycache-data mycache", 5),
        (
            "identity-based resource-level",
            "resource-level identity-based",
            6,
        ),
        ("type cluster\n", "\ntype cluster\n", 12),
        (" primary\n taggable", " taggable\n primary", 16),
        ("\nkey aws", "key aws", 22),
        (
            "key aws:TagKeys ArrayOfString\nkey mycache:Kind ArrayOfString String",
            "key mycache:Kind ArrayOfString String\nkey aws:TagKeys ArrayOfString",
            23,
        ),
        ("ArrayOfString String", "String ArrayOfString", 24),
        (
            " needs kms:Decrypt\n",
            " need kms:Decrypt unknown on unknown\n",
            30,
        ),
        ("action Get Read call", "action Get Read", 33),
        (
            " requires Name\n since 2025-01-01",
            " since 2025-01-01\n requires Name",
            45,
        ),
        ("operation Old\n", "operation Old", 47),
        ("operation Old\n", "operation Old\r\n", 47),
    ] {
        // The operation that is not written as a call has to be written somewhere.
        let text = text(from, to)
            + if to == "action Get Read" {
                "operation Get\n check mycache:Get always\n"
            } else {
                ""
            };
        match source::read(&text) {
            Err(error) => {
                assert_eq!(error.kind(), SourceErrorKind::NotCanonical, "{to}: {error}");
                assert!(
                    error
                        .line()
                        .is_some_and(|found| found >= line - 1 && found <= line + 1),
                    "{to}: {error}"
                );
            }
            Ok(_) => panic!("{to}"),
        }
    }
    let error = source::read(&(TEXT.to_string() + "\n")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 48: not in canonical form, expected the end of the file"
    );
}

#[test]
fn undated_editions_have_the_dates_of_their_file() {
    let dates = "edition 2026-01-01\nas-of 2026-01-01\nin-force 2026-01-01..2027-01-01\nrequired-as-of 2026-01-02\ndependent-as-of 2026-01-03\n";
    let dates: Dates = source::read_dates(dates).unwrap();
    let dated = source::read(TEXT).unwrap();
    let text = source::write_undated(&dated);
    assert!(text.starts_with("service mycache\nname My cache\n"));
    assert_eq!(source::read_undated(&text, &dates).unwrap(), dated);
    let own = text.replace("\n\ntype cluster", "\nas-of 2026-01-01\n\ntype cluster");
    let error = source::read_undated(&own, &dates).unwrap_err();
    assert_eq!(
        (error.kind(), error.line()),
        (SourceErrorKind::Form, Some(7))
    );
    assert_eq!(
        source::read_undated("name X\n", &dates)
            .unwrap_err()
            .to_string(),
        "`service` is missing"
    );
    assert_eq!(
        source::read_undated(TEXT, &dates).unwrap_err().line(),
        Some(1)
    );
    for (text, message) in [
        ("", "`edition` is missing"),
        ("edition 2026-01-01\n", "`as-of` is missing"),
        (
            "edition 2026-01-01\nas-of 2026-01-01\n",
            "`in-force` is missing",
        ),
        (
            "edition x\n",
            "line 1: expected a date as YYYY-MM-DD, found `edition x`",
        ),
        (
            "edition 2026-01-01\nname X\n",
            "line 2: expected a keyword of an edition, found `name X`",
        ),
        (
            "edition 2026-01-01 x\n",
            "line 1: expected a keyword of an edition, found `edition 2026-01-01 x`",
        ),
    ] {
        assert_eq!(
            source::read_dates(text).unwrap_err().to_string(),
            message,
            "{text}"
        );
    }
}

#[test]
fn retired_actions_are_read_in_order() {
    let rows = source::read_retired(
        "# A comment.\na:B 2020-01-01\nb:A 2021-01-01\nb:c_d.e-f 2021-01-01\n",
    )
    .unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (rows[2].service.as_str(), rows[2].action.as_str()),
        ("b", "c_d.e-f")
    );
    for (text, line) in [
        ("a:B\n", 1),
        ("aB 2020-01-01\n", 1),
        ("a:B 2020-13-01\n", 1),
        ("A:B 2020-01-01\n", 1),
        (":B 2020-01-01\n", 1),
        ("a: 2020-01-01\n", 1),
        ("a:B! 2020-01-01\n", 1),
        ("\n", 1),
        ("b:A 2020-01-01\na:B 2020-01-01\n", 2),
        ("a:B 2020-01-01\na:b 2021-01-01\n", 2),
    ] {
        assert_eq!(
            source::read_retired(text).unwrap_err().line(),
            Some(line),
            "{text}"
        );
    }
}

fn base() -> Edition {
    source::read(TEXT).unwrap()
}

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
    assert!(source::read(&text).is_ok_and(|read| read.operations.len() == 30_000));
    assert!(Catalog::compile(&[edition], &[]).is_ok());
}

fn refined(text: &str) -> Result<Edition, SourceError> {
    let mut edition = base();
    source::refine(&mut edition, &Refinement::read(text)?)?;
    Ok(edition)
}

#[test]
fn refinements_add_what_the_sources_do_not_say() {
    let text = "\
# Where it is from.
refines mycache
api-version 2
service-principal other.example.com
supports resource-based resource-level
type cluster
 operations Get
action Create
 need kms:Decrypt always on any
 since 2024-01-01
operation Create
 check mycache:Create always
 requires Kind
operation Old
 since 2020-01-01
";
    assert_eq!(Refinement::read(text).unwrap().service(), "mycache");
    let edition = refined(text).unwrap();
    assert_eq!(edition.api_version.as_deref(), Some("2"));
    assert_eq!(
        edition.service_principal.as_deref(),
        Some("other.example.com")
    );
    assert!(
        edition
            .support
            .is_some_and(|support| support.resource_based && !support.identity_based)
    );
    let old = base();
    let cluster = &edition.resource_types[0];
    assert_eq!(
        (&cluster.arns, &cluster.condition_keys),
        (
            &old.resource_types[0].arns,
            &old.resource_types[0].condition_keys
        )
    );
    assert_eq!(
        (
            cluster.operations.as_slice(),
            cluster.primary,
            cluster.taggable
        ),
        (&["Get".to_string()][..], false, None)
    );
    let create = &edition.actions[0];
    assert_eq!(
        create
            .needs
            .iter()
            .filter(|need| need.action == "kms:Decrypt" && need.trigger == Trigger::Always)
            .count(),
        1
    );
    assert_eq!(
        (create.needs.len(), &create.resource_types),
        (2, &old.actions[0].resource_types)
    );
    let operation = edition
        .operations
        .iter()
        .find(|row| row.name == "Create")
        .unwrap();
    assert_eq!(
        (operation.checks.len(), operation.requires.clone()),
        (1, Some(vec!["Kind".to_string()]))
    );
    let operation = edition
        .operations
        .iter()
        .find(|row| row.name == "Old")
        .unwrap();
    assert!(operation.checks.is_empty() && operation.since.is_some());
}

#[test]
fn refinements_that_do_not_fit_are_refused() {
    for (text, message) in [
        ("", "`refines` is missing"),
        (
            "edition mycache@2026-01-01\n",
            "line 1: expected a fact that a refinement may add",
        ),
        (
            "refines mycache\nas-of 2026-01-01\n",
            "line 2: expected a fact that a refinement may add",
        ),
        (
            "refines mycache\nkey a:b String\n",
            "line 2: expected a record with its name",
        ),
        (
            "refines mycache\naction Create Write\n",
            "line 2: expected an action with its access level",
        ),
        (
            "refines other\n",
            "expected facts about `mycache`, found facts about `other`",
        ),
        (
            "refines mycache\ntype bucket\n",
            "the edition has no type `bucket` to refine",
        ),
        (
            "refines mycache\naction create\n",
            "the edition has no action `create` to refine",
        ),
        (
            "refines mycache\noperation Sign\n",
            "the edition has no operation `Sign` to refine",
        ),
        (
            "refines mycache\ntype cluster\n arn arn:a:b:c:d:e\n",
            "type `cluster`: ARNs and keys come from the sources",
        ),
        (
            "refines mycache\ntype cluster\n keys mycache:Kind\n",
            "type `cluster`: ARNs and keys come from the sources",
        ),
        (
            "refines mycache\naction Create\n keys mycache:Kind\n",
            "action `Create`: resource types and keys come from the sources",
        ),
        (
            "refines mycache\naction Create\n types cluster\n",
            "action `Create`: resource types and keys come from the sources",
        ),
        (
            "refines mycache\naction Create\n need s3:GetObject always\n",
            "action `Create` has no dependent action `s3:GetObject` to refine",
        ),
        (
            "refines mycache\noperation Create\n check mycache:Get always\n",
            "operation `Create`: the sources do not list `mycache:Get`",
        ),
        (
            "refines mycache\noperation Create\n check mycache:Sign always on-behalf\n",
            "operation `Create`: `mycache:Create` of the sources is left out",
        ),
    ] {
        let error = refined(text).expect_err(text);
        assert!(
            error.to_string().starts_with(message),
            "expected {message}, found {error}"
        );
    }
}

fn lines() -> impl Strategy<Value = String> {
    let words: Vec<&str> = TEXT
        .split([' ', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    let word = prop_oneof![
        proptest::sample::select(words),
        Just(" "),
        Just("\""),
        Just("*"),
        Just("é")
    ];
    let line = proptest::collection::vec(word, 0..5).prop_map(|words| words.join(" "));
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

proptest! {
    /// A damaged edition is refused, or it is an edition whose one text it is; never a panic.
    #[test]
    fn damage_is_refused_or_canonical(place in any::<proptest::sample::Index>(), cut in 0..8_usize, with in "[ a-z:@$\\{\\}0-9\n\"*=<-]{0,6}") {
        let start = place.index(TEXT.len());
        let end = (start + cut).min(TEXT.len());
        let damaged = format!("{}{with}{}", &TEXT[..start], &TEXT[end..]);
        if let Ok(edition) = source::read(&damaged) {
            prop_assert_eq!(source::write(&edition), damaged);
            if source::check(&edition).is_ok() {
                prop_assert_eq!(generated::sorted(edition.clone()), edition);
            }
        }
    }

    #[test]
    fn any_lines_are_read_without_panic(text in lines(), header in any::<bool>()) {
        let text = if header { format!("edition x@2020-01-01\nas-of 2020-01-01\nin-force 2020-01-01..\n\n{text}\n") } else { text };
        if let Ok(edition) = source::read(&text) {
            prop_assert_eq!(source::write(&edition), text.clone());
        }
        let _ = source::read_dates(&text);
        let _ = source::read_retired(&text);
        if let Ok(refinement) = Refinement::read(&text) {
            let mut edition = base();
            let _ = source::refine(&mut edition, &refinement);
        }
    }
}
