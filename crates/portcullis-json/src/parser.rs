//! The reader: one pass over the text with a stack of its own.

mod faults;
mod names;
mod node;
mod scan;

use alloc::vec::Vec;

use crate::escape::read_escape;
use crate::{JsonError, Limits};

use faults::{Place, control_character, invalid_escape, invalid_number};
use names::Names;
use node::Mark;
use scan::{Number, number, plain_string, word};

pub(crate) use faults::{check_size, read_utf8};
pub(crate) use node::{MAX_OFFSET, Node};

/// Reads a text: its root, and its tape with the root first.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<(Node, Vec<Node>), JsonError> {
    check_size(text.len(), limits)?;
    faults::check_byte_order_mark(text)?;
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
        limits,
        name: Mark::default(),
        tape: Vec::with_capacity(limits.max_values.min(text.len() / BYTES_A_VALUE)),
        open: Vec::new(),
        names: Names::default(),
    };
    reader.read()?;
    let root = reader.tape.first().copied();
    let root = root.ok_or_else(|| faults::unexpected(text, 0, Place::Value))?;
    Ok((root, reader.tape))
}

/// About how many bytes of a policy there are to a value, so that the tape of most texts need not grow.
const BYTES_A_VALUE: usize = 14;

/// What may come next.
#[derive(Clone, Copy)]
enum Next {
    /// A value: at the start, behind a colon.
    Value,
    /// A value, behind a comma.
    Element,
    /// A member name, behind a comma.
    Member,
    /// A value or the end of the array, behind the bracket.
    FirstElement,
    /// A member name or the end of the object, behind the brace.
    FirstMember,
    /// A comma or the end of the innermost container; at the top, the end of the text.
    Separator,
}

#[derive(Clone, Copy)]
enum Container {
    Array,
    Object,
}

/// A container that is still open.
#[derive(Clone, Copy)]
struct Open {
    container: Container,
    /// Its node on the tape.
    node: usize,
    /// Where on the stack of names its own start.
    names: usize,
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    limits: &'a Limits,
    /// Where the member name in front of the coming value starts, or 0.
    name: Mark,
    tape: Vec<Node>,
    open: Vec<Open>,
    names: Names<'a>,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), JsonError> {
        let mut next = Next::Value;
        loop {
            self.skip_white_space();
            next = match next {
                Next::Value => self.value(Place::Value)?,
                Next::Element => self.value(Place::Element)?,
                Next::FirstElement if self.peek() == Some(b']') => self.close(),
                Next::FirstElement => self.value(Place::FirstElement)?,
                Next::FirstMember if self.peek() == Some(b'}') => self.close(),
                Next::FirstMember => self.member(Place::FirstMember)?,
                Next::Member => self.member(Place::Member)?,
                Next::Separator => match self.open.last() {
                    Some(open) => self.separator(open.container)?,
                    None if self.at == self.bytes.len() => return Ok(()),
                    None => return Err(faults::trailing_text(self.text, self.at)),
                },
            };
        }
    }

    fn value(&mut self, place: Place) -> Result<Next, JsonError> {
        let start = self.at;
        let mut escaped = false;
        match self.peek() {
            Some(b'"') => escaped = self.string()?,
            Some(b'{') => return self.enter(Container::Object),
            Some(b'[') => return self.enter(Container::Array),
            Some(b'-' | b'0'..=b'9') => match number(self.rest()) {
                Number::Valid(length) => self.at += length,
                Number::Invalid => return Err(invalid_number(self.text, start)),
            },
            Some(b't' | b'f' | b'n') => match word(self.rest()) {
                found @ (b"true" | b"false" | b"null") => self.at += found.len(),
                _ => return Err(faults::unexpected(self.text, start, place)),
            },
            _ => return Err(faults::unexpected(self.text, start, place)),
        }
        self.push(Mark::new(start, escaped))?;
        Ok(Next::Separator)
    }

    fn enter(&mut self, container: Container) -> Result<Next, JsonError> {
        let start = self.at;
        if self.open.len() >= self.limits.max_depth {
            return Err(faults::too_deep(start, self.limits));
        }
        self.open.push(Open {
            container,
            node: self.tape.len(),
            names: self.names.len(),
        });
        self.at += 1;
        self.push(Mark::new(start, false))?;
        Ok(match container {
            Container::Array => Next::FirstElement,
            Container::Object => Next::FirstMember,
        })
    }

    /// Puts the value from `start` to here on the tape.
    fn push(&mut self, start: Mark) -> Result<(), JsonError> {
        if self.tape.len() >= self.limits.max_values {
            let start = start.offset();
            return Err(faults::too_many_values(self.text, start, self.limits));
        }
        let name = core::mem::take(&mut self.name);
        self.tape.push(Node::new(name, start, self.at));
        Ok(())
    }

    fn member(&mut self, place: Place) -> Result<Next, JsonError> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(faults::unexpected(self.text, start, place));
        }
        let escaped = self.string()?;
        self.names.push(self.text, start, self.at, escaped);
        self.skip_white_space();
        if self.peek() != Some(b':') {
            return Err(faults::unexpected(self.text, self.at, Place::Colon));
        }
        self.at += 1;
        self.name = Mark::new(start, escaped);
        Ok(Next::Value)
    }

    fn separator(&mut self, container: Container) -> Result<Next, JsonError> {
        match (self.peek(), container) {
            (Some(b','), _) => self.at += 1,
            (Some(b']'), Container::Array) => return Ok(self.close()),
            (Some(b'}'), Container::Object) => {
                let first = self.open.last().map_or(0, |open| open.names);
                self.names.check_and_drop(first)?;
                return Ok(self.close());
            }
            (_, Container::Array) => {
                return Err(faults::unexpected(self.text, self.at, Place::AfterElement));
            }
            (_, Container::Object) => {
                return Err(faults::unexpected(self.text, self.at, Place::AfterMember));
            }
        }
        Ok(match container {
            Container::Array => Next::Element,
            Container::Object => Next::Member,
        })
    }

    /// Ends the innermost container at the bracket that stands here.
    fn close(&mut self) -> Next {
        self.at += 1;
        let length = self.tape.len();
        if let Some(open) = self.open.pop()
            && let Some(node) = self.tape.get_mut(open.node)
        {
            node.close(self.at, length - open.node - 1);
        }
        Next::Separator
    }

    /// Passes the string whose opening quote stands here; whether it has an escape.
    fn string(&mut self) -> Result<bool, JsonError> {
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at += plain_string(self.rest());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(escaped);
                }
                Some(b'\\') => match read_escape(self.rest()) {
                    Ok((_, length)) => self.at += length,
                    Err(fault) => return Err(invalid_escape(self.text, self.at, &fault)),
                },
                Some(_) => return Err(control_character(self.text, self.at)),
                None => return Err(faults::unexpected(self.text, self.at, Place::InString)),
            }
            escaped = true;
        }
    }

    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }
}
