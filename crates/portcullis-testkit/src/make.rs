//! Cases of the corpus that are made: tables that are gone through cell by cell, and made-up cases that are made small.
//!
//! Nothing is taken into the corpus on which the engine, through the scenario as the command line reads it, and the oracle disagree,
//! nor anything that the corpus has already.

mod draft;
mod drawn;
mod scene;
mod settle;
mod tables;

pub use draft::{Draft, Known, Row};
pub use drawn::drawn;
pub use settle::{Settled, Topics, key, key_of, settle};
pub use tables::tables;
