//! The entries of `Action` and `Resource` and of their `Not` forms.

use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use portcullis_arn::pattern::fields;
use portcullis_condition::{Part, Template, VariableSupport, WildcardSupport};
use portcullis_json::{Span, Value};

use super::{Head, Reader, article};
use crate::problem::quoted;
use crate::text::has_reference;
use crate::{
    ActionEntry, ActionPattern, ActionRule, IncompleteArn, PolicyError, Problem, ProblemKind,
    ResourceArn, ResourceEntry, ResourcePattern, Text, Version,
};

/// How many heads are remembered: policies are about a few services.
const MOST_HEADS: usize = 16;

impl Reader {
    pub(super) fn action_entries(
        &mut self,
        value: Value<'_>,
        what: &str,
    ) -> Result<Vec<ActionEntry>, PolicyError> {
        let entries = self.list(value, what, Self::action_entry)?;
        self.check_list(entries.is_empty(), value, what)?;
        Ok(entries)
    }

    fn action_entry(&mut self, entry: Text) -> Result<ActionEntry, PolicyError> {
        let (text, span) = (entry.as_str(), entry.span());
        let pattern = match ActionPattern::parse(text) {
            Ok(pattern) => pattern,
            Err(fault) => {
                let message = format!(
                    "expected an action such as `s3:GetObject`, found {} with {}",
                    quoted(text),
                    fault.describe()
                );
                self.report(Problem::new(ProblemKind::MalformedAction, span, message))?;
                ActionPattern::Nothing
            }
        };
        if pattern == ActionPattern::Everything
            && self.spec.action == ActionRule::Prefixed
            && !self.full_access
        {
            let message = format!(
                "expected an action with a service prefix in {}, found `*`",
                article(self.spec.name)
            );
            self.report(Problem::new(
                ProblemKind::ResourceControlAction,
                span,
                message,
            ))?;
        }
        if pattern.has_wildcard_prefix() {
            let message = format!("a wildcard in the service prefix of {}", quoted(text));
            self.report(Problem::new(
                ProblemKind::WildcardInServicePrefix,
                span,
                message,
            ))?;
        }
        if has_reference(text) {
            let message = format!(
                "a policy variable in {} that is literal text there",
                quoted(text)
            );
            let problem = Problem::new(ProblemKind::VariableNotExpanded, span, message);
            self.report(problem.with_help("actions have no variables"))?;
        }
        let form = pattern.into();
        Ok(ActionEntry { text: entry, form })
    }

    pub(super) fn resource_entries(
        &mut self,
        value: Value<'_>,
        what: &str,
    ) -> Result<Vec<ResourceEntry>, PolicyError> {
        let entries = self.list(value, what, Self::resource_entry)?;
        self.check_list(entries.is_empty(), value, what)?;
        Ok(entries)
    }

    fn resource_entry(&mut self, text: Text) -> Result<ResourceEntry, PolicyError> {
        let pattern = self.resource_pattern(text.as_str(), text.span())?;
        Ok(ResourceEntry { text, pattern })
    }

    fn resource_pattern(&mut self, text: &str, span: Span) -> Result<ResourcePattern, PolicyError> {
        if text == "*" {
            return Ok(ResourcePattern::Everything);
        }
        if let Some(pattern) = self.behind_plain_head(text, span)? {
            return Ok(pattern);
        }
        let template = match Template::parse(text, self.version.variables(), WildcardSupport::Glob)
        {
            Ok(template) => template,
            Err(error) => {
                let message = format!("in {}: {error}", quoted(text));
                let problem = Problem::new(ProblemKind::MalformedVariable, span, message);
                self.report(problem.with_some_help(error.help()))?;
                return Ok(ResourcePattern::Nothing { malformed: true });
            }
        };
        self.count(template.parts().len(), span)?;
        let fields = template.split_fields();
        self.check_fields(text, &fields, span)?;
        if fields.len() < 6 && !self.accept_incomplete(text, &fields, span)? {
            return Ok(ResourcePattern::Nothing { malformed: false });
        }
        let pattern = ResourcePattern::filled(fields, &any());
        Ok(pattern.unwrap_or(ResourcePattern::Nothing { malformed: false }))
    }

    /// What an entry matches of whose first five fields there is nothing to say: nearly every entry. Such fields are read once
    /// for the entries that have them in common.
    fn behind_plain_head(
        &mut self,
        text: &str,
        span: Span,
    ) -> Result<Option<ResourcePattern>, PolicyError> {
        let Some([head @ .., behind]) = fields(text) else {
            return Ok(None);
        };
        let written = text.strip_suffix(behind).unwrap_or_default();
        // What there is to say of a variable names the whole entry.
        if self.version == Version::V2008 && has_reference(behind) {
            return Ok(None);
        }
        let variables = self.version.variables();
        let Ok(resource) = Template::parse(behind, variables, WildcardSupport::Glob) else {
            return Ok(None);
        };
        let Some((head, parts)) = self.head(written, &head) else {
            return Ok(None);
        };
        // Literal text behind a colon is one piece with it.
        let united = matches!(resource.parts().first(), Some(Part::Literal(_)));
        let parts = parts.saturating_add(resource.parts().len());
        self.count(parts.saturating_sub(usize::from(united)), span)?;
        Ok(Some(ResourcePattern::Arn(ResourceArn { head, resource })))
    }

