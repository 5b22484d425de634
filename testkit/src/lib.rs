//! What tests of several rooms share; never part of what ships.
//!
//! In: the environment of a test run. Out: where things are.
//! Never: a dependency of shipped code (`cargo xtask floors` refuses it), or real data of its own.

mod data;

pub use data::{REAL_DATA_VARIABLE, real_data};
