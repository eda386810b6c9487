//! Decisions as tables: one file a topic, and the questions that they are asked as.

mod classes;
mod compiling;
mod conflicts;
mod counts;
mod cross_account;
mod layers;
mod missing;
mod names;
mod principals;
mod required;
mod same_account;
mod service_rules;
mod statements;
mod traces;

use alloc::sync::Arc;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use portcullis_condition::{Context, ContextValue};
use portcullis_policy::{Document, PolicyKind, Reading};

use crate::{
    Action, ActionTable, AttachedPolicy, Compiler, Credentials, EndpointKind, Evaluation, Layer,
    Level, OrganizationAuthority, PolicySet, Principal, Program, Request, RequestBuilder, Trace,
    Verdict, decide, evaluate, explain, missing_context_keys,
};

/// The account that owns the resources, and of most callers.
const OWN: &str = "111122223333";
/// Another account.
const OTHER: &str = "444455556666";

const ROOT: &str = "arn:aws:iam::111122223333:root";
const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const ROLE: &str = "arn:aws:iam::111122223333:role/app";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/app/ci";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/guest";
const BOB: &str = "arn:aws:iam::444455556666:user/bob";
const SERVICE: &str = "lambda.amazonaws.com";
const ANONYMOUS: &str = "*";

const OBJECT: &str = "arn:aws:s3:::bucket/key";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const TARGET: &str = "arn:aws:iam::111122223333:role/target";

/// A statement that grants, or refuses, everything on everything.
const ALLOW: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const DENY: &str = r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#;
/// A statement that is about something else.
const ELSEWHERE: &str = r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#;

