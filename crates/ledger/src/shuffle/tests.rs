//! Tests of shuffles and their proofs.

use super::*;
use crate::commitment::Secret;

const TWO: NonZero<usize> = NonZero::new(2).unwrap();

/// Commitments to made-up contents, with their blindings.
fn made(count: u8) -> Vec<(Told, Vec<u8>, Blinding)> {
    (0..count)
        .map(|n| {
            let blinding = Secret::new([n; 32]).blinding();
            let content = vec![n % 3];
            (Told::to(&content, blinding), content, blinding)
        })
        .collect()
}

fn told(made: &[(Told, Vec<u8>, Blinding)]) -> Vec<Told> {
    made.iter().map(|(told, ..)| *told).collect()
}

#[test]
fn a_shuffle_is_checked_and_opens_to_the_same_contents() {
    for count in [0, 1, 2, 40] {
        let made = made(count);
        let before = told(&made);
        let (shuffle, came) = Shuffle::make(&before, b"day", [9; 32], TWO).unwrap();
        shuffle.check(&before, b"day", TWO).unwrap();
        let mut from: Vec<usize> = came.iter().map(|came| came.from).collect();
        from.sort_unstable();
        assert_eq!(from, (0..usize::from(count)).collect::<Vec<_>>());
        for (after, came) in shuffle.shuffled().iter().zip(&came) {
            let (_, content, blinding) = &made[came.from];
            assert!(after.is_to(content, blinding.plus(came.added)));
            assert!(!before.contains(after), "each is blinded anew");
        }
        assert_eq!(Shuffle::read(&shuffle.to_bytes()).unwrap(), shuffle);
    }
}

#[test]
fn one_thread_and_three_shuffle_alike() {
    let before = told(&made(9));
    let one = Shuffle::make(&before, b"", [1; 32], NonZero::<usize>::MIN).unwrap();
    assert_eq!(one, Shuffle::make(&before, b"", [1; 32], NonZero::new(3).unwrap()).unwrap());
    let other = Shuffle::make(&before, b"", [2; 32], TWO).unwrap();
    assert_ne!(one.1, other.1, "another seed is another order");
}

#[test]
fn another_list_or_place_fails() {
    let made = made(8);
    let before = told(&made);
    let (shuffle, _) = Shuffle::make(&before, b"day", [9; 32], TWO).unwrap();
    assert!(shuffle.check(&before, b"another day", TWO).is_err());
    assert!(shuffle.check(&before[1..], b"day", TWO).is_err());
    let mut swapped = before.clone();
    swapped.swap(0, 1);
    assert!(shuffle.check(&swapped, b"day", TWO).is_err());
}

/// Somebody who puts another content into the shuffled list, and makes the proof for it as well as
/// can be done: half of the rounds can be shown either way, so it fails at the first wrong guess.
#[test]
fn a_content_put_in_place_of_another_is_caught() {
    let made = made(8);
    let before = told(&made);
    let mut forged = before.clone();
    forged[3] = Told::to(b"another", Secret::new([77; 32]).blinding());
    // The proof of the forged list, presented for the true one.
    let (shuffle, _) = Shuffle::make(&forged, b"day", [9; 32], TWO).unwrap();
    assert!(shuffle.check(&before, b"day", TWO).is_err());
    // The coins thrown for the true list, so that only the shown halves can tell.
    let coins = coins(&before, &shuffle.shuffled, &shuffle.half_ways, b"day");
    let points = points(&forged).unwrap();
    let whole = Way::of(&derive(&[9; 32], u64::MAX), points.len());
    let shown = (0..ROUNDS).map(|round| {
        let seed = derive(&[9; 32], round as u64);
        if coin(&coins, round) {
            Shown::Second(Way::of(&seed, points.len()).onward(&whole))
        } else {
            Shown::First(seed)
        }
    });
    let cheat = Shuffle { shown: shown.collect(), ..shuffle };
    let Err(Error::Shuffle { round: Some(round) }) = cheat.check(&before, b"day", TWO) else {
        panic!("a forged content went through");
    };
    assert!(round < 64, "half of the rounds are of the kind that tells");
}

#[test]
fn every_changed_byte_is_caught() {
    let before = told(&made(2));
    let (shuffle, _) = Shuffle::make(&before, b"day", [9; 32], TWO).unwrap();
    let bytes = shuffle.to_bytes();
    // Each byte of the lists and of the first rounds, and a sample of the rounds after them, which
    // are alike: each try checks 128 rounds.
    let head = 4 + 64 + 4 * (33 + 72);
    for at in (0..bytes.len()).filter(|at| *at < head || at % 17 == 0) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let is_caught = Shuffle::read(&changed)
            .and_then(|shuffle| shuffle.check(&before, b"day", TWO))
            .is_err();
        assert!(is_caught, "byte {at} of {}", bytes.len());
    }
    assert!(Shuffle::read(&bytes[..bytes.len() - 1]).is_err());
    assert!(Shuffle::read(&[bytes, vec![0]].concat()).is_err());
}

#[test]
fn the_order_favours_nobody() {
    // 6 orders of three, 6,000 seeds: each about a thousand times, five deviations of slack.
    let mut seen = std::collections::BTreeMap::new();
    for n in 0..6_000_u64 {
        let way = Way::of(&derive(&[5; 32], n), 3);
        *seen.entry(way.from).or_insert(0_u32) += 1;
    }
    assert_eq!(seen.len(), 6);
    assert!(seen.values().all(|count| (850..1150).contains(count)), "{seen:?}");
}
