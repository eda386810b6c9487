//! The entries of `Action` and `Resource` and of their `Not` forms.

use alloc::format;
use alloc::vec::Vec;

use portcullis_condition::{Part, Template, VariableSupport, WildcardSupport};
use portcullis_json::{Span, Value};

use super::{Head, Reader, article};
use crate::problem::quoted;
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
        if text.contains("${") {
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
        if let Some(pattern) = self.behind_known_head(text, span)? {
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
        let is_whole = fields.len() == 6;
        let Some(pattern) = ResourcePattern::filled(fields, &any()) else {
            return Ok(ResourcePattern::Nothing { malformed: false });
        };
        if let (true, ResourcePattern::Arn(arn)) = (is_whole, &pattern)
            && self.heads.len() < MOST_HEADS
        {
            self.heads.extend(head(text, arn));
        }
        Ok(pattern)
    }

    /// What an entry matches whose first five fields are those of one before: what is checked of these has been checked.
    fn behind_known_head(
        &mut self,
        text: &str,
        span: Span,
    ) -> Result<Option<ResourcePattern>, PolicyError> {
        let Some((written, behind)) = cut(text) else {
            return Ok(None);
        };
        let Some(head) = self.heads.iter().find(|head| *head.text == *written) else {
            return Ok(None);
        };
        // What there is to say of a variable names the whole entry.
        if self.version == Version::V2008 && behind.contains("${") {
            return Ok(None);
        }
        let parsed = Template::parse(behind, self.version.variables(), WildcardSupport::Glob);
        let Ok(resource) = parsed else {
            return Ok(None);
        };
        // Literal text behind a colon is one piece with it.
        let united = matches!(resource.parts().first(), Some(Part::Literal(_)));
        let parts = head.parts.saturating_add(resource.parts().len());
        let head = head.fields.clone();
        self.count(parts.saturating_sub(usize::from(united)), span)?;
        Ok(Some(ResourcePattern::Arn(ResourceArn { head, resource })))
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
            Version::V2008 => text.contains("${"),
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

/// A text before and behind its fifth colon.
fn cut(text: &str) -> Option<(&str, &str)> {
    let mut colons = text.bytes().enumerate().filter(|(_, byte)| *byte == b':');
    let (end, _) = colons.nth(4)?;
    Some((text.get(..end)?, text.get(end.saturating_add(1)..)?))
}

/// The first five fields of an entry for those that follow, where nothing has to be said of them and no variable could be
/// written in them.
fn head(text: &str, arn: &ResourceArn) -> Option<Head> {
    let (written, _) = cut(text)?;
    let with_colon = text.get(..=written.len())?;
    let [_, partition, service, _, _] = arn.head();
    if written.contains('$') || partition.has_wildcard() || service.has_wildcard() {
        return None;
    }
    let pieces = Template::parse(with_colon, VariableSupport::Literal, WildcardSupport::Glob);
    Some(Head {
        text: written.into(),
        fields: arn.head.clone(),
        parts: pieces.ok()?.parts().len(),
    })
}

/// The template of `*`.
fn any() -> Template {
    // "*" has no variable that could be malformed.
    Template::parse("*", VariableSupport::Literal, WildcardSupport::Glob).unwrap_or_default()
}
