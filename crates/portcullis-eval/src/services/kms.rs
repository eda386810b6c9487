//! KMS: the key policy has to allow, and few actions work across accounts.

use super::{Required, Rule, ServiceSpec, is_listed, refused};
use crate::{Action, PolicySet, PrincipalKind, Request, Resource};

pub(super) const SPEC: ServiceSpec = ServiceSpec {
    rule,
    required,
    escapes_resource_control: is_left_to_aws,
    ..ServiceSpec::new("kms")
};

/// The actions that work on a key of another account: cryptographic operations, grants, and reading about the key.
///
/// # Source
/// AWS KMS Developer Guide, allowing users in other accounts to use a KMS key; EV 7.2.5.
const ACROSS_ACCOUNTS: [&str; 20] = [
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "VerifyMac",
    "ReEncryptFrom",
    "ReEncryptTo",
    "Sign",
    "Verify",
    "DeriveSharedSecret",
    "CreateGrant",
    "DescribeKey",
    "GetKeyRotationStatus",
    "GetPublicKey",
    "ListGrants",
    "RetireGrant",
    "RevokeGrant",
];

fn rule(request: &Request, _: &PolicySet) -> Option<Rule> {
    if request.principal().kind() == PrincipalKind::Anonymous {
        return refused("KMS takes signed requests only");
    }
    let of_a_key = request
        .resource_of("kms")
        .is_some_and(|resource| resource.starts_with("key/") || resource.starts_with("alias/"));
    if of_a_key && request.is_other_account() && !is_listed(&ACROSS_ACCOUNTS, request.action()) {
        return refused("the action does not work on a KMS key of another account");
    }
    None
}

fn required(_: &Action, resource: &Resource) -> Option<Required> {
    let Resource::Arn(arn) = resource else {
        return None;
    };
    let key = arn.service().eq_ignore_ascii_case("kms") && arn.resource().starts_with("key/");
    key.then_some(Required::KeyPolicy)
}

/// AWS managed keys, as far as an alias shows them, and the retirement of grants.
fn is_left_to_aws(request: &Request) -> bool {
    request.action().is("kms", "RetireGrant")
        || request
            .resource_of("kms")
            .is_some_and(|resource| resource.starts_with("alias/aws/"))
}
