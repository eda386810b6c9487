//! The ledger: the live resources, each with its owner, its parent and who created it.

use alloc::collections::{BTreeMap, BTreeSet};

use portcullis_arn::{AccountId, Arn, PrincipalArn};

use crate::{
    CreateError, CreateErrorKind, Creation, Creator, DeleteError, DeleteErrorKind, Detail, Owner,
    rules,
};

/// A live resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    arn: Arn,
    // INVARIANT: set once, when the resource is created; nothing shares or hands it on (EV 8.8, EV 8.9).
    owner: Owner,
    parent: Option<Arn>,
    created_by: Creator,
    detail: Option<Detail>,
}

impl Resource {
    /// The ARN, which no other live resource of the ledger has (R10).
    ///
    /// ```
    /// # use portcullis_ownership::{Creation, Creator, Ledger};
    /// # let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?))?;
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
    /// # let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?))?;
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
    /// # let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?))?;
    /// let object = ledger.create(&root, Creation::new("arn:aws:s3:::b/k".parse()?))?;
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
    /// # let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// let bucket = ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?))?;
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
    /// # let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// let cluster = "arn:aws:elasticache:us-east-2:111122223333:cluster:c".parse()?;
    /// let cluster = ledger.create(&root, Creation::new(cluster).with(Engine::Redis))?;
    /// assert_eq!(cluster.detail(), Some(Detail::CacheEngine(Engine::Redis)));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn detail(&self) -> Option<Detail> {
        self.detail
    }
}

/// The live resources, sorted by ARN.
///
/// Every resource in it has an owner (R1) and an ARN of its own (R10), and had a live parent of a fitting kind when it was
/// created, if it is a subresource (EV 8.7). Nothing but its creation decides its owner, so neither deleting the creator nor
/// sharing the resource changes it (EV 8.8, EV 8.9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    live: BTreeMap<Arn, Resource>,
    // INVARIANT: the ARNs of live resources by that of their parent, live or not; no set is empty.
    children: BTreeMap<Arn, BTreeSet<Arn>>,
}

impl Ledger {
    /// A ledger without resources.
    ///
    /// ```
    /// assert!(portcullis_ownership::Ledger::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            live: BTreeMap::new(),
            children: BTreeMap::new(),
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
    /// let alice = Creator::principal("arn:aws:iam::111122223333:user/alice".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// let queue = ledger.create(&alice, Creation::new("arn:aws:sqs:us-east-2:111122223333:jobs".parse()?))?;
    /// assert_eq!(queue.owner().account(), alice.account());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first rule that the creation breaks; then nothing is recorded.
    pub fn create(
        &mut self,
        creator: &Creator,
        creation: Creation,
    ) -> Result<&Resource, CreateError> {
        let refused = |kind| CreateError::new(kind, creation.arn.clone());
        if self.live.contains_key(&creation.arn) {
            return Err(refused(CreateErrorKind::AlreadyLive));
        }
        let (owner, parent) = self.admit(creator, &creation)?;
        if let Some(parent) = &parent {
            self.children
                .entry(parent.clone())
                .or_default()
                .insert(creation.arn.clone());
        }
        let Creation { arn, detail, .. } = creation;
        let resource = Resource {
            arn: arn.clone(),
            owner,
            parent,
            created_by: creator.clone(),
            detail,
        };
        Ok(self.live.entry(arn).or_insert(resource))
    }

    /// Who would own the resource, and from what it would be created.
    fn admit(
        &self,
        creator: &Creator,
        creation: &Creation,
    ) -> Result<(Owner, Option<Arn>), CreateError> {
        let refused = |kind| CreateError::new(kind, creation.arn.clone());
        let of_parent = |kind, parent: &Arn| CreateError::new(kind, parent.clone());
        let rules = rules::of(&creation.arn);
        let parent = (rules.parent)(creation).map_err(refused)?;
        let live = match &parent {
            Some(arn) => {
                let found = self.live.get(arn);
                Some(found.ok_or_else(|| of_parent(CreateErrorKind::ParentNotFound, arn))?)
            }
            None => None,
        };
        let owner =
            (rules.owner)(creator, creation, live).map_err(|kind| match (kind, &parent) {
                (
                    CreateErrorKind::ParentOfWrongKind | CreateErrorKind::ParentElsewhere,
                    Some(arn),
                ) => of_parent(kind, arn),
                _ => refused(kind),
            })?;
        place(creator, &creation.arn, owner).map_err(refused)?;
        Ok((owner, parent))
    }

