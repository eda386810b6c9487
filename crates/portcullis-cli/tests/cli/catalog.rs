//! `catalog`: services, actions, operations, resources and patterns, for people and for machines.

use serde_json::{Value, json};

use crate::support::{Run, run};

/// Runs a verb of `catalog`.
pub(crate) fn catalog(arguments: &[&str]) -> Run {
    run(&[&["catalog"], arguments].concat())
}

/// The same for machines.
pub(crate) fn objects(arguments: &[&str]) -> Vec<Value> {
    let found = catalog(&[arguments, &["--format", "json"]].concat());
    assert_eq!((found.code, found.err.as_str()), (0, ""), "{found:#?}");
    found.objects()
}

#[track_caller]
fn object(arguments: &[&str]) -> Value {
    let mut objects = objects(arguments);
    assert_eq!(objects.len(), 1, "{objects:#?}");
    objects.remove(0)
}

/// Runs it for people and looks for lines that begin so, in this order.
#[track_caller]
fn check(arguments: &[&str], beginnings: &[&str]) {
    let found = catalog(arguments);
    assert_eq!(found.code, 0, "{found:#?}");
    let mut lines = found.out.lines();
    for beginning in beginnings {
        assert!(
            lines.any(|line| line.starts_with(beginning)),
            "{beginning}\n{found:#?}"
        );
    }
}

/// Runs it for people and for machines, and looks for the code, and for the help if there is one.
#[track_caller]
pub(crate) fn check_error(arguments: &[&str], code: &str, help: &str) {
    let found = catalog(arguments);
    assert_eq!((found.code, found.out.as_str()), (2, ""), "{found:#?}");
    assert!(
        found.err.starts_with(&format!("error[{code}]: expected ")),
        "{found:#?}"
    );
    assert_eq!(found.err.contains("help: "), !help.is_empty(), "{found:#?}");
    assert!(found.err.contains(help), "{found:#?}");
    let machine = catalog(&[arguments, &["--format", "json"]].concat());
    let error = &machine.object()["error"];
    assert_eq!((machine.code, &error["code"]), (2, &code.into()));
    let found = error["help"].as_str().unwrap_or_default();
    assert!(found.contains(help), "{error}");
}

/// No line is much wider than a terminal, if names in front of its last column leave room for one.
#[track_caller]
fn check_width(arguments: &[&str], most: usize) {
    let found = catalog(arguments);
    let widest = found.out.lines().map(|line| line.chars().count()).max();
    assert!(widest.unwrap() <= most, "{widest:?}: {found:#?}");
}

#[test]
fn services_are_listed() {
    let services = objects(&["services"]);
    assert_eq!(services.len(), 458);
    let cache = services.iter().find(|one| one["service"] == "elasticache");
    let cache = cache.unwrap();
    assert_eq!(
        (
            &cache["edition"],
            &cache["actions"],
            &cache["resourceTypes"]
        ),
        (&"elasticache@2026-10-24".into(), &77.into(), &12.into())
    );
    assert_eq!(cache["resourceBasedPolicies"], false);
    // What is not recorded is neither.
    assert!(
        services
            .iter()
            .any(|one| one["resourceBasedPolicies"].is_null())
    );
    check(&["services"], &["SERVICE ", "a2c ", "elasticache ", "s3 "]);
    check_width(&["services"], 80);
}

#[test]
fn a_service_has_a_page() {
    check(
        &["service", "ElastiCache"],
        &[
            "service         elasticache",
            "edition         elasticache@2026-10-24",
            "in force        since 2026-10-24",
            "all editions    elasticache@2015-02-02, elasticache@2026-10-24",
            "SDK clients     elasticache",
            "actions         77: 20 List, 1 Read, 2 Tagging, 54 Write",
            "operations      77, of 2 the actions that they need are not documented",
            "resource types  cluster, globalreplicationgroup,",
            "condition keys  aws:RequestTag/${TagKey},",
        ],
    );
    let page = object(&["service", "elasticache"]);
    assert_eq!(page["accessLevels"]["Tagging"], 2);
    assert_eq!(page["operationsUnknown"], 2);
    assert_eq!(page["inForceFrom"], "2026-10-24");
    assert_eq!(page["requiredFlagsAsOf"], "2026-10-27");
    assert_eq!(
        page["conditionKeyTypes"]["aws:TagKeys"],
        json!(["ArrayOfString"])
    );
    let founding = object(&[
        "service",
        "elasticache",
        "--edition",
        "elasticache@2015-02-02",
    ]);
    assert_eq!(founding["inForceUntil"], "2020-08-13");
    check_width(&["service", "s3"], 80);
}

