//! Views into a text that was read: values, elements, members.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::fmt;
use core::iter::FusedIterator;

use crate::Span;
use crate::escape::{decode, raw_offset};
use crate::excerpt::quoted;
use crate::parser::Node;

/// What a value is. Displayed with its article: `an object`, `a string`, `null`.
///
/// ```
/// use portcullis_json::Kind;
/// assert_eq!(Kind::Object.to_string(), "an object");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "RFC 8259 has exactly these, true and false being one kind here"
)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// One value of a [`Json`](crate::Json): a view of four words.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    text: &'a Arc<str>,
    node: &'a Node,
    /// The nodes of all that is inside the value.
    inside: &'a [Node],
}

impl<'a> Value<'a> {
    pub(crate) const fn new(text: &'a Arc<str>, node: &'a Node, inside: &'a [Node]) -> Self {
        Self { text, node, inside }
    }

    /// What the value is.
    ///
    /// ```
    /// use portcullis_json::{Json, Kind, Limits};
    /// let json = Json::parse("null", &Limits::default())?;
    /// assert_eq!(json.root().kind(), Kind::Null);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn kind(self) -> Kind {
        let first = self.text.as_bytes().get(self.node.start().offset());
        match first {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// Where the value stands in the text; a string with its quotes, an array or object with its brackets.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#" "a" "#, &Limits::default())?;
    /// assert_eq!(json.root().span().range(), 1..4);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.node.start().offset(), self.node.end())
    }

    /// The value as it is written: the text at its span.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse("[ 1.50 ]", &Limits::default())?;
    /// assert_eq!(json.root().raw(), "[ 1.50 ]");
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn raw(self) -> &'a str {
        self.text.get(self.span().range()).unwrap_or_default()
    }

    /// The text that the value is part of, to share with what is made of it.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse("[1]", &Limits::default())?;
    /// let one = json.root().elements().next().expect("has an element");
    /// assert_eq!(&**one.text(), "[1]");
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn text(self) -> &'a Arc<str> {
        self.text
    }

    /// The truth value, if the value is one.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse("true", &Limits::default())?;
    /// assert_eq!(json.root().as_bool(), Some(true));
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.raw() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The number as it is written, of any size and precision, if the value is one.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse("-1.50E+400", &Limits::default())?;
    /// assert_eq!(json.root().as_number(), Some("-1.50E+400"));
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn as_number(self) -> Option<&'a str> {
        (self.kind() == Kind::Number).then(|| self.raw())
    }

    /// The string with its escapes decoded, if the value is one; borrowed if it has no escape. Linear in its length.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#""a\u00e9\n""#, &Limits::default())?;
    /// assert_eq!(json.root().as_str().as_deref(), Some("aé\n"));
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        let inner = unquoted(self.raw())?;
        Some(decode(inner, self.node.start().is_escaped()))
    }

    /// The offset in the text of what became the byte `decoded` of [`Value::as_str`].
    ///
    /// Meant for errors inside a JSON text that is held in a string. Inside a character or an escape it is the start of that
    /// character or escape; behind the end of the decoded string it is the closing quote. A value that is no string has
    /// nothing decoded: the answer is its start. Linear in the length of the string.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#"["a\n\ud83d\ude00b"]"#, &Limits::default())?;
    /// let string = json.root().elements().next().expect("has an element");
    /// assert_eq!(string.as_str().as_deref(), Some("a\n😀b"));
    /// assert_eq!(string.source_offset(1), 3);
    /// assert_eq!(string.source_offset(2), 5);
    /// assert_eq!(string.source_offset(6), 17);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn source_offset(self, decoded: usize) -> usize {
        let start = self.span().start;
        match unquoted(self.raw()) {
            Some(inner) => start + 1 + raw_offset(inner, decoded),
            None => start,
        }
    }

    /// The elements in the order of the text; none unless the value is an array.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse("[1, [2, 3], 4]", &Limits::default())?;
    /// let raw: Vec<_> = json.root().elements().map(|element| element.raw()).collect();
    /// assert_eq!(raw, ["1", "[2, 3]", "4"]);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn elements(self) -> Elements<'a> {
        Elements {
            siblings: self.children_of(Kind::Array),
        }
    }

    /// The members in the order of the text, their names all different; none unless the value is an object.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#"{"b": 1, "a": 2}"#, &Limits::default())?;
    /// let names: Vec<_> = json.root().members().map(|member| member.name()).collect();
    /// assert_eq!(names, ["b", "a"]);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn members(self) -> Members<'a> {
        Members {
            siblings: self.children_of(Kind::Object),
        }
    }

    /// The value of the member of that name, compared after decoding; none unless the value is an object that has one.
    ///
    /// Looks at the members one after the other, without looking inside them.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#"{"b": 1, "\u0061": 2}"#, &Limits::default())?;
    /// assert_eq!(json.root().get("a").and_then(|value| value.as_number()), Some("2"));
    /// assert!(json.root().get("c").is_none());
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn get(self, name: &str) -> Option<Self> {
        self.members()
            .find(|member| member.name() == name)
            .map(Member::value)
    }

    fn children_of(self, kind: Kind) -> Siblings<'a> {
        let of_kind = self.kind() == kind;
        Siblings {
            text: self.text,
            rest: if of_kind { self.inside } else { &[] },
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Value")
            .field("span", &self.span().range())
            .field("raw", &format_args!("{}", quoted(self.raw())))
            .finish()
    }
}

