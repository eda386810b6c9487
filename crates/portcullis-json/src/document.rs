//! A text that was read: the text itself and the tape of its values.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::excerpt::quoted;
use crate::parser::{self, Node};
use crate::{JsonError, Limits, Value};

/// A JSON text that was read: it keeps every byte of the text, and sixteen bytes more for each value.
///
/// Displayed as the text, byte for byte. Dropping takes constant stack, however deep the text is nested.
#[derive(Clone)]
pub struct Json {
    text: Arc<str>,
    /// The first node of the tape.
    root: Node,
    /// Every value in the order of the text; each node is followed by what is inside it.
    tape: Vec<Node>,
}

// A tape is read for texts of many megabytes.
const _: () = assert!(size_of::<Node>() == 16);

impl Json {
    /// Reads a text that holds exactly one value.
    ///
    /// Takes time linear in the length of the text, apart from the search for duplicate member names, which sorts the names
    /// of each object; the memory beside the text is linear in the number of values.
    ///
    /// # Errors
    ///
    /// The first [`JsonErrorKind`](crate::JsonErrorKind) that is met: the size of the text, then what breaks the grammar or
    /// a limit in the order of the text; the duplicate member names of an object are told at its closing brace.
    ///
    /// # Source
    ///
    /// RFC 8259; PL 1.1.3 and PL 1.1.5.
    ///
    /// ```
    /// use portcullis_json::{Json, Kind, Limits};
    /// let json = Json::parse("[true, 1e3]", &Limits::default())?;
    /// assert_eq!(json.root().kind(), Kind::Array);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    pub fn parse(text: impl Into<Arc<str>>, limits: &Limits) -> Result<Self, JsonError> {
        let text = text.into();
        let (root, tape) = parser::parse(&text, limits)?;
        Ok(Self { text, root, tape })
    }

    /// Reads bytes that must be UTF-8; otherwise as [`Json::parse`].
    ///
    /// # Errors
    ///
    /// As [`Json::parse`], and [`JsonErrorKind::InvalidUtf8`](crate::JsonErrorKind::InvalidUtf8), which comes before all
    /// but the size.
    ///
    /// ```
    /// use portcullis_json::{Json, JsonErrorKind, Limits};
    /// assert!(Json::from_bytes(b"{}", &Limits::default()).is_ok());
    /// let error = Json::from_bytes(b"\"caf\xe9\"", &Limits::default()).unwrap_err();
    /// assert_eq!(error.kind(), JsonErrorKind::InvalidUtf8);
    /// assert_eq!(error.span().start, 4);
    /// ```
    pub fn from_bytes(bytes: &[u8], limits: &Limits) -> Result<Self, JsonError> {
        parser::check_size(bytes.len(), limits)?;
        Self::parse(parser::read_utf8(bytes)?, limits)
    }

    /// The text as it was given.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(" {} ", &Limits::default())?;
    /// assert_eq!(&**json.text(), " {} ");
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The one value of the text.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(" 7 ", &Limits::default())?;
    /// assert_eq!(json.root().as_number(), Some("7"));
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        let inside = self.tape.get(1..).unwrap_or_default();
        Value::new(&self.text, &self.root, inside)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Json")
            .field("text", &format_args!("{}", quoted(&self.text)))
            .field("bytes", &self.text.len())
            .field("values", &self.tape.len())
            .finish()
    }
}
