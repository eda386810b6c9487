//! S3: bucket-policy calls belong to the bucket's account, whose root user can always repair the policy.

use portcullis_policy::ResourcePattern;

use super::{Rule, ServiceSpec, is_listed, refused};
use crate::{PolicySet, PrincipalKind, Request};

pub(super) const SPEC: ServiceSpec = ServiceSpec {
    rule,
    ..ServiceSpec::new("s3")
};

const BUCKET_POLICY_CALLS: [&str; 3] = ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"];

/// # Source
/// Amazon S3 API Reference, `PutBucketPolicy`: identities of other accounts get 405; EV 4.6.
fn rule(request: &Request, _: &PolicySet) -> Option<Rule> {
    if request.is_other_account() && is_listed(&BUCKET_POLICY_CALLS, request.action()) {
        return refused("only identities of the bucket's own account can call for its policy");
    }
    None
}

/// # Source
/// Amazon S3 API Reference, `DeleteBucketPolicy`; EV 7.3.
pub(super) fn is_lock_out_recovery(request: &Request) -> bool {
    request.principal().kind() == PrincipalKind::Root
        && request.is_same_account()
        && is_listed(&BUCKET_POLICY_CALLS, request.action())
}

/// Whether an entry is exactly `arn:P:s3:::*` for the caller's partition.
///
/// # Source
/// Amazon S3 User Guide, example bucket policies grant `s3:ListAllMyBuckets` in this form; PL 6.4.
pub(super) fn names_all_buckets(pattern: &ResourcePattern, request: &Request) -> bool {
    let Some(
        [
            Some("arn"),
            Some(partition),
            Some("s3"),
            Some(""),
            Some(""),
            None,
        ],
    ) = pattern.literal_fields()
    else {
        return false;
    };
    let own = request.principal().partition();
    pattern.is_any_resource() && own.is_none_or(|own| own.as_str() == partition)
}
