//! Small alphabets, all words.
//!
//! The counts of matches are asserted: two wrong matchers that agree would move them.

use std::string::String;
use std::vec::Vec;

use portcullis_glob::{Token, tokens};

use super::reference;
use crate::pattern::{match_operator, match_operator_stream, match_resource};

/// All words of at most `longest` letters.
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

/// All words with exactly so many colons, and at most `others` letters besides.
pub(super) fn patterns(letters: &[char], colons: usize, others: usize) -> Vec<String> {
    let mut done = Vec::new();
    let mut open = std::vec![(String::new(), colons, others)];
    while let Some((word, colons, others)) = open.pop() {
        if colons > 0 {
            open.push((word.clone() + ":", colons - 1, others));
        } else {
            done.push(word.clone());
        }
        if others > 0 {
            for letter in letters {
                let mut longer = word.clone();
                longer.push(*letter);
                open.push((longer, colons, others - 1));
            }
        }
    }
    // A colon among the letters is met in more than one way.
    done.sort_unstable();
    done.dedup();
    done
}

/// How often the matchers said yes, to the `Resource` rules and to the operators' rules.
#[derive(Debug, Default, PartialEq, Eq)]
struct Positive {
    pairs: u32,
    resource: u32,
    operator: u32,
}

fn compare(head: &str, patterns: &[String], texts: &[String]) -> Positive {
    let texts: Vec<(String, Vec<char>)> = texts
        .iter()
        .map(|text| std::format!("{head}{text}"))
        .map(|text| (text.clone(), text.chars().collect()))
        .collect();
    let mut positive = Positive::default();
    for pattern in patterns {
        let pattern = std::format!("{head}{pattern}");
        let strings = super::split(&pattern).expect("six fields");
        let fields: [Vec<Token>; 6] = strings.map(|field| tokens(field).collect());
        let resource = reference::Resource::new(&fields);
        let streams = strings.map(tokens);
        for (text, characters) in &texts {
            positive.pairs += 1;
            let expected = resource.matches(characters);
            assert_eq!(
                match_resource(&streams, text),
                expected,
                "Resource {pattern} against {text}"
            );
            positive.resource += u32::from(expected);
            let expected = reference::operator(&fields, characters);
            assert_eq!(
                match_operator(streams.clone(), text),
                expected,
                "ArnLike {pattern} against {text}"
            );
            let stream = match_operator_stream(tokens(&pattern), text);
            assert_eq!(
                stream, expected,
                "ArnLike {pattern} as a stream against {text}"
            );
            positive.operator += u32::from(expected);
        }
    }
    positive
}

#[test]
fn wildcards_in_all_six_fields() {
    let found = compare(
        "",
        &patterns(&['a', '*', '?'], 5, 4),
        &words(&['a', ':'], 8),
    );
    assert_eq!(
        found,
        Positive {
            pairs: 6_094_186,
            resource: 50_447,
            operator: 36_088
        }
    );
}

#[test]
fn many_wildcards_in_the_last_three_fields() {
    let found = compare(
        ":::",
        &patterns(&['a', '*', '?'], 2, 6),
        &words(&['a', ':'], 7),
    );
    assert_eq!(
        found,
        Positive {
            pairs: 6_901_320,
            resource: 383_890,
            operator: 298_699
        }
    );
}

#[test]
fn two_letters_in_the_last_three_fields() {
    let found = compare(
        ":::",
        &patterns(&['a', 'b', '*'], 2, 5),
        &words(&['a', 'b', ':'], 6),
    );
    assert_eq!(
        found,
        Positive {
            pairs: 7_270_636,
            resource: 106_890,
            operator: 86_396
        }
    );
}

#[test]
fn colons_in_the_resource() {
    let found = compare(
        "::::",
        &patterns(&['a', ':', '*', '?'], 1, 4),
        &words(&['a', ':'], 8),
    );
    assert_eq!(
        found,
        Positive {
            pairs: 511_511,
            resource: 74_991,
            operator: 60_885
        }
    );
}
