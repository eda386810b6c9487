//! Every short pattern against every short text, random long ones, and the worst cases.

use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;

use crate::{
    CaseSensitivity, Token, has_wildcard, literal_tokens, match_tokens, matches,
    matches_ignore_ascii_case, tokens,
};

/// The definition, read off the rules: plain recursion, exponential at worst.
fn naive(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => naive(rest, text) || (!text.is_empty() && naive(pattern, &text[1..])),
        Some(('?', rest)) => !text.is_empty() && naive(rest, &text[1..]),
        Some((wanted, rest)) => text.first() == Some(wanted) && naive(rest, &text[1..]),
    }
}

fn words(alphabet: &[char], longest: usize) -> Vec<String> {
    let mut all = std::vec![String::new()];
    let mut from = 0;
    for _ in 0..longest {
        let until = all.len();
        for index in from..until {
            for letter in alphabet {
                let mut word = all[index].clone();
                word.push(*letter);
                all.push(word);
            }
        }
        from = until;
    }
    all
}

#[test]
fn every_short_pattern_agrees_with_the_definition() {
    let mut positive = 0_u32;
    let texts = words(&['a', 'b'], 5);
    for pattern in words(&['a', 'b', '*', '?'], 4) {
        let pattern_chars: Vec<char> = pattern.chars().collect();
        for text in &texts {
            let text_chars: Vec<char> = text.chars().collect();
            let expected = naive(&pattern_chars, &text_chars);
            assert_eq!(
                matches(&pattern, text),
                expected,
                "{pattern:?} against {text:?}"
            );
            positive += u32::from(expected);
        }
    }
    assert_eq!(
        positive, 6_167,
        "the share of matches moved: two wrong matchers could agree"
    );
}

#[test]
fn characters_count_not_bytes() {
    assert!(matches("?", "é"));
    assert!(!matches("??", "é"));
    assert!(matches("*é", "aé"));
}

#[test]
fn case_is_folded_for_ascii_only() {
    assert!(matches_ignore_ascii_case("S3:get*", "s3:GETobject"));
    assert!(!matches_ignore_ascii_case("É", "é"));
    assert!(!matches("S3", "s3"));
}

#[test]
fn many_stars_stay_within_pattern_times_text() {
    // Counts the tokens taken: an exponential matcher would not end.
    #[derive(Clone)]
    struct Counted<'a, I>(I, &'a std::cell::Cell<u64>);
    impl<I: Iterator> Iterator for Counted<'_, I> {
        type Item = I::Item;
        fn next(&mut self) -> Option<I::Item> {
            self.1.set(self.1.get() + 1);
            self.0.next()
        }
    }
    let pattern = "*a".repeat(1_000) + "b";
    let text = "a".repeat(3_000);
    let steps = std::cell::Cell::new(0);
    let counted = Counted(tokens(&pattern), &steps);
    assert!(!match_tokens(counted, &text, CaseSensitivity::Sensitive));
    let bound = (pattern.len() as u64 + 1) * (text.len() as u64 + 1);
    assert!(
        steps.get() <= bound,
        "{} steps, at most {bound} allowed",
        steps.get()
    );
}

proptest! {
    #[test]
    fn random_patterns_agree_with_the_definition(pattern in "[ab:/é*?]{0,9}", text in "[ab:/é]{0,10}") {
        let pattern_chars: Vec<char> = pattern.chars().collect();
        let text_chars: Vec<char> = text.chars().collect();
        prop_assert_eq!(matches(&pattern, &text), naive(&pattern_chars, &text_chars));
    }

    #[test]
    fn a_text_without_wildcards_matches_itself_only(text in "[a-c]{0,6}", other in "[a-c]{0,6}") {
        prop_assert!(matches(&text, &text));
        prop_assert_eq!(matches(&text, &other), text == other);
    }
}

#[test]
fn wildcards_of_a_literal_text_stand_for_themselves() {
    let literal: Vec<Token> = literal_tokens("*?a").collect();
    assert_eq!(literal, ['*', '?', 'a'].map(Token::Char));
    let pattern: Vec<Token> = tokens("*?a").collect();
    assert_eq!(pattern, [Token::Run, Token::One, Token::Char('a')]);
    assert!(has_wildcard("a?") && has_wildcard("a*") && !has_wildcard("a"));
}

#[test]
fn a_small_stack_is_enough() {
    let body = || {
        let text = "ab".repeat(10_000);
        let stars = "*".repeat(1 << 20);
        assert!(matches(&stars, &text));
        assert!(matches_ignore_ascii_case(&(stars + "B"), &text));
        assert!(!matches(&"*a?".repeat(1_000), &"b".repeat(10_000)));
        assert_eq!(tokens(&text).count(), text.len());
    };
    let small = std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(body);
    small.unwrap().join().unwrap();
}
