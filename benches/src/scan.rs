//! The baseline for decisions: documents parsed once, then every statement of every layer looked at, one after the other.
//!
//! It is what one would write in an afternoon: no index, no precompiled patterns, and only the part of the language that the workloads use.
//! Patterns run over whole texts, ARNs included.

mod condition;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::model::{Call, Set, Values, actions, list, statements};
use condition::Condition;

/// A workload as the baseline takes it.
#[derive(Clone, Debug)]
pub struct Scan {
    policies: Vec<Vec<Statement>>,
    /// For each principal its layers, each the places of its policies.
    principals: Vec<Vec<Vec<usize>>>,
}

/// A call as the baseline takes it.
#[derive(Clone, Debug)]
pub struct Question {
    caller: usize,
    /// In lower case.
    action: String,
    resource: String,
    /// By key, in lower case.
    keys: Vec<(String, Vec<String>)>,
}

impl Question {
    /// Prepares a call.
    #[must_use]
    pub fn new(call: &Call) -> Self {
        let values = |values: &Values| match values {
            Values::One(value) => vec![value.clone()],
            Values::Many(values) => values.clone(),
        };
        let keys = call.keys.iter();
        Self {
            caller: call.caller,
            action: call.action.to_ascii_lowercase(),
            resource: call.resource.clone(),
            keys: keys
                .map(|(key, found)| (key.to_ascii_lowercase(), values(found)))
                .collect(),
        }
    }

    fn values(&self, key: &str) -> Option<&[String]> {
        let found = self.keys.iter().find(|(name, _)| name == key);
        found.map(|(_, values)| values.as_slice())
    }

    /// The text with each `${key}` written out for which there is a value.
    fn expand(&self, text: &str) -> Option<String> {
        let mut expanded = String::new();
        let mut rest = text;
        while let Some((before, variable)) = rest.split_once("${") {
            let (key, after) = variable.split_once('}')?;
            expanded.push_str(before);
            expanded.push_str(self.values(&key.to_ascii_lowercase())?.first()?);
            rest = after;
        }
        expanded.push_str(rest);
        Some(expanded)
    }

    /// Whether a pattern, in which variables may occur, matches a text.
    fn matches(&self, pattern: &str, text: &str) -> bool {
        if pattern.contains("${") {
            self.expand(pattern)
                .is_some_and(|pattern| glob(&pattern, text))
        } else {
            glob(pattern, text)
        }
    }
}

#[derive(Clone, Debug)]
struct Statement {
    allows: bool,
    all_but: bool,
    /// In lower case.
    actions: Vec<String>,
    resources: Vec<String>,
    conditions: Vec<Condition>,
}

impl Statement {
    fn read(value: &Value) -> Result<Self> {
        ensure!(
            value.get("NotResource").is_none() && value.get("Principal").is_none(),
            "the baseline reads neither `NotResource` nor `Principal`"
        );
        let mut conditions = Vec::new();
        let operators = value.get("Condition").and_then(Value::as_object);
        for (operator, tests) in operators.into_iter().flatten() {
            for (key, values) in tests.as_object().into_iter().flatten() {
                let values = list(Some(values)).filter_map(Value::as_str);
                conditions.push(Condition::read(operator, key, values)?);
            }
        }
        let resources = list(value.get("Resource")).filter_map(Value::as_str);
        Ok(Self {
            allows: value.get("Effect").and_then(Value::as_str) == Some("Allow"),
            all_but: value.get("NotAction").is_some(),
            actions: actions(value).map(str::to_ascii_lowercase).collect(),
            resources: resources.map(str::to_owned).collect(),
            conditions,
        })
    }

    fn applies(&self, question: &Question) -> bool {
        let mut actions = self.actions.iter();
        actions.any(|pattern| glob(pattern, &question.action)) != self.all_but
            && self
                .resources
                .iter()
                .any(|pattern| question.matches(pattern, &question.resource))
            && self
                .conditions
                .iter()
                .all(|condition| condition.holds(question))
    }
}

impl Scan {
    /// Parses the documents of a workload.
    ///
    /// # Errors
    ///
    /// If a statement has what the baseline does not know.
    pub fn new(set: &Set) -> Result<Self> {
        let read = |policy| {
            statements(policy)
                .map(Statement::read)
                .collect::<Result<_>>()
        };
        let policies = set
            .policies
            .iter()
            .map(|policy| read(policy).with_context(|| policy.name.clone()))
            .collect::<Result<_>>()?;
        let layers = |attachment: &crate::model::Attachment| {
            attachment.layers().map(<[usize]>::to_vec).collect()
        };
        Ok(Self {
            policies,
            principals: set.attachments.iter().map(layers).collect(),
        })
    }

    /// Whether every layer allows and none denies.
    #[must_use]
    pub fn allows(&self, question: &Question) -> bool {
        let layers = self.principals.get(question.caller);
        let mut layers = layers.into_iter().flatten();
        layers.all(|layer| self.layer_allows(layer, question))
    }

    fn layer_allows(&self, layer: &[usize], question: &Question) -> bool {
        let mut allowed = false;
        for policy in layer.iter().filter_map(|index| self.policies.get(*index)) {
            for statement in policy.iter().filter(|one| one.applies(question)) {
                if !statement.allows {
                    return false;
                }
                allowed = true;
            }
        }
        allowed
    }

    /// How many statements match a call, of all its layers.
    #[must_use]
    pub fn matching(&self, question: &Question) -> usize {
        let layers = self.principals.get(question.caller);
        let policies = layers.into_iter().flatten().flatten();
        policies
            .filter_map(|index| self.policies.get(*index))
            .flatten()
            .filter(|statement| statement.applies(question))
            .count()
    }
}

/// Whether the text matches the pattern: `*` any run, `?` one character. Goes back to the last star only.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while let Some(found) = text.get(place) {
        match pattern.get(at) {
            Some(b'*') => {
                at = at.saturating_add(1);
                back = Some((at, place));
            }
            Some(wanted) if wanted == found || *wanted == b'?' => {
                at = at.saturating_add(1);
                place = place.saturating_add(1);
            }
            _ => {
                let Some((star, start)) = back else {
                    return false;
                };
                let next = start.saturating_add(1);
                (at, place) = (star, next);
                back = Some((star, next));
            }
        }
    }
    pattern.iter().skip(at).all(|letter| *letter == b'*')
}

#[cfg(test)]
mod tests;
