//! Views, spans and positions of texts that were read.

use std::string::{String, ToString};
use std::vec::Vec;

use crate::{Kind, Position, Span, position};

use super::{all_values, quoted, read};

const POLICY: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\" :\t[\n    {\"Eff\\u0065ct\": \"Allow\", \"Action\": \
                      [\"s3:*\", \"ec2:*\"], \"Resource\": \"*\"}\n  ]\n}\n";

#[test]
fn a_policy_is_walked() {
    let json = read(POLICY);
    let root = json.root();
    let names: Vec<_> = root
        .members()
        .map(|member| member.name().into_owned())
        .collect();
    assert_eq!(names, ["Version", "Statement"]);
    let statement = root
        .get("Statement")
        .and_then(|value| value.elements().next())
        .expect("one");
    assert_eq!(position(POLICY, statement.span().start).to_string(), "4:5");
    assert_eq!(position(POLICY, statement.span().end).to_string(), "4:75");
    let names: Vec<_> = statement
        .members()
        .map(|member| &POLICY[member.name_span().range()])
        .collect();
    assert_eq!(names, ["\"Eff\\u0065ct\"", "\"Action\"", "\"Resource\""]);
    assert_eq!(
        statement
            .get("Effect")
            .and_then(|value| value.as_str())
            .as_deref(),
        Some("Allow")
    );
    let actions = statement.get("Action").expect("has actions");
    let raw: Vec<_> = actions.elements().map(|action| action.raw()).collect();
    assert_eq!(raw, ["\"s3:*\"", "\"ec2:*\""]);
    assert_eq!(
        statement.get("Resource").map(|value| value.raw()),
        Some("\"*\"")
    );
    assert!(statement.get("effect").is_none());
    assert_eq!(all_values(root).len(), 9);
    assert!(std::sync::Arc::ptr_eq(actions.text(), json.text()));
}

#[test]
fn accessors_answer_for_their_kind_only() {
    let json = read(r#"[null, true, false, 0, "true", [], {}, "7", {"a": 1}, [1]]"#);
    let rows: Vec<_> = json
        .root()
        .elements()
        .map(|value| {
            (
                value.kind(),
                value.as_bool(),
                value.as_number(),
                value.as_str().map(|text| text.into_owned()),
                value.elements().count(),
                value.members().count(),
            )
        })
        .collect();
    let string = |text: &str| Some(String::from(text));
    assert_eq!(
        rows,
        [
            (Kind::Null, None, None, None, 0, 0),
            (Kind::Bool, Some(true), None, None, 0, 0),
            (Kind::Bool, Some(false), None, None, 0, 0),
            (Kind::Number, None, Some("0"), None, 0, 0),
            (Kind::String, None, None, string("true"), 0, 0),
            (Kind::Array, None, None, None, 0, 0),
            (Kind::Object, None, None, None, 0, 0),
            (Kind::String, None, None, string("7"), 0, 0),
            (Kind::Object, None, None, None, 0, 1),
            (Kind::Array, None, None, None, 1, 0),
        ]
    );
    let shown: Vec<_> = rows.iter().take(7).map(|row| row.0.to_string()).collect();
    assert_eq!(
        shown.join(", "),
        "null, a boolean, a boolean, a number, a string, an array, an object"
    );
}

#[test]
fn names_are_found_whatever_stands_before_the_value() {
    let spaces = " \n\t\r".repeat(1_000);
    let text = std::format!("{{\"a:\"{spaces}:{spaces}\":\" , \"b \":[], \"\":{{}}}}");
    let json = read(&text);
    let names: Vec<_> = json.root().members().map(|member| member.name()).collect();
    assert_eq!(names, ["a:", "b ", ""]);
    for member in json.root().members() {
        let inner = &text[member.name_span().range()];
        assert_eq!(inner, quoted(&member.name()));
    }
}

#[test]
fn strings_are_borrowed_unless_they_have_escapes() {
    use std::borrow::Cow;
    let json = read(r#"{"a": "é", "\u0062": "\\"}"#);
    let borrowed: Vec<_> = json
        .root()
        .members()
        .map(|member| {
            let value = member.value().as_str().expect("a string");
            [
                matches!(member.name(), Cow::Borrowed(_)),
                matches!(value, Cow::Borrowed(_)),
            ]
        })
        .collect();
    assert_eq!(borrowed, [[true, true], [false, false]]);
}

#[test]
fn decoded_offsets_lead_back_to_the_text() {
    // Decoded: a, é, é, newline, 😀 (escaped), 😀 (plain), quote, z.
    let json = read(r#" "aé\u00e9\n\ud83d\ude00😀\"z" "#);
    let string = json.root();
    assert_eq!(string.as_str().as_deref(), Some("aéé\n😀😀\"z"));
    let expected = [
        2, // a
        3, 3, // é
        5, 5,  // \u00e9
        11, // \n
        13, 13, 13, 13, // \ud83d\ude00
        25, 25, 25, 25, // 😀
        29, // \"
        31, // z
        32, 32, 32, // the closing quote, and whatever is behind
    ];
    let found: Vec<_> = (0..expected.len())
        .map(|decoded| string.source_offset(decoded))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(string.source_offset(usize::MAX), 32);
    assert_eq!(read("\"\"").root().source_offset(0), 1);
    assert_eq!(read(" [1]").root().source_offset(3), 1);
}

#[test]
fn an_error_inside_a_string_is_placed_in_the_outer_text() {
    let inner = "{\"a\": \"\u{e9}\",\n\"b\": tru}";
    let outer = std::format!("{{\n \"PolicyDocument\": {}}}", quoted(inner));
    let json = read(&outer);
    let held = json.root().get("PolicyDocument").expect("has a document");
    let error = crate::Json::parse(
        &*held.as_str().expect("a string"),
        &crate::Limits::default(),
    )
    .expect_err("`tru` is no value");
    let span = Span::new(
        held.source_offset(error.span().start),
        held.source_offset(error.span().end),
    );
    assert_eq!(&outer[span.range()], "tru");
}

#[test]
fn positions_are_total() {
    let text = "ab\r\n\u{e9}\u{1F600}x\n";
    let expected = [
        (0, 1, 1),
        (1, 1, 2),
        (2, 1, 3),
        (3, 1, 4),
        (4, 2, 1),
        (5, 2, 1),
        (6, 2, 2),
        (9, 2, 2),
        (10, 2, 3),
        (11, 2, 4),
        (12, 3, 1),
        (13, 3, 1),
        (usize::MAX, 3, 1),
    ];
    for (offset, line, column) in expected {
        assert_eq!(
            position(text, offset),
            Position { line, column },
            "at {offset}"
        );
    }
    assert_eq!(position("", 7), Position::default());
    assert_eq!(Span::new(5, 3).len(), 0);
    assert!(Span::new(5, 3).is_empty());
    assert_eq!(Span::new(1, usize::MAX).shift(2), Span::new(3, usize::MAX));
}

#[test]
fn debug_output_is_short() {
    let json = read(&std::format!("[{}{{\"a\":1}}]", "1234567,".repeat(10_000)));
    for shown in [
        std::format!("{json:?}"),
        std::format!("{:?}", json.root()),
        std::format!("{:?}", json.root().elements()),
        std::format!(
            "{:?}",
            json.root()
                .elements()
                .last()
                .map(|last| last.members().next())
        ),
    ] {
        assert!(shown.len() < 200, "{shown}");
    }
}
