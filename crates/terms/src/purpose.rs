//! What an asker says it wants something for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stated class of a purpose.
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
pub enum PurposeClass {
    /// An agency's own administrative investigation or audit.
    Administrative,
    /// To investigate, enforce or assist with federal civil immigration law.
    CivilImmigration,
    /// A civil investigation or proceeding.
    CivilProceeding,
    /// A criminal investigation or proceeding.
    Crime,
    /// Federal criminal immigration law that penalises presence, entry, re-entry or employment.
    CriminalImmigration,
    /// A missing, endangered or found person.
    MissingPerson,
    /// Stated, and none of these.
    Other,
    /// General awareness of what is going on.
    SituationalAwareness,
    /// A cognizable threat to public safety.
    Threat,
    /// Smuggling or harbouring (8 USC 1324): whether it is immigration enforcement is open.
    TransportOrHarbour,
    /// Nothing was stated.
    #[default]
    Unstated,
    /// Something was stated that is not a purpose, as `inv`.
    Vague,
}

impl PurposeClass {
    /// Every class, in alphabetical order.
    pub const ALL: [Self; 12] = [
        Self::Administrative,
        Self::CivilImmigration,
        Self::CivilProceeding,
        Self::Crime,
        Self::CriminalImmigration,
        Self::MissingPerson,
        Self::Other,
        Self::SituationalAwareness,
        Self::Threat,
        Self::TransportOrHarbour,
        Self::Unstated,
        Self::Vague,
    ];

    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrative => "administrative",
            Self::CivilImmigration => "civil_immigration",
            Self::CivilProceeding => "civil_proceeding",
            Self::Crime => "crime",
            Self::CriminalImmigration => "criminal_immigration",
            Self::MissingPerson => "missing_person",
            Self::Other => "other",
            Self::SituationalAwareness => "situational_awareness",
            Self::Threat => "threat",
            Self::TransportOrHarbour => "transport_or_harbour",
            Self::Unstated => "unstated",
            Self::Vague => "vague",
        }
    }
}

/// An offence an asker cites.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Offence(pub String);

/// The purpose of an ask: what the asker *says*. Believed downwards only: words, an offence or a
/// paper that speak against the class stated here outweigh it.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// The class of the purpose.
    #[serde(default)]
    pub class: PurposeClass,
    /// The asker's own words, if any. Their cues can raise a doubt, never settle one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The case number, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// The offence cited, as `PC 211` or `8 USC 1326(a)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence: Option<Offence>,
}
