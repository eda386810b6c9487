//! Automation of the workspace: house rules and dependency edges as ordinary tests, the CI steps, the rules report.
//!
//! A check is a plain function from what was read to a [`report::Report`], so that its own tests can hand it made-up files
//! which it must refuse. A report that looked at nothing counts as a failure: no check passes because it found no input.
//!
//! ```
//! use xtask::{repository::SourceFile, tidy::modules};
//!
//! let silent = SourceFile::new("crates/demo/src/silent.rs", "fn main() {}\n");
//! let report = modules::check(&[silent]);
//! assert_eq!(report.problems().len(), 1);
//! ```

pub mod report;
pub mod repository;
pub mod source;

pub mod edges;
pub mod metadata;

pub mod corpus;
pub mod measurements;
pub mod tidy;

pub mod checks;
pub mod ci;
pub mod coverage;
pub mod fuzz;
pub mod hostile;
pub mod mutants;
pub mod readme;
pub mod release;
