//! Whether a text matches a template, letter case included.

use memchr::memmem;

use super::{Part, Template, Variable};
use crate::context::Context;

impl Template {
    /// Whether a text matches, letter case included; `None` if a variable has neither value nor default.
    ///
    /// Takes at most pattern × text steps and allocates nothing; most templates take a few comparisons of whole pieces.
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
        if let Some(matches) = match_simple(&self.parts, text) {
            return Some(matches);
        }
        let unresolved = |variable: &Variable| variable.resolve(context).is_none();
        if self.variables().any(unresolved) {
            return None;
        }
        Some(match_parts(&self.parts, text, context))
    }
}

/// Matches the forms that nearly all texts of policies have; `None` for any other.
fn match_simple(parts: &[Part], text: &str) -> Option<bool> {
    match parts {
        [] => Some(text.is_empty()),
        [Part::Run] => Some(true),
        [Part::Literal(all)] => Some(**all == *text),
        [Part::Literal(first), Part::Run] => Some(text.starts_with(&**first)),
        [Part::Run, Part::Literal(last)] => Some(text.ends_with(&**last)),
        [Part::Literal(first), Part::Run, Part::Literal(last)] => {
            let behind = text.strip_prefix(&**first);
            Some(behind.is_some_and(|behind| behind.ends_with(&**last)))
        }
        [Part::Run, Part::Literal(within), Part::Run] => {
            Some(memmem::find(text.as_bytes(), within.as_bytes()).is_some())
        }
        _ => None,
    }
}

/// Matches part by part: what stands before the first `*` at the beginning, what stands behind the last at the end, and each run
/// of parts between two of them where it first occurs, which is best since all of them have a fixed number of characters.
fn match_parts(parts: &[Part], text: &str, context: &Context) -> bool {
    let is_run = |part: &Part| matches!(part, Part::Run);
    let mut segments = parts.split(is_run);
    let first = segments.next().unwrap_or_default();
    let Some(rest) = at_beginning(first, text, context) else {
        return false;
    };
    if first.len() == parts.len() {
        return rest.is_empty();
    }
    let last = segments.next_back().unwrap_or_default();
    let Some(mut rest) = at_end(last, rest, context) else {
        return false;
    };
    for segment in segments.filter(|segment| !segment.is_empty()) {
        match behind_first(segment, rest, context) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

/// What is left behind parts without `*` that stand at the beginning of a text.
fn at_beginning<'t>(parts: &[Part], text: &'t str, context: &Context) -> Option<&'t str> {
    parts.iter().try_fold(text, |rest, part| match part {
        Part::Literal(literal) => rest.strip_prefix(&**literal),
        Part::Escape(character) => rest.strip_prefix(*character),
        Part::Variable(variable) => rest.strip_prefix(variable.resolve(context)?),
        Part::One => {
            let mut characters = rest.chars();
            characters.next().map(|_| characters.as_str())
        }
        Part::Run => None,
    })
}

/// What is left before parts without `*` that stand at the end of a text.
fn at_end<'t>(parts: &[Part], text: &'t str, context: &Context) -> Option<&'t str> {
    parts.iter().rev().try_fold(text, |rest, part| match part {
        Part::Literal(literal) => rest.strip_suffix(&**literal),
        Part::Escape(character) => rest.strip_suffix(*character),
        Part::Variable(variable) => rest.strip_suffix(variable.resolve(context)?),
        Part::One => {
            let mut characters = rest.chars();
            characters.next_back().map(|_| characters.as_str())
        }
        Part::Run => None,
    })
}

/// What is left behind the first place of a text where parts without `*` stand.
fn behind_first<'t>(parts: &[Part], text: &'t str, context: &Context) -> Option<&'t str> {
    let mut rest = text;
    loop {
        if let Some(Part::Literal(literal)) = parts.first() {
            let found = memmem::find(rest.as_bytes(), literal.as_bytes());
            rest = rest.get(found?..)?;
        }
        if let Some(behind) = at_beginning(parts, rest, context) {
            return Some(behind);
        }
        let mut characters = rest.chars();
        characters.next()?;
        rest = characters.as_str();
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use portcullis_glob::{CaseSensitivity, match_tokens};
    use proptest::prelude::*;

    use super::*;
    use crate::template::{VariableSupport, WildcardSupport};

    proptest! {
        #[test]
        fn parts_match_as_tokens_do(pattern in "([ab*?é]|[$]\\{[*]\\}|[$]\\{aws:x\\}){0,8}", value in "[abé*]{0,2}", text in "[abé*]{0,10}") {
            let template = Template::parse(&pattern, VariableSupport::Expanded, WildcardSupport::Glob).unwrap();
            let mut context = Context::new();
            if template.variables().next().is_some() {
                prop_assert_eq!(template.matches(&text, &context), None);
            }
            let value = crate::ContextValue::single(if value.is_empty() { "a" } else { &value });
            context.insert("aws:x".parse().unwrap(), value).unwrap();
            let expected = match_tokens(template.tokens(&context).unwrap(), &text, CaseSensitivity::Sensitive);
            prop_assert_eq!(template.matches(&text, &context), Some(expected));
        }
    }

    #[test]
    fn every_short_pattern_matches_as_its_tokens_do() {
        let letters = ['a', 'b', '*', '?'];
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
        for pattern in (0..=4).flat_map(|length| texts(length, &letters)) {
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
