//! An ask: what one party says it wants, through one door.

use crate::{Door, InstrumentSaid, Purpose, RecordClass};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id of an ask: belongs to one party and person.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(transparent)]
pub struct AskId(pub String);

/// One party wants something through one door.
///
/// Holds only what an asker may *say*. Kind of party, state, agreement, proved case and verified
/// paper are facts ([`crate::Facts`]): a field for one of them here is refused, not ignored.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The asker's own id for it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AskId>,
    /// The door it comes through.
    pub door: Door,
    /// What it is for.
    #[serde(default)]
    pub purpose: Purpose,
    /// The name of the body it is for, when that is not the asker itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<String>,
    /// The user name of the person who asks. Absent where the credential will supply it; empty
    /// where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Papers attached, as the asker describes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<InstrumentSaid>,
    /// The class of records asked for. Needed for query, feed, hotlist and disclosure; for assist
    /// where records are what the help would yield.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<RecordClass>,
    /// The question put to the records, in words. Never read by a ruling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Assist only: what help is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Help>,
    /// Custody only: what is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody: Option<CustodyAct>,
    /// Inquiry only: what the department would ask or record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inquiry: Option<InquiryAbout>,
}

/// The help an assist ask wants.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Help {
    /// A log-in to one of the holder's systems.
    LogIn,
    /// Officers or other staff.
    Personnel,
    /// Buildings, vehicles or equipment.
    Property,
    /// A search that the holder's staff run for someone else.
    Search,
}

impl Help {
    /// Every kind of help, in alphabetical order.
    pub const ALL: [Self; 4] = [Self::LogIn, Self::Personnel, Self::Property, Self::Search];
}

/// What a custody ask wants.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum CustodyAct {
    /// Hand a person over.
    HandOver,
    /// Keep a person in custody.
    Hold,
    /// Interview a person in custody.
    Interview,
    /// Tell when a person leaves custody.
    Notify,
}

impl CustodyAct {
    /// Every act, in alphabetical order.
    pub const ALL: [Self; 4] = [Self::HandOver, Self::Hold, Self::Interview, Self::Notify];
}

/// What an inquiry is about.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum InquiryAbout {
    /// A country of citizenship.
    Citizenship,
    /// Immigration status.
    ImmigrationStatus,
    /// A place of birth.
    PlaceOfBirth,
}

impl InquiryAbout {
    /// Everything it can be about, in alphabetical order.
    pub const ALL: [Self; 3] = [Self::Citizenship, Self::ImmigrationStatus, Self::PlaceOfBirth];
}
