//! The answer in full: every statement of every layer is looked at.

use alloc::vec::Vec;

use crate::caller::Caller;
use crate::grant::{Answers, Found, Said};
use crate::layer::Outcome;
use crate::offsets::at;
use crate::{
    Decision, Evaluation, Layer, LayerResult, MatchClasses, Program, Request, StatementId, Verdict,
    services,
};

/// Decides one request, and names every statement that decided.
///
/// The verdict and its reason are those of [`decide`](crate::decide), which stops as soon as they are known; this function looks
/// at every statement. Pure, deterministic and total.
///
/// # Source
/// IAM User Guide, policy evaluation logic; EV 4.1.
pub fn evaluate(request: &Request, program: &Program) -> Evaluation {
    if let Some(rule) = services::rule(request, program.policies()) {
        return by_service_rule(request, rule.verdict);
    }
    let policies = program.policies();
    let caller = Caller {
        request,
        bounded: policies.boundary.is_some(),
    };
    let mut answers = Answers::new(request, policies.session.is_some());
    let mut results = [LayerResult::NotApplicable; 8];
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(Layer::ALL.len());
    for (layer, result) in Layer::ALL.into_iter().zip(&mut results) {
        let mut outcome = Outcome::of(layer, caller, program);
        if layer == Layer::Resource
            && services::ignores_resource_policy_denies(request)
            && !outcome.denies.is_empty()
        {
            outcome = Outcome::default();
        }
        *result = outcome.result;
        let decides_alone =
            |classes: &MatchClasses| layer != Layer::Resource || answers.grants(*classes);
        let decides = if outcome.denies.is_empty() {
            // The first, unless another grants by itself.
            let alone = outcome.allow_classes.iter().position(decides_alone);
            alone.unwrap_or_default()
        } else {
            0
        };
        let said = Said {
            result: outcome.result,
            classes: outcome.classes,
            decides: u32::try_from(decides)
                .ok()
                .map(|statement| Found { part: 0, statement }),
        };
        answers.set(layer, said);
        outcomes.push(outcome);
    }
    let decision = answers.decision(|layer, found| {
        let outcome = outcomes.get(layer.index())?;
        let statements = if outcome.denies.is_empty() {
            &outcome.allows
        } else {
            &outcome.denies
        };
        at(statements, found.statement).copied()
    });
    let mut matched: Vec<StatementId> = Vec::new();
    for outcome in &outcomes {
        matched.extend(match decision.verdict {
            Verdict::ExplicitlyDenied => &outcome.denies,
            Verdict::Allowed | Verdict::ImplicitlyDenied => &outcome.allows,
        });
    }
    Evaluation {
        decision,
        results,
        matched,
    }
}

fn by_service_rule(request: &Request, verdict: Verdict) -> Evaluation {
    let mut results = [LayerResult::NotApplicable; 8];
    if let Some(own) = results.first_mut() {
        *own = if verdict.is_allowed() {
            LayerResult::Allow
        } else {
            LayerResult::ImplicitDeny
        };
    }
    Evaluation {
        decision: Decision::by_service_rule(request, verdict),
        results,
        matched: Vec::new(),
    }
}
