//! Why, in words: the sentence behind a verdict.

use portcullis::eval::{Layer, LayerResult, PrincipalKind, Verdict, resource_policy_kind};
use portcullis::scenario::{Check, Scenario};

use super::text::escape;

/// The verdict in words.
pub(super) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "allowed",
        Verdict::ExplicitlyDenied => "explicit deny",
        Verdict::ImplicitlyDenied => "implicit deny",
    }
}

/// Why a check was decided as it was: lower case, no full stop.
pub(super) fn sentence(scenario: &Scenario, check: &Check) -> String {
    let decision = &check.decision;
    match decision.verdict() {
        Verdict::Allowed => allowed(check).to_owned(),
        Verdict::ExplicitlyDenied => {
            let denying = decision.matched().len();
            let title = decision.reason().title();
            match denying {
                0 if decision.reason() == Layer::ServiceRule => service_rule(check),
                0 | 1 => format!("a statement of the {title} denies it"),
                several => format!("{several} statements deny it, the first in the {title}"),
            }
        }
        Verdict::ImplicitlyDenied => implicitly_denied(scenario, check),
    }
}

fn allowed(check: &Check) -> &'static str {
    let decision = &check.decision;
    let root = check.request.principal().kind() == PrincipalKind::Root;
    match decision.reason() {
        Layer::ServiceRule => "a rule of the service allows it, whatever the policies say",
        Layer::Resource if decision.is_same_account() => {
            "the resource-based policy allows it by itself"
        }
        Layer::Resource if decision.result(Layer::Identity) == LayerResult::Allow => {
            "the resource-based policy allows it, and so does the account of the caller"
        }
        Layer::Resource => "the resource-based policy allows it",
        _ if root && decision.matched().is_empty() => {
            "the root user of the account needs no statement that allows it"
        }
        _ => "an identity-based policy allows it, and nothing forbids it",
    }
}

fn implicitly_denied(scenario: &Scenario, check: &Check) -> String {
    let decision = &check.decision;
    let policies = &scenario.policies;
    let text = match decision.reason() {
        Layer::ServiceRule => return service_rule(check),
        Layer::Identity if policies.identity.is_empty() => "no identity-based policy is attached",
        Layer::Identity => "no identity-based policy allows it",
        Layer::PermissionsBoundary => "the permissions boundary does not allow it",
        Layer::Session => "the session policies do not allow it",
        Layer::VpcEndpoint => "the VPC endpoint policy does not allow it",
        Layer::Resource => return at_the_resource(scenario, check),
        layer => return at_a_level(layer, check),
    };
    text.to_owned()
}

/// A resource-based policy that is there or is not, under the name that its kind has.
fn at_the_resource(scenario: &Scenario, check: &Check) -> String {
    let request = &check.request;
    let kind = resource_policy_kind(request.action(), request.resource());
    let name = kind.spec().name;
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    let foreign = "the caller is not of the account of the owner, and";
    match (
        scenario.policies.resource.is_some(),
        check.decision.is_same_account(),
    ) {
        (true, true) => format!("the {name} has to allow it, and does not"),
        (false, true) => format!("{article} {name} has to allow it, and there is none"),
        (true, false) => format!("{foreign} the {name} does not allow it"),
        (false, false) => format!("{foreign} there is no {name} that allows it"),
    }
}

/// The level of a control policy that allows nothing.
fn at_a_level(layer: Layer, check: &Check) -> String {
    let title = layer.title();
    let traced = check.trace.iter().flat_map(|trace| &trace.layers);
    let target = traced
        .filter(|trace| trace.layer == layer)
        .flat_map(|trace| trace.levels.iter().map(move |level| (trace, level)))
        .find(|(trace, level)| trace.result_of(level) == LayerResult::ImplicitDeny)
        .and_then(|(_, level)| level.target.as_ref());
    match target {
        Some(target) => format!("the {title} of `{}` do not allow it", escape(target)),
        None => format!("the {title} do not allow it"),
    }
}

fn service_rule(check: &Check) -> String {
    let why = check.trace.as_ref().and_then(|trace| trace.service_rule);
    match why {
        Some(why) => format!("a rule of the service: {why}"),
        None => "a rule of the service forbids it".to_owned(),
    }
}
