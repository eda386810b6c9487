//! The engine and the oracle agree on every case of the corpus that both can be asked.

use std::collections::BTreeMap;

use portcullis_scenario::SourceFile;
use portcullis_testkit::asked::{self, Raw};
use portcullis_testkit::call::Call;
use portcullis_testkit::case::{Simulated, Verdicted};
use portcullis_testkit::corpus::{self, Beside};
use serde_json::Value;

enum Comparison {
    Agreed,
    /// Both refuse the documents, or the principal that cannot have them.
    Refused,
    /// What only one side knows.
    Left(&'static str),
    Differs(String),
}

fn compare(source: &std::sync::Arc<SourceFile>) -> (String, Comparison) {
    let files = Beside::of(source);
    let Some(raw) = Raw::read(source.text(), &files) else {
        return (String::new(), Comparison::Left("no scenario"));
    };
    let case: Value = serde_json::from_str(source.text()).unwrap_or_default();
    let id = case.get("id").and_then(Value::as_str);
    let id = id.unwrap_or_default().to_owned();
    let ask = |call: &Call| Verdicted::of_oracle(&raw.prepared.answer(&call.question()));
    let comparison = match Simulated::from_source(source.clone(), &files) {
        Err(error) => {
            let oracle = ask(&raw.unshaped());
            match oracle.outcome {
                "error" => Comparison::Refused,
                _ if asked::is_known_to_both(&error) => Comparison::Differs(format!(
                    "the engine says {}, the oracle {oracle}",
                    error.code()
                )),
                _ => Comparison::Left("an error of the scenario"),
            }
        }
        Ok(simulated) => {
            let several = simulated.answer.checks().len() > 1;
            if several && raw.request.get("operation").is_some() {
                return (id, Comparison::Left("an operation of several checks"));
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
    (id, comparison)
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
        agreed >= 12_000,
        "only {agreed} of {} cases were decided",
        cases.len()
    );
    assert!(
        refused >= 1_000,
        "only {refused} of {} cases were refused",
        cases.len()
    );
}
