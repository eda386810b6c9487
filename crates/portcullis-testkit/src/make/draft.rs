//! A case before its answer is known.

use serde_json::Value;

/// A case without its answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Draft {
    /// The file below the corpus, without its ending.
    pub topic: &'static str,
    /// Its name in that file: what it shows.
    pub name: String,
    /// What it shows, for readers.
    pub why: String,
    /// The rules that it is about.
    pub rules: Vec<&'static str>,
    /// The row of a table that it is a cell of, where most cells are alike.
    pub row: Option<Row>,
    /// `request`, `policies` and, where it is true, `lenient`.
    pub scenario: Value,
    /// What the table itself says of the answer.
    pub known: Known,
}

/// A row of cells most of which have one answer: of those only the nearest to a different one are worth a case.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Row {
    /// Its name.
    pub name: String,
    /// How far a cell is from what would change the answer.
    pub distance: usize,
}

impl Row {
    /// A cell in which a text is compared with another.
    pub(super) fn of(name: impl Into<String>, one: &str, other: &str) -> Option<Self> {
        Some(Self {
            name: name.into(),
            distance: distance(one, other),
        })
    }
}

/// How much of two texts lies between what they have in common at both ends.
fn distance(one: &str, other: &str) -> usize {
    let same =
        |one: &[char], other: &[char]| one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let mut one: Vec<char> = one.chars().collect();
    let mut other: Vec<char> = other.chars().collect();
    let start = same(&one, &other);
    one.drain(..start);
    other.drain(..start);
    one.reverse();
    other.reverse();
    let end = same(&one, &other);
    one.len().max(other.len()).saturating_sub(end)
}

/// What is known of an answer before anyone is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a table says nothing, whether it is allowed, or which error it is"
)]
pub enum Known {
    /// Nothing: engine and oracle have to agree.
    Nothing,
    /// The outcome, by a formula of the table.
    Outcome(&'static str),
    /// The code of the error.
    Error(&'static str),
    /// It is no error.
    Decided,
}

/// A name in kebab case made of any text: signs that patterns are made of are said in words, others part words.
pub(super) fn slug(text: &str) -> String {
    let mut words = String::new();
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => words.push(c.to_ascii_lowercase()),
            '*' => words.push_str(" star "),
            '?' => words.push_str(" any "),
            '$' => words.push_str(" dollar "),
            '+' => words.push_str(" plus "),
            '.' => words.push_str(" dot "),
            '=' => words.push_str(" eq "),
            '{' | '}' | '\'' | '"' => {}
            _ if c.is_alphabetic() => words.push_str(&format!(" u{:x} ", u32::from(c))),
            _ => words.push(' '),
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn names_say_what_the_text_says() {
        assert_eq!(slug("arn:aws:s3:::b/*"), "arn-aws-s3-b-star");
        assert_eq!(slug("StringEquals é"), "stringequals-ue9");
        assert_eq!(slug("${aws:username}"), "dollar-aws-username");
    }
}
