//! The actions that a program knows by number: those of a caller's services, or those that its policies name.

use crate::Action;
use crate::offsets::{at, narrow, range};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

/// How far from its place a name may stand in the table. A name that would stand farther is left out, as if it were not known:
/// whoever chooses names so that they collide makes neither building nor looking up slow.
const FARTHEST: usize = 32;

/// A number for each action of a caller's services.
///
/// Policies are compiled over it: which statements are about an action that it knows is found out once, and an action that it
/// does not know is matched against the patterns at each decision. The answer is the same, whatever the table knows.
///
/// Immutable, cheap to clone and shareable between threads. A table of the 18,000 actions of all services takes about 1 MB.
///
/// ```
/// use portcullis_eval::{Action, ActionTable};
/// let table: ActionTable = ["s3:GetObject", "s3:PutObject"].iter().flat_map(|name| name.parse::<Action>()).collect();
/// assert_eq!(table.len(), 2);
/// assert!(table.contains(&"S3:getobject".parse()?));
/// # Ok::<(), portcullis_eval::ActionError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ActionTable {
    table: Arc<Table>,
}

#[derive(Debug, Default)]
struct Table {
    /// All names in lower case, one behind the other.
    text: Box<str>,
    /// Sorted by service, then by name, so that a literal beginning is a range of numbers.
    names: Box<[Name]>,
    /// Numbers of names by their fingerprint, counted from one; zero is free. A power of two of places, at most a third of them taken.
    places: Box<[u32]>,
}

#[derive(Clone, Copy, Debug)]
struct Name {
    fingerprint: u64,
    start: u32,
    colon: u32,
    end: u32,
    /// The number of its service.
    service: u32,
}

/// The numbers of an action that a table knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) action: u32,
    pub(crate) service: u32,
}

/// What tells a text in lower case from most others. Equal fingerprints prove nothing: the texts are compared.
///
/// Its key is drawn anew by each process, so that nobody can choose names whose fingerprints are equal.
#[cfg(feature = "std")]
pub(crate) fn fingerprint(folded: &str) -> u64 {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::OnceLock;
    static KEY: OnceLock<RandomState> = OnceLock::new();
    KEY.get_or_init(RandomState::new).hash_one(folded)
}

