//! One JSON value of a file, with the way back from its spans to places in the file.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use portcullis_json::{Json, Kind, Span, Value};
use portcullis_scenario::{Location, ScenarioError, SourceFile};

use crate::limits::Limits;
use crate::message::excerpt;
use crate::xml;

/// A file holds one value, or several behind each other, each a part.
pub(crate) struct Part {
    file: Arc<SourceFile>,
    json: Json,
    /// Where the values stand in the file, if the file is XML and its JSON was made from it.
    places: Option<xml::Places>,
    limits: Limits,
    /// How many items the lists of the file have so far, over all its parts.
    listed: Listed,
}

/// A count that the parts of a file share.
pub(crate) type Listed = Arc<AtomicUsize>;

impl Part {
    /// Reads a JSON text.
    pub(crate) fn of_json(
        file: Arc<SourceFile>,
        limits: &Limits,
        listed: &Listed,
    ) -> Result<Self, ScenarioError> {
        match Json::parse(file.text().clone(), &limits.json) {
            Ok(json) => Ok(Self {
                file,
                json,
                places: None,
                limits: *limits,
                listed: listed.clone(),
            }),
            Err(error) => {
                let place = Location::new(file, error.span());
                Err(of_json_error(&error).at(place))
            }
        }
    }

    /// Reads an XML text.
    pub(crate) fn of_xml(
        file: Arc<SourceFile>,
        limits: &Limits,
        listed: &Listed,
    ) -> Result<Self, ScenarioError> {
        let (text, places) = xml::to_json(&file, limits)?;
        match Json::parse(text, &limits.json) {
            Ok(json) => Ok(Self {
                file,
                json,
                places: Some(places),
                limits: *limits,
                listed: listed.clone(),
            }),
            Err(error) => {
                let place = Location::new(file, places.locate(error.span()));
                Err(of_json_error(&error).at(place))
            }
        }
    }

    /// The file.
    pub(crate) const fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The bounds under which the file is read.
    pub(crate) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Counts items of lists before they are kept; whether there may be so many.
    pub(crate) fn count_listed(&self, items: usize) -> bool {
        let before = self.listed.fetch_add(items, Ordering::Relaxed);
        before.saturating_add(items) <= self.limits.max_listed
    }

    /// The value.
    pub(crate) fn root(&self) -> Value<'_> {
        self.json.root()
    }

    /// Whether spans of values are not spans of the file.
    pub(crate) const fn is_xml(&self) -> bool {
        self.places.is_some()
    }

    /// The place in the file of a span of a value.
    pub(crate) fn locate(&self, span: Span) -> Location {
        let span = match &self.places {
            None => span,
            Some(places) => places.locate(span),
        };
        Location::new(self.file.clone(), span)
    }

    /// The innermost value whose span this is.
    ///
    /// Looks at the siblings on the way down, not inside them.
    pub(crate) fn value_at(&self, span: Span) -> Option<Value<'_>> {
        let mut value = self.root();
        while value.span() != span {
            let holds = |one: &Value<'_>| one.span().end > span.start;
            let element = value.elements().find(holds);
            let member = || value.members().map(|one| one.value()).find(holds);
            value = element.or_else(member)?;
        }
        Some(value)
    }

    /// The text of a value whose span this is.
    pub(crate) fn raw(&self, span: Span) -> &str {
        self.json.text().get(span.range()).unwrap_or_default()
    }

    /// An error at a value.
    pub(crate) fn error(
        &self,
        code: &'static str,
        value: Value<'_>,
        message: impl Into<String>,
    ) -> ScenarioError {
        ScenarioError::new(code, message).at(self.locate(value.span()))
    }

    fn wrong_type(&self, value: Value<'_>, expected: &str) -> ScenarioError {
        let message = format!("expected {expected}, found {}", value.kind());
        self.error("wrong-type", value, message)
    }

    /// A value that must be an object.
    pub(crate) fn object<'a>(
        &self,
        value: Value<'a>,
        what: &str,
    ) -> Result<Value<'a>, ScenarioError> {
        match value.kind() {
            Kind::Object => Ok(value),
            _ => Err(self.wrong_type(value, &format!("an object as {what}"))),
        }
    }

    /// The elements of a list that is a member of `owner`: none if it is absent or null, one if a bare value stands for it.
    pub(crate) fn list<'a>(&self, owner: Value<'a>, name: &str) -> Vec<Value<'a>> {
        let Some(value) = member(owner, name) else {
            return Vec::new();
        };
        let empty = match value.kind() {
            Kind::Array => return value.elements().collect(),
            Kind::Object => value.members().next().is_none(),
            Kind::String => value.raw() == "\"\"",
            _ => false,
        };
        if empty { Vec::new() } else { vec![value] }
    }

    /// A text that is a member of `owner`.
    pub(crate) fn text<'a>(
        &self,
        owner: Value<'a>,
        name: &str,
    ) -> Result<Option<(Cow<'a, str>, Value<'a>)>, ScenarioError> {
        let Some(value) = member(owner, name) else {
            return Ok(None);
        };
        match value.as_str() {
            Some(text) => Ok(Some((text, value))),
            None => Err(self.wrong_type(value, &format!("a string as `{name}`"))),
        }
    }

    /// A text that is a member of `owner` and not empty.
    pub(crate) fn filled<'a>(
        &self,
        owner: Value<'a>,
        name: &str,
    ) -> Result<Option<(Cow<'a, str>, Value<'a>)>, ScenarioError> {
        Ok(self.text(owner, name)?.filter(|(text, _)| !text.is_empty()))
    }

    /// An element that must be a string.
    pub(crate) fn string<'a>(
        &self,
        value: Value<'a>,
        what: &str,
    ) -> Result<Cow<'a, str>, ScenarioError> {
        value
            .as_str()
            .ok_or_else(|| self.wrong_type(value, &format!("a string as {what}")))
    }

    /// A truth value that is a member of `owner`; the words count too, as XML and scripts have them.
    pub(crate) fn flag(&self, owner: Value<'_>, name: &str) -> Result<Option<bool>, ScenarioError> {
        let Some(value) = member(owner, name) else {
            return Ok(None);
        };
        if let Some(flag) = value.as_bool() {
            return Ok(Some(flag));
        }
        match value.as_str() {
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(text) => {
                let message = format!(
                    "expected true or false as `{name}`, found `{}`",
                    excerpt(&text)
                );
                Err(self.error("wrong-type", value, message))
            }
            None => Err(self.wrong_type(value, &format!("true or false as `{name}`"))),
        }
    }
}

/// A member that is there and not null.
pub(crate) fn member<'a>(owner: Value<'a>, name: &str) -> Option<Value<'a>> {
    owner.get(name).filter(|value| value.kind() != Kind::Null)
}

fn of_json_error(error: &portcullis_json::JsonError) -> ScenarioError {
    let own = ScenarioError::new(error.kind().code(), error.to_string());
    match error.help() {
        Some(help) => own.with_help(help),
        None => own,
    }
}
