//! What the targets share: what is loaded once, runs, and what must hold of them.
//!
//! In: bytes that a fuzzer made. Out: nothing, or a panic that says which promise was broken.
//! Never: opens a file or holds a row of a real log.

mod given;
mod run;
mod written;

pub use given::{Given, PATHS, pieces, text};
pub use run::{Loaded, Ran, accounted, loaded, options, over, plainly};
pub use written::{no_formula, no_markup, of as written_of, written};

/// A word that no law, registry or cue list has. Where it stands in a cell that is never told, it
/// must stand in no output.
pub const CANARY: &str = "qzcanaryqz";