/// What tells a text in lower case from most others. Equal fingerprints prove nothing: the texts are compared.
///
/// There is no source of keys here. Names whose fingerprints are equal can be chosen, and only make that more is looked at: tables
/// leave out what stands too far from its place.
#[cfg(not(feature = "std"))]
pub(crate) fn fingerprint(folded: &str) -> u64 {
    // The constants are those of the 64-bit FNV-1a; the last step brings the high bits, which are mixed best, to the low end.
    let mixed = folded
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |state, byte| {
            (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    mixed ^ (mixed >> 32)
}

/// The place of a fingerprint in a table of a power of two of places.
pub(crate) fn place(fingerprint: u64, places: usize) -> usize {
    let mask = places.saturating_sub(1);
    usize::try_from(fingerprint & 0xffff_ffff).map_or(0, |low| low & mask)
}

/// The places to look at, from the first on.
pub(crate) fn probes(first: usize, places: usize) -> impl Iterator<Item = usize> {
    let mask = places.saturating_sub(1);
    (0..FARTHEST.min(places)).map(move |step| first.wrapping_add(step) & mask)
}

impl Table {
    fn name(&self, id: u32) -> Option<&Name> {
        at(&self.names, id)
    }

    fn text(&self, name: &Name) -> &str {
        let range = range(name.start..name.end);
        self.text.get(range).unwrap_or_default()
    }

    fn parts(&self, name: &Name) -> (&str, &str) {
        let service = self.text.get(range(name.start..name.colon));
        let action = self.text.get(range(name.colon.saturating_add(1)..name.end));
        (service.unwrap_or_default(), action.unwrap_or_default())
    }

    fn index(&mut self) {
        let places = self
            .names
            .len()
            .saturating_mul(3)
            .max(1)
            .next_power_of_two();
        self.places = vec![0; places].into();
        for (number, name) in (1_u32..).zip(&self.names) {
            let first = place(name.fingerprint, places);
            let free = probes(first, places)
                .find(|probe| self.places.get(*probe).is_some_and(|taken| *taken == 0));
            if let Some(free) = free.and_then(|free| self.places.get_mut(free)) {
                *free = number;
            }
        }
    }
}

impl ActionTable {
    /// A table that knows nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The table with more actions, such as those of a caller's own services.
    ///
    /// ```
    /// use portcullis_eval::{Action, ActionTable};
    /// let aws: ActionTable = ["s3:GetObject".parse::<Action>()?].into_iter().collect();
    /// let all = aws.with(["queue:Send".parse()?]);
    /// assert_eq!((aws.len(), all.len()), (1, 2));
    /// # Ok::<(), portcullis_eval::ActionError>(())
    /// ```
    #[must_use]
    pub fn with(&self, actions: impl IntoIterator<Item = Action>) -> Self {
        let own = self.table.names.iter().map(|name| {
            let (service, action) = self.table.parts(name);
            (service.into(), action.into())
        });
        Self::of_names(own.chain(actions.into_iter().map(folded)).collect())
    }

    /// How many actions it knows, letter case ignored.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.names.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.names.is_empty()
    }

    /// Whether it knows an action, letter case ignored.
    #[must_use]
    pub fn contains(&self, action: &Action) -> bool {
        self.known(action).is_some()
    }

    /// Whether it is the same table, and not one of the same actions.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.table, &other.table)
    }

    /// The numbers of an action.
    pub(crate) fn known(&self, action: &Action) -> Option<Known> {
        self.find(action.folded(), action.fingerprint())
    }

    /// The numbers of an action `prefix:Name` in lower case.
    pub(crate) fn find(&self, text: &str, fingerprint: u64) -> Option<Known> {
        let table = &*self.table;
        let places = table.places.len();
        for probe in probes(place(fingerprint, places), places) {
            let id = table.places.get(probe)?.checked_sub(1)?;
            let name = table.name(id)?;
            if name.fingerprint == fingerprint && table.text(name) == text {
                return Some(Known {
                    action: id,
                    service: name.service,
                });
            }
        }
        None
    }

    /// The number of a service in lower case, where the table has an action of it.
    pub(crate) fn service(&self, service: &str) -> Option<u32> {
        let names = &self.table.names;
        let first = names.partition_point(|name| self.table.parts(name).0 < service);
        let found = names.get(first)?;
        (self.table.parts(found).0 == service).then_some(found.service)
    }

    /// The numbers of the actions of a service whose names have a beginning, and their names; all in lower case.
    pub(crate) fn beginning<'a>(
        &'a self,
        service: &str,
        beginning: &str,
    ) -> impl Iterator<Item = (u32, &'a str)> {
        let table = &*self.table;
        let first = table.names.partition_point(|name| {
            let parts = table.parts(name);
            parts < (service, beginning)
        });
        let rest = table.names.get(first..).unwrap_or_default();
        let length = rest.partition_point(|name| {
            let (own, action) = table.parts(name);
            own == service && action.starts_with(beginning)
        });
        let found = rest.get(..length).unwrap_or_default();
        (narrow(first)..)
            .zip(found)
            .map(|(id, name)| (id, table.parts(name).1))
    }
}

/// Service and name of an action in lower case.
fn folded(action: Action) -> (String, String) {
    let service = action.service().to_ascii_lowercase();
    (service, action.name().to_ascii_lowercase())
}

impl FromIterator<Action> for ActionTable {
    /// Builds the table; an action that is given twice, in whatever letter case, is one. At most 2³² bytes of names are taken.
    fn from_iter<T: IntoIterator<Item = Action>>(actions: T) -> Self {
        Self::of_names(actions.into_iter().map(folded).collect())
    }
}

