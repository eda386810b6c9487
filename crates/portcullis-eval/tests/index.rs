//! Decisions through an index are those of a scan, over policies with so many statements that every part of the index is used.

#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use std::sync::Arc;

use portcullis_condition::{Context, ContextValue};
use portcullis_eval::{
    Action, ActionTable, AttachedPolicy, Compiler, Evaluation, Level, PolicySet, Program, Request,
    Verdict, decide, evaluate,
};
use portcullis_policy::{Document, PolicyKind, Reading};
use proptest::prelude::*;
use serde_json::{Value, json};

const ACTIONS: [&str; 8] = [
    "s3:GetObject",
    "s3:GetBucket",
    "S3:putobject",
    "s3:ListAllMyBuckets",
    "sqs:SendMessage",
    "sqs:GetQueue",
    "lambda:InvokeFunction",
    "zz:Unheard",
];

const ACTION_PATTERNS: [&str; 22] = [
    "*",
    "*:*",
    "s3:*",
    "s3:Get*",
    "S3:get*",
    "s3:GetObject",
    "s3:getbucket",
    "s3:*Object",
    "s3:?etObject",
    "s3:PutObject",
    "s3:List*",
    "s?:GetObject",
    "s*:Get*",
    "*:Get*",
    "sqs:*",
    "sqs:SendMessage",
    "sqs:Get*",
    "lambda:Invoke*",
    "lambda:InvokeFunction",
    "z*:*",
    "zz:Unheard",
    "ec2:RunInstances",
];

const HEADS: [&str; 12] = [
    "arn:aws:s3:::",
    "arn:aws:s3:*:*:",
    "arn:aws:s3:*::",
    "arn:*:s3:::",
    "*:*:*:*:*:",
    "arn:aws:sqs:eu-west-1:111122223333:",
    "arn:aws:sqs:eu-*-1:111122223333:",
    "arn:aws:sqs:*:111122223333:",
    "ARN:AWS:SQS:EU-WEST-1:111122223333:",
    "arn:aws:lambda:*:*:",
    "arn:aws:sqs:${aws:username}:111122223333:",
    "arn:aws:sqs:eu-west-?:1*:",
];

const ARNS: [&str; 14] = [
    "arn:aws:s3:::abab",
    "arn:aws:s3:::ab/abba",
    "arn:aws:s3:::team-prod-17",
    "arn:aws:s3:::team-prod-17/data/x.parquet",
    "arn:aws:s3:::a:b:ab",
    "arn:aws:s3:x:y:ab:111122223333:abab",
    "arn:aws:sqs:eu-west-1:111122223333:abab",
    "arn:aws:sqs:eu-west-1:111122223333:team-test-2",
    "arn:aws:sqs:eu-west-1:999999999999:111122223333:team-prod-17",
    "arn:aws:sqs:eu-west-1:999999999999:111122223333:abab:b",
    "arn:aws:sqs:${aws:username}:111122223333:abab",
    "arn:aws:lambda:eu-west-1:111122223333:function:abab",
    "arn:aws:lambda:eu-west-1:111122223333:function:abab:live",
    "arn:aws-cn:s3:::abab",
];

fn sixth() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ab]{0,4}",
        3 => "[ab]{1,3}\\*",
        2 => "[ab*?/:]{0,6}",
        2 => "team-(prod|test)-[0-9]{1,2}",
        2 => "team-(prod|test)-\\*",
        2 => "\\*-(prod|test)-[0-9]\\?",
        2 => "\\*-(prod|test)-[0-9]{1,2}",
        1 => "\\*-(prod|test)-[0-9]\\?/data/\\*[.]parquet",
        1 => Just("${aws:username}*".to_owned()),
        1 => Just("a${aws:username}".to_owned()),
        1 => Just("a${*}".to_owned()),
        1 => "function:[ab]{0,3}[*]?",
        1 => Just("*".to_owned()),
        1 => Just("ab${aws:nothing}*".to_owned()),
    ]
}

fn resource() -> impl Strategy<Value = String> {
    let arn = (prop::sample::select(&HEADS[..]), sixth());
    prop_oneof![
        16 => arn.prop_map(|(head, sixth)| format!("{head}{sixth}")),
        1 => Just("*".to_owned()),
    ]
}

fn condition() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        3 => Just(None),
        1 => Just(Some(json!({"StringEquals": {"aws:username": "abab"}}))),
        1 => Just(Some(json!({"StringLike": {"aws:username": "x*"}}))),
    ]
}

