//! Who asks, who holds, and for whom in truth.

use crate::Known;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of body a party is. Known only as a fact: no caller can state it.
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
pub enum PartyKind {
    /// A court, state or federal.
    Court,
    /// A federal body whose work is immigration: ICE-ERO, CBP, USCIS-FDNS.
    FederalImmigration,
    /// A federal military body.
    FederalMilitary,
    /// A federal body with immigration and other work: HSI.
    FederalMixed,
    /// Any other federal body: FBI, DEA, ATF, USMS, USSS, Postal, VA police.
    FederalOther,
    /// A body of another country.
    Foreign,
    /// A fusion centre or intelligence project: NCRIC, JRIC, HIDTA, RISS centres.
    FusionCenter,
    /// A joint task force that holds data of its own.
    JointTaskForce,
    /// A police or sheriff's department, a district attorney, school or college police.
    LocalLawEnforcement,
    /// An inspector general, police commission or auditor.
    Oversight,
    /// The person the records are about, or their counsel.
    PersonOrCounsel,
    /// A reporter or any member of the public.
    PressOrPublic,
    /// A company, association, private university or other private body.
    Private,
    /// A public body that is not law enforcement: a fire, parks or insurance department.
    PublicNonLawEnforcement,
    /// A law-enforcement body of a state: highway patrol, state police, corrections.
    StateLawEnforcement,
    /// A police body of a tribal nation.
    TribalLawEnforcement,
    /// Not known.
    #[default]
    Unknown,
}

impl PartyKind {
    /// Every kind, in alphabetical order.
    pub const ALL: [Self; 17] = [
        Self::Court,
        Self::FederalImmigration,
        Self::FederalMilitary,
        Self::FederalMixed,
        Self::FederalOther,
        Self::Foreign,
        Self::FusionCenter,
        Self::JointTaskForce,
        Self::LocalLawEnforcement,
        Self::Oversight,
        Self::PersonOrCounsel,
        Self::PressOrPublic,
        Self::Private,
        Self::PublicNonLawEnforcement,
        Self::StateLawEnforcement,
        Self::TribalLawEnforcement,
        Self::Unknown,
    ];

    /// Whether this is a body of the United States government.
    #[must_use]
    pub const fn is_federal(self) -> bool {
        matches!(
            self,
            Self::FederalImmigration
                | Self::FederalMilitary
                | Self::FederalMixed
                | Self::FederalOther
        )
    }

    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Court => "court",
            Self::FederalImmigration => "federal_immigration",
            Self::FederalMilitary => "federal_military",
            Self::FederalMixed => "federal_mixed",
            Self::FederalOther => "federal_other",
            Self::Foreign => "foreign",
            Self::FusionCenter => "fusion_center",
            Self::JointTaskForce => "joint_task_force",
            Self::LocalLawEnforcement => "local_law_enforcement",
            Self::Oversight => "oversight",
            Self::PersonOrCounsel => "person_or_counsel",
            Self::PressOrPublic => "press_or_public",
            Self::Private => "private",
            Self::PublicNonLawEnforcement => "public_non_law_enforcement",
            Self::StateLawEnforcement => "state_law_enforcement",
            Self::TribalLawEnforcement => "tribal_law_enforcement",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a party is seated. The law of the holder's place rules; there is no default place.
#[derive(
    Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Two-letter code of the state, as `CA`; absent where it is not known or there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The city of which the party is a body, as `Los Angeles`. Left out for a state or county
    /// body, and where it is not known: then the name decides, as `LAPD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Cities in which the party is operating now, beside its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operating_in: Vec<String>,
}

/// A party: an organisation or person on one end of an ask.
#[derive(
    Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The name, as the registry writes it.
    pub name: String,
    /// What kind of body it is.
    pub kind: PartyKind,
    /// Where it is seated.
    #[serde(default)]
    pub place: Place,
    /// Whether it performs immigration-enforcement functions (Gov. Code 7284.4(c): function, not
    /// badge). Absent where nobody vouches either way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immigration_function: Option<bool>,
}

impl Party {
    /// Whether it performs immigration-enforcement functions, as far as is known.
    #[must_use]
    pub fn immigration_function(&self) -> Known {
        match (self.kind, self.immigration_function) {
            // The kind itself says so; a contrary statement beside it is not believed.
            (PartyKind::FederalImmigration, _) => Known::Yes,
            (_, stated) => Known::of(stated),
        }
    }
}
