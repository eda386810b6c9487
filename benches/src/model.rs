//! What a decision workload consists of: policies, principals with what is attached to them, and calls.

use serde_json::Value;

/// The account of every principal and resource.
pub const ACCOUNT: &str = "111122223333";

/// One policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The name under which it is reported.
    pub name: String,
    /// The document.
    pub document: Value,
}

/// One principal, with the policies attached to it by their places in [`Set::policies`].
#[derive(Clone, Debug, Default)]
pub struct Attachment {
    /// The ARN of the principal.
    pub principal: String,
    /// The identity-based policies.
    pub identity: Vec<usize>,
    /// The permissions boundary, where there is one.
    pub boundary: Option<Vec<usize>>,
    /// The service control policies of each level, the root first.
    pub service_control: Vec<Vec<usize>>,
}

impl Attachment {
    /// The layers, each of which has to allow: identity, boundary, each level.
    pub fn layers(&self) -> impl Iterator<Item = &[usize]> {
        let boundary = self.boundary.iter().map(Vec::as_slice);
        let levels = self.service_control.iter().map(Vec::as_slice);
        [self.identity.as_slice()]
            .into_iter()
            .chain(boundary)
            .chain(levels)
    }
}

/// What a call carries for one condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a key has one value or a list of them"
)]
pub enum Values {
    /// One value.
    One(String),
    /// A list.
    Many(Vec<String>),
}

/// The condition keys of a call, in the order in which they were set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(Vec<(String, Values)>);

impl Keys {
    /// Sets a key that has one value.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.put(key, Values::One(value.into()));
    }

    /// Sets a key.
    pub fn put(&mut self, key: &str, values: Values) {
        self.remove(key);
        self.0.push((key.to_owned(), values));
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// What a key carries.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Values> {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map(|(_, values)| values)
    }

    /// Every key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Values)> {
        self.0.iter().map(|(key, values)| (key.as_str(), values))
    }

    /// The text with each `${key}` written out for which there is one value.
    #[must_use]
    pub fn expand(&self, text: &str) -> String {
        let mut expanded = text.to_owned();
        for (key, values) in &self.0 {
            if let Values::One(value) = values
                && expanded.contains("${")
            {
                expanded = expanded.replace(&format!("${{{key}}}"), value);
            }
        }
        expanded
    }
}

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The place of the caller in [`Set::attachments`].
    pub caller: usize,
    /// The action.
    pub action: String,
    /// The ARN of the resource.
    pub resource: String,
    /// The condition keys.
    pub keys: Keys,
}

/// One workload.
#[derive(Clone, Debug)]
pub struct Set {
    /// Its name.
    pub name: &'static str,
    /// The policies.
    pub policies: Vec<Policy>,
    /// The principals.
    pub attachments: Vec<Attachment>,
    /// The calls.
    pub calls: Vec<Call>,
}

impl Set {
    /// How many statements the policies have, each policy counted once.
    #[must_use]
    pub fn statements(&self) -> usize {
        let of_policy = |policy: &Policy| list(policy.document.get("Statement")).count();
        self.policies.iter().map(of_policy).sum()
    }

    /// How many patterns of actions the policies have, each policy counted once.
    #[must_use]
    pub fn action_patterns(&self) -> usize {
        let statements = self.policies.iter().flat_map(statements);
        statements.map(|statement| actions(statement).count()).sum()
    }

    /// The same policies and principals, with every so many-th call, so that slow sides come to an end. Calls stay in order.
    #[must_use]
    pub fn thinned(&self, calls: usize) -> Self {
        let step = self.calls.len().checked_div(calls).unwrap_or(1).max(1);
        let calls = self.calls.iter().step_by(step).take(calls).cloned();
        Self {
            calls: calls.collect(),
            ..self.clone()
        }
    }

    /// The policies of a layer.
    pub fn of_layer<'a>(&'a self, layer: &'a [usize]) -> impl Iterator<Item = &'a Policy> {
        layer.iter().filter_map(|index| self.policies.get(*index))
    }
}

/// The statements of a policy.
pub fn statements(policy: &Policy) -> impl Iterator<Item = &Value> {
    list(policy.document.get("Statement"))
}

/// The patterns of a statement's `Action` or `NotAction`.
pub fn actions(statement: &Value) -> impl Iterator<Item = &str> {
    let actions = statement.get("Action").or(statement.get("NotAction"));
    list(actions).filter_map(Value::as_str)
}

/// The items of a list, or the one value in its place.
pub fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        Some(Value::Array(items)) => (items.as_slice(), None),
        other => (&[] as &[Value], other),
    };
    many.iter().chain(one)
}

#[cfg(test)]
mod tests {
    use super::{Attachment, Keys, Values};

    #[test]
    fn keys_are_set_once() {
        let mut keys = Keys::default();
        keys.set("a", "1");
        keys.set("a", "2");
        keys.put("b", Values::Many(vec![]));
        assert_eq!(keys.get("a"), Some(&Values::One("2".to_owned())));
        assert_eq!(keys.iter().count(), 2);
        assert_eq!(keys.expand("x${a}${b}${c}"), "x2${b}${c}");
    }

    #[test]
    fn layers_are_those_that_are_set() {
        let attachment = Attachment {
            identity: vec![1],
            boundary: None,
            service_control: vec![vec![2], vec![3]],
            ..Attachment::default()
        };
        assert_eq!(attachment.layers().count(), 3);
    }
}
