//! A workload for Cedar: each statement a policy, each layer a policy set; every set has to allow.

mod condition;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anyhow::{Context as _, Result};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet,
    Request, RestrictedExpression,
};
use portcullis_benches::model::{Attachment, Call, Set, Values, actions, list, statements};
use portcullis_benches::scan::glob;
use serde_json::Value;

use crate::peer::Peer;
use condition::Type;

/// The attribute that holds the ARN of the resource.
const RESOURCE: &str = "resource";

/// A workload as Cedar takes it.
pub struct Cedar {
    authorizer: Authorizer,
    entities: Entities,
    /// For each principal its layers.
    principals: Vec<Vec<PolicySet>>,
    requests: Vec<(usize, Request)>,
}

impl Cedar {
    /// Translates and loads a workload; principals that make no call are left out.
    pub fn new(set: &Set) -> Result<Self> {
        let callers: BTreeSet<usize> = set.calls.iter().map(|call| call.caller).collect();
        let mut loader = Loader::default();
        let mut principals = Vec::new();
        for (index, attachment) in set.attachments.iter().enumerate() {
            let layers = if callers.contains(&index) {
                loader.layers(set, attachment)?
            } else {
                Vec::new()
            };
            principals.push(layers);
        }
        let requests = set.calls.iter().map(|call| {
            let principal = set
                .attachments
                .get(call.caller)
                .context("no such principal")?;
            Ok((call.caller, request(&principal.principal, call)?))
        });
        Ok(Self {
            authorizer: Authorizer::new(),
            entities: loader.entities(set)?,
            principals,
            requests: requests.collect::<Result<_>>()?,
        })
    }
}

impl Peer for Cedar {
    type Request = Request;

    fn requests(&self) -> &[(usize, Request)] {
        &self.requests
    }

    fn allows(&self, caller: usize, request: &Request) -> bool {
        let layers = self.principals.get(caller);
        let mut layers = layers.into_iter().flatten();
        layers.all(|layer| {
            let answer = self
                .authorizer
                .is_authorized(request, layer, &self.entities);
            answer.decision() == Decision::Allow
        })
    }
}

/// Policies that have been parsed, and groups of actions.
#[derive(Default)]
struct Loader {
    /// By text: principals share most of their policies.
    parsed: HashMap<String, Policy>,
    /// The number of each list of patterns of actions, in lower case.
    groups: BTreeMap<Vec<String>, usize>,
}

impl Loader {
    fn layers(&mut self, set: &Set, attachment: &Attachment) -> Result<Vec<PolicySet>> {
        let user = attachment.principal.rsplit('/').next().unwrap_or_default();
        let mut layers = Vec::new();
        for layer in attachment.layers() {
            let mut policies = PolicySet::new();
            let own = set.of_layer(layer).flat_map(statements);
            for (number, statement) in own.enumerate() {
                let policy = self.policy(statement, user)?;
                policies.add(policy.new_id(PolicyId::new(format!("statement {number}"))))?;
            }
            layers.push(policies);
        }
        Ok(layers)
    }

    fn policy(&mut self, statement: &Value, user: &str) -> Result<Policy> {
        let text = self.text(statement, user)?;
        if let Some(policy) = self.parsed.get(&text) {
            return Ok(policy.clone());
        }
        let policy = Policy::parse(None, &text).with_context(|| text.clone())?;
        self.parsed.insert(text, policy.clone());
        Ok(policy)
    }

    fn text(&mut self, statement: &Value, user: &str) -> Result<String> {
        let mut patterns: Vec<String> = actions(statement).map(str::to_ascii_lowercase).collect();
        patterns.sort_unstable();
        let next = self.groups.len();
        let group = *self.groups.entry(patterns).or_insert(next);
        let group = format!("action in Action::\"group {group}\"");
        let (scope, mut tests) = if statement.get("NotAction").is_some() {
            ("action".to_owned(), vec![format!("!({group})")])
        } else {
            (group, Vec::new())
        };
        let resources = list(statement.get("Resource")).filter_map(Value::as_str);
        let resources: Vec<&str> = resources.collect();
        if !resources.contains(&"*") {
            let attribute = condition::attribute(RESOURCE);
            let test =
                |arn: &&str| condition::like(&attribute, &arn.replace("${aws:username}", user));
            let tested: Vec<String> = resources.iter().map(test).collect();
            tests.push(format!("({})", tested.join(" || ")));
        }
        tests.extend(condition::all(statement.get("Condition"))?);
        let effect = match statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => "permit",
            _ => "forbid",
        };
        let when = match tests.as_slice() {
            [] => String::new(),
            tests => format!(" when {{ {} }}", tests.join(" && ")),
        };
        Ok(format!("{effect}(principal, {scope}, resource){when};"))
    }

    /// Each action of the workload, with the groups whose patterns match it as its parents.
    fn entities(&self, set: &Set) -> Result<Entities> {
        let asked = set
            .calls
            .iter()
            .map(|call| call.action.to_ascii_lowercase());
        let asked: BTreeSet<String> = asked.collect();
        let mut entities = Vec::new();
        for number in self.groups.values() {
            entities.push(Entity::new_no_attrs(group(*number)?, HashSet::new()));
        }
        for name in asked {
            let fits = |patterns: &[String]| patterns.iter().any(|pattern| glob(pattern, &name));
            let parents = self.groups.iter().filter(|(patterns, _)| fits(patterns));
            let parents = parents.map(|(_, number)| group(*number));
            let parents = parents.collect::<Result<HashSet<_>>>()?;
            entities.push(Entity::new_no_attrs(action(&name)?, parents));
        }
        Ok(Entities::from_entities(entities, None)?)
    }
}

fn group(number: usize) -> Result<EntityUid> {
    Ok(format!("Action::\"group {number}\"").parse()?)
}

fn action(name: &str) -> Result<EntityUid> {
    Ok(format!("Action::{name:?}").parse()?)
}

fn request(principal: &str, call: &Call) -> Result<Request> {
    let mut pairs = vec![(
        RESOURCE.to_owned(),
        RestrictedExpression::new_string(call.resource.clone()),
    )];
    for (key, values) in call.keys.iter() {
        pairs.push((key.to_owned(), value(key, values)?));
    }
    Ok(Request::new(
        format!("Principal::{principal:?}").parse()?,
        action(&call.action.to_ascii_lowercase())?,
        "Resource::\"it\"".parse()?,
        Context::from_pairs(pairs)?,
        None,
    )?)
}

fn value(key: &str, values: &Values) -> Result<RestrictedExpression> {
    let one = match values {
        Values::One(value) => value,
        Values::Many(values) => {
            let strings = values.iter().cloned().map(RestrictedExpression::new_string);
            return Ok(RestrictedExpression::new_set(strings));
        }
    };
    Ok(match Type::of(key) {
        Type::Long => RestrictedExpression::new_long(one.parse()?),
        Type::Bool => RestrictedExpression::new_bool(one.parse()?),
        Type::Date => RestrictedExpression::new_datetime(one),
        Type::Address => RestrictedExpression::new_ip(one),
        Type::Text => RestrictedExpression::new_string(one.clone()),
        Type::Texts => {
            RestrictedExpression::new_set([RestrictedExpression::new_string(one.clone())])
        }
    })
}
