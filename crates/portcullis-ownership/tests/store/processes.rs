//! Who may read and write at the same time.

use portcullis_ownership::{FileStore, Ledger, LedgerError, Store as _, StoreErrorKind};

use crate::support::{Place, model, open, step, texts, write};

#[test]
fn one_writes_at_a_time() {
    let place = Place::new();
    let path = place.file();
    write(&path, 1);
    let writer = FileStore::open(&path).unwrap();
    let error = FileStore::open(&path).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Locked);
    assert!(error.help().is_some_and(|help| help.starts_with("wait ")));
    drop(writer);
    FileStore::open(&path).unwrap();
}

#[cfg(unix)]
#[test]
fn readers_see_the_entries_up_to_then_and_keep_nobody_out() {
    let place = Place::new();
    let path = place.file();
    write(&path, 0);
    let mut writer = Ledger::open(FileStore::open(&path).unwrap()).unwrap();
    let mut readers = Vec::new();
    for number in 0..6 {
        step(&mut writer, number);
        readers.push(open(&path).unwrap());
    }
    for (index, reader) in readers.iter().enumerate() {
        let steps = u64::try_from(index).unwrap() + 1;
        assert_eq!(texts(reader), texts(&model(steps)));
    }
}

#[cfg(unix)]
#[test]
fn readers_beside_a_writer_see_whole_ledgers_only() {
    const STEPS: u64 = 150;
    let place = Place::new();
    let path = place.file();
    write(&path, 0);
    let of_writer = path.clone();
    let writer = std::thread::spawn(move || {
        let mut ledger = Ledger::open(FileStore::open(&of_writer).unwrap()).unwrap();
        (0..STEPS).for_each(|number| step(&mut ledger, number));
    });
    let whole = texts(&model(STEPS));
    let (mut last, mut looks) = (0, 0);
    while last < whole.len() {
        let seen = texts(&open(&path).unwrap());
        assert!(whole.starts_with(&seen), "{}", seen.len());
        assert!(seen.len() >= last, "nothing that was seen goes away");
        last = seen.len();
        looks += 1;
    }
    writer.join().unwrap();
    assert!(looks > 1);
}

#[test]
fn a_reader_cannot_write() {
    let place = Place::new();
    let path = place.file();
    write(&path, 2);
    let mut ledger = open(&path).unwrap();
    let error = ledger.delete(&crate::support::bucket("wanderer"), crate::support::time(9));
    let Err(LedgerError::Store(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), StoreErrorKind::ReadOnly);
    assert_eq!(texts(&ledger), texts(&model(2)));
    assert_eq!(texts(&open(&path).unwrap()), texts(&model(2)));
}

#[test]
fn a_store_can_be_used_without_a_ledger() {
    let place = Place::new();
    let path = place.file();
    let mut store = FileStore::create(&path).unwrap();
    assert_eq!((store.entries(), store.head()), (None, None));
    store.append(&["one".into(), "two".into()]).unwrap();
    store.append(&["three".into()]).unwrap();
    assert_eq!(store.entries(), Some(3));
    for bad in ["a\nb".to_owned(), "x".repeat(1 << 20)] {
        let error = store.append(&[bad]).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::TooLong);
    }
    let head = store.head();
    drop(store);
    let mut store = FileStore::read_only(&path).unwrap();
    let mut found = Vec::new();
    store
        .read(&mut |entry| found.push(entry.to_owned()))
        .unwrap();
    assert_eq!(found, ["one", "two", "three"]);
    assert_eq!(store.head(), head);
}