/// One member of an object.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    value: Value<'a>,
}

impl<'a> Member<'a> {
    /// The name with its escapes decoded; borrowed if it has none.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#"{"S\u0069d": "x"}"#, &Limits::default())?;
    /// let member = json.root().members().next().expect("has a member");
    /// assert_eq!(member.name(), "Sid");
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn name(self) -> Cow<'a, str> {
        let inner = unquoted(self.raw_name()).unwrap_or_default();
        decode(inner, self.value.node.name().is_escaped())
    }

    /// Where the name stands in the text, with its quotes.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#"{"Sid": "x"}"#, &Limits::default())?;
    /// let member = json.root().members().next().expect("has a member");
    /// assert_eq!(member.name_span().range(), 1..6);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn name_span(self) -> Span {
        let start = self.value.node.name().offset();
        Span::new(start, start + self.raw_name().len())
    }

    /// The value.
    ///
    /// ```
    /// use portcullis_json::{Json, Limits};
    /// let json = Json::parse(r#"{"Sid": "x"}"#, &Limits::default())?;
    /// let member = json.root().members().next().expect("has a member");
    /// assert_eq!(member.value().raw(), r#""x""#);
    /// # Ok::<(), portcullis_json::JsonError>(())
    /// ```
    #[must_use]
    pub fn value(self) -> Value<'a> {
        self.value
    }

    /// The name with its quotes. The tape has no room for its end: between it and the value there are only a colon and
    /// white space, so that it is behind the last quote.
    fn raw_name(self) -> &'a str {
        let Value { text, node, .. } = self.value;
        let (start, end) = (node.name().offset(), node.start().offset());
        let before = text.as_bytes().get(start..end).unwrap_or_default();
        let behind = before.iter().rev().position(|byte| *byte == b'"');
        let end = end - behind.unwrap_or_default();
        text.get(start..end).unwrap_or_default()
    }
}

impl fmt::Debug for Member<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Member")
            .field("name", &format_args!("{}", quoted(&self.name())))
            .field("value", &self.value)
            .finish()
    }
}

/// The elements of an array; made by [`Value::elements`].
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    siblings: Siblings<'a>,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.siblings.next()
    }
}

impl FusedIterator for Elements<'_> {}

/// The members of an object; made by [`Value::members`].
#[derive(Clone, Debug)]
pub struct Members<'a> {
    siblings: Siblings<'a>,
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        self.siblings.next().map(|value| Member { value })
    }
}

impl FusedIterator for Members<'_> {}

/// Values that stand beside each other; each step skips what is inside the value.
#[derive(Clone)]
struct Siblings<'a> {
    text: &'a Arc<str>,
    rest: &'a [Node],
}

impl<'a> Siblings<'a> {
    fn next(&mut self) -> Option<Value<'a>> {
        let (node, rest) = self.rest.split_first()?;
        let (inside, rest) = rest.split_at_checked(node.inside())?;
        self.rest = rest;
        Some(Value::new(self.text, node, inside))
    }
}

impl fmt::Debug for Siblings<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line: what is left can be millions of values.
        write!(formatter, "{} nodes left", self.rest.len())
    }
}

/// What stands between the quotes of a string.
pub(crate) fn unquoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}
