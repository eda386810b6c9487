//! The user's text in messages: bounded, and harmless to a terminal.

use alloc::format;
use alloc::string::String;

/// How many characters of the user's text a message shows.
const LONGEST: usize = 60;

/// At most 60 characters of a text, with whatever a terminal could misread escaped; one that is cut ends in `…`.
///
/// ```
/// assert_eq!(portcullis_json::excerpt("s3:\u{1b}[31m"), "s3:\\u{1b}[31m");
/// assert_eq!(portcullis_json::excerpt(&"a".repeat(100)).chars().count(), 60);
/// ```
#[must_use]
pub fn excerpt(text: &str) -> String {
    excerpt_within(text, LONGEST)
}

/// As [`excerpt`], with at most `longest` characters: for names that a reader has to see whole.
///
/// ```
/// assert_eq!(portcullis_json::excerpt_within("abcdef", 4), "abc…");
/// assert_eq!(portcullis_json::excerpt_within("abcd", 4), "abcd");
/// ```
#[must_use]
pub fn excerpt_within(text: &str, longest: usize) -> String {
    // Most texts are names, of which nothing is escaped.
    if text.len() <= longest && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    let mut shown = String::new();
    let mut room = longest;
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let escaped = character.escape_debug();
        // The escapes that only Rust's own notation needs would misquote the text.
        let as_is = matches!(character, '"' | '\'' | '\\');
        let width = if as_is { 1 } else { escaped.len() };
        let last = rest.as_str().is_empty();
        if width > room || (width == room && !last) {
            shown.push('…');
            break;
        }
        room -= width;
        if as_is {
            shown.push(character);
        } else {
            shown.extend(escaped);
        }
    }
    shown
}

/// [`excerpt`] in backticks.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", excerpt(text))
}
