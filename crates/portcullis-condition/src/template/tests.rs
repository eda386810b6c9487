//! The grammar of templates, good and bad, and what they stand for.

use std::string::{String, ToString};
use std::vec::Vec;

use portcullis_glob::{CaseSensitivity, Token, match_tokens};
use proptest::prelude::*;

use super::{Part, Template, VariableErrorKind, VariableSupport, WildcardSupport};
use crate::context::{Context, ContextValue};
use crate::key::KeyErrorKind;

fn expanded(text: &str) -> Template {
    Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob).unwrap()
}

fn context(entries: &[(&str, ContextValue)]) -> Context {
    let mut context = Context::new();
    for (key, value) in entries {
        context.insert(key.parse().unwrap(), value.clone()).unwrap();
    }
    context
}

/// A short notation for parts: literal text in `<>`, escapes as `\x`, variables by their key and default.
fn outline(template: &Template) -> String {
    let shown = template.parts().iter().map(|part| match part {
        Part::Literal(text) => std::format!("<{text}>"),
        Part::Escape(character) => std::format!("\\{character}"),
        Part::Run => "*".into(),
        Part::One => "?".into(),
        Part::Variable(variable) => match variable.default() {
            Some(default) => std::format!("{{{}|{default}}}", variable.key()),
            None => std::format!("{{{}}}", variable.key()),
        },
    });
    shown.collect()
}

#[test]
fn well_formed_texts() {
    for (text, outlined) in [
        ("", ""),
        ("abc", "<abc>"),
        ("a*b?c", "<a>*<b>?<c>"),
        ("**", "**"),
        ("$", "<$>"),
        ("$$a$", "<$$a$>"),
        ("$ {x}", "<$ {x}>"),
        ("a$*", "<a$>*"),
        ("}{", "<}{>"),
        ("${*}${?}${$}", "\\*\\?\\$"),
        ("x${aws:username}y", "<x>{aws:username}<y>"),
        ("$${aws:username}", "<$>{aws:username}"),
        ("${$}{aws:username}", "\\$<{aws:username}>"),
        (
            "${aws:PrincipalTag/team, 'none'}",
            "{aws:PrincipalTag/team|none}",
        ),
        ("${aws:username, ''}", "{aws:username|}"),
        ("${aws:username, '*}, ${x'}/", "{aws:username|*}, ${x}</>"),
        ("${aws:username, ' a '}", "{aws:username| a }"),
        (
            "${oidc.eks.example/id/X:sub}",
            "{oidc.eks.example/id/X:sub}",
        ),
        ("${aws:a}${aws:b}", "{aws:a}{aws:b}"),
        ("é${aws:é}é", "<é>{aws:é}<é>"),
    ] {
        let template = expanded(text);
        assert_eq!(outline(&template), outlined, "{text}");
        assert_eq!(template.to_string(), text);
    }
}

#[test]
fn support_decides_what_is_special() {
    let outlines =
        |text, variables, wildcards| outline(&Template::parse(text, variables, wildcards).unwrap());
    let text = "a*${aws:b}${*}";
    for (variables, wildcards, outlined) in [
        (
            VariableSupport::Expanded,
            WildcardSupport::Glob,
            "<a>*{aws:b}\\*",
        ),
        (
            VariableSupport::Expanded,
            WildcardSupport::Literal,
            "<a*>{aws:b}\\*",
        ),
        (
            VariableSupport::Literal,
            WildcardSupport::Glob,
            "<a>*<${aws:b}${>*<}>",
        ),
        (
            VariableSupport::Literal,
            WildcardSupport::Literal,
            "<a*${aws:b}${*}>",
        ),
    ] {
        assert_eq!(outlines(text, variables, wildcards), outlined);
    }
    // Nothing is malformed where nothing is expanded.
    assert_eq!(
        outlines("${", VariableSupport::Literal, WildcardSupport::Glob),
        "<${>"
    );
}

