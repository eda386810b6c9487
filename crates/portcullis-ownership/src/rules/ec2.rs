//! EC2: snapshots and machine images, whose ARNs have no account and which can be shared.

use portcullis_arn::Arn;

use super::snapshots::{Derivation, can_make};
use super::{ServiceRules, general};
use crate::{CreateErrorKind, Creation, Creator, Owner, Resource};

pub(super) const RULES: ServiceRules = ServiceRules {
    service: "ec2",
    parent,
    owner,
    outlived: general::outlived,
    implied: general::implied,
};

/// The kinds that snapshots and images are made from and to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `arn:P:ec2:REGION::image/ID`.
    Image,
    /// `arn:P:ec2:REGION::snapshot/ID`.
    Snapshot,
    /// `arn:P:ec2:REGION:ACCOUNT:instance/ID`.
    Instance,
    /// `arn:P:ec2:REGION:ACCOUNT:volume/ID`.
    Volume,
    Other,
}

impl Kind {
    fn of(arn: &Arn) -> Result<Self, CreateErrorKind> {
        let Some((name, id)) = arn.resource().split_once('/') else {
            return Ok(Self::Other);
        };
        let kind = match name {
            "image" => Self::Image,
            "snapshot" => Self::Snapshot,
            "instance" => Self::Instance,
            "volume" => Self::Volume,
            _ => return Ok(Self::Other),
        };
        let has_account = matches!(kind, Self::Instance | Self::Volume);
        let shaped = arn.account_id().is_some() == has_account
            && arn.account().is_empty() != has_account
            && !arn.region().is_empty();
        if shaped && !id.is_empty() && !id.contains('/') {
            Ok(kind)
        } else {
            Err(CreateErrorKind::UnknownKind)
        }
    }

    /// How one of this kind is made from one of that kind; an error if it is not.
    const fn made_from(self, source: Self) -> Result<Derivation, CreateErrorKind> {
        match (self, source) {
            // An image that is registered from a shared snapshot is the registrant's, as a copy is the copier's.
            (Self::Image, Self::Image | Self::Snapshot) | (Self::Snapshot, Self::Snapshot) => {
                Ok(Derivation::Copied)
            }
            (Self::Image, Self::Instance) | (Self::Snapshot, Self::Volume | Self::Instance) => {
                Ok(Derivation::Taken)
            }
            _ => Err(CreateErrorKind::ParentOfWrongKind),
        }
    }
}

/// A snapshot or image need not name its source, which may be in an account of which the ledger knows nothing.
fn parent(creation: &Creation) -> Result<Option<Arn>, CreateErrorKind> {
    Kind::of(&creation.arn)?;
    general::parent(creation)
}

fn owner(
    creator: &Creator,
    creation: &Creation,
    parent: Option<&Resource>,
) -> Result<Owner, CreateErrorKind> {
    let kind = Kind::of(&creation.arn)?;
    if let (Kind::Image | Kind::Snapshot, Some(source)) = (kind, parent) {
        let derivation = kind.made_from(Kind::of(source.arn())?)?;
        can_make(creator, &creation.arn, source, derivation)?;
    }
    general::owner(creator, creation, parent)
}
