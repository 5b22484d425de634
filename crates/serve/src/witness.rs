//! The routes of a witness (C2SP tlog-witness): add a checkpoint, read the latest.
//!
//! A witness says that it has seen a ledger grow and never change. It trusts nobody: it signs a
//! checkpoint only if the ledger's key signed it and it continues the last one signed here.
//! The new state is kept before the signature leaves.
//!
//! `sign-subtree`, which the specification leaves open, is not served.

use crate::Error;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{get, post};
use ledger::{Kept, KeyList, Latest, Met, Reply, SigningKey, meet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most bytes of a request: 63 hashes, a note with its signatures, and room.
const REQUEST_BYTES_MAX: usize = 256 * 1024;

/// How often a request is met anew when another one came between.
const ATTEMPTS: usize = 8;

/// What a witness keeps: the port to wherever it is kept.
pub trait Cosigned: Send + Sync + 'static {
    /// What was cosigned last for a ledger.
    ///
    /// # Errors
    /// If it cannot be read.
    fn latest(&self, origin: &str) -> Result<Option<Latest>, Error>;

    /// Keeps `new` where `old` is still the latest, durably, with the checkpoint as it will be
    /// shown. False where another request came between.
    ///
    /// # Errors
    /// If it cannot be written.
    fn swap(
        &self,
        origin: &str,
        old: Option<&Latest>,
        new: &Latest,
        checkpoint: &[u8],
    ) -> Result<bool, Error>;

    /// The latest checkpoint of the ledger whose name has this SHA-256, in hexadecimal.
    ///
    /// # Errors
    /// If it cannot be read.
    fn checkpoint(&self, origin_hash: &str) -> Result<Option<Vec<u8>>, Error>;
}

/// A witness.
pub struct Witness<K> {
    /// What it signs with.
    pub key: SigningKey,
    /// The ledgers it knows, by name.
    pub ledgers: BTreeMap<String, KeyList>,
    /// What it keeps.
    pub kept: K,
    /// Seconds since 1970.
    pub clock: fn() -> u64,
}

/// The routes of a witness.
pub fn routes<K: Cosigned>(witness: Witness<K>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint::<K>))
        .route("/{origin_hash}/checkpoint", get(checkpoint::<K>))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .with_state(Arc::new(witness))
}

async fn add_checkpoint<K: Cosigned>(
    State(witness): State<Arc<Witness<K>>>,
    body: Bytes,
) -> Response<Body> {
    for _ in 0..ATTEMPTS {
        match witness.meet(&body) {
            Ok(Some(reply)) => return answer(reply),
            // Another request was kept first: begin again with what is kept now.
            Ok(None) => {}
            Err(error) => return failed(&error),
        }
    }
    busy()
}

async fn checkpoint<K: Cosigned>(
    State(witness): State<Arc<Witness<K>>>,
    Path(origin_hash): Path<String>,
) -> Response<Body> {
    match witness.kept.checkpoint(&origin_hash) {
        Ok(Some(body)) => {
            answer(Reply { status: 200, content_type: "text/plain; charset=utf-8", body })
        }
        Ok(None) => {
            let body = b"no checkpoint of such a ledger was cosigned here\n".to_vec();
            answer(Reply { status: 404, content_type: "text/plain; charset=utf-8", body })
        }
        Err(error) => failed(&error),
    }
}

impl<K: Cosigned> Witness<K> {
    /// Meets one request. None where another one came between.
    fn meet(&self, body: &[u8]) -> Result<Option<Reply>, Error> {
        let latest =
            |origin: &str| self.kept.latest(origin).map_err(|e| ledger::Error::Source(Box::new(e)));
        let met = meet(body, |origin| self.ledgers.get(origin), latest, (self.clock)())?;
        let due = match met {
            Met::Refused(reply) => return Ok(Some(reply)),
            Met::Due(due) => due,
        };
        // Shown with the cosignature that is about to be given, as the specification asks.
        let signature = ledger::cosign(due.checkpoint(), &self.key, due.new.at)?;
        let shown = due.checkpoint().clone().with([signature]).note();
        let origin = due.checkpoint().checkpoint().origin().to_owned();
        let is_kept = self.kept.swap(&origin, due.old.as_ref(), &due.new, &shown)?;
        let kept = if is_kept { Kept::Yes } else { Kept::Overtaken };
        Ok(due.cosign(&self.key, kept)?)
    }
}

fn answer(reply: Reply) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = HeaderValue::from_static(reply.content_type);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// What went wrong inside goes to the trace, and never to the caller.
fn failed(error: &Error) -> Response<Body> {
    let mut chain = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    eprintln!("witness: {chain}");
    answer(Reply {
        status: 500,
        content_type: "text/plain; charset=utf-8",
        body: b"the witness could not do its part; try later\n".to_vec(),
    })
}

fn busy() -> Response<Body> {
    answer(Reply {
        status: 503,
        content_type: "text/plain; charset=utf-8",
        body: b"too many requests for one ledger at once; try again\n".to_vec(),
    })
}
