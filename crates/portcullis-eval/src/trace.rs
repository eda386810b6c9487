//! Why: every layer in order, every statement in it, and for each element that failed the pattern and the value.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use portcullis_condition::{ContextKey, Operand};
use portcullis_json::Span;
use portcullis_policy::{
    Clause, ConditionEntry, Document, Effect, EntryMatch, PrincipalClause, Statement,
};

use crate::caller::Caller;
use crate::layer::{Policies, counted};
use crate::{
    AttachedPolicy, Element, Evaluation, Layer, LayerResult, MatchClasses, Program, Request,
    StatementId, evaluate, services, statement,
};

/// The explanation of one decision.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trace {
    /// Why a service rule decided, where one did: lower case, no full stop.
    pub service_rule: Option<&'static str>,
    /// The layers in the order of evaluation; none where a service rule decided.
    pub layers: Vec<LayerTrace>,
}

/// One layer of a trace.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LayerTrace {
    /// Which layer.
    pub layer: Layer,
    /// What it said.
    pub result: LayerResult,
    /// Its levels, root first; one without a target where the layer has no levels, none where it does not apply.
    pub levels: Vec<LevelTrace>,
}

impl LayerTrace {
    /// What one of its levels said: its own statements, but for resource control policies, where every level allows unless
    /// it denies. In a layer without levels it is what the layer said.
    #[must_use]
    pub fn result_of(&self, level: &LevelTrace) -> LayerResult {
        if level.target.is_none() {
            return self.result;
        }
        let matching = |wanted| {
            level
                .policies
                .iter()
                .flat_map(|policy| &policy.statements)
                .any(|statement| statement.is_match() && statement.effect == wanted)
        };
        if matching(Effect::Deny) {
            LayerResult::ExplicitDeny
        } else if self.layer == Layer::ResourceControl || matching(Effect::Allow) {
            LayerResult::Allow
        } else {
            LayerResult::ImplicitDeny
        }
    }
}

/// One level of a layer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LevelTrace {
    /// The root, organizational unit or account to which the policies are attached.
    pub target: Option<Arc<str>>,
    /// The policies, in the order in which they were given.
    pub policies: Vec<PolicyTrace>,
}

/// One policy of a layer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyTrace {
    /// The name under which it was given.
    pub name: Arc<str>,
    /// The document, in whose text the spans stand.
    pub document: Arc<Document>,
    /// The statements, in document order.
    pub statements: Vec<StatementTrace>,
}

/// One statement of a policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StatementTrace {
    /// Which statement.
    pub id: StatementId,
    /// What it does.
    pub effect: Effect,
    /// Where it stands.
    pub span: Span,
    /// The classes under which it names the caller, where it matched.
    pub classes: MatchClasses,
    /// The elements that failed; none where the statement matched.
    pub mismatches: Vec<Mismatch>,
}

impl StatementTrace {
    /// Whether the statement matched.
    #[must_use]
    pub fn is_match(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// One element of a statement that failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mismatch {
    /// Which element.
    pub element: Element,
    /// The element's name as it is written: `NotAction`, or the operator of a condition.
    pub name: Box<str>,
    /// Where it stands: the value of the element, the key of a condition, or the whole statement where nothing is written.
    pub span: Span,
    /// What was compared, in document order.
    pub patterns: Vec<Pattern>,
    /// With what it was compared.
    pub found: Found,
    /// Keys of policy variables that had no value.
    pub unresolved: Vec<ContextKey>,
    /// What else to know, where it is not plain from the values: lower case, no full stop.
    pub note: Option<&'static str>,
}

/// One entry or condition value, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pattern {
    /// The text as it was written, escapes decoded.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// The value with which an element was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// The caller.
    Principal(String),
    /// The action.
    Action(String),
    /// The resource.
    Resource(String),
    /// A condition key.
    Context {
        /// The key.
        key: ContextKey,
        /// Its values; `None` where the request does not have the key.
        values: Option<Vec<Arc<str>>>,
    },
}

/// Decides one request, and says why.
///
/// The evaluation is that of [`evaluate`].
pub fn explain(request: &Request, program: &Program) -> (Evaluation, Trace) {
    let decision = evaluate(request, program);
    if let Some(rule) = services::rule(request, program.policies()) {
        return (
            decision,
            Trace {
                service_rule: Some(rule.why),
                layers: Vec::new(),
            },
        );
    }
    let caller = Caller {
        request,
        bounded: program.policies().boundary.is_some(),
    };
    let layers = Layer::ALL
        .into_iter()
        .filter(|layer| *layer != Layer::ServiceRule)
        .map(|layer| {
            let result = decision.result(layer);
            // Also a layer that the decision passed over, so that no statement of it counts as a match.
            let levels = match result {
                LayerResult::NotApplicable => Vec::new(),
                _ => levels(layer, caller, program),
            };
            LayerTrace {
                layer,
                result,
                levels,
            }
        })
        .collect();
    (
        decision,
        Trace {
            service_rule: None,
            layers,
        },
    )
}

fn levels(layer: Layer, caller: Caller<'_>, program: &Program) -> Vec<LevelTrace> {
    let policies = Policies::of(layer, caller.request, program);
    let target = |level: usize| match &policies {
        Policies::Levels(levels) => levels.get(level).map(|level| level.target().clone()),
        _ => None,
    };
    policies
        .levels()
        .map(|(level, attached)| LevelTrace {
            target: target(level),
            policies: attached
                .iter()
                .enumerate()
                .map(|(index, policy)| policy_trace(layer, level, index, policy, caller))
                .collect(),
        })
        .collect()
}

