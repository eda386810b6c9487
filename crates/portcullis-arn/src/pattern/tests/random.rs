//! Random patterns and texts, close enough to each other that matches are common.

use std::string::String;
use std::vec::Vec;

use portcullis_glob::{Token, tokens};
use proptest::prelude::*;

use super::{reference, split};
use crate::pattern::{match_operator, match_operator_stream, match_resource};

/// ARNs of few words, some of them with more colons or fewer than an ARN has.
fn arn() -> impl Strategy<Value = String> {
    let word = prop::sample::select(std::vec![
        "",
        "a",
        "aws",
        "s3",
        "sns",
        "us-east-1",
        "us-west-1",
        "111122223333",
        "999999999999",
    ]);
    let resource = prop::sample::select(std::vec![
        "b", "b/k", "b/x:y/k", "T", "t:1:*", "é?", "role/app"
    ]);
    (prop::collection::vec(word, 3..7), resource)
        .prop_map(|(words, resource)| std::format!("arn:{}:{resource}", words.join(":")))
}

/// A pattern made from an ARN: pieces replaced by wildcards, letters changed in case.
fn pattern_of(arn: &str, changes: &[(prop::sample::Index, u8)]) -> String {
    let mut pattern: Vec<char> = arn.chars().collect();
    for (place, change) in changes {
        let index = place.index(pattern.len());
        match change {
            0 => pattern[index] = '?',
            1 => pattern[index] = '*',
            2 => pattern.insert(index, '*'),
            3 => pattern[index] = pattern[index].to_ascii_uppercase(),
            4 => drop(pattern.drain(index..(index + 3).min(pattern.len()))),
            // A whole field, or the rest of it.
            _ => {
                let end = pattern[index..].iter().position(|found| *found == ':');
                let end = end.map_or(pattern.len(), |length| index + length);
                pattern.splice(index..end, ['*']);
            }
        }
        if pattern.is_empty() {
            break;
        }
    }
    pattern.into_iter().collect()
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0_u8..7), 0..6)
}

/// A field that may hold literal wildcards and literal colons, as text out of a variable does.
fn field() -> impl Strategy<Value = Vec<Token>> {
    let token = prop_oneof![
        3 => Just(Token::Run),
        2 => Just(Token::One),
        3 => Just(Token::Char('a')),
        2 => Just(Token::Char('A')),
        2 => Just(Token::Char(':')),
        1 => Just(Token::Char('*')),
    ];
    prop::collection::vec(token, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn realistic_arns_agree_with_the_definition(
        origin in arn(),
        other in arn(),
        same in prop::bool::weighted(0.7),
        changes in changes(),
    ) {
        let pattern = pattern_of(&origin, &changes);
        let text = if same { origin } else { other };
        let characters: Vec<char> = text.chars().collect();
        let stream = match_operator_stream(tokens(&pattern), &text);
        if let Some(strings) = split(&pattern) {
            let fields = strings.map(|field| tokens(field).collect::<Vec<_>>());
            let expected = reference::Resource::new(&fields).matches(&characters);
            prop_assert_eq!(match_resource(&strings.map(tokens), &text), expected);
            let expected = reference::operator(&fields, &characters);
            prop_assert_eq!(match_operator(strings.map(tokens), &text), expected);
            prop_assert_eq!(stream, expected);
        } else {
            prop_assert!(!stream);
        }
    }

    #[test]
    fn any_tokens_agree_with_the_definition(
        fields in prop::array::uniform6(field()),
        text in "[aA:*]{0,12}",
    ) {
        let characters: Vec<char> = text.chars().collect();
        let streams = || fields.each_ref().map(|field| field.iter().copied());
        let expected = reference::Resource::new(&fields).matches(&characters);
        prop_assert_eq!(match_resource(&streams(), &text), expected);
        let expected = reference::operator(&fields, &characters);
        prop_assert_eq!(match_operator(streams(), &text), expected);
    }

    #[test]
    fn any_stream_agrees_with_the_definition(
        pieces in prop::collection::vec(field(), 0..9),
        text in "[aA:*]{0,12}",
    ) {
        let characters: Vec<char> = text.chars().collect();
        let stream = pieces.join(&Token::Char(':'));
        let expected = reference::split(&stream, |token| *token == Token::Char(':'))
            .is_some_and(|fields| reference::operator(&fields, &characters));
        prop_assert_eq!(match_operator_stream(stream.iter().copied(), &text), expected);
    }

    #[test]
    fn a_pattern_without_wildcards_is_equality(text in arn(), other in arn()) {
        let literal = |text: &str| text.replace(['*', '?'], "x");
        let (pattern, text) = (literal(&text), literal(&other));
        if let Some(fields) = split(&pattern) {
            prop_assert!(match_operator(fields.map(tokens), &pattern));
            prop_assert!(match_resource(&fields.map(tokens), &pattern));
            prop_assert_eq!(match_operator(fields.map(tokens), &text), pattern == text);
        }
    }

    #[test]
    fn what_an_operator_matches_a_resource_matches(origin in arn(), changes in changes()) {
        let pattern = pattern_of(&origin, &changes);
        if let Some(fields) = split(&pattern) {
            let operator = match_operator(fields.map(tokens), &origin);
            prop_assert!(!operator || match_resource(&fields.map(tokens), &origin));
        }
    }
}
