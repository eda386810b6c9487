//! Where the entries of a ledger are kept.

mod error;
#[cfg(feature = "store")]
mod file;

pub use error::{StoreError, StoreErrorKind};
#[cfg(feature = "store")]
pub use file::FileStore;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A keeper of the texts of entries ([`crate::Entry`]), each one line without a line break.
///
/// It looks at their order and at nothing in them.
///
/// ```
/// use portcullis_ownership::{MemoryStore, Store};
/// let store: &mut dyn Store = &mut MemoryStore::new();
/// store.append(&["{}".into()])?;
/// let mut count = 0;
/// store.read(&mut |_| count += 1)?;
/// assert_eq!(count, 1);
/// # Ok::<(), portcullis_ownership::StoreError>(())
/// ```
pub trait Store: fmt::Debug {
    /// Gives every entry in order.
    ///
    /// # Errors
    ///
    /// A store that cannot be read, or whose content is not what was appended. What was given until then must not be used.
    fn read(&mut self, each: &mut dyn FnMut(&str)) -> Result<(), StoreError>;

    /// Appends entries in order: all of them, or none.
    ///
    /// When it returns `Ok`, they are where they outlast the process and, if the store is for that, the machine's failure.
    ///
    /// # Errors
    ///
    /// A store that fails. Whether the entries are in it is not known then.
    fn append(&mut self, entries: &[String]) -> Result<(), StoreError>;
}

/// Entries in memory, which last as long as the value.
///
/// ```
/// use portcullis_ownership::{Creation, Creator, Ledger, MemoryStore};
/// let mut ledger = Ledger::new();
/// let root = Creator::named("arn:aws:iam::111122223333:root")?;
/// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
/// let copy = MemoryStore::from_entries(ledger.store().entries());
/// assert_eq!(Ledger::open(copy)?, ledger);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryStore {
    entries: Vec<Box<str>>,
}

impl MemoryStore {
    /// A store without entries.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::MemoryStore::new().entries().count(), 0);
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    /// A store with these entries.
    ///
    /// ```
    /// use portcullis_ownership::MemoryStore;
    /// assert!(MemoryStore::from_entries(["{}"]).entries().eq(["{}"]));
    /// ```
    #[must_use]
    pub fn from_entries<T: Into<Box<str>>>(entries: impl IntoIterator<Item = T>) -> Self {
        Self {
            entries: entries.into_iter().map(Into::into).collect(),
        }
    }

    /// The entries in order.
    ///
    /// ```
    /// use portcullis_ownership::MemoryStore;
    /// assert!(MemoryStore::from_entries(["a", "b"]).entries().eq(["a", "b"]));
    /// ```
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|entry| &**entry)
    }
}

impl Store for MemoryStore {
    fn read(&mut self, each: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
        self.entries().for_each(each);
        Ok(())
    }

    fn append(&mut self, entries: &[String]) -> Result<(), StoreError> {
        let texts = entries.iter().map(|entry| entry.as_str().into());
        self.entries.extend(texts);
        Ok(())
    }
}
