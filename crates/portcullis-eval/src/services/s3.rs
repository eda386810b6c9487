//! S3: bucket-policy calls belong to the bucket's account, whose root user can always repair the policy.

use portcullis_arn::Partition;
use portcullis_policy::ResourceEntry;

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

/// Whether an entry is exactly `arn:P:s3:::*`, for the partition of the call where that is known. It is compared as it was written:
/// an incomplete ARN that is filled up is another entry.
///
/// # Source
/// Amazon S3 User Guide, example bucket policies grant `s3:ListAllMyBuckets` in this form; PL 6.4.
pub(super) fn names_all_buckets(entry: &ResourceEntry, request: &Request) -> bool {
    let partition = entry
        .text()
        .strip_prefix("arn:")
        .and_then(|rest| rest.strip_suffix(":s3:::*"))
        .and_then(|partition| partition.parse::<Partition>().ok());
    let asked = || request.partition.as_deref()?.parse().ok();
    let own = request.principal().partition().or_else(asked);
    partition.is_some_and(|named| own.is_none_or(|own| own == named))
}
