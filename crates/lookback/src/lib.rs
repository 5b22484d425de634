//! Runs published audit logs and sharing lists through the law of their own dates.
//!
//! In: names and readers of portal audits and portal pages. Out: a summary in which every row is
//! accounted for, and findings, each with its grounds, its sources and how sure it is.
//! Never: opens a file, asks what day it is, guesses what kind a file is, tells a plate, a name or
//! a reason from a log unless asked to, or calls a row lawful: what a log cannot show is
//! `nothing_found`.
//!
//! Each kind of file has a section in `docs/lookback.md`: who is holder, asker and owner, what the
//! file cannot show, and what may therefore be found from it.
//!
//! ```
//! use lookback::{Lookback, Options};
//! use std::io::Cursor;
//!
//! let law = law::Law::embedded()?;
//! let parties = parties::Parties::embedded()?;
//! let reasons = doors::reason::Reasons::embedded()?;
//! let mut run = Lookback::new(&law, &parties, &reasons, Options::default())?;
//! let log = "id,userId,searchDate,networkCount,reason\n\
//!            1,***,2026-04-20T10:00:00Z,678,HSI assist\n";
//! run.add_file("rio-claro-ca-pd__2026-04-29__search_audit.csv", Cursor::new(log), &mut ())?;
//! let found = run.finish()?;
//! assert_eq!(found.summary.rows_unique, 1);
//! assert_eq!(found.findings.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod copies;
mod error;
mod event;
mod finding;
mod findings;
mod finish;
mod format;
mod headline;
mod heaps;
mod kept;
mod known;
mod links;
mod run;
mod sift;
mod source;
mod stated;
mod summary;
mod verdict;
mod work;

pub use error::Error;
pub use event::{InMemory, Scratch};
pub use finding::{Finding, Holder, Of, Searched, Source, Who};
pub use findings::Findings;
pub use format::Format;
pub use run::{Lookback, Options, Progress};
pub use source::{Broken, BrokenOff, Cells, Column, Kind, Refused, Unreadable, Why};
pub use stated::{Compared, Promise, Stated};
pub use summary::{
    Completeness, Contradiction, FileTold, Found, Headline, LookBackWindow, NOTICE, NotLoaded,
    StatedTold, Summary, TOLD_MAX,
};
