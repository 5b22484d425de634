//! The public account: entries, proofs, and what can be checked of it.
//!
//! In: entries, hashes, checkpoints, and secrets that the caller drew. Out: tiles, signed
//! checkpoints, proofs, receipts, passes, and what is wrong where.
//! Never: opens a file or a socket, reads a clock, or draws a random number.

mod error;

pub use error::Error;
