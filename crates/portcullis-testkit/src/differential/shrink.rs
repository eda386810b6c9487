//! A case is made small: whatever can be left out while engine and oracle still disagree is left out.

use serde_json::Value;

use crate::case::Case;

/// The most cases that are tried.
const TRIES: usize = 20_000;

/// The smallest case that is found, and how it disagrees. `disagreement` says how a case disagrees, if it does: whoever asks, be it
/// a program that is run.
pub fn shrink(mut case: Case, disagreement: &dyn Fn(&Case) -> Option<String>) -> (Case, String) {
    let first = disagreement(&case);
    let Some(mut how) = first else {
        return (case, "the disagreement does not come up again".to_owned());
    };
    // What is refused by one side alone is another matter than what is decided in two ways.
    let refused = |how: &str| (how.contains(": error"), how.contains("scenario:"));
    let kind = refused(&how);
    for path in parts(&case.policies) {
        let mut smaller = case.clone();
        remove(&mut smaller.policies, &path);
        let said = disagreement(&smaller).filter(|how| refused(how) == kind);
        if let Some(said) = said {
            (case, how) = (smaller, said);
        }
    }
    let mut tries = 0;
    // What could not be left out before is tried again last.
    let mut from = 0;
    loop {
        let mut candidates = smaller(&case);
        let middle = from.min(candidates.len());
        candidates.rotate_left(middle);
        let found = candidates
            .into_iter()
            .enumerate()
            .find_map(|(at, candidate)| {
                tries += 1;
                let how = disagreement(&candidate).filter(|how| refused(how) == kind);
                how.map(|how| (at, candidate, how))
            });
        match found {
            Some((at, smaller, said)) if tries < TRIES => {
                (case, how) = (smaller, said);
                from = middle.saturating_add(at);
            }
            _ => return (case, how),
        }
    }
}

/// The paths of slots, levels, policies and statements, the later ones first, so that those before them stay where they are. To leave
/// these out first is much faster than step by step.
fn parts(policies: &Value) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut open = vec![(Vec::new(), policies)];
    while let Some((path, value)) = open.pop() {
        let mut inside = |name: &str, value| {
            let path = [path.as_slice(), &[name.to_owned()]].concat();
            open.push((path, value));
        };
        match value {
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    inside(&index.to_string(), element);
                }
            }
            Value::Object(members) => {
                let structure = ["policies", "document", "Statement"];
                for (name, member) in members {
                    if path.is_empty() || structure.contains(&name.as_str()) {
                        inside(name, member);
                    }
                }
            }
            _ => {}
        }
        let named = path
            .last()
            .is_some_and(|name| name != "document" && name != "Statement");
        if named {
            found.push(path);
        }
    }
    // Behind what holds it, and from the back of a list.
    found.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| b.cmp(a)));
    found
}

/// Removes the member or element at a path, if it is there still.
fn remove(value: &mut Value, path: &[String]) {
    let Some((last, before)) = path.split_last() else {
        return;
    };
    let mut place = value;
    for name in before {
        let inside = match place {
            Value::Array(elements) => name
                .parse()
                .ok()
                .and_then(|index: usize| elements.get_mut(index)),
            Value::Object(members) => members.get_mut(name),
            _ => None,
        };
        let Some(inside) = inside else { return };
        place = inside;
    }
    match place {
        Value::Array(elements) => {
            let index = last
                .parse()
                .ok()
                .filter(|index: &usize| *index < elements.len());
            if let Some(index) = index {
                elements.remove(index);
            }
        }
        Value::Object(members) => {
            members.remove(last);
        }
        _ => {}
    }
}

/// Every case that is a step smaller, the larger steps first.
fn smaller(case: &Case) -> Vec<Case> {
    let with_policies = |policies| Case {
        policies,
        ..case.clone()
    };
    let mut all: Vec<Case> = without_one(&case.policies)
        .into_iter()
        .map(with_policies)
        .collect();
    let call = &case.call;
    let mut with_call = |change: &dyn Fn(&mut crate::call::Call)| {
        let mut smaller = case.clone();
        change(&mut smaller.call);
        if smaller.call != *call {
            all.push(smaller);
        }
    };
    for index in 0..call.context.len() {
        with_call(&|call| {
            call.context.remove(index);
        });
        with_call(&|call| {
            if let Some((_, values, _)) = call.context.get_mut(index) {
                values.pop();
            }
        });
    }
    with_call(&|call| call.issuer = None);
    with_call(&|call| call.credentials = None);
    with_call(&|call| call.canonical_user_id = None);
    with_call(&|call| call.administers = false);
    with_call(&|call| call.asked = None);
    with_call(&|call| call.gateway = false);
    with_call(&|call| call.resource_control = true);
    if case.lenient {
        let mut strict = case.clone();
        strict.lenient = false;
        all.push(strict);
    }
    all
}

/// Every value that lacks one element or member, from the outside in; lists of one element lose their brackets.
fn without_one(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Array(elements) => {
            for index in 0..elements.len() {
                let mut fewer = elements.clone();
                fewer.remove(index);
                all.push(Value::Array(fewer));
            }
            if let [only @ Value::String(_)] = elements.as_slice() {
                all.push(only.clone());
            }
            for (index, element) in elements.iter().enumerate() {
                for smaller in without_one(element) {
                    let mut changed = elements.clone();
                    if let Some(place) = changed.get_mut(index) {
                        *place = smaller;
                    }
                    all.push(Value::Array(changed));
                }
            }
        }
        Value::Object(members) => {
            for name in members.keys() {
                let mut fewer = members.clone();
                fewer.remove(name);
                all.push(Value::Object(fewer));
            }
            for (name, member) in members {
                for smaller in without_one(member) {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), smaller);
                    all.push(Value::Object(changed));
                }
            }
        }
        // A document that is held as text is opened.
        Value::String(text) if text.starts_with('{') => {
            all.extend(serde_json::from_str::<Value>(text));
        }
        _ => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::shrink;
    use crate::case::Case;
    use crate::generate;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let denies = |case: &Case| {
            let text = case.policies.to_string();
            text.contains("Deny").then(|| "it has a Deny".to_owned())
        };
        let batch = (0..).map(|index| generate::batch(1, index, 1));
        let case = |batch: generate::Batch| Case {
            call: batch.calls[0].clone(),
            policies: batch.policies,
            lenient: batch.lenient,
        };
        let found = batch.map(case).find(|case| denies(case).is_some());
        let (small, how) = shrink(found.unwrap(), &denies);
        assert_eq!(how, "it has a Deny");
        assert!(small.call.context.is_empty() && !small.lenient);
        let text = small.policies.to_string();
        assert!(!text.contains("Action") && !text.contains("name"), "{text}");
    }

    #[test]
    fn what_does_not_come_up_again_is_left_as_it_is() {
        let batch = generate::batch(1, 1, 1);
        let case = Case {
            call: batch.calls[0].clone(),
            policies: batch.policies,
            lenient: batch.lenient,
        };
        let (same, how) = shrink(case.clone(), &|_| None);
        assert_eq!(same.policies, case.policies);
        assert!(how.contains("does not come up again"));
    }
}
