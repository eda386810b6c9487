//! Texts of a policy in which variables are substituted and wildcards glob.

mod matches;
mod variable;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;
use core::str::Chars;

use portcullis_glob::Token;
use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::context::Context;
use variable::{Reference, reference};

pub use variable::{Variable, VariableError, VariableErrorKind};

/// Whether `${…}` is a policy variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a policy either has variables or it has not"
)]
pub enum VariableSupport {
    /// `${…}` is a variable or an escape: policies of `Version` `2012-10-17`.
    Expanded,
    /// `${…}` is ordinary text: policies of `Version` `2008-10-17` or without a `Version`.
    Literal,
}

/// Whether `*` and `?` are wildcards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a text is either a pattern or it is not"
)]
pub enum WildcardSupport {
    /// `*` is any run of characters, `?` exactly one.
    Glob,
    /// `*` and `?` are ordinary characters.
    Literal,
}

/// One piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the policy language has no other pieces"
)]
pub enum Part {
    /// Characters that stand for themselves; never empty in a parsed template.
    Literal(Literal),
    /// `${*}`, `${?}` or `${$}`: the character between the braces, which stands for itself.
    Escape(char),
    /// The wildcard `*`.
    Run,
    /// The wildcard `?`.
    One,
    /// A variable.
    Variable(Variable),
}

/// Literal text of a [`Template`]; up to 23 bytes of it take no memory of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal(SmolStr);

impl Deref for Literal {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// A text of a policy, read once: literal text, wildcards and variables in the order written.
///
/// What a variable brings along is literal: never a wildcard, never scanned for variables again. Displaying a template gives
/// the text it was parsed from.
///
/// ```
/// use portcullis_condition::{Context, ContextValue, Template, VariableSupport, WildcardSupport};
/// use portcullis_glob::{CaseSensitivity, match_tokens};
///
/// let template = Template::parse("home/${aws:username}/*", VariableSupport::Expanded, WildcardSupport::Glob)?;
/// let mut context = Context::new();
/// context.insert("aws:username".parse()?, ContextValue::single("a*"))?;
/// let tokens = template.tokens(&context).expect("the variable has a value");
/// assert!(match_tokens(tokens.clone(), "home/a*/x", CaseSensitivity::Sensitive));
/// assert!(!match_tokens(tokens, "home/alice/x", CaseSensitivity::Sensitive));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
///
/// PL 6.1, 7.1, 7.2 (`reference_policies_variables`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Template {
    // A document can have a hundred thousand templates, most of one piece: that takes no memory of its own, and beyond it no
    // room to grow is kept.
    parts: Parts,
}

type Parts = SmallVec<[Part; 1]>;

