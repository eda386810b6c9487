//! What the action part of a statement says of a service, before the action's name is known.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use portcullis_glob::{has_wildcard, matches_ignore_ascii_case};
use portcullis_policy::{ActionEntry, ActionPattern, Clause};

use crate::Action;
use crate::offsets::{at, narrow, wide};

/// What a clause says about the actions of one service, their names left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Coverage {
    /// It is about all of them.
    All,
    /// It is about none of them.
    None,
    /// It depends on the name: on these entries of the clause.
    Names(Vec<u32>),
}

/// The services that any entry spells out, in lower case, by number.
#[derive(Debug, Default)]
pub(super) struct Services {
    numbers: BTreeMap<String, u32>,
    /// For each the statements that spell it out, in order, each once.
    pub(super) statements: Vec<Vec<u32>>,
}

impl Services {
    fn number(&mut self, prefix: &str) -> u32 {
        let lower: Cow<'_, str> = if prefix.bytes().any(|byte| byte.is_ascii_uppercase()) {
            prefix.to_ascii_lowercase().into()
        } else {
            prefix.into()
        };
        if let Some(number) = self.numbers.get(&*lower) {
            return *number;
        }
        let number = narrow(self.statements.len());
        self.numbers.insert(lower.into_owned(), number);
        self.statements.push(Vec::new());
        number
    }

    /// The names, by their numbers.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names = alloc::vec![""; self.statements.len()];
        for (name, number) in &self.numbers {
            if let Some(own) = names.get_mut(wide(*number)) {
                *own = name;
            }
        }
        names
    }
}

/// The action part of one statement, its entries by service.
#[derive(Debug)]
pub(super) struct ActionPart<'a> {
    pub(super) clause: &'a Clause<ActionEntry>,
    /// Service and entry, sorted.
    pub(super) spelled: Vec<(u32, u32)>,
    /// The entries whose prefix has wildcards, and `*`.
    pub(super) wild: Vec<u32>,
    /// How long the prefixes of those are together.
    wild_length: usize,
}

/// How many bytes of a pattern, times those of a name, are one look more at the name: what both can take to match.
const STEPS: usize = 512;

/// How many looks a name is worth that patterns of some length are matched with.
pub(super) const fn looks_at(patterns: usize, name: &str) -> usize {
    let steps = patterns.saturating_mul(name.len());
    (steps / STEPS).saturating_add(1)
}

/// An entry of a clause, by its number.
pub(super) fn entry(clause: &Clause<ActionEntry>, number: u32) -> Option<ActionPattern<'_>> {
    at(clause.entries(), number).map(ActionEntry::pattern)
}

impl<'a> ActionPart<'a> {
    pub(super) fn read(
        clause: &'a Clause<ActionEntry>,
        statement: u32,
        services: &mut Services,
    ) -> Self {
        let mut spelled = Vec::new();
        let mut wild = Vec::new();
        let mut wild_length = 0_usize;
        for (number, one) in (0_u32..).zip(clause.entries()) {
            match one.pattern() {
                ActionPattern::Nothing => {}
                ActionPattern::Name { prefix, .. } if !has_wildcard(prefix) => {
                    // No action has a longer one, so that the entry matches nothing.
                    if prefix.len() < Action::LONGEST {
                        spelled.push((services.number(prefix), number));
                    }
                }
                ActionPattern::Name { prefix, .. } => {
                    wild_length = wild_length.saturating_add(prefix.len());
                    wild.push(number);
                }
                ActionPattern::Everything => wild.push(number),
            }
        }
        spelled.sort_unstable();
        for (service, _) in &spelled {
            let known = services.statements.get_mut(wide(*service));
            if let Some(statements) = known
                && statements.last() != Some(&statement)
            {
                statements.push(statement);
            }
        }
        Self {
            clause,
            spelled,
            wild,
            wild_length,
        }
    }

    /// How many looks it takes to know what it says of a service.
    pub(super) fn looks(&self, service: &str) -> usize {
        looks_at(self.wild_length, service).saturating_add(self.wild.len())
    }

    /// Whether it can be about services that no entry spells out.
    pub(super) fn is_wide(&self) -> bool {
        self.elsewhere() != Coverage::None
    }

    /// The entries that spell a service out.
    pub(super) fn entries_of(&self, service: u32) -> impl Iterator<Item = u32> {
        let first = self.spelled.partition_point(|(own, _)| *own < service);
        let rest = self.spelled.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(move |(own, _)| *own == service)
            .map(|(_, entry)| *entry)
    }

    /// Whether it is about what its entries do not match.
    pub(super) const fn is_negated(&self) -> bool {
        matches!(self.clause, Clause::None(_))
    }

    /// What it says of a service.
    pub(super) fn coverage(&self, service: u32, name: &str) -> Coverage {
        let mut entries: Vec<u32> = self.entries_of(service).collect();
        entries.extend(self.wild_entries_for(name));
        entries.sort_unstable();
        self.over(entries, |pattern| match pattern {
            ActionPattern::Everything => true,
            ActionPattern::Name { name, .. } => name == "*",
            ActionPattern::Nothing => false,
        })
    }

    /// The entries with wildcards in the prefix that fit a service.
    pub(super) fn wild_entries_for(&self, name: &str) -> impl Iterator<Item = u32> {
        self.wild
            .iter()
            .copied()
            .filter(move |number| match entry(self.clause, *number) {
                Some(ActionPattern::Everything) => true,
                Some(ActionPattern::Name { prefix, .. }) => matches_ignore_ascii_case(prefix, name),
                _ => false,
            })
    }

    /// What it says of a service that no entry of any statement spells out, and whose name is not known yet.
    pub(super) fn elsewhere(&self) -> Coverage {
        self.over(self.wild.clone(), |pattern| match pattern {
            ActionPattern::Everything => true,
            ActionPattern::Name { prefix, name } => prefix == "*" && name == "*",
            ActionPattern::Nothing => false,
        })
    }

    fn over(&self, entries: Vec<u32>, takes_all: impl Fn(ActionPattern<'_>) -> bool) -> Coverage {
        let all = entries
            .iter()
            .filter_map(|number| entry(self.clause, *number))
            .any(takes_all);
        match self.clause {
            Clause::Absent => Coverage::None,
            Clause::Any(_) if all => Coverage::All,
            Clause::None(_) if all => Coverage::None,
            Clause::Any(_) if entries.is_empty() => Coverage::None,
            Clause::None(_) if entries.is_empty() => Coverage::All,
            _ => Coverage::Names(entries),
        }
    }
}