#[test]
fn actions_are_listed_and_shown() {
    let founding = [
        "actions",
        "elasticache",
        "--edition",
        "elasticache@2015-02-02",
    ];
    let founding = objects(&founding);
    assert_eq!(founding.len(), 40);
    assert!(founding.iter().all(|one| one["resourceTypes"] == json!([])));
    let today = objects(&["actions", "elasticache"]);
    assert_eq!(today.len(), 77);
    check(
        &["actions", "s3"],
        &["ACTION ", "s3:AbortMultipartUpload ", "s3:GetObject  "],
    );
    // ec2:CreateTags takes more types than fit.
    let found = catalog(&["actions", "ec2"]);
    let tags = found
        .out
        .lines()
        .find(|line| line.starts_with("ec2:CreateTags "));
    assert!(tags.unwrap().ends_with(" of them"), "{tags:?}");
    check(
        &["action", "elasticache:createcachecluster"],
        &[
            "action          elasticache:CreateCacheCluster",
            "edition         elasticache@2026-10-24",
            "access level    Write",
            "resource type   parametergroup (required)",
            "condition keys  aws:ResourceTag/${TagKey}",
            "needs           elasticache:AddTagsToResource",
            "                when Tags is passed",
            "needs           s3:GetObject",
            "                when SnapshotArns is passed, on each ARN in SnapshotArns",
        ],
    );
    let action = object(&["action", "elasticache:CreateCacheCluster"]);
    let dependent = action["dependentActions"].as_array().unwrap();
    let object = dependent.iter().find(|one| one["action"] == "s3:GetObject");
    let object = object.unwrap();
    let trigger = json!({"kind": "parameter", "parameter": "SnapshotArns"});
    let resource = json!({"kind": "members", "parameter": "SnapshotArns"});
    assert_eq!(
        (&object["trigger"], &object["resource"]),
        (&trigger, &resource)
    );
    check(
        &["action", "elasticache:DescribeEngineDefaultParameters"],
        &["resource        * (no resource-level permissions)"],
    );
}

#[test]
fn operations_say_what_they_need() {
    check(
        &["operation", "lambda:CreateFunction"],
        &[
            "operation  lambda:CreateFunction",
            "coverage   documented",
            "needs      iam:PassRole",
            "           always, on each ARN in Role, with iam:PassedToService =",
            "           lambda.amazonaws.com",
            "needs      lambda:CreateFunction",
            "on behalf  kms:CreateGrant",
        ],
    );
    let operation = object(&["operation", "lambda:CreateFunction"]);
    assert_eq!(operation["coverage"], "documented");
    let checks = operation["checks"].as_array().unwrap();
    let pass = checks
        .iter()
        .find(|one| one["action"] == "iam:PassRole")
        .unwrap();
    assert_eq!(pass["trigger"], json!({"kind": "always"}));
    assert_eq!(pass["onBehalf"], false);
    assert_eq!(
        pass["context"],
        json!({"iam:PassedToService": ["lambda.amazonaws.com"]})
    );
    let founding = [
        "operation",
        "elasticache:CopySnapshot",
        "--edition",
        "elasticache@2015-02-02",
    ];
    check(
        &founding,
        &["required   SourceSnapshotName, TargetSnapshotName"],
    );
    // That nothing is documented never reads as if nothing were needed.
    let unknown = "coverage   unknown: the actions that it needs are not documented";
    check(&["operation", "elasticache:PrepareMigration"], &[unknown]);
    let unknown = object(&["operation", "elasticache:PrepareMigration"]);
    assert_eq!(
        (&unknown["coverage"], &unknown["checks"]),
        (&"unknown".into(), &json!([]))
    );
}

#[test]
fn operations_are_found_by_their_sdk_client() {
    let found = catalog(&["operation", "s3control:createaccesspoint"]);
    assert_eq!(found.code, 0);
    assert!(
        found.out.starts_with("operation   s3:CreateAccessPoint\n"),
        "{found:#?}"
    );
    assert!(
        found
            .err
            .contains("`s3control` is the name of an SDK client: policies call the service `s3`"),
        "{found:#?}"
    );
    let machine = object(&["operation", "s3control:CreateAccessPoint"]);
    assert_eq!(
        (&machine["operation"], &machine["sdkClient"]),
        (&"s3:CreateAccessPoint".into(), &"s3control".into())
    );
}

