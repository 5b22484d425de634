//! Rulings remembered by what they used, until they die.
//!
//! In: an ask, its facts, a moment. Out: the ruling that [`Law::rule`] makes, made once. Never:
//! gives a ruling at or after its `valid_until`, or before the moment for which it was made; reads
//! a clock; takes one key for another.
//!
//! There are two memories. The first knows an ask and its facts again as they came, without the
//! parts that no ruling reads ([`Said`]). The second knows the [`Basis`] that the law derives from
//! them again, so that asks alike in everything a policy tests are ruled on once. A hash only says
//! where to look: what is found is compared with the whole key, so no collision shares anything,
//! and whoever makes asks collide makes them slower and nothing else.
//!
//! A memory belongs to one law, and the law's digest is its own; a changed law is another law.

use crate::Law;
use crate::basis::Basis;
use crate::derive;
use foldhash::fast::FixedState;
use std::hash::{BuildHasher as _, Hash};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use terms::{
    Ask, Breadth, CustodyAct, Door, Facts, Help, InquiryAbout, InquiryFor, InstrumentSaid, Moment,
    Offence, Purpose, PurposeClass, RecordClass, Ruling,
};

/// A law, and what it has ruled. May be shared between threads.
#[derive(Debug)]
pub struct Remembering<L> {
    law: L,
    asked: Memory<Asked>,
    bases: Memory<Basis>,
    counts: [AtomicU64; 3],
}

/// How often a memory was of use.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Recalled {
    /// The ask was known with its facts.
    pub asked: u64,
    /// The ask was new, and what is derived from it was known.
    pub derived: u64,
    /// It was ruled on.
    pub ruled: u64,
}

impl<L: std::ops::Deref<Target = Law>> Remembering<L> {
    /// A law that remembers up to `rulings` rulings in each of its two memories, rounded up to a
    /// power of two. Each takes about as much room as its ask and facts.
    #[must_use]
    pub fn new(law: L, rulings: usize) -> Self {
        Self {
            law,
            asked: Memory::new(rulings),
            bases: Memory::new(rulings),
            counts: Default::default(),
        }
    }

    /// The law itself.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// The ruling of [`Law::rule`], remembered or made now.
    pub fn rule(&self, ask: &Ask, facts: &Facts, now: Moment) -> Arc<Ruling> {
        let said = Said::of(ask, facts);
        let place = self.asked.place(&said);
        if let Some(ruling) = self.asked.find(place, now, |key| key.said() == said) {
            self.count(0);
            return ruling;
        }
        let basis = self.law.basis(ask, facts, now);
        let at = self.bases.place(&basis);
        let ruling = match self.bases.find(at, now, |key| *key == basis) {
            Some(ruling) => {
                self.count(1);
                ruling
            }
            None => {
                self.count(2);
                let ruling = Arc::new(self.law.rule_from(&basis));
                self.bases.keep(at, now, Box::new(basis), &ruling);
                ruling
            }
        };
        let asked = Asked { ask: said.bare(ask), facts: facts.clone() };
        self.asked.keep(place, now, Box::new(asked), &ruling);
        ruling
    }

    /// How often the memories were of use so far.
    pub fn recalled(&self) -> Recalled {
        let [asked, derived, ruled] =
            self.counts.each_ref().map(|count| count.load(Ordering::Relaxed));
        Recalled { asked, derived, ruled }
    }

    fn count(&self, which: usize) {
        if let Some(count) = self.counts.get(which) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What a ruling can read of an ask and its facts.
///
/// `law::derive` reads of an ask's words only what stands here: whether there are words at all,
/// whether a case number can be looked up, whether a user name is given. INVARIANT(read): what it
/// comes to read must be put in here; `tests/remembered.rs` changes what is left out and looks for
/// a ruling that changes.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
struct Said<'a> {
    door: Door,
    purpose: PurposeClass,
    has_words: bool,
    has_case_number: bool,
    offence: Option<&'a Offence>,
    beneficiary: Option<&'a str>,
    gives_username: Option<bool>,
    instruments: &'a [InstrumentSaid],
    records: Option<RecordClass>,
    help: Option<Help>,
    custody: Option<CustodyAct>,
    inquiry: Option<InquiryAbout>,
    inquiry_for: Option<InquiryFor>,
    breadth: Option<Breadth>,
    facts: &'a Facts,
}

impl<'a> Said<'a> {
    fn of(ask: &'a Ask, facts: &'a Facts) -> Self {
        // Every field by name, so that a new one cannot be left out unseen.
        let Ask {
            id: _,
            door,
            purpose,
            beneficiary,
            username,
            instruments,
            records,
            question: _,
            help,
            custody,
            inquiry,
            inquiry_for,
            breadth,
        } = ask;
        let Purpose { class, text, case_number: _, offence } = purpose;
        Self {
            door: *door,
            purpose: *class,
            has_words: text.is_some(),
            has_case_number: derive::has_case_number(ask),
            offence: offence.as_ref(),
            beneficiary: beneficiary.as_deref(),
            gives_username: username.as_deref().map(derive::is_given),
            instruments,
            records: *records,
            help: *help,
            custody: *custody,
            inquiry: *inquiry,
            inquiry_for: *inquiry_for,
            breadth: *breadth,
            facts,
        }
    }

