//! Wildcards by definition, to compare the matchers with: as a recursion on short texts, by the places that can be reached on
//! longer ones.

/// Characters of the longest text that [`reaches`] takes.
pub(super) const LONGEST: usize = 127;

/// The definition, read off the rules: plain recursion, exponential at worst.
pub(super) fn recursive(pattern: &str, text: &str) -> bool {
    let mut rest = pattern.chars();
    let mut after = text.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('*') => {
            recursive(rest.as_str(), text)
                || (after.next().is_some() && recursive(pattern, after.as_str()))
        }
        Some('?') => after.next().is_some() && recursive(rest.as_str(), after.as_str()),
        Some(wanted) => after.next() == Some(wanted) && recursive(rest.as_str(), after.as_str()),
    }
}

/// Whether a pattern matches a text, by the set of places in the text that each piece of it can reach; nothing for a text of more
/// than [`LONGEST`] characters. `equal` says which characters are the same.
pub(super) fn reaches(
    pattern: &str,
    text: &str,
    equal: impl Fn(char, char) -> bool,
) -> Option<bool> {
    let length = text.chars().count();
    if length > LONGEST {
        return None;
    }
    // A bit for each place between two characters; there is room for one more than there are places.
    let end = 1_u128 << length;
    let all = end | (end - 1);
    let mut places = 1_u128;
    for piece in pattern.chars() {
        places = match piece {
            // Every place from the first on.
            '*' => places.wrapping_neg() | places,
            '?' => places << 1,
            wanted => {
                let here = text.chars().enumerate();
                let fits = here.filter(|(_, found)| equal(wanted, *found));
                let fits = fits.fold(0, |fits, (place, _)| fits | (1_u128 << place));
                (places & fits) << 1
            }
        } & all;
    }
    Some(places & end != 0)
}

#[cfg(test)]
mod tests {
    use super::{reaches, recursive};

    #[test]
    fn both_definitions_are_the_same() {
        let words = |alphabet: &[&str]| {
            let mut all = vec![String::new()];
            let mut from = 0;
            for _ in 0..4 {
                let until = all.len();
                for index in from..until {
                    all.extend(
                        alphabet
                            .iter()
                            .map(|letter| all[index].clone() + letter)
                            .collect::<Vec<_>>(),
                    );
                }
                from = until;
            }
            all
        };
        let mut matches = 0_usize;
        for pattern in words(&["a", "é", "*", "?"]) {
            for text in words(&["a", "é"]) {
                let expected = recursive(&pattern, &text);
                assert_eq!(reaches(&pattern, &text, |a, b| a == b), Some(expected));
                matches += usize::from(expected);
            }
        }
        assert!(matches > 1_000, "{matches}");
    }

    #[test]
    fn long_texts_are_left_alone() {
        let text = "a".repeat(127);
        assert_eq!(reaches("*a", &text, |a, b| a == b), Some(true));
        assert_eq!(reaches("*b", &text, |a, b| a == b), Some(false));
        assert_eq!(reaches("*", &"a".repeat(128), |a, b| a == b), None);
    }
}
