//! Levels of service control and resource control policies: EV 3.1 and EV 3.2.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known};
use super::super::scene::{BUCKET_OBJECTS, HOME, OBJECT, document, named, statement, with};
use super::callers::{CALLERS, Kind, Who};

/// What a level holds.
const LEVELS: [&str; 4] = ["full", "allows", "lacks", "denies"];
const TARGETS: [&str; 3] = ["r-root", "ou-workloads", "111122223333"];

fn scp(level: &str) -> Value {
    let policies = match level {
        "full" => vec![document(json!([statement("Allow", "*", "*")]))],
        "allows" => vec![document(json!([statement("Allow", "s3:Get*", "*")]))],
        "lacks" => vec![document(json!([statement("Allow", "ec2:*", "*")]))],
        "union" => vec![
            document(json!([statement("Allow", "ec2:*", "*")])),
            document(json!([statement("Allow", "s3:*", "*")])),
        ],
        _ => vec![
            document(json!([statement("Allow", "*", "*")])),
            document(json!([statement("Deny", "s3:GetObject", "*")])),
        ],
    };
    list(policies, "scp")
}

fn rcp(level: &str) -> Value {
    let everyone = |effect, action| with(statement(effect, action, "*"), "Principal", json!("*"));
    let service = json!({"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}});
    let policies = match level {
        "full" => vec![document(json!([everyone("Allow", "*")]))],
        "allows" => vec![],
        "lacks" => vec![document(json!([everyone("Deny", "s3:PutObject")]))],
        "spares-services" => vec![document(json!([with(
            everyone("Deny", "s3:*"),
            "Condition",
            service
        )]))],
        _ => vec![document(json!([everyone("Deny", "s3:GetObject")]))],
    };
    list(policies, "rcp")
}

fn list(documents: Vec<Value>, name: &str) -> Value {
    let named = (1..)
        .zip(documents)
        .map(|(number, document)| named(&format!("{name}-{number}"), document));
    Value::Array(named.collect())
}

fn levels(slot: &str, levels: &[&str]) -> Value {
    let levels = TARGETS.iter().zip(levels).map(|(target, level)| {
        let policies = if slot == "scp" {
            scp(level)
        } else {
            rcp(level)
        };
        json!({"target": target, "policies": policies})
    });
    Value::Array(levels.collect())
}

fn draft(slot: &'static str, who: &Who, chosen: &[&str], rule: &'static str) -> Draft {
    let everyone = with(
        statement("Allow", "s3:*", BUCKET_OBJECTS),
        "Principal",
        json!("*"),
    );
    let mut scene = who
        .scene("s3:GetObject", OBJECT, HOME)
        .rule("resource", everyone);
    if who.has_identity() {
        scene = scene.rule("identity", statement("Allow", "s3:*", "*"));
    }
    Draft {
        topic: if slot == "scp" {
            "tables/scp-levels"
        } else {
            "tables/rcp-levels"
        },
        name: format!("{}-{}", who.name, chosen.join("-")),
        why: format!("{}; levels from the root: {}", who.title, chosen.join(", ")),
        rules: vec![rule],
        row: None,
        scenario: scene.slot(slot, levels(slot, chosen)).build(),
        known: known(slot, who, chosen),
    }
}

/// EV 3.1.1 to EV 3.1.3, EV 3.1.7 and EV 3.2, for calls that everything else allows.
fn known(slot: &str, who: &Who, chosen: &[&str]) -> Known {
    let linked = who.kind == Kind::ServiceLinked;
    let unbound = slot == "scp" && matches!(who.kind, Kind::Anonymous | Kind::Service);
    // Without a session policy of their own they get in by no wildcard.
    if matches!(who.kind, Kind::FederatedUser | Kind::FederatedRoot) {
        return Known::Nothing;
    }
    let denies = chosen.iter().any(|level| match *level {
        "spares-services" => who.kind != Kind::Service,
        level => level == "denies",
    });
    Known::Outcome(if linked || unbound {
        "allowed"
    } else if denies {
        "explicitDeny"
    } else if slot == "scp" && chosen.contains(&"lacks") {
        "implicitDeny"
    } else {
        "allowed"
    })
}

fn scp_rule(who: &Who, chosen: &[&str]) -> &'static str {
    match who.kind {
        Kind::Anonymous | Kind::Service | Kind::ServiceLinked => "EV 3.1.7",
        _ if chosen.contains(&"denies") => "EV 3.1.3",
        _ if chosen.contains(&"lacks") => "EV 3.1.2",
        _ => "EV 3.1.1",
    }
}

fn rcp_rule(who: &Who, chosen: &[&str]) -> &'static str {
    match who.kind {
        Kind::ServiceLinked => "EV 3.2.3",
        Kind::Service => "EV 3.2.5",
        _ if chosen.contains(&"denies") || chosen.contains(&"spares-services") => "EV 3.2.2",
        _ => "EV 3.2/implied-full-access",
    }
}

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = Vec::new();
    let chosen = [
        "anonymous",
        "service",
        "root",
        "user",
        "session",
        "linked-session",
        "other-user",
    ];
    for who in CALLERS.iter().filter(|who| chosen.contains(&who.name)) {
        let all = ["user", "root"].contains(&who.name);
        let mut add = |chosen: &[&str]| {
            drafts.push(draft("scp", who, chosen, scp_rule(who, chosen)));
        };
        for first in LEVELS {
            add(&[first]);
            for second in LEVELS {
                add(&[first, second]);
                for third in LEVELS {
                    if all {
                        add(&[first, second, third]);
                    }
                }
            }
        }
        for chosen in [
            &["union"][..],
            &["full", "union"],
            &["union", "full"],
            &["union", "lacks"],
            &["union", "denies"],
        ] {
            add(chosen);
        }
        let ways = ["full", "allows", "lacks", "denies", "spares-services"];
        for first in ways {
            let chosen = [first];
            drafts.push(draft("rcp", who, &chosen, rcp_rule(who, &chosen)));
            for second in ways {
                let chosen = [first, second];
                drafts.push(draft("rcp", who, &chosen, rcp_rule(who, &chosen)));
            }
        }
    }
    drafts
}
