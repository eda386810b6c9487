//! Numbers of the table, each with a place in an index.

use alloc::boxed::Box;

use crate::actions::{place, probes};

/// A hash table of numbers; most indexes know a few of many thousands.
#[derive(Debug)]
pub(super) struct Numbers {
    /// Numbers counted from one, with what they stand for; zero is free. A power of two of places, or none.
    places: Box<[(u32, u32)]>,
    is_complete: bool,
}

/// The first place to look at.
fn spread(number: u32, places: usize) -> usize {
    place(u64::from(number.wrapping_mul(0x9e37_79b1) >> 7), places)
}

impl Numbers {
    /// From numbers, each once. What would stand too far from its place is left out.
    pub(super) fn new(given: &[(u32, u32)]) -> Self {
        if given.is_empty() {
            return Self {
                places: Box::default(),
                is_complete: true,
            };
        }
        let places = given.len().saturating_mul(2).next_power_of_two();
        let mut table = alloc::vec![(0, 0); places];
        let mut is_complete = true;
        for (number, meaning) in given {
            let free = probes(spread(*number, places), places)
                .find(|probe| table.get(*probe).is_some_and(|(taken, _)| *taken == 0));
            match free.and_then(|free| table.get_mut(free)) {
                Some(free) => *free = (number.saturating_add(1), *meaning),
                None => is_complete = false,
            }
        }
        Self {
            places: table.into(),
            is_complete,
        }
    }

    /// Whether nothing was left out.
    pub(super) const fn is_complete(&self) -> bool {
        self.is_complete
    }

    #[cfg(test)]
    pub(super) const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(super) fn find(&self, number: u32) -> Option<u32> {
        let places = self.places.len();
        let wanted = number.checked_add(1)?;
        for probe in probes(spread(number, places), places) {
            let (own, meaning) = self.places.get(probe)?;
            if *own == wanted {
                return Some(*meaning);
            }
            if *own == 0 {
                return None;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    #[test]
    fn every_number_is_found_and_no_other() {
        let given: Vec<(u32, u32)> = (0..2_000).map(|number| (number * 9, number)).collect();
        let numbers = Numbers::new(&given);
        assert!(numbers.is_complete());
        for (number, meaning) in given {
            assert_eq!(numbers.find(number), Some(meaning));
            assert_eq!(numbers.find(number + 1), None);
        }
        assert_eq!(numbers.find(u32::MAX), None);
        assert_eq!(Numbers::new(&[]).find(0), None);
    }

    #[test]
    fn what_has_no_place_is_told() {
        // All of them begin at the same place of 128.
        let same = |number: &u32| spread(*number, 128) == 0;
        let given: Vec<(u32, u32)> = (0..100_000)
            .filter(same)
            .take(60)
            .map(|number| (number, 7))
            .collect();
        let numbers = Numbers::new(&given);
        assert!(!numbers.is_complete());
        let found = given
            .iter()
            .filter(|(number, _)| numbers.find(*number).is_some());
        assert!((1..60).contains(&found.count()));
    }
}