#[test]
fn malformed_variables() {
    use VariableErrorKind as Kind;
    for (text, kind, span) in [
        ("${", Kind::MissingBrace, 0..2),
        ("a/${aws:username", Kind::MissingBrace, 2..16),
        ("a/${aws:username and more", Kind::MissingBrace, 2..25),
        ("${aws:username/${aws:userid}", Kind::MissingBrace, 0..28),
        ("${aws:username, 'x'", Kind::MissingBrace, 0..19),
        ("${aws:username, 'x' }", Kind::MissingBrace, 0..21),
        ("${aws:username, 'it's'}", Kind::MissingBrace, 0..23),
        ("${aws:username, x}", Kind::MissingQuote, 0..18),
        ("${aws:username, 'x}", Kind::MissingQuote, 0..19),
        ("${aws:username, \"x\"}", Kind::MissingQuote, 0..20),
        ("${aws:username, }", Kind::MissingQuote, 0..17),
        ("${aws:username,'x'}", Kind::DefaultSeparator, 0..19),
        ("${aws:username,}", Kind::DefaultSeparator, 0..16),
        ("${aws:username,  'x'}", Kind::DefaultSeparator, 0..21),
        ("${aws: username}", Kind::SpaceInName, 0..16),
        ("${ aws:username}", Kind::SpaceInName, 0..16),
        ("${aws:username }", Kind::SpaceInName, 0..16),
        ("${aws:username , 'x'}", Kind::SpaceInName, 0..21),
        ("${aws:PrincipalTag/cost center}", Kind::SpaceInName, 0..31),
        ("x${}y", Kind::Empty, 1..4),
        ("${ }", Kind::Empty, 0..4),
        ("${, 'x'}", Kind::Empty, 0..8),
        (
            "${username}",
            Kind::InvalidKey(KeyErrorKind::NoPrefix),
            0..11,
        ),
        ("${aws:}", Kind::InvalidKey(KeyErrorKind::NoName), 0..7),
        (
            "${aws:PrincipalTag/}",
            Kind::InvalidKey(KeyErrorKind::MissingTagKey),
            0..20,
        ),
        ("${**}", Kind::InvalidKey(KeyErrorKind::NoPrefix), 0..5),
        ("${*, 'x'}", Kind::InvalidKey(KeyErrorKind::NoPrefix), 0..9),
        ("é${aws:é", Kind::MissingBrace, 2..10),
    ] {
        let error =
            Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob).unwrap_err();
        assert_eq!((error.kind(), error.span()), (kind, span), "{text}");
        assert!(text.get(error.span()).is_some());
        assert!(error.help().is_some());
    }
}

#[test]
fn what_a_key_must_have_to_be_substituted() {
    for (value, resolved) in [
        (ContextValue::single("red"), Some("red")),
        (ContextValue::list(["red"]), Some("red")),
        (ContextValue::single(" "), Some(" ")),
        (ContextValue::single(""), None),
        (ContextValue::list([""]), None),
        (ContextValue::list([""; 0]), None),
        (ContextValue::list(["red", "blue"]), None),
        (ContextValue::list(["red", "red"]), None),
        (ContextValue::list(["", ""]), None),
    ] {
        let context = context(&[("aws:PrincipalTag/Team", value.clone())]);
        let resolve = |text| expanded(text).resolve_to_string(&context);
        assert_eq!(
            resolve("${aws:principaltag/TEAM}").as_deref(),
            resolved,
            "{value:?}"
        );
        let with_default = resolved.unwrap_or("other");
        assert_eq!(
            resolve("${aws:PrincipalTag/team, 'other'}").as_deref(),
            Some(with_default)
        );
        assert_eq!(
            resolve("${aws:PrincipalTag/team, ''}").as_deref(),
            Some(resolved.unwrap_or(""))
        );
    }
    assert!(
        expanded("a${aws:a, 'x'}${aws:b}")
            .tokens(&Context::new())
            .is_none()
    );
}

#[test]
fn fields_are_cut_at_literal_colons() {
    for (text, fields) in [
        ("", &[""][..]),
        ("*", &["*"]),
        ("a:b", &["a", "b"]),
        ("arn:aws:s3:::b/*", &["arn", "aws", "s3", "", "", "b/*"]),
        ("a:b:c:d:e:f:g:h", &["a", "b", "c", "d", "e", "f:g:h"]),
        (":::::::", &["", "", "", "", "", "::"]),
        (
            "a:${aws:b}:${c:d, ':'}*:e",
            &["a", "${aws:b}", "${c:d, ':'}*", "e"],
        ),
        ("x${*}:y", &["x${*}", "y"]),
    ] {
        let cut: Vec<String> = expanded(text)
            .split_fields()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(cut, fields, "{text}");
    }
}

#[test]
fn variables_made_literal() {
    let template = expanded("a${aws:b, '*'}*${?}c").with_literal_variables();
    assert_eq!(outline(&template), "<a${aws:b, '*'}>*<${?}c>");
    let template = expanded("${$}").with_literal_variables();
    assert_eq!(template.literal(), Some("${$}"));
}

