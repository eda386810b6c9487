//! What AWS services offer to policies, as data with a date: actions, resource types, condition keys and operations.
//!
//! The catalog never changes how a policy is evaluated. It shapes the request that is asked: an action without resource types
//! is asked on `*`, an operation becomes the actions that it needs, and [`facts`] say what AWS does with a service as a whole.
//! A service that is not in the catalog and an action that a service does not have are different answers ([`Lookup`]).
//!
//! ```
//! use portcullis_catalog::Catalog;
//!
//! let catalog = Catalog::embedded();
//! let today = catalog.action("elasticache", "createcachecluster").known().expect("names fold ASCII case");
//! assert!(today.has_resource_types());
//!
//! // The founding edition of ElastiCache knows no resource-level permissions.
//! let founding = catalog.with_edition(&"elasticache@2015-02-02".parse()?)?;
//! assert!(!founding.action("elasticache", "CreateCacheCluster").known().expect("listed").has_resource_types());
//! # Ok::<(), portcullis_catalog::EditionError>(())
//! ```
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod action;
mod blob;
mod catalog;
mod date;
mod edition;
mod embedded;
mod error;
pub mod facts;
mod folding;
pub mod json;
mod key;
mod operation;
mod pattern;
mod resource_type;
mod service;
pub mod source;
mod suggestion;
mod template;
mod vocabulary;
mod written;

pub use action::{Action, ActionResourceType, Need};
pub use catalog::{Catalog, Lookup, Support};
pub use date::{Date, InForce, Since};
pub use edition::EditionId;
pub use error::{BytesError, BytesErrorKind, EditionError, EditionErrorKind};
pub use key::ConditionKey;
pub use operation::{
    ActionName, ArnParameter, Check, CheckedResource, Coverage, IdentifierParameter, Operation,
    Parameters, Trigger,
};
pub use resource_type::{Parent, ResourceType};
pub use service::{PolicySupport, Service};
pub use suggestion::nearest;
pub use vocabulary::{AccessLevel, Cardinality, KeyType, ValueType};

#[cfg(test)]
mod tests;
