//! One test of a condition: operator, key and values, and what a request makes of it.

use alloc::boxed::Box;
use core::fmt;

use crate::context::{Actual, Context, ContextValue};
use crate::key::ContextKey;
use crate::operand::Operand;
use crate::operator::{Operator, SetQualifier};
use crate::operators::Comparison;
use crate::template::VariableSupport;
use crate::value::ValueError;

/// One line of a `Condition`: an operator, a key, and the values that the policy lists.
///
/// A condition holds if all its tests do. What a test makes of a request depends on nothing but the request context; there is
/// always an answer.
///
/// ```
/// use portcullis_condition::{Context, ContextValue, Test, VariableSupport};
/// let test = Test::read(
///     "StringNotEquals".parse()?,
///     "aws:PrincipalTag/team".parse()?,
///     ["${aws:ResourceTag/team}", "admin"],
///     VariableSupport::Expanded,
/// )?;
/// let mut context = Context::new();
/// assert!(test.holds(&context), "a negated operator holds for an absent key");
/// context.insert("aws:PrincipalTag/Team".parse()?, ContextValue::single("admin"))?;
/// assert!(!test.holds(&context));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
///
/// PL 8.1–8.3, 8.9, 8.10 (`reference_policies_elements_condition_operators`,
/// `reference_policies_condition-single-vs-multi-valued-context-keys`,
/// `reference_policies_condition-logic-multiple-context-keys-or-values`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    operator: Operator,
    key: ContextKey,
    operands: Box<[Operand]>,
}

