//! Exports in every form give the same answers, and nothing that is missing becomes an answer.

mod dialects;
mod findings;
mod forms;
mod holes;
mod hostile;
mod identities;
mod pages;
mod properties;
mod quotas;
mod resources;
mod supplied;

use std::string::ToString;

use portcullis_eval::Resource;
use portcullis_policy::{PolicyKind, Reading};
use portcullis_scenario::{
    Asked, Call, LoadedPolicy, Policies, ScenarioError, Settings, load_policy,
};

use crate::AccountDetails;

/// The account that most tests ask.
const ACCOUNT: &str = include_str!("../tests/data/account.json");

const ALICE: &str = "arn:aws:iam::111122223333:user/staff/alice";
const BOB: &str = "arn:aws:iam::111122223333:user/bob";
const CAROL: &str = "arn:aws:iam::111122223333:user/carol";
const DAVE: &str = "arn:aws:iam::111122223333:user/dave";
const DEPLOY: &str = "arn:aws:iam::111122223333:role/ci/deploy";
const BUILD: &str = "arn:aws:sts::111122223333:assumed-role/deploy/build-7";
const LINKED: &str = "arn:aws:iam::111122223333:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache";
const MALLORY: &str = "arn:aws:iam::444455556666:user/mallory";

fn account() -> AccountDetails {
    AccountDetails::read("account.json", ACCOUNT.as_bytes()).unwrap()
}

fn call(principal: &str, action: &str, resource: &str) -> Call {
    let resource = match resource {
        "*" => Resource::Everything,
        arn => Resource::Arn(arn.parse().unwrap()),
    };
    let asked = Asked::Action(action.parse().unwrap());
    Call::new(principal.parse().unwrap(), asked, resource)
}

/// The verdict and the layer, or the code of the error.
fn outcome(details: &AccountDetails, call: Call, extra: Policies) -> String {
    let answer = details
        .resolve(call, extra)
        .and_then(|resolved| resolved.answer(&Settings::default()));
    match answer {
        Ok(answer) => format!("{} {}", answer.verdict(), answer.reason().as_str()),
        Err(error) => format!("error {}", error.code()),
    }
}

#[track_caller]
fn check(principal: &str, action: &str, resource: &str, expect: &str) {
    let found = outcome(
        &account(),
        call(principal, action, resource),
        Policies::default(),
    );
    assert_eq!(found, expect, "{principal} {action} {resource}");
}

fn error_of(details: &AccountDetails, call: Call) -> ScenarioError {
    details
        .resolve(call, Policies::default())
        .and_then(|resolved| resolved.answer(&Settings::default()))
        .unwrap_err()
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) -> ScenarioError {
    let error = AccountDetails::read("account.json", bytes).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    error
}

/// Where an error stands: the file, and line and column.
fn place(error: &ScenarioError) -> String {
    let location = error.location().unwrap();
    let file = location.file().name().map_or("", |name| name);
    format!("{file}:{}", location.position())
}

fn policy(text: &str, kind: PolicyKind) -> LoadedPolicy {
    load_policy(
        "typed",
        "typed.json",
        text.as_bytes(),
        kind,
        Reading::Strict,
    )
    .unwrap()
}

fn statement(effect: &str, action: &str) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "{effect}", "Action": "{action}", "Resource": "*"}}}}"#
    )
}

fn codes(details: &AccountDetails) -> Vec<String> {
    let codes = details.findings().iter().map(|one| one.code().to_string());
    codes.collect()
}
