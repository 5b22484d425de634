//! What breaks when a guard is taken away, in the fewest operations.
//!
//! Each list was found and shortened by the simulation after one guard was removed by hand; the
//! name says which guard holds now. A list that some fault of ours makes fail belongs here too.

use crate::op::Fault::{Before, None};
use crate::op::Op::{self, Clock, Cut, Start, Step, Submit};
use crate::tests::run;

fn check(ops: &[Op]) {
    run(ops).unwrap();
}

/// The second sequencer took up what the first had locked, and publishes it, late.
#[test]
fn a_checkpoint_is_published_only_over_the_one_seen_last() {
    check(&[
        Start(0),
        Step(0, None),
        Step(0, None),
        Submit(0),
        Cut(0),
        Step(0, None),
        Start(1),
        Step(0, None),
        Submit(0),
        Step(0, None),
        Step(0, None),
        Cut(0),
        Step(0, None),
        Step(0, None),
        Step(0, None),
        Step(1, None),
        Step(1, None),
    ]);
}

/// Two sequencers make the next checkpoint of one tree.
#[test]
fn a_lock_compares_and_one_that_is_refused_is_not_taken_for_done() {
    check(&[
        Start(1),
        Step(1, None),
        Step(1, None),
        Submit(1),
        Submit(1),
        Start(0),
        Step(0, None),
        Submit(0),
        Cut(1),
        Submit(0),
        Cut(0),
        Step(1, None),
        Step(0, None),
        Step(0, None),
    ]);
}

#[test]
fn a_lock_that_nobody_knows_of_is_looked_up() {
    check(&[
        Start(0),
        Step(0, None),
        Step(0, None),
        Submit(0),
        Cut(0),
        Step(0, Before),
        Step(0, None),
    ]);
}

#[test]
fn tiles_that_nobody_knows_of_are_written_again() {
    check(&[
        Start(0),
        Submit(0),
        Step(0, None),
        Step(0, None),
        Cut(0),
        Step(0, None),
        Step(0, Before),
        Step(0, None),
    ]);
}

#[test]
fn what_was_pending_is_written_before_it_is_published() {
    check(&[Start(0), Step(0, None), Submit(0), Cut(0), Step(0, None)]);
    check(&[
        Start(0),
        Step(0, None),
        Step(0, None),
        Submit(0),
        Cut(0),
        Step(0, None),
        Op::Crash(0),
    ]);
}

#[test]
fn nothing_is_signed_while_the_clock_is_back() {
    check(&[Start(0), Step(0, None), Clock(-11), Submit(0), Step(0, None), Cut(0), Step(0, None)]);
}