impl Test {
    /// A test of values that have been read for this operator; a value of another type matches nothing.
    ///
    /// ```
    /// use portcullis_condition::{Context, Operand, Test};
    /// let test = Test::new("Null".parse()?, "aws:TokenIssueTime".parse()?, [Operand::Boolean(true)]);
    /// assert!(test.holds(&Context::new()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(
        operator: Operator,
        key: ContextKey,
        operands: impl IntoIterator<Item = Operand>,
    ) -> Self {
        Self {
            operator,
            key,
            operands: operands.into_iter().collect(),
        }
    }

    /// A test whose values are read here.
    ///
    /// ```
    /// use portcullis_condition::{Test, VariableSupport};
    /// let read = |values: [&str; 2]| {
    ///     Test::read("DateLessThan".parse()?, "aws:CurrentTime".parse()?, values, VariableSupport::Expanded)
    ///         .map_err(Box::<dyn std::error::Error>::from)
    /// };
    /// assert_eq!(read(["2026-03-01", "2026-04-01"])?.operands().len(), 2);
    /// assert!(read(["2026-03-01", "tomorrow"]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The [`ValueError`] of the first value that the operator cannot read.
    pub fn read<'a>(
        operator: Operator,
        key: ContextKey,
        values: impl IntoIterator<Item = &'a str>,
        variables: VariableSupport,
    ) -> Result<Self, ValueError> {
        let operands = values
            .into_iter()
            .map(|text| Operand::read(&operator, text, variables));
        Ok(Self {
            operator,
            key,
            operands: operands.collect::<Result<_, _>>()?,
        })
    }

    /// The operator.
    ///
    /// ```
    /// # use portcullis_condition::Test;
    /// let test = Test::new("Bool".parse()?, "aws:SecureTransport".parse()?, []);
    /// assert_eq!(test.operator().to_string(), "Bool");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn operator(&self) -> Operator {
        self.operator
    }

    /// The key whose values are tested.
    ///
    /// ```
    /// # use portcullis_condition::Test;
    /// let test = Test::new("Bool".parse()?, "aws:SecureTransport".parse()?, []);
    /// assert_eq!(test.key().as_str(), "aws:SecureTransport");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn key(&self) -> &ContextKey {
        &self.key
    }

    /// The values that the policy lists, in the order written; perhaps none.
    ///
    /// ```
    /// # use portcullis_condition::Test;
    /// let test = Test::new("Bool".parse()?, "aws:SecureTransport".parse()?, []);
    /// assert!(test.operands().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn operands(&self) -> &[Operand] {
        &self.operands
    }

    /// Whether the test holds for a request.
    ///
    /// Allocates nothing. Takes at most (values of the request) × (values of the policy) comparisons, each linear in the texts
    /// or, for patterns, pattern × text.
    ///
    /// ```
    /// use portcullis_condition::{Context, Operand, Test};
    /// let test = Test::new("BoolIfExists".parse()?, "aws:MultiFactorAuthPresent".parse()?, [Operand::Boolean(false)]);
    /// assert!(test.holds(&Context::new()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 1.5, 8.2, 8.3, 8.9, 8.10.
    #[must_use]
    pub fn holds(&self, context: &Context) -> bool {
        self.outcome(context).holds()
    }

    /// Whether the test holds for a request, and why.
    ///
    /// ```
    /// use portcullis_condition::{Basis, Context, KeyState, Operand, Test};
    /// let test = Test::new("Bool".parse()?, "aws:MultiFactorAuthPresent".parse()?, [Operand::Boolean(false)]);
    /// let outcome = test.outcome(&Context::new());
    /// assert!(!outcome.holds());
    /// assert_eq!((outcome.key(), outcome.basis()), (KeyState::Absent, Basis::KeyAbsent));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 1.5, 8.2, 8.3, 8.9, 8.10.
    pub fn outcome(&self, context: &Context) -> Outcome {
        let value = context.get(&self.key);
        let key = KeyState::of(value);
        let (holds, basis) = match self.operator.spec().comparison() {
            Comparison::Presence(matching) => {
                self.test_presence(|| matching(key != KeyState::Present, &self.operands))
            }
            Comparison::Values(matching) => {
                self.test_values(value, |request| matching(request, &self.operands, context))
            }
        };
        Outcome { holds, key, basis }
    }

    fn test_presence(&self, matching: impl FnOnce() -> Option<usize>) -> (bool, Basis) {
        match self.operator.set() {
            Some(set) => (set == SetQualifier::ForAllValues, Basis::QualifiedNull),
            None => {
                let operand = matching();
                (operand.is_some(), Basis::Presence { operand })
            }
        }
    }

    /// The decision procedure of PL 8.2, in its order.
    fn test_values(
        &self,
        value: Option<&ContextValue>,
        matching: impl Fn(Actual<'_>) -> Option<usize>,
    ) -> (bool, Basis) {
        let set = self.operator.set();
        let null_set = |value: &&ContextValue| set.is_some() && value.is_null_set();
        let value = value.filter(|value| !null_set(value));
        let Some(value) = value.filter(|value| !value.values().is_empty()) else {
            let holds = self.operator.if_exists()
                || set.map_or(self.operator.is_negated(), |set| {
                    set == SetQualifier::ForAllValues
                });
            return (holds, Basis::KeyAbsent);
        };
        if self.operands.is_empty() && (set.is_some() || self.operator.if_exists()) {
            return (false, Basis::NoOperands);
        }
        if set.is_none() && value.values().len() > 1 {
            return (false, Basis::SeveralValues);
        }
        // A negated operator is satisfied by a value exactly if the positive one is not.
        let satisfied = |operand: Option<usize>| operand.is_some() != self.operator.is_negated();
        // One value decides "for any" as soon as it satisfies the operator, "for all" as soon as it does not, and is alone
        // without a qualifier.
        let decides = |operand| match set {
            Some(SetQualifier::ForAllValues) => !satisfied(operand),
            Some(SetQualifier::ForAnyValue) => satisfied(operand),
            None => true,
        };
        let found = value
            .values()
            .iter()
            .enumerate()
            .map(|(index, text)| (index, matching(Actual::new(text, value, index))))
            .find(|(_, operand)| decides(*operand));
        match found {
            Some((value, operand)) => (satisfied(operand), Basis::Value { value, operand }),
            None => (set == Some(SetQualifier::ForAllValues), Basis::AllValues),
        }
    }

    /// The keys that the test asks for and the request does not have: the key tested, and those of variables without default,
    /// in the order written; a key may occur twice.
    ///
    /// ```
    /// use portcullis_condition::{Context, Test, VariableSupport};
    /// let test = Test::read(
    ///     "StringEquals".parse()?,
    ///     "s3:prefix".parse()?,
    ///     ["${aws:username}", "${aws:userid, 'none'}"],
    ///     VariableSupport::Expanded,
    /// )?;
    /// let missing: Vec<_> = test.missing_keys(&Context::new()).map(|key| key.as_str()).collect();
    /// assert_eq!(missing, ["s3:prefix", "aws:username"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn missing_keys<'a, 'c>(
        &'a self,
        context: &'c Context,
    ) -> impl Iterator<Item = &'a ContextKey> + use<'a, 'c> {
        let variables = self.operands.iter().flat_map(Operand::variables);
        let without_default = variables.filter(|variable| variable.default().is_none());
        core::iter::once(&self.key)
            .chain(without_default.map(|variable| variable.key()))
            .filter(|key| !context.contains(key))
    }

    /// The keys that the test names: the key tested, and those of its variables, in the order written; a key may occur twice.
    ///
    /// ```
    /// use portcullis_condition::{Test, VariableSupport};
    /// let test = Test::read(
    ///     "StringEquals".parse()?,
    ///     "s3:prefix".parse()?,
    ///     ["${aws:username}"],
    ///     VariableSupport::Expanded,
    /// )?;
    /// assert_eq!(test.keys().map(|key| key.as_str()).collect::<Vec<_>>(), ["s3:prefix", "aws:username"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn keys(&self) -> impl Iterator<Item = &ContextKey> {
        let variables = self.operands.iter().flat_map(Operand::variables);
        core::iter::once(&self.key).chain(variables.map(|variable| variable.key()))
    }
}

