//! Who owns the resource of a call.

use portcullis_arn::Arn;
use portcullis_eval::Owner;

use crate::error::ScenarioError;
use crate::finding::Finding;
use crate::model::{Call, OwnerRule};

/// The owner of a resource: the one supplied, the account field of the ARN, else the caller's account with a finding.
///
/// # Source
/// EV 8.15.
pub(crate) fn owner(
    call: &Call,
    resource: Option<&Arn>,
    rule: OwnerRule,
    findings: &mut Vec<Finding>,
) -> Result<Owner, ScenarioError> {
    if let Some(account) = call.resource_account {
        let named = resource.and_then(Arn::account_id);
        if let Some(named) = named.filter(|named| *named != account) {
            let message = format!(
                "the ARN of the resource names {named}, and {account} is given as its owner: the latter counts"
            );
            let finding = Finding::new("owner-contradicts-arn", message);
            findings.push(finding.at_some(call.places.resources.first()));
        }
        return Ok(Owner::Account(account));
    }
    if let Some(account) = resource.and_then(Arn::account_id) {
        return Ok(Owner::Account(account));
    }
    if resource.is_some_and(|arn| arn.account() == "aws") {
        return Ok(Owner::Aws);
    }
    let place = call
        .places
        .resources
        .first()
        .or(call.places.request.as_ref());
    let unknown = |message: &str| {
        ScenarioError::new("owner-unknown", message)
            .at_some(place)
            .with_help("give it as `resourceAccount` in the request, or with --resource-account")
    };
    if rule == OwnerRule::Require {
        return Err(unknown(
            "expected the account that owns the resource, found none",
        ));
    }
    let Some(account) = call.principal.account() else {
        return Err(unknown(
            "expected the account that owns the resource, found a caller without an account",
        ));
    };
    let message = format!(
        "the owner of the resource is not given: assumed to be {account}, the caller's account"
    );
    findings.push(
        Finding::new("owner-assumed", message)
            .at_some(place)
            .with_help("give it as `resourceAccount` in the request, or with --resource-account"),
    );
    Ok(Owner::Account(account))
}
