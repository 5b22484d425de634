//! Asks witnesses to cosign a checkpoint (C2SP tlog-witness).

use crate::Error;
use crate::objects::Objects;
use ledger::{AddCheckpoint, Heard, Quorum, SignedCheckpoint, Tiles, hear, needed_for_consistency};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a witness may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The witnesses of a ledger.
#[derive(Clone, Debug)]
pub(crate) struct Witnesses {
    quorum: Quorum,
    /// Where each is asked: the prefix of C2SP tlog-witness.
    urls: Vec<String>,
    /// The size that each has cosigned last, as far as we know.
    sizes: Arc<Mutex<BTreeMap<String, u64>>>,
}

impl Witnesses {
    pub(crate) fn new(quorum: Quorum, urls: Vec<String>) -> Self {
        Self { quorum, urls, sizes: Arc::default() }
    }

    /// The checkpoint with the cosignatures of those who answered.
    ///
    /// # Errors
    /// If they are fewer than are needed.
    pub(crate) async fn cosign(
        &self,
        mut signed: SignedCheckpoint,
        objects: &Objects,
    ) -> Result<SignedCheckpoint, Error> {
        if self.urls.is_empty() && self.quorum.needed() == 0 {
            return Ok(signed);
        }
        let asked = self.urls.iter().map(|url| self.ask(url, &signed, objects));
        let mut told = Vec::new();
        for (url, heard) in self.urls.iter().zip(futures_util::future::join_all(asked).await) {
            match heard {
                Ok(signatures) => signed = signed.with(signatures),
                Err(error) => told.push(format!("{url}: {error}")),
            }
        }
        match self.quorum.check(&signed) {
            Ok(_) => Ok(signed),
            Err(error) => Err(Error::NotWitnessed(format!("{error}; {}", told.join("; ")))),
        }
    }

    async fn ask(
        &self,
        url: &str,
        signed: &SignedCheckpoint,
        objects: &Objects,
    ) -> Result<Vec<ledger::NoteSignature>, Error> {
        let mut old = self.size_of(url);
        // Once with what we know, once more with what the witness says that it knows.
        for _ in 0..2 {
            let request = self.request(old, signed, objects).await?;
            let (status, body) = post(url.to_owned(), request).await?;
            match hear(status, &body, signed, &self.quorum)? {
                Heard::Cosigned(signatures) => {
                    let size = signed.checkpoint().size();
                    let mut sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
                    sizes.insert(url.to_owned(), size);
                    return Ok(signatures);
                }
                Heard::SawLast(size) if size <= signed.checkpoint().size() => old = size,
                Heard::SawLast(size) => {
                    let shown = signed.checkpoint().size();
                    return Err(Error::RolledBack { now: shown, before: size });
                }
            }
        }
        Err(Error::NotWitnessed("it names another size each time".to_owned()))
    }

    async fn request(
        &self,
        old: u64,
        signed: &SignedCheckpoint,
        objects: &Objects,
    ) -> Result<Vec<u8>, Error> {
        let (size, root) = (signed.checkpoint().size(), signed.checkpoint().root());
        let proof = if old == 0 || old == size {
            Vec::new()
        } else {
            let had = objects.tiles(&needed_for_consistency(old, size)).await?;
            Tiles::new(size, root, &had)?.prove_consistency(old)?.0
        };
        Ok(AddCheckpoint { old_size: old, proof, checkpoint: signed.clone() }.body())
    }

    fn size_of(&self, url: &str) -> u64 {
        let sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.get(url).copied().unwrap_or(0)
    }
}

async fn post(url: String, body: Vec<u8>) -> Result<(u16, Vec<u8>), Error> {
    let address = format!("{}/add-checkpoint", url.trim_end_matches('/'));
    let asked = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .into();
        let failed = |why: String| Error::Fetch { url: address.clone(), why };
        let mut response = agent.post(&address).send(&body).map_err(|e| failed(e.to_string()))?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(1 << 20).read_to_vec();
        Ok((status, body.map_err(|e| failed(e.to_string()))?))
    });
    asked.await.map_err(|_| Error::Stopped("a task ended before its time".to_owned()))?
}
