//! The errors of the reader: where they stand, what they say, what helps.

use alloc::format;
use alloc::string::String;

use crate::escape::EscapeFault;
use crate::excerpt::quoted;
use crate::{JsonError, JsonErrorKind, Limits, Span, position};

use super::scan::{continues_number, word};

/// The place in the grammar at which something else was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Value,
    Element,
    FirstElement,
    Member,
    FirstMember,
    Colon,
    AfterElement,
    AfterMember,
    InString,
}

impl Place {
    const fn expected(self) -> &'static str {
        match self {
            Self::Value | Self::Element => "a value",
            Self::FirstElement => "a value or `]`",
            Self::Member => "a member name",
            Self::FirstMember => "a member name or `}`",
            Self::Colon => "`:` behind the member name",
            Self::AfterElement => "`,` or `]`",
            Self::AfterMember => "`,` or `}`",
            Self::InString => "`\"` at the end of the string",
        }
    }

    const fn wants_value(self) -> bool {
        matches!(self, Self::Value | Self::Element | Self::FirstElement)
    }

    const fn wants_name(self) -> bool {
        matches!(self, Self::Member | Self::FirstMember)
    }
}

/// Refuses a text that is too long, or that the tape has no offsets for.
pub(crate) fn check_size(bytes: usize, limits: &Limits) -> Result<(), JsonError> {
    let most = limits.max_bytes.min(super::MAX_OFFSET);
    if bytes <= most {
        return Ok(());
    }
    Err(JsonError::new(
        JsonErrorKind::TooLarge,
        Span::default(),
        &format!("a text of at most {most} bytes"),
        &format!("{bytes}"),
    ))
}

/// The text that the bytes are.
pub(crate) fn read_utf8(bytes: &[u8]) -> Result<&str, JsonError> {
    core::str::from_utf8(bytes).map_err(|error| {
        let (valid, invalid) = bytes
            .split_at_checked(error.valid_up_to())
            .unwrap_or((bytes, &[]));
        let byte = invalid.first().copied().unwrap_or_default();
        let valid = core::str::from_utf8(valid).unwrap_or_default();
        let help = match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it looks like UTF-16: save it as UTF-8",
            _ => "save the text as UTF-8",
        };
        JsonError::new(
            JsonErrorKind::InvalidUtf8,
            Span::new(valid.len(), valid.len()),
            "UTF-8",
            &format!("the byte 0x{byte:02X} at offset {}", valid.len()),
        )
        .with_help(Some(help))
        .with_position(position(valid, valid.len()))
    })
}

pub(super) fn check_byte_order_mark(text: &str) -> Result<(), JsonError> {
    const MARK: char = '\u{FEFF}';
    if !text.starts_with(MARK) {
        return Ok(());
    }
    Err(JsonError::new(
        JsonErrorKind::ByteOrderMark,
        Span::new(0, MARK.len_utf8()),
        "a value",
        "a byte order mark",
    )
    .with_help(Some("save the text as UTF-8 without a byte order mark")))
}

/// What stands at `at` does not belong into `place`.
pub(super) fn unexpected(text: &str, at: usize, place: Place) -> JsonError {
    let found = found_at(text, at);
    if found.is_empty() {
        return at_end(text, place.expected());
    }
    if place.wants_value()
        && found.starts_with(['+', '.'])
        && found.contains(|character: char| character.is_ascii_digit())
    {
        return invalid_number(text, at);
    }
    let span = Span::new(at, at + found.len());
    JsonError::new(
        JsonErrorKind::Unexpected,
        span,
        place.expected(),
        &quoted(found),
    )
    .with_help(help(found, place))
}

fn at_end(text: &str, expected: &str) -> JsonError {
    let span = Span::new(text.len(), text.len());
    JsonError::new(
        JsonErrorKind::UnexpectedEnd,
        span,
        expected,
        "the end of the text",
    )
}

/// As much of the text from `at` as its author will have meant as one thing.
fn found_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let length = match rest.as_bytes() {
        [b'"', behind @ ..] => {
            let end = behind.iter().position(|byte| matches!(byte, b'"' | b'\n'));
            end.map_or(1, |end| {
                end + usize::from(behind.get(end) == Some(&b'"')) + 1
            })
        }
        [b'+' | b'-' | b'.' | b'0'..=b'9', behind @ ..] => 1 + number_like(behind),
        [b'/', b'/' | b'*', ..] => 2,
        [first, ..] if first.is_ascii_alphabetic() || *first == b'_' => word(rest.as_bytes()).len(),
        _ => rest.chars().next().map_or(0, char::len_utf8),
    };
    rest.get(..length).unwrap_or(rest)
}

fn number_like(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| !continues_number(*byte));
    end.unwrap_or(bytes.len())
}

