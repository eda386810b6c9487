//! The grammar of RFC 8259, case by case.

use crate::{Json, JsonErrorKind, Kind, Limits};

use super::{check_error, read, refuse};

#[test]
fn texts_of_the_grammar_are_read() {
    let cases: &[(&str, Kind)] = &[
        ("null", Kind::Null),
        ("true", Kind::Bool),
        ("false", Kind::Bool),
        ("0", Kind::Number),
        ("-0", Kind::Number),
        ("-0.0", Kind::Number),
        ("10", Kind::Number),
        ("9007199254740993", Kind::Number),
        (
            "123456789012345678901234567890123456789012345678901234567890",
            Kind::Number,
        ),
        ("0.5", Kind::Number),
        ("-1.25", Kind::Number),
        ("0e1", Kind::Number),
        ("0E-0", Kind::Number),
        ("1e5", Kind::Number),
        ("1E+5", Kind::Number),
        ("1.5e-07", Kind::Number),
        ("1e99999", Kind::Number),
        ("\"\"", Kind::String),
        ("\"a\"", Kind::String),
        ("\"\u{7f}\"", Kind::String),
        ("\"\u{2028}\u{2029}\"", Kind::String),
        ("\"\u{10ffff}\u{fdd0}\"", Kind::String),
        ("\"\u{feff}\"", Kind::String),
        (r#""\" \\ \/ \b \f \n \r \t""#, Kind::String),
        (r#""\u0000\u001f\u00e9\u00E9\uABCD\uabcd""#, Kind::String),
        (r#""\ud800\udc00\uDBFF\uDFFF""#, Kind::String),
        (r#""\uE000\uD7FF\uFFFF\uFFFE""#, Kind::String),
        (r#""\\u12""#, Kind::String),
        (r#""// /* # ' ""#, Kind::String),
        ("[]", Kind::Array),
        ("[ ]", Kind::Array),
        ("[\n\t\r ]", Kind::Array),
        ("[[]]", Kind::Array),
        ("[[],[[]],{}]", Kind::Array),
        ("[1]", Kind::Array),
        ("[1,2]", Kind::Array),
        ("[ 1 , 2 ]", Kind::Array),
        ("[\"a\",null,true,-1e1,{}]", Kind::Array),
        ("{}", Kind::Object),
        ("{ }", Kind::Object),
        ("{\"a\":1}", Kind::Object),
        ("{ \"a\" : 1 , \"b\" : [ ] }", Kind::Object),
        ("{\"\":\"\"}", Kind::Object),
        ("{\"\\u0000\":0}", Kind::Object),
        ("{\"a\":{\"a\":{\"a\":1}}}", Kind::Object),
        ("[{\"a\":1},{\"a\":1}]", Kind::Array),
        ("{\"a\":1,\"A\":1}", Kind::Object),
        // Compared by their code points: composed and decomposed letters differ.
        ("{\"\u{e9}\":1,\"e\u{301}\":1}", Kind::Object),
        (" \t\r\n1 \t\r\n", Kind::Number),
    ];
    for (text, kind) in cases {
        let json = read(text);
        assert_eq!(json.root().kind(), *kind, "{text}");
        assert_eq!(&std::format!("{json}"), text);
    }
}

const REFUSED: &[(JsonErrorKind, &[&str])] = &[
    (
        JsonErrorKind::UnexpectedEnd,
        &[
            "",
            " ",
            "\n",
            "[",
            "[1",
            "[1,",
            "[1 ",
            "[[]",
            "{",
            "{ ",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "\"",
            "\"a",
            "\"\\",
            "\"\\\"",
            "\"\\u",
            "\"\\u12",
            "\"\\u123",
            "[\"",
            "{\"",
            "{\"a\":[",
            "[{}",
        ],
    ),
    (
        JsonErrorKind::Unexpected,
        &[
            "[,]",
            "[,1]",
            "[1,]",
            "[1,,2]",
            "[1 2]",
            "[1:2]",
            "[1}",
            "[}",
            "[)",
            "{]",
            "{\"a\":1]",
            "{,}",
            "{\"a\":1,}",
            "{\"a\":1,,\"b\":2}",
            "{\"a\" 1}",
            "{\"a\",1}",
            "{\"a\":}",
            "{\"a\"::1}",
            "{\"a\":1 \"b\":2}",
            "{a:1}",
            "{'a':1}",
            "{1:1}",
            "{null:1}",
            "{[]:1}",
            "{\"a\"=1}",
            "nul",
            "nulll",
            "True",
            "TRUE",
            "tru",
            "truefalse",
            "falsey",
            "fals",
            "NULL",
            "NaN",
            "Infinity",
            "undefined",
            "'a'",
            "a",
            "\\n",
            "\u{e9}",
            "\u{1F600}",
            "}",
            "]",
            ",",
            ":",
            "/",
            "//",
            "/**/1",
            "# a",
            "[1 // a\n]",
            "[1 /* a */]",
            "(1)",
            "<a/>",
            "*",
            "&",
            "\u{a0}1",
            "\u{c}1",
            "\u{b}1",
            "\u{0}",
            "[\u{0}]",
            "\u{2028}1",
            " \u{feff}1",
            "[\u{feff}]",
            "\u{201c}a\u{201d}",
            "`a`",
            "[\"a\" \"b\"]",
            "{\"a\"\"b\"}",
            "[true1]",
            "[null\u{e9}]",
            "$",
            "@",
        ],
    ),
    (
        JsonErrorKind::InvalidNumber,
        &[
            "01",
            "-01",
            "00",
            "-00",
            "1.",
            "-1.",
            "1.e1",
            "0.e1",
            ".5",
            "-.5",
            "+1",
            "+.5",
            "1e",
            "1e+",
            "1E-",
            "1e1.5",
            "1.2.3",
            "-",
            "--1",
            "-a",
            "-Infinity",
            "0x1F",
            "1_000",
            "1a",
            "1e1e1",
            "0b1",
            "1-2",
            "1+",
            "[-]",
            "[01]",
            "[1.]",
            "{\"a\":1.}",
            "2.e+3",
            "[0e]",
            "-\u{e9}",
            "012345678901234567890123456789012345678901234567890123456789012345678901",
        ],
    ),
    (
        JsonErrorKind::InvalidEscape,
        &[
            r#""\a""#,
            r#""\x41""#,
            r#""\'""#,
            r#""\0""#,
            r#""\ ""#,
            r#""\U0041""#,
            r#""\u""#,
            r#""\u1""#,
            r#""\u123""#,
            r#""\u123g""#,
            r#""\u 123""#,
            r#""\u+123""#,
            r#""\u-123""#,
            "\"\\\n\"",
            "\"\\\u{e9}\"",
            "\"\\u\u{ff11}234\"",
            "\"\\\u{1F600}\"",
            "\"\\\u{0}\"",
            r#"{"\x":1}"#,
        ],
    ),
    (
        JsonErrorKind::LoneSurrogate,
        &[
            r#""\ud800""#,
            r#""\udc00""#,
            r#""\udbff\ud800""#,
            r#""\udc00\ud800""#,
            r#""\ud800a""#,
            r#""\ud800\n""#,
            r#""\ud800\u0041""#,
            r#""\udfff""#,
            r#""\ud83d\ud83d\ude00""#,
            r#"{"\ud800":1}"#,
            r#""\uD800\\udc00""#,
            // Told before the bad escape behind it.
            r#""\ud800\u""#,
        ],
    ),
    (
        JsonErrorKind::ControlCharacter,
        &[
            "\"\n\"",
            "\"\t\"",
            "\"\r\"",
            "\"\u{0}\"",
            "\"\u{1f}\"",
            "\"abc\u{8}def\"",
            "{\"\n\":1}",
            "\"a\n",
            "[\"unclosed,\n 1]",
        ],
    ),
    (
        JsonErrorKind::TrailingText,
        &[
            "1 2",
            "[] []",
            "{}{}",
            "[]]",
            "{}}",
            "null,",
            "\"a\"\"b\"",
            "1\u{0}",
            "{}\u{feff}",
            "[]x",
            "\"a\"b",
            "[] // a",
            "1,",
        ],
    ),
    (
        JsonErrorKind::ByteOrderMark,
        &["\u{feff}", "\u{feff}{}", "\u{feff}\u{feff}1"],
    ),
];

#[test]
fn other_texts_are_refused() {
    for (kind, texts) in REFUSED {
        for text in *texts {
            let error = refuse(text);
            assert_eq!(error.kind(), *kind, "{text:?}: {error}");
        }
    }
}

#[test]
fn a_name_that_occurs_twice_is_refused_at_the_second() {
    let cases: &[(&str, [usize; 2], [usize; 2])] = &[
        (r#"{"a":1,"a":2}"#, [1, 4], [7, 10]),
        (r#"{"a":1,"b":2,"a":3,"b":4}"#, [1, 4], [13, 16]),
        (r#"{"a":1,"a":2,"a":3}"#, [1, 4], [7, 10]),
        (r#"{"":1,"":2}"#, [1, 3], [6, 8]),
        (r#"{"a":1,"\u0061":2}"#, [1, 4], [7, 15]),
        (r#"{"\u0061":1,"a":2}"#, [1, 9], [12, 15]),
        (r#"{"\ud83d\ude00":1,"😀":2}"#, [1, 15], [18, 24]),
        (r#"{"\/":1,"/":2}"#, [1, 5], [8, 11]),
        (r#"{"x":{"a":1,"a":2}}"#, [6, 9], [12, 15]),
        (r#"{"a":{"a":1},"b":{"a":2},"a":3}"#, [1, 4], [25, 28]),
        (r#"[{"a":1,"a":2}]"#, [2, 5], [8, 11]),
        // More than are compared pair by pair.
        (
            r#"{"b":0,"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"b":0,"9":0,"1":0,"b":0}"#,
            [1, 4],
            [49, 52],
        ),
        (
            r#"{"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"z":0,"9":0,"\u007a":0,"a":0,"a":0}"#,
            [43, 46],
            [55, 63],
        ),
    ];
    for (text, first, second) in cases {
        let error = refuse(text);
        let JsonErrorKind::DuplicateMember { first: earlier } = error.kind() else {
            panic!("{text}: {error}");
        };
        assert_eq!([earlier.start, earlier.end], *first, "{text}");
        assert_eq!([error.span().start, error.span().end], *second, "{text}");
    }
}

#[test]
fn bytes_must_be_utf8() {
    let cases: &[(&[u8], usize, &str)] = &[
        (b"\xff", 0, "1:1"),
        (b"[\"\xe9\"]", 2, "1:3"),
        (b"[\"\xc3\xa9\",\n\"\xc3\"]", 8, "2:2"),
        // An overlong form, half a surrogate pair, a number behind U+10FFFF, a character cut short.
        (b"\"\xc0\xaf\"", 1, "1:2"),
        (b"\"\xed\xa0\x80\"", 1, "1:2"),
        (b"\"\xf4\x90\x80\x80\"", 1, "1:2"),
        (b"\"\xf0\x9f\x98", 1, "1:2"),
        (b"\xff\xfe{\0}\0", 0, "1:1"),
        (b"{}\x80", 2, "1:3"),
    ];
    for (bytes, offset, place) in cases {
        let error = Json::from_bytes(bytes, &Limits::default()).expect_err("no UTF-8");
        assert_eq!(error.kind(), JsonErrorKind::InvalidUtf8);
        assert_eq!([error.span().start, error.span().end], [*offset; 2]);
        let position = std::format!("{}", error.position("whatever"));
        assert_eq!(&position, place, "{bytes:?}");
    }
    let error = Json::from_bytes(b"\xef\xbb\xbf{}", &Limits::default()).expect_err("has a mark");
    assert_eq!(error.kind(), JsonErrorKind::ByteOrderMark);
    check_error(&error, "\u{feff}{}");
}
