//! The rows of an index: which statements can be about an action, a service, or anything else.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::num::NonZeroU32;

use portcullis_glob::{has_wildcard, matches_ignore_ascii_case};
use portcullis_policy::{ActionPattern, Clause, Effect};

use super::actions::{ActionPart, Coverage, Services, entry};
use super::set::{Builder, Candidate, Pools};
use super::shape::Head;
use super::{Check, Member, Row, Service};
use crate::actions::{ActionTable, fingerprint};
use crate::offsets::{at, narrow};

/// How many candidates, and how many looks at a name of the table, an index may take for each entry of its policies, and for
/// none. What goes beyond is left to the rows of the services, and at last to a row of all statements.
const PER_ENTRY: usize = 48;
const AT_LEAST: usize = 16_384;

/// What an index is made of.
pub(super) struct Built {
    /// Numbers of actions and their rows.
    pub(super) actions: Vec<(u32, u32)>,
    pub(super) services: Vec<Service>,
    pub(super) elsewhere: u32,
    pub(super) rows: Vec<Row>,
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
    checks: Vec<Check>,
    check_entries: Vec<u32>,
    budget: usize,
}

/// The statements whose entries spell an action's service out and match the action.
struct Matching {
    /// Service, action and statement, sorted, each once.
    found: Vec<(u32, u32, u32)>,
    /// Service and statement, sorted, where not all entries could be looked up.
    open: Vec<(u32, u32)>,
}

/// The rows of one service's actions.
struct OfActions {
    /// Numbers of actions and their rows.
    rows: Vec<(u32, u32)>,
    /// The row of the other actions that the table knows.
    others: Option<u32>,
}

/// A statement, and what of its action part is left to look at.
type Open = (u32, Option<Vec<u32>>);

