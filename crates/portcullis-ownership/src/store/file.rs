//! A ledger in a file: entries that outlast crashes, and that are noticed when they are changed or missing.

mod format;
mod scan;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};

use portcullis_json::excerpt_within;

use super::{Store, StoreError, StoreErrorKind};
use format::{Head, Slot};
use scan::Scan;

/// The longest stretch of a path that a message repeats, in characters.
const EXCERPT: usize = 100;

/// Entries in one file that is only ever appended to.
///
/// # Guarantees
///
/// - *An acknowledged entry stays.* [`Store::append`] returns when the entries are on the disk, and then a record of how many
///   entries, of how many bytes, there are. A crash at any moment (of the process, the system or the power) loses none of
///   them. Entries that were being appended are either all there afterwards, or none of them.
/// - *What is read is what was written.* Each line carries the SHA-256 of its entry and of those before it, so that a changed,
///   missing, added or displaced line is noticed, and the whole file is checked before an entry of it is used. The record of the
///   entries exists twice, the older one being overwritten: a file that is shorter than the newer one says is an error and never
///   an earlier ledger. The damage of one of the two is made good by the other.
/// - *One writes at a time.* Who writes holds a lock on the file, which ends with the store, or with the process. Who reads needs none, and sees the
///   ledger up to the last entry that was complete when reading began. (On Windows the lock keeps readers out too.)
///
/// The checks are against accidents: whoever can write the file can compute new sums. [`FileStore::head`] stands for all entries;
/// kept elsewhere, it shows whether somebody did. It is assumed that writing to the disk changes no byte but those that are
/// written, and that the disk keeps what it says it has kept.
///
/// # Form
///
/// UTF-8 text, JSON on each line. Line 1 is `{"ledger":"portcullis","version":1}`. Lines 2 and 3 are the records of the entries, as
/// wide at all times: `{"entries":"…","bytes":"…","head":"…","check":"…"}` with two numbers of 20 digits, the sum of the last of the
/// entries, and the SHA-256 of the text before `,"check"`. Each further line is `{"chain":"…","last":true,"entry":{…}}` with an
/// entry as [`crate::Entry`] describes it; `last` is false where more entries were appended together with it. The `chain` of a line is
/// the SHA-256 of the 32 bytes of the chain before it and the text of the entry; before the first entry the chain is the SHA-256 of
/// line 1 with its line break.
///
/// ```
/// use portcullis_ownership::{Creation, Creator, FileStore, Ledger};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("ledger.jsonl");
/// let root = Creator::named("arn:aws:iam::111122223333:root")?;
/// let mut ledger = Ledger::open(FileStore::create(&path)?)?;
/// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
/// drop(ledger);
///
/// let ledger = Ledger::open(FileStore::read_only(&path)?)?;
/// assert_eq!(ledger.owner("arn:aws:s3:::b").and_then(|owner| owner.account()), root.account());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    file: File,
    access: Access,
    // INVARIANT: what the file holds; known once it was read, and no more after a write that failed.
    scan: Option<Scan>,
    failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

impl Drop for FileStore {
    /// Lets go of the lock. Closing the file would not be enough while a child that another thread has just forked has it open
    /// still: the lock is that of both.
    fn drop(&mut self) {
        if self.access == Access::Write {
            // Nobody is there to be told, and closing the file is left as the way to let go.
            let _ = self.file.unlock();
        }
    }
}

