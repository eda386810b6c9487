//! Editions as they are written: the model, its text and JSON forms, what must hold of one, and how one refines or extends another.
//!
//! An [`Edition`] says what a service offers at one date. The repository keeps the embedded ones as text ([`read()`], [`write()`]), one
//! fact a line; services of one's own are written in JSON. Both are checked ([`check`]) and compiled to the bytes that a
//! [`Catalog`](crate::Catalog) reads in place.

// INVARIANT: everything here but the JSON form is compiled into the build script too, so it names only `crate::date`,
// `crate::vocabulary`, `crate::folding` and its own modules.

mod check;
mod error;
mod model;
mod read;
mod refine;
mod words;
mod write;

pub use check::check;
pub(crate) use check::is_prefix;
pub(crate) use error::push_excerpt;
pub use error::{SourceError, SourceErrorKind};
pub use model::{
    Action, ActionResourceType, ArnParameter, Check, ConditionKey, Edition, Identifier, On,
    Operation, Parent, ResourceType, Retired, Support, Trigger,
};
pub use read::{Dates, MOST_WORDS, read, read_dates, read_retired, read_undated, read_within};
pub use refine::{Refinement, refine};
pub(crate) use write::{check_text, sorted};
pub use write::{write, write_undated};
