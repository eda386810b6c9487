//! S3: who owns an object that another account, or nobody, uploads into a bucket.

use portcullis_arn::{AccountId, Arn};

use super::{ServiceRules, general};
use crate::{CreateErrorKind, Creation, Creator, Detail, Owner, Resource, View, owner_of};

pub(super) const RULES: ServiceRules = ServiceRules {
    service: "s3",
    parent,
    owner,
    outlived,
    implied,
};

/// The Object Ownership setting of a bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ObjectOwnership {
    /// The bucket owner owns every object, and access control lists are off; the setting of new buckets.
    #[default]
    BucketOwnerEnforced,
    /// The bucket owner owns objects that are uploaded with [`ObjectAcl::BucketOwnerFullControl`].
    BucketOwnerPreferred,
    /// Whoever uploads an object owns it.
    ObjectWriter,
}

impl ObjectOwnership {
    /// The setting that the API calls so (`BucketOwnerEnforced`, `BucketOwnerPreferred`, `ObjectWriter`).
    ///
    /// ```
    /// use portcullis_ownership::rules::s3::ObjectOwnership;
    /// assert_eq!(ObjectOwnership::named("ObjectWriter"), Some(ObjectOwnership::ObjectWriter));
    /// assert_eq!(ObjectOwnership::named("objectwriter"), None);
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [
            Self::BucketOwnerEnforced,
            Self::BucketOwnerPreferred,
            Self::ObjectWriter,
        ]
        .into_iter()
        .find(|setting| setting.name() == name)
    }

    /// The name in the API.
    ///
    /// ```
    /// use portcullis_ownership::rules::s3::ObjectOwnership;
    /// assert_eq!(ObjectOwnership::default().name(), "BucketOwnerEnforced");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BucketOwnerEnforced => "BucketOwnerEnforced",
            Self::BucketOwnerPreferred => "BucketOwnerPreferred",
            Self::ObjectWriter => "ObjectWriter",
        }
    }
}

/// The canned access control list that an object is uploaded with, as far as ownership depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "ownership tells one list from all others"
)]
pub enum ObjectAcl {
    /// `bucket-owner-full-control`.
    BucketOwnerFullControl,
    /// Any other list, or none.
    #[default]
    Other,
}

impl ObjectAcl {
    /// The list that is called so: `bucket-owner-full-control`, or `other`.
    ///
    /// ```
    /// use portcullis_ownership::rules::s3::ObjectAcl;
    /// assert_eq!(ObjectAcl::named("bucket-owner-full-control"), Some(ObjectAcl::BucketOwnerFullControl));
    /// assert_eq!(ObjectAcl::named("public-read"), None);
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::BucketOwnerFullControl, Self::Other]
            .into_iter()
            .find(|acl| acl.name() == name)
    }

    /// The name: that of the API for the one list, `other` for all others.
    ///
    /// ```
    /// use portcullis_ownership::rules::s3::ObjectAcl;
    /// assert_eq!(ObjectAcl::default().name(), "other");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BucketOwnerFullControl => "bucket-owner-full-control",
            Self::Other => "other",
        }
    }
}

/// Who owns an object that `creator` uploads into a bucket of `bucket_owner`: the bucket owner where the setting, with the
/// list, says so; else the uploading account, or the anonymous user for an unsigned request.
///
/// `None` for an AWS service that acts for itself in a bucket whose setting leaves objects to their writers: its account is
/// not known.
///
/// # Source
///
/// EV 8.11, EV 8.12 (Amazon S3 User Guide, controlling ownership of objects).
///
/// ```
/// use portcullis_ownership::rules::s3::{ObjectAcl, ObjectOwnership, object_owner};
/// use portcullis_ownership::{Creator, Owner};
/// let bucket_owner = "111122223333".parse()?;
/// let bob = Creator::principal("arn:aws:iam::444455556666:user/bob".parse()?)?;
/// let owner = |setting, acl| object_owner(&bob, bucket_owner, setting, acl);
/// assert_eq!(owner(ObjectOwnership::BucketOwnerEnforced, ObjectAcl::Other), Some(Owner::Account(bucket_owner)));
/// assert_eq!(owner(ObjectOwnership::ObjectWriter, ObjectAcl::Other), Some(Owner::Account("444455556666".parse()?)));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[must_use]
pub fn object_owner(
    creator: &Creator,
    bucket_owner: AccountId,
    setting: ObjectOwnership,
    acl: ObjectAcl,
) -> Option<Owner> {
    let to_bucket_owner = match setting {
        ObjectOwnership::BucketOwnerEnforced => true,
        ObjectOwnership::BucketOwnerPreferred => acl == ObjectAcl::BucketOwnerFullControl,
        ObjectOwnership::ObjectWriter => false,
    };
    if to_bucket_owner {
        Some(Owner::Account(bucket_owner))
    } else if creator.is_anonymous() {
        Some(Owner::AnonymousUser)
    } else {
        owner_of(creator).map(Owner::Account)
    }
}

