//! Test-only: the properties that the fuzzer looks for counterexamples of, the corpus, and the engine held against the oracle.
//!
//! Nothing that is shipped may depend on this crate.
//!
//! ```
//! use portcullis_testkit::fuzz;
//!
//! let target = fuzz::TARGETS.iter().find(|target| target.name == "arn");
//! let target = target.expect("the ARN parser has a target");
//! (target.run)(b"arn:aws:s3:::amzn-s3-demo-bucket");
//! ```

pub mod asked;
pub mod call;
pub mod case;
pub mod corpus;
pub mod differential;
pub mod fuzz;
pub mod generate;
pub mod make;
pub mod random;
pub mod reach;
pub mod stream;
