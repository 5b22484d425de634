//! What a lookback found, for people: a page, a letter, a table for spreadsheets.
//!
//! In: findings, one at a time, and the summary of their run as JSON. Out: text.
//! Never: judges, opens a file or a socket, asks what day it is, or tells a reason, a plate or a
//! person's name unless the run was asked to show text. What comes from outside is escaped by the
//! template's kind, HTML or Markdown, and a formula in a table is defused.
//!
//! ```
//! use pages::{Account, Caps, Gather};
//!
//! let mut gather = Gather::new(Caps::PAGE, pages::Replies::default());
//! # let findings: Vec<lookback::Finding> = Vec::new();
//! for finding in &findings {
//!     gather.take(finding);
//! }
//! let account = Account::read(r#"{"rows_unique": 12, "law_digest": "73acc94b"}"#)?;
//! let page = pages::Page::new(&account, &gather, &[], &pages::Made::default());
//! assert!(page.html()?.contains("<!doctype html>"));
//! # Ok::<(), pages::Error>(())
//! ```

mod account;
mod agency;
mod chart;
mod counts;
mod error;
mod gather;
mod language;
mod letter;
mod markdown;
mod page;
mod provision;
mod reply;
mod sheet;
mod words;

pub use account::{Account, BrokenOff, Cells, FileTold};
pub use agency::{Agency, Group};
pub use counts::{Counts, Month};
pub use error::Error;
pub use gather::{Caps, Gather, Provided};
pub use language::Language;
pub use letter::{Letter, Written};
pub use page::{Made, Page};
pub use provision::Provision;
pub use reply::{Replies, Reply, Status};
pub use sheet::{Sheet, Text};
