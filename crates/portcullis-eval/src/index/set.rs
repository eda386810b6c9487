//! The statements of one effect that can be about an action, by resource.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use portcullis_arn::Arn;
use portcullis_condition::{Context, Template};
use portcullis_policy::{Clause, EntryMatch, ResourceEntry, ResourcePattern};

use super::grams::Grams;
use super::order::Order;
use super::shape::{HeadMatch, Heads, Shape, Tail};
use super::tree::{Forest, Planter};
use super::{Index, Member};
use crate::offsets::{at, narrow, range};
use crate::packed::PackedFields;

/// A statement that can match, as far as its place in the index tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(super) statement: u32,
    /// What of its action part has to be looked at still, if anything.
    pub(super) check: Option<core::num::NonZeroU32>,
    /// Whether it has neither a condition nor a principal.
    pub(super) plain: bool,
}

/// A candidate of all rows of a service: each row has a bit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shared {
    pub(super) candidate: Candidate,
    /// The rows in which its action part holds.
    pub(super) certain: u64,
    /// The rows in which its action part has to be looked at.
    pub(super) open: u64,
}

impl Shared {
    /// The candidate as it is in one row, given by its bit.
    fn in_row(&self, row: u64) -> Option<Candidate> {
        if self.certain & row != 0 {
            Some(Candidate {
                check: None,
                ..self.candidate
            })
        } else {
            (self.open & row != 0).then_some(self.candidate)
        }
    }
}

/// The bits of a row that has its own sets only.
pub(super) const ALONE: u64 = u64::MAX;

/// The most rows that can have sets in common.
pub(super) const MOST_ROWS: usize = 63;

/// Which entries of a statement go into a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    All,
    /// Those with literal text that few others have: it tells what can match better than the action does.
    Selective,
    /// The others.
    Broad,
}

/// An entry of `Resource`, and the candidates that have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The rows in which it has candidates.
    rows: u64,
    candidates: (u32, u32),
    head: u32,
    /// Where it is written: in the statement of one of the candidates, and which entry of it.
    statement: u32,
    entry: u32,
    tail: Tail,
    /// Its sixth field among the patterns of the index, where that is one.
    pattern: u32,
    /// The literal text that the sixth field begins with.
    beginning: (u32, u32),
}

/// The candidates of one effect for one row, each where its resource part puts it; ranges of the index's pools.
#[derive(Clone, Debug, Default)]
pub(crate) struct Set {
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

impl Set {
    /// Whether it has no candidates.
    pub(crate) fn is_empty(&self) -> bool {
        self.tree.is_none()
            && self.grams.is_none()
            && self.everywhere.is_empty()
            && self.whole.is_empty()
            && self.account_level.is_empty()
            && self.loose.is_empty()
    }
}

/// How many statements may have entries that are found together for these to count as selective.
const CROWD: u32 = 1_000;

/// From how many entries on a tree or a table of grams is less work than looking at each.
const FEW: usize = 2;

/// What the sets of an index are made of.
#[derive(Debug, Default)]
pub(super) struct Pools {
    pub(super) candidates: Box<[Candidate]>,
    shared: Box<[Shared]>,
    pub(super) entries: Box<[Entry]>,
    pub(super) forest: Forest,
    pub(super) grams: Box<[Grams]>,
    beginnings: Box<str>,
    /// Sixth fields that have to be matched as a whole: here they are nearer than in the documents.
    patterns: Box<[Template]>,
}

/// Builds the sets of an index.
pub(super) struct Builder<'a> {
    pub(super) members: &'a [Member<'a>],
    parts: Vec<Part>,
    shapes: Vec<Vec<Shape<'a>>>,
    /// The number of each shape in the order of the beginnings, the same for entries that match the same.
    numbers: Vec<Vec<u32>>,
    /// Where the beginning of each of those stands in `text`, and how many statements have an entry with it.
    beginnings: Vec<(u32, u32)>,
    crowds: Vec<u32>,
    /// For each statement, whether it has anything selective, and anything broad.
    has: Vec<(bool, bool)>,
    text: String,
    /// For each number the place of its pattern, where that is one, and the patterns.
    places: Vec<u32>,
    patterns: Vec<Template>,
    heads: Heads<'a>,
    candidates: Vec<Candidate>,
    shared: Vec<Shared>,
    entries: Vec<Entry>,
    planter: Planter,
    grams: Vec<Grams>,
}

