//! The pages of a file: the objects that hold lists of users, groups, roles and policies, wherever they stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use portcullis_arn::AccountId;
use portcullis_json::{Kind, Value};

use crate::part::{Part, member};

/// The lists by which a page is known.
pub(crate) const LISTS: [&str; 4] = [
    "UserDetailList",
    "GroupDetailList",
    "RoleDetailList",
    "Policies",
];

/// How many arrays and objects may stand around a page.
const MAX_DEPTH: usize = 8;

/// Members of one name around pages, such as an account id or an alias.
pub(crate) struct Group {
    /// The account id that is the name, or that of a member further out.
    pub(crate) key: Option<AccountId>,
}

/// The groups of a file; the first is the file itself.
pub(crate) struct Groups {
    groups: Vec<Group>,
    /// By the group further out and the name.
    index: BTreeMap<(usize, String), usize>,
}

impl Groups {
    pub(crate) fn new() -> Self {
        Self {
            groups: vec![Group { key: None }],
            index: BTreeMap::new(),
        }
    }

    /// The account id under which a group stands.
    pub(crate) fn key(&self, group: usize) -> Option<AccountId> {
        self.groups.get(group)?.key
    }

    /// Members of one name at one place are one group, also where they stand in different parts.
    fn enter(&mut self, outer: usize, name: &str) -> usize {
        let key = name.parse().ok().or_else(|| self.key(outer));
        let next = self.groups.len();
        let found = *self.index.entry((outer, name.to_owned())).or_insert(next);
        if found == next {
            self.groups.push(Group { key });
        }
        found
    }
}

/// A page, in the part of the file that holds it.
pub(crate) struct Found<'a> {
    pub(crate) part: &'a Arc<Part>,
    pub(crate) value: Value<'a>,
    pub(crate) group: usize,
}

/// Whether a value is a page.
pub(crate) fn is_page(value: Value<'_>) -> bool {
    LISTS.iter().any(|name| {
        member(value, name).is_some_and(|list| matches!(list.kind(), Kind::Array | Kind::Object))
            // An empty list is null where it comes from XML or from Go.
            || value.get(name).is_some_and(|list| list.kind() == Kind::Null)
    })
}

/// The pages of a part, in the order of the text.
pub(crate) fn pages<'a>(part: &'a Arc<Part>, groups: &mut Groups) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    let mut open = vec![(part.root(), 0_usize, 0_usize)];
    while let Some((value, group, depth)) = open.pop() {
        if is_page(value) {
            found.push(Found { part, value, group });
            continue;
        }
        if depth >= MAX_DEPTH {
            continue;
        }
        let inside = depth.saturating_add(1);
        let first = open.len();
        open.extend(
            value
                .elements()
                .filter(is_nested)
                .map(|one| (one, group, inside)),
        );
        for one in value.members().filter(|one| is_nested(&one.value())) {
            open.push((one.value(), groups.enter(group, &one.name()), inside));
        }
        // What is pushed last is taken first.
        if let Some(pushed) = open.get_mut(first..) {
            pushed.reverse();
        }
    }
    found
}

fn is_nested(value: &Value<'_>) -> bool {
    matches!(value.kind(), Kind::Array | Kind::Object)
}
