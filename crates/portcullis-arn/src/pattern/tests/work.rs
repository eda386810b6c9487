//! How many tokens a match takes: never more than twice pattern × text.

use std::cell::Cell;
use std::format;

use portcullis_glob::{Tokens, tokens};

use super::exhaustive::patterns;
use super::split;
use crate::pattern::{match_operator, match_operator_stream, match_resource};

#[derive(Clone)]
struct Counted<'a>(Tokens<'a>, &'a Cell<u64>);

impl Iterator for Counted<'_> {
    type Item = portcullis_glob::Token;

    fn next(&mut self) -> Option<Self::Item> {
        self.1.set(self.1.get() + 1);
        self.0.next()
    }
}

/// The tokens that the costlier of the three matchers takes.
fn steps(pattern: &str, text: &str) -> u64 {
    let taken = Cell::new(0);
    let counted = |part| Counted(tokens(part), &taken);
    let fields = split(pattern).expect("six fields");
    let mut most = 0;
    let _ = match_resource(&fields.map(counted), text);
    most = most.max(taken.replace(0));
    let _ = match_operator(fields.map(counted), text);
    most = most.max(taken.replace(0));
    let _ = match_operator_stream(counted(pattern), text);
    most.max(taken.get())
}

#[track_caller]
fn check(pattern: &str, text: &str) {
    let (long, wide) = (
        pattern.chars().count() as u64 + 1,
        text.chars().count() as u64 + 1,
    );
    let taken = steps(pattern, text);
    assert!(
        taken <= 2 * long * wide,
        "{taken} tokens for {long} × {wide}: {pattern} against {text}"
    );
}

#[test]
fn hostile_pairs_stay_within_pattern_times_text() {
    let a = |count| "a".repeat(count);
    let fields = |field: &str, count| format!("{field}:").repeat(count);
    // Stars that stay inside a field, against one long field and against many.
    check(
        &format!("{}:::::", "*a".repeat(500) + "b"),
        &format!("{}:::::", a(2_000)),
    );
    check(
        &format!("*:{}b:*:*:*:x", "*a".repeat(200)),
        &fields("aaaaaaaaaa", 200),
    );
    check(
        &format!("*:{}:*:*:*:x", "*a".repeat(200) + "b"),
        &fields(&a(199), 20),
    );
    // Every field may run on, and the last one never fits.
    check("*:*:*:*:*:*b", &fields("", 2_000));
    check("*:*:*:*:*:b", &fields("a", 2_000));
    check("*:*a:*a:*a:*ab:b", &fields("aa", 1_000));
    check("*:a:a:a:a:b", &fields("a", 1_000));
    check("*:a*a:a*a:a*a:a*a:b", &fields("aaa", 1_000));
    check(
        &format!("*:::::{}", ":".repeat(1_000) + "b"),
        &fields("", 2_000),
    );
    // Each star is looked behind, to see whether its field ends there: the factor of two.
    check(&format!("*:{}a::::", "*".repeat(500)), &fields("", 1_000));
    // The resource.
    check(
        &format!(":::::{}b", "*a".repeat(500)),
        &format!(":::::{}", a(2_000)),
    );
    check(
        &format!(":::::{}b", "*?a".repeat(500)),
        &format!(":::::{}", a(2_000)),
    );
    check(
        &format!(":::::*{}b*", a(500)),
        &format!(":::::{}", a(2_000)),
    );
    check(
        &format!(":::::{}b", "*".repeat(1_000)),
        &format!(":::::{}", a(1_000)),
    );
    check(
        &format!("*:*:*:*:*:{}b", a(500)),
        &(fields("", 5) + &fields(&a(10), 100) + &a(500)),
    );
    check(
        &format!("{0}:{0}:{0}:{0}:{0}:{0}b", "*a".repeat(50)),
        &fields(&a(60), 50),
    );
}

#[test]
fn every_short_pattern_stays_within_pattern_times_text() {
    for pattern in patterns(&['a', '*'], 5, 6) {
        for text in [
            ":a:aa:aaa:a:a:aaa",
            "aa:a:::aa:aa:a:b",
            "a:a:a:a:a:a:a:a:a",
            ":::::::::",
        ] {
            check(&pattern, text);
        }
    }
}
