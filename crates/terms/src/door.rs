//! The seven doors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way information, people or help leaves or enters.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Officers, time, property or log-ins for someone else, so an ask has a beneficiary.
    Assist,
    /// People: hold, notice of a date, interview, handover.
    Custody,
    /// The public asks for records.
    Disclosure,
    /// A standing ask with an end date: each batch runs the line.
    Feed,
    /// Someone's list comes in, hits go out.
    Hotlist,
    /// The department itself asks for or records immigration status.
    Inquiry,
    /// Someone looks records up.
    Query,
}

impl Door {
    /// Every door, in alphabetical order.
    pub const ALL: [Self; 7] = [
        Self::Assist,
        Self::Custody,
        Self::Disclosure,
        Self::Feed,
        Self::Hotlist,
        Self::Inquiry,
        Self::Query,
    ];

    /// The word used in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assist => "assist",
            Self::Custody => "custody",
            Self::Disclosure => "disclosure",
            Self::Feed => "feed",
            Self::Hotlist => "hotlist",
            Self::Inquiry => "inquiry",
            Self::Query => "query",
        }
    }

    /// The name of the action in the Cedar schema.
    #[must_use]
    pub const fn action(self) -> &'static str {
        match self {
            Self::Assist => "Assist",
            Self::Custody => "Custody",
            Self::Disclosure => "Disclosure",
            Self::Feed => "Feed",
            Self::Hotlist => "Hotlist",
            Self::Inquiry => "Inquiry",
            Self::Query => "Query",
        }
    }
}
