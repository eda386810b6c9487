//! The values that a policy lists for a condition key, read once.

use crate::arn_pattern::ArnPattern;
use crate::operator::Operator;
use crate::template::{Template, Variable, VariableSupport};
use crate::value::{Base64, Instant, IpNetwork, Number, ValueError};

/// One value of a policy's list, in the type that its operator compares.
///
/// ```
/// use portcullis_condition::{Operand, Operator, VariableSupport};
/// let operator: Operator = "NumericLessThan".parse()?;
/// let operand = Operand::read(&operator, "010.0", VariableSupport::Expanded)?;
/// assert_eq!(operand, Operand::Number("10".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operand {
    /// A text of the String operators.
    Text(Template),
    /// A pattern of the ARN operators.
    Arn(ArnPattern),
    /// A number.
    Number(Number),
    /// An instant.
    Instant(Instant),
    /// A Boolean, also the one of `Null`.
    Boolean(bool),
    /// A text of `Bool` with a variable in it; what it stands for is known with the request only.
    BooleanText(Template),
    /// An address or network.
    Network(IpNetwork),
    /// Bytes.
    Bytes(Base64),
    /// A value that its operator cannot read and that the lenient reading keeps: it matches nothing.
    Unreadable,
}

impl Operand {
    /// Reads a value as its operator does.
    ///
    /// Variables are known to the String and ARN operators and to `Bool`; elsewhere `${…}` makes the value unreadable.
    ///
    /// ```
    /// use portcullis_condition::value::ValueErrorKind;
    /// use portcullis_condition::{Operand, Operator, VariableSupport};
    /// let operator: Operator = "IpAddress".parse()?;
    /// let error = Operand::read(&operator, "10.0.0.0/33", VariableSupport::Expanded).unwrap_err();
    /// assert_eq!(error.kind(), ValueErrorKind::NotANetwork);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ValueError`] if the text is no value of the operator's type or has a malformed variable. The lenient reading then uses
    /// [`Operand::unreadable`].
    ///
    /// # Source
    ///
    /// PL 7.1.4–7.1.6, 8.4–8.9 (`reference_policies_elements_condition_operators`, `reference_policies_variables`).
    pub fn read(
        operator: &Operator,
        text: &str,
        variables: VariableSupport,
    ) -> Result<Self, ValueError> {
        operator.spec().read(text, variables)
    }

    /// The value that matches nothing, in place of one that cannot be read.
    ///
    /// ```
    /// use portcullis_condition::Operand;
    /// assert_eq!(Operand::unreadable(), Operand::Unreadable);
    /// ```
    ///
    /// # Source
    ///
    /// PL 1.6, 8.7.
    #[must_use]
    pub const fn unreadable() -> Self {
        Self::Unreadable
    }

    /// The text with its variables and wildcards, for the operators that know them.
    ///
    /// ```
    /// use portcullis_condition::{Operand, Operator, VariableSupport};
    /// let operator: Operator = "StringLike".parse()?;
    /// let operand = Operand::read(&operator, "a*", VariableSupport::Expanded)?;
    /// assert!(operand.template().is_some_and(|template| template.has_wildcard()));
    /// let operand = Operand::read(&"ArnLike".parse()?, "arn:aws:iam::*:role/*", VariableSupport::Expanded)?;
    /// assert!(operand.template().is_some());
    /// let operand = Operand::read(&"Bool".parse()?, "true", VariableSupport::Expanded)?;
    /// assert!(operand.template().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn template(&self) -> Option<&Template> {
        match self {
            Self::Text(template) | Self::BooleanText(template) => Some(template),
            Self::Arn(pattern) => Some(pattern.template()),
            _ => None,
        }
    }

    /// The variables in the order written.
    ///
    /// ```
    /// use portcullis_condition::{Operand, Operator, VariableSupport};
    /// let operator: Operator = "StringEquals".parse()?;
    /// let operand = Operand::read(&operator, "${aws:username}", VariableSupport::Expanded)?;
    /// assert_eq!(operand.variables().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn variables(&self) -> impl Iterator<Item = &Variable> + Clone {
        self.template().into_iter().flat_map(Template::variables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_patterns_have_a_template() {
        for (operator, text, has) in [
            ("StringLike", "a*", true),
            ("ArnLike", "arn:aws:iam::*:role/*", true),
            ("Bool", "${aws:x}", true),
            ("Bool", "true", false),
            ("NumericEquals", "1", false),
        ] {
            let operator: Operator = operator.parse().unwrap();
            let operand = Operand::read(&operator, text, VariableSupport::Expanded).unwrap();
            let template = operand.template().map(|one| std::format!("{one}"));
            assert_eq!(template.as_deref(), has.then_some(text));
            assert_eq!(operand.variables().count(), usize::from(text.contains('$')));
        }
    }
}
