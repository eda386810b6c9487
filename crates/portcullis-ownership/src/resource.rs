//! Resources, each with its owner, its parent and who created it.

use portcullis_arn::Arn;

use crate::{Creation, Creator, Detail, Owner, Timestamp};

/// A resource in one of the lives that its ARN has had: from a creation to the deletion that ended it, if one did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    arn: Arn,
    // INVARIANT: set once, when the resource is created; nothing shares or hands it on (EV 8.8, EV 8.9).
    owner: Owner,
    parent: Option<Arn>,
    created_by: Creator,
    detail: Option<Detail>,
    created_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
}

impl Resource {
    /// The ARN, which no other resource of the ledger has while this one lives (R10).
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// assert_eq!(bucket.arn().as_str(), "arn:aws:s3:::b");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn arn(&self) -> &Arn {
        &self.arn
    }

    /// Who owns it (R1).
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger, Owner};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// assert_eq!(bucket.owner(), Owner::Account("111122223333".parse()?));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn owner(&self) -> Owner {
        self.owner
    }

    /// The resource that it was created from; it was live then and may have been deleted since.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// let object = ledger.create(&root, Creation::new("arn:aws:s3:::b/k".parse()?), time)?;
    /// assert_eq!(object.parent().map(|arn| arn.as_str()), Some("arn:aws:s3:::b"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn parent(&self) -> Option<&Arn> {
        self.parent.as_ref()
    }

    /// Who created it, as it was then.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// assert_eq!(bucket.created_by(), &root);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn created_by(&self) -> &Creator {
        &self.created_by
    }

    /// What its service's rules know of it beside the ARN.
    ///
    /// ```
    /// # use portcullis_ownership::rules::elasticache::Engine;
    /// # use portcullis_ownership::{Creation, Creator, Detail, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// let cluster = "arn:aws:elasticache:us-east-2:111122223333:cluster:c".parse()?;
    /// let cluster = ledger.create(&root, Creation::new(cluster).with(Engine::Redis), time)?;
    /// assert_eq!(cluster.detail(), Some(Detail::CacheEngine(Engine::Redis)));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn detail(&self) -> Option<Detail> {
        self.detail
    }
    /// When it was created.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// assert_eq!(bucket.created_at(), time);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// When it was deleted; `None` while it lives.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// let bucket = ledger.delete(&"arn:aws:s3:::b".parse()?, time)?;
    /// assert_eq!(bucket.deleted_at(), Some(time));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn deleted_at(&self) -> Option<Timestamp> {
        self.deleted_at
    }

    /// Whether it lives at that time: it was created then or before, and not deleted by then. A resource that was created and
    /// deleted at one time never lives.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
    /// assert!(bucket.lives_at("2026-03-01T12:00:00Z".parse()?));
    /// assert!(!bucket.lives_at("2026-03-01T11:59:59Z".parse()?));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lives_at(&self, time: Timestamp) -> bool {
        self.created_at <= time && self.deleted_at.is_none_or(|deleted| time < deleted)
    }

    /// Whether it lives still.
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// # let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// assert!(ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?.is_live());
    /// assert!(!ledger.delete(&"arn:aws:s3:::b".parse()?, time)?.is_live());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// Whether it lives at that time, or still.
    pub(crate) fn lives(&self, until: Option<Timestamp>) -> bool {
        until.map_or_else(|| self.is_live(), |time| self.lives_at(time))
    }

    pub(crate) fn new(
        creation: &Creation,
        creator: Creator,
        owner: Owner,
        parent: Option<Arn>,
        created_at: Timestamp,
    ) -> Self {
        Self {
            arn: creation.arn.clone(),
            owner,
            parent,
            created_by: creator,
            detail: creation.detail,
            created_at,
            deleted_at: None,
        }
    }
}
