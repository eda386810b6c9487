//! What types show of themselves: names, codes, remedies, and hashes that follow equality.

use core::error::Error as _;
use std::format;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::string::{String, ToString};

use crate::operators::{self, Family};
use crate::value::{Base64, Instant, IpNetwork, Number};
use crate::{
    Context, ContextKey, ContextValue, KeyState, Operand, Operator, SetQualifier, Template,
    ValueError, VariableSupport, WildcardSupport,
};

fn operator(text: &str) -> Operator {
    text.parse().expect(text)
}

fn key(text: &str) -> ContextKey {
    text.parse().expect(text)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn unread(operator_name: &str, text: &str) -> ValueError {
    Operand::read(&operator(operator_name), text, VariableSupport::Expanded).expect_err(text)
}

#[test]
fn an_operator_tells_its_parts() {
    let whole = operator("ForAnyValue:StringNotLikeIfExists");
    assert_eq!(whole.set(), Some(SetQualifier::ForAnyValue));
    assert!(whole.if_exists() && whole.is_negated());
    assert_eq!(whole.family(), Family::String);
    assert_eq!(whole.spec().name(), "StringNotLike");
    let plain = operator("Bool");
    assert_eq!(plain.set(), None);
    assert!(!plain.if_exists() && !plain.is_negated());
    assert_eq!(plain.family(), Family::Bool);
    assert_eq!(SetQualifier::ForAllValues.to_string(), "ForAllValues");
    assert_eq!(
        format!("{:?}", plain.spec()),
        "OperatorSpec { name: \"Bool\", negated: false, family: Bool, variables: Expanded, .. }"
    );
}

#[test]
fn keys_are_equal_in_all_letters_but_not_in_their_case() {
    let keys = [
        "aws:username",
        "aws:userid",
        "s3:prefix",
        "aws:PrincipalTag/a",
        "aws:PrincipalTag/b",
    ];
    for (index, one) in keys.iter().enumerate() {
        assert_eq!(key(one), key(&one.to_ascii_uppercase()));
        for other in &keys[index + 1..] {
            assert_ne!(key(one), key(other));
        }
    }
}

#[test]
fn operators_are_equal_in_all_parts_or_not_at_all() {
    let forms = [
        "StringLike",
        "StringLikeIfExists",
        "StringEquals",
        "ForAllValues:StringLike",
        "ForAnyValue:StringLike",
    ];
    for (index, one) in forms.iter().enumerate() {
        for (other_index, other) in forms.iter().enumerate() {
            let (one, other) = (operator(one), operator(other));
            assert_eq!(one == other, index == other_index, "{one} {other}");
            assert_eq!(hash(&one) == hash(&other), index == other_index);
        }
    }
}

#[test]
fn keys_hash_as_they_compare() {
    assert_eq!(hash(&key("aws:SourceIp")), hash(&key("AWS:sourceip")));
    assert_ne!(hash(&key("aws:SourceIp")), hash(&key("aws:SourceVpc")));
    assert_eq!(
        format!("{:?}", key("aws:SourceIp")),
        "ContextKey(\"aws:SourceIp\")"
    );
    assert!(key("AWS:SourceIp").is_global() && !key("s3:prefix").is_global());
    assert_eq!(key("AWS:SourceIp").folded(), "aws:sourceip");
}

#[test]
fn a_context_says_what_is_in_it() {
    let mut context = Context::new();
    assert!(context.is_empty() && !context.contains(&key("aws:x")));
    assert!(context.insert_if_absent(key("aws:x"), ContextValue::single("1")));
    assert!(!context.insert_if_absent(key("AWS:X"), ContextValue::single("2")));
    assert!(!context.is_empty() && context.contains(&key("aws:X")));
    assert_eq!((context.len(), context.iter().count()), (1, 1));
    assert_eq!(context.get(&key("Aws:x")), Some(&ContextValue::single("1")));
    assert!(ContextValue::list(["1"]).is_list() && !ContextValue::single("1").is_list());
    let error = context
        .insert(key("AWS:X"), ContextValue::single("3"))
        .expect_err("twice");
    assert_eq!(error.code(), "duplicate-context-key");
    assert_eq!(
        (error.existing().as_str(), error.given().as_str()),
        ("aws:x", "AWS:X")
    );
    let states = [KeyState::Absent, KeyState::Null, KeyState::Present];
    assert_eq!(
        states.map(|state| state.to_string()),
        ["absent", "null", "present"]
    );
}

#[test]
fn each_unreadable_value_has_a_message_and_a_remedy() {
    for (operator, text, message, help) in [
        ("NumericEquals", "x", "a decimal number", "a number is"),
        ("DateEquals", "x", "a date", "a date is"),
        (
            "IpAddress",
            "x",
            "an IP address or a network",
            "a network adds",
        ),
        ("Bool", "x", "`true` or `false`", "letter case"),
        ("BinaryEquals", "x", "canonical base64", "padded with `=`"),
    ] {
        let error = unread(operator, text);
        assert_eq!(error.to_string(), format!("expected {message}, found `x`"));
        assert!(error.help().is_some_and(|found| found.contains(help)));
        assert!(error.source().is_none());
        assert_eq!(error.span(), 0..1);
    }
    for (text, message, span) in [
        ("a${b", "a `}` that closes the policy variable", 1..4),
        ("${a:b, c}", "a default value in single quotes", 0..9),
        (
            "${a:b,'c'}",
            "one space between the comma and the default value",
            0..10,
        ),
        ("x${a b}y", "a variable name without spaces", 1..7),
        ("${}", "a variable name between the braces", 0..3),
        (
            "${a}",
            "the name of a condition key between the braces",
            0..4,
        ),
    ] {
        let error = unread("StringEquals", text);
        let found = text.get(span.clone()).expect(text);
        assert_eq!(
            error.to_string(),
            format!("expected {message}, found `{found}`")
        );
        assert_eq!(error.span(), span);
        assert!(
            error
                .help()
                .is_some_and(|help| help.contains("the form `${key}`"))
        );
        assert!(
            error
                .source()
                .is_some_and(|source| source.to_string() == error.to_string())
        );
        assert_eq!(error.kind().code(), "malformed-variable");
    }
}

#[test]
fn each_unreadable_key_has_a_message_and_perhaps_a_remedy() {
    for (text, message, help) in [
        ("", "an empty text", None),
        (
            "a",
            "with a prefix before a colon",
            Some("the form `prefix:name`"),
        ),
        (
            "a:",
            "with a name behind the colon",
            Some("the form `prefix:name`"),
        ),
        (
            "a:b/",
            "with a tag key behind the `/`",
            Some("write the key of the tag"),
        ),
        (
            "a :b",
            "without spaces in prefix and name",
            Some("only a tag key"),
        ),
    ] {
        let error = text.parse::<ContextKey>().expect_err(text);
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.help().is_some(), help.is_some(), "{text}");
        assert!(
            error
                .help()
                .unwrap_or_default()
                .contains(help.unwrap_or_default())
        );
        assert_eq!(error.kind().code(), "invalid-condition-key");
    }
}

