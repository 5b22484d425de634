//! A proof that two lists of commitments are one, blinded anew and shuffled.
//!
//! Entries stand in the order in which things happened, and anybody may see when the ledger grew.
//! Opened in that order, a list of searches with their seconds could be laid beside it, row by row.
//! So a day's commitments are blinded anew and shuffled first, and only the shuffled ones are ever
//! opened. The proof is by cutting and choosing: for each of 128 rounds somebody shuffled the list
//! once more, on the way; a coin says which half of the way is shown. Who cheats must guess all
//! coins. The coins are a hash of everything that was fixed before (Fiat and Shamir), so nobody
//! needs to be asked. Each shown half alone tells nothing of the order.
//!
//! In: commitments, a fresh seed. Out: a [`Shuffle`] and where each one went. The work is 128
//! multiplications for each commitment, shared among threads.
//! Never: draws a random number.

use crate::Error;
use crate::commitment::{Blinding, Told, wide};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha256, Sha512};
use std::num::NonZero;

/// Rounds: who cheats is caught but once in 2^128.
pub const ROUNDS: usize = 128;

/// The most commitments in one shuffle: what a position of four bytes, and memory, have room for.
pub const COMMITMENTS_MAX: usize = 1 << 20;

/// A shuffled list with its proof.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shuffle {
    shuffled: Vec<Told>,
    /// The digest of the list half way, for each round.
    half_ways: Vec<[u8; 32]>,
    /// The half of the way that the coin chose, for each round.
    shown: Vec<Shown>,
}

/// Where one commitment of the shuffled list comes from. Known only to who shuffled.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Came {
    /// Its position in the list that went in.
    pub from: usize,
    /// What was added to its blinding.
    pub added: Blinding,
}

/// One half of one round's way.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Shown {
    /// From the list that went in to half way: all of it follows from a seed.
    First([u8; 32]),
    /// From half way to the shuffled list: for each, its position half way and what was added.
    Second(Vec<(u32, Scalar)>),
}

/// An order and the blindings added, that follow from a seed.
struct Way {
    from: Vec<u32>,
    added: Vec<Scalar>,
}

impl Shuffle {
    /// Shuffles. `context` binds the proof to its place, so that it serves for no other.
    ///
    /// # Errors
    /// If there are too many, or one is no point of the group.
    pub fn make(
        commitments: &[Told],
        context: &[u8],
        seed: [u8; 32],
        threads: NonZero<usize>,
    ) -> Result<(Self, Vec<Came>), Error> {
        let points = points(commitments)?;
        let count = points.len();
        let whole = Way::of(&derive(&seed, u64::MAX), count);
        let shuffled: Vec<Told> = whole.walk(&points).into_iter().map(Told::of_point).collect();
        let rounds: Vec<usize> = (0..ROUNDS).collect();
        let half_ways = in_parts(&rounds, threads, |round| {
            let way = Way::of(&derive(&seed, *round as u64), count);
            Ok(digest(&way.walk(&points)))
        })?;
        let coins = coins(commitments, &shuffled, &half_ways, context);
        let shown = in_parts(&rounds, threads, |round| {
            let seed = derive(&seed, *round as u64);
            Ok(if coin(&coins, *round) {
                Shown::Second(Way::of(&seed, count).onward(&whole))
            } else {
                Shown::First(seed)
            })
        })?;
        let came = whole.from.iter().zip(&whole.added);
        let came = came.map(|(from, added)| Came { from: *from as usize, added: Blinding(*added) });
        Ok((Self { shuffled, half_ways, shown }, came.collect()))
    }

    /// The shuffled commitments.
    #[must_use]
    pub fn shuffled(&self) -> &[Told] {
        &self.shuffled
    }

    /// The shuffled commitments alone, without the proof: a seventieth of it.
    #[must_use]
    pub fn into_shuffled(self) -> Vec<Told> {
        self.shuffled
    }