    /// Records that a resource was deleted, and gives it back. Its ARN is free from then on.
    ///
    /// Resources created from it stay, but for a bucket, which must be empty.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// let arn: portcullis_arn::Arn = "arn:aws:s3:::b".parse()?;
    /// ledger.create(&root, Creation::new(arn.clone()))?;
    /// assert_eq!(ledger.delete(&arn)?.arn(), &arn);
    /// assert!(ledger.delete(&arn).is_err());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No live resource has the ARN, or it has live subresources that it cannot be deleted without.
    pub fn delete(&mut self, arn: &Arn) -> Result<Resource, DeleteError> {
        let refused = |kind| DeleteError::new(kind, arn.clone());
        let resource = self
            .live
            .get(arn)
            .ok_or_else(|| refused(DeleteErrorKind::NotFound))?;
        if self.children.contains_key(arn) && !(rules::of(arn).outlived)(resource) {
            return Err(refused(DeleteErrorKind::NotEmpty));
        }
        let resource = self
            .live
            .remove(arn)
            .ok_or_else(|| refused(DeleteErrorKind::NotFound))?;
        if let Some(parent) = &resource.parent {
            self.forget_child(parent, arn);
        }
        Ok(resource)
    }

    fn forget_child(&mut self, parent: &Arn, child: &Arn) {
        if let Some(children) = self.children.get_mut(parent) {
            children.remove(child);
            if children.is_empty() {
                self.children.remove(parent);
            }
        }
    }

    /// The live resource with that ARN.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert!(Ledger::new().resource("arn:aws:s3:::b").is_none());
    /// ```
    #[must_use]
    pub fn resource(&self, arn: &str) -> Option<&Resource> {
        self.live.get(arn)
    }

    /// The owner of the live resource with that ARN.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?))?;
    /// assert_eq!(ledger.owner("arn:aws:s3:::b").and_then(|owner| owner.account()), root.account());
    /// assert_eq!(ledger.owner("arn:aws:s3:::c"), None);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn owner(&self, arn: &str) -> Option<Owner> {
        self.resource(arn).map(Resource::owner)
    }

    /// All live resources, sorted by ARN.
    ///
    /// ```
    /// use portcullis_ownership::Ledger;
    /// assert_eq!(Ledger::new().resources().count(), 0);
    /// ```
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.live.values()
    }

    /// The live resources that the account owns, sorted by ARN; looks at every live resource.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?))?;
    /// assert_eq!(ledger.owned_by("111122223333".parse()?).count(), 1);
    /// assert_eq!(ledger.owned_by("444455556666".parse()?).count(), 0);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn owned_by(&self, account: AccountId) -> impl Iterator<Item = &Resource> {
        self.resources()
            .filter(move |resource| resource.owner.account() == Some(account))
    }

    /// The live resources that the principal created, sorted by ARN; looks at every live resource.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let alice: portcullis_arn::PrincipalArn = "arn:aws:iam::111122223333:user/alice".parse()?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&Creator::principal(alice.clone())?, Creation::new("arn:aws:s3:::b".parse()?))?;
    /// assert_eq!(ledger.created_by(&alice).count(), 1);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn created_by(&self, principal: &PrincipalArn) -> impl Iterator<Item = &Resource> {
        self.resources()
            .filter(move |resource| resource.created_by.principal_arn() == Some(principal))
    }

    /// The live resources that were created from a resource with that ARN, sorted by ARN.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let root = Creator::principal("arn:aws:iam::111122223333:root".parse()?)?;
    /// let mut ledger = Ledger::new();
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b".parse()?))?;
    /// ledger.create(&root, Creation::new("arn:aws:s3:::b/k".parse()?))?;
    /// assert!(ledger.children("arn:aws:s3:::b").map(|object| object.arn().resource()).eq(["b/k"]));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn children(&self, arn: &str) -> impl Iterator<Item = &Resource> {
        self.children
            .get(arn)
            .into_iter()
            .flatten()
            .filter_map(|child| self.live.get(child))
    }

    /// How many resources are live.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::Ledger::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether no resource is live.
    ///
    /// ```
    /// assert!(portcullis_ownership::Ledger::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }
}

/// Whether the ARN lies where the creator and the owner are.
fn place(creator: &Creator, arn: &Arn, owner: Owner) -> Result<(), CreateErrorKind> {
    if creator
        .partition()
        .is_some_and(|partition| partition.as_str() != arn.partition())
    {
        return Err(CreateErrorKind::PartitionMismatch);
    }
    let named = arn.account();
    let owns = owner
        .account()
        .is_some_and(|account| account.as_str() == named);
    if named.is_empty() || owns {
        Ok(())
    } else {
        Err(CreateErrorKind::AccountMismatch)
    }
}
