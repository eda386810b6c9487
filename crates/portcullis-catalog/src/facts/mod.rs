//! Facts about services as a whole that shape a request, as tables with a date.
//!
//! Each table is closed over what its source lists: a service that is missing from one is not known to have the feature.
//! Prefixes, action names and condition keys are compared without regard to ASCII case.

mod access_sources;
mod control_policies;
mod endpoints;
mod global_keys;
mod identity_keys;
mod regions;
mod resource_account;
mod resource_policies;

pub use access_sources::{AccessSource, access_sources_not_considered};
pub use control_policies::supports_resource_control_policies;
pub use endpoints::{EndpointKind, default_endpoint_kind};
pub use global_keys::{GlobalKey, KeyGroup, global_key, global_keys};
pub use identity_keys::identity_key;
pub use regions::global_region;
pub use resource_account::has_resource_account;
pub use resource_policies::supports_resource_policies;

use crate::{Cardinality, Date, KeyType, folding};

/// The day of the sources of these tables.
pub const AS_OF: Date = Date::literal(2026, 10, 24);

/// How many values a global key, or a key of IAM, STS or an identity provider, holds; `None` for any other key.
///
/// # Source
///
/// IAM User Guide, AWS global condition context keys, and IAM and AWS STS condition context keys; PL 8.10, PL 9.2, PL 9.5.
///
/// ```
/// use portcullis_catalog::{Cardinality, facts};
/// assert_eq!(facts::cardinality("AWS:tagkeys"), Some(Cardinality::Multiple));
/// assert_eq!(facts::cardinality("sts:TransitiveTagKeys"), Some(Cardinality::Multiple));
/// assert_eq!(facts::cardinality("iam:PassedToService"), Some(Cardinality::Single));
/// assert_eq!(facts::cardinality("s3:prefix"), None);
/// ```
#[must_use]
pub fn cardinality(key: &str) -> Option<Cardinality> {
    global_key(key)
        .map(GlobalKey::cardinality)
        .or_else(|| identity_key(key).map(KeyType::cardinality))
}

/// Whether `name` is in `names`, which are sorted without regard to case.
fn lists(names: &[&str], name: &str) -> bool {
    folding::find(names, name, |listed| listed).is_some()
}

#[cfg(test)]
mod tests;
