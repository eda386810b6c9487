//! The values of the ARN operators: six fields, each matched on its own (PL 8.8).

use alloc::boxed::Box;
use core::cell::OnceCell;

use portcullis_arn::pattern::{fields, match_operator_stream};

use crate::context::Context;
use crate::template::{Template, VariableError, VariableSupport, WildcardSupport};

/// A value of an ARN operator.
///
/// It is cut into its fields once, unless a variable stands in it: what a variable brings along can have colons that cut as
/// well.
///
/// ```
/// use portcullis_condition::{ArnPattern, Context, VariableSupport};
/// let pattern = ArnPattern::parse("arn:aws:iam::*:role/*", VariableSupport::Expanded)?;
/// assert!(pattern.matches("arn:aws:iam::111122223333:role/a/b", &Context::new()));
/// assert!(!pattern.matches("arn:aws:iam::111122223333:user:role/a", &Context::new()));
/// # Ok::<(), portcullis_condition::VariableError>(())
/// ```
///
/// # Source
///
/// PL 8.8 (`reference_policies_elements_condition_operators`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArnPattern {
    whole: Template,
    fields: Fields,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Fields {
    Known(Box<[Template; 6]>),
    /// There are fewer than six, and no variable that could add to them.
    TooFew,
    /// They depend on the values of variables.
    OfRequest,
}

impl ArnPattern {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// [`VariableError`] at the first malformed `${…}`.
    pub fn parse(text: &str, variables: VariableSupport) -> Result<Self, VariableError> {
        let whole = Template::parse(text, variables, WildcardSupport::Glob)?;
        let fields = if whole.variables().next().is_some() {
            Fields::OfRequest
        } else {
            let fields = whole.split_fields().try_into().map(Box::new);
            fields.map_or(Fields::TooFew, Fields::Known)
        };
        Ok(Self { whole, fields })
    }

    /// The value as one text with its variables and wildcards.
    #[must_use]
    pub const fn template(&self) -> &Template {
        &self.whole
    }

    /// Whether the ARN of a request matches, letter case included; not, if a variable has neither value nor default.
    ///
    /// Takes at most pattern × text steps and allocates nothing.
    ///
    /// # Source
    ///
    /// PL 8.8.1–8.8.5 (`reference_policies_elements_condition_operators`).
    #[must_use]
    pub fn matches(&self, text: &str, context: &Context) -> bool {
        self.matches_fields(&ArnText::new(text), context)
    }

    /// As [`matches`](Self::matches), for a text that several patterns are tried on.
    pub(crate) fn matches_fields(&self, own: &ArnText<'_>, context: &Context) -> bool {
        match &self.fields {
            Fields::TooFew => false,
            Fields::Known(fields) => {
                let fits =
                    |(field, own): (&Template, &&str)| field.matches(own, context) == Some(true);
                // The last field tells patterns from each other best.
                let own = own.fields();
                own.is_some_and(|own| fields.iter().zip(own).rev().all(fits))
            }
            Fields::OfRequest => (self.whole.tokens(context))
                .is_some_and(|tokens| match_operator_stream(tokens, own.text)),
        }
    }
}

/// A text, cut into its fields when they are asked for.
pub(crate) struct ArnText<'t> {
    text: &'t str,
    fields: OnceCell<Option<[&'t str; 6]>>,
}

impl<'t> ArnText<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self {
            text,
            fields: OnceCell::new(),
        }
    }

    fn fields(&self) -> Option<&[&'t str; 6]> {
        self.fields.get_or_init(|| fields(self.text)).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn fields_match_as_the_stream_does(
            pattern in "([ab*?é:]|[$]\\{[*]\\}){0,12}",
            more in "([ab*?]{0,2}:){5}[ab*?:]{0,4}",
            text in "[abé*:]{0,14}",
            fitting in "([ab]{0,2}:){5}[ab:]{0,4}",
        ) {
            let context = Context::new();
            for pattern in [pattern, more] {
                let read = ArnPattern::parse(&pattern, VariableSupport::Expanded).unwrap();
                for text in [&text, &fitting] {
                    let tokens = read.template().tokens(&context).unwrap();
                    prop_assert_eq!(read.matches(text, &context), match_operator_stream(tokens, text), "{} on {}", pattern, text);
                }
            }
        }
    }

    #[test]
    fn a_variable_brings_its_own_colons() {
        let pattern = ArnPattern::parse("arn:aws:iam::${aws:x}/*", VariableSupport::Expanded);
        let mut context = Context::new();
        assert!(
            !pattern
                .as_ref()
                .unwrap()
                .matches("arn:aws:iam::1:role/a", &context)
        );
        let value = crate::ContextValue::single("1:role");
        context.insert("aws:x".parse().unwrap(), value).unwrap();
        assert!(pattern.unwrap().matches("arn:aws:iam::1:role/a", &context));
    }
}
