//! Compares the engine with the oracle: `differential [--pairs N] [--seed S] [--threads T]`.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use portcullis_testkit::differential;

const USAGE: &str = "usage: differential [--pairs N] [--seed S] [--threads T]";

struct Options {
    pairs: u64,
    seed: u64,
    threads: usize,
}

fn options(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut options = Options {
        pairs: 100_000,
        seed: 1,
        threads,
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--pairs" => options.pairs = value.parse().ok()?,
            "--seed" => options.seed = value.parse().ok()?,
            "--threads" => options.threads = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(options)
}

fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let start = Instant::now();
    let said = AtomicU64::new(0);
    let progress = |done: u64| {
        let step = done / 1_000_000;
        if step > said.fetch_max(step, Ordering::Relaxed) {
            eprintln!("{done} pairs after {:.1} s", start.elapsed().as_secs_f64());
        }
    };
    let report = differential::run(options.pairs, options.seed, options.threads, &progress);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} pairs of seed {} in {seconds:.1} s, {} refused by both",
        report.pairs, options.seed, report.refused
    );
    for (way, count) in &report.ways {
        println!("{count:9}  {way}");
    }
    let decided: u64 = report.decisions.values().sum();
    for ((outcome, reason), count) in &report.decisions {
        let percent = count.saturating_mul(1_000) / decided.max(1);
        println!(
            "{count:9} {:3}.{} %  {outcome} {reason}",
            percent / 10,
            percent % 10
        );
    }
    for disagreement in &report.disagreements {
        println!("\n{disagreement}");
    }
    if report.disagreements.is_empty() {
        ExitCode::SUCCESS
    } else {
        println!("{} disagreements", report.disagreements.len());
        ExitCode::FAILURE
    }
}
