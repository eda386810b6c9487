//! `expect` and `expectDetail`: what the answer is compared with.

use portcullis_eval::{Layer, Verdict};
use portcullis_json::{Kind, Value, excerpt};

use super::Reader;
use crate::error::ScenarioError;
use crate::expectation::{Expectation, ExpectationDetail, Expected};

const DETAIL: [&str; 9] = [
    "reason",
    "code",
    "line",
    "column",
    "findings",
    "noFindings",
    "missingContextKeys",
    "matched",
    "sameAccount",
];

impl Reader<'_> {
    pub(super) fn expectation(
        &self,
        scenario: Value<'_>,
    ) -> Result<Option<Expectation>, ScenarioError> {
        let detail = self.detail(scenario)?;
        let Some((text, span)) = self.optional_text(scenario, "expect")? else {
            return match scenario.get("expectDetail") {
                None => Ok(None),
                Some(value) => Err(self.error(
                    "missing-field",
                    value.span(),
                    "expected `expect` beside `expectDetail`, found none",
                )),
            };
        };
        let expected = match text.as_ref() {
            "allowed" => Expected::Decision(Verdict::Allowed),
            "explicitDeny" => Expected::Decision(Verdict::ExplicitlyDenied),
            "implicitDeny" => Expected::Decision(Verdict::ImplicitlyDenied),
            "error" => Expected::Error,
            other => {
                let message = format!(
                    "expected allowed, explicitDeny, implicitDeny or error, found `{}`",
                    excerpt(other)
                );
                return Err(self.error("invalid-expect", span, message));
            }
        };
        Ok(Some(Expectation {
            expected,
            detail,
            place: Some(self.at(span)),
        }))
    }

    fn detail(&self, scenario: Value<'_>) -> Result<ExpectationDetail, ScenarioError> {
        let Some(value) = scenario.get("expectDetail") else {
            return Ok(ExpectationDetail::default());
        };
        self.expect_kind(value, Kind::Object, "`expectDetail`")?;
        self.only_fields(value, "`expectDetail`", &DETAIL)?;
        let reason = match self.optional_text(value, "reason")? {
            None => None,
            Some((text, span)) => {
                let layer = Layer::ALL.into_iter().find(|layer| layer.as_str() == text);
                Some(layer.ok_or_else(|| {
                    let message = format!("expected a layer, found `{}`", excerpt(&text));
                    self.error("invalid-expect", span, message)
                })?)
            }
        };
        Ok(ExpectationDetail {
            reason,
            code: self
                .optional_text(value, "code")?
                .map(|(text, _)| text.into_owned()),
            line: self.number(value, "line")?,
            column: self.number(value, "column")?,
            findings: self.string_list(value, "findings")?.unwrap_or_default(),
            no_findings: self.string_list(value, "noFindings")?.unwrap_or_default(),
            missing_context_keys: self.string_list(value, "missingContextKeys")?,
            matched: self.string_list(value, "matched")?,
            same_account: self.optional_bool(value, "sameAccount")?,
        })
    }

    fn number(&self, value: Value<'_>, name: &str) -> Result<Option<usize>, ScenarioError> {
        let Some(value) = value.get(name) else {
            return Ok(None);
        };
        let number = value.as_number().and_then(|text| text.parse().ok());
        number
            .map(Some)
            .ok_or_else(|| self.wrong_type(value, &format!("a whole number as `{name}`")))
    }
}
