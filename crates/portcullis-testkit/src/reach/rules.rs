//! The rules that a decided call goes through, by their names in the index of rules: what the generator has to reach, and what a case
//! that is made of a call cites.

mod codes;
mod conditions;
mod grants;
mod layers;
mod services;
mod statements;

use std::collections::BTreeSet;

use portcullis_eval::{
    Evaluation, Layer, LayerResult, LayerTrace, PrincipalKind, Program, Request, StatementTrace,
    Trace, explain,
};
use portcullis_policy::{Document, Effect};

pub use codes::rules_of_code;

/// The rules, by their ids.
pub type Rules = BTreeSet<&'static str>;

/// A call that was decided, with why.
#[derive(Debug)]
pub(crate) struct Decided<'a> {
    pub(crate) request: &'a Request,
    pub(crate) program: &'a Program,
    pub(crate) decision: Evaluation,
    pub(crate) trace: Trace,
}

impl<'a> Decided<'a> {
    pub(crate) fn new(request: &'a Request, program: &'a Program) -> Self {
        let (decision, trace) = explain(request, program);
        Self {
            request,
            program,
            decision,
            trace,
        }
    }

    pub(crate) fn caller(&self) -> PrincipalKind {
        self.request.principal().kind()
    }

    fn result(&self, layer: Layer) -> LayerResult {
        self.decision.result(layer)
    }

    fn is_allowed(&self) -> bool {
        self.decision.verdict().is_allowed()
    }

    fn layer(&self, layer: Layer) -> Option<&LayerTrace> {
        self.trace
            .layers
            .iter()
            .find(|traced| traced.layer == layer)
    }

    /// The statements of a layer.
    fn statements(&self, layer: Layer) -> impl Iterator<Item = &StatementTrace> {
        let levels = self.layer(layer).map_or(&[][..], |traced| &traced.levels);
        let policies = levels.iter().flat_map(|level| &level.policies);
        policies.flat_map(|policy| &policy.statements)
    }

    /// The statements of a layer that match and have an effect.
    fn matching(&self, layer: Layer, effect: Effect) -> impl Iterator<Item = &StatementTrace> {
        self.statements(layer)
            .filter(move |statement| statement.is_match() && statement.effect == effect)
    }

    fn has_match(&self, layer: Layer, effect: Effect) -> bool {
        self.matching(layer, effect).next().is_some()
    }

    /// Whether policies of a layer were given, whether it applies or not.
    fn is_given(&self, layer: Layer) -> bool {
        let set = self.program.policies();
        match layer {
            Layer::ResourceControl => !set.resource_control.is_empty(),
            Layer::ServiceControl => !set.service_control.is_empty(),
            Layer::VpcEndpoint => set.endpoint.is_some(),
            Layer::Identity => !set.identity.is_empty(),
            Layer::PermissionsBoundary => set.boundary.is_some(),
            Layer::Session => set.session.is_some(),
            Layer::Resource => set.resource.is_some(),
            _ => false,
        }
    }

    /// Whether the owner is an account, and another than the caller's.
    fn is_cross_account(&self) -> bool {
        let owned = matches!(self.request.owner(), portcullis_eval::Owner::Account(_));
        owned && self.request.principal().account().is_some() && !self.request.is_same_account()
    }

    /// Every document of the trace with its statements.
    fn documents(&self) -> impl Iterator<Item = (&Document, &[StatementTrace])> {
        let levels = self.trace.layers.iter().flat_map(|layer| &layer.levels);
        let policies = levels.flat_map(|level| &level.policies);
        policies.map(|policy| (&*policy.document, policy.statements.as_slice()))
    }
}

/// The rules that a call goes through.
#[must_use]
pub fn rules(request: &Request, program: &Program) -> Rules {
    of_decided(&Decided::new(request, program))
}

pub(crate) fn of_decided(decided: &Decided<'_>) -> Rules {
    let mut rules = Rules::new();
    layers::add(decided, &mut rules);
    grants::add(decided, &mut rules);
    services::add(decided, &mut rules);
    for (document, statements) in decided.documents() {
        for finding in document.findings() {
            rules.extend(rules_of_code(finding.code(), false));
        }
        for (statement, traced) in document.statements().iter().zip(statements) {
            let place = statements::Place {
                decided,
                document,
                statement,
                traced,
            };
            statements::add(&place, &mut rules);
            conditions::add(&place, &mut rules);
        }
    }
    rules
}

/// Adds a rule where it applies.
trait AddIf {
    fn add_if(&mut self, applies: bool, rule: &'static str);
}

impl AddIf for Rules {
    fn add_if(&mut self, applies: bool, rule: &'static str) {
        if applies {
            self.insert(rule);
        }
    }
}