    /// The ask without the words that are left out: they are not kept in memory.
    fn bare(&self, ask: &Ask) -> Ask {
        let word = |is_given: bool| if is_given { "1" } else { "" }.to_owned();
        Ask {
            id: None,
            question: None,
            username: self.gives_username.map(word),
            purpose: Purpose {
                class: self.purpose,
                text: self.has_words.then(String::new),
                case_number: self.has_case_number.then(|| word(true)),
                offence: self.offence.cloned(),
            },
            ..ask.clone()
        }
    }
}

/// The key of the first memory.
#[derive(Debug)]
struct Asked {
    ask: Ask,
    facts: Facts,
}

impl Asked {
    fn said(&self) -> Said<'_> {
        Said::of(&self.ask, &self.facts)
    }
}

/// Rulings by key, in sets of [`WAYS`]: a key has its place in one set, and the oldest of a full
/// set makes room. So no entry is ever moved, and threads meet only where they want one set.
#[derive(Debug)]
struct Memory<K> {
    sets: Box<[Mutex<Set<K>>]>,
    hasher: FixedState,
}

/// A set that is full of live rulings forgets one too early; with eight places that is rare.
const WAYS: usize = 8;

#[derive(Debug)]
struct Set<K> {
    kept: [Option<Kept<K>>; WAYS],
    /// The place that is written next, where no other is free.
    next: usize,
}

#[derive(Debug)]
struct Kept<K> {
    hash: u64,
    key: Box<K>,
    /// The moment for which it was made.
    from: Moment,
    ruling: Arc<Ruling>,
}

impl<K> Memory<K> {
    fn new(rulings: usize) -> Self {
        let sets = rulings.div_ceil(WAYS).max(1).next_power_of_two();
        let none = || Mutex::new(Set { kept: [const { None }; WAYS], next: 0 });
        Self { sets: (0..sets).map(|_| none()).collect(), hasher: FixedState::with_seed(0) }
    }

    /// The hash of a key, by which it is looked for.
    fn place(&self, key: &impl Hash) -> u64 {
        self.hasher.hash_one(key)
    }

    fn set(&self, hash: u64) -> Option<&Mutex<Set<K>>> {
        // As many sets as a power of two, so the mask leaves every set an equal share.
        let mask = u64::try_from(self.sets.len()).ok()?.checked_sub(1)?;
        self.sets.get(usize::try_from(hash & mask).ok()?)
    }

    fn find(&self, hash: u64, now: Moment, is_it: impl Fn(&K) -> bool) -> Option<Arc<Ruling>> {
        // A set is whole whenever its lock is let go, even by a thread that broke off.
        let set = self.set(hash)?.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = set.kept.iter().flatten();
        let mut alive = kept.filter(|kept| kept.hash == hash && kept.holds_at(now));
        alive.find(|kept| is_it(&kept.key)).map(|kept| Arc::clone(&kept.ruling))
    }

    fn keep(&self, hash: u64, now: Moment, key: Box<K>, ruling: &Arc<Ruling>) {
        let Some(set) = self.set(hash) else { return };
        let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
        let is_free = |kept: &Option<Kept<K>>| kept.as_ref().is_none_or(|kept| kept.is_dead(now));
        let at = set.kept.iter().position(is_free).unwrap_or(set.next);
        set.next = (at + 1) % WAYS;
        if let Some(kept) = set.kept.get_mut(at) {
            *kept = Some(Kept { hash, key, from: now, ruling: Arc::clone(ruling) });
        }
    }
}

impl<K> Kept<K> {
    fn holds_at(&self, now: Moment) -> bool {
        self.from <= now && !self.is_dead(now)
    }

    fn is_dead(&self, now: Moment) -> bool {
        self.ruling.valid_until.is_some_and(|until| until <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_and_its_memory_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Remembering<Arc<Law>>>();
    }

    #[test]
    fn two_keys_of_one_hash_are_told_apart_and_the_oldest_makes_room() {
        let law = Law::embedded().unwrap();
        let ask: Ask = serde_json::from_str(r#"{"door":"query"}"#).unwrap();
        let now: Moment = "2026-11-24".parse().unwrap();
        let ruling = Arc::new(law.rule(&ask, &Facts::default(), now));
        let memory: Memory<usize> = Memory::new(1);
        let finds = |key: usize| memory.find(7, now, |kept| *kept == key).is_some();
        for key in 0..WAYS {
            assert!(!finds(key));
            memory.keep(7, now, Box::new(key), &ruling);
            assert!(finds(key));
        }
        assert!((0..WAYS).all(finds));
        memory.keep(7, now, Box::new(100), &ruling);
        assert!(finds(100) && !finds(0) && (1..WAYS).all(finds));
    }
}
