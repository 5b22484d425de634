//! The account of a world, opened day by day, as a stranger reads it.

use crate::op::{Op, random};
use crate::ports::ORIGIN;
use crate::world::World;
use ledger::{Clear, Digest, EntryIndex, OpenedDay, lines, openings_file, publish, shuffle_file};
use std::collections::BTreeMap;
use std::num::NonZero;
use terms::Day;

/// Shuffles and opens everything of a day.
fn open(
    world: &World,
    files: &mut BTreeMap<String, Vec<u8>>,
    first: EntryIndex,
    of: Day,
    on: Day,
) -> EntryIndex {
    let mut state = world.ports.state();
    let end = EntryIndex(state.size());
    if state.openings.range(first.0..end.0).next().is_none() {
        return first;
    }
    let range = state.openings.range(first.0..end.0);
    let (closed, openings): (Vec<_>, Vec<_>) =
        range.map(|(_, (closed, opening))| (closed.told, Some(opening.clone()))).unzip();
    let named = OpenedDay { origin: ORIGIN, day: of, first, end };
    let seed = state.seed();
    let (shuffle, places) = named.shuffle(&closed, seed, NonZero::new(2).unwrap()).unwrap();
    let opened = lines(&publish(&places, &openings, |_, _| true).unwrap()).unwrap();
    let bytes = shuffle.to_bytes();
    let (shuffle, openings) = (Digest::of(&bytes), Digest::of(&opened));
    files.insert(shuffle_file(of), bytes);
    files.insert(openings_file(of, openings), opened);
    state.clear(Clear::Opened { day: on, of, first, end, shuffle, openings });
    end
}

/// Runs operations in a world, and opens each day when it is over.
pub(crate) fn run(ops: &[Op]) -> Result<(), String> {
    let mut world = World::begin();
    let (mut files, mut first) = (BTreeMap::new(), EntryIndex(0));
    for op in ops {
        let before = world.ports.state().day();
        if let Op::Clock(step) = op
            && *step > 0
        {
            world.apply(op)?;
            let now = world.now().day();
            if now > before {
                first = open(&world, &mut files, first, before, now);
            }
            continue;
        }
        world.apply(op)?;
    }
    let last = world.ports.state().day();
    let next = last.plus_days(1).unwrap();
    open(&world, &mut files, first, last, next);
    world.check_account(&files, Some(next))
}

#[test]
fn an_honest_account_is_clean_when_all_of_it_is_opened() {
    for seed in 0..3 {
        run(&random(seed, 250)).unwrap();
    }
}
