//! The checks and the generation of the house: what `cargo xtask` runs.
//!
//! In: the workspace on disk and what cargo says about it. Out: complaints, each with where it
//! is and how to mend it; generated schemas.
//! Never: part of what ships, and never on the network except through cargo, rustup and apt.

pub mod ci;
pub mod complaint;
pub mod deps;
pub mod floors;
mod golang;
pub mod parties;
pub mod rate;
pub mod reasons;
pub mod rust;
pub mod schema;
pub mod seeds;
mod solver;
pub mod tidy;
pub mod tree;
