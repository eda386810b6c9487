//! W2: ten of the policies that AWS manages, a boundary and three levels of control policies.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::calls::keys;
use super::services::{self, ORGANIZATION, REGIONS, SERVICES};
use crate::model::{ACCOUNT, Attachment, Call, Policy, Set, actions, statements};
use crate::random::Random;

/// The policies that AWS manages, of which the principal has each.
const MANAGED: [&str; 10] = [
    "ReadOnlyAccess",
    "PowerUserAccess",
    "SecurityAudit",
    "AmazonEC2FullAccess",
    "AmazonS3FullAccess",
    "AWSLambda_FullAccess",
    "AmazonDynamoDBFullAccess",
    "CloudWatchFullAccessV2",
    "AmazonECS_FullAccess",
    "IAMReadOnlyAccess",
];

const CALLS: usize = 1_000;

/// Where `cargo xtask corpus` puts the managed policies: below the folder in which Cargo builds.
#[must_use]
pub fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    );
    target.join("corpus").join("aws-managed-policies")
}

/// The workload; none where the managed policies are not at hand, which is said on standard error.
///
/// # Errors
///
/// If one of them cannot be read although their folder is there.
pub fn realistic() -> Result<Option<Set>> {
    let folder = folder();
    if !folder.is_dir() {
        eprintln!("note: W2 is left out, for `cargo xtask corpus` has not been run");
        return Ok(None);
    }
    let managed = MANAGED
        .iter()
        .map(|name| read(&folder, name))
        .collect::<Result<Vec<_>>>()?;
    Ok(Some(set(managed)))
}

fn read(folder: &Path, name: &str) -> Result<Policy> {
    let path = folder.join(format!("{name}.json"));
    let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let document = serde_json::from_str(&text).with_context(|| format!("{}", path.display()))?;
    Ok(policy(name, document))
}

fn policy(name: &str, document: Value) -> Policy {
    Policy {
        name: name.to_owned(),
        document,
    }
}

fn set(managed: Vec<Policy>) -> Set {
    let mut random = Random::new(20_260_703);
    let named = named_actions(&managed);
    let identity: Vec<usize> = (0..managed.len()).collect();
    let mut policies = managed;
    let own = [
        policy("boundary", boundary()),
        super::full_access(),
        policy("scp-root", root()),
        policy("scp-unit", unit()),
        policy("scp-account", account()),
    ];
    let first = policies.len();
    policies.extend(own);
    let at = |offset: usize| first.saturating_add(offset);
    let principal = format!("arn:aws:iam::{ACCOUNT}:role/AppAdmin");
    let calls = (0..CALLS)
        .map(|_| call(&principal, &named, &mut random))
        .collect();
    Set {
        name: "W2",
        policies,
        attachments: vec![Attachment {
            principal,
            identity,
            boundary: Some(vec![at(0)]),
            service_control: [2, 3, 4].map(|level| vec![at(1), at(level)]).to_vec(),
        }],
        calls,
    }
}

/// The actions that the policies name in full.
fn named_actions(policies: &[Policy]) -> Vec<String> {
    let all = policies.iter().flat_map(statements).flat_map(actions);
    let mut named: Vec<String> = all
        .filter(|action| !action.contains(['*', '?']) && action.contains(':'))
        .map(str::to_owned)
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// Half on an action that the policies name, half on one of the workloads' services.
fn call(principal: &str, named: &[String], random: &mut Random) -> Call {
    let action = if random.chance(0.5) {
        named
            .get(random.below(named.len()))
            .cloned()
            .unwrap_or_default()
    } else {
        let all: Vec<_> = SERVICES
            .iter()
            .flat_map(|service| service.actions().map(|name| (service.prefix, name)))
            .collect();
        let drawn = all.get(random.below(all.len())).copied();
        drawn.map_or_else(String::new, |(prefix, name)| format!("{prefix}:{name}"))
    };
    let region = random.pick(REGIONS);
    let prefix = action.split(':').next().unwrap_or_default();
    let other = format!("arn:aws:{prefix}:{{r}}:{{a}}:{{n}}/{{n2}}");
    let template = match services::service(prefix) {
        Some(service) => random.pick(service.arns),
        None => &other,
    };
    let mut keys = keys(principal, region, false, random);
    if random.chance(0.8) {
        let own = random.chance(0.9);
        keys.set(
            "aws:ResourceOrgID",
            if own { ORGANIZATION } else { "o-zzzzzzzzzz" },
        );
        keys.set("aws:ResourceAccount", ACCOUNT);
    }
    if action == "ec2:RunInstances" {
        let types = ["t3.micro", "m7g.large", "p5.48xlarge"];
        keys.set("ec2:InstanceType", random.pick(&types));
        keys.set(
            "ec2:MetadataHttpTokens",
            random.pick(&["required", "optional"]),
        );
    }
    if action == "iam:PassRole" {
        let services = [
            "lambda.amazonaws.com",
            "ec2.amazonaws.com",
            "ecs-tasks.amazonaws.com",
        ];
        keys.set("iam:PassedToService", random.pick(&services));
    }
    Call {
        caller: 0,
        resource: services::arn(template, None, region, random),
        action,
        keys,
    }
}

fn boundary() -> Value {
    let mut services: Vec<String> = SERVICES
        .iter()
        .map(|one| format!("{}:*", one.prefix))
        .collect();
    let more = [
        "tag:*",
        "acm:*",
        "apigateway:*",
        "autoscaling:*",
        "elasticloadbalancing:*",
    ];
    services.extend(more.map(str::to_owned));
    json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "Services", "Effect": "Allow", "Action": services, "Resource": "*"},
        {"Sid": "Rest", "Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*", "aws-portal:*", "sts:*"], "Resource": "*"},
        {"Sid": "NoEscalation", "Effect": "Deny", "Action": ["iam:CreateUser", "iam:CreateAccessKey",
            "iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary", "iam:*LoginProfile"], "Resource": "*"},
        {"Sid": "OnlyBounded", "Effect": "Deny", "Action": ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"], "Resource": "*",
         "Condition": {"StringNotEquals": {"iam:PermissionsBoundary": format!("arn:aws:iam::{ACCOUNT}:policy/boundary")}}}]})
}

