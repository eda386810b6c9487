//! The matcher: two positions and one point of return.

use crate::{Token, tokens};

/// How two literal characters compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the policy language compares in these two ways only"
)]
pub enum CaseSensitivity {
    /// Characters are equal when they are the same.
    Sensitive,
    /// ASCII letters are equal in either case; every other character only to itself.
    AsciiInsensitive,
}

impl CaseSensitivity {
    /// Whether two characters are equal.
    ///
    /// ```
    /// use portcullis_glob::CaseSensitivity;
    /// assert!(CaseSensitivity::AsciiInsensitive.equal('A', 'a'));
    /// assert!(!CaseSensitivity::Sensitive.equal('A', 'a'));
    /// ```
    #[must_use]
    pub const fn equal(self, left: char, right: char) -> bool {
        match self {
            Self::Sensitive => left == right,
            Self::AsciiInsensitive => left.eq_ignore_ascii_case(&right),
        }
    }
}

/// Whether `text` as a whole matches the pattern that the tokens make.
///
/// Takes at most (number of tokens + 1) × (number of characters + 1) steps, provided that cloning `pattern` and taking its
/// next token are constant.
///
/// ```
/// use portcullis_glob::{CaseSensitivity, literal_tokens, match_tokens, tokens};
/// let pattern = tokens("home/").chain(literal_tokens("a*b")).chain(tokens("/*"));
/// assert!(match_tokens(pattern.clone(), "home/a*b/x", CaseSensitivity::Sensitive));
/// assert!(!match_tokens(pattern, "home/aXb/x", CaseSensitivity::Sensitive));
/// ```
#[must_use]
pub fn match_tokens<P>(pattern: P, text: &str, case: CaseSensitivity) -> bool
where
    P: Iterator<Item = Token> + Clone,
{
    let mut pattern = pattern;
    let mut text = text.chars();
    // Behind the last `*`: the pattern that follows it, and the text from which that pattern was last tried. A later `*`
    // replaces an earlier one, because whatever the earlier could still absorb the later can absorb as well.
    let mut retry: Option<(P, core::str::Chars<'_>)> = None;
    loop {
        let mut rest = pattern.clone();
        match rest.next() {
            Some(Token::Run) => {
                retry = Some((rest.clone(), text.clone()));
                pattern = rest;
                continue;
            }
            Some(token) => {
                let mut following = text.clone();
                if let Some(found) = following.next() {
                    let fits = match token {
                        Token::Char(wanted) => case.equal(wanted, found),
                        Token::One | Token::Run => true,
                    };
                    if fits {
                        pattern = rest;
                        text = following;
                        continue;
                    }
                } else {
                    // Text is used up and a token wants one more character: a longer run only leaves less text.
                    return false;
                }
            }
            None if text.as_str().is_empty() => return true,
            None => {}
        }
        let Some((after_run, tried)) = &mut retry else {
            return false;
        };
        if tried.next().is_none() {
            return false;
        }
        pattern = after_run.clone();
        text = tried.clone();
    }
}

/// Whether `text` as a whole matches `pattern`, in which `*` and `?` are wildcards; letters are case-sensitive.
///
/// ```
/// assert!(portcullis_glob::matches("*", ""));
/// assert!(portcullis_glob::matches("a*c", "a:b/c"));
/// assert!(!portcullis_glob::matches("A*", "abc"));
/// ```
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    match_tokens(tokens(pattern), text, CaseSensitivity::Sensitive)
}

/// Whether `text` as a whole matches `pattern`, ASCII letters being equal in either case.
///
/// ```
/// assert!(portcullis_glob::matches_ignore_ascii_case("s3:get*", "S3:GetObject"));
/// ```
#[must_use]
pub fn matches_ignore_ascii_case(pattern: &str, text: &str) -> bool {
    match_tokens(tokens(pattern), text, CaseSensitivity::AsciiInsensitive)
}
