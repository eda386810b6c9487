//! Reading a file from its beginning to its end, every sum compared.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{StoreError, StoreErrorKind};
use super::format::{
    FRONT, Head, LONGEST_LINE, Line, RECORD, Slots, TITLE, TITLE_OF_ANY_VERSION, blank,
};
use super::{name, unavailable};

/// How much is read at once, in bytes.
const BUFFER: usize = 64 << 10;

/// What a file holds.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    /// Behind the last entry.
    pub(super) head: Head,
    /// The records of the entries.
    pub(super) slots: Slots,
    /// With what a crash left behind the last entry.
    pub(super) file_length: u64,
}

/// Reads a file and gives each entry.
pub(super) fn scan(
    file: &mut File,
    path: &Path,
    each: &mut dyn FnMut(&str),
) -> Result<Scan, StoreError> {
    let fails = |error: io::Error| unavailable("read", path, &error);
    file.seek(SeekFrom::Start(0)).map_err(fails)?;
    let mut reader = BufReader::with_capacity(BUFFER, file);
    let mut front = Vec::new();
    let bound = u64::try_from(FRONT).unwrap_or(u64::MAX);
    reader
        .by_ref()
        .take(bound)
        .read_to_end(&mut front)
        .map_err(fails)?;
    let slots = read_front(&front, path)?;
    let newest = slots.iter().flatten().max_by_key(|head| head.entries);
    let newest = newest.cloned().ok_or_else(|| {
        let message = format!(
            "expected two records of the entries in {}, found both damaged",
            name(path)
        );
        StoreError::new(StoreErrorKind::Damaged, message)
    })?;
    let length = reader.get_ref().metadata().map_err(fails)?.len();
    if length < newest.bytes {
        let message = format!(
            "expected {} entries in {} bytes in {}, found {length} bytes",
            newest.entries,
            newest.bytes,
            name(path)
        );
        return Err(StoreError::new(StoreErrorKind::Truncated, message));
    }
    let mut lines = Lines {
        reader,
        buffer: Vec::new(),
        head: Head::blank(),
    };
    acknowledged(&mut lines, &newest, &slots, path, each)?;
    unacknowledged(&mut lines, path, each)?;
    Ok(Scan {
        head: lines.head,
        slots,
        file_length: length,
    })
}

/// The two records before the entries.
fn read_front(front: &[u8], path: &Path) -> Result<Slots, StoreError> {
    let refuse = |kind, expected: &str, found: &str| {
        let message = format!("expected {expected}, found {found} in {}", name(path));
        Err(StoreError::new(kind, message))
    };
    let title = front.get(..TITLE.len()).unwrap_or(front);
    if front.len() < FRONT && blank().as_bytes().starts_with(title) {
        let found = "a beginning that is cut off (nothing was recorded yet, or all is lost)";
        return refuse(StoreErrorKind::Truncated, "a ledger", found);
    }
    let Some(records) = front.strip_prefix(TITLE.as_bytes()) else {
        let other = front.strip_prefix(TITLE_OF_ANY_VERSION.as_bytes());
        let digits = other.and_then(|rest| rest.split(|byte| *byte == b'}').next());
        return match digits {
            Some(digits) if is_other_version(digits) => refuse(
                StoreErrorKind::UnknownVersion,
                "a ledger of version 1",
                &format!("version {}", String::from_utf8_lossy(digits)),
            ),
            Some(_) => refuse(StoreErrorKind::Damaged, "a ledger", "a damaged first line"),
            None => refuse(StoreErrorKind::NotALedger, "a ledger", "something else"),
        };
    };
    let (first, second) = records.split_at_checked(RECORD).unwrap_or((records, &[]));
    let read = |line| std::str::from_utf8(line).ok().and_then(Head::read);
    Ok([read(first), read(second)])
}

fn is_other_version(digits: &[u8]) -> bool {
    !digits.is_empty() && digits != b"1" && digits.iter().all(u8::is_ascii_digit)
}

/// The lines behind the records, as far as they were read.
struct Lines<'a> {
    reader: BufReader<&'a mut File>,
    buffer: Vec<u8>,
    head: Head,
}

impl Lines<'_> {
    /// The next line without its line break; `None` if it is no text, too long, or not ended.
    fn next(&mut self) -> io::Result<Option<&str>> {
        self.buffer.clear();
        let bound = u64::try_from(LONGEST_LINE + 1).unwrap_or(u64::MAX);
        let mut bounded = self.reader.by_ref().take(bound);
        bounded.read_until(b'\n', &mut self.buffer)?;
        let line = self.buffer.strip_suffix(b"\n");
        Ok(line.and_then(|line| std::str::from_utf8(line).ok()))
    }
}

/// The entries of which the newest record knows: each has to be there as it was written.
fn acknowledged(
    lines: &mut Lines<'_>,
    newest: &Head,
    slots: &Slots,
    path: &Path,
    each: &mut dyn FnMut(&str),
) -> Result<(), StoreError> {
    let known = |head: &Head| {
        let mut same = slots.iter().flatten();
        same.all(|slot| slot.entries != head.entries || slot == head)
    };
    let damaged = |entry: u64| {
        let message = format!(
            "expected entry {entry} as it was recorded, found it changed in {}",
            name(path)
        );
        StoreError::new(StoreErrorKind::Damaged, message)
    };
    if !known(&lines.head) {
        return Err(damaged(0));
    }
    while lines.head.entries < newest.entries {
        let head = lines.head.clone();
        let number = head.entries.saturating_add(1);
        let text = lines
            .next()
            .map_err(|error| unavailable("read", path, &error))?;
        let line = text.and_then(Line::read);
        let next = line.as_ref().and_then(|line| head.next(line));
        let (Some(line), Some(next)) = (line, next.filter(known)) else {
            return Err(damaged(number));
        };
        each(line.entry);
        lines.head = next;
    }
    Ok(())
}

/// Entries that are there although no record knows of them: the writer was stopped between the two, or the newest record is damaged.
/// They count if all that were appended together are there; anything else is what a crash left of an append.
fn unacknowledged(
    lines: &mut Lines<'_>,
    path: &Path,
    each: &mut dyn FnMut(&str),
) -> Result<(), StoreError> {
    let mut together: Vec<String> = Vec::new();
    let mut reached = lines.head.clone();
    loop {
        let text = lines
            .next()
            .map_err(|error| unavailable("read", path, &error))?;
        let Some(line) = text.and_then(Line::read) else {
            return Ok(());
        };
        let Some(next) = reached.next(&line) else {
            return Ok(());
        };
        together.push(line.entry.to_string());
        reached = next;
        if line.last {
            together.drain(..).for_each(|entry| each(&entry));
            lines.head = reached.clone();
        }
    }
}
