//! Texts of a document, with their places.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::fmt;

use portcullis_json::{Member, Span, Value};

/// A text of the document, escapes decoded, with its place.
///
/// A document can have a hundred thousand of them: where nothing had to be decoded, a text is a part of the document's own, which
/// it keeps. Two texts are equal if they say the same at the same place.
#[derive(Clone)]
pub struct Text {
    kept: Arc<str>,
    span: Span,
    // Whether `kept` is the text itself, and not the whole in which it stands between the quotation marks of `span`.
    decoded: bool,
}

impl Text {
    /// The string that a value is.
    pub(crate) fn of(value: Value<'_>) -> Option<Self> {
        Some(Self::new(value.as_str()?, value.text(), value.span()))
    }

    /// The name of a member.
    pub(crate) fn name(member: Member<'_>) -> Self {
        Self::new(member.name(), member.value().text(), member.name_span())
    }

    /// A number or a Boolean as it is written.
    pub(crate) fn raw(value: Value<'_>) -> Self {
        Self {
            kept: value.raw().into(),
            span: value.span(),
            decoded: true,
        }
    }

    fn new(string: Cow<'_, str>, whole: &Arc<str>, span: Span) -> Self {
        let (kept, decoded) = match string {
            Cow::Borrowed(_) => (Arc::clone(whole), false),
            Cow::Owned(own) => (own.into(), true),
        };
        Self {
            kept,
            span,
            decoded,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if self.decoded {
            return &self.kept;
        }
        let Span { start, end } = self.span;
        let inner = self
            .kept
            .get(start.saturating_add(1)..end.saturating_sub(1));
        inner.unwrap_or_default()
    }

    /// Where it stands, quotation marks included.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span && self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The whole in which it stands is not shown: it can be long, and is the same in each.
        f.debug_struct("Text")
            .field("text", &self.as_str())
            .field("span", &self.span)
            .finish()
    }
}

/// Whether a policy variable or an escape may begin in a text.
pub(crate) fn has_reference(text: &str) -> bool {
    // Nearly no text has a dollar sign, and looking for a single byte has nothing to prepare.
    text.bytes().any(|byte| byte == b'$') && text.contains("${")
}

#[cfg(test)]
mod tests {
    use std::format;

    use portcullis_json::{Json, Limits};

    use super::Text;

    #[test]
    fn what_is_decoded_and_what_is_not_reads_the_same() {
        let json = Json::parse(
            r#"{"na\u006de": "a\u0062", "b": "ab", "c": "", "n": 1.50}"#,
            &Limits::default(),
        )
        .unwrap();
        let members: std::vec::Vec<_> = json.root().members().collect();
        let [name, b, c, n] = members.as_slice() else {
            panic!("there are four");
        };
        let read = |text: Text| {
            let place = json.text().get(text.span().range()).unwrap();
            format!("{} {place}", text.as_str())
        };
        assert_eq!(read(Text::name(*name)), r#"name "na\u006de""#);
        assert_eq!(read(Text::of(name.value()).unwrap()), r#"ab "a\u0062""#);
        assert_eq!(read(Text::name(*b)), r#"b "b""#);
        assert_eq!(read(Text::of(b.value()).unwrap()), r#"ab "ab""#);
        assert_eq!(read(Text::of(c.value()).unwrap()), r#" """#);
        assert_eq!(read(Text::raw(n.value())), "1.50 1.50");
        assert!(Text::of(n.value()).is_none());
        let shown = format!("{:?}", Text::of(b.value()).unwrap());
        assert_eq!(
            shown,
            r#"Text { text: "ab", span: Span { start: 30, end: 34 } }"#
        );
    }

    #[test]
    fn texts_are_equal_at_the_same_place_alone() {
        let read = |text: &str| {
            let json = Json::parse(text, &Limits::default()).unwrap();
            let first = json.root().elements().next().unwrap();
            Text::of(first).unwrap()
        };
        assert_eq!(read(r#"["ab"]"#), read(r#"["ab", 1]"#));
        assert_ne!(read(r#"["ab"]"#), read(r#"[ "ab"]"#));
        assert_ne!(read(r#"["ab"]"#), read(r#"["ac"]"#));
        assert_ne!(read(r#"["\u0061"]"#), read(r#"["a"]"#));
    }
}
