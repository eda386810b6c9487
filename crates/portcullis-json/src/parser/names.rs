//! The member names of the objects that are still open, and the search for one that occurs twice.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::node::narrow;
use crate::escape::decode;
use crate::excerpt::quoted;
use crate::{JsonError, JsonErrorKind, Span};

/// Up to this many names every pair is compared, which is faster than sorting.
const FEW: usize = 8;

/// A stack: the names of an inner object lie above those of the outer ones.
#[derive(Default)]
pub(super) struct Names<'a> {
    stack: Vec<Name<'a>>,
}

struct Name<'a> {
    decoded: Cow<'a, str>,
    start: u32,
    end: u32,
}

impl<'a> Names<'a> {
    pub(super) fn len(&self) -> usize {
        self.stack.len()
    }

    /// Adds the name at `start..end`, quotes included.
    pub(super) fn push(&mut self, text: &'a str, start: usize, end: usize, escaped: bool) {
        let raw = text.get(start + 1..end - 1).unwrap_or_default();
        self.stack.push(Name {
            decoded: decode(raw, escaped),
            start: narrow(start),
            end: narrow(end),
        });
    }

    /// Takes the names from `first` off the stack, the object whose names they are being at its end.
    pub(super) fn check_and_drop(&mut self, first: usize) -> Result<(), JsonError> {
        let names = self.stack.get_mut(first..).unwrap_or_default();
        let duplicate = if names.len() <= FEW {
            duplicate_among_few(names)
        } else {
            duplicate_among_many(names)
        };
        if let Some((earlier, later)) = duplicate {
            return Err(duplicate_member(earlier, later));
        }
        self.stack.truncate(first);
        Ok(())
    }
}

type Pair<'n, 'a> = (&'n Name<'a>, &'n Name<'a>);

/// The first name that has occurred before, and where it did.
fn duplicate_among_few<'n, 'a>(names: &'n [Name<'a>]) -> Option<Pair<'n, 'a>> {
    names.iter().enumerate().find_map(|(index, later)| {
        let before = names.iter().take(index);
        let mut same = before.filter(|earlier| earlier.decoded == later.decoded);
        same.next().map(|earlier| (earlier, later))
    })
}

/// The same in O(n log n); leaves the names sorted.
fn duplicate_among_many<'n, 'a>(names: &'n mut [Name<'a>]) -> Option<Pair<'n, 'a>> {
    names.sort_unstable_by(|left, right| {
        (&*left.decoded, left.start).cmp(&(&*right.decoded, right.start))
    });
    // Equal names stand next to each other in the order of the text, so that every one but the first has its pair here.
    names
        .windows(2)
        .filter_map(|pair| match pair {
            [earlier, later] if earlier.decoded == later.decoded => Some((earlier, later)),
            _ => None,
        })
        .min_by_key(|(_, later)| later.start)
}

fn duplicate_member(earlier: &Name<'_>, later: &Name<'_>) -> JsonError {
    let span = |name: &Name<'_>| Span::new(name.start as usize, name.end as usize);
    let kind = JsonErrorKind::DuplicateMember {
        first: span(earlier),
    };
    let name = quoted(&later.decoded);
    let found = alloc::format!("{name} a second time");
    JsonError::new(kind, span(later), "each member name once", &found)
        .with_help(Some("put what belongs together under one name"))
}
