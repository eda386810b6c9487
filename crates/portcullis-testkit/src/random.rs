//! Numbers that look random and follow from a seed alone, on every machine and in every version.

/// A source of such numbers: SplitMix64.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The numbers of the `index`th case of a seed, whatever the cases before it took.
    #[must_use]
    pub const fn of_case(seed: u64, index: u64) -> Self {
        let mut first = Self(seed);
        let start = first.next();
        Self(start ^ index.wrapping_mul(0x9FB2_1C65_1E98_DF25))
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
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
