//! User text in messages: bounded, and safe for a terminal.

/// At most 60 characters of user text, control characters escaped.
pub(crate) fn excerpt(text: &str) -> String {
    shown(text, 60)
}

/// An identifier: as long as ARNs can be, so that a message that names it can be acted upon.
pub(crate) fn identifier(text: &str) -> String {
    shown(text, 640)
}

fn shown(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == longest {
            out.push('…');
            break;
        }
        if character.is_control() {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// Names in backticks, separated by commas; of more than `most` the rest is counted.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>, most: usize) -> String {
    let mut out = String::new();
    let mut rest = 0_usize;
    for (index, name) in names.enumerate() {
        if index >= most {
            rest = rest.saturating_add(1);
            continue;
        }
        if index > 0 {
            out.push_str(", ");
        }
        out.push('`');
        out.push_str(&identifier(name));
        out.push('`');
    }
    if rest > 0 {
        out.push_str(&format!(" and {rest} more"));
    }
    out
}
