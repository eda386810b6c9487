//! Questions typed by hand: every option, and clear errors about arguments.

use crate::support::{Folder, Run, run, run_with};

const ALLOW_ALL: &str = r#"{"Version": "2012-10-17", "Statement": {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
const DENY_ALL: &str = r#"{"Version": "2012-10-17", "Statement": {"Sid": "Stop", "Effect": "Deny", "Action": "*", "Resource": "*"}}"#;
const RESOURCE: &str = r#"{"Version": "2012-10-17", "Statement": {"Sid": "Bucket", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}}"#;
const ENDPOINT: &str = r#"{"Version": "2012-10-17", "Statement": {"Sid": "Way", "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}}"#;
const RCP: &str = r#"{"Version": "2012-10-17", "Statement": {"Sid": "Perimeter", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}"#;
const CONDITIONAL: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "env"]}, "Null": {"aws:TagKeys": "false"}, "StringEquals": {"aws:username": "alice"}}}}"#;

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/app/one";
const OBJECT: &str = "arn:aws:s3:::b/k";

fn folder() -> Folder {
    Folder::new(&[
        ("allow.json", ALLOW_ALL),
        ("deny.json", DENY_ALL),
        ("resource.json", RESOURCE),
        ("endpoint.json", ENDPOINT),
        ("rcp.json", RCP),
        ("conditional.json", CONDITIONAL),
        (
            "parameters.json",
            r#"{"CacheClusterId": "a", "Tags": [{"Key": "a", "Value": "b"}]}"#,
        ),
    ])
}

/// Asks whether a principal may read an object of its account; `@name` stands for a file of the folder.
fn ask(folder: &Folder, principal: &str, options: &[&str]) -> Run {
    let options: Vec<String> = options
        .iter()
        .map(|option| {
            let files = option.split(',').map(|part| match part.strip_prefix('@') {
                Some(name) => folder.path(name),
                None => part.to_owned(),
            });
            files.collect::<Vec<_>>().join(",")
        })
        .collect();
    let mut arguments = vec![
        "simulate",
        "--format",
        "json",
        "--principal",
        principal,
        "--resource",
        OBJECT,
        "--resource-account",
        "111122223333",
    ];
    if !options.iter().any(|option| option == "--operation") {
        arguments.extend(["--action", "s3:GetObject"]);
    }
    arguments.extend(options.iter().map(String::as_str));
    run(&arguments)
}

#[track_caller]
fn check(principal: &str, options: &[&str], decision: &str, reason: &str) {
    let found = ask(&folder(), principal, options);
    let object = found.object();
    assert_eq!(
        (&object["decision"], &object["reason"]),
        (&decision.into(), &reason.into()),
        "{object}"
    );
    assert_eq!(found.code, i32::from(decision != "allowed"));
}

#[test]
fn every_layer_has_an_option() {
    check(ALICE, &[], "implicitDeny", "identity");
    check(ALICE, &["--policy", "@allow.json"], "allowed", "identity");
    check(
        ALICE,
        &["--policy", "@allow.json", "--policy", "@deny.json"],
        "explicitDeny",
        "identity",
    );
    check(
        ALICE,
        &["--policy", "@allow.json", "--boundary", "@conditional.json"],
        "implicitDeny",
        "permissionsBoundary",
    );
    check(
        SESSION,
        &["--policy", "@allow.json", "--session", "@deny.json"],
        "explicitDeny",
        "session",
    );
    check(
        ALICE,
        &["--resource-policy", "@resource.json"],
        "allowed",
        "resource",
    );
    check(
        ALICE,
        &["--policy", "@allow.json", "--endpoint", "@endpoint.json"],
        "allowed",
        "identity",
    );
    check(
        ALICE,
        &["--policy", "@allow.json", "--endpoint", "@rcp.json"],
        "explicitDeny",
        "vpcEndpoint",
    );
    check(
        ALICE,
        &["--policy", "@allow.json", "--rcp", "@rcp.json"],
        "explicitDeny",
        "rcp",
    );
}

