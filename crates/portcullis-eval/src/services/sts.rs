//! STS: calls that need no permission, calls that certain credentials cannot make, and role trust.

use super::{Required, Rule, ServiceSpec, allowed, is_listed, refused};
use crate::{
    Action, Credentials, OrganizationAuthority, PolicySet, PrincipalKind, Request, Resource,
};

pub(super) const SPEC: ServiceSpec = ServiceSpec {
    rule,
    required,
    escapes_resource_control: trusts_a_service_linked_role,
    ..ServiceSpec::new("sts")
};

/// The unsigned calls that turn a token or assertion into a session.
const UNSIGNED: [&str; 2] = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];

/// Actions on a role beside `AssumeRole*`.
const ON_ROLES: [&str; 3] = ["TagSession", "SetSourceIdentity", "SetContext"];

fn rule(request: &Request, policies: &PolicySet) -> Option<Rule> {
    let action = request.action();
    let unsigned_call = is_listed(&UNSIGNED, action);
    match request.principal().kind() {
        PrincipalKind::Anonymous if unsigned_call => {}
        // Tags and source identity that an assertion or token brings along are checked on the role as well.
        PrincipalKind::IdentityProvider if unsigned_call || is_listed(&ON_ROLES, action) => {}
        PrincipalKind::Anonymous | PrincipalKind::IdentityProvider => {
            return refused("STS takes signed requests only");
        }
        _ if unsigned_call => {
            return refused(
                "the call is made with an assertion or token, not by a principal that signs it",
            );
        }
        _ => {}
    }
    if action.is("sts", "GetCallerIdentity") {
        return allowed("GetCallerIdentity needs no permission, and no policy can deny it");
    }
    credentials_rule(request).or_else(|| caller_rule(request, policies))
}

/// What temporary credentials cannot call.
///
/// # Source
/// IAM User Guide, comparing the AWS STS API operations; EV 4.6.
fn credentials_rule(request: &Request) -> Option<Rule> {
    if has_federation_token(request) {
        return refused(
            "GetFederationToken credentials can call no STS operation but GetCallerIdentity",
        );
    }
    let session_token = request.credentials() == Some(Credentials::SessionToken);
    // The tags, source identity and context of a session are checks of the call that assumes the role, not calls of their own.
    let assumes = request.action().is("sts", "AssumeRole")
        || (is_listed(&ON_ROLES, request.action())
            && required(request.action(), request.resource()).is_some());
    if session_token && !assumes {
        return refused(
            "GetSessionToken credentials can call no STS operation but AssumeRole and GetCallerIdentity",
        );
    }
    None
}

fn caller_rule(request: &Request, policies: &PolicySet) -> Option<Rule> {
    let action = request.action();
    let kind = request.principal().kind();
    let for_sessions =
        action.is("sts", "GetSessionToken") || action.is("sts", "GetFederationToken");
    if for_sessions && request.principal().is_role() {
        return refused(
            "role session credentials cannot call GetSessionToken or GetFederationToken",
        );
    }
    // With a session policy a root user's credentials are those of AssumeRoot.
    let long_term = matches!(request.credentials(), None | Some(Credentials::LongTerm))
        && policies.session.is_none();
    if action.is("sts", "GetSessionToken")
        && long_term
        && matches!(kind, PrincipalKind::User | PrincipalKind::Root)
    {
        return allowed("GetSessionToken needs no permission, and no policy can deny it");
    }
    if action.is("sts", "AssumeRole") && kind == PrincipalKind::Root {
        return refused("a root user cannot assume roles");
    }
    if action.is("sts", "AssumeRoot") && request.organization != OrganizationAuthority::Administers
    {
        return refused(
            "only the management account or a delegated administrator can call AssumeRoot",
        );
    }
    None
}

/// Whether the credentials are those of `GetFederationToken`: a federated user, unless it came from the console.
pub(super) fn has_federation_token(request: &Request) -> bool {
    match request.credentials() {
        Some(Credentials::Console) => false,
        Some(Credentials::FederationToken) => true,
        // Nothing else that is said of the credentials of a federated user can be true.
        _ => request.principal().kind() == PrincipalKind::FederatedUser,
    }
}

/// Whether an action is decided by the trust policy of the role on which it is asked.
pub(super) fn is_about_role(action: &Action) -> bool {
    assumes_role(action) || is_listed(&ON_ROLES, action)
}

fn assumes_role(action: &Action) -> bool {
    let name = action.name();
    let assumes = name
        .get(..10)
        .is_some_and(|start| start.eq_ignore_ascii_case("AssumeRole"));
    assumes && !name.eq_ignore_ascii_case("AssumeRoot")
}

/// A role can be assumed only by its trust policy: what is no role has none, and cannot be assumed. The other actions are
/// asked on the user as well, in a call of `GetFederationToken`.
fn required(action: &Action, resource: &Resource) -> Option<Required> {
    let of_user = match resource {
        Resource::Arn(arn) => {
            let resource = arn.resource();
            (arn.service().eq_ignore_ascii_case("iam") && resource.starts_with("user/"))
                || (arn.service().eq_ignore_ascii_case("sts")
                    && resource.starts_with("federated-user/"))
        }
        Resource::Everything => false,
    };
    let needed = assumes_role(action) || (is_listed(&ON_ROLES, action) && !of_user);
    needed.then_some(Required::TrustPolicy)
}

/// The trust of a service-linked role is the service's own.
fn trusts_a_service_linked_role(request: &Request) -> bool {
    request
        .resource_of("iam")
        .is_some_and(|resource| resource.starts_with("role/aws-service-role/"))
}
