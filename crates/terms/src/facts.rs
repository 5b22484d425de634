//! Facts: what the gate knows at ruling time, each with who vouches for it.

use crate::{Day, Fact, Instrument, Known, Moment, Party, Reading, Records};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the gate knows about one ask. What is absent is not known: it is never read as `no`.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Whose records, officers or custody it is. Its place decides which law rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Fact<Party>>,
    /// Who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asker: Option<Fact<Party>>,
    /// For whom in truth, when that is not the asker: the final recipient. Law tests the asker
    /// and the beneficiary alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<Fact<Party>>,
    /// What the words of the stated purpose say, as read by `doors::reason`. Raises doubts; opens
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Fact<Reading>>,
    /// What the records are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<Fact<Records>>,
    /// Papers that somebody at the holder has verified. An empty list means: there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruments: Option<Fact<Vec<Instrument>>>,
    /// The written agreement between holder and asker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Fact<Agreement>>,
    /// What the asker has signed about this ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Fact<Attestation>>,
    /// Whether the case the purpose names was proved to exist and to be what it is said to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_proved: Option<Fact<bool>>,
    /// The system that will hold the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Fact<Environment>>,
    /// What the recipient is to the holder, beside being a recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Fact<Relation>>,
    /// Whether counsel has determined in writing that the recipient is a "public agency" under
    /// Civ. Code 1798.90.5(f).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_agency_determination: Option<Fact<bool>>,
    /// The joint task force the ask belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_force: Option<Fact<TaskForce>>,
    /// An exception of Gov. Code 7284.6(b) that a person at the holder says applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values_exception: Option<Fact<ValuesException>>,
    /// Which elements of the plate-reader access record are present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_record: Option<Fact<AccessRecord>>,
    /// What the person who asks has been granted by the holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_grant: Option<Fact<UserGrant>>,
}

impl Facts {
    /// The first moment at which any of these facts can change, if one is known.
    #[must_use]
    pub fn change_at(&self) -> Option<Moment> {
        fn at<T>(fact: Option<&Fact<T>>) -> Option<Moment> {
            fact.and_then(|f| f.changes_at)
        }
        [
            at(self.holder.as_ref()),
            at(self.asker.as_ref()),
            at(self.beneficiary.as_ref()),
            at(self.reading.as_ref()),
            at(self.records.as_ref()),
            at(self.instruments.as_ref()),
            at(self.agreement.as_ref()),
            at(self.attestation.as_ref()),
            at(self.case_proved.as_ref()),
            at(self.environment.as_ref()),
            at(self.relation.as_ref()),
            at(self.public_agency_determination.as_ref()),
            at(self.task_force.as_ref()),
            at(self.values_exception.as_ref()),
            at(self.access_record.as_ref()),
            at(self.user_grant.as_ref()),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}

/// A written agreement between holder and asker. Each clause absent here is not known to be there.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Whether there is one in force.
    pub exists: bool,
    /// Whether it is an interagency agreement on plate-reader data (LAPD Special Order 31).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_reader_interagency: Option<bool>,
    /// Whether it bars use for immigration enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_immigration_use: Option<bool>,
    /// Whether it bars passing the data on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_onward_sharing: Option<bool>,
    /// Whether it names purpose and recipient and gives the holder a right to audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose_recipient_audit: Option<bool>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Day>,
}

/// What an asker has signed about an ask.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// Signed and dated: the purpose is as stated and is not immigration enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_immigration: Option<bool>,
    /// Signed and dated: nothing is passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_onward_sharing: Option<bool>,
}

/// The system that will hold the answer: it, and not the asker's badge, is the recipient.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Whether an immigration authority can read it: a pooled records system, a regional index, a
    /// vendor's national look-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readable_by_immigration_authority: Option<bool>,
}

/// What a recipient is to the holder.
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
pub enum Relation {
    /// It stores the holder's data for the holder, and only that.
    DataHosting,
    /// Neither.
    None,
    /// It tows vehicles for the holder.
    Towing,
    /// Not known.
    #[default]
    Unknown,
}

impl Relation {
    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DataHosting => "data_hosting",
            Self::None => "none",
            Self::Towing => "towing",
            Self::Unknown => "unknown",
        }
    }
}

/// A joint task force (Gov. Code 7284.4(g)).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TaskForce {
    /// Its name in the register.
    pub name: String,
    /// Whether it is in the register, with purpose, agencies and date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<bool>,
    /// Whether its primary purpose is something other than immigration enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_immigration: Option<bool>,
}

/// An exception of Gov. Code 7284.6(b).
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ValuesException {
    /// (b)(1): re-entry after removal for an aggravated felony, found during unrelated enforcement.
    B1,
    /// (b)(2): criminal history of one named person.
    B2,
    /// (b)(3): a joint task force.
    B3,
    /// (b)(4): T and U visas, firearms checks.
    B4,
    /// (b)(5): interviews in custody.
    B5,
}

/// Which elements of the plate-reader access record are present (Civ. Code 1798.90.52(a)).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AccessRecord {
    /// (1) Date and time of access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_time: Option<bool>,
    /// (2) The plate or other data elements used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_elements: Option<bool>,
    /// (3) The user name and, where it applies, the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<bool>,
}

/// What a user of the holder's plate readers has been granted (LAPD Special Order 31).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UserGrant {
    /// Whether a supervisor authorised the user in writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor_authorised: Option<bool>,
    /// Whether the user has had the course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trained: Option<bool>,
}

impl UserGrant {
    /// Whether the user may use the system: every part must be known to be there.
    #[must_use]
    pub fn complete(&self) -> Known {
        match (self.supervisor_authorised, self.trained) {
            (Some(true), Some(true)) => Known::Yes,
            (Some(false), _) | (_, Some(false)) => Known::No,
            _ => Known::Unknown,
        }
    }
}