#[test]
fn each_unreadable_operator_has_a_code_and_perhaps_a_remedy() {
    for (text, code, help) in [
        (
            "StringLik",
            "unknown-operator",
            Some("did you mean `StringLike`?"),
        ),
        ("Nothing", "unknown-operator", None),
        (
            "NullIfExists",
            "null-if-exists",
            Some("`Null` tests whether the key exists; write it without `IfExists`"),
        ),
    ] {
        let error = text.parse::<Operator>().expect_err(text);
        assert_eq!(error.kind().code(), code);
        assert_eq!(error.help().as_deref(), help);
    }
    assert!(operators::find("stringlike").is_some() && operators::find("String").is_none());
}

#[test]
fn every_name_is_made_of_a_borrowed_text_too() {
    let key = ContextKey::try_from("aws:SourceIp").expect("a key");
    assert_eq!(key.as_str(), "aws:SourceIp");
    assert!(ContextKey::try_from("a").is_err());
    let operator = Operator::try_from("bool").expect("an operator");
    assert_eq!(operator.to_string(), "Bool");
    assert!(Operator::try_from("Bol").is_err());
}

#[test]
fn values_tell_what_they_hold_and_order() {
    let network: IpNetwork = "10.1.2.3/8".parse().expect("a network");
    assert_eq!(network.address().to_string(), "10.0.0.0");
    assert_eq!(network.prefix_length(), 8);
    let number = |text: &str| -> Number { text.parse().expect(text) };
    assert!(number("1") < number("2") && number("10") > number("9.5"));
    assert_eq!(
        (number("-1.5").to_string(), number("0.0").to_string()),
        ("-1.5".into(), "0".into())
    );
    let instant = |text: &str| -> Instant { text.parse().expect(text) };
    assert!(instant("2026-01-01") < instant("2026-01-02"));
    assert!(instant("5") > instant("4") && instant("9999999999999999999") > instant("1"));
    assert_eq!(instant("0060").as_ref().epoch_seconds(), Some(60));
    let far = "9999999999999999999";
    assert_eq!(instant(far).as_ref().epoch_seconds(), None);
    assert_eq!(instant(far).to_string(), far);
    let bytes: Base64 = "AQI=".parse().expect("base64");
    assert_eq!((bytes.as_str(), bytes.to_string()), ("AQI=", "AQI=".into()));
    assert_eq!(bytes.decode(), [1, 2]);
}

#[test]
fn a_template_resolves_to_a_text_with_its_wildcards() {
    let parse =
        |text| Template::parse(text, VariableSupport::Expanded, WildcardSupport::Glob).expect(text);
    let mut context = Context::new();
    context
        .insert(key("a:b"), ContextValue::single("x"))
        .expect("once");
    let resolved = |text| parse(text).resolve_to_string(&context);
    assert_eq!(resolved("a?${a:b}*${*}").as_deref(), Some("a?x**"));
    assert_eq!(resolved("${a:c}"), None);
    assert_eq!(resolved("${a:c, 'y'}").as_deref(), Some("y"));
    assert_eq!(Template::of_literal("a*${a:b}").literal(), Some("a*${a:b}"));
    assert!(!Template::of_literal("*").is_any() && parse("*").is_any());
}

#[test]
fn an_excerpt_shows_sixty_characters() {
    let shown = |length: usize| unread("NumericEquals", &"x".repeat(length)).to_string();
    let expected = |text: String| format!("expected a decimal number, found `{text}`");
    assert_eq!(shown(60), expected("x".repeat(60)));
    assert_eq!(shown(61), expected("x".repeat(60) + "…"));
    assert_eq!(shown(100), expected("x".repeat(60) + "…"));
}
