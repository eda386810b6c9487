//! Members of JSON objects as an edition needs them: known names, expected types, errors that say where.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use portcullis_json::{JsonError, JsonErrorKind, Kind, Span, Value};

use crate::source::{SourceError, SourceErrorKind, push_excerpt};
use crate::{Date, nearest};

/// An object whose members all have known names.
#[derive(Clone, Copy)]
pub(super) struct Fields<'v> {
    value: Value<'v>,
    what: &'static str,
}

impl<'v> Fields<'v> {
    /// The value as an object that describes `what`, which may have the `known` members.
    pub(super) fn of(
        value: Value<'v>,
        what: &'static str,
        known: &[&'static str],
    ) -> Result<Self, SourceError> {
        expect(value, Kind::Object, &format!("{what} as an object"))?;
        for member in value.members() {
            let name = member.name();
            if !known.contains(&&*name) {
                let error = form(
                    &format!("a member of {what}"),
                    &quoted(&name),
                    member.name_span(),
                );
                let known = known.iter().copied();
                return Err(match nearest(&name, known.clone()).first() {
                    Some(near) => did_you_mean(error, near),
                    None => {
                        let names: Vec<String> = known.map(|name| format!("`{name}`")).collect();
                        error.with_help(format!("its members are {}", names.join(", ")))
                    }
                });
            }
        }
        Ok(Self { value, what })
    }

    pub(super) fn optional(self, name: &str) -> Option<Value<'v>> {
        self.value.get(name)
    }

    pub(super) fn required(self, name: &str) -> Result<Value<'v>, SourceError> {
        self.optional(name).ok_or_else(|| self.missing(name))
    }

    pub(super) fn missing(self, name: &str) -> SourceError {
        form(
            &format!("{} with the member `{name}`", self.what),
            "none",
            self.value.span(),
        )
    }

    /// The member as `read` understands it, if there is one.
    pub(super) fn map<T>(
        self,
        name: &str,
        read: impl FnOnce(Value<'v>) -> Result<T, SourceError>,
    ) -> Result<Option<T>, SourceError> {
        self.optional(name).map(read).transpose()
    }

    /// The elements of a list as `read` understands them; none where there is no such member.
    pub(super) fn list<T>(
        self,
        name: &str,
        read: impl Fn(Value<'v>) -> Result<T, SourceError>,
    ) -> Result<Vec<T>, SourceError> {
        Ok(self
            .map(name, |value| list(value, name, read))?
            .unwrap_or_default())
    }

    pub(super) fn texts(self, name: &str) -> Result<Vec<String>, SourceError> {
        self.list(name, |value| text(value, "a string"))
    }

    pub(super) fn text(self, name: &str) -> Result<String, SourceError> {
        text(self.required(name)?, &format!("`{name}` as a string"))
    }

    pub(super) fn flag(self, name: &str) -> Result<bool, SourceError> {
        Ok(self.map(name, flag)?.unwrap_or_default())
    }
}

pub(super) fn text(value: Value<'_>, expected: &str) -> Result<String, SourceError> {
    value
        .as_str()
        .map(Into::into)
        .ok_or_else(|| wrong_type(value, expected))
}

pub(super) fn flag(value: Value<'_>) -> Result<bool, SourceError> {
    value
        .as_bool()
        .ok_or_else(|| wrong_type(value, "`true` or `false`"))
}

pub(super) fn list<'v, T>(
    value: Value<'v>,
    name: &str,
    read: impl Fn(Value<'v>) -> Result<T, SourceError>,
) -> Result<Vec<T>, SourceError> {
    expect(value, Kind::Array, &format!("`{name}` as an array"))?;
    value.elements().map(read).collect()
}

pub(super) fn date(value: Value<'_>) -> Result<Date, SourceError> {
    let expected = "a day as \"YYYY-MM-DD\"";
    let day = text(value, expected)?;
    Date::parse(&day).ok_or_else(|| wrong_text(value, expected, &day))
}

fn expect(value: Value<'_>, kind: Kind, expected: &str) -> Result<(), SourceError> {
    if value.kind() == kind {
        Ok(())
    } else {
        Err(wrong_type(value, expected))
    }
}

pub(super) fn wrong_type(value: Value<'_>, expected: &str) -> SourceError {
    form(expected, &value.kind().to_string(), value.span())
}

pub(super) fn wrong_text(value: Value<'_>, expected: &str, found: &str) -> SourceError {
    form(expected, &quoted(found), value.span())
}

/// The error with a name that may have been meant; names of editions are the user's text as well.
pub(super) fn did_you_mean(error: SourceError, near: &str) -> SourceError {
    error.with_help(format!("did you mean {}?", quoted(near)))
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    push_excerpt(&mut out, text);
    out
}

pub(super) fn form(expected: &str, found: &str, span: Span) -> SourceError {
    let message = format!("expected {expected}, found {found}");
    SourceError::new(SourceErrorKind::Form, message).in_span(span.range())
}

/// What is wrong with a text that is no JSON.
pub(super) fn malformed(error: &JsonError) -> SourceError {
    let kind = match error.kind() {
        JsonErrorKind::TooDeep | JsonErrorKind::TooLarge | JsonErrorKind::TooManyValues => {
            SourceErrorKind::TooLarge
        }
        _ => SourceErrorKind::Form,
    };
    let wrong = SourceError::new(kind, error.to_string()).in_span(error.span().range());
    match error.help() {
        Some(help) => wrong.with_help(help),
        None => wrong,
    }
}
