//! The table of files, and where each is given to the command.

use std::io::{self, Write};

use super::places::Place;
use super::{documents, exports, ledgers, texts};

/// A file that is made to be slow or large.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    /// What it is, for the table.
    pub name: &'static str,
    /// Where it goes.
    pub places: &'static [Place],
    /// Writes it.
    pub write: fn(&mut dyn Write) -> io::Result<()>,
}

impl Attack {
    /// A row.
    #[must_use]
    pub const fn new(
        name: &'static str,
        places: &'static [Place],
        write: fn(&mut dyn Write) -> io::Result<()>,
    ) -> Self {
        Self {
            name,
            places,
            write,
        }
    }
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Attack> {
    [texts::ALL, documents::ALL, exports::ALL, ledgers::ALL].concat()
}

/// Writes a piece as often as it takes to fill so many bytes.
pub(super) fn fill(out: &mut dyn Write, piece: &str, bytes: usize) -> io::Result<()> {
    repeat(out, piece, bytes / piece.len().max(1))
}

/// Writes a piece so many times.
pub(super) fn repeat(out: &mut dyn Write, piece: &str, times: usize) -> io::Result<()> {
    let many = (64 << 10) / piece.len().max(1);
    let block = piece.repeat(many.max(1));
    let mut left = times;
    while left > 0 {
        let now = left.min(many.max(1));
        let bytes = now.saturating_mul(piece.len());
        out.write_all(block.as_bytes().get(..bytes).unwrap_or_default())?;
        left = left.saturating_sub(now);
    }
    Ok(())
}

/// Writes pieces with their numbers, separated by commas.
pub(super) fn list(
    out: &mut dyn Write,
    count: usize,
    mut piece: impl FnMut(&mut dyn Write, usize) -> io::Result<()>,
) -> io::Result<()> {
    for number in 0..count {
        if number > 0 {
            out.write_all(b",")?;
        }
        piece(out, number)?;
    }
    Ok(())
}
