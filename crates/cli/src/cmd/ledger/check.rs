//! `headworks ledger check`: verifies a ledger or a receipt, believing nothing.

use super::told;
use super::trust::{Witnesses, check_around, read_keys};
use crate::cmd::rule::clock;
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Digest, Figures, KeyList, PublicKey, Receipt, SignedCheckpoint, Trust, Wrong};
use serde::Serialize;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use store::{Checked, Config, Published, Seen, Trusted};
use terms::Day;

/// Check a published ledger, or a receipt, from the first byte to the last
///
/// PLACE is a folder, a URL, or the file of a receipt. Every hash, tile, signature and opening is
/// worked out again; nothing is asked of anybody. Exits 1 when something is wrong.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A folder, a URL, or a receipt (`.tlog-proof`)
    #[arg(value_name = "PLACE")]
    place: String,
    /// The verifier key of the ledger, as its holder published it elsewhere; where PLACE is the
    /// holder's own folder, that of its settings
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// The keys that the ledger gives out (`keys.json`), for a receipt from after a change of keys;
    /// with --key they are taken only where that key vouches for them
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    #[command(flatten)]
    witnesses: Witnesses,
    /// A checkpoint that was checked before: this ledger must continue it
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// What was seen of it by an earlier check: only what came in since is read, and all is judged
    /// anew. The file is made where it is missing, and goes on where nothing is wrong
    #[arg(long, value_name = "FILE", conflicts_with = "since")]
    seen: Option<PathBuf>,
    /// Write the checkpoint that was checked here, for the next `--since`
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
    /// The digest of the law that should be in force
    #[arg(long, value_name = "DIGEST")]
    law: Option<String>,
    /// The day for what is overdue (default: today)
    #[arg(long, value_name = "DAY")]
    today: Option<Day>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Printed {
    origin: String,
    entries: u64,
    read: u64,
    root: String,
    contents: u64,
    open: u64,
    held: u64,
    erased: u64,
    wrong: Vec<WrongTold>,
}

#[derive(Serialize)]
struct WrongTold {
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    what: String,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Exit> {
        let path = Path::new(&self.place);
        if path.is_file() {
            return self.check_receipt(path);
        }
        let (place, key) = self.where_and_key(path)?;
        let published = Published::at(&place);
        let trusted = Trusted {
            key,
            since: self.since.as_deref().map(read_checkpoint).transpose()?,
            law: self.law.as_deref().map(Digest::read).transpose()?,
            today: Some(self.today.map_or_else(|| clock(None).map(|now| now.day()), Ok)?),
        };
        let threads = super::threads();
        let bar = bar();
        let mut progress = |read: u64, all: u64| {
            bar.set_length(all);
            bar.set_position(read);
        };
        let quorum = self.witnesses.quorum()?;
        let checked = match self.seen()? {
            Some(seen) => store::check_on(&published, &trusted, seen, threads, &mut progress),
            None => store::check(&published, &trusted, threads, &mut progress),
        };
        let checked = checked.and_then(|mut checked| {
            check_around(&published, &trusted.key, &quorum, &mut checked).map(|()| checked)
        });
        bar.finish_and_clear();
        let checked = match checked {
            Ok(checked) => checked,
            // A ledger that is not whole is what a check is for: told as wrong, not as our fault.
            Err(error) if is_of_the_ledger(&error) => {
                let error = anyhow::Error::from(error);
                println!("{place}: NOT AS IT SHOULD BE: {error:#}");
                return Ok(Exit::CheckFailed);
            }
            Err(error) => return Err(error.into()),
        };
        self.tell(&place, &checked)?;
        if !checked.wrong.is_empty() {
            return Ok(Exit::CheckFailed);
        }
        if let Some(seen) = &self.seen {
            let bytes = checked.seen.to_bytes()?;
            input::write_whole(seen, |out| out.write_all(&bytes))?;
        }
        if let Some(keep) = &self.keep {
            let note = checked.checkpoint.note();
            input::write_whole(keep, |out| out.write_all(&note))?;
        }
        Ok(Exit::Done)
    }

    /// What an earlier check saw, if there was one.
    fn seen(&self) -> Result<Option<Seen>> {
        let Some(path) = self.seen.as_ref().filter(|path| path.exists()) else { return Ok(None) };
        let read = Seen::read(&input::bytes(path)?);
        let told = || format!("`{}` is not what a check has written", path.display());
        // Ours to mend and not the ledger's fault: it can be thrown away.
        read.map(Some).map_err(io::Error::other).with_context(told)
    }

