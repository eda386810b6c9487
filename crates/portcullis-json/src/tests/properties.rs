//! Random documents and their mutations.

use core::cell::Cell;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

use crate::{Json, JsonErrorKind, Kind, Limits, Span, Value, position};

use super::oracle::{Agreement, compare, tree};
use super::{all_values, check_error, quoted};

fn white_space() -> impl Strategy<Value = &'static str> {
    select(&["", "", "", " ", "\n", "\t", "\r\n  "][..])
}

/// One character of a string as it may be written.
fn written_character() -> impl Strategy<Value = String> {
    let plain = any::<char>().prop_map(|character| {
        let inner = quoted(&character.to_string());
        inner[1..inner.len() - 1].into()
    });
    let escaped = any::<char>().prop_map(|character| {
        let mut units = [0; 2];
        let mut written = String::new();
        for (index, unit) in character.encode_utf16(&mut units).iter().enumerate() {
            written += &match index {
                0 => std::format!("\\u{unit:04x}"),
                _ => std::format!("\\u{unit:04X}"),
            };
        }
        written
    });
    let short = select(
        &[
            "\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t", "a", "b", "é",
        ][..],
    );
    prop_oneof![3 => short.prop_map(String::from), 1 => plain, 1 => escaped]
}

fn string() -> impl Strategy<Value = String> {
    vec(written_character(), 0..12).prop_map(|inner| std::format!("\"{}\"", inner.concat()))
}

/// Few enough that some objects have one twice, and written in two ways.
fn name() -> impl Strategy<Value = String> {
    let common = select(&["Effect", "Action", "Sid", "a", "\\u0061", "b", "c", "", "A"][..]);
    prop_oneof![
        2 => common.prop_map(|inner| std::format!("\"{inner}\"")),
        3 => string(),
    ]
}

fn scalar() -> impl Strategy<Value = String> {
    let number = (
        any::<i32>(),
        proptest::option::of(0..1000_u32),
        proptest::option::of(-40..40_i32),
    )
        .prop_map(|(whole, fraction, exponent)| {
            let fraction = fraction.map_or(String::new(), |digits| std::format!(".{digits:03}"));
            let exponent = exponent.map_or(String::new(), |power| std::format!("e{power:+}"));
            std::format!("{whole}{fraction}{exponent}")
        });
    let word = select(
        &[
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1e2",
            "18446744073709551616",
        ][..],
    );
    prop_oneof![2 => word.prop_map(String::from), 1 => number, 3 => string()]
}

fn document() -> impl Strategy<Value = String> {
    let value = scalar().prop_recursive(5, 60, 6, |inner| {
        let element = (white_space(), inner.clone(), white_space())
            .prop_map(|(before, value, after)| [before, &value, after].concat())
            .boxed();
        let member = (white_space(), name(), white_space(), element.clone())
            .prop_map(|(before, name, after, value)| [before, &name, after, ":", &value].concat());
        prop_oneof![
            (white_space(), vec(element, 0..6)).prop_map(|(space, elements)| {
                let inside = if elements.is_empty() {
                    space.into()
                } else {
                    elements.join(",")
                };
                std::format!("[{inside}]")
            }),
            (white_space(), vec(member, 0..14)).prop_map(|(space, members)| {
                let inside = if members.is_empty() {
                    space.into()
                } else {
                    members.join(",")
                };
                std::format!("{{{inside}}}")
            }),
        ]
    });
    (white_space(), value, white_space())
        .prop_map(|(before, value, after)| [before, &value, after].concat())
}

