//! Accounts and identities as AWS exports them, and the policies that bear on a call.
//!
//! [`AccountDetails::read`] reads what `get-account-authorization-details` gives, in every form in which it is met;
//! [`AccountDetails::resolve`] finds the policies of a call: identity-based ones, the permissions boundary, the trust policy of
//! a role. What the file does not have is a [`Hole`]: it is never taken for absent, and [`Resolved::answer`] answers only where
//! it makes no difference.
//!
//! ```
//! use portcullis_estate::AccountDetails;
//! use portcullis_scenario::{Asked, Call, Policies, Settings};
//!
//! let export = r#"{"UserDetailList": [{"UserName": "alice", "UserId": "AIDAEXAMPLE", "Path": "/",
//!   "Arn": "arn:aws:iam::111122223333:user/alice", "GroupList": ["ops"]}],
//!  "GroupDetailList": [{"GroupName": "ops", "Arn": "arn:aws:iam::111122223333:group/ops",
//!   "GroupPolicyList": [{"PolicyName": "caches", "PolicyDocument": {"Version": "2012-10-17",
//!     "Statement": {"Effect": "Allow", "Action": "elasticache:Describe*", "Resource": "*"}}}]}]}"#;
//! let account = AccountDetails::read("account.json", export.as_bytes())?;
//!
//! let call = Call::new(
//!     "arn:aws:iam::111122223333:user/alice".parse()?,
//!     Asked::Action("elasticache:DescribeCacheClusters".parse()?),
//!     portcullis_eval::Resource::Everything,
//! );
//! let resolved = account.resolve(call, Policies::default())?;
//! assert!(resolved.holes().is_empty());
//! assert_eq!(resolved.answer(&Settings::default())?.verdict().as_str(), "allowed");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod details;

mod input;
mod limits;
mod split;
mod xml;

mod part;

mod page;
mod quotas;

mod document;
mod entity;

mod account;
mod supplied;

mod context;
mod resolve;

mod hole;
mod resolved;
mod unknown;

mod message;

pub mod sessions;

pub use details::{AccountDetails, PrincipalRef};
pub use hole::{Hole, HoleKind};
pub use limits::Limits;
pub use resolved::Resolved;

#[cfg(test)]
mod tests;
