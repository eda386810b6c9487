//! Engine and oracle asked the same, many times over; what they disagree on is made small.

mod shrink;
mod ways;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

pub use shrink::shrink;
pub use ways::{Asked, WAYS, Way, compare, compare_printed};

use crate::case::{Case, Policies};
use crate::generate::{self, Batch};

/// Calls over each set of policies.
const CALLS: usize = 48;
/// Disagreements after which a run ends.
const ENOUGH: usize = 5;

/// What a run found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Calls over sets of policies that were decided by both.
    pub pairs: u64,
    /// Of them, those that were refused by both: a document cannot be read, or a caller cannot have a policy.
    pub refused: u64,
    /// How many of them were decided in each way.
    pub ways: BTreeMap<&'static str, u64>,
    /// Decisions by outcome and layer.
    pub decisions: BTreeMap<(&'static str, String), u64>,
    /// The disagreements, made small.
    pub disagreements: Vec<Disagreement>,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.pairs += other.pairs;
        self.refused += other.refused;
        for (way, count) in other.ways {
            *self.ways.entry(way).or_default() += count;
        }
        for (decision, count) in other.decisions {
            *self.decisions.entry(decision).or_default() += count;
        }
        self.disagreements.extend(other.disagreements);
    }
}

/// A case on which engine and oracle disagree, or the engine with itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Disagreement {
    /// Which case of the seed it came from.
    pub origin: (u64, u64),
    /// The case, made small.
    pub case: Case,
    /// Both answers.
    pub how: String,
}

impl core::fmt::Display for Disagreement {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let scenario = serde_json::to_string_pretty(&self.case.scenario()).unwrap_or_default();
        let (seed, index) = self.origin;
        writeln!(f, "case {index} of seed {seed}: {}", self.how)?;
        writeln!(f, "{scenario}")
    }
}

/// Asks about so many calls over the sets of policies of a seed, in so many threads. `progress` is told now and then how many
/// calls are done.
pub fn run(pairs: u64, seed: u64, threads: usize, progress: &(dyn Fn(u64) + Sync)) -> Report {
    let next = AtomicU64::new(0);
    let done = AtomicU64::new(0);
    let enough = AtomicBool::new(false);
    let per_set = u64::try_from(CALLS).unwrap_or(1);
    let sets = pairs.div_ceil(per_set);
    let work = || {
        let mut report = Report::default();
        while !enough.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= sets {
                break;
            }
            let batch = generate::batch(seed, index, CALLS);
            compare_batch(&batch, (seed, index), &mut report);
            if report.disagreements.len() >= ENOUGH {
                enough.store(true, Ordering::Relaxed);
            }
            progress(done.fetch_add(per_set, Ordering::Relaxed) + per_set);
        }
        report
    };
    let mut report = Report::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            match worker.join() {
                Ok(part) => report.add(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    report
}

fn compare_batch(batch: &Batch, origin: (u64, u64), report: &mut Report) {
    let policies = Policies::new(&batch.policies, batch.lenient);
    let per_set = u64::try_from(batch.calls.len()).unwrap_or(1);
    for (number, call) in (origin.1.wrapping_mul(per_set)..).zip(&batch.calls) {
        report.pairs += 1;
        let oracle = policies.oracle(call);
        let asked = Asked {
            policies: &policies,
            call,
            oracle: &oracle,
        };
        let mut ways = WAYS.iter().filter(|way| number.is_multiple_of(way.every));
        let found = ways.find_map(|way| {
            *report.ways.entry(way.name).or_default() += 1;
            (way.compare)(&asked).err()
        });
        if found.is_some() {
            let (case, how) = shrink(policies.case(call), &disagreement);
            report
                .disagreements
                .push(Disagreement { origin, case, how });
            // Others over the same policies are likely to be the same.
            return;
        }
        if oracle.outcome == "error" {
            report.refused += 1;
        } else {
            let decision = (oracle.outcome, oracle.reason);
            *report.decisions.entry(decision).or_default() += 1;
        }
    }
}

/// On what engine and oracle disagree in a case, in any way of deciding it.
#[must_use]
pub fn disagreement(case: &Case) -> Option<String> {
    let policies = Policies::new(&case.policies, case.lenient);
    let oracle = policies.oracle(&case.call);
    let asked = Asked {
        policies: &policies,
        call: &case.call,
        oracle: &oracle,
    };
    let mut ways = WAYS.iter();
    ways.find_map(|way| (way.compare)(&asked).err())
}
