//! AWS IAM policy documents, typed and with the place of every element.
//!
//! A document is read as one [`PolicyKind`] (what an identity-based policy forbids, a bucket policy demands) and in one of two
//! [`Reading`]s: *strict* where a person wrote it, *lenient* where a service has already stored it. What is an error and what
//! only a finding is one table, [`ProblemKind::severity`]. Printing a document gives its text back byte for byte.
//!
//! ```
//! use portcullis_policy::{Document, Effect, PolicyKind, Reading};
//!
//! let text = r#"{"Version": "2012-10-17", "Statement": {"Sid": "Describe", "Effect": "Allow",
//!     "Action": "elasticache:Describe*", "Resource": "*"}}"#;
//! let document = Document::parse(text, PolicyKind::Identity, Reading::Strict)?;
//! let statement = &document.statements()[0];
//! assert_eq!(statement.effect(), Effect::Allow);
//! assert!(statement.action().matches("elasticache:DescribeCacheClusters"));
//! assert_eq!(document.to_string(), text);
//! # Ok::<(), portcullis_policy::PolicyError>(())
//! ```
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod kinds;
mod limits;
mod problem;
mod problems;

mod action;
mod clause;
mod document;
mod principal;
mod resource;
mod text;

mod read;

pub use action::{ActionEntry, ActionPattern};
pub use clause::Clause;
pub use document::{ConditionEntry, Document, Effect, Reading, Statement, Version};
pub use kinds::{
    ActionRule, Force, IncompleteArn, KindSpec, NotPrincipalRule, PolicyKind, PrincipalRule, Quota,
    ResourceRule, Side, resource_policy_quota,
};
pub use limits::Limits;
pub use principal::{PrincipalClause, PrincipalEntry, PrincipalPattern};
pub use problem::{PolicyError, Problem};
pub use problems::{ProblemKind, Severity};
pub use resource::{EntryMatch, ResourceArn, ResourceEntry, ResourcePattern};
pub use text::Text;

#[cfg(test)]
mod tests;
