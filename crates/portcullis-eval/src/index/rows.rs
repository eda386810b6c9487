//! The rows of an index: which statements can be about an action, a service, or anything else.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::String;
use alloc::vec::Vec;
use core::num::NonZeroU32;

use portcullis_glob::{has_wildcard, matches_ignore_ascii_case};
use portcullis_policy::{ActionPattern, Clause, Effect};

use super::actions::{ActionPart, Coverage, Services, entry, looks_at};
use super::set::{Builder, Candidate, MOST_ROWS, Pools, Shared, Which};
use super::shape::Head;
use super::{Check, Member, Row, Service, Sets};
use crate::actions::{ActionTable, fingerprint};
use crate::offsets::{at, narrow, wide};

/// How many candidates, how many looks at a name of the table, and how many looks of a statement at a service, an index may take
/// for each entry of its policies, and for none. What goes beyond is left to the rows of the services, and at last to a row of
/// all statements.
const PER_ENTRY: usize = 48;
const AT_LEAST: usize = 16_384;

/// How many statements may be looked at for the rows of actions, for each candidate that an index may take.
const MERGED: usize = 8;

/// What an index is made of.
pub(super) struct Built {
    /// Numbers of actions and their rows.
    pub(super) actions: Vec<(u32, u32)>,
    pub(super) services: Vec<Service>,
    pub(super) elsewhere: u32,
    pub(super) rows: Vec<Row>,
    pub(super) shared: Vec<Sets>,
    pub(super) checks: Vec<Check>,
    pub(super) check_entries: Vec<u32>,
    pub(super) heads: Box<[Head]>,
    pub(super) pools: Pools,
}

/// How many candidates and looks an index over some statements may take.
pub(super) fn budget(members: &[Member<'_>]) -> usize {
    let entries = members.iter().fold(0_usize, |sum, member| {
        let actions = member.one.action().entries().len();
        let resources = member.one.resource().entries().len();
        sum.saturating_add(actions).saturating_add(resources)
    });
    entries.saturating_mul(PER_ENTRY).saturating_add(AT_LEAST)
}

/// The rows of some statements; the less the budget, the more is left to look at when a request comes.
pub(super) fn build(members: &[Member<'_>], table: &ActionTable, budget: usize) -> Built {
    let mut services = Services::default();
    let parts: Vec<ActionPart<'_>> = (0_u32..)
        .zip(members)
        .map(|(number, member)| ActionPart::read(member.one.action(), number, &mut services))
        .collect();
    let wide = (0_u32..)
        .zip(&parts)
        .filter(|(_, part)| part.is_wide())
        .map(|(number, _)| number)
        .collect();
    let rows = Rows {
        members,
        parts: &parts,
        services: &services,
        names: services.names(),
        wide,
        builder: Builder::new(members),
        rows: Vec::new(),
        shared: Vec::new(),
        checks: Vec::new(),
        check_entries: Vec::new(),
        budget,
    };
    rows.build(table)
}

struct Rows<'m, 'p> {
    members: &'m [Member<'m>],
    parts: &'p [ActionPart<'m>],
    services: &'p Services,
    /// The names of the services, by their numbers.
    names: Vec<&'p str>,
    /// The statements that can be about services that no entry spells out.
    wide: Vec<u32>,
    builder: Builder<'m>,
    rows: Vec<Row>,
    shared: Vec<Sets>,
    checks: Vec<Check>,
    check_entries: Vec<u32>,
    budget: usize,
}

/// What the entries that spell a service out match.
#[derive(Default)]
struct Matching<'m> {
    /// By service and by what is written behind it.
    patterns: BTreeMap<(u32, &'m str), Pattern>,
    /// Service and statement, sorted, where not all entries could be looked up.
    open: Vec<(u32, u32)>,
    /// What was looked at.
    looks: usize,
}

/// Entries that are written alike.
#[derive(Default)]
struct Pattern {
    /// The statements that have one, in order.
    statements: Vec<u32>,
    /// The actions of the table that they match.
    actions: Vec<u32>,
}

