//! The small verbs: `arn`, `catalog`, `schema`, `completions`, `man`.

use serde_json::Value;

use crate::support::{run, run_with};

#[test]
fn arns_are_taken_apart() {
    let found = run(&["arn", "arn:aws:iam::111122223333:role/team/app"]);
    assert_eq!(found.code, 0);
    assert!(
        found.out.contains("principal  role app, path /team/\n"),
        "{found:#?}"
    );
    let lines = "arn:aws:elasticache:us-east-1:111122223333:cluster:a\n\n  ec2.amazonaws.com \nnot-an-arn\narn:aws:s3\n";
    let json = run_with(&["arn", "-", "--format", "json"], lines.as_bytes());
    let objects = json.objects();
    assert_eq!((json.code, objects.len()), (2, 4));
    assert_eq!(
        (&objects[0]["resourceType"], &objects[0]["account"]),
        (&"cluster".into(), &"111122223333".into())
    );
    assert_eq!(objects[1]["servicePrincipal"], "ec2.amazonaws.com");
    assert_eq!(
        (&objects[2]["error"]["line"], &objects[2]["error"]["column"]),
        (&4.into(), &1.into())
    );
    assert_eq!(
        (&objects[3]["error"]["line"], &objects[3]["error"]["column"]),
        (&5.into(), &11.into())
    );
    let people = run(&["arn", "arn:aws:s3"]);
    assert_eq!(people.code, 2);
    assert!(
        people.err.contains(" --> <argument>:1:11\n") && people.err.contains("^\n"),
        "{people:#?}"
    );
    assert_eq!(run(&["arn"]).code, 2);
    let bytes = run_with(&["arn", "-"], b"arn:aws:s3:::a\n\xff\xfe\n");
    assert_eq!(bytes.code, 2);
    assert!(bytes.err.contains("error[invalid-utf8]"), "{bytes:#?}");
}

#[test]
fn the_catalog_can_be_looked_into() {
    let services = run(&["catalog", "services", "--format", "json"]);
    assert_eq!(services.code, 0);
    assert!(
        services
            .objects()
            .iter()
            .any(|one| one["service"] == "elasticache")
    );
    let editions = run(&["catalog", "editions"]);
    assert!(
        editions.out.contains("elasticache@2015-02-02")
            && editions.out.contains("elasticache@2026-10-24")
    );
    let action = run(&["catalog", "action", "elasticache:createcachecluster"]);
    assert!(
        action
            .out
            .starts_with("action         elasticache:CreateCacheCluster\n"),
        "{action:#?}"
    );
    let founding = [
        "catalog",
        "actions",
        "elasticache",
        "--format",
        "json",
        "--edition",
        "elasticache@2015-02-02",
    ];
    let founding = run(&founding);
    assert!(
        founding
            .objects()
            .iter()
            .all(|one| one["resourceTypes"] == Value::Array(Vec::new()))
    );
    let today = run(&["catalog", "actions", "elasticache"]);
    assert!(today.out.lines().count() > founding.out.lines().count());
}

#[test]
fn unknown_names_get_the_nearest() {
    let near = |arguments: &[&str], name: &str| {
        let found = run(&[&["catalog"], arguments].concat());
        assert_eq!((found.code, found.out.as_str()), (2, ""));
        assert!(
            found
                .err
                .contains(&format!("help: the nearest known one is `{name}`")),
            "{found:#?}"
        );
    };
    near(&["actions", "elasticash"], "elasticache");
    near(
        &["action", "elasticache:CreateCacheClustr"],
        "CreateCacheCluster",
    );
    let json = run(&["catalog", "action", "nothing", "--format", "json"]);
    assert_eq!(
        (json.code, &json.object()["error"]["code"]),
        (2, &"invalid-action".into())
    );
    assert_eq!(
        run(&["catalog", "actions", "elasticache", "--edition", "x"]).code,
        2
    );
}

#[test]
fn schemas_are_json() {
    for form in ["scenario", "answer"] {
        let found = run(&["schema", form]);
        let schema: Value = serde_json::from_str(&found.out).unwrap();
        assert_eq!((found.code, schema["$schema"].is_string()), (0, true));
    }
    assert_eq!(run(&["schema", "other"]).code, 2);
}

#[test]
fn shells_and_manuals() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let found = run(&["completions", shell]);
        assert!(
            found.code == 0 && found.out.contains("require-resource-account"),
            "{shell}"
        );
    }
    let page = run(&["man"]);
    assert!(
        page.code == 0 && page.out.contains(".TH portcullis 1"),
        "{page:#?}"
    );
    let simulate = run(&["man", "simulate"]);
    assert!(simulate.out.contains("account\\-details"), "{simulate:#?}");
    assert_eq!(run(&["man", "other"]).code, 2);
}
