//! Which condition keys the statements asked for and the request did not have.

use alloc::vec::Vec;

use portcullis_condition::ContextKey;

use crate::caller::Caller;
use crate::layer::Policies;
use crate::{Layer, Program, Request, statement};

/// The condition keys that a statement asked for and the request did not have; sorted, without duplicates.
///
/// A statement asks where its principal and action match: for the variables in its resources, and where the resource matches
/// as well for every key and variable of its conditions. Where a service rule decides, nothing is asked.
///
/// # Source
/// IAM API Reference, `EvaluationResult`: `MissingContextValues`.
#[must_use]
pub fn missing_context_keys(request: &Request, program: &Program) -> Vec<ContextKey> {
    if crate::services::rule(request, program.policies()).is_some() {
        return Vec::new();
    }
    let caller = Caller {
        request,
        bounded: program.policies().boundary.is_some(),
    };
    let context = request.context();
    let mut missing: Vec<ContextKey> = Vec::new();
    for layer in Layer::ALL {
        let policies = Policies::of(layer, request, program);
        for (_, document, one) in policies.statements(layer) {
            let asked = statement::action_holds(one.action(), caller)
                && !caller.classes(one.principal(), one.effect()).is_empty();
            if !asked {
                continue;
            }
            let variables = one.resource().entries().iter().flat_map(|entry| {
                entry
                    .pattern()
                    .variables()
                    .filter(|variable| variable.resolve(context).is_none())
            });
            missing.extend(
                variables
                    .map(|variable| variable.key())
                    .filter(|key| context.get(key).is_none())
                    .cloned(),
            );
            if statement::resource_holds(document, one, caller) {
                for condition in one.conditions() {
                    missing.extend(condition.test().missing_keys(context).cloned());
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    missing
}
