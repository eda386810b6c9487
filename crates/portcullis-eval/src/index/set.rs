//! The statements of one effect that can be about an action, by resource.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use portcullis_arn::Arn;
use portcullis_condition::Context;
use portcullis_policy::{Clause, EntryMatch, ResourcePattern};

use super::grams::Grams;
use super::shape::{HeadMatch, Heads, Shape, Tail};
use super::tree::{Forest, Planter};
use super::{Index, Member};
use crate::actions::range;

/// A statement that can match, as far as its place in the index tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(super) statement: u32,
    /// What of its action part has to be looked at still, if anything.
    pub(super) check: Option<core::num::NonZeroU32>,
    /// Whether it has neither a condition nor a principal.
    pub(super) plain: bool,
}

/// An entry of `Resource` of a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    candidate: Candidate,
    head: u32,
    entry: u32,
    tail: Tail,
}

/// The candidates of one effect for one row, each where its resource part puts it; ranges of the index's pools.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    /// Their resource part holds for everything.
    everywhere: Range<u32>,
    /// Their resource part has to be looked at as a whole: `NotResource`.
    whole: Range<u32>,
    /// An entry of theirs may stand for the account level of a service although it is not `*`.
    account_level: Range<u32>,
    /// Entries by the literal text that their sixth field begins with.
    tree: Option<u32>,
    /// Entries without such text, or too few for a tree, and those among them that have four literal bytes somewhere.
    loose: Range<u32>,
    grams: Option<u32>,
    /// Whether an entry can match with its sixth field at a later colon.
    crosses: bool,
}

/// From how many entries on a tree or a table of grams is less work than looking at each.
const FEW: usize = 6;

/// What the sets of an index are made of.
#[derive(Debug, Default)]
pub(super) struct Pools {
    pub(super) candidates: Box<[Candidate]>,
    pub(super) entries: Box<[Entry]>,
    pub(super) forest: Forest,
    pub(super) grams: Box<[Grams]>,
}

/// Builds the sets of an index.
pub(super) struct Builder<'a> {
    pub(super) members: &'a [Member<'a>],
    pub(super) shapes: Vec<Vec<Shape<'a>>>,
    /// The place of each shape in the order of the beginnings.
    ranks: Vec<Vec<u32>>,
    heads: Heads,
    candidates: Vec<Candidate>,
    entries: Vec<Entry>,
    planter: Planter,
    grams: Vec<Grams>,
}

/// An entry on its way into a set.
#[derive(Clone, Copy)]
struct Placed<'s, 'a> {
    rank: u32,
    shape: &'s Shape<'a>,
    candidate: Candidate,
    level: u32,
}

impl Placed<'_, '_> {
    /// Where entries of the same key match the same, `None` where that is not known.
    fn key(&self) -> Option<(u32, u32, Tail, u32)> {
        (self.shape.tail != Tail::Pattern).then_some((
            self.rank,
            self.shape.head,
            self.shape.tail,
            self.level,
        ))
    }

    /// Whether it holds once its resource matches.
    fn is_certain(&self) -> bool {
        self.candidate.plain && self.candidate.check.is_none()
    }

