//! Numbers that look random and are the same in every run.

/// A small generator with a fixed seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator; equal seeds give equal numbers.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) >> 33
    }

    /// The next number below `bound`; 0 for a bound of 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let number = usize::try_from(self.next()).unwrap_or_default();
        number.checked_rem(bound).unwrap_or_default()
    }

    /// The next number from `start` on, below `end`.
    pub fn between(&mut self, start: usize, end: usize) -> usize {
        let width = end.saturating_sub(start);
        start.saturating_add(self.below(width))
    }

    /// The next number from 0 on, below 1.
    pub fn share(&mut self) -> f64 {
        const DENOMINATOR: u32 = 1 << 31;
        let number = u32::try_from(self.next()).unwrap_or_default();
        f64::from(number) / f64::from(DENOMINATOR)
    }

    /// True in the given share of calls.
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// Different numbers below `bound`, as many as asked for or as there are, in random order.
    pub fn distinct(&mut self, bound: usize, count: usize) -> Vec<usize> {
        let mut drawn = Vec::new();
        while drawn.len() < count.min(bound) {
            let number = self.below(bound);
            if !drawn.contains(&number) {
                drawn.push(number);
            }
        }
        drawn
    }

    /// Different items, as many as asked for or as there are, in random order.
    pub fn sample<'a>(&mut self, items: &[&'a str], count: usize) -> Vec<&'a str> {
        let drawn = self.distinct(items.len(), count);
        let item = |index: usize| items.get(index).copied();
        drawn.into_iter().filter_map(item).collect()
    }

    /// One of the items; the empty text where there are none.
    pub fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        let index = self.below(items.len());
        items.get(index).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn equal_seeds_give_equal_numbers_below_the_bound() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..100).map(|_| random.below(7)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        let drawn = draw(1);
        assert!((0..7).all(|number| drawn.contains(&number)));
        assert_eq!(Random::new(1).below(0), 0);
    }

    #[test]
    fn shares_are_met() {
        let mut random = Random::new(1);
        let met = (0..10_000).filter(|_| random.chance(0.3)).count();
        assert!((2_750..3_250).contains(&met), "{met}");
    }

    #[test]
    fn samples_have_no_item_twice() {
        let mut random = Random::new(1);
        let mut drawn = random.sample(&["a", "b", "c"], 5);
        drawn.sort_unstable();
        assert_eq!(drawn, ["a", "b", "c"]);
        assert!((5..8).contains(&random.between(5, 8)));
    }
}
