//! `headworks ledger monitor`: watches a published ledger from outside.

use super::check::read_checkpoint;
use crate::cmd::rule::clock;
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result};
use clap::Args;
use ledger::PublicKey;

use std::path::PathBuf;
use std::time::{Duration, Instant};
use store::{Published, Trusted};

/// Watch a published ledger, and say when it goes wrong
///
/// Each time the checkpoint has changed, it is checked that the ledger continues the one seen
/// before, and everything in it is checked again. A fork, a rollback, an opened entry that breaks a
/// rule, or a checkpoint that is late is told, and the command exits 1. The last good checkpoint is
/// kept in the file of `--state`: that of a fork is the proof of it.
#[derive(Debug, Args)]
pub(crate) struct Monitor {
    /// A folder or a URL
    #[arg(value_name = "PLACE")]
    place: String,
    /// The verifier key of the ledger
    #[arg(long, value_name = "KEY")]
    key: String,
    /// Where the last good checkpoint is kept
    #[arg(long, value_name = "FILE")]
    state: PathBuf,
    /// Look once, and end
    #[arg(long)]
    once: bool,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    every: u64,
    /// Hours after which a checkpoint that stays the same is late
    #[arg(long, value_name = "HOURS", default_value_t = 48)]
    late: u64,
}

impl Monitor {
    pub(crate) fn run(&self) -> Result<Exit> {
        let published = Published::at(&self.place);
        let key = PublicKey::read(&self.key)?;
        let mut changed = Instant::now();
        loop {
            match self.look(&published, &key) {
                Ok(Looked::Same) => {}
                Ok(Looked::Grown(entries)) => {
                    changed = Instant::now();
                    println!("{}: {entries} entries hold", self.place);
                }
                Err(error) => {
                    println!("{}: WRONG: {error:#}", self.place);
                    return Ok(Exit::CheckFailed);
                }
            }
            if changed.elapsed() > Duration::from_secs(self.late * 3600) {
                println!("{}: WRONG: no new checkpoint for {} hours", self.place, self.late);
                return Ok(Exit::CheckFailed);
            }
            if self.once {
                return Ok(Exit::Done);
            }
            std::thread::sleep(Duration::from_secs(self.every.max(1)));
        }
    }

    fn look(&self, published: &Published, key: &PublicKey) -> Result<Looked> {
        let since = if self.state.exists() { Some(read_checkpoint(&self.state)?) } else { None };
        let now = published.checkpoint()?;
        if since.as_ref().is_some_and(|since| since.note() == now.note()) {
            return Ok(Looked::Same);
        }
        let threads = super::threads();
        let today = Some(clock(None)?.day());
        let trusted = Trusted { key: key.clone(), since, law: None, today };
        let checked = store::check(published, &trusted, threads, &mut |_, _| {})?;
        if let Some(first) = checked.wrong.first() {
            let at = first.at.map(|at| format!("entry {at}: ")).unwrap_or_default();
            let more = checked.wrong.len() - 1;
            anyhow::bail!("{at}{} ({more} more)", first.what);
        }
        let note = checked.checkpoint.note();
        input::write_whole(&self.state, |out| out.write_all(&note))
            .context("the last good checkpoint cannot be kept")?;
        Ok(Looked::Grown(checked.entries))
    }
}

/// What a look has shown.
enum Looked {
    Grown(u64),
    Same,
}
