//! What tests of several rooms share; never part of what ships.
//!
//! In: the environment of a test run, or a seed. Out: where things are; random asks and laws.
//! Never: a dependency of shipped code (`cargo xtask floors` refuses it), or real data of its own.

pub mod asks;
mod data;
mod dice;
pub mod provisions;

pub use data::{REAL_DATA_VARIABLE, real_data};
pub use dice::Dice;
