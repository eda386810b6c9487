//! Decisions over programs of different sizes.

use anyhow::{Result, ensure};
use serde_json::json;

use super::Prepared;
use super::texts::{ACTIONS, ARNS, fill};
use crate::adapter::Engine;
use crate::measure::requests;
use crate::model::{ACCOUNT, Attachment, Call, Keys, Policy, Set};
use crate::random::Random;
use crate::scan::{Question, Scan};

const TEAMS: &[&str] = &["payments", "search", "growth"];
const REGIONS: &[&str] = &["us-east-1", "eu-west-1", "us-west-2"];

/// Statement bodies of realistic policies; each `%` is an action pattern, `@` a resource, `~` a team.
const STATEMENTS: &[&str] = &[
    r#""Effect": "Allow", "Action": ["%", "%", "%"], "Resource": "@""#,
    r#""Effect": "Allow", "Action": "%", "Resource": ["@", "@"], "Condition": {"StringEquals": {"aws:PrincipalTag/team": "~"}}"#,
    r#""Effect": "Allow", "Action": ["%", "%"], "Resource": "*", "Condition": {"StringLike": {"aws:RequestedRegion": ["us-*", "eu-west-1"]}}"#,
    r#""Effect": "Allow", "Action": "%", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}"#,
    r#""Effect": "Deny", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "~"}}"#,
];

const ACTION_PATTERNS: &[&str] = &[
    "s3:GetObject",
    "s3:List*",
    "s3:*Bucket*",
    "ec2:Describe*",
    "ec2:RunInstances",
    "elasticache:Describe*",
    "elasticache:*Snapshot",
    "iam:Get*",
    "dynamodb:*Item",
    "kms:Decrypt",
    "sqs:*",
];

