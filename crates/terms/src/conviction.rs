//! Convictions, as far as Gov. Code 7282.5 asks about them.

use crate::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One conviction on a record. What is absent is not known, and a ground that needs it is not met.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Conviction {
    /// The offence, by its section, as `PC 496`. Shown to a reader; no rule reads it.
    pub offence: String,
    /// The day of the conviction: of the plea or verdict, and not of the sentence.
    pub day: Day,
    /// Where: `CA`, the two letters of another state, or `US` for a federal conviction. Left out:
    /// it meets no ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// As what the record stands: felony, misdemeanor, and their special cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convicted_as: Option<ConvictedAs>,
    /// The kind of offence, by the list of Gov. Code 7282.5(a)(3); `not_listed` if it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<OffenceCategory>,
    /// Whether the offence is a wobbler: punishable as either a misdemeanor or a felony.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wobbler: Option<bool>,
    /// Whether it is a serious felony (Penal Code 1192.7(c)) or a violent one (667.5(c)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serious_or_violent: Option<bool>,
    /// Whether it is a felony punishable by imprisonment in the state prison, and not only in a
    /// county jail (Penal Code 1170(h)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_prison: Option<bool>,
    /// Of a conviction outside California: whether somebody at the holder found that it includes
    /// all of the elements of the California offence and would be punishable as it here. `false`:
    /// neither. Left out where the two differ: then it is an open question of law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equivalent_here: Option<bool>,
    /// Of a federal conviction: the subparagraph of INA 101(a)(43) (8 USC 1101(a)(43)) that makes
    /// it an aggravated felony, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggravated_felony: Option<AggravatedFelony>,
}

/// As what a conviction stands on the record. One word says it whole, so that leaving out a detail
/// cannot make a misdemeanor of Proposition 47, or an adjudication, count as a plain conviction.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConvictedAs {
    /// A felony on the day of the conviction, and not reduced since.
    Felony,
    /// No conviction of an adult: an adjudication of a juvenile court, which counts only in the
    /// narrow sense of Penal Code 667(d)(3).
    JuvenileAdjudication(JuvenileAdjudication),
    /// A misdemeanor from the first, and none of Proposition 47.
    Misdemeanor,
    /// A misdemeanor that was a felony or a wobbler before Proposition 47 of 2014 (Gov. Code
    /// 7282.5(a)(6)).
    #[serde(rename = "misdemeanor_since_proposition_47")]
    MisdemeanorSinceProposition47,
    /// A wobbler convicted as a felony and reduced to a misdemeanor later (Penal Code 17(b)).
    ReducedToMisdemeanor,
}

/// What Penal Code 667(d)(3) asks of a juvenile adjudication. All four must be known to be met.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct JuvenileAdjudication {
    /// (A) The juvenile's age when the offence was committed, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_at_offence: Option<u8>,
    /// (B) Whether the offence is listed in Welf. & Inst. Code 707(b) or is a serious or violent
    /// felony.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<bool>,
    /// (C) Whether the juvenile was found fit to be dealt with under the juvenile court law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_fit: Option<bool>,
    /// (D) Whether the juvenile was made a ward of the court for an offence of 707(b).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_ward: Option<bool>,
}

/// The kinds of offence of Gov. Code 7282.5(a)(3), (A) to (AE). The sections named there are "as
/// specified in, but not limited to".
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum OffenceCategory {
    /// (A) Assault.
    Assault,
    /// (P) An attempt or conspiracy to commit an offence of this list.
    AttemptOrConspiracy,
    /// (B) Battery.
    Battery,
    /// (I) Bribery.
    Bribery,
    /// (E) Child abuse or endangerment.
    ChildAbuse,
    /// (M) Felony possession, sale, distribution, manufacture or trafficking of controlled
    /// substances; only as a felony.
    ControlledSubstance,
    /// (L) Possession of an unlawful deadly weapon (Penal Code 16000 and following).
    DeadlyWeapon,
    /// (Q) A crime resulting in death, or with personal infliction of great bodily injury.
    DeathOrGreatInjury,
    /// (G) Driving under the influence of alcohol or drugs; only as a felony.
    DrivingUnderInfluence,
    /// (X) Abuse of an elder or a dependent adult.
    ElderAbuse,
    /// (J) Escape.
    Escape,
    /// (R) Possession or use of a firearm in the commission of an offence.
    FirearmInOffence,
    /// (O) A gang offence (Penal Code 186.22, 186.26, 186.28).
    Gang,
    /// (Y) A hate crime.
    HateCrime,
    /// (AE) Leaving the scene of an accident with injury or death (Vehicle Code 20001(c)).
    HitAndRun,
    /// (AD) Kidnapping.
    Kidnapping,
    /// (U) Criminal profiteering or money laundering.
    Laundering,
    /// None of this list.
    NotListed,
    /// (H) Obstruction of justice.
    ObstructionOfJustice,
    /// (AB) An offence committed while on bail or on own recognizance.
    OnBail,
    /// (F) Burglary, robbery, theft, fraud, forgery or embezzlement.
    PropertyCrime,
    /// (W) A crime threatening the public safety, as arson or the wrecking of a train.
    PublicSafety,
    /// (AC) Rape, sodomy, oral copulation or sexual penetration.
    Rape,
    /// (S) An offence that would require registration as a sex offender.
    SexRegistrable,
    /// (D) Sexual abuse or exploitation, or a crime endangering children.
    SexualAbuse,
    /// (AA) Soliciting the commission of a crime.
    Solicitation,
    /// (Z) Stalking.
    Stalking,
    /// (C) Use of threats.
    Threats,
    /// (V) Torture or mayhem.
    TortureOrMayhem,
    /// (T) False imprisonment, slavery or human trafficking.
    Trafficking,
    /// (N) Vandalism with prior convictions (Penal Code 594.7).
    VandalismWithPriors,
    /// (K) Unlawful possession or use of a weapon, firearm, explosive device or weapon of mass
    /// destruction.
    Weapon,
}

