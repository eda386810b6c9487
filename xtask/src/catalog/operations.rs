//! The checks of an operation: which of its actions are asked always, which when a parameter is passed, and which nobody says when.

use super::models::Parameter;
use super::reference::{AuthorizedAction, Operation};
use crate::edition::source::{Check, On, Trigger};
use crate::edition::vocabulary::AccessLevel;

/// The action that lets a caller hand a role to a service.
pub(crate) const PASS_ROLE: (&str, &str) = ("iam", "PassRole");

/// Names, in lower case, of the parameter that carries the tags of what an operation creates.
const TAG_PARAMETERS: &[&str] = &[
    "resourcetags",
    "tag",
    "tagging",
    "taglist",
    "tags",
    "tagset",
    "tagsforresource",
    "tagspecification",
    "tagspecifications",
];

/// Beginnings, in lower case, of the names of actions that set tags, whatever their access level.
const TAG_ACTIONS: &[&str] = &["addtags", "createtags", "tag"];

/// Words, in lower case, in the names of actions of the access level of tagging that do not set the tags of a new resource.
const OTHER_TAG_ACTIONS: &[&str] = &[
    "delete", "describe", "get", "list", "remove", "untag", "version",
];

/// Ends, in lower case, of the names of parameters that take a role.
const ROLE_PARAMETERS: &[&str] = &["role", "rolearn", "role_arn"];

/// The checks of `operation` of `service`.
///
/// One action is asked always, and among several the one that has the operation's name. The others are asked
///
/// * when the one parameter for tags is passed, if they set tags;
/// * when a parameter for a role is passed, on its role, if they are `iam:PassRole` (always, if every call passes it);
/// * and else nobody says when, nor on what.
///
/// Where no action has the operation's name and a single one is left over by the first two rules, it is asked always.
pub(crate) fn checks(
    service: &str,
    operation: &Operation,
    parameters: &[Parameter],
    level: impl Fn(&AuthorizedAction) -> Option<AccessLevel>,
) -> Vec<Check> {
    let rows = &operation.authorized_actions;
    let own = |row: &AuthorizedAction| {
        row.service == service && row.name.eq_ignore_ascii_case(&operation.name)
    };
    let alone = rows.len() == 1;
    let mut checks = Vec::new();
    let mut left_over = Vec::new();
    for row in rows {
        if own(row) || (alone && !is_pass_role(row)) {
            checks.push(check(row, Trigger::Always, On::Request));
            continue;
        }
        let tags = level(row) == Some(AccessLevel::Tagging);
        let derived = derived(row, operation, parameters, tags);
        if derived.is_empty() {
            left_over.push(row);
        }
        checks.extend(derived);
    }
    let named = rows.iter().any(own);
    let (trigger, on) = match left_over.as_slice() {
        [row] if !named && !is_pass_role(row) => (Trigger::Always, On::Request),
        _ => (Trigger::Unknown, On::Unknown),
    };
    let rest = left_over
        .iter()
        .map(|row| check(row, trigger.clone(), on.clone()));
    checks.extend(rest);
    checks
}

/// The checks that follow from a parameter; none where that is not plain.
fn derived(
    row: &AuthorizedAction,
    operation: &Operation,
    parameters: &[Parameter],
    tagging_level: bool,
) -> Vec<Check> {
    let alone = operation.authorized_actions.len() == 1;
    // An operation is never decided by the role alone.
    let when = |parameter: &Parameter| {
        if parameter.is_required && !alone {
            Trigger::Always
        } else {
            Trigger::When(parameter.name.clone())
        }
    };
    if is_pass_role(row) {
        let roles = parameters.iter().filter(|parameter| takes_role(parameter));
        return roles
            .map(|role| check(row, when(role), On::Members(role.name.clone())))
            .collect();
    }
    // The tags that an operation on tags takes say nothing of a second action.
    if !sets_tags(&row.name, tagging_level) || operation.name.contains("Tag") {
        return Vec::new();
    }
    let mut tags = parameters.iter().filter(|parameter| takes_tags(parameter));
    match (tags.next(), tags.next()) {
        (Some(parameter), None) => vec![check(row, when(parameter), On::Request)],
        _ => Vec::new(),
    }
}

fn check(row: &AuthorizedAction, trigger: Trigger, on: On) -> Check {
    let context = row.context.iter();
    Check {
        on,
        context: context
            .map(|(key, values)| (key.clone(), values.clone()))
            .collect(),
        ..Check::new(format!("{}:{}", row.service, row.name), trigger)
    }
}

fn is_pass_role(row: &AuthorizedAction) -> bool {
    (row.service.as_str(), row.name.as_str()) == PASS_ROLE
}

fn sets_tags(action: &str, tagging_level: bool) -> bool {
    let name = action.to_ascii_lowercase();
    let named = TAG_ACTIONS.iter().any(|start| name.starts_with(start));
    let other = OTHER_TAG_ACTIONS.iter().any(|word| name.contains(word));
    // Not `tag` in lower case, which stages have too.
    named || (tagging_level && !other && action.contains("Tag"))
}

fn takes_tags(parameter: &Parameter) -> bool {
    TAG_PARAMETERS.contains(&parameter.name.to_ascii_lowercase().as_str())
}

fn takes_role(parameter: &Parameter) -> bool {
    let name = parameter.name.to_ascii_lowercase();
    parameter.is_text && ROLE_PARAMETERS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests;
