//! What can be wrong with a text, where, and what to do about it.

use alloc::boxed::Box;
use alloc::format;
use core::fmt;

use crate::{Position, Span, position};

/// Why a text was refused.
///
/// Displayed as one line, lower case, without a full stop, and with at most sixty characters of the text that was read,
/// control characters escaped. One pointer wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    detail: Box<Detail>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    kind: JsonErrorKind,
    span: Span,
    message: Box<str>,
    help: Option<&'static str>,
    /// Only where no text exists that a position could be counted in.
    position: Option<Position>,
}

/// The kinds of errors; open, because limits and checks may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// A character stands where the grammar wants something else.
    Unexpected,
    /// The text ends inside a value, or holds none.
    UnexpectedEnd,
    /// A backslash in a string is not followed by an escape that JSON knows.
    InvalidEscape,
    /// A `\u` escape names half of a surrogate pair and the other half is missing.
    LoneSurrogate,
    /// A character below U+0020 stands unescaped in a string.
    ControlCharacter,
    /// Something that starts like a number is none: a leading zero or plus, a missing digit.
    InvalidNumber,
    /// A member name, compared after decoding its escapes, occurs twice in one object. The error stands at the second; of
    /// several in one object, the first such is told.
    DuplicateMember {
        /// Where the name occurred first, with its quotes.
        first: Span,
    },
    /// More arrays and objects stand inside each other than [`Limits::max_depth`](crate::Limits::max_depth).
    TooDeep,
    /// The text has more bytes than [`Limits::max_bytes`](crate::Limits::max_bytes).
    TooLarge,
    /// The text has more values than [`Limits::max_values`](crate::Limits::max_values).
    TooManyValues,
    /// The bytes are not UTF-8.
    InvalidUtf8,
    /// Something stands behind the one value that a text holds.
    TrailingText,
    /// The text starts with U+FEFF, which RFC 8259 forbids to add.
    ByteOrderMark,
}

impl JsonErrorKind {
    /// The name of the kind for programs: stable, in kebab case.
    ///
    /// ```
    /// use portcullis_json::JsonErrorKind;
    /// assert_eq!(JsonErrorKind::TooDeep.code(), "too-deep");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unexpected => "unexpected-character",
            Self::UnexpectedEnd => "unexpected-end",
            Self::InvalidEscape => "invalid-escape",
            Self::LoneSurrogate => "lone-surrogate",
            Self::ControlCharacter => "control-character",
            Self::InvalidNumber => "invalid-number",
            Self::DuplicateMember { .. } => "duplicate-member",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
            Self::TooManyValues => "too-many-values",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::TrailingText => "trailing-text",
            Self::ByteOrderMark => "byte-order-mark",
        }
    }
}

impl JsonError {
    pub(crate) fn new(kind: JsonErrorKind, span: Span, expected: &str, found: &str) -> Self {
        Self {
            detail: Box::new(Detail {
                kind,
                span,
                message: format!("expected {expected}, found {found}").into(),
                help: None,
                position: None,
            }),
        }
    }

    pub(crate) fn with_help(mut self, help: Option<&'static str>) -> Self {
        self.detail.help = help;
        self
    }

    pub(crate) fn with_position(mut self, position: Position) -> Self {
        self.detail.position = Some(position);
        self
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_json::{Json, JsonErrorKind, Limits};
    /// let error = Json::parse("[1,]", &Limits::default()).unwrap_err();
    /// assert_eq!(error.kind(), JsonErrorKind::Unexpected);
    /// ```
    #[must_use]
    pub fn kind(&self) -> JsonErrorKind {
        self.detail.kind
    }

    /// Where it is wrong: inside the text or at its end, on character boundaries.
    ///
    /// For [`JsonErrorKind::InvalidUtf8`] the span is empty and stands at the first bad byte; for
    /// [`JsonErrorKind::TooLarge`] it is empty and stands at the start.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let error = Json::parse("[1,]", &Limits::default()).unwrap_err();
    /// assert_eq!(error.span().range(), 3..4);
    /// ```
    #[must_use]
    pub fn span(&self) -> Span {
        self.detail.span
    }

    /// The position of the start of the span in the text that was read.
    ///
    /// Bytes that are not UTF-8 are no text: their error knows its position (counted in the valid part before the first
    /// bad byte) and `text` does not matter.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let error = Json::parse("[1,\n]", &Limits::default()).unwrap_err();
    /// assert_eq!(error.position("[1,\n]").to_string(), "2:1");
    /// let error = Json::from_bytes(b"[1,\n \xff]", &Limits::default()).unwrap_err();
    /// assert_eq!(error.position("").to_string(), "2:2");
    /// ```
    #[must_use]
    pub fn position(&self, text: &str) -> Position {
        self.detail
            .position
            .unwrap_or_else(|| position(text, self.detail.span.start))
    }

    /// How to put it right, where that is likely to be known; in the form of the message.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let error = Json::parse("[1,]", &Limits::default()).unwrap_err();
    /// assert_eq!(error.to_string(), "expected a value, found `]`");
    /// assert_eq!(error.help(), Some("remove the comma before it"));
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.detail.help
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.detail.message)
    }
}

impl core::error::Error for JsonError {}