#[derive(Clone, Debug)]
enum Edit {
    Insert(&'static [u8]),
    Replace(&'static [u8]),
    Byte(u8),
    Remove(usize),
    Repeat(usize),
    Truncate,
}

fn edit() -> impl Strategy<Value = Edit> {
    let pieces: &[&[u8]] = &[
        b"\"",
        b"\\",
        b",",
        b":",
        b"[",
        b"]",
        b"{",
        b"}",
        b" ",
        b"\n",
        b"0",
        b"1",
        b"-",
        b".",
        b"e",
        b"+",
        b"\\u",
        b"\\ud800",
        b"\\udc00",
        b"null",
        b"\xff",
        b"\xc3",
        b"\xef\xbb\xbf",
        b"\0",
        b"\"a\":1,",
        b"//",
        b"'",
    ];
    prop_oneof![
        4 => select(pieces).prop_map(Edit::Insert),
        4 => select(pieces).prop_map(Edit::Replace),
        1 => any::<u8>().prop_map(Edit::Byte),
        4 => (1..4_usize).prop_map(Edit::Remove),
        2 => (1..12_usize).prop_map(Edit::Repeat),
        1 => Just(Edit::Truncate),
    ]
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edits = vec((any::<prop::sample::Index>(), edit()), 1..3);
    (document(), edits).prop_map(|(document, edits)| {
        let mut bytes = document.into_bytes();
        for (index, edit) in edits {
            let at = index.index(bytes.len() + 1);
            let until = |length: usize| bytes.len().min(at + length);
            let (end, new) = match edit {
                Edit::Insert(piece) => (at, piece.to_vec()),
                Edit::Replace(piece) => (until(1), piece.to_vec()),
                Edit::Byte(byte) => (until(1), std::vec![byte]),
                Edit::Remove(length) => (until(length), Vec::new()),
                Edit::Repeat(length) => (at, bytes[at..until(length)].to_vec()),
                Edit::Truncate => (bytes.len(), Vec::new()),
            };
            bytes.splice(at..end, new);
        }
        bytes
    })
}

/// Runs a property, and requires that enough of the cases were of the interesting sort: at most four fifths of what is usual,
/// more than ten standard deviations below it, so that chance alone does not fail a run.
fn check<S: Strategy>(cases: u32, strategy: S, wanted: u32, property: impl Fn(S::Value) -> bool) {
    let interesting = Cell::new(0_u32);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    });
    let run = runner.run(&strategy, |value| {
        if property(value) {
            interesting.set(interesting.get() + 1);
        }
        Ok(())
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
    assert!(
        interesting.get() >= wanted,
        "only {} of {cases}",
        interesting.get()
    );
}

#[test]
fn documents_are_read_as_the_oracle_reads_them() {
    check(4_000, document(), 2_000, |text| {
        compare(text.as_bytes()) == Agreement::Read
    });
    check(4_000, document(), 100, |text| {
        compare(text.as_bytes()) == Agreement::Refused
    });
}

#[test]
fn mutated_documents_are_accepted_as_the_oracle_accepts_them() {
    check(10_000, mutated(), 400, |bytes| {
        compare(&bytes) == Agreement::Read
    });
    check(10_000, mutated(), 4_000, |bytes| {
        compare(&bytes) == Agreement::Refused
    });
}

#[test]
fn short_texts_of_the_alphabet_are_accepted_as_the_oracle_accepts_them() {
    let pieces = select(
        &[
            "[", "]", "{", "}", ",", ":", "\"", "\"a\"", "\"b\":", "1", "0", "-", ".", "e", "true",
            " ", "\\",
        ][..],
    );
    let text = vec(pieces, 0..9).prop_map(|pieces| pieces.concat());
    check(60_000, text, 1_000, |text| {
        compare(text.as_bytes()) == Agreement::Read
    });
}

#[test]
fn errors_lie_inside_the_text() {
    check(10_000, mutated(), 4_000, |bytes| {
        let text = String::from_utf8_lossy(&bytes);
        match Json::parse(&*text, &Limits::default()) {
            Ok(_) => false,
            Err(error) => {
                check_error(&error, &text);
                true
            }
        }
    });
    check(10_000, any::<Vec<u8>>(), 5_000, |bytes| {
        let Err(error) = Json::from_bytes(&bytes, &Limits::default()) else {
            return false;
        };
        let valid = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        if error.kind() == JsonErrorKind::InvalidUtf8 {
            assert_eq!(error.span().start, valid.len());
            assert_eq!(error.position(""), position(valid, valid.len()));
        }
        true
    });
}

/// Reading, then dropping every token, leaves nothing but punctuation and white space; and what each value is written as
/// reads as that value.
#[test]
fn spans_slice_the_text_into_its_tokens() {
    check(3_000, document(), 1_000, |text| {
        let Ok(json) = Json::parse(text.as_str(), &Limits::default()) else {
            return false;
        };
        assert_eq!(json.to_string(), text);
        let mut covered = Vec::new();
        for value in all_values(json.root()) {
            assert_eq!(&text[value.span().range()], value.raw());
            let alone = Json::parse(value.raw(), &Limits::default()).expect("is a value");
            assert_eq!(tree(alone.root()), tree(value));
            for member in value.members() {
                let raw = &text[member.name_span().range()];
                let name = Json::parse(raw, &Limits::default()).expect("is a string");
                assert_eq!(name.root().as_str(), Some(member.name()));
                assert_eq!(
                    value.get(&member.name()).map(|found| found.span()),
                    Some(member.value().span())
                );
                covered.push(member.name_span());
            }
            if !matches!(value.kind(), Kind::Array | Kind::Object) {
                covered.push(value.span());
            }
        }
        covered.sort_unstable();
        let mut end = 0;
        for span in covered {
            let between = &text[end..span.start];
            assert!(
                between
                    .chars()
                    .all(|character| "[]{},: \n\r\t".contains(character))
            );
            end = span.end;
        }
        assert!(
            text[end..]
                .chars()
                .all(|character| "[]{},: \n\r\t".contains(character))
        );
        !json.root().raw().is_empty()
    });
}

/// Writes a value anew, without white space and with as few escapes as there can be.
fn print(value: Value<'_>, out: &mut String) {
    match value.kind() {
        Kind::Null | Kind::Bool | Kind::Number => out.push_str(value.raw()),
        Kind::String => *out += &quoted(&value.as_str().expect("is a string")),
        Kind::Array => {
            for (index, element) in value.elements().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                print(element, out);
            }
            out.push_str(if value.elements().next().is_none() {
                "[]"
            } else {
                "]"
            });
        }
        Kind::Object => {
            for (index, member) in value.members().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                *out += &quoted(&member.name());
                out.push(':');
                print(member.value(), out);
            }
            out.push_str(if value.members().next().is_none() {
                "{}"
            } else {
                "}"
            });
        }
    }
}

