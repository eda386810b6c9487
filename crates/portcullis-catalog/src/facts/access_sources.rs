//! Ways to grant or cut access that are not policies, and so take no part in a decision.

use core::fmt;

use crate::folding::find;

/// A way to grant or cut access beside policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AccessSource {
    /// Access control lists of S3 buckets and objects.
    AccessControlLists,
    /// S3 Block Public Access of buckets, access points and accounts.
    BlockPublicAccess,
    /// Grants on KMS keys.
    Grants,
    /// Lake Formation permissions on data in the Glue Data Catalog.
    LakeFormationPermissions,
}

impl AccessSource {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_catalog::facts::AccessSource::Grants.code(), "kms-grants");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccessControlLists => "s3-access-control-lists",
            Self::BlockPublicAccess => "s3-block-public-access",
            Self::Grants => "kms-grants",
            Self::LakeFormationPermissions => "lake-formation-permissions",
        }
    }
}

impl fmt::Display for AccessSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AccessControlLists => "access control lists of buckets and objects",
            Self::BlockPublicAccess => "Block Public Access",
            Self::Grants => "grants on keys",
            Self::LakeFormationPermissions => "Lake Formation permissions",
        })
    }
}

/// Prefix and sources, sorted by prefix.
static ROWS: [(&str, &[AccessSource]); 5] = [
    ("athena", &[AccessSource::LakeFormationPermissions]),
    ("glue", &[AccessSource::LakeFormationPermissions]),
    ("kms", &[AccessSource::Grants]),
    ("lakeformation", &[AccessSource::LakeFormationPermissions]),
    (
        "s3",
        &[
            AccessSource::AccessControlLists,
            AccessSource::BlockPublicAccess,
        ],
    ),
];

/// What else can grant or cut access to the service's resources and is not taken into account; none for most services.
///
/// Shares through AWS Resource Access Manager are left out of account for every service that has them.
///
/// # Source
///
/// EV 7.2.8, EV 7.3, EV 12.
///
/// ```
/// use portcullis_catalog::facts::{AccessSource, access_sources_not_considered};
/// let sources = [AccessSource::AccessControlLists, AccessSource::BlockPublicAccess];
/// assert_eq!(access_sources_not_considered("s3"), sources);
/// assert!(access_sources_not_considered("elasticache").is_empty());
/// ```
#[must_use]
pub fn access_sources_not_considered(prefix: &str) -> &'static [AccessSource] {
    find(&ROWS, prefix, |(listed, _)| listed).map_or(&[], |(_, sources)| sources)
}

#[cfg(test)]
pub(super) fn prefixes() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|(prefix, _)| *prefix)
}
