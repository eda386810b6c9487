//! Route 53: hosted zones and the like, whose ARNs have neither Region nor account.

use portcullis_arn::Arn;

use super::accountless::has_no_account;
use super::{ServiceRules, general};
use crate::{CreateErrorKind, Creation};

pub(super) const RULES: ServiceRules = ServiceRules {
    service: "route53",
    parent,
    owner: general::owner,
    outlived: general::outlived,
    implied: general::implied,
};

/// Nothing of Route 53 is made from anything else; records have no ARN.
fn parent(creation: &Creation) -> Result<Option<Arn>, CreateErrorKind> {
    if !has_no_account(&creation.arn) {
        return Err(CreateErrorKind::UnknownKind);
    }
    match general::parent(creation)? {
        Some(_) => Err(CreateErrorKind::ParentNotAllowed),
        None => Ok(None),
    }
}