    fn entry(&self) -> Entry {
        Entry {
            candidate: self.candidate,
            head: self.shape.head,
            entry: self.shape.entry,
            tail: self.shape.tail,
        }
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl<'a> Builder<'a> {
    pub(super) fn new(members: &'a [Member<'a>]) -> Self {
        let mut heads = Heads::default();
        let shapes: Vec<Vec<Shape<'a>>> = members
            .iter()
            .map(|member| {
                let Clause::Any(entries) = member.one.resource() else {
                    return Vec::new();
                };
                let arns =
                    (0_u32..)
                        .zip(entries)
                        .filter_map(|(number, entry)| match entry.pattern() {
                            ResourcePattern::Arn(templates) => Some((number, templates)),
                            _ => None,
                        });
                arns.map(|(number, templates)| heads.shape(templates, number))
                    .collect()
            })
            .collect();
        Self {
            members,
            ranks: ranks(&shapes),
            shapes,
            heads,
            candidates: Vec::new(),
            entries: Vec::new(),
            planter: Planter::default(),
            grams: Vec::new(),
        }
    }

    /// How many candidates and entries there are so far.
    pub(super) fn size(&self) -> usize {
        self.candidates.len().saturating_add(self.entries.len())
    }

    /// Adds the set of some candidates, which are in the order of the statements.
    pub(super) fn add(&mut self, candidates: &[Candidate]) -> Set {
        let mut everywhere = Vec::new();
        let mut whole = Vec::new();
        let mut account_level = Vec::new();
        let shapes = core::mem::take(&mut self.shapes);
        let mut placed: Vec<Placed<'_, 'a>> = Vec::new();
        for candidate in candidates {
            let index = usize::try_from(candidate.statement).unwrap_or(usize::MAX);
            let Some(member) = self.members.get(index) else {
                continue;
            };
            match member.one.resource() {
                Clause::Any(entries) => {
                    if entries.iter().any(|one| one.pattern().is_everything()) {
                        everywhere.push(*candidate);
                        continue;
                    }
                    if entries.iter().any(|one| is_account_level(one.text())) {
                        account_level.push(*candidate);
                    }
                    let own = shapes.get(index).into_iter().flatten();
                    let ranks = self.ranks.get(index).into_iter().flatten();
                    placed.extend(own.zip(ranks).map(|(shape, rank)| Placed {
                        rank: *rank,
                        shape,
                        candidate: *candidate,
                        level: member.level,
                    }));
                }
                Clause::None(_) => whole.push(*candidate),
                Clause::Absent if member.absent_holds => everywhere.push(*candidate),
                Clause::Absent => {}
            }
        }
        let crosses = placed.iter().any(|one| self.crosses(one.shape.head));
        let everywhere = self.keep(sorted_by_cost(everywhere, self.members));
        let whole = self.keep(whole);
        let account_level = self.keep(account_level);
        let (tree, loose, grams) = self.spread(placed);
        self.shapes = shapes;
        Set {
            everywhere,
            whole,
            account_level,
            tree,
            loose,
            grams,
            crosses,
        }
    }

    fn crosses(&self, head: u32) -> bool {
        let head = usize::try_from(head).ok();
        head.and_then(|head| self.heads.heads.get(head))
            .is_none_or(|head| head.crosses)
    }

    fn keep(&mut self, candidates: Vec<Candidate>) -> Range<u32> {
        let start = narrow(self.candidates.len());
        self.candidates.extend(candidates);
        start..narrow(self.candidates.len())
    }

    fn spread(
        &mut self,
        mut placed: Vec<Placed<'_, 'a>>,
    ) -> (Option<u32>, Range<u32>, Option<u32>) {
        // Of equal entries the one that holds for certain comes first, and the rest of them is not needed.
        placed.sort_unstable_by_key(|one| {
            (
                one.rank,
                one.shape.head,
                one.shape.tail,
                one.level,
                !one.is_certain(),
                one.candidate.statement,
                one.shape.entry,
            )
        });
        let mut certain = None;
        placed.retain(|one| {
            let key = one.key();
            if key.is_some() && key == certain {
                return false;
            }
            if one.is_certain() {
                certain = key;
            }
            true
        });
        let without = placed.partition_point(|one| one.shape.beginning.is_empty());
        let with = if placed.len() > FEW {
            placed.split_off(without)
        } else {
            Vec::new()
        };
        let tree = (!with.is_empty()).then(|| {
            let beginnings: Vec<&str> = with.iter().map(|one| one.shape.beginning).collect();
            let offset = narrow(self.entries.len());
            self.entries.extend(with.iter().map(Placed::entry));
            self.planter.plant(&beginnings, offset)
        });
        if placed.len() <= FEW {
            let start = narrow(self.entries.len());
            self.entries.extend(placed.iter().map(Placed::entry));
            return (tree, start..narrow(self.entries.len()), None);
        }
        let (loose, grams) = self.gather(placed);
        (tree, loose, grams)
    }

    /// Puts the entries that have four literal bytes into a table, and the others behind it.
    fn gather(&mut self, placed: Vec<Placed<'_, 'a>>) -> (Range<u32>, Option<u32>) {
        let templates: Vec<_> = placed.iter().map(|one| one.shape.sixth).collect();
        let chosen = Grams::choose(&templates);
        let mut keyed: Vec<_> = chosen.into_iter().zip(placed).collect();
        keyed.sort_by_key(|(gram, _)| (gram.is_none(), *gram));
        let start = narrow(self.entries.len());
        let grams: Vec<_> = keyed.iter().filter_map(|(gram, _)| *gram).collect();
        self.entries
            .extend(keyed.iter().map(|(_, one)| one.entry()));
        let loose = start.saturating_add(narrow(grams.len()))..narrow(self.entries.len());
        if grams.is_empty() {
            return (loose, None);
        }
        let table = narrow(self.grams.len());
        self.grams.push(Grams::new(&grams, start));
        (loose, Some(table))
    }

    pub(super) fn finish(self) -> (Pools, Box<[super::shape::Head]>) {
        let pools = Pools {
            candidates: self.candidates.into(),
            entries: self.entries.into(),
            forest: self.planter.finish(),
            grams: self.grams.into(),
        };
        (pools, self.heads.heads.into())
    }
}

/// The place of each shape in the order of the beginnings; equal beginnings have the same.
fn ranks(shapes: &[Vec<Shape<'_>>]) -> Vec<Vec<u32>> {
    let mut order: Vec<(&str, usize, usize)> = Vec::new();
    for (statement, own) in shapes.iter().enumerate() {
        order.extend(
            own.iter()
                .enumerate()
                .map(|(place, shape)| (shape.beginning, statement, place)),
        );
    }
    order.sort_unstable();
    let mut ranks: Vec<Vec<u32>> = shapes.iter().map(|own| alloc::vec![0; own.len()]).collect();
    let mut rank = 0_u32;
    let mut last = "";
    for (beginning, statement, place) in order {
        if beginning != last {
            rank = rank.saturating_add(1);
            last = beginning;
        }
        let slot = ranks.get_mut(statement).and_then(|own| own.get_mut(place));
        if let Some(slot) = slot {
            *slot = rank;
        }
    }
    ranks
}

/// Those that hold for certain first; of a level that has one no other is needed.
fn sorted_by_cost(mut candidates: Vec<Candidate>, members: &[Member<'_>]) -> Vec<Candidate> {
    let level = |candidate: &Candidate| {
        let index = usize::try_from(candidate.statement).ok();
        index
            .and_then(|index| members.get(index))
            .map_or(0, |member| member.level)
    };
    let is_certain = |candidate: &Candidate| candidate.plain && candidate.check.is_none();
    candidates.sort_by_key(|candidate| (level(candidate), !is_certain(candidate)));
    let mut certain = None;
    candidates.retain(|candidate| {
        let own = Some(level(candidate));
        if own == certain {
            return false;
        }
        if is_certain(candidate) {
            certain = own;
        }
        true
    });
    candidates
}

/// Whether an entry can cover what a service asks of the account as a whole although it is not `*`: those of S3 have this form.
fn is_account_level(text: &str) -> bool {
    text.strip_suffix("*")
        .is_some_and(|text| text.ends_with(":::"))
}

/// What a search asks: the resource, and the context for variables in entries.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'q> {
    pub(crate) arn: Option<&'q Arn>,
    pub(crate) context: &'q Context,
}

impl Index {
    /// Visits the candidates of a set whose resource part holds, those that hold for certain first where that is known, until
    /// the visitor stops; whether it did. A candidate can come more than once.
    pub(super) fn search(
        &self,
        set: &Set,
        wanted: Wanted<'_>,
        holds_whole: impl Fn(Candidate) -> bool,
        mut stops: impl FnMut(Candidate) -> bool,
    ) -> bool {
        let candidates = |part: &Range<u32>| {
            let pool = self.pools.candidates.get(range(part.clone()));
            pool.unwrap_or_default().iter().copied()
        };
        if candidates(&set.everywhere).any(&mut stops) {
            return true;
        }
        match wanted.arn {
            None => {
                let mut own = candidates(&set.account_level);
                if own.any(|one| holds_whole(one) && stops(one)) {
                    return true;
                }
            }
            Some(arn) => {
                if self.entries(set, arn, wanted.context, &mut stops) {
                    return true;
                }
            }
        }
        candidates(&set.whole).any(|one| holds_whole(one) && stops(one))
    }

    fn entries(
        &self,
        set: &Set,
        arn: &Arn,
        context: &Context,
        stops: &mut impl FnMut(Candidate) -> bool,
    ) -> bool {
        let sixth = arn.resource();
        if let Some(root) = set.tree {
            for (found, length) in self.pools.forest.walk(root, sixth) {
                let is_all = length == sixth.len();
                let own = self.pools.entries.get(range(found)).unwrap_or_default();
                let mut own = own.iter();
                if own.any(|one| self.fits(one, arn, context, is_all) && stops(one.candidate)) {
                    return true;
                }
            }
            if set.crosses && self.crossing(root, arn, context, stops) {
                return true;
            }
        }
        let loose = self.pools.entries.get(range(set.loose.clone()));
        let mut loose = loose.unwrap_or_default().iter();
        if loose.any(|one| self.fits_loosely(one, arn, context) && stops(one.candidate)) {
            return true;
        }
        let grams = set.grams.and_then(|grams| {
            let grams = usize::try_from(grams).ok()?;
            self.pools.grams.get(grams)
        });
        let Some(grams) = grams else {
            return false;
        };
        grams.find(sixth).any(|found| {
            let own = self.pools.entries.get(found).unwrap_or_default();
            own.iter()
                .any(|one| self.fits_loosely(one, arn, context) && stops(one.candidate))
        })
    }

    /// Entries whose sixth field begins at a later colon, a `*` before it running over those between.
    fn crossing(
        &self,
        root: u32,
        arn: &Arn,
        context: &Context,
        stops: &mut impl FnMut(Candidate) -> bool,
    ) -> bool {
        let mut rest = arn.resource();
        while let Some((_, behind)) = rest.split_once(':') {
            rest = behind;
            for (found, _) in self.pools.forest.walk(root, behind) {
                let own = self.pools.entries.get(range(found)).unwrap_or_default();
                let mut own = own.iter();
                let fits = |one: &Entry| {
                    self.head(one).is_none_or(|head| head.crosses)
                        && self.matches(one, arn, context)
                };
                if own.any(|one| fits(one) && stops(one.candidate)) {
                    return true;
                }
            }
        }
        false
    }

    fn head(&self, entry: &Entry) -> Option<&super::shape::Head> {
        self.heads.get(usize::try_from(entry.head).ok()?)
    }

    /// Whether an entry whose literal beginning fits matches with its fields where they stand; `is_all` tells that nothing is
    /// left behind the beginning.
    fn fits(&self, entry: &Entry, arn: &Arn, context: &Context, is_all: bool) -> bool {
        match self.head(entry).map(|head| head.matches(arn)) {
            Some(HeadMatch::No) => false,
            Some(HeadMatch::Yes) => match entry.tail {
                Tail::End => is_all,
                Tail::Run => true,
                Tail::Pattern => self.sixth_matches(entry, arn, context),
            },
            _ => self.matches(entry, arn, context),
        }
    }

    /// Whether an entry matches of which nothing is known yet.
    fn fits_loosely(&self, entry: &Entry, arn: &Arn, context: &Context) -> bool {
        let Some(head) = self.head(entry) else {
            return self.matches(entry, arn, context);
        };
        match head.matches(arn) {
            HeadMatch::Yes if self.sixth_matches(entry, arn, context) => true,
            HeadMatch::Unknown => self.matches(entry, arn, context),
            _ => head.crosses && arn.resource().contains(':') && self.matches(entry, arn, context),
        }
    }

    fn pattern(&self, entry: &Entry) -> Option<&ResourcePattern> {
        let (_, statement) = self.statement(entry.candidate.statement)?;
        let entries = statement.resource().entries();
        let entry = entries.get(usize::try_from(entry.entry).ok()?)?;
        Some(entry.pattern())
    }

    fn sixth_matches(&self, entry: &Entry, arn: &Arn, context: &Context) -> bool {
        match self.pattern(entry) {
            Some(ResourcePattern::Arn(templates)) => {
                let [.., sixth] = &**templates;
                sixth.matches(arn.resource(), context) == Some(true)
            }
            _ => false,
        }
    }

    fn matches(&self, entry: &Entry, arn: &Arn, context: &Context) -> bool {
        self.pattern(entry)
            .is_some_and(|pattern| pattern.matches(arn.as_str(), context) == EntryMatch::Yes)
    }
}
