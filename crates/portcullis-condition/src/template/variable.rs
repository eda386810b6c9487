//! Policy variables: `${key}` and `${key, 'default'}`, and the escapes `${*}`, `${?}`, `${$}`.

use alloc::boxed::Box;
use core::fmt;
use core::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_till};
use nom::character::complete::{char, one_of};
use nom::combinator::{not, opt};
use nom::error::{ErrorKind, ParseError};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

use crate::context::Context;
use crate::excerpt::{Excerpt, shorten};
use crate::key::{ContextKey, KeyErrorKind};

/// A reference to a condition key of the request, with the text to use where the key has no value.
///
/// ```
/// use portcullis_condition::{Context, ContextValue, Template, VariableSupport, WildcardSupport};
/// let text = "${aws:PrincipalTag/team, 'none'}";
/// let template = Template::parse(text, VariableSupport::Expanded, WildcardSupport::Literal)?;
/// let variable = template.variables().next().expect("there is one");
/// assert_eq!(variable.key().as_str(), "aws:PrincipalTag/team");
/// assert_eq!(variable.resolve(&Context::new()), Some("none"));
/// # Ok::<(), portcullis_condition::VariableError>(())
/// ```
///
/// # Source
///
/// PL 7.1, 7.2 (`reference_policies_variables`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variable {
    // Boxed: the other pieces of a template, which are most of them, are no larger than a text.
    detail: Box<Detail>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Detail {
    key: ContextKey,
    default: Option<Box<str>>,
    source: Box<str>,
}

impl Variable {
    /// The key whose value is substituted, as spelled.
    ///
    /// ```
    /// # use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// # let template = Template::parse("${aws:username}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// # let variable = template.variables().next().expect("there is one");
    /// assert_eq!(variable.key().as_str(), "aws:username");
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub const fn key(&self) -> &ContextKey {
        &self.detail.key
    }

    /// The default value without its quotes; it may be empty, which is a value.
    ///
    /// ```
    /// # use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// # let template = Template::parse("${aws:username, ''}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// # let variable = template.variables().next().expect("there is one");
    /// assert_eq!(variable.default(), Some(""));
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub fn default(&self) -> Option<&str> {
        self.detail.default.as_deref()
    }

    /// The reference as written, from `${` to `}`.
    ///
    /// ```
    /// # use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// # let template = Template::parse("a${aws:username}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// # let variable = template.variables().next().expect("there is one");
    /// assert_eq!(variable.source(), "${aws:username}");
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub fn source(&self) -> &str {
        &self.detail.source
    }

    /// The text to substitute: the one value of the key, else the default; `None` if there is neither.
    ///
    /// A key that is absent has no value, nor has one with several values, with an empty list, or with the empty string for
    /// its only value. The text is literal: it is never scanned for wildcards or variables.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// # use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// # let template = Template::parse("${aws:username}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// # let variable = template.variables().next().expect("there is one");
    /// let mut context = Context::new();
    /// assert_eq!(variable.resolve(&context), None);
    /// context.insert("aws:username".parse()?, ContextValue::single("alice"))?;
    /// assert_eq!(variable.resolve(&context), Some("alice"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 7.1.8, 7.1.10, 7.2 (`reference_policies_variables`).
    #[must_use]
    pub fn resolve<'a>(&'a self, context: &'a Context) -> Option<&'a str> {
        let values = context
            .get(&self.detail.key)
            .map_or(&[][..], |value| value.values());
        match values {
            [value] if !value.is_empty() => Some(value),
            _ => self.default(),
        }
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail.source)
    }
}

/// What a `${…}` stands for.
#[derive(Debug)]
pub(super) enum Reference {
    /// `${*}`, `${?}` or `${$}`: the character between the braces.
    Escape(char),
    Variable(Variable),
}

/// Reads the reference with which `input` begins; gives the number of bytes it takes as well.
///
/// `offset` is the place of `input` in the whole text, for the span of the error.
pub(super) fn reference(input: &str, offset: usize) -> Result<(Reference, usize), VariableError> {
    match delimited_reference(input) {
        Ok((rest, found)) => {
            let length = input.len() - rest.len();
            let found = match found {
                Draft::Escape(character) => Reference::Escape(character),
                Draft::Variable { name, default } => Reference::Variable(Variable {
                    detail: Box::new(Detail {
                        key: name.parse().map_err(|error: crate::KeyError| {
                            let kind = VariableErrorKind::InvalidKey(error.kind());
                            VariableError::new(kind, input, offset)
                        })?,
                        default: default.map(Into::into),
                        source: input.get(..length).unwrap_or_default().into(),
                    }),
                }),
            };
            Ok((found, length))
        }
        Err(nom::Err::Error(Malformed(kind)) | nom::Err::Failure(Malformed(kind))) => {
            Err(VariableError::new(kind, input, offset))
        }
        // Complete parsers never ask for more.
        Err(nom::Err::Incomplete(_)) => Err(VariableError::new(
            VariableErrorKind::MissingBrace,
            input,
            offset,
        )),
    }
}

/// A reference whose name has not been read as a key yet.
#[derive(Clone, Copy)]
enum Draft<'a> {
    Escape(char),
    Variable {
        name: &'a str,
        default: Option<&'a str>,
    },
}

/// The parser library's error, reduced to ours.
struct Malformed(VariableErrorKind);