#[test]
fn levels_are_separated_by_options_and_files_by_commas() {
    let with = ["--policy", "@allow.json"];
    let scp = |levels: &[&'static str]| {
        let mut options = with.to_vec();
        for level in levels {
            options.extend(["--scp", level]);
        }
        options
    };
    check(
        ALICE,
        &scp(&["@allow.json", "@allow.json"]),
        "allowed",
        "identity",
    );
    check(
        ALICE,
        &scp(&["@allow.json", "@allow.json,@deny.json"]),
        "explicitDeny",
        "scp",
    );
    // Each level has to allow; one without policies allows nothing.
    check(
        ALICE,
        &scp(&["@allow.json", "@conditional.json"]),
        "implicitDeny",
        "scp",
    );
    check(ALICE, &scp(&["@allow.json", ""]), "implicitDeny", "scp");
    let found = ask(
        &folder(),
        ALICE,
        &scp(&["@allow.json", "@allow.json,@deny.json"]),
    );
    assert_eq!(found.object()["matched"][0]["target"], "level 2");
}

#[test]
fn a_context_key_given_again_has_several_values() {
    let with = |context: &[&'static str]| {
        let mut options = vec!["--policy", "@conditional.json"];
        for pair in context {
            options.extend(["--context", pair]);
        }
        options
    };
    check(
        ALICE,
        &with(&["aws:TagKeys=team", "AWS:tagkeys=env"]),
        "allowed",
        "identity",
    );
    check(
        ALICE,
        &with(&["aws:TagKeys=team", "aws:TagKeys=cost"]),
        "implicitDeny",
        "identity",
    );
    check(
        ALICE,
        &with(&["aws:TagKeys=team", "aws:username=bob"]),
        "implicitDeny",
        "identity",
    );
    let mut complete = with(&["aws:TagKeys=team"]);
    complete.push("--context-complete");
    check(ALICE, &complete, "implicitDeny", "identity");
    assert_eq!(
        ask(&folder(), ALICE, &complete).object()["missingContextKeys"][0],
        "aws:username"
    );
}

/// Asks for an operation with parameters.
fn operate(folder: &Folder, parameters: &str) -> Run {
    let policy = folder.path("allow.json");
    let cluster = "arn:aws:elasticache:us-east-1:111122223333:cluster:a";
    let question = [
        "--principal",
        ALICE,
        "--operation",
        "elasticache:CreateCacheCluster",
    ];
    let rest = [
        "--parameters",
        parameters,
        "--resource",
        cluster,
        "--policy",
        &policy,
    ];
    run(&[&["simulate", "--format", "json"], &question[..], &rest[..]].concat())
}

#[test]
fn parameters_are_given_or_in_a_file() {
    let folder = folder();
    let file = folder.path("parameters.json");
    for parameters in [file.as_str(), r#"{"CacheClusterId": "a", "Tags": []}"#] {
        let found = operate(&folder, parameters);
        let object = found.object();
        assert_eq!(
            (found.code, &object["decision"]),
            (0, &"allowed".into()),
            "{object}"
        );
        let checks = object["checks"].as_array().unwrap();
        let tags = "elasticache:AddTagsToResource";
        assert!(
            checks.iter().any(|check| check["action"] == tags),
            "{object}"
        );
    }
    assert_eq!(
        operate(&folder, "[1]").object()["error"]["code"],
        "unreadable-file"
    );
    let found = operate(&folder, "{\"Tags\": \n x}");
    let error = &found.object()["error"];
    assert_eq!(
        (found.code, &error["line"], &error["column"]),
        (2, &2.into(), &2.into())
    );
}

