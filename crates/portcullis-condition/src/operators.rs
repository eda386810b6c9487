//! The condition operators: one row each, in the file of its family.
//!
//! A row says what is the operator's own: its name, whether it is negated, how it reads a value of the policy, and which values
//! of the policy a value of the request matches. Negation, `IfExists` and set qualifiers are the same for all and are done in
//! [`Test`](crate::Test).
//!
//! `StringEqualsIgnoreCase` folds case by simple Unicode folding, one character to one: `É` equals `é` and `Σ` equals `ς`, but
//! `ß` does not equal `ss`, nor `ı` an `i`.

mod arn;
mod binary;
mod boolean;
mod date;
mod ip;
mod null;
mod numeric;
mod string;

use core::fmt;

use crate::context::{Actual, Context};
use crate::operand::Operand;
use crate::template::VariableSupport;
use crate::value::ValueError;

/// What the operators of a group have in common: the type they compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Family {
    /// Texts.
    String,
    /// Decimal numbers.
    Numeric,
    /// Instants.
    Date,
    /// `true` and `false`.
    Bool,
    /// Bytes in base64.
    Binary,
    /// IP addresses.
    IpAddress,
    /// Amazon Resource Names.
    Arn,
    /// Presence of the key.
    Null,
}

/// One operator: its row in the table.
pub struct OperatorSpec {
    name: &'static str,
    negated: bool,
    family: Family,
    variables: VariableSupport,
    read: fn(&str, VariableSupport) -> Result<Operand, ValueError>,
    comparison: Comparison,
}

/// What an operator looks at.
#[derive(Clone, Copy)]
pub(crate) enum Comparison {
    /// The place of the first value of the policy that a value of the request matches, by the positive form of the operator.
    ///
    /// It gets all values of the policy at once, so that the value of the request is parsed once.
    Values(fn(Actual<'_>, &[Operand], &Context) -> Option<usize>),
    /// The place of the first value of the policy that agrees with whether the key is null.
    Presence(fn(bool, &[Operand]) -> Option<usize>),
}

impl OperatorSpec {
    /// The name as AWS spells it, without set qualifier and `IfExists`.
    ///
    /// ```
    /// use portcullis_condition::operators;
    /// assert_eq!(operators::find("stringlike").map(|spec| spec.name()), Some("StringLike"));
    /// ```
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the operator is the negation of another.
    ///
    /// ```
    /// use portcullis_condition::operators;
    /// assert!(operators::find("NotIpAddress").is_some_and(|spec| spec.is_negated()));
    /// ```
    ///
    /// # Source
    ///
    /// PL 0.3 (`reference_policies_elements_condition_operators`).
    #[must_use]
    pub const fn is_negated(&self) -> bool {
        self.negated
    }

    /// The type that the operator compares.
    ///
    /// ```
    /// use portcullis_condition::operators::{self, Family};
    /// assert_eq!(operators::find("Bool").map(|spec| spec.family()), Some(Family::Bool));
    /// ```
    #[must_use]
    pub const fn family(&self) -> Family {
        self.family
    }

    /// Whether the operator's values may hold policy variables, in a policy whose `Version` knows them.
    ///
    /// ```
    /// use portcullis_condition::{VariableSupport, operators};
    /// let support = |name| operators::find(name).map(|spec| spec.variables());
    /// assert_eq!(support("ArnLike"), Some(VariableSupport::Expanded));
    /// assert_eq!(support("DateEquals"), Some(VariableSupport::Literal));
    /// ```
    ///
    /// # Source
    ///
    /// PL 7.1.4–7.1.6 (`reference_policies_variables`).
    #[must_use]
    pub const fn variables(&self) -> VariableSupport {
        self.variables
    }

    /// Whether `IfExists` may follow: it may unless the operator tests presence itself.
    ///
    /// ```
    /// use portcullis_condition::operators;
    /// assert!(operators::all().filter(|spec| !spec.allows_if_exists()).map(|spec| spec.name()).eq(["Null"]));
    /// ```
    ///
    /// # Source
    ///
    /// PL 8.9 (`access-analyzer-reference-policy-checks`).
    #[must_use]
    pub const fn allows_if_exists(&self) -> bool {
        matches!(self.comparison, Comparison::Values(_))
    }

    pub(crate) fn read(
        &self,
        text: &str,
        variables: VariableSupport,
    ) -> Result<Operand, ValueError> {
        (self.read)(text, variables)
    }

    pub(crate) const fn comparison(&self) -> Comparison {
        self.comparison
    }
}

impl fmt::Debug for OperatorSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperatorSpec")
            .field("name", &self.name)
            .field("negated", &self.negated)
            .field("family", &self.family)
            .field("variables", &self.variables)
            .finish_non_exhaustive()
    }
}

static FAMILIES: [&[OperatorSpec]; 8] = [
    &string::OPERATORS,
    &numeric::OPERATORS,
    &date::OPERATORS,
    &boolean::OPERATORS,
    &binary::OPERATORS,
    &ip::OPERATORS,
    &arn::OPERATORS,
    &null::OPERATORS,
];

/// Every operator, family by family.
///
/// ```
/// assert_eq!(portcullis_condition::operators::all().count(), 27);
/// ```
///
/// # Source
///
/// `reference_policies_elements_condition_operators`.
pub fn all() -> impl Iterator<Item = &'static OperatorSpec> {
    FAMILIES.iter().copied().flatten()
}

/// The operator of a name, in whatever letter case.
///
/// ```
/// use portcullis_condition::operators;
/// assert!(operators::find("ARNLIKE").is_some());
/// assert!(operators::find("ArnLikeIfExists").is_none(), "the suffix is not part of the name");
/// ```
///
/// # Source
///
/// PL 8.2.
#[must_use]
pub fn find(name: &str) -> Option<&'static OperatorSpec> {
    all().find(|spec| spec.name.eq_ignore_ascii_case(name))
}
