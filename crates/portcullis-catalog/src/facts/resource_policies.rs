//! Services whose resources can have policies of their own.

/// Prefixes, sorted.
#[rustfmt::skip]
const SERVICES: [&str; 36] = [
    "acm-pca", "apigateway", "backup", "cloud9", "cloudtrail", "cloudtrail-data", "codeartifact", "codebuild", "dynamodb",
    "ecr", "elasticfilesystem", "es", "events", "execute-api", "glacier", "glue", "iam", "iot", "kinesis", "kms", "lambda",
    "lex", "logs", "mediastore", "redshift-serverless", "s3", "s3-outposts", "schemas", "secretsmanager", "serverlessrepo",
    "ses", "signer", "sns", "sqs", "ssm-incidents", "sts",
];

/// Whether the service is known to support policies on (some of) its resources. For IAM and STS these are the trust policies
/// of roles. A service that is not listed may support them: the table is not complete.
///
/// # Source
///
/// IAM User Guide, AWS services that work with IAM, 2025, with DynamoDB and Kinesis Data Streams; EV 7.4, R4.
///
/// ```
/// use portcullis_catalog::facts::supports_resource_policies;
/// assert!(supports_resource_policies("lambda") && supports_resource_policies("S3"));
/// assert!(!supports_resource_policies("elasticache"));
/// ```
#[must_use]
pub fn supports_resource_policies(prefix: &str) -> bool {
    super::lists(&SERVICES, prefix)
}

#[cfg(test)]
pub(super) fn table() -> &'static [&'static str] {
    &SERVICES
}