/// The rows that a service is to have.
struct Plan {
    service: u32,
    /// What can be about any of its actions, in the order of the statements.
    all: Vec<Open>,
    /// What is about those that the table knows and no entry that was looked up matches.
    unmatched: Vec<Open>,
    /// Whether that is less to look at.
    is_narrower: bool,
    classes: Vec<Class>,
    /// The sets that its rows have in common.
    shared: Option<u32>,
}

/// Actions that entries of the same statements match.
struct Class {
    /// The statements.
    matched: Vec<u32>,
    actions: Vec<u32>,
}

/// The bits of the rows of a service in the sets that they have in common: of actions that the table does not know, of those that
/// it knows and that have no row of their own, and from then on of the classes.
const UNKNOWN: u64 = 1;
const KNOWN: u64 = 1 << 1;
const FIRST_CLASS: u32 = 2;

/// A statement, and what of its action part is left to look at.
type Open = (u32, Option<Vec<u32>>);

impl<'m> Rows<'m, '_> {
    fn build(mut self, table: &ActionTable) -> Built {
        let elsewhere = self.elsewhere();
        let matching = self.matching(table);
        let plans = self.plans(matching);
        let planned = plans.and_then(|mut plans| Some((self.services(&mut plans)?, plans)));
        let Some((mut services, plans)) = planned else {
            return self.without_rows();
        };
        let actions = self.actions(plans, &mut services);
        services.sort_by(|left, right| left.key().cmp(&right.key()));
        self.finish(actions, services, elsewhere)
    }

    fn finish(self, actions: Vec<(u32, u32)>, services: Vec<Service>, elsewhere: u32) -> Built {
        let (pools, heads) = self.builder.finish();
        Built {
            actions,
            services,
            elsewhere,
            rows: self.rows,
            shared: self.shared,
            checks: self.checks,
            check_entries: self.check_entries,
            heads,
            pools,
        }
    }

    /// One row of all statements, each with all its entries.
    fn without_rows(mut self) -> Built {
        self.rows.clear();
        self.shared.clear();
        self.checks.clear();
        self.check_entries.clear();
        self.builder = Builder::new(self.members);
        let all: Vec<Open> = (0_u32..)
            .zip(self.parts)
            .map(|(number, part)| {
                let entries = (0_u32..).zip(part.clause.entries()).map(|(entry, _)| entry);
                (number, Some(entries.collect()))
            })
            .filter(|(number, _)| {
                let part = self.part(*number);
                part.is_some_and(|part| !matches!(part.clause, Clause::Absent))
            })
            .collect();
        let row = self.row(all, None);
        self.finish(Vec::new(), Vec::new(), row)
    }

    fn part(&self, number: u32) -> Option<&ActionPart<'_>> {
        at(self.parts, number)
    }

    fn name(&self, service: u32) -> &str {
        at(&self.names, service).copied().unwrap_or_default()
    }

    fn is_spent(&self) -> bool {
        let checks = self.check_entries.len();
        self.builder.size().saturating_add(checks) > self.budget
    }

    /// The row of services that no entry spells out.
    fn elsewhere(&mut self) -> u32 {
        let wide: Vec<Open> = self
            .wide
            .iter()
            .filter_map(|number| open(*number, self.part(*number)?.elsewhere()))
            .collect();
        self.row(wide, None)
    }

    /// The rows of the services, by their numbers, or `None` where they would take too much.
    fn services(&mut self, plans: &mut [Plan]) -> Option<Vec<Service>> {
        let mut services = Vec::new();
        for plan in plans {
            // What would be added is not more than this.
            if self.wide.len() > self.budget || self.is_spent() {
                return None;
            }
            plan.shared = self.share(plan);
            let all = core::mem::take(&mut plan.all);
            let row = self.row(all, plan.shared.map(|shared| (shared, UNKNOWN)));
            let name = self.name(plan.service);
            services.push(Service {
                fingerprint: fingerprint(name),
                name: name.into(),
                row,
                known: row,
            });
        }
        Some(services)
    }

    /// The sets that the rows of a service have in common.
    fn share(&mut self, plan: &Plan) -> Option<u32> {
        let rows = plan.classes.len().saturating_add(wide(FIRST_CLASS));
        if plan.classes.is_empty() || rows > MOST_ROWS {
            return None;
        }
        // In the order of `all`.
        let mut masks: Vec<(u64, u64)> = Vec::new();
        let mut unmatched = plan.unmatched.iter().peekable();
        for (statement, entries) in &plan.all {
            let mut masks_of = bits_of(entries.is_none(), UNKNOWN);
            if let Some((_, entries)) = unmatched.next_if(|(one, _)| one == statement) {
                let (certain, open) = bits_of(entries.is_none(), !UNKNOWN);
                masks_of = (masks_of.0 | certain, masks_of.1 | open);
            }
            masks.push(masks_of);
        }
        for (class, bit) in plan.classes.iter().zip(FIRST_CLASS..) {
            let bit = 1_u64.checked_shl(bit).unwrap_or(0);
            // Both are in the order of the statements; some match that are about nothing of the service.
            let mut places = plan.all.iter().zip(&mut masks).peekable();
            for statement in &class.matched {
                while places.next_if(|((one, _), _)| one < statement).is_some() {}
                let place = places.next_if(|((one, _), _)| one == statement);
                let Some((_, (certain, open))) = place else {
                    continue;
                };
                *open &= !bit;
                if self.is_negated(*statement) {
                    *certain &= !bit;
                } else {
                    *certain |= bit;
                }
            }
        }
        let mut allow = Vec::new();
        let mut deny = Vec::new();
        for ((statement, entries), (certain, open)) in plan.all.iter().zip(masks) {
            if !self.builder.has(*statement, Which::Selective) {
                continue;
            }
            if let Some((candidate, effect)) = self.candidate(*statement, entries.as_deref()) {
                let shared = Shared {
                    candidate,
                    certain,
                    open,
                };
                match effect {
                    Effect::Allow => allow.push(shared),
                    Effect::Deny => deny.push(shared),
                }
            }
        }
        let sets = Sets {
            allow: self.builder.add_shared(&allow),
            deny: self.builder.add_shared(&deny),
        };
        self.shared.push(sets);
        Some(narrow(self.shared.len().saturating_sub(1)))
    }

    /// The statements that spell a service out and the wide ones, in order.
    fn about(&self, service: u32) -> Vec<u32> {
        let spelled = at(&self.services.statements, service)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut about = [spelled, &self.wide].concat();
        about.sort_unstable();
        about.dedup();
        about
    }

    fn matching(&self, table: &ActionTable) -> Matching<'m> {
        let mut matching = Matching::default();
        if table.is_empty() {
            return matching;
        }
        for (statement, part) in (0_u32..).zip(self.parts) {
            for (service, number) in &part.spelled {
                let Some(ActionPattern::Name { name, .. }) = entry(part.clause, *number) else {
                    continue;
                };
                if name == "*" {
                    continue;
                }
                let pattern = match matching.patterns.entry((*service, name)) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(_) if matching.looks > self.budget => {
                        matching.open.push((*service, statement));
                        continue;
                    }
                    Entry::Vacant(new) => {
                        let pattern = new.insert(Pattern::default());
                        let actions = &mut pattern.actions;
                        let looked =
                            look_up(table, self.name(*service), name, &mut |id| actions.push(id));
                        matching.looks = matching.looks.saturating_add(looked);
                        pattern
                    }
                };
                if pattern.statements.last() != Some(&statement) {
                    pattern.statements.push(statement);
                }
            }
        }
        matching.open.sort_unstable();
        matching
    }

    /// What rows each service is to have, or `None` where finding it out would take too much: every service has all the
    /// statements that spell none out.
    fn plans(&self, mut matching: Matching<'_>) -> Option<Vec<Plan>> {
        let mut plans = Vec::new();
        let mut looks = 0_usize;
        let mut patterns = core::mem::take(&mut matching.patterns)
            .into_iter()
            .peekable();
        for (service, name) in (0_u32..).zip(&self.names) {
            let about = self.about(service);
            let parts = about.iter().filter_map(|number| self.part(*number));
            looks = parts.fold(looks, |sum, part| sum.saturating_add(part.looks(name)));
            if looks > self.budget {
                return None;
            }
            let mut own = Vec::new();
            while let Some((_, pattern)) = patterns.next_if(|((of, _), _)| *of == service) {
                own.push(pattern);
            }
            let classes = self.classes(&own, &mut matching.looks);
            plans.push(self.plan((service, name), &about, classes, &matching.open));
        }
        Some(plans)
    }

    /// The classes of a service's actions, and whether these are all.
    fn classes(&self, patterns: &[Pattern], looks: &mut usize) -> (Vec<Class>, bool) {
        let mut of_action: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, pattern) in patterns.iter().enumerate() {
            for action in &pattern.actions {
                of_action.entry(*action).or_default().push(place);
            }
        }
        let mut alike: BTreeMap<Vec<usize>, Vec<u32>> = BTreeMap::new();
        for (action, places) in of_action {
            alike.entry(places).or_default().push(action);
        }
        let mut classes: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        let mut is_complete = true;
        for (places, actions) in alike {
            if *looks > self.budget {
                is_complete = false;
                break;
            }
            let own = places.iter().filter_map(|place| patterns.get(*place));
            let mut matched: Vec<u32> =
                own.flat_map(|one| one.statements.iter().copied()).collect();
            *looks = looks.saturating_add(matched.len());
            matched.sort_unstable();
            matched.dedup();
            classes.entry(matched).or_default().extend(actions);
        }
        let classes = classes.into_iter();
        let classes = classes.map(|(matched, actions)| Class { matched, actions });
        (classes.collect(), is_complete)
    }

    /// The rows of actions that the table knows, as far as they do not take too much.
    fn actions(&mut self, plans: Vec<Plan>, services: &mut [Service]) -> Vec<(u32, u32)> {
        let mut actions = Vec::new();
        let most = self.budget.saturating_mul(MERGED);
        let mut merged_so_far = 0_usize;
        for (plan, service) in plans.into_iter().zip(services) {
            let in_shared = |row: u64| plan.shared.map(|shared| (shared, row));
            for (class, bit) in plan.classes.iter().zip(FIRST_CLASS..) {
                // Those that have no row are not among the other actions, of which it is known that no entry matches them.
                merged_so_far = merged_so_far.saturating_add(plan.unmatched.len());
                if merged_so_far > most || self.is_spent() {
                    return actions;
                }
                let bit = 1_u64.checked_shl(bit).unwrap_or(0);
                let shared = in_shared(bit);
                let merged = self.merged(&class.matched, &plan.unmatched, which(shared));
                let row = self.row(merged, shared);
                actions.extend(class.actions.iter().map(|id| (*id, row)));
            }
            if plan.is_narrower && !self.is_spent() {
                service.known = self.row(plan.unmatched, in_shared(KNOWN));
            }
        }
        actions
    }

    fn plan(
        &self,
        (service, name): (u32, &str),
        about: &[u32],
        (classes, is_complete): (Vec<Class>, bool),
        unread: &[(u32, u32)],
    ) -> Plan {
        let mut plan = Plan {
            service,
            all: Vec::new(),
            unmatched: Vec::new(),
            is_narrower: false,
            classes,
            shared: None,
        };
        for statement in about.iter().copied() {
            let Some(part) = self.part(statement) else {
                continue;
            };
            let Some(one) = open(statement, part.coverage(service, name)) else {
                continue;
            };
            let is_decided = || {
                unread.binary_search(&(service, statement)).is_err()
                    && part.wild_entries_for(name).next().is_none()
            };
            if one.1.is_some() && is_decided() {
                plan.is_narrower = true;
                if part.is_negated() {
                    plan.unmatched.push((statement, None));
                }
            } else {
                plan.unmatched.push(one.clone());
            }
            plan.all.push(one);
        }
        // An action that has no row although entries match it would be taken for one that none matches.
        plan.is_narrower &= is_complete;
        plan
    }

    /// The statements about an action of which some entries match it, as far as they have anything for a set: those that are
    /// negated are not about it, the others are.
    fn merged(&self, matched: &[u32], unmatched: &[Open], which: Which) -> Vec<Open> {
        let others = unmatched
            .iter()
            .filter(|(statement, _)| self.builder.has(*statement, which))
            .filter(|(statement, _)| matched.binary_search(statement).is_err());
        let mut all: Vec<Open> = others.cloned().collect();
        let about = matched
            .iter()
            .filter(|one| self.builder.has(**one, which) && !self.is_negated(**one));
        all.extend(about.map(|statement| (*statement, None)));
        all.sort_unstable();
        all
    }

    /// A row of some statements, those that it shares with others left out.
    fn row(&mut self, statements: Vec<Open>, shared: Option<(u32, u64)>) -> u32 {
        let which = which(shared);
        let mut allow = Vec::new();
        let mut deny = Vec::new();
        for (statement, entries) in statements {
            if !self.builder.has(statement, which) {
                continue;
            }
            match self.candidate(statement, entries.as_deref()) {
                Some((candidate, Effect::Allow)) => allow.push(candidate),
                Some((candidate, Effect::Deny)) => deny.push(candidate),
                None => {}
            }
        }
        let own = Sets {
            allow: self.builder.add(&allow, which),
            deny: self.builder.add(&deny, which),
        };
        self.rows.push(Row { own, shared });
        narrow(self.rows.len().saturating_sub(1))
    }

    /// A statement as a candidate, with what of its action part is left to look at, and its effect.
    fn candidate(
        &mut self,
        statement: u32,
        entries: Option<&[u32]>,
    ) -> Option<(Candidate, Effect)> {
        let member = at(self.members, statement)?;
        let candidate = Candidate {
            statement,
            check: entries.and_then(|entries| self.check(member, entries)),
            plain: member.plain,
        };
        Some((candidate, member.one.effect()))
    }

    fn is_negated(&self, statement: u32) -> bool {
        self.part(statement).is_some_and(ActionPart::is_negated)
    }

    fn check(&mut self, member: &Member<'_>, entries: &[u32]) -> Option<NonZeroU32> {
        let start = narrow(self.check_entries.len());
        self.check_entries.extend(entries);
        self.checks.push(Check {
            negated: member.one.action().is_negated(),
            entries: start..narrow(self.check_entries.len()),
        });
        NonZeroU32::new(narrow(self.checks.len()))
    }
}

