//! Measures every workload of the registry, and its baseline beside it.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use portcullis_benches::workloads::{ALL, Run};

fn measure(criterion: &mut Criterion) -> anyhow::Result<()> {
    for workload in ALL {
        let prepared = (workload.prepare)()?;
        let mut group = criterion.benchmark_group(workload.name);
        group.throughput(Throughput::Elements(u64::try_from(prepared.elements)?));
        let sides = [
            ("portcullis", Some(prepared.engine)),
            ("naive", prepared.naive),
        ];
        for (side, run) in sides {
            if let Some(mut run) = run {
                group.bench_function(side, |bencher| bencher.iter(|| answer(&mut run)));
            }
        }
        group.finish();
    }
    Ok(())
}

fn answer(run: &mut Run) -> usize {
    black_box(run())
}

fn main() -> anyhow::Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    measure(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}
