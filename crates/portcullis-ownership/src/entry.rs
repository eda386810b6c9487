//! Entries of the ledger, and the JSON text that each is stored as.

mod error;
mod read;

pub use error::{EntryError, EntryErrorKind};
pub(crate) use read::read;

use alloc::string::String;
use core::fmt::{self, Write};

use portcullis_json::write_string;

use crate::change::{Change, Event};
use crate::{Creation, Detail, Resource, Timestamp};

/// The version of the form that is written, and the only one that is read.
pub(crate) const VERSION: u64 = 1;

/// What the ledger recorded: that a life of a resource began or ended.
///
/// Its text form is one JSON object on one line, with these members in this order; a member without a value is left out.
///
/// | member | value |
/// |---|---|
/// | `version` | the number 1 |
/// | `sequence` | the place of the entry in the ledger, a number from 1 without gaps |
/// | `time` | when it happened, RFC 3339 in UTC; never before the time of the entry before it |
/// | `event` | `created` or `deleted`; a `deleted` entry has only `arn` besides |
/// | `arn` | the resource |
/// | `owner` | its owner: an account id, or [`crate::ANONYMOUS_USER`] |
/// | `creator` | the ARN of a principal, the name of a service, or `*` for an anonymous caller |
/// | `assumedBy` | the ARN of the principal that assumed the creator's role |
/// | `through` | the name of the service that passed the request on |
/// | `parent` | the ARN of the resource that it was created from |
/// | `engine` | of a cache cluster: `memcached`, `redis`, `valkey` |
/// | `objectOwnership` | of a bucket: `BucketOwnerEnforced`, `BucketOwnerPreferred`, `ObjectWriter` |
/// | `acl` | of an object: `bucket-owner-full-control`, or `other` |
///
/// The form is stable: readers may rely on it, and a form that they cannot read gets another version.
///
/// ```
/// use portcullis_ownership::{Creation, Creator, Ledger};
/// let mut ledger = Ledger::new();
/// let root = Creator::named("arn:aws:iam::111122223333:root")?;
/// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
/// let entry = ledger.entries().next().expect("has an entry");
/// assert_eq!(
///     entry.to_string(),
///     r#"{"version":1,"sequence":1,"time":"2026-03-01T12:00:00Z","event":"created","arn":"arn:aws:s3:::b","owner":"111122223333","creator":"arn:aws:iam::111122223333:root"}"#
/// );
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    pub(crate) sequence: u64,
    pub(crate) kind: EntryKind,
    pub(crate) resource: &'a Resource,
    pub(crate) time: Timestamp,
}

/// What an entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a life has a beginning and an end")]
pub enum EntryKind {
    /// A creation.
    Created,
    /// A deletion.
    Deleted,
}

impl EntryKind {
    /// The name in the text form.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::EntryKind::Deleted.name(), "deleted");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Deleted => "deleted",
        }
    }
}

impl<'a> Entry<'a> {
    /// The place in the ledger, from 1 without gaps.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
    /// assert!(ledger.entries().map(|entry| entry.sequence()).eq([1]));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn sequence(self) -> u64 {
        self.sequence
    }

    /// Whether it is a creation or a deletion.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, EntryKind, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
    /// assert!(ledger.entries().map(|entry| entry.kind()).eq([EntryKind::Created]));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn kind(self) -> EntryKind {
        self.kind
    }

    /// The life that began or ended, as it is known now.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
    /// assert!(ledger.entries().all(|entry| entry.resource().arn().resource() == "b"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn resource(self) -> &'a Resource {
        self.resource
    }

    /// When it happened.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// let time = "2026-03-01T12:00:00Z".parse()?;
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// assert!(ledger.entries().all(|entry| entry.time() == time));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn time(self) -> Timestamp {
        self.time
    }
}

impl Entry<'_> {
    /// As something to be recorded, with the owner that was.
    pub(crate) fn to_change(self) -> Change {
        let resource = self.resource;
        let arn = resource.arn().clone();
        match self.kind {
            EntryKind::Created => Change {
                time: self.time,
                event: Event::Created {
                    creator: resource.created_by().clone(),
                    creation: Creation {
                        arn,
                        parent: resource.parent().cloned(),
                        detail: resource.detail(),
                    },
                },
                owner: Some(resource.owner()),
            },
            EntryKind::Deleted => Change {
                time: self.time,
                event: Event::Deleted { arn },
                owner: None,
            },
        }
    }
}

impl fmt::Display for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{\"version\":{VERSION},\"sequence\":{}", self.sequence)?;
        let mut member = |name: &str, value: &str| {
            write!(f, ",\"{name}\":")?;
            write_string(f, value)
        };
        let resource = self.resource;
        member("time", &text(self.time))?;
        member("event", self.kind.name())?;
        member("arn", resource.arn().as_str())?;
        if self.kind == EntryKind::Created {
            let creator = resource.created_by();
            member("owner", &text(resource.owner()))?;
            member("creator", &text(creator))?;
            if let Some(caller) = creator.caller() {
                member("assumedBy", caller.as_str())?;
            }
            if let Some(service) = creator.via() {
                member("through", service.as_str())?;
            }
            if let Some(parent) = resource.parent() {
                member("parent", parent.as_str())?;
            }
            match resource.detail() {
                Some(Detail::CacheEngine(engine)) => member("engine", engine.name())?,
                Some(Detail::ObjectOwnership(setting)) => {
                    member("objectOwnership", setting.name())?;
                }
                Some(Detail::ObjectAcl(acl)) => member("acl", acl.name())?,
                None => {}
            }
        }
        f.write_char('}')
    }
}

fn text(value: impl fmt::Display) -> String {
    alloc::format!("{value}")
}