fn administrators() -> Value {
    json!([
        "arn:aws:iam::*:role/OrgAdmin",
        "arn:aws:iam::*:role/aws-reserved/*"
    ])
}

fn root() -> Value {
    json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "RegionLock", "Effect": "Deny", "Resource": "*",
         "NotAction": ["a4b:*", "account:*", "acm:*", "aws-portal:*", "budgets:*", "ce:*", "chime:*", "cloudfront:*", "config:*",
            "cur:*", "directconnect:*", "ec2:DescribeRegions", "ec2:DescribeTransitGateways", "fms:*", "globalaccelerator:*",
            "health:*", "iam:*", "importexport:*", "kms:*", "mobileanalytics:*", "networkmanager:*", "organizations:*",
            "pricing:*", "route53:*", "route53domains:*", "s3:GetAccountPublic*", "s3:ListAllMyBuckets", "s3:PutAccountPublic*",
            "shield:*", "sts:*", "support:*", "trustedadvisor:*", "waf-regional:*", "waf:*", "wafv2:*", "wellarchitected:*"],
         "Condition": {"ArnNotLike": {"aws:PrincipalArn": administrators()},
            "StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ca-central-1", "ap-southeast-1"]}}},
        {"Sid": "StayInOrg", "Effect": "Deny", "Action": ["organizations:LeaveOrganization", "account:CloseAccount"], "Resource": "*"}]})
}

fn unit() -> Value {
    json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "NoRoot", "Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}},
        {"Sid": "OrgResourcesOnly", "Effect": "Deny", "Resource": "*",
         "Action": ["s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "sqs:SendMessage", "sns:Publish", "kinesis:Put*", "sts:AssumeRole"],
         "Condition": {"StringNotEqualsIfExists": {"aws:ResourceOrgID": ORGANIZATION}, "BoolIfExists": {"aws:ViaAWSService": "false"}}},
        {"Sid": "GuardLogs", "Effect": "Deny", "Resource": "*",
         "Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail", "config:DeleteConfigurationRecorder",
            "config:StopConfigurationRecorder", "guardduty:Delete*", "guardduty:Disassociate*", "guardduty:StopMonitoringMembers",
            "securityhub:Disable*", "access-analyzer:DeleteAnalyzer"],
         "Condition": {"ArnNotLike": {"aws:PrincipalArn": administrators()}}},
        {"Sid": "Encrypted", "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]})
}

fn account() -> Value {
    let instances = "arn:aws:ec2:*:*:instance/*";
    json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "SmallInstances", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": instances,
         "Condition": {"StringNotLike": {"ec2:InstanceType": ["t3.*", "t4g.*", "m7g.*", "c7g.*"]}}},
        {"Sid": "Metadata", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": instances,
         "Condition": {"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}}},
        {"Sid": "Protected", "Effect": "Deny",
         "Action": ["iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Tag*", "iam:Untag*", "iam:Update*"],
         "Resource": ["arn:aws:iam::*:role/OrgAdmin", "arn:aws:iam::*:role/aws-reserved/*", "arn:aws:iam::*:policy/scp-*"],
         "Condition": {"ArnNotLike": {"aws:PrincipalArn": administrators()}}},
        {"Sid": "SecondFactor", "Effect": "Deny", "Resource": "*",
         "Action": ["s3:DeleteBucket*", "rds:DeleteDBInstance", "dynamodb:DeleteTable", "kms:ScheduleKeyDeletion"],
         "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
        {"Sid": "NoPublicAcl", "Effect": "Deny", "Action": ["s3:PutBucketAcl", "s3:PutObjectAcl"], "Resource": "*",
         "Condition": {"StringEquals": {"s3:x-amz-acl": ["public-read", "public-read-write", "authenticated-read"]}}}]})
}
