//! Named workloads with fixed inputs: what is measured, and the naive baseline that it is measured against.
//!
//! A workload is prepared once and then run many times. Each run returns how many of its answers were positive, so that nothing
//! is optimised away and that the two sides can be held against each other.
//!
//! ```
//! use portcullis_benches::workloads;
//!
//! for workload in workloads::ALL.iter().filter(|workload| workload.name.starts_with("glob/")) {
//!     let mut prepared = (workload.prepare)()?;
//!     let positive = (prepared.engine)();
//!     assert!(positive <= prepared.elements);
//! }
//! # Ok::<(), anyhow::Error>(())
//! ```

pub mod model;
pub mod random;

pub mod adapter;
pub mod floor;
pub mod naive;
pub mod scan;

pub mod passes;
pub mod record;
pub mod workloads;

pub mod measure;
pub mod report;
