//! `--catalog`: own services and compiled catalogs.

use serde_json::Value;

use crate::catalog::catalog;
use crate::support::{Folder, Run, allow, run, scenario};

const OWN: &str = r#"{"service": "mycache", "date": "2026-01-01", "name": "My cache",
  "resourceTypes": [{"name": "thing", "arnTemplates": ["arn:${Partition}:mycache:${Region}:${Account}:thing/${ThingName}"]}],
  "actions": [{"name": "CreateThing", "accessLevel": "Write", "resourceTypes": [{"name": "thing", "required": true}]},
    {"name": "ListThings", "accessLevel": "List"}]}"#;
const MORE: &str = r#"{"service": "sts", "extends": true, "actions": [{"name": "NewOne", "accessLevel": "Read"}]}"#;
const TEXT: &str = "edition mytext@2026-02-01\nname My text\nas-of 2026-02-01\nin-force 2026-02-01..\n\naction ReadText Read\n";

fn folder() -> Folder {
    Folder::new(&[("own.json", OWN), ("more.json", MORE), ("own.txt", TEXT)])
}

/// Runs a verb with files of the folder.
fn with(folder: &Folder, files: &[&str], arguments: &[&str]) -> Run {
    let files: Vec<String> = files.iter().map(|name| folder.path(name)).collect();
    let mut all = arguments.to_vec();
    for file in &files {
        all.extend(["--catalog", file]);
    }
    run(&all)
}

#[test]
fn own_services_join_extend_and_are_written_in_two_forms() {
    let folder = folder();
    let files = ["own.json", "more.json", "own.txt"];
    let services = with(
        &folder,
        &files,
        &["catalog", "services", "--format", "json"],
    );
    assert_eq!(services.objects().len(), 460, "{}", services.err);
    for action in [
        "mycache:creatething",
        "sts:NewOne",
        "sts:AssumeRole",
        "mytext:ReadText",
    ] {
        let found = with(&folder, &files, &["catalog", "action", action]);
        assert_eq!(found.code, 0, "{found:#?}");
    }
    let arn = "arn:aws:mycache:us-east-1:111122223333:thing/a";
    let found = with(&folder, &files, &["catalog", "resource", arn]);
    assert!(
        found.out.starts_with("resource type   mycache:thing\n"),
        "{found:#?}"
    );
    let diff = [
        "catalog",
        "diff",
        "embedded",
        &folder.path("own.json"),
        "--summary",
    ];
    assert_eq!(run(&diff).code, 1);
}

