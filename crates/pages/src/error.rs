//! What can go wrong in this room.

/// What can go wrong in this room.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The summary is not one that a lookback writes.
    #[error("this is no summary of a lookback")]
    Account(#[source] serde_json::Error),
    /// A template could not be filled.
    #[error("a page could not be written")]
    Fill(#[source] askama::Error),
    /// The file of replies is not in its form.
    #[error("the replies cannot be read; docs/samples/replies.toml shows their form")]
    Replies(#[source] toml::de::Error),
    /// A reply that does not say what it answers, or says it twice.
    #[error(
        "reply {number} (`{agency}`) must name either `file` and `row`, or `provision` and `month`"
    )]
    Unplaced {
        /// Its place in the file, from 1.
        number: usize,
        /// The agency that it says it is of.
        agency: String,
    },
    /// Replies that answer no finding of this run.
    #[error("no finding of this run is answered by: {}", .0.join("; "))]
    Unanswered(Vec<String>),
    /// No finding is about this agency.
    #[error("no finding is about `{given}`{near}")]
    UnknownAgency {
        /// The name that was given.
        given: String,
        /// Names that are near it, as the end of the sentence.
        near: String,
    },
}

impl Error {
    /// Whether what came in was wrong, and not this room.
    #[must_use]
    pub const fn is_of_input(&self) -> bool {
        !matches!(self, Self::Fill(_))
    }
}
