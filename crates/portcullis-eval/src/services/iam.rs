//! IAM: what unsigned calls and certain temporary credentials cannot call.

use super::{Rule, ServiceSpec, refused, sts};
use crate::{Credentials, PolicySet, PrincipalKind, Request};

pub(super) const SPEC: ServiceSpec = ServiceSpec {
    rule,
    ..ServiceSpec::new("iam")
};

/// # Source
/// IAM User Guide, comparing the AWS STS API operations; EV 4.6.
fn rule(request: &Request, _: &PolicySet) -> Option<Rule> {
    if request.principal().kind() == PrincipalKind::Anonymous {
        return refused("IAM takes signed requests only");
    }
    if sts::has_federation_token(request) {
        return refused("GetFederationToken credentials cannot call IAM");
    }
    let session_token = request.credentials() == Some(Credentials::SessionToken);
    if session_token && !request.says_true("aws:multifactorauthpresent") {
        return refused("GetSessionToken credentials cannot call IAM without MFA");
    }
    None
}
