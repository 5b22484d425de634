//! Rulings remembered by what they used, until they die.
//!
//! In: an ask, its facts, a moment. Out: the ruling that [`Law::rule`] makes, made once. Never:
//! gives a ruling at or after its `valid_until`, or before the moment for which it was made; reads
//! a clock; takes one key for another.
//!
//! There are two memories. The first knows an ask and its facts again as they came, without the
//! parts that no ruling reads ([`Said`]), written out as one row of bytes: a key in one piece is
//! one look into memory, where a tree of facts would be fifty. The second knows the [`Basis`] that
//! the law derives from them again, so that asks alike in everything a policy tests are ruled on
//! once. A hash only says where to look: what is found is compared with the whole key, so no
//! collision shares anything, and whoever makes asks collide makes them slower and nothing else.
//!
//! A memory belongs to one law, and the law's digest is its own; a changed law is another law.

use crate::Law;
use crate::basis::Basis;
use crate::derive;
use foldhash::fast::FixedState;
use std::hash::{BuildHasher as _, Hash, Hasher};
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
    asked: Memory<Box<[u8]>>,
    bases: Memory<Box<Basis>>,
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
        let said = Said::of(ask, facts).written();
        let place = self.asked.place(&said);
        if let Some(ruling) = self.asked.find(place, now, |key| **key == *said) {
            self.count(0);
            return ruling;
        }
        let basis = self.law.basis(ask, facts, now);
        let at = self.bases.place(&basis);
        let ruling = match self.bases.find(at, now, |key| **key == basis) {
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
        self.asked.keep(place, now, said.into_boxed_slice(), &ruling);
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
#[derive(Clone, Copy, Hash)]
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

    /// All of it as bytes. Each type here derives [`Hash`], which tells every field and, before
    /// what can be longer or shorter, how long it is: so no two that differ are written alike.
    fn written(&self) -> Vec<u8> {
        let mut written = Written(Vec::with_capacity(ROOM));
        self.hash(&mut written);
        written.0
    }
}

/// Room for the bytes of most asks with their facts.
const ROOM: usize = 1024;

/// Takes down what is hashed instead of hashing it.
struct Written(Vec<u8>);

impl Written {
    /// Which variant, and how many: nearly always small. A byte, or 255 and all eight.
    #[inline]
    fn count(&mut self, count: u64) {
        if count < u64::from(u8::MAX) {
            let [small, ..] = count.to_le_bytes();
            self.0.push(small);
        } else {
            self.large(count);
        }
    }

    #[cold]
    fn large(&mut self, count: u64) {
        self.0.push(u8::MAX);
        self.0.extend_from_slice(&count.to_le_bytes());
    }
}

impl Hasher for Written {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.0.push(byte);
    }

    #[inline]
    fn write_usize(&mut self, count: usize) {
        self.count(count as u64);
    }

    #[inline]
    fn write_isize(&mut self, variant: isize) {
        self.count(variant.cast_unsigned() as u64);
    }

    /// Nobody asks: what was written is hashed as a whole.
    fn finish(&self) -> u64 {
        0
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
    /// The hash of each key, apart from the keys: all of them in one line of the cache.
    hashes: [u64; WAYS],
    kept: [Option<Kept<K>>; WAYS],
    /// The place that is written next, where no other is free.
    next: usize,
}

#[derive(Debug)]
struct Kept<K> {
    key: K,
    /// The moment for which it was made.
    from: Moment,
    /// When it dies, as the ruling says.
    until: Option<Moment>,
    ruling: Arc<Ruling>,
}

impl<K> Memory<K> {
    fn new(rulings: usize) -> Self {
        let sets = rulings.div_ceil(WAYS).max(1).next_power_of_two();
        let none = || Mutex::new(Set { hashes: [0; WAYS], kept: [const { None }; WAYS], next: 0 });
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
        let hashed = set.hashes.iter().zip(&set.kept).filter(|(of, _)| **of == hash);
        let mut alive = hashed.filter_map(|(_, kept)| kept.as_ref()).filter(|k| k.holds_at(now));
        alive.find(|kept| is_it(&kept.key)).map(|kept| Arc::clone(&kept.ruling))
    }

    fn keep(&self, hash: u64, now: Moment, key: K, ruling: &Arc<Ruling>) {
        let Some(set) = self.set(hash) else { return };
        let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
        let is_free = |kept: &Option<Kept<K>>| kept.as_ref().is_none_or(|kept| kept.is_dead(now));
        let at = set.kept.iter().position(is_free).unwrap_or(set.next);
        set.next = (at + 1) % WAYS;
        let Set { hashes, kept, .. } = &mut *set;
        if let (Some(of), Some(kept)) = (hashes.get_mut(at), kept.get_mut(at)) {
            let until = ruling.valid_until;
            *of = hash;
            *kept = Some(Kept { key, from: now, until, ruling: Arc::clone(ruling) });
        }
    }
}

impl<K> Kept<K> {
    fn holds_at(&self, now: Moment) -> bool {
        self.from <= now && !self.is_dead(now)
    }

    fn is_dead(&self, now: Moment) -> bool {
        self.until.is_some_and(|until| until <= now)
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
            memory.keep(7, now, key, &ruling);
            assert!(finds(key));
        }
        assert!((0..WAYS).all(finds));
        memory.keep(7, now, 100, &ruling);
        assert!(finds(100) && !finds(0) && (1..WAYS).all(finds));
    }
}
