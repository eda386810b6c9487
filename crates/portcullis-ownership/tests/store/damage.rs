//! A file that is not what was written: cut off, changed, put together anew.

use std::collections::BTreeMap;

use portcullis_ownership::{FileStore, Ledger};

use crate::support::{Place, bucket, model, open_bytes, owner, step, texts, write};

const STEPS: u64 = 6;

/// What came of a damaged file: an error, by its code, or the ledger as it was. Anything else fails.
fn outcome(path: &std::path::Path, bytes: &[u8], what: &str) -> &'static str {
    match open_bytes(path, bytes) {
        Err(error) => {
            assert!(!error.to_string().contains('\n'), "{error}");
            error.code()
        }
        Ok(ledger) => {
            assert_eq!(texts(&ledger), texts(&model(STEPS)), "{what}");
            assert_eq!(ledger.owner("arn:aws:s3:::a-1"), Some(owner(1)), "{what}");
            "unchanged"
        }
    }
}

#[test]
fn a_file_that_was_cut_off_anywhere_is_an_error() {
    let place = Place::new();
    let path = place.file();
    write(&path, STEPS);
    let bytes = std::fs::read(&path).unwrap();
    for length in 0..bytes.len() {
        let found = outcome(&path, &bytes[..length], &format!("{length} bytes"));
        assert_eq!(found, "ledger-truncated", "{length} bytes");
    }
    assert_eq!(outcome(&path, &bytes, "whole"), "unchanged");
}

#[test]
fn no_bit_can_flip_unnoticed() {
    let place = Place::new();
    let path = place.file();
    write(&path, STEPS);
    let bytes = std::fs::read(&path).unwrap();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            let found = outcome(&path, &flipped, &format!("bit {bit} of byte {at}"));
            *outcomes.entry(found).or_default() += 1;
        }
    }
    // One of two records may be damaged: 215 bytes each.
    assert_eq!(outcomes.remove("unchanged"), Some(2 * 215 * 8));
    let codes = ["ledger-damaged", "not-a-ledger", "unknown-ledger-version"];
    assert!(
        outcomes.keys().all(|code| codes.contains(code)),
        "{outcomes:?}"
    );
    let noticed: usize = outcomes.values().sum();
    assert_eq!(noticed, (bytes.len() - 2 * 215) * 8);
}

#[test]
fn no_stretch_can_be_overwritten_unnoticed() {
    let place = Place::new();
    let path = place.file();
    write(&path, STEPS);
    let bytes = std::fs::read(&path).unwrap();
    for (filler, width) in [(0_u8, 1), (b' ', 7), (b'\n', 3), (0xff, 64), (0, 600)] {
        for at in (0..bytes.len()).step_by(13) {
            let mut changed = bytes.clone();
            let end = (at + width).min(bytes.len());
            changed[at..end].fill(filler);
            if changed == bytes {
                continue;
            }
            let found = outcome(&path, &changed, &format!("{width} bytes at {at}"));
            let differs = |at: &usize| changed[*at] != bytes[*at];
            let records: std::collections::BTreeSet<usize> = (at..end)
                .filter(differs)
                .map(|at| {
                    if (36..466).contains(&at) {
                        (at - 36) / 215
                    } else {
                        usize::MAX
                    }
                })
                .collect();
            let in_one_record = records.len() == 1 && !records.contains(&usize::MAX);
            assert_eq!(found == "unchanged", in_one_record, "{width} bytes at {at}");
        }
    }
}

