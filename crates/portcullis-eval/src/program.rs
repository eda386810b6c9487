//! What is asked against: every policy that bears on a principal and a resource.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use portcullis_policy::{Document, PolicyKind};

use crate::compiled::Compiled;
use crate::{Action, ActionTable, Compiler};

/// A policy and the name under which it is reported.
#[derive(Clone, Debug)]
pub struct AttachedPolicy {
    name: Arc<str>,
    document: Arc<Document>,
}

impl AttachedPolicy {
    /// A policy under a name.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, document: Arc<Document>) -> Self {
        Self {
            name: name.into(),
            document,
        }
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The document.
    #[must_use]
    pub const fn document(&self) -> &Arc<Document> {
        &self.document
    }
}

/// The policies that one root, organizational unit or account has attached.
#[derive(Clone, Debug)]
pub struct Level {
    target: Arc<str>,
    policies: Vec<AttachedPolicy>,
}

impl Level {
    /// The policies of a target (`r-…`, `ou-…`, or an account id).
    #[must_use]
    pub fn new(target: impl Into<Arc<str>>, policies: Vec<AttachedPolicy>) -> Self {
        Self {
            target: target.into(),
            policies,
        }
    }

    /// The root, organizational unit or account.
    #[must_use]
    pub const fn target(&self) -> &Arc<str> {
        &self.target
    }

    /// The policies attached to it; none allows nothing where they are service control policies.
    #[must_use]
    pub fn policies(&self) -> &[AttachedPolicy] {
        &self.policies
    }
}

/// Every policy that bears on a request, by layer.
///
/// `None` means that a limit is not set; an empty list is set and allows nothing. Levels run from the root to the account; no
/// levels mean that no such control is in force.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "callers fill it; a new layer is a new argument for them"
)]
pub struct PolicySet {
    /// Identity-based policies: of the user and its groups, or of the role.
    pub identity: Vec<AttachedPolicy>,
    /// The permissions boundary.
    pub boundary: Option<Vec<AttachedPolicy>>,
    /// Session policies.
    pub session: Option<Vec<AttachedPolicy>>,
    /// The resource-based policy, trust policy or key policy.
    pub resource: Option<AttachedPolicy>,
    /// Service control policies of the principal's account.
    pub service_control: Vec<Level>,
    /// Resource control policies of the owner's account; `RCPFullAWSAccess` is implied at every level.
    pub resource_control: Vec<Level>,
    /// The policy of the VPC endpoint.
    pub endpoint: Option<Vec<AttachedPolicy>>,
}

/// A policy set that is ready to be asked.
///
/// Immutable, cheap to clone and shareable between threads.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) policies: Arc<PolicySet>,
    compiled: Option<Arc<Compiled>>,
}

impl Program {
    /// Compiles a policy set on its own, over the actions that its policies spell out.
    ///
    /// For many policy sets with policies in common, and for requests about actions that policies name by pattern only, use a
    /// [`Compiler`]. The answers are the same.
    ///
    /// # Errors
    /// [`CompileError`] where a document was read as another kind than its place demands.
    pub fn compile(policies: PolicySet) -> Result<Self, CompileError> {
        Compiler::new(spelled_out(&policies)).compile(policies)
    }

    /// A policy set as it is, in which each decision looks at every statement: for sets that are asked once or twice, which is
    /// less work than compiling them. The answers are the same.
    ///
    /// # Errors
    /// [`CompileError`] where a document was read as another kind than its place demands.
    pub fn without_index(policies: PolicySet) -> Result<Self, CompileError> {
        check_kinds(&policies)?;
        Ok(Self::of(policies, None))
    }

    pub(crate) fn of(policies: PolicySet, compiled: Option<Compiled>) -> Self {
        Self {
            policies: Arc::new(policies),
            compiled: compiled.map(Arc::new),
        }
    }

    pub(crate) fn compiled(&self) -> Option<&Compiled> {
        self.compiled.as_deref()
    }

    /// The policies as they were given.
    #[must_use]
    pub fn policies(&self) -> &PolicySet {
        &self.policies
    }
}

impl PolicySet {
    /// Every policy, layer by layer.
    pub(crate) fn all(&self) -> impl Iterator<Item = &AttachedPolicy> {
        (self.identity.iter())
            .chain(self.boundary.iter().flatten())
            .chain(self.session.iter().flatten())
            .chain(&self.resource)
            .chain(self.endpoint.iter().flatten())
            .chain(levels(&self.service_control))
            .chain(levels(&self.resource_control))
    }
}

/// The actions that policies name without wildcards.
fn spelled_out(policies: &PolicySet) -> ActionTable {
    let documents = policies.all().map(|one| one.document());
    let statements = documents.flat_map(|document| document.statements());
    let entries = statements.flat_map(|one| one.action().entries());
    entries
        .filter_map(|entry| entry.text().parse::<Action>().ok())
        .collect()
}

/// Whether each document was read as the kind that its place demands.
pub(crate) fn check_kinds(policies: &PolicySet) -> Result<(), CompileError> {
    use PolicyKind as Kind;
    check(&policies.identity, &[Kind::Identity])?;
    check(
        policies.boundary.iter().flatten(),
        &[Kind::PermissionsBoundary],
    )?;
    check(policies.session.iter().flatten(), &[Kind::Session])?;
    check(
        &policies.resource,
        &[Kind::Resource, Kind::RoleTrust, Kind::KmsKey],
    )?;
    check(levels(&policies.service_control), &[Kind::ServiceControl])?;
    check(levels(&policies.resource_control), &[Kind::ResourceControl])?;
    check(policies.endpoint.iter().flatten(), &[Kind::VpcEndpoint])
}

fn levels(levels: &[Level]) -> impl Iterator<Item = &AttachedPolicy> {
    levels.iter().flat_map(|level| &level.policies)
}

fn check<'a>(
    policies: impl IntoIterator<Item = &'a AttachedPolicy>,
    accepted: &'static [PolicyKind],
) -> Result<(), CompileError> {
    for policy in policies {
        let found = policy.document.kind();
        if !accepted.contains(&found) {
            return Err(CompileError {
                policy: policy.name.clone(),
                accepted,
                found,
            });
        }
    }
    Ok(())
}

/// A document in a place where its kind does not belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    policy: Arc<str>,
    accepted: &'static [PolicyKind],
    found: PolicyKind,
}

impl CompileError {
    /// The name of the policy.
    #[must_use]
    pub const fn policy(&self) -> &Arc<str> {
        &self.policy
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected ")?;
        for (index, kind) in self.accepted.iter().enumerate() {
            if index > 0 {
                f.write_str(" or ")?;
            }
            write!(f, "{kind}")?;
        }
        write!(
            f,
            ", found {} as `{}`",
            self.found,
            portcullis_json::excerpt(&self.policy)
        )
    }
}

impl core::error::Error for CompileError {}
