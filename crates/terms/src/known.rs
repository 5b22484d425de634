//! What the gate knows of a yes-or-no question: yes, no, or not at all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The answer to a yes-or-no question, when not knowing is an answer of its own.
///
/// Absent is never read as `no` (invariant `closed`): a fact that nobody vouches for is
/// [`Known::Unknown`], and the law says in each policy which of the three it needs.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Deserialize,
    Eq,
    Hash,
    JsonSchema,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Vouched to be so.
    Yes,
    /// Vouched not to be so.
    No,
    /// Nobody vouches either way.
    #[default]
    Unknown,
}

impl Known {
    /// Reads an optional statement; nothing stated is [`Known::Unknown`].
    #[must_use]
    pub fn of(stated: Option<bool>) -> Self {
        match stated {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }

    /// The word the Cedar schema uses for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl From<bool> for Known {
    fn from(stated: bool) -> Self {
        Self::of(Some(stated))
    }
}
