//! Papers that support an ask: what is claimed of them, and what was verified.

use crate::{Day, Known};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of paper it is.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentKind {
    /// An administrative immigration subpoena (form I-138, 8 USC 1225(d)(4)): not self-enforcing.
    AdministrativeSubpoena,
    /// A warrant signed by an immigration officer (forms I-200, I-205), or its entry in NCIC.
    AdministrativeWarrant,
    /// An order of a court, a discovery order among them.
    CourtOrder,
    /// An immigration detainer or request for notification (form I-247A and its elders).
    Detainer,
    /// A subpoena of a grand jury (form AO 110 or a state's).
    GrandJurySubpoena,
    /// An e-mail, a portal click, a spoken request.
    InformalRequest,
    /// An arrest warrant signed by a judge (form AO 442 or a state's).
    JudicialArrestWarrant,
    /// A search warrant signed by a judge (form AO 93 or a state's).
    JudicialSearchWarrant,
    /// An order under 18 USC 2703(d), addressed to a provider.
    StoredDataOrder,
    /// A subpoena of a court in a civil or criminal case (form AO 88B or a state's).
    Subpoena,
}

impl InstrumentKind {
    /// Every kind, in alphabetical order.
    pub const ALL: [Self; 10] = [
        Self::AdministrativeSubpoena,
        Self::AdministrativeWarrant,
        Self::CourtOrder,
        Self::Detainer,
        Self::GrandJurySubpoena,
        Self::InformalRequest,
        Self::JudicialArrestWarrant,
        Self::JudicialSearchWarrant,
        Self::StoredDataOrder,
        Self::Subpoena,
    ];

    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AdministrativeSubpoena => "administrative_subpoena",
            Self::AdministrativeWarrant => "administrative_warrant",
            Self::CourtOrder => "court_order",
            Self::Detainer => "detainer",
            Self::GrandJurySubpoena => "grand_jury_subpoena",
            Self::InformalRequest => "informal_request",
            Self::JudicialArrestWarrant => "judicial_arrest_warrant",
            Self::JudicialSearchWarrant => "judicial_search_warrant",
            Self::StoredDataOrder => "stored_data_order",
            Self::Subpoena => "subpoena",
        }
    }

    /// Whether a paper of this kind is the agency's own, signed by no judge and no court.
    #[must_use]
    pub const fn is_agency_paper(self) -> bool {
        matches!(
            self,
            Self::AdministrativeSubpoena
                | Self::AdministrativeWarrant
                | Self::Detainer
                | Self::InformalRequest
        )
    }
}

/// A paper an asker attaches, as the asker describes it. It opens nothing until verified.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentSaid {
    /// What the asker calls it.
    pub claimed_kind: InstrumentKind,
    /// The number printed on the form, as `I-205` or `AO 93`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
}

/// Who issued a paper.
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
pub enum Issuer {
    /// An officer of the asking agency, whatever the paper is headed.
    AgencyOfficer,
    /// A court of the holder's state, a federal court, or the clerk of one.
    Court,
    /// A federal judge or federal magistrate judge.
    FederalJudge,
    /// A grand jury, or its clerk.
    GrandJury,
    /// An immigration judge: no judge of a court, so nothing it signs is a judge's paper here.
    ImmigrationJudge,
    /// A judge or a court of another state than the holder's.
    OtherState,
    /// A judge of the holder's state.
    StateJudge,
    /// Not known.
    #[default]
    Unknown,
}

/// A paper that somebody at the holder has read and verified: a fact.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// What kind of paper it is.
    pub kind: InstrumentKind,
    /// The number printed on the form, as `I-205` or `AO 93`. It outweighs `kind`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Who issued it. A "warrant" that an agency's own officer signed is an administrative one.
    pub issuer: Issuer,
    /// Whether its words cover exactly what is asked for, and for this asker; of an arrest warrant:
    /// whether it names the person the ask is about. Absent where nobody has checked: then it opens
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_ask: Option<bool>,
    /// Its last day, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Day>,
}

impl Instrument {
    /// Whether its words cover exactly what is asked for, as far as is known.
    #[must_use]
    pub fn covers_ask(&self) -> Known {
        Known::of(self.covers_ask)
    }
}
