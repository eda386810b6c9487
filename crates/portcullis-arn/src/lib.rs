//! Amazon Resource Names and what they are made of: account ids, partitions, the ARNs of principals, service principals, and
//! patterns for ARNs.
//!
//! Every type here is a text that was checked once: it is made by parsing, prints what it was made from, and compares by its text.
//! Patterns are matched in [`pattern`], without allocation and in at most pattern × text steps.
//!
//! ```
//! use portcullis_arn::{Arn, PrincipalArn, pattern};
//!
//! let bucket: Arn = "arn:aws:s3:::amzn-s3-demo-bucket/report.csv".parse()?;
//! assert_eq!(bucket.service(), "s3");
//! assert_eq!(bucket.account_id(), None);
//!
//! let entry = ["arn", "aws", "s3", "", "", "amzn-s3-demo-bucket/*"].map(portcullis_glob::tokens);
//! assert!(pattern::match_resource(&entry, bucket.as_str()));
//!
//! let PrincipalArn::Role(role) = "arn:aws:iam::111122223333:role/team/app".parse()? else {
//!     unreachable!()
//! };
//! assert_eq!((role.path(), role.name()), ("/team/", "app"));
//! # Ok::<(), portcullis_arn::ArnError>(())
//! ```
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod account;
mod arn;
mod error;
mod grammar;
mod partition;
pub mod pattern;
mod principal;
mod service;
mod text;

pub use account::AccountId;
pub use arn::{Arn, ArnRef, MAX_CHARACTERS};
pub use error::{ArnError, ArnErrorKind, Field};
pub use partition::Partition;
pub use principal::{
    AssumedRoleArn, FederatedUserArn, GroupArn, OidcProviderArn, PrincipalArn, RoleArn, RootArn,
    SamlProviderArn, UserArn,
};
pub use service::ServicePrincipal;

#[cfg(test)]
mod tests;
