//! The corpus: every line is readable, every rule that is cited exists, every documented rule has a case; and the archive of it.

pub mod archive;
pub mod cases;
pub mod counts;
pub mod coverage;
pub mod rules;

pub use cases::Case;
pub use rules::{Rule, Tested};