/// An entry of one candidate on its way into a set.
#[derive(Clone, Copy, Debug)]
struct Placed<'s, 'a> {
    number: u32,
    level: u32,
    /// Whether it does not hold for certain, and its place among the candidates.
    order: (bool, u32),
    shape: &'s Shape<'a>,
}

impl Candidate {
    /// Whether it matches once its resource part does.
    const fn is_certain(self) -> bool {
        self.plain && self.check.is_none()
    }
}

/// What the resource part of a statement is to a set.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// It holds for everything.
    Everywhere,
    /// It has to be looked at as a whole.
    Whole,
    /// It holds for what one of its entries matches.
    Entries {
        /// Whether an entry may stand for the account level of a service.
        account_level: bool,
    },
    /// It holds for nothing.
    Nothing,
}

impl Part {
    fn of(member: &Member<'_>) -> Self {
        match member.one.resource() {
            Clause::Any(entries) if entries.iter().any(|one| one.pattern().is_everything()) => {
                Self::Everywhere
            }
            Clause::Any(entries) => Self::Entries {
                account_level: entries.iter().any(|one| is_account_level(one.text())),
            },
            Clause::None(_) => Self::Whole,
            Clause::Absent if member.absent_holds => Self::Everywhere,
            Clause::Absent => Self::Nothing,
        }
    }
}

