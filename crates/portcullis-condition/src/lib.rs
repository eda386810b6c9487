//! Conditions of AWS IAM policies: the request context, condition operators and policy variables.
//!
//! A [`Test`] is one operator with one key and the values that a policy lists for it; a condition holds if all its tests do.
//! What the policy wrote is read once, into [`Operand`]s; what the request says is in its [`Context`]. Every operator is one row
//! of a table ([`operators`]); negation, `IfExists` and set qualifiers are the same for all.
//!
//! ```
//! use portcullis_condition::{Context, ContextValue, Test, VariableSupport};
//!
//! let test = Test::read(
//!     "ForAnyValue:StringLike".parse()?,
//!     "aws:TagKeys".parse()?,
//!     ["team-*", "${aws:username}"],
//!     VariableSupport::Expanded,
//! )?;
//! let mut context = Context::new();
//! context.insert("aws:TagKeys".parse()?, ContextValue::list(["cost", "team-red"]))?;
//! assert!(test.holds(&context));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Source
//!
//! PL 7, 8, 9.1 (`reference_policies_elements_condition`, `reference_policies_elements_condition_operators`,
//! `reference_policies_condition-single-vs-multi-valued-context-keys`, `reference_policies_variables`).
#![no_std]

extern crate alloc;

#[cfg(test)]
extern crate std;

mod arn_pattern;
mod context;
mod excerpt;
mod folding;
mod key;
mod nearest;
mod operand;
mod operator;
pub mod operators;
mod template;
mod test;
pub mod value;

pub use arn_pattern::ArnPattern;
pub use context::{Context, ContextValue, DuplicateKey};
pub use key::{ContextKey, KeyError, KeyErrorKind};
pub use operand::Operand;
pub use operator::{Operator, OperatorError, OperatorErrorKind, SetQualifier};
pub use operators::{Family, OperatorSpec};
pub use template::{
    Literal, Part, Template, TemplateTokens, Variable, VariableError, VariableErrorKind,
    VariableSupport, WildcardSupport,
};
pub use test::{Basis, KeyState, Outcome, Test};
pub use value::{ValueError, ValueErrorKind};

#[cfg(test)]
mod tests;
