//! The rules of services without a file of their own (EV 8.2 to 8.7).

use portcullis_arn::Arn;

use super::ServiceRules;
use crate::{CreateErrorKind, Creation, Creator, Owner, Resource, View, owner_of};

pub(super) const RULES: ServiceRules = ServiceRules {
    service: "",
    parent,
    owner,
    outlived,
    implied,
};

pub(super) fn parent(creation: &Creation) -> Result<Option<Arn>, CreateErrorKind> {
    match creation.detail {
        Some(_) => Err(CreateErrorKind::DetailNotApplicable),
        None => Ok(creation.parent.clone()),
    }
}

/// The account of the creator; also what services with rules of their own fall back on.
pub(super) fn owner(
    creator: &Creator,
    _: &Creation,
    _: Option<&Resource>,
) -> Result<Owner, CreateErrorKind> {
    owner_of(creator)
        .map(Owner::Account)
        .ok_or(CreateErrorKind::CreatorWithoutAccount)
}

pub(super) const fn outlived(_: &Resource) -> bool {
    true
}

/// Anybody may have created what is not recorded.
pub(super) const fn implied(_: View<'_>, _: &Arn) -> Option<Owner> {
    None
}
