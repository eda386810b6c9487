//! Printing, and where the parts of a document stand.

use crate::tests::{read, slice};
use crate::{Document, PolicyKind, Reading, Statement, Version};
use portcullis_json::{Json, Limits, Position};
use std::format;
use std::string::ToString;
use std::vec::Vec;

const TEXT: &str = "\r\n\t{ \"Version\" : \"2012-10-17\",\n \"Id\":\"\\u00e9\", \"Statement\": [ {\"Sid\": \"A\",\n\
    \"Effect\": \"Allow\", \"Principal\": {\"AWS\": [\"*\", \"111122223333\"]},\n\
    \"NotAction\": [\"s3:Get\\u002a\", \"a:b\"],\"Resource\":\"arn:aws:s3:::b\",\n\
    \"Condition\": {\"Bool\" : {\"aws:SecureTransport\": true}, \"NumericLessThan\":{\"s3:max-keys\":[1.50]}}}]}\n ";

#[test]
fn a_text_is_printed_byte_for_byte() {
    let document = read(TEXT, PolicyKind::Resource, Reading::Strict);
    assert_eq!(document.to_string(), TEXT);
    assert_eq!(document.source(), TEXT.trim());
    assert_eq!(slice(document.text(), document.span()), TEXT.trim());
}

/// A document inside a larger text prints its own part alone, at whatever place.
#[test]
fn a_part_of_a_text_is_printed_alone() {
    let larger = format!(r#"[1, {{"é": {TEXT} }}, 2]"#);
    let json = Json::parse(larger.as_str(), &Limits::default()).unwrap();
    let value = json.root().elements().nth(1).unwrap().get("é").unwrap();
    let document = Document::from_json(value, PolicyKind::Resource, Reading::Strict).unwrap();
    assert_eq!(document.to_string(), TEXT.trim());
    assert_eq!(document.source(), TEXT.trim());
    assert_eq!(&**document.text(), larger);
    let effect = document.statements()[0].effect_span();
    assert_eq!(slice(document.text(), effect), r#""Allow""#);
}

#[test]
fn every_part_knows_its_place() {
    let document = read(TEXT, PolicyKind::Resource, Reading::Strict);
    let at = |span: portcullis_json::Span| slice(TEXT, span);
    let statement: &Statement = &document.statements()[0];
    assert!(at(statement.span()).starts_with("{\"Sid\"") && at(statement.span()).ends_with("}}"));
    assert_eq!(at(statement.effect_span()), r#""Allow""#);
    let principal = statement.principal_span().unwrap();
    assert_eq!(at(principal), r#"{"AWS": ["*", "111122223333"]}"#);
    assert_eq!(
        at(statement.principal().entries()[1].span()),
        r#""111122223333""#
    );
    assert_eq!(
        at(statement.action_span().unwrap()),
        r#"["s3:Get\u002a", "a:b"]"#
    );
    let action = &statement.action().entries()[0];
    assert_eq!(
        (at(action.span()), action.text()),
        (r#""s3:Get\u002a""#, "s3:Get*")
    );
    assert_eq!(
        at(statement.resource_span().unwrap()),
        r#""arn:aws:s3:::b""#
    );
    assert_eq!(
        at(statement.resource().entries()[0].span()),
        r#""arn:aws:s3:::b""#
    );
    let conditions: Vec<_> = statement
        .conditions()
        .iter()
        .map(|one| {
            (
                at(one.operator().span()),
                at(one.key().span()),
                at(one.values()[0].span()),
            )
        })
        .collect();
    assert_eq!(
        conditions,
        [
            (r#""Bool""#, r#""aws:SecureTransport""#, "true"),
            (r#""NumericLessThan""#, r#""s3:max-keys""#, "1.50"),
        ]
    );
    assert_eq!(statement.conditions()[1].values()[0].as_str(), "1.50");
}

#[test]
fn what_the_head_says() {
    let document = read(TEXT, PolicyKind::Resource, Reading::Lenient);
    assert_eq!(
        (document.version(), document.id()),
        (Version::V2012, Some("é"))
    );
    assert_eq!(
        (document.kind(), document.reading()),
        (PolicyKind::Resource, Reading::Lenient)
    );
    let effect = document.statements()[0].effect_span();
    assert_eq!(
        document.position(effect.start),
        Position {
            line: 4,
            column: 11
        }
    );
    let unversioned = read(
        r#"{"Statement": []}"#,
        PolicyKind::Identity,
        Reading::Strict,
    );
    assert_eq!(
        (unversioned.version(), unversioned.id()),
        (Version::V2008, None)
    );
    for version in [Version::V2008, Version::V2012] {
        let text = format!(r#"{{"Statement": [], "Version": "{}"}}"#, version.as_str());
        let document = read(&text, PolicyKind::Identity, Reading::Strict);
        assert_eq!(document.version(), version, "wherever the member stands");
    }
}
