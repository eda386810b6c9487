//! Means over whole passes, the sides in turn.
//!
//! A median would flatter a side that stops early on most calls and takes long on few. Sides take turns, so that what else the machine
//! does is shared between them.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one reading of the clock has to cover at least.
const CHUNK: Duration = Duration::from_millis(5);

/// Something to be measured: one pass answers every call and returns how many answers were positive.
pub struct Side<'a> {
    name: &'static str,
    elements: usize,
    pass: Box<dyn FnMut() -> usize + 'a>,
    chunk: u32,
    spent: Duration,
    passes: u32,
    least: f64,
}

impl std::fmt::Debug for Side<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Side")
            .field("name", &self.name)
            .field("passes", &self.passes)
            .finish_non_exhaustive()
    }
}

/// What was measured of one side.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "it is a row of a table")]
pub struct Mean {
    /// The side.
    pub name: &'static str,
    /// The mean of all passes, in nanoseconds for one call.
    pub nanoseconds: f64,
    /// The mean of the shortest stretch, which tells how much the machine was disturbed.
    pub least: f64,
    /// How many passes.
    pub passes: u32,
}

impl<'a> Side<'a> {
    /// A side with its name and the number of calls in a pass.
    pub fn new(name: &'static str, elements: usize, pass: impl FnMut() -> usize + 'a) -> Self {
        Self {
            name,
            elements,
            pass: Box::new(pass),
            chunk: 1,
            spent: Duration::ZERO,
            passes: 0,
            least: f64::INFINITY,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Answers every call once.
    pub fn pass(&mut self) -> usize {
        (self.pass)()
    }

    fn stretch(&mut self) -> Duration {
        let start = Instant::now();
        for _ in 0..self.chunk {
            black_box((self.pass)());
        }
        start.elapsed()
    }

    /// Runs once to warm up, and finds out how many passes a reading of the clock has to cover.
    fn calibrate(&mut self) {
        while self.stretch() < CHUNK {
            self.chunk = self.chunk.saturating_mul(2);
        }
    }

    fn measure(&mut self, budget: Duration) {
        let start = self.spent;
        loop {
            let elapsed = self.stretch();
            self.spent = self.spent.saturating_add(elapsed);
            self.passes = self.passes.saturating_add(self.chunk);
            self.least = self.least.min(self.of_one(elapsed, self.chunk));
            if self.spent.saturating_sub(start) >= budget {
                return;
            }
        }
    }

    fn of_one(&self, elapsed: Duration, passes: u32) -> f64 {
        let calls = self.elements as f64 * f64::from(passes);
        elapsed.as_secs_f64() * 1e9 / calls
    }
}

/// Measures the sides in turn, so many times, each time for `budget` and at least one pass.
#[must_use]
pub fn measure(mut sides: Vec<Side<'_>>, rounds: usize, budget: Duration) -> Vec<Mean> {
    for side in &mut sides {
        side.calibrate();
    }
    for _ in 0..rounds {
        for side in &mut sides {
            side.measure(budget);
        }
    }
    let mean = |side: &Side<'_>| Mean {
        name: side.name,
        nanoseconds: side.of_one(side.spent, side.passes),
        least: side.least,
        passes: side.passes,
    };
    sides.iter().map(mean).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Side, measure};

    #[test]
    fn a_mean_is_of_one_call() {
        let pass = || {
            std::thread::sleep(Duration::from_millis(6));
            0
        };
        let means = measure(vec![Side::new("sleep", 3, pass)], 2, Duration::ZERO);
        let mean = means.first().unwrap();
        assert_eq!((mean.name, mean.passes), ("sleep", 2));
        assert!(mean.nanoseconds >= 2e6 && mean.least <= mean.nanoseconds);
    }
}
