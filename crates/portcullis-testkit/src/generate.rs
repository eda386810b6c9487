//! Cases that are made up: sets of policies of every kind, and calls that they are about.
//!
//! Vocabularies are small, so that patterns meet what they are compared with; each entry has near misses. What comes of a seed is
//! the same on every machine.

mod calls;
mod conditions;
mod exclusions;
mod policies;
mod principals;
mod slips;
mod words;

use serde_json::Value;

pub use exclusions::{EXCLUSIONS, Exclusion};

use crate::call::Call;
use crate::random::Random;
use calls::Limits;
use policies::{Aims, Kind};
use words::{PROVIDERS, THEMES, Theme};

/// Marks a string that is written without its quotes: a number or a Boolean as JSON has it, down to its digits.
const RAW: &str = "\u{e000}";

/// A set of policies and calls about them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Batch {
    /// The `policies` of a scenario.
    pub policies: Value,
    /// Whether documents are read as a service stored them.
    pub lenient: bool,
    /// The calls.
    pub calls: Vec<Call>,
}

/// The `index`th set of policies of a seed, with as many calls.
#[must_use]
pub fn batch(seed: u64, index: u64, calls: usize) -> Batch {
    batch_of(&mut Random::of_case(seed, index), calls)
}

/// The set of policies that a source of numbers chooses, with as many calls.
#[must_use]
pub fn batch_of(random: &mut Random, calls: usize) -> Batch {
    let weighted: Vec<&Theme> = THEMES
        .iter()
        .flat_map(|theme| core::iter::repeat_n(theme, theme.weight))
        .collect();
    let theme = *random.one(&weighted);
    let subjects: Vec<_> = (0..3).map(|_| calls::subject(random, theme)).collect();
    let by_token = subjects
        .iter()
        .any(|subject| subject.action.starts_with("sts:AssumeRoleWith"));
    let limits = Limits {
        boundary: random.chance(34) && !by_token,
        session: random.chance(26) && !by_token,
    };
    let lenient = random.chance(55);
    let callers: Vec<_> = (0..3)
        .map(|_| calls::caller(random, theme, limits))
        .collect();
    let mut named = callers.clone();
    if by_token {
        named.extend(PROVIDERS.iter().filter(|_| random.chance(40)));
    }
    let aims = Aims {
        callers: &named,
        subjects: &subjects,
        lenient,
    };
    let trusted = subjects
        .iter()
        .any(|subject| subject.resource.contains(":role/"));
    let resource = match theme.prefix {
        "kms" => Kind::Key,
        _ if trusted => Kind::Trust,
        _ => Kind::Resource,
    };
    let policies = policies::policies(random, &aims, limits, resource);
    let calls = (0..calls).map(|_| {
        let who = if random.chance(75) {
            *random.one(&callers)
        } else {
            calls::caller(random, theme, limits)
        };
        let other;
        let subject = if random.chance(80) {
            random.one(&subjects)
        } else {
            other = calls::subject(random, theme);
            &other
        };
        calls::call(random, theme, who, subject, limits)
    });
    Batch {
        policies,
        lenient,
        calls: calls.collect(),
    }
}

/// The text with the case of some letter changed, with a probability in percent.
fn other_case(random: &mut Random, text: &str, percent: usize) -> String {
    if !random.chance(percent) {
        return text.to_owned();
    }
    let at = random.below(text.len().max(1));
    let changed = text.chars().enumerate().map(|(index, c)| {
        if index < at {
            c
        } else if c.is_ascii_uppercase() {
            c.to_ascii_lowercase()
        } else {
            c.to_ascii_uppercase()
        }
    });
    changed.collect()
}
