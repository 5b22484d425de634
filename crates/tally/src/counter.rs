//! A counter: how often each of some terms was seen.

use serde::Serialize;
use std::collections::BTreeMap;

/// How often each of some terms was seen, in the order of the terms.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Counter<K: Ord>(BTreeMap<K, u64>);

impl<K: Ord> Counter<K> {
    /// A counter that has seen nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Counts one more.
    pub fn add(&mut self, term: K) {
        self.add_many(term, 1);
    }

    /// Counts `more` more. A count stops at the largest number rather than begin again.
    pub fn add_many(&mut self, term: K, more: u64) {
        let count = self.0.entry(term).or_insert(0);
        *count = count.saturating_add(more);
    }

    /// How often the term was seen.
    #[must_use]
    pub fn of(&self, term: &K) -> u64 {
        self.0.get(term).copied().unwrap_or(0)
    }

    /// The sum over all terms.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each term with its count, in the order of the terms.
    pub fn iter(&self) -> impl Iterator<Item = (&K, u64)> {
        self.0.iter().map(|(term, count)| (term, *count))
    }
}

impl<K: Ord> Default for Counter<K> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_tells_each_term_and_their_sum() {
        let mut counter = Counter::new();
        counter.add("b");
        counter.add("a");
        counter.add_many("b", 2);
        assert_eq!(counter.of(&"b"), 3);
        assert_eq!(counter.of(&"c"), 0);
        assert_eq!(counter.total(), 4);
        assert_eq!(counter.iter().collect::<Vec<_>>(), [(&"a", 1), (&"b", 3)]);
    }

    #[test]
    fn a_counter_never_begins_again_at_nothing() {
        let mut counter = Counter::new();
        counter.add_many((), u64::MAX);
        counter.add(());
        assert_eq!(counter.of(&()), u64::MAX);
        assert!(!counter.is_empty());
    }
}
