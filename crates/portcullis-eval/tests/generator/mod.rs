//! Random questions with their policies, of which many match and many nearly do.
//!
//! Callers, calls and entries come from a small world, so that what a statement says and what is asked meet often. Policies are
//! kept as models that properties change before they are written and read.

pub(crate) mod calls;
pub(crate) mod policies;

use std::sync::Arc;

use portcullis_eval::{
    ActionTable, AttachedPolicy, Compiler, Evaluation, Level, PolicySet, Program, Request, decide,
    evaluate,
};
use portcullis_policy::{Document, PolicyKind, Reading};
use proptest::prelude::*;

use calls::Call;
use policies::{Hits, Policies, Policy, Statement};

/// A question and the policies that bear on it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) request: Request,
    /// As which kind the resource's policy is read.
    pub(crate) resource_kind: PolicyKind,
    pub(crate) policies: Policies,
}

/// Any case.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    with_call(policies::policies).prop_map(|(call, policies)| Case {
        request: call.request,
        resource_kind: call.resource_kind,
        policies,
    })
}

/// Any case, and something else that is about its call.
pub(crate) fn case_and<S: Strategy + 'static>(
    other: impl Fn(&Hits) -> S + Clone + 'static,
) -> impl Strategy<Value = (Case, S::Value)> {
    let both = with_call(move |hits| (policies::policies(hits), other(hits)));
    both.prop_map(|(call, (policies, other))| {
        let case = Case {
            request: call.request,
            resource_kind: call.resource_kind,
            policies,
        };
        (case, other)
    })
}

fn with_call<S: Strategy>(other: impl Fn(&Hits) -> S) -> impl Strategy<Value = (Call, S::Value)> {
    calls::call().prop_flat_map(move |call| {
        let other = other(&call.hits);
        (Just(call), other)
    })
}

impl Case {
    /// The evaluation, which the short decision agrees with in every form that a program can have.
    pub(crate) fn decide(&self) -> Evaluation {
        let set = self.policy_set();
        let full = evaluate(&self.request, &Program::without_index(set.clone()).unwrap());
        let asked: ActionTable = [self.request.action().clone()].into_iter().collect();
        let programs = [
            Program::without_index(set.clone()),
            Program::compile(set.clone()),
            Compiler::new(ActionTable::empty()).compile(set.clone()),
            Compiler::new(asked).compile(set),
        ];
        for program in programs {
            let short = decide(&self.request, &program.unwrap());
            assert_eq!(
                (short.verdict(), short.reason()),
                (full.verdict(), full.reason())
            );
            assert_eq!(
                short.statement().is_some(),
                full.decision().statement().is_some()
            );
            let named = short.statement();
            assert!(
                named.is_none_or(|one| one.layer == full.reason() && full.matched().contains(&one))
            );
        }
        full
    }

    /// Writes, reads and compiles the policies.
    pub(crate) fn program(&self) -> Program {
        Program::compile(self.policy_set()).unwrap()
    }

    /// Writes and reads the policies.
    pub(crate) fn policy_set(&self) -> PolicySet {
        use PolicyKind as Kind;
        let policies = &self.policies;
        let list = |kind, list: &[Policy]| -> Vec<AttachedPolicy> {
            list.iter().map(|policy| attach(kind, policy)).collect()
        };
        let levels = |kind, levels: &[Vec<Policy>]| -> Vec<Level> {
            let levels = levels.iter().enumerate();
            levels
                .map(|(index, level)| Level::new(format!("ou-{index}"), list(kind, level)))
                .collect()
        };
        PolicySet {
            identity: list(Kind::Identity, &policies.identity),
            boundary: policies
                .boundary
                .as_deref()
                .map(|one| list(Kind::PermissionsBoundary, one)),
            session: policies
                .session
                .as_deref()
                .map(|one| list(Kind::Session, one)),
            resource: policies
                .resource
                .as_ref()
                .map(|policy| attach(self.resource_kind, policy)),
            service_control: levels(Kind::ServiceControl, &policies.service_control),
            resource_control: levels(Kind::ResourceControl, &policies.resource_control),
            endpoint: policies
                .endpoint
                .as_deref()
                .map(|one| list(Kind::VpcEndpoint, one)),
        }
    }
}

fn attach(kind: PolicyKind, policy: &Policy) -> AttachedPolicy {
    let named = !matches!(
        kind,
        PolicyKind::Identity
            | PolicyKind::PermissionsBoundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl
    );
    let statements: Vec<String> = policy
        .statements
        .iter()
        .map(|statement: &Statement| statement.write(named))
        .collect();
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        statements.join(", ")
    );
    let document = Document::parse(&text, kind, Reading::Lenient)
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    AttachedPolicy::new("policy", Arc::new(document))
}
