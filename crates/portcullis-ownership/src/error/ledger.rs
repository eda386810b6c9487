//! Why the ledger cannot record something, and why it cannot be opened.

use alloc::boxed::Box;
use core::fmt;

use portcullis_arn::Arn;

use super::{CreateError, DeleteError, excerpt};
use crate::{EntryError, Owner, StoreError, Timestamp};

/// Something that was not recorded; the ledger is as it was.
///
/// ```
/// use portcullis_ownership::{Ledger, LedgerError, Timestamp};
/// let time: Timestamp = "2026-03-01T12:00:00Z".parse()?;
/// let error = Ledger::new().delete(&"arn:aws:s3:::b".parse()?, time).unwrap_err();
/// assert!(matches!(error, LedgerError::Delete(_)));
/// assert_eq!((error.code(), error.help()), ("not-found", None));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LedgerError {
    /// The rules refuse the creation.
    Create(CreateError),
    /// The rules refuse the deletion.
    Delete(DeleteError),
    /// The time lies before that of the last entry.
    Time(TimeError),
    /// Another owner was named than the one that the rules give.
    Owner(OwnerError),
    /// The store did not take it. Whether it is in the store is not known, so that the ledger takes nothing more until it is
    /// opened again.
    Store(StoreError),
    /// An earlier entry did not get into the store.
    Closed,
}

impl LedgerError {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::LedgerError::Closed.code(), "ledger-closed");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Create(error) => error.kind().code(),
            Self::Delete(error) => error.kind().code(),
            Self::Time(_) => "time-goes-back",
            Self::Owner(_) => "owner-differs",
            Self::Store(error) => error.kind().code(),
            Self::Closed => "ledger-closed",
        }
    }

    /// What to do about it, where there is something.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::LedgerError::Closed.help(), Some("open the ledger again"));
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Create(error) => error.help(),
            Self::Delete(_) => None,
            Self::Time(_) => Some("entries are recorded in the order of their times"),
            Self::Owner(_) => Some("leave the owner out: it follows from the creator"),
            Self::Store(error) => error.help(),
            Self::Closed => Some("open the ledger again"),
        }
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create(error) => error.fmt(f),
            Self::Delete(error) => error.fmt(f),
            Self::Time(error) => error.fmt(f),
            Self::Owner(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Closed => {
                f.write_str("expected a ledger that takes entries, found one whose store failed")
            }
        }
    }
}

impl core::error::Error for LedgerError {}

impl From<CreateError> for LedgerError {
    fn from(error: CreateError) -> Self {
        Self::Create(error)
    }
}

impl From<DeleteError> for LedgerError {
    fn from(error: DeleteError) -> Self {
        Self::Delete(error)
    }
}

impl From<StoreError> for LedgerError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A time before that of the last entry.
///
/// ```
/// use portcullis_ownership::{Creation, Creator, Ledger};
/// let root = Creator::named("arn:aws:iam::111122223333:root")?;
/// let mut ledger = Ledger::new();
/// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-02T00:00:00Z".parse()?)?;
/// let error = ledger.delete(&"arn:aws:s3:::b".parse()?, "2026-03-01T00:00:00Z".parse()?).unwrap_err();
/// assert_eq!(error.to_string(), "expected a time not before 2026-03-02T00:00:00Z, found 2026-03-01T00:00:00Z");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeError {
    last: Timestamp,
    found: Timestamp,
}

impl TimeError {
    pub(crate) const fn new(last: Timestamp, found: Timestamp) -> Self {
        Self { last, found }
    }

    /// The time of the last entry.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger, LedgerError};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-02T00:00:00Z".parse()?)?;
    /// let Err(LedgerError::Time(error)) = ledger.delete(&"arn:aws:s3:::b".parse()?, "2026-03-01T00:00:00Z".parse()?) else {
    ///     panic!("time goes back");
    /// };
    /// assert_eq!(error.last().to_string(), "2026-03-02T00:00:00Z");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn last(&self) -> Timestamp {
        self.last
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected a time not before {}, found {}",
            self.last, self.found
        )
    }
}

impl core::error::Error for TimeError {}

/// An owner that a creation names, and that the rules do not give.
///
/// ```
/// use portcullis_ownership::{Change, Ledger, LedgerError};
/// let text = r#"{"event": "created", "arn": "arn:aws:s3:::b", "owner": "444455556666",
///     "creator": "arn:aws:iam::111122223333:root"}"#;
/// let change = Change::parse(text, "2026-03-01T00:00:00Z".parse()?)?;
/// let error = Ledger::new().record(&[change]).unwrap_err();
/// assert_eq!(error.error().to_string(), "expected the owner 111122223333 of `arn:aws:s3:::b`, found 444455556666");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerError {
    arn: Arn,
    expected: Owner,
    found: Owner,
}

