//! The XML of the Query protocol as JSON, with the places of the values.
//!
//! `<member>` elements become an array, other elements an object, text a string, and an element without either null: the form in
//! which the same answer comes as JSON, so that one reader reads both.

use std::sync::Arc;

use portcullis_json::{Span, write_string};
use portcullis_scenario::{Location, ScenarioError, SourceFile};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use crate::limits::Limits;
use crate::message::{excerpt, identifier};

/// Where the values of the JSON text stand in the XML text.
pub(crate) struct Places {
    /// Where a value, or the name before it, starts in the JSON text, and its place; sorted.
    entries: Vec<(usize, Span)>,
}

impl Places {
    /// The place of the value in which a span of the JSON text starts.
    pub(crate) fn locate(&self, span: Span) -> Span {
        let behind = self.entries.partition_point(|(at, _)| *at <= span.start);
        let found = behind.checked_sub(1).and_then(|at| self.entries.get(at));
        found.map_or_else(Span::default, |(_, place)| *place)
    }
}

/// What an element was found to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Nothing but text so far.
    Text,
    List,
    Object,
}

/// An element that is still open.
struct Frame {
    shape: Shape,
    text: String,
    /// Its entry in the places.
    entry: usize,
}

/// Makes JSON of an XML text: an array of what its outermost elements hold.
pub(crate) fn to_json(
    file: &Arc<SourceFile>,
    limits: &Limits,
) -> Result<(String, Places), ScenarioError> {
    let mut reader = Reader::from_str(file.text());
    let mut converter = Converter {
        file,
        limits,
        out: String::from("["),
        entries: vec![(0, Span::default())],
        frames: Vec::new(),
        any: false,
    };
    loop {
        let before = offset(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = offset(reader.error_position());
            converter.error(
                "invalid-account-details",
                at,
                identifier(&error.to_string()),
            )
        })?;
        let after = offset(reader.buffer_position());
        match event {
            Event::Start(tag) => converter.open(tag.local_name().as_ref(), before, after)?,
            Event::Empty(tag) => {
                converter.open(tag.local_name().as_ref(), before, after)?;
                converter.close(after, after);
            }
            Event::End(_) => converter.close(before, after),
            Event::Text(text) => converter.text(&text.xml10_content(), before)?,
            Event::CData(text) => converter.text(&text.xml10_content(), before)?,
            Event::GeneralRef(entity) => {
                let text = resolve(&entity).ok_or_else(|| {
                    let message =
                        format!("expected an entity of XML, found `&{};`", excerpt(&entity));
                    converter.error("invalid-account-details", before, message)
                })?;
                converter.text(text.encode_utf8(&mut [0; 4]), before)?;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return converter.finish(after),
        }
    }
}

/// The five entities that XML has by itself, and characters by number. None other is expanded, so that nothing can grow.
fn resolve(entity: &BytesRef<'_>) -> Option<char> {
    let name: &str = entity;
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => entity.resolve_char_ref().ok().flatten(),
    }
}

struct Converter<'a> {
    file: &'a Arc<SourceFile>,
    limits: &'a Limits,
    out: String,
    entries: Vec<(usize, Span)>,
    frames: Vec<Frame>,
    /// Whether an outermost element was written.
    any: bool,
}

impl Converter<'_> {
    fn error(&self, code: &'static str, at: usize, message: impl Into<String>) -> ScenarioError {
        let text = self.file.text();
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        let place = Location::new(self.file.clone(), Span::new(at, at));
        ScenarioError::new(code, message).at(place)
    }

    fn open(&mut self, name: &str, start: usize, end: usize) -> Result<(), ScenarioError> {
        let most = self.limits.max_xml_depth;
        if self.frames.len() >= most {
            let message = format!("expected at most {most} elements inside each other");
            return Err(self.error("too-deep", start, message));
        }
        // Each is kept twice, as JSON and with its place.
        let most = self.limits.max_elements;
        if self.entries.len() > most {
            let message = format!("expected at most {most} elements, found more");
            return Err(self.error("too-many-values", start, message));
        }
        let most = self.limits.json.max_bytes;
        if self.out.len() > most {
            let message = format!("expected at most {most} bytes of values, found more");
            return Err(self.error("too-large", start, message));
        }
        let wanted = if name == "member" {
            Shape::List
        } else {
            Shape::Object
        };
        let named = match self.frames.last_mut() {
            None => {
                if self.any {
                    self.out.push(',');
                }
                self.any = true;
                false
            }
            Some(parent) if parent.shape == wanted => {
                self.out.push(',');
                wanted == Shape::Object
            }
            Some(parent) if parent.shape == Shape::Text && is_blank(&parent.text) => {
                parent.shape = wanted;
                self.out.push(if wanted == Shape::List { '[' } else { '{' });
                wanted == Shape::Object
            }
            Some(_) => {
                let message = format!(
                    "expected no element `{}` beside its neighbours",
                    excerpt(name)
                );
                return Err(self.error("invalid-account-details", start, message));
            }
        };
        self.entries.push((self.out.len(), Span::new(start, end)));
        if named {
            // Writing to a string cannot fail.
            let _ = write_string(&mut self.out, name);
            self.out.push(':');
        }
        self.frames.push(Frame {
            shape: Shape::Text,
            text: String::new(),
            entry: self.entries.len().saturating_sub(1),
        });
        Ok(())
    }

    /// Ends an element whose end tag stands at these offsets.
    fn close(&mut self, start: usize, end: usize) {
        // The reader has checked that end tags have start tags.
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let entry = self.entries.get_mut(frame.entry);
        match frame.shape {
            Shape::List | Shape::Object => {
                self.out
                    .push(if frame.shape == Shape::List { ']' } else { '}' });
                if let Some((_, place)) = entry {
                    place.end = end;
                }
            }
            Shape::Text if is_blank(&frame.text) => self.out.push_str("null"),
            Shape::Text => {
                let _ = write_string(&mut self.out, &frame.text);
                if let Some((_, place)) = entry {
                    *place = Span::new(place.end, start);
                }
            }
        }
    }

    fn text(&mut self, text: &str, at: usize) -> Result<(), ScenarioError> {
        match self.frames.last_mut() {
            Some(frame) if frame.shape == Shape::Text => {
                frame.text.push_str(text);
                Ok(())
            }
            _ if is_blank(text) => Ok(()),
            _ => {
                let message = format!("expected an element, found `{}`", excerpt(text.trim()));
                Err(self.error("invalid-account-details", at, message))
            }
        }
    }

    fn finish(mut self, at: usize) -> Result<(String, Places), ScenarioError> {
        if !self.frames.is_empty() {
            let message = "expected the end of an element, found the end of the text";
            return Err(self.error("unexpected-end", at, message));
        }
        self.out.push(']');
        let places = Places {
            entries: self.entries,
        };
        Ok((self.out, places))
    }
}

fn is_blank(text: &str) -> bool {
    text.trim_ascii().is_empty()
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
