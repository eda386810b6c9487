//! API Gateway: APIs and their parts, whose ARNs have no account.

use alloc::format;

use portcullis_arn::Arn;

use super::{ServiceRules, general};
use crate::{CreateErrorKind, Creation, Owner, Resource, View};

pub(super) const RULES: ServiceRules = ServiceRules {
    service: "apigateway",
    parent,
    owner: general::owner,
    outlived,
    implied,
};

/// What an ARN names.
enum Kind {
    /// `arn:P:apigateway:REGION::/COLLECTION/ID`: an API, a custom domain name, a key.
    Whole,
    /// Anything beneath, such as `/restapis/ID/stages/NAME`, with the ARN of the whole.
    Part(Arn),
    /// An ARN with an account, as private custom domain names have, or of a setting of the account.
    Other,
}

impl Kind {
    fn of(arn: &Arn) -> Result<Self, CreateErrorKind> {
        if !arn.account().is_empty() {
            return Ok(Self::Other);
        }
        let path = arn
            .resource()
            .strip_prefix('/')
            .filter(|_| !arn.region().is_empty())
            .ok_or(CreateErrorKind::UnknownKind)?;
        if path.split('/').any(str::is_empty) {
            return Err(CreateErrorKind::UnknownKind);
        }
        let mut words = path.splitn(3, '/');
        match (words.next(), words.next(), words.next()) {
            (Some(_), Some(_), None) => Ok(Self::Whole),
            (Some(collection), Some(id), Some(_)) => {
                let (partition, region) = (arn.partition(), arn.region());
                format!("arn:{partition}:apigateway:{region}::/{collection}/{id}")
                    .parse()
                    .map(Self::Part)
                    .map_err(|_| CreateErrorKind::UnknownKind)
            }
            _ => Ok(Self::Other),
        }
    }
}

fn parent(creation: &Creation) -> Result<Option<Arn>, CreateErrorKind> {
    let named = general::parent(creation)?;
    match (Kind::of(&creation.arn)?, named) {
        (Kind::Whole, Some(_)) => Err(CreateErrorKind::ParentNotAllowed),
        (Kind::Whole, None) => Ok(None),
        (Kind::Part(whole), Some(named)) if named != whole => {
            Err(CreateErrorKind::ParentOfWrongKind)
        }
        (Kind::Part(whole), _) => Ok(Some(whole)),
        (Kind::Other, named) => Ok(named),
    }
}

/// The parts of an API go with it, so that they have to be recorded as deleted first.
fn outlived(resource: &Resource) -> bool {
    !matches!(Kind::of(resource.arn()), Ok(Kind::Whole))
}

/// Nobody can create a part of another account's API.
fn implied(ledger: View<'_>, arn: &Arn) -> Option<Owner> {
    match Kind::of(arn) {
        Ok(Kind::Part(whole)) => ledger.owner(whole.as_str()),
        _ => None,
    }
}
