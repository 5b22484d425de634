//! What is known of the person the records are about, as far as law asks.

use crate::{Conviction, Day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of the person, as far as law asks: no name, no number, no status.
///
/// What is absent is not known; it is never read as `no`. To say that there is none of a thing,
/// say `false`, or give an empty list.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PersonFacts {
    /// Whether the person is in the custody of the holder now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_custody: Option<bool>,
    /// Every conviction on the record. Left out: nobody looked. An empty list: somebody looked, and
    /// there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convictions: Option<Vec<Conviction>>,
    /// What a magistrate found on a charge that is pending (Penal Code 872). If the person was
    /// taken before none, say so: `{"probable_cause": false}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub magistrate_finding: Option<MagistrateFinding>,
    /// Whether the person is a current registrant on the California Sex and Arson Registry (Gov.
    /// Code 7282.5(a)(4)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registrant: Option<bool>,
    /// Whether ICE has identified the person as the one an outstanding federal felony arrest
    /// warrant is for (Gov. Code 7282.5(a)(5)). A judge's; an immigration officer's is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub federal_felony_judicial_warrant: Option<bool>,
    /// Whether the person is a juvenile (Welf. & Inst. Code 831).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub juvenile: Option<bool>,
    /// Whether the person is a victim of a crime or a witness to one (Penal Code 679.015).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub victim_or_witness: Option<bool>,
    /// Whether the person is a victim of a hate crime or a witness to one (Penal Code 422.93).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub victim_of_hate_crime: Option<bool>,
    /// Whether the person is charged with, or was convicted of, a crime under state law. The two
    /// sections on victims and witnesses do not speak of one who is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged_or_convicted: Option<bool>,
    /// Whether the person has asked for a T or U certification or has applied for a T or U visa or
    /// under the Violence Against Women Act (Penal Code 679.10, 679.11; 8 USC 1367).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visa_applicant: Option<bool>,
    /// Whether the person has consented in writing to what is asked (Gov. Code 7283.1(a), Penal
    /// Code 679.10(m)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consents: Option<bool>,
}

/// What a magistrate found on a charge (Penal Code 872; Gov. Code 7282.5(b)).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MagistrateFinding {
    /// The day of the finding. Left out: the finding opens nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Whether the magistrate found probable cause as to the charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probable_cause: Option<bool>,
    /// Whether the charge is a serious or violent felony (Penal Code 1192.7(c), 667.5(c)) or a
    /// felony punishable by imprisonment in the state prison.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serious_violent_or_state_prison: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConvictedAs, OffenceCategory};

    #[test]
    fn a_person_is_stated_in_plain_words_and_what_is_left_out_is_not_known() {
        let person: PersonFacts = serde_json::from_str(
            r#"{"in_custody": true, "registrant": false, "convictions": [{"offence": "PC 496",
                "category": "property_crime", "convicted_as": "misdemeanor", "wobbler": true,
                "day": "2023-11-24", "place": "CA"}]}"#,
        )
        .unwrap();
        let convictions = person.convictions.unwrap();
        assert_eq!(convictions[0].category, Some(OffenceCategory::PropertyCrime));
        assert_eq!(convictions[0].convicted_as, Some(ConvictedAs::Misdemeanor));
        assert_eq!((person.registrant, person.juvenile), (Some(false), None));
    }

    #[test]
    fn nobody_looked_and_there_are_none_are_two_things_in_json_too() {
        let none = PersonFacts { convictions: Some(Vec::new()), ..PersonFacts::default() };
        assert_eq!(serde_json::to_string(&none).unwrap(), r#"{"convictions":[]}"#);
        assert_eq!(serde_json::to_string(&PersonFacts::default()).unwrap(), "{}");
        assert!(serde_json::from_str::<PersonFacts>(r#"{"name": "x"}"#).is_err());
    }
}