fn statement() -> impl Strategy<Value = Value> {
    let actions = prop::collection::vec(prop::sample::select(&ACTION_PATTERNS[..]), 1..4);
    let resources = prop::collection::vec(resource(), 1..3);
    let parts = (
        actions,
        resources,
        condition(),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.08),
        prop::bool::weighted(0.05),
    );
    parts.prop_map(
        |(actions, resources, condition, denies, not_action, not_resource)| {
            let mut statement = json!({"Effect": if denies { "Deny" } else { "Allow" }});
            let members = statement.as_object_mut().unwrap();
            let action = if not_action { "NotAction" } else { "Action" };
            members.insert(action.into(), json!(actions));
            let resource = if not_resource {
                "NotResource"
            } else {
                "Resource"
            };
            members.insert(resource.into(), json!(resources));
            if let Some(condition) = condition {
                members.insert("Condition".into(), condition);
            }
            statement
        },
    )
}

fn policy(kind: PolicyKind, statements: &[Value]) -> AttachedPolicy {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let document = Document::parse(&text, kind, Reading::Lenient).unwrap();
    AttachedPolicy::new("policy", Arc::new(document))
}

/// Statements over one layer of one policy, several, or several levels.
fn policy_set(statements: &[Value], controls: &[Value]) -> PolicySet {
    let identity = statements
        .chunks(40)
        .map(|some| policy(PolicyKind::Identity, some));
    let levels = controls.chunks(controls.len().div_ceil(2).max(1));
    let levels = levels.map(|some| {
        let full = json!({"Effect": "Allow", "Action": "s*:*", "Resource": "*"});
        let policies =
            [vec![full], some.to_vec()].map(|some| policy(PolicyKind::ServiceControl, &some));
        Level::new("ou", policies.into())
    });
    PolicySet {
        identity: identity.collect(),
        service_control: levels.collect(),
        ..PolicySet::default()
    }
}

fn programs(set: &PolicySet) -> Vec<Program> {
    let some: ActionTable = ACTIONS
        .iter()
        .take(5)
        .map(|name| name.parse::<Action>().unwrap())
        .collect();
    vec![
        Program::compile(set.clone()).unwrap(),
        Compiler::new(ActionTable::empty())
            .compile(set.clone())
            .unwrap(),
        Compiler::new(some).compile(set.clone()).unwrap(),
    ]
}

fn request(action: &str, arn: Option<&str>) -> Request {
    let mut context = Context::new();
    let name = ContextValue::single("abab");
    context
        .insert("aws:username".parse().unwrap(), name)
        .unwrap();
    let builder = Request::builder(action.parse().unwrap())
        .principal("arn:aws:iam::111122223333:user/abab".parse().unwrap())
        .owner("111122223333".parse().unwrap())
        .context(context);
    match arn {
        Some(arn) => builder.resource(arn.parse().unwrap()),
        None => builder,
    }
    .build()
    .unwrap()
}

fn check(request: &Request, programs: &[Program], full: &Evaluation) {
    for (way, program) in programs.iter().enumerate() {
        let short = decide(request, program);
        let context = || {
            format!(
                "way {way}: {} on {}",
                request.action(),
                request.resource().as_str()
            )
        };
        assert_eq!(
            (short.verdict(), short.reason()),
            (full.verdict(), full.reason()),
            "{}",
            context()
        );
        match short.statement() {
            Some(one) => assert!(full.matched().contains(&one), "{}", context()),
            None => assert_eq!(full.verdict(), Verdict::ImplicitlyDenied, "{}", context()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_changes_no_decision(
        statements in prop::collection::vec(statement(), 1..160),
        controls in prop::collection::vec(statement(), 1..12),
    ) {
        let set = policy_set(&statements, &controls);
        let programs = programs(&set);
        let scan = Program::without_index(set).unwrap();
        for action in ACTIONS {
            for arn in ARNS.map(Some).into_iter().chain([None]) {
                let request = request(action, arn);
                check(&request, &programs, &evaluate(&request, &scan));
            }
        }
    }

    #[test]
    fn one_statement_decides_through_an_index_as_without(statement in statement()) {
        let mut statement = statement;
        statement["Effect"] = json!("Allow");
        let filler = (0..8).map(|n| json!({"Effect": "Allow", "Action": "s3:Get*", "Resource": format!("arn:aws:s3:::zz{n}*")}));
        let statements: Vec<Value> = filler.chain([statement]).collect();
        let set = policy_set(&statements, &[]);
        let programs = programs(&set);
        let scan = Program::without_index(set).unwrap();
        for action in ACTIONS {
            for arn in ARNS.map(Some).into_iter().chain([None]) {
                let request = request(action, arn);
                check(&request, &programs, &evaluate(&request, &scan));
            }
        }
    }
}
