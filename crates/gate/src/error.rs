//! What can go wrong on the line. A lawful no is not here: it is an end.

use ledger::EntryIndex;
use terms::Door;

/// What a port says when it could not do its part.
pub type PortError = Box<dyn std::error::Error + Send + Sync>;

/// What can go wrong on the line. Nothing was shared, whichever it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The same id was used for another ask.
    #[error("ask id `{id}` was used before for another ask (entry {entry}); use a new id")]
    Conflict {
        /// The id.
        id: String,
        /// The entry of the earlier ask.
        entry: EntryIndex,
    },
    /// The door is not built yet.
    #[error("the {} door does not run the line yet; only query does", .0.word())]
    Door(Door),
    /// The question does not fit the ask.
    #[error("the question does not fit the ask: {0}")]
    Question(String),
    /// The facts could not be had.
    #[error("the facts could not be had; nothing was shared")]
    Facts(#[source] PortError),
    /// The account could not take an entry, or give one back.
    #[error("the ledger did not take the entry; nothing was shared")]
    Book(#[source] PortError),
    /// The records could not be had, or a limit could not be applied.
    #[error("the records could not be had; nothing was shared")]
    Records(#[source] PortError),
    /// No secret could be drawn.
    #[error("no random number could be drawn; nothing was shared")]
    Secrets(#[source] PortError),
    /// The account does not show what it should.
    #[error("the ledger does not show what was entered; nothing was shared")]
    NotEntered(#[source] ledger::Error),
    /// The ruling died between ruling and sharing.
    #[error("the ruling ended while it was being answered; ask again")]
    Over,
}

impl From<ledger::Error> for Error {
    fn from(error: ledger::Error) -> Self {
        Self::NotEntered(error)
    }
}
