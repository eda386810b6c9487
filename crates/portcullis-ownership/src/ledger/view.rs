//! The ledger at one time.

use core::fmt;

use portcullis_arn::{AccountId, Arn, PrincipalArn};

use super::state::State;
use crate::{Owner, Resource, Timestamp, rules};

/// Whoever knows owners of resources: a ledger, a ledger at a time, or something of the caller's own.
///
/// ```
/// use portcullis_ownership::{Creation, Creator, Ledger, OwnerLookup};
/// let root = Creator::named("arn:aws:iam::111122223333:root")?;
/// let mut ledger = Ledger::new();
/// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
/// let known: &dyn OwnerLookup = &ledger;
/// assert!(known.owner_of(&"arn:aws:s3:::b".parse()?).is_some());
/// assert!(known.owner_of(&"arn:aws:s3:::b/k".parse()?).is_none());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub trait OwnerLookup: fmt::Debug + Sync {
    /// The owner of the resource; `None` where it is not known.
    fn owner_of(&self, arn: &Arn) -> Option<Owner>;
}

/// The live resources of one time, sorted by ARN.
///
/// ```
/// use portcullis_ownership::{Creation, Creator, Ledger};
/// let mut ledger = Ledger::new();
/// let bucket: portcullis_arn::Arn = "arn:aws:s3:::b".parse()?;
/// let (alice, bob) = (Creator::named("arn:aws:iam::111122223333:user/a")?, Creator::named("arn:aws:iam::444455556666:user/b")?);
/// ledger.create(&alice, Creation::new(bucket.clone()), "2026-03-01T00:00:00Z".parse()?)?;
/// ledger.delete(&bucket, "2026-03-02T00:00:00Z".parse()?)?;
/// ledger.create(&bob, Creation::new(bucket), "2026-03-03T00:00:00Z".parse()?)?;
/// let owner = |time: &str| Ok::<_, Box<dyn core::error::Error>>(ledger.at(time.parse()?).owner("arn:aws:s3:::b"));
/// assert_eq!(owner("2026-03-01T18:00:00Z")?, alice.account().map(Into::into));
/// assert_eq!(owner("2026-03-02T18:00:00Z")?, None);
/// assert_eq!(owner("2026-03-03T18:00:00Z")?, bob.account().map(Into::into));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    state: &'a State,
    /// `None` is now: after the last entry, whatever its time.
    time: Option<Timestamp>,
}

impl<'a> View<'a> {
    pub(super) const fn new(state: &'a State, time: Option<Timestamp>) -> Self {
        Self { state, time }
    }

    /// The live one of the lives of an ARN.
    fn live(self, lives: &'a [Resource]) -> Option<&'a Resource> {
        let Some(time) = self.time else {
            return lives.last().filter(|life| life.is_live());
        };
        let begun = lives.partition_point(|life| life.created_at() <= time);
        let last = lives.get(begun.checked_sub(1)?)?;
        last.lives(self.time).then_some(last)
    }

    /// The resource with that ARN.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert!(Ledger::new().now().resource("arn:aws:s3:::b").is_none());
    /// ```
    #[must_use]
    pub fn resource(self, arn: &str) -> Option<&'a Resource> {
        self.live(self.state.lives(arn))
    }

    /// The owner of the resource with that ARN.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert!(Ledger::new().now().owner("arn:aws:s3:::b").is_none());
    /// ```
    #[must_use]
    pub fn owner(self, arn: &str) -> Option<Owner> {
        self.resource(arn).map(Resource::owner)
    }

    /// All resources, sorted by ARN; looks at every ARN of the ledger.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert_eq!(Ledger::new().now().resources().count(), 0);
    /// ```
    pub fn resources(self) -> impl Iterator<Item = &'a Resource> {
        self.state.all().filter_map(move |lives| self.live(lives))
    }

    /// The resources that the account owns, sorted by ARN; looks at every ARN of the ledger.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// assert_eq!(ledger.at(time).owned_by("111122223333".parse()?).count(), 1);
    /// assert_eq!(ledger.at(time).owned_by("444455556666".parse()?).count(), 0);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn owned_by(self, account: AccountId) -> impl Iterator<Item = &'a Resource> {
        self.resources()
            .filter(move |resource| resource.owner().account() == Some(account))
    }

    /// The resources that the principal created, sorted by ARN; looks at every ARN of the ledger.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let alice = Creator::named("arn:aws:iam::111122223333:user/alice")?;
    /// let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&alice, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// assert_eq!(alice.principal_arn().map(|alice| ledger.at(time).created_by(alice).count()), Some(1));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn created_by(self, principal: &PrincipalArn) -> impl Iterator<Item = &'a Resource> {
        self.resources()
            .filter(move |resource| resource.created_by().principal_arn() == Some(principal))
    }

    /// The resources that were created from one with that ARN, sorted by ARN; looks at every ARN that ever was.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let time = "2026-03-01T12:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), time)?;
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b/k".parse()?), time)?;
    /// assert!(ledger.at(time).children("arn:aws:s3:::b").map(|object| object.arn().resource()).eq(["b/k"]));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn children(self, arn: &str) -> impl Iterator<Item = &'a Resource> {
        self.state
            .children_of(arn)
            .filter_map(move |child| self.resource(child.as_str()))
            .filter(move |child| child.parent().is_some_and(|parent| parent.as_str() == arn))
    }

    /// How many resources there are; looks at every ARN of the ledger, but for the present.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::Ledger::new().now().len(), 0);
    /// ```
    #[must_use]
    pub fn len(self) -> usize {
        match self.time {
            None => self.state.live(),
            Some(_) => self.resources().count(),
        }
    }

    /// Whether there are none.
    ///
    /// ```
    /// assert!(portcullis_ownership::Ledger::new().now().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(self) -> bool {
        match self.time {
            None => self.state.live() == 0,
            Some(_) => self.resources().next().is_none(),
        }
    }
}

impl OwnerLookup for View<'_> {
    /// The owner of the resource; of one that is not in the ledger the owner that a rule gives whoever created it: an object of a
    /// bucket that is recorded as `BucketOwnerEnforced` belongs to the bucket's owner, a part of an API to the API's owner.
    fn owner_of(&self, arn: &Arn) -> Option<Owner> {
        self.owner(arn.as_str())
            .or_else(|| (rules::of(arn).implied)(*self, arn))
    }
}
