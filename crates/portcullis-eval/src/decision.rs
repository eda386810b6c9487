//! The answer: the verdict, the layer that decided, and the statements that did.

use alloc::vec::Vec;
use core::fmt;

use crate::Request;

/// Allowed, or how not.
///
/// # Source
/// IAM User Guide, policy evaluation logic; EV 1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "callers must handle each: there is no fourth"
)]
pub enum Verdict {
    /// The call goes through.
    Allowed,
    /// No Deny matched, and a required Allow is missing.
    ImplicitlyDenied,
    /// A Deny matched.
    ExplicitlyDenied,
}

impl Verdict {
    /// The verdict's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ImplicitlyDenied => "implicitDeny",
            Self::ExplicitlyDenied => "explicitDeny",
        }
    }

    /// Whether the call goes through.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed)
    }

    /// The verdict of a call that needs both: any explicit denial, else any implicit one.
    ///
    /// ```
    /// use portcullis_eval::Verdict;
    /// assert_eq!(Verdict::Allowed.and(Verdict::ImplicitlyDenied), Verdict::ImplicitlyDenied);
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The layers, in the order in which the first missing one is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Layer {
    /// A rule of the service that no policy changes.
    ServiceRule,
    /// Resource control policies.
    ResourceControl,
    /// Service control policies.
    ServiceControl,
    /// The VPC endpoint policy.
    VpcEndpoint,
    /// Identity-based policies.
    Identity,
    /// The permissions boundary.
    PermissionsBoundary,
    /// Session policies.
    Session,
    /// The resource-based policy.
    Resource,
}

impl Layer {
    /// All layers, in order.
    pub const ALL: [Self; 8] = [
        Self::ServiceRule,
        Self::ResourceControl,
        Self::ServiceControl,
        Self::VpcEndpoint,
        Self::Identity,
        Self::PermissionsBoundary,
        Self::Session,
        Self::Resource,
    ];

    /// The layer's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ServiceRule => "serviceRule",
            Self::ResourceControl => "rcp",
            Self::ServiceControl => "scp",
            Self::VpcEndpoint => "vpcEndpoint",
            Self::Identity => "identity",
            Self::PermissionsBoundary => "permissionsBoundary",
            Self::Session => "session",
            Self::Resource => "resource",
        }
    }

    /// AWS's term for the layer's policies.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ServiceRule => "service rule",
            Self::ResourceControl => "resource control policies",
            Self::ServiceControl => "service control policies",
            Self::VpcEndpoint => "VPC endpoint policy",
            Self::Identity => "identity-based policies",
            Self::PermissionsBoundary => "permissions boundary",
            Self::Session => "session policies",
            Self::Resource => "resource-based policy",
        }
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What one layer said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a layer allows, denies in two ways, or does not apply"
)]
pub enum LayerResult {
    /// The layer does not apply to this request.
    #[default]
    NotApplicable,
    /// An Allow matched and no Deny.
    Allow,
    /// A Deny matched.
    ExplicitDeny,
    /// Nothing matched.
    ImplicitDeny,
}

impl LayerResult {
    /// The result's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "notApplicable",
            Self::Allow => "allow",
            Self::ExplicitDeny => "explicitDeny",
            Self::ImplicitDeny => "implicitDeny",
        }
    }

    /// Whether the layer, as a limit, lets the request pass.
    pub(crate) const fn passes(self) -> bool {
        matches!(self, Self::NotApplicable | Self::Allow)
    }
}

/// One statement of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct StatementId {
    /// The layer.
    pub layer: Layer,
    /// The level, root first; 0 in layers without levels.
    pub level: usize,
    /// The policy within the level, from 0.
    pub policy: usize,
    /// The statement within the policy, from 0.
    pub statement: usize,
}

/// The answer to one request: what was decided, by which layer, and by which statement.
///
/// ```
/// use portcullis_eval::{Decision, Layer, PolicySet, Program, Request, Verdict, decide};
/// let program = Program::compile(PolicySet::default())?;
/// let request = Request::builder("s3:GetObject".parse()?)
///     .principal("arn:aws:iam::111122223333:user/alice".parse()?)
///     .owner("111122223333".parse()?)
///     .build()?;
/// let decision: Decision = decide(&request, &program);
/// assert_eq!((decision.verdict(), decision.reason()), (Verdict::ImplicitlyDenied, Layer::Identity));
/// assert_eq!(decision.statement(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Decision {
    pub(crate) verdict: Verdict,
    pub(crate) reason: Layer,
    pub(crate) statement: Option<StatementId>,
    pub(crate) same_account: bool,
}

impl Decision {
    pub(crate) fn by_service_rule(request: &Request, verdict: Verdict) -> Self {
        Self {
            verdict,
            reason: Layer::ServiceRule,
            statement: None,
            same_account: request.is_same_account(),
        }
    }

    /// Allowed, or how not.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The one layer that decided: for a denial the first in the order of [`Layer`]; for an allowed call the layer that
    /// granted: the resource side where it granted by itself or the call is cross-account, else the identity side.
    #[must_use]
    pub const fn reason(&self) -> Layer {
        self.reason
    }

    /// A statement of that layer that decided: one that denies for an explicit denial, one that allows for an allowed call,
    /// where the layer has statements that do. There may be others: [`evaluate`](crate::evaluate) names all of them.
    #[must_use]
    pub const fn statement(&self) -> Option<StatementId> {
        self.statement
    }

    /// Whether caller and owner are one account.
    #[must_use]
    pub const fn is_same_account(&self) -> bool {
        self.same_account
    }
}

/// The answer to one request in full: what every layer said, and every statement that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Evaluation {
    pub(crate) decision: Decision,
    pub(crate) results: [LayerResult; 8],
    pub(crate) matched: Vec<StatementId>,
}

impl Evaluation {
    /// The answer in short, as [`decide`](crate::decide) gives it; of the statements that decided it names the first.
    pub const fn decision(&self) -> Decision {
        self.decision
    }

    /// Allowed, or how not.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.decision.verdict
    }

    /// The one layer that decided; see [`Decision::reason`].
    #[must_use]
    pub const fn reason(&self) -> Layer {
        self.decision.reason
    }

    /// What a layer said.
    #[must_use]
    pub fn result(&self, layer: Layer) -> LayerResult {
        self.results.get(layer.index()).copied().unwrap_or_default()
    }

    /// The statements that decided, in layer order: all denying ones of an explicit denial, else the allowing ones.
    #[must_use]
    pub fn matched(&self) -> &[StatementId] {
        &self.matched
    }

    /// Whether caller and owner are one account.
    #[must_use]
    pub const fn is_same_account(&self) -> bool {
        self.decision.same_account
    }
}