impl OffenceCategory {
    /// Its letter in Gov. Code 7282.5(a)(3). None for what is not in the list.
    #[must_use]
    pub const fn letter(self) -> Option<&'static str> {
        Some(match self {
            Self::Assault => "A",
            Self::AttemptOrConspiracy => "P",
            Self::Battery => "B",
            Self::Bribery => "I",
            Self::ChildAbuse => "E",
            Self::ControlledSubstance => "M",
            Self::DeadlyWeapon => "L",
            Self::DeathOrGreatInjury => "Q",
            Self::DrivingUnderInfluence => "G",
            Self::ElderAbuse => "X",
            Self::Escape => "J",
            Self::FirearmInOffence => "R",
            Self::Gang => "O",
            Self::HateCrime => "Y",
            Self::HitAndRun => "AE",
            Self::Kidnapping => "AD",
            Self::Laundering => "U",
            Self::NotListed => return None,
            Self::ObstructionOfJustice => "H",
            Self::OnBail => "AB",
            Self::PropertyCrime => "F",
            Self::PublicSafety => "W",
            Self::Rape => "AC",
            Self::SexRegistrable => "S",
            Self::SexualAbuse => "D",
            Self::Solicitation => "AA",
            Self::Stalking => "Z",
            Self::Threats => "C",
            Self::TortureOrMayhem => "V",
            Self::Trafficking => "T",
            Self::VandalismWithPriors => "N",
            Self::Weapon => "K",
        })
    }
}

/// The subparagraphs of INA 101(a)(43), which says what an aggravated felony is. Gov. Code
/// 7282.5(a)(5) goes from (A) to (P). The order is theirs.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
pub enum AggravatedFelony {
    /// Subparagraph (A), the first that counts.
    A,
    /// Subparagraph (B).
    B,
    /// Subparagraph (C).
    C,
    /// Subparagraph (D).
    D,
    /// Subparagraph (E).
    E,
    /// Subparagraph (F).
    F,
    /// Subparagraph (G).
    G,
    /// Subparagraph (H).
    H,
    /// Subparagraph (I).
    I,
    /// Subparagraph (J).
    J,
    /// Subparagraph (K).
    K,
    /// Subparagraph (L).
    L,
    /// Subparagraph (M): fraud with a loss of more than $10,000.
    M,
    /// Subparagraph (N).
    N,
    /// Subparagraph (O).
    O,
    /// Subparagraph (P), the last that counts.
    P,
    /// Subparagraph (Q), the first that does not count.
    Q,
    /// Subparagraph (R).
    R,
    /// Subparagraph (S).
    S,
    /// Subparagraph (T).
    T,
    /// Subparagraph (U).
    U,
    /// Somebody looked, and it is no aggravated felony.
    #[serde(rename = "none")]
    NotOne,
}

impl AggravatedFelony {
    /// Whether it is one of (A) to (P), which alone count (Gov. Code 7282.5(a)(5)).
    #[must_use]
    pub fn counts(self) -> bool {
        self <= Self::P
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_subparagraphs_a_to_p_count() {
        assert!(AggravatedFelony::A.counts() && AggravatedFelony::P.counts());
        assert!(!AggravatedFelony::Q.counts() && !AggravatedFelony::U.counts());
        assert!(!AggravatedFelony::NotOne.counts());
    }

    #[test]
    fn words_are_as_the_schema_says() {
        let check = |value: serde_json::Value, word| assert_eq!(value.to_string(), word);
        let json = |c: OffenceCategory| serde_json::to_value(c).unwrap();
        check(json(OffenceCategory::DrivingUnderInfluence), r#""driving_under_influence""#);
        check(serde_json::to_value(AggravatedFelony::NotOne).unwrap(), r#""none""#);
        let since = ConvictedAs::MisdemeanorSinceProposition47;
        check(serde_json::to_value(since).unwrap(), r#""misdemeanor_since_proposition_47""#);
        let strike: ConvictedAs =
            serde_json::from_str(r#"{"juvenile_adjudication": {"age_at_offence": 15}}"#).unwrap();
        let ConvictedAs::JuvenileAdjudication(facts) = strike else { panic!("{strike:?}") };
        assert_eq!(facts.age_at_offence, Some(15));
    }

    #[test]
    fn a_category_has_the_letter_of_the_statute() {
        assert_eq!(OffenceCategory::PropertyCrime.letter(), Some("F"));
        assert_eq!(OffenceCategory::HitAndRun.letter(), Some("AE"));
        assert_eq!(OffenceCategory::NotListed.letter(), None);
    }
}
