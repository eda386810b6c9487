//! Entries of `Principal` and `NotPrincipal` against callers, in each kind of policy that names principals: PL 4, EV 3.5, EV 4.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known, Row, slug};
use super::super::scene::{AWAY, BUCKET_OBJECTS, HOME, OBJECT, Scene, document, statement, with};
use super::callers::{CALLERS, Who};

/// An entry: its name, type, text and rule.
struct Entry {
    name: &'static str,
    of: &'static str,
    text: &'static str,
    rule: &'static str,
}

const fn entry(
    name: &'static str,
    of: &'static str,
    text: &'static str,
    rule: &'static str,
) -> Entry {
    Entry {
        name,
        of,
        text,
        rule,
    }
}

const CANONICAL: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

const ENTRIES: &[Entry] = &[
    entry("everyone", "AWS", "*", "PL 4.1/wildcard"),
    entry("account", "AWS", HOME, "PL 4.1/account-id"),
    entry(
        "account-root",
        "AWS",
        "arn:aws:iam::111122223333:root",
        "PL 4.1/account-root",
    ),
    entry("other-account", "AWS", AWAY, "PL 4.1/account-id"),
    entry(
        "user",
        "AWS",
        "arn:aws:iam::111122223333:user/alice",
        "PL 4.1/user",
    ),
    entry(
        "user-other-case",
        "AWS",
        "arn:aws:iam::111122223333:user/Alice",
        "PL 4.1.4",
    ),
    entry(
        "user-with-path",
        "AWS",
        "arn:aws:iam::111122223333:user/team/alice",
        "PL 3.2/user",
    ),
    entry(
        "user-of-other-account",
        "AWS",
        "arn:aws:iam::444455556666:user/carol",
        "PL 4.1/user",
    ),
    entry(
        "role",
        "AWS",
        "arn:aws:iam::111122223333:role/app",
        "PL 4.1/role",
    ),
    entry(
        "role-with-path",
        "AWS",
        "arn:aws:iam::111122223333:role/team/app",
        "PL 3.2/session-role",
    ),
    entry(
        "role-of-other-account",
        "AWS",
        "arn:aws:iam::444455556666:role/app",
        "PL 4.1/role",
    ),
    entry(
        "session",
        "AWS",
        "arn:aws:sts::111122223333:assumed-role/app/ci",
        "PL 4.1/session",
    ),
    entry(
        "other-session",
        "AWS",
        "arn:aws:sts::111122223333:assumed-role/app/other",
        "PL 4.1/session",
    ),
    entry(
        "federated-user",
        "AWS",
        "arn:aws:sts::111122223333:federated-user/guest",
        "PL 4.1/federated-session",
    ),
    entry(
        "unique-id-of-user",
        "AWS",
        "AIDACKCEVSQ6C2EXAMPLE",
        "PL 4.1/unique-id",
    ),
    entry(
        "unique-id-of-role",
        "AWS",
        "AROADBQP57FF2AEXAMPLE",
        "PL 4.1/unique-id",
    ),
    entry(
        "canonical-user",
        "CanonicalUser",
        CANONICAL,
        "PL 4.1/canonical-user",
    ),
    entry(
        "service",
        "Service",
        "lambda.amazonaws.com",
        "PL 4.1/service",
    ),
    entry(
        "other-service",
        "Service",
        "events.amazonaws.com",
        "PL 4.1/service",
    ),
    entry(
        "provider",
        "Federated",
        "arn:aws:iam::111122223333:saml-provider/idp",
        "PL 4.1/federated",
    ),
];

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for entry in ENTRIES {
        for who in CALLERS {
            drafts.extend(resource(entry, who));
            drafts.extend(endpoint(entry, who));
        }
    }
    for who in CALLERS {
        drafts.extend(not_principal(who));
        drafts.extend(several(who));
    }
    drafts.extend(trust());
    drafts
}

