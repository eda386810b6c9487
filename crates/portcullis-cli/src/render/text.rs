//! User text made harmless and short.

use std::fmt::Write;

/// How much of a value is shown in a line, in characters.
const LONGEST: usize = 100;

/// The text with characters that would steer a terminal, or reorder what it shows, written as escapes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        push(&mut out, character);
    }
    out
}

/// At most 100 characters of the text, escaped.
pub(crate) fn excerpt(text: &str) -> String {
    let mut out = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            out.push('…');
            break;
        }
        push(&mut out, character);
    }
    out
}

fn push(out: &mut String, character: char) {
    if steers(character) {
        // Writing to a string does not fail.
        let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
    } else {
        out.push(character);
    }
}

/// Whether a character does something on a terminal other than to appear: controls, and marks of writing direction.
pub(super) const fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{escape, excerpt};

    #[test]
    fn controls_and_directions_become_visible() {
        assert_eq!(escape("a\u{1b}[31m\n"), "a\\u{1b}[31m\\u{a}");
        assert_eq!(escape("\u{202e}x\u{9b}"), "\\u{202e}x\\u{9b}");
        assert_eq!(escape("Zürich ✓"), "Zürich ✓");
    }

    #[test]
    fn excerpts_are_bounded() {
        assert_eq!(excerpt(&"ä".repeat(100)), "ä".repeat(100));
        assert_eq!(excerpt(&"ä".repeat(101)), format!("{}…", "ä".repeat(100)));
    }
}
