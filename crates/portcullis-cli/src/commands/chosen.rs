//! The options `--catalog` and `--edition`: which catalog is meant.

mod file;

use std::path::PathBuf;

use portcullis::catalog::{Catalog, EditionError, EditionId};
use portcullis::json::Span;
use portcullis::scenario::{Location, SourceFile};

use crate::fault::Fault;

pub(super) use file::{Loaded, editions, load};

/// The catalog with what the files say, at the edition that the option names; without either, the embedded one at today's.
pub(super) fn catalog(files: &[PathBuf], edition: Option<&str>) -> Result<Catalog, Fault> {
    let mut compiled = None;
    let mut written = Vec::new();
    for path in files {
        match load(path)? {
            Loaded::Compiled(catalog) if compiled.is_none() => compiled = Some(*catalog),
            Loaded::Compiled(_) => {
                let message = "expected one compiled catalog, found a second one";
                let help = "a compiled catalog takes the place of the embedded one; services are added to it as editions";
                return Err(Fault::new("conflicting-fields", message).with_help(Some(help)));
            }
            Loaded::Written(file) => written.push(file),
        }
    }
    // Services are put into the compiled catalog wherever that stands among the options.
    let mut catalog = compiled.unwrap_or_else(Catalog::embedded);
    for file in written {
        catalog = file::with(&catalog, &file)?;
    }
    match edition {
        None => Ok(catalog),
        Some(text) => {
            let id = edition_id(text, "--edition")?;
            catalog
                .with_edition(&id)
                .map_err(|error| refused(&error, text, "--edition"))
        }
    }
}

/// Reads the name of an edition that stands in an argument.
pub(super) fn edition_id(text: &str, argument: &str) -> Result<EditionId, Fault> {
    text.parse()
        .map_err(|error: EditionError| refused(&error, text, argument))
}

/// Why there is no such edition, at the argument that names it.
pub(super) fn refused(error: &EditionError, text: &str, argument: &str) -> Fault {
    let span = Span {
        start: 0,
        end: text.len(),
    };
    let place = Location::new(SourceFile::new(argument, text), span);
    Fault::new("unknown-edition", error.to_string())
        .with_help(error.help())
        .at(place)
}
