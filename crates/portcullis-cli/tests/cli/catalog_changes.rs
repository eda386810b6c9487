//! `catalog`: editions, and what changed between two of them.

use serde_json::{Value, json};

use crate::catalog::{catalog, check_error, objects};
use crate::support::{Folder, run};

#[test]
fn editions_are_listed() {
    let found = catalog(&["editions", "elasticache"]);
    let table = "\
EDITION                 ACTIONS  TYPES  IN FORCE
elasticache@2015-02-02  40       2      2015-02-02 to 2020-08-13
elasticache@2026-10-24  77       12     since 2026-10-24
";
    assert_eq!((found.code, found.out.as_str()), (0, table));
    let all = objects(&["editions"]);
    assert_eq!(all.len(), 459);
    assert!(
        all.iter()
            .any(|one| one["edition"] == "elasticache@2015-02-02")
    );
}

#[test]
fn an_edition_has_a_page_and_a_text() {
    let page = catalog(&["edition", "elasticache@2015-02-02"]);
    assert!(
        page.out
            .contains("in force        2015-02-02 to 2020-08-13\n"),
        "{page:#?}"
    );
    // The edition of a day is the one in force on it.
    let on_a_day = objects(&["edition", "elasticache@2019-07-01"]);
    assert_eq!(on_a_day[0]["edition"], "elasticache@2015-02-02");
    let text = catalog(&["edition", "elasticache@2015-02-02", "--text"]);
    assert!(
        text.out
            .starts_with("edition elasticache@2015-02-02\nname Amazon ElastiCache\n"),
        "{text:#?}"
    );
    assert_eq!(objects(&["edition", "s3"])[0]["edition"], "s3@2026-10-24");
    check_error(
        &["edition", "elasticache@2022-01-01"],
        "unknown-edition",
        "the editions are",
    );
    check_error(&["edition", "elasticache@x"], "unknown-edition", "");
}

#[test]
fn editions_are_compared() {
    let ids = ["diff", "elasticache@2015-02-02", "elasticache@2026-10-24"];
    let found = catalog(&ids);
    assert_eq!(found.code, 1);
    for line in [
        "+ resource type  usergroup",
        "+ condition key  elasticache:EngineVersion",
        "+ action  elasticache:CreateUser",
        "~ operation  CreateCacheCluster",
    ] {
        let line = line.replace("elasticache:CreateUser", "CreateUser");
        assert!(
            found.out.lines().any(|found| found == line),
            "{line}\n{}",
            found.out
        );
    }
    let counts: Vec<&str> = found.out.lines().rev().take(6).collect();
    assert_eq!(counts[5], "                ADDED  REMOVED  CHANGED");
    assert_eq!(counts[1], "actions         37     0        40");
    let machine = catalog(&[&ids[..], &["--format", "json"]].concat());
    let lines = machine.objects();
    let (summary, changes) = lines.split_last().unwrap();
    assert_eq!(
        summary["summary"]["actions"],
        json!({"added": 37, "removed": 0, "changed": 40})
    );
    let added = json!({"became": "added", "kind": "action", "service": "elasticache", "name": "CreateUser"});
    assert!(changes.contains(&added), "{changes:#?}");
    let types = |one: &&Value| one["name"] == "DeleteCacheCluster" && one["kind"] == "action";
    let changed = changes.iter().find(types).unwrap();
    let facts = changed["facts"].as_array().unwrap();
    assert!(
        facts.iter().any(|fact| fact["fact"] == "resource types"),
        "{changed}"
    );
    let short = catalog(&[&ids[..], &["--summary", "--format", "json"]].concat());
    assert_eq!(short.objects(), std::slice::from_ref(summary));
}

#[test]
fn what_is_the_same_has_no_difference() {
    let same = catalog(&["diff", "elasticache@2026-10-24", "elasticache"]);
    assert_eq!((same.code, same.out.as_str()), (0, "no difference\n"));
    check_error(
        &["diff", "elasticash", "s3"],
        "unknown-service",
        "`elasticache`",
    );
    check_error(
        &["diff", "s3", "s3@1999-01-01"],
        "unknown-edition",
        "the editions are s3@2026-10-24",
    );
    let none = catalog(&["diff", "s3", "./none.json"]);
    assert!(
        none.code == 2 && none.err.contains("error[unreadable-file]"),
        "{none:#?}"
    );
}

#[test]
fn files_are_compared_with_the_catalog() {
    let text = catalog(&["edition", "elasticache", "--text"]).out;
    let retyped = text.replace(
        "key elasticache:MultiAZEnabled Bool",
        "key elasticache:MultiAZEnabled String",
    );
    let without = retyped.replace(
        "action TestMigration Write call\n types replicationgroup*\n",
        "",
    );
    assert_ne!(text, retyped);
    let folder = Folder::new(&[("own.txt", &text), ("changed.txt", &without)]);
    let own = folder.path("own.txt");
    let same = catalog(&["diff", "elasticache", &own]);
    assert_eq!(
        (same.code, same.out.as_str()),
        (0, "no difference\n"),
        "{same:#?}"
    );
    let changed = folder.path("changed.txt");
    let found = run(&["catalog", "diff", &own, &changed, "--format", "json"]);
    let lines = found.objects();
    let key = json!({
        "became": "changed", "kind": "conditionKey", "service": "elasticache", "name": "elasticache:MultiAZEnabled",
        "facts": [{"fact": "types", "removed": ["Bool"], "added": ["String"]}],
    });
    assert!(lines.contains(&key), "{lines:#?}");
    assert_eq!(lines.last().unwrap()["summary"]["retypedConditionKeys"], 1);
    let people = catalog(&["diff", &own, &changed]);
    let key = "~ condition key  elasticache:MultiAZEnabled\n     types  Bool → String\n";
    assert!(people.out.contains(key), "{people:#?}");
}
