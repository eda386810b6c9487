//! Entries of `Action`: malformed ones are about nothing, the others about what the definition of wildcards says, in any case.

use portcullis_eval::Action;
use portcullis_policy::ActionPattern;

use super::checks::{check_message, check_printed, halves};
use super::plain::reaches;

/// Reads the first half of the input as an entry, and the second as the action of a request.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let (entry, asked) = halves(text);
    let pattern = ActionPattern::of(entry);
    let matched = pattern.matches(asked);
    match pattern {
        ActionPattern::Everything => assert_eq!(entry, "*"),
        ActionPattern::Nothing => assert!(is_malformed(entry), "{entry:?} is malformed"),
        ActionPattern::Name { prefix, name } => {
            assert!(!is_malformed(entry), "{entry:?} is an entry");
            let written = entry.strip_prefix(prefix);
            let written = written.and_then(|rest| rest.strip_prefix(':'));
            assert_eq!(written, Some(name), "{entry:?} was changed");
            assert!(
                !prefix.contains(':'),
                "the prefix goes beyond the first colon"
            );
        }
    }
    if let Some(expected) = plain_match(entry, asked) {
        assert_eq!(matched, expected, "{entry:?} and {asked:?}");
    }
    if let Ok(action) = asked.parse::<Action>() {
        for other in [asked.to_ascii_uppercase(), asked.to_ascii_lowercase()] {
            assert_eq!(
                pattern.matches(&other),
                matched,
                "{entry:?} tells the case of {asked:?}"
            );
        }
        assert!(
            ActionPattern::of(asked).matches(asked),
            "an action is not about itself"
        );
        check_printed(&action, asked);
        assert!(action.is(action.service(), action.name()));
    }
    action(entry);
    action(asked);
}

/// PL 5: no colon, white space around it, a comma or nothing at all; `*` alone is everything.
fn is_malformed(entry: &str) -> bool {
    let spaced = entry.starts_with(char::is_whitespace) || entry.ends_with(char::is_whitespace);
    entry != "*" && (spaced || entry.contains(',') || !entry.contains(':'))
}

/// What the definition says; nothing for an action that it is not asked about.
fn plain_match(entry: &str, asked: &str) -> Option<bool> {
    if entry == "*" {
        return Some(true);
    }
    let (true, Some((prefix, name)), Some((service, rest))) = (
        !is_malformed(entry),
        entry.split_once(':'),
        asked.split_once(':'),
    ) else {
        return Some(false);
    };
    let equal = |one: char, other: char| one.eq_ignore_ascii_case(&other);
    let prefix = reaches(prefix, service, equal)?;
    Some(prefix && reaches(name, rest, equal)?)
}

fn action(text: &str) {
    let part = |part: &str| {
        let fits = |found: char| found.is_ascii_alphanumeric() || "-_.".contains(found);
        !part.is_empty() && part.chars().all(fits)
    };
    let plain = text
        .split_once(':')
        .is_some_and(|(service, name)| part(service) && part(name));
    match text.parse::<Action>() {
        Ok(action) => {
            assert!(plain && text.len() <= 256, "{text:?} is an action");
            assert_eq!([action.service(), action.name()].join(":"), text);
        }
        Err(error) => {
            assert!(!plain || text.len() > 256, "{text:?} is none");
            check_message(&error);
        }
    }
}
