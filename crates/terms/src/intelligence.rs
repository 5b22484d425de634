//! What is known of intelligence and of what the public asks for.

use crate::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of a criminal-intelligence record and its recipient (28 CFR 23.20, letters as
/// revised in 1993).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct IntelligenceFacts {
    /// (a), (c): whether there is reasonable suspicion that the person is in criminal activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasonable_suspicion: Option<bool>,
    /// (b): whether it is about political, religious or social views or associations and nothing
    /// ties it to a crime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected_activity_only: Option<bool>,
    /// (d): whether it was obtained without breaking a federal, state or local law or ordinance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lawfully_obtained: Option<bool>,
    /// (e): whether the recipient needs to know it, for a law-enforcement activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_to_know: Option<bool>,
    /// (e): whether the recipient has a right to know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_to_know: Option<bool>,
    /// (f)(1): whether the recipient agrees to procedures that are consistent with these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_agrees: Option<bool>,
    /// (h): the day it was taken in or last validated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated_on: Option<Day>,
}

/// What an analyst found of a suspicious-activity record (ISE-SAR functional standard 1.5.5).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SuspiciousActivity {
    /// Whether one of the standard's behaviours was observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_behaviour: Option<bool>,
    /// Whether there is a potential nexus to terrorism.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub potential_nexus: Option<bool>,
    /// Whether a trained analyst signed it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analyst_signed: Option<bool>,
    /// Whether it rests on race, religion, national origin, immigration status or protected
    /// activity, with nothing beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_on_trait: Option<bool>,
    /// Whether its words speak of immigration status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentions_status: Option<bool>,
}

/// What the public-records desk knows of a disclosure ask.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PublicRecords {
    /// Whether the asker is the person the records are about, or that person's counsel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_record: Option<bool>,
    /// Whether a victim named in them has asked that the name be withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub victim_asked_withholding: Option<bool>,
    /// Whether they are a recording of a critical incident (Gov. Code 7923.625): a firearm
    /// discharged at a person, or force that killed or did great bodily injury.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub critical_incident: Option<bool>,
    /// The day the holder knew, or should have known, of that incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_known_on: Option<Day>,
    /// Whether it was found in writing that disclosure would substantially interfere with an active
    /// investigation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interference_shown: Option<bool>,
    /// Whether the matter is a play in open court of words about somebody's immigration status, and
    /// no judge has ruled on it in camera (Evid. Code 351.3, 351.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_in_open_court: Option<bool>,
}
