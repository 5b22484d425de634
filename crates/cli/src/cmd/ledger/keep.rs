//! `headworks ledger prove | freeze | erase | hold | rotate`: for its keeper.

use super::runtime;
use crate::cmd::rule::clock;
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use ledger::{Clear, Digest, EntryIndex, FreezeCause};

use std::io;
use std::path::{Path, PathBuf};
use store::Ledger;
use terms::{Day, Moment, ProvisionId};

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
    /// Write the whole opening of a closed entry here, for a court or an inspector
    #[arg(long, value_name = "FILE")]
    opening: Option<PathBuf>,
    /// Write what an asker may have of it here: its own ask and answer, and no fact
    #[arg(long, value_name = "FILE")]
    askers_opening: Option<PathBuf>,
}

impl Prove {
    pub(crate) fn run(&self) -> Result<Exit> {
        let index = EntryIndex(self.entry);
        let (receipt, opening) = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let receipt = ledger.receipt(index).await?;
            let is_wanted = self.opening.is_some() || self.askers_opening.is_some();
            let opening = if is_wanted { Some(ledger.opening(index).await?) } else { None };
            ledger.close().await?;
            anyhow::Ok((receipt, opening))
        })?;
        if let Some((path, opening)) = self.opening.as_ref().zip(opening.as_ref()) {
            input::write_private(path, &opening.to_bytes()?)?;
        }
        if let Some((path, opening)) = self.askers_opening.as_ref().zip(opening) {
            input::write_private(path, &opening.for_asker().to_bytes()?)?;
        }
        print!("{}", receipt.text());
        Ok(Exit::Done)
    }
}

/// End a ledger: nothing more is ruled in it
///
/// What was entered before is still opened when due (`publish`), held back and erased; only where
/// the key may be in other hands nothing more is entered at all.
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
        println!("frozen in entry {entry}: nothing more is ruled here");
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
    /// The provision that asks for it: one of `headworks law list`
    #[arg(long, value_name = "PROVISION")]
    under: String,
    /// The paper that orders it: a commitment to it is entered, and nothing of its words
    #[arg(long, value_name = "FILE")]
    paper: Option<PathBuf>,
    /// Provisions of the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
    /// The moment (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
}

impl Erase {
    pub(crate) fn run(&self) -> Result<Exit> {
        let under = provision(&self.under, self.statutes.as_deref())?;
        let paper = match &self.paper {
            Some(path) => Some(Digest::of(&input::bytes(path)?)),
            None => None,
        };
        let day = clock(self.now)?.day();
        let entry = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let entry = ledger.erase(EntryIndex(self.entry), under, paper, day).await?;
            ledger.close().await?;
            anyhow::Ok(entry)
        })?;
        println!("the opening of entry {} is destroyed; entry {entry} says so", self.entry);
        Ok(Exit::Done)
    }
}

/// Keep what one entry says closed for longer than its delay, under a paper
///
/// An entry tells the public that one content of its day stays closed, until when and under which
/// provision; not which one. The paper itself is kept by the holder: the ledger has a commitment to
/// it.
#[derive(Debug, Args)]
pub(crate) struct Hold {
    /// The folder of the ledger
    #[arg(value_name = "LEDGER")]
    folder: PathBuf,
    /// The number of the entry; the first one is 0
    #[arg(value_name = "ENTRY")]
    entry: u64,
    /// The last day on which it stays closed
    #[arg(long, value_name = "DAY")]
    until: Day,
    /// The provision that allows it: one of `headworks law list`
    #[arg(long, value_name = "PROVISION")]
    under: String,
    /// The paper
    #[arg(long, value_name = "FILE")]
    paper: PathBuf,
    /// Provisions of the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
    /// The moment (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
}

impl Hold {
    pub(crate) fn run(&self) -> Result<Exit> {
        let under = provision(&self.under, self.statutes.as_deref())?;
        let paper = Digest::of(&input::bytes(&self.paper)?);
        let day = clock(self.now)?.day();
        if self.until <= day {
            bail!(io::Error::other(format!("`--until` {} is not after {day}", self.until)));
        }
        let entry = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let (of, until) = (EntryIndex(self.entry), self.until);
            let entry = ledger.hold(of, until, under, paper, day).await?;
            ledger.close().await?;
            anyhow::Ok(entry)
        })?;
        println!("entry {} stays closed through {}; entry {entry} says so", self.entry, self.until);
        Ok(Exit::Done)
    }
}

/// A provision of the law: nothing else stands in a public account in words.
fn provision(named: &str, statutes: Option<&Path>) -> Result<ProvisionId> {
    let law = input::law(statutes)?;
    if law.provisions().any(|provision| provision.id.0 == named) {
        return Ok(ProvisionId(named.to_owned()));
    }
    bail!(io::Error::other(format!(
        "no provision of the law is called `{named}`; `headworks law list` names them all"
    )))
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
