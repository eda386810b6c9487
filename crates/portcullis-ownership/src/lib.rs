//! Who owns a resource: the account of the principal that authenticated the request that created it.
//!
//! [`owner_of`] is that rule; what a service adds to it stands in [`rules`]. A [`Ledger`] applies the rules to creations and
//! deletions, so that every resource has an owner, an ARN of its own while it lives and, if it is a subresource, a fitting parent;
//! and it remembers, so that it can be asked who owned what at any time. It is kept by a [`Store`]: in memory, or with the feature
//! `store` in a file (`FileStore`).
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
//! ledger.create(&session, Creation::new(cluster.clone()).with(Engine::Redis), "2026-03-01T12:00:00Z".parse()?)?;
//! assert_eq!(ledger.owner(cluster.as_str()).map(|owner| owner.to_string()).as_deref(), Some("111122223333"));
//!
//! let snapshot = "arn:aws:elasticache:us-east-2:111122223333:snapshot:nightly".parse()?;
//! ledger.create(&session, Creation::new(snapshot).under(cluster.clone()), "2026-03-02T03:00:00Z".parse()?)?;
//!
//! ledger.delete(&cluster, "2026-03-03T12:00:00Z".parse()?)?;
//! assert_eq!((ledger.len(), ledger.at("2026-03-02T12:00:00Z".parse()?).len()), (1, 2));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "store"))]
extern crate std;

mod time;

mod creation;
mod creator;
mod error;
mod owner;
mod resource;

pub mod rules;

mod change;
mod entry;
mod ledger;
mod store;

pub use change::Change;
pub use creation::{Creation, Detail};
pub use creator::Creator;
pub use entry::{Entry, EntryError, EntryErrorKind, EntryKind};
pub use error::{
    BatchError, CreateError, CreateErrorKind, CreatorError, DeleteError, DeleteErrorKind,
    LedgerError, OpenError, OwnerError, TimeError,
};
pub use ledger::{Ledger, OwnerLookup, View};
pub use owner::{ANONYMOUS_USER, Owner, owner_of};
pub use resource::Resource;
#[cfg(feature = "store")]
pub use store::FileStore;
pub use store::{MemoryStore, Store, StoreError, StoreErrorKind};
pub use time::{Timestamp, TimestampError};

#[cfg(test)]
mod tests;