fn principal(entry: &Entry) -> Value {
    json!({entry.of: entry.text})
}

fn object(who: &Who) -> Scene {
    let scene = who.scene("s3:GetObject", OBJECT, HOME);
    if who.account() == Some(HOME) {
        return scene.request("canonicalUserId", json!(CANONICAL));
    }
    scene
}

/// With a session policy that allows everything for a caller who has nothing without one.
fn unlimited(who: &Who) -> Scene {
    let scene = object(who);
    if who.needs_session() {
        return scene.rule("session", statement("Allow", "*", "*"));
    }
    scene
}

/// A bucket policy that allows or denies to the entry.
fn resource(entry: &Entry, who: &Who) -> Vec<Draft> {
    let cross = who.account().is_some_and(|account| account != HOME);
    let mut drafts = Vec::new();
    for effect in ["Allow", "Deny"] {
        let ours = with(
            statement(effect, "s3:GetObject", BUCKET_OBJECTS),
            "Principal",
            principal(entry),
        );
        let mut statements = vec![ours];
        let mut scene = if effect == "Deny" {
            unlimited(who)
        } else {
            object(who)
        };
        if effect == "Deny" {
            // Allowed to everyone, so that the Deny is all that matters.
            let everyone = with(
                statement("Allow", "s3:*", BUCKET_OBJECTS),
                "Principal",
                json!("*"),
            );
            statements.push(everyone);
        }
        if cross || effect == "Deny" && who.has_identity() {
            scene = scene.rule("identity", statement("Allow", "s3:*", "*"));
        }
        let mut rules = vec![entry.rule];
        if entry.name.contains("account") && effect == "Deny" && !entry.name.contains("of-other") {
            rules.push("EV 3.6/account-deny");
        } else if effect == "Allow" {
            rules.push(if cross {
                "EV 4.3/both-sides"
            } else {
                "EV 4.1/same-account"
            });
        } else {
            rules.push("EV 4.1/explicit-deny");
        }
        drafts.push(Draft {
            topic: if effect == "Allow" {
                "tables/principals-allow"
            } else {
                "tables/principals-deny"
            },
            name: format!("{}-asked-by-{}", entry.name, who.name),
            why: format!(
                "{effect} to {} {}, asked by {}",
                entry.of, entry.text, who.title
            ),
            rules,
            row: Row::of(
                format!("{effect} {}", entry.name),
                entry.text,
                who.principal,
            ),
            scenario: scene
                .policy("resource", document(json!(statements)))
                .build(),
            known: Known::Decided,
        });
    }
    drafts
}

/// An endpoint policy that allows the entry, at both kinds of endpoints.
fn endpoint(entry: &Entry, who: &Who) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let chosen = [
        "everyone",
        "account",
        "account-root",
        "user",
        "role",
        "session",
        "federated-user",
        "service",
    ];
    if !chosen.contains(&entry.name) {
        return drafts;
    }
    for kind in ["gateway", "interface"] {
        for effect in ["Allow", "Deny"] {
            let ours = with(
                statement(effect, "s3:*", "*"),
                "Principal",
                principal(entry),
            );
            let open = with(statement("Allow", "*", "*"), "Principal", json!("*"));
            let statements = if effect == "Deny" {
                json!([open, ours])
            } else {
                json!([ours])
            };
            let everyone = with(
                statement("Allow", "s3:*", BUCKET_OBJECTS),
                "Principal",
                json!("*"),
            );
            let mut scene = unlimited(who)
                .request("endpointKind", json!(kind))
                .rule("resource", everyone);
            if who.has_identity() {
                scene = scene.rule("identity", statement("Allow", "s3:*", "*"));
            }
            let class = match entry.name {
                "everyone" => 0,
                "account" | "account-root" => 1,
                _ => 2,
            };
            let rule = match (effect, kind, class) {
                ("Deny", _, _) => "EV 3.5/deny",
                (_, "gateway", 0) => "EV 3.5/gateway-wildcard",
                (_, "gateway", 1) => "EV 3.5/gateway-account",
                (_, "gateway", _) => "EV 3.5/gateway-other",
                (_, _, 0) => "EV 3.5/interface-wildcard",
                (_, _, 1) => "EV 3.5/interface-account",
                _ => "EV 3.5/interface-other",
            };
            drafts.push(Draft {
                topic: "tables/endpoints",
                name: format!(
                    "{kind}-{}-{}-asked-by-{}",
                    slug(effect),
                    entry.name,
                    who.name
                ),
                why: format!(
                    "{kind} endpoint, {effect} to {} {}, asked by {}",
                    entry.of, entry.text, who.title
                ),
                rules: vec![rule],
                row: Row::of(
                    format!("{kind} {effect} {}", entry.name),
                    entry.text,
                    who.principal,
                ),
                scenario: scene.policy("endpoint", document(statements)).build(),
                known: Known::Decided,
            });
        }
    }
    drafts
}

