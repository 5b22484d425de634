//! Where a rule comes from, and how far its text was verified.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The id of a provision, as `CA-SB34-SHARE`. The ids are those of the project's law sheet.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct ProvisionId(pub String);

/// The id of one policy of a provision, as `CA-SB34-SHARE/federal`: unique over all packs.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct PolicyId(pub String);

impl fmt::Display for ProvisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far the text behind a rule was verified. Shown wherever a ruling is shown.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum TextStatus {
    /// The text itself, or an official digest where the notes say so, was read.
    Verified,
    /// Known only from a secondary account: news, a court clearinghouse, commentary.
    Secondary,
    /// From memory: nobody on this project has seen the text.
    Memory,
    /// Not law: a rule of this house, chosen so that doubt never ends in a share.
    HouseRule,
}

impl TextStatus {
    /// What to tell a reader, as a clause.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Verified => "text read by us",
            Self::Secondary => "known from secondary accounts only, text not read",
            Self::Memory => "from memory, text not read",
            Self::HouseRule => "a rule of this house, not of law",
        }
    }
}
