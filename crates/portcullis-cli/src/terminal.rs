//! Where output goes: answers to standard output, messages and progress to standard error.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};

/// How much output is collected before it is written, in bytes.
const BUFFER: usize = 64 << 10;

/// The two outputs. Styles are written always and taken out again where they are not wanted.
pub(crate) struct Terminal {
    out: BufWriter<AutoStream<StdoutLock<'static>>>,
    err: AutoStream<io::Stderr>,
}

impl Terminal {
    /// Outputs for people: with colours where the terminal and the user's settings have them.
    pub(crate) fn styled(color: ColorChoice) -> Self {
        Self::new(color, color)
    }

    /// Outputs for machines: standard output is written as it is.
    pub(crate) fn raw(color: ColorChoice) -> Self {
        Self::new(ColorChoice::AlwaysAnsi, color)
    }

    fn new(out: ColorChoice, err: ColorChoice) -> Self {
        let out = AutoStream::new(io::stdout().lock(), out);
        Self {
            out: BufWriter::with_capacity(BUFFER, out),
            err: AutoStream::new(io::stderr(), err),
        }
    }

    /// Standard output.
    pub(crate) const fn out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Writes out what was collected.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// One line or block of lines to standard error, behind what standard output has so far.
    pub(crate) fn complain(&mut self, message: &str) -> io::Result<()> {
        self.out.flush()?;
        let mut block = message.to_owned();
        block.push('\n');
        match self.err.write_all(block.as_bytes()) {
            // Messages that nobody reads are no reason to stop answering.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Whether progress can be shown without getting into the way of the output.
    pub(crate) fn shows_progress() -> bool {
        io::stderr().is_terminal() && !io::stdout().is_terminal()
    }
}
