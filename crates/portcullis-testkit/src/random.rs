//! Numbers that look random and follow from a seed alone, on every machine and in every version; or from bytes that a fuzzer made.

/// A source of such numbers: SplitMix64, after the choices that were given, if there are any.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
    // The last one is the next.
    choices: Vec<u8>,
}

impl Random {
    /// The numbers of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            state: seed,
            choices: Vec::new(),
        }
    }

    /// The choices that bytes make, and those of a fixed seed where the bytes end: bytes that differ a little choose much the
    /// same.
    #[must_use]
    pub fn of_choices(bytes: &[u8]) -> Self {
        Self {
            state: 0,
            choices: bytes.iter().rev().copied().collect(),
        }
    }

    /// The numbers of the `index`th case of a seed, whatever the cases before it took.
    #[must_use]
    pub const fn of_case(seed: u64, index: u64) -> Self {
        let mut first = Self::new(seed);
        let start = first.next();
        first.state = start ^ index.wrapping_mul(0x9FB2_1C65_1E98_DF25);
        first
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        let number = self.chosen(end).unwrap_or_else(|| self.next());
        usize::try_from(number % end).unwrap_or(0)
    }

    /// The next choice: a byte where that is enough, else two.
    fn chosen(&mut self, end: u64) -> Option<u64> {
        let first = self.choices.pop().map(u64::from)?;
        if end <= 256 {
            return Some(first);
        }
        let second = self.choices.pop().map_or(0, u64::from);
        Some(first << 8 | second)
    }

    /// Whether something with a probability in percent happens.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    ///
    /// # Panics
    /// If there is none.
    #[expect(
        clippy::indexing_slicing,
        reason = "to pick from nothing is a mistake of the caller, and the index is below the length"
    )]
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// One of several values.
    ///
    /// # Panics
    /// If there is none.
    #[expect(
        clippy::indexing_slicing,
        reason = "to pick from nothing is a mistake of the caller, and the index is below the length"
    )]
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_case_does_not_depend_on_others() {
        let numbers = |seed, index| {
            let mut random = Random::of_case(seed, index);
            [random.next(), random.next()]
        };
        assert_eq!(numbers(7, 3), numbers(7, 3));
        assert_ne!(numbers(7, 3), numbers(7, 4));
        assert_ne!(numbers(7, 3), numbers(8, 3));
    }

    #[test]
    fn bytes_choose_until_they_end() {
        let mut random = Random::of_choices(&[7, 200, 1, 2, 9]);
        let chosen = [random.below(10), random.below(256), random.below(1_000)];
        assert_eq!(chosen, [7, 200, 258]);
        assert!(random.chance(10));
        let mut fixed = Random::new(0);
        assert_eq!(random.below(1_000), fixed.below(1_000));
    }

    #[test]
    fn all_values_come_up() {
        let mut random = Random::new(1);
        let mut seen = [0_usize; 5];
        for _ in 0..1_000 {
            seen[random.below(5)] += 1;
        }
        assert!(seen.iter().all(|count| *count > 150), "{seen:?}");
        assert_eq!(random.below(0), 0);
        assert!(random.chance(100) && !random.chance(0));
    }
}
