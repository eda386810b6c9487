//! A case is made small: whatever can be left out while engine and oracle still disagree is left out.

use serde_json::Value;

use crate::case::Case;

/// The most cases that are tried.
const TRIES: usize = 20_000;

/// The smallest case that is found, and how it disagrees.
pub(super) fn shrink(
    mut case: Case,
    disagreement: &dyn Fn(&Case) -> Option<String>,
) -> (Case, String) {
    let first = disagreement(&case);
    let Some(mut how) = first else {
        return (case, "the disagreement does not come up again".to_owned());
    };
    // What is refused by one side alone is another matter than what is decided in two ways.
    let refused = |how: &str| (how.contains(": error"), how.contains("scenario:"));
    let kind = refused(&how);
    let mut tries = 0;
    loop {
        let mut smaller = smaller(&case).into_iter();
        let found = smaller.find_map(|candidate| {
            tries += 1;
            let how = disagreement(&candidate).filter(|how| refused(how) == kind);
            how.map(|how| (candidate, how))
        });
        match found {
            Some(found) if tries < TRIES => (case, how) = found,
            _ => return (case, how),
        }
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
