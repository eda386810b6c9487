//! User text made harmless and short.

use portcullis::json::excerpt_within;

/// How much of a value is shown in a line, in characters.
const LONGEST: usize = 100;

/// The text with characters that would steer a terminal, or reorder what it shows, written as escapes.
pub(crate) fn escape(text: &str) -> String {
    excerpt_within(text, usize::MAX)
}

/// At most 100 characters of the text, escaped.
pub(crate) fn excerpt(text: &str) -> String {
    excerpt_within(text, LONGEST)
}

/// Whether a character does something on a terminal other than to appear: controls, and marks of writing direction.
pub(super) fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{escape, steers};

    #[test]
    fn what_steers_is_escaped() {
        for character in (0..0x3000).filter_map(char::from_u32) {
            let escaped = escape(&character.to_string());
            assert!(
                !steers(character) || !escaped.contains(character),
                "{escaped}"
            );
        }
        assert_eq!(escape("Zürich ✓ \"a\\b\""), "Zürich ✓ \"a\\b\"");
        assert_eq!(escape("\u{1b}[31m\u{202e}"), "\\u{1b}[31m\\u{202e}");
    }
}
