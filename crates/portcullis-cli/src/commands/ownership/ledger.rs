//! Opening a ledger, and what is wrong with one.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use portcullis::ownership::{
    FileStore, Ledger, LedgerError, OpenError, StoreError, StoreErrorKind, Timestamp, View,
};
use portcullis::scenario::Clock;

use crate::fault::Fault;
use crate::outcome::Outcome;

/// A ledger for reading.
pub(crate) fn open(path: &Path) -> Result<Ledger<FileStore>, Fault> {
    read(path).map_err(|error| of_opening(&error))
}

/// The ledger that an option names, if it names one.
pub(crate) fn open_some(path: Option<&Path>) -> Result<Option<Ledger<FileStore>>, Fault> {
    path.map(open).transpose()
}

/// The ledger at the time of a call, or as it is now.
pub(crate) fn as_of<'a>(ledger: &'a Ledger<FileStore>, time: Option<&Clock>) -> View<'a> {
    let seconds = time.and_then(|clock| clock.epoch_time().parse().ok());
    match seconds.and_then(|seconds| Timestamp::from_epoch(seconds, 0)) {
        Some(time) => ledger.at(time),
        None => ledger.now(),
    }
}

/// The same, with the error as it is.
pub(super) fn read(path: &Path) -> Result<Ledger<FileStore>, OpenError> {
    Ledger::open(FileStore::read_only(path)?)
}

/// A ledger for writing; `None` if there is none yet.
pub(super) fn open_for_writing(path: &Path) -> Result<Option<Ledger<FileStore>>, Fault> {
    match FileStore::open(path) {
        Ok(store) => {
            let opened = Ledger::open(store);
            opened.map(Some).map_err(|error| of_opening(&error))
        }
        Err(error) if error.kind() == StoreErrorKind::NotFound => Ok(None),
        Err(error) => Err(of_store(&error)),
    }
}

/// A new ledger.
pub(super) fn create(path: &Path) -> Result<Ledger<FileStore>, Fault> {
    let store = FileStore::create(path).map_err(|error| of_store(&error))?;
    Ledger::open(store).map_err(|error| of_opening(&error))
}

fn of_store(error: &StoreError) -> Fault {
    Fault::new(error.kind().code(), error.to_string()).with_help(error.help())
}

pub(super) fn of_opening(error: &OpenError) -> Fault {
    Fault::new(error.code(), error.to_string()).with_help(error.help())
}

/// What is wrong with a change, and what that comes to: the rules refuse it, or it cannot be recorded.
pub(super) fn of_change(error: &LedgerError) -> (Fault, Outcome) {
    let outcome = match error {
        LedgerError::Create(_) | LedgerError::Delete(_) | LedgerError::Owner(_) => Outcome::Denied,
        _ => Outcome::InputError,
    };
    let fault = Fault::new(error.code(), error.to_string()).with_help(error.help());
    (fault, outcome)
}

/// The time of the system's clock.
pub(super) fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_epoch(i64::try_from(since.as_secs()).ok()?, since.subsec_nanos())
}
