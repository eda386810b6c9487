//! The ledger: who created and deleted what, and who owned it when.

mod state;
mod view;

pub use view::{OwnerLookup, View};

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use portcullis_arn::{AccountId, Arn, PrincipalArn};

use crate::{
    BatchError, Change, Creation, Creator, Entry, LedgerError, MemoryStore, OpenError, Owner,
    Resource, Store, StoreError, Timestamp, entry,
};
use state::{Authority, State};

/// An append-only record of creations and deletions, and the resources that follow from it.
///
/// Every resource in it has an owner (R1), an ARN that no other has at the same time (R10), and had a live parent of a fitting
/// kind when it was created, if it is a subresource (EV 8.7). Nothing but its creation decides its owner, so neither deleting the
/// creator nor sharing the resource changes it (EV 8.8, EV 8.9). An ARN that is created again begins a new life, perhaps with
/// another owner; the old one stays visible at old times.
///
/// Entries stand in the order of their times, of which several may be equal. What the ledger holds at a time is what the
/// entries up to and at that time say. The questions are asked with the methods here for the present, and with [`Ledger::at`]
/// for any time.
///
/// The entries are kept by a [`Store`], and once more in memory: some hundred bytes for each entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger<S = MemoryStore> {
    // INVARIANT: what the entries of the store say, unless `closed`.
    state: State,
    store: S,
    closed: bool,
}

impl Ledger {
    /// A ledger in memory, without entries.
    ///
    /// ```
    /// assert!(portcullis_ownership::Ledger::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            state: State::new(),
            store: MemoryStore::new(),
            closed: false,
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Store> Ledger<S> {
    /// The ledger that a store holds.
    ///
    /// The owners are those that were recorded; whether today's rules give the same ones is what [`Ledger::disagreements`] says.
    ///
    /// ```
    /// use portcullis_ownership::{Ledger, MemoryStore};
    /// let store = MemoryStore::from_entries([
    ///     r#"{"version":1,"sequence":1,"time":"2026-03-01T12:00:00Z","event":"created","arn":"arn:aws:s3:::b","owner":"111122223333","creator":"arn:aws:iam::111122223333:root"}"#,
    ///     r#"{"version":1,"sequence":2,"time":"2026-03-02T12:00:00Z","event":"deleted","arn":"arn:aws:s3:::b"}"#,
    /// ]);
    /// let ledger = Ledger::open(store)?;
    /// assert_eq!(ledger.owner("arn:aws:s3:::b"), None);
    /// assert!(ledger.at("2026-03-02T11:00:00Z".parse()?).owner("arn:aws:s3:::b").is_some());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A store that fails or whose content is damaged, and entries that do not follow from each other.
    pub fn open(mut store: S) -> Result<Self, OpenError> {
        let mut state = State::new();
        let mut refused = None;
        store.read(&mut |text| {
            if refused.is_none() {
                refused = restore(&mut state, text).err();
            }
        })?;
        match refused {
            Some(error) => Err(error),
            None => Ok(Self {
                state,
                store,
                closed: false,
            }),
        }
    }

    /// Records that `creator` created a resource, and says who owns it.
    ///
    /// # Source
    ///
    /// EV 8.1 to 8.7, EV 8.11, EV 8.12; R1, R9, R10, R12 to R15.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let alice = Creator::named("arn:aws:iam::111122223333:user/alice")?;
    /// let queue = Creation::new("arn:aws:sqs:us-east-2:111122223333:jobs".parse()?);
    /// let mut ledger = Ledger::new();
    /// let queue = ledger.create(&alice, queue, "2026-03-01T12:00:00Z".parse()?)?;
    /// assert_eq!(queue.owner().account(), alice.account());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first rule that the creation breaks, a time before that of the last entry, or a store that fails; then the ledger is
    /// as it was.
    pub fn create(
        &mut self,
        creator: &Creator,
        creation: Creation,
        time: Timestamp,
    ) -> Result<&Resource, LedgerError> {
        let arn = creation.arn.clone();
        self.record(&[Change::created(creator.clone(), creation, time)])?;
        self.state
            .last_life(arn.as_str())
            .ok_or(LedgerError::Closed)
    }

    /// Records that a resource was deleted, and gives back its life. Its ARN is free from then on.
    ///
    /// Resources created from it stay, but for what must go first: the objects of a bucket, the parts of an API.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let (arn, time): (portcullis_arn::Arn, _) = ("arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?);
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new(arn.clone()), time)?;
    /// assert_eq!(ledger.delete(&arn, time)?.arn(), &arn);
    /// assert!(ledger.delete(&arn, time).is_err());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No live resource has the ARN, or it has live subresources that it cannot be deleted without; a time before that of the
    /// last entry; a store that fails. Then the ledger is as it was.
    pub fn delete(&mut self, arn: &Arn, time: Timestamp) -> Result<&Resource, LedgerError> {
        self.record(&[Change::deleted(arn.clone(), time)])?;
        self.state
            .last_life(arn.as_str())
            .ok_or(LedgerError::Closed)
    }

