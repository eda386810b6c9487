//! Ownership rules by service: one file each, and the general rules for every other service.
//!
//! A service's file decides of which kind an ARN is, which parent a creation needs, who owns the outcome, whether a resource can be
//! deleted before its subresources, and who owns what was never recorded. Two files hold what several services have in common:
//! copies of shared [`snapshots`], and ARNs without an account ([`accountless`]).

pub mod accountless;
mod apigateway;
mod ec2;
pub mod elasticache;
mod general;
mod rds;
mod route53;
pub mod s3;
pub mod snapshots;

use portcullis_arn::Arn;

use crate::{CreateErrorKind, Creation, Creator, Owner, Resource, View};

/// The rules of one service.
pub(crate) struct ServiceRules {
    /// The service field of its ARNs; empty for the rules of all others.
    service: &'static str,
    /// The parent that the creation needs and has to have, by its ARN; an error where one is wrong before it is looked up.
    pub(crate) parent: fn(&Creation) -> Result<Option<Arn>, CreateErrorKind>,
    /// Who owns the new resource, given the live parent if there is one.
    pub(crate) owner: fn(&Creator, &Creation, Option<&Resource>) -> Result<Owner, CreateErrorKind>,
    /// Whether the resource can be deleted while it has live subresources.
    pub(crate) outlived: fn(&Resource) -> bool,
    /// Who owns a resource of which no creation is recorded, where that follows from what is, whoever created it.
    pub(crate) implied: fn(View<'_>, &Arn) -> Option<Owner>,
}

/// One row for each file of a service.
const SERVICES: [ServiceRules; 6] = [
    apigateway::RULES,
    ec2::RULES,
    elasticache::RULES,
    rds::RULES,
    route53::RULES,
    s3::RULES,
];

/// The rules for resources of the service that the ARN names.
pub(crate) fn of(arn: &Arn) -> ServiceRules {
    let own = SERVICES
        .into_iter()
        .find(|rules| rules.service == arn.service());
    own.unwrap_or(general::RULES)
}
