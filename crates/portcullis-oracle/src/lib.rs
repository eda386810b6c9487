//! A naive evaluator of AWS IAM policies, written from the rules alone and without any part of the engine, to compare it with.
#![doc = include_str!("../README.md")]
#![expect(clippy::exhaustive_enums, reason = "whoever compares has to look at every variant")]

mod condition;
mod decide;
mod document;
mod json;
mod matching;
mod text;

use std::cell::OnceCell;

use crate::decide::{Case, Policies, UNSIGNED, is_assumption};
use crate::document::{Fault, Kind, Policy};
use crate::json::Json;
use crate::matching::{Caller, Is, is_action, is_built_in, is_on, is_service, partition, principal_arn};

/// What is asked, after the catalog has shaped it: the facts of one check.
#[derive(Clone, Debug)]
pub struct Question {
    /// As a scenario has it; `None` and `*` are anonymous.
    pub principal: Option<String>,
    /// What a session was issued from.
    pub session_issuer: Option<String>,
    /// `longTerm`, `sessionToken`, `federationToken` or `console`.
    pub credentials: Option<String>,
    /// The canonical user id of the caller's account.
    pub canonical_user_id: Option<String>,
    /// Whether the caller's account administers the organization (EV 4.6, `sts:AssumeRoot`).
    pub organization_administrator: bool,
    /// `prefix:Name`.
    pub action: String,
    /// The ARN that policies are matched against, or `*`.
    pub resource: String,
    /// The ARN as it was given, where the action is asked on `*` (PL 6.4); its partition counts.
    pub resource_asked: Option<String>,
    /// The account that owns the resource; none where AWS itself does (EV 8.15).
    pub owner: Option<String>,
    /// Whether service and action are in the reach of RCPs (EV 3.2.4, EV 3.2.6).
    pub resource_control_applies: bool,
    /// Whether the endpoint is a gateway (EV 3.5).
    pub endpoint_gateway: bool,
    /// The whole context, derived keys included: key, values, and whether they were given as a list.
    pub context: Vec<(String, Vec<String>, bool)>,
}

/// What comes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Granted.
    Allowed,
    /// A matching Deny.
    ExplicitDeny,
    /// No Deny, and a required Allow is missing.
    ImplicitDeny,
    /// Not decidable: a document or the principal cannot be read.
    Error,
}

/// A statement: its layer (EV 1.2), level (root first, 0 without levels), policy in its list, and place in the policy.
pub type Matched = (&'static str, usize, usize, usize);

/// The decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The decision.
    pub outcome: Outcome,
    /// The layer that decided; for an error, a code that says which.
    pub reason: String,
    /// All denying statements of an explicit denial, else the allowing ones of every layer, in the order of EV 1.2.
    pub matched: Vec<Matched>,
}

/// The policies of one scenario, which many questions can be asked about.
#[expect(missing_debug_implementations, reason = "its text says all that it has")]
pub struct Prepared(String, bool, [(Kind, OnceCell<Result<Policies, Fault>>); 3]);

impl Prepared {
    /// A scenario's `policies` as it was written, the `file` form replaced; `lenient`: as a service stored them (PL 1.6).
    pub fn read(policies: &str, lenient: bool) -> Self {
        let kinds = [Kind::Resource, Kind::Trust, Kind::Key].map(|kind| (kind, OnceCell::new()));
        Self(policies.to_owned(), lenient, kinds)
    }

    /// Answers a question. Each document is read once for each kind that the resource's policy turns out to be of.
    pub fn answer(&self, question: &Question) -> Answer {
        let wanted = resource_kind(question);
        let decide = || {
            let (_, read) = self.2.iter().find(|(kind, _)| *kind == wanted).ok_or("kind")?;
            let policies = read.get_or_init(|| policies(&self.0, wanted, self.1)).as_ref().map_err(|fault| *fault)?;
            let caller = caller(question, policies)?;
            Ok(Case { question, caller: &caller, policies }.decide())
        };
        let error = |code: Fault| Answer { outcome: Outcome::Error, reason: code.to_owned(), matched: Vec::new() };
        decide().unwrap_or_else(error)
    }
}

