//! `headworks ledger init`.

use super::runtime;
use crate::cmd::rule::clock;
use crate::exit::Exit;
use crate::input;
use anyhow::Result;
use clap::Args;
use ledger::Digest;
use std::path::PathBuf;
use store::{Beginning, Ledger};
use terms::{Moment, Party, PartyKind, Place};

/// Begin a ledger in an empty folder
///
/// Makes the signing key (`private/log-1.key`, readable by its owner alone), the database, and the
/// first two entries: the settings and the law. Publish the verifier key where people will find it:
/// who checks the ledger starts from it.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder; empty or not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Its name: where it will be published, without `https://`
    #[arg(long, value_name = "NAME")]
    origin: String,
    /// Whose account it is
    #[arg(long, value_name = "NAME")]
    holder: String,
    /// The state of the holder, as CA
    #[arg(long, value_name = "STATE")]
    state: String,
    /// The city of the holder
    #[arg(long, value_name = "CITY")]
    city: Option<String>,
    /// The law that will be ruled by, instead of that shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
    /// The moment (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
}

impl Init {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let place = Place {
            state: Some(self.state.clone()),
            city: self.city.clone(),
            operating_in: Vec::new(),
        };
        let holder = Party {
            name: self.holder.clone(),
            kind: PartyKind::LocalLawEnforcement,
            place,
            immigration_function: None,
        };
        let beginning = Beginning {
            origin: self.origin.clone(),
            holder,
            law: Digest::read(law.digest())?,
            day: clock(self.now)?.day(),
        };
        let config = runtime()?.block_on(Ledger::begin(&self.folder, beginning))?;
        eprintln!("began `{}` in `{}`", config.origin, self.folder.display());
        eprintln!("its verifier key, to be published where people will find it:");
        for key in &config.keys {
            println!("{}", key.verifier);
        }
        Ok(Exit::Done)
    }
}
