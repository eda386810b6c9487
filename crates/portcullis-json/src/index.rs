//! Indexes for many look-ups in one text: positions, and offsets in strings with escapes.

use alloc::vec::Vec;

use crate::escape::escapes;
use crate::span::floor_boundary;
use crate::value::unquoted;
use crate::{Position, Value};

/// How many bytes lie between two marks.
const STRIDE: usize = 1 << 10;

/// The positions of a text, ready for many look-ups; a single one is cheaper with [`position`](crate::position).
///
/// Built in linear time; a look-up is logarithmic in the text. Takes 24 bytes for each KiB of text.
///
/// ```
/// use portcullis_json::{PositionIndex, position};
/// let text = "a\nbé!";
/// let index = PositionIndex::new(text);
/// assert_eq!(index.position(text, 5), position(text, 5));
/// ```
#[derive(Clone, Debug, Default)]
pub struct PositionIndex {
    /// Offsets on character boundaries with their positions, ascending.
    marks: Vec<(usize, Position)>,
}

impl PositionIndex {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut here = Position::default();
        let mut next = 0;
        for (offset, character) in text.char_indices() {
            if offset >= next {
                marks.push((offset, here));
                next = offset + STRIDE;
            }
            here = advance(here, character);
        }
        Self { marks }
    }

    /// The position of a byte offset in the text that was indexed, as [`position`](crate::position) gives it.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_boundary(text, offset);
        let behind = self.marks.partition_point(|(mark, _)| *mark <= offset);
        let nearest = behind
            .checked_sub(1)
            .and_then(|index| self.marks.get(index));
        let (start, position) = nearest.copied().unwrap_or_default();
        text.get(start..offset)
            .unwrap_or_default()
            .chars()
            .fold(position, advance)
    }
}

fn advance(position: Position, character: char) -> Position {
    if character == '\n' {
        Position {
            line: position.line + 1,
            column: 1,
        }
    } else {
        Position {
            line: position.line,
            column: position.column + 1,
        }
    }
}

/// Where the bytes of a decoded string come from, ready for many look-ups; a single one is cheaper with
/// [`Value::source_offset`].
///
/// Built in linear time; a look-up is logarithmic in the number of escapes. Takes 16 bytes for each escape.
///
/// ```
/// use portcullis_json::{Json, Limits, OffsetMap};
/// let json = Json::parse(r#""a\n\ud83d\ude00b""#, &Limits::default())?;
/// let map = OffsetMap::new(json.root());
/// assert_eq!(map.source_offset(6), json.root().source_offset(6));
/// # Ok::<(), portcullis_json::JsonError>(())
/// ```
#[derive(Clone, Debug)]
pub struct OffsetMap {
    start: usize,
    /// The end of the inside of the string.
    end: usize,
    /// For each escape, the decoded and the raw offset behind it, and how long its character is decoded.
    escapes: Vec<(usize, usize, usize)>,
}

impl OffsetMap {
    /// Indexes a string; a value that is none has nothing decoded.
    #[must_use]
    pub fn new(value: Value<'_>) -> Self {
        let span = value.span();
        let Some(inner) = unquoted(value.raw()) else {
            return Self {
                start: span.start,
                end: span.start,
                escapes: Vec::new(),
            };
        };
        let start = span.start + 1;
        let mut shift = 0;
        let escapes = escapes(inner)
            .map(|(raw, character, length)| {
                let behind = raw + length;
                shift += length - character.len_utf8().min(length);
                (behind - shift, behind, character.len_utf8())
            })
            .collect();
        Self {
            start,
            end: start + inner.len(),
            escapes,
        }
    }

    /// The byte offset in the JSON text of a byte of the decoded string, as [`Value::source_offset`] gives it, but that
    /// inside a character that is not escaped it stays inside.
    #[must_use]
    pub fn source_offset(&self, decoded: usize) -> usize {
        let behind = self.escapes.partition_point(|(end, _, _)| *end <= decoded);
        let (decoded_start, raw_start, _) = behind
            .checked_sub(1)
            .and_then(|index| self.escapes.get(index))
            .copied()
            .unwrap_or_default();
        let plain = raw_start + (decoded - decoded_start);
        let inside = self
            .escapes
            .get(behind)
            .filter(|(end, _, length)| decoded + length >= *end);
        let raw = match inside {
            // Inside an escape: its start.
            Some((end, _, length)) => raw_start + (end - length - decoded_start),
            None => plain,
        };
        (self.start + raw).min(self.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Json, Limits, OffsetMap, PositionIndex, position};

    proptest! {
        #[test]
        fn positions_agree_with_single_look_ups(text in "[aé\n\"]{0,3000}", offset in 0_usize..4_000) {
            prop_assert_eq!(PositionIndex::new(&text).position(&text, offset), position(&text, offset));
        }

        #[test]
        fn offsets_agree_with_single_look_ups(text in "([ab]|\\\\n|\\\\u00e9|\\\\ud83d\\\\ude00|\\\\\"){0,40}") {
            let json = Json::parse(std::format!(" \"{text}\" "), &Limits::default()).unwrap();
            let map = OffsetMap::new(json.root());
            let length = json.root().as_str().unwrap().len();
            for decoded in 0..length + 3 {
                prop_assert_eq!(map.source_offset(decoded), json.root().source_offset(decoded), "at {}", decoded);
            }
        }
    }
}
