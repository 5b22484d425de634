//! What can go wrong in this room.
//!
//! A file that cannot be used is no error: it is refused and told.

use std::io;
use terms::Day;

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The day given has no first moment, so no law can be chosen.
    #[error("`{0}` is beyond the calendar's end")]
    AsOf(Day),
    /// Reading a file broke off. What was read of it is already counted, so the run is no longer
    /// an account of its files: drop it.
    #[error("cannot read `{path}` to its end")]
    Read {
        /// The file, as given.
        path: String,
        /// What the reader said.
        #[source]
        source: io::Error,
    },
}