/// An entry with all its candidates.
struct Group<'s, 'a> {
    shape: &'s Shape<'a>,
    entry: Entry,
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
                let arns = (0_u32..).zip(entries).filter_map(|(number, entry)| {
                    let ResourcePattern::Arn(arn) = entry.pattern() else {
                        return None;
                    };
                    Some(heads.shape(entry.text(), arn, number))
                });
                arns.collect()
            })
            .collect();
        let order = Order::of(&shapes);
        let mut builder = Self {
            members,
            parts: members.iter().map(Part::of).collect(),
            numbers: order.numbers,
            beginnings: order.beginnings,
            crowds: order.crowds,
            has: Vec::new(),
            text: order.text,
            places: order.places,
            patterns: order.patterns,
            shapes,
            heads,
            candidates: Vec::new(),
            shared: Vec::new(),
            entries: Vec::new(),
            planter: Planter::default(),
            grams: Vec::new(),
        };
        let parts = builder.parts.iter().zip(&builder.numbers);
        builder.has = parts
            .map(|(part, numbers)| builder.has_of(*part, numbers))
            .collect();
        builder
    }

    /// How many candidates and entries there are so far.
    pub(super) fn size(&self) -> usize {
        let candidates = self.candidates.len().saturating_add(self.shared.len());
        candidates.saturating_add(self.entries.len())
    }

    /// Whether a statement has anything for a set.
    pub(super) fn has(&self, statement: u32, which: Which) -> bool {
        let (selective, broad) = at(&self.has, statement).copied().unwrap_or_default();
        match which {
            Which::All => selective || broad,
            Which::Selective => selective,
            Which::Broad => broad,
        }
    }

    fn has_of(&self, part: Part, numbers: &[u32]) -> (bool, bool) {
        match part {
            Part::Entries { account_level } => {
                let any = |which| numbers.iter().any(|number| self.is_in(*number, which));
                (any(Which::Selective), account_level || any(Which::Broad))
            }
            Part::Everywhere | Part::Whole => (false, true),
            Part::Nothing => (false, false),
        }
    }

    /// Whether an entry, by its number, goes into a set.
    fn is_in(&self, number: u32, which: Which) -> bool {
        let is_selective = || at(&self.crowds, number).is_some_and(|crowd| *crowd <= CROWD);
        match which {
            Which::All => true,
            Which::Selective => is_selective(),
            Which::Broad => !is_selective(),
        }
    }

    /// Adds the set of some candidates of one row, which are in the order of the statements.
    pub(super) fn add(&mut self, candidates: &[Candidate], which: Which) -> Set {
        let parts = &self.parts;
        let of = |part: fn(&Part) -> bool| {
            let own = candidates.iter().copied();
            let own = own.filter(|candidate| at(parts, candidate.statement).is_some_and(part));
            own.collect::<Vec<_>>()
        };
        let everywhere = of(|part| matches!(part, Part::Everywhere));
        let whole = of(|part| matches!(part, Part::Whole));
        let account_level =
            of(|part| matches!(part, Part::Entries { account_level } if *account_level));
        let alone = |candidate: &Candidate| Shared {
            candidate: *candidate,
            certain: 0,
            open: ALONE,
        };
        let everywhere = self.keep(sorted_by_cost(everywhere, self.members));
        let whole = self.keep(whole);
        let account_level = self.keep(account_level);
        let candidates: Vec<Shared> = candidates.iter().map(alone).collect();
        let entries = self.place(&candidates, which);
        Set {
            everywhere,
            whole,
            account_level,
            ..entries
        }
    }

    /// Adds the set of the selective entries of all rows of a service.
    pub(super) fn add_shared(&mut self, candidates: &[Shared]) -> Set {
        self.place(candidates, Which::Selective)
    }

    /// Puts entries where a search finds them.
    fn place(&mut self, candidates: &[Shared], which: Which) -> Set {
        let shapes = core::mem::take(&mut self.shapes);
        let mut placed: Vec<Placed<'_, 'a>> = Vec::new();
        for (place, shared) in (0_u32..).zip(candidates) {
            let statement = shared.candidate.statement;
            let level = at(self.members, statement).map_or(0, |member| member.level);
            let is_open = !shared.candidate.is_certain();
            if let Some(Part::Entries { .. }) = at(&self.parts, statement) {
                let own = at(&shapes, statement).into_iter().flatten();
                let numbers = at(&self.numbers, statement).into_iter().flatten();
                let own = own
                    .zip(numbers)
                    .filter(|(_, number)| self.is_in(**number, which));
                placed.extend(own.map(|(shape, number)| Placed {
                    number: *number,
                    level,
                    order: (is_open, place),
                    shape,
                }));
            }
        }
        let crosses = placed.iter().any(|one| self.crosses(one.shape.head));
        let groups = self.groups(placed, candidates, which);
        let (tree, loose, grams) = self.spread(groups);
        self.shapes = shapes;
        Set {
            tree,
            loose,
            grams,
            crosses,
            ..Set::default()
        }
    }

    fn crosses(&self, head: u32) -> bool {
        at(&self.heads.heads, head).is_none_or(|head| head.crosses)
    }

    fn keep(&mut self, candidates: Vec<Candidate>) -> Range<u32> {
        let start = narrow(self.candidates.len());
        self.candidates.extend(candidates);
        start..narrow(self.candidates.len())
    }

    fn spread(&mut self, mut groups: Vec<Group<'_, 'a>>) -> (Option<u32>, Range<u32>, Option<u32>) {
        let with = if groups.len() > FEW {
            let few = few_patterns(&groups);
            let in_tree = |one: &Group<'_, '_>| {
                !one.shape.beginning.is_empty()
                    && (one.entry.tail != Tail::Pattern
                        || few.binary_search(&one.entry.beginning).is_ok())
            };
            let (with, without) = groups.into_iter().partition(in_tree);
            groups = without;
            with
        } else {
            Vec::new()
        };
        let tree = (!with.is_empty()).then(|| {
            let beginnings: Vec<&str> = with.iter().map(|one| one.shape.beginning).collect();
            let offset = narrow(self.entries.len());
            self.entries.extend(with.iter().map(|one| one.entry));
            self.planter.plant(&beginnings, offset)
        });
        if groups.len() <= FEW {
            let start = narrow(self.entries.len());
            self.entries.extend(groups.iter().map(|one| one.entry));
            return (tree, start..narrow(self.entries.len()), None);
        }
        let (loose, grams) = self.gather(groups);
        (tree, loose, grams)
    }

    /// The entries, each once with all its candidates, in the order of the beginnings.
    fn groups<'s>(
        &mut self,
        mut placed: Vec<Placed<'s, 'a>>,
        candidates: &[Shared],
        which: Which,
    ) -> Vec<Group<'s, 'a>> {
        placed.sort_unstable_by_key(|one| (one.number, one.level, one.order));
        let of = |one: &Placed<'_, '_>| at(candidates, one.order.1).copied();
        let mut groups = Vec::new();
        for same in placed.chunk_by(|left, right| left.number == right.number) {
            let Some((first, shared)) = same.first().and_then(|one| Some((one, of(one)?))) else {
                continue;
            };
            let candidates = if which == Which::Selective {
                let start = narrow(self.shared.len());
                self.shared.extend(same.iter().filter_map(of));
                (start, narrow(self.shared.len()))
            } else {
                let start = narrow(self.candidates.len());
                for of_level in same.chunk_by(|left, right| left.level == right.level) {
                    // Of a level that has one that holds for certain no other is needed, and it stands first.
                    let certain = of_level.first().filter(|one| !one.order.0);
                    let kept = certain.map_or(of_level, core::slice::from_ref);
                    let kept = kept.iter().filter_map(of).map(|one| one.candidate);
                    self.candidates.extend(kept);
                }
                (start, narrow(self.candidates.len()))
            };
            let all = same.iter().filter_map(of);
            groups.push(Group {
                shape: first.shape,
                entry: Entry {
                    rows: all.fold(0, |rows, one| rows | one.certain | one.open),
                    candidates,
                    head: first.shape.head,
                    statement: shared.candidate.statement,
                    entry: first.shape.entry,
                    tail: first.shape.tail,
                    pattern: at(&self.places, first.number).copied().unwrap_or_default(),
                    beginning: at(&self.beginnings, first.number)
                        .copied()
                        .unwrap_or_default(),
                },
            });
        }
        groups
    }

    /// Puts the entries that have four literal bytes into a table, and the others behind it.
    fn gather(&mut self, groups: Vec<Group<'_, 'a>>) -> (Range<u32>, Option<u32>) {
        let templates: Vec<_> = groups.iter().map(|one| one.shape.sixth()).collect();
        let chosen = Grams::choose(&templates);
        let mut keyed: Vec<_> = chosen.into_iter().zip(groups).collect();
        keyed.sort_by_key(|(gram, _)| (gram.is_none(), *gram));
        let start = narrow(self.entries.len());
        let grams: Vec<_> = keyed.iter().filter_map(|(gram, _)| *gram).collect();
        self.entries.extend(keyed.iter().map(|(_, one)| one.entry));
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
            shared: self.shared.into(),
            entries: self.entries.into(),
            forest: self.planter.finish(),
            grams: self.grams.into(),
            beginnings: self.text.into(),
            patterns: self.patterns.into(),
        };
        (pools, self.heads.heads.into())
    }
}

