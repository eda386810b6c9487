//! RDS: snapshots of databases and clusters, which can be shared and copied.

use portcullis_arn::Arn;

use super::snapshots::{Derivation, can_make};
use super::{ServiceRules, general};
use crate::{CreateErrorKind, Creation, Creator, Owner, Resource};

pub(super) const RULES: ServiceRules = ServiceRules {
    service: "rds",
    parent: general::parent,
    owner,
    outlived: general::outlived,
    implied: general::implied,
};

/// How a resource of a kind (the word before the name in its ARN) is made from one of another kind; `None` for what is no snapshot.
fn made_from(kind: &str, source: &str) -> Option<Result<Derivation, CreateErrorKind>> {
    match (kind, source) {
        ("snapshot", "snapshot") | ("cluster-snapshot", "cluster-snapshot") => {
            Some(Ok(Derivation::Copied))
        }
        ("snapshot", "db") | ("cluster-snapshot", "cluster") => Some(Ok(Derivation::Taken)),
        ("snapshot" | "cluster-snapshot", _) => Some(Err(CreateErrorKind::ParentOfWrongKind)),
        _ => None,
    }
}

/// The word before the name; automated snapshots have names with a colon (`snapshot:rds:db-2026-03-01`).
fn kind(arn: &Arn) -> &str {
    let resource = arn.resource();
    resource.split_once(':').map_or(resource, |(kind, _)| kind)
}

/// A snapshot need not name its source: the original of a copy may be in an account of which the ledger knows nothing.
fn owner(
    creator: &Creator,
    creation: &Creation,
    parent: Option<&Resource>,
) -> Result<Owner, CreateErrorKind> {
    if let Some(source) = parent {
        let other_service = source.arn().service() != "rds";
        match made_from(kind(&creation.arn), kind(source.arn())) {
            Some(_) if other_service => return Err(CreateErrorKind::ParentOfWrongKind),
            Some(derivation) => can_make(creator, &creation.arn, source, derivation?)?,
            None => {}
        }
    }
    general::owner(creator, creation, parent)
}
