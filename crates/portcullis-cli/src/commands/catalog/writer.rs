//! Where what is found goes: tables for people, one object a line for machines.

use std::io::{self, Write};

use anstream::ColorChoice;
use serde::Serialize;

use crate::arguments::Format;
use crate::fault::Fault;
use crate::render::Table;
use crate::terminal::Terminal;

/// What ends a look into the catalog early.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something that was asked for cannot be read, or there is none.
    Fault(Fault),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// The output in the format that was asked for.
pub(super) struct Writer {
    terminal: Terminal,
    format: Format,
}

impl Writer {
    pub(super) fn new(format: Format, color: ColorChoice) -> Self {
        Self {
            terminal: match format {
                Format::Human => Terminal::styled(color),
                Format::Json => Terminal::raw(color),
            },
            format,
        }
    }

    /// Whether a program reads.
    pub(super) fn is_for_machines(&self) -> bool {
        self.format == Format::Json
    }

    /// One object on a line.
    pub(super) fn object(&mut self, object: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(self.terminal.out(), object)?;
        self.terminal.out().write_all(b"\n")
    }

    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.terminal.out(), "{line}")
    }

    /// Text as it is.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.terminal.out().write_all(text.as_bytes())
    }

    pub(super) fn table(&mut self, table: &Table) -> io::Result<()> {
        table.lines().iter().try_for_each(|line| self.line(line))
    }

    /// What people are told beside what they asked for.
    pub(super) fn note(&mut self, note: &str) -> io::Result<()> {
        self.terminal.complain(note)
    }

    pub(super) fn fault(&mut self, fault: &Fault) -> io::Result<()> {
        if self.is_for_machines() {
            return self.object(fault);
        }
        self.terminal.complain(&fault.drawn())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.terminal.flush()
    }
}