impl Rows<'_, '_> {
    fn build(mut self, table: &ActionTable) -> Built {
        let elsewhere = self.elsewhere();
        let Some(mut services) = self.services() else {
            return self.without_rows();
        };
        let matching = self.matching(table);
        let actions = self.actions(&matching, &mut services);
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
            checks: self.checks,
            check_entries: self.check_entries,
            heads,
            pools,
        }
    }

    /// One row of all statements, each with all its entries.
    fn without_rows(mut self) -> Built {
        self.rows.clear();
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
        let row = self.row(all);
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
        self.row(wide)
    }

    /// The rows of the services, by their numbers, or `None` where they would take too much.
    fn services(&mut self) -> Option<Vec<Service>> {
        let mut services = Vec::new();
        for (number, name) in (0_u32..).zip(self.names.clone()) {
            // What would be added is not more than this.
            if self.wide.len() > self.budget || self.is_spent() {
                return None;
            }
            let candidates = self.of_service(number, name);
            let row = self.row(candidates);
            services.push(Service {
                fingerprint: fingerprint(name),
                name: name.into(),
                row,
                known: row,
            });
        }
        Some(services)
    }

    /// What can be about a service, in the order of the statements.
    fn of_service(&self, number: u32, name: &str) -> Vec<Open> {
        self.about(number)
            .into_iter()
            .filter_map(|statement| open(statement, self.part(statement)?.coverage(number, name)))
            .collect()
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

    fn matching(&self, table: &ActionTable) -> Matching {
        let mut matching = Matching {
            found: Vec::new(),
            open: Vec::new(),
        };
        // Policies name the same actions again and again.
        let mut known: BTreeMap<(u32, &str), Vec<u32>> = BTreeMap::new();
        let mut looks = 0_usize;
        for (statement, part) in (0_u32..).zip(self.parts) {
            if table.is_empty() {
                continue;
            }
            for (service, number) in &part.spelled {
                let Some(ActionPattern::Name { name, .. }) = entry(part.clause, *number) else {
                    continue;
                };
                if &**name == "*" {
                    continue;
                }
                if looks > self.budget {
                    matching.open.push((*service, statement));
                    continue;
                }
                let ids = known.entry((*service, name)).or_insert_with(|| {
                    let mut ids = Vec::new();
                    let looked = look_up(table, self.name(*service), name, &mut |id| ids.push(id));
                    looks = looks.saturating_add(looked);
                    ids
                });
                looks = looks.saturating_add(ids.len());
                let found = ids.iter().map(|id| (*service, *id, statement));
                matching.found.extend(found);
            }
        }
        matching.found.sort_unstable();
        matching.found.dedup();
        matching.open.sort_unstable();
        matching
    }

    /// The rows of actions that the table knows.
    fn actions(&mut self, matching: &Matching, services: &mut [Service]) -> Vec<(u32, u32)> {
        let mut actions = Vec::new();
        let mut found = &*matching.found;
        for (number, service) in (0_u32..).zip(services) {
            let count = found.partition_point(|(own, _, _)| *own == number);
            let (own, others) = found.split_at_checked(count).unwrap_or_default();
            found = others;
            if self.is_spent() {
                break;
            }
            let of_actions = self.of_actions(number, own, &matching.open);
            actions.extend(of_actions.rows);
            service.known = of_actions.others.unwrap_or(service.row);
        }
        actions
    }

    /// The rows of a service's actions; those that entries of the same statements match have one together. `found` are the
    /// matches of the service.
    fn of_actions(
        &mut self,
        service: u32,
        found: &[(u32, u32, u32)],
        unread: &[(u32, u32)],
    ) -> OfActions {
        let (unmatched, is_narrower) = self.unmatched(service, unread);
        let mut of_actions = OfActions {
            rows: Vec::new(),
            others: None,
        };
        let mut classes: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        for group in found.chunk_by(|left, right| left.1 == right.1) {
            let Some((_, id, _)) = group.first() else {
                continue;
            };
            let matched: Vec<u32> = group.iter().map(|(_, _, one)| *one).collect();
            let row = match classes.get(&matched) {
                Some(row) => *row,
                // Those that have no row are not among the other actions, of which it is known that no entry matches them.
                None if self.is_spent() => return of_actions,
                None => {
                    let row = self.row(self.merged(&matched, &unmatched));
                    classes.insert(matched, row);
                    row
                }
            };
            of_actions.rows.push((*id, row));
        }
        if is_narrower && !self.is_spent() {
            of_actions.others = Some(self.row(unmatched));
        }
        of_actions
    }

    /// What is about those actions of a service that no entry which spells the service out matches, of those entries that were
    /// looked up; and whether that is less to look at than what is about any of its actions.
    fn unmatched(&self, service: u32, unread: &[(u32, u32)]) -> (Vec<Open>, bool) {
        let name = self.name(service);
        let mut is_narrower = false;
        let one = |statement: u32| {
            let part = self.part(statement)?;
            let coverage = part.coverage(service, name);
            let is_decided = unread.binary_search(&(service, statement)).is_err()
                && part.wild_entries_for(name).next().is_none();
            if let Coverage::Names(_) = coverage
                && is_decided
            {
                is_narrower = true;
                return part.is_negated().then_some((statement, None));
            }
            open(statement, coverage)
        };
        let unmatched = self.about(service).into_iter().filter_map(one).collect();
        (unmatched, is_narrower)
    }

    /// The statements about an action of which some entries match it: those that are negated are not about it, the others are.
    fn merged(&self, matched: &[u32], unmatched: &[Open]) -> Vec<Open> {
        let others = unmatched
            .iter()
            .filter(|(statement, _)| matched.binary_search(statement).is_err());
        let mut all: Vec<Open> = others.cloned().collect();
        let about = matched
            .iter()
            .filter(|one| self.part(**one).is_some_and(|part| !part.is_negated()));
        all.extend(about.map(|statement| (*statement, None)));
        all.sort_unstable();
        all
    }

    fn row(&mut self, statements: Vec<Open>) -> u32 {
        let mut allow = Vec::new();
        let mut deny = Vec::new();
        for (statement, entries) in statements {
            let Some(member) = at(self.members, statement) else {
                continue;
            };
            let candidate = Candidate {
                statement,
                check: entries.and_then(|entries| self.check(member, &entries)),
                plain: member.plain,
            };
            match member.one.effect() {
                Effect::Allow => allow.push(candidate),
                Effect::Deny => deny.push(candidate),
            }
        }
        let row = Row {
            allow: self.builder.add(&allow),
            deny: self.builder.add(&deny),
        };
        self.rows.push(row);
        narrow(self.rows.len().saturating_sub(1))
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
        looks = looks.saturating_add(1);
        if is_beginning || matches_ignore_ascii_case(&lower, action) {
            found(id);
        }
    }
    looks
}
