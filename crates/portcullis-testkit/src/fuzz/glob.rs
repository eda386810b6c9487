//! Wildcards: the matcher says what the definition says, in time that pattern and text bound.

use core::cell::Cell;

use portcullis_glob::{
    CaseSensitivity, Token, has_wildcard, literal_tokens, match_tokens, matches,
    matches_ignore_ascii_case, tokens,
};

use super::checks::halves;
use super::plain::{reaches, recursive};

/// Bytes of pattern and text together that the recursive definition is asked about.
const TINY: usize = 12;

/// Matches the two halves of the input.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let (pattern, text) = halves(text);
    let found = counted(pattern, text, CaseSensitivity::Sensitive);
    let folded = counted(pattern, text, CaseSensitivity::AsciiInsensitive);
    assert_eq!(found, matches(pattern, text));
    assert_eq!(folded, matches_ignore_ascii_case(pattern, text));
    assert!(folded || !found, "folding case takes a match away");
    if let Some(expected) = reaches(pattern, text, |one, other| one == other) {
        assert_eq!(found, expected, "{pattern:?} against {text:?}");
    }
    let fold = |one: char, other: char| one.eq_ignore_ascii_case(&other);
    if let Some(expected) = reaches(pattern, text, fold) {
        assert_eq!(folded, expected, "{pattern:?} against {text:?} in any case");
    }
    if data.len() <= TINY {
        assert_eq!(
            found,
            recursive(pattern, text),
            "{pattern:?} against {text:?}"
        );
    }
    literals(pattern, text, found);
}

/// A pattern without wildcards, or whose wildcards are literal, matches itself and nothing else.
fn literals(pattern: &str, text: &str, found: bool) {
    let literal = |pattern, text| {
        let tokens = literal_tokens(pattern);
        match_tokens(tokens, text, CaseSensitivity::Sensitive)
    };
    assert_eq!(literal(pattern, text), pattern == text);
    assert!(literal(pattern, pattern));
    if !has_wildcard(pattern) {
        assert_eq!(
            found,
            pattern == text,
            "no wildcard, and still another text"
        );
    }
    let run = Some(Token::Run).into_iter();
    let anywhere = run.chain(tokens(pattern));
    let anywhere = match_tokens(anywhere, text, CaseSensitivity::Sensitive);
    assert!(anywhere || !found, "a star in front takes a match away");
}

/// Whether the pattern matches; panics where more tokens are taken than pattern × text.
fn counted(pattern: &str, text: &str, case: CaseSensitivity) -> bool {
    let taken = Cell::new(0);
    let counted = Counted {
        tokens: tokens(pattern),
        taken: &taken,
    };
    let found = match_tokens(counted, text, case);
    let bound = (pattern.len() + 1).saturating_mul(text.len() + 1);
    assert!(
        taken.get() <= bound,
        "{} tokens taken, at most {bound} allowed",
        taken.get()
    );
    found
}

#[derive(Clone)]
struct Counted<'a, I> {
    tokens: I,
    taken: &'a Cell<usize>,
}

impl<I: Iterator> Iterator for Counted<'_, I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.taken.set(self.taken.get() + 1);
        self.tokens.next()
    }
}