impl ParseError<&str> for Malformed {
    fn from_error_kind(_: &str, _: ErrorKind) -> Self {
        Self(VariableErrorKind::MissingBrace)
    }

    fn append(_: &str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

type Parsed<'a, T> = IResult<&'a str, T, Malformed>;

/// Runs a parser; where it fails, the whole reference is malformed in the way named.
fn or_malformed<'a, T>(
    kind: VariableErrorKind,
    mut parser: impl Parser<&'a str, Output = T, Error = Malformed>,
) -> impl FnMut(&'a str) -> Parsed<'a, T> {
    move |input| match parser.parse(input) {
        Err(nom::Err::Error(_)) => Err(nom::Err::Failure(Malformed(kind))),
        other => other,
    }
}

fn delimited_reference(input: &str) -> Parsed<'_, Draft<'_>> {
    preceded(tag("${"), alt((escape, variable))).parse(input)
}

fn escape(input: &str) -> Parsed<'_, Draft<'_>> {
    terminated(one_of("*?$"), char('}'))
        .map(Draft::Escape)
        .parse(input)
}

fn variable(input: &str) -> Parsed<'_, Draft<'_>> {
    let (input, name) = name(input)?;
    let (input, default) = opt(preceded(char(','), default)).parse(input)?;
    let (input, _) = or_malformed(VariableErrorKind::MissingBrace, char('}')).parse(input)?;
    Ok((input, Draft::Variable { name, default }))
}

/// Everything up to the comma or the brace.
fn name(input: &str) -> Parsed<'_, &str> {
    let (rest, name) = take_till(|found| matches!(found, ',' | '}')).parse(input)?;
    // In `${a${b}` the first reference was never closed.
    let unclosed = !input.contains('}') || name.contains("${");
    let kind = if unclosed {
        VariableErrorKind::MissingBrace
    } else if name.trim().is_empty() {
        VariableErrorKind::Empty
    } else if name.contains(char::is_whitespace) {
        VariableErrorKind::SpaceInName
    } else {
        return Ok((rest, name));
    };
    Err(nom::Err::Failure(Malformed(kind)))
}

/// One space and a text in single quotes.
fn default(input: &str) -> Parsed<'_, &str> {
    let (input, _) = or_malformed(
        VariableErrorKind::DefaultSeparator,
        terminated(char(' '), not(one_of(" \t\r\n"))),
    )
    .parse(input)?;
    let quoted = delimited(char('\''), take_till(|found| found == '\''), char('\''));
    or_malformed(VariableErrorKind::MissingQuote, quoted).parse(input)
}

/// In which way a `${…}` is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VariableErrorKind {
    /// No `}` closes the reference.
    MissingBrace,
    /// The default value does not stand in single quotes.
    MissingQuote,
    /// Not exactly one space stands between the comma and the default value.
    DefaultSeparator,
    /// White space stands in the name.
    SpaceInName,
    /// Nothing but white space stands where the name should.
    Empty,
    /// The name is not the name of a condition key.
    InvalidKey(KeyErrorKind),
}

impl VariableErrorKind {
    /// The code under which a policy reports the error: `malformed-variable` for every kind.
    ///
    /// ```
    /// use portcullis_condition::VariableErrorKind;
    /// assert_eq!(VariableErrorKind::Empty.code(), "malformed-variable");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        "malformed-variable"
    }

    const fn expected(self) -> &'static str {
        match self {
            Self::MissingBrace => "expected a `}` that closes the policy variable",
            Self::MissingQuote => "expected a default value in single quotes",
            Self::DefaultSeparator => "expected one space between the comma and the default value",
            Self::SpaceInName => "expected a variable name without spaces",
            Self::Empty => "expected a variable name between the braces",
            Self::InvalidKey(_) => "expected the name of a condition key between the braces",
        }
    }
}

/// A malformed `${…}`.
///
/// # Source
///
/// PL 7.1.9 (`access-analyzer-reference-policy-checks`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableError {
    kind: VariableErrorKind,
    span: Range<usize>,
    excerpt: Box<str>,
}

impl VariableError {
    fn new(kind: VariableErrorKind, input: &str, offset: usize) -> Self {
        let length = input.find('}').map_or(input.len(), |brace| brace + 1);
        Self {
            kind,
            span: offset..offset + length,
            excerpt: shorten(input.get(..length).unwrap_or(input)),
        }
    }

    /// In which way the reference is malformed.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableErrorKind, VariableSupport, WildcardSupport};
    /// let error = Template::parse("x${}", VariableSupport::Expanded, WildcardSupport::Glob).unwrap_err();
    /// assert_eq!(error.kind(), VariableErrorKind::Empty);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> VariableErrorKind {
        self.kind
    }

    /// The bytes of the reference, from its `${` to its first `}`, or to the end of the text where there is none.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let error = Template::parse("x${}y", VariableSupport::Expanded, WildcardSupport::Glob).unwrap_err();
    /// assert_eq!(error.span(), 1..4);
    /// ```
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What the author can do about it.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let error = Template::parse("${a:b,'c'}", VariableSupport::Expanded, WildcardSupport::Glob).unwrap_err();
    /// assert_eq!(error.help(), Some("a variable has the form `${key}` or `${key, 'default'}`"));
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        Some("a variable has the form `${key}` or `${key, 'default'}`")
    }
}

impl fmt::Display for VariableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, found {}",
            self.kind.expected(),
            Excerpt(&self.excerpt)
        )
    }
}

impl core::error::Error for VariableError {}
