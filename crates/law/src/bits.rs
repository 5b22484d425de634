//! A set of small numbers: of policies by their place, of codes of a slot.

/// A set of small numbers. Reading past its end finds nothing there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Bits(Vec<u64>);

const WIDTH: usize = 64;

impl Bits {
    /// No number, with room for those below `count`.
    pub(crate) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(WIDTH)])
    }

    pub(crate) fn insert(&mut self, at: usize) {
        let word = at / WIDTH;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (at % WIDTH);
        }
    }

    pub(crate) fn remove(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / WIDTH) {
            *word &= !(1 << (at % WIDTH));
        }
    }

    pub(crate) fn has(&self, at: usize) -> bool {
        self.0.get(at / WIDTH).is_some_and(|word| word >> (at % WIDTH) & 1 == 1)
    }

    /// Keeps what the other has too.
    pub(crate) fn keep(&mut self, other: &Self) {
        let theirs = other.0.iter().copied().chain(std::iter::repeat(0));
        self.0.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Takes in what the other has.
    pub(crate) fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Whether the two have a number in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// Its numbers, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(place, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let at = (left != 0).then(|| place * WIDTH + left.trailing_zeros() as usize);
                left &= left.wrapping_sub(1);
                at
            })
        })
    }
}

impl FromIterator<usize> for Bits {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut bits = Self::default();
        numbers.into_iter().for_each(|at| bits.insert(at));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_numbers_keeps_joins_and_tells_them_in_order() {
        let one: Bits = [3, 64, 200].into_iter().collect();
        let other: Bits = [64, 3, 5].into_iter().collect();
        let told = |bits: &Bits| bits.iter().collect::<Vec<_>>();
        assert_eq!(told(&one), [3, 64, 200]);
        assert!(one.has(64) && !one.has(65) && !one.has(10_000));
        let mut both = one.clone();
        both.keep(&other);
        assert_eq!(told(&both), [3, 64]);
        let mut either = other.clone();
        either.join(&one);
        assert_eq!(told(&either), [3, 5, 64, 200]);
        either.remove(5);
        assert_eq!(told(&either), [3, 64, 200]);
        assert!(one.meets(&other) && !one.meets(&[1, 65].into_iter().collect()));
    }
}
