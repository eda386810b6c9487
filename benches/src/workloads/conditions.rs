//! The conditions of made-up statements.

use serde_json::{Map, Value, json};

use super::services::{ORGANIZATION, REGIONS, STAGES, TEAMS, one_of};
use crate::model::ACCOUNT;
use crate::random::Random;

/// What a condition asks for.
#[derive(Clone, Copy, Debug)]
enum About {
    Region,
    Address,
    Transport,
    Date,
    Agent,
    Prefix,
    MaxKeys,
    User,
    Team,
    Stage,
    OwnTeam,
    SecondFactor,
    Role,
    TagsNull,
    TagNames,
    Organization,
}

/// Conditions of statements on any service; what occurs more than once is met more often.
const ANY: &[About] = &[
    About::Region,
    About::Region,
    About::Region,
    About::Address,
    About::Transport,
    About::Date,
    About::Agent,
    About::Team,
    About::Team,
    About::Stage,
    About::Stage,
    About::OwnTeam,
    About::SecondFactor,
    About::Role,
    About::TagsNull,
    About::TagNames,
    About::Organization,
];

const S3: &[About] = &[
    About::Address,
    About::Transport,
    About::Date,
    About::Agent,
    About::User,
];

const S3_LISTING: &[About] = &[
    About::Address,
    About::Transport,
    About::Date,
    About::Agent,
    About::User,
    About::Prefix,
    About::MaxKeys,
];

/// Which conditions a statement may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Any,
    S3,
    S3Listing,
}

/// A condition block: one condition, or two in a quarter of cases.
pub(super) fn draw(kind: Kind, random: &mut Random) -> Value {
    let pool = match kind {
        Kind::Any => ANY,
        Kind::S3 => S3,
        Kind::S3Listing => S3_LISTING,
    };
    let count = if random.chance(0.75) { 1 } else { 2 };
    let mut block = Map::new();
    for index in random.distinct(pool.len(), count) {
        for (operator, key, values) in pool
            .get(index)
            .into_iter()
            .flat_map(|about| about.tests(random))
        {
            let keys = block.entry(operator).or_insert_with(|| json!({}));
            if let Value::Object(keys) = keys {
                keys.insert(key.to_owned(), values);
            }
        }
    }
    Value::Object(block)
}

type Test = (&'static str, &'static str, Value);

impl About {
    fn tests(self, random: &mut Random) -> Vec<Test> {
        if let Self::SecondFactor = self {
            let age = random.pick(&["900", "3600", "43200"]);
            return vec![
                ("Bool", "aws:MultiFactorAuthPresent", json!("true")),
                ("NumericLessThan", "aws:MultiFactorAuthAge", json!(age)),
            ];
        }
        vec![self.test(random)]
    }

    fn test(self, random: &mut Random) -> Test {
        match self {
            Self::Region => {
                let count = random.between(1, 5);
                let regions = random.sample(REGIONS, count);
                ("StringEquals", "aws:RequestedRegion", json!(regions))
            }
            Self::Address => {
                let own = format!("10.{}.0.0/16", random.below(256));
                (
                    "IpAddress",
                    "aws:SourceIp",
                    first([&own, "52.0.0.0/8"], random),
                )
            }
            Self::Transport | Self::SecondFactor => ("Bool", "aws:SecureTransport", json!("true")),
            Self::Date => {
                let day = format!("2026-{:02}-01T00:00:00Z", random.between(1, 13));
                ("DateGreaterThan", "aws:CurrentTime", json!(day))
            }
            Self::Agent => {
                let agents = first(["aws-cli/*", "Boto3/*"], random);
                ("StringLike", "aws:UserAgent", agents)
            }
            Self::Prefix => {
                let prefixes = [
                    format!("home/{}/*", random.pick(TEAMS)),
                    "public/*".to_owned(),
                ];
                ("StringLike", "s3:prefix", json!(prefixes))
            }
            Self::MaxKeys => {
                let count = random.pick(&["10", "100", "1000"]);
                ("NumericLessThanEquals", "s3:max-keys", json!(count))
            }
            Self::User => {
                let users = random
                    .distinct(64, 3)
                    .into_iter()
                    .map(|user| format!("Worker{user:04}"));
                ("StringEquals", "aws:username", users.collect())
            }
            _ => self.test_of_tags(random),
        }
    }

    fn test_of_tags(self, random: &mut Random) -> Test {
        match self {
            Self::Team => (
                "StringEquals",
                "aws:PrincipalTag/team",
                json!(random.pick(TEAMS)),
            ),
            Self::Stage => {
                let count = random.between(1, 3);
                let stages = random.sample(STAGES, count);
                ("StringEquals", "aws:ResourceTag/env", json!(stages))
            }
            Self::OwnTeam => {
                let own = json!("${aws:PrincipalTag/team}");
                ("StringEquals", "aws:ResourceTag/team", own)
            }
            Self::TagsNull => {
                let absent = if one_of("01", random) == '0' {
                    "true"
                } else {
                    "false"
                };
                ("Null", "aws:TagKeys", json!(absent))
            }
            Self::TagNames => {
                let names = json!(["team", "env", "owner"]);
                ("ForAllValues:StringEquals", "aws:TagKeys", names)
            }
            Self::Organization => (
                "StringEqualsIfExists",
                "aws:PrincipalOrgID",
                json!(ORGANIZATION),
            ),
            _ => {
                let apps = format!("arn:aws:iam::{ACCOUNT}:role/App*");
                let team = format!("arn:aws:iam::*:role/{}/*", random.pick(TEAMS));
                ("ArnLike", "aws:PrincipalArn", json!([apps, team]))
            }
        }
    }
}

/// The first of two, or both.
fn first(both: [&str; 2], random: &mut Random) -> Value {
    let count = random.between(1, 3);
    both.into_iter().take(count).collect()
}
