//! Record sets: named collections an agency keeps.

use crate::Known;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The class of the records asked for.
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
pub enum RecordClass {
    /// An address or identity record.
    AddressIdentity,
    /// Video from a camera an officer wears.
    BodyWornVideo,
    /// A certification for a T or U visa (forms I-914B, I-918B) and what it was made from.
    Certification,
    /// Criminal-history records.
    CriminalHistory,
    /// A field interview: name, birth date, handles and biography of a stopped person.
    FieldInterview,
    /// What the holder and immigration authorities wrote to each other (Gov. Code 7283.1(c)).
    ImmigrationCorrespondence,
    /// A record of an incident or an arrest, without what is told by a class of its own.
    Incident,
    /// Criminal intelligence.
    Intelligence,
    /// A date or detail of leaving jail.
    JailRelease,
    /// Juvenile records.
    Juvenile,
    /// Where a person or thing was, other than a plate read.
    Location,
    /// Anything collected through an automated licence-plate reader (ALPR): reads, images, hits,
    /// result lists, "seen or not seen".
    PlateReads,
    /// Social-media handles or content.
    SocialMedia,
    /// Citizenship or immigration status, and only that.
    StatusInformation,
    /// Stop data collected under the Racial and Identity Profiling Act.
    StopData,
    /// A suspicious-activity record.
    SuspiciousActivity,
    /// Not known.
    #[default]
    Unknown,
    /// Records about a victim or a witness.
    VictimWitness,
}

impl RecordClass {
    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AddressIdentity => "address_identity",
            Self::BodyWornVideo => "body_worn_video",
            Self::Certification => "certification",
            Self::CriminalHistory => "criminal_history",
            Self::FieldInterview => "field_interview",
            Self::ImmigrationCorrespondence => "immigration_correspondence",
            Self::Incident => "incident",
            Self::Intelligence => "intelligence",
            Self::JailRelease => "jail_release",
            Self::Juvenile => "juvenile",
            Self::Location => "location",
            Self::PlateReads => "plate_reads",
            Self::SocialMedia => "social_media",
            Self::StatusInformation => "status_information",
            Self::StopData => "stop_data",
            Self::SuspiciousActivity => "suspicious_activity",
            Self::Unknown => "unknown",
            Self::VictimWitness => "victim_witness",
        }
    }
}

/// What is known about the records asked for: facts about the set, never its contents.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// Their class, as the holder's record-set declaration says.
    pub class: RecordClass,
    /// Whether the item identifies or describes an individual (Civ. Code 1798.3(a)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_information: Option<bool>,
    /// Whether this same item, in the same detail, is already available to the public: a URL or a
    /// docket number and the time it was seen. Not merely "would have to be disclosed on request".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_already: Option<bool>,
    /// Age of the oldest record asked for, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_days_max: Option<u32>,
    /// Where they came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Whether they repeat a designation from a shared gang database (Penal Code 186.34(a)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gang_designation: Option<bool>,
    /// Whether they bear on a legally protected health care activity (Penal Code 1549.15).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected_care: Option<bool>,
    /// Whether they were recorded where immigration enforcement took place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immigration_scene: Option<bool>,
    /// Whether nothing in them identifies a person or a vehicle: counts, or a table so made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deidentified: Option<bool>,
    /// Whether they are used as evidence or in the investigation of a felony.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<bool>,
    /// Whether addresses, telephone numbers, social-media handles, victims and witnesses are
    /// suppressed in what would leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields_suppressed: Option<bool>,
}

/// Where records came from, before the holder had them.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// California's law-enforcement telecommunications system (CLETS), what is not criminal
    /// history.
    Clets,
    /// The Department of Motor Vehicles, what is not criminal history.
    Dmv,
    /// The holder made them.
    Own,
}

impl Origin {
    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clets => "clets",
            Self::Dmv => "dmv",
            Self::Own => "own",
        }
    }
}

impl Records {
    /// Whether the records are personal information, as far as is known.
    #[must_use]
    pub fn personal_information(&self) -> Known {
        Known::of(self.personal_information)
    }

    /// Whether the same item is already public, as far as is known.
    #[must_use]
    pub fn public_already(&self) -> Known {
        Known::of(self.public_already)
    }
}
