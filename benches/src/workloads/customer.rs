//! Policies as customers write them: exact actions and verbs with a star, names with a star, some conditions, few denies.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::conditions::{self, Kind};
use super::services::{self, REGIONS, STAGES, Service, TEAMS, application};
use crate::model::{ACCOUNT, Policy};
use crate::random::Random;

/// What the policies of a workload are like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Whether they are on S3 alone.
    pub(super) s3_only: bool,
    /// The share of statements that deny.
    pub(super) deny: f64,
}

/// The share of statements with a condition.
const CONDITIONAL: f64 = 0.35;

/// In S3-only policies, the share of statements that list buckets.
const LISTING: f64 = 0.15;

/// The verbs with which names of actions begin.
const VERBS: &[&str] = &[
    "Get", "List", "Describe", "Put", "Delete", "Create", "Update", "Batch", "Start",
];

impl Style {
    /// The services of which policies and calls speak.
    pub(super) fn services(self) -> Vec<&'static Service> {
        let wanted = |service: &&Service| !self.s3_only || service.prefix == "s3";
        services::SERVICES.iter().filter(wanted).collect()
    }

    /// A policy.
    pub(super) fn policy(self, name: String, statements: usize, random: &mut Random) -> Policy {
        let services = self.services();
        let statements: Vec<Value> = (0..statements)
            .map(|number| self.statement(number, &services, random))
            .collect();
        Policy {
            name,
            document: json!({"Version": "2012-10-17", "Statement": statements}),
        }
    }

    fn statement(self, number: usize, services: &[&'static Service], random: &mut Random) -> Value {
        let service = services::any_of(services, random);
        let count = [1, 2, 3, 3, 5, 8]
            .get(random.below(6))
            .copied()
            .unwrap_or(1);
        let mut actions: BTreeSet<String> = (0..count)
            .map(|_| action_pattern(service, random))
            .collect();
        let listing = self.s3_only && random.chance(LISTING);
        if listing {
            actions = BTreeSet::from(["s3:ListBucket".to_owned()]);
        }
        let resources = self.resources(service, listing, random);
        let mut deny = random.chance(self.deny);
        let all_but = !self.s3_only && random.chance(self.deny / 3.0);
        deny |= all_but;
        let mut statement = json!({
            "Sid": format!("S{number}"),
            "Effect": if deny { "Deny" } else { "Allow" },
            "Resource": one_or_list(resources),
        });
        let conditional = random.chance(CONDITIONAL) || all_but;
        if let Value::Object(members) = &mut statement {
            let name = if all_but { "NotAction" } else { "Action" };
            members.insert(name.to_owned(), one_or_list(actions));
            if conditional {
                let kind = match (self.s3_only, listing) {
                    (false, _) => Kind::Any,
                    (true, false) => Kind::S3,
                    (true, true) => Kind::S3Listing,
                };
                members.insert("Condition".to_owned(), conditions::draw(kind, random));
            }
        }
        statement
    }

    /// One to three patterns; for S3 the bucket and its objects besides.
    fn resources(self, service: &Service, listing: bool, random: &mut Random) -> BTreeSet<String> {
        let count = [1, 1, 2, 3].get(random.below(4)).copied().unwrap_or(1);
        let mut patterns: BTreeSet<String> = (0..count)
            .map(|_| resource_pattern(random.pick(service.arns), !self.s3_only, random))
            .collect();
        if service.prefix == "s3" {
            let name = patterns.first().and_then(|arn| arn.split_once(":::"));
            let bucket = name.and_then(|(_, name)| name.split('/').next());
            let bucket = format!("arn:aws:s3:::{}", bucket.unwrap_or_default());
            if listing {
                return BTreeSet::from([bucket]);
            }
            patterns.insert(format!("{bucket}/*"));
            patterns.insert(bucket);
        }
        patterns
    }
}

fn one_or_list(texts: BTreeSet<String>) -> Value {
    match texts.len() {
        1 => texts.into_iter().next().map_or(Value::Null, Value::String),
        _ => texts.into_iter().collect(),
    }
}

/// Seven in ten exact, a fifth a verb with a star, few the end of a name or a whole service.
fn action_pattern(service: &Service, random: &mut Random) -> String {
    let prefix = service.prefix;
    let form = random.share();
    let name = service.action(random);
    let exact = format!("{prefix}:{name}");
    if form < 0.70 {
        exact
    } else if form < 0.92 {
        let verb = VERBS.iter().find(|verb| name.starts_with(**verb));
        verb.map_or(exact, |verb| format!("{prefix}:{verb}*"))
    } else if form < 0.95 && prefix != "s3" {
        let end = name.get(name.len().saturating_sub(4)..).unwrap_or(name);
        format!("{prefix}:*{end}")
    } else if form > 0.97 {
        format!("{prefix}:*")
    } else {
        exact
    }
}

/// Names with a star at their end, mostly; few with one at their start, or with a variable.
fn resource_pattern(template: &str, variables: bool, random: &mut Random) -> String {
    let (team, stage) = (random.pick(TEAMS), random.pick(STAGES));
    let form = random.share();
    let name = if form < 0.45 {
        format!("{team}-{stage}-*")
    } else if form < 0.60 {
        format!("{team}-*")
    } else if form < 0.70 {
        format!("*-{stage}-{:02}?", random.below(40))
    } else if form < 0.75 && variables {
        format!("{team}-{stage}-${{aws:username}}*")
    } else {
        application(random)
    };
    let account = if random.chance(0.8) { ACCOUNT } else { "*" };
    let region = if random.chance(0.4) {
        random.pick(REGIONS)
    } else {
        "*"
    };
    ["{h}", "{H}", "{u}", "{n2}"]
        .iter()
        .fold(template.to_owned(), |arn, part| arn.replace(part, "*"))
        .replace("{n}", &name)
        .replace("{a}", account)
        .replace("{r}", region)
}
