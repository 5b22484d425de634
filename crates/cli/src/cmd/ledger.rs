//! `headworks ledger`: keeping a ledger, and checking anybody's.

mod begin;
mod check;
mod keep;
mod monitor;
mod publish;
mod trust;
mod witness;

use crate::exit::Exit;
use anyhow::{Context as _, Result};
use clap::Subcommand;
use ledger::{Digest, Entry};
use std::num::NonZero;
use store::Ledger as Opened;
use terms::Day;
use tokio::runtime::{Builder, Runtime};

/// Keep a ledger, and check anybody's
#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    // No words here: those of each command stand with it, and would be cut to their first line.
    Check(check::Check),
    Erase(keep::Erase),
    Freeze(keep::Freeze),
    Hold(keep::Hold),
    Init(begin::Init),
    Monitor(monitor::Monitor),
    Prove(keep::Prove),
    Publish(publish::Publish),
    Rotate(keep::Rotate),
    Witness(witness::Witness),
}

impl Ledger {
    pub(crate) fn run(&self) -> Result<Exit> {
        match self {
            Self::Check(check) => check.run(),
            Self::Erase(erase) => erase.run(),
            Self::Freeze(freeze) => freeze.run(),
            Self::Hold(hold) => hold.run(),
            Self::Init(init) => init.run(),
            Self::Monitor(monitor) => monitor.run(),
            Self::Prove(prove) => prove.run(),
            Self::Publish(publish) => publish.run(),
            Self::Rotate(rotate) => rotate.run(),
            Self::Witness(witness) => witness.run(),
        }
    }
}

/// What runs the tasks of the book: one thread, and others for what waits for the disk.
pub(crate) fn runtime() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().context("the runtime does not start")
}

/// As many threads as the machine has cores.
fn threads() -> NonZero<usize> {
    std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// Enters the settings and the law, where they are others than the ledger tells.
pub(crate) async fn enter_changes(ledger: &Opened, law: &law::Law, day: Day) -> Result<()> {
    Ok(ledger.enter_changes(Digest::read(law.digest())?, day).await?)
}

/// One line about an entry.
fn told(bytes: &[u8]) -> String {
    match Entry::read(bytes) {
        Ok(Entry::Closed(closed)) => format!("a closed entry, under the law {}", closed.law),
        Ok(Entry::Clear(clear)) => match serde_json::to_string(&clear) {
            Ok(words) => words,
            Err(error) => error.to_string(),
        },
        Err(error) => error.to_string(),
    }
}
