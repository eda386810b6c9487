//! The error of a condition value that its operator cannot read.

use alloc::boxed::Box;
use core::fmt;
use core::ops::Range;

use crate::excerpt::{Excerpt, shorten};
use crate::template::{VariableError, VariableErrorKind};

/// What a text is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueErrorKind {
    /// Not a decimal number.
    NotANumber,
    /// Not a date, or not one of the calendar.
    NotADate,
    /// Neither an IP address nor a network in CIDR notation.
    NotANetwork,
    /// Neither `true` nor `false`.
    NotABoolean,
    /// Not canonical base64.
    NotBase64,
    /// A policy variable in it is malformed.
    MalformedVariable(VariableErrorKind),
}

impl ValueErrorKind {
    /// The code under which a policy reports the error: `malformed-variable` or `unreadable-value`.
    ///
    /// ```
    /// use portcullis_condition::value::ValueErrorKind;
    /// assert_eq!(ValueErrorKind::NotADate.code(), "unreadable-value");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MalformedVariable(kind) => kind.code(),
            _ => "unreadable-value",
        }
    }
}

/// A condition value that its operator cannot read.
///
/// # Source
///
/// PL 1.6, 8.7 (`access-analyzer-reference-policy-checks`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    kind: ValueErrorKind,
    span: Range<usize>,
    excerpt: Box<str>,
    variable: Option<VariableError>,
}

impl ValueError {
    /// The error of a text that as a whole is not what it should be.
    pub(crate) fn new(kind: ValueErrorKind, text: &str) -> Self {
        Self {
            kind,
            span: 0..text.len(),
            excerpt: shorten(text),
            variable: None,
        }
    }

    /// What the text is not.
    ///
    /// ```
    /// use portcullis_condition::value::{Number, ValueErrorKind};
    /// assert_eq!("1e3".parse::<Number>().unwrap_err().kind(), ValueErrorKind::NotANumber);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> ValueErrorKind {
        self.kind
    }

    /// The bytes of the text that are at fault: the malformed variable, else the whole text.
    ///
    /// ```
    /// use portcullis_condition::value::Number;
    /// assert_eq!("1e3".parse::<Number>().unwrap_err().span(), 0..3);
    /// ```
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What the author can do about it.
    ///
    /// ```
    /// use portcullis_condition::value::Number;
    /// assert!("1e3".parse::<Number>().unwrap_err().help().is_some());
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match self.kind {
            ValueErrorKind::NotANumber => {
                "a number is digits with an optional sign and point; exponents and variables are not read"
            }
            ValueErrorKind::NotADate => {
                "a date is `2026-03`, `2026-03-01`, `2026-03-01T12:00Z`, `2026-03-01T12:00:00.5+02:00` or epoch seconds"
            }
            ValueErrorKind::NotANetwork => {
                "an address is `203.0.113.7` or `2001:db8::1`; a network adds a prefix length, as `203.0.113.0/24`"
            }
            ValueErrorKind::NotABoolean => "letter case does not matter",
            ValueErrorKind::NotBase64 => {
                "base64 uses `A`-`Z`, `a`-`z`, `0`-`9`, `+`, `/` and is padded with `=`"
            }
            ValueErrorKind::MalformedVariable(_) => return self.variable.as_ref()?.help(),
        })
    }
}

impl From<VariableError> for ValueError {
    fn from(error: VariableError) -> Self {
        Self {
            kind: ValueErrorKind::MalformedVariable(error.kind()),
            span: error.span(),
            excerpt: Box::default(),
            variable: Some(error),
        }
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(variable) = &self.variable {
            return variable.fmt(f);
        }
        let expected = match self.kind {
            ValueErrorKind::NotANumber => "a decimal number",
            ValueErrorKind::NotADate => "a date",
            ValueErrorKind::NotANetwork => "an IP address or a network",
            ValueErrorKind::NotABoolean => "`true` or `false`",
            ValueErrorKind::NotBase64 => "canonical base64",
            ValueErrorKind::MalformedVariable(_) => "a well-formed policy variable",
        };
        write!(f, "expected {expected}, found {}", Excerpt(&self.excerpt))
    }
}

impl core::error::Error for ValueError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.variable.as_ref().map(|error| error as _)
    }
}
