//! Which grant of a resource policy escapes which limit: EV 4.2 and EV 4.3, cell by cell.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known};
use super::super::scene::{AWAY, BUCKET_OBJECTS, HOME, OBJECT, statement, with};
use super::callers::{CALLERS, Kind, Who};
use super::layers::{State, set};

/// The entries that name a caller, by class.
fn entries(who: &Who) -> Vec<(&'static str, Value)> {
    let account = who.account().unwrap_or_default();
    let of_account = |text: &str| json!({"AWS": text.replace(HOME, account)});
    let mut entries = vec![
        ("wildcard", json!("*")),
        ("account", json!({"AWS": account})),
    ];
    match who.kind {
        Kind::User => entries.push(("user", json!({"AWS": who.principal}))),
        Kind::Session => {
            entries.push(("role", of_account("arn:aws:iam::111122223333:role/app")));
            if who.principal.contains(":assumed-role/") {
                entries.push(("session", json!({"AWS": who.principal})));
            }
        }
        Kind::FederatedUser => {
            let user = if account == AWAY {
                "arn:aws:iam::444455556666:user/carol"
            } else {
                "arn:aws:iam::111122223333:user/alice"
            };
            entries.push(("federating-user", json!({"AWS": user})));
            entries.push(("session", json!({"AWS": who.principal})));
        }
        Kind::FederatedRoot => entries.push(("session", json!({"AWS": who.principal}))),
        _ => {}
    }
    entries.push(("nobody", json!({"AWS": "arn:aws:iam::777788889999:root"})));
    entries
}

fn rule(
    class: &str,
    who: &Who,
    (identity, boundary, session): (State, State, State),
) -> Vec<&'static str> {
    let lacks = |state| state == State::Lacks;
    let cross = who.account() != Some(HOME);
    let rule = match class {
        _ if cross && class == "nobody" => "EV 4.3/both-sides",
        _ if cross && who.kind == Kind::Root => "EV 4.3/root",
        _ if cross && identity == State::Allows => "EV 4.3/both-sides",
        _ if cross => "EV 4.3/no-shortcut",
        "wildcard" if lacks(session) => "EV 4.2/wildcard-session",
        "wildcard" => "EV 4.2/wildcard-boundary",
        "account" if who.kind == Kind::Root => "EV 4.2/account-root",
        "account" => "EV 4.2/account",
        "user" => "EV 4.2/user",
        "federating-user" => "EV 4.2/federating-user",
        "role" if lacks(boundary) => "EV 4.2/role-boundary",
        "role" if lacks(session) => "EV 4.2/role-session",
        "role" => "EV 4.2/role-identity",
        "session" if who.kind != Kind::Session => "EV 4.2/federated-session",
        "session" if lacks(session) => "EV 4.2/session-session",
        "session" => "EV 4.2/session-boundary",
        _ => "EV 4.1/same-account",
    };
    vec![rule]
}

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for who in CALLERS
        .iter()
        .filter(|who| who.account().is_some() && !who.name.starts_with("pathed"))
    {
        let identities: &[State] = if who.has_identity() {
            &[State::Allows, State::Lacks]
        } else {
            &[State::Unset]
        };
        let limits = |can: bool| -> &[State] {
            if can {
                &[State::Unset, State::Allows, State::Lacks]
            } else {
                &[State::Unset]
            }
        };
        for (class, principal) in entries(who) {
            for identity in identities {
                for boundary in limits(who.can_have_boundary()) {
                    for session in limits(who.can_have_session()) {
                        let allow = with(
                            statement("Allow", "s3:GetObject", BUCKET_OBJECTS),
                            "Principal",
                            principal.clone(),
                        );
                        let mut scene = who
                            .scene("s3:GetObject", OBJECT, HOME)
                            .rule("resource", allow);
                        for (slot, state) in [
                            ("identity", *identity),
                            ("boundary", *boundary),
                            ("session", *session),
                        ] {
                            scene = set(scene, slot, state);
                        }
                        drafts.push(Draft {
                            topic: "tables/grants",
                            name: format!(
                                "{}-named-as-{class}-identity-{}-boundary-{}-session-{}",
                                who.name,
                                word(*identity),
                                word(*boundary),
                                word(*session)
                            ),
                            why: format!(
                                "{}, named as {class}; identity {}, boundary {}, session policy {}",
                                who.title,
                                word(*identity),
                                word(*boundary),
                                word(*session)
                            ),
                            rules: rule(class, who, (*identity, *boundary, *session)),
                            row: None,
                            scenario: scene.build(),
                            known: Known::Decided,
                        });
                    }
                }
            }
        }
    }
    drafts
}

const fn word(state: State) -> &'static str {
    match state {
        State::Allows => "allows",
        State::Unset => "unset",
        _ => "lacks",
    }
}
