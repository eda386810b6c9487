//! What became of each mutant of a run, as cargo-mutants writes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the record has a list for each of them"
)]
pub enum Outcome {
    /// A test failed.
    Caught,
    /// All tests passed: it survived.
    Missed,
    /// The tests did not end.
    Timeout,
    /// It does not compile.
    Unviable,
}

/// The lists that the tool appends to. Its `outcomes.json` says the same, but is written anew after each mutant, and is empty if the
/// tool is stopped meanwhile.
const LISTS: [(&str, Outcome); 4] = [
    ("caught.txt", Outcome::Caught),
    ("missed.txt", Outcome::Missed),
    ("timeout.txt", Outcome::Timeout),
    ("unviable.txt", Outcome::Unviable),
];

/// Reads the lists of a folder `mutants.out`: the outcome of each mutant by its name. Where the tool itself failed, for instance
/// because the disk was full, a mutant is in none.
///
/// # Errors
///
/// If a list cannot be read.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Outcome>> {
    let mut found = BTreeMap::new();
    for (list, outcome) in LISTS {
        let path = folder.join(list);
        let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
        // A name without an end of line may be cut short.
        let whole = text
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'));
        found.extend(whole.map(|name| (name.to_owned(), outcome)));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{LISTS, Outcome, read};
    use std::fs;

    #[test]
    fn what_is_written_when_the_tool_is_stopped_counts_but_for_a_cut_name() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path()).is_err());
        for (list, _) in LISTS {
            fs::write(folder.path().join(list), "").unwrap();
        }
        let write = |list, text| fs::write(folder.path().join(list), text).unwrap();
        write("caught.txt", "a\n");
        write("missed.txt", "b\nc");
        write("timeout.txt", "d\n");
        let found: Vec<_> = read(folder.path()).unwrap().into_iter().collect();
        let expected = [
            ("a", Outcome::Caught),
            ("b", Outcome::Missed),
            ("d", Outcome::Timeout),
        ];
        assert_eq!(
            found,
            expected.map(|(name, outcome)| (name.to_owned(), outcome))
        );
    }
}
