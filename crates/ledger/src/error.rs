//! What can go wrong in the ledger.

/// What can go wrong in the ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The clock shows an earlier time than what was signed last.
    #[error("the clock shows {now} s, but {last} s was signed already: wait, or set it right")]
    ClockBack {
        /// What the clock shows, in seconds since 1970.
        now: u64,
        /// The time that was used last.
        last: u64,
    },
    /// As many entries wait as may wait.
    #[error("{waiting} entries wait already: try again later")]
    Full {
        /// How many wait.
        waiting: usize,
    },
    /// Bytes are not what they should be.
    #[error("{what} is not as it should be: {why}")]
    Malformed {
        /// What it was taken for, as `the entry`.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Bytes are of a later version than this program knows.
    #[error("an entry of version {found}; this program knows version {known}: use a later one")]
    Version {
        /// The version found.
        found: u8,
        /// The latest one known.
        known: u8,
    },
    /// An opening is of another entry.
    #[error("the opening is not that of this entry")]
    NotItsOpening,
    /// A published opening does not open its place.
    #[error("what is published for place {place} is not what was entered")]
    Opened {
        /// The place in the shuffled list.
        place: u32,
    },
    /// A quiet ground was about to be entered.
    #[error(
        "a quiet ground cannot be entered: put the ground that is true without it in its place"
    )]
    Quiet,
    /// A shuffled list is not the list that it should be.
    #[error("the shuffled list is not the list of the entries{}", of_round(*.round))]
    Shuffle {
        /// The round that shows it, from 0; none where the lists do not even have one length.
        round: Option<usize>,
    },
    /// A tile that is needed is not there.
    #[error("`{path}` is needed and not there")]
    Missing {
        /// Where it should be.
        path: String,
    },
    /// Something does not prove what it should.
    #[error("{what} does not hold: {why}")]
    NotProved {
        /// What was to be proved.
        what: &'static str,
        /// Why it is not.
        why: String,
    },
    /// Tiles could not be read.
    #[error("a tile could not be read")]
    Source(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The sequencer has stopped.
    #[error("the sequencer has stopped: {why}")]
    Stopped {
        /// Why it has.
        why: String,
    },
    /// The order of steps was not kept; a fault of the caller.
    #[error("out of turn: {why}")]
    OutOfTurn {
        /// What was done when.
        why: &'static str,
    },
}

impl Error {
    /// Something that was read is wrong.
    pub(crate) fn malformed(what: &'static str, why: impl Into<String>) -> Self {
        Self::Malformed { what, why: why.into() }
    }

    /// Something does not prove what it should.
    pub(crate) fn not_proved(what: &'static str, why: impl Into<String>) -> Self {
        Self::NotProved { what, why: why.into() }
    }
}

fn of_round(round: Option<usize>) -> String {
    round.map_or_else(String::new, |round| format!(" (round {round} shows it)"))
}