impl ActionTable {
    fn of_names(mut given: Vec<(String, String)>) -> Self {
        given.sort_unstable();
        given.dedup();
        let mut text = String::new();
        let mut names = Vec::with_capacity(given.len());
        let mut services = 0_u32;
        let mut last: Option<&str> = None;
        for (service, name) in &given {
            let start = text.len();
            text.push_str(service);
            let colon = text.len();
            text.push(':');
            text.push_str(name);
            let offsets = (
                u32::try_from(start),
                u32::try_from(colon),
                u32::try_from(text.len()),
            );
            let (Ok(start), Ok(colon), Ok(end)) = offsets else {
                break;
            };
            let whole = text.get(range(start..end)).unwrap_or_default();
            let fingerprint = fingerprint(whole);
            if last.is_some_and(|last| last != service) {
                services = services.saturating_add(1);
            }
            last = Some(service);
            names.push(Name {
                fingerprint,
                start,
                colon,
                end,
                service: services,
            });
        }
        let mut table = Table {
            text: text.into(),
            names: names.into(),
            places: Box::default(),
        };
        table.index();
        Self {
            table: Arc::new(table),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::format;

    use super::*;

    fn table(names: &[&str]) -> ActionTable {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<String> = (0..1_000)
            .map(|n| format!("svc{}:Do{n}Thing", n % 7))
            .collect();
        let table: ActionTable = names.iter().map(|name| name.parse().unwrap()).collect();
        let ids: BTreeSet<u32> = names
            .iter()
            .map(|name| {
                let folded = name.to_ascii_lowercase();
                let found = table.find(&folded, fingerprint(&folded));
                let (service, _) = name.split_once(':').unwrap();
                assert_eq!(table.service(service), Some(found.unwrap().service));
                found.unwrap().action
            })
            .collect();
        assert_eq!(ids.len(), 1_000);
        assert!(!table.contains(&"svc0:Do1Thing".parse().unwrap()));
        assert_eq!(table.service("svc"), None);
        assert_eq!(table.service("svc7"), None);
    }

    #[test]
    fn a_beginning_is_a_range() {
        let table = table(&[
            "s3:GetObject",
            "s3:GetBucket",
            "s3:PutObject",
            "s3x:GetObject",
        ]);
        let found: Vec<&str> = table.beginning("s3", "get").map(|(_, name)| name).collect();
        assert_eq!(found, ["getbucket", "getobject"]);
        assert_eq!(table.beginning("s3", "").count(), 3);
        assert_eq!(table.beginning("s3", "getobject").count(), 1);
        assert_eq!(table.beginning("s", "get").count(), 0);
    }

    #[test]
    fn a_table_that_knows_nothing_finds_nothing() {
        assert!(!ActionTable::empty().contains(&"s3:GetObject".parse().unwrap()));
        assert!(!table(&[]).contains(&"s3:GetObject".parse().unwrap()));
    }

    #[test]
    fn a_table_with_more_is_another() {
        let one = table(&["s3:GetObject"]);
        let two = one.with(["queue:Send".parse().unwrap()]);
        let counts = [&ActionTable::empty(), &one, &two].map(|one| (one.len(), one.is_empty()));
        assert_eq!(counts, [(0, true), (1, false), (2, false)]);
        assert!(two.contains(&"S3:getobject".parse().unwrap()));
        assert!(!one.contains(&"queue:Send".parse().unwrap()));
        assert!(one.is_same(&one.clone()) && !one.is_same(&two));
        assert!(!one.is_same(&table(&["s3:GetObject"])));
    }

    #[test]
    fn equal_fingerprints_prove_nothing() {
        let table = table(&["s3:GetObject"]);
        let number = fingerprint("s3:getobject");
        assert!(table.find("s3:getobject", number).is_some());
        assert!(table.find("s3:getbucket", number).is_none());
    }

    #[test]
    fn places_are_looked_at_around_the_end() {
        assert_eq!(probes(6, 8).collect::<Vec<_>>(), [6, 7, 0, 1, 2, 3, 4, 5]);
        assert_eq!(probes(60, 64).count(), FARTHEST);
        assert_eq!(probes(0, 0).count(), 0);
        for number in [0, 1, 63, 64, u64::MAX, fingerprint("s3")] {
            assert!(place(number, 64) < 64);
            assert_eq!(place(number, 1), 0);
        }
    }

    #[test]
    fn names_that_collide_are_left_out_and_not_searched_for() {
        let names: Vec<Name> = (0..100)
            .map(|_| Name {
                fingerprint: 7,
                start: 0,
                colon: 1,
                end: 3,
                service: 0,
            })
            .collect();
        let mut table = Table {
            text: "a:b".into(),
            names: names.into(),
            places: Box::default(),
        };
        table.index();
        let taken = table.places.iter().filter(|place| **place != 0).count();
        assert_eq!(taken, FARTHEST);
    }
}
