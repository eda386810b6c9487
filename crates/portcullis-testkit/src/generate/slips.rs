//! Near misses: what the strict reading refuses, or both do, and texts that are hardly JSON any more.

use serde_json::{Value, json};

use super::policies::Kind;
use super::words::HOME;
use crate::random::Random;

const SLIPS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\u0041",
    "\\ud800",
    "\\/",
    "\\x",
    "null",
    "1e5",
    "01",
    "-",
    "\"Effect\":\"Deny\",",
    "\"Sid\":\"x\",",
    "//",
    "NaN",
    "\u{1}",
    "\u{feff}",
    " ",
    "\n",
    "'",
    "\u{7f}",
];

/// The text with something put in at some place, and as often as not something taken out.
pub(super) fn slip(random: &mut Random, text: &str) -> String {
    if random.chance(25) {
        return text.replacen("\"Effect\":", "\"Effect\":\"Deny\",\"Effect\":", 1);
    }
    let at = random.below(text.chars().count());
    let gap = random.below(4) / 2;
    let before: String = text.chars().take(at).collect();
    let after: String = text.chars().skip(at + gap).collect();
    format!("{before}{}{after}", random.pick(SLIPS))
}

/// A text with one character put in, changed or left out.
pub(super) fn nearly(random: &mut Random, text: &str) -> String {
    let at = random.below(text.chars().count().saturating_add(1));
    let gap = random.below(2);
    let new = random.pick(&[
        "", "", ":", "/", "*", "?", "-", "_", ".", "a", "A", "1", " ", "{", "$", "é", "@", "\u{0}",
        ",",
    ]);
    let before: String = text.chars().take(at).collect();
    let after: String = text.chars().skip(at + gap).collect();
    format!("{before}{new}{after}")
}

/// Changes a document into one that the strict reading refuses, or both do.
pub(super) fn near_miss(random: &mut Random, kind: Kind, document: &mut Value) {
    let statement = match document.get_mut("Statement") {
        Some(Value::Array(statements)) => statements.last_mut(),
        one => one,
    };
    let Some(members) = statement.and_then(Value::as_object_mut) else {
        return;
    };
    let mut set = |name: &str, value: Value| {
        members.insert(name.to_owned(), value);
    };
    match random.below(30) {
        24 | 25 if kind == Kind::Key => {
            members.remove("Resource");
        }
        26 if kind == Kind::Key => {
            members.remove("Action");
        }
        20 if !kind.names_principals() && random.chance(20) => set("Principal", json!("*")),
        21 if random.chance(20) => set("NotResource", json!("*")),
        22 => set("NotResource", json!([])),
        23 if random.chance(20) => set("Action", json!({})),
        0 => set("Action", json!([])),
        1 => set("NotAction", json!([])),
        2 => set("Resource", json!([])),
        3 => set("Condition", json!({})),
        4 => set("Condition", json!({"StringEquals": {}})),
        5 if kind.names_principals() => set("Principal", json!([])),
        6 if kind.names_principals() => set("Principal", json!({})),
        7 if kind.names_principals() => set("Principal", json!({"AWS": []})),
        8 if kind.names_principals() => set("Principal", json!(HOME)),
        9 => {
            members.remove("Resource");
        }
        10 => {
            members.remove("Action");
        }
        11 => set(
            "Condition",
            json!({"StringLike": {"x:text": "a*"}, "stringlike": {"x:Text": ["r*"]}}),
        ),
        12 => set(
            "Condition",
            json!({"StringEquals": {"x:text": "red", "X:TEXT": "red"}}),
        ),
        13 if random.chance(20) => set("Effect", json!("allow")),
        14 if random.chance(20) => set("Sid", json!(1)),
        15 if random.chance(20) => set("Conditions", json!({})),
        16 if random.chance(20) => set("Condition", json!({"StringEqual": {"x:text": "red"}})),
        17 if random.chance(20) => set("Condition", json!({"NullIfExists": {"x:text": "true"}})),
        18 if random.chance(20) => set("Condition", json!({"StringEquals": {"text": "red"}})),
        19 if random.chance(20) => set("Condition", json!({"StringEquals": {"x:text": null}})),
        _ => {}
    }
}
