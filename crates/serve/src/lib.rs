//! HTTP in front of the rooms below.
//!
//! In: requests. Out: what the rooms below answer. Never: reaches a store or a record but through a
//! port, or tells a caller what went wrong inside.
//!
//! So far the routes of a witness; those of the gate come on the same ground.

mod error;
mod witness;

pub use error::Error;
pub use witness::{Cosigned, Witness, routes};

use axum::Router;
use std::net::SocketAddr;

/// Serves until the program ends. `ready` is told the address, which the system may have chosen.
///
/// # Errors
/// If the address cannot be had.
pub async fn serve(
    router: Router,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Error> {
    let failed = |source| Error::Listen { address, source };
    let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    axum::serve(listener, router).await.map_err(failed)
}
