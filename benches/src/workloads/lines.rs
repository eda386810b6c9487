//! Lines of scenarios: calls of W5 with all that is attached to their callers.

use serde_json::{Map, Value, json};

use super::w5;
use crate::model::{ACCOUNT, Attachment, Call, Set, Values};

const LINES: usize = 500;

/// Five hundred scenarios, some kilobytes each.
#[must_use]
pub fn scenarios() -> Vec<String> {
    let set = w5::many().thinned(LINES);
    let line = |call: &Call| Some(scenario(&set, set.attachments.get(call.caller)?, call));
    set.calls.iter().filter_map(line).collect()
}

fn scenario(set: &Set, attachment: &Attachment, call: &Call) -> String {
    let policies = |layer: &[usize]| -> Value {
        let own = set.of_layer(layer);
        own.map(|policy| json!({"name": policy.name, "document": policy.document}))
            .collect()
    };
    let mut attached = Map::new();
    attached.insert("identity".to_owned(), policies(&attachment.identity));
    if let Some(boundary) = &attachment.boundary {
        attached.insert("boundary".to_owned(), policies(boundary));
    }
    let context: Map<String, Value> = call
        .keys
        .iter()
        .map(|(key, values)| {
            let value = match values {
                Values::One(value) => json!(value),
                Values::Many(values) => json!(values),
            };
            (key.to_owned(), value)
        })
        .collect();
    let request = json!({
        "principal": attachment.principal,
        "action": call.action,
        "resource": call.resource,
        "resourceAccount": ACCOUNT,
        "context": context,
    });
    json!({"request": request, "policies": attached}).to_string()
}

#[cfg(test)]
mod tests {
    use super::scenarios;
    use crate::adapter::reads_line;

    #[test]
    fn every_line_is_a_scenario() {
        let lines = scenarios();
        assert_eq!(lines.len(), super::LINES);
        for line in lines {
            assert!(reads_line(&line.as_str().into()), "{line}");
        }
    }
}
