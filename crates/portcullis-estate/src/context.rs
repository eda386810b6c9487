//! Condition keys that follow from the export.

use portcullis_arn::PrincipalArn;
use portcullis_condition::{ContextKey, ContextValue};
use portcullis_scenario::{Call, ContextSource, Finding};

use crate::account::Identity;

/// How a value of the export stands to one that was given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// A fact: a given value that differs contradicts it.
    Fact,
    /// What holds unless the session has something else.
    Default,
}

/// Adds the keys that follow from the principal and the resource and are not given, and finds given ones that contradict.
///
/// # Source
/// IAM User Guide, AWS global condition context keys; PL 9.3, 9.4; EV 6.3.
pub(crate) fn derive(
    call: &mut Call,
    principal: Option<&Identity>,
    resource: Option<&Identity>,
) -> Vec<Finding> {
    if call.context_source == ContextSource::Complete {
        return Vec::new();
    }
    let mut keys: Vec<(String, String, Weight)> = Vec::new();
    if let Some(identity) = principal {
        keys.extend(user_id(call, identity).map(|id| ("aws:userid".to_owned(), id, Weight::Fact)));
        for tag in &identity.entity.tags {
            let key = format!("aws:PrincipalTag/{}", tag.key);
            keys.push((key, tag.value.clone(), Weight::Default));
        }
    }
    for tag in resource.iter().flat_map(|identity| &identity.entity.tags) {
        for family in ["aws:ResourceTag", "iam:ResourceTag"] {
            let key = format!("{family}/{}", tag.key);
            keys.push((key, tag.value.clone(), Weight::Fact));
        }
    }
    let mut findings = Vec::new();
    for (name, value, weight) in keys {
        // A tag whose key no policy can ask for.
        let Ok(key) = name.parse::<ContextKey>() else {
            continue;
        };
        match call.context.get(&key) {
            None => {
                call.context
                    .insert_if_absent(key, ContextValue::single(value));
            }
            Some(given) => {
                let same = matches!(given.values(), [only] if **only == *value);
                if weight == Weight::Fact && !same {
                    findings.push(
                        Finding::new(
                            "context-contradicts-derived",
                            format!("`{key}` is given, and differs from what the export has"),
                        )
                        .at_some(call.places.context.get(&key)),
                    );
                }
            }
        }
    }
    findings
}

/// The unique id of a user, or of a role with the name of the session. That of a role alone tells no session.
fn user_id(call: &Call, identity: &Identity) -> Option<String> {
    let id = identity.entity.id.as_ref()?;
    match call.principal.arn()? {
        PrincipalArn::User(_) => Some(id.clone()),
        PrincipalArn::AssumedRole(session) => Some(format!("{id}:{}", session.session())),
        _ => None,
    }
}
