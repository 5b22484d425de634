//! What can go wrong in the ledger.

/// What can go wrong in the ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Bytes are not what they should be.
    #[error("{what} is not as it should be: {why}")]
    Malformed {
        /// What it was taken for, as `the entry`.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
}
