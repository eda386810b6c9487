//! The policies that AWS manages, which `cargo xtask corpus` fetches: they are read, and their actions exist but for a known few.
//!
//! ```sh
//! cargo xtask corpus && cargo test -p portcullis-scenario --test managed_policies -- --ignored
//! ```
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests, which fail by panicking"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use portcullis_catalog::Catalog;
use portcullis_policy::{ActionPattern, Document, PolicyKind, Reading};

/// One policy a file, `<name>.json`.
fn folder() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("corpus").join("aws-managed-policies")
}

fn documents() -> Vec<(String, Document)> {
    let files = std::fs::read_dir(folder())
        .expect("`cargo xtask corpus` fetches the policies")
        .map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let document = Document::parse(text.as_str(), PolicyKind::Identity, Reading::Strict);
        let document = document.unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, document)
    };
    files.map(read).collect()
}

#[test]
#[ignore = "needs the policies that `cargo xtask corpus` fetches"]
fn every_policy_is_read_and_every_action_exists_or_is_listed() {
    let catalog = Catalog::embedded();
    let documents = documents();
    let statements = documents
        .iter()
        .map(|(_, document)| document.statements().len());
    assert_eq!((documents.len(), statements.sum::<usize>()), (1582, 8850));
    let mut patterns = BTreeSet::new();
    for (_, document) in &documents {
        for statement in document.statements() {
            let entries = statement.action().entries().iter();
            let named =
                entries.filter(|entry| matches!(entry.pattern(), ActionPattern::Name { .. }));
            patterns.extend(named.map(|entry| entry.text().to_owned()));
        }
    }
    assert!(patterns.len() > 16_000, "{} patterns", patterns.len());
    let unmatched: BTreeSet<&str> = patterns
        .iter()
        .map(String::as_str)
        .filter(|pattern| catalog.expand(pattern).next().is_none())
        .collect();
    let listed: BTreeSet<&str> = include_str!("cases/managed-patterns-without-actions.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert_eq!(unmatched, listed);
    let unexplained: Vec<&&str> = unmatched
        .iter()
        .filter(|pattern| {
            let (prefix, name) = pattern.split_once(':').unwrap();
            catalog.service(prefix).is_some() && catalog.retired(prefix, name).is_none()
        })
        .collect();
    assert_eq!(unexplained.len(), 44, "{unexplained:?}");
}
