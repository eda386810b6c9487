//! Fuzz targets without a fuzzer: inputs that follow from a seed, made by changing inputs that are at hand, in an endless stream.
//!
//! Nothing is learnt from what an input reaches, so the stream is blind to what libFuzzer would find by its counters; it needs no
//! other tool, starts nothing anew, and is several times faster on small inputs. What libFuzzer has learnt lies in its corpus,
//! which the stream starts from where it is there.

mod dictionary;
mod mutate;
mod seeds;
mod shrink;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

pub use seeds::Seeds;
pub use shrink::shrink;

use crate::fuzz::Target;
use crate::random::Random;

/// An execution that takes longer is a finding: CPU time where the system tells it, which a busy machine does not make longer.
const TOO_LONG: Duration = Duration::from_secs(20);
/// How often it is looked whether one takes that long.
const LOOK: Duration = Duration::from_millis(200);
/// How long a tick of `/proc` is, whatever the clock of the system.
const TICK: Duration = Duration::from_millis(10);

/// When a run ends, if it finds nothing.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a run has an end of either kind, or of both"
)]
pub struct End {
    /// After so many executions.
    pub executions: u64,
    /// After so much time.
    pub time: Duration,
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// How many inputs were run.
    pub executions: u64,
    /// The input after which it ended, where that was a finding.
    pub finding: Option<Finding>,
}

/// An input for which a property does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The input.
    pub input: Vec<u8>,
    /// What is wrong with it.
    pub kind: FindingKind,
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a body comes to its end, panics, or does not come to its end"
)]
pub enum FindingKind {
    /// The body panics.
    Panic,
    /// The body has not come to its end yet; it goes on in its thread.
    Hang,
}

/// Runs a target over the inputs of a seed. `progress` is told now and then how many were run.
pub fn run(
    target: &'static Target,
    seeds: &Seeds,
    seed: u64,
    end: End,
    progress: &mut dyn FnMut(u64),
) -> Outcome {
    let run = Run {
        done: AtomicU64::new(0),
        over: AtomicBool::new(false),
    };
    // The threads share what outlives them, because one that hangs is left behind.
    let run: &'static Run = Box::leak(Box::new(run));
    let inputs: &'static Seeds = Box::leak(Box::new(seeds.clone()));
    let worker = std::thread::spawn(move || run.work(target, inputs, seed, end));
    let start = Instant::now();
    let now = || spent().unwrap_or_else(|| start.elapsed());
    let mut last = (0, now());
    while !run.over.load(Ordering::Acquire) {
        std::thread::park_timeout(LOOK);
        let done = run.done.load(Ordering::Relaxed);
        progress(done);
        if done != last.0 {
            last = (done, now());
        } else if now().saturating_sub(last.1) > TOO_LONG && !worker.is_finished() {
            let mut input = Vec::new();
            inputs.input(&mut Random::of_case(seed, done), &mut input);
            let kind = FindingKind::Hang;
            return Outcome {
                executions: done,
                finding: Some(Finding { input, kind }),
            };
        }
    }
    let finding = worker.join().unwrap_or_default();
    Outcome {
        executions: run.done.load(Ordering::Relaxed),
        finding: finding.map(|input| Finding {
            input,
            kind: FindingKind::Panic,
        }),
    }
}

/// The CPU time of this process, where `/proc` tells it: the fourteenth and fifteenth word of its line, behind the name in brackets.
fn spent() -> Option<Duration> {
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, words) = line.rsplit_once(") ")?;
    let ticks = words.split(' ').skip(11).take(2);
    let ticks = ticks.map(|ticks| ticks.parse::<u32>().ok());
    let ticks: u32 = ticks.sum::<Option<u32>>()?;
    TICK.checked_mul(ticks)
}

/// What worker and watcher share.
struct Run {
    /// How many inputs came to their end.
    done: AtomicU64,
    over: AtomicBool,
}

impl Run {
    /// The input on which the target panicked.
    fn work(&self, target: &Target, seeds: &Seeds, seed: u64, end: End) -> Option<Vec<u8>> {
        let start = Instant::now();
        let mut input = Vec::new();
        let mut found = None;
        for index in 0..end.executions {
            if index.is_multiple_of(32) && start.elapsed() >= end.time {
                break;
            }
            seeds.input(&mut Random::of_case(seed, index), &mut input);
            if panics(target, &input) {
                found = Some(input);
                break;
            }
            self.done.store(index + 1, Ordering::Relaxed);
        }
        self.over.store(true, Ordering::Release);
        found
    }
}

/// Whether the target panics on an input.
#[must_use]
pub fn panics(target: &Target, input: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err()
}

#[cfg(test)]
mod tests;