/// The text of an identity-based policy.
pub(super) fn policy_text(statements: usize, random: &mut Random) -> String {
    let bodies: Vec<String> = (0..statements)
        .map(|number| format!(r#"{{"Sid": "S{number}", {}}}"#, statement(random)))
        .collect();
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        bodies.join(", ")
    )
}

fn statement(random: &mut Random) -> String {
    let mut body = String::new();
    for letter in random.pick(STATEMENTS).chars() {
        match letter {
            '%' => body.push_str(random.pick(ACTION_PATTERNS)),
            '@' => {
                // The name, which ends most ARNs, becomes a star.
                let template = random.pick(ARNS);
                body.push_str(&template.replace('#', "*"));
            }
            '~' => body.push_str(random.pick(TEAMS)),
            other => body.push(other),
        }
    }
    body
}

/// One principal with so many identity-based policies; every other policy is a level of control policies.
fn set(texts: Vec<String>, identity: usize, calls: Vec<Call>) -> Result<Set> {
    let policies = texts
        .iter()
        .map(|text| {
            Ok(Policy {
                name: "policy".to_owned(),
                document: serde_json::from_str(text)?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Set {
        name: "decide",
        attachments: vec![Attachment {
            principal: format!("arn:aws:iam::{ACCOUNT}:user/alice"),
            identity: (0..identity).collect(),
            service_control: (identity..policies.len())
                .map(|level| vec![level])
                .collect(),
            boundary: None,
        }],
        policies,
        calls,
    })
}

fn calls(count: usize, random: &mut Random) -> Vec<Call> {
    let call = |random: &mut Random| {
        let action = random.pick(ACTIONS);
        let service = action.split(':').next().unwrap_or_default();
        let of_service: Vec<&str> = ARNS
            .iter()
            .copied()
            .filter(|arn| arn.split(':').nth(2) == Some(service))
            .collect();
        let template = if of_service.is_empty() {
            random.pick(ARNS)
        } else {
            random.pick(&of_service)
        };
        let resource = fill(template, 50, random);
        let mut keys = Keys::default();
        keys.set("aws:PrincipalTag/team", random.pick(TEAMS));
        keys.set("aws:RequestedRegion", random.pick(REGIONS));
        keys.set("aws:SecureTransport", random.pick(&["true", "false"]));
        Call {
            caller: 0,
            action: action.to_owned(),
            resource,
            keys,
        }
    };
    (0..count).map(|_| call(random)).collect()
}

/// Engine and baseline over a workload, if they agree on every call.
fn prepare(set: &Set) -> Result<Prepared> {
    let (engine, scan) = (Engine::new(set)?, Scan::new(set)?);
    let questions: Vec<Question> = set.calls.iter().map(Question::new).collect();
    let requests = requests(&engine, set)?;
    for ((request, question), call) in requests.iter().zip(&questions).zip(&set.calls) {
        let same = engine.allows(request) == scan.allows(question);
        ensure!(same, "the baseline decides otherwise on {call:?}");
    }
    Ok(Prepared {
        elements: requests.len(),
        engine: Box::new(move || requests.iter().filter(|one| engine.allows(one)).count()),
        naive: Some(Box::new(move || {
            questions.iter().filter(|one| scan.allows(one)).count()
        })),
    })
}

pub(super) fn tiny() -> Result<Prepared> {
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": ["elasticache:Describe*", "s3:*", "ec2:*"], "Resource": "*"}}"#;
    let calls = calls(100, &mut Random::new(3));
    prepare(&set(vec![text.to_owned()], 1, calls)?)
}

pub(super) fn realistic() -> Result<Prepared> {
    let mut random = Random::new(4);
    let mut texts: Vec<String> = (0..20).map(|_| policy_text(6, &mut random)).collect();
    let full = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let unit = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": ["ec2:TerminateInstances", "kms:*"], "Resource": "*"}]}"#;
    let boundary = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": ["s3:*", "ec2:*", "elasticache:*", "dynamodb:*", "iam:Get*"], "Resource": "*"}}"#;
    texts.extend([full, unit, full, boundary].map(str::to_owned));
    let mut set = set(texts, 20, calls(400, &mut random))?;
    for attachment in &mut set.attachments {
        attachment.boundary = attachment.service_control.pop();
    }
    prepare(&set)
}

/// How many statements a policy of the worst sort has: 10,240 characters, the largest policy that AWS stores for an identity.
const WORST: usize = 10;

/// The characters of a pattern behind its wildcards.
const TAIL: usize = 380;

pub(super) fn worst_1() -> Result<Prepared> {
    worst(1)
}

pub(super) fn worst_8() -> Result<Prepared> {
    worst(8)
}

/// Every pattern fits each text but for its last character, so that it is tried at every place of the text. A few texts have it.
fn worst(policies: usize) -> Result<Prepared> {
    let tail = "a".repeat(TAIL);
    let statement = json!({"Effect": "Allow", "Action": "s3:*", "Resource": format!("arn:aws:s3:::*{tail}b"),
        "Condition": {"StringLike": {"aws:UserAgent": format!("*{tail}b*")}}});
    let document = json!({"Version": "2012-10-17", "Statement": vec![statement; WORST]});
    let text = document.to_string();
    ensure!(text.len() <= 10_240, "the policy is larger than AWS stores");
    let call = |number: usize| {
        let end = if number.is_multiple_of(5) { "b" } else { "a" };
        let name = format!("{}{end}", "a".repeat(1_000));
        let mut keys = Keys::default();
        keys.set("aws:UserAgent", name.as_str());
        Call {
            caller: 0,
            action: "s3:GetObject".to_owned(),
            resource: format!("arn:aws:s3:::{name}"),
            keys,
        }
    };
    let set = set(vec![text; policies], policies, (0..20).map(call).collect())?;
    let engine = Engine::new(&set)?;
    let requests = requests(&engine, &set)?;
    Ok(Prepared {
        elements: requests.len(),
        engine: Box::new(move || requests.iter().filter(|one| engine.allows(one)).count()),
        naive: None,
    })
}