    /// Checks that the shuffled commitments are these ones.
    ///
    /// # Errors
    /// If they are not, with the round that shows it.
    pub fn check(
        &self,
        commitments: &[Told],
        context: &[u8],
        threads: NonZero<usize>,
    ) -> Result<(), Error> {
        if self.shuffled.len() != commitments.len() {
            return Err(Error::Shuffle { round: None });
        }
        let (before, after) = (points(commitments)?, points(&self.shuffled)?);
        let coins = coins(commitments, &self.shuffled, &self.half_ways, context);
        let rounds: Vec<(usize, (&[u8; 32], &Shown))> =
            self.half_ways.iter().zip(&self.shown).enumerate().collect();
        if rounds.len() != ROUNDS || self.shown.len() != ROUNDS {
            return Err(Error::Shuffle { round: None });
        }
        in_parts(&rounds, threads, |(round, (half_way, shown))| {
            let wrong = || Error::Shuffle { round: Some(*round) };
            let there = match (shown, coin(&coins, *round)) {
                (Shown::First(seed), false) => Way::of(seed, before.len()).walk(&before),
                (Shown::Second(way), true) => back(way, &after).ok_or_else(wrong)?,
                _ => return Err(wrong()),
            };
            if digest(&there) == **half_way { Ok(()) } else { Err(wrong()) }
        })?;
        Ok(())
    }

    /// Its bytes: the count, the shuffled list, then for each round the digest half way and the
    /// half that is shown.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let count = self.shuffled.len();
        let mut bytes = Vec::with_capacity(4 + count * 32 + ROUNDS * (33 + count * 18));
        bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
        for told in &self.shuffled {
            bytes.extend(told.bytes());
        }
        for (half_way, shown) in self.half_ways.iter().zip(&self.shown) {
            bytes.extend(half_way);
            match shown {
                Shown::First(seed) => {
                    bytes.push(0);
                    bytes.extend(seed);
                }
                Shown::Second(way) => {
                    bytes.push(1);
                    for (at, added) in way {
                        bytes.extend(at.to_be_bytes());
                        bytes.extend(added.to_bytes());
                    }
                }
            }
        }
        bytes
    }

    /// Reads its bytes. Does not check the proof: [`Self::check`] does.
    ///
    /// # Errors
    /// If they are too short, too long, or hold what cannot stand there.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut rest = Rest(bytes);
        let count = u32::from_be_bytes(rest.take()?) as usize;
        if count > COMMITMENTS_MAX || rest.0.len() < count.saturating_mul(32) {
            return Err(malformed("the count of commitments is more than there are"));
        }
        let shuffled = (0..count).map(|_| rest.take().map(Told::new)).collect::<Result<_, _>>()?;
        let (mut half_ways, mut shown) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            half_ways.push(rest.take()?);
            shown.push(match rest.take::<1>()? {
                [0] => Shown::First(rest.take()?),
                [1] => Shown::Second((0..count).map(|_| rest.step()).collect::<Result<_, _>>()?),
                _ => return Err(malformed("a half that is neither the first nor the second")),
            });
        }
        if rest.0.is_empty() {
            Ok(Self { shuffled, half_ways, shown })
        } else {
            Err(malformed("bytes after the end"))
        }
    }
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (taken, rest) =
            self.0.split_first_chunk::<N>().ok_or_else(|| malformed("it ends too early"))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn step(&mut self) -> Result<(u32, Scalar), Error> {
        Ok((u32::from_be_bytes(self.take()?), Blinding::read(self.take()?)?.0))
    }
}

fn malformed(why: &str) -> Error {
    Error::Malformed { what: "a shuffle", why: why.to_owned() }
}

impl Way {
    /// The order is Fisher and Yates's, from numbers drawn without favour.
    fn of(seed: &[u8; 32], count: usize) -> Self {
        let mut from: Vec<u32> =
            (0..count).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        let mut dice = Dice { seed, block: 0, left: [0; 64], at: 64 };
        for end in (1..count).rev() {
            from.swap(end, dice.below(end as u64 + 1));
        }
        let blinding =
            |at: usize| wide(&[b"headworks/ledger/v1/way\0", seed, &(at as u64).to_be_bytes()]);
        Self { from, added: (0..count).map(blinding).collect() }
    }

    /// The list at its end.
    fn walk(&self, points: &[RistrettoPoint]) -> Vec<RistrettoPoint> {
        let came = self.from.iter().zip(&self.added);
        came.filter_map(|(from, added)| {
            points.get(*from as usize).map(|point| point + Blinding(*added).point())
        })
        .collect()
    }

