//! User text in messages: bounded, and safe for a terminal.

pub(crate) use portcullis_json::excerpt;
use portcullis_json::excerpt_within;

/// An identifier: as long as ARNs can be, so that a message that names it can be acted upon.
pub(crate) fn identifier(text: &str) -> String {
    excerpt_within(text, 640)
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
