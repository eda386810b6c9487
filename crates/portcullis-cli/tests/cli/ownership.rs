//! `ownership`: recording, asking, listing and verifying; and ledgers as an option of the other verbs.

use serde_json::Value;

use crate::support::{Folder, Run, allow, run, run_with};

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const BOB: &str = "arn:aws:iam::444455556666:user/bob";

/// Runs a verb of a ledger.
fn ownership(verb: &str, ledger: &str, arguments: &[&str]) -> Run {
    run(&[&["ownership", verb, ledger], arguments].concat())
}

#[track_caller]
fn record(ledger: &str, arguments: &[&str]) -> Run {
    let found = ownership("record", ledger, arguments);
    assert_eq!(found.code, 0, "{found:#?}");
    found
}

/// A ledger: Alice has a bucket and a cluster, Bob an object in the bucket that he deletes again, and the bucket's name afterwards.
fn ledger(folder: &Folder) -> String {
    let path = folder.path("owners.jsonl");
    let lines = format!(
        r#"{{"time":"2026-03-01T12:00:00Z","event":"created","arn":"arn:aws:s3:::bucket","creator":"{ALICE}","objectOwnership":"ObjectWriter"}}
{{"time":"2026-03-01T12:00:00Z","event":"created","arn":"arn:aws:elasticache:us-east-2:111122223333:cluster:c","creator":"{ALICE}","engine":"redis"}}
{{"time":"2026-03-02T12:00:00Z","event":"created","arn":"arn:aws:s3:::bucket/k","creator":"{BOB}"}}

{{"time":"2026-03-03T12:00:00.250Z","event":"deleted","arn":"arn:aws:s3:::bucket/k"}}
{{"time":"2026-03-03T12:00:00.250Z","event":"deleted","arn":"arn:aws:s3:::bucket"}}
{{"time":"2026-03-04T12:00:00Z","event":"created","arn":"arn:aws:s3:::bucket","creator":"{BOB}","objectOwnership":"BucketOwnerEnforced"}}
"#
    );
    folder.write("changes.jsonl", lines.as_bytes());
    record(&path, &["--from", &folder.path("changes.jsonl")]);
    path
}

#[test]
fn a_change_is_recorded_and_told() {
    let folder = Folder::new(&[]);
    let path = folder.path("owners.jsonl");
    let found = record(
        &path,
        &[
            "create",
            "arn:aws:elasticache:us-east-2:111122223333:cluster:c",
            "--creator",
            BOB,
            "--via-role",
            "arn:aws:iam::111122223333:role/CacheAdmin",
            "--engine",
            "redis",
            "--time",
            "2026-03-01T13:00:00+01:00",
        ],
    );
    assert_eq!(
        found.out,
        "entry 1: created arn:aws:elasticache:us-east-2:111122223333:cluster:c, owned by 111122223333\n"
    );
    let snapshot = [
        "create",
        "arn:aws:elasticache:us-east-2:111122223333:snapshot:s",
        "--creator",
        ALICE,
        "--parent",
        "arn:aws:elasticache:us-east-2:111122223333:cluster:c",
        "--format",
        "json",
    ];
    let entry = record(&path, &snapshot).object();
    assert_eq!(
        (&entry["sequence"], &entry["owner"]),
        (&2.into(), &"111122223333".into())
    );
    assert!(
        entry["time"].is_string(),
        "the clock is read where no time is given"
    );
    let deleted = record(
        &path,
        &[
            "delete",
            "arn:aws:elasticache:us-east-2:111122223333:snapshot:s",
        ],
    );
    assert_eq!(
        deleted.out,
        "entry 3: deleted arn:aws:elasticache:us-east-2:111122223333:snapshot:s\n"
    );
}

#[test]
fn roles_are_assumed_by_principals() {
    let folder = Folder::new(&[]);
    let path = folder.path("owners.jsonl");
    let create = |creator: &str, role: &str| {
        let arguments = ["create", "arn:aws:s3:::b", "--creator", creator];
        let role = ["--via-role", role, "--format", "json"];
        ownership("record", &path, &[arguments, role].concat())
    };
    let session = "arn:aws:sts::111122223333:assumed-role/app/bob";
    assert_eq!(create("*", session).code, 2);
    assert_eq!(create("logging.s3.amazonaws.com", session).code, 2);
    assert_eq!(create(BOB, ALICE).code, 2);
    let entry = create(BOB, session).object();
    let told = ["creator", "assumedBy", "owner"].map(|name| entry[name].as_str().unwrap());
    assert_eq!(told, [session, BOB, "111122223333"]);
}

