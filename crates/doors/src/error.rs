//! What can go wrong on our side of the door: the cue list itself.
//!
//! Bytes from outside that cannot be read are never an [`Error`]: they are
//! [`crate::Unreadable`].

/// We broke: the cue list that ships with this room cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The cue list is not what its reader expects.
    #[error("the cue list cannot be read")]
    CueList(#[source] toml::de::Error),
    /// A cue carries a label that the list does not explain.
    #[error("the cue `{words}` carries the label `{label}`, which the cue list does not explain")]
    Label {
        /// The first words of the cue.
        words: String,
        /// The label it carries.
        label: String,
    },
    /// The words of the list cannot be compiled into one searcher.
    #[error("the words of the cue list cannot be compiled")]
    Searcher(#[source] aho_corasick::BuildError),
    /// A cue holds words with no letter or digit in them: they would be found everywhere.
    #[error("`{words}` in the cue list holds no letter or digit")]
    Words {
        /// The words as written.
        words: String,
    },
}
