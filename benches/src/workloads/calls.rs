//! Calls: half of them made from a statement so that it may match, the others on anything.

use serde_json::Value;

use super::customer::Style;
use super::services::{
    self, ORGANIZATION, REGIONS, STAGES, Service, TEAMS, hexadecimal, is_on_objects, one_of,
};
use crate::model::{ACCOUNT, Attachment, Call, Keys, Policy, Values, actions, list, statements};
use crate::random::Random;
use crate::scan::glob;

/// The share of calls that are made from a statement of the caller.
const FROM_STATEMENT: f64 = 0.5;

/// Of these, the share that meets the statement's conditions.
const MEETING: f64 = 0.7;

/// Calls on a workload.
pub(super) struct Calls<'a> {
    pub(super) policies: &'a [Policy],
    pub(super) attachments: &'a [Attachment],
    pub(super) style: Style,
}

impl Calls<'_> {
    /// So many calls by any of the principals.
    pub(super) fn draw(&self, count: usize, random: &mut Random) -> Vec<Call> {
        let services = self.style.services();
        let mut calls = Vec::with_capacity(count);
        while calls.len() < count {
            let caller = random.below(self.attachments.len());
            let Some(attachment) = self.attachments.get(caller) else {
                break;
            };
            let region = random.pick(REGIONS);
            let mut keys = keys(&attachment.principal, region, self.style.s3_only, random);
            let made = if random.chance(FROM_STATEMENT) {
                self.covered(attachment, &mut keys, random)
            } else {
                Some(on_anything(&services, region, random))
            };
            if let Some((action, resource)) = made {
                calls.push(Call {
                    caller,
                    action,
                    resource,
                    keys,
                });
            }
        }
        calls
    }

    /// An action and a resource that one of the caller's statements covers, if it has an `Action`.
    fn covered(
        &self,
        attachment: &Attachment,
        keys: &mut Keys,
        random: &mut Random,
    ) -> Option<(String, String)> {
        let policy = attachment
            .identity
            .get(random.below(attachment.identity.len()))?;
        let statements: Vec<&Value> = statements(self.policies.get(*policy)?).collect();
        let statement = *statements.get(random.below(statements.len()))?;
        statement.get("Action")?;
        let action = fitting_action(random.pick(&actions(statement).collect::<Vec<_>>()), random)?;
        let all: Vec<&str> = list(statement.get("Resource"))
            .filter_map(Value::as_str)
            .collect();
        let mut patterns = all.clone();
        if action.starts_with("s3:") {
            patterns.retain(|pattern| pattern.contains('/') == is_on_objects(&action));
        }
        let pattern = random.pick(if patterns.is_empty() { &all } else { &patterns });
        let resource = fitting_text(pattern, keys, random);
        if random.chance(MEETING) {
            meet(statement.get("Condition"), keys, random);
        }
        Some((action, resource))
    }
}

