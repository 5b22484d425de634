//! Whose signatures a check believes beside the ledger's first key.

use crate::input;
use anyhow::{Context as _, Result};
use clap::Args;
use ledger::{KeyFile, PublicKey, Quorum, Wrong};
use std::path::Path;
use store::{Checked, Published};

/// The witnesses of whoever checks: those that a ledger names itself are its own choice.
#[derive(Debug, Args)]
pub(super) struct Witnesses {
    /// The verifier key of a witness you trust; once for each of them
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
    /// How many of them must have signed (default: all)
    #[arg(long, value_name = "NUMBER", requires = "witness")]
    witnesses_needed: Option<usize>,
}

impl Witnesses {
    pub(super) fn quorum(&self) -> Result<Quorum> {
        let keys = self.witness.iter().map(|text| PublicKey::read(text));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        Ok(Quorum::new(self.witnesses_needed.unwrap_or(keys.len()), keys)?)
    }
}

/// Reads a list of keys, as a ledger publishes it.
pub(super) fn read_keys(path: &Path) -> Result<KeyFile> {
    let read = KeyFile::read(&input::bytes(path)?);
    read.with_context(|| format!("`{}` holds no keys of a ledger", path.display()))
}

/// Checks what stands around a ledger that was checked: the witnesses of its checkpoint, and the
/// list of keys that it gives out, if it does.
pub(super) fn check_around(
    published: &Published,
    first: &PublicKey,
    quorum: &Quorum,
    checked: &mut Checked,
) -> Result<(), store::Error> {
    let mut tell = |what| checked.wrong.push(Wrong { at: None, what });
    if let Err(error) = quorum.check(&checked.checkpoint) {
        tell(error.to_string());
    }
    if let Some(bytes) = published.file(store::KEYS)? {
        let keys = KeyFile::read(&bytes).and_then(|file| file.vouched_by(first));
        if let Err(error) = keys.and_then(|keys| keys.check(&checked.checkpoint)) {
            tell(format!("its file {}: {error}", store::KEYS));
        }
    }
    Ok(())
}
