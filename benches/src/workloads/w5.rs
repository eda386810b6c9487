//! W5 and W5s: five thousand principals that share policies, a hundred thousand calls.

use serde_json::json;

use super::calls::Calls;
use super::customer::Style;
use super::services::REGIONS;
use crate::model::{ACCOUNT, Attachment, Policy, Set};
use crate::random::Random;

const PRINCIPALS: usize = 5_000;
const POLICIES: usize = 500;
const CALLS: usize = 100_000;

/// The share of principals with a permissions boundary.
const BOUNDED: f64 = 0.2;

/// Principals with a service control policy, and some with a boundary.
#[must_use]
pub fn many() -> Set {
    set("W5", false, 20_260_706)
}

/// The same on S3 alone, without other layers.
#[must_use]
pub fn many_s3() -> Set {
    set("W5s", true, 20_260_752)
}

fn set(name: &'static str, s3_only: bool, seed: u64) -> Set {
    let style = Style {
        s3_only,
        deny: 0.03,
    };
    let mut random = Random::new(seed);
    let mut policies: Vec<_> = (0..POLICIES)
        .map(|number| {
            let statements = random.between(3, 13);
            style.policy(format!("shared-{number:03}"), statements, &mut random)
        })
        .collect();
    let mut control = Vec::new();
    if !s3_only {
        control = vec![policies.len(), policies.len().saturating_add(1)];
        policies.extend(control_policies());
    }
    let boundary = policies.len();
    if !s3_only {
        policies.push(boundary_policy());
    }
    let attachments: Vec<_> = (0..PRINCIPALS)
        .map(|number| {
            let count = random.between(3, 8);
            Attachment {
                principal: format!("arn:aws:iam::{ACCOUNT}:role/Worker{number:04}"),
                identity: random.distinct(POLICIES, count),
                boundary: (!s3_only && random.chance(BOUNDED)).then(|| vec![boundary]),
                service_control: [control.clone()]
                    .into_iter()
                    .filter(|level| !level.is_empty())
                    .collect(),
            }
        })
        .collect();
    let calls = Calls {
        policies: &policies,
        attachments: &attachments,
        style,
    };
    let calls = calls.draw(CALLS, &mut random);
    Set {
        name,
        policies,
        attachments,
        calls,
    }
}

fn control_policies() -> [Policy; 2] {
    let regions: Vec<&str> = REGIONS.iter().copied().take(8).collect();
    let root = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*", "route53:*", "cloudtrail:*"], "Resource": "*",
         "Condition": {"StringNotEquals": {"aws:RequestedRegion": regions}}},
        {"Effect": "Deny", "Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], "Resource": "*"}]});
    [
        super::full_access(),
        Policy {
            name: "scp-root".to_owned(),
            document: root,
        },
    ]
}

fn boundary_policy() -> Policy {
    Policy {
        name: "boundary".to_owned(),
        document: json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "NotAction": ["iam:*", "eks:*", "kms:ScheduleKeyDeletion"], "Resource": "*"}]}),
    }
}
