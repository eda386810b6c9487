//! An input is made small: whatever can be left out while the target still panics is left out.

use super::panics;
use crate::fuzz::Target;

/// Executions, at most.
const TRIES: usize = 20_000;

/// The smallest input that is found.
#[must_use]
pub fn shrink(target: &Target, mut input: Vec<u8>) -> Vec<u8> {
    let mut tries = 0;
    let mut size = input.len().next_power_of_two() / 2;
    while size > 0 {
        let mut at = 0;
        let mut shorter = false;
        while at < input.len() && tries < TRIES {
            let end = (at + size).min(input.len());
            let mut candidate = input.clone();
            candidate.drain(at..end);
            tries += 1;
            if panics(target, &candidate) {
                input = candidate;
                shorter = true;
            } else {
                at = end;
            }
        }
        // Parts that could not be left out may be now.
        if !shorter || tries >= TRIES {
            size /= 2;
        }
    }
    input
}
