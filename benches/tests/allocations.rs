//! How much a decision allocates: a bound, which only goes down.

use allocation_counter::measure;
use anyhow::Result;
use portcullis_benches::adapter::Engine;
use portcullis_benches::measure::requests;
use portcullis_benches::model::Set;
use portcullis_benches::workloads::{w1, w3, w5};

/// Allocations for a decision, in the mean: of W1, of W3 and of W5.
const AT_MOST: [f64; 3] = [2.0, 2.6, 2.8];

/// Allocations for a decision in the mean. The first pass is not counted: what is made once is not made for a decision.
fn mean(set: &Set) -> Result<f64> {
    let (engine, requests) = (Engine::new(set)?, requests(set)?);
    let pass = || requests.iter().filter(|one| engine.allows(one)).count();
    assert!(pass() > 0, "no call of {} is allowed", set.name);
    let counted = measure(|| assert!(pass() > 0));
    Ok(counted.count_total as f64 / requests.len() as f64)
}

#[test]
fn a_decision_allocates_no_more_than_before() -> Result<()> {
    let sets = [
        w1::tiny(),
        w3::large().thinned(100),
        w5::many().thinned(500),
    ];
    let found = sets.iter().map(mean).collect::<Result<Vec<f64>>>()?;
    let fits = found
        .iter()
        .zip(AT_MOST)
        .all(|(found, at_most)| *found <= at_most);
    assert!(
        fits,
        "{found:?} allocations, at most {AT_MOST:?} are allowed"
    );
    Ok(())
}
