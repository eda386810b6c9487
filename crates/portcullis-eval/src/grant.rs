//! Who must allow: the verdict over what each layer said.

use crate::{
    Decision, Layer, LayerResult, MatchClass, MatchClasses, PrincipalKind, Request, StatementId,
    Verdict, services,
};

/// A statement, as whoever found it counts the statements of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) part: u32,
    pub(crate) statement: u32,
}

/// What one layer said, as far as the verdict depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) result: LayerResult,
    /// The classes of the matching Allow statements; not asked but of the resource-based policy.
    pub(crate) classes: MatchClasses,
    /// A statement that decides: that denies where the result is an explicit denial, else that allows.
    pub(crate) decides: Option<Found>,
}

/// What every layer said of one request.
#[derive(Debug)]
pub(crate) struct Answers<'a> {
    pub(crate) request: &'a Request,
    /// Whether a session policy was passed, allowing or not.
    pub(crate) session_passed: bool,
    said: [Said; 8],
}

impl<'a> Answers<'a> {
    pub(crate) fn new(request: &'a Request, session_passed: bool) -> Self {
        Self {
            request,
            session_passed,
            said: [Said::default(); 8],
        }
    }

    pub(crate) fn of(&self, layer: Layer) -> Said {
        self.said.get(layer.index()).copied().unwrap_or_default()
    }

    pub(crate) fn set(&mut self, layer: Layer, said: Said) {
        if let Some(own) = self.said.get_mut(layer.index()) {
            *own = said;
        }
    }

    /// The verdict, and the layer that decided.
    fn verdict(&self) -> (Verdict, Layer) {
        let denied = Layer::ALL
            .into_iter()
            .find(|layer| self.of(*layer).result == LayerResult::ExplicitDeny);
        match denied {
            Some(layer) => (Verdict::ExplicitlyDenied, layer),
            None => match self.grant() {
                Ok(layer) => (Verdict::Allowed, layer),
                Err(layer) => (Verdict::ImplicitlyDenied, layer),
            },
        }
    }

    /// The decision, where `place` tells the place of a statement of a layer.
    pub(crate) fn decision(
        &self,
        place: impl FnOnce(Layer, Found) -> Option<StatementId>,
    ) -> Decision {
        let (verdict, reason) = self.verdict();
        let decides = match verdict {
            Verdict::ExplicitlyDenied | Verdict::Allowed => self.of(reason).decides,
            Verdict::ImplicitlyDenied => None,
        };
        Decision {
            verdict,
            reason,
            statement: decides.and_then(|found| place(reason, found)),
            same_account: self.request.is_same_account(),
        }
    }

    /// The layer that grants, or the first whose Allow is missing.
    fn grant(&self) -> Result<Layer, Layer> {
        self.guard_rails()?;
        let request = self.request;
        let classes = self.of(Layer::Resource).classes;
        let by_class = |class: MatchClass| {
            let granted = classes.contains(class) || classes.contains(MatchClass::Wildcard);
            if granted {
                Ok(Layer::Resource)
            } else {
                Err(Layer::Resource)
            }
        };
        match request.facts.kind {
            PrincipalKind::Anonymous => return by_class(MatchClass::Wildcard),
            PrincipalKind::Service => return by_class(MatchClass::Service),
            PrincipalKind::IdentityProvider => return by_class(MatchClass::Federated),
            _ => {}
        }
        if request.facts.owned_by_aws || services::has_no_resource_side(request) {
            return self.via_identity();
        }
        if services::chaining_needs_identity(request) {
            self.via_identity()?;
        }
        if request.is_same_account() {
            self.same_account(classes)
        } else {
            self.cross_account(classes)
        }
    }

    /// Whether an Allow of the resource-based policy grants by itself as far as the layers before it allow that: which of several
    /// statements decides.
    pub(crate) fn grants(&self, classes: MatchClasses) -> bool {
        if self.request.is_same_account() {
            self.grants_directly(classes)
        } else {
            // A caller of no account is named by no class but those that grant to it.
            !classes.is_empty()
        }
    }

    fn guard_rails(&self) -> Result<(), Layer> {
        let rails = [
            Layer::ResourceControl,
            Layer::ServiceControl,
            Layer::VpcEndpoint,
        ];
        match rails
            .into_iter()
            .find(|layer| !self.of(*layer).result.passes())
        {
            Some(layer) => Err(layer),
            None => Ok(()),
        }
    }

    /// Whether the requester's side grants: identity, boundary and session.
    fn via_identity(&self) -> Result<Layer, Layer> {
        if self.of(Layer::Identity).result != LayerResult::Allow {
            Err(Layer::Identity)
        } else if !self.of(Layer::PermissionsBoundary).result.passes() {
            Err(Layer::PermissionsBoundary)
        } else if !self.of(Layer::Session).result.passes() {
            Err(Layer::Session)
        } else {
            Ok(Layer::Identity)
        }
    }

    fn cross_account(&self, classes: MatchClasses) -> Result<Layer, Layer> {
        self.via_identity()?;
        if classes.is_empty() {
            Err(Layer::Resource)
        } else {
            Ok(Layer::Resource)
        }
    }

    fn same_account(&self, classes: MatchClasses) -> Result<Layer, Layer> {
        if self.grants_directly(classes) {
            return Ok(Layer::Resource);
        }
        let granted = self.via_identity()?;
        if services::required(self.request).is_some() && !classes.contains(MatchClass::Account) {
            return Err(Layer::Resource);
        }
        Ok(granted)
    }

    /// Whether the resource-based policy grants by itself; which limits a class escapes is the table of EV 4.2.
    fn grants_directly(&self, classes: MatchClasses) -> bool {
        let limits_pass = self.of(Layer::PermissionsBoundary).result.passes()
            && self.of(Layer::Session).result.passes();
        let kind = self.request.facts.kind;
        let without_session_policy = kind == PrincipalKind::FederatedUser && !self.session_passed;
        classes.iter().any(|class| match class {
            MatchClass::Session | MatchClass::User => true,
            MatchClass::Wildcard => !without_session_policy,
            MatchClass::Role | MatchClass::FederatingUser => limits_pass,
            // For everyone but the root user an account only delegates.
            MatchClass::Account => kind == PrincipalKind::Root && limits_pass,
            MatchClass::Service | MatchClass::Federated => false,
        })
    }
}
