//! What a question may need and nobody has: references without a document, documents that cannot be read.

use std::fmt;
use std::sync::Arc;

use portcullis_eval::{Layer, Principal};
use portcullis_scenario::{Finding, Location, ScenarioError};

use crate::message::{identifier, listed};

/// How many names one error lists.
const MOST: usize = 100;

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum HoleKind {
    /// The identity side of a principal whose account is not in the file.
    Principal,
    /// The document of a managed policy.
    ManagedPolicy,
    /// A group with its policies.
    Group,
    /// The trust policy of a role.
    TrustPolicy,
    /// A document is there and cannot be read, even leniently.
    Unreadable,
}

/// One thing that is missing in the policies of a question.
#[derive(Clone, Debug)]
pub struct Hole {
    pub(crate) kind: HoleKind,
    pub(crate) layer: Layer,
    pub(crate) name: Arc<str>,
    pub(crate) place: Option<Location>,
    pub(crate) error: Option<ScenarioError>,
}

impl Hole {
    pub(crate) fn new(
        kind: HoleKind,
        layer: Layer,
        name: impl Into<Arc<str>>,
        place: Option<&Location>,
    ) -> Self {
        Self {
            kind,
            layer,
            name: name.into(),
            place: place.cloned(),
            error: None,
        }
    }

    pub(crate) fn unreadable(layer: Layer, name: Arc<str>, error: &ScenarioError) -> Self {
        Self {
            kind: HoleKind::Unreadable,
            layer,
            name,
            place: error.location().cloned(),
            error: Some(error.clone()),
        }
    }

    /// What is missing.
    #[must_use]
    pub const fn kind(&self) -> HoleKind {
        self.kind
    }

    /// The layer to which it belongs: identity, permissions boundary or resource.
    #[must_use]
    pub const fn layer(&self) -> Layer {
        self.layer
    }

    /// The ARN of the policy, role or principal, or the name of the group or inline policy.
    #[must_use]
    pub const fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Where the reference stands, or the mistake in the document.
    #[must_use]
    pub const fn location(&self) -> Option<&Location> {
        self.place.as_ref()
    }

    /// Why the document cannot be read, where it is there.
    #[must_use]
    pub const fn error(&self) -> Option<&ScenarioError> {
        self.error.as_ref()
    }

    /// What an answer says that stands whatever is missing.
    pub(crate) fn finding(&self) -> Finding {
        let message = format!("the answer does not depend on it: {self}");
        let finding = Finding::new("policy-not-in-file", message).at_some(self.place.as_ref());
        match self.kind {
            HoleKind::ManagedPolicy | HoleKind::Unreadable => finding.in_policy(self.name.clone()),
            HoleKind::Principal | HoleKind::Group | HoleKind::TrustPolicy => finding,
        }
    }
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = identifier(&self.name);
        match (self.kind, &self.error) {
            (HoleKind::Principal, _) => write!(f, "the policies of `{name}` are not known"),
            (HoleKind::ManagedPolicy, _) => write!(f, "the file has no document of `{name}`"),
            (HoleKind::Group, _) => write!(f, "the file does not have the group `{name}`"),
            (HoleKind::TrustPolicy, _) => write!(f, "the file has no trust policy of `{name}`"),
            (HoleKind::Unreadable, Some(error)) => write!(f, "`{name}` cannot be read: {error}"),
            (HoleKind::Unreadable, None) => write!(f, "`{name}` cannot be read"),
        }
    }
}

/// The error for an answer that needs what is missing; none if nothing is.
pub(crate) fn needed(
    holes: &[Hole],
    principal: &Principal,
    place: Option<&Location>,
) -> Option<ScenarioError> {
    let first = holes.iter().find(|hole| hole.kind == HoleKind::Principal);
    if let Some(stranger) = first {
        return Some(stranger_needed(stranger, place));
    }
    let missing = || {
        holes
            .iter()
            .filter(|hole| hole.kind != HoleKind::Unreadable)
    };
    let unreadable = holes.iter().find_map(|hole| hole.error.as_ref());
    let Some(first) = missing().next() else {
        return unreadable.cloned();
    };
    let names = listed(missing().map(|hole| hole.name.as_ref()), MOST);
    let message =
        format!("expected all policies that bear on `{principal}`, found none for {names}");
    let mut help = Vec::new();
    let of = |kind| missing().any(|hole| hole.kind == kind);
    if of(HoleKind::ManagedPolicy) {
        help.push(
            "supply managed policies with --managed-policies, those of AWS by their names, others with their `Arn`"
                .to_owned(),
        );
    }
    if of(HoleKind::Group) {
        help.push("export the groups too".to_owned());
    }
    if of(HoleKind::TrustPolicy) {
        help.push("give the trust policy with --resource-policy".to_owned());
    }
    if let Some(error) = unreadable {
        let policy = error.policy().map_or("a document", |policy| policy);
        help.push(format!("`{}` cannot be read: {error}", identifier(policy)));
    }
    Some(
        ScenarioError::new("missing-document", message)
            .at_some(first.place.as_ref())
            .with_help(help.join("; ")),
    )
}

fn stranger_needed(stranger: &Hole, place: Option<&Location>) -> ScenarioError {
    let message = format!(
        "expected a principal of an account of the file, found `{}`",
        identifier(&stranger.name)
    );
    ScenarioError::new("unknown-principal", message)
        .at_some(place)
        .with_help("the answer depends on its policies: give them with --policy, or the export of its account")
}
