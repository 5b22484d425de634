//! How sure a finding or a reading is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How sure a finding, or the reading of a name or a reason, is. The order is from surest to least.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The document itself shows it: nothing outside it has to be assumed.
    Shown,
    /// True if something holds that this kind of document does not show; the finding names it.
    Conditional,
    /// Rests on one reading of words that have another reading: a person must look.
    Possible,
}

impl Certainty {
    /// Both must hold, so the less sure of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// The word used in JSON and on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Conditional => "conditional",
            Self::Possible => "possible",
        }
    }
}
