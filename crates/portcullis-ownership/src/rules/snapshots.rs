//! Snapshots and machine images that are shared: sharing hands nothing on, copying makes a resource of the copier.
//!
//! A snapshot that its owner shares, even with everybody, stays the owner's (EV 8.9): there is nothing to record. Whoever copies it
//! creates a snapshot of his own, in whatever Region (EV 8.2), and the copy outlives the original. Anything else that a snapshot is
//! made of (a volume, an instance, a database) cannot be shared for that: it belongs to the account that makes the snapshot.

use portcullis_arn::Arn;

use crate::{CreateErrorKind, Creator, Owner, Resource};

/// What a snapshot is to what it is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "it is made from a resource, or from another of its own kind"
)]
pub enum Derivation {
    /// Taken from a resource of the same account in the same place.
    Taken,
    /// Copied from a snapshot, the account's own or a shared one, within the partition.
    Copied,
}

/// Whether `creator` can make a snapshot with the ARN `snapshot` from `source`.
///
/// # Source
///
/// EV 8.2, EV 8.9 (Amazon EBS User Guide, sharing snapshots; Amazon RDS User Guide, copying a DB snapshot).
///
/// ```
/// use portcullis_ownership::{CreateErrorKind, Creation, Creator, Ledger, LedgerError};
/// let (alice, bob) = (Creator::named("arn:aws:iam::111122223333:user/a")?, Creator::named("arn:aws:iam::444455556666:user/b")?);
/// let time = "2026-03-01T12:00:00Z".parse()?;
/// let (volume, snapshot): (portcullis_arn::Arn, portcullis_arn::Arn) =
///     ("arn:aws:ec2:us-east-1:111122223333:volume/vol-1".parse()?, "arn:aws:ec2:us-east-1::snapshot/snap-1".parse()?);
/// let mut ledger = Ledger::new();
/// ledger.create(&alice, Creation::new(volume.clone()), time)?;
/// ledger.create(&alice, Creation::new(snapshot.clone()).under(volume.clone()), time)?;
///
/// // Bob copies what Alice has shared: his copy is his, and hers stays hers.
/// let copy = Creation::new("arn:aws:ec2:eu-west-1::snapshot/snap-2".parse()?).under(snapshot.clone());
/// assert_eq!(ledger.create(&bob, copy, time)?.owner().account(), bob.account());
/// assert_eq!(ledger.owner(snapshot.as_str()).and_then(|owner| owner.account()), alice.account());
///
/// let taken = Creation::new("arn:aws:ec2:us-east-1::snapshot/snap-3".parse()?).under(volume);
/// assert!(matches!(
///     ledger.create(&bob, taken, time),
///     Err(LedgerError::Create(error)) if error.kind() == CreateErrorKind::ParentElsewhere
/// ));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`CreateErrorKind::ParentElsewhere`].
pub fn can_make(
    creator: &Creator,
    snapshot: &Arn,
    source: &Resource,
    derivation: Derivation,
) -> Result<(), CreateErrorKind> {
    let from = source.arn();
    let in_reach = match derivation {
        Derivation::Copied => true,
        Derivation::Taken => {
            from.region() == snapshot.region()
                && creator.account().map(Owner::Account) == Some(source.owner())
        }
    };
    if in_reach && from.partition() == snapshot.partition() {
        Ok(())
    } else {
        Err(CreateErrorKind::ParentElsewhere)
    }
}
