//! Statements by action and resource: what a request can match is found without looking at what it cannot.
//!
//! An index only leaves out statements that cannot match; whether one of the others does is decided by the same functions that
//! the scan over all statements uses. Three kinds of row hold the candidates: of an action that the table knows and some entry
//! is about, of a service that some entry spells out, and of all the others. Within a row, entries of `Resource` stand in a
//! tree of their literal beginnings, or in a table of four bytes that each of them has somewhere. The rows of a service have
//! those entries in common, each with a bit for each row; a row has for itself what its action alone tells from others.

mod actions;
mod grams;
mod numbers;
mod order;
mod rows;
mod set;
mod shape;
mod tree;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use portcullis_policy::{Document, Effect, PrincipalClause, ResourceRule, Statement};

use crate::Action;
use crate::actions::{ActionTable, Known};
use crate::offsets::{at, range};
use crate::packed::PackedFields;

use numbers::Numbers;
pub(crate) use set::{Candidate, Wanted};

/// A statement of the documents that an index is made of.
#[derive(Clone, Copy, Debug)]
struct Member<'a> {
    one: &'a Statement,
    level: u32,
    /// Whether a missing resource part holds for its kind of policy.
    absent_holds: bool,
    /// Whether it has neither a condition nor a principal.
    plain: bool,
}

/// Candidates of each effect.
#[derive(Clone, Debug, Default)]
struct Sets {
    allow: set::Set,
    deny: set::Set,
}

impl Sets {
    const fn of(&self, effect: Effect) -> &set::Set {
        match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        }
    }
}

/// The candidates of one row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    own: Sets,
    /// Those that it has in common with other rows of its service, and its bit in them.
    shared: Option<(u32, u64)>,
}

/// The bit of a service in the sum of an index's services.
pub(crate) const fn service_bit(fingerprint: u64) -> u64 {
    1 << (fingerprint & 63)
}

/// What of a statement's action part is left to look at.
#[derive(Clone, Debug)]
struct Check {
    negated: bool,
    /// The entries that can be about the service.
    entries: Range<u32>,
}

/// A service that some entry spells out.
#[derive(Clone, Debug)]
struct Service {
    fingerprint: u64,
    name: Box<str>,
    /// Of its actions that the table does not know.
    row: u32,
    /// Of its actions that the table knows and that have no row of their own.
    known: u32,
}

impl Service {
    /// What services are sorted by.
    fn key(&self) -> (u64, &str) {
        (self.fingerprint, &self.name)
    }
}

/// The statements of some documents, by action and resource.
#[derive(Debug)]
pub(crate) struct Index {
    documents: Box<[Arc<Document>]>,
    /// Document and place in it, for each statement.
    statements: Box<[(u32, u32)]>,
    /// Numbers of actions and their rows.
    actions: Numbers,
    /// Numbers of services in the table, and their places in `services`.
    known_services: Numbers,
    /// Sorted by fingerprint and name.
    services: Box<[Service]>,
    /// Of actions of services that no entry spells out.
    elsewhere: u32,
    rows: Box<[Row]>,
    shared: Box<[Sets]>,
    checks: Box<[Check]>,
    check_entries: Box<[u32]>,
    heads: Box<[shape::Head]>,
    /// The same as numbers.
    packed_heads: Box<[PackedFields]>,
    pools: set::Pools,
}

impl Index {
    /// An index of documents, each with its level.
    pub(crate) fn new(documents: &[(u32, Arc<Document>)], table: &ActionTable) -> Self {
        Self::within(documents, table, rows::budget)
    }