    /// Records several changes in their order: all of them, or none.
    ///
    /// ```
    /// use portcullis_ownership::{Change, Creation, Creator, Ledger};
    /// let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let time = "2026-03-01T12:00:00Z".parse()?;
    /// let bucket = Change::created(root.clone(), Creation::new("arn:aws:s3:::b".parse()?), time);
    /// let mut ledger = Ledger::new();
    /// let error = ledger.record(&[bucket.clone(), bucket.clone()]).unwrap_err();
    /// assert_eq!((error.index(), ledger.len()), (1, 0));
    /// ledger.record(&[bucket])?;
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first change that is refused, or a store that fails; then the ledger is as it was.
    pub fn record(&mut self, changes: &[Change]) -> Result<(), BatchError> {
        if self.closed {
            return Err(BatchError::new(0, LedgerError::Closed));
        }
        let before = self.state.entries();
        for (index, change) in changes.iter().enumerate() {
            if let Err(error) = self.state.apply(change, Authority::Rules) {
                self.state.undo_to(before);
                return Err(BatchError::new(index, error));
            }
        }
        let texts: Vec<String> = self
            .state
            .log()
            .skip(before)
            .map(|one| one.to_string())
            .collect();
        // It stays so if the store fails or panics: what is in the store is not known then.
        self.closed = true;
        if let Err(error) = self.append(&texts) {
            self.state.undo_to(before);
            return Err(BatchError::new(0, error.into()));
        }
        self.closed = false;
        Ok(())
    }

    fn append(&mut self, texts: &[String]) -> Result<(), StoreError> {
        if texts.is_empty() {
            return Ok(());
        }
        self.store.append(texts)
    }
}

/// Takes the entry of a store.
fn restore(state: &mut State, text: &str) -> Result<(), OpenError> {
    let sequence = u64::try_from(state.entries())
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let change = entry::read(text)
        .and_then(|draft| draft.into_entry(sequence))
        .map_err(|error| OpenError::Entry { sequence, error })?;
    state
        .apply(&change, Authority::Record)
        .map_err(|error| OpenError::Inconsistent { sequence, error })
}

