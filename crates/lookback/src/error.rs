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
    /// A description of a format is no TOML of the shape that is expected.
    #[error("cannot read the description of a log format")]
    Format(#[source] toml::de::Error),
    /// A description of a format lacks something.
    #[error("the log format `{0}` lacks {1}")]
    FormatLacks(String, &'static str),
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
    /// Rows that were set down could not be read back.
    #[error("cannot read back the rows that were set down")]
    Scratch(#[source] io::Error),
}
