//! What can be wrong with an edition as it is written.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::ops::Range;

/// The longest stretch of the author's text that a message repeats, in characters.
const EXCERPT: usize = 60;

/// Why a text is no edition, or what an edition says that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    kind: SourceErrorKind,
    line: Option<usize>,
    span: Option<Range<usize>>,
    message: Box<str>,
    help: Option<Box<str>>,
    name: Option<Name>,
}

/// The name that an error is about, to find its place in other forms of the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    text: Box<str>,
    undefined: bool,
}

/// What is wrong with an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceErrorKind {
    /// The text is not of the form.
    Form,
    /// The text says the same in another way than the one that is canonical.
    NotCanonical,
    /// A fact contradicts another one, or names what the edition does not define.
    Inconsistent,
    /// There is more of something than the tables can hold.
    TooLarge,
}

impl SourceErrorKind {
    /// A stable name for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "edition-form",
            Self::NotCanonical => "edition-not-canonical",
            Self::Inconsistent => "edition-inconsistent",
            Self::TooLarge => "edition-too-large",
        }
    }
}

impl SourceError {
    pub(crate) fn new(kind: SourceErrorKind, message: impl Into<Box<str>>) -> Self {
        Self {
            kind,
            line: None,
            span: None,
            message: message.into(),
            help: None,
            name: None,
        }
    }

    /// A fact contradicts what an edition is, and the text at fault is `name`.
    pub(crate) fn about_name(message: impl Into<Box<str>>, name: &str) -> Self {
        Self {
            name: Some(Name {
                text: name.into(),
                undefined: false,
            }),
            ..Self::new(SourceErrorKind::Inconsistent, message)
        }
    }

    /// A name occurs again where it may occur once.
    pub(crate) fn twice(what: &str, name: &str) -> Self {
        let mut message = String::from(what);
        message.push(' ');
        push_excerpt(&mut message, name);
        message.push_str(" is written twice");
        Self::about_name(message, name)
    }

    /// A name that nothing defines.
    pub(crate) fn undefined(what: &str, name: &str) -> Self {
        let mut message = String::from(what);
        message.push(' ');
        push_excerpt(&mut message, name);
        message.push_str(" is not defined");
        Self {
            name: Some(Name {
                text: name.into(),
                undefined: true,
            }),
            ..Self::new(SourceErrorKind::Inconsistent, message)
        }
    }

    /// The form of line `line` is wrong.
    pub(crate) fn at_line(line: usize, expected: &str, found: &str) -> Self {
        let mut message = String::from("expected ");
        message.push_str(expected);
        message.push_str(", found ");
        push_excerpt(&mut message, found);
        Self {
            line: Some(line),
            ..Self::new(SourceErrorKind::Form, message)
        }
    }

    pub(crate) fn in_line(self, line: usize) -> Self {
        Self {
            line: Some(line),
            ..self
        }
    }

    pub(crate) fn in_span(self, span: Range<usize>) -> Self {
        Self {
            span: Some(span),
            ..self
        }
    }

    pub(crate) fn with_help(self, help: impl Into<Box<str>>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The name that it is about, as it is written.
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_ref().map(|name| &*name.text)
    }

    /// Whether it is about a name that nothing defines.
    pub(crate) fn is_undefined(&self) -> bool {
        self.name.as_ref().is_some_and(|name| name.undefined)
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> SourceErrorKind {
        self.kind
    }

    /// The line at fault of a text edition, from 1.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        self.line
    }

    /// The bytes at fault of a JSON edition.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.clone()
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl core::error::Error for SourceError {}

/// Appends at most [`EXCERPT`] characters of `text` in backticks, control characters escaped.
pub(crate) fn push_excerpt(out: &mut String, text: &str) {
    out.push('`');
    for character in text.chars().take(EXCERPT) {
        if character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    if text.chars().nth(EXCERPT).is_some() {
        out.push('…');
    }
    out.push('`');
}