/// A statement on everything with this principal element.
fn names(effect: &str, principal: &str) -> String {
    format!(r#"{{"Effect": "{effect}", {principal}, "Action": "*", "Resource": "*"}}"#)
}

/// An Allow for one entry under `AWS`.
fn grants(entry: &str) -> String {
    names("Allow", &format!(r#""Principal": {{"AWS": "{entry}"}}"#))
}

#[track_caller]
fn policy(kind: PolicyKind, statements: &[&str]) -> AttachedPolicy {
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        statements.join(", ")
    );
    let document = Document::parse(&text, kind, Reading::Lenient)
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    AttachedPolicy::new(kind.to_string(), Arc::new(document))
}

/// A question with its policies, built step by step.
#[derive(Clone)]
struct Question {
    builder: RequestBuilder,
    principal: Principal,
    context: Context,
    policies: PolicySet,
}

/// A caller asks for `s3:GetObject` on an object of [`OWN`], without any policy.
#[track_caller]
fn asks(principal: &str) -> Question {
    calls(principal, "s3:GetObject", OBJECT)
}

/// A caller asks for an action on a resource of [`OWN`], without any policy.
#[track_caller]
fn calls(principal: &str, action: &str, resource: &str) -> Question {
    let builder = Request::builder(action.parse().unwrap()).owner(OWN.parse().unwrap());
    Question {
        builder: match resource {
            "*" => builder,
            arn => builder.resource(arn.parse().unwrap()),
        },
        principal: principal.parse().unwrap(),
        context: Context::new(),
        policies: PolicySet::default(),
    }
}

impl Question {
    fn owned_by(mut self, account: &str) -> Self {
        self.builder = self.builder.owner(account.parse().unwrap());
        self
    }

    fn with(mut self, change: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Self {
        self.builder = change(self.builder);
        self
    }

    fn issued_by(mut self, issuer: &str) -> Self {
        self.principal = self
            .principal
            .with_session_issuer(issuer.parse().unwrap())
            .unwrap();
        self
    }

    fn credentials(self, credentials: Credentials) -> Self {
        self.with(|builder| builder.credentials(credentials))
    }

    fn endpoint_kind(self, kind: EndpointKind) -> Self {
        self.with(|builder| builder.endpoint(kind))
    }

    fn administers(self) -> Self {
        self.with(|builder| builder.organization(OrganizationAuthority::Administers))
    }

    fn context(mut self, key: &str, value: &str) -> Self {
        let key = key.parse().unwrap();
        self.context
            .insert(key, ContextValue::single(value))
            .unwrap();
        self
    }

    fn identity(mut self, statements: &[&str]) -> Self {
        self.policies
            .identity
            .push(policy(PolicyKind::Identity, statements));
        self
    }

    fn boundary(mut self, statements: &[&str]) -> Self {
        let boundary = policy(PolicyKind::PermissionsBoundary, statements);
        self.policies.boundary = Some([boundary].into());
        self
    }

    fn session(mut self, statements: &[&str]) -> Self {
        self.policies.session = Some([policy(PolicyKind::Session, statements)].into());
        self
    }

    fn resource(self, statements: &[&str]) -> Self {
        self.resource_as(PolicyKind::Resource, statements)
    }

    fn resource_as(mut self, kind: PolicyKind, statements: &[&str]) -> Self {
        self.policies.resource = Some(policy(kind, statements));
        self
    }

    /// One more level of service control policies.
    fn scp(mut self, statements: &[&str]) -> Self {
        let level = Level::new(
            "level",
            [policy(PolicyKind::ServiceControl, statements)].into(),
        );
        self.policies.service_control.push(level);
        self
    }

    /// One more level of resource control policies.
    fn rcp(mut self, statements: &[&str]) -> Self {
        let level = Level::new(
            "level",
            [policy(PolicyKind::ResourceControl, statements)].into(),
        );
        self.policies.resource_control.push(level);
        self
    }

    fn endpoint(mut self, statements: &[&str]) -> Self {
        self.policies.endpoint = Some([policy(PolicyKind::VpcEndpoint, statements)].into());
        self
    }

    #[track_caller]
    fn request(&self) -> Request {
        let builder = self.builder.clone().principal(self.principal.clone());
        builder.context(self.context.clone()).build().unwrap()
    }

    #[track_caller]
    fn program(&self) -> Program {
        Program::compile(self.policies.clone()).unwrap()
    }

    #[track_caller]
    fn decision(&self) -> Evaluation {
        let request = self.request();
        let full = evaluate(&request, &self.program());
        for program in self.programs() {
            assert_eq!(full, evaluate(&request, &program));
            let short = decide(&request, &program);
            assert_eq!(
                (short.verdict(), short.reason()),
                (full.verdict(), full.reason())
            );
            assert_eq!(short.is_same_account(), full.is_same_account());
            assert_eq!(
                short.statement().is_some(),
                full.decision().statement().is_some(),
                "{full:?}"
            );
            assert!(
                short
                    .statement()
                    .is_none_or(|one| one.layer == full.reason() && full.matched().contains(&one))
            );
        }
        full
    }

    /// The program in every form that it can have.
    #[track_caller]
    fn programs(&self) -> Vec<Program> {
        let request = self.request();
        let tables = [
            ActionTable::empty(),
            [request.action().clone()].into_iter().collect(),
            [
                "s3:GetObject",
                "s3:PutObject",
                "kms:Decrypt",
                "sts:AssumeRole",
            ]
            .map(|name| name.parse::<Action>().unwrap())
            .into_iter()
            .collect(),
        ];
        let mut programs = Vec::from([
            Program::without_index(self.policies.clone()).unwrap(),
            self.program(),
        ]);
        for table in tables {
            programs.push(Compiler::new(table).compile(self.policies.clone()).unwrap());
        }
        programs
    }

    #[track_caller]
    fn trace(&self) -> Trace {
        let (decision, trace) = explain(&self.request(), &self.program());
        assert_eq!(
            decision,
            self.decision(),
            "a trace never changes a decision"
        );
        trace
    }

    #[track_caller]
    fn missing(&self) -> Vec<String> {
        let missing = missing_context_keys(&self.request(), &self.program());
        missing.iter().map(ToString::to_string).collect()
    }

    #[track_caller]
    fn check(&self, verdict: Verdict, reason: Layer) {
        let decision = self.decision();
        assert_eq!(
            (decision.verdict(), decision.reason()),
            (verdict, reason),
            "{decision:?}"
        );
    }

    #[track_caller]
    fn is_allowed_by(&self, layer: Layer) {
        self.check(Verdict::Allowed, layer);
    }

    #[track_caller]
    fn lacks(&self, layer: Layer) {
        self.check(Verdict::ImplicitlyDenied, layer);
    }

    #[track_caller]
    fn is_refused_by(&self, layer: Layer) {
        self.check(Verdict::ExplicitlyDenied, layer);
    }

    /// The statements that decided, as layer, policy and statement.
    #[track_caller]
    fn matched(&self) -> Vec<(Layer, usize, usize)> {
        let decision = self.decision();
        let matched = decision.matched().iter();
        matched
            .map(|id| (id.layer, id.policy, id.statement))
            .collect()
    }
}
