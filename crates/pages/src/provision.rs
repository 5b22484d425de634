//! A provision in plain words, as its pack tells it.

use serde::{Deserialize, Serialize};
use terms::{ProvisionId, TextStatus};

/// A provision in plain words, as its pack tells it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Provision {
    /// Its id in the law sheet.
    pub id: ProvisionId,
    /// Its short title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// How far its text was verified.
    pub text_status: TextStatus,
    /// What exactly was seen, and what was not.
    pub text_status_note: String,
    /// One plain sentence, in English.
    pub english: String,
    /// One plain sentence, in Spanish.
    pub spanish: String,
}
