//! What can be wrong with the registry: our fault, never the asker's.

use thiserror::Error;

/// The registry shipped with this build cannot be used.
#[derive(Debug, Error)]
pub enum Error {
    /// A value in a row is not one that its column allows.
    #[error("registry file `{file}`, row `{row}`: `{value}` is not a {expected}")]
    Row {
        /// The registry file.
        file: &'static str,
        /// The pattern or name that the row starts with.
        row: String,
        /// The value found.
        value: String,
        /// What the column expects.
        expected: &'static str,
    },
    /// The file is not a table with the expected columns.
    #[error("registry file `{file}` cannot be read as a table")]
    Table {
        /// The registry file.
        file: &'static str,
        /// Where and why.
        #[source]
        source: csv::Error,
    },
}
