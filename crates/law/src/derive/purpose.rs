//! What it is for: the stated class, and whether it is immigration enforcement.
//!
//! A claim can make a purpose worse and never better: words, an offence or a paper that speak of
//! immigration outweigh a class stated beside them.

use super::{Papers, value};
use terms::{
    Ask, Certainty, Facts, InstrumentKind, Known, Party, PartyKind, PurposeClass, Reading,
    ValuesException,
};

/// Whether the purpose is immigration enforcement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Immigration {
    /// It is not.
    No,
    /// A body with an immigration function states no other purpose, so it is taken to be.
    Presumed,
    /// Not settled.
    Unknown,
    /// It is, by what was stated or by the paper that came with it.
    Yes,
}

impl Immigration {
    /// As the policies test it.
    pub(crate) const fn known(self) -> Known {
        match self {
            Self::No => Known::No,
            Self::Presumed | Self::Yes => Known::Yes,
            Self::Unknown => Known::Unknown,
        }
    }
}

/// The class of the purpose: as stated; as read from the words where no class was stated.
///
/// A class stated beside words that are no purpose (`inv`, or none at all) does not make them one,
/// unless an offence stands beside them, which whoever reads the words then reads as the purpose.
pub(crate) fn purpose(ask: &Ask, reading: Option<&Reading>) -> PurposeClass {
    let stated = ask.purpose.class;
    let Some(read) = reading else { return stated };
    let is_blank = ask.purpose.text.is_some() && read.label == "blank";
    match stated {
        _ if read.class == PurposeClass::Vague => PurposeClass::Vague,
        _ if is_blank => PurposeClass::Unstated,
        // Something was stated, though no purpose of ours: for whom, but not what for.
        PurposeClass::Unstated
            if read.class == PurposeClass::Unstated && read.label.starts_with("assist_") =>
        {
            PurposeClass::Other
        }
        PurposeClass::Unstated if read.certainty != Certainty::Possible => read.class,
        _ => stated,
    }
}

const fn is_immigration(class: PurposeClass) -> bool {
    matches!(class, PurposeClass::CivilImmigration | PurposeClass::CriminalImmigration)
}

/// Whether the purpose is immigration enforcement in the sense of Gov. Code 7284.4(f): civil
/// immigration law, and criminal immigration law that penalises presence, entry, re-entry or
/// employment.
///
/// An immigration officer's paper says so by itself (7284.4(b)). A party with an immigration
/// function that states no crime is taken to be at that function (house rule of the law sheet,
/// 0.2: "treat as immigration purpose until attested"); with a crime stated, it takes a proved case
/// and a signed attestation to settle it. 8 USC 1324 is open.
pub(crate) fn immigration(
    ask: &Ask,
    facts: &Facts,
    parties: [&Party; 2],
    papers: &Papers,
) -> Immigration {
    let reading = value(facts.reading.as_ref());
    let offence = ask.purpose.offence.as_ref().and_then(|o| by_offence(&o.0));
    let of_immigration = [
        InstrumentKind::AdministrativeSubpoena,
        InstrumentKind::AdministrativeWarrant,
        InstrumentKind::Detainer,
    ];
    let by_paper =
        of_immigration.iter().any(|k| papers.verified.contains(k) || papers.unverified.contains(k));
    let read = reading.filter(|r| is_immigration(r.class)).map(|r| r.certainty);
    let surely_read = read.is_some_and(|certainty| certainty != Certainty::Possible);
    let force = value(facts.task_force.as_ref()).and_then(|t| t.not_immigration);
    if is_immigration(ask.purpose.class)
        || by_paper
        || surely_read
        || offence.is_some_and(is_immigration)
        || force == Some(false)
    {
        return Immigration::Yes;
    }
    let open = |class| class == PurposeClass::TransportOrHarbour;
    let attested = value(facts.attestation.as_ref()).and_then(|a| a.not_immigration);
    let by_function = parties
        .iter()
        .any(|p| function_of(p) == Known::Yes)
        .then(|| by_function(ask, facts, parties[1]));
    // Words that may speak of immigration, or an attestation known to be missing, leave the
    // presumption standing.
    if by_function == Some(Immigration::Presumed) && (read.is_some() || attested == Some(false)) {
        return Immigration::Presumed;
    }
    if read.is_some()
        || open(ask.purpose.class)
        || offence.is_some_and(open)
        || reading.is_some_and(|r| open(r.class))
        || attested == Some(false)
        // Subdivision (b) of 7284.6 excepts immigration enforcement: to claim it is to say so. But
        // (b)(3) speaks of task forces whose case is none, and its own conditions ask that.
        || value(facts.values_exception.as_ref()).is_some_and(|e| *e != ValuesException::B3)
    {
        return Immigration::Unknown;
    }
    by_function.unwrap_or(Immigration::No)
}