impl FileStore {
    /// A new ledger without entries, for writing.
    ///
    /// ```
    /// # use portcullis_ownership::{FileStore, StoreErrorKind};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("ledger.jsonl");
    /// FileStore::create(&path)?;
    /// assert_eq!(FileStore::create(&path).unwrap_err().kind(), StoreErrorKind::AlreadyExists);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A file of that name, or a folder that does not take one.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create_new(true).open(path);
        let file = opened.map_err(|error| unavailable("create", path, &error))?;
        let mut store = Self::locked(path, file)?;
        let written = store
            .file
            .write_all(format::blank().as_bytes())
            .and_then(|()| store.file.sync_all())
            .and_then(|()| sync_folder(path));
        written.map_err(|error| unavailable("write", path, &error))?;
        Ok(store)
    }

    /// A ledger that exists, for writing.
    ///
    /// ```
    /// # use portcullis_ownership::{FileStore, StoreErrorKind};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("ledger.jsonl");
    /// let writer = FileStore::create(&path)?;
    /// assert_eq!(FileStore::open(&path).unwrap_err().kind(), StoreErrorKind::Locked);
    /// drop(writer);
    /// FileStore::open(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file, one that may not be written, or one that somebody else writes. Whether it is a ledger is found out when it is
    /// read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let opened = OpenOptions::new().read(true).write(true).open(path);
        let file = opened.map_err(|error| unavailable("open", path, &error))?;
        Self::locked(path, file)
    }

    fn locked(path: &Path, file: File) -> Result<Self, StoreError> {
        match file.try_lock() {
            Ok(()) => Ok(Self::new(path, file, Access::Write)),
            Err(TryLockError::WouldBlock) => {
                let message = format!(
                    "expected a ledger that nobody writes, found {} in use",
                    name(path)
                );
                Err(StoreError::new(StoreErrorKind::Locked, message))
            }
            Err(TryLockError::Error(error)) => Err(unavailable("lock", path, &error)),
        }
    }

    /// A ledger that exists, for reading; nobody is kept from reading or writing it.
    ///
    /// ```
    /// # use portcullis_ownership::{FileStore, StoreErrorKind};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("ledger.jsonl");
    /// assert_eq!(FileStore::read_only(&path).unwrap_err().kind(), StoreErrorKind::NotFound);
    /// let writer = FileStore::create(&path)?;
    /// FileStore::read_only(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file, or one that may not be read. Whether it is a ledger is found out when it is read.
    pub fn read_only(path: &Path) -> Result<Self, StoreError> {
        let opened = File::open(path);
        let file = opened.map_err(|error| unavailable("open", path, &error))?;
        Ok(Self::new(path, file, Access::Read))
    }

    fn new(path: &Path, file: File, access: Access) -> Self {
        Self {
            path: path.to_owned(),
            file,
            access,
            scan: None,
            failed: false,
        }
    }

    /// How many entries there are; `None` before they were read.
    ///
    /// ```
    /// # use portcullis_ownership::{FileStore, Ledger};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("ledger.jsonl");
    /// let ledger = Ledger::open(FileStore::create(&path)?)?;
    /// assert_eq!(ledger.store().entries(), Some(0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn entries(&self) -> Option<u64> {
        self.scan.as_ref().map(|scan| scan.head.entries)
    }

    /// The SHA-256, in hexadecimal, that stands for all entries: two ledgers have the same one if they have the same entries. `None`
    /// before they were read.
    ///
    /// ```
    /// # use portcullis_ownership::{FileStore, Ledger};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("ledger.jsonl");
    /// let ledger = Ledger::open(FileStore::create(&path)?)?;
    /// assert_eq!(ledger.store().head().map(|head| head.len()), Some(64));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn head(&self) -> Option<String> {
        self.scan.as_ref().map(|scan| scan.head.chain.to_string())
    }

    /// How many bytes stand at the end of the file that are no entry: what a crash left of one that was being appended. The next
    /// append takes them off.
    ///
    /// ```
    /// # use portcullis_ownership::{FileStore, Ledger};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("ledger.jsonl");
    /// Ledger::open(FileStore::create(&path)?)?;
    /// let mut text = std::fs::read_to_string(&path)?;
    /// text.push_str("{\"chain\":\"");
    /// std::fs::write(&path, text)?;
    /// let ledger = Ledger::open(FileStore::read_only(&path)?)?;
    /// assert_eq!(ledger.store().unfinished_bytes(), 10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unfinished_bytes(&self) -> u64 {
        self.scan
            .as_ref()
            .map_or(0, |scan| scan.file_length.saturating_sub(scan.head.bytes))
    }

    /// Whether one of the two records of the entries is damaged, so that only the other holds. The next two appends write both anew.
    ///
    /// ```
    /// # use portcullis_ownership::{FileStore, Ledger};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("ledger.jsonl");
    /// assert!(!Ledger::open(FileStore::create(&path)?)?.store().has_damaged_record());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn has_damaged_record(&self) -> bool {
        self.scan
            .as_ref()
            .is_some_and(|scan| scan.slots.iter().any(Option::is_none))
    }

    fn scanned(&mut self) -> Result<Scan, StoreError> {
        match &self.scan {
            Some(scan) => Ok(scan.clone()),
            None => self.scan_with(&mut |_| {}),
        }
    }

    fn scan_with(&mut self, each: &mut dyn FnMut(&str)) -> Result<Scan, StoreError> {
        let scan = scan::scan(&mut self.file, &self.path, each)?;
        self.scan = Some(scan.clone());
        Ok(scan)
    }

    /// Writes the lines behind the last entry, and then the record of them over the older one; each is on the disk before the next
    /// step.
    fn write(&mut self, scan: &Scan, lines: &str, head: Head) -> io::Result<Scan> {
        if scan.file_length > scan.head.bytes {
            self.file.set_len(scan.head.bytes)?;
        }
        self.file.seek(SeekFrom::Start(scan.head.bytes))?;
        self.file.write_all(lines.as_bytes())?;
        self.file.sync_data()?;
        let slot = Slot::older(&scan.slots);
        self.file.seek(SeekFrom::Start(slot.offset()))?;
        self.file.write_all(head.record().as_bytes())?;
        self.file.sync_data()?;
        let mut slots = scan.slots.clone();
        slot.put(&mut slots, head.clone());
        Ok(Scan {
            file_length: head.bytes,
            head,
            slots,
        })
    }
}

