//! Editions as text and as JSON: what is accepted says the same in both forms, what is refused says where.
#![expect(
    clippy::panic,
    reason = "a property that does not hold is told by a panic"
)]

use std::sync::LazyLock;

use portcullis_catalog::json::{self, Entry};
use portcullis_catalog::source::{self, Edition, Refinement, SourceError};
use portcullis_catalog::{Catalog, Service};

use super::checks::{check_message, check_span};

/// Reads the input as an edition, a refinement, dates and retired actions, and as JSON.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    match source::read(text) {
        Ok(edition) => {
            assert_eq!(source::write(&edition), text, "an edition has two texts");
            consistent(&edition);
        }
        Err(error) => in_lines(text, &error),
    }
    if let Err(error) = source::read_dates(text) {
        in_lines(text, &error);
    }
    if let Err(error) = source::read_retired(text) {
        in_lines(text, &error);
    }
    refinement(text);
    as_json(text);
}

fn in_lines(text: &str, error: &SourceError) {
    check_message(&error);
    let lines = text.lines().count();
    assert!(
        error
            .line()
            .is_none_or(|line| (1..=lines + 1).contains(&line)),
        "{error}: there are {lines} lines"
    );
    assert!(!error.kind().code().is_empty());
}

/// The small edition, and the catalog that has it alone.
static SMALL: LazyLock<(Edition, Catalog)> = LazyLock::new(|| {
    let edition = source::read(include_str!("small.txt"));
    let edition = edition.unwrap_or_else(|error| panic!("the small edition: {error}"));
    let catalog =
        Catalog::compile(&[], &[]).and_then(|empty| empty.with_json(include_str!("small.json")));
    let catalog = catalog.unwrap_or_else(|error| panic!("the small edition in JSON: {error}"));
    assert_eq!(
        catalog
            .services()
            .map(Service::to_source)
            .collect::<Vec<_>>(),
        core::slice::from_ref(&edition)
    );
    (edition, catalog)
});

fn refinement(text: &str) {
    match Refinement::read(text) {
        Ok(refinement) => {
            let mut edition = SMALL.0.clone();
            if let Err(error) = source::refine(&mut edition, &refinement) {
                check_message(&error);
            }
        }
        Err(error) => in_lines(text, &error),
    }
}

fn as_json(text: &str) {
    let read = json::read(text);
    match (&read, SMALL.1.with_json(text)) {
        (Ok(entries), Ok(_)) => {
            for entry in entries {
                if let Entry::Whole(edition) = entry {
                    consistent(edition);
                }
            }
        }
        (Err(error), Ok(_)) => panic!("what is no JSON edition is loaded: {error}"),
        (_, Err(error)) => {
            check_message(&error);
            check_message(error.help().unwrap_or("none"));
            let Some(span) = error.span() else {
                panic!("an error without a place: {error}");
            };
            check_span(text, span);
        }
    }
}

/// Panics unless an edition that is consistent says the same in every form.
fn consistent(edition: &Edition) {
    if let Err(error) = source::check(edition) {
        check_message(&error);
        return;
    }
    assert_eq!(
        json::read(&json::write(edition)),
        Ok(vec![Entry::Whole(edition.clone())]),
        "JSON says something else"
    );
    let text = source::write(edition);
    assert_eq!(
        source::read(&text).map(|read| source::write(&read)),
        Ok(text),
        "the text says something else"
    );
    let catalog = Catalog::compile(core::slice::from_ref(edition), &[]);
    let catalog = catalog
        .unwrap_or_else(|error| panic!("an edition that is consistent does not compile: {error}"));
    let bytes = catalog.to_bytes();
    let again = Catalog::from_bytes(&bytes);
    assert!(again.is_ok(), "what was compiled is refused: {again:?}");
    let written: Vec<Edition> = catalog.editions().map(Service::to_source).collect();
    let text = written.iter().map(source::write).collect::<String>();
    assert_eq!(
        source::read(&text).map(|read| vec![read]),
        Ok(written),
        "what was compiled has another text"
    );
}