#[test]
fn lines_can_be_neither_removed_nor_moved_nor_repeated() {
    let place = Place::new();
    let path = place.file();
    write(&path, STEPS);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let check = |lines: &[&str]| {
        let found = outcome(&path, lines.concat().as_bytes(), "lines");
        assert_ne!(found, "unchanged");
    };
    for one in 3..lines.len() {
        let mut without = lines.clone();
        without.remove(one);
        check(&without);
        if one + 1 < lines.len() {
            let mut twice = lines.clone();
            twice.insert(one, lines[one]);
            check(&twice);
        }
        for other in 3..one {
            let mut swapped = lines.clone();
            swapped.swap(one, other);
            check(&swapped);
        }
    }
    // The end and the records of an older copy of the file.
    let older = lines[..lines.len() - 1].concat();
    let found = outcome(&path, older.as_bytes(), "without the last line");
    assert_eq!(found, "ledger-truncated");
}

#[test]
fn what_stands_behind_the_last_entry_is_no_entry() {
    let place = Place::new();
    let path = place.file();
    write(&path, STEPS);
    let bytes = std::fs::read(&path).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let last = text.lines().last().unwrap();
    let endless = "x".repeat(1 << 20);
    for tail in ["\n", "{", "{}\n", "\u{0}\u{0}\u{0}", last, &endless] {
        let mut longer = bytes.clone();
        longer.extend_from_slice(tail.as_bytes());
        assert_eq!(outcome(&path, &longer, tail), "unchanged");
        let mut ledger = Ledger::open(FileStore::open(&path).unwrap()).unwrap();
        let unfinished = u64::try_from(tail.len()).unwrap();
        assert_eq!(ledger.store().unfinished_bytes(), unfinished);
        step(&mut ledger, STEPS);
        assert_eq!(ledger.store().unfinished_bytes(), 0);
        drop(ledger);
        let ledger = Ledger::open(FileStore::read_only(&path).unwrap()).unwrap();
        assert_eq!(texts(&ledger), texts(&model(STEPS + 1)));
    }
}

#[test]
fn a_damaged_record_is_written_anew() {
    let place = Place::new();
    let path = place.file();
    write(&path, STEPS);
    let bytes = std::fs::read(&path).unwrap();
    for at in [100, 300] {
        let mut changed = bytes.clone();
        changed[at] ^= 4;
        std::fs::write(&path, &changed).unwrap();
        let mut ledger = Ledger::open(FileStore::open(&path).unwrap()).unwrap();
        assert!(ledger.store().has_damaged_record());
        step(&mut ledger, STEPS);
        step(&mut ledger, STEPS + 1);
        assert!(!ledger.store().has_damaged_record());
        drop(ledger);
        let ledger = Ledger::open(FileStore::read_only(&path).unwrap()).unwrap();
        assert!(!ledger.store().has_damaged_record());
        assert_eq!(texts(&ledger), texts(&model(STEPS + 2)));
    }
    let mut both = bytes.clone();
    both[100] ^= 4;
    both[300] ^= 4;
    assert_eq!(outcome(&path, &both, "both"), "ledger-damaged");
}

#[test]
fn other_files_are_no_ledgers() {
    let place = Place::new();
    let path = place.file();
    for (text, code) in [
        ("", "ledger-truncated"),
        ("{\"ledger\":\"portcullis\"", "ledger-truncated"),
        ("hello\n", "not-a-ledger"),
        ("{}\n", "not-a-ledger"),
        (
            "{\"ledger\":\"portcullis\",\"version\":2}\n",
            "unknown-ledger-version",
        ),
        (
            "{\"ledger\":\"portcullis\",\"version\":1} \n",
            "ledger-damaged",
        ),
    ] {
        let text = format!(
            "{text}{}",
            if text.ends_with('\n') {
                " ".repeat(1000)
            } else {
                String::new()
            }
        );
        let error = open_bytes(&path, text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
    std::fs::remove_file(&path).unwrap();
    let error = FileStore::open(&path).unwrap_err();
    assert_eq!(error.kind().code(), "ledger-not-found");
    assert!(error.to_string().starts_with("cannot open the ledger `"));
    let folder = path.parent().unwrap();
    let opened = FileStore::read_only(folder).map_err(Into::into);
    assert!(opened.and_then(Ledger::open).is_err());
    let _ = bucket("b");
}
