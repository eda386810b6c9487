//! AWS IAM policy evaluation: is this call allowed, which statement decided it, and why.
//!
//! [`Program::compile`] takes every policy that bears on a principal and a resource; [`decide`] answers one [`Request`].
//! `decide` is pure and total: no clock, no files, no errors, no panics. [`evaluate`] gives the same decision with what every
//! layer said and every statement that decided, and [`explain`] adds a [`Trace`] of every layer, every statement in it, and for
//! each element that failed the pattern and the value.
//!
//! Who asks often compiles once: a [`Compiler`] shares what many policy sets have in common, and an [`ActionTable`] tells it the
//! actions that there are, so that a decision takes a fraction of a microsecond and allocates nothing, whatever the number of
//! statements that cannot match. A request that is put more than once is built once, with that table
//! ([`RequestBuilder::table`]).
//!
//! ```
//! use std::sync::Arc;
//! use portcullis_eval::{AttachedPolicy, PolicySet, Program, Request, Verdict, decide};
//! use portcullis_policy::{Document, PolicyKind, Reading};
//!
//! let document = Document::parse(
//!     r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
//!         "Action": "elasticache:DescribeCacheClusters", "Resource": "*"}}"#,
//!     PolicyKind::Identity,
//!     Reading::Strict,
//! )?;
//! let mut policies = PolicySet::default();
//! policies.identity.push(AttachedPolicy::new("ops", Arc::new(document)));
//! let program = Program::compile(policies)?;
//!
//! let request = Request::builder("elasticache:DescribeCacheClusters".parse()?)
//!     .principal("arn:aws:iam::111122223333:user/alice".parse()?)
//!     .owner("111122223333".parse()?)
//!     .build()?;
//! assert_eq!(decide(&request, &program).verdict(), Verdict::Allowed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing is derived here: the context holds the condition keys that the caller supplied.
#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

mod principal;
mod request;

mod actions;
mod compiled;
mod index;
mod offsets;
mod packed;
mod program;

mod caller;
mod layer;
mod statement;

mod decide;
mod decision;
mod evaluate;
mod grant;
#[cfg(feature = "rayon")]
mod many;
mod services;

mod missing;
mod steps;
mod trace;

mod conflict;

pub use actions::ActionTable;
pub use caller::{MatchClass, MatchClasses};
pub use compiled::Compiler;
pub use conflict::{Conflict, ConflictKind};
pub use decide::decide;
pub use decision::{Decision, Evaluation, Layer, LayerResult, StatementId, Verdict};
pub use evaluate::evaluate;
#[cfg(feature = "rayon")]
pub use many::decide_many;
pub use missing::missing_context_keys;
pub use principal::{Principal, PrincipalError, PrincipalErrorKind, PrincipalKind};
pub use program::{AttachedPolicy, CompileError, Level, PolicySet, Program};
pub use request::{
    Action, ActionError, Credentials, EndpointKind, OrganizationAuthority, Owner, Request,
    RequestBuilder, RequestError, Resource, ResourceControl,
};
pub use services::{Required, required_resource_policy, resource_policy_kind};
pub use statement::Element;
pub use steps::{steps, traced_statements};
pub use trace::{
    Found, LayerTrace, LevelTrace, Mismatch, Pattern, PolicyTrace, StatementTrace, Trace, explain,
};

#[cfg(test)]
mod tests;
