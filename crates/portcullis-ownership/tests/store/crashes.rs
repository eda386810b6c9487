//! A crash at every byte of an append: before it, within its lines, between lines and record, within the record.

use portcullis_ownership::{Change, Creation, FileStore, Ledger};

use crate::support::{Place, bucket, model, open_bytes, step, texts, time, user, write};

/// The bytes of line 1 and of a record.
const TITLE: usize = 36;
const RECORD: usize = 215;

/// Every state in which a crash can leave the file while it goes from `before` to `after`: the lines are written first, and then one of
/// the records, each from its beginning.
fn states(before: &[u8], after: &[u8]) -> Vec<(bool, Vec<u8>)> {
    let mut states = Vec::new();
    let front = TITLE + 2 * RECORD;
    assert_eq!(before[front..], after[front..before.len()]);
    for length in before.len()..=after.len() {
        let mut state = before.to_vec();
        state.extend_from_slice(&after[before.len()..length]);
        states.push((length == after.len(), state));
    }
    let changed: Vec<usize> = (0..front).filter(|at| before[*at] != after[*at]).collect();
    let (first, last) = (changed[0], changed[changed.len() - 1]);
    assert_eq!(
        (first - TITLE) / RECORD,
        (last - TITLE) / RECORD,
        "one record"
    );
    for reached in first..=last {
        let mut state = after.to_vec();
        state[reached..front].copy_from_slice(&before[reached..front]);
        states.push((true, state));
    }
    states
}

#[test]
fn a_crash_at_any_byte_loses_no_acknowledged_entry() {
    let place = Place::new();
    let path = place.file();
    write(&path, 0);
    let mut looked_at = [0_usize; 2];
    for number in 0..7 {
        let before = std::fs::read(&path).unwrap();
        let mut ledger = Ledger::open(FileStore::open(&path).unwrap()).unwrap();
        step(&mut ledger, number);
        drop(ledger);
        let after = std::fs::read(&path).unwrap();
        for (complete, state) in states(&before, &after) {
            let ledger = open_bytes(&path, &state).unwrap();
            let steps = if complete { number + 1 } else { number };
            assert_eq!(texts(&ledger), texts(&model(steps)));
            looked_at[usize::from(complete)] += 1;
            // Whatever was left, the ledger goes on from there.
            let writer = Ledger::open(FileStore::open(&path).unwrap());
            let mut writer = writer.unwrap();
            step(&mut writer, steps);
            drop(writer);
            let ledger = Ledger::open(FileStore::read_only(&path).unwrap()).unwrap();
            assert_eq!(texts(&ledger), texts(&model(steps + 1)));
            assert_eq!(ledger.store().unfinished_bytes(), 0);
        }
        std::fs::write(&path, &after).unwrap();
    }
    assert!(looked_at[0] > 1_500 && looked_at[1] > 500, "{looked_at:?}");
}

#[test]
fn a_crash_within_a_batch_leaves_all_of_it_or_nothing() {
    let place = Place::new();
    let path = place.file();
    write(&path, 4);
    let before = std::fs::read(&path).unwrap();
    let batch: Vec<Change> = (0..3)
        .map(|number| {
            let creation = Creation::new(bucket(&format!("together-{number}")));
            Change::created(user(number), creation, time(9))
        })
        .collect();
    let mut ledger = Ledger::open(FileStore::open(&path).unwrap()).unwrap();
    ledger.record(&batch).unwrap();
    drop(ledger);
    let after = std::fs::read(&path).unwrap();
    let mut expected = model(4);
    expected.record(&batch).unwrap();
    let mut whole = 0;
    for (complete, state) in states(&before, &after) {
        let ledger = open_bytes(&path, &state).unwrap();
        let expected = if complete {
            texts(&expected)
        } else {
            texts(&model(4))
        };
        assert_eq!(texts(&ledger), expected);
        whole += usize::from(complete);
    }
    assert!(whole > 1);
}

#[test]
fn a_crash_within_creating_is_no_ledger_and_no_panic() {
    let place = Place::new();
    let path = place.file();
    write(&path, 0);
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes.len(), TITLE + 2 * RECORD);
    for length in 0..bytes.len() {
        let error = open_bytes(&path, &bytes[..length]).unwrap_err();
        assert_eq!(error.code(), "ledger-truncated", "{length}: {error}");
    }
    assert!(open_bytes(&path, &bytes).unwrap().is_empty());
}