    /// The way from the end of this one to the end of `whole`, which starts at the same list.
    fn onward(&self, whole: &Self) -> Vec<(u32, Scalar)> {
        let mut position = vec![0_u32; self.from.len()];
        for (at, from) in (0_u32..).zip(&self.from) {
            if let Some(place) = position.get_mut(*from as usize) {
                *place = at;
            }
        }
        let step = |(from, added): (&u32, &Scalar)| {
            let at = position.get(*from as usize).copied().unwrap_or(u32::MAX);
            let before = self.added.get(at as usize).copied().unwrap_or(Scalar::ZERO);
            (at, added - before)
        };
        whole.from.iter().zip(&whole.added).map(step).collect()
    }
}

/// The list half way, from the shuffled one. None if two come from one place.
fn back(way: &[(u32, Scalar)], after: &[RistrettoPoint]) -> Option<Vec<RistrettoPoint>> {
    let mut there: Vec<Option<RistrettoPoint>> = vec![None; after.len()];
    for ((at, added), point) in way.iter().zip(after) {
        let place = there.get_mut(*at as usize)?;
        if place.replace(point - Blinding(*added).point()).is_some() {
            return None;
        }
    }
    there.into_iter().collect()
}

/// Numbers that follow from a seed.
struct Dice<'a> {
    seed: &'a [u8; 32],
    block: u64,
    left: [u8; 64],
    at: usize,
}

impl Dice<'_> {
    fn word(&mut self) -> u64 {
        if self.at + 8 > self.left.len() {
            let mut hash = Sha512::new();
            hash.update(b"headworks/ledger/v1/order\0");
            hash.update(self.seed);
            hash.update(self.block.to_be_bytes());
            self.left = hash.finalize().into();
            self.block += 1;
            self.at = 0;
        }
        let word = self.left.get(self.at..).and_then(|rest| rest.first_chunk::<8>());
        self.at += 8;
        word.map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// A number below `end`, each as likely as the other: what would favour some is drawn again.
    fn below(&mut self, end: u64) -> usize {
        let fair = u64::MAX - u64::MAX % end;
        loop {
            let word = self.word();
            if word < fair {
                return usize::try_from(word % end).unwrap_or(0);
            }
        }
    }
}

fn derive(seed: &[u8; 32], round: u64) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"headworks/ledger/v1/round\0");
    hash.update(seed);
    hash.update(round.to_be_bytes());
    hash.finalize().into()
}

fn points(commitments: &[Told]) -> Result<Vec<RistrettoPoint>, Error> {
    if commitments.len() > COMMITMENTS_MAX {
        return Err(malformed("more commitments than one shuffle takes"));
    }
    commitments.iter().map(Told::point).collect()
}

/// A digest of a list of points. Of their doubles, which can be written together at a tenth of the
/// cost; in a group of prime order doubling forgets nothing.
fn digest(points: &[RistrettoPoint]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"headworks/ledger/v1/half way\0");
    for doubled in RistrettoPoint::double_and_compress_batch(points) {
        hash.update(doubled.to_bytes());
    }
    hash.finalize().into()
}

/// One coin for each round, thrown by all that was fixed before.
fn coins(before: &[Told], after: &[Told], half_ways: &[[u8; 32]], context: &[u8]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(b"headworks/ledger/v1/coins\0");
    hash.update((context.len() as u64).to_be_bytes());
    hash.update(context);
    for list in [before, after] {
        hash.update((list.len() as u64).to_be_bytes());
        list.iter().for_each(|told| hash.update(told.bytes()));
    }
    half_ways.iter().for_each(|half_way| hash.update(half_way));
    let thrown: [u8; 32] = hash.finalize().into();
    thrown.first_chunk().copied().unwrap_or_default()
}

fn coin(coins: &[u8; 16], round: usize) -> bool {
    coins.get(round / 8).is_some_and(|byte| byte >> (round % 8) & 1 == 1)
}

/// Does the same to each, on several threads; results in the order of what went in.
fn in_parts<T: Sync, R: Send>(
    items: &[T],
    threads: NonZero<usize>,
    work: impl Fn(&T) -> Result<R, Error> + Sync,
) -> Result<Vec<R>, Error> {
    let work = &work;
    let size = items.len().div_ceil(threads.get()).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(size)
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Result<Vec<R>, _>>()))
            .collect();
        let mut all = Vec::with_capacity(items.len());
        for part in parts {
            all.extend(part.join().map_err(|_| malformed("a thread ended before its time"))??);
        }
        Ok(all)
    })
}

#[cfg(test)]
mod tests;
