//! Loads services from JSON into a catalog.

use alloc::format;
use alloc::string::String;
use alloc::vec;

use portcullis_json::{Span, Value};

use super::fields::did_you_mean;
use super::read::{parse, services};
use super::{Entry, Limits};
use crate::source::{self, Edition, SourceError};
use crate::{Catalog, nearest};

/// How many names a suggestion is looked for in.
const MOST_CANDIDATES: usize = 5_000;

impl Catalog {
    /// The same catalog with the services of a JSON text ([`json`](crate::json)): each extends, replaces or joins those that it has.
    ///
    /// An extension is made to what the catalog has of the service: the chosen edition, else the latest.
    ///
    /// ```
    /// use portcullis_catalog::Catalog;
    /// let catalog = Catalog::embedded().with_json(r#"{"services": [
    ///     {"service": "sts", "extends": true, "actions": [{"name": "NewOne", "accessLevel": "Read"}]},
    ///     {"service": "mycache", "date": "2026-01-01", "name": "My cache", "actions": []}
    /// ]}"#)?;
    /// assert!(catalog.action("sts", "NewOne").known().is_some() && catalog.action("sts", "AssumeRole").known().is_some());
    /// assert!(catalog.service("mycache").is_some());
    /// # Ok::<(), portcullis_catalog::source::SourceError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`json::read`](crate::json::read()); an extension of a service that the catalog does not have; a service that is then not
    /// consistent. All but the last have the exact place in the text, and the last one that of the name at fault where it can be told.
    pub fn with_json(&self, text: &str) -> Result<Self, SourceError> {
        self.with_json_within(text, &Limits::default())
    }

    /// The same catalog with the services of a JSON text, like [`Catalog::with_json`], under limits of one's own.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, json::Limits};
    /// let limits = Limits { max_services: 2_000, ..Limits::default() };
    /// assert!(Catalog::embedded().with_json_within(r#"{"services": []}"#, &limits).is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Catalog::with_json`].
    pub fn with_json_within(&self, text: &str, limits: &Limits) -> Result<Self, SourceError> {
        let json = parse(text, limits)?;
        let mut catalog = self.clone();
        for (value, entry) in services(&json, limits)? {
            catalog = catalog.with_entry(value, entry)?;
        }
        Ok(catalog)
    }

    fn with_entry(&self, value: Value<'_>, entry: Entry) -> Result<Self, SourceError> {
        let edition = match entry {
            Entry::Whole(edition) => edition,
            Entry::Extension(extension) => {
                let base = self
                    .service(extension.service())
                    .ok_or_else(|| self.no_base(value, extension.service()))?
                    .to_source();
                extension
                    .apply(&base)
                    .map_err(|error| placed(error, value, None))?
            }
        };
        source::check(&edition).map_err(|error| placed(error, value, Some(&edition)))?;
        self.with_service(&edition)
            .map_err(|error| placed(error, value, None))
    }

    fn no_base(&self, value: Value<'_>, prefix: &str) -> SourceError {
        let place = value.get("service").unwrap_or(value);
        let error = super::fields::wrong_text(
            place,
            "a service that the catalog has, to extend it",
            prefix,
        );
        match self.nearest_services(prefix).first() {
            Some(near) => did_you_mean(error, near),
            None => error.with_help("leave out `extends` to describe the whole service"),
        }
    }
}

/// The error with its place, the first string that is the name at fault, and with the nearest defined name.
fn placed(error: SourceError, value: Value<'_>, edition: Option<&Edition>) -> SourceError {
    let Some(name) = error.name().map(String::from) else {
        return error.in_span(value.span().range());
    };
    let place = first(value, &name).unwrap_or_else(|| value.span());
    let error = error.in_span(place.range());
    match edition.and_then(|edition| suggestion(&name, edition)) {
        Some(near) if error.is_undefined() => did_you_mean(error, &near),
        _ => error,
    }
}

/// The nearest name that the edition defines to one that it does not; an action of its own may have its prefix.
fn suggestion(name: &str, edition: &Edition) -> Option<String> {
    let own = name
        .strip_prefix(edition.service.as_str())
        .and_then(|rest| rest.strip_prefix(':'));
    let near = |name: &str| -> Option<String> {
        let of_length = |known: &&str| known.len().abs_diff(name.len()) <= name.len() / 3 + 1;
        let candidates = names(edition).filter(of_length).take(MOST_CANDIDATES);
        nearest(name, candidates)
            .first()
            .map(|known| String::from(*known))
    };
    near(name).or_else(|| Some(format!("{}:{}", edition.service, near(own?)?)))
}

fn names(edition: &Edition) -> impl Iterator<Item = &str> {
    let types = edition.resource_types.iter().map(|row| &row.name);
    let keys = edition.condition_keys.iter().map(|row| &row.name);
    let actions = edition.actions.iter().map(|row| &row.name);
    let operations = edition.operations.iter().map(|row| &row.name);
    types
        .chain(keys)
        .chain(actions)
        .chain(operations)
        .map(String::as_str)
}

/// Where the string `name` stands first inside `value`.
fn first(value: Value<'_>, name: &str) -> Option<Span> {
    let mut found: Option<Span> = None;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if value.as_str().is_some_and(|text| text == name) {
            let span = value.span();
            found = Some(found.map_or(span, |other| other.min(span)));
        }
        open.extend(value.elements());
        for member in value.members() {
            if member.name() == name {
                let span = member.name_span();
                found = Some(found.map_or(span, |other| other.min(span)));
            }
            open.push(member.value());
        }
    }
    found
}