/// What goes into the own sets of a row.
const fn which(shared: Option<(u32, u64)>) -> Which {
    match shared {
        Some(_) => Which::Broad,
        None => Which::All,
    }
}

/// Rows in which an action part holds, and in which it has to be looked at: some rows are the one or the other.
const fn bits_of(is_certain: bool, rows: u64) -> (u64, u64) {
    if is_certain { (rows, 0) } else { (0, rows) }
}

/// A statement of a row by what it says of the row's service; none where it is not about it.
fn open(statement: u32, coverage: Coverage) -> Option<Open> {
    match coverage {
        Coverage::All => Some((statement, None)),
        Coverage::None => None,
        Coverage::Names(entries) => Some((statement, Some(entries))),
    }
}

/// Looks the actions up that an entry is about, and returns how many names were looked at.
fn look_up(table: &ActionTable, service: &str, name: &str, found: &mut impl FnMut(u32)) -> usize {
    let lower = name.to_ascii_lowercase();
    if !has_wildcard(&lower) {
        let mut text = String::from(service);
        text.push(':');
        text.push_str(&lower);
        if let Some(known) = table.find(&text, fingerprint(&text)) {
            found(known.action);
        }
        return 1;
    }
    let beginning = lower.split(['*', '?']).next().unwrap_or_default();
    let is_beginning = lower.strip_suffix('*') == Some(beginning);
    let mut looks = 1_usize;
    for (id, action) in table.beginning(service, beginning) {
        let length = if is_beginning { 0 } else { lower.len() };
        looks = looks.saturating_add(looks_at(length, action));
        if is_beginning || matches_ignore_ascii_case(&lower, action) {
            found(id);
        }
    }
    looks
}
