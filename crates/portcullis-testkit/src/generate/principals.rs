//! `Principal` and `NotPrincipal`: mostly those that name a caller whom the policy is about.

use serde_json::{Map, Value, json};

use super::policies::{Aims, Kind};
use super::slips::nearly;
use super::words::{AWAY, Kind as Caller, NOBODY, PRINCIPALS, Who};
use crate::random::Random;

/// The entries that name a caller.
fn naming(who: Who) -> Vec<(&'static str, &'static str)> {
    let mut entries = vec![("AWS", "*")];
    match who.kind {
        Caller::Anonymous => {}
        Caller::Service => entries.extend([("Service", who.name); 3]),
        Caller::Provider => entries.extend([("Federated", who.name); 3]),
        _ => {
            let (account, canonical) = who.account().unwrap_or_default();
            let away = account == AWAY;
            let root = if away {
                "arn:aws:iam::444455556666:root"
            } else {
                "arn:aws:iam::111122223333:root"
            };
            entries.extend([
                ("AWS", who.name),
                ("AWS", who.name),
                ("AWS", account),
                ("AWS", root),
            ]);
            let issuer = who
                .issuers
                .first()
                .copied()
                .filter(|issuer| *issuer != root);
            entries.extend(issuer.map(|issuer| ("AWS", issuer)));
            if who.name.contains(":assumed-role/app/") && !away {
                entries.extend([("AWS", "arn:aws:iam::111122223333:role/app"); 2]);
            }
            let id = who.id.split(':').next().unwrap_or_default();
            if id.starts_with('A') {
                entries.push(("AWS", id));
            }
            entries.push(("CanonicalUser", canonical));
        }
    }
    entries
}

/// Writes `Principal` or `NotPrincipal`.
pub(super) fn principal(
    random: &mut Random,
    aims: &Aims<'_>,
    (kind, odd): (Kind, bool),
    allow: bool,
    members: &mut Map<String, Value>,
) {
    if kind == Kind::ResourceControl && !odd {
        members.insert("Principal".to_owned(), json!("*"));
        return;
    }
    if odd && random.chance(5) {
        return;
    }
    let negatable = !matches!(kind, Kind::Trust | Kind::ResourceControl) && !allow;
    let not = random.chance(if negatable { 35 } else { 8 }) && (negatable || odd);
    let who = *random.one(aims.callers);
    let everyone = if kind == Kind::Endpoint { 55 } else { 14 };
    if !not && random.chance(everyone) {
        members.insert("Principal".to_owned(), json!("*"));
        return;
    }
    let known = naming(who);
    let mut entries: Vec<(&str, &str)> = Vec::new();
    if not && random.chance(70) {
        // Whoever is to be spared has to be listed under all of its names.
        entries.extend(
            known
                .iter()
                .filter(|(_, text)| *text != "*" || random.chance(4)),
        );
    } else {
        for _ in 0..=(random.below(5) / 3) {
            let entry = match random.below(100) {
                0..64 => random.one(&known),
                64..78 if odd => random.one(NOBODY),
                _ => random.one(PRINCIPALS),
            };
            entries.push(*entry);
        }
    }
    let mut types = Map::new();
    for (of, text) in entries {
        let near = odd && random.chance(12);
        let text = if near {
            nearly(random, text)
        } else {
            text.to_owned()
        };
        let texts = types.entry(of).or_insert_with(|| json!([]));
        if let Some(texts) = texts.as_array_mut() {
            texts.push(json!(text));
        }
    }
    for texts in types.values_mut() {
        if let [only] = texts.as_array().map_or(&[][..], Vec::as_slice)
            && random.chance(50)
        {
            *texts = only.clone();
        }
    }
    let name = if not { "NotPrincipal" } else { "Principal" };
    members.insert(name.to_owned(), Value::Object(types));
}
