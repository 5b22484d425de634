//! Numbers that look random and are the same for one seed, on every machine.

/// A row of numbers from a seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The row of a seed.
    #[must_use]
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number of the row.
    pub const fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`, or 0 where `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.throw() % count).unwrap_or_default()
    }

    /// Whether one of `in_so_many` throws is this one.
    pub fn once_in(&mut self, in_so_many: usize) -> bool {
        self.below(in_so_many) == 0
    }

    /// One of these, or nothing where there are none.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.below(among.len()))
    }

    /// Yes, no, or nothing said.
    pub fn maybe(&mut self) -> Option<bool> {
        match self.below(4) {
            0 => None,
            1 => Some(false),
            _ => Some(true),
        }
    }
}
