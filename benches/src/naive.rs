//! The baseline: what one would write in an afternoon, over JSON trees, for the part of the language that the workloads use.

use serde_json::Value;

/// A request as the baseline takes it.
#[derive(Clone, Debug)]
pub struct Caller {
    action: String,
    resource: String,
    context: Vec<(String, String)>,
}

impl Caller {
    /// A request with single-valued keys.
    #[must_use]
    pub fn new(action: &str, resource: &str, context: &[(&str, &str)]) -> Self {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Self {
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: context.iter().map(owned).collect(),
        }
    }

    fn value(&self, key: &str) -> Option<&str> {
        let found = self
            .context
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key));
        found.map(|(_, value)| value.as_str())
    }
}

/// The policies of a request: layers, each of which must allow and none of which may deny.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    /// The documents of each layer.
    pub layers: Vec<Vec<Value>>,
}

/// Whether every layer allows and none denies.
#[must_use]
pub fn allowed(caller: &Caller, policies: &Policies) -> bool {
    policies.layers.iter().all(|layer| {
        let mut matching = layer
            .iter()
            .flat_map(statements)
            .filter(|s| applies(caller, s))
            .peekable();
        matching.peek().is_some() && matching.all(|statement| text(statement, "Effect") == "Allow")
    })
}

fn statements(document: &Value) -> impl Iterator<Item = &Value> {
    list(document.get("Statement"))
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        Some(Value::Array(items)) => (items.as_slice(), None),
        other => (&[] as &[Value], other),
    };
    many.iter().chain(one)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn applies(caller: &Caller, statement: &Value) -> bool {
    let action = caller.action.to_ascii_lowercase();
    let mut actions = list(statement.get("Action")).filter_map(Value::as_str);
    let mut resources = list(statement.get("Resource")).filter_map(Value::as_str);
    actions.any(|pattern| glob(&pattern.to_ascii_lowercase(), &action))
        && resources.any(|pattern| glob(pattern, &caller.resource))
        && conditions(caller, statement)
}

fn conditions(caller: &Caller, statement: &Value) -> bool {
    let operators = statement.get("Condition").and_then(Value::as_object);
    operators.into_iter().flatten().all(|(operator, keys)| {
        let keys = keys.as_object();
        keys.into_iter().flatten().all(|(key, values)| {
            let mut values = list(Some(values)).filter_map(Value::as_str);
            let Some(found) = caller.value(key) else {
                return operator == "StringNotEquals";
            };
            match operator.as_str() {
                "StringEquals" | "Bool" => values.any(|value| value == found),
                "StringNotEquals" => values.all(|value| value != found),
                "StringLike" => values.any(|value| glob(value, found)),
                _ => false,
            }
        })
    })
}

/// Whether the text matches the pattern, by plain recursion: exponential at worst, for inputs that are known to be tame.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = rest.as_str();
            let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            starts
                .filter_map(|at| text.get(at..))
                .any(|text| glob(rest, text))
        }
        Some(wanted) => {
            let mut following = text.chars();
            let found = following.next();
            found.is_some_and(|found| wanted == '?' || wanted == found)
                && glob(rest.as_str(), following.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Caller, Policies, allowed, glob};

    #[test]
    fn globs() {
        assert!(glob("a*c?", "abbcd") && glob("*", "") && !glob("a*c", "abd") && !glob("?", ""));
    }

    #[test]
    fn each_layer_allows_and_none_denies() {
        let allow = json!({"Statement": {"Effect": "Allow", "Action": "S3:*", "Resource": ["x*"]}});
        let deny = json!({"Statement": [{"Effect": "Deny", "Action": ["s3:Put*"], "Resource": "*",
            "Condition": {"StringNotEquals": {"a:b": "c"}}}]});
        let layers = |layers: &[&[&serde_json::Value]]| Policies {
            layers: layers
                .iter()
                .map(|l| l.iter().map(|v| (*v).clone()).collect())
                .collect(),
        };
        let get = Caller::new("s3:GetObject", "x1", &[]);
        let put = |value| Caller::new("s3:PutObject", "x1", &[("A:B", value)]);
        let both = layers(&[&[&allow, &deny]]);
        assert!(allowed(&get, &both) && allowed(&put("c"), &both) && !allowed(&put("d"), &both));
        assert!(!allowed(&Caller::new("s3:PutObject", "x1", &[]), &both));
        assert!(!allowed(&get, &layers(&[&[&allow], &[]])));
    }
}
