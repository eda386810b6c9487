//! The known name that an unknown one was probably meant to be.

use alloc::vec::Vec;

/// Longer texts are no misspelling of a name, and comparing takes length × length steps.
const LONGEST: usize = 48;

/// The first of the names that takes fewest single-character edits, letter case apart; `None` if every one takes more than a
/// fifth of its length, at least two.
pub(crate) fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text: Vec<char> = text.chars().take(LONGEST + 1).collect();
    if text.len() > LONGEST {
        return None;
    }
    let near = names.into_iter().filter_map(|name| {
        let edits = distance(&text, name);
        (edits <= (name.len() / 5).max(2)).then_some((edits, name))
    });
    near.min_by_key(|(edits, _)| *edits).map(|(_, name)| name)
}

/// The Levenshtein distance, letter case apart.
fn distance(text: &[char], name: &str) -> usize {
    // Row by row: how many edits lead from the first characters of `text` to the first characters of `name`.
    let mut row: Vec<usize> = (0..=text.len()).collect();
    for (index, wanted) in name.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (found, above) in text.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal + usize::from(!found.eq_ignore_ascii_case(&wanted));
            diagonal = *above;
            left = replaced.min(*above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::{distance, nearest};

    #[test]
    fn edits_are_counted() {
        for (text, name, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("ABC", "abc", 0),
            ("kitten", "sitting", 3),
            ("stringequal", "StringEquals", 1),
        ] {
            let text: Vec<char> = text.chars().collect();
            assert_eq!(distance(&text, name), edits, "{name}");
        }
    }

    #[test]
    fn the_nearest_wins_and_far_ones_do_not() {
        assert_eq!(nearest("ArnLik", ["ArnEquals", "ArnLike"]), Some("ArnLike"));
        assert_eq!(nearest("Other", ["ArnEquals", "ArnLike"]), None);
        assert_eq!(nearest("abcde", ["abcxy", "abcdx"]), Some("abcdx"));
    }

    #[test]
    fn a_fifth_of_a_name_may_be_wrong_and_two_characters_always() {
        let name = "abcdefghijklmnopqrst";
        for (text, near) in [
            ("abcdefghijklmnop", true),
            ("abcdefghijklmno", false),
            ("0000efghijklmnopqrst", true),
            ("00000fghijklmnopqrst", false),
        ] {
            assert_eq!(nearest(text, [name]).is_some(), near, "{text}");
        }
        assert_eq!(nearest("ab", ["abcd"]), Some("abcd"));
        assert_eq!(nearest("a", ["abcd"]), None);
        assert_eq!(nearest("ba", ["abcdefghi"]), None);
    }

    #[test]
    fn long_texts_are_near_nothing() {
        let name = "n".repeat(50);
        assert!(nearest(&"n".repeat(48), [name.as_str()]).is_some());
        assert!(nearest(&"n".repeat(49), [name.as_str()]).is_none());
    }
}
