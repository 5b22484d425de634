//! How data got out, in the field's own words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The way by which data could leave.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Pathway {
    /// A federal account searching through a national look-up.
    BackDoor,
    /// A direct share with a federal body.
    FrontDoor,
    /// A share with or through a fusion centre or intelligence project.
    Middleman,
    /// A share with an agency of another state.
    OutOfState,
    /// A share with a private body.
    Private,
    /// A search whose record does not say what it was for.
    RecordKeeping,
    /// A local officer searching for someone else.
    SideDoor,
    /// A share with a police body of a tribal nation.
    Tribal,
    /// A share with a party nobody can name.
    UnknownParty,
}

impl Pathway {
    /// The word used in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BackDoor => "back_door",
            Self::FrontDoor => "front_door",
            Self::Middleman => "middleman",
            Self::OutOfState => "out_of_state",
            Self::Private => "private",
            Self::RecordKeeping => "record_keeping",
            Self::SideDoor => "side_door",
            Self::Tribal => "tribal",
            Self::UnknownParty => "unknown_party",
        }
    }
}
