//! The operations of a world, random ones, and how a list is made short.

use testkit::Dice;

/// How a write ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// It took effect and nobody was told.
    After,
    /// It had no effect, and nobody knows.
    Before,
    /// Nobody was told, and it takes effect later.
    Late,
    /// It takes effect, and that is told.
    None,
    /// A part of it took effect; of writes of one thing, none of it.
    Part,
}

/// One thing that happens. The number is that of the sequencer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Op {
    /// The clock jumps, by seconds.
    Clock(i64),
    /// A cosignature is put under what is published.
    Cosign,
    /// A sequencer is gone, with all it had in memory.
    Crash(usize),
    /// It makes a checkpoint.
    Cut(usize),
    /// A late write takes effect.
    Land(usize),
    /// It starts.
    Start(usize),
    /// It does what is to be done next.
    Step(usize, Fault),
    /// It is given an entry.
    Submit(usize),
    /// Tiles that became full are all that is kept of them.
    Sweep,
}

/// How many sequencers a world has.
pub(crate) const SEQUENCERS: usize = 3;

/// Operations from a seed: some worlds are calm, some are not.
pub(crate) fn random(seed: u64, count: usize) -> Vec<Op> {
    let mut dice = Dice::of(seed);
    let calm = 2 + dice.below(30);
    // In some worlds one entry makes a checkpoint, in others many do, so that tiles become full.
    let entries = 1 + dice.below(40);
    (0..count).map(|_| one(&mut dice, calm, entries)).collect()
}

fn one(dice: &mut Dice, calm: usize, entries: usize) -> Op {
    // The first is at work most of the time, so that something is done.
    let who = if dice.once_in(3) { dice.below(SEQUENCERS) } else { 0 };
    if dice.once_in(calm * 4) {
        return match dice.below(8) {
            6 | 7 => Op::Cosign,
            0 => Op::Clock(i64::try_from(dice.below(40)).unwrap() - 20),
            1 => Op::Sweep,
            2 => Op::Land(dice.below(4)),
            3 => Op::Start(who),
            _ => Op::Crash(who),
        };
    }
    match dice.below(entries + 6) {
        0 => Op::Cut(who),
        1 => Op::Start(who),
        2..6 => Op::Step(who, fault(dice, calm)),
        _ => Op::Submit(who),
    }
}

fn fault(dice: &mut Dice, calm: usize) -> Fault {
    if !dice.once_in(calm) {
        return Fault::None;
    }
    *dice.pick(&[Fault::After, Fault::Before, Fault::Late, Fault::Part]).unwrap()
}

/// The list without what it fails without.
pub(crate) fn shorten(mut ops: Vec<Op>, fails: impl Fn(&[Op]) -> bool) -> Vec<Op> {
    let mut step = ops.len() / 2;
    while step > 0 {
        let mut at = 0;
        while at < ops.len() {
            let mut fewer = ops.clone();
            fewer.drain(at..(at + step).min(ops.len()));
            if fails(&fewer) {
                ops = fewer;
            } else {
                at += step;
            }
        }
        step /= 2;
    }
    ops
}
