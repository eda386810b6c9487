//! SQS: administrative calls do not work across accounts.

use super::{Rule, ServiceSpec, is_listed, refused};
use crate::{PolicySet, Request};

pub(super) const SPEC: ServiceSpec = ServiceSpec {
    rule,
    ..ServiceSpec::new("sqs")
};

/// # Source
/// Amazon SQS Developer Guide, custom policies: cross-account permissions do not apply to these actions; EV 4.6.
const OWN_ACCOUNT_ONLY: [&str; 12] = [
    "AddPermission",
    "CancelMessageMoveTask",
    "CreateQueue",
    "DeleteQueue",
    "ListMessageMoveTasks",
    "ListQueues",
    "ListQueueTags",
    "RemovePermission",
    "SetQueueAttributes",
    "StartMessageMoveTask",
    "TagQueue",
    "UntagQueue",
];

fn rule(request: &Request, _: &PolicySet) -> Option<Rule> {
    if request.is_other_account() && is_listed(&OWN_ACCOUNT_ONLY, request.action()) {
        return refused("the action does not work on a queue of another account");
    }
    None
}