fn policy_trace(
    layer: Layer,
    level: usize,
    policy: usize,
    attached: &AttachedPolicy,
    caller: Caller<'_>,
) -> PolicyTrace {
    let document = attached.document();
    let statements = document
        .statements()
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let id = StatementId {
                layer,
                level,
                policy,
                statement: index,
            };
            statement_trace(id, document, one, caller)
        })
        .collect();
    PolicyTrace {
        name: attached.name().clone(),
        document: document.clone(),
        statements,
    }
}

fn statement_trace(
    id: StatementId,
    document: &Document,
    one: &Statement,
    caller: Caller<'_>,
) -> StatementTrace {
    let classes = caller.classes(one.principal(), one.effect());
    let counts = counted(id.layer, one.effect(), classes, caller.request);
    let mut mismatches = Vec::new();
    if counts.is_empty() {
        mismatches.push(principal_mismatch(one, classes, caller));
    }
    if !statement::action_holds(one.action(), caller) {
        mismatches.push(action_mismatch(one, caller));
    }
    if !statement::resource_holds(document, one, caller) {
        mismatches.push(resource_mismatch(one, caller));
    }
    let failed = one
        .conditions()
        .iter()
        .filter(|one| !statement::condition_holds(one, caller));
    mismatches.extend(failed.map(|condition| condition_mismatch(condition, caller)));
    let classes = if mismatches.is_empty() {
        counts
    } else {
        MatchClasses::NONE
    };
    StatementTrace {
        id,
        effect: one.effect(),
        span: one.span(),
        classes,
        mismatches,
    }
}

fn principal_mismatch(one: &Statement, classes: MatchClasses, caller: Caller<'_>) -> Mismatch {
    let note = if !classes.is_empty() {
        Some(
            "in the policy of a gateway endpoint only `*`, or the account for its root user, counts",
        )
    } else {
        match one.principal() {
            PrincipalClause::None(_) if one.effect() == Effect::Deny => {
                Some("every identity of the caller is listed")
            }
            PrincipalClause::None(_) => Some("an identity of the caller is listed"),
            PrincipalClause::Nobody => Some("a statement without a principal matches nobody"),
            _ => None,
        }
    };
    let name = match one.principal() {
        PrincipalClause::None(_) => "NotPrincipal",
        _ => "Principal",
    };
    Mismatch {
        element: Element::Principal,
        name: name.into(),
        span: one.principal_span().unwrap_or(one.span()),
        patterns: patterns(
            one.principal()
                .entries()
                .iter()
                .map(|entry| (entry.text(), entry.span())),
        ),
        found: Found::Principal(caller.request.principal().to_string()),
        unresolved: Vec::new(),
        note,
    }
}

fn action_mismatch(one: &Statement, caller: Caller<'_>) -> Mismatch {
    let clause = one.action();
    Mismatch {
        element: Element::Action,
        name: name_of(clause, "Action", "NotAction"),
        span: one.action_span().unwrap_or(one.span()),
        patterns: patterns(
            clause
                .entries()
                .iter()
                .map(|entry| (entry.text(), entry.span())),
        ),
        found: Found::Action(caller.request.action().as_str().into()),
        unresolved: Vec::new(),
        note: matches!(clause, Clause::Absent)
            .then_some("a statement without an action has no effect"),
    }
}

fn resource_mismatch(one: &Statement, caller: Caller<'_>) -> Mismatch {
    let clause = one.resource();
    let context = caller.request.context();
    let unresolvable = clause
        .entries()
        .iter()
        .filter(|entry| statement::entry_matches(entry, caller) == EntryMatch::Unresolvable);
    let unresolved = unresolvable
        .flat_map(|entry| entry.pattern().variables())
        .filter(|variable| variable.resolve(context).is_none())
        .map(|variable| variable.key().clone())
        .collect();
    let account_level = *caller.request.resource() == crate::Resource::Everything;
    let note = match clause {
        Clause::Absent => Some("a statement without a resource has no effect"),
        _ if account_level => {
            Some("the action has no resource-level permissions: only `*` covers it")
        }
        _ => None,
    };
    Mismatch {
        element: Element::Resource,
        name: name_of(clause, "Resource", "NotResource"),
        span: one.resource_span().unwrap_or(one.span()),
        patterns: patterns(
            clause
                .entries()
                .iter()
                .map(|entry| (entry.text(), entry.span())),
        ),
        found: Found::Resource(caller.request.resource().as_str().into()),
        unresolved,
        note,
    }
}

fn condition_mismatch(condition: &ConditionEntry, caller: Caller<'_>) -> Mismatch {
    let context = caller.request.context();
    let key = condition.test().key();
    let values = context.get(key).map(|value| value.values().to_vec());
    let unresolved = condition
        .test()
        .operands()
        .iter()
        .flat_map(Operand::variables)
        .filter(|variable| variable.resolve(context).is_none())
        .map(|variable| variable.key().clone())
        .collect();
    Mismatch {
        element: Element::Condition,
        name: condition.operator().as_str().into(),
        span: condition.key().span(),
        patterns: patterns(
            condition
                .values()
                .iter()
                .map(|value| (value.as_str(), value.span())),
        ),
        found: Found::Context {
            key: key.clone(),
            values,
        },
        unresolved,
        note: None,
    }
}

fn name_of<T>(clause: &Clause<T>, any: &str, none: &str) -> Box<str> {
    if clause.is_negated() {
        none.into()
    } else {
        any.into()
    }
}

fn patterns<'a>(entries: impl Iterator<Item = (&'a str, Span)>) -> Vec<Pattern> {
    entries
        .map(|(text, span)| Pattern {
            text: text.into(),
            span,
        })
        .collect()
}