/// A Deny with `NotPrincipal`: whoever is to be spared has to be listed with all of its identities.
fn not_principal(who: &Who) -> Vec<Draft> {
    let root = "arn:aws:iam::111122223333:root";
    let alice = "arn:aws:iam::111122223333:user/alice";
    let role = "arn:aws:iam::111122223333:role/app";
    let session = "arn:aws:sts::111122223333:assumed-role/app/ci";
    let guest = "arn:aws:sts::111122223333:federated-user/guest";
    let lists: [(&str, Value); 13] = [
        ("everyone", json!({"AWS": "*"})),
        ("account", json!({"AWS": HOME})),
        ("account-root", json!({"AWS": root})),
        ("user", json!({"AWS": alice})),
        ("user-and-account", json!({"AWS": [alice, HOME]})),
        ("role", json!({"AWS": role})),
        ("session", json!({"AWS": session})),
        ("role-and-session", json!({"AWS": [role, session]})),
        (
            "role-session-and-account",
            json!({"AWS": [role, session, root]}),
        ),
        ("federated-user-and-account", json!({"AWS": [guest, root]})),
        (
            "user-federated-user-and-account",
            json!({"AWS": [alice, guest, root]}),
        ),
        ("service", json!({"Service": "lambda.amazonaws.com"})),
        (
            "unique-id-and-account",
            json!({"AWS": ["AIDACKCEVSQ6C2EXAMPLE", HOME]}),
        ),
    ];
    let mut drafts = Vec::new();
    for (name, list) in lists {
        for bounded in [false, true] {
            if bounded && !who.can_have_boundary() {
                continue;
            }
            let deny = with(
                statement("Deny", "s3:*", BUCKET_OBJECTS),
                "NotPrincipal",
                list.clone(),
            );
            let everyone = with(
                statement("Allow", "s3:*", BUCKET_OBJECTS),
                "Principal",
                json!("*"),
            );
            let mut scene = unlimited(who).policy("resource", document(json!([deny, everyone])));
            if who.has_identity() {
                scene = scene.rule("identity", statement("Allow", "s3:*", "*"));
            }
            if bounded {
                scene = scene.rule("boundary", statement("Allow", "*", "*"));
            }
            let rules = if bounded {
                vec!["PL 4.2.5", "EV 3.6/not-principal-boundary"]
            } else {
                vec!["PL 4.2.3", "PL 4.2.1"]
            };
            drafts.push(Draft {
                topic: "tables/not-principals",
                name: format!(
                    "{name}-asked-by-{}{}",
                    who.name,
                    if bounded { "-with-boundary" } else { "" }
                ),
                why: format!(
                    "Deny with NotPrincipal {list}, asked by {}{}",
                    who.title,
                    if bounded { " with a boundary" } else { "" }
                ),
                rules,
                row: Row::of(
                    format!("{name} {bounded}"),
                    &list.to_string(),
                    who.principal,
                ),
                scenario: scene.build(),
                known: Known::Decided,
            });
        }
    }
    drafts
}

