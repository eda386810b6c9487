//! A decision allocates nothing.

use allocation_counter::measure;
use anyhow::Result;
use portcullis_benches::adapter::Engine;
use portcullis_benches::measure::requests;
use portcullis_benches::model::Set;
use portcullis_benches::workloads::{w1, w3, w5};

/// Allocations of a pass over all calls. The first is not counted: what is made once is not made for a decision.
fn allocations(set: &Set) -> Result<u64> {
    let engine = Engine::new(set)?;
    let requests = requests(&engine, set)?;
    let pass = || requests.iter().filter(|one| engine.allows(one)).count();
    assert!(pass() > 0, "no call of {} is allowed", set.name);
    Ok(measure(|| assert!(pass() > 0)).count_total)
}

#[test]
fn a_decision_allocates_nothing() -> Result<()> {
    for set in [
        w1::tiny(),
        w3::large().thinned(100),
        w5::many().thinned(500),
    ] {
        assert_eq!(allocations(&set)?, 0, "{}", set.name);
    }
    Ok(())
}
