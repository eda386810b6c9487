//! Who owns the resource of a call.

use portcullis_arn::Arn;
use portcullis_eval::Owner;
use portcullis_ownership::Owner as Recorded;

use crate::answer::Settings;
use crate::error::ScenarioError;
use crate::finding::{Finding, Findings};
use crate::model::{Call, OwnerRule};
use crate::operation::Origin;
use crate::source::Location;

/// The owner of a resource: the one supplied, the account field of the ARN, the one that the ledger knows, else the caller's account
/// with a finding.
///
/// An object that is known to be the anonymous user's has an owner without an account: to assume another would be wrong.
///
/// # Source
/// EV 8.15.
pub(crate) fn owner(
    call: &Call,
    resource: Option<&Arn>,
    origin: Origin,
    settings: &Settings<'_>,
    findings: &mut Findings,
) -> Result<Owner, ScenarioError> {
    // What the call says of its resource says nothing of one that a parameter names.
    let given = call.resource_account.filter(|_| origin == Origin::Call);
    if let Some(account) = given {
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
    match settings.ledger.zip(resource) {
        Some((ledger, arn)) => match ledger.owner_of(arn) {
            Some(Recorded::Account(account)) => Ok(Owner::Account(account)),
            Some(Recorded::AnonymousUser) => {
                let message = "expected an account that owns the resource, found the anonymous user in the ledger";
                Err(unknown(call, origin, message))
            }
            None => assumed(call, origin, settings.owner, findings),
        },
        None => assumed(call, origin, settings.owner, findings),
    }
}

/// How the owner can be given; that of a resource that a parameter names has no field.
const fn help(origin: Origin) -> &'static str {
    match origin {
        Origin::Call => "give it as `resourceAccount` in the request, or with --resource-account",
        Origin::Parameter => "record it in a ledger, or ask about that action by itself",
    }
}

fn place(call: &Call) -> Option<&Location> {
    let places = &call.places;
    places.resources.first().or(places.request.as_ref())
}

fn unknown(call: &Call, origin: Origin, message: &str) -> ScenarioError {
    ScenarioError::new("owner-unknown", message)
        .at_some(place(call))
        .with_help(help(origin))
}

/// The caller's account, where nothing tells the owner and it may be assumed.
fn assumed(
    call: &Call,
    origin: Origin,
    rule: OwnerRule,
    findings: &mut Findings,
) -> Result<Owner, ScenarioError> {
    if rule == OwnerRule::Require {
        let message = "expected the account that owns the resource, found none";
        return Err(unknown(call, origin, message));
    }
    let Some(account) = call.principal.account() else {
        let message =
            "expected the account that owns the resource, found a caller without an account";
        return Err(unknown(call, origin, message));
    };
    let message = format!(
        "the owner of the resource is not given: assumed to be {account}, the caller's account"
    );
    let finding = Finding::new("owner-assumed", message).at_some(place(call));
    findings.push(finding.with_help(help(origin)));
    Ok(Owner::Account(account))
}