#[test]
fn what_is_printed_anew_reads_the_same() {
    check(3_000, document(), 1_000, |text| {
        let Ok(json) = Json::parse(text.as_str(), &Limits::default()) else {
            return false;
        };
        let meaning = tree(json.root());
        let mut printed = String::new();
        print(json.root(), &mut printed);
        let again = Json::parse(printed.as_str(), &Limits::default()).expect("was printed");
        assert_eq!(tree(again.root()), meaning);
        true
    });
}

/// The first name that occurred before, and where, by looking at all before it.
#[test]
fn duplicates_are_told_where_a_plain_search_finds_them() {
    let names = vec("[a-c]{0,3}", 0..24);
    check(4_000, names, 1_000, |names| {
        let mut text = String::from("{");
        let mut spans = Vec::new();
        let mut expected = None;
        for (index, name) in names.iter().enumerate() {
            text += if index == 0 { "" } else { "," };
            let start = text.len();
            // Every other `a` is written as an escape.
            let written = if index % 2 == 0 {
                name.clone()
            } else {
                name.replace('a', "\\u0061")
            };
            text += &std::format!("\"{written}\"");
            spans.push(Span::new(start, text.len()));
            text += ":0";
            let first = names.iter().position(|earlier| earlier == name);
            if let Some(first) = first.filter(|first| *first < index) {
                expected = expected.or(Some((spans[first], spans[index])));
            }
        }
        text += "}";
        let found = Json::parse(text.as_str(), &Limits::default())
            .err()
            .map(|error| {
                let JsonErrorKind::DuplicateMember { first } = error.kind() else {
                    panic!("{text}: {error}");
                };
                (first, error.span())
            });
        assert_eq!(found, expected, "{text}");
        found.is_some() && names.len() > 8
    });
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(2_000) })]

    #[test]
    fn strings_are_written_as_the_oracle_writes_them(text in any::<String>(), controls in "[\\x00-\\x7f]*") {
        for text in [text, controls] {
            let written = quoted(&text);
            prop_assert_eq!(&written, &serde_json::to_string(&text).expect("a string"));
            let json = Json::parse(written, &Limits::default()).expect("was written");
            let read = json.root().as_str();
            prop_assert_eq!(read.as_deref(), Some(&*text));
        }
    }

    #[test]
    fn every_decoded_character_leads_back_to_what_it_was_read_from(literal in string()) {
        let text = std::format!(" {literal}");
        let json = Json::parse(text.as_str(), &Limits::default()).expect("is a string");
        let string = json.root();
        let decoded = string.as_str().expect("is a string");
        for (at, character) in decoded.char_indices() {
            let width = character.len_utf8();
            let source = string.source_offset(at)..string.source_offset(at + width);
            for inside in at..at + width {
                let offset = string.source_offset(inside);
                prop_assert!(text.is_char_boundary(offset));
                prop_assert_eq!(offset, source.start);
            }
            let alone = Json::parse(std::format!("\"{}\"", &text[source]), &Limits::default());
            let alone = alone.expect("is one character");
            let read = alone.root().as_str().map(|text| text.into_owned());
            prop_assert_eq!(read, Some(character.to_string()));
        }
        prop_assert_eq!(string.source_offset(decoded.len()), text.len() - 1);
    }

    #[test]
    fn positions_agree_with_counting(text in "[a\\n\\ré😀]{0,30}", offset in 0..100_usize) {
        let mut line = 1;
        let mut column = 1;
        for (at, character) in text.char_indices() {
            if at + character.len_utf8() > offset {
                break;
            }
            if character == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        prop_assert_eq!(position(&text, offset), crate::Position { line, column });
    }
}
