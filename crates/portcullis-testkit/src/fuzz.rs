//! The bodies of the fuzz targets: functions over bytes that panic when a property does not hold.

pub mod arn;
pub mod catalog_bytes;
pub mod edition;
pub mod policy;

use core::ops::Range;

/// One fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its shim and of its folder of inputs.
    pub name: &'static str,
    /// What it checks; panics when a property does not hold.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "arn",
        run: arn::run,
    },
    Target {
        name: "catalog_bytes",
        run: catalog_bytes::run,
    },
    Target {
        name: "edition",
        run: edition::run,
    },
    Target {
        name: "policy",
        run: policy::run,
    },
];

/// Panics unless a span lies inside the text, its ends on character boundaries.
fn check_span(text: &str, span: Range<usize>) {
    assert!(
        text.get(span.clone()).is_some(),
        "the span {span:?} is not part of the text of {} bytes",
        text.len()
    );
}

/// Panics unless a message follows the house rules: one line without control characters, of bounded length.
fn check_message(message: &str) {
    assert!(!message.is_empty(), "an empty message");
    assert!(
        !message.contains(char::is_control),
        "control characters in {message:?}"
    );
    assert!(
        message.chars().count() <= LONGEST_MESSAGE,
        "a message without bound: {message:?}"
    );
}

/// Characters of a message that quotes a few excerpts of sixty characters, each of which may be escaped.
const LONGEST_MESSAGE: usize = 1_200;

#[cfg(test)]
mod tests;
