//! The corpus: every line is readable, every rule that is cited exists, every documented rule has a case.

pub mod cases;
pub mod coverage;
pub mod rules;

pub use cases::Case;
pub use rules::{Rule, Tested};
