//! Engine and oracle asked the same, many times over; what they disagree on is made small.

mod shrink;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::call::Call;
use crate::case::{Case, Policies, Simulated, Verdicted};
use crate::generate::{self, Batch};

/// Calls over each set of policies.
const CALLS: usize = 48;
/// One call in so many is also asked as a scenario, and its answer read as it is printed.
const PRINTED: u64 = 97;
/// One call in so many is explained.
const TRACED: u64 = 8;
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
    /// Of them, those that were also asked as scenarios.
    pub printed: u64,
    /// Of them, those that were explained.
    pub traced: u64,
    /// Decisions by outcome and layer.
    pub decisions: BTreeMap<(&'static str, String), u64>,
    /// The disagreements, made small.
    pub disagreements: Vec<Disagreement>,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.pairs += other.pairs;
        self.refused += other.refused;
        self.printed += other.printed;
        self.traced += other.traced;
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
    for call in &batch.calls {
        let number = report.pairs;
        report.pairs += 1;
        let traced = number.is_multiple_of(TRACED);
        let printed = number.is_multiple_of(PRINTED);
        report.traced += u64::from(traced);
        report.printed += u64::from(printed);
        let case = || Case {
            policies: batch.policies.clone(),
            lenient: batch.lenient,
            call: call.clone(),
        };
        let how = match compare(&policies, call, traced) {
            Ok(agreed) if agreed.outcome == "error" => {
                report.refused += 1;
                None
            }
            Ok(agreed) => {
                let decision = (agreed.outcome, agreed.reason);
                *report.decisions.entry(decision).or_default() += 1;
                None
            }
            Err(how) => Some(how),
        };
        let how = how.or_else(|| printed.then(|| compare_printed(&case()).err()).flatten());
        if how.is_some() {
            let (case, how) = shrink::shrink(case(), &|case| disagreement(case));
            report
                .disagreements
                .push(Disagreement { origin, case, how });
            // Others over the same policies are likely to be the same.
            return;
        }
    }
}

/// Asks engine and oracle.
///
/// # Errors
/// Both answers, where they differ.
pub fn compare(policies: &Policies<'_>, call: &Call, traced: bool) -> Result<Verdicted, String> {
    let engine = policies.engine(call, traced)?;
    let oracle = policies.oracle(call);
    if engine == oracle {
        Ok(engine)
    } else {
        Err(format!("engine: {engine}; oracle: {oracle}"))
    }
}

/// Asks the case as a scenario, and compares the printed answer with the oracle's about the call as the catalog shaped it.
///
/// # Errors
/// Both answers, where they differ.
pub fn compare_printed(case: &Case) -> Result<(), String> {
    let policies = Policies::new(&case.policies, case.lenient);
    let simulated = match Simulated::new(&case.scenario().to_string()) {
        Ok(simulated) => simulated,
        // What the scenario knows besides: the service has no resource-based policies.
        Err(error) if error.code() == "resource-policy-not-supported" => return Ok(()),
        Err(error) => {
            let oracle = policies.oracle(&case.call);
            return if oracle.outcome == "error" {
                Ok(())
            } else {
                Err(format!(
                    "scenario: {} ({}); oracle: {oracle}",
                    error.code(),
                    error.message()
                ))
            };
        }
    };
    let named = simulated.scenario.call.resources.first();
    let shaped = Call::of(&simulated.answer.deciding().request, named);
    let oracle = policies.oracle(&shaped);
    let printed = simulated.printed()?;
    if printed == oracle {
        Ok(())
    } else {
        Err(format!("printed: {printed}; oracle: {oracle}"))
    }
}

/// On what engine and oracle disagree in a case, in any form of it.
#[must_use]
pub fn disagreement(case: &Case) -> Option<String> {
    let policies = Policies::new(&case.policies, case.lenient);
    let compared = compare(&policies, &case.call, true);
    compared.err().or_else(|| compare_printed(case).err())
}
