//! Policy documents: printing is the identity, places are places, and the lenient reading accepts what the strict one does.

use portcullis_json::{Json, JsonErrorKind, Span};
use portcullis_policy::{Document, PolicyKind, Reading, Statement};

use super::checks::{check_message, check_span};

/// Reads the input as every kind of policy in both readings.
pub fn run(data: &[u8]) {
    let json = Json::from_bytes(data, &portcullis_policy::Limits::default().json);
    let Ok(text) = core::str::from_utf8(data) else {
        let kind = json.map_err(|error| error.kind()).err();
        assert_eq!(kind, Some(JsonErrorKind::InvalidUtf8));
        return;
    };
    match &json {
        Ok(json) => assert_eq!(json.to_string(), text, "printing changed the text"),
        Err(error) => {
            check_span(text, error.span().range());
            check_message(&error);
        }
    }
    for kind in PolicyKind::all() {
        let strict = read(text, kind, Reading::Strict);
        let lenient = read(text, kind, Reading::Lenient);
        assert!(
            json.is_ok() || lenient.is_none(),
            "what is no JSON is a policy"
        );
        match (strict, lenient) {
            (Some(strict), Some(lenient)) => check_agreement(&strict, &lenient),
            (strict, _) => assert!(
                strict.is_none(),
                "the lenient reading refuses what the strict one accepts"
            ),
        }
    }
}

fn read(text: &str, kind: PolicyKind, reading: Reading) -> Option<Document> {
    match Document::parse(text, kind, reading) {
        Ok(document) => {
            check_document(text, &document);
            Some(document)
        }
        Err(error) => {
            check_span(text, error.span().range());
            check_message(&error);
            assert!(!error.code().is_empty());
            None
        }
    }
}

fn check_document(text: &str, document: &Document) {
    assert_eq!(
        &**document.text(),
        text,
        "the document stands in another text"
    );
    let printed = document.to_string();
    assert_eq!(printed, text, "printing changed the document");
    let again = Document::parse(&printed, document.kind(), document.reading());
    let statements = again.map(|again| again.statements().len());
    assert_eq!(
        statements,
        Ok(document.statements().len()),
        "what was printed is read otherwise"
    );
    let check = |span: Span| check_span(text, span.range());
    for finding in document.findings() {
        check(finding.span());
        check_message(finding.message());
    }
    for statement in document.statements() {
        check_statement(statement, &check);
    }
}

fn check_statement(statement: &Statement, check: &impl Fn(Span)) {
    check(statement.span());
    check(statement.effect_span());
    let optional = [
        statement.principal_span(),
        statement.action_span(),
        statement.resource_span(),
    ];
    optional.into_iter().flatten().for_each(check);
    for condition in statement.conditions() {
        check(condition.operator().span());
        check(condition.key().span());
        condition
            .values()
            .iter()
            .for_each(|value| check(value.span()));
    }
}

/// Panics unless both readings made the same of a document that both accept.
fn check_agreement(strict: &Document, lenient: &Document) {
    assert_eq!(strict.version(), lenient.version());
    assert_eq!(strict.id(), lenient.id());
    assert_eq!(strict.findings(), lenient.findings());
    let shown = |document: &Document| format!("{:?}", document.statements());
    assert_eq!(shown(strict), shown(lenient), "the readings differ");
}
