//! The pieces of a pattern: one literal character, or a wildcard.

use core::str::Chars;

/// One element of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the policy language has exactly two wildcards"
)]
pub enum Token {
    /// Exactly this character, also where it is `*` or `?`.
    Char(char),
    /// `?`: exactly one character, whichever.
    One,
    /// `*`: any run of characters, also none.
    Run,
}

/// The tokens of a text; made by [`tokens`] or [`literal_tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    chars: Chars<'a>,
    literal: bool,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let next = self.chars.next()?;
        Some(match next {
            '*' if !self.literal => Token::Run,
            '?' if !self.literal => Token::One,
            other => Token::Char(other),
        })
    }
}

/// The tokens of a pattern, in which `*` and `?` are wildcards.
///
/// ```
/// use portcullis_glob::{Token, tokens};
/// assert_eq!(tokens("a*").collect::<Vec<_>>(), [Token::Char('a'), Token::Run]);
/// ```
#[must_use]
pub fn tokens(pattern: &str) -> Tokens<'_> {
    Tokens {
        chars: pattern.chars(),
        literal: false,
    }
}

/// The tokens of a text in which every character stands for itself.
///
/// ```
/// use portcullis_glob::{Token, literal_tokens};
/// assert_eq!(literal_tokens("a*").collect::<Vec<_>>(), [Token::Char('a'), Token::Char('*')]);
/// ```
#[must_use]
pub fn literal_tokens(text: &str) -> Tokens<'_> {
    Tokens {
        chars: text.chars(),
        literal: true,
    }
}

/// Whether a pattern has a `*` or a `?`.
///
/// ```
/// assert!(portcullis_glob::has_wildcard("s3:Get*"));
/// assert!(!portcullis_glob::has_wildcard("s3:GetObject"));
/// ```
#[must_use]
pub fn has_wildcard(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}
