//! An operator as a policy writes it: set qualifier, name, `IfExists`.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::excerpt::{Excerpt, shorten};
use crate::nearest::nearest;
use crate::operators::{self, Family, OperatorSpec};

/// How the values of a key with several values are quantified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "each is a rule of its own, which callers must know"
)]
pub enum SetQualifier {
    /// Every value of the request must satisfy the operator; none does too.
    ForAllValues,
    /// At least one value of the request must satisfy the operator.
    ForAnyValue,
}

impl SetQualifier {
    /// The word before the colon.
    ///
    /// ```
    /// assert_eq!(portcullis_condition::SetQualifier::ForAnyValue.name(), "ForAnyValue");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ForAllValues => "ForAllValues",
            Self::ForAnyValue => "ForAnyValue",
        }
    }
}

impl fmt::Display for SetQualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A condition operator with its set qualifier and `IfExists`, if any.
///
/// Read in whatever letter case, displayed as AWS spells it.
///
/// ```
/// use portcullis_condition::{Operator, SetQualifier};
/// let operator: Operator = "forallvalues:stringlikeifexists".parse()?;
/// assert_eq!(operator.to_string(), "ForAllValues:StringLikeIfExists");
/// assert_eq!(operator.set(), Some(SetQualifier::ForAllValues));
/// assert!(operator.if_exists());
/// # Ok::<(), portcullis_condition::OperatorError>(())
/// ```
///
/// # Source
///
/// PL 1.2, 8.2 (`reference_policies_elements_condition_operators`, `reference_policies_grammar`).
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    set: Option<SetQualifier>,
    spec: &'static OperatorSpec,
    if_exists: bool,
}

impl Operator {
    /// The set qualifier.
    ///
    /// ```
    /// # use portcullis_condition::Operator;
    /// assert_eq!("Bool".parse::<Operator>()?.set(), None);
    /// # Ok::<(), portcullis_condition::OperatorError>(())
    /// ```
    #[must_use]
    pub const fn set(&self) -> Option<SetQualifier> {
        self.set
    }

    /// The operator without set qualifier and `IfExists`.
    ///
    /// ```
    /// # use portcullis_condition::Operator;
    /// assert_eq!("ForAnyValue:BoolIfExists".parse::<Operator>()?.spec().name(), "Bool");
    /// # Ok::<(), portcullis_condition::OperatorError>(())
    /// ```
    #[must_use]
    pub const fn spec(&self) -> &'static OperatorSpec {
        self.spec
    }

    /// Whether `IfExists` follows the name.
    ///
    /// ```
    /// # use portcullis_condition::Operator;
    /// assert!("BoolIfExists".parse::<Operator>()?.if_exists());
    /// # Ok::<(), portcullis_condition::OperatorError>(())
    /// ```
    #[must_use]
    pub const fn if_exists(&self) -> bool {
        self.if_exists
    }

    /// Whether the operator is a negated one.
    ///
    /// ```
    /// # use portcullis_condition::Operator;
    /// assert!("ArnNotLike".parse::<Operator>()?.is_negated());
    /// # Ok::<(), portcullis_condition::OperatorError>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 0.3 (`reference_policies_elements_condition_operators`).
    #[must_use]
    pub const fn is_negated(&self) -> bool {
        self.spec.is_negated()
    }

    /// The type that the operator compares.
    ///
    /// ```
    /// # use portcullis_condition::{Operator, operators::Family};
    /// assert_eq!("DateLessThan".parse::<Operator>()?.family(), Family::Date);
    /// # Ok::<(), portcullis_condition::OperatorError>(())
    /// ```
    #[must_use]
    pub const fn family(&self) -> Family {
        self.spec.family()
    }
}

impl PartialEq for Operator {
    fn eq(&self, other: &Self) -> bool {
        (self.set, self.spec.name(), self.if_exists)
            == (other.set, other.spec.name(), other.if_exists)
    }
}

impl Eq for Operator {}

impl Hash for Operator {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.set, self.spec.name(), self.if_exists).hash(state);
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(set) = self.set {
            write!(f, "{set}:")?;
        }
        f.write_str(self.spec.name())?;
        f.write_str(if self.if_exists { IF_EXISTS } else { "" })
    }
}

const IF_EXISTS: &str = "IfExists";

const SETS: [SetQualifier; 2] = [SetQualifier::ForAllValues, SetQualifier::ForAnyValue];

