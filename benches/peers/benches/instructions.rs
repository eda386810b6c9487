//! Instructions of single decisions under Callgrind: on W1, W2 and W3, and of the floor beside them.
#![expect(missing_docs, reason = "the macros make items without any")]

use std::hint::black_box;

use gungraun::{LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use portcullis_benches::adapter::{Engine, Hasher, Prepared};
use portcullis_benches::floor::Floor;
use portcullis_benches::measure::requests;
use portcullis_benches::model::Set;
use portcullis_benches::workloads::{w1, w2, w3};

/// The workloads by number; without the policies that AWS manages W2 is W1, which its count then shows.
fn set(number: usize) -> Set {
    match number {
        2 => w2::realistic().ok().flatten().unwrap_or_else(w1::tiny),
        3 => w3::large(),
        _ => w1::tiny(),
    }
}

/// So many calls, spread over the workload. The first decision, which warms up what is made once, is not counted.
fn engine(number: usize, calls: usize) -> Option<(Engine, Vec<Prepared>)> {
    let set = set(number).thinned(calls);
    let engine = Engine::new(&set).ok()?;
    let requests = requests(&engine, &set).ok()?;
    black_box(
        requests
            .iter()
            .take(1)
            .filter(|one| engine.allows(one))
            .count(),
    );
    Some((engine, requests))
}

fn floor(number: usize, calls: usize) -> Floor<Hasher> {
    Floor::new(&set(number).thinned(calls))
}

#[library_benchmark]
#[bench::w1(engine(1, 1))]
#[bench::w2_ten(engine(2, 10))]
#[bench::w3_ten(engine(3, 10))]
fn decide(ready: Option<(Engine, Vec<Prepared>)>) -> Option<(Engine, Vec<Prepared>)> {
    if let Some((engine, requests)) = &ready {
        for request in requests {
            black_box(engine.allows(black_box(request)));
        }
    }
    // Given back, so that dropping it is not counted.
    ready
}

#[library_benchmark]
#[bench::w1(floor(1, 1))]
#[bench::w2_ten(floor(2, 10))]
#[bench::w3_ten(floor(3, 10))]
fn probe(floor: Floor<Hasher>) -> Floor<Hasher> {
    black_box(floor.run());
    floor
}

library_benchmark_group!(name = decisions, benchmarks = [decide, probe]);

// Where the policies that AWS manages are, of which W2 is made.
main!(
    config = LibraryBenchmarkConfig::default().pass_through_env("CARGO_TARGET_DIR"),
    library_benchmark_groups = decisions
);
