//! What the errors say, where they stand, and what they advise.

use std::string::{String, ToString};

use crate::{Json, JsonErrorKind, Limits, Span};

use super::{check_error, refuse};

#[test]
fn messages_spans_and_helps() {
    #[rustfmt::skip]
    let cases: &[(&str, [usize; 2], &str, &str)] = &[
        ("", [0, 0], "expected a value, found the end of the text", ""),
        ("[1,]", [3, 4], "expected a value, found `]`", "remove the comma before it"),
        ("{\"a\":1,}", [7, 8], "expected a member name, found `}`", "remove the comma before it"),
        ("[,1]", [1, 2], "expected a value or `]`, found `,`", "remove the comma"),
        ("[1 2]", [3, 4], "expected `,` or `]`, found `2`", ""),
        ("[1 \"b\"]", [3, 6], "expected `,` or `]`, found `\"b\"`", "put a comma before it"),
        ("[1 \"b\n]", [3, 5], "expected `,` or `]`, found `\"b`", "put a comma before it"),
        ("[1}", [2, 3], "expected `,` or `]`, found `}`", ""),
        ("{\"a\" 1}", [5, 6], "expected `:` behind the member name, found `1`", ""),
        ("{\"a\" = 1}", [5, 6], "expected `:` behind the member name, found `=`", "write `:` between a name and its value"),
        ("{Effect: 1}", [1, 7], "expected a member name or `}`, found `Effect`", "put the member name in double quotes"),
        ("{'a': 1}", [1, 2], "expected a member name or `}`, found `'`", "put strings and member names in double quotes"),
        ("[True]", [1, 5], "expected a value or `]`, found `True`", "write `true`, `false` and `null` in lower case"),
        ("NaN", [0, 3], "expected a value, found `NaN`", "use a number or a string: JSON has neither NaN nor Infinity"),
        ("[Allow]", [1, 6], "expected a value or `]`, found `Allow`", "put strings in double quotes"),
        ("[1, // x", [4, 6], "expected a value, found `//`", "remove the comment: JSON has none"),
        ("[1 # x", [3, 4], "expected `,` or `]`, found `#`", "remove the comment: JSON has none"),
        ("\u{201c}a\u{201d}", [0, 3], "expected a value, found `\u{201c}`", "use the straight double quote `\"`"),
        ("[\u{a0}1]", [1, 3], "expected a value or `]`, found `\\u{a0}`", "remove the character: it is no white space in JSON"),
        ("\"a", [2, 2], "expected `\"` at the end of the string, found the end of the text", ""),
        ("[1", [2, 2], "expected `,` or `]`, found the end of the text", ""),
        ("\"\\u12", [5, 5], "expected the rest of an escape, found the end of the text", ""),
        ("\"\\d+\"", [1, 3], "expected an escape, found `\\d`", "write a backslash as `\\\\`"),
        ("\"\\\u{e9}\"", [1, 4], "expected an escape, found `\\\u{e9}`", "write a backslash as `\\\\`"),
        ("\"\\u12g4\"", [1, 6], "expected `\\u` and four hexadecimal digits, found `\\u12g`", "write a backslash as `\\\\`"),
        ("\"\\ud83dx\"", [1, 7], "expected a whole surrogate pair, found `\\ud83d`", "write both halves, or the character itself"),
        ("\"a\nb\"", [2, 3], "expected a string without control characters, found `\\n`", "close the string on its line, or write the line break as `\\n`"),
        ("\"a\tb\"", [2, 3], "expected a string without control characters, found `\\t`", "write the tab as `\\t`"),
        ("\"a\u{0}b\"", [2, 3], "expected a string without control characters, found `\\0`", "write the character as a `\\u` escape"),
        ("[-007]", [1, 5], "expected a number, found `-007`", "remove the leading zeros"),
        ("+1", [0, 2], "expected a number, found `+1`", "remove the plus"),
        (".5", [0, 2], "expected a number, found `.5`", "put a digit on both sides of the point"),
        ("[5.]", [1, 3], "expected a number, found `5.`", "put a digit on both sides of the point"),
        ("1e", [0, 2], "expected a number, found `1e`", ""),
        ("{} x", [3, 4], "expected the end of the text behind the value, found `x`", "keep one value in a text"),
        ("{} {}", [3, 4], "expected the end of the text behind the value, found `{`", "keep one value in a text"),
        ("\u{feff}1", [0, 3], "expected a value, found a byte order mark", "save the text as UTF-8 without a byte order mark"),
        ("{\"a\":1,\"a\":2}", [7, 10], "expected each member name once, found `a` a second time", "put what belongs together under one name"),
    ];
    for (text, span, message, help) in cases {
        let error = refuse(text);
        assert_eq!(error.to_string(), *message, "{text:?}");
        assert_eq!([error.span().start, error.span().end], *span, "{text:?}");
        assert_eq!(error.help().unwrap_or_default(), *help, "{text:?}");
    }
}

#[test]
fn limits_and_bytes_have_messages_too() {
    let limits = Limits {
        max_bytes: 8,
        max_depth: 2,
        max_values: 3,
    };
    let cases: &[(&str, [usize; 2], &str)] = &[
        (
            "[[[]]]",
            [2, 3],
            "expected at most 2 levels of nesting, found one more",
        ),
        (
            "[1,2,3]",
            [5, 6],
            "expected at most 3 values, found one more",
        ),
        (
            "[1, 2, 3]",
            [0, 0],
            "expected a text of at most 8 bytes, found 9",
        ),
    ];
    for (text, span, message) in cases {
        let error = Json::parse(*text, &limits).expect_err(text);
        check_error(&error, text);
        assert_eq!(error.to_string(), *message);
        assert_eq!([error.span().start, error.span().end], *span);
    }
    let error = Json::from_bytes(b"[\xe9]", &limits).expect_err("no UTF-8");
    assert_eq!(
        error.to_string(),
        "expected UTF-8, found the byte 0xE9 at offset 1"
    );
    assert_eq!(error.help(), Some("save the text as UTF-8"));
}

#[test]
fn what_is_shown_of_the_text_is_short_and_harmless() {
    for piece in ["a", "\u{e9}", "\u{1b}", "\u{202e}", "7", "\u{7f}"] {
        let long: String = piece.repeat(1_000_000);
        for text in [
            long.clone(),
            std::format!("[{long}"),
            std::format!("{{{long}"),
            std::format!("0{long}"),
            std::format!("1 {long}"),
            std::format!("[1 \"{long}\"]"),
            std::format!("{{\"{long}\":1,\"{long}\":2}}"),
        ] {
            let Err(error) = Json::parse(text.as_str(), &Limits::default()) else {
                continue;
            };
            check_error(&error, &text);
            assert!(!error.to_string().contains('\u{202e}'));
            let debug = std::format!("{error:?}");
            assert!(debug.len() < 1_000, "{debug}");
        }
    }
}

#[test]
fn codes_are_distinct_and_in_kebab_case() {
    use JsonErrorKind::*;
    let first = Span::default();
    let mut codes: std::vec::Vec<_> = [
        Unexpected,
        UnexpectedEnd,
        InvalidEscape,
        LoneSurrogate,
        ControlCharacter,
        InvalidNumber,
        DuplicateMember { first },
        TooDeep,
        TooLarge,
        TooManyValues,
        InvalidUtf8,
        TrailingText,
        ByteOrderMark,
    ]
    .iter()
    .map(|kind| kind.code())
    .collect();
    for code in &codes {
        assert!(
            code.bytes()
                .all(|byte| byte.is_ascii_lowercase() || b"-8".contains(&byte))
        );
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 13);
}