/// The set qualifier with which a text begins, and what follows its colon.
fn known_set(text: &str) -> Option<(SetQualifier, &str)> {
    let (set, rest) = text.split_once(':')?;
    let known = SETS
        .into_iter()
        .find(|known| known.name().eq_ignore_ascii_case(set))?;
    Some((known, rest))
}

/// The parts of an operator's text; the name may be no operator.
struct Split<'a> {
    set: Option<SetQualifier>,
    name: &'a str,
    if_exists: bool,
}

impl<'a> Split<'a> {
    fn of(text: &'a str) -> Self {
        let (set, rest) = match known_set(text) {
            Some((set, rest)) => (Some(set), rest),
            None => (None, text),
        };
        let suffix = rest
            .len()
            .checked_sub(IF_EXISTS.len())
            .and_then(|at| rest.split_at_checked(at))
            .filter(|(_, suffix)| suffix.eq_ignore_ascii_case(IF_EXISTS));
        match suffix {
            Some((name, _)) => Self {
                set,
                name,
                if_exists: true,
            },
            None => Self {
                set,
                name: rest,
                if_exists: false,
            },
        }
    }
}

fn spelled(set: Option<&str>, spec: &OperatorSpec, if_exists: bool) -> String {
    let (set, colon) = set.map_or(("", ""), |set| (set, ":"));
    let suffix = if if_exists { IF_EXISTS } else { "" };
    [set, colon, spec.name(), suffix].concat()
}

impl FromStr for Operator {
    type Err = OperatorError;

    /// Reads `Name`, `NameIfExists` and either behind `ForAllValues:` or `ForAnyValue:`, in whatever letter case.
    ///
    /// # Errors
    ///
    /// [`OperatorError`] if the name is not known, or if `IfExists` follows `Null`.
    fn from_str(text: &str) -> Result<Self, OperatorError> {
        let Split {
            set,
            name,
            if_exists,
        } = Split::of(text);
        let Some(spec) = operators::find(name) else {
            return Err(OperatorError::unknown(text));
        };
        if if_exists && !spec.allows_if_exists() {
            return Err(OperatorError {
                kind: OperatorErrorKind::NullIfExists,
                excerpt: shorten(text),
                suggestion: None,
            });
        }
        Ok(Self {
            set,
            spec,
            if_exists,
        })
    }
}

impl TryFrom<&str> for Operator {
    type Error = OperatorError;

    fn try_from(text: &str) -> Result<Self, OperatorError> {
        text.parse()
    }
}

/// Why a text is not a condition operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OperatorErrorKind {
    /// There is no operator of this name, or the set qualifier is none.
    Unknown,
    /// `IfExists` follows `Null`.
    NullIfExists,
}

impl OperatorErrorKind {
    /// The code under which a policy reports the error: `unknown-operator` or `null-if-exists`.
    ///
    /// ```
    /// use portcullis_condition::OperatorErrorKind;
    /// assert_eq!(OperatorErrorKind::NullIfExists.code(), "null-if-exists");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown-operator",
            Self::NullIfExists => "null-if-exists",
        }
    }
}

/// A text that is not a condition operator.
///
/// # Source
///
/// PL 1.6, 8.9 (`access-analyzer-reference-policy-checks`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorError {
    kind: OperatorErrorKind,
    excerpt: Box<str>,
    suggestion: Option<Box<str>>,
}

impl OperatorError {
    fn unknown(text: &str) -> Self {
        // Either the qualifier or the rest is taken to be misspelt: a text further off suggests nothing.
        let forms: Vec<String> = operators::all()
            .flat_map(|spec| {
                let if_exists = spec.allows_if_exists().then(|| spelled(None, spec, true));
                core::iter::once(spelled(None, spec, false)).chain(if_exists)
            })
            .collect();
        let repaired = |set: Option<SetQualifier>, rest| {
            let form = nearest(rest, forms.iter().map(String::as_str))?;
            let set = set.map(|set| set.name().to_string() + ":");
            Some(set.unwrap_or_default() + form)
        };
        let requalified = || {
            let (set, rest) = text.split_once(':')?;
            let set = nearest(set, SETS.map(SetQualifier::name))?;
            let Split {
                name, if_exists, ..
            } = Split::of(rest);
            Some(spelled(Some(set), operators::find(name)?, if_exists))
        };
        let suggestion = match known_set(text) {
            Some((set, rest)) => repaired(Some(set), rest),
            None => repaired(None, text).or_else(requalified),
        };
        Self {
            kind: OperatorErrorKind::Unknown,
            excerpt: shorten(text),
            suggestion: suggestion.map(String::into_boxed_str),
        }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_condition::{Operator, OperatorErrorKind};
    /// let error = "NullIfExists".parse::<Operator>().unwrap_err();
    /// assert_eq!(error.kind(), OperatorErrorKind::NullIfExists);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> OperatorErrorKind {
        self.kind
    }