impl Template {
    /// Reads a text in one pass.
    ///
    /// A `$` that no `{` follows is literal in either case.
    ///
    /// ```
    /// use portcullis_condition::{Part, Template, VariableSupport, WildcardSupport};
    /// let template = Template::parse("a*${?}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// assert_eq!(template.parts(), [Part::Literal("a".into()), Part::Run, Part::Escape('?')]);
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`VariableError`] at the first malformed `${…}`; never under [`VariableSupport::Literal`].
    ///
    /// # Source
    ///
    /// PL 1.3.3, 7.1 (`reference_policies_variables`).
    pub fn parse(
        text: &str,
        variables: VariableSupport,
        wildcards: WildcardSupport,
    ) -> Result<Self, VariableError> {
        // Most texts are literal, or a beginning and `*`.
        let (beginning, special) = split_plain(text, wildcards);
        if special.is_empty() {
            return Ok(Self::of_literal(text));
        }
        if special == "*" {
            let parts = if beginning.is_empty() {
                Parts::from_buf([Part::Run])
            } else {
                Parts::from_vec(alloc::vec![Part::Literal(beginning.into()), Part::Run])
            };
            return Ok(Self { parts });
        }
        let mut builder = Builder::default();
        let mut rest = text;
        loop {
            let (literal, special) = split_plain(rest, wildcards);
            builder.literals(literal);
            let offset = text.len() - special.len();
            let length = match special.chars().next() {
                None => break,
                Some('*') => builder.part(Part::Run, 1),
                Some('?') => builder.part(Part::One, 1),
                Some(_) if is_reference(special, variables) => match reference(special, offset)? {
                    (Reference::Escape(character), length) => {
                        builder.part(Part::Escape(character), length)
                    }
                    (Reference::Variable(variable), length) => {
                        builder.part(Part::Variable(variable), length)
                    }
                },
                // A `$` that stands for itself.
                Some(_) => {
                    builder.literals(special.get(..1).unwrap_or_default());
                    1
                }
            };
            rest = special.get(length..).unwrap_or_default();
        }
        Ok(builder.finish())
    }

    /// A template that stands for exactly this text.
    ///
    /// ```
    /// use portcullis_condition::Template;
    /// assert_eq!(Template::of_literal("a*").literal(), Some("a*"));
    /// ```
    #[must_use]
    pub fn of_literal(text: &str) -> Self {
        let parts = if text.is_empty() {
            Parts::new()
        } else {
            Parts::from_buf([Part::Literal(text.into())])
        };
        Self { parts }
    }

    /// The pieces in the order written; two literal pieces never follow each other.
    ///
    /// ```
    /// use portcullis_condition::Template;
    /// assert_eq!(Template::of_literal("").parts(), []);
    /// ```
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The template as a pattern for one request; `None` if a variable has neither value nor default.
    ///
    /// The iterator does not allocate. Cloning it and taking a token is constant, except that stepping past a piece looks up
    /// the variable that follows, if one does.
    ///
    /// ```
    /// use portcullis_condition::{Context, Template, VariableSupport, WildcardSupport};
    /// let template = Template::parse("${aws:username}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// assert!(template.tokens(&Context::new()).is_none());
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 7.2, 7.3 (`reference_policies_variables`).
    #[must_use]
    pub fn tokens<'a>(&'a self, context: &'a Context) -> Option<TemplateTokens<'a>> {
        self.variables()
            .all(|variable| variable.resolve(context).is_some())
            .then(|| TemplateTokens::new(&self.parts, context))
    }

    /// The text, if the template is nothing but literal text; escapes are not, because they are written differently.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let template = Template::parse("a*", VariableSupport::Expanded, WildcardSupport::Literal)?;
    /// assert_eq!(template.literal(), Some("a*"));
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.parts() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The variables in the order written.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let template = Template::parse("${*}${s3:prefix}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// assert_eq!(template.variables().count(), 1);
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    pub fn variables(&self) -> impl Iterator<Item = &Variable> + Clone {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(variable) => Some(variable),
            _ => None,
        })
    }

    /// The template cut at its first five colons that are literal text: one to six templates.
    ///
    /// A colon inside `${…}` does not cut.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let text = "arn:aws:s3:::${aws:username}/a:b";
    /// let template = Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// let fields: Vec<_> = template.split_fields().iter().map(ToString::to_string).collect();
    /// assert_eq!(fields, ["arn", "aws", "s3", "", "", "${aws:username}/a:b"]);
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 6.1 (`reference_policies_elements_resource`).
    #[must_use]
    pub fn split_fields(&self) -> Vec<Self> {
        let mut fields = Vec::new();
        let mut builder = Builder::default();
        for part in &self.parts {
            let Part::Literal(text) = part else {
                builder.part(part.clone(), 0);
                continue;
            };
            let mut rest: &str = text;
            while fields.len() < 5
                && let Some((before, after)) = rest.split_once(':')
            {
                builder.literals(before);
                fields.push(core::mem::take(&mut builder).finish());
                rest = after;
            }
            builder.literals(rest);
        }
        fields.push(builder.finish());
        fields
    }

    /// The template in which every `${…}`, escapes included, stands for its own text.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let template = Template::parse("${aws:username}${*}", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// assert_eq!(template.with_literal_variables().literal(), Some("${aws:username}${*}"));
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 6.1, 7.1.6 (`reference_policies_variables`).
    #[must_use]
    pub fn with_literal_variables(self) -> Self {
        let is_written = |part: &Part| matches!(part, Part::Variable(_) | Part::Escape(_));
        if !self.parts.iter().any(is_written) {
            return self;
        }
        let mut builder = Builder::default();
        for part in &self.parts {
            match part {
                Part::Literal(text) => builder.literals(text),
                Part::Variable(variable) => builder.literals(variable.source()),
                Part::Escape('*') => builder.literals("${*}"),
                Part::Escape('?') => builder.literals("${?}"),
                Part::Escape(_) => builder.literals("${$}"),
                Part::Run | Part::One => {
                    builder.part(part.clone(), 0);
                }
            }
        }
        builder.finish()
    }

    /// Whether the template is the wildcard `*` and nothing else.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let parse = |text| Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob);
    /// assert!(parse("*")?.is_any());
    /// assert!(!parse("**")?.is_any());
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub fn is_any(&self) -> bool {
        matches!(self.parts(), [Part::Run])
    }

    /// Whether the last piece is the wildcard `*`.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let parse = |text| Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob);
    /// assert!(parse("arn:aws:sqs:*")?.ends_with_run());
    /// assert!(!parse("arn:aws:sqs:${*}")?.ends_with_run());
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub fn ends_with_run(&self) -> bool {
        matches!(self.parts.last(), Some(Part::Run))
    }

    /// Whether the template has a wildcard.
    ///
    /// ```
    /// use portcullis_condition::{Template, VariableSupport, WildcardSupport};
    /// let template = Template::parse("a?", VariableSupport::Expanded, WildcardSupport::Literal)?;
    /// assert!(!template.has_wildcard());
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub fn has_wildcard(&self) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::Run | Part::One))
    }

    /// The text with every variable replaced, for people to read; `None` if one has neither value nor default.
    ///
    /// Not for matching: a `*` that a value brought along looks like a wildcard here.
    ///
    /// ```
    /// use portcullis_condition::{Context, Template, VariableSupport, WildcardSupport};
    /// let text = "${aws:PrincipalTag/team, 'all'}/*";
    /// let template = Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// assert_eq!(template.resolve_to_string(&Context::new()).as_deref(), Some("all/*"));
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    #[must_use]
    pub fn resolve_to_string(&self, context: &Context) -> Option<String> {
        let tokens = self.tokens(context)?;
        let characters = tokens.map(|token| match token {
            Token::Char(character) => character,
            Token::One => '?',
            Token::Run => '*',
        });
        Some(characters.collect())
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Literal(text) => f.write_str(text),
            Part::Escape(character) => write!(f, "${{{character}}}"),
            Part::Run => f.write_str("*"),
            Part::One => f.write_str("?"),
            Part::Variable(variable) => variable.fmt(f),
        })
    }
}

