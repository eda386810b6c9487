//! Sessions, rule by rule.

mod chains;
mod properties;
mod quotas;
mod refusals;
mod requests;
mod shapes;
mod trust;

use std::string::ToString;

use portcullis_condition::Context;
use portcullis_eval::{Resource, Verdict};
use portcullis_policy::{PolicyKind, Reading};
use portcullis_scenario::{
    Answer, Call, LoadedPolicy, Policies, Scenario, Settings, SourceFile, load_policy,
};

use super::{
    AssumeRole, AssumeRoleBuilder, Caller, EpochSeconds, Session, SessionErrorKind, Tags,
    TargetRole, aggregate,
};

const NOW: EpochSeconds = EpochSeconds::new(1_443_657_600);

const ALICE: &str = "arn:aws:iam::111122223333:user/staff/alice";
const BOB: &str = "arn:aws:iam::444455556666:user/bob";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const TARGET: &str = "arn:aws:iam::111122223333:role/ci/target";
const APP: &str = "arn:aws:iam::111122223333:role/app";

fn caller(principal: &str) -> Caller {
    Caller::new(principal.parse().unwrap())
}

fn alice() -> Caller {
    caller(ALICE).unique_id("AIDAALICE".parse().unwrap())
}

fn role(arn: &str) -> TargetRole {
    let role = TargetRole::parse(arn).unwrap();
    role.unique_id("AROATARGET".parse().unwrap())
}

fn tags(tags: &[(&str, &str)]) -> Tags {
    let add = |all: Tags, (key, value): &(&str, &str)| all.with(key, value).unwrap();
    tags.iter().fold(Tags::new(), add)
}

/// A request for a session named `ci` of the target.
fn assume(caller: Caller) -> AssumeRoleBuilder {
    AssumeRole::builder(caller, role(TARGET), "ci".parse().unwrap())
}

fn session(request: AssumeRoleBuilder) -> Session {
    request.build().unwrap().session(NOW)
}

/// A session of the other role, made by Alice.
fn app(request: impl FnOnce(AssumeRoleBuilder) -> AssumeRoleBuilder) -> Session {
    let app = AssumeRole::builder(alice(), role(APP), "ci".parse().unwrap());
    session(request(app))
}

#[track_caller]
fn refused(request: AssumeRoleBuilder, kind: SessionErrorKind) {
    let error = request.build().unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    let shown = error.to_string();
    assert!(shown.starts_with("expected ") && shown.contains(", found "));
}

/// The values of a key: joined, where there are several.
fn value(context: &Context, key: &str) -> Option<String> {
    let value = context.get_str(key)?;
    let texts: Vec<&str> = value.values().iter().map(|text| &**text).collect();
    Some(texts.join(" "))
}

#[track_caller]
fn has(context: &Context, expected: &[(&str, Option<&str>)]) {
    for (key, expect) in expected {
        assert_eq!(value(context, key).as_deref(), *expect, "{key}");
    }
}

fn actions(calls: &[Call]) -> Vec<&str> {
    let names = calls.iter().map(|call| call.asked.as_action().as_str());
    names.collect()
}

fn policy(statement: &str, kind: PolicyKind) -> LoadedPolicy {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
    load_policy(
        "typed",
        "typed.json",
        text.as_bytes(),
        kind,
        Reading::Strict,
    )
    .unwrap()
}

fn identity(statement: &str) -> Vec<LoadedPolicy> {
    vec![policy(statement, PolicyKind::Identity)]
}

fn trust(statement: &str) -> Policies {
    Policies {
        resource: Some(policy(statement, PolicyKind::RoleTrust)),
        ..Policies::default()
    }
}

fn answer(call: Call, policies: &Policies) -> Answer {
    let source = SourceFile::unnamed("");
    let scenario = Scenario::new(source, call, policies.clone(), Reading::Strict);
    scenario.answer(&Settings::default()).unwrap()
}

/// The verdict of all checks together.
fn verdict(calls: Vec<Call>, policies: &Policies) -> Verdict {
    let verdicts = calls
        .into_iter()
        .map(|call| answer(call, policies).verdict());
    aggregate(verdicts)
}

/// The context with which a harmless call of the session is decided.
fn decided(session: &Session) -> Context {
    let action = "sqs:ListQueues".parse().unwrap();
    let call = session.call(action, Resource::Everything, NOW).unwrap();
    let answer = answer(call, &Policies::default());
    answer.deciding().request.context().clone()
}