#[test]
fn questions_are_shaped_by_own_services() {
    let folder = folder();
    let question = scenario("own", "mycache:ListThings", &allow("mycache:List*"));
    folder.write("question.json", question.as_bytes());
    let expecting = question.replacen('{', r#"{"expect": "allowed", "#, 1);
    folder.write("test.json", expecting.as_bytes());
    let file = folder.path("question.json");
    let edition = |run: &Run| run.object()["edition"].clone();
    let found = with(
        &folder,
        &["own.json"],
        &["simulate", &file, "--format", "json"],
    );
    assert_eq!(
        (found.code, edition(&found)),
        (0, "mycache@2026-01-01".into())
    );
    let embedded = run(&["simulate", &file, "--format", "json"]);
    assert_eq!((embedded.code, edition(&embedded)), (0, Value::Null));
    let explained = with(&folder, &["own.json"], &["simulate", &file, "--explain"]);
    assert!(
        explained.out.contains("  catalog    mycache@2026-01-01\n"),
        "{explained:#?}"
    );
    let tested = with(&folder, &["own.json"], &["test", &folder.path("test.json")]);
    assert_eq!(tested.code, 0, "{tested:#?}");
}

#[test]
fn editions_are_compiled() {
    let folder = folder();
    let whole = folder.path("whole.bin");
    let (own, text) = (folder.path("own.json"), folder.path("own.txt"));
    let compiled = catalog(&["compile", &own, &text, "-o", &whole]);
    assert_eq!(compiled.code, 0, "{compiled:#?}");
    assert!(
        compiled
            .out
            .contains(" bytes, 460 services, with mycache@2026-01-01, mytext@2026-02-01: "),
        "{compiled:#?}"
    );
    let few = folder.path("few.bin");
    let only = catalog(&[
        "compile", &own, "--only", "--output", &few, "--format", "json",
    ]);
    let form = only.object();
    assert_eq!(
        (&form["services"], &form["editions"][0]),
        (&1.into(), &"mycache@2026-01-01".into())
    );
    // It takes the place of the embedded one; own services are put into it.
    let services = with(
        &folder,
        &["own.txt", "few.bin"],
        &["catalog", "services", "--format", "json"],
    );
    let names: Vec<Value> = services
        .objects()
        .iter()
        .map(|one| one["service"].clone())
        .collect();
    assert_eq!(names, ["mycache", "mytext"]);
    let diff = catalog(&["diff", "embedded", &whole]);
    assert!(
        diff.out
            .starts_with("+ service  mycache\n+ service  mytext\n"),
        "{diff:#?}"
    );
    let unwritable = catalog(&["compile", &own, "-o", &folder.path("none/whole.bin")]);
    assert_eq!(unwritable.code, 2);
    assert!(
        unwritable
            .err
            .contains("error[unwritable-file]: cannot write"),
        "{unwritable:#?}"
    );
}

/// A file that cannot be used, with the place at fault.
#[track_caller]
fn check(bytes: &[u8], code: &str, place: &str, help: &str) {
    let folder = Folder::new(&[]);
    folder.write("bad", bytes);
    for verb in ["catalog", "simulate", "test"] {
        let arguments: &[&str] = match verb {
            "catalog" => &["catalog", "stats"],
            verb => &[verb, "-"],
        };
        let found = with(&folder, &["bad"], arguments);
        assert_eq!((found.code, found.out.as_str()), (2, ""), "{found:#?}");
        assert!(
            found.err.contains(&format!("error[{code}]: ")),
            "{found:#?}"
        );
        assert!(
            found.err.contains(place) && found.err.contains(help),
            "{found:#?}"
        );
        let machine = with(
            &folder,
            &["bad"],
            &[arguments, &["--format", "json"]].concat(),
        );
        assert_eq!(
            (machine.code, &machine.object()["error"]["code"]),
            (2, &code.into())
        );
    }
}

#[test]
fn what_is_wrong_is_shown_at_its_place() {
    check(
        &OWN.replace("CreateThing", "Create Thing").into_bytes(),
        "edition-inconsistent",
        "bad:3:",
        "^",
    );
    check(
        &OWN.replace("\"actions\"", "\"acitons\"").into_bytes(),
        "edition-form",
        "bad:3:3\n",
        "did you mean `actions`?",
    );
    check(
        br#"{"service": "stss", "extends": true}"#,
        "edition-form",
        "bad:1:13\n",
        "did you mean `sts`?",
    );
    check(b"{\"service\": ", "edition-form", "bad:1:13\n", "");
    check(
        &TEXT.replace(" Read\n", " Reed\n").into_bytes(),
        "edition-form",
        "bad:6:1\n",
        "",
    );
    check(
        b"name: something\n",
        "not-a-catalog",
        "",
        "begins with `edition SERVICE@DATE`",
    );
    check(b"\xff\xfe\x00", "not-a-catalog", "", "");
    check(b"PORTCULLIS-CATALOG\n", "catalog-truncated", "", "");
}

#[test]
fn two_compiled_catalogs_do_not_fit_together() {
    let folder = folder();
    let (own, few) = (folder.path("own.json"), folder.path("few.bin"));
    assert_eq!(catalog(&["compile", &own, "--only", "-o", &few]).code, 0);
    let found = with(&folder, &["few.bin", "few.bin"], &["catalog", "stats"]);
    assert!(
        found.code == 2 && found.err.contains("found a second one"),
        "{found:#?}"
    );
    let missing = with(&folder, &["none.json"], &["catalog", "stats"]);
    assert!(
        missing.code == 2 && missing.err.contains("error[unreadable-file]"),
        "{missing:#?}"
    );
}

#[test]
fn the_schema_is_json() {
    let found = catalog(&["schema"]);
    let schema: Value = serde_json::from_str(&found.out).unwrap();
    assert!(found.code == 0 && schema["$schema"].is_string());
}
