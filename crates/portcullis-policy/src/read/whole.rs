//! What concerns the document as a whole: its `Sid`s, its characters and its size.

use alloc::collections::BTreeSet;
use alloc::format;

use portcullis_json::{Span, Value};

use super::{Reader, article};
use crate::problem::quoted;
use crate::{PolicyError, Problem, ProblemKind, Statement};

impl Reader {
    pub(super) fn check_whole(
        &mut self,
        value: Value<'_>,
        statements: &[Statement],
    ) -> Result<(), PolicyError> {
        if self.spec.stored_by_iam {
            self.check_sids(statements)?;
            self.check_characters(value)?;
        }
        if let Some((size, limit)) = self.spec.quota.exceeded(value.raw()) {
            let message = format!(
                "expected at most {limit} in {}, found {size}",
                article(self.spec.name)
            );
            self.report(Problem::new(ProblemKind::OverQuota, value.span(), message))?;
        }
        Ok(())
    }

    fn check_sids(&mut self, statements: &[Statement]) -> Result<(), PolicyError> {
        let mut seen = BTreeSet::new();
        for sid in statements
            .iter()
            .filter_map(|statement| statement.sid.as_ref())
        {
            if sid.as_str().is_empty() {
                continue;
            }
            if !sid
                .as_str()
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric())
            {
                let message = format!(
                    "expected letters and digits in `Sid`, found {}",
                    quoted(sid.as_str())
                );
                self.report(Problem::new(ProblemKind::InvalidSid, sid.span(), message))?;
            }
            if !seen.insert(sid.as_str()) {
                let message = format!("the `Sid` {} a second time", quoted(sid.as_str()));
                self.report(Problem::new(ProblemKind::DuplicateSid, sid.span(), message))?;
            }
        }
        Ok(())
    }

    /// IAM stores U+0009, U+000A, U+000D and U+0020 to U+00FF (PL 1.1.2). One finding, at the first other character.
    fn check_characters(&mut self, value: Value<'_>) -> Result<(), PolicyError> {
        // JSON has no other ASCII character.
        if value.raw().is_ascii() {
            return Ok(());
        }
        let outside = value
            .raw()
            .char_indices()
            .find(|&(_, character)| !matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{FF}'));
        let Some((offset, character)) = outside else {
            return Ok(());
        };
        let start = value.span().start.saturating_add(offset);
        let span = Span {
            start,
            end: start.saturating_add(character.len_utf8()),
        };
        let message = format!(
            "expected characters up to U+00FF, found U+{:04X}, which IAM does not store",
            u32::from(character)
        );
        self.report(Problem::new(
            ProblemKind::CharacterOutsideRange,
            span,
            message,
        ))
    }
}

/// Whether a document is the AWS managed `RCPFullAWSAccess`: a list of one statement that allows everything to everyone, without
/// a `Sid`. Any other document that says the same was written by somebody else.
///
/// # Source
/// Organizations User Guide, RCP syntax; PL 1.6, 2.1 note 1.
pub(super) fn is_full_access(document: Value<'_>) -> bool {
    let says = |value: Option<Value<'_>>, expected: &str| {
        value
            .and_then(|value| value.as_str())
            .is_some_and(|text| text == expected)
    };
    let mut statements = document
        .get("Statement")
        .into_iter()
        .flat_map(Value::elements);
    let (Some(statement), None) = (statements.next(), statements.next()) else {
        return false;
    };
    document.members().count() == 2
        && says(document.get("Version"), "2012-10-17")
        && statement.members().count() == 4
        && says(statement.get("Effect"), "Allow")
        && says(statement.get("Principal"), "*")
        && says(statement.get("Action"), "*")
        && says(statement.get("Resource"), "*")
}
