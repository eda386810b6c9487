//! Services that resource control policies (RCPs) reach.

/// From the launch in November 2024, sorted.
const LAUNCH: [&str; 5] = ["kms", "s3", "secretsmanager", "sqs", "sts"];

/// Added since, as of 2026, sorted.
#[rustfmt::skip]
const LATER: [&str; 57] = [
    "aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory", "cloudfront",
    "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit", "codepipeline", "cognito-identity",
    "cognito-idp", "comprehend", "comprehendmedical", "compute-optimizer", "cost-optimization-hub", "dax", "dsql",
    "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift", "health", "inspector-scan",
    "kendra", "kinesisvideo", "logs", "memorydb", "networkmonitor", "notifications", "opensearch", "pca-connector-ad",
    "personalize", "polly", "pricing", "resource-groups", "rolesanywhere", "servicediscovery", "signin", "support",
    "swf", "textract", "timestream-influxdb", "transcribe", "transfer", "translate", "wafv2", "workspaces", "xray",
];

/// Actions of those services that RCPs do not reach whatever the resource.
const EXEMPT: [(&str, &str); 1] = [("kms", "RetireGrant")];

/// Whether resource control policies apply to the action, provided that it has a resource type and that the resource and the
/// caller are in their reach ([`crate::Catalog::resource_control_policies_apply`]).
///
/// # Source
///
/// AWS Organizations User Guide, resource control policies, state of 2026; EV 3.2.3, EV 3.2.6. The source names the services
/// of the later list as examples, so one that is missing may be covered by now.
///
/// ```
/// use portcullis_catalog::facts::supports_resource_control_policies;
/// assert!(supports_resource_control_policies("kms", "Decrypt"));
/// assert!(!supports_resource_control_policies("kms", "retiregrant"));
/// assert!(!supports_resource_control_policies("elasticache", "CreateCacheCluster"));
/// ```
#[must_use]
pub fn supports_resource_control_policies(prefix: &str, action: &str) -> bool {
    let exempt = EXEMPT.iter().any(|(service, name)| {
        service.eq_ignore_ascii_case(prefix) && name.eq_ignore_ascii_case(action)
    });
    !exempt && (super::lists(&LAUNCH, prefix) || super::lists(&LATER, prefix))
}

#[cfg(test)]
pub(super) fn tables() -> [&'static [&'static str]; 2] {
    [&LAUNCH, &LATER]
}