/// A mixed body has an immigration function unless somebody vouches that this part of it has none.
pub(crate) fn function_of(party: &Party) -> Known {
    match (party.kind, party.immigration_function()) {
        (PartyKind::FederalMixed, Known::Unknown) => Known::Yes,
        // A federal body that is called an immigration authority is one, whatever its row says.
        (kind, _) if kind.is_federal() && is_called_one(&party.name) => Known::Yes,
        (_, known) => known,
    }
}

fn is_called_one(name: &str) -> bool {
    let name = name.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    says(&["immigration", "border patrol", "border protection", "removal operations"])
        || words.any(|word| ["cbp", "ero", "ice", "usbp"].contains(&word))
}

fn by_function(ask: &Ask, facts: &Facts, beneficiary: &Party) -> Immigration {
    let reading = value(facts.reading.as_ref());
    // The body is known from the words of the reason alone, and they tell no purpose of it: a
    // mixed body's case may be drugs or trafficking, so this is a doubt and no more.
    let vouched = value(facts.beneficiary.as_ref()).is_some_and(|p| p.name == beneficiary.name);
    let from_words = !vouched
        && reading.and_then(|r| r.named.as_ref()).is_some_and(|n| n.name == beneficiary.name);
    if from_words && beneficiary.kind == PartyKind::FederalMixed {
        return Immigration::Unknown;
    }
    let attested = value(facts.attestation.as_ref()).and_then(|a| a.not_immigration);
    let proved = value(facts.case_proved.as_ref()).copied();
    let states_other = matches!(
        purpose(ask, reading),
        PurposeClass::CivilProceeding
            | PurposeClass::Crime
            | PurposeClass::MissingPerson
            | PurposeClass::Threat
    );
    match (states_other, proved, attested) {
        // Somebody knows that nothing of the kind was signed.
        (_, _, Some(false)) => Immigration::Presumed,
        (true, Some(true), Some(true)) => Immigration::No,
        (true, _, _) | (false, _, Some(true)) => Immigration::Unknown,
        (false, _, _) => Immigration::Presumed,
    }
}

/// What an offence says of the purpose, by its number in title 8 of the United States Code.
///
/// 1325 (entry), 1326 (re-entry) and 1324a (employment) penalise what 7284.4(f) names. Any other
/// offence of that title is one of immigration law too, and of which kind a person must say.
fn by_offence(offence: &str) -> Option<PurposeClass> {
    let plain = offence.to_lowercase().replace('.', "");
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let joined = words.join(" ");
    let of_immigration = ["immigration", "reentry", "re entry", "inspection", "removal", "deport"];
    if of_immigration.iter().any(|w| joined.contains(w)) {
        return Some(PurposeClass::CivilImmigration);
    }
    let beside = |a: &str, b: &[&str]| {
        words.windows(2).any(|two| matches!(two, [x, y] if *x == a && b.contains(y)))
    };
    let title_8 = beside("8", &["usc", "cfr", "section", "us", "1324", "1324a", "1325", "1326"])
        || beside("title", &["8"])
        || words.iter().any(|w| matches!(*w, "8usc" | "8cfr" | "ina"));
    if !title_8 {
        return None;
    }
    if words.iter().any(|w| ["1324a", "1325", "1326"].iter().any(|n| w.starts_with(n))) {
        return Some(PurposeClass::CriminalImmigration);
    }
    Some(PurposeClass::TransportOrHarbour)
}

/// Whether an offence is cited that is an immigration crime other than 8 USC 1326(b)(2): beside it
/// nobody's word makes a re-entry one after an aggravated felony.
pub(super) fn is_other_immigration_crime(ask: &Ask) -> bool {
    let Some(offence) = &ask.purpose.offence else { return false };
    let tight = offence.0.replace(char::is_whitespace, "").to_lowercase();
    let is_first = tight.contains("1326(b)(1)") || tight.contains("1326b1");
    by_offence(&offence.0).is_some()
        && (is_first || !tight.contains("1326"))
        && tight.contains(|c: char| c.is_ascii_digit())
}

/// Whether an offence is cited as re-entry after removal for an aggravated felony: 8 USC
/// 1326(b)(2), with its paragraph. `1326(b)` without one may be (b)(1), which opens nothing.
pub(super) fn is_aggravated_reentry(ask: &Ask) -> bool {
    let Some(offence) = &ask.purpose.offence else { return false };
    let tight: String =
        offence.0.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    tight.contains("1326(b)(2)") || tight.contains("1326b2")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offence_of_title_8_speaks_of_immigration_and_a_penal_code_does_not() {
        let check =
            |offence: &str, expected| assert_eq!(by_offence(offence), expected, "{offence}");
        let criminal = Some(PurposeClass::CriminalImmigration);
        check("8 USC 1325", criminal);
        check("8 U.S.C. § 1326(a)", criminal);
        check("Title 8 Section 1325", criminal);
        check("8 USC 1324a", criminal);
        check("8:1326", criminal);
        check("8 USC 1324", Some(PurposeClass::TransportOrHarbour));
        check("illegal reentry", Some(PurposeClass::CivilImmigration));
        check("PC 211", None);
        check("PC 1325", None);
        check("18 USC 1956", None);
        check("21 USC 841", None);
    }
}
