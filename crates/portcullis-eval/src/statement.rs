//! Whether one statement matches a request, element by element.

use portcullis_policy::{
    ActionEntry, Clause, ConditionEntry, Document, Effect, EntryMatch, ResourceEntry, ResourceRule,
    Statement,
};

use crate::caller::Caller;
use crate::{MatchClasses, Resource, services};

/// The elements of a statement that a request has to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the policy language has these four"
)]
pub enum Element {
    /// `Principal` or `NotPrincipal`.
    Principal,
    /// `Action` or `NotAction`.
    Action,
    /// `Resource` or `NotResource`.
    Resource,
    /// One condition.
    Condition,
}

/// The classes under which a statement matches; empty where any element does not.
///
/// # Source
/// EV 3: principal part, action part, resource part and every condition.
pub(crate) fn matches(
    document: &Document,
    statement: &Statement,
    caller: Caller<'_>,
) -> MatchClasses {
    if !action_holds(statement.action(), caller) || !resource_holds(document, statement, caller) {
        return MatchClasses::NONE;
    }
    let classes = caller.classes(statement.principal(), statement.effect());
    if classes.is_empty()
        || !statement
            .conditions()
            .iter()
            .all(|one| condition_holds(one, caller))
    {
        return MatchClasses::NONE;
    }
    classes
}

pub(crate) fn action_holds(clause: &Clause<ActionEntry>, caller: Caller<'_>) -> bool {
    clause.matches(caller.request.action().as_str())
}

pub(crate) fn condition_holds(condition: &ConditionEntry, caller: Caller<'_>) -> bool {
    condition.test().holds(caller.request.context())
}

/// Whether the resource part holds.
///
/// # Source
/// IAM User Guide, IAM JSON policy elements: Resource, `NotResource`; PL 2.1 note 6, 6.2.
pub(crate) fn resource_holds(
    document: &Document,
    statement: &Statement,
    caller: Caller<'_>,
) -> bool {
    let entries = |wanted: EntryMatch, list: &[ResourceEntry]| {
        list.iter()
            .any(|entry| entry_matches(entry, caller) == wanted)
    };
    match statement.resource() {
        Clause::Any(list) => entries(EntryMatch::Yes, list),
        Clause::None(list) => {
            // An entry that cannot be resolved excludes nothing. Under Allow that would grant more than was written.
            let unresolvable_grant =
                statement.effect() == Effect::Allow && entries(EntryMatch::Unresolvable, list);
            !entries(EntryMatch::Yes, list) && !unresolvable_grant
        }
        Clause::Absent => document.kind().spec().resource != ResourceRule::RequiredOrInert,
    }
}

/// Whether one entry matches the resource of a request.
///
/// # Source
/// PL 6.1, 6.4: the pseudo-resource `*` is matched by `*` alone, but for what a service's own rules add.
pub(crate) fn entry_matches(entry: &ResourceEntry, caller: Caller<'_>) -> EntryMatch {
    let pattern = entry.pattern();
    match caller.request.resource() {
        Resource::Arn(arn) => pattern.matches(arn.as_str(), caller.request.context()),
        Resource::Everything => {
            if pattern.is_everything() || services::covers_account_level(entry, caller.request) {
                EntryMatch::Yes
            } else if pattern.is_resolvable(caller.request.context()) {
                EntryMatch::No
            } else {
                EntryMatch::Unresolvable
            }
        }
    }
}
