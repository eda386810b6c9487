//! The tables are sorted, complete against their sources' counts, and answer as their rules say.

use super::identity_key;
use super::{
    AccessSource, EndpointKind, GlobalKey, access_sources_not_considered, cardinality,
    default_endpoint_kind, global_key, global_keys, global_region, has_resource_account,
    supports_resource_control_policies, supports_resource_policies,
};
use super::{access_sources, control_policies, regions, resource_policies};
use crate::{Cardinality, KeyType, ValueType, folding};
use std::string::String;
use std::vec::Vec;

fn assert_sorted<'a>(names: impl Iterator<Item = &'a str>) {
    let names: Vec<&str> = names.collect();
    for pair in names.windows(2) {
        assert!(
            folding::compare(pair[0], pair[1]).is_lt(),
            "{} before {}",
            pair[0],
            pair[1]
        );
    }
}

#[test]
fn tables_are_sorted_for_their_look_ups() {
    assert_sorted(global_keys().map(GlobalKey::name));
    assert_sorted(regions::prefixes());
    assert_sorted(access_sources::prefixes());
    assert_sorted(resource_policies::table().iter().copied());
    for table in control_policies::tables() {
        assert_sorted(table.iter().copied());
    }
    assert_sorted(super::identity_keys::names());
}

#[test]
fn pl_9_1_sensitive_keys() {
    let sensitive: Vec<&str> = global_keys()
        .filter(|key| key.is_sensitive())
        .map(GlobalKey::name)
        .collect();
    assert_eq!(sensitive.len(), 10);
    assert!(sensitive.contains(&"aws:SourceVpce") && !sensitive.contains(&"aws:SourceIp"));
}

#[test]
fn pl_9_2_global_keys() {
    let multiple: Vec<&str> = global_keys()
        .filter(|key| key.cardinality() == Cardinality::Multiple)
        .map(GlobalKey::name)
        .collect();
    assert_eq!(
        multiple,
        [
            "aws:CalledVia",
            "aws:PrincipalOrgPaths",
            "aws:PrincipalServiceNamesList",
            "aws:ResourceOrgPaths",
            "aws:SourceOrgPaths",
            "aws:TagKeys",
            "aws:VpceOrgPaths",
        ]
    );
    assert_eq!(
        global_keys().filter(|key| key.is_always_present()).count(),
        6
    );
    assert_eq!(
        global_keys().filter(|key| key.types().count() > 1).count(),
        2
    );
    assert!(
        global_keys()
            .all(|key| global_key(key.name()).is_some_and(|found| found.name() == key.name()))
    );
    assert!(global_key("aws:PrincipalTag").is_none());
    assert!(global_key("").is_none());
}

#[test]
fn pl_9_2_actions_without_resource_account() {
    for (prefix, action) in [
        ("ebs", "PutSnapshotBlock"),
        ("ec2", "AcceptVpcPeeringConnection"),
        ("events", "PutEvents"),
        ("route53", "associatevpcwithhostedzone"),
    ] {
        assert!(!has_resource_account(prefix, action), "{prefix}:{action}");
    }
    assert!(has_resource_account("ec2", "CreateSnapshot"));
    assert!(has_resource_account(
        "detective",
        "UpdateAssessmentFrameworkShare"
    ));
}

#[test]
fn pl_9_4_global_services_have_a_region() {
    for prefix in ["iam", "organizations", "route53", "cloudfront", "IAM"] {
        assert_eq!(global_region(prefix, "aws"), Some("us-east-1"), "{prefix}");
    }
    assert_eq!(
        global_region("route53", "aws-us-gov"),
        Some("us-gov-west-1")
    );
    assert_eq!(global_region("cloudfront", "aws-us-gov"), None);
    assert_eq!(global_region("iam", "aws-future"), None);
    assert_eq!(global_region("s3", "aws"), None);
}

