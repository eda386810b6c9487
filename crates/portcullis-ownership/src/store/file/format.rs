//! The lines of the file and their sums.

use core::fmt::{self, Write};

use alloc::format;
use alloc::string::String;

use sha2::{Digest, Sha256};

use super::super::{StoreError, StoreErrorKind};

/// The first line.
pub(super) const TITLE: &str = "{\"ledger\":\"portcullis\",\"version\":1}\n";

/// What the first line begins with, whatever the version.
pub(super) const TITLE_OF_ANY_VERSION: &str = "{\"ledger\":\"portcullis\",\"version\":";

/// The longest entry, in bytes: twice what one with the longest ARNs takes.
pub(super) const LONGEST_ENTRY: usize = 128 << 10;

/// The bytes of a record of the entries with its line break.
pub(super) const RECORD: usize = 12 + 20 + 11 + 20 + 10 + 64 + 11 + 64 + 3;

/// The bytes before the first entry.
pub(super) const FRONT: usize = TITLE.len() + 2 * RECORD;

/// What stands before the entry in its line, with the sum left out.
const BEFORE_CHAIN: &str = "{\"chain\":\"";
const LAST: &str = "\",\"last\":true,\"entry\":";
const NOT_LAST: &str = "\",\"last\":false,\"entry\":";
const AFTER_ENTRY: &str = "}";

/// The longest line, in bytes, without its line break.
pub(super) const LONGEST_LINE: usize =
    BEFORE_CHAIN.len() + 64 + NOT_LAST.len() + LONGEST_ENTRY + AFTER_ENTRY.len();

/// A SHA-256, written in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum([u8; 32]);

impl Sum {
    fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The sum before the first entry.
    fn of_title() -> Self {
        Self::of([TITLE.as_bytes()])
    }

    /// The sum of the next line. It depends on the entries alone, so that a copy of a ledger has the same ones, whatever was
    /// appended together; the other bytes of a line can have only one value where it is read.
    fn next(self, entry: &str) -> Self {
        Self::of([&self.0, entry.as_bytes()])
    }

    /// Compares with what is written, letter case included: every byte of the file counts.
    fn is_written(self, text: &str) -> bool {
        text == format!("{self}")
    }

    fn read(text: &str) -> Option<Self> {
        let mut bytes = [0_u8; 32];
        let mut digits = text.chars();
        for byte in &mut bytes {
            let high = digits.next()?.to_digit(16)?;
            let low = digits.next()?.to_digit(16)?;
            *byte = u8::try_from(high * 16 + low).ok()?;
        }
        let sum = Self(bytes);
        sum.is_written(text).then_some(sum)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A state of the file: so many entries, in so many bytes, with that sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) entries: u64,
    pub(super) bytes: u64,
    pub(super) chain: Sum,
}

impl Head {
    /// Before the first entry.
    pub(super) fn blank() -> Self {
        Self {
            entries: 0,
            bytes: u64::try_from(FRONT).unwrap_or(u64::MAX),
            chain: Sum::of_title(),
        }
    }

    /// The line that says so.
    pub(super) fn record(&self) -> String {
        let text = format!(
            "{{\"entries\":\"{:020}\",\"bytes\":\"{:020}\",\"head\":\"{}\"",
            self.entries, self.bytes, self.chain
        );
        let check = Sum::of([text.as_bytes()]);
        format!("{text},\"check\":\"{check}\"}}\n")
    }

    /// Reads such a line; `None` if it is not exactly as it was written.
    pub(super) fn read(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("{\"entries\":\"")?;
        let (entries, rest) = rest.split_at_checked(20)?;
        let (bytes, rest) = rest.strip_prefix("\",\"bytes\":\"")?.split_at_checked(20)?;
        let (head, _) = rest.strip_prefix("\",\"head\":\"")?.split_at_checked(64)?;
        let head = Self {
            entries: entries.parse().ok()?,
            bytes: bytes.parse().ok()?,
            chain: Sum::read(head)?,
        };
        (head.record() == line).then_some(head)
    }

    /// The state after one more line.
    pub(super) fn next(&self, line: &Line<'_>) -> Option<Self> {
        let chain = self.chain.next(line.entry);
        let bytes = u64::try_from(line.bytes).ok()?;
        chain.is_written(line.chain).then_some(Self {
            entries: self.entries.checked_add(1)?,
            bytes: self.bytes.checked_add(bytes)?,
            chain,
        })
    }
}

/// A line with an entry, its sum not yet compared.
pub(super) struct Line<'a> {
    chain: &'a str,
    /// Whether it is the last of those that were appended together.
    pub(super) last: bool,
    pub(super) entry: &'a str,
    /// With the line break.
    bytes: usize,
}

