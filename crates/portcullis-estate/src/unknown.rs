//! Principals that the file does not have, with the names that were perhaps meant.

use std::collections::BTreeMap;
use std::sync::Arc;

use portcullis_arn::PrincipalArn;
use portcullis_catalog::nearest;
use portcullis_scenario::{Call, ScenarioError};

use crate::account::{Account, Identity, name_of};
use crate::message::{identifier, listed};

/// How many users and roles are listed where none is near.
const MOST: usize = 8;

/// How many names are compared with the one that was asked for: as many as an account can have.
const MAX_NAMES: usize = 20_000;

/// A user or role that its account does not have.
pub(crate) fn principal(
    call: &Call,
    account: &Account,
    arn: &PrincipalArn,
    truncated: bool,
) -> ScenarioError {
    let (kind, name, first, second) = match arn {
        PrincipalArn::AssumedRole(session) => {
            ("role", session.role(), &account.roles, &account.users)
        }
        PrincipalArn::Role(role) => ("role", role.name(), &account.roles, &account.users),
        other => ("user", name_of(other), &account.users, &account.roles),
    };
    let message = format!(
        "expected a {kind} of account {} in the file, found `{}`",
        arn.account(),
        identifier(arn.as_str())
    );
    let mut help = meant(name, first, second);
    if truncated {
        help.push_str("; pages of the export are missing");
    }
    error(call, message).with_help(help)
}

/// A federated user of an account of the file, of which nobody says who federated it.
pub(crate) fn federating_user(call: &Call) -> ScenarioError {
    let message = format!(
        "expected the user that federated `{}`, found none",
        identifier(&call.principal.to_string())
    );
    error(call, message).with_help("give the user, or the root user, as the session issuer")
}

/// A session whose issuer has another path than the role of its name.
pub(crate) fn issuer(call: &Call, given: &PrincipalArn, known: &PrincipalArn) -> ScenarioError {
    let message = format!(
        "expected a role of the file as session issuer, found `{}`",
        identifier(given.as_str())
    );
    error(call, message).with_help(format!("the role of that name is `{}`", known.as_str()))
}

fn error(call: &Call, message: String) -> ScenarioError {
    ScenarioError::new("unknown-principal", message).at_some(call.places.principal.as_ref())
}

type Identities = BTreeMap<Arc<str>, Identity>;

fn meant(name: &str, first: &Identities, second: &Identities) -> String {
    let arns = |names: Vec<&str>, of: &Identities| -> Vec<String> {
        let found = names.into_iter().filter_map(|name| of.get(name));
        found.map(|one| one.arn.as_str().to_owned()).collect()
    };
    let names = |of: &'_ Identities| -> Vec<String> {
        of.keys().take(MAX_NAMES).map(ToString::to_string).collect()
    };
    let (of_first, of_second) = (names(first), names(second));
    let near = nearest(name, of_first.iter().map(String::as_str));
    let mut found = arns(near, first);
    // Users are taken for roles, and roles for users.
    if found.is_empty() {
        found = arns(nearest(name, of_second.iter().map(String::as_str)), second);
    }
    match found.as_slice() {
        [] => {
            let all = first.values().chain(second.values());
            let all = listed(all.map(|one| one.arn.as_str()), MOST);
            if all.is_empty() {
                "the file has no users and roles of this account".to_owned()
            } else {
                format!("the account has {all}")
            }
        }
        [only] => format!("the nearest is `{only}`"),
        several => format!(
            "the nearest are {}",
            listed(several.iter().map(String::as_str), MOST)
        ),
    }
}
