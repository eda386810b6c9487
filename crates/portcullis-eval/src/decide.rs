//! The decision algorithm: explicit denies, guard rails, and who must allow.

use alloc::vec::Vec;

use crate::caller::Caller;
use crate::layer::Outcome;
use crate::{
    Decision, Layer, LayerResult, MatchClass, MatchClasses, Owner, PrincipalKind, Program, Request,
    StatementId, Verdict, services,
};

/// Decides one request.
///
/// Pure, deterministic and total: every request over every program has an answer.
///
/// # Source
/// IAM User Guide, policy evaluation logic; EV 4.1.
pub fn decide(request: &Request, program: &Program) -> Decision {
    #[cfg(feature = "tracing")]
    let _span = tracing::trace_span!("portcullis.eval.decide").entered();
    match services::rule(request, program.policies()) {
        Some(rule) => by_service_rule(request, rule.verdict),
        None => Evaluation::new(request, program).decide(),
    }
}

fn by_service_rule(request: &Request, verdict: Verdict) -> Decision {
    let mut results = [LayerResult::NotApplicable; 8];
    if let Some(own) = results.first_mut() {
        *own = if verdict.is_allowed() {
            LayerResult::Allow
        } else {
            LayerResult::ImplicitDeny
        };
    }
    Decision {
        verdict,
        reason: Layer::ServiceRule,
        results,
        matched: Vec::new(),
        same_account: request.is_same_account(),
    }
}

/// The outcomes of all layers for one request.
struct Evaluation<'a> {
    request: &'a Request,
    resource_control: Outcome,
    service_control: Outcome,
    endpoint: Outcome,
    identity: Outcome,
    boundary: Outcome,
    session: Outcome,
    resource: Outcome,
    /// Whether a session policy was passed, allowing or not.
    session_passed: bool,
}

impl<'a> Evaluation<'a> {
    fn new(request: &'a Request, program: &Program) -> Self {
        let policies = program.policies();
        let caller = Caller {
            request,
            bounded: policies.boundary.is_some(),
        };
        let of = |layer| Outcome::of(layer, caller, program);
        Self {
            request,
            resource_control: of(Layer::ResourceControl),
            service_control: of(Layer::ServiceControl),
            endpoint: of(Layer::VpcEndpoint),
            identity: of(Layer::Identity),
            boundary: of(Layer::PermissionsBoundary),
            session: of(Layer::Session),
            resource: of(Layer::Resource),
            session_passed: policies.session.is_some(),
        }
    }

    fn decide(mut self) -> Decision {
        if services::ignores_resource_policy_denies(self.request)
            && !self.resource.denies.is_empty()
        {
            self.resource = Outcome::default();
        }
        let denied = self
            .outcomes()
            .into_iter()
            .find(|(_, outcome)| !outcome.denies.is_empty());
        let (verdict, reason) = match denied {
            Some((layer, _)) => (Verdict::ExplicitlyDenied, layer),
            None => match self.grant() {
                Ok(layer) => (Verdict::Allowed, layer),
                Err(layer) => (Verdict::ImplicitlyDenied, layer),
            },
        };
        self.finish(verdict, reason)
    }

    /// The layer that grants, or the first whose Allow is missing.
    fn grant(&self) -> Result<Layer, Layer> {
        self.guard_rails()?;
        let request = self.request;
        let classes = self.resource.classes;
        let by_class = |class: MatchClass| {
            let granted = classes.contains(class) || classes.contains(MatchClass::Wildcard);
            if granted {
                Ok(Layer::Resource)
            } else {
                Err(Layer::Resource)
            }
        };
        match request.principal().kind() {
            PrincipalKind::Anonymous => return by_class(MatchClass::Wildcard),
            PrincipalKind::Service => return by_class(MatchClass::Service),
            PrincipalKind::IdentityProvider => return by_class(MatchClass::Federated),
            _ => {}
        }
        if request.owner() == Owner::Aws || services::has_no_resource_side(request) {
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

    fn guard_rails(&self) -> Result<(), Layer> {
        let rails = [
            (Layer::ResourceControl, &self.resource_control),
            (Layer::ServiceControl, &self.service_control),
            (Layer::VpcEndpoint, &self.endpoint),
        ];
        match rails
            .into_iter()
            .find(|(_, outcome)| !outcome.result.passes())
        {
            Some((layer, _)) => Err(layer),
            None => Ok(()),
        }
    }

    /// Whether the requester's side grants: identity, boundary and session.
    fn via_identity(&self) -> Result<Layer, Layer> {
        if self.identity.result != LayerResult::Allow {
            Err(Layer::Identity)
        } else if !self.boundary.result.passes() {
            Err(Layer::PermissionsBoundary)
        } else if !self.session.result.passes() {
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
        if services::required_resource_policy(self.request.action(), self.request.resource())
            .is_some()
            && !classes.contains(MatchClass::Account)
        {
            return Err(Layer::Resource);
        }
        Ok(granted)
    }

    /// Whether the resource-based policy grants by itself; which limits a class escapes is the table of EV 4.2.
    fn grants_directly(&self, classes: MatchClasses) -> bool {
        let limits_pass = self.boundary.result.passes() && self.session.result.passes();
        let kind = self.request.principal().kind();
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

    fn outcomes(&self) -> [(Layer, &Outcome); 7] {
        [
            (Layer::ResourceControl, &self.resource_control),
            (Layer::ServiceControl, &self.service_control),
            (Layer::VpcEndpoint, &self.endpoint),
            (Layer::Identity, &self.identity),
            (Layer::PermissionsBoundary, &self.boundary),
            (Layer::Session, &self.session),
            (Layer::Resource, &self.resource),
        ]
    }

    fn finish(&self, verdict: Verdict, reason: Layer) -> Decision {
        let mut results = [LayerResult::NotApplicable; 8];
        let mut matched: Vec<StatementId> = Vec::new();
        for (layer, outcome) in self.outcomes() {
            if let Some(result) = results.get_mut(layer.index()) {
                *result = outcome.result;
            }
            matched.extend(match verdict {
                Verdict::ExplicitlyDenied => &outcome.denies,
                Verdict::Allowed | Verdict::ImplicitlyDenied => &outcome.allows,
            });
        }
        Decision {
            verdict,
            reason,
            results,
            matched,
            same_account: self.request.is_same_account(),
        }
    }
}