/// Whether the policy of the bucket can allow access to the object, rather than only deny it: it can where the bucket's owner
/// owns the object too.
///
/// # Source
///
/// EV 7.3, EV 8.13.
///
/// ```
/// use portcullis_ownership::Owner;
/// use portcullis_ownership::rules::s3::bucket_policy_can_allow;
/// let bucket_owner = "111122223333".parse()?;
/// assert!(bucket_policy_can_allow(Owner::Account(bucket_owner), bucket_owner));
/// assert!(!bucket_policy_can_allow(Owner::AnonymousUser, bucket_owner));
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
#[must_use]
pub fn bucket_policy_can_allow(object_owner: Owner, bucket_owner: AccountId) -> bool {
    object_owner == Owner::Account(bucket_owner)
}

/// What the owner of a bucket can do with an object in it that another account owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ObjectAccess {
    /// Denying others access to it.
    Deny,
    /// Deleting it.
    Delete,
    /// Archiving it, or restoring it from the archive.
    ArchiveOrRestore,
    /// Reading it or its properties.
    Read,
    /// Granting others access to it.
    Grant,
}

/// Whether the owner of a bucket keeps the access to objects in it that another account owns.
///
/// # Source
///
/// EV 8.13.
///
/// ```
/// use portcullis_ownership::rules::s3::{ObjectAccess, bucket_owner_keeps};
/// assert!(bucket_owner_keeps(ObjectAccess::Delete));
/// assert!(!bucket_owner_keeps(ObjectAccess::Read));
/// ```
#[must_use]
pub const fn bucket_owner_keeps(access: ObjectAccess) -> bool {
    match access {
        ObjectAccess::Deny | ObjectAccess::Delete | ObjectAccess::ArchiveOrRestore => true,
        ObjectAccess::Read | ObjectAccess::Grant => false,
    }
}

/// What an S3 ARN names.
enum Kind {
    /// `arn:P:s3:::BUCKET`.
    Bucket,
    /// `arn:P:s3:::BUCKET/KEY`, with the ARN of the bucket.
    Object(Arn),
    /// An ARN with Region or account: an access point, a batch job, ….
    Other,
}

impl Kind {
    fn of(arn: &Arn) -> Result<Self, CreateErrorKind> {
        if !arn.region().is_empty() || !arn.account().is_empty() {
            return Ok(Self::Other);
        }
        match arn.resource().split_once('/') {
            None => Ok(Self::Bucket),
            Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => {
                let text = alloc::format!("arn:{}:s3:::{bucket}", arn.partition());
                text.parse()
                    .map(Self::Object)
                    .map_err(|_| CreateErrorKind::UnknownKind)
            }
            Some(_) => Err(CreateErrorKind::UnknownKind),
        }
    }
}

fn parent(creation: &Creation) -> Result<Option<Arn>, CreateErrorKind> {
    match (Kind::of(&creation.arn)?, creation.detail) {
        (Kind::Bucket, None | Some(Detail::ObjectOwnership(_))) if creation.parent.is_none() => {
            Ok(None)
        }
        (Kind::Bucket, None | Some(Detail::ObjectOwnership(_))) => {
            Err(CreateErrorKind::ParentNotAllowed)
        }
        (Kind::Object(bucket), None | Some(Detail::ObjectAcl(_))) => match &creation.parent {
            Some(named) if *named != bucket => Err(CreateErrorKind::ParentOfWrongKind),
            _ => Ok(Some(bucket)),
        },
        (Kind::Other, None) => Ok(creation.parent.clone()),
        (_, Some(_)) => Err(CreateErrorKind::DetailNotApplicable),
    }
}

fn owner(
    creator: &Creator,
    creation: &Creation,
    parent: Option<&Resource>,
) -> Result<Owner, CreateErrorKind> {
    let (Kind::Object(_), Some(bucket)) = (Kind::of(&creation.arn)?, parent) else {
        return general::owner(creator, creation, parent);
    };
    let setting = match bucket.detail() {
        Some(Detail::ObjectOwnership(setting)) => setting,
        _ => ObjectOwnership::default(),
    };
    let acl = match creation.detail {
        Some(Detail::ObjectAcl(acl)) => acl,
        _ => ObjectAcl::default(),
    };
    bucket
        .owner()
        .account()
        .and_then(|bucket_owner| object_owner(creator, bucket_owner, setting, acl))
        .ok_or(CreateErrorKind::CreatorWithoutAccount)
}

/// A bucket must be empty when it is deleted.
fn outlived(resource: &Resource) -> bool {
    !matches!(Kind::of(resource.arn()), Ok(Kind::Bucket))
}

/// Whoever uploads an object into a bucket that enforces it, the bucket owner owns the object. A bucket of which the setting is not
/// recorded may be older than that setting.
fn implied(ledger: View<'_>, arn: &Arn) -> Option<Owner> {
    let Ok(Kind::Object(bucket)) = Kind::of(arn) else {
        return None;
    };
    let bucket = ledger.resource(bucket.as_str())?;
    let enforced = Detail::ObjectOwnership(ObjectOwnership::BucketOwnerEnforced);
    (bucket.detail() == Some(enforced)).then_some(bucket.owner())
}