    /// An index that takes no more than a budget that depends on the statements.
    fn within(
        documents: &[(u32, Arc<Document>)],
        table: &ActionTable,
        budget: fn(&[Member<'_>]) -> usize,
    ) -> Self {
        let members: Vec<(Member<'_>, (u32, u32))> = (0_u32..)
            .zip(documents)
            .flat_map(|(number, (level, document))| {
                let absent_holds = document.kind().spec().resource != ResourceRule::RequiredOrInert;
                let statements = (0_u32..).zip(document.statements());
                statements.map(move |(place, one)| {
                    let attached = matches!(one.principal(), PrincipalClause::Attached);
                    let member = Member {
                        one,
                        level: *level,
                        absent_holds,
                        plain: attached && one.conditions().is_empty(),
                    };
                    (member, (number, place))
                })
            })
            .collect();
        let (members, statements): (Vec<_>, Vec<_>) = members.into_iter().unzip();
        let built = rows::build(&members, table, budget(&members));
        let known_services = (0_u32..)
            .zip(&built.services)
            .filter_map(|(place, service)| {
                let number = table.service(&service.name)?;
                Some((number, place))
            });
        Self {
            documents: documents.iter().map(|(_, one)| one.clone()).collect(),
            statements: statements.into(),
            actions: Numbers::new(&built.actions),
            known_services: Numbers::new(&known_services.collect::<Vec<_>>()),
            services: built.services.into(),
            elsewhere: built.elsewhere,
            rows: built.rows.into(),
            shared: built.shared.into(),
            checks: built.checks.into(),
            check_entries: built.check_entries.into(),
            packed_heads: built.heads.iter().map(shape::Head::packed).collect(),
            heads: built.heads,
            pools: built.pools,
        }
    }

    /// The document of a statement and the statement's place in it.
    pub(crate) fn place(&self, statement: u32) -> Option<(u32, u32)> {
        at(&self.statements, statement).copied()
    }

    /// A statement and its document.
    pub(crate) fn statement(&self, statement: u32) -> Option<(&Document, &Statement)> {
        let (document, place) = self.place(statement)?;
        let document = at(&self.documents, document)?;
        let one = at(document.statements(), place)?;
        Some((document, one))
    }

    /// A bit for each service that some entry spells out, by its fingerprint; all bits where others have statements as well.
    pub(crate) fn services(&self) -> u64 {
        let elsewhere = at(&self.rows, self.elsewhere);
        if elsewhere.is_none_or(|row| !row.own.allow.is_empty() || !row.own.deny.is_empty()) {
            return u64::MAX;
        }
        let bits = self
            .services
            .iter()
            .map(|service| service_bit(service.fingerprint));
        bits.fold(0, |all, bit| all | bit)
    }

    /// The row of an action, with its numbers where the table knows it.
    pub(crate) fn row(&self, action: &Action, known: Option<Known>) -> Option<&Row> {
        let row = known.and_then(|known| {
            let own = self.actions.find(known.action);
            // Where every row has its place, no entry that was looked up matches an action without one.
            let complete = self.actions.is_complete();
            own.or_else(|| {
                let service = self
                    .known_services
                    .find(known.service)
                    .filter(|_| complete)?;
                Some(at(&self.services, service)?.known)
            })
        });
        let row = row.or_else(|| self.service(action).map(|service| service.row));
        at(&self.rows, row.unwrap_or(self.elsewhere))
    }

    /// Visits the candidates of a row with one effect whose resource part holds, until the visitor stops; whether it did. Their
    /// action part holds where [`Index::is_about`] says so, and the other parts have not been looked at. A candidate can come
    /// more than once.
    pub(crate) fn search(
        &self,
        (row, effect): (&Row, Effect),
        wanted: Wanted<'_>,
        holds_whole: impl Fn(Candidate) -> bool,
        mut stops: impl FnMut(Candidate) -> bool,
    ) -> bool {
        let own = row.own.of(effect);
        if !own.is_empty() && self.search_set((own, set::ALONE), wanted, holds_whole, &mut stops) {
            return true;
        }
        let shared = row.shared.and_then(|(number, bit)| {
            let shared = at(&self.shared, number)?.of(effect);
            (!shared.is_empty()).then_some((shared, bit))
        });
        shared.is_some_and(|shared| self.search_set(shared, wanted, |_| false, stops))
    }

    fn service(&self, action: &Action) -> Option<&Service> {
        let wanted = (action.service_fingerprint(), action.folded_service());
        let found = self
            .services
            .binary_search_by(|service| service.key().cmp(&wanted));
        self.services.get(found.ok()?)
    }

    /// Whether the action part of a candidate holds.
    pub(crate) fn is_about(&self, candidate: Candidate, action: &Action) -> bool {
        let Some(check) = candidate.check else {
            return true;
        };
        let check = at(&self.checks, check.get().saturating_sub(1));
        let Some((check, (_, one))) = check.zip(self.statement(candidate.statement)) else {
            return false;
        };
        let numbers = self.check_entries.get(range(check.entries.clone()));
        let mut patterns = numbers
            .unwrap_or_default()
            .iter()
            .filter_map(|number| actions::entry(one.action(), *number));
        patterns.any(|pattern| pattern.matches(action.as_str())) != check.negated
    }
}

impl Candidate {
    /// The number of the statement in its index.
    pub(crate) const fn statement(self) -> u32 {
        self.statement
    }

    /// Whether it has neither a condition nor a principal.
    pub(crate) const fn is_plain(self) -> bool {
        self.plain
    }
}

#[cfg(test)]
mod tests;
