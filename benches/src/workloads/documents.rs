//! JSON texts and policy documents.

use anyhow::{Context, Result, ensure};
use portcullis_json::{Json, Limits};
use portcullis_policy::{Document, PolicyKind, Reading};
use serde_json::Value;

use super::Prepared;
use super::decisions::policy_text;
use crate::random::Random;

/// A document of many statements, and how many.
fn document() -> (String, usize) {
    let statements = 100;
    (policy_text(statements, &mut Random::new(2)), statements)
}

fn serde_statements(text: &str) -> usize {
    let parsed = serde_json::from_str::<Value>(text).ok();
    let statements = parsed
        .as_ref()
        .and_then(|value| value.get("Statement")?.as_array());
    statements.map_or(0, Vec::len)
}

pub(super) fn json_parse() -> Result<Prepared> {
    let (text, statements) = document();
    ensure!(
        serde_statements(&text) == statements,
        "the document is not what was asked for"
    );
    let again = text.clone();
    Ok(Prepared {
        elements: text.len(),
        engine: Box::new(move || {
            let parsed = Json::parse(text.as_str(), &Limits::default()).ok();
            let statements = parsed
                .as_ref()
                .and_then(|json| json.root().get("Statement"));
            statements.map_or(0, |list| list.elements().count())
        }),
        naive: Some(Box::new(move || serde_statements(&again))),
    })
}

pub(super) fn policy_parse() -> Result<Prepared> {
    let (text, _) = document();
    let parse = |text: &str| Document::parse(text, PolicyKind::Identity, Reading::Strict);
    parse(&text).context("the document is no policy")?;
    let again = text.clone();
    Ok(Prepared {
        elements: text.len(),
        engine: Box::new(move || parse(&text).map_or(0, |document| document.statements().len())),
        naive: Some(Box::new(move || serde_statements(&again))),
    })
}
