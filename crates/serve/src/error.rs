//! What can go wrong with serving.

use std::net::SocketAddr;

/// What can go wrong with serving.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be had.
    #[error("`{address}` cannot be listened on")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// What a witness keeps cannot be had.
    #[error("what the witness keeps cannot be read or written")]
    Kept(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The ledger room refused.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
}
