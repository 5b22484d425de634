//! Asks witnesses to cosign a checkpoint (C2SP tlog-witness).
//!
//! Nobody waits for a slow one where enough others have signed. It is asked one thing at a time,
//! so that what it costs is one thread, however many checkpoints are made meanwhile.

use crate::Error;
use crate::objects::Objects;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use ledger::{
    AddCheckpoint, Heard, NoteSignature, Quorum, SignedCheckpoint, Tiles, hear,
    needed_for_consistency,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// How long a witness may take for one request.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long one is waited for in all: twice [`PATIENCE`], since it may name the size that it saw
/// last and be asked again. What it was still doing for an earlier checkpoint counts too.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(10);

/// The witnesses of a ledger. Clones ask in turn.
#[derive(Clone, Debug)]
pub(crate) struct Witnesses {
    quorum: Arc<Quorum>,
    all: Arc<[Witness]>,
}

/// One witness.
#[derive(Debug)]
struct Witness {
    /// Where it is asked: the prefix of C2SP tlog-witness.
    url: String,
    /// The size that it has cosigned last, as far as we know. Held while it is asked.
    turn: Arc<Mutex<u64>>,
}

/// For whom is waited.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Wanted {
    /// For as many as are needed.
    Enough,
    /// For each, as long as one is waited for.
    Everybody,
}

impl Witnesses {
    pub(crate) fn new(quorum: Quorum, urls: Vec<String>) -> Self {
        let all = urls.into_iter().map(|url| Witness { url, turn: Arc::default() });
        Self { quorum: Arc::new(quorum), all: all.collect() }
    }

    /// The checkpoint with the cosignatures of those who answered first, as many as are needed.
    /// Where none is needed, none is asked.
    ///
    /// # Errors
    /// If they are fewer than are needed.
    pub(crate) async fn cosign(
        &self,
        signed: SignedCheckpoint,
        objects: &Objects,
    ) -> Result<SignedCheckpoint, Error> {
        if self.quorum.check(&signed).is_ok() {
            return Ok(signed);
        }
        self.gather(signed, objects, Wanted::Enough).await
    }

    /// The checkpoint with the cosignatures of all who answer in time, also of more than are
    /// needed: for what is published, which hurries nobody.
    ///
    /// # Errors
    /// As [`Self::cosign`].
    pub(crate) async fn cosign_by_all(
        &self,
        signed: SignedCheckpoint,
        objects: &Objects,
    ) -> Result<SignedCheckpoint, Error> {
        self.gather(signed, objects, Wanted::Everybody).await
    }

    async fn gather(
        &self,
        bare: SignedCheckpoint,
        objects: &Objects,
        wanted: Wanted,
    ) -> Result<SignedCheckpoint, Error> {
        let asked = self.all.iter().map(|witness| async {
            (&witness.url, witness.ask(&bare, objects, &self.quorum).await)
        });
        let mut asked: FuturesUnordered<_> = asked.collect();
        let mut signed = bare.clone();
        let mut told = Vec::new();
        while let Some((url, heard)) = asked.next().await {
            match heard {
                Ok(signatures) => signed = signed.with(signatures),
                Err(error) => told.push(format!("{url}: {error}")),
            }
            if wanted == Wanted::Enough && self.quorum.check(&signed).is_ok() {
                return Ok(signed);
            }
        }
        match self.quorum.check(&signed) {
            Ok(_) => Ok(signed),
            Err(error) => Err(Error::NotWitnessed(format!("{error}; {}", told.join("; ")))),
        }
    }
}

impl Witness {
    /// Asks it when its turn comes. Who stops waiting before that never asks; who stops later
    /// leaves behind a task that keeps the turn until the witness has answered, or took too long.
    async fn ask(
        &self,
        signed: &SignedCheckpoint,
        objects: &Objects,
        quorum: &Arc<Quorum>,
    ) -> Result<Vec<NoteSignature>, Error> {
        let asked = async {
            let turn = Arc::clone(&self.turn).lock_owned().await;
            let question = Question {
                url: self.url.clone(),
                signed: signed.clone(),
                objects: objects.clone(),
                quorum: Arc::clone(quorum),
            };
            let answered = tokio::spawn(question.put(turn)).await;
            answered.map_err(|_| Error::Stopped("a task ended before its time".to_owned()))?
        };
        let in_time = tokio::time::timeout(PATIENCE_IN_ALL, asked).await;
        in_time.unwrap_or_else(|_| Err(Error::NotWitnessed("it takes too long".to_owned())))
    }
}

/// What one witness is asked.
struct Question {
    url: String,
    signed: SignedCheckpoint,
    objects: Objects,
    quorum: Arc<Quorum>,
}

impl Question {
    async fn put(self, mut turn: OwnedMutexGuard<u64>) -> Result<Vec<NoteSignature>, Error> {
        let size = self.signed.checkpoint().size();
        let mut old = *turn;
        // Once with what we know, once more with what the witness says that it knows.
        for _ in 0..2 {
            if old > size {
                return Err(Error::RolledBack { now: size, before: old });
            }
            let request = self.request(old).await?;
            let (status, body) = post(&self.url, request).await?;
            match hear(status, &body, &self.signed, &self.quorum)? {
                Heard::Cosigned(signatures) => {
                    *turn = size;
                    return Ok(signatures);
                }
                Heard::SawLast(last) => old = last,
            }
        }
        if old > size {
            return Err(Error::RolledBack { now: size, before: old });
        }
        Err(Error::NotWitnessed("it names another size each time".to_owned()))
    }

    async fn request(&self, old: u64) -> Result<Vec<u8>, Error> {
        let said = self.signed.checkpoint();
        let (size, root) = (said.size(), said.root());
        let proof = if old == 0 || old == size {
            Vec::new()
        } else {
            let had = self.objects.tiles(&needed_for_consistency(old, size)).await?;
            Tiles::new(size, root, &had)?.prove_consistency(old)?.0
        };
        Ok(AddCheckpoint { old_size: old, proof, checkpoint: self.signed.clone() }.body())
    }
}

/// Posts on a thread of its own: those of the runtime are for the disk, and a program that has
/// nothing more to do would wait for them at its end.
async fn post(url: &str, body: Vec<u8>) -> Result<(u16, Vec<u8>), Error> {
    let address = format!("{}/add-checkpoint", url.trim_end_matches('/'));
    let (reply, answer) = oneshot::channel();
    let ask = move || drop(reply.send(post_and_wait(&address, &body)));
    let stopped = |why: String| Error::Stopped(why);
    std::thread::Builder::new().spawn(ask).map_err(|e| stopped(e.to_string()))?;
    answer.await.map_err(|_| stopped("a thread ended before its time".to_owned()))?
}

fn post_and_wait(address: &str, body: &[u8]) -> Result<(u16, Vec<u8>), Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .build()
        .into();
    let failed = |why: String| Error::Fetch { url: address.to_owned(), why };
    let mut response = agent.post(address).send(body).map_err(|e| failed(e.to_string()))?;
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(1 << 20).read_to_vec();
    Ok((status, body.map_err(|e| failed(e.to_string()))?))
}
