//! `headworks ledger prove | freeze | erase | rotate`: for who keeps a ledger.

use super::runtime;
use crate::cmd::rule::clock;
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use ledger::{Clear, Digest, EntryIndex, FreezeCause};

use std::path::PathBuf;
use store::Ledger;
use terms::{Moment, ProvisionId};

/// Give the receipt of an entry
///
/// A receipt holds the entry, the way to the root, and the signed checkpoint; no secret. With
/// `--opening` the opening is written beside it, for who is entitled to read the entry.
#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// The folder of the ledger
    #[arg(value_name = "LEDGER")]
    folder: PathBuf,
    /// The number of the entry; the first one is 0
    #[arg(value_name = "ENTRY")]
    entry: u64,
    /// Write the opening of a closed entry here
    #[arg(long, value_name = "FILE")]
    opening: Option<PathBuf>,
}

impl Prove {
    pub(crate) fn run(&self) -> Result<Exit> {
        let index = EntryIndex(self.entry);
        let (receipt, opening) = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let receipt = ledger.receipt(index).await?;
            let opening = match &self.opening {
                Some(_) => Some(ledger.opening(index).await?),
                None => None,
            };
            ledger.close().await?;
            anyhow::Ok((receipt, opening))
        })?;
        if let Some((path, opening)) = self.opening.as_ref().zip(opening) {
            let bytes = opening.to_bytes()?;
            input::write_whole(path, |out| out.write_all(&bytes))?;
        }
        print!("{}", receipt.text());
        Ok(Exit::Done)
    }
}

/// End a ledger: nothing more is entered
#[derive(Debug, Args)]
pub(crate) struct Freeze {
    /// The folder of the ledger
    #[arg(value_name = "LEDGER")]
    folder: PathBuf,
    /// Why
    #[arg(long, value_name = "CAUSE")]
    cause: Cause,
    /// The moment (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
}

/// Why a ledger ends.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Cause {
    /// A court ordered it
    CourtOrder,
    /// The signing key may be in other hands, or is gone
    KeyLost,
    /// Another ledger goes on from here
    Moved,
    /// The holder's oversight body asked for it
    Oversight,
}

impl Freeze {
    pub(crate) fn run(&self) -> Result<Exit> {
        let cause = match self.cause {
            Cause::CourtOrder => FreezeCause::CourtOrder,
            Cause::KeyLost => FreezeCause::KeyLost,
            Cause::Moved => FreezeCause::Moved,
            Cause::Oversight => FreezeCause::Oversight,
        };
        let day = clock(self.now)?.day();
        let entry = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let receipt = ledger.book().enter_clear(Clear::Frozen { day, cause }).await?;
            ledger.close().await?;
            anyhow::Ok(receipt.index())
        })?;
        println!("frozen in entry {entry}: nothing more is entered");
        Ok(Exit::Done)
    }
}

/// Destroy the opening of one entry, as a law or a court orders
///
/// The entry stays in the tree, closed for ever, and another one says that an opening was
/// destroyed, under which provision. It cannot be undone.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// The folder of the ledger
    #[arg(value_name = "LEDGER")]
    folder: PathBuf,
    /// The number of the entry; the first one is 0
    #[arg(value_name = "ENTRY")]
    entry: u64,
    /// The provision that asks for it, as `CA-SB34-LOG`
    #[arg(long, value_name = "PROVISION")]
    under: String,
    /// The paper that orders it: its digest is entered
    #[arg(long, value_name = "FILE")]
    paper: Option<PathBuf>,
    /// The moment (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
}

impl Erase {
    pub(crate) fn run(&self) -> Result<Exit> {
        let paper = match &self.paper {
            Some(path) => Some(Digest::of(&input::bytes(path)?)),
            None => None,
        };
        let day = clock(self.now)?.day();
        let entry = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let under = ProvisionId(self.under.clone());
            let entry = ledger.erase(EntryIndex(self.entry), under, paper, day).await?;
            ledger.close().await?;
            anyhow::Ok(entry)
        })?;
        println!("the opening of entry {} is destroyed; entry {entry} says so", self.entry);
        Ok(Exit::Done)
    }
}

/// Sign with a new key from now on
///
/// The old key signs the entry that names the new one, so that who trusts the old one comes to
/// trust the new one. The old key's file can then be destroyed.
#[derive(Debug, Args)]
pub(crate) struct Rotate {
    /// The folder of the ledger
    #[arg(value_name = "LEDGER")]
    folder: PathBuf,
    /// The moment (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
}

impl Rotate {
    pub(crate) fn run(&self) -> Result<Exit> {
        let day = clock(self.now)?.day();
        let config = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            ledger.rotate(day).await
        })?;
        let key = config.keys.last().context("there is no key")?;
        eprintln!("from now on this key signs:");
        println!("{}", key.verifier);
        Ok(Exit::Done)
    }
}
