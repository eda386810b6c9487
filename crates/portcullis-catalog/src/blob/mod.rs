//! Catalogs as compiled: one pool of text and one run of bytes, read in place.

mod budget;
pub(crate) mod bytes;
pub(crate) mod compile;
pub(crate) mod layout;
mod read;

pub(crate) use read::{Blob, List, Row};
