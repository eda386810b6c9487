//! What is wrong with an input: with carets for people, as an object for machines.

use std::io::Write;
use std::path::Path;

use anstream::ColorChoice;
use portcullis::scenario::{Location, ScenarioError};
use serde::Serialize;
use serde::ser::SerializeStruct;

use crate::outcome::{Outcome, Stop};
use crate::render::{self, Names};
use crate::terminal::Terminal;

/// A code, a message of one line, and where and how to mend it.
///
/// Errors of scenarios have a closed list of codes; what is wrong with an edition or a name of the catalog has its own.
#[derive(Debug)]
pub(crate) struct Fault {
    code: &'static str,
    message: String,
    help: Option<String>,
    place: Option<Location>,
}

impl Fault {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            place: None,
        }
    }

    pub(crate) fn with_help(self, help: Option<impl Into<String>>) -> Self {
        Self {
            help: help.map(Into::into),
            ..self
        }
    }

    pub(crate) fn at(self, place: Location) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    pub(crate) const fn place(&self) -> Option<&Location> {
        self.place.as_ref()
    }

    /// For people.
    pub(crate) fn drawn(&self) -> String {
        let names = Names::new(None, Path::new(""));
        render::fault(self, &names)
    }

    /// Ends a run that could not begin.
    pub(crate) fn end(&self, machine: bool, color: ColorChoice) -> Result<Outcome, Stop> {
        if machine {
            let mut terminal = Terminal::raw(color);
            let written = serde_json::to_string(self).map_err(std::io::Error::from)?;
            writeln!(terminal.out(), "{written}")?;
            terminal.flush()?;
        } else {
            Terminal::styled(color).complain(&self.drawn())?;
        }
        Ok(Outcome::InputError)
    }
}

impl From<ScenarioError> for Fault {
    fn from(error: ScenarioError) -> Self {
        let fault = Self::new(error.code(), error.message()).with_help(error.help());
        match error.location() {
            Some(place) => fault.at(place.clone()),
            None => fault,
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

impl Serialize for Fault {
    /// The form of errors in the place of an answer.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let position = self.place.as_ref().map(Location::position);
        let file = self.place.as_ref().and_then(|place| place.file().name());
        let mut object = serializer.serialize_struct("Fault", 1)?;
        let body = Body {
            code: self.code,
            message: &self.message,
            help: self.help(),
            file: file.map(AsRef::as_ref),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
        };
        object.serialize_field("error", &body)?;
        object.end()
    }
}
