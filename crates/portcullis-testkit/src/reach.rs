//! What made-up cases reach: each operator true and false, each form of principal matched and not, each layer allowing and denying.

mod rules;
mod unreached;

use std::collections::BTreeMap;

use portcullis_arn::PrincipalArn;
use portcullis_eval::{Element, LayerResult, Request};
use portcullis_policy::{Clause, Document, PrincipalClause, PrincipalPattern};

use crate::call::Call;
use crate::case::Policies;

pub(crate) use rules::{Decided, of_decided};
pub use rules::{Rules, rules, rules_of_code};
pub use unreached::{UNREACHED, Unreached};

/// How often a thing came out one way and the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "there are two ways")]
pub struct Both {
    /// It held, matched or allowed.
    pub yes: u64,
    /// It did not.
    pub no: u64,
}

impl Both {
    const fn count(&mut self, yes: bool) {
        if yes {
            self.yes += 1;
        } else {
            self.no += 1;
        }
    }
}

/// What a run of cases reached.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Reach {
    /// Tests by operator with its modifiers.
    pub operators: BTreeMap<String, Both>,
    /// Statements that name one principal, by the form of the entry; and `NotPrincipal`.
    pub principals: BTreeMap<&'static str, Both>,
    /// Statements by their other elements and forms of values.
    pub elements: BTreeMap<&'static str, Both>,
    /// What layers said: they allowed, or lacked an Allow.
    pub layers: BTreeMap<&'static str, Both>,
    /// Layers with a Deny that matched.
    pub denying: BTreeMap<&'static str, u64>,
    /// Decisions by kind of caller: allowed or not.
    pub callers: BTreeMap<String, Both>,
    /// Decisions by action: allowed or not.
    pub actions: BTreeMap<String, Both>,
    /// Decisions by layer that decided, and how: allowed or not.
    pub reasons: BTreeMap<&'static str, Both>,
    /// Decisions by outcome.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Decisions that went through a rule, and refusals because of one, by the rule's id.
    pub rules: BTreeMap<&'static str, u64>,
}

impl Reach {
    /// Adds what a call reaches; of one that the engine refuses, the rules of the refusal.
    pub fn add(&mut self, policies: &Policies<'_>, call: &Call) {
        let Some((request, program)) = policies.question(call) else {
            for rule in rules_of_code(policies.refusal(call).unwrap_or_default(), true) {
                *self.rules.entry(rule).or_default() += 1;
            }
            return;
        };
        let decided = Decided::new(&request, program);
        for rule in of_decided(&decided) {
            *self.rules.entry(rule).or_default() += 1;
        }
        let Decided {
            decision, trace, ..
        } = decided;
        let allowed = decision.verdict().is_allowed();
        *self
            .outcomes
            .entry(decision.verdict().as_str())
            .or_default() += 1;
        let reason = decision.reason().as_str();
        self.reasons.entry(reason).or_default().count(allowed);
        let kind = format!("{:?}", request.principal().kind());
        self.callers.entry(kind).or_default().count(allowed);
        let action = call.action.to_ascii_lowercase();
        self.actions.entry(action).or_default().count(allowed);
        for layer in &trace.layers {
            let name = layer.layer.as_str();
            match layer.result {
                LayerResult::Allow => self.layers.entry(name).or_default().count(true),
                LayerResult::ImplicitDeny => self.layers.entry(name).or_default().count(false),
                LayerResult::ExplicitDeny => *self.denying.entry(name).or_default() += 1,
                _ => {}
            }
            for policy in layer.levels.iter().flat_map(|level| &level.policies) {
                for (index, traced) in policy.statements.iter().enumerate() {
                    let failed =
                        |element| traced.mismatches.iter().any(|one| one.element == element);
                    self.statement(&policy.document, index, &request, &failed);
                }
            }
        }
    }

    fn statement(
        &mut self,
        document: &Document,
        index: usize,
        request: &Request,
        failed: &dyn Fn(Element) -> bool,
    ) {
        let Some(statement) = document.statements().get(index) else {
            return;
        };
        let form = match statement.principal() {
            PrincipalClause::Any(entries) => match entries.as_slice() {
                [only] => Some(form(only.pattern())),
                [] => Some("an empty list"),
                _ => None,
            },
            PrincipalClause::None(_) => Some("NotPrincipal"),
            PrincipalClause::Nobody => Some("no principal"),
            PrincipalClause::Attached => None,
        };
        if let Some(form) = form {
            let both = self.principals.entry(form).or_default();
            both.count(!failed(Element::Principal));
        }
        let action = match statement.action() {
            Clause::Any(_) => "Action",
            Clause::None(_) => "NotAction",
            Clause::Absent => "no action",
        };
        let resource = match statement.resource() {
            Clause::Any(_) => "Resource",
            Clause::None(_) => "NotResource",
            Clause::Absent => "no resource",
        };
        let mut element = |name, element| {
            let both = self.elements.entry(name).or_default();
            both.count(!failed(element));
        };
        element(action, Element::Action);
        element(resource, Element::Resource);
        for condition in statement.conditions() {
            let test = condition.test();
            let both = self.operators.entry(test.operator().to_string());
            both.or_default().count(test.holds(request.context()));
        }
    }
}

fn form(pattern: &PrincipalPattern) -> &'static str {
    match pattern {
        PrincipalPattern::Everyone => "*",
        PrincipalPattern::Account {
            partition: None, ..
        } => "account",
        PrincipalPattern::Account { .. } => "root ARN",
        PrincipalPattern::Arn(PrincipalArn::User(_)) => "user",
        PrincipalPattern::Arn(PrincipalArn::Role(_)) => "role",
        PrincipalPattern::Arn(PrincipalArn::AssumedRole(_)) => "role session",
        PrincipalPattern::Arn(PrincipalArn::FederatedUser(_)) => "federated user",
        PrincipalPattern::UniqueId(_) => "unique id",
        PrincipalPattern::Service(_) => "service",
        PrincipalPattern::Federated(_) => "provider",
        PrincipalPattern::CanonicalUser(_) => "canonical user",
        PrincipalPattern::Nobody => "nobody",
        _ => "another form",
    }
}
