//! The engine and the oracle agree on every case of the corpus that both can be asked.

use std::collections::BTreeMap;

use portcullis_scenario::{PolicyFiles, SourceFile};
use portcullis_testkit::call::Call;
use portcullis_testkit::case::{Simulated, Verdicted};
use portcullis_testkit::corpus::{self, Beside};
use serde_json::Value;
use serde_json::value::RawValue;

/// The parts of a case that the oracle is asked with where the engine refuses it.
#[derive(serde::Deserialize)]
struct Raw<'a> {
    id: String,
    #[serde(borrow)]
    policies: Option<&'a RawValue>,
    request: Value,
    lenient: Option<bool>,
}

/// The policies as they were written, those in files put in their place.
fn policies(raw: &str, files: &Beside) -> String {
    fn replace(value: &mut Value, files: &Beside) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(file)) = members.remove("file") {
                    let bytes = files.read(&file).unwrap_or_default();
                    let text = String::from_utf8(bytes).unwrap_or_default();
                    members.insert("document".to_owned(), Value::String(text));
                }
                members.values_mut().for_each(|value| replace(value, files));
            }
            Value::Array(elements) => elements.iter_mut().for_each(|value| replace(value, files)),
            _ => {}
        }
    }
    let in_files = serde_json::from_str::<Value>(raw)
        .ok()
        .filter(|_| raw.contains("\"file\""));
    match in_files {
        Some(mut policies) => {
            replace(&mut policies, files);
            policies.to_string()
        }
        // Not by way of a `Value`, which would drop the first of two members of one name.
        None => raw.to_owned(),
    }
}

/// What a case says of its call, unshaped: enough for the documents to be read.
fn unshaped(request: &Value) -> Call {
    let text = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
    Call {
        principal: text("principal").unwrap_or_else(|| "*".to_owned()),
        issuer: text("sessionIssuer"),
        credentials: text("credentials"),
        canonical_user_id: text("canonicalUserId"),
        administers: false,
        action: text("action").unwrap_or_else(|| "any:Action".to_owned()),
        resource: text("resource").unwrap_or_else(|| "*".to_owned()),
        asked: None,
        owner: text("resourceAccount"),
        resource_control: true,
        gateway: false,
        context: Vec::new(),
    }
}

enum Comparison {
    Agreed,
    /// Both refuse the documents, or the principal that cannot have them.
    Refused,
    /// What only one side knows.
    Left(&'static str),
    Differs(String),
}

fn compare(source: &std::sync::Arc<SourceFile>) -> (String, Comparison) {
    let Ok(raw) = serde_json::from_str::<Raw<'_>>(source.text()) else {
        return (String::new(), Comparison::Left("no scenario"));
    };
    let files = Beside::of(source);
    let policies = policies(raw.policies.map_or("{}", RawValue::get), &files);
    let prepared = portcullis_oracle::Prepared::read(&policies, raw.lenient == Some(true));
    let ask = |call: &Call| Verdicted::of_oracle(&prepared.answer(&call.question()));
    let comparison = match Simulated::from_source(source.clone(), &files) {
        Err(error) => {
            let conflicts = ["session-policy-not-allowed", "boundary-not-allowed"];
            let of_documents =
                error.policy().is_some() && error.code() != "resource-policy-not-supported";
            let oracle = ask(&unshaped(&raw.request));
            match oracle.outcome {
                "error" => Comparison::Refused,
                _ if of_documents || conflicts.contains(&error.code()) => Comparison::Differs(
                    format!("the engine says {}, the oracle {oracle}", error.code()),
                ),
                _ => Comparison::Left("an error of the scenario"),
            }
        }
        Ok(simulated) => {
            let several = simulated.answer.checks().len() > 1;
            if several && raw.request.get("operation").is_some() {
                return (raw.id, Comparison::Left("an operation of several checks"));
            }
            let resources = &simulated.scenario.call.resources;
            let mut checks = simulated.answer.checks().iter().enumerate();
            let differs = checks.find_map(|(index, check)| {
                let oracle = ask(&Call::of(&check.request, resources.get(index)));
                let engine = Verdicted::of_decision(&check.decision);
                (engine != oracle).then(|| format!("engine {engine}, oracle {oracle}"))
            });
            differs.map_or(Comparison::Agreed, Comparison::Differs)
        }
    };
    (raw.id, comparison)
}

#[test]
fn engine_and_oracle_agree_on_every_case() {
    let cases = corpus::cases().unwrap();
    let (mut agreed, mut refused) = (0, 0);
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for source in &cases {
        match compare(source) {
            (_, Comparison::Agreed) => agreed += 1,
            (_, Comparison::Refused) => refused += 1,
            (_, Comparison::Left(why)) => *left.entry(why).or_default() += 1,
            (id, Comparison::Differs(how)) => differences.push(format!("{id}: {how}")),
        }
    }
    println!("{agreed} agreed, {refused} refused by both, left out: {left:?}");
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(
        agreed >= 1_000,
        "only {agreed} of {} cases were decided",
        cases.len()
    );
    assert!(
        refused >= 100,
        "only {refused} of {} cases were refused",
        cases.len()
    );
}
