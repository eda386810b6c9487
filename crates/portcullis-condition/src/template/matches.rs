//! Whether a text matches a template, letter case included.

use portcullis_glob::{CaseSensitivity, match_tokens};

use super::{Part, Template};
use crate::context::Context;

impl Template {
    /// Whether a text matches, letter case included; `None` if a variable has neither value nor default.
    ///
    /// Takes at most pattern × text steps and allocates nothing. Templates of literal text and `*` take a few comparisons of
    /// whole pieces.
    ///
    /// ```
    /// use portcullis_condition::{Context, Template, VariableSupport, WildcardSupport};
    /// let template = Template::parse("home/*/x?", VariableSupport::Expanded, WildcardSupport::Glob)?;
    /// assert_eq!(template.matches("home/a/b/x1", &Context::new()), Some(true));
    /// assert_eq!(template.matches("home/x1", &Context::new()), Some(false));
    /// # Ok::<(), portcullis_condition::VariableError>(())
    /// ```
    ///
    /// # Source
    ///
    /// PL 6.1, 7.2, 8.4 (`reference_policies_elements_condition_operators`).
    #[must_use]
    pub fn matches(&self, text: &str, context: &Context) -> Option<bool> {
        let pieces = |part: &Part| matches!(part, Part::Literal(_) | Part::Run);
        if self.parts.iter().all(pieces) {
            return Some(match_pieces(&self.parts, text));
        }
        let tokens = self.tokens(context)?;
        Some(match_tokens(tokens, text, CaseSensitivity::Sensitive))
    }
}

/// Matches literal text and `*`: each piece between two `*` is best found where it first occurs.
fn match_pieces(parts: &[Part], text: &str) -> bool {
    let (mut parts, mut text) = (parts, text);
    if let [Part::Literal(first), behind @ ..] = parts {
        let Some(rest) = text.strip_prefix(&**first) else {
            return false;
        };
        (parts, text) = (behind, rest);
        // Two literal pieces never follow each other, so that a `*` comes next, if anything.
        if parts.is_empty() {
            return text.is_empty();
        }
    }
    if let [before @ .., Part::Literal(last)] = parts {
        let Some(rest) = text.strip_suffix(&**last) else {
            return false;
        };
        (parts, text) = (before, rest);
    }
    if parts.is_empty() {
        return text.is_empty();
    }
    let mut literals = parts.iter().filter_map(|part| match part {
        Part::Literal(text) => Some(&**text),
        _ => None,
    });
    literals.all(|literal| match text.find(literal) {
        Some(at) => {
            text = text
                .get(at.saturating_add(literal.len())..)
                .unwrap_or_default();
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::template::{VariableSupport, WildcardSupport};

    proptest! {
        #[test]
        fn pieces_match_as_tokens_do(pattern in "[ab*é]{0,8}", text in "[abé*]{0,10}") {
            let template = Template::parse(&pattern, VariableSupport::Expanded, WildcardSupport::Glob).unwrap();
            let context = Context::new();
            let expected = match_tokens(template.tokens(&context).unwrap(), &text, CaseSensitivity::Sensitive);
            prop_assert_eq!(template.matches(&text, &context), Some(expected));
        }
    }

    #[test]
    fn every_short_pattern_matches_as_its_tokens_do() {
        let letters = ['a', 'b', '*'];
        let texts = |length: u32, letters: &[char]| -> Vec<String> {
            (0..letters.len().pow(length))
                .map(|mut number| {
                    let mut text = String::new();
                    for _ in 0..length {
                        text.push(letters[number % letters.len()]);
                        number /= letters.len();
                    }
                    text
                })
                .collect()
        };
        let context = Context::new();
        let mut positive = 0;
        for pattern in (0..=5).flat_map(|length| texts(length, &letters)) {
            let template =
                Template::parse(&pattern, VariableSupport::Expanded, WildcardSupport::Glob)
                    .unwrap();
            for text in (0..=5).flat_map(|length| texts(length, &['a', 'b'])) {
                let expected = match_tokens(
                    template.tokens(&context).unwrap(),
                    &text,
                    CaseSensitivity::Sensitive,
                );
                assert_eq!(
                    template.matches(&text, &context),
                    Some(expected),
                    "{pattern} on {text}"
                );
                positive += u32::from(expected);
            }
        }
        assert!(positive > 1_000, "{positive}");
    }
}
