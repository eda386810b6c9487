//! The generator reaches what it is for: every verdict, layer, operator, form of principal and kind of caller, often enough.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read the index of rules has to fail"
)]

use std::collections::BTreeMap;

use portcullis_condition::operators;
use portcullis_testkit::case::Policies;
use portcullis_testkit::corpus;
use portcullis_testkit::generate;
use portcullis_testkit::reach::{Both, Reach, UNREACHED};

const SETS: u64 = 7_000;
const CALLS: usize = 16;

fn reach() -> Reach {
    let mut reach = Reach::default();
    for index in 0..SETS {
        let batch = generate::batch(7, index, CALLS);
        let policies = Policies::new(&batch.policies, batch.lenient);
        for call in &batch.calls {
            reach.add(&policies, call);
        }
    }
    reach
}

/// Every operator with every modifier that it takes, and whether it can be true and false.
fn operators() -> Vec<(String, bool, bool)> {
    let mut all = Vec::new();
    for spec in operators::all() {
        for set in ["", "ForAllValues:", "ForAnyValue:"] {
            let name = format!("{set}{}", spec.name());
            let null = !spec.allows_if_exists();
            // PL 8.9
            let (yes, no) = (
                !(null && set == "ForAnyValue:"),
                !(null && set == "ForAllValues:"),
            );
            all.push((name.clone(), yes, no));
            if !null {
                all.push((format!("{name}IfExists"), true, true));
            }
        }
    }
    all
}

fn check<K: AsRef<str> + Ord>(
    misses: &mut Vec<String>,
    what: &str,
    found: &BTreeMap<K, Both>,
    wanted: impl IntoIterator<Item = (String, bool, bool)>,
    least: u64,
) {
    for (name, yes, no) in wanted {
        let both = found.iter().find(|(key, _)| key.as_ref() == name);
        let both = both.map(|(_, both)| *both).unwrap_or_default();
        let reached = |wanted: bool, count| if wanted { count >= least } else { count == 0 };
        if !reached(yes, both.yes) || !reached(no, both.no) {
            misses.push(format!("{what} {name}: {} yes, {} no", both.yes, both.no));
        }
    }
}

fn both(names: &[&str]) -> Vec<(String, bool, bool)> {
    let both = names.iter().map(|name| ((*name).to_owned(), true, true));
    both.collect()
}

/// Every rule of the policy language and of evaluation that the corpus tests is reached, or left out for a reason.
fn rules(misses: &mut Vec<String>, reach: &Reach) {
    let index = std::fs::read_to_string(corpus::folder().join("rules.jsonl")).unwrap();
    let left_out = |id: &str| {
        let mut starts = UNREACHED.iter().flat_map(|unreached| unreached.rules);
        starts.any(|start| match start.strip_suffix('*') {
            Some(start) => id.starts_with(start),
            None => id == *start,
        })
    };
    let mut known = Vec::new();
    for line in index.lines() {
        let rule: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = rule["id"].as_str().unwrap();
        known.push(id.to_owned());
        let ours = id.starts_with("PL ") || id.starts_with("EV ");
        let count = reach.rules.get(id).copied().unwrap_or_default();
        match (left_out(id), count) {
            (true, 1..) => misses.push(format!("{id} is left out, and reached {count} times")),
            (false, 0) if ours && rule["tested"] == "corpus" => {
                misses.push(format!("{id} is reached {count} times: {}", rule["rule"]));
            }
            _ => {}
        }
    }
    let unknown = reach
        .rules
        .keys()
        .filter(|id| !known.iter().any(|known| known == *id));
    misses.extend(unknown.map(|id| format!("{id} is no rule")));
}

#[test]
fn made_up_cases_reach_everything() {
    let reach = reach();
    let mut misses = Vec::new();
    let decided: u64 = reach.outcomes.values().sum();
    let percent = |count: u64| 100 * count / decided;
    for outcome in ["allowed", "explicitDeny", "implicitDeny"] {
        let count = reach.outcomes.get(outcome).copied().unwrap_or_default();
        if percent(count) < 15 {
            misses.push(format!("{outcome}: {} %", percent(count)));
        }
    }
    let layers = [
        "serviceRule",
        "rcp",
        "scp",
        "vpcEndpoint",
        "identity",
        "permissionsBoundary",
        "session",
        "resource",
    ];
    for layer in layers {
        let both = reach.reasons.get(layer).copied().unwrap_or_default();
        if percent(both.yes + both.no) < 2 {
            misses.push(format!(
                "{layer} decides {} of {decided}",
                both.yes + both.no
            ));
        }
    }
    let said: Vec<_> = layers
        .iter()
        .filter(|layer| **layer != "serviceRule")
        // RCPFullAWSAccess is implied: an Allow is never missing.
        .map(|layer| ((*layer).to_owned(), true, *layer != "rcp"))
        .collect();
    check(&mut misses, "layer", &reach.layers, said.clone(), 100);
    for (layer, _, _) in said {
        let count = reach
            .denying
            .get(layer.as_str())
            .copied()
            .unwrap_or_default();
        if count < 100 {
            misses.push(format!("{layer} denies {count} times"));
        }
    }
    check(&mut misses, "operator", &reach.operators, operators(), 5);
    let forms = [
        "*",
        "account",
        "root ARN",
        "user",
        "role",
        "role session",
        "federated user",
        "unique id",
        "service",
        "provider",
        "canonical user",
        "NotPrincipal",
    ];
    let forms = forms.map(|form| (form.to_owned(), true, form != "*"));
    check(&mut misses, "principal", &reach.principals, forms, 20);
    let nobody = ["nobody", "no principal", "an empty list"];
    let nobody = nobody.map(|form| (form.to_owned(), false, true));
    check(&mut misses, "principal", &reach.principals, nobody, 20);
    let elements = ["Action", "NotAction", "Resource", "NotResource"];
    check(
        &mut misses,
        "element",
        &reach.elements,
        both(&elements),
        100,
    );
    let callers = [
        "Anonymous",
        "Service",
        "IdentityProvider",
        "Root",
        "User",
        "Role",
        "RoleSession",
        "FederatedUser",
    ];
    check(&mut misses, "caller", &reach.callers, both(&callers), 50);
    let actions = [
        "s3:getobject",
        "s3:listallmybuckets",
        "s3:deletebucketpolicy",
        "sqs:addpermission",
        "kms:decrypt",
        "kms:retiregrant",
        "kms:createkey",
        "lambda:invokefunction",
        "lambda:updatefunctionconfiguration",
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:assumeroot",
        "sts:getsessiontoken",
        "sts:getfederationtoken",
        "sts:tagsession",
        "sts:setsourceidentity",
        "iam:getpolicy",
        "iam:passrole",
    ];
    check(&mut misses, "action", &reach.actions, both(&actions), 5);
    // EV 4.6: allowed to whoever signs.
    let whoever = [("sts:getcalleridentity".to_owned(), true, true)];
    check(&mut misses, "action", &reach.actions, whoever, 1);
    rules(&mut misses, &reach);
    println!(
        "{decided} decisions: {:?}\n{:?}",
        reach.outcomes, reach.reasons
    );
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn a_seed_says_everything() {
    let batch = |seed, index| format!("{:?}", generate::batch(seed, index, 8));
    assert_eq!(batch(3, 5), batch(3, 5));
    assert_ne!(batch(3, 5), batch(3, 6));
    assert_ne!(batch(3, 5), batch(4, 5));
}
