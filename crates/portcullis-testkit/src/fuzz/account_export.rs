//! Exports of accounts: what is refused says where, what is read is the same in other wrappings, and questions about it are
//! answered or refused for what is missing.

use portcullis_arn::Arn;
use portcullis_estate::AccountDetails;
use portcullis_eval::{Principal, Resource};
use portcullis_scenario::{Asked, Call, Policies, Settings};

use super::scenario::{check_answer, check_error, check_finding};

/// Users and roles about which something is asked.
const ASKED: usize = 3;

/// Reads the input as an export of accounts, and asks about its users and roles.
pub fn run(data: &[u8]) {
    let details = match AccountDetails::read("export.json", data) {
        Ok(details) => details,
        Err(error) => {
            check_error(&error);
            return;
        }
    };
    details.findings().iter().for_each(check_finding);
    wrapped(data, &details);
    for principal in details.principals().take(ASKED) {
        assert!(
            details
                .accounts()
                .any(|account| account == principal.arn().account())
        );
        let arn = principal.arn().to_string();
        ask(&details, &arn, "s3:GetObject", Some("arn:aws:s3:::b/k"));
        ask(&details, &arn, "sts:AssumeRole", Some(&arn));
    }
}

/// The users and roles, as far as they are shown.
fn shown(details: &AccountDetails) -> Vec<(String, usize)> {
    let principals = details.principals();
    principals
        .map(|one| (one.arn().to_string(), one.policies()))
        .collect()
}

/// Panics unless an export says the same behind a byte order mark, in a list of pages, and twice.
fn wrapped(data: &[u8], details: &AccountDetails) {
    if core::str::from_utf8(data).is_err() {
        return;
    }
    let text = data.strip_prefix(MARK).unwrap_or(data);
    let expected = shown(details);
    let marked = AccountDetails::read("export.json", &[MARK, text].concat());
    assert!(
        marked.is_ok_and(|marked| shown(&marked) == expected),
        "a mark changes it"
    );
    if text.trim_ascii_start().starts_with(b"<") {
        return;
    }
    // A text of several parts is no element of a list.
    if serde_json::from_slice::<serde_json::Value>(text).is_ok() {
        let listed = AccountDetails::read("export.json", &[b"[", text, b"]"].concat());
        assert!(
            listed.is_ok_and(|listed| shown(&listed) == expected),
            "a list changes it"
        );
    }
}

const MARK: &[u8] = b"\xef\xbb\xbf";

fn ask(details: &AccountDetails, principal: &str, action: &str, resource: Option<&str>) {
    let principal = principal.parse::<Principal>();
    let action = action.parse();
    let (Ok(principal), Ok(action)) = (principal, action) else {
        return;
    };
    let arn = resource.and_then(|resource| resource.parse::<Arn>().ok());
    let resource = arn.map_or(Resource::Everything, Resource::Arn);
    let call = Call::new(principal, Asked::Action(action), resource);
    let resolved = match details.resolve(call, Policies::default()) {
        Ok(resolved) => resolved,
        Err(error) => {
            check_error(&error);
            return;
        }
    };
    match resolved.answer(&Settings::default()) {
        Ok(answer) if resolved.holes().is_empty() => check_answer(&resolved.scenario, &answer),
        Ok(answer) => answer.findings().iter().for_each(check_finding),
        Err(error) => check_error(&error),
    }
}
