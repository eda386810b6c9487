//! Places in a text: byte spans for programs, lines and columns for people.

use core::fmt;
use core::ops::Range;

/// A run of bytes in a text: from `start` up to but not including `end`.
///
/// The spans that this crate makes have `start <= end` and lie on character boundaries of the text that was read.
///
/// ```
/// use portcullis_json::Span;
/// assert_eq!("a: bc".get(Span::new(3, 5).range()), Some("bc"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span of the bytes from `start` up to but not including `end`.
    ///
    /// ```
    /// use portcullis_json::Span;
    /// assert_eq!(Span::new(2, 5).len(), 3);
    /// ```
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The number of bytes; 0 where `end` is not behind `start`.
    ///
    /// ```
    /// use portcullis_json::Span;
    /// assert_eq!(Span::new(7, 9).len(), 2);
    /// ```
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether there is no byte in it; such a span still says where.
    ///
    /// ```
    /// use portcullis_json::Span;
    /// assert!(Span::new(7, 7).is_empty());
    /// ```
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The span as a range, to slice a text with.
    ///
    /// ```
    /// use portcullis_json::Span;
    /// assert_eq!(Span::new(1, 3).range(), 1..3);
    /// ```
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The same span in a text in front of which `by` bytes were put; stops at `usize::MAX`.
    ///
    /// ```
    /// use portcullis_json::Span;
    /// assert_eq!(Span::new(1, 3).shift(10), Span::new(11, 13));
    /// ```
    #[must_use]
    pub const fn shift(self, by: usize) -> Self {
        Self {
            start: self.start.saturating_add(by),
            end: self.end.saturating_add(by),
        }
    }
}

/// A place in a text as people count: both numbers start at 1. Displayed as `3:14`.
///
/// ```
/// use portcullis_json::Position;
/// assert_eq!(Position { line: 3, column: 14 }.to_string(), "3:14");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line; `\n` ends one.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Default for Position {
    fn default() -> Self {
        Self { line: 1, column: 1 }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

/// The position of a byte offset in a text.
///
/// Total: an offset behind the end counts as the end, one inside a character as the start of that character. Takes time
/// linear in the offset.
///
/// ```
/// use portcullis_json::position;
/// assert_eq!(position("a\nbé!", 5).to_string(), "2:3");
/// assert_eq!(position("a\nbé!", 99).to_string(), "2:4");
/// ```
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..floor_boundary(text, offset)).unwrap_or_default();
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: lines + 1,
        column: last_line.chars().count() + 1,
    }
}

/// The last character boundary that is not behind `offset`.
pub(crate) fn floor_boundary(text: &str, offset: usize) -> usize {
    let clamped = offset.min(text.len());
    (0..=clamped)
        .rev()
        .find(|candidate| text.is_char_boundary(*candidate))
        .unwrap_or(0)
}
