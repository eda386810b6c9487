//! Which mutants there are, and by what each is known over runs.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::source::{self, Function};

/// By what a mutant is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The file, relative to the repository.
    pub file: String,
    /// The function, with its type and trait; empty outside of one.
    pub function: String,
    /// The fingerprint of the function's source.
    pub source: String,
    /// What is changed; numbered from the second that reads the same in its function.
    pub mutant: String,
}

/// One mutant of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Its name in the tool's lists, with line and column.
    pub name: String,
    /// By what it is known.
    #[serde(flatten)]
    pub key: Key,
}

/// A mutant as cargo-mutants lists it, cut down to what is asked.
#[derive(Clone, Debug, Deserialize)]
struct Listed {
    name: String,
    file: String,
    function: Option<ListedFunction>,
    span: Span,
}

#[derive(Clone, Debug, Deserialize)]
struct ListedFunction {
    function_name: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Span {
    start: Place,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Place {
    line: usize,
}

/// Reads the list that cargo-mutants writes with `--list --json`; `text` gives the source of a file.
///
/// # Errors
///
/// If it is no such list, or if a source cannot be had.
pub fn read(list: &[u8], text: impl Fn(&str) -> Result<String>) -> Result<Vec<Planned>> {
    let listed: Vec<Listed> =
        serde_json::from_slice(list).context("cargo-mutants gives no list")?;
    let mut sources = BTreeMap::new();
    for one in &listed {
        if !sources.contains_key(&one.file) {
            sources.insert(one.file.clone(), Source::new(text(&one.file)?));
        }
    }
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    let planned = listed.into_iter().map(|one| {
        let function = one.function.map(|function| function.function_name);
        let function = function.unwrap_or_default();
        let source = sources.get(&one.file);
        let mut key = Key {
            mutant: change(&one.name, &function),
            source: source
                .map(|source| source.fingerprint_at(one.span.start.line))
                .unwrap_or_default(),
            file: one.file,
            function,
        };
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            key.mutant = format!("{} #{count}", key.mutant);
        }
        Planned {
            name: one.name,
            key,
        }
    });
    Ok(planned.collect())
}

/// What a mutant changes: its name without the place in front and the function behind.
fn change(name: &str, function: &str) -> String {
    let change = name.split_once(": ").map_or(name, |(_, change)| change);
    let behind = format!(" in {function}");
    change.strip_suffix(&behind).unwrap_or(change).to_owned()
}

/// One file, and where its functions are.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    functions: Vec<Function>,
}

impl Source {
    /// Looks for the functions of a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        let functions = source::functions(&text);
        Self { text, functions }
    }

    /// The fingerprint of the innermost function around a line; of the whole file outside of functions.
    #[must_use]
    pub fn fingerprint_at(&self, line: usize) -> String {
        let around = |one: &&Function| (one.line..one.line + one.lines).contains(&line);
        let innermost = self
            .functions
            .iter()
            .filter(around)
            .max_by_key(|one| one.line);
        innermost.map_or_else(|| fingerprint(&self.text), |one| self.fingerprint(one))
    }

    /// The fingerprints of all its functions, and of itself.
    pub fn fingerprints(&self) -> impl Iterator<Item = String> {
        let functions = self.functions.iter().map(|one| self.fingerprint(one));
        functions.chain([fingerprint(&self.text)])
    }

    fn fingerprint(&self, function: &Function) -> String {
        let lines = self
            .text
            .lines()
            .skip(function.line - 1)
            .take(function.lines);
        fingerprint(&lines.collect::<Vec<_>>().join("\n"))
    }
}

/// Twelve hexadecimal digits over the lines of a text, without indentation, blank lines and comments that have a line of their own.
fn fingerprint(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    let mut digest = Sha256::new();
    for line in lines {
        digest.update(line);
        digest.update("\n");
    }
    let digits = digest
        .finalize()
        .iter()
        .fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"));
    digits.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::{Planned, Source, read};

    const LIST: &str = r#"[
        {"name": "a.rs:2:7: replace == with != in same", "file": "a.rs", "function": {"function_name": "same"}, "span": {"start": {"line": 2}}},
        {"name": "a.rs:2:17: replace == with != in same", "file": "a.rs", "function": {"function_name": "same"}, "span": {"start": {"line": 2}}},
        {"name": "a.rs:5:1: replace other -> bool with true", "file": "a.rs", "function": {"function_name": "other"}, "span": {"start": {"line": 5}}}
    ]"#;
    const TEXT: &str =
        "fn same() -> bool {\n    a == b || a == c\n}\n\nfn other() -> bool { x() }\n";

    fn planned(text: &str) -> Vec<Planned> {
        read(LIST.as_bytes(), |_| Ok(text.to_owned())).unwrap()
    }

    #[test]
    fn a_mutant_is_known_by_its_change_and_its_number() {
        let planned = planned(TEXT);
        let changes: Vec<&str> = planned.iter().map(|one| one.key.mutant.as_str()).collect();
        let expected = [
            "replace == with !=",
            "replace == with != #2",
            "replace other -> bool with true",
        ];
        assert_eq!(changes, expected);
        assert_eq!(planned[0].key.source.len(), 12);
        assert_ne!(planned[0].key.source, planned[2].key.source);
    }

    #[test]
    fn a_function_that_moves_or_is_explained_stays_the_same() {
        let place = |text: &str, line| Source::new(text.to_owned()).fingerprint_at(line);
        let moved = format!(
            "// One.\n\n{}",
            TEXT.replace("    a", "    // Both.\n\n        a")
        );
        assert_eq!(place(TEXT, 2), place(&moved, 6));
        assert_ne!(place(TEXT, 2), place(&TEXT.replace("a == c", "a == d"), 2));
        assert_eq!(place(TEXT, 2), place(&TEXT.replace("x()", "y()"), 2));
    }
}
