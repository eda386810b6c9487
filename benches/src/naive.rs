//! The baseline for wildcards: plain recursion.

/// Whether the text matches the pattern, by plain recursion: exponential at worst, for inputs that are known to be tame.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = rest.as_str();
            let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            starts
                .filter_map(|at| text.get(at..))
                .any(|text| glob(rest, text))
        }
        Some(wanted) => {
            let mut following = text.chars();
            let found = following.next();
            found.is_some_and(|found| wanted == '?' || wanted == found)
                && glob(rest.as_str(), following.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn globs() {
        assert!(glob("a*c?", "abbcd") && glob("*", "") && !glob("a*c", "abd") && !glob("?", ""));
    }
}
