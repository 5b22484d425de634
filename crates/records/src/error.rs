//! What can go wrong with records.

use std::path::PathBuf;
use terms::LimitKind;

/// What can go wrong with records. No message holds a value of a record.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("`{}` cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A declaration is wrong.
    #[error("the declaration `{}` is wrong: {why}", path.display())]
    Declaration {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// No set has this id.
    #[error("there is no record set `{0}`; the declarations are in record_sets/")]
    NoSuchSet(String),
    /// The question does not fit the set.
    #[error("the question does not fit the record set `{set}`: {why}")]
    Question {
        /// The set.
        set: String,
        /// What does not fit, and what would.
        why: String,
    },
    /// A record is not as declared: nothing is answered, since a row that was not understood cannot
    /// be limited.
    #[error("row {row} of the record set `{set}` is not as declared: {why}")]
    Row {
        /// The set.
        set: String,
        /// The row, from 1.
        row: u64,
        /// What is wrong, without its value.
        why: String,
    },
    /// A limit that no machine applies here.
    #[error("no machine applies the limit `{}` to `{set}`; a person has to", limit.word())]
    Limit {
        /// The set.
        set: String,
        /// The limit.
        limit: LimitKind,
    },
}
