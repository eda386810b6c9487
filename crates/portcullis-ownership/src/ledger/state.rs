//! What the entries come to: all lives of all ARNs.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use portcullis_arn::Arn;

use crate::change::Event;
use crate::{
    Change, CreateError, CreateErrorKind, Creation, Creator, DeleteError, DeleteErrorKind, Entry,
    EntryKind, LedgerError, Owner, OwnerError, Resource, TimeError, Timestamp, rules,
};

/// What decides about a change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Authority {
    /// The ownership rules: whether it can be, and who owns the outcome.
    Rules,
    /// The record: it has been, and the owner is the one that it names.
    Record,
}

/// The fold of the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    // INVARIANT: no list is empty; lives follow each other, and at most the last one is live.
    lives: BTreeMap<Arn, Vec<Resource>>,
    // INVARIANT: the ARNs that were ever created from a resource with that ARN; no set is empty.
    children: BTreeMap<Arn, BTreeSet<Arn>>,
    // INVARIANT: one for each entry, in their order; each names a life that is in `lives`.
    steps: Vec<Step>,
    live: usize,
}

/// An entry, as far as the lives do not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    kind: EntryKind,
    arn: Arn,
    life: usize,
    time: Timestamp,
}

impl State {
    pub(super) const fn new() -> Self {
        Self {
            lives: BTreeMap::new(),
            children: BTreeMap::new(),
            steps: Vec::new(),
            live: 0,
        }
    }

    /// How many entries there are.
    pub(super) const fn entries(&self) -> usize {
        self.steps.len()
    }

    /// How many resources are live.
    pub(super) const fn live(&self) -> usize {
        self.live
    }

    pub(super) fn last_time(&self) -> Option<Timestamp> {
        self.steps.last().map(|step| step.time)
    }

    /// All lives of an ARN, the oldest first.
    pub(super) fn lives(&self, arn: &str) -> &[Resource] {
        self.lives.get(arn).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn last_life(&self, arn: &str) -> Option<&Resource> {
        self.lives(arn).last()
    }

    fn live_one(&self, arn: &str) -> Option<&Resource> {
        self.last_life(arn).filter(|life| life.is_live())
    }

    /// The lives of each ARN, sorted by ARN.
    pub(super) fn all(&self) -> impl Iterator<Item = &[Resource]> {
        self.lives.values().map(Vec::as_slice)
    }

    /// The ARNs that were ever created from a resource with that ARN, sorted.
    pub(super) fn children_of(&self, arn: &str) -> impl Iterator<Item = &Arn> {
        self.children.get(arn).into_iter().flatten()
    }

    pub(super) fn log(&self) -> Log<'_> {
        Log {
            state: self,
            next: 0,
        }
    }

