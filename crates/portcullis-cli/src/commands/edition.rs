//! The option `--edition`: which edition of a service's catalog is meant.

use portcullis::catalog::{Catalog, EditionError, EditionId};
use portcullis::json::Span;
use portcullis::scenario::{Location, ScenarioError, SourceFile};

/// The catalog with the edition that the option names, or today's.
pub(super) fn catalog(edition: Option<&str>) -> Result<Catalog, ScenarioError> {
    let today = Catalog::embedded();
    let Some(text) = edition else {
        return Ok(today);
    };
    let refused = |error: EditionError| {
        let span = Span {
            start: 0,
            end: text.len(),
        };
        let place = Location::new(SourceFile::new("--edition", text), span);
        let own = ScenarioError::new("unknown-edition", error.to_string()).at(place);
        match error.help() {
            Some(help) => own.with_help(help),
            None => own,
        }
    };
    let id: EditionId = text.parse().map_err(refused)?;
    today.with_edition(&id).map_err(refused)
}
