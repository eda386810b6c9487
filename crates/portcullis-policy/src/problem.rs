//! One problem of one document, and the error that refuses a document.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt;

use portcullis_json::{JsonError, Span, excerpt};

use crate::{ProblemKind, Reading, Severity};

/// One problem: what, where, and a message for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: ProblemKind,
    span: Span,
    message: Box<str>,
    help: Option<Cow<'static, str>>,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, span: Span, message: impl Into<Box<str>>) -> Self {
        Self {
            kind,
            span,
            message: message.into(),
            help: None,
        }
    }

    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// As [`Self::with_help`], where there is help.
    #[must_use]
    pub(crate) fn with_some_help(self, help: Option<impl Into<Cow<'static, str>>>) -> Self {
        match help {
            Some(help) => self.with_help(help),
            None => self,
        }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// The name for machines; [`ProblemKind::code`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Where it stands, in bytes of the text that was read.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The message: one line, lower case, user text in backticks and at most 60 characters of it.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Whether a reading refuses it.
    #[must_use]
    pub const fn severity(&self, reading: Reading) -> Severity {
        self.kind.severity(reading)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why a document was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyError {
    /// The text is not JSON, holds a member twice, or is over a limit.
    Json(JsonError),
    /// The JSON is not a policy of its kind.
    Policy(Problem),
}

impl PolicyError {
    /// The name for machines, in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.kind().code(),
            Self::Policy(problem) => problem.code(),
        }
    }

    /// Where it stands, in bytes of the text that was read.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Json(error) => error.span(),
            Self::Policy(problem) => problem.span(),
        }
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Json(error) => error.help(),
            Self::Policy(problem) => problem.help(),
        }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::Policy(problem) => problem.fmt(f),
        }
    }
}

impl core::error::Error for PolicyError {}

impl From<JsonError> for PolicyError {
    fn from(error: JsonError) -> Self {
        Self::Json(error)
    }
}

impl From<Problem> for PolicyError {
    fn from(problem: Problem) -> Self {
        Self::Policy(problem)
    }
}

/// User text for a message, in backticks.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", excerpt(text))
}