#[test]
fn parameters_come_from_standard_input_and_from_files_with_a_mark() {
    let folder = folder();
    let policy = folder.path("allow.json");
    let cluster = "arn:aws:elasticache:us-east-1:111122223333:cluster:a";
    let file = format!("@{}", folder.path("parameters.json"));
    let actions = |run: &Run| -> Vec<String> {
        let object = run.object();
        let checks = object["checks"].as_array().unwrap();
        let actions = checks
            .iter()
            .map(|check| check["action"].as_str().unwrap().to_owned());
        actions.collect()
    };
    for parameters in [file.as_str(), "-"] {
        let question = [
            "--principal",
            ALICE,
            "--operation",
            "elasticache:CreateCacheCluster",
        ];
        let rest = [
            "--parameters",
            parameters,
            "--resource",
            cluster,
            "--policy",
            &policy,
        ];
        let arguments = [&["simulate", "--format", "json"], &question[..], &rest[..]].concat();
        let found = run_with(&arguments, br#"{"Tags": []}"#);
        assert_eq!(
            actions(&found),
            [
                "elasticache:AddTagsToResource",
                "elasticache:CreateCacheCluster"
            ],
            "{found:#?}"
        );
    }
}

#[test]
fn people_see_every_check_of_an_operation_and_what_is_left_open() {
    let policy = folder();
    let policy = policy.path("allow.json");
    let ask = |operation: &str, rest: &[&str]| {
        let question = [
            "--principal",
            ALICE,
            "--policy",
            &policy,
            "--operation",
            operation,
        ];
        run(&[&["simulate"], &question[..], rest].concat())
    };
    let cluster = "arn:aws:elasticache:us-east-1:111122223333:cluster:a";
    let found = ask("elasticache:CreateCacheCluster", &["--resource", cluster]);
    let open = "  ? not decided   `ec2:CreateNetworkInterface` may be needed as well: what triggers it is not known\n";
    let one = "\n  ✓ allowed       elasticache:CreateCacheCluster on arn:aws:elasticache:us-east-1:111122223333:cluster:a\n";
    assert!(
        found.out.contains(one) && found.out.contains(open),
        "{found:#?}"
    );
    assert!(
        !found.err.contains("ec2:CreateNetworkInterface"),
        "{found:#?}"
    );
    let explained = ask(
        "elasticache:CreateCacheCluster",
        &["--resource", cluster, "--explain"],
    );
    assert!(
        explained.out.contains(one) && explained.out.contains(open),
        "{explained:#?}"
    );
    assert!(
        explained
            .out
            .contains("  catalog    elasticache@2026-10-24\n"),
        "{explained:#?}"
    );
    // That nothing is known of an operation is no answer.
    let unknown = ask("elasticache:PrepareMigration", &["--resource", "*"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(
        unknown.err.contains("error[unknown-operation]"),
        "{unknown:#?}"
    );
    let near = ask("elasticache:CreateCacheClustr", &["--resource", "*"]);
    assert!(near.err.contains("`CreateCacheCluster`"), "{near:#?}");
}

#[test]
fn what_has_no_resource_level_permissions_needs_no_resource() {
    let folder = folder();
    let policy = folder.path("allow.json");
    let ask = |asked: &[&str]| {
        let question = [
            "simulate",
            "--principal",
            ALICE,
            "--policy",
            &policy,
            "--format",
            "json",
        ];
        run(&[&question[..], asked].concat())
    };
    for asked in [
        ["--operation", "lambda:ListFunctions"],
        ["--action", "lambda:ListFunctions"],
    ] {
        let found = ask(&asked);
        assert_eq!(
            (found.code, &found.object()["decision"]),
            (0, &"allowed".into())
        );
    }
    for asked in [
        ["--operation", "lambda:GetFunction"],
        ["--action", "lambda:GetFunction"],
        ["--operation", "elasticache:PrepareMigration"],
        ["--action", "nothing:Known"],
    ] {
        let found = ask(&asked);
        assert_eq!(found.code, 2);
        assert!(
            found.err.contains("a question needs --resource"),
            "{found:#?}"
        );
    }
}

#[test]
fn sessions_credentials_and_endpoints() {
    let issuer = "arn:aws:iam::111122223333:role/team/app";
    let allowed = |principal: &str, options: &[&str]| {
        check(
            principal,
            &[&["--policy", "@allow.json"], options].concat(),
            "allowed",
            "identity",
        );
    };
    allowed(SESSION, &["--session-issuer", issuer]);
    allowed(ALICE, &["--credentials", "sessionToken"]);
    allowed(
        ALICE,
        &[
            "--endpoint",
            "@endpoint.json",
            "--endpoint-kind",
            "interface",
        ],
    );
    let other = ["--session-issuer", "arn:aws:iam::111122223333:role/other"];
    let refused = ask(&folder(), SESSION, &other);
    assert_eq!(refused.object()["error"]["code"], "invalid-session-issuer");
}

#[test]
fn several_resources_are_checks_of_their_own() {
    let folder = Folder::new(&[(
        "some.json",
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/k"}}"#,
    )]);
    let found = ask(
        &folder,
        ALICE,
        &[
            "--policy",
            "@some.json",
            "--resource",
            "arn:aws:s3:::b/other",
        ],
    );
    let object = found.object();
    assert_eq!(
        object["checks"].as_array().map(Vec::len),
        Some(2),
        "{object}"
    );
    assert_eq!(object["decision"], "implicitDeny");
}

/// An error about an argument, with what stands in its place.
#[track_caller]
fn check_error(principal: &str, options: &[&str], code: &str, file: &str, column: u64) {
    let found = ask(&folder(), principal, options);
    let object = found.object();
    let error = &object["error"];
    assert_eq!(
        (found.code, &error["code"], &error["file"], &error["column"]),
        (2, &code.into(), &file.into(), &column.into()),
        "{object}"
    );
}

#[test]
fn errors_point_into_arguments() {
    let principal = |principal: &str, column| {
        check_error(principal, &[], "invalid-principal", "--principal", column);
    };
    principal("arn:aws:iam::1111:user/alice", 14);
    principal("arn:aws:iam::111122223333:user/a*", 32);
    principal("nobody", 1);
    for (option, value, code, column) in [
        ("--resource", "arn:aws:s3", "invalid-resource", 11),
        ("--context", "aws:SourceIp", "invalid-context-value", 1),
        ("--context", "=x", "invalid-context-key", 1),
        ("--edition", "tomorrow", "unknown-edition", 1),
        ("--session-issuer", ALICE, "invalid-session-issuer", 1),
    ] {
        check_error(ALICE, &[option, value], code, option, column);
    }
}

#[test]
fn errors_point_into_files() {
    for (option, file, code) in [
        ("--policy", "@none.json", "unreadable-file"),
        ("--policy", "@resource.json", "principal-not-allowed"),
        ("--session", "@allow.json", "session-policy-not-allowed"),
    ] {
        let found = ask(&folder(), ALICE, &[option, file]);
        let error = &found.object()["error"];
        assert_eq!(
            (found.code, &error["code"]),
            (2, &code.into()),
            "{found:#?}"
        );
        let place = error["file"].as_str().unwrap_or_default();
        assert_eq!(place.ends_with(".json"), file != "@none.json", "{error}");
    }
}

#[test]
fn incomplete_questions_say_what_is_missing() {
    let usage = |arguments: &[&str], message: &str| {
        let found = run(&[&["simulate"], arguments].concat());
        assert_eq!((found.code, found.out.as_str()), (2, ""));
        assert!(found.err.contains(message), "{found:#?}");
    };
    usage(
        &["--principal", ALICE],
        "a question needs --action or --operation, --resource",
    );
    usage(
        &["--action", "s3:GetObject", "--resource", "*"],
        "a question needs --principal",
    );
    usage(&["--scp", "a.json"], "a question needs --principal");
    usage(
        &["a.json", "--principal", ALICE],
        "found `a.json` beside a question",
    );
    usage(
        &[
            "--principal",
            ALICE,
            "--action",
            "a:b",
            "--operation",
            "a:b",
            "--resource",
            "*",
        ],
        "cannot be used with",
    );
    usage(&["--managed-policies", "x"], "--account-details");
}

#[test]
fn an_account_export_gives_the_policies() {
    let export = r#"{"UserDetailList": [{"UserName": "alice", "UserId": "AIDAEXAMPLE", "Path": "/",
      "Arn": "arn:aws:iam::111122223333:user/alice", "GroupList": ["ops"],
      "AttachedManagedPolicies": [{"PolicyName": "Elsewhere", "PolicyArn": "arn:aws:iam::aws:policy/Elsewhere"}]}],
     "GroupDetailList": [{"GroupName": "ops", "GroupId": "AGPAEXAMPLE", "Path": "/", "Arn": "arn:aws:iam::111122223333:group/ops",
      "GroupPolicyList": [{"PolicyName": "read", "PolicyDocument": {"Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}}]}]}"#;
    let folder = folder();
    folder.write("account.json", export.as_bytes());
    folder.write("managed/Elsewhere.json", br#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}"#);
    folder.write("managed/notes.txt", b"not a policy");
    let details = ["--account-details", "@account.json"];
    // The managed policy that is not there could deny.
    let hole = ask(&folder, ALICE, &details).object();
    assert_eq!(hole["error"]["code"], "missing-document", "{hole}");
    for supplied in ["@managed", "@managed/Elsewhere.json"] {
        let found = ask(
            &folder,
            ALICE,
            &[&details[..], &["--managed-policies", supplied]].concat(),
        );
        assert_eq!(
            (found.code, &found.object()["decision"]),
            (0, &"allowed".into()),
            "{found:#?}"
        );
    }
    let limited = [
        &details[..],
        &["--managed-policies", "@managed", "--scp", "@deny.json"],
    ]
    .concat();
    assert_eq!(ask(&folder, ALICE, &limited).object()["reason"], "scp");
    let unknown = ask(&folder, "arn:aws:iam::111122223333:user/alise", &details).object();
    assert_eq!(unknown["error"]["code"], "unknown-principal");
    assert_eq!(unknown["error"]["file"], "--principal");
}
