//! AWS IAM authorization: is this call allowed, which statement decided it, and why.
//!
//! This crate is one face for the crates beneath it; nothing is wrapped, so that values pass freely between them and it.
//!
//! | module | what it has |
//! |---|---|
//! | [`json`], [`glob`], [`arn`] | forms of text: JSON with places, wildcards, Amazon Resource Names |
//! | [`condition`] | the request context, condition operators, policy variables |
//! | [`policy`] | policy documents, typed, each part with its place |
//! | [`eval`] | the decision and its trace |
//! | `catalog` | what AWS services offer to policies, as dated data |
//! | `ownership` | who owns a resource |
//! | `scenario` | questions as files, and their answers |
//! | `estate` | accounts as AWS exports them |
//!
//! The last four have a feature of the same name; all are on by default. `store` keeps the ledger of owners in a file, `tracing`
//! adds spans that hold counts and never documents.
//! Without `scenario`, `estate` and `store` the crate needs `alloc` only.
//!
//! # A question in memory
//!
//! ```
//! use std::sync::Arc;
//!
//! use portcullis::{AttachedPolicy, Document, Layer, PolicyKind, PolicySet, Program, Reading, Request, Verdict};
//!
//! let ops = Document::parse(
//!     r#"{"Version": "2012-10-17", "Statement": [
//!         {"Effect": "Allow", "Action": "elasticache:*", "Resource": "*"},
//!         {"Sid": "KeepProduction", "Effect": "Deny", "Action": "elasticache:Delete*",
//!          "Resource": "arn:aws:elasticache:*:*:cluster:prod-*"}]}"#,
//!     PolicyKind::Identity,
//!     Reading::Strict,
//! )?;
//! let mut policies = PolicySet::default();
//! policies.identity.push(AttachedPolicy::new("ops", Arc::new(ops)));
//! let program = Program::compile(policies)?;
//!
//! let request = Request::builder("elasticache:DeleteCacheCluster".parse()?)
//!     .principal("arn:aws:iam::111122223333:user/alice".parse()?)
//!     .resource("arn:aws:elasticache:us-east-1:111122223333:cluster:prod-sessions".parse()?)
//!     .build()?;
//!
//! let decision = portcullis::decide(&request, &program);
//! assert_eq!(decision.verdict(), Verdict::ExplicitlyDenied);
//! assert_eq!(decision.reason(), Layer::Identity);
//! assert_eq!(decision.statement().map(|one| one.statement), Some(1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`evaluate`] names every statement that decided, and [`explain`] gives a [`Trace`] as well: every layer, every statement, and
//! for each element that failed the pattern and the value. Who asks often compiles through a [`Compiler`].
//!
//! # A question from a file
//!
//! A scenario is a question with its policies as JSON. It is completed before it is decided: the catalog says what the action
//! applies to, condition keys that follow from the caller and the resource are filled in, and the owner is found.
//!
#![cfg_attr(feature = "scenario", doc = "```")]
#![cfg_attr(not(feature = "scenario"), doc = "```ignore")]
//! use portcullis::scenario::{NoFiles, Scenario, Settings, SourceFile};
//!
//! let text = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice",
//!     "action": "elasticache:DescribeCacheClusters", "resource": "*"},
//!   "policies": {"identity": [{"name": "ops", "document": {"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "elasticache:Describe*", "Resource": "*"}}}]}}"#;
//! let scenario = Scenario::read(SourceFile::new("question.json", text), &NoFiles)?;
//! assert!(scenario.answer(&Settings::default())?.verdict().is_allowed());
//! # Ok::<(), portcullis::scenario::ScenarioError>(())
//! ```
#![no_std]

#[doc(inline)]
pub use portcullis_arn as arn;
#[doc(inline)]
pub use portcullis_glob as glob;
#[doc(inline)]
pub use portcullis_json as json;

#[doc(inline)]
pub use portcullis_condition as condition;
#[doc(inline)]
pub use portcullis_policy as policy;

#[doc(inline)]
pub use portcullis_eval as eval;

#[cfg(any(feature = "catalog", feature = "catalog-elasticache"))]
#[doc(inline)]
pub use portcullis_catalog as catalog;
#[cfg(feature = "estate")]
#[doc(inline)]
pub use portcullis_estate as estate;
#[cfg(feature = "ownership")]
#[doc(inline)]
pub use portcullis_ownership as ownership;
#[cfg(feature = "scenario")]
#[doc(inline)]
pub use portcullis_scenario as scenario;

#[doc(no_inline)]
pub use portcullis_arn::{AccountId, Arn};
#[doc(no_inline)]
pub use portcullis_condition::{Context, ContextKey, ContextValue};
#[cfg(feature = "rayon")]
#[doc(no_inline)]
pub use portcullis_eval::decide_many;
#[doc(no_inline)]
pub use portcullis_eval::{
    Action, ActionTable, AttachedPolicy, Compiler, Decision, Evaluation, Layer, Level, PolicySet,
    Principal, Program, Request, Resource, Trace, Verdict, decide, evaluate, explain,
};
#[doc(no_inline)]
pub use portcullis_policy::{Document, PolicyKind, Reading};

/// The examples of the README, which have to compile and to hold.
#[cfg(all(doctest, feature = "scenario"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
