//! The condition keys of IAM, STS and identity providers, and those that a service puts into the sessions it makes.

use crate::{Cardinality, KeyType, ValueType, folding};

use Cardinality::{Multiple, Single};
use ValueType::{Arn, Numeric, String};

/// Sorted without regard to case. Of the families, the part up to `/`.
const ROWS: [(&str, ValueType, Cardinality); 25] = [
    ("codebuild:BuildArn", Arn, Single),
    ("codebuild:ProjectArn", Arn, Single),
    ("ec2:RoleDelivery", Numeric, Single),
    ("ec2:SourceInstanceArn", Arn, Single),
    ("glue:CredentialIssuingService", String, Single),
    ("glue:RoleAssumedBy", String, Single),
    ("iam:AssociatedResourceArn", Arn, Single),
    ("iam:AWSServiceName", String, Single),
    ("iam:OrganizationsPolicyId", String, Single),
    ("iam:PassedToService", String, Single),
    ("iam:PermissionsBoundary", Arn, Single),
    ("iam:PolicyARN", Arn, Single),
    ("iam:ResourceTag", String, Single),
    ("identitystore:UserId", String, Single),
    ("lambda:SourceFunctionArn", Arn, Single),
    ("saml:aud", String, Single),
    ("ssm:SourceInstanceArn", Arn, Single),
    ("sts:AWSServiceName", String, Single),
    ("sts:DurationSeconds", Numeric, Single),
    ("sts:ExternalId", String, Single),
    ("sts:RequestContext", String, Single),
    ("sts:RequestContextProviders", String, Multiple),
    ("sts:RoleSessionName", String, Single),
    ("sts:SourceIdentity", String, Single),
    ("sts:TransitiveTagKeys", String, Multiple),
];

/// The type of a key of IAM, STS or an identity provider, or of one that a service puts into the sessions it makes; `None` for
/// any other key. `amr` is a list whatever the provider's name.
///
/// # Source
///
/// IAM User Guide, IAM and AWS STS condition context keys, and AWS global condition context keys (session properties); PL 9.2,
/// PL 9.5.
///
/// ```
/// use portcullis_catalog::{ValueType, facts};
/// let key = facts::identity_key("ec2:RoleDelivery").expect("a session key");
/// assert_eq!(key.value(), ValueType::Numeric);
/// ```
#[must_use]
pub fn identity_key(key: &str) -> Option<KeyType> {
    let name = key.split_once('/').map_or(key, |(family, _)| family);
    let claim = key.rsplit_once(':').map(|(_, claim)| claim);
    if claim.is_some_and(|claim| claim.eq_ignore_ascii_case("amr")) {
        return Some(KeyType {
            value: String,
            cardinality: Multiple,
        });
    }
    let (_, value, cardinality) = folding::find(&ROWS, name, |(listed, _, _)| listed)?;
    Some(KeyType {
        value: *value,
        cardinality: *cardinality,
    })
}

#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|(name, _, _)| *name)
}
