//! The published JSON Schema and the reader agree on what a JSON edition is.

use portcullis_catalog::{Catalog, json, source::SourceErrorKind};
use serde_json::{Value, json};

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(json::SCHEMA).unwrap()).unwrap()
}

/// A whole service with these members besides.
fn service(more: Value) -> Value {
    let mut service = json!({
        "service": "mycache", "date": "2026-01-01", "name": "My cache",
        "resourceTypes": [{"name": "thing", "arnTemplates": ["arn:${Partition}:mycache:${Region}:${Account}:thing/${Name}"]}],
        "conditionKeys": [{"name": "mycache:Kind", "types": ["String"]}],
        "actions": [{"name": "Create", "accessLevel": "Write"}]
    });
    let Value::Object(more) = more else {
        panic!("members")
    };
    service.as_object_mut().unwrap().extend(more);
    service
}

/// A whole service whose one operation has one check with these members.
fn check(more: Value) -> Value {
    let mut check = json!({"action": "mycache:Create", "when": "always"});
    let Value::Object(more) = more else {
        panic!("members")
    };
    check.as_object_mut().unwrap().extend(more);
    service(json!({"operations": [{"name": "Create", "checks": [check]}]}))
}

fn action(more: Value) -> Value {
    let mut action = json!({"name": "Create", "accessLevel": "Write"});
    let Value::Object(more) = more else {
        panic!("members")
    };
    action.as_object_mut().unwrap().extend(more);
    service(json!({"actions": [action]}))
}

fn resource_type(more: Value) -> Value {
    let mut kind = json!({"name": "thing", "arnTemplates": ["arn:a:b:c:d:e"]});
    let Value::Object(more) = more else {
        panic!("members")
    };
    kind.as_object_mut().unwrap().extend(more);
    service(json!({"resourceTypes": [kind]}))
}

fn accepted() -> Vec<Value> {
    vec![
        service(json!({})),
        service(json!({"$schema": "https://example.com/edition.json", "extends": false})),
        service(
            json!({"apiVersion": "2015-02-02", "servicePrincipal": "mycache.example.com", "sdkClients": ["mycache"]}),
        ),
        service(
            json!({"asOf": "2026-01-02", "inForce": {"from": "2026-01-01", "until": "2026-12-31"}, "requiredAsOf": "2026-01-03", "dependentAsOf": "2026-01-04"}),
        ),
        service(
            json!({"policySupport": {"globalConditionKeys": true, "identityBased": true, "resourceBased": false, "resourceLevel": true, "serviceConditionKeys": true}}),
        ),
        service(json!({"actions": [], "operations": []})),
        service(json!({"name": "Größter Cache 2"})),
        json!({"services": []}),
        json!({"$schema": "x", "services": [service(json!({}))]}),
        resource_type(json!({"name": "read replica"})),
        resource_type(
            json!({"conditionKeys": ["MYCACHE:kind"], "primary": true, "taggable": false, "parent": {"resourceType": "thing", "engines": ["redis"]}}),
        ),
        resource_type(json!({"arnTemplates": ["arn:${Partition}:x:*:*:a/${A}*", "arn:::::"]})),
        service(
            json!({"conditionKeys": [{"name": "mycache:Tag/${TagKey}", "types": ["ArrayOfIPAddress", "Bool"]}]}),
        ),
        action(
            json!({"conditionKeys": ["mycache:Kind"], "resourceTypes": [{"name": "thing", "required": true, "conditionKeys": ["mycache:Kind"]}]}),
        ),
        action(
            json!({"dependentActions": ["iam:PassRole", {"action": "kms:Decrypt", "when": "unknown"}]}),
        ),
        action(json!({"permissionOnly": true, "unreferenced": true, "since": "2020-01-01"})),
        action(
            json!({"since": {"date": "2020-01-01", "atTheLatest": true}, "accessLevel": "PermissionsManagement"}),
        ),
        check(json!({})),
        check(json!({"when": "matching", "resource": "any", "onBehalf": true})),
        check(json!({"when": {"parameter": "P"}, "resource": {"members": "P"}})),
        check(
            json!({"when": {"parameter": "P", "equals": "x=y"}, "resource": {"resourceType": "thing", "parameters": ["Name"]}}),
        ),
        check(json!({"when": {"parameter": "P", "absent": true}, "resource": "unknown"})),
        check(json!({"context": {"iam:PassedToService": ["mycache.example.com", "b"]}})),
        service(
            json!({"operations": [{"name": "Create", "arnParameter": {"name": "Arn", "resourceTypes": ["thing"]}, "identifierParameters": [{"resourceType": "thing", "parameter": "Name"}], "requiredParameters": [], "since": "2020-01-01"}]}),
        ),
    ]
}

