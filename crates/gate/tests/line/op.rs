//! What happens in a world, from a seed; and how a list is made short.

use crate::ports::Fault;
use testkit::Dice;

/// One thing that happens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Op {
    /// The agreement with the party of a person begins or ends.
    Agreement(usize, bool),
    /// The ask of this number; one call of a port fails, before or after it took effect.
    Ask(usize, Option<(usize, Fault)>),
    /// The case system proves a case, or takes that back.
    Case(usize, bool),
    /// The clock steps, by seconds.
    Clock(i64),
    /// The kind of a person's party is corrected, or put back.
    Corrected(usize, bool),
    /// Another law is in force.
    Law(usize),
    /// The records know how to apply every limit, or one less.
    Limits(bool),
    /// The desk verifies the paper brought for an ask.
    Paper(usize),
    /// A plate is read once more.
    Read(usize),
}

/// Operations from a seed: one ask in `calm` meets a fault.
pub(crate) fn random(seed: u64, count: usize) -> Vec<Op> {
    let mut dice = Dice::of(seed);
    let calm = 2 + dice.below(8);
    (0..count).map(|at| one(&mut dice, calm, at / 3)).collect()
}

/// Asks come from a window that moves on, so that each is tried some times and then no more.
fn one(dice: &mut Dice, calm: usize, from: usize) -> Op {
    if dice.below(10) > 0 {
        let fault = if dice.once_in(2) { Fault::After } else { Fault::Before };
        let fails = dice.once_in(calm).then(|| (dice.below(9), fault));
        return Op::Ask(from + dice.below(40), fails);
    }
    let who = dice.below(crate::asks::PERSONS);
    match dice.below(12) {
        0 => Op::Agreement(who, dice.once_in(2)),
        1 => Op::Case(dice.below(8), !dice.once_in(3)),
        2 => Op::Clock(i64::try_from(dice.below(40)).unwrap() - 10),
        3 => {
            // Now and then by more than the day that an ask may be behind.
            let far = if dice.once_in(6) { 12 } else { 1 };
            Op::Clock(-far * i64::try_from(dice.below(20_000)).unwrap())
        }
        4 => Op::Clock(i64::try_from(dice.below(60_000)).unwrap()),
        // Only bodies: a person is never named, whatever kind of body is said of one.
        5 => Op::Corrected(dice.below(7), dice.once_in(2)),
        6 => Op::Law(dice.below(2)),
        7 => Op::Limits(dice.once_in(2)),
        8 => Op::Paper(from + dice.below(40)),
        _ => Op::Read(dice.below(12)),
    }
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