#[test]
fn what_the_rules_refuse_is_not_recorded() {
    let folder = Folder::new(&[]);
    let path = folder.path("owners.jsonl");
    let snapshot = "arn:aws:elasticache:us-east-2:111122223333:snapshot:s";
    let found = ownership("record", &path, &["create", snapshot, "--creator", ALICE]);
    assert_eq!((found.code, found.out.as_str()), (1, ""));
    assert_eq!(
        found.err,
        "error[parent-missing]: expected a parent of the subresource, found \
         `arn:aws:elasticache:us-east-2:111122223333:snapshot:s`\n \
         |\n = help: name the existing resource that it is created from\n"
    );
    assert!(
        !std::path::Path::new(&path).exists(),
        "no ledger is left behind"
    );
    let path = ledger(&folder);
    let before = std::fs::read(&path).unwrap();
    for (arguments, code, status) in [
        (
            ["create", "arn:aws:s3:::bucket", "--creator", ALICE].as_slice(),
            "arn-already-live",
            1,
        ),
        (
            &["create", "arn:aws:s3:::other", "--creator", "*"],
            "creator-without-account",
            1,
        ),
        (&["delete", "arn:aws:s3:::other"], "not-found", 1),
        (
            &[
                "delete",
                "arn:aws:s3:::bucket",
                "--time",
                "2026-03-01T00:00:00Z",
            ],
            "time-goes-back",
            2,
        ),
    ] {
        let found = ownership(
            "record",
            &path,
            &[arguments, &["--format", "json"]].concat(),
        );
        assert_eq!(found.code, status, "{found:#?}");
        assert_eq!(found.object()["error"]["code"], code);
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn changes_from_a_file_are_recorded_together_or_not_at_all() {
    let folder = Folder::new(&[]);
    let path = ledger(&folder);
    let before = std::fs::read(&path).unwrap();
    let lines = "{\"event\":\"deleted\",\"arn\":\"arn:aws:s3:::bucket\"}\n\n{\"event\":\"deleted\",\"arn\":\"arn:aws:s3:::bucket\"}\n";
    let found = run_with(
        &["ownership", "record", &path, "--from", "-"],
        lines.as_bytes(),
    );
    assert_eq!(found.code, 1, "{found:#?}");
    assert!(
        found.err.starts_with("error[not-found]: expected a live resource, found `arn:aws:s3:::bucket`\n --> <stdin>:3:1\n"),
        "{found:#?}"
    );
    let lines = "{\"event\":\"made\",\"arn\":\"arn:aws:s3:::bucket\"}\nnonsense\n\u{fffd}\n";
    let found = run_with(
        &[
            "ownership",
            "record",
            &path,
            "--from",
            "-",
            "--format",
            "json",
        ],
        lines.as_bytes(),
    );
    let errors: Vec<(Value, Value)> = found
        .objects()
        .iter()
        .map(|one| (one["error"]["line"].clone(), one["error"]["code"].clone()))
        .collect();
    let expected = [
        (1.into(), "invalid-value".into()),
        (2.into(), "malformed-entry".into()),
        (3.into(), "malformed-entry".into()),
    ];
    assert_eq!((found.code, errors.as_slice()), (2, expected.as_slice()));
    let nothing = run_with(&["ownership", "record", &path, "--from", "-"], b"\n");
    assert_eq!(nothing.code, 2);
    assert!(
        nothing
            .err
            .contains("expected changes in `<stdin>`, found none")
    );
    assert_eq!(
        ownership("record", &path, &["--from", &folder.path("none.jsonl")]).code,
        2
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(ownership("record", &path, &[]).code, 2);
    let both = ["--from", "-", "delete", "arn:aws:s3:::bucket"];
    assert_eq!(ownership("record", &path, &both).code, 2);
}

#[test]
fn long_imports_are_told_by_their_last_entry() {
    let folder = Folder::new(&[]);
    let path = folder.path("owners.jsonl");
    let lines: String = (0..3_000)
        .map(|number| {
            format!("{{\"event\":\"created\",\"arn\":\"arn:aws:s3:::bucket-{number}\",\"creator\":\"{ALICE}\"}}\n")
        })
        .collect();
    let found = run_with(
        &["ownership", "record", &path, "--from", "-"],
        lines.as_bytes(),
    );
    assert_eq!(
        found.out,
        "… 2999 more\nentry 3000: created arn:aws:s3:::bucket-2999, owned by 111122223333\n"
    );
    let listed = ownership("list", &path, &["--format", "json"]);
    assert_eq!(listed.objects().len(), 3_000);
}

#[test]
fn owners_are_those_of_the_time() {
    let folder = Folder::new(&[]);
    let path = ledger(&folder);
    let found = ownership("owner", &path, &["arn:aws:s3:::bucket"]);
    assert_eq!(
        (found.code, found.out.as_str()),
        (
            0,
            "resource  arn:aws:s3:::bucket\n\
             owner     444455556666\n\
             creator   arn:aws:iam::444455556666:user/bob\n\
             created   2026-03-04T12:00:00Z\n"
        )
    );
    for (arn, time, owner) in [
        ("arn:aws:s3:::bucket", "2026-03-01T11:59:59.999Z", None),
        (
            "arn:aws:s3:::bucket",
            "2026-03-01T12:00:00Z",
            Some("111122223333"),
        ),
        (
            "arn:aws:s3:::bucket",
            "2026-03-03T12:00:00.249Z",
            Some("111122223333"),
        ),
        ("arn:aws:s3:::bucket", "2026-03-03T12:00:00.250Z", None),
        (
            "arn:aws:s3:::bucket",
            "2030-01-01T00:00:00Z",
            Some("444455556666"),
        ),
        (
            "arn:aws:s3:::bucket/k",
            "2026-03-02T12:00:00Z",
            Some("444455556666"),
        ),
        // Whoever uploads it into the bucket of that time, it belongs to the bucket's owner.
        ("arn:aws:s3:::bucket/other", "2026-03-02T12:00:00Z", None),
        (
            "arn:aws:s3:::bucket/other",
            "2026-03-04T12:00:00Z",
            Some("444455556666"),
        ),
    ] {
        let found = ownership("owner", &path, &[arn, "--at", time, "--format", "json"]);
        assert_eq!(found.object()["owner"].as_str(), owner, "{arn} {time}");
        assert_eq!(found.code, i32::from(owner.is_none()), "{arn} {time}");
    }
    let arguments = ["arn:aws:s3:::bucket", "--at", "2026-03-03T18:00:00Z"];
    let missing = ownership("owner", &path, &arguments);
    assert_eq!((missing.code, missing.out.as_str()), (1, ""));
    assert!(
        missing.err.contains("help: it lived at other times"),
        "{missing:#?}"
    );
    assert_eq!(ownership("owner", &path, &["bucket"]).code, 2);
    assert_eq!(
        ownership("owner", &path, &["arn:aws:s3:::b", "--at", "now"]).code,
        2
    );
}

#[test]
fn lists_are_aligned_and_filtered() {
    let folder = Folder::new(&[]);
    let path = ledger(&folder);
    assert_eq!(
        ownership("list", &path, &[]).out,
        "OWNER         CREATED               ARN                                                   CREATOR\n\
         111122223333  2026-03-01T12:00:00Z  arn:aws:elasticache:us-east-2:111122223333:cluster:c  arn:aws:iam::111122223333:user/alice\n\
         444455556666  2026-03-04T12:00:00Z  arn:aws:s3:::bucket                                   arn:aws:iam::444455556666:user/bob\n"
    );
    let arns = |arguments: &[&str]| -> Vec<String> {
        let found = ownership("list", &path, &[arguments, &["--format", "json"]].concat());
        assert_eq!(found.code, 0, "{found:#?}");
        let objects = found.objects();
        let arns = objects.iter().map(|one| one["arn"].as_str().unwrap());
        arns.map(|arn| arn.rsplit(':').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(arns(&["--account", "444455556666"]), ["bucket"]);
    assert_eq!(arns(&["--creator", ALICE]), ["c"]);
    assert_eq!(
        arns(&["--at", "2026-03-02T18:00:00Z"]),
        ["c", "bucket", "bucket/k"]
    );
    assert_eq!(
        arns(&["--at", "2026-03-02T18:00:00Z", "--account", "444455556666"]),
        ["bucket/k"]
    );
    assert!(arns(&["--account", "999988887777"]).is_empty());
    assert_eq!(arns(&["--history"]).len(), 6);
    assert_eq!(arns(&["--history", "--creator", BOB]).len(), 3);
    assert_eq!(
        arns(&["--history", "--at", "2026-03-02T12:00:00Z"]).len(),
        3
    );
    let history = ownership("list", &path, &["--history", "--account", "444455556666"]);
    assert_eq!(
        history.out,
        "ENTRY  TIME                      EVENT    OWNER         ARN                    CREATOR\n\
         3      2026-03-02T12:00:00Z      created  444455556666  arn:aws:s3:::bucket/k  arn:aws:iam::444455556666:user/bob\n\
         4      2026-03-03T12:00:00.250Z  deleted  444455556666  arn:aws:s3:::bucket/k  arn:aws:iam::444455556666:user/bob\n\
         6      2026-03-04T12:00:00Z      created  444455556666  arn:aws:s3:::bucket    arn:aws:iam::444455556666:user/bob\n"
    );
}

#[test]
fn what_one_ledger_lists_another_takes() {
    let folder = Folder::new(&[]);
    let path = ledger(&folder);
    let history = ownership("list", &path, &["--history", "--format", "json"]).out;
    let copy = folder.path("copy.jsonl");
    let found = run_with(
        &["ownership", "record", &copy, "--from", "-"],
        history.as_bytes(),
    );
    assert_eq!(found.code, 0, "{found:#?}");
    let head =
        |path: &str| ownership("verify", path, &["--format", "json"]).object()["head"].clone();
    assert_eq!(head(&copy), head(&path));
    // An owner that does not follow from the creator is refused.
    let forged = history.replacen(
        "\"owner\":\"111122223333\"",
        "\"owner\":\"999988887777\"",
        1,
    );
    let other = folder.path("other.jsonl");
    let found = run_with(
        &["ownership", "record", &other, "--from", "-"],
        forged.as_bytes(),
    );
    assert_eq!(found.code, 1);
    assert!(found.err.contains("error[owner-differs]"), "{found:#?}");
}

#[test]
fn a_ledger_is_verified() {
    let folder = Folder::new(&[]);
    let path = ledger(&folder);
    let found = ownership("verify", &path, &[]);
    assert_eq!(found.code, 0, "{found:#?}");
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "✓ verified",
            "entries         6",
            "live resources  2",
            "times           2026-03-01T12:00:00Z to 2026-03-04T12:00:00Z"
        ]
    );
    assert!(lines[4].starts_with("head            ") && lines[4].len() == 16 + 64);
    let bytes = std::fs::read(&path).unwrap();
    let check = |bytes: &[u8], code: &str, status: i32| {
        folder.write("damaged.jsonl", bytes);
        let damaged = folder.path("damaged.jsonl");
        for verb in ["verify", "list"] {
            let found = ownership(verb, &damaged, &["--format", "json"]);
            assert_eq!(found.object()["error"]["code"], code, "{found:#?}");
            let expected = if verb == "verify" { status } else { 2 };
            assert_eq!(found.code, expected, "{verb} {code}");
        }
    };
    check(&bytes[..bytes.len() - 1], "ledger-truncated", 1);
    let mut flipped = bytes.clone();
    let at = bytes.len() - 100;
    flipped[at] ^= 1;
    check(&flipped, "ledger-damaged", 1);
    check(b"{}\n", "not-a-ledger", 2);
    folder.write(
        "unfinished.jsonl",
        &[&bytes, b"{\"chain\":".as_slice()].concat(),
    );
    let found = ownership("verify", &folder.path("unfinished.jsonl"), &[]);
    assert_eq!(found.code, 0);
    assert!(
        found.out.contains("9 bytes at the end are no entry"),
        "{found:#?}"
    );
    assert_eq!(ownership("verify", &folder.path("none"), &[]).code, 2);
}

/// Alice, to whom everything is allowed by an identity-based policy, reads an object.
fn question(expect: &str) -> String {
    format!(
        r#"{{"id": "read", "request": {{"principal": "{ALICE}", "action": "s3:GetObject", "resource": "arn:aws:s3:::bucket/k"}}, "policies": {{"identity": [{{"name": "all", "document": {}}}]}}, "expect": "{expect}"}}"#,
        allow("s3:*")
    )
}

#[test]
fn questions_are_answered_with_a_ledger() {
    let folder = Folder::new(&[]);
    let path = ledger(&folder);
    let simulate = |arguments: &[&str]| {
        let arguments = [&["simulate", "-", "--format", "json"], arguments].concat();
        let answer = run_with(&arguments, question("allowed").as_bytes()).object();
        let assumed = answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["code"] == "owner-assumed");
        (answer["sameAccount"].as_bool().unwrap(), assumed)
    };
    assert_eq!(simulate(&[]), (true, true));
    // Bob's bucket enforces its owner now; before, nothing is known of the object but while it lived.
    assert_eq!(simulate(&["--ledger", &path]), (false, false));
    let at = |time: &str| simulate(&["--ledger", &path, "--now", time]);
    assert_eq!(at("2026-03-01T18:00:00Z"), (true, true));
    assert_eq!(at("2026-03-02T18:00:00Z"), (false, false));
    assert_eq!(at("2026-03-04T18:00:00Z"), (false, false));
    let code = |arguments: &[&str], expect: &str| {
        let arguments = [&["test", "-"], arguments].concat();
        run_with(&arguments, question(expect).as_bytes()).code
    };
    assert_eq!(code(&[], "allowed"), 0);
    assert_eq!(code(&["--ledger", &path], "allowed"), 1);
    assert_eq!(code(&["--ledger", &path], "implicitDeny"), 0);
    for verb in ["simulate", "test"] {
        let none = folder.path("none");
        let arguments = [verb, "-", "--ledger", &none];
        let found = run_with(&arguments, question("allowed").as_bytes());
        assert_eq!(found.code, 2, "{found:#?}");
        assert!(found.err.contains("error[ledger-not-found]"), "{found:#?}");
    }
}
