//! Decisions over programs of different sizes.

use std::sync::Arc;

use anyhow::{Result, ensure};
use portcullis_condition::{Context, ContextValue};
use portcullis_eval::{AttachedPolicy, Level, PolicySet, Program, Request, decide};
use portcullis_policy::{Document, PolicyKind, Reading};

use super::Prepared;
use super::texts::{ACTIONS, ARNS, fill};
use crate::naive::{self, Caller, Policies};
use crate::random::Random;

const ACCOUNT: &str = "111122223333";
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

/// The policies of one principal, as texts; the same for both sides.
#[derive(Default)]
struct Texts {
    identity: Vec<String>,
    boundary: Option<String>,
    service_control: Vec<String>,
}

impl Texts {
    fn program(&self) -> Result<Program> {
        let read = |text: &str, kind| -> Result<AttachedPolicy> {
            let document = Document::parse(text, kind, Reading::Strict)?;
            Ok(AttachedPolicy::new("policy", Arc::new(document)))
        };
        let mut policies = PolicySet::default();
        for text in &self.identity {
            policies.identity.push(read(text, PolicyKind::Identity)?);
        }
        if let Some(text) = &self.boundary {
            policies.boundary = Some(vec![read(text, PolicyKind::PermissionsBoundary)?]);
        }
        for text in &self.service_control {
            let policy = read(text, PolicyKind::ServiceControl)?;
            policies
                .service_control
                .push(Level::new("level", vec![policy]));
        }
        Ok(Program::compile(policies)?)
    }

    fn naive(&self) -> Result<Policies> {
        let read = |texts: &[String]| {
            texts
                .iter()
                .map(|text| serde_json::from_str(text))
                .collect()
        };
        let mut layers = vec![read(&self.identity)?];
        layers.extend(
            self.boundary
                .iter()
                .map(|text| read(core::slice::from_ref(text)))
                .collect::<Result<Vec<_>, _>>()?,
        );
        for text in &self.service_control {
            layers.push(read(core::slice::from_ref(text))?);
        }
        Ok(Policies { layers })
    }
}

/// The requests for both sides.
fn requests(count: usize, random: &mut Random) -> Result<Vec<(Request, Caller)>> {
    let mut requests = Vec::with_capacity(count);
    for _ in 0..count {
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
        let context = [
            ("aws:PrincipalTag/team", random.pick(TEAMS)),
            ("aws:RequestedRegion", random.pick(REGIONS)),
            ("aws:SecureTransport", random.pick(&["true", "false"])),
        ];
        requests.push((
            request(action, &resource, &context)?,
            Caller::new(action, &resource, &context),
        ));
    }
    Ok(requests)
}

fn request(action: &str, resource: &str, keys: &[(&str, &str)]) -> Result<Request> {
    let mut context = Context::new();
    for (key, value) in keys {
        context.insert(key.parse()?, ContextValue::single(*value))?;
    }
    let builder = Request::builder(action.parse()?)
        .principal(format!("arn:aws:iam::{ACCOUNT}:user/alice").parse()?)
        .resource(resource.parse()?)
        .owner(ACCOUNT.parse()?)
        .context(context);
    Ok(builder.build()?)
}

fn prepare(texts: &Texts, requests: Vec<(Request, Caller)>) -> Result<Prepared> {
    let program = texts.program()?;
    let policies = texts.naive()?;
    for (request, caller) in &requests {
        let same =
            decide(request, &program).verdict().is_allowed() == naive::allowed(caller, &policies);
        ensure!(same, "the baseline decides otherwise on {caller:?}");
    }
    let (requests, callers): (Vec<Request>, Vec<Caller>) = requests.into_iter().unzip();
    Ok(Prepared {
        elements: requests.len(),
        engine: Box::new(move || {
            requests
                .iter()
                .filter(|request| decide(request, &program).verdict().is_allowed())
                .count()
        }),
        naive: Some(Box::new(move || {
            callers
                .iter()
                .filter(|caller| naive::allowed(caller, &policies))
                .count()
        })),
    })
}

pub(super) fn tiny() -> Result<Prepared> {
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": ["elasticache:Describe*", "s3:*", "ec2:*"], "Resource": "*"}}"#;
    let texts = Texts {
        identity: vec![text.to_owned()],
        ..Texts::default()
    };
    prepare(&texts, requests(100, &mut Random::new(3))?)
}

pub(super) fn realistic() -> Result<Prepared> {
    let mut random = Random::new(4);
    let identity = (0..20).map(|_| policy_text(6, &mut random)).collect();
    let full = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let unit = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": ["ec2:TerminateInstances", "kms:*"], "Resource": "*"}]}"#;
    let boundary = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": ["s3:*", "ec2:*", "elasticache:*", "dynamodb:*", "iam:Get*"], "Resource": "*"}}"#;
    let texts = Texts {
        identity,
        boundary: Some(boundary.to_owned()),
        service_control: [full, unit, full].map(str::to_owned).to_vec(),
    };
    prepare(&texts, requests(400, &mut random)?)
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
    let statement = format!(
        r#"{{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::*{tail}b","Condition":{{"StringLike":{{"aws:UserAgent":"*{tail}b*"}}}}}}"#
    );
    let statements = vec![statement; WORST].join(",");
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    ensure!(text.len() <= 10_240, "the policy is larger than AWS stores");
    let texts = Texts {
        identity: vec![text; policies],
        ..Texts::default()
    };
    let program = texts.program()?;
    let requests: Vec<Request> = (0..20)
        .map(|number| {
            let end = if number % 5 == 0 { "b" } else { "a" };
            let name = "a".repeat(1_000);
            let resource = format!("arn:aws:s3:::{name}{end}");
            request(
                "s3:GetObject",
                &resource,
                &[("aws:UserAgent", &format!("{name}{end}"))],
            )
        })
        .collect::<Result<_>>()?;
    Ok(Prepared {
        elements: requests.len(),
        engine: Box::new(move || {
            let decided = requests.iter().map(|request| decide(request, &program));
            decided.filter(|one| one.verdict().is_allowed()).count()
        }),
        naive: None,
    })
}