    /// The first five fields of an entry, and how many pieces they are with the colons behind them; `None` where something is to
    /// be said of them or a variable could be written in them.
    fn head(&mut self, written: &str, fields: &[&str; 5]) -> Option<(Arc<[Template; 5]>, usize)> {
        let is_same = |head: &&Head| *head.text == *written;
        if let Some(known) = self.heads.iter().find(is_same) {
            return Some((known.fields.clone(), known.parts));
        }
        let (fields, parts) = plain_head(fields)?;
        if self.heads.len() < MOST_HEADS {
            self.heads.push(Head {
                text: written.into(),
                fields: fields.clone(),
                parts,
            });
        }
        Some((fields, parts))
    }

    /// Whether an entry of fewer than six fields is filled up.
    fn accept_incomplete(
        &mut self,
        text: &str,
        fields: &[Template],
        span: Span,
    ) -> Result<bool, PolicyError> {
        let has_wildcard = fields.iter().any(Template::has_wildcard);
        let ends_in_wildcard = fields.last().is_some_and(Template::ends_with_run);
        let (kind, filled) = match self.spec.incomplete_arn {
            IncompleteArn::Filled => (ProblemKind::IncompleteArn, true),
            IncompleteArn::FilledWithWildcard => (ProblemKind::IncompleteArn, has_wildcard),
            IncompleteArn::RefusedUnlessTrailingWildcard if ends_in_wildcard => {
                (ProblemKind::IncompleteArn, true)
            }
            IncompleteArn::Refused | IncompleteArn::RefusedUnlessTrailingWildcard => {
                (ProblemKind::IncompleteArnRefused, true)
            }
        };
        let outcome = if filled {
            "the missing fields are read as `*`"
        } else {
            "it matches nothing"
        };
        let message = format!(
            "expected an ARN of six fields, found {}: {outcome}",
            quoted(text)
        );
        self.report(Problem::new(kind, span, message))?;
        Ok(filled)
    }

    fn check_fields(
        &mut self,
        text: &str,
        fields: &[Template],
        span: Span,
    ) -> Result<(), PolicyError> {
        let named = |index: usize| fields.get(index).is_some_and(Template::has_wildcard);
        if fields.len() == 6 && (named(1) || named(2)) {
            let message = format!(
                "a wildcard in the partition or service field of {}",
                quoted(text)
            );
            self.report(Problem::new(ProblemKind::WildcardInArnField, span, message))?;
        }
        let unexpanded = match self.version {
            Version::V2008 => has_reference(text),
            Version::V2012 => fields
                .iter()
                .take(5)
                .any(|field| field.variables().next().is_some()),
        };
        if unexpanded {
            let message = format!(
                "a policy variable in {} that is literal text there",
                quoted(text)
            );
            let problem = Problem::new(ProblemKind::VariableNotExpanded, span, message);
            self.report(problem.with_help(
                "variables are expanded behind the fifth colon, and only with \"Version\": \"2012-10-17\"",
            ))?;
        }
        Ok(())
    }

    pub(super) fn check_list(
        &mut self,
        empty: bool,
        value: Value<'_>,
        what: &str,
    ) -> Result<(), PolicyError> {
        // The empty `Not` list has a row of its own: it matches everything.
        if !empty || what.starts_with("`Not") {
            return Ok(());
        }
        let message = format!("an empty list as {what} matches nothing");
        self.report(Problem::new(ProblemKind::EmptyList, value.span(), message))
    }
}

/// The first five fields of an entry, and how many pieces they are with the colons behind them; `None` with a wildcard in the
/// partition or service, or with what could be a variable anywhere.
fn plain_head(written: &[&str; 5]) -> Option<(Arc<[Template; 5]>, usize)> {
    let mut parts = 0_usize;
    // Literal text is one piece with the colons around it.
    let mut in_literal = false;
    let mut read = |field: &str| {
        let mut is_literal = true;
        for byte in field.bytes() {
            let is_wildcard = match byte {
                b'$' => return None,
                byte => matches!(byte, b'*' | b'?'),
            };
            parts = parts.saturating_add(usize::from(is_wildcard || !in_literal));
            in_literal = !is_wildcard;
            is_literal &= in_literal;
        }
        parts = parts.saturating_add(usize::from(!in_literal));
        in_literal = true;
        if is_literal {
            return Some(Template::of_literal(field));
        }
        Template::parse(field, VariableSupport::Literal, WildcardSupport::Glob).ok()
    };
    let [one, two, three, four, five] = written.map(&mut read);
    let fields = [one?, two?, three?, four?, five?];
    let [_, partition, service, _, _] = &fields;
    let is_plain = !partition.has_wildcard() && !service.has_wildcard();
    is_plain.then(|| (Arc::new(fields), parts))
}

/// The template of `*`.
fn any() -> Template {
    // "*" has no variable that could be malformed.
    Template::parse("*", VariableSupport::Literal, WildcardSupport::Glob).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The pieces of a head are those of the whole that it begins.
        #[test]
        fn heads_count_and_split_as_the_whole_does(written in "([ab*?]{0,3}:){4}[ab*?]{0,3}") {
            let whole = Template::parse(&format!("{written}:"), VariableSupport::Expanded, WildcardSupport::Glob).unwrap();
            let fields = whole.split_fields();
            let named = |index: usize| fields[index].has_wildcard();
            let split: Vec<&str> = written.split(':').collect();
            match plain_head(split.as_slice().try_into().unwrap()) {
                None => prop_assert!(named(1) || named(2)),
                Some((head, parts)) => {
                    prop_assert!(!named(1) && !named(2));
                    prop_assert_eq!(head.as_slice(), &fields[..5]);
                    prop_assert_eq!(parts, whole.parts().len());
                }
            }
        }
    }

    #[test]
    fn a_head_that_may_hold_a_variable_is_not_plain() {
        assert!(plain_head(&["arn", "aws", "s3", "", "$"]).is_none());
        assert!(plain_head(&["arn", "aws", "s3", "", ""]).is_some());
    }
}