impl<S> Ledger<S> {
    /// What keeps the entries.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert_eq!(Ledger::new().store().entries().count(), 0);
    /// ```
    #[must_use]
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// The ledger as it is now.
    ///
    /// ```
    /// assert!(portcullis_ownership::Ledger::new().now().is_empty());
    /// ```
    #[must_use]
    pub const fn now(&self) -> View<'_> {
        View::new(&self.state, None)
    }

    /// The ledger as it was at that time, the entries of that time included.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
    /// ledger.delete(&"arn:aws:s3:::b".parse()?, "2026-03-03T12:00:00Z".parse()?)?;
    /// let lives = |time: &str| Ok::<_, portcullis_ownership::TimestampError>(ledger.at(time.parse()?).len());
    /// assert_eq!((lives("2026-03-01T11:59:59Z")?, lives("2026-03-01T12:00:00Z")?), (0, 1));
    /// assert_eq!((lives("2026-03-03T11:59:59Z")?, lives("2026-03-03T12:00:00Z")?), (1, 0));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self, time: Timestamp) -> View<'_> {
        View::new(&self.state, Some(time))
    }

    /// All entries, in their order.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert_eq!(Ledger::new().entries().count(), 0);
    /// ```
    pub fn entries(&self) -> impl ExactSizeIterator<Item = Entry<'_>> {
        self.state.log()
    }

    /// The time of the last entry, before which nothing can be recorded any more.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::Ledger::new().last_time(), None);
    /// ```
    #[must_use]
    pub fn last_time(&self) -> Option<Timestamp> {
        self.state.last_time()
    }

    /// All lives of an ARN, the oldest first.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let (bucket, time): (portcullis_arn::Arn, _) = ("arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?);
    /// let mut ledger = Ledger::new();
    /// ledger.create(&Creator::named("arn:aws:iam::111122223333:root")?, Creation::new(bucket.clone()), time)?;
    /// ledger.delete(&bucket, time)?;
    /// ledger.create(&Creator::named("arn:aws:iam::444455556666:root")?, Creation::new(bucket), time)?;
    /// let owners: Vec<String> = ledger.history("arn:aws:s3:::b").map(|life| life.owner().to_string()).collect();
    /// assert_eq!(owners, ["111122223333", "444455556666"]);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn history(&self, arn: &str) -> impl ExactSizeIterator<Item = &Resource> {
        self.state.lives(arn).iter()
    }

    /// The live resource with that ARN.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert!(Ledger::new().resource("arn:aws:s3:::b").is_none());
    /// ```
    #[must_use]
    pub fn resource(&self, arn: &str) -> Option<&Resource> {
        self.now().resource(arn)
    }

    /// The owner of the live resource with that ARN.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?)?;
    /// assert_eq!(ledger.owner("arn:aws:s3:::b").and_then(|owner| owner.account()), root.account());
    /// assert_eq!(ledger.owner("arn:aws:s3:::c"), None);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn owner(&self, arn: &str) -> Option<Owner> {
        self.now().owner(arn)
    }

    /// All live resources, sorted by ARN; as [`View::resources`].
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert_eq!(Ledger::new().resources().count(), 0);
    /// ```
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.now().resources()
    }

    /// The live resources that the account owns; as [`View::owned_by`].
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert_eq!(Ledger::new().owned_by("111122223333".parse()?).count(), 0);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    pub fn owned_by(&self, account: AccountId) -> impl Iterator<Item = &Resource> {
        self.now().owned_by(account)
    }

    /// The live resources that the principal created; as [`View::created_by`].
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// let root = "arn:aws:iam::111122223333:root".parse()?;
    /// assert_eq!(Ledger::new().created_by(&root).count(), 0);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    pub fn created_by(&self, principal: &PrincipalArn) -> impl Iterator<Item = &Resource> {
        self.now().created_by(principal)
    }

    /// The live resources that were created from a resource with that ARN; as [`View::children`].
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert_eq!(Ledger::new().children("arn:aws:s3:::b").count(), 0);
    /// ```
    pub fn children(&self, arn: &str) -> impl Iterator<Item = &Resource> {
        self.now().children(arn)
    }

    /// How many resources are live.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::Ledger::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.now().len()
    }

    /// Whether no resource is live; the ledger may have entries all the same.
    ///
    /// ```
    /// assert!(portcullis_ownership::Ledger::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.now().is_empty()
    }

    /// The entries that the rules of today would refuse, or give another owner; each with its number and what is wrong with it.
    ///
    /// What was recorded stays what the ledger says. Entries that this crate recorded appear here only if a rule has changed
    /// since, or if somebody wrote entries past the rules.
    ///
    /// ```
    /// use portcullis_ownership::{Ledger, MemoryStore};
    /// let ledger = Ledger::open(MemoryStore::from_entries([
    ///     r#"{"version":1,"sequence":1,"time":"2026-03-01T12:00:00Z","event":"created","arn":"arn:aws:s3:::b","owner":"444455556666","creator":"arn:aws:iam::111122223333:root"}"#,
    /// ]))?;
    /// let found: Vec<(u64, &str)> = ledger.disagreements().iter().map(|(number, error)| (*number, error.code())).collect();
    /// assert_eq!(found, [(1, "owner-differs")]);
    /// # Ok::<(), portcullis_ownership::OpenError>(())
    /// ```
    #[must_use]
    pub fn disagreements(&self) -> Vec<(u64, LedgerError)> {
        let mut state = State::new();
        let mut found = Vec::new();
        for entry in self.entries() {
            let change = entry.to_change();
            if let Err(error) = state.apply(&change, Authority::Rules) {
                found.push((entry.sequence(), error));
                // INVARIANT: it was applied this way when the ledger was opened, or by the rules.
                let _ = state.apply(&change, Authority::Record);
            }
        }
        found
    }
}

impl<S: fmt::Debug + Sync> OwnerLookup for Ledger<S> {
    fn owner_of(&self, arn: &Arn) -> Option<Owner> {
        self.now().owner_of(arn)
    }
}
