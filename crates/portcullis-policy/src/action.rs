//! `Action` and `NotAction`: which actions a statement is about.

use portcullis_glob::{has_wildcard, matches_ignore_ascii_case};
use portcullis_json::Span;

use crate::{Clause, Text};

/// What one entry matches.
///
/// # Source
/// IAM User Guide, IAM JSON policy elements: Action; PL 5.1–5.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an entry is everything, a pattern or nothing"
)]
pub enum ActionPattern<'a> {
    /// `*`: every action.
    Everything,
    /// `prefix:name`, each a glob that ignores ASCII case.
    Name {
        /// The service prefix.
        prefix: &'a str,
        /// The action name.
        name: &'a str,
    },
    /// A malformed entry: no action.
    Nothing,
}

/// Why an entry is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActionFault {
    Empty,
    SurroundingSpace,
    NoColon,
    Comma,
}

impl ActionFault {
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            Self::Empty => "an empty text",
            Self::SurroundingSpace => "white space around it",
            Self::NoColon => "no colon",
            Self::Comma => "a comma in it",
        }
    }
}

impl<'a> ActionPattern<'a> {
    /// What an entry matches: [`ActionPattern::Nothing`] where it is malformed, as in a policy that a service stored.
    ///
    /// ```
    /// use portcullis_policy::ActionPattern;
    /// assert!(ActionPattern::of("s3:Get*").matches("s3:GetObject"));
    /// assert_eq!(ActionPattern::of("GetObject"), ActionPattern::Nothing);
    /// ```
    ///
    /// # Source
    /// IAM User Guide, IAM JSON policy elements: Action; PL 5.1–5.6.
    #[must_use]
    pub fn of(entry: &'a str) -> Self {
        Self::parse(entry).unwrap_or(Self::Nothing)
    }

    pub(crate) fn parse(text: &'a str) -> Result<Self, ActionFault> {
        if text == "*" {
            return Ok(Self::Everything);
        }
        if text.is_empty() {
            return Err(ActionFault::Empty);
        }
        if text.trim() != text {
            return Err(ActionFault::SurroundingSpace);
        }
        if text.bytes().any(|byte| byte == b',') {
            return Err(ActionFault::Comma);
        }
        let colon = text.bytes().position(|byte| byte == b':');
        Ok(Self::name(text, colon.ok_or(ActionFault::NoColon)?))
    }

    /// What stands before and behind a colon.
    fn name(text: &'a str, colon: usize) -> Self {
        let (prefix, rest) = text.split_at_checked(colon).unwrap_or_default();
        let name = rest.get(1..).unwrap_or_default();
        Self::Name { prefix, name }
    }

    /// Whether the entry matches an action `prefix:Name`; a `*` in the prefix does not cross the colon.
    #[must_use]
    pub fn matches(self, action: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Nothing => false,
            Self::Name { prefix, name } => action.split_once(':').is_some_and(|(service, rest)| {
                matches_ignore_ascii_case(prefix, service) && matches_ignore_ascii_case(name, rest)
            }),
        }
    }

    pub(crate) fn has_wildcard_prefix(self) -> bool {
        matches!(self, Self::Name { prefix, .. } if has_wildcard(prefix))
    }
}

/// What an entry says, beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Everything,
    Name {
        /// Where its first colon is.
        colon: usize,
    },
    Nothing,
}

impl From<ActionPattern<'_>> for Form {
    fn from(pattern: ActionPattern<'_>) -> Self {
        match pattern {
            ActionPattern::Everything => Self::Everything,
            ActionPattern::Name { prefix, .. } => Self::Name {
                colon: prefix.len(),
            },
            ActionPattern::Nothing => Self::Nothing,
        }
    }
}

/// One entry as it was written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionEntry {
    pub(crate) text: Text,
    pub(crate) form: Form,
}

impl ActionEntry {
    /// The entry as it was written, escapes decoded.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Where it stands, quotation marks included.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.text.span()
    }

    /// What it matches.
    #[must_use]
    pub fn pattern(&self) -> ActionPattern<'_> {
        match self.form {
            Form::Everything => ActionPattern::Everything,
            Form::Nothing => ActionPattern::Nothing,
            Form::Name { colon } => ActionPattern::name(self.text(), colon),
        }
    }
}

impl Clause<ActionEntry> {
    /// Whether a statement with this element is about an action `prefix:Name`.
    ///
    /// # Source
    /// IAM User Guide, IAM JSON policy elements: Action, `NotAction`; PL 5.7, 5.8. A statement with neither (a stored key
    /// policy can hold one) is about no action, PL 2.1.
    #[must_use]
    pub fn matches(&self, action: &str) -> bool {
        match self {
            Self::Any(entries) => entries.iter().any(|entry| entry.pattern().matches(action)),
            Self::None(entries) => !entries.iter().any(|entry| entry.pattern().matches(action)),
            Self::Absent => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &str, action: &str, expected: bool) {
        assert_eq!(
            ActionPattern::of(entry).matches(action),
            expected,
            "{entry} against {action}"
        );
    }

    #[test]
    fn entries_match_as_documented() {
        check("*", "s3:GetObject", true);
        check("*:*", "s3:GetObject", true);
        check("S3:getobject", "s3:GetObject", true);
        check("s3:Get*", "s3:GetObject", true);
        check("s3:Get?bject", "s3:GetObject", true);
        check("s3:GetObject?", "s3:GetObject", false);
        check("s?:GetObject", "s3:GetObject", true);
        check("*Object", "s3:GetObject", false);
        check("s3*:GetObject", "s3-object-lambda:GetObject", true);
        check("**", "s3:GetObject", false);
    }

    #[test]
    fn malformed_entries_match_nothing() {
        for entry in [
            "",
            " s3:GetObject",
            "s3:GetObject ",
            "GetObject",
            "s3:GetObject,s3:PutObject",
        ] {
            assert!(ActionPattern::parse(entry).is_err(), "{entry:?}");
        }
    }
}