fn help(found: &str, place: Place) -> Option<&'static str> {
    let behind_comma = matches!((place, found), (Place::Element, "]") | (Place::Member, "}"));
    if behind_comma {
        return Some("remove the comma before it");
    }
    match found.chars().next()? {
        '/' | '#' => Some("remove the comment: JSON has none"),
        '\'' | '`' if place.wants_value() || place.wants_name() => {
            Some("put strings and member names in double quotes")
        }
        '\u{201C}' | '\u{201D}' | '\u{201E}' => Some("use the straight double quote `\"`"),
        '\u{A0}' | '\u{FEFF}' | '\u{200B}' | '\u{2028}' | '\u{2029}' => {
            Some("remove the character: it is no white space in JSON")
        }
        ',' if place.wants_value() || place.wants_name() => Some("remove the comma"),
        '=' if place == Place::Colon => Some("write `:` between a name and its value"),
        _ if place.wants_name() && is_word(found) => Some("put the member name in double quotes"),
        _ if place.wants_value() => help_with_word(found),
        '"' if matches!(place, Place::AfterElement | Place::AfterMember) => {
            Some("put a comma before it")
        }
        _ => None,
    }
}

fn is_word(found: &str) -> bool {
    word(found.as_bytes()).len() == found.len()
}

fn help_with_word(found: &str) -> Option<&'static str> {
    let among = |words: &[&str]| words.iter().any(|word| found.eq_ignore_ascii_case(word));
    if among(&["true", "false", "null"]) {
        return Some("write `true`, `false` and `null` in lower case");
    }
    if among(&["nan", "infinity", "inf"]) {
        return Some("use a number or a string: JSON has neither NaN nor Infinity");
    }
    is_word(found).then_some("put strings in double quotes")
}

pub(super) fn trailing_text(text: &str, at: usize) -> JsonError {
    let found = found_at(text, at);
    JsonError::new(
        JsonErrorKind::TrailingText,
        Span::new(at, at + found.len()),
        "the end of the text behind the value",
        &quoted(found),
    )
    .with_help(help(found, Place::AfterElement).or(Some("keep one value in a text")))
}

pub(super) fn invalid_number(text: &str, at: usize) -> JsonError {
    let rest = text.get(at..).unwrap_or_default();
    let found = rest.get(..number_like(rest.as_bytes())).unwrap_or(rest);
    let unsigned = found.strip_prefix(['-', '+']).unwrap_or(found);
    let digits = unsigned.trim_start_matches(|character: char| character.is_ascii_digit());
    let help = if found.starts_with('+') {
        Some("remove the plus")
    } else if unsigned.len() - digits.len() > 1 && unsigned.starts_with('0') {
        Some("remove the leading zeros")
    } else if unsigned.starts_with('.') || digits.starts_with('.') && !has_digit_at(digits, 1) {
        Some("put a digit on both sides of the point")
    } else {
        None
    };
    let span = Span::new(at, at + found.len());
    JsonError::new(
        JsonErrorKind::InvalidNumber,
        span,
        "a number",
        &quoted(found),
    )
    .with_help(help)
}

fn has_digit_at(text: &str, index: usize) -> bool {
    text.as_bytes().get(index).is_some_and(u8::is_ascii_digit)
}

pub(super) fn control_character(text: &str, at: usize) -> JsonError {
    let found = text.get(at..at + 1).unwrap_or_default();
    let help = match found {
        "\n" | "\r" => "close the string on its line, or write the line break as `\\n`",
        "\t" => "write the tab as `\\t`",
        _ => "write the character as a `\\u` escape",
    };
    JsonError::new(
        JsonErrorKind::ControlCharacter,
        Span::new(at, at + found.len()),
        "a string without control characters",
        &quoted(found),
    )
    .with_help(Some(help))
}

/// There is no escape at `at`, where a backslash stands.
pub(super) fn invalid_escape(text: &str, at: usize, fault: &EscapeFault) -> JsonError {
    let (kind, length, expected, help) = match fault {
        EscapeFault::End => return at_end(text, "the rest of an escape"),
        EscapeFault::Invalid { length: 1 } => (
            JsonErrorKind::InvalidEscape,
            1 + char_length(text, at + 1),
            "an escape",
            "write a backslash as `\\\\`",
        ),
        EscapeFault::Invalid { length } => (
            JsonErrorKind::InvalidEscape,
            length + char_length(text, at + length),
            "`\\u` and four hexadecimal digits",
            "write a backslash as `\\\\`",
        ),
        EscapeFault::LoneSurrogate { length } => (
            JsonErrorKind::LoneSurrogate,
            *length,
            "a whole surrogate pair",
            "write both halves, or the character itself",
        ),
    };
    let found: String = quoted(text.get(at..at + length).unwrap_or_default());
    JsonError::new(kind, Span::new(at, at + length), expected, &found).with_help(Some(help))
}

fn char_length(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.chars().next().map_or(0, char::len_utf8)
}

pub(super) fn too_deep(at: usize, limits: &Limits) -> JsonError {
    JsonError::new(
        JsonErrorKind::TooDeep,
        Span::new(at, at + 1),
        &format!("at most {} levels of nesting", limits.max_depth),
        "one more",
    )
}

pub(super) fn too_many_values(text: &str, at: usize, limits: &Limits) -> JsonError {
    JsonError::new(
        JsonErrorKind::TooManyValues,
        Span::new(at, at + char_length(text, at)),
        &format!("at most {} values", limits.max_values),
        "one more",
    )
}