impl OwnerError {
    pub(crate) const fn new(arn: Arn, expected: Owner, found: Owner) -> Self {
        Self {
            arn,
            expected,
            found,
        }
    }
}

impl fmt::Display for OwnerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected the owner {} of ", self.expected)?;
        excerpt(f, self.arn.as_str())?;
        write!(f, ", found {}", self.found)
    }
}

impl core::error::Error for OwnerError {}

/// The change at which recording several of them stopped; none of them was recorded.
///
/// ```
/// use portcullis_ownership::{Change, Ledger};
/// let time = "2026-03-01T00:00:00Z".parse()?;
/// let error = Ledger::new().record(&[Change::deleted("arn:aws:s3:::b".parse()?, time)]).unwrap_err();
/// assert_eq!((error.index(), error.error().code()), (0, "not-found"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchError {
    index: usize,
    error: Box<LedgerError>,
}

impl BatchError {
    pub(crate) fn new(index: usize, error: LedgerError) -> Self {
        Self {
            index,
            error: Box::new(error),
        }
    }

    /// Which change it was, counted from 0; 0 where the store failed for all of them.
    ///
    /// ```
    /// # use portcullis_ownership::{Change, Ledger};
    /// # let time = "2026-03-01T00:00:00Z".parse()?;
    /// let error = Ledger::new().record(&[Change::deleted("arn:aws:s3:::b".parse()?, time)]).unwrap_err();
    /// assert_eq!(error.index(), 0);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }

    /// What is wrong with it.
    ///
    /// ```
    /// # use portcullis_ownership::{Change, Ledger};
    /// # let time = "2026-03-01T00:00:00Z".parse()?;
    /// let error = Ledger::new().record(&[Change::deleted("arn:aws:s3:::b".parse()?, time)]).unwrap_err();
    /// assert_eq!(error.error().code(), "not-found");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn error(&self) -> &LedgerError {
        &self.error
    }
}

impl From<BatchError> for LedgerError {
    fn from(error: BatchError) -> Self {
        *error.error
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "change {}: {}", self.index.saturating_add(1), self.error)
    }
}

impl core::error::Error for BatchError {}

/// A ledger that cannot be opened. Nothing is read from it: a part of a ledger could name a wrong owner.
///
/// ```
/// use portcullis_ownership::{Ledger, MemoryStore, OpenError};
/// let error = Ledger::open(MemoryStore::from_entries(["{}"])).unwrap_err();
/// assert!(matches!(error, OpenError::Entry { sequence: 1, .. }));
/// assert_eq!(error.to_string(), "entry 1: expected a member `event`, found none");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// The store cannot be read, or what it holds is damaged.
    Store(StoreError),
    /// An entry cannot be read.
    Entry {
        /// Its place, from 1.
        sequence: u64,
        /// What is wrong with it.
        error: EntryError,
    },
    /// An entry does not follow from those before it: an ARN that is live already, a deletion of what does not exist, a time that
    /// goes back.
    Inconsistent {
        /// Its place, from 1.
        sequence: u64,
        /// What is wrong with it.
        error: LedgerError,
    },
}

impl OpenError {
    /// A stable name for machines.
    ///
    /// ```
    /// use portcullis_ownership::{Ledger, MemoryStore};
    /// assert_eq!(Ledger::open(MemoryStore::from_entries(["{}"])).unwrap_err().code(), "missing-member");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.kind().code(),
            Self::Entry { error, .. } => error.kind().code(),
            Self::Inconsistent { .. } => "ledger-inconsistent",
        }
    }

    /// What to do about it, where there is something.
    ///
    /// ```
    /// use portcullis_ownership::{Ledger, MemoryStore};
    /// assert!(Ledger::open(MemoryStore::from_entries(["{}"])).unwrap_err().help().is_some());
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Store(error) => error.help(),
            Self::Entry { .. } | Self::Inconsistent { .. } => {
                Some("restore the ledger from a copy: what its entries say cannot be trusted")
            }
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Entry { sequence, error } => write!(f, "entry {sequence}: {error}"),
            Self::Inconsistent { sequence, error } => write!(f, "entry {sequence}: {error}"),
        }
    }
}

impl core::error::Error for OpenError {}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
