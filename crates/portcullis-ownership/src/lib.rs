//! Who owns a resource: the account of the principal that authenticated the request that created it.
//!
//! [`owner_of`] is that rule; what a service adds to it stands in [`rules`]. A [`Ledger`] applies the rules to creations and
//! deletions, so that every live resource has an owner, an ARN of its own and, if it is a subresource, a fitting parent.
//!
//! ```
//! use portcullis_ownership::rules::elasticache::Engine;
//! use portcullis_ownership::{Creation, Creator, Ledger};
//!
//! // Bob of another account assumed the role: the cluster belongs to the account of the role.
//! let session = Creator::principal("arn:aws:sts::111122223333:assumed-role/CacheAdmin/bob".parse()?)?
//!     .assumed_by("arn:aws:iam::444455556666:user/bob".parse()?);
//! let cluster: portcullis_arn::Arn = "arn:aws:elasticache:us-east-2:111122223333:cluster:sessions".parse()?;
//!
//! let mut ledger = Ledger::new();
//! ledger.create(&session, Creation::new(cluster.clone()).with(Engine::Redis))?;
//! assert_eq!(ledger.owner(cluster.as_str()).map(|owner| owner.to_string()).as_deref(), Some("111122223333"));
//!
//! let snapshot = "arn:aws:elasticache:us-east-2:111122223333:snapshot:nightly".parse()?;
//! ledger.create(&session, Creation::new(snapshot).under(cluster))?;
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod creation;
mod creator;
mod error;
mod ledger;
mod owner;
pub mod rules;

pub use creation::{Creation, Detail};
pub use creator::Creator;
pub use error::{CreateError, CreateErrorKind, CreatorError, DeleteError, DeleteErrorKind};
pub use ledger::{Ledger, Resource};
pub use owner::{ANONYMOUS_USER, Owner, owner_of};

#[cfg(test)]
mod tests;
