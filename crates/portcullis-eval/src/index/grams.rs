//! Entries without a literal beginning, found by four bytes of literal text that they have somewhere.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use portcullis_condition::{Part, Template};

use crate::offsets::range;

/// Four bytes that stand side by side.
pub(super) type Gram = [u8; 4];

/// The four bytes of every place of a text.
pub(super) fn of(text: &str) -> impl Iterator<Item = Gram> {
    text.as_bytes()
        .windows(4)
        .filter_map(|window| Gram::try_from(window).ok())
}

/// The grams that whatever matches the template has.
fn of_template(template: &Template) -> impl Iterator<Item = Gram> {
    template.parts().iter().flat_map(|part| match part {
        Part::Literal(text) => of(text),
        _ => of(""),
    })
}

/// How many bits tell at once that nothing has a gram.
const WORDS: usize = 16;

/// Entries by one of their grams each.
#[derive(Debug)]
pub(super) struct Grams {
    /// A bit for each gram, by a few bits of it.
    filter: [u64; WORDS],
    /// Sorted by gram; the entries of each stand side by side.
    grams: Box<[(Gram, u32, u32)]>,
}

fn bit(gram: Gram) -> (usize, u64) {
    let mixed = u32::from_le_bytes(gram).wrapping_mul(0x9e37_79b1) >> 22;
    let word = usize::try_from(mixed >> 6).unwrap_or_default();
    (word & (WORDS - 1), 1 << (mixed & 63))
}

impl Grams {
    /// Whether a template has a gram.
    pub(super) fn has(template: &Template) -> bool {
        of_template(template).next().is_some()
    }

    /// Chooses for each template the gram that the fewest have, or none where it has no gram. The key of those that follow the
    /// same gram is the same.
    pub(super) fn choose(templates: &[&Template]) -> Vec<Option<Gram>> {
        let mut all: Vec<Gram> = templates.iter().flat_map(|one| of_template(one)).collect();
        all.sort_unstable();
        let counts: Vec<(Gram, usize)> = all
            .chunk_by(|left, right| left == right)
            .filter_map(|same| Some((*same.first()?, same.len())))
            .collect();
        let count = |gram: &Gram| {
            let place = counts.binary_search_by_key(gram, |(own, _)| *own);
            place
                .ok()
                .and_then(|place| counts.get(place))
                .map(|(_, count)| *count)
        };
        let rarest =
            |template: &&Template| of_template(template).min_by_key(|gram| (count(gram), *gram));
        templates.iter().map(rarest).collect()
    }

    /// From the grams of entries that stand from `offset` on, sorted.
    pub(super) fn new(chosen: &[Gram], offset: u32) -> Self {
        let mut grams: Vec<(Gram, u32, u32)> = Vec::new();
        let mut filter = [0; WORDS];
        for (entry, gram) in (offset..).zip(chosen) {
            let (word, mask) = bit(*gram);
            if let Some(word) = filter.get_mut(word) {
                *word |= mask;
            }
            match grams.last_mut() {
                Some((last, _, end)) if last == gram => *end = entry.saturating_add(1),
                _ => grams.push((*gram, entry, entry.saturating_add(1))),
            }
        }
        Self {
            filter,
            grams: grams.into(),
        }
    }

    /// The entries whose gram the text has, each gram once.
    #[inline]
    pub(super) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        // A bit for each gram that was found, shared by others.
        let mut met = 0_u64;
        of(text).enumerate().filter_map(move |(place, gram)| {
            let (word, mask) = bit(gram);
            if self.filter.get(word)? & mask == 0 {
                return None;
            }
            let found = self.entries_of(gram)?;
            // A name can repeat four bytes all along, and every time all their entries would be matched again.
            if met & mask != 0 && is_again(text, place, gram) {
                return None;
            }
            met |= mask;
            Some(found)
        })
    }

    /// Apart, so that the look at the filter, which nearly all grams end with, stays short.
    #[inline(never)]
    fn entries_of(&self, gram: Gram) -> Option<Range<usize>> {
        let found = self.grams.binary_search_by_key(&gram, |(own, _, _)| *own);
        let (_, start, end) = self.grams.get(found.ok()?)?;
        Some(range(*start..*end))
    }
}

/// Whether a text has a gram before a place. Seldom asked, and kept out of the way of what is asked all the time.
#[inline(never)]
fn is_again(text: &str, place: usize, gram: Gram) -> bool {
    of(text).take(place).any(|earlier| earlier == gram)
}

#[cfg(test)]
mod tests {
    use portcullis_condition::{VariableSupport, WildcardSupport};

    use super::*;

    fn template(text: &str) -> Template {
        Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob).unwrap()
    }

    #[test]
    fn the_rarest_gram_is_chosen() {
        let templates = ["*-prod-1?", "*-prod-2?", "*-test-1?", "*ab"].map(template);
        let chosen = Grams::choose(&templates.each_ref());
        let texts: Vec<Option<&str>> = chosen
            .iter()
            .map(|gram| {
                gram.as_ref()
                    .map(|gram| core::str::from_utf8(gram).unwrap())
            })
            .collect();
        assert_eq!(texts[0], Some("od-1"));
        assert_eq!(texts[1], Some("od-2"));
        assert_eq!(texts[3], None);
    }

    #[test]
    fn what_has_the_gram_is_found() {
        let grams = Grams::new(&[*b"aaaa", *b"od-1", *b"od-1"], 10);
        let found: Vec<Range<usize>> = grams.find("x-prod-17").collect();
        assert_eq!(found.as_slice(), core::slice::from_ref(&(11..13)));
        assert_eq!(grams.find("nothing").count(), 0);
        // Once, however often the text has it.
        let repeated = "a".repeat(100) + "od-1od-1aaaa";
        let found: Vec<Range<usize>> = grams.find(&repeated).collect();
        assert_eq!(found, [10..11, 11..13]);
        assert_eq!(grams.find("od-").count(), 0);
    }
}
