//! `headworks ledger publish`: opens what is due, and copies the public part.

use super::runtime;
use crate::cmd::rule::clock;
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result};
use clap::Args;
use std::fs;

use std::path::{Path, PathBuf};
use store::Ledger;
use terms::Moment;

/// Open what is due, and copy what anyone may read to a folder
///
/// Run it once a day. The folder can be served by any server of static files; nothing in it is
/// secret, and nothing that was in it before is changed but the checkpoint.
#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// The folder of the ledger
    #[arg(value_name = "LEDGER")]
    folder: PathBuf,
    /// The folder to be served
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The moment (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
}

impl Publish {
    pub(crate) fn run(&self) -> Result<Exit> {
        let today = clock(self.now)?.day();
        let threads = super::threads();
        let (opened, key) = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let opened = ledger.open_due(today, threads).await?;
            let key = ledger.config().keys.first().map(|key| key.verifier.clone());
            ledger.close().await?;
            anyhow::Ok((opened, key.context("the ledger has no key")?))
        })?;
        for one in &opened {
            println!("opened {} contents of {} (entry {})", one.contents, one.day, one.entry);
        }
        let copied = copy(&store::public(&self.folder), &self.to)?;
        input::write_whole(&self.to.join("verifier-key.txt"), |out| writeln!(out, "{key}"))?;
        println!("copied {copied} files to `{}`", self.to.display());
        Ok(Exit::Done)
    }
}

/// Copies what is not there yet; the checkpoint last, so that the tiles it commits to are there.
fn copy(from: &Path, to: &Path) -> Result<u64> {
    let mut copied = 0;
    for path in input::files_below(from)? {
        let below = path.strip_prefix(from).unwrap_or(&path);
        let target = to.join(below);
        if below == Path::new("checkpoint") || target.exists() {
            continue;
        }
        copied += copy_one(&path, &target)?;
    }
    Ok(copied + copy_one(&from.join("checkpoint"), &to.join("checkpoint"))?)
}

fn copy_one(from: &Path, to: &Path) -> Result<u64> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("`{}`", folder.display()))?;
    }
    let bytes = input::bytes(from)?;
    input::write_whole(to, |out| out.write_all(&bytes))?;
    Ok(1)
}
