//! Ledgers to damage, and what is expected of what is left.

use std::path::{Path, PathBuf};

use portcullis_ownership::{
    Creation, Creator, FileStore, Ledger, MemoryStore, OpenError, Owner, Timestamp,
};

pub(crate) const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];

/// A file in a folder of its own.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("ledger.jsonl")
    }
}

pub(crate) fn time(seconds: u64) -> Timestamp {
    Timestamp::from_epoch(1_772_366_400 + i64::try_from(seconds).unwrap(), 0).unwrap()
}

pub(crate) fn user(which: u64) -> Creator {
    let account = ACCOUNTS[usize::try_from(which % 2).unwrap()];
    Creator::named(&format!("arn:aws:iam::{account}:user/writer")).unwrap()
}

pub(crate) fn owner(which: u64) -> Owner {
    user(which).account().unwrap().into()
}

/// Does the `number`-th step of a sequence that never ends: create, create, delete, with owners that alternate.
pub(crate) fn step<S: portcullis_ownership::Store>(ledger: &mut Ledger<S>, number: u64) {
    let round = number / 3;
    match number % 3 {
        0 => create(ledger, &format!("a-{round}"), round, number),
        // One name that goes from account to account.
        1 => create(ledger, "wanderer", round, number),
        _ => {
            let arn = bucket("wanderer");
            ledger.delete(&arn, time(number)).unwrap();
        }
    }
}

fn create<S: portcullis_ownership::Store>(
    ledger: &mut Ledger<S>,
    name: &str,
    round: u64,
    number: u64,
) {
    let creation = Creation::new(bucket(name));
    ledger.create(&user(round), creation, time(number)).unwrap();
}

pub(crate) fn bucket(name: &str) -> portcullis_arn::Arn {
    format!("arn:aws:s3:::{name}").parse().unwrap()
}

/// The ledger that the first `steps` steps make.
pub(crate) fn model(steps: u64) -> Ledger {
    let mut ledger = Ledger::new();
    (0..steps).for_each(|number| step(&mut ledger, number));
    ledger
}

pub(crate) fn texts(ledger: &Ledger<impl Sized>) -> Vec<String> {
    ledger.entries().map(|entry| entry.to_string()).collect()
}

/// Makes a ledger file with that many steps.
pub(crate) fn write(path: &Path, steps: u64) {
    let mut ledger = Ledger::open(FileStore::create(path).unwrap()).unwrap();
    (0..steps).for_each(|number| step(&mut ledger, number));
}

pub(crate) fn open(path: &Path) -> Result<Ledger<FileStore>, OpenError> {
    Ledger::open(FileStore::read_only(path)?)
}

/// Opens bytes as a ledger.
pub(crate) fn open_bytes(path: &Path, bytes: &[u8]) -> Result<Ledger<FileStore>, OpenError> {
    std::fs::write(path, bytes).unwrap();
    open(path)
}

/// The same ledger in memory.
pub(crate) fn in_memory(ledger: &Ledger<impl Sized>) -> Ledger {
    Ledger::open(MemoryStore::from_entries(texts(ledger))).unwrap()
}
