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
    /// Inquiry only: what it would be asked or recorded for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inquiry_for: Option<InquiryFor>,
    /// How much is asked for: one named person, or many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breadth: Option<Breadth>,
}

/// How much is asked for.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Breadth {
    /// A list, a day's bookings, everything of a kind.
    Bulk,
    /// One named person, one vehicle or one incident.
    One,
}

impl Breadth {
    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bulk => "bulk",
            Self::One => "one",
        }
    }
}

/// The help an assist ask wants.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Help {
    /// Officers deputised or supervised by a federal agency.
    Deputisation,
    /// Room in a jail for people a federal agency detains.
    DetentionHousing,
    /// An interpreter: here the help goes to the holder, from the body named as asker.
    Interpreting,
    /// A log-in to one of the holder's systems.
    LogIn,
    /// Office space in a building of the holder.
    Office,
    /// Officers or other staff.
    Personnel,
    /// Buildings, vehicles or equipment.
    Property,
    /// A search that the holder's staff run for someone else.
    Search,
}

impl Help {
    /// Every one, in alphabetical order.
    pub const ALL: [Self; 8] = [
        Self::Deputisation,
        Self::DetentionHousing,
        Self::Interpreting,
        Self::LogIn,
        Self::Office,
        Self::Personnel,
        Self::Property,
        Self::Search,
    ];

    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deputisation => "deputisation",
            Self::DetentionHousing => "detention_housing",
            Self::Interpreting => "interpreting",
            Self::LogIn => "log_in",
            Self::Office => "office",
            Self::Personnel => "personnel",
            Self::Property => "property",
            Self::Search => "search",
        }
    }
}

/// What a custody ask wants.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum CustodyAct {
    /// Arrest, stop or detain a person who is at liberty.
    Arrest,
    /// Hand a person over.
    HandOver,
    /// Keep a person in custody.
    Hold,
    /// Interview a person in custody.
    Interview,
    /// Tell when a person leaves custody, or answer a request to be told.
    Notify,
}

impl CustodyAct {
    /// Every one, in alphabetical order.
    pub const ALL: [Self; 5] =
        [Self::Arrest, Self::HandOver, Self::Hold, Self::Interview, Self::Notify];

    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Arrest => "arrest",
            Self::HandOver => "hand_over",
            Self::Hold => "hold",
            Self::Interview => "interview",
            Self::Notify => "notify",
        }
    }
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
    /// Every one, in alphabetical order.
    pub const ALL: [Self; 3] = [Self::Citizenship, Self::ImmigrationStatus, Self::PlaceOfBirth];

    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Citizenship => "citizenship",
            Self::ImmigrationStatus => "immigration_status",
            Self::PlaceOfBirth => "place_of_birth",
        }
    }
}

/// What an inquiry is for.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum InquiryFor {
    /// A service of the city or county that needs it.
    CityService,
    /// Notice to a consulate of the arrest of a foreign national.
    ConsularNotice,
    /// The employment of the person it is about.
    Employment,
    /// A check under 18 USC 922(d)(5).
    FirearmsCheck,
    /// Help with an immigration matter, at the wish of the person it is about.
    ImmigrationHelp,
    /// A stop, a field interview, or police action of any other kind.
    StopOrInterview,
    /// A certification for a T or U visa.
    VisaCertification,
}

impl InquiryFor {
    /// Every one, in alphabetical order.
    pub const ALL: [Self; 7] = [
        Self::CityService,
        Self::ConsularNotice,
        Self::Employment,
        Self::FirearmsCheck,
        Self::ImmigrationHelp,
        Self::StopOrInterview,
        Self::VisaCertification,
    ];

    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CityService => "city_service",
            Self::ConsularNotice => "consular_notice",
            Self::Employment => "employment",
            Self::FirearmsCheck => "firearms_check",
            Self::ImmigrationHelp => "immigration_help",
            Self::StopOrInterview => "stop_or_interview",
            Self::VisaCertification => "visa_certification",
        }
    }
}