    /// The known operator whose spelling comes nearest, if one comes near.
    ///
    /// ```
    /// use portcullis_condition::Operator;
    /// let error = "ForAnyValue:StringEqual".parse::<Operator>().unwrap_err();
    /// assert_eq!(error.suggestion(), Some("ForAnyValue:StringEquals"));
    /// ```
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// What the author can do about it.
    ///
    /// ```
    /// use portcullis_condition::Operator;
    /// let error = "StringEqual".parse::<Operator>().unwrap_err();
    /// assert_eq!(error.help().as_deref(), Some("did you mean `StringEquals`?"));
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self.kind {
            OperatorErrorKind::Unknown => self
                .suggestion()
                .map(|name| alloc::format!("did you mean `{name}`?")),
            OperatorErrorKind::NullIfExists => {
                Some("`Null` tests whether the key exists; write it without `IfExists`".to_string())
            }
        }
    }
}

impl fmt::Display for OperatorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = match self.kind {
            OperatorErrorKind::Unknown => "expected a condition operator",
            OperatorErrorKind::NullIfExists => "expected `Null` without `IfExists`",
        };
        write!(f, "{expected}, found {}", Excerpt(&self.excerpt))
    }
}

impl core::error::Error for OperatorError {}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};

    use super::{Operator, OperatorErrorKind};
    use crate::operators;

    #[test]
    fn every_form_reads_back_in_any_case() {
        let mut forms = 0;
        for spec in operators::all() {
            for set in ["", "ForAllValues:", "ForAnyValue:"] {
                for suffix in ["", "IfExists"] {
                    let text = String::from(set) + spec.name() + suffix;
                    for spelled in [text.clone(), text.to_lowercase(), text.to_uppercase()] {
                        match spelled.parse::<Operator>() {
                            Ok(operator) => {
                                assert_eq!(operator.to_string(), text);
                                assert_eq!(operator, text.parse().unwrap());
                                forms += 1;
                            }
                            Err(error) => {
                                assert_eq!(
                                    error.kind(),
                                    OperatorErrorKind::NullIfExists,
                                    "{spelled}"
                                );
                                assert_eq!((spec.name(), suffix), ("Null", "IfExists"));
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(forms, 3 * (26 * 6 + 3));
    }

    #[test]
    fn the_negated_operators() {
        let negated = operators::all()
            .filter(|spec| spec.is_negated())
            .map(|spec| spec.name());
        assert!(negated.eq([
            "StringNotEquals",
            "StringNotEqualsIgnoreCase",
            "StringNotLike",
            "NumericNotEquals",
            "DateNotEquals",
            "NotIpAddress",
            "ArnNotEquals",
            "ArnNotLike",
        ]));
    }

    #[test]
    fn texts_that_are_no_operator() {
        for (text, suggestion) in [
            ("", None),
            ("IfExists", None),
            (":", None),
            ("ForAllValues:", None),
            ("StringEqualsIfExistsIfExists", None),
            ("ForAllValues:ForAnyValue:StringEquals", None),
            (
                "ForAllValue:StringEquals",
                Some("ForAllValues:StringEquals"),
            ),
            (
                "ForAllValues: StringEquals",
                Some("ForAllValues:StringEquals"),
            ),
            ("StringMatches", None),
            ("IPAddres", Some("IpAddress")),
            ("stringlikeifexist", Some("StringLikeIfExists")),
            (
                "ForAnyValue:stringlikifexists",
                Some("ForAnyValue:StringLikeIfExists"),
            ),
            ("ForAllValue:Foo", None),
            ("ForAllValue:NullIfExist", None),
            ("BinaryNotEquals", None),
            ("ÉÉÉÉÉÉÉÉ", None),
        ] {
            let error = text.parse::<Operator>().unwrap_err();
            assert_eq!(error.kind(), OperatorErrorKind::Unknown);
            assert_eq!(error.suggestion(), suggestion, "{text}");
        }
        let long = "StringEquals".repeat(1_000_000);
        assert!(long.parse::<Operator>().unwrap_err().to_string().len() < 200);
    }
}
