//! Globs and ARNs.

use anyhow::Result;
use portcullis_arn::{Arn, pattern};
use portcullis_glob::{matches, matches_ignore_ascii_case, tokens};

use super::Prepared;
use crate::naive;
use crate::random::Random;

/// Actions of several services, as requests name them.
pub(super) const ACTIONS: &[&str] = &[
    "s3:GetObject",
    "s3:PutObject",
    "s3:ListBucket",
    "s3:GetBucketPolicy",
    "ec2:DescribeInstances",
    "ec2:RunInstances",
    "ec2:TerminateInstances",
    "elasticache:DescribeCacheClusters",
    "elasticache:CreateSnapshot",
    "elasticache:ModifyCacheCluster",
    "iam:PassRole",
    "iam:GetRole",
    "dynamodb:Query",
    "dynamodb:PutItem",
    "kms:Decrypt",
    "sqs:SendMessage",
];

/// Patterns for them, as policies write them.
const ACTION_PATTERNS: &[&str] = &[
    "*",
    "s3:*",
    "s3:Get*",
    "s3:List*",
    "ec2:Describe*",
    "ec2:*Instances",
    "elasticache:Describe*",
    "elasticache:*Cache*",
    "iam:Get*",
    "iam:PassRole",
    "dynamodb:*Item",
    "kms:*crypt",
    "s?s:Send*",
    "*:Get*",
];

/// Templates of ARNs; `#` is a name.
pub(super) const ARNS: &[&str] = &[
    "arn:aws:s3:::amzn-s3-demo-bucket-#/reports/2026/#.csv",
    "arn:aws:s3:::amzn-s3-demo-bucket-#",
    "arn:aws:ec2:us-east-1:111122223333:instance/i-#",
    "arn:aws:elasticache:eu-west-1:111122223333:cluster:cache-#",
    "arn:aws:elasticache:eu-west-1:111122223333:snapshot:nightly-#",
    "arn:aws:iam::111122223333:role/team/service-#",
    "arn:aws:dynamodb:us-west-2:111122223333:table/orders-#/index/by-date",
    "arn:aws:kms:us-east-1:444455556666:key/#",
];

/// A template with each `#` replaced by a number below `names`.
pub(super) fn fill(template: &str, names: usize, random: &mut Random) -> String {
    let mut filled = String::new();
    for part in template.split_inclusive('#') {
        match part.strip_suffix('#') {
            Some(text) => filled.extend([text, &random.below(names).to_string()]),
            None => filled.push_str(part),
        }
    }
    filled
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn glob_actions() -> Result<Prepared> {
    let pairs = || {
        ACTION_PATTERNS
            .iter()
            .flat_map(|p| ACTIONS.iter().map(move |a| (*p, *a)))
    };
    Ok(Prepared {
        elements: pairs().count(),
        engine: Box::new(move || {
            pairs()
                .filter(|(p, a)| matches_ignore_ascii_case(p, a))
                .count()
        }),
        naive: Some(Box::new(move || {
            let folded = |text: &str| text.to_ascii_lowercase();
            pairs()
                .filter(|(p, a)| naive::glob(&folded(p), &folded(a)))
                .count()
        })),
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn glob_hostile() -> Result<Prepared> {
    let pairs: Vec<(String, String)> = (1..=16)
        .map(|stars| ("*a".repeat(stars) + "b", "a".repeat(1_000)))
        .collect();
    Ok(Prepared {
        elements: pairs.len(),
        engine: Box::new(move || pairs.iter().filter(|(p, t)| matches(p, t)).count()),
        naive: None,
    })
}

fn arns(count: usize) -> Vec<String> {
    let mut random = Random::new(1);
    (0..count)
        .map(|_| {
            let template = random.pick(ARNS);
            fill(template, 50, &mut random)
        })
        .collect()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn arn_parse() -> Result<Prepared> {
    let texts = arns(200);
    let again = texts.clone();
    Ok(Prepared {
        elements: texts.len(),
        engine: Box::new(move || {
            let parsed = texts.iter().filter_map(|text| text.parse::<Arn>().ok());
            parsed.filter(|arn| arn.service() == "s3").count()
        }),
        naive: Some(Box::new(move || {
            let split = again
                .iter()
                .map(|text| text.splitn(6, ':').map(str::to_owned).collect::<Vec<_>>());
            split
                .filter(|fields| fields.get(2).is_some_and(|service| service == "s3"))
                .count()
        })),
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn arn_match() -> Result<Prepared> {
    let texts = arns(200);
    let again = texts.clone();
    // No star before the sixth field ends in the middle of a colon, so both ways agree.
    let patterns = [
        [
            "arn",
            "aws",
            "s3",
            "",
            "",
            "amzn-s3-demo-bucket-*/reports/*.csv",
        ],
        ["arn", "aws", "ec2", "*", "111122223333", "instance/*"],
        [
            "arn",
            "aws",
            "elasticache",
            "eu-west-?",
            "111122223333",
            "cluster:*",
        ],
        ["arn", "aws", "iam", "", "*", "role/team/*"],
    ];
    Ok(Prepared {
        elements: patterns.len() * texts.len(),
        engine: Box::new(move || {
            let fields = patterns.map(|fields| fields.map(tokens));
            let matched = |text: &String| {
                fields
                    .iter()
                    .filter(|f| pattern::match_resource(f, text))
                    .count()
            };
            texts.iter().map(matched).sum()
        }),
        naive: Some(Box::new(move || {
            let whole = patterns.map(|fields| fields.join(":"));
            let matched = |text: &String| whole.iter().filter(|p| naive::glob(p, text)).count();
            again.iter().map(matched).sum()
        })),
    })
}