/// Several entries: their classes add up.
fn several(who: &Who) -> Vec<Draft> {
    let alice = "arn:aws:iam::111122223333:user/alice";
    let role = "arn:aws:iam::111122223333:role/app";
    let session = "arn:aws:sts::111122223333:assumed-role/app/ci";
    let lists: [(&str, Value); 6] = [
        ("account-and-user", json!({"AWS": [HOME, alice]})),
        ("account-and-role", json!({"AWS": [HOME, role]})),
        ("role-and-session", json!({"AWS": [role, session]})),
        (
            "service-and-account",
            json!({"Service": "lambda.amazonaws.com", "AWS": HOME}),
        ),
        (
            "canonical-and-role",
            json!({"CanonicalUser": CANONICAL, "AWS": role}),
        ),
        ("nobody-listed", json!({"AWS": []})),
    ];
    let mut drafts = Vec::new();
    for (name, list) in lists {
        let ours = with(
            statement("Allow", "s3:GetObject", BUCKET_OBJECTS),
            "Principal",
            list.clone(),
        );
        let mut scene = object(who)
            .rule("resource", ours)
            .lenient(name == "nobody-listed");
        if who.account().is_some_and(|account| account != HOME) {
            scene = scene.rule("identity", statement("Allow", "s3:*", "*"));
        }
        let rule = if name == "nobody-listed" {
            "PL 1.5/empty-list"
        } else {
            "PL 4.1.5"
        };
        drafts.push(Draft {
            topic: "tables/principals-allow",
            name: format!("{name}-asked-by-{}", who.name),
            why: format!("Allow to {list}, asked by {}", who.title),
            rules: vec![rule],
            row: Row::of(name, &list.to_string(), who.principal),
            scenario: scene.build(),
            known: Known::Decided,
        });
    }
    drafts
}

/// Trust policies and key policies, which have to allow: who is named, and whether the caller's own policy allows.
fn trust() -> Vec<Draft> {
    let key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let role = "arn:aws:iam::111122223333:role/target";
    let mut drafts = Vec::new();
    for entry in ENTRIES {
        for who in CALLERS {
            for (kind, action, resource, rule) in [
                ("trust", "sts:AssumeRole", role, "EV 4.5/role"),
                ("key", "kms:Decrypt", key, "EV 4.5/key"),
            ] {
                for granted in [true, false] {
                    if granted && !who.has_identity() {
                        continue;
                    }
                    let on = if kind == "key" { "*" } else { "" };
                    let ours = with(
                        statement("Allow", action, on),
                        "Principal",
                        principal(entry),
                    );
                    let mut scene = who.scene(action, resource, HOME);
                    if who.account() == Some(HOME) {
                        scene = scene.request("canonicalUserId", json!(CANONICAL));
                    }
                    if granted {
                        scene = scene.rule("identity", statement("Allow", action, "*"));
                    }
                    let own = if granted { "-with-own-policy" } else { "" };
                    drafts.push(Draft {
                        topic: if kind == "key" {
                            "tables/key-principals"
                        } else {
                            "tables/trust-principals"
                        },
                        name: format!("{}-asked-by-{}{own}", entry.name, who.name),
                        why: format!(
                            "{action}, the {kind} policy names {} {}, asked by {}{}",
                            entry.of,
                            entry.text,
                            who.title,
                            if granted {
                                ", whose own policy allows it"
                            } else {
                                ""
                            }
                        ),
                        rules: vec![rule, entry.rule],
                        row: Row::of(
                            format!("{kind} {granted} {}", entry.name),
                            entry.text,
                            who.principal,
                        ),
                        scenario: scene.rule("resource", ours).build(),
                        known: Known::Decided,
                    });
                }
            }
        }
    }
    drafts
}