impl Store for FileStore {
    fn read(&mut self, each: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
        self.scan_with(each).map(|_| ())
    }

    fn append(&mut self, entries: &[String]) -> Result<(), StoreError> {
        if self.access == Access::Read {
            let message = format!(
                "expected a ledger that is open for writing, found {} open for reading",
                name(&self.path)
            );
            return Err(StoreError::new(StoreErrorKind::ReadOnly, message));
        }
        if self.failed {
            let message = format!(
                "expected a ledger that takes entries, found {} after a write that failed",
                name(&self.path)
            );
            return Err(StoreError::new(StoreErrorKind::Unavailable, message));
        }
        let scan = self.scanned()?;
        let (lines, head) = format::lines(&scan.head, entries)?;
        // What a write that failed left behind is not known: the system may show what is not on the disk.
        self.failed = true;
        let written = self.write(&scan, &lines, head);
        let scan = written.map_err(|error| unavailable("write", &self.path, &error))?;
        self.scan = Some(scan);
        self.failed = false;
        Ok(())
    }
}

/// Makes the name of a new file last.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// A folder cannot be opened here; the system keeps names itself.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn name(path: &Path) -> String {
    format!("`{}`", excerpt_within(&path.display().to_string(), EXCERPT))
}

fn unavailable(verb: &str, path: &Path, error: &io::Error) -> StoreError {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => StoreErrorKind::NotFound,
        io::ErrorKind::AlreadyExists => StoreErrorKind::AlreadyExists,
        _ => StoreErrorKind::Unavailable,
    };
    let reason = error.to_string();
    let reason = reason.split(" (os error").next().unwrap_or_default();
    let mut rest = reason.chars();
    let first = rest.next().into_iter().flat_map(char::to_lowercase);
    let reason: String = first.chain(rest).collect();
    StoreError::new(
        kind,
        format!("cannot {verb} the ledger {}: {reason}", name(path)),
    )
}

#[cfg(test)]
mod tests {
    use super::FileStore;

    /// A forked child has the same open file until it starts its own program, as a second handle of it has here.
    #[test]
    fn a_store_that_is_gone_holds_no_lock_though_its_file_is_open_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        let store = FileStore::create(&path).unwrap();
        let elsewhere = store.file.try_clone().unwrap();
        drop(store);
        FileStore::open(&path).unwrap();
        drop(elsewhere);
    }
}
