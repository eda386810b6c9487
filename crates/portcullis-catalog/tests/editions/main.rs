//! The embedded editions against their sources: how much there is of everything, and single facts row by row.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests, which fail by panicking"
)]

#[cfg(feature = "all")]
mod counts;
#[cfg(feature = "elasticache")]
mod elasticache;
#[cfg(feature = "all")]
mod operations;
mod schema;
#[cfg(feature = "all")]
mod templates;

/// A fixture, without its lines for readers.
#[cfg(feature = "all")]
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#'))
}
