//! `headworks ledger publish`: opens what is due, and copies the public part.

use super::runtime;
use crate::cmd::rule::clock;
use crate::exit::Exit;
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;
use store::{Error, Ledger};
use terms::Moment;

/// Open what is due, and copy what anyone may read to a folder
///
/// Run it once a day. The folder can be served by any server of static files; nothing in it is
/// secret. Its checkpoint bears the signatures of the witnesses, and is written last, when all that
/// it commits to is there. What is there already is compared, and never written over: where it is
/// not what the ledger has, nothing more is written and the command exits 1. `keys.json` has the
/// keys that sign, each with its term, for who checks a receipt.
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
        let (opened, shown) = runtime()?.block_on(async {
            let ledger = Ledger::open(&self.folder).await?;
            let opened = ledger.open_due(today, threads).await?;
            let shown = ledger.shown().await?;
            ledger.close().await?;
            anyhow::Ok((opened, shown))
        })?;
        for one in &opened {
            println!("opened {} contents of {} (entry {})", one.contents, one.day, one.entry);
        }
        // The lock is given up: asks go on while files are copied, and the ledger grows past what
        // is shown here.
        match store::copy(&self.folder, &shown, &self.to) {
            Ok(written) => {
                println!("copied {written} files to `{}`", self.to.display());
                Ok(Exit::Done)
            }
            Err(error) if is_of_what_is_shown(&error) => {
                let error = anyhow::Error::from(error);
                println!("{}: NOT AS IT SHOULD BE: {error:#}", self.to.display());
                Ok(Exit::CheckFailed)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether what was published before is not what this ledger has.
fn is_of_what_is_shown(error: &Error) -> bool {
    matches!(error, Error::Differs { .. } | Error::Forked { .. } | Error::RolledBack { .. })
}
