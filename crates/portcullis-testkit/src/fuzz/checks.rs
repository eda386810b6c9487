//! What every body checks: places, messages and printed texts, without a heap where that is possible.

use core::fmt::{self, Display, Write};
use core::ops::Range;

/// Characters of a message that quotes a few excerpts of sixty characters, each of which may be escaped.
const LONGEST_MESSAGE: usize = 1_200;

/// Bytes of a printed value that need no heap.
const SHORT: usize = 192;

/// Panics unless a span lies inside the text, its ends on character boundaries.
pub(super) fn check_span(text: &str, span: Range<usize>) {
    assert!(
        text.get(span.clone()).is_some(),
        "the span {span:?} is not part of the text of {} bytes",
        text.len()
    );
}

/// Panics unless a message follows the house rules: one line without control characters, of bounded length.
pub(super) fn check_message(message: &(impl Display + ?Sized)) {
    let mut seen = Message::default();
    let written = write!(seen, "{message}");
    assert!(written.is_ok(), "what prints a message fails");
    assert!(seen.characters > 0, "an empty message");
    assert!(
        !seen.control,
        "control characters in {:?}",
        message.to_string()
    );
    assert!(
        seen.characters <= LONGEST_MESSAGE,
        "a message without bound: {:?}",
        message.to_string()
    );
}

/// Panics unless a value prints as the text.
pub(super) fn check_printed(value: &impl Display, text: &str) {
    let mut rest = Rest(Some(text));
    let same = write!(rest, "{value}").is_ok() && rest.0 == Some("");
    assert!(
        same,
        "printing changed the text: {text:?} became {:?}",
        value.to_string()
    );
}

/// What comes of a value's printed form.
pub(super) fn printed<T>(value: &impl Display, then: impl FnOnce(&str) -> T) -> T {
    let mut short = Short {
        bytes: [0; SHORT],
        length: 0,
    };
    if write!(short, "{value}").is_ok()
        && let Some(bytes) = short.bytes.get(..short.length)
        && let Ok(text) = core::str::from_utf8(bytes)
    {
        return then(text);
    }
    then(&value.to_string())
}

/// The two halves of an input: what stands before its first line break, and all that follows.
pub(super) fn halves(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// Says that only one of two readers accepts a text.
#[expect(
    clippy::panic,
    reason = "a property that does not hold is told by a panic"
)]
pub(super) fn one_reader_alone(text: &str) -> ! {
    panic!("{text:?} is accepted by one reader alone")
}

/// What was seen of a message.
#[derive(Default)]
struct Message {
    characters: usize,
    control: bool,
}

impl Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            self.characters += 1;
            self.control |= character.is_control();
        }
        Ok(())
    }
}

/// What is left of the text that is expected.
struct Rest<'a>(Option<&'a str>);

impl Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.and_then(|rest| rest.strip_prefix(text));
        self.0.map(|_| ()).ok_or(fmt::Error)
    }
}

/// A text that fits, or fails.
struct Short {
    bytes: [u8; SHORT],
    length: usize,
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        let room = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{check_message, check_printed, check_span, halves, printed};

    #[test]
    #[should_panic(expected = "not part of the text")]
    fn a_span_inside_a_character_is_refused() {
        check_span("é", 0..1);
    }

    #[test]
    #[should_panic(expected = "control characters")]
    fn a_message_of_two_lines_is_refused() {
        check_message("one\ntwo");
    }

    #[test]
    #[should_panic(expected = "without bound")]
    fn a_long_message_is_refused() {
        check_message(&"a".repeat(2_000));
    }

    #[test]
    fn a_value_prints_as_a_text_or_not() {
        check_printed(&12, "12");
        for other in ["1", "123", "2", ""] {
            let refused = std::panic::catch_unwind(|| check_printed(&12, other));
            assert!(refused.is_err(), "{other:?}");
        }
    }

    #[test]
    fn long_values_are_printed_too() {
        let long = "ab".repeat(500);
        assert!(printed(&long, |text| text == long));
        assert_eq!(printed(&7, str::len), 1);
    }

    #[test]
    fn an_input_has_two_halves() {
        assert_eq!(halves("a\nb\nc"), ("a", "b\nc"));
        assert_eq!(halves("a"), ("a", ""));
    }
}
