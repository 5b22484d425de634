//! `headworks ledger witness`: cosigns checkpoints of ledgers that only ever grow.

use super::runtime;
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use ledger::{KeyKind, KeyList, Latest, PublicKey, SigningKey};
use serve::Cosigned;
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use store::Witnessed;

/// Serve as a witness for other people's ledgers
///
/// A witness signs that it has seen a ledger grow and never change. It speaks the protocol of C2SP
/// tlog-witness, for any such log. With `--new-key NAME` it makes its key first, and prints the
/// verifier key that ledgers put into their settings. Put a server with TLS in front of it.
#[derive(Debug, Args)]
pub(crate) struct Witness {
    /// The file of its key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Make the key, under this name, and end
    #[arg(long, value_name = "NAME")]
    new_key: Option<String>,
    /// Make a key of ML-DSA-44, which stands against quantum computers too, not one of Ed25519
    #[arg(long, requires = "new_key")]
    ml_dsa: bool,
    /// The ledgers it knows: a file with one verifier key a line
    #[arg(long, value_name = "FILE", required_unless_present = "new_key")]
    ledgers: Option<PathBuf>,
    /// The folder of what it keeps
    #[arg(long, value_name = "DIR", required_unless_present = "new_key")]
    state: Option<PathBuf>,
    /// Where it listens
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8077")]
    listen: SocketAddr,
}

impl Witness {
    pub(crate) fn run(&self) -> Result<Exit> {
        if let Some(name) = &self.new_key {
            let kind = if self.ml_dsa { KeyKind::SubtreeCosignature } else { KeyKind::Cosignature };
            let key = SigningKey::of_secret(name, kind, store::random()?)?;
            store::write_key(&self.key, &key)?;
            println!("{}", key.public());
            return Ok(Exit::Done);
        }
        let (Some(ledgers), Some(state)) = (&self.ledgers, &self.state) else {
            bail!(io::Error::other("a witness needs --ledgers and --state"));
        };
        let witness = serve::Witness {
            key: store::read_key_of(&self.key, KeyKind::cosigns)?,
            ledgers: read_ledgers(&input::bytes(ledgers)?)
                .with_context(|| format!("`{}`", ledgers.display()))?,
            kept: Kept(Witnessed::open(state)?),
            clock: store::seconds_now,
        };
        let known = witness.ledgers.len();
        let name = witness.key.public().name().to_owned();
        let ready = |address: SocketAddr| {
            eprintln!("`{name}` witnesses {known} ledgers on http://{address}");
        };
        runtime()?.block_on(serve::serve(serve::routes(witness), self.listen, ready))?;
        Ok(Exit::Done)
    }
}

/// The ledgers by name, each with all its keys.
fn read_ledgers(bytes: &[u8]) -> Result<BTreeMap<String, KeyList>> {
    let text = std::str::from_utf8(bytes).context("it is not text")?;
    let mut ledgers: BTreeMap<String, KeyList> = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let key = PublicKey::read(line)?;
        let origin = key.name().to_owned();
        let list = match ledgers.remove(&origin) {
            None => KeyList::new(&origin, key)?,
            Some(list) => list.with(key, 0)?,
        };
        ledgers.insert(origin, list);
    }
    Ok(ledgers)
}

/// What a witness keeps, in a folder.
struct Kept(Witnessed);

impl Cosigned for Kept {
    fn latest(&self, origin: &str) -> Result<Option<Latest>, serve::Error> {
        self.0.latest(origin).map_err(kept)
    }

    fn swap(
        &self,
        origin: &str,
        old: Option<&Latest>,
        new: &Latest,
        checkpoint: &[u8],
    ) -> Result<bool, serve::Error> {
        self.0.swap(origin, old, new, checkpoint).map_err(kept)
    }

    fn checkpoint(&self, origin_hash: &str) -> Result<Option<Vec<u8>>, serve::Error> {
        self.0.checkpoint(origin_hash).map_err(kept)
    }
}

fn kept(error: store::Error) -> serve::Error {
    serve::Error::Kept(Box::new(error))
}