/// What the request has for a key, as the operator `Null` sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no other state")]
pub enum KeyState {
    /// The key is not in the request context.
    Absent,
    /// The key is there, with an empty list or a list of empty strings.
    Null,
    /// The key has a value.
    Present,
}

impl KeyState {
    fn of(value: Option<&ContextValue>) -> Self {
        match value {
            None => Self::Absent,
            Some(value) if value.is_null() => Self::Null,
            Some(_) => Self::Present,
        }
    }
}

impl fmt::Display for KeyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "absent",
            Self::Null => "null",
            Self::Present => "present",
        })
    }
}

/// Which rule decided a test. Indices count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// The key is absent, has an empty list, or (with a set qualifier) nothing but empty strings.
    KeyAbsent,
    /// The policy lists no value, and the operator has a set qualifier or `IfExists`.
    NoOperands,
    /// The request has several values, and the operator has no set qualifier.
    SeveralValues,
    /// One value of the request decided: the only one, or the first on which the set qualifier turns.
    Value {
        /// The place of the value among those of the request.
        value: usize,
        /// The place of the first value of the policy that it matches, if it matches one.
        operand: Option<usize>,
    },
    /// No single value of the request decided: all satisfy `ForAllValues`, or none satisfies `ForAnyValue`.
    AllValues,
    /// `Null` compared the presence of the key.
    Presence {
        /// The place of the first value of the policy that agrees, if one does.
        operand: Option<usize>,
    },
    /// `Null` has a set qualifier, which decides alone.
    QualifiedNull,
}

/// What became of a test, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Outcome {
    holds: bool,
    key: KeyState,
    basis: Basis,
}

impl Outcome {
    /// Whether the test holds.
    ///
    /// ```
    /// # use portcullis_condition::{Context, Operand, Test};
    /// let test = Test::new("Null".parse()?, "aws:TokenIssueTime".parse()?, [Operand::Boolean(false)]);
    /// assert!(!test.outcome(&Context::new()).holds());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn holds(self) -> bool {
        self.holds
    }

    /// What the request has for the key.
    ///
    /// ```
    /// # use portcullis_condition::{Context, KeyState, Operand, Test};
    /// let test = Test::new("Null".parse()?, "aws:TokenIssueTime".parse()?, [Operand::Boolean(false)]);
    /// assert_eq!(test.outcome(&Context::new()).key(), KeyState::Absent);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn key(self) -> KeyState {
        self.key
    }

    /// Which rule decided.
    ///
    /// ```
    /// # use portcullis_condition::{Basis, Context, Operand, Test};
    /// let test = Test::new("Null".parse()?, "aws:TokenIssueTime".parse()?, [Operand::Boolean(true)]);
    /// assert_eq!(test.outcome(&Context::new()).basis(), Basis::Presence { operand: Some(0) });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn basis(self) -> Basis {
        self.basis
    }
}