#[test]
fn resources_have_types() {
    let types = objects(&["resource", "arn:aws:s3:::bucket/key"]);
    assert_eq!(types[0]["resourceType"], "s3:object");
    assert_eq!(
        types[0]["arns"],
        json!(["arn:${Partition}:s3:::${BucketName}/${ObjectName}"])
    );
    assert!(types[0]["actions"].as_u64() > Some(20) && types[0]["actionNames"].is_null());
    let cluster = "arn:aws:elasticache:us-east-1:111122223333:cluster:a";
    check(
        &["resource", cluster],
        &[
            "resource type   elasticache:cluster",
            "condition keys  aws:RequestTag/${TagKey},",
            "actions         15 (--actions lists them)",
        ],
    );
    let named = object(&["resource", "elasticache:Cluster", "--actions"]);
    let names = named["actionNames"].as_array().unwrap();
    assert_eq!((names.len(), &named["actions"]), (15, &15.into()));
    assert!(names.contains(&"elasticache:CreateCacheCluster".into()));
}

#[test]
fn patterns_are_expanded() {
    let named = objects(&[
        "expand",
        "s3:GetObject",
        "S3:getobject*",
        "elasticache:*Failover",
    ]);
    assert!(named.len() > 10);
    assert_eq!(named[0]["action"], "elasticache:TestFailover");
    let read = json!({
        "action": "s3:GetObject", "edition": "s3@2026-10-24", "accessLevel": "Read",
        "patterns": ["s3:GetObject", "S3:getobject*"],
    });
    assert_eq!(named[1], read);
    let count = object(&["expand", "s3:*", "s3:Get*", "--count"]);
    assert_eq!(
        (&count["actions"], &count["patterns"][0]["actions"]),
        (&180.into(), &180.into())
    );
    assert_eq!(objects(&["expand", "*"]).len(), 22_327);
    check(
        &["expand", "s3:*", "s3:Get*", "--count"],
        &["s3:* ", "s3:Get* ", "all, each once  180"],
    );
    let tagging = objects(&[
        "expand",
        "*",
        "--level",
        "tagging",
        "--level",
        "PermissionsManagement",
    ]);
    assert_eq!(tagging.len(), 721 + 427);
    check(
        &["expand", "elasticache:*Failover"],
        &["elasticache:TestFailover  Write"],
    );
    let wrong = catalog(&["expand", "s3:*", "--level", "Wite"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("the nearest is `Write`"), "{wrong:#?}");
}

#[test]
fn a_pattern_that_names_nothing_is_said_so() {
    let found = catalog(&["expand", "s3:GetObjekt", "s3:GetObject", "nope:*"]);
    assert_eq!(
        (found.code, found.out.as_str()),
        (1, "s3:GetObject  Read\n")
    );
    assert!(
        found
            .err
            .contains("`s3:GetObjekt` names no action of the catalog"),
        "{found:#?}"
    );
    assert!(
        found
            .err
            .contains("help: the nearest known one is `s3:GetObject`"),
        "{found:#?}"
    );
    assert!(found.err.contains("`nope:*` names no action"), "{found:#?}");
    let machine = catalog(&["expand", "s3:GetObjekt", "nope:*", "--format", "json"]);
    let codes: Vec<Value> = machine
        .objects()
        .iter()
        .map(|one| one["finding"]["code"].clone())
        .collect();
    assert_eq!(codes, ["unknown-action", "unknown-service"]);
    check_error(&["expand", "s3"], "invalid-action", "");
}

#[test]
fn an_action_falls_under_patterns() {
    let ask = |arguments: &[&str]| catalog(&[&["expand", "--contains"], arguments].concat());
    let found = ask(&["s3:getobject", "s3:Get*", "*", "ec2:*", "*:GetObject"]);
    assert_eq!(
        (found.code, found.out.as_str()),
        (0, "s3:Get*\n*\n*:GetObject\n")
    );
    // What the catalog does not know is matched as AWS matches it, and said.
    let unknown = ask(&["s3:GetObjekt", "s3:Get*"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (0, "s3:Get*\n"));
    assert!(
        unknown.err.contains("is no action of the catalog"),
        "{unknown:#?}"
    );
    let none = ask(&["s3:GetObject", "ec2:*", "--format", "json"]);
    let form = json!({"action": "s3:GetObject", "known": true, "patterns": []});
    assert_eq!((none.code, none.object()), (1, form));
}

#[test]
fn unknown_names_get_the_nearest() {
    let near = "the nearest known one is ";
    let check = |arguments: &[&str], code: &str, name: &str| {
        check_error(arguments, code, &format!("{near}`{name}`"));
    };
    check(&["actions", "elasticash"], "unknown-service", "elasticache");
    check(&["service", "elasticash"], "unknown-service", "elasticache");
    check(
        &["editions", "elasticash"],
        "unknown-service",
        "elasticache",
    );
    check(&["edition", "elasticash"], "unknown-service", "elasticache");
    let action = "elasticache:CreateCacheClustr";
    check(
        &["action", action],
        "unknown-action",
        "elasticache:CreateCacheCluster",
    );
    check_error(
        &["action", "createcachecluster"],
        "invalid-action",
        "with its prefix it is `elasticache:CreateCacheCluster`",
    );
    check_error(
        &["operation", "TestFailover"],
        "unknown-operation",
        "with its prefix it is `elasticache:TestFailover`",
    );
    check_error(
        &["resource", "cluster"],
        "unknown-resource-type",
        "of that name there are `aps:cluster`, ",
    );
    check(
        &["operation", "s3control:GetAccesPoint"],
        "unknown-operation",
        "s3:GetAccessPoint",
    );
    check(
        &["resource", "elasticache:clustr"],
        "unknown-resource-type",
        "elasticache:cluster",
    );
    let arn = "arn:aws:elasticash:us-east-1:111122223333:a";
    check(&["resource", arn], "unknown-resource-type", "elasticache");
    // The recovery points of AWS Backup have the shape of almost every ARN.
    let found = catalog(&[
        "resource",
        "arn:aws:elasticash:us-east-1:111122223333:cluster:a",
    ]);
    assert_eq!(found.code, 0);
    assert!(
        found.err.contains("note: `elasticash` is no service of the catalog\n  help: the nearest known one is `elasticache`"),
        "{found:#?}"
    );
    check_error(
        &["resource", "arn:aws:elasticache:us-east-1:111122223333:a"],
        "unknown-resource-type",
        "`portcullis catalog resource elasticache:cluster` shows the ARN of one",
    );
    check_error(
        &["resource", "arn:aws:s3"],
        "invalid-resource",
        "an ARN has six fields",
    );
    check_error(&["action", "nothing"], "invalid-action", "");
    check_error(
        &["service", "s3control"],
        "unknown-service",
        "have the prefix `s3`",
    );
    check_error(
        &["operation", "a2c:Anything"],
        "unknown-operation",
        "no operations of a2c are known",
    );
    for edition in ["x", "elasticache@2022-01-01", "elasticash@2015-02-02"] {
        let found = catalog(&["actions", "elasticache", "--edition", edition]);
        assert_eq!(found.code, 2);
        assert!(found.err.contains("error[unknown-edition]"), "{found:#?}");
    }
}

#[test]
fn retired_names_say_since_when() {
    let day = "is retired: the newest reference that lists it is of 2022-03-01";
    check_error(&["action", "cloudhsm:CreateHapg"], "unknown-action", day);
    let service = "is retired: the newest reference that lists actions of it is of";
    check_error(
        &["service", "application-cost-profiler"],
        "unknown-service",
        service,
    );
    let action = "application-cost-profiler:GetReportDefinition";
    check_error(&["action", action], "unknown-action", "of 2022-03-01");
    let pattern = catalog(&["expand", action]);
    assert!(
        pattern.code == 1 && pattern.err.contains("is retired"),
        "{pattern:#?}"
    );
}

#[test]
fn the_catalog_counts_itself() {
    let stats = object(&["stats"]);
    let counts = json!({
        "services": 458,
        "actions": 22327,
        "access_levels": {"List": 3752, "PermissionsManagement": 427, "Read": 5946, "Tagging": 721, "Write": 11481},
        "actions_without_resource_types": 6766,
        "resource_types": 2349,
        "arn_formats": 2362,
        "types_with_two_arn_formats": 13,
        "condition_key_rows": 2595,
        "condition_key_types": {
            "String": 1669, "ArrayOfString": 506, "ARN": 180, "Bool": 121, "Numeric": 81, "ArrayOfARN": 28,
            "ArrayOfBool": 4, "Date": 4, "IPAddress": 1, "ArrayOfString|String": 1,
        },
        "operations": 18973,
        "services_with_operations": 354,
        "operations_with_actions": 18173,
        "operations_same_name_action": 17688,
        "operations_single_other_action": 355,
        "operations_several_other_actions": 130,
        "operations_unknown": 800,
        "operation_action_pairs": 22227,
        "pairs_with_static_context": 860,
        "actions_not_reached_by_any_operation": 4218,
        "sdk_client_names": 433,
        "dependent_actions_overlay": {"actions": 1728, "pairs": 4472},
        "retired_actions_known_from_older_sources": stats["retired_actions_known_from_older_sources"],
    });
    assert_eq!(stats, counts);
    assert!(stats["retired_actions_known_from_older_sources"].as_u64() > Some(200));
    check(
        &["stats"],
        &[
            "catalog of 2026-10-24",
            "services  ",
            "  Write ",
            "operations ",
            "SDK clients ",
        ],
    );
}