    /// The holder's own folder holds the public one, and its key.
    fn where_and_key(&self, path: &Path) -> Result<(String, PublicKey)> {
        let own = if path.is_dir() { Config::read(path).ok() } else { None };
        let place = if own.is_some() {
            store::public(path).display().to_string()
        } else {
            self.place.clone()
        };
        let first = own.as_ref().and_then(|config| config.keys.first());
        let key = match (&self.key, &self.keys, first) {
            (Some(key), ..) => key.clone(),
            (None, Some(file), _) => return Ok((place, read_keys(file)?.first()?)),
            (None, None, Some(first)) => {
                eprintln!(
                    "the key is that of the folder itself: who doubts the holder gives --key"
                );
                first.verifier.clone()
            }
            (None, None, None) => bail!(io::Error::other(
                "give the ledger's verifier key with --key: it is what the check starts from"
            )),
        };
        Ok((place, PublicKey::read(&key)?))
    }

    fn tell(&self, place: &str, checked: &Checked) -> Result<()> {
        let said = checked.checkpoint.checkpoint();
        let mut out = io::stdout().lock();
        if self.json {
            let wrong = checked.wrong.iter().map(|wrong: &Wrong| WrongTold {
                entry: wrong.at.map(|at| at.0),
                what: wrong.what.clone(),
            });
            let printed = Printed {
                origin: said.origin().to_owned(),
                entries: checked.entries,
                read: checked.read,
                contents: checked.figures.closed,
                open: checked.figures.opened,
                held: checked.figures.held,
                erased: checked.figures.erased,
                root: said.root().to_string(),
                wrong: wrong.collect(),
            };
            serde_json::to_writer(&mut out, &printed).map_err(io::Error::from)?;
            writeln!(out)?;
            return Ok(());
        }
        for wrong in &checked.wrong {
            match wrong.at {
                Some(at) => writeln!(out, "entry {at}: {}", wrong.what)?,
                None => writeln!(out, "{}", wrong.what)?,
            }
        }
        let entries = checked.entries;
        match checked.wrong.len() {
            0 => {
                let new = if checked.read < entries {
                    format!("; {} of them are new", checked.read)
                } else {
                    String::new()
                };
                writeln!(out, "{place}: all {entries} entries hold{new}; root {}", said.root())?;
            }
            count => writeln!(out, "{place}: {count} things are WRONG in {entries} entries")?,
        }
        let Figures { closed, opened, held, erased } = checked.figures;
        let are = |count: u64| if count == 1 { "is" } else { "are" };
        writeln!(
            out,
            "of what the closed entries say {opened} of {closed} {} open, {held} {} held back, and \
             {erased} {} erased",
            are(opened),
            are(held),
            are(erased)
        )?;
        Ok(())
    }

    /// A receipt alone: what it shows is that its entry was in the tree that was signed.
    fn check_receipt(&self, path: &Path) -> Result<Exit> {
        let text = String::from_utf8(input::bytes(path)?).context("the receipt is not text")?;
        let receipt = Receipt::read(&text)?;
        let quorum = self.witnesses.quorum()?;
        let proved = self.receipt_keys()?.and_then(|keys| {
            let origin = keys.origin().to_owned();
            receipt.check(&Trust { keys, quorum }).map(|proved| (origin, proved))
        });
        match proved {
            Ok((origin, proved)) => {
                let (index, size) = (proved.index, proved.size);
                println!("`{origin}` has entry {index} in its first {size}: it is");
                println!("{}", told(receipt.entry()));
                for seen in proved.seen {
                    println!("the witness `{}` has seen this tree", seen.by);
                }
                Ok(Exit::Done)
            }
            Err(error) => {
                println!("{}: NOT AS IT SHOULD BE: {error}", path.display());
                Ok(Exit::CheckFailed)
            }
        }
    }

    /// The keys to check a receipt by; the inner error where a file has others than the key that
    /// is trusted vouches for.
    fn receipt_keys(&self) -> Result<Result<KeyList, ledger::Error>> {
        let first = self.key.as_deref().map(PublicKey::read).transpose()?;
        let file = self.keys.as_deref().map(read_keys).transpose()?;
        match (first, file) {
            (Some(first), Some(file)) => Ok(file.vouched_by(&first)),
            (Some(first), None) => Ok(KeyList::new(first.name(), first.clone())),
            (None, Some(file)) => {
                eprintln!("the keys are believed as they are given: who doubts them gives --key");
                Ok(file.list())
            }
            (None, None) => bail!(io::Error::other(
                "give the ledger's verifier key with --key, or its keys with --keys"
            )),
        }
    }
}

/// Whether the ledger is what is wrong, and not the way to it.
fn is_of_the_ledger(error: &store::Error) -> bool {
    let is_of_ledger = matches!(
        error,
        store::Error::Forked { .. }
            | store::Error::Ledger(_)
            | store::Error::NoCheckpoint { .. }
            | store::Error::RolledBack { .. }
    );
    is_of_ledger && !error.is_of_the_way()
}

/// Reads a checkpoint that was kept.
pub(super) fn read_checkpoint(path: &Path) -> Result<SignedCheckpoint> {
    let read = SignedCheckpoint::read(&input::bytes(path)?);
    read.with_context(|| format!("`{}` holds no checkpoint", path.display()))
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("checking {human_pos} of {human_len} ({eta} left)");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