    fn entry(&self, index: usize) -> Option<Entry<'_>> {
        let step = self.steps.get(index)?;
        Some(Entry {
            sequence: u64::try_from(index).ok()?.checked_add(1)?,
            kind: step.kind,
            resource: self.lives(step.arn.as_str()).get(step.life)?,
            time: step.time,
        })
    }

    /// Takes a change, or refuses it and stays as it is.
    pub(super) fn apply(
        &mut self,
        change: &Change,
        authority: Authority,
    ) -> Result<(), LedgerError> {
        if let Some(last) = self.last_time().filter(|last| change.time < *last) {
            return Err(LedgerError::Time(TimeError::new(last, change.time)));
        }
        match &change.event {
            Event::Created { creator, creation } => {
                let (owner, parent) = self.admit(creator, creation, change.owner, authority)?;
                let life = Resource::new(creation, creator.clone(), owner, parent, change.time);
                self.begin(life);
            }
            Event::Deleted { arn } => {
                let resource = self
                    .live_one(arn.as_str())
                    .ok_or_else(|| DeleteError::new(DeleteErrorKind::NotFound, arn.clone()))?;
                let outlived = authority == Authority::Record
                    || (rules::of(arn).outlived)(resource)
                    || !self.has_live_children(arn);
                if !outlived {
                    return Err(DeleteError::new(DeleteErrorKind::NotEmpty, arn.clone()).into());
                }
                self.end(arn, change.time);
            }
        }
        Ok(())
    }

    /// Looks at every ARN that was ever created from it, until a live one is found.
    fn has_live_children(&self, arn: &Arn) -> bool {
        self.children_of(arn.as_str())
            .filter_map(|child| self.live_one(child.as_str()))
            .any(|child| child.parent() == Some(arn))
    }

    /// Who will own the resource, and from what it is created.
    fn admit(
        &self,
        creator: &Creator,
        creation: &Creation,
        named: Option<Owner>,
        authority: Authority,
    ) -> Result<(Owner, Option<Arn>), LedgerError> {
        let arn = creation.arn();
        if self.live_one(arn.as_str()).is_some() {
            return Err(CreateError::new(CreateErrorKind::AlreadyLive, arn.clone()).into());
        }
        if let (Authority::Record, Some(owner)) = (authority, named) {
            let parent = creation.parent().cloned();
            if let Some(parent) = &parent {
                self.live_parent(parent)?;
            }
            return Ok((owner, parent));
        }
        let (owner, parent) = self.derive(creator, creation)?;
        match named {
            Some(named) if named != owner => {
                let error = OwnerError::new(arn.clone(), owner, named);
                Err(LedgerError::Owner(error))
            }
            _ => Ok((owner, parent)),
        }
    }

    fn live_parent(&self, parent: &Arn) -> Result<&Resource, CreateError> {
        self.live_one(parent.as_str())
            .ok_or_else(|| CreateError::new(CreateErrorKind::ParentNotFound, parent.clone()))
    }

    /// The same, by the rules.
    fn derive(
        &self,
        creator: &Creator,
        creation: &Creation,
    ) -> Result<(Owner, Option<Arn>), CreateError> {
        let refused = |kind| CreateError::new(kind, creation.arn.clone());
        let rules = rules::of(&creation.arn);
        let parent = (rules.parent)(creation).map_err(refused)?;
        let live = match &parent {
            Some(arn) => Some(self.live_parent(arn)?),
            None => None,
        };
        let owner =
            (rules.owner)(creator, creation, live).map_err(|kind| match (kind, &parent) {
                (
                    CreateErrorKind::ParentOfWrongKind | CreateErrorKind::ParentElsewhere,
                    Some(arn),
                ) => CreateError::new(kind, arn.clone()),
                _ => refused(kind),
            })?;
        place(creator, &creation.arn, owner).map_err(refused)?;
        Ok((owner, parent))
    }

    fn begin(&mut self, life: Resource) {
        let arn = life.arn().clone();
        if let Some(parent) = life.parent() {
            let children = self.children.entry(parent.clone()).or_default();
            children.insert(arn.clone());
        }
        let time = life.created_at();
        let lives = self.lives.entry(arn.clone()).or_default();
        lives.push(life);
        self.live += 1;
        self.steps.push(Step {
            kind: EntryKind::Created,
            arn,
            life: lives.len() - 1,
            time,
        });
    }

    fn end(&mut self, arn: &Arn, time: Timestamp) {
        let Some(lives) = self.lives.get_mut(arn.as_str()) else {
            return;
        };
        let life = lives.len().saturating_sub(1);
        if let Some(last) = lives.last_mut() {
            last.deleted_at = Some(time);
            self.live -= 1;
        }
        self.steps.push(Step {
            kind: EntryKind::Deleted,
            arn: arn.clone(),
            life,
            time,
        });
    }

    /// Takes back all entries but the first `entries`.
    pub(super) fn undo_to(&mut self, entries: usize) {
        while self.steps.len() > entries {
            let Some(step) = self.steps.pop() else { return };
            let Some(lives) = self.lives.get_mut(step.arn.as_str()) else {
                continue;
            };
            match step.kind {
                EntryKind::Deleted => {
                    if let Some(life) = lives.last_mut() {
                        life.deleted_at = None;
                        self.live += 1;
                    }
                }
                EntryKind::Created => {
                    let life = lives.pop();
                    let (last, again) = (lives.is_empty(), lives.as_slice());
                    self.live -= 1;
                    let parent = life.as_ref().and_then(Resource::parent);
                    let kept = again.iter().any(|other| other.parent() == parent);
                    if let (Some(parent), false) = (parent, kept) {
                        forget_child(&mut self.children, parent, &step.arn);
                    }
                    if last {
                        self.lives.remove(step.arn.as_str());
                    }
                }
            }
        }
    }
}

fn forget_child(children: &mut BTreeMap<Arn, BTreeSet<Arn>>, parent: &Arn, child: &Arn) {
    if let Some(of_parent) = children.get_mut(parent.as_str()) {
        of_parent.remove(child.as_str());
        if of_parent.is_empty() {
            children.remove(parent.as_str());
        }
    }
}

/// The entries in their order.
#[derive(Clone, Debug)]
pub(super) struct Log<'a> {
    state: &'a State,
    next: usize,
}

impl<'a> Iterator for Log<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let entry = self.state.entry(self.next)?;
        self.next += 1;
        Some(entry)
    }

    fn nth(&mut self, count: usize) -> Option<Entry<'a>> {
        self.next = self.next.saturating_add(count);
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.state.entries().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Log<'_> {}

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
