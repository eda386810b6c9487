//! Texts that are long, deep or wide: refused or read, in either case in linear time and constant stack.

use std::string::String;
use std::thread;

use crate::{Json, JsonErrorKind, Kind, Limits, Span};

use super::{UNLIMITED, check_error};

fn kind(text: &str, limits: &Limits) -> Option<JsonErrorKind> {
    let error = Json::parse(text, limits).err()?;
    check_error(&error, text);
    Some(error.kind())
}

/// Whatever recursed on the depth would need far more stack than this.
fn on_a_small_stack(body: fn()) {
    let small = thread::Builder::new().stack_size(256 << 10);
    small
        .spawn(body)
        .expect("a thread")
        .join()
        .expect("no overflow");
}

#[test]
fn each_limit_is_inclusive() {
    let limits = Limits {
        max_bytes: 20,
        max_depth: 3,
        max_values: 5,
    };
    let cases = [
        ("[[[1]]]", None),
        ("[[[[]]]]", Some(JsonErrorKind::TooDeep)),
        ("{\"a\":{\"a\":[[]]}}", Some(JsonErrorKind::TooDeep)),
        ("[[],[],[],[]]", None),
        ("[[],[],[],[],[]]", Some(JsonErrorKind::TooManyValues)),
        ("[1,2,3,4,\u{e9}]", Some(JsonErrorKind::Unexpected)),
        ("{\"\":1,\"a\":2,\"b\":3}", None),
        ("\"345678901234567890\"", None),
        ("\"345678901234567890\" ", Some(JsonErrorKind::TooLarge)),
        ("", Some(JsonErrorKind::UnexpectedEnd)),
    ];
    for (text, expected) in cases {
        assert_eq!(kind(text, &limits), expected, "{text}");
    }
    let none = Limits {
        max_bytes: 20,
        max_depth: 0,
        max_values: 1,
    };
    assert_eq!(kind("1", &none), None);
    assert_eq!(kind("[]", &none), Some(JsonErrorKind::TooDeep));
    let nothing = Limits {
        max_values: 0,
        ..none
    };
    assert_eq!(kind("1", &nothing), Some(JsonErrorKind::TooManyValues));
    // Told before the bytes are looked at.
    let error = Json::from_bytes(&[0xFF; 21], &limits).expect_err("is too long");
    assert_eq!(error.kind(), JsonErrorKind::TooLarge);
    let defaults = Limits::default();
    assert_eq!(kind(&nested(128), &defaults), None);
    assert_eq!(kind(&nested(129), &defaults), Some(JsonErrorKind::TooDeep));
}

fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

#[test]
fn texts_that_the_tape_cannot_address_are_refused() {
    let too_large = |bytes| crate::parser::check_size(bytes, &UNLIMITED).is_err();
    assert!(!too_large(i32::MAX as usize));
    assert!(too_large(i32::MAX as usize + 1));
    assert!(too_large(usize::MAX));
}

#[test]
fn deep_texts_are_refused_quickly() {
    on_a_small_stack(|| {
        for depth in [100_000, 50_000_000] {
            for opening in ["[", "{\"a\":", "[{\"a\":"] {
                let text = opening.repeat(depth / opening.len());
                assert_eq!(
                    kind(&text, &Limits::default()),
                    Some(JsonErrorKind::TooDeep)
                );
            }
        }
    });
}

#[test]
fn deep_texts_are_read_walked_and_dropped_in_constant_stack() {
    on_a_small_stack(|| {
        let depth = 1_000_000;
        let arrays = nested(depth);
        let objects = "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
        for text in [arrays.as_str(), objects.as_str()] {
            let json = Json::parse(text, &UNLIMITED).expect("is well-formed");
            let mut value = json.root();
            let mut levels = 0;
            while matches!(value.kind(), Kind::Array | Kind::Object) {
                levels += 1;
                let Some(inner) = value.elements().next().or_else(|| value.get("a")) else {
                    break;
                };
                value = inner;
            }
            assert_eq!(levels, depth);
            assert_eq!(json.clone().root().span(), Span::new(0, text.len()));
            drop(json);
        }
        assert_eq!(
            kind(&arrays[1..], &UNLIMITED),
            Some(JsonErrorKind::TrailingText)
        );
        assert_eq!(
            kind(&arrays[..depth], &UNLIMITED),
            Some(JsonErrorKind::UnexpectedEnd)
        );
    });
}

#[test]
fn long_strings_and_numbers_are_read_or_refused() {
    let length = 50 << 20;
    let plain = std::format!("\"{}\"", "a".repeat(length));
    let json = Json::parse(plain.as_str(), &Limits::default()).expect("is within the limits");
    assert_eq!(json.root().as_str().map(|text| text.len()), Some(length));
    assert_eq!(json.root().source_offset(length), length + 1);
    let escapes = std::format!("\"{}\"", "\\u00e9".repeat(length / 6));
    let json = Json::parse(escapes.as_str(), &Limits::default()).expect("is within the limits");
    assert_eq!(
        json.root().as_str().map(|text| text.len()),
        Some(length / 6 * 2)
    );
    let digits = "7".repeat(length);
    let json = Json::parse(digits.as_str(), &Limits::default()).expect("is within the limits");
    assert_eq!(json.root().as_number().map(str::len), Some(length));
    let small = Limits {
        max_bytes: 1 << 20,
        ..Limits::default()
    };
    assert_eq!(kind(&plain, &small), Some(JsonErrorKind::TooLarge));
    assert_eq!(
        kind(&" ".repeat(length), &Limits::default()),
        Some(JsonErrorKind::UnexpectedEnd)
    );
}

#[test]
fn a_million_members_are_told_apart() {
    let count = 1_000_000;
    let mut text = String::from("{");
    for index in 0..count {
        // In an order that is not that of the names.
        let number = index * 7_919 % count;
        text += &std::format!("\"{number}\":0,");
    }
    let distinct = std::format!("{text}\"last\":1}}");
    let json = Json::parse(distinct.as_str(), &Limits::default()).expect("names differ");
    assert_eq!(json.root().members().count(), count + 1);
    assert_eq!(json.root().get("last").map(|value| value.raw()), Some("1"));
    for second in ["\"999999\"", "\"99999\\u0039\""] {
        let twice = std::format!("{text}{second}:1}}");
        let error =
            Json::parse(twice.as_str(), &Limits::default()).expect_err("a name is there twice");
        let JsonErrorKind::DuplicateMember { first } = error.kind() else {
            panic!("{error}");
        };
        assert_eq!(&twice[first.range()], "\"999999\"");
        assert_eq!(&twice[error.span().range()], second);
    }
}

#[test]
fn the_number_of_values_is_bounded() {
    let text = std::format!("[{}0]", "0,".repeat(4_000_000));
    assert_eq!(
        kind(&text, &Limits::default()),
        Some(JsonErrorKind::TooManyValues)
    );
    assert_eq!(kind(&text, &UNLIMITED), None);
}
