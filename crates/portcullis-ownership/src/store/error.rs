//! Why a store fails.

use alloc::string::String;
use core::fmt;

/// A store that fails.
///
/// ```
/// use portcullis_ownership::{StoreError, StoreErrorKind};
/// let error = StoreError::new(StoreErrorKind::Unavailable, "cannot reach the table");
/// assert_eq!((error.kind(), error.to_string().as_str()), (StoreErrorKind::Unavailable, "cannot reach the table"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    kind: StoreErrorKind,
    message: String,
}

/// Why a store fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// There is no ledger of that name.
    NotFound,
    /// Something of that name exists.
    AlreadyExists,
    /// Another process has the ledger open for writing.
    Locked,
    /// It was opened for reading.
    ReadOnly,
    /// It is no ledger.
    NotALedger,
    /// It is a ledger in a form that is not known.
    UnknownVersion,
    /// Entries at its end are missing.
    Truncated,
    /// It is not what was written.
    Damaged,
    /// An entry is longer than the store takes.
    TooLong,
    /// What the store stands on fails: the disk, the network.
    Unavailable,
}

impl StoreErrorKind {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::StoreErrorKind::Locked.code(), "ledger-locked");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "ledger-not-found",
            Self::AlreadyExists => "ledger-exists",
            Self::Locked => "ledger-locked",
            Self::ReadOnly => "ledger-read-only",
            Self::NotALedger => "not-a-ledger",
            Self::UnknownVersion => "unknown-ledger-version",
            Self::Truncated => "ledger-truncated",
            Self::Damaged => "ledger-damaged",
            Self::TooLong => "entry-too-long",
            Self::Unavailable => "ledger-unavailable",
        }
    }
}

impl StoreError {
    /// An error of a store, in a message of one line.
    ///
    /// ```
    /// use portcullis_ownership::{StoreError, StoreErrorKind};
    /// assert_eq!(StoreError::new(StoreErrorKind::Damaged, "expected a row, found none").help().is_some(), true);
    /// ```
    #[must_use]
    pub fn new(kind: StoreErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_ownership::{StoreError, StoreErrorKind};
    /// assert_eq!(StoreError::new(StoreErrorKind::Locked, "locked").kind(), StoreErrorKind::Locked);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// What to do about it, where there is something.
    ///
    /// ```
    /// use portcullis_ownership::{StoreError, StoreErrorKind};
    /// let error = StoreError::new(StoreErrorKind::Locked, "locked");
    /// assert_eq!(error.help(), Some("wait until the other process is done: one at a time can write"));
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self.kind {
            StoreErrorKind::NotFound => Some("the first entry that is recorded creates a ledger"),
            StoreErrorKind::Locked => {
                Some("wait until the other process is done: one at a time can write")
            }
            StoreErrorKind::ReadOnly => Some("open it for writing"),
            StoreErrorKind::UnknownVersion => Some("a later version of the program wrote it"),
            StoreErrorKind::Truncated | StoreErrorKind::Damaged => {
                Some("restore the ledger from a copy: what is left of it cannot be trusted")
            }
            StoreErrorKind::AlreadyExists
            | StoreErrorKind::NotALedger
            | StoreErrorKind::TooLong
            | StoreErrorKind::Unavailable => None,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for StoreError {}
