//! Editions in JSON, the form for services of one's own: read at run time, they extend a catalog's services, replace them or add new ones.
//!
//! A text holds one service, or several under `services`; [`SCHEMA`] describes it. A service with `"extends": true` adds to what the
//! catalog has of it: its rows replace those of the same name. Any other one is whole and stands in for what the catalog has, if anything.
//!
//! ```
//! use portcullis_catalog::Catalog;
//!
//! let catalog = Catalog::embedded().with_json(r#"{
//!     "service": "mycache", "date": "2026-01-01", "name": "My cache",
//!     "actions": [{"name": "CreateThing", "accessLevel": "Write"}]
//! }"#)?;
//! assert!(catalog.action("mycache", "creatething").known().is_some());
//!
//! let error = catalog.with_json(r#"{"service": "mycache", "extends": true, "acitons": []}"#).unwrap_err();
//! assert_eq!(error.to_string(), "expected a member of a service, found `acitons`");
//! assert_eq!(error.help(), Some("did you mean `actions`?"));
//! assert_eq!(error.span(), Some(40..49));
//! # Ok::<(), portcullis_catalog::source::SourceError>(())
//! ```

mod check;
mod extension;
mod fields;
mod load;
mod print;
mod read;
mod write;

pub use extension::Extension;
pub use read::{Limits, read, read_within};
pub use write::write;

use crate::source;

/// The JSON Schema (draft 2020-12) of the texts that [`read`] accepts.
///
/// It describes the form alone; that names are defined and dates exist is checked when an edition is loaded.
///
/// ```
/// assert!(portcullis_catalog::json::SCHEMA.contains("https://json-schema.org/draft/2020-12/schema"));
/// ```
pub const SCHEMA: &str = include_str!("../../schema/edition.json");

/// What a JSON text says about one service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a service is described as a whole, or extended"
)]
pub enum Entry {
    /// The whole service.
    Whole(source::Edition),
    /// Additions to a service that the catalog has.
    Extension(Extension),
}

impl Entry {
    /// The prefix of the service.
    ///
    /// ```
    /// let entries = portcullis_catalog::json::read(r#"{"service": "s3", "extends": true}"#)?;
    /// assert!(entries.iter().map(|entry| entry.service()).eq(["s3"]));
    /// # Ok::<(), portcullis_catalog::source::SourceError>(())
    /// ```
    #[must_use]
    pub fn service(&self) -> &str {
        match self {
            Self::Whole(edition) => &edition.service,
            Self::Extension(extension) => extension.service(),
        }
    }
}
