//! W1 to W5 by criterion: two hundred calls of each, engine, naive scan and floor.

use std::time::Duration;

use anyhow::Result;
use criterion::{Criterion, Throughput};
use portcullis_benches::measure::Ready;
use portcullis_benches::{adapter, floor::Floor, workloads};

const CALLS: usize = 200;

fn measure(criterion: &mut Criterion) -> Result<()> {
    for (_, make) in workloads::DECISIONS {
        let Some(set) = make()? else {
            continue;
        };
        let set = set.thinned(CALLS);
        let floor = Floor::<adapter::Hasher>::new(&set);
        let ready = Ready::new(set)?;
        let calls = ready.set().calls.len();
        let mut group = criterion.benchmark_group(ready.set().name);
        group.throughput(Throughput::Elements(u64::try_from(calls)?));
        for mut side in [ready.engine(), ready.anew(), ready.scan()] {
            group.bench_function(side.name(), |bencher| bencher.iter(|| side.pass()));
        }
        group.bench_function("floor", |bencher| bencher.iter(|| floor.run()));
        group.finish();
    }
    Ok(())
}

fn main() -> Result<()> {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .configure_from_args();
    measure(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}
