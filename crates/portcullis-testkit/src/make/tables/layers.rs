//! Every layer in every state for every kind of caller, alone and in pairs: EV 1, EV 3, EV 4.1.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known};
use super::super::scene::{BUCKET_OBJECTS, HOME, OBJECT, Scene, statement, with};
use super::callers::{CALLERS, Who};

/// What a layer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unset,
    Allows,
    Lacks,
    Empty,
    Denies,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Unset => "unset",
            Self::Allows => "allows",
            Self::Lacks => "lacks",
            Self::Empty => "empty",
            Self::Denies => "denies",
        }
    }
}

const SLOTS: [&str; 7] = [
    "rcp", "scp", "endpoint", "identity", "boundary", "session", "resource",
];

/// Puts a layer into a state.
pub(super) fn set(scene: Scene, slot: &str, state: State) -> Scene {
    let names_principals = matches!(slot, "rcp" | "endpoint" | "resource");
    let resource = if slot == "resource" {
        BUCKET_OBJECTS
    } else {
        "*"
    };
    let ours = |effect, action| {
        let ours = statement(effect, action, resource);
        if names_principals {
            with(ours, "Principal", json!("*"))
        } else {
            ours
        }
    };
    // An RCP holds no Allow of its own.
    let control = slot == "rcp";
    match state {
        State::Unset => scene,
        State::Empty => match slot {
            "scp" | "rcp" => scene.slot(slot, json!([{"target": "r-root", "policies": []}])),
            "resource" => scene.slot(slot, Value::Null),
            _ => scene.slot(slot, json!([])),
        },
        State::Allows if control => scene.slot(slot, json!([{"target": "r-root", "policies": []}])),
        State::Lacks if control => scene.rule(slot, ours("Deny", "s3:PutObject")),
        State::Allows => scene.rule(slot, ours("Allow", "s3:*")),
        State::Lacks => scene.rule(slot, ours("Allow", "s3:PutObject")),
        State::Denies if control => scene.rule(slot, ours("Deny", "s3:GetObject")),
        State::Denies => {
            let both = json!([ours("Allow", "s3:*"), ours("Deny", "s3:GetObject")]);
            scene.policy(slot, super::super::scene::document(both))
        }
    }
}

fn can_have(who: &Who, slot: &str) -> bool {
    match slot {
        "boundary" => who.can_have_boundary(),
        "session" => who.can_have_session(),
        _ => true,
    }
}

fn rule_of(slot: &str, state: State) -> &'static str {
    match (slot, state) {
        (_, State::Denies) => "EV 4.1/explicit-deny",
        ("rcp", _) => "EV 3.2/implied-full-access",
        ("scp", State::Lacks | State::Empty) => "EV 3.1.2",
        ("scp", _) => "EV 3.1.5",
        ("endpoint", State::Lacks | State::Empty) => "EV 3.5/filter",
        ("endpoint", _) => "EV 3.5/default",
        ("boundary", _) => "EV 3.3/bounds",
        ("session", _) => "EV 3.4/intersection",
        ("identity", State::Allows) => "EV 5.2",
        ("resource", State::Allows) => "EV 5.2",
        _ => "EV 5.1",
    }
}

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = single();
    drafts.extend(pairs());
    drafts
}

/// One layer in each state, for every caller, where its own side allows or the resource does.
fn single() -> Vec<Draft> {
    let mut drafts = Vec::new();
    let alike = [
        "pathed-user",
        "pathed-session",
        "role",
        "other-federated-user",
    ];
    for who in CALLERS.iter().filter(|who| !alike.contains(&who.name)) {
        for granted in ["identity", "resource", "both"] {
            for slot in SLOTS {
                if !can_have(who, slot) {
                    continue;
                }
                for state in [State::Allows, State::Lacks, State::Empty, State::Denies] {
                    let mut scene = who.scene("s3:GetObject", OBJECT, HOME);
                    if slot != "identity" && granted != "resource" && who.has_identity() {
                        scene = set(scene, "identity", State::Allows);
                    }
                    if slot != "resource" && granted != "identity" {
                        scene = set(scene, "resource", State::Allows);
                    }
                    let scene = set(scene, slot, state);
                    drafts.push(Draft {
                        topic: "tables/layers",
                        name: format!("{}-granted-by-{granted}-{slot}-{}", who.name, state.name()),
                        why: format!(
                            "{}, granted by {granted}; {slot} {}",
                            who.title,
                            state.name()
                        ),
                        rules: vec![rule_of(slot, state), who.rule()],
                        row: None,
                        scenario: scene.build(),
                        known: Known::Decided,
                    });
                }
            }
        }
    }
    drafts
}

/// Two layers at once: which one is named.
fn pairs() -> Vec<Draft> {
    let mut drafts = Vec::new();
    let chosen = ["user", "session", "federated-user", "other-user"];
    for who in CALLERS.iter().filter(|who| chosen.contains(&who.name)) {
        for (index, first) in SLOTS.iter().enumerate() {
            for second in SLOTS.iter().skip(index.saturating_add(1)) {
                if !can_have(who, first) || !can_have(who, second) {
                    continue;
                }
                for (a, b) in [
                    (State::Lacks, State::Lacks),
                    (State::Lacks, State::Denies),
                    (State::Denies, State::Lacks),
                    (State::Denies, State::Denies),
                ] {
                    let mut scene = who.scene("s3:GetObject", OBJECT, HOME);
                    for slot in ["identity", "resource"] {
                        if slot != *first && slot != *second {
                            scene = set(scene, slot, State::Allows);
                        }
                    }
                    let scene = set(set(scene, first, a), second, b);
                    let denies = a == State::Denies || b == State::Denies;
                    drafts.push(Draft {
                        topic: "tables/layer-pairs",
                        name: format!("{}-{first}-{}-{second}-{}", who.name, a.name(), b.name()),
                        why: format!("{}: {first} {}, {second} {}", who.title, a.name(), b.name()),
                        rules: vec![if denies {
                            "EV 4.1/explicit-deny"
                        } else {
                            "EV 1.2/order"
                        }],
                        row: None,
                        scenario: scene.build(),
                        known: if denies {
                            Known::Outcome("explicitDeny")
                        } else {
                            Known::Decided
                        },
                    });
                }
            }
        }
    }
    drafts
}