/// What stands for itself, and what follows from the next byte on that may not; all that may not are ASCII.
fn split_plain(text: &str, wildcards: WildcardSupport) -> (&str, &str) {
    let special = match wildcards {
        WildcardSupport::Glob => memchr::memchr3(b'$', b'*', b'?', text.as_bytes()),
        WildcardSupport::Literal => memchr::memchr(b'$', text.as_bytes()),
    };
    let halves = special.and_then(|special| text.split_at_checked(special));
    halves.unwrap_or((text, ""))
}

/// Whether a `${…}` begins here that is to be expanded.
fn is_reference(rest: &str, variables: VariableSupport) -> bool {
    variables == VariableSupport::Expanded && rest.starts_with("${")
}

/// Collects parts, uniting literal text; its methods give the number of bytes taken.
#[derive(Default)]
struct Builder<'t> {
    parts: Parts,
    literal: Cow<'t, str>,
}

impl<'t> Builder<'t> {
    fn part(&mut self, part: Part, length: usize) -> usize {
        self.flush();
        self.parts.push(part);
        length
    }

    fn literals(&mut self, text: &'t str) {
        if self.literal.is_empty() {
            self.literal = Cow::Borrowed(text);
        } else if !text.is_empty() {
            self.literal.to_mut().push_str(text);
        }
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            let text = core::mem::take(&mut self.literal);
            self.parts.push(Part::Literal(Literal::from(&*text)));
        }
    }

    fn finish(mut self) -> Template {
        self.flush();
        self.parts.shrink_to_fit();
        Template { parts: self.parts }
    }
}

/// The tokens of a template for one request; made by [`Template::tokens`].
#[derive(Clone, Debug)]
pub struct TemplateTokens<'a> {
    // INVARIANT: not exhausted text; upheld by `advance`.
    pending: Pending<'a>,
    parts: core::slice::Iter<'a, Part>,
    context: &'a Context,
}

/// What the next token is taken from.
#[derive(Clone, Debug)]
enum Pending<'a> {
    Text(Chars<'a>),
    Token(Token),
    Nothing,
}

impl<'a> TemplateTokens<'a> {
    fn new(parts: &'a [Part], context: &'a Context) -> Self {
        let mut tokens = Self {
            pending: Pending::Nothing,
            parts: parts.iter(),
            context,
        };
        tokens.advance();
        tokens
    }

    /// Goes to the next piece that has characters.
    ///
    /// Done ahead of time, so that a matcher that returns to the place behind a `*` finds the variable there resolved.
    fn advance(&mut self) {
        self.pending = loop {
            let text = match self.parts.next() {
                None => break Pending::Nothing,
                Some(Part::Run) => break Pending::Token(Token::Run),
                Some(Part::One) => break Pending::Token(Token::One),
                Some(Part::Escape(character)) => break Pending::Token(Token::Char(*character)),
                Some(Part::Literal(text)) => text,
                // `Template::tokens` saw that every variable resolves.
                Some(Part::Variable(variable)) => {
                    variable.resolve(self.context).unwrap_or_default()
                }
            };
            if !text.is_empty() {
                break Pending::Text(text.chars());
            }
        };
    }
}

impl Iterator for TemplateTokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let token = match &mut self.pending {
            Pending::Text(characters) => {
                let token = characters.next().map(Token::Char);
                if !characters.as_str().is_empty() {
                    return token;
                }
                token
            }
            Pending::Token(token) => Some(*token),
            Pending::Nothing => return None,
        };
        self.advance();
        token
    }
}

#[cfg(test)]
mod tests;
