//! The words of a line: text without spaces, or text in quotation marks.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The words of `text`, one space between two of them; `None` where it is not so written.
pub(super) fn split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, behind) = next(rest)?;
        words.push(word);
        rest = match behind.strip_prefix(' ') {
            Some("") => return None,
            Some(more) => more,
            None if behind.is_empty() => behind,
            None => return None,
        };
    }
    Some(words)
}

/// The first word, a mark behind its closing quotation mark included, and what follows.
fn next(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (word, behind) = quoted.split_once('"')?;
        if !word.contains(' ') {
            return None;
        }
        let (mark, behind) = match behind.strip_prefix('*') {
            Some(behind) => ("*", behind),
            None => ("", behind),
        };
        let mut word = word.to_string();
        word.push_str(mark);
        return Some((word, behind));
    }
    let end = text.find(' ').unwrap_or(text.len());
    let (word, behind) = text.split_at_checked(end)?;
    (!word.is_empty() && !word.contains('"')).then(|| (word.to_string(), behind))
}

/// Appends a space and the word, quoted where it holds a space, then `mark`.
pub(super) fn push(out: &mut String, word: &str, mark: &str) {
    out.push(' ');
    if word.contains(' ') {
        out.push('"');
        out.push_str(word);
        out.push('"');
    } else {
        out.push_str(word);
    }
    out.push_str(mark);
}

#[cfg(test)]
mod tests {
    use super::{push, split};
    use alloc::string::String;
    use alloc::vec;

    #[test]
    fn words_are_written_and_read_in_one_way() {
        let cases = [
            ("", Some(vec![])),
            ("a", Some(vec!["a"])),
            ("a b*", Some(vec!["a", "b*"])),
            ("\"stream group\"* x", Some(vec!["stream group*", "x"])),
            ("\"plain\"", None),
            ("\"open x", None),
            ("a  b", None),
            ("a ", None),
            (" a", None),
            ("\"a b\"c", None),
            ("a\"b", None),
        ];
        for (text, words) in cases {
            let words: Option<vec::Vec<String>> =
                words.map(|words| words.into_iter().map(String::from).collect());
            assert_eq!(split(text), words, "{text}");
        }
        let mut out = String::new();
        push(&mut out, "stream group", "*");
        push(&mut out, "x", "");
        assert_eq!(out, " \"stream group\"* x");
    }
}
