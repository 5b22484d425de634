//! What the simulation found, in the fewest operations.
//!
//! Each list made an earlier line fail; the name says what holds now.

use crate::op::Op::{Ask, Law};
use crate::simulation::run;

/// The new ruling of another law had no share of its own: one entry where a refusal leaves two, and
/// an end whose share came before its ruling.
#[test]
fn the_same_answer_under_a_new_ruling_is_a_new_share() {
    run(&[Ask(271, None), Law(1), Ask(271, None)]).unwrap();
}
