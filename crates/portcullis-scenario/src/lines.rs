//! JSON Lines, one at a time: memory stays flat however long the input is.

use std::io::{self, BufRead};

/// The longest line that is read, in bytes, where nothing else is said: the largest scenario.
pub const MAX_LINE_BYTES: usize = 32 << 20;

/// One line of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Line {
    /// A line with its number, from 1, and without its end.
    Text(usize, Vec<u8>),
    /// A line over the limit, of which the rest was skipped: its number and its first 64 KiB.
    TooLong(usize, Vec<u8>),
}

/// Reads lines; empty ones are passed over.
#[derive(Debug)]
pub struct LineReader<R> {
    input: R,
    most: usize,
    number: usize,
}

/// How much of a line that is too long is kept, in bytes.
const KEPT: usize = 64 << 10;

impl<R: BufRead> LineReader<R> {
    /// Reads lines of at most [`MAX_LINE_BYTES`] from an input.
    pub const fn new(input: R) -> Self {
        Self::within(input, MAX_LINE_BYTES)
    }

    /// Reads lines of at most `most` bytes from an input.
    pub const fn within(input: R, most: usize) -> Self {
        Self {
            input,
            most,
            number: 0,
        }
    }

    /// The input, at what follows the last line that was read.
    pub const fn input(&self) -> &R {
        &self.input
    }

    /// The next line that is not empty; `None` at the end of the input.
    ///
    /// # Errors
    /// What the input reports.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut line = Vec::new();
            let mut too_long = false;
            let mut any = false;
            loop {
                let available = match self.input.fill_buf() {
                    Ok(available) => available,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(error),
                };
                if available.is_empty() {
                    break;
                }
                any = true;
                let end = available.iter().position(|byte| *byte == b'\n');
                let (taken, used) = match end {
                    Some(end) => (
                        available.get(..end).unwrap_or_default(),
                        end.saturating_add(1),
                    ),
                    None => (available, available.len()),
                };
                if line.len().saturating_add(taken.len()) > self.most {
                    too_long = true;
                    line.extend_from_slice(taken);
                    line.truncate(KEPT);
                    line.shrink_to_fit();
                } else if !too_long {
                    line.extend_from_slice(taken);
                }
                self.input.consume(used);
                if end.is_some() {
                    break;
                }
            }
            if !any {
                return Ok(None);
            }
            self.number = self.number.saturating_add(1);
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            if too_long {
                return Ok(Some(Line::TooLong(self.number, line)));
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Line::Text(self.number, line)));
            }
        }
    }
}
