//! A test over numbered slots: whether it holds, and whether it still may.
//!
//! Total: there is no slot, no code and no set for which a test fails to say something.

use crate::bits::Bits;
use crate::vocabulary::{Slot, Vocabulary};
use std::cmp::Ordering;

/// What must hold of the slots.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Test {
    /// All of these.
    All(Vec<Self>),
    Always(bool),
    /// Any of these.
    Any(Vec<Self>),
    /// If the first, then the second, else the third.
    Choose(Box<[Self; 3]>),
    /// The set has all of these words.
    Covers(Slot, u64),
    /// The set has the word of the other slot.
    Holds(Slot, Slot),
    /// The slot's code is one of these.
    Is(Slot, Bits),
    /// The set has one of these words.
    Meets(Slot, u64),
    Not(Box<Self>),
    /// How a number compares; becomes [`Test::Is`] when every policy is read.
    Number(Slot, Compared, i64),
    /// The two slots have one code.
    Same(Slot, Slot),
    /// The set has no other words than these.
    Within(Slot, u64),
}

/// How a number may compare with another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Compared {
    less: bool,
    equal: bool,
    greater: bool,
}

impl Compared {
    pub(super) const LESS: Self = Self { less: true, equal: false, greater: false };
    pub(super) const EQUAL: Self = Self { less: false, equal: true, greater: false };
    pub(super) const GREATER: Self = Self { less: false, equal: false, greater: true };

    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            less: self.less || other.less,
            equal: self.equal || other.equal,
            greater: self.greater || other.greater,
        }
    }

    /// The same, read from the right.
    pub(super) const fn turned(self) -> Self {
        Self { less: self.greater, equal: self.equal, greater: self.less }
    }

    const fn fits(self, order: Ordering) -> bool {
        match order {
            Ordering::Less => self.less,
            Ordering::Equal => self.equal,
            Ordering::Greater => self.greater,
        }
    }
}

/// What is known of one slot: these bits of it, and what they say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glimpse {
    pub(crate) slot: Slot,
    pub(crate) known: u64,
    pub(crate) value: u64,
}

impl Test {
    /// Turns comparisons of numbers into codes, now that every policy is read.
    pub(crate) fn settle(&mut self, vocabulary: &Vocabulary) {
        match self {
            Self::Number(slot, compared, bound) => {
                let codes = vocabulary.numbers(*slot, *bound, |order| compared.fits(order));
                *self = Self::Is(*slot, codes);
            }
            Self::All(tests) | Self::Any(tests) => {
                tests.iter_mut().for_each(|test| test.settle(vocabulary));
            }
            Self::Choose(tests) => tests.iter_mut().for_each(|test| test.settle(vocabulary)),
            Self::Not(test) => test.settle(vocabulary),
            _ => {}
        }
    }

    /// Whether it holds.
    pub(crate) fn holds(&self, codes: &[u64]) -> bool {
        let at = |slot: &Slot| codes.get(*slot).copied().unwrap_or_default();
        let code = |slot: &Slot| usize::try_from(at(slot)).unwrap_or(usize::MAX);
        match self {
            Self::All(tests) => tests.iter().all(|test| test.holds(codes)),
            Self::Always(always) => *always,
            Self::Any(tests) => tests.iter().any(|test| test.holds(codes)),
            Self::Choose(tests) => {
                let [condition, met, unmet] = tests.as_ref();
                if condition.holds(codes) { met.holds(codes) } else { unmet.holds(codes) }
            }
            Self::Covers(set, words) => at(set) & words == *words,
            Self::Holds(set, word) => at(set) >> at(word) & 1 == 1,
            Self::Is(slot, among) => among.has(code(slot)),
            Self::Meets(set, words) => at(set) & words != 0,
            Self::Not(test) => !test.holds(codes),
            // Only before it is settled; a policy is settled before any ask.
            Self::Number(..) => false,
            Self::Same(a, b) => at(a) == at(b),
            Self::Within(set, words) => at(set) & !words == 0,
        }
    }

    /// Whether it holds where only one slot is known, and that perhaps in part; `None` where that
    /// does not settle it.
    pub(crate) fn may_hold(&self, seen: Glimpse) -> Option<bool> {
        let of = |slot: &Slot| *slot == seen.slot;
        match self {
            Self::All(tests) => every(tests.iter().map(|test| test.may_hold(seen))),
            Self::Always(always) => Some(*always),
            Self::Any(tests) => {
                every(tests.iter().map(|test| test.may_hold(seen).map(|held| !held)))
                    .map(|none| !none)
            }
            Self::Choose(tests) => {
                let [condition, met, unmet] = tests.as_ref();
                match condition.may_hold(seen) {
                    Some(true) => met.may_hold(seen),
                    Some(false) => unmet.may_hold(seen),
                    None => {
                        let met = met.may_hold(seen)?;
                        (unmet.may_hold(seen)? == met).then_some(met)
                    }
                }
            }
            Self::Not(test) => test.may_hold(seen).map(|held| !held),
            Self::Is(slot, among) if of(slot) => {
                usize::try_from(seen.value).ok().map(|code| among.has(code))
            }
            Self::Meets(set, words) if of(set) => {
                let is_settled = words & !seen.known == 0;
                let meets = seen.value & seen.known & words != 0;
                (meets || is_settled).then_some(meets)
            }
            Self::Covers(set, words) if of(set) => {
                let lacks = !seen.value & seen.known & words != 0;
                (lacks || words & !seen.known == 0).then_some(!lacks)
            }
            Self::Within(set, words) if of(set) => {
                let exceeds = seen.value & seen.known & !words != 0;
                (exceeds || !words & !seen.known == 0).then_some(!exceeds)
            }
            _ => None,
        }
    }

    /// Every slot it reads.
    pub(crate) fn slots(&self, into: &mut Bits) {
        match self {
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.slots(into)),
            Self::Choose(tests) => tests.iter().for_each(|test| test.slots(into)),
            Self::Not(test) => test.slots(into),
            Self::Holds(a, b) | Self::Same(a, b) => {
                into.insert(*a);
                into.insert(*b);
            }
            Self::Covers(slot, _)
            | Self::Is(slot, _)
            | Self::Meets(slot, _)
            | Self::Number(slot, ..)
            | Self::Within(slot, _) => into.insert(*slot),
            Self::Always(_) => {}
        }
    }
}

/// Whether all hold: not if one does not, whatever of the others is unknown.
fn every(mut held: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    held.find_map(|one| {
        if one.is_none() {
            all = None;
        }
        (one == Some(false)).then_some(Some(false))
    })
    .unwrap_or(all)
}
