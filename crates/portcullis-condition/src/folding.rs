//! Simple Unicode case folding, one character to one character.

use alloc::string::String;

/// The character that stands for `character` and all its case variants.
///
/// Upper-cased, then lower-cased, each step only where it yields a single character: that unites the final with the plain
/// sigma, the Kelvin sign with `k` and the long s with `s`, which lower-casing alone would not. The dotless i is left alone
/// because only Turkic folding unites it with `i`; `ß` and `ss` stay different because folding is never one to several.
pub(crate) fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    if character == 'ı' {
        return character;
    }
    let upper = only(character.to_uppercase()).unwrap_or(character);
    only(upper.to_lowercase()).unwrap_or(upper)
}

/// The single element of an iterator that has exactly one.
fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// Whether folding leaves a text as it is.
pub(crate) fn is_folded(text: &str) -> bool {
    text.chars().all(|character| fold(character) == character)
}

/// The text with every character folded.
pub(crate) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::{fold, folded, is_folded};

    #[test]
    fn case_variants_fold_to_one_character() {
        for (left, right) in [
            ('A', 'a'),
            ('É', 'é'),
            ('ς', 'Σ'),
            ('σ', 'Σ'),
            ('\u{212A}', 'k'),
            ('ſ', 'S'),
            ('µ', 'μ'),
            ('ẞ', 'ß'),
            ('ǅ', 'ǆ'),
            ('Ꭰ', 'ꭰ'),
        ] {
            assert_eq!(fold(left), fold(right), "{left} and {right}");
        }
    }

    #[test]
    fn different_letters_stay_different() {
        for (left, right) in [('ı', 'i'), ('İ', 'i'), ('ß', 's'), ('é', 'e'), ('1', '¹')] {
            assert_ne!(fold(left), fold(right), "{left} and {right}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for character in '\0'..=char::MAX {
            let once = fold(character);
            assert_eq!(fold(once), once, "{character:?}");
        }
        assert!(is_folded(&folded("Straße ΣΊΣΥΦΟΣ")));
    }
}
