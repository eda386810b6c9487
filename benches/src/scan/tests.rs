//! The baseline on small documents.

use serde_json::{Value, json};

use super::{Question, Scan, glob};
use crate::model::{Attachment, Call, Keys, Policy, Set, Values};

fn set(layers: Vec<Vec<Value>>) -> Set {
    let mut places = Vec::new();
    let mut policies = Vec::new();
    for layer in layers {
        let first = policies.len();
        policies.extend(layer.into_iter().map(|statement| Policy {
            name: "policy".to_owned(),
            document: json!({"Statement": statement}),
        }));
        places.push((first..policies.len()).collect());
    }
    let identity = places.remove(0);
    Set {
        name: "test",
        policies,
        attachments: vec![Attachment {
            identity,
            service_control: places,
            ..Attachment::default()
        }],
        calls: Vec::new(),
    }
}

fn call(action: &str, keys: &[(&str, &str)]) -> Question {
    let mut all = Keys::default();
    for (key, value) in keys {
        all.set(key, *value);
    }
    all.put("tags", Values::Many(vec!["a".to_owned(), "b".to_owned()]));
    Question::new(&Call {
        caller: 0,
        action: action.to_owned(),
        resource: "x1".to_owned(),
        keys: all,
    })
}

#[test]
fn globs() {
    assert!(glob("a*c?", "abbcd") && glob("*", "") && glob("a*bc", "abcbc"));
    assert!(!glob("a*c", "abd") && !glob("?", "") && !glob("a", "ab") && !glob("ab", "a"));
}

#[test]
fn each_layer_allows_and_none_denies() {
    let allow = json!({"Effect": "Allow", "Action": "S3:*", "Resource": ["x*"]});
    let deny = json!({"Effect": "Deny", "Action": ["s3:Put*"], "Resource": "*",
        "Condition": {"StringNotEquals": {"A:b": "c"}}});
    let allows = |layers, question| Scan::new(&set(layers)).unwrap().allows(&question);
    let both = vec![vec![allow.clone(), deny.clone()]];
    assert!(allows(both.clone(), call("s3:GetObject", &[])));
    assert!(allows(both.clone(), call("s3:PutObject", &[("a:B", "c")])));
    assert!(!allows(both.clone(), call("s3:PutObject", &[("a:B", "d")])));
    assert!(!allows(both, call("s3:PutObject", &[])));
    assert!(!allows(
        vec![vec![allow], vec![]],
        call("s3:GetObject", &[])
    ));
}

#[track_caller]
fn check_condition(condition: Value, keys: &[(&str, &str)], expected: bool) {
    let allow = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
    let scan = Scan::new(&set(vec![vec![allow.clone()]])).unwrap();
    assert_eq!(
        scan.allows(&call("s3:GetObject", keys)),
        expected,
        "{allow}"
    );
}

#[test]
fn conditions() {
    let any = &[("k", "v1")];
    check_condition(json!({"StringLike": {"k": ["x", "v*"]}}), any, true);
    check_condition(json!({"StringNotLike": {"k": ["x", "v*"]}}), any, false);
    check_condition(json!({"StringEqualsIfExists": {"absent": "x"}}), any, true);
    check_condition(json!({"StringEquals": {"absent": "x"}}), any, false);
    check_condition(
        json!({"StringEquals": {"k": "${other}"}}),
        &[("k", "v"), ("other", "v")],
        true,
    );
    check_condition(json!({"StringEquals": {"k": "${other}"}}), any, false);
    check_condition(json!({"Null": {"absent": "true", "k": "false"}}), any, true);
    check_condition(
        json!({"NumericLessThanEquals": {"k": "10"}}),
        &[("k", "10")],
        true,
    );
    check_condition(
        json!({"NumericLessThan": {"k": "10"}}),
        &[("k", "10")],
        false,
    );
    check_condition(
        json!({"DateGreaterThan": {"k": "2026-07-01T00:00:00Z"}}),
        &[("k", "2026-07-01T00:00:01Z")],
        true,
    );
    check_condition(
        json!({"IpAddress": {"k": ["10.1.0.0/16", "52.0.0.0/8"]}}),
        &[("k", "52.9.9.9")],
        true,
    );
    check_condition(
        json!({"IpAddress": {"k": "10.1.0.0/16"}}),
        &[("k", "10.2.0.1")],
        false,
    );
    check_condition(
        json!({"ForAllValues:StringEquals": {"tags": ["a", "b", "c"]}}),
        any,
        true,
    );
    check_condition(
        json!({"ForAllValues:StringEquals": {"tags": ["a"]}}),
        any,
        false,
    );
    check_condition(
        json!({"ForAnyValue:StringEquals": {"tags": ["a"]}}),
        any,
        true,
    );
}