impl<'a> Line<'a> {
    /// Takes a line without its line break apart.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix(BEFORE_CHAIN)?;
        let (chain, rest) = rest.split_at_checked(64)?;
        let (last, rest) = match rest.strip_prefix(LAST) {
            Some(rest) => (true, rest),
            None => (false, rest.strip_prefix(NOT_LAST)?),
        };
        let entry = rest.strip_suffix(AFTER_ENTRY)?;
        Some(Self {
            chain,
            last,
            entry,
            bytes: text.len().checked_add(1)?,
        })
    }
}

/// The file without entries.
pub(super) fn blank() -> String {
    let record = Head::blank().record();
    format!("{TITLE}{record}{record}")
}

/// The lines of entries that are appended together, and the state behind them.
pub(super) fn lines(head: &Head, entries: &[String]) -> Result<(String, Head), StoreError> {
    let mut lines = String::new();
    let mut head = head.clone();
    for (index, entry) in entries.iter().enumerate() {
        if entry.len() > LONGEST_ENTRY || entry.contains('\n') {
            let message = format!(
                "expected an entry of one line and at most {LONGEST_ENTRY} bytes, found one of {} bytes",
                entry.len()
            );
            return Err(StoreError::new(StoreErrorKind::TooLong, message));
        }
        let last = index + 1 == entries.len();
        let chain = head.chain.next(entry);
        let before = lines.len();
        let mark = if last { LAST } else { NOT_LAST };
        let _ = writeln!(lines, "{BEFORE_CHAIN}{chain}{mark}{entry}{AFTER_ENTRY}");
        let length = lines.len() - before;
        head = Head {
            entries: head.entries.saturating_add(1),
            bytes: head
                .bytes
                .saturating_add(u64::try_from(length).unwrap_or(u64::MAX)),
            chain,
        };
    }
    Ok((lines, head))
}

/// The two records of the entries, each with what it says if it is whole.
pub(super) type Slots = [Option<Head>; 2];

/// One of the two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    First,
    Second,
}

impl Slot {
    /// The one that the next record goes to: never the only one, or the newer one, that holds.
    pub(super) fn older(slots: &Slots) -> Self {
        match slots {
            [None, _] => Self::First,
            [_, None] => Self::Second,
            [Some(first), Some(second)] if second.entries < first.entries => Self::Second,
            _ => Self::First,
        }
    }

    pub(super) fn offset(self) -> u64 {
        let offset = match self {
            Self::First => TITLE.len(),
            Self::Second => TITLE.len() + RECORD,
        };
        u64::try_from(offset).unwrap_or(u64::MAX)
    }

    pub(super) fn put(self, slots: &mut Slots, head: Head) {
        let [first, second] = slots;
        match self {
            Self::First => *first = Some(head),
            Self::Second => *second = Some(head),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FRONT, Head, Line, RECORD, Slot, blank, lines};
    use std::string::String;

    #[test]
    fn widths_are_fixed() {
        assert_eq!(blank().len(), FRONT);
        for (entries, bytes) in [(0, 0), (7, 12_345), (u64::MAX, u64::MAX)] {
            let head = Head {
                entries,
                bytes,
                ..Head::blank()
            };
            let record = head.record();
            assert_eq!(record.len(), RECORD);
            assert_eq!(Head::read(&record), Some(head));
        }
    }

    #[test]
    fn no_byte_of_a_record_can_change() {
        let record = Head::blank().record();
        for index in 0..record.len() {
            for bit in 0..8 {
                let mut bytes = record.clone().into_bytes();
                bytes[index] ^= 1 << bit;
                let read = std::str::from_utf8(&bytes).ok().and_then(Head::read);
                assert_eq!(read, None, "{index}");
            }
        }
        assert_eq!(Head::read(record.trim_end()), None);
    }

    #[test]
    fn no_byte_of_a_line_can_change() {
        let start = Head::blank();
        let entries = ["{\"a\":1}", "{}"].map(String::from);
        let (text, head) = lines(&start, &entries).unwrap();
        let mut reached = start.clone();
        for line in text.lines() {
            let state = reached.clone();
            for index in 0..line.len() {
                let mut bytes = line.as_bytes().to_vec();
                bytes[index] ^= 1;
                let read = std::str::from_utf8(&bytes).ok().and_then(Line::read);
                assert!(read.and_then(|line| state.next(&line)).is_none(), "{index}");
            }
            reached = state.next(&Line::read(line).unwrap()).unwrap();
        }
        assert_eq!(reached, head);
        assert!(lines(&start, &["a\nb".into()]).is_err());
        assert!(lines(&start, &["a".repeat(1 << 20)]).is_err());
    }

    #[test]
    fn the_newer_record_is_never_overwritten() {
        let at = |entries| {
            Some(Head {
                entries,
                ..Head::blank()
            })
        };
        for (slots, older) in [
            ([at(0), at(0)], Slot::First),
            ([at(1), at(0)], Slot::Second),
            ([at(1), at(2)], Slot::First),
            ([None, at(2)], Slot::First),
            ([at(2), None], Slot::Second),
        ] {
            assert_eq!(Slot::older(&slots), older);
        }
    }
}
