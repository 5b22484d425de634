//! Ten thousand asks in a world where every port fails.

use crate::op::{Op, random, shorten};
use crate::world::{Counts, World};
use std::collections::BTreeMap;

/// Runs operations in a new world, and checks the whole account at the end.
pub(crate) fn run(ops: &[Op]) -> Result<Counts, String> {
    let mut world = World::begin();
    for (at, op) in ops.iter().enumerate() {
        world.apply(op).map_err(|wrong| format!("operation {at}, {op:?}: {wrong}"))?;
        if at % 500 == 0 {
            world.look_back()?;
        }
    }
    world.look_back()?;
    world.check_account(&BTreeMap::new(), None)?;
    Ok(world.counts)
}

/// Runs worlds of so many operations; the first that fails is shortened and shown.
fn run_worlds(seeds: std::ops::Range<u64>, count: usize) -> Counts {
    let mut all = Counts::new();
    for seed in seeds {
        let ops = random(seed, count);
        match run(&ops) {
            Ok(counts) => {
                counts.into_iter().for_each(|(what, n)| *all.entry(what).or_default() += n)
            }
            Err(wrong) => {
                let short = shorten(ops, |ops| run(ops).is_err());
                panic!("seed {seed}: {wrong}\nshortest: {short:?}\n{:?}", run(&short));
            }
        }
    }
    all
}

/// What must have been met, and often.
const MET: [&str; 12] = [
    "a fault was met",
    "a limit cannot be applied",
    "conflict",
    "no facts",
    "referred",
    "referred, entered before",
    "shared",
    "shared, entered before",
    "the clock is behind",
    "the clock went back",
    "withheld",
    "withheld, entered before",
];

#[test]
fn nothing_leaves_unseen_whatever_fails() {
    let counts = run_worlds(0..11, 1_010);
    println!("{counts:?}");
    for what in MET {
        let count = counts.get(what).copied().unwrap_or_default();
        assert!(count > 20, "{what}: {count} in {counts:?}");
    }
}

#[test]
#[ignore = "half a million operations, for a nightly run"]
fn nothing_leaves_unseen_in_half_a_million_operations() {
    println!("{:?}", run_worlds(1_000..1_500, 1_000));
}
