//! How many values the condition keys of IAM, STS and identity providers hold.

use crate::Cardinality;

/// Keys with a list of values, sorted. Of the families, the part up to `/`.
const MULTIPLE: [&str; 2] = ["sts:RequestContextProviders", "sts:TransitiveTagKeys"];

/// Keys with one value, sorted. Of the families, the part up to `/`.
const SINGLE: [&str; 14] = [
    "iam:AssociatedResourceArn",
    "iam:AWSServiceName",
    "iam:OrganizationsPolicyId",
    "iam:PassedToService",
    "iam:PermissionsBoundary",
    "iam:PolicyARN",
    "iam:ResourceTag",
    "saml:aud",
    "sts:AWSServiceName",
    "sts:DurationSeconds",
    "sts:ExternalId",
    "sts:RequestContext",
    "sts:RoleSessionName",
    "sts:SourceIdentity",
];

/// How many values the key holds, if it is one of these keys; `amr` is a list whatever the provider's name.
pub(super) fn cardinality(key: &str) -> Option<Cardinality> {
    let name = key.split_once('/').map_or(key, |(family, _)| family);
    let amr = key
        .rsplit_once(':')
        .is_some_and(|(_, claim)| claim.eq_ignore_ascii_case("amr"));
    if amr || super::lists(&MULTIPLE, name) {
        Some(Cardinality::Multiple)
    } else if super::lists(&SINGLE, name) {
        Some(Cardinality::Single)
    } else {
        None
    }
}

#[cfg(test)]
pub(super) fn tables() -> [&'static [&'static str]; 2] {
    [&MULTIPLE, &SINGLE]
}