#[test]
fn pl_9_2_keys_of_service_sessions() {
    for (name, value) in [
        ("ec2:RoleDelivery", ValueType::Numeric),
        ("ec2:SourceInstanceArn", ValueType::Arn),
        ("lambda:SourceFunctionArn", ValueType::Arn),
        ("ssm:SourceInstanceArn", ValueType::Arn),
        ("glue:RoleAssumedBy", ValueType::String),
        ("glue:CredentialIssuingService", ValueType::String),
        ("codebuild:BuildArn", ValueType::Arn),
        ("codebuild:ProjectArn", ValueType::Arn),
        ("identitystore:UserId", ValueType::String),
    ] {
        let key = identity_key(name).expect(name);
        assert_eq!(
            (key.value(), key.cardinality()),
            (value, Cardinality::Single),
            "{name}"
        );
    }
}

#[test]
fn pl_9_5_types_of_iam_and_sts_keys() {
    for (name, value) in [
        ("iam:PassedToService", ValueType::String),
        ("iam:AssociatedResourceArn", ValueType::Arn),
        ("iam:PermissionsBoundary", ValueType::Arn),
        ("iam:PolicyARN", ValueType::Arn),
        ("iam:AWSServiceName", ValueType::String),
        ("iam:ResourceTag/team", ValueType::String),
        ("iam:OrganizationsPolicyId", ValueType::String),
        ("sts:DurationSeconds", ValueType::Numeric),
        ("sts:RequestContext/identitystore:UserId", ValueType::String),
    ] {
        assert_eq!(
            identity_key(name).map(KeyType::value),
            Some(value),
            "{name}"
        );
    }
}

#[test]
fn pl_9_5_keys_of_iam_and_sts() {
    assert_eq!(
        cardinality("cognito-identity.amazonaws.com:amr"),
        Some(Cardinality::Multiple)
    );
    assert_eq!(
        cardinality("sts:RequestContext/identitystore:UserId"),
        Some(Cardinality::Single)
    );
    assert_eq!(
        cardinality("iam:ResourceTag/team"),
        Some(Cardinality::Single)
    );
    assert_eq!(
        cardinality("sts:requestcontextproviders"),
        Some(Cardinality::Multiple)
    );
    assert_eq!(cardinality("sts:Unheard"), None);
    assert_eq!(cardinality("amr"), None);
}

#[test]
fn ev_3_2_6_services_under_resource_control_policies() {
    let [launch, later] = control_policies::tables();
    assert_eq!((launch.len(), later.len()), (5, 57));
    let names: String = launch.concat();
    assert_eq!(names, "kmss3secretsmanagersqssts");
    assert!(supports_resource_control_policies(
        "XRAY",
        "PutTraceSegments"
    ));
    for prefix in ["elasticache", "ec2", "iam", "lambda", "", "s"] {
        assert!(
            !supports_resource_control_policies(prefix, "GetObject"),
            "{prefix}"
        );
    }
    assert!(supports_resource_control_policies("s3", "RetireGrant"));
}

#[test]
fn ev_3_5_gateway_endpoints() {
    assert_eq!(default_endpoint_kind("S3"), EndpointKind::Gateway);
    assert_eq!(default_endpoint_kind("sts"), EndpointKind::Interface);
}

#[test]
fn ev_7_4_resource_policies() {
    for prefix in [
        "s3", "lambda", "kms", "iam", "sts", "dynamodb", "kinesis", "sns",
    ] {
        assert!(supports_resource_policies(prefix), "{prefix}");
    }
    assert!(!supports_resource_policies("elasticache"));
    assert!(!supports_resource_policies("ec2"));
}

#[test]
fn ev_12_access_sources() {
    assert_eq!(access_sources_not_considered("KMS"), [AccessSource::Grants]);
    assert_eq!(
        access_sources_not_considered("glue"),
        [AccessSource::LakeFormationPermissions]
    );
    assert!(access_sources_not_considered("sqs").is_empty());
}