/// Reads every document, whether or not its layer applies.
fn policies(text: &str, resource: Kind, lenient: bool) -> Result<Policies, Fault> {
    let json = Json::read(text).ok_or("json")?;
    let slots = [
        ("identity", "identity", Kind::Identity),
        ("boundary", "permissionsBoundary", Kind::Boundary),
        ("session", "session", Kind::Session),
        ("resource", "resource", resource),
        ("scp", "scp", Kind::Scp),
        ("rcp", "rcp", Kind::Rcp),
        ("endpoint", "vpcEndpoint", Kind::Endpoint),
    ];
    // A named policy, whose document is an object or the JSON text; or a bare document.
    let read = |json: &Json, kind| match json.get("document").unwrap_or(json) {
        Json::Text(text) => document::read(&Json::read(text).ok_or("json")?, kind, lenient),
        document => document::read(document, kind, lenient),
    };
    let list = |json: Option<&Json>, kind| match json {
        Some(Json::List(list)) => list.iter().map(|each| read(each, kind)).collect(),
        Some(one) => Ok(vec![read(one, kind)?]),
        None => Ok(Vec::new()),
    };
    let mut policies = Policies::new();
    for (slot, layer, kind) in slots {
        let levels: Vec<Vec<Policy>> = match json.get(slot) {
            None | Some(Json::Null) => continue,
            Some(Json::List(levels)) if matches!(kind, Kind::Scp | Kind::Rcp) => {
                levels.iter().map(|level| list(level.get("policies"), kind)).collect::<Result<_, _>>()?
            }
            one => vec![list(one, kind)?],
        };
        // EV 3.1.10: without levels a control is not in force.
        policies.extend((!levels.is_empty()).then_some((layer, levels)));
    }
    Ok(policies)
}

/// PL 10: the resource policy of a role is its trust policy, for `kms` calls it is the key policy.
fn resource_kind(question: &Question) -> Kind {
    let named = question.resource_asked.as_ref().unwrap_or(&question.resource);
    match question.action.as_str() {
        action if is_assumption(action) || is_on(named, "iam", "role/") => Kind::Trust,
        action if is_action(action, "kms", "*") => Kind::Key,
        _ => Kind::Resource,
    }
}

/// EV 2: the caller, and whether it can have the policies that it has.
fn caller<'a>(question: &'a Question, policies: &Policies) -> Result<Caller<'a>, Fault> {
    let name = question.principal.as_deref().filter(|name| *name != "*").unwrap_or_default();
    let arn = principal_arn(name);
    let session = policies.contains_key("session");
    let own = matches!(question.credentials.as_deref(), Some("longTerm" | "sessionToken"));
    let issuer_root = question.session_issuer.as_deref().is_some_and(|issuer| issuer.ends_with(":root"));
    let is = match arn.map(|arn| arn.2) {
        None if name.is_empty() => Is::Anonymous,
        // A built-in provider is a service for any other action.
        None if is_action(&question.action, "sts", UNSIGNED) && is_built_in(name) => Is::Provider,
        None if is_service(name) => Is::Service,
        None => return Err("invalid-principal"),
        // EV 2: a root ARN with a session policy, unless the credentials are of those that cannot have one.
        Some(Is::Root) if session && !own => Is::AssumedRoot,
        Some(Is::FederatedUser) if issuer_root => Is::FederatedRoot,
        Some(is) => is,
    };
    let (partition, account) = (partition(name), arn.map(|arn| arn.1).filter(|_| is != Is::Provider));
    let has_boundary = policies.contains_key("permissionsBoundary");
    let caller = Caller { is, name, partition, account, has_boundary, question };
    // EV 2: policies that the caller cannot have.
    let bounded = matches!(is, Is::User | Is::Role | Is::RoleSession | Is::FederatedUser);
    let passed = matches!(is, Is::FederatedRoot | Is::AssumedRoot) || bounded && is != Is::User;
    match caller.is_service_linked() {
        linked if session && (linked || !passed) => Err("session-policy-not-allowed"),
        linked if has_boundary && (linked || !bounded) => Err("boundary-not-allowed"),
        _ => Ok(caller),
    }
}
