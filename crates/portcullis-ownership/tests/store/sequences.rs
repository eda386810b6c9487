//! Random sequences: the file says what memory says, before and after it is opened again.

use portcullis_ownership::{Change, Creation, FileStore, Ledger};
use proptest::prelude::*;

use crate::support::{Place, bucket, in_memory, open, texts, time, user};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn a_file_agrees_with_memory(steps in prop::collection::vec((0..2_u64, 0..4_u64, any::<bool>(), 1..4_usize, 0..8_u8), 1..30)) {
        let place = Place::new();
        let path = place.file();
        let mut memory = Ledger::new();
        let mut file = Ledger::open(FileStore::create(&path).unwrap()).unwrap();
        let mut now = 0;
        for (by, what, deletes, count, reopen) in steps {
            now += by;
            let batch: Vec<Change> = (0..count).map(|index| {
                let arn = bucket(&format!("b-{}", what + u64::try_from(index).unwrap()));
                if deletes {
                    Change::deleted(arn, time(now))
                } else {
                    Change::created(user(by), Creation::new(arn), time(now))
                }
            }).collect();
            prop_assert_eq!(file.record(&batch), memory.record(&batch));
            prop_assert_eq!(texts(&file), texts(&memory));
            if reopen == 0 {
                drop(file);
                file = Ledger::open(FileStore::open(&path).unwrap()).unwrap();
            }
            prop_assert_eq!(file.store().entries(), u64::try_from(memory.entries().count()).ok());
        }
        drop(file);
        let again = open(&path).unwrap();
        prop_assert_eq!(in_memory(&again), memory);
    }
}