#[test]
fn questions_about_a_template() {
    for (text, any, ends_with_run, wildcard, literal) in [
        ("*", true, true, true, None),
        ("", false, false, false, Some("")),
        ("${*}", false, false, false, None),
        ("a*", false, true, true, None),
        ("?", false, false, true, None),
        ("a", false, false, false, Some("a")),
        ("${aws:x, '*'}", false, false, false, None),
    ] {
        let template = expanded(text);
        let found = (
            template.is_any(),
            template.ends_with_run(),
            template.has_wildcard(),
            template.literal(),
        );
        assert_eq!(found, (any, ends_with_run, wildcard, literal), "{text}");
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    for text in ["$", "${*}", "*", "${aws:a}", "${aws:a, '${'}", "a:", "}"] {
        let long = text.repeat(100_000);
        let template = expanded(&long);
        assert_eq!(template.to_string().len(), long.len());
        assert!(template.split_fields().len() <= 6);
    }
    for text in ["${", "${aws:a, '", "${aws:a,", "${a"] {
        let long = text.repeat(100_000);
        assert!(Template::parse(&long, VariableSupport::Expanded, WildcardSupport::Glob).is_err());
    }
    // Many variables without text between and with empty values are passed without recursion.
    let empty = expanded(&"${aws:a, ''}".repeat(100_000));
    assert_eq!(empty.tokens(&Context::new()).unwrap().count(), 0);
}

#[test]
fn hostile_patterns_stay_within_pattern_times_text() {
    let context = context(&[("aws:x", ContextValue::single("a"))]);
    let pattern = expanded(&("*${aws:x}".repeat(500) + "b"));
    let text = "a".repeat(2_000);
    let tokens = pattern.tokens(&context).unwrap();
    // One that tried every way of sharing out the text would not end.
    assert!(!match_tokens(tokens, &text, CaseSensitivity::Sensitive));
}

/// A well-formed piece with what it stands for in [`world`].
fn piece() -> impl Strategy<Value = (String, Vec<Token>)> {
    let literal = "[a-c:/é{}']{1,3}".prop_map(|text| {
        let tokens = text.chars().map(Token::Char).collect();
        (text, tokens)
    });
    let fixed = |text: &str, tokens: &[Token]| Just((text.to_string(), tokens.to_vec()));
    let chars = |text: &str| text.chars().map(Token::Char).collect::<Vec<_>>();
    prop_oneof![
        4 => literal,
        6 => prop_oneof![
        fixed("*", &[Token::Run]),
        fixed("?", &[Token::One]),
        fixed("${*}", &[Token::Char('*')]),
        fixed("${?}", &[Token::Char('?')]),
        fixed("${$}", &[Token::Char('$')]),
        fixed("${aws:plain}", &chars("ab")),
        fixed("${AWS:Stars, 'x'}", &chars("*?")),
        fixed("${aws:nested}", &chars("${aws:plain}${*}")),
        fixed("${aws:absent, '${aws:plain}*'}", &chars("${aws:plain}*")),
        fixed("${aws:empty, ''}", &[]),
        ],
    ]
}

fn world() -> Context {
    context(&[
        ("aws:plain", ContextValue::single("ab")),
        ("aws:stars", ContextValue::list(["*?"])),
        ("aws:nested", ContextValue::single("${aws:plain}${*}")),
        ("aws:empty", ContextValue::single("")),
    ])
}

proptest! {
    #[test]
    fn values_are_literal_and_never_scanned_again(pieces in proptest::collection::vec(piece(), 0..8)) {
        let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let expected: Vec<Token> = pieces.into_iter().flat_map(|(_, tokens)| tokens).collect();
        let template = expanded(&text);
        prop_assert_eq!(template.to_string(), text);
        let world = world();
        let tokens = template.tokens(&world).unwrap();
        prop_assert_eq!(tokens.clone().collect::<Vec<_>>(), expected.clone());
        // Clones go on from where they were taken.
        let mut ahead = tokens;
        for index in 0..expected.len() {
            prop_assert_eq!(ahead.clone().collect::<Vec<_>>(), expected[index..].to_vec());
            ahead.next();
        }
        prop_assert_eq!(ahead.next(), None);
        prop_assert_eq!(ahead.next(), None);
    }

    #[test]
    fn what_is_read_prints_back(
        text in "([a${}*?:, ']|aws:x|\\$\\{aws:x\\}|\\$\\{aws:x, '|\\$\\{[*?$]\\}){0,8}",
        variables in prop_oneof![Just(VariableSupport::Expanded), Just(VariableSupport::Literal)],
        wildcards in prop_oneof![Just(WildcardSupport::Glob), Just(WildcardSupport::Literal)],
    ) {
        match Template::parse(&text, variables, wildcards) {
            Ok(template) => {
                prop_assert_eq!(template.to_string(), text.clone());
                let rejoined = template.split_fields().iter().map(ToString::to_string).collect::<Vec<_>>().join(":");
                prop_assert_eq!(rejoined, text.clone());
                let literal = template.clone().with_literal_variables();
                prop_assert_eq!(literal.to_string(), text);
                prop_assert_eq!(literal.variables().count(), 0);
                prop_assert_eq!(literal.has_wildcard(), template.has_wildcard());
            }
            Err(error) => {
                prop_assert_eq!(variables, VariableSupport::Expanded);
                let begins = text.get(error.span()).is_some_and(|found| found.starts_with("${"));
                prop_assert!(begins);
            }
        }
    }

    #[test]
    fn a_value_matches_itself_and_nothing_else(value in "[ab*?${}]{1,6}", other in "[ab*?${}]{1,6}") {
        let context = context(&[("aws:x", ContextValue::single(value.as_str()))]);
        let template = expanded("<${aws:x}>");
        let matches = |text: &str| {
            let text = std::format!("<{text}>");
            match_tokens(template.tokens(&context).unwrap(), &text, CaseSensitivity::Sensitive)
        };
        prop_assert!(matches(&value));
        prop_assert_eq!(matches(&other), value == other);
    }
}