fn refused() -> Vec<Value> {
    vec![
        json!([]),
        json!("mycache"),
        json!({}),
        json!({"service": "mycache"}),
        json!({"services": {}}),
        json!({"services": [], "service": "mycache"}),
        json!({"services": [{"service": "MyCache", "extends": true}]}),
        json!({"services": [{"$schema": "", "service": "x", "extends": true}]}),
        service(json!({"service": ""})),
        service(json!({"service": "my cache"})),
        service(json!({"date": "2026-1-1"})),
        service(json!({"date": 20_260_101})),
        service(json!({"name": ""})),
        service(json!({"name": "two  spaces"})),
        service(json!({"apiVersion": "with space"})),
        service(json!({"colour": "blue"})),
        service(json!({"extends": "no"})),
        service(json!({"sdkClients": "mycache"})),
        service(json!({"inForce": {"until": "2026-01-01"}})),
        service(json!({"policySupport": {"resourceBased": true}})),
        service(json!({"conditionKeys": [{"name": "Kind", "types": ["String"]}]})),
        service(json!({"conditionKeys": [{"name": "mycache:Kind", "types": ["Text"]}]})),
        service(json!({"conditionKeys": [{"name": "mycache:Kind", "types": []}]})),
        service(json!({"actions": {}})),
        service(json!({"actions": null})),
        resource_type(json!({"name": "thing*"})),
        resource_type(json!({"name": "with"})),
        resource_type(json!({"arnTemplates": []})),
        resource_type(json!({"arnTemplates": ["thing/${Name}"]})),
        resource_type(json!({"taggable": null})),
        resource_type(json!({"parent": {"engines": []}})),
        action(json!({"name": "s3:Create"})),
        action(json!({"name": "Create*"})),
        action(json!({"accessLevel": "Permissions management"})),
        action(json!({"resourceTypes": ["thing"]})),
        action(json!({"dependentActions": ["PassRole"]})),
        action(json!({"dependentActions": ["IAM:PassRole"]})),
        action(json!({"dependentActions": [{"action": "iam:PassRole"}]})),
        action(json!({"since": {"atTheLatest": true}})),
        check(json!({"when": "sometimes"})),
        check(json!({"when": {"parameter": "P", "equals": "x", "absent": true}})),
        check(json!({"when": {"parameter": "P", "absent": false}})),
        check(json!({"when": {"equals": "x"}})),
        check(json!({"when": {"parameter": "a=b"}})),
        check(json!({"resource": "thing"})),
        check(json!({"resource": {"members": "P", "parameters": []}})),
        check(json!({"resource": {"resourceType": "thing", "parameters": []}})),
        check(json!({"resource": {"resourceType": "thing", "parameters": ["on-behalf"]}})),
        check(json!({"context": {"a:b": []}})),
        check(json!({"context": {"a:b": ["c,d"]}})),
        check(json!({"context": {"a:b": "c"}})),
        check(json!({"context": {"a=b": ["c"]}})),
        check(json!({"onBehalf": 1})),
        service(json!({"operations": [{"name": "Create", "requiredParameters": ["a b"]}]})),
        service(
            json!({"operations": [{"name": "Create", "identifierParameters": [{"parameter": "Name"}]}]}),
        ),
    ]
}

#[test]
fn the_reader_and_the_schema_accept_the_same() {
    let schema = validator();
    for document in accepted() {
        let errors: Vec<String> = schema
            .iter_errors(&document)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{document}: {}", errors.join("; "));
        let loaded = Catalog::embedded().with_json(&document.to_string());
        assert!(loaded.is_ok(), "{document}: {}", loaded.unwrap_err());
    }
    assert_eq!(accepted().len(), 24);
}

#[test]
fn the_reader_and_the_schema_refuse_the_same() {
    let schema = validator();
    for document in refused() {
        assert!(!schema.is_valid(&document), "the schema accepts {document}");
        let error = Catalog::embedded()
            .with_json(&document.to_string())
            .expect_err(&document.to_string());
        assert!(error.span().is_some(), "{document}: {error}");
    }
    assert_eq!(refused().len(), 55);
}

/// What a schema cannot say: names are defined, days exist, periods do not end before they begin.
#[test]
fn contradictions_are_the_readers_alone_to_find() {
    let schema = validator();
    for document in [
        service(json!({"date": "2026-02-30"})),
        service(json!({"inForce": {"from": "2026-01-01", "until": "2025-01-01"}})),
        action(json!({"conditionKeys": ["mycache:Kin"]})),
        check(json!({"action": "mycache:Creat"})),
        check(json!({"resource": {"resourceType": "thin", "parameters": ["Name"]}})),
        service(
            json!({"actions": [{"name": "A", "accessLevel": "Read"}, {"name": "a", "accessLevel": "Read"}]}),
        ),
        resource_type(json!({"arnTemplates": ["arn:a:b:c:d:${e"]})),
        json!({"service": "not-in-the-catalog", "extends": true}),
        json!({"services": [{"service": "s3", "extends": true}, {"service": "s3", "extends": true}]}),
    ] {
        assert!(schema.is_valid(&document), "{document}");
        let error = Catalog::embedded()
            .with_json(&document.to_string())
            .expect_err(&document.to_string());
        assert!(
            matches!(
                error.kind(),
                SourceErrorKind::Form | SourceErrorKind::Inconsistent
            ),
            "{document}: {error}"
        );
    }
}

#[test]
fn what_is_written_and_the_examples_are_of_the_schema() {
    let schema = validator();
    for service in Catalog::embedded().editions() {
        let written: Value = serde_json::from_str(&json::write(&service.to_source())).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&written)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(
            errors.is_empty(),
            "{}: {}",
            service.edition_id(),
            errors.join("; ")
        );
    }
    let text: Value = serde_json::from_str(json::SCHEMA).unwrap();
    let examples = text["examples"].as_array().unwrap();
    assert_eq!(examples.len(), 2);
    for example in examples {
        assert!(schema.is_valid(example), "{example}");
        let extends = example.get("services").is_some();
        if !extends || cfg!(feature = "all") {
            Catalog::embedded().with_json(&example.to_string()).unwrap();
        }
    }
}
