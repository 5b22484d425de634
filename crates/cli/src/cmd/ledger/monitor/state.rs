//! What a monitor keeps: the last checkpoint, since when it is shown, and proofs.

use super::is_same;
use crate::cmd::ledger::check::read_checkpoint;
use crate::input;
use anyhow::{Context as _, Result, bail};
use ledger::SignedCheckpoint;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use terms::Moment;

/// More proofs than this are not written: they would be of one and the same thing.
const PROOFS_MAX: u32 = 1000;

/// The files of a monitor: `STATE`, `STATE.since`, and `STATE.wrong` where there was something.
pub(super) struct State {
    path: PathBuf,
}

/// `STATE.since`: when the checkpoint in `STATE` was first seen.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SinceFile {
    /// What it says, so that the moment is never taken for that of another one.
    text: String,
    since: Moment,
}

impl State {
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The last checkpoint that continued the one before.
    pub(super) fn checkpoint(&self) -> Result<Option<SignedCheckpoint>> {
        if self.path.exists() { read_checkpoint(&self.path).map(Some) } else { Ok(None) }
    }

    /// Since when that checkpoint is shown, as far as was seen here.
    pub(super) fn since(&self) -> Result<Option<Moment>> {
        let Some(kept) = self.checkpoint()? else { return Ok(None) };
        let path = self.beside(".since");
        if !path.exists() {
            return Ok(None);
        }
        let read: SinceFile = serde_json::from_slice(&input::bytes(&path)?)
            .map_err(io::Error::from)
            .with_context(|| format!("`{}` is not what a monitor keeps", path.display()))?;
        Ok((read.text == kept.text()).then_some(read.since))
    }

    /// Keeps a checkpoint that continues the one before.
    pub(super) fn keep(&self, checkpoint: &SignedCheckpoint, now: Moment) -> Result<()> {
        let kept = self.checkpoint()?;
        if kept.is_some_and(|kept| is_same(&kept, checkpoint)) && self.since()?.is_some() {
            return Ok(());
        }
        let note = checkpoint.note();
        input::write_whole(&self.path, |out| out.write_all(&note))
            .context("the last checkpoint cannot be kept")?;
        let since = SinceFile { text: checkpoint.text().to_owned(), since: now };
        let bytes = serde_json::to_vec(&since).map_err(io::Error::from)?;
        input::write_whole(&self.beside(".since"), |out| out.write_all(&bytes))
    }

    /// Keeps a proof, beside any other, and says where. The same one is kept once.
    pub(super) fn keep_wrong(&self, proof: &str) -> Result<PathBuf> {
        for number in 1..=PROOFS_MAX {
            let end = if number == 1 { ".wrong".to_owned() } else { format!(".wrong.{number}") };
            let path = self.beside(&end);
            let told = || format!("the proof cannot be kept in `{}`", path.display());
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    let written = file.write_all(proof.as_bytes()).and_then(|()| file.sync_all());
                    written.with_context(told)?;
                    return Ok(path);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    if fs::read(&path).with_context(told)? == proof.as_bytes() {
                        return Ok(path);
                    }
                }
                Err(error) => return Err(error).with_context(told),
            }
        }
        bail!(io::Error::other(format!(
            "there are {PROOFS_MAX} proofs beside `{}` already",
            self.path.display()
        )))
    }

    fn beside(&self, end: &str) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(end);
        name.into()
    }
}
