//! Lambda: few actions work on a function of another account.

use super::{Rule, ServiceSpec, is_listed, refused};
use crate::{PolicySet, Request};

pub(super) const SPEC: ServiceSpec = ServiceSpec {
    rule,
    ..ServiceSpec::new("lambda")
};

/// # Source
/// AWS Lambda Developer Guide, granting function access to AWS accounts; EV 7.4.
const ON_FUNCTIONS: [&str; 20] = [
    "InvokeFunction",
    "InvokeFunctionUrl",
    "InvokeAsync",
    "GetFunction",
    "GetFunctionConfiguration",
    "UpdateFunctionCode",
    "DeleteFunction",
    "PublishVersion",
    "ListVersionsByFunction",
    "CreateAlias",
    "GetAlias",
    "ListAliases",
    "UpdateAlias",
    "DeleteAlias",
    "GetPolicy",
    "PutFunctionConcurrency",
    "DeleteFunctionConcurrency",
    "ListTags",
    "TagResource",
    "UntagResource",
];

fn rule(request: &Request, _: &PolicySet) -> Option<Rule> {
    let function = request
        .resource_of("lambda")
        .is_some_and(|resource| resource.starts_with("function:"));
    if function && request.is_other_account() && !is_listed(&ON_FUNCTIONS, request.action()) {
        return refused("the action does not work on a Lambda function of another account");
    }
    None
}
