//! What can go wrong with what is kept.

use ledger::EntryIndex;
use std::path::PathBuf;
use terms::Day;

/// What can go wrong with what is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("`{}` cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("`{}` cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file that must be there is not.
    #[error("`{}` is missing", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file of facts is wrong.
    #[error("`{}` is wrong: {why}", path.display())]
    Facts {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// There is a ledger already.
    #[error("`{}` holds a ledger already; a new one needs an empty folder", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// There is no ledger.
    #[error("`{}` holds no ledger; `headworks ledger init` makes one", path.display())]
    NoLedger {
        /// The folder.
        path: PathBuf,
    },
    /// Another program has the ledger.
    #[error("another program has this ledger (`{}`); try again when it has ended", path.display())]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// The key file can be read by others.
    #[error("the key `{}` can be read by others than its owner; chmod 600 it", path.display())]
    KeyOpen {
        /// The file.
        path: PathBuf,
    },
    /// The database failed.
    #[error("the database of the ledger failed")]
    Sql(#[from] sqlx::Error),
    /// What is kept is not what it should be.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// There is no checkpoint.
    #[error("`{place}` shows no checkpoint: it is no ledger, or has lost one; none is made")]
    NoCheckpoint {
        /// Where.
        place: String,
    },
    /// A file is too large.
    #[error("`{place}` is larger than any file of a ledger")]
    TooLarge {
        /// Where.
        place: String,
    },
    /// A server did not give a file.
    #[error("`{url}` cannot be had: {why}")]
    Fetch {
        /// The address.
        url: String,
        /// Why.
        why: String,
    },
    /// A checkpoint is smaller than one that was signed before.
    #[error("it went back: {before} entries were signed before, and now {now} are shown")]
    RolledBack {
        /// The entries shown.
        now: u64,
        /// The entries signed before.
        before: u64,
    },
    /// Two histories were signed.
    #[error("it forked: its first {size} entries are not those that were signed before")]
    Forked {
        /// The entries of the earlier checkpoint.
        size: u64,
    },
    /// A file that can never change is another one.
    #[error("`{}` is there already, and is not what the ledger has; it is left", path.display())]
    Differs {
        /// The file.
        path: PathBuf,
    },
    /// Another program enters into this ledger.
    #[error("another program enters into this ledger; this one stops and enters nothing")]
    Second,
    /// The clock went back.
    #[error("the clock says {now}, and the ledger is at {last} already; set the clock right")]
    ClockBack {
        /// The day of the clock.
        now: Day,
        /// The day of the last entry.
        last: Day,
    },
    /// The ledger was frozen.
    #[error("the ledger was frozen in entry {0}; nothing is entered any more")]
    Frozen(EntryIndex),
    /// Too few witnesses signed: the entry is in the ledger, and no receipt can be given.
    #[error("no receipt can be given before witnesses have signed: {0}")]
    NotWitnessed(String),
    /// An opening that should be kept is not.
    #[error("the opening of entry {0} is not kept")]
    NoOpening(EntryIndex),
    /// What should be held back is open.
    #[error("entry {0} was opened already; nothing can be held back of it")]
    Open(EntryIndex),
    /// It is held back already.
    #[error("entry {entry} is held back until {until} already; ask again on that day")]
    Held {
        /// The entry.
        entry: EntryIndex,
        /// The last day.
        until: Day,
    },
    /// The book stopped.
    #[error("the book has stopped: {0}")]
    Stopped(String),
    /// No random number could be drawn.
    #[error("the machine gave no random number: {0}")]
    Random(String),
}

impl Error {
    /// Whether it is the way to a file that failed, a server or a disk: later it may go well. What
    /// was read and is wrong stays wrong.
    #[must_use]
    pub fn is_of_the_way(&self) -> bool {
        match self {
            Self::Fetch { .. } | Self::Read { .. } => true,
            Self::Ledger(ledger::Error::Source(source)) => {
                source.downcast_ref::<Self>().is_some_and(Self::is_of_the_way)
            }
            _ => false,
        }
    }
}
