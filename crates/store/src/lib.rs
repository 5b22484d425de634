//! Where the account, its openings and the facts are kept.
//!
//! In: entries, openings, facts, from rooms below. Out: receipts, published files, a checked
//! ledger. Never: rules, or makes a ledger where one is missing.

mod book;
mod check;
mod config;
mod copy;
pub mod danger;
mod due;
mod error;
mod facts;
mod folder;
mod objects;
mod opened;
mod public;
mod sql;
mod witnessed;
mod witnesses;

pub use book::Book;
pub use check::{Checked, Seen, Trusted, check, check_on, continues};
pub use config::{Config, Key};
pub use copy::{KEYS, Shown, copy};
pub use due::OpenedNow;
pub use error::Error;
pub use facts::FactFolder;
pub use folder::{private, public, random, read_key, read_key_of, seconds_now, write_key};
pub use opened::{Beginning, Ledger};
pub use public::Published;
pub use witnessed::Witnessed;
