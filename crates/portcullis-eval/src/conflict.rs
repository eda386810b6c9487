//! Policies and credentials that a principal cannot have: input errors, found before a decision.

use core::fmt;

use crate::{Credentials, PrincipalKind, Program, Request};

/// What cannot go together.
///
/// # Source
/// IAM User Guide, policies and permissions, permissions boundaries; EV 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ConflictKind {
    /// A session policy for a principal that cannot have one.
    SessionPolicy,
    /// A permissions boundary for a principal that cannot have one.
    PermissionsBoundary,
    /// A kind of credentials that the principal cannot have.
    Credentials,
}

/// A request and a program that cannot go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    kind: ConflictKind,
    principal: PrincipalKind,
}

impl Conflict {
    /// What cannot go together.
    #[must_use]
    pub const fn kind(self) -> ConflictKind {
        self.kind
    }

    /// The name for machines, in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self.kind {
            ConflictKind::SessionPolicy => "session-policy-not-allowed",
            ConflictKind::PermissionsBoundary => "boundary-not-allowed",
            ConflictKind::Credentials => "invalid-credentials",
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unfit = match self.kind {
            ConflictKind::SessionPolicy => "no session policy",
            ConflictKind::PermissionsBoundary => "no permissions boundary",
            ConflictKind::Credentials => "no credentials of this kind",
        };
        let principal = match self.principal {
            PrincipalKind::Anonymous => "an anonymous caller",
            PrincipalKind::Service => "a service principal",
            PrincipalKind::IdentityProvider => "the holder of an identity provider's token",
            PrincipalKind::Root => "a root user",
            PrincipalKind::User => "a user",
            PrincipalKind::Role | PrincipalKind::RoleSession => "this role",
            PrincipalKind::FederatedUser => "this federated user",
        };
        write!(f, "expected {unfit} for {principal}, found one")
    }
}

impl core::error::Error for Conflict {}

impl Program {
    /// Whether the request's principal can have its credentials and the policies of the program.
    ///
    /// [`decide`](crate::decide) evaluates such a policy as the limit that it is, so an answer never grants more for it.
    ///
    /// # Errors
    /// [`Conflict`] with the first that it cannot have.
    pub fn check(&self, request: &Request) -> Result<(), Conflict> {
        let principal = request.principal().kind();
        let conflict = |kind| Err(Conflict { kind, principal });
        if request
            .credentials()
            .is_some_and(|credentials| !can_have(principal, credentials))
        {
            return conflict(ConflictKind::Credentials);
        }
        if self.policies.session.is_some() && !can_have_session_policy(request) {
            return conflict(ConflictKind::SessionPolicy);
        }
        if self.policies.boundary.is_some() && !can_have_boundary(request) {
            return conflict(ConflictKind::PermissionsBoundary);
        }
        Ok(())
    }

    /// Whether the program holds identity-based policies that are ignored, because the principal cannot have any.
    #[must_use]
    pub fn ignores_identity_policies(&self, request: &Request) -> bool {
        let without = matches!(
            request.principal().kind(),
            PrincipalKind::Anonymous
                | PrincipalKind::Service
                | PrincipalKind::IdentityProvider
                | PrincipalKind::Root
        ) || request.principal().is_issued_by_root();
        without && !self.policies.identity.is_empty()
    }
}

fn can_have_session_policy(request: &Request) -> bool {
    match request.principal().kind() {
        PrincipalKind::FederatedUser => true,
        PrincipalKind::Role | PrincipalKind::RoleSession => {
            !request.principal().is_service_linked_role()
        }
        // With a session policy a root ARN is a session of AssumeRoot, unless the credentials say otherwise.
        PrincipalKind::Root => !matches!(
            request.credentials(),
            Some(Credentials::LongTerm | Credentials::SessionToken)
        ),
        _ => false,
    }
}

/// # Source
/// IAM User Guide, comparing the AWS STS API operations.
const fn can_have(principal: PrincipalKind, credentials: Credentials) -> bool {
    use PrincipalKind as Kind;
    match credentials {
        Credentials::LongTerm | Credentials::SessionToken => {
            matches!(principal, Kind::User | Kind::Root)
        }
        Credentials::FederationToken => matches!(principal, Kind::FederatedUser),
        Credentials::Console => !matches!(
            principal,
            Kind::Anonymous | Kind::Service | Kind::IdentityProvider
        ),
    }
}

fn can_have_boundary(request: &Request) -> bool {
    let principal = request.principal();
    match principal.kind() {
        PrincipalKind::User => true,
        PrincipalKind::Role | PrincipalKind::RoleSession => !principal.is_service_linked_role(),
        PrincipalKind::FederatedUser => !principal.is_issued_by_root(),
        _ => false,
    }
}
