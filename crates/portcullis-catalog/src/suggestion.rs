//! The nearest known names to one that is not known.

use alloc::vec::Vec;

/// Names longer than this, in characters, are not compared: AWS names are shorter.
const LONGEST: usize = 128;
/// How many names are suggested at most.
const MOST: usize = 3;

/// The candidates nearest to `name`, at most three, the nearest first and equally near ones by their text.
///
/// Compared without regard to ASCII case, counting a character inserted, left out, replaced or swapped with its neighbour as
/// one edit; a candidate is near when a third of the characters of `name` (at least one) suffices. Takes (length of `name`,
/// at most 128) × (length of all candidates) steps.
///
/// ```
/// let known = ["context", "resource", "resources"];
/// assert_eq!(portcullis_catalog::nearest("resurces", known), ["resources", "resource"]);
/// assert!(portcullis_catalog::nearest("principal", known).is_empty());
/// ```
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name: Vec<char> = name
        .chars()
        .take(LONGEST + 1)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if name.len() > LONGEST {
        return Vec::new();
    }
    let near = (name.len() / 3).max(1);
    let letters = Letters::of(name.iter().copied());
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST * 4)
        // Most candidates are far by their letters alone, which is told at a fraction of the cost.
        .filter(|candidate| letters.least_edits(&Letters::of(folded(candidate))) <= near)
        .map(|candidate| (distance(&name, candidate), candidate))
        .filter(|(edits, _)| *edits <= near)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|(_, candidate)| candidate)
        .take(MOST)
        .collect()
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|c| c.to_ascii_lowercase())
}

/// How often each letter occurs, all others together, by the low bits of their number.
struct Letters([u8; 32]);

impl Letters {
    fn of(text: impl Iterator<Item = char>) -> Self {
        let mut counts = [0_u8; 32];
        for character in text {
            let place = usize::try_from(u32::from(character) & 31).unwrap_or_default();
            if let Some(count) = counts.get_mut(place) {
                *count = count.saturating_add(1);
            }
        }
        Self(counts)
    }

    /// Fewer edits than these cannot turn the one text into the other: each inserts one letter, leaves one out or replaces one.
    fn least_edits(&self, other: &Self) -> usize {
        let pairs = self.0.iter().zip(&other.0);
        let (more, fewer) = pairs.fold((0, 0), |(more, fewer), (left, right)| {
            (
                more + usize::from(left.saturating_sub(*right)),
                fewer + usize::from(right.saturating_sub(*left)),
            )
        });
        more.max(fewer)
    }
}

/// Edits between `left`, in lower case, and `right` (optimal string alignment), by three rolling rows.
fn distance(left: &[char], right: &str) -> usize {
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=left.len()).collect();
    let mut last = None;
    for (index, wanted) in folded(right).enumerate() {
        let next = step(left, wanted, last, index + 1, &row, &above);
        above = row;
        row = next;
        last = Some(wanted);
    }
    row.last().copied().unwrap_or_default()
}

/// The next row of the table: `row` is the one before it, `above` the one before that.
fn step(
    left: &[char],
    wanted: char,
    last: Option<char>,
    first: usize,
    row: &[usize],
    above: &[usize],
) -> Vec<usize> {
    let mut next = Vec::with_capacity(row.len());
    next.push(first);
    let mut beside = first;
    let mut previous = None;
    for (column, (&character, pair)) in left.iter().zip(row.windows(2)).enumerate() {
        let [diagonal, up] = pair else { continue };
        let mut best = (diagonal + usize::from(character != wanted))
            .min(up + 1)
            .min(beside + 1);
        let swapped = last == Some(character) && previous == Some(wanted);
        if let (true, Some(before)) = (
            swapped,
            column.checked_sub(1).and_then(|before| above.get(before)),
        ) {
            best = best.min(before + 1);
        }
        next.push(best);
        beside = best;
        previous = Some(character);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};
    use alloc::vec::Vec;

    fn edits(left: &str, right: &str) -> usize {
        distance(
            &left.to_ascii_lowercase().chars().collect::<Vec<_>>(),
            right,
        )
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("abc", ""), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("recieve", "receive"), 1);
        assert_eq!(edits("ABC", "abc"), 0);
        assert_eq!(edits("ca", "abc"), 3);
        assert_eq!(edits("ab", "ba"), 1);
    }

    #[test]
    fn far_long_and_repeated_names_are_left_out() {
        assert!(nearest("zzzz", ["abcd"]).is_empty());
        assert!(nearest(&"a".repeat(129), ["a"]).is_empty());
        assert_eq!(nearest("a", ["b", "b", "c", "d", "e"]), ["b", "c", "d"]);
        assert!(nearest("a", Vec::<&str>::new()).is_empty());
    }
}