/// The beginnings, sorted, behind which so few patterns stand that looking at each is little work. The patterns of the others
/// are better found by other literal text that they have.
fn few_patterns(groups: &[Group<'_, '_>]) -> Vec<(u32, u32)> {
    // Equal beginnings stand at the same place, and places are in the order of the beginnings.
    let same = groups.chunk_by(|left, right| left.entry.beginning == right.entry.beginning);
    let few = same.filter(|same| {
        let patterns = same.iter().filter(|one| one.entry.tail == Tail::Pattern);
        patterns.count() <= FEW
    });
    few.filter_map(|same| same.first())
        .map(|one| one.entry.beginning)
        .collect()
}

/// Those that hold for certain first; of a level that has one no other is needed.
fn sorted_by_cost(mut candidates: Vec<Candidate>, members: &[Member<'_>]) -> Vec<Candidate> {
    let level =
        |candidate: &Candidate| at(members, candidate.statement).map_or(0, |member| member.level);
    candidates.sort_by_key(|candidate| (level(candidate), !candidate.is_certain()));
    let mut certain = None;
    candidates.retain(|candidate| {
        let own = Some(level(candidate));
        if own == certain {
            return false;
        }
        if candidate.is_certain() {
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
    /// The fields of the ARN before its resource.
    pub(crate) fields: &'q PackedFields,
    /// Whether its resource has a colon.
    pub(crate) has_later_colon: bool,
    pub(crate) context: &'q Context,
}

/// The same, where there is an ARN.
struct Question<'q> {
    /// The bit of the row in sets of several.
    row: u64,
    arn: &'q Arn,
    sixth: &'q str,
    fields: &'q PackedFields,
    has_later_colon: bool,
    context: &'q Context,
}

impl Index {
    /// Visits the candidates of a set whose resource part holds, those that hold for certain first where that is known, until
    /// the visitor stops; whether it did. A candidate can come more than once.
    pub(super) fn search_set(
        &self,
        (set, row): (&Set, u64),
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
                let question = Question {
                    row,
                    arn,
                    sixth: arn.resource(),
                    fields: wanted.fields,
                    has_later_colon: wanted.has_later_colon,
                    context: wanted.context,
                };
                if self.entries(set, &question, &mut stops) {
                    return true;
                }
            }
        }
        candidates(&set.whole).any(|one| holds_whole(one) && stops(one))
    }

    fn entries(
        &self,
        set: &Set,
        question: &Question<'_>,
        stops: &mut impl FnMut(Candidate) -> bool,
    ) -> bool {
        let sixth = question.sixth;
        if let Some(root) = set.tree {
            for (found, length) in self.pools.forest.walk(root, sixth) {
                let is_all = length == sixth.len();
                let own = self.pools.entries.get(range(found)).unwrap_or_default();
                let mut own = own.iter();
                if own
                    .any(|one| self.fits(one, question, is_all) && self.visit(one, question, stops))
                {
                    return true;
                }
            }
            if set.crosses && question.has_later_colon && self.crossing(root, question, stops) {
                return true;
            }
        }
        let loose = self.pools.entries.get(range(set.loose.clone()));
        let mut loose = loose.unwrap_or_default().iter();
        if loose.any(|one| self.fits_loosely(one, question) && self.visit(one, question, stops)) {
            return true;
        }
        let grams = set.grams.and_then(|grams| at(&self.pools.grams, grams));
        let Some(grams) = grams else {
            return false;
        };
        grams.find(sixth).any(|found| {
            let own = self.pools.entries.get(found).unwrap_or_default();
            own.iter()
                .any(|one| self.fits_loosely(one, question) && self.visit(one, question, stops))
        })
    }

    /// Entries whose sixth field begins at a later colon, a `*` before it running over those between.
    #[inline(never)]
    fn crossing(
        &self,
        root: u32,
        question: &Question<'_>,
        stops: &mut impl FnMut(Candidate) -> bool,
    ) -> bool {
        let behind_colons = || {
            let colons = question.sixth.match_indices(':');
            colons.filter_map(|(place, colon)| {
                question.sixth.get(place.saturating_add(colon.len())..)
            })
        };
        for (place, behind) in behind_colons().enumerate() {
            for (found, length) in self.pools.forest.walk(root, behind) {
                // They are matched with the whole ARN: what begins so behind an earlier colon was met there.
                let is_again = behind.get(..length).is_some_and(|beginning| {
                    let mut earlier = behind_colons().take(place);
                    earlier.any(|earlier| earlier.starts_with(beginning))
                });
                if is_again {
                    continue;
                }
                let own = self.pools.entries.get(range(found)).unwrap_or_default();
                let mut own = own.iter();
                let fits = |one: &Entry| {
                    self.head(one).is_none_or(|head| head.crosses) && self.matches(one, question)
                };
                if own.any(|one| fits(one) && self.visit(one, question, stops)) {
                    return true;
                }
            }
        }
        false
    }

    #[inline]
    fn visit(
        &self,
        entry: &Entry,
        question: &Question<'_>,
        stops: &mut impl FnMut(Candidate) -> bool,
    ) -> bool {
        let (start, end) = entry.candidates;
        if question.row == ALONE {
            let candidates = self.pools.candidates.get(range(start..end));
            return candidates.unwrap_or_default().iter().copied().any(stops);
        }
        let shared = self.pools.shared.get(range(start..end));
        let mut in_row = shared
            .unwrap_or_default()
            .iter()
            .filter_map(|one| one.in_row(question.row));
        in_row.any(stops)
    }

    fn head(&self, entry: &Entry) -> Option<&super::shape::Head> {
        at(&self.heads, entry.head)
    }

    #[inline]
    fn head_matches(&self, entry: &Entry, question: &Question<'_>) -> HeadMatch {
        if entry.rows & question.row == 0 {
            return HeadMatch::No;
        }
        match at(&self.packed_heads, entry.head) {
            Some(packed) if packed.fit(question.fields) => HeadMatch::Yes,
            Some(packed) if *packed != PackedFields::UNKNOWN => HeadMatch::No,
            _ => self
                .head(entry)
                .map_or(HeadMatch::Unknown, |head| head.matches(question.arn)),
        }
    }

    /// Whether an entry whose literal beginning fits matches with its fields where they stand; `is_all` tells that nothing is
    /// left behind the beginning.
    fn fits(&self, entry: &Entry, question: &Question<'_>, is_all: bool) -> bool {
        let head = self.head_matches(entry, question);
        self.fits_behind(head, entry, question, is_all)
    }

    /// The same, where it is known what becomes of the fields.
    #[inline]
    fn fits_behind(
        &self,
        head: HeadMatch,
        entry: &Entry,
        question: &Question<'_>,
        is_all: bool,
    ) -> bool {
        match head {
            HeadMatch::No => false,
            HeadMatch::Yes => match entry.tail {
                Tail::End => is_all,
                Tail::Run => true,
                Tail::Pattern => self.sixth_matches(entry, question),
            },
            HeadMatch::Unknown => self.matches(entry, question),
        }
    }

    /// Whether an entry matches of which nothing is known yet.
    #[inline]
    fn fits_loosely(&self, entry: &Entry, question: &Question<'_>) -> bool {
        let (start, end) = entry.beginning;
        let begins = || {
            let beginning = self.pools.beginnings.get(range(start..end));
            start == end || beginning.is_some_and(|beginning| question.sixth.starts_with(beginning))
        };
        let head = self.head_matches(entry, question);
        if head != HeadMatch::No && begins() {
            let is_all = narrow(question.sixth.len()) == end.saturating_sub(start);
            if self.fits_behind(head, entry, question, is_all) {
                return true;
            }
        }
        question.has_later_colon
            && self.head(entry).is_none_or(|head| head.crosses)
            && self.matches(entry, question)
    }

    fn pattern(&self, entry: &Entry) -> Option<&ResourcePattern> {
        let (_, statement) = self.statement(entry.statement)?;
        let entries = statement.resource().entries();
        at(entries, entry.entry).map(ResourceEntry::pattern)
    }

    #[inline]
    fn sixth_matches(&self, entry: &Entry, question: &Question<'_>) -> bool {
        let pattern = at(&self.pools.patterns, entry.pattern);
        pattern.is_some_and(|sixth| sixth.matches(question.sixth, question.context) == Some(true))
    }

    fn matches(&self, entry: &Entry, question: &Question<'_>) -> bool {
        self.pattern(entry).is_some_and(|pattern| {
            pattern.matches(question.arn.as_str(), question.context) == EntryMatch::Yes
        })
    }
}
