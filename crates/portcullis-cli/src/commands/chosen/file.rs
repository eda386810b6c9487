//! Files that hold editions of services, or a whole catalog.

use std::path::Path;
use std::sync::Arc;

use portcullis::catalog::source::{self, Edition, SourceError};
use portcullis::catalog::{Catalog, Service, json};
use portcullis::json::Span;
use portcullis::scenario::{Location, SourceFile};

use crate::fault::Fault;
use crate::input::read_file;
use crate::limits::limits;
use crate::render::excerpt;

/// How a compiled catalog begins, whatever its version.
const COMPILED: &[u8] = b"PORTCULLIS-CATALOG";

/// What a file holds.
pub(in crate::commands) enum Loaded {
    /// A compiled catalog.
    Compiled(Box<Catalog>),
    /// Editions of services, as text or in JSON.
    Written(Arc<SourceFile>),
}

/// Reads a file; editions are not looked into yet.
pub(in crate::commands) fn load(path: &Path) -> Result<Loaded, Fault> {
    let name = path.display().to_string();
    let most = limits().catalog.json.max_bytes;
    let bytes = read_file(path, most)?;
    if bytes.len() > most {
        let message = format!(
            "expected a file of at most {most} bytes, found a larger one in `{}`",
            excerpt(&name)
        );
        return Err(Fault::new("too-large", message));
    }
    if bytes.starts_with(COMPILED) {
        return compiled(&name, &bytes);
    }
    let text = String::from_utf8(bytes).map_err(|_| foreign(&name))?;
    Ok(Loaded::Written(SourceFile::new(name.as_str(), text)))
}

/// The catalog with the services of a file: each extends, replaces or joins those that `base` has.
pub(super) fn with(base: &Catalog, file: &Arc<SourceFile>) -> Result<Catalog, Fault> {
    let with = match form(file)? {
        Form::Json => base.with_json_within(file.text(), &limits().catalog),
        Form::Text => source::read_within(file.text(), limits().files.catalog_words)
            .and_then(|edition| base.with_service(&edition)),
    };
    with.map_err(|error| at_fault(&error, file))
}

/// The editions that a file holds, as they are on top of `base`.
pub(in crate::commands) fn editions(
    file: &Arc<SourceFile>,
    base: &Catalog,
) -> Result<Vec<Edition>, Fault> {
    let at_fault = |error| at_fault(&error, file);
    let mut services: Vec<String> = match form(file)? {
        Form::Json => {
            let entries = json::read_within(file.text(), &limits().catalog).map_err(at_fault)?;
            entries
                .iter()
                .map(|entry| entry.service().to_owned())
                .collect()
        }
        Form::Text => {
            return Ok(vec![
                source::read_within(file.text(), limits().files.catalog_words).map_err(at_fault)?,
            ]);
        }
    };
    services.sort();
    services.dedup();
    let catalog = with(base, file)?;
    let services = services.iter().filter_map(|prefix| catalog.service(prefix));
    Ok(services.map(Service::to_source).collect())
}

/// How editions are written.
enum Form {
    Json,
    Text,
}

fn form(file: &SourceFile) -> Result<Form, Fault> {
    let start = file.text().trim_start();
    if start.starts_with(['{', '[']) {
        Ok(Form::Json)
    } else if start.starts_with("edition ") {
        Ok(Form::Text)
    } else {
        Err(foreign(file.name().map_or("", |name| name.as_ref())))
    }
}

fn compiled(name: &str, bytes: &[u8]) -> Result<Loaded, Fault> {
    let catalog = Catalog::from_bytes(bytes).map_err(|error| {
        let message = format!("`{}`: {error}", excerpt(name));
        Fault::new(error.kind().code(), message).with_help(error.help())
    })?;
    Ok(Loaded::Compiled(Box::new(catalog)))
}

/// A file of none of the forms.
fn foreign(name: &str) -> Fault {
    let message = format!(
        "expected services in JSON, an edition as text, or a compiled catalog, found another kind of file in `{}`",
        excerpt(name)
    );
    let help = "an edition as text begins with `edition SERVICE@DATE`";
    Fault::new("not-a-catalog", message).with_help(Some(help))
}

/// What is wrong with an edition, at its line or its span.
fn at_fault(error: &SourceError, file: &Arc<SourceFile>) -> Fault {
    let message = error.to_string();
    let (message, span) = match (error.span(), error.line()) {
        (Some(span), _) => {
            let (start, end) = (span.start, span.end);
            (message.as_str(), Some(Span { start, end }))
        }
        (None, Some(line)) => {
            let heading = format!("line {line}: ");
            let rest = message.strip_prefix(heading.as_str());
            (rest.unwrap_or(&message), Some(line_of(file.text(), line)))
        }
        (None, None) => (message.as_str(), None),
    };
    let fault = Fault::new(error.kind().code(), message).with_help(error.help());
    // An edition that contradicts itself does so in no single place: its file is named all the same.
    let span = span.unwrap_or_default();
    fault.at(Location::new(file.clone(), span))
}

/// A line, counted from 1, without its end.
fn line_of(text: &str, number: usize) -> Span {
    let mut start = 0_usize;
    for (index, line) in text.split('\n').enumerate() {
        let end = start.saturating_add(line.len());
        if index.saturating_add(1) == number {
            return Span { start, end };
        }
        start = end.saturating_add(1);
    }
    let end = text.len();
    Span { start: end, end }
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn lines_are_found() {
        let span = |number| {
            let found = line_of("ab\n\ncde\n", number);
            (found.start, found.end)
        };
        assert_eq!(span(1), (0, 2));
        assert_eq!(span(2), (3, 3));
        assert_eq!(span(3), (4, 7));
        assert_eq!(span(9), (8, 8));
    }
}
