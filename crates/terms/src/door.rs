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

    /// What goes through it, as a clause.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Assist => "officers, time, property or log-ins for somebody else",
            Self::Custody => "holding people, telling a date, interviews, handing over",
            Self::Disclosure => "the public asks for records",
            Self::Feed => "a standing flow with an end date",
            Self::Hotlist => "somebody's list comes in, and hits go out",
            Self::Inquiry => "the department asks for or records immigration status",
            Self::Query => "somebody looks records up",
        }
    }
}
