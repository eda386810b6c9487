//! The small verbs: `arn`, `schema`, `completions`, `man`, and the version.

use serde_json::Value;

use crate::support::{run, run_with};

#[test]
fn arns_are_taken_apart() {
    let found = run(&["arn", "arn:aws:iam::111122223333:role/team/app"]);
    assert_eq!(found.code, 0);
    assert!(
        found.out.contains("principal      role app, path /team/\n"),
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
        // The verbs below `catalog` are completed as well.
        assert!(found.out.contains("expand"), "{shell}");
    }
    let page = run(&["man"]);
    assert!(
        page.code == 0 && page.out.contains(".TH portcullis 1"),
        "{page:#?}"
    );
    let simulate = run(&["man", "simulate"]);
    assert!(simulate.out.contains("account\\-details"), "{simulate:#?}");
    let catalog = run(&["man", "catalog"]);
    assert!(
        catalog.out.contains("portcullis\\-catalog\\-diff"),
        "{catalog:#?}"
    );
    let diff = run(&["man", "catalog", "diff"]);
    assert!(
        diff.out.contains(".TH portcullis-catalog-diff 1"),
        "{diff:#?}"
    );
    for other in [
        &["man", "other"][..],
        &["man", "catalog", "other"],
        &["man", "arn", "other"],
    ] {
        assert_eq!(run(other).code, 2);
    }
}

#[test]
fn the_version_names_the_catalog() {
    let version = format!(
        "portcullis {} (catalog 2026-10-24, 458 services)\n",
        env!("CARGO_PKG_VERSION")
    );
    let found = run(&["--version"]);
    assert_eq!((found.code, found.out), (0, version));
    let of_a_verb = run(&["simulate", "--version"]);
    assert!(of_a_verb.out.contains("(catalog 2026-10-24, 458 services)"));
}
