//! What the holder knows of custody, of re-entry, and of help that is wanted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a person is or would be kept.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyBasis {
    /// Whether a ground other than immigration enforcement keeps the person: a state charge, a
    /// sentence, a state judge's arrest paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_lawful_ground: Option<bool>,
    /// Whether the person would be kept beyond the moment at which that ground ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_past_its_end: Option<bool>,
}

/// What the holder has given a person in custody, and what that person has signed (Gov. Code
/// 7283.1(a) and (b); 7284.10 for the state's prisons).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyPapers {
    /// Whether a copy of the hold, notification or hand-over request was given to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_copy_served: Option<bool>,
    /// Whether the person was told if the holder means to comply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_stated: Option<bool>,
    /// Whether the person signed the written consent form for an interview, in a language of the
    /// statute's list that the person reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_form_signed: Option<bool>,
}

/// What the holder has verified of a re-entry after removal (Gov. Code 7284.6(b)(1)).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reentry {
    /// Whether the removal was after a conviction of an aggravated felony, so that 8 USC 1326(b)(2)
    /// may apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggravated_felony: Option<bool>,
    /// Whether it came to light during an unrelated law-enforcement activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unrelated_activity: Option<bool>,
    /// Whether it was verified that the person is the one in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_verified: Option<bool>,
}

/// What is known of the help an assist ask wants.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Assistance {
    /// Whether it is no more than what anyone may use: a public lobby, a public street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_area: Option<bool>,
    /// Whether the holder's officers go for a call of their own, recorded, that has nothing to do
    /// with immigration enforcement, and do only what it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub independent_call: Option<bool>,
    /// Whether it is a service of the city to people, such as medical help at the scene.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city_service: Option<bool>,
    /// Whether the office space would be for immigration authorities alone (Gov. Code
    /// 7284.6(a)(5)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive_office: Option<bool>,
    /// Whether officers would be deputised, or supervised by a federal agency, for immigration
    /// enforcement (Gov. Code 7284.6(a)(2)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputised_for_immigration: Option<bool>,
    /// Whether the officers would take part in an arrest on a civil immigration paper (Gov. Code
    /// 7284.6(a)(1)(E)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub civil_arrest: Option<bool>,
}

/// What is known of a list that comes in.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HotlistFacts {
    /// Whether its entries rest on civil immigration papers (forms I-200, I-205; NCIC's
    /// immigration files).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_civil_immigration_papers: Option<bool>,
    /// Whether its hits go to an immigration authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hits_to_immigration_authority: Option<bool>,
}
