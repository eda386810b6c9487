//! The catalog as callers see it, and what it promises of editions that are loaded.

mod bytes;
mod compiled;
#[cfg(feature = "elasticache")]
mod dates;
#[cfg(feature = "elasticache")]
mod embedded;
mod expand;
pub(crate) mod generated;
mod json;
#[cfg(feature = "elasticache")]
mod size;
mod small_stack;
mod source;

#[cfg(feature = "elasticache")]
use crate::EditionId;

#[cfg(feature = "elasticache")]
const FOUNDING: &str = "elasticache@2015-02-02";
#[cfg(feature = "elasticache")]
const TODAY: &str = "elasticache@2026-10-24";

#[cfg(feature = "elasticache")]
fn id(text: &str) -> EditionId {
    text.parse().unwrap()
}
