//! A compiled catalog as one run of bytes, to keep in a file or to send.
//!
//! `PORTCULLIS-CATALOG` and a line feed; the version of the format, the number of bytes of the pool of texts, the number of rows of each table,
//! each in four bytes; a checksum of the rest in eight; the texts; the tables.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::budget;
use super::compile::{Compiled, compile};
use super::layout::{LARGEST, Sections, Table, retired};
use super::read::Blob;
use crate::error::{BytesError, BytesErrorKind};
use crate::source::{Edition, Retired};
use crate::{Date, Service};

const MAGIC: &[u8] = b"PORTCULLIS-CATALOG\n";
/// Increased with every change of the layout.
const VERSION: u32 = 1;
/// Bytes before the texts.
const HEADER: usize = MAGIC.len() + 4 + 4 + 4 * Table::COUNT + 8;

/// The bytes of a catalog.
pub(crate) fn write(blob: &Blob) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + blob.strings().len() + blob.tables().len());
    out.extend_from_slice(MAGIC);
    out.extend(VERSION.to_le_bytes());
    // INVARIANT: compilation refuses what does not fit in three bytes.
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
    out.extend(number(blob.strings().len()));
    for count in blob.sections().counts {
        out.extend(number(count));
    }
    out.extend(checksum(blob.strings().as_bytes(), blob.tables()).to_le_bytes());
    out.extend_from_slice(blob.strings().as_bytes());
    out.extend_from_slice(blob.tables());
    out
}

/// FNV-1a: it finds damage, not malice, which the comparison with a fresh compilation finds.
fn checksum(strings: &[u8], tables: &[u8]) -> u64 {
    strings
        .iter()
        .chain(tables)
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
        })
}

/// Reads the bytes of a catalog and checks all of it.
///
/// # Errors
///
/// The bytes are not those of a catalog of this version, are damaged, or are not what a compilation of the editions in them gives.
pub(crate) fn read(bytes: &[u8]) -> Result<Blob, BytesError> {
    let blob = parts(bytes)?;
    budget::check(&blob)?;
    let (editions, retired) = written(&blob);
    let again = compile(&editions, &retired)
        .map_err(|error| BytesError::new(BytesErrorKind::Inconsistent, error.to_string()))?;
    let same = again.strings == blob.strings()
        && again.tables == blob.tables()
        && again.sections == *blob.sections();
    if !same {
        let message = "expected the tables that its editions compile to, found others";
        return Err(BytesError::new(BytesErrorKind::Inconsistent, message));
    }
    Ok(blob)
}

/// The editions and retired actions that a catalog holds.
fn written(blob: &Blob) -> (Vec<Edition>, Vec<Retired>) {
    let editions = (0..blob.count(Table::Editions))
        .map(|index| Service::new(blob.row(Table::Editions, index)).to_source())
        .collect();
    let retired = (0..blob.count(Table::Retired)).map(|index| {
        let row = blob.row(Table::Retired, index);
        Retired {
            service: row.text(retired::SERVICE).into(),
            action: row.text(retired::ACTION).into(),
            last_seen: row.day(retired::LAST_SEEN).unwrap_or(Date::NEVER),
        }
    });
    (editions, retired.collect())
}

/// The parts of a catalog where their lengths say that they are; what the tables say is not checked yet.
pub(crate) fn parts(bytes: &[u8]) -> Result<Blob, BytesError> {
    let cut_short = || {
        let message = format!(
            "expected a compiled catalog, found {} bytes of one",
            bytes.len()
        );
        BytesError::new(BytesErrorKind::Truncated, message)
    };
    if !bytes.starts_with(MAGIC) {
        if MAGIC.starts_with(bytes) {
            return Err(cut_short());
        }
        let message = "expected a compiled catalog, found another kind of file";
        return Err(BytesError::new(BytesErrorKind::NotACatalog, message));
    }
    let number = |place: usize| {
        let start = MAGIC.len() + 4 * place;
        let field = bytes.get(start..start + 4)?;
        Some(u32::from_le_bytes(field.try_into().ok()?))
    };
    let version = number(0).ok_or_else(cut_short)?;
    if version != VERSION {
        let message = format!("expected version {VERSION} of compiled catalogs, found {version}");
        return Err(BytesError::new(BytesErrorKind::Version, message)
            .with_help("compile the editions again with this version"));
    }
    let size = |place| number(place).and_then(|value| usize::try_from(value).ok());
    let strings = size(1).ok_or_else(cut_short)?;
    let (sections, end) = sections(size).ok_or_else(cut_short)?;
    if strings >= LARGEST as usize || end >= LARGEST as usize {
        let message =
            format!("expected fewer than {LARGEST} bytes of texts and of tables, found more");
        return Err(BytesError::new(BytesErrorKind::TooLarge, message));
    }
    let sum = bytes.get(HEADER - 8..HEADER).ok_or_else(cut_short)?;
    let rest = bytes.get(HEADER..).ok_or_else(cut_short)?;
    let (texts, tables) = rest.split_at_checked(strings).ok_or_else(cut_short)?;
    match tables.len().cmp(&end) {
        core::cmp::Ordering::Less => return Err(cut_short()),
        core::cmp::Ordering::Equal => {}
        core::cmp::Ordering::Greater => {
            let message = format!(
                "expected the end of the catalog, found {} more bytes",
                tables.len() - end
            );
            return Err(BytesError::new(BytesErrorKind::TrailingBytes, message));
        }
    }
    if checksum(texts, tables).to_le_bytes() != sum {
        let message = "expected the checksum of the catalog, found another";
        return Err(BytesError::new(BytesErrorKind::Checksum, message));
    }
    let texts = core::str::from_utf8(texts).map_err(|_| {
        let message = "expected UTF-8 in the texts of the catalog, found other bytes";
        BytesError::new(BytesErrorKind::Inconsistent, message)
    })?;
    Ok(Blob::from(Compiled {
        strings: texts.into(),
        tables: tables.to_vec(),
        sections,
    }))
}

/// The sections whose row counts stand behind the number of bytes of the texts, and where the last one ends.
fn sections(size: impl Fn(usize) -> Option<usize>) -> Option<(Sections, usize)> {
    let mut sections = Sections {
        starts: [0; Table::COUNT],
        counts: [0; Table::COUNT],
    };
    let mut end = 0_usize;
    let rows = sections.starts.iter_mut().zip(&mut sections.counts);
    for ((place, table), (start, count)) in Table::ALL.into_iter().enumerate().zip(rows) {
        *count = size(place + 2)?;
        *start = end;
        end = end.checked_add(count.checked_mul(table.width())?)?;
    }
    Some((sections, end))
}