/// Any action on a resource of its service; half of the resources have a name of which no policy speaks.
fn on_anything(
    services: &[&'static Service],
    region: &str,
    random: &mut Random,
) -> (String, String) {
    let service = services::any_of(services, random);
    let action = format!("{}:{}", service.prefix, service.action(random));
    let mut template = random.pick(service.arns);
    if let ("s3", [bucket, object, ..]) = (service.prefix, service.arns) {
        template = if is_on_objects(&action) {
            object
        } else {
            bucket
        };
    }
    let unknown = random
        .chance(0.5)
        .then(|| format!("ext-{}", hexadecimal(6, random)));
    let resource = services::arn(template, unknown.as_deref(), region, random);
    (action, resource)
}

/// The keys that a call to AWS carries.
pub(super) fn keys(principal: &str, region: &str, few: bool, random: &mut Random) -> Keys {
    let mut keys = Keys::default();
    let kind = if principal.contains(":user/") {
        "User"
    } else {
        "AssumedRole"
    };
    keys.set("aws:PrincipalArn", principal);
    keys.set("aws:PrincipalAccount", ACCOUNT);
    keys.set("aws:PrincipalType", kind);
    keys.set("aws:PrincipalOrgID", ORGANIZATION);
    let id = hexadecimal(16, random).to_ascii_uppercase();
    keys.set("aws:userid", format!("AIDA{id}"));
    keys.set(
        "aws:username",
        principal.rsplit('/').next().unwrap_or_default(),
    );
    let (first, last) = (random.pick(&["10", "52", "203"]), random.between(1, 255));
    let (second, third) = (random.below(256), random.below(256));
    keys.set("aws:SourceIp", format!("{first}.{second}.{third}.{last}"));
    keys.set("aws:SecureTransport", random.chance(0.95).to_string());
    let (month, day) = (random.between(1, 13), random.between(1, 29));
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    let time = format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    keys.set("aws:CurrentTime", time);
    keys.set("aws:RequestedRegion", region);
    let agents = ["aws-cli/2.15.30", "Boto3/1.34.69", "aws-sdk-java/2.25.11"];
    keys.set("aws:UserAgent", random.pick(&agents));
    if !few {
        add_tags_and_session(&mut keys, random);
    }
    keys
}

fn add_tags_and_session(keys: &mut Keys, random: &mut Random) {
    keys.set("aws:ViaAWSService", random.chance(0.05).to_string());
    keys.set("aws:PrincipalTag/team", random.pick(TEAMS));
    keys.set("aws:PrincipalTag/env", random.pick(STAGES));
    if random.chance(0.6) {
        let second_factor = random.chance(0.7);
        keys.set("aws:MultiFactorAuthPresent", second_factor.to_string());
        if second_factor {
            keys.set(
                "aws:MultiFactorAuthAge",
                random.between(60, 86_400).to_string(),
            );
        }
    }
    if random.chance(0.5) {
        keys.set("aws:ResourceTag/env", random.pick(STAGES));
        keys.set("aws:ResourceTag/team", random.pick(TEAMS));
    }
    if random.chance(0.2) {
        let count = random.between(1, 4);
        let names = random.sample(&["team", "env", "owner", "cost-center", "ttl"], count);
        let names = names.into_iter().map(str::to_owned).collect();
        keys.put("aws:TagKeys", Values::Many(names));
    }
}

/// An action of a service that a pattern with at most one star covers.
fn fitting_action(pattern: &str, random: &mut Random) -> Option<String> {
    let (prefix, name) = pattern.split_once(':')?;
    let fitting: Vec<&str> = services::service(prefix)?
        .actions()
        .filter(|action| glob(name, action))
        .collect();
    (!fitting.is_empty()).then(|| format!("{prefix}:{}", random.pick(&fitting)))
}

/// A text that a pattern matches; from a pattern of an ARN, an ARN that can exist.
fn fitting_text(pattern: &str, keys: &Keys, random: &mut Random) -> String {
    let pattern = keys.expand(pattern);
    let number = format!("{:03}", random.below(1_000));
    let object = format!("{:03}/part-{:04}", random.below(400), random.below(10_000));
    let paths = ["", &number, "x", &object];
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, resource] = fields.as_slice() else {
        return fill(&pattern, &paths, random);
    };
    let regions: Vec<&str> = REGIONS
        .iter()
        .copied()
        .filter(|one| glob(region, one))
        .collect();
    let region = if regions.is_empty() {
        region
    } else {
        random.pick(&regions)
    };
    let ours = !account.is_empty() && glob(account, ACCOUNT);
    let account = if ours { ACCOUNT } else { account };
    let resource = match resource.split_once('/') {
        Some((bucket, key)) if *service == "s3" => {
            let bucket = fill(bucket, BUCKETS, random);
            format!("{bucket}/{}", fill(key, &paths, random))
        }
        None if *service == "s3" => fill(resource, BUCKETS, random),
        _ => fill(resource, &paths, random),
    };
    format!("arn:{partition}:{service}:{region}:{account}:{resource}")
}

const BUCKETS: &[&str] = &["000", "x", "data"];

fn fill(pattern: &str, stars: &[&str], random: &mut Random) -> String {
    let mut text = String::new();
    for letter in pattern.chars() {
        match letter {
            '*' => text.push_str(random.pick(stars)),
            '?' => text.push(one_of("0123456789", random)),
            other => text.push(other),
        }
    }
    text
}

/// Sets the keys so that a condition block holds.
fn meet(condition: Option<&Value>, keys: &mut Keys, random: &mut Random) {
    let operators = condition.and_then(Value::as_object);
    for (operator, tests) in operators.into_iter().flatten() {
        for (key, values) in tests.as_object().into_iter().flatten() {
            let value = list(Some(values))
                .find_map(Value::as_str)
                .unwrap_or_default();
            meet_one(operator, key, value, keys, random);
        }
    }
}

fn meet_one(operator: &str, key: &str, value: &str, keys: &mut Keys, random: &mut Random) {
    match operator {
        "StringEquals" | "StringEqualsIfExists" | "Bool" => keys.set(key, keys.expand(value)),
        "StringLike" | "ArnLike" => keys.set(key, fitting_text(value, keys, random)),
        "IpAddress" => {
            let network = value.split('/').next().unwrap_or_default();
            let start = network.rsplit_once('.').map_or("", |(start, _)| start);
            keys.set(key, format!("{start}.7"));
        }
        "NumericLessThan" | "NumericLessThanEquals" => {
            let limit: u32 = value.parse().unwrap_or_default();
            keys.set(key, limit.saturating_sub(1).to_string());
        }
        "DateGreaterThan" => keys.set(key, "2026-12-31T12:00:00Z"),
        "Null" if value == "true" => keys.remove(key),
        "Null" if keys.get(key).is_none() => {
            keys.put(key, Values::Many(vec!["team".to_owned()]));
        }
        _ => {}
    }
}
