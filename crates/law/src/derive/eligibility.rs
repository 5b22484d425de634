//! The grounds of Gov. Code 7282.5, to the day, with their working shown.
//!
//! In: what is known of the person, and the day of the ask. Out: [`Eligibility`].
//! Never: takes what is not known for met or for not met, reads the free text of an offence, or
//! picks a side of an open question: it names it.
//!
//! A ground opens only the telling of a date (7284.6(a)(1)(C)) and handing over ((a)(4)), never
//! personal information, and never against a stricter local law: packs say that, this only counts.
//!
//! A period is counted as Gov. Code 6800 and 6803 count one: the day of the conviction is left out
//! and the last day is in, so what was decided on 2021-11-24 is "within the past five years" up to
//! and on 2026-11-24. From 29 February it runs through 28 February: the two count as one day.

use super::conviction::{is_of_proposition_47, limbs};
use super::limb::{Limb, Part, any};
use terms::{Conviction, Day, Known, MagistrateFinding, PersonFacts};

/// What (a)(6) leaves open.
const PROPOSITION_47: &str = "Does Gov. Code 7282.5(a)(6) only keep a misdemeanor of Proposition \
     47 from being a ground, or does it bar all cooperation about a person who has one?";

/// Whether the record of the person qualifies, and how that was worked out.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Eligibility {
    /// Whether a date may be told: a ground of (a), or the finding of (b).
    pub(crate) notice: Known,
    /// Whether the person may be handed over: a ground of (a).
    pub(crate) handover: Known,
    /// The grounds that are fully met.
    pub(crate) grounds: Vec<GroundMet>,
    /// The open questions of law that an unknown rests on; empty where only facts are missing.
    pub(crate) questions: Vec<&'static str>,
    /// Every sum, in words: no name, and nothing that anybody wrote freely.
    pub(crate) working: Vec<String>,
    /// The first day on which the answer can be another though nothing new is learned.
    pub(crate) changes_on: Option<Day>,
}

impl Eligibility {
    /// Everything that stands behind the answer, in words, for the desk.
    pub(crate) fn told(&self) -> Vec<String> {
        let met = self.grounds.iter().map(|g| format!("met: {}: {}", g.citation, g.working));
        let open = self.questions.iter().map(|q| format!("open question: {q}"));
        met.chain(self.working.iter().cloned()).chain(open).collect()
    }
}

/// A ground that is fully met.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct GroundMet {
    /// Its citation.
    pub(crate) citation: String,
    /// How it is met, in words.
    pub(crate) working: String,
}

/// Some grounds, and what they are about.
struct Weighed {
    about: String,
    limbs: Vec<Limb>,
}

/// Works out the grounds on a day. Of somebody of whom nothing is known, nothing is.
pub(crate) fn eligibility(person: Option<&PersonFacts>, day: Day) -> Eligibility {
    let unread = PersonFacts::default();
    let person = person.unwrap_or(&unread);
    let mut weighed = of_record(person.convictions.as_deref(), day);
    weighed.push(of_lists(person));
    let handover = any(weighed.iter().flat_map(|w| &w.limbs).map(|limb| limb.known));
    let finding = finding(person.magistrate_finding.as_ref(), day);
    let notice = any([handover, finding.known]);
    weighed.push(Weighed { about: "before a magistrate".to_owned(), limbs: vec![finding] });

    let mut working: Vec<String> = weighed.iter().map(Weighed::told).collect();
    let limbs: Vec<&Limb> = weighed.iter().flat_map(|w| &w.limbs).collect();
    let mut questions: Vec<&'static str> = Vec::new();
    if handover == Known::Unknown {
        questions.extend(limbs.iter().flat_map(|limb| &limb.questions));
    }
    // To the letter, (a)(6) speaks of "individuals … convicted of" such misdemeanors, and not of
    // the convictions. Asked where a record shows one: nobody must prove that there is none.
    let barred =
        notice == Known::Yes && person.convictions.iter().flatten().any(is_of_proposition_47);
    if barred {
        questions.push(PROPOSITION_47);
        working.push("(a)(6) not known (a misdemeanor of Proposition 47 beside a ground)".into());
    }
    questions.sort_unstable();
    questions.dedup();
    let unless_barred = |known| match known {
        Known::Yes if barred => Known::Unknown,
        known => known,
    };
    Eligibility {
        notice: unless_barred(notice),
        handover: unless_barred(handover),
        grounds: weighed.iter().flat_map(Weighed::grounds_met).collect(),
        questions,
        working,
        changes_on: limbs.iter().filter_map(|limb| limb.changes_on).filter(|d| *d > day).min(),
    }
}

impl Weighed {
    fn told(&self) -> String {
        let limbs: Vec<_> = self.limbs.iter().map(Limb::to_string).collect();
        format!("{}: {}", self.about, limbs.join("; "))
    }

    fn grounds_met(&self) -> impl Iterator<Item = GroundMet> {
        self.limbs.iter().filter(|limb| limb.known == Known::Yes).map(|limb| GroundMet {
            citation: format!("Gov. Code 7282.5{}", limb.ground),
            working: format!("{}: {}", self.about, limb.words),
        })
    }
}

fn of_record(convictions: Option<&[Conviction]>, day: Day) -> Vec<Weighed> {
    let nothing = |known, words: &str| {
        let limbs = vec![Limb::of("(a)(1), (2), (3), (5)", &[Part::of(known, words)])];
        vec![Weighed { about: "convictions".to_owned(), limbs }]
    };
    match convictions {
        None => nothing(Known::Unknown, "nobody has looked"),
        Some([]) => nothing(Known::No, "there are none"),
        Some(convictions) => convictions
            .iter()
            .map(|one| Weighed { about: about(one), limbs: limbs(one, day) })
            .collect(),
    }
}

/// What a conviction is called in the working: by its day and kind, and not by the words somebody
/// wrote for the offence.
fn about(conviction: &Conviction) -> String {
    let kind = match conviction.category.map(terms::OffenceCategory::letter) {
        None => "kind not stated".to_owned(),
        Some(None) => "kind not listed".to_owned(),
        Some(Some(letter)) => format!("kind ({letter})"),
    };
    format!("convicted {}, {kind}", conviction.day)
}

/// (a)(4), and the second half of (a)(5): lists that somebody else keeps.
fn of_lists(person: &PersonFacts) -> Weighed {
    let registrant = Part::stated(
        person.registrant,
        [
            "a current registrant on the California Sex and Arson Registry",
            "no current registrant",
            "whether there is a current registration is not stated",
        ],
    );
    let paper = Part::stated(
        person.federal_felony_judicial_warrant,
        [
            "identified by ICE by an outstanding federal felony judicial warrant",
            "no outstanding federal felony judicial warrant",
            "whether ICE names an outstanding federal felony judicial warrant is not stated",
        ],
    );
    let limbs = vec![Limb::of("(a)(4)", &[registrant]), Limb::of("(a)(5)", &[paper])];
    Weighed { about: "lists".to_owned(), limbs }
}

/// (b): a magistrate's finding of probable cause opens the telling of a date and nothing else.
fn finding(finding: Option<&MagistrateFinding>, day: Day) -> Limb {
    let Some(finding) = finding else {
        return Limb::of("(b)", &[Part::of(Known::Unknown, "no finding is stated")]);
    };
    let cause = Part::stated(
        finding.probable_cause,
        ["probable cause found", "no probable cause found", "what was found is not stated"],
    );
    let charge = Part::stated(
        finding.serious_violent_or_state_prison,
        [
            "on a serious, violent or state-prison felony",
            "on no serious, violent or state-prison felony",
            "on what kind of charge is not stated",
        ],
    );
    let made = match finding.day {
        None => Part::of(Known::Unknown, "on what day is not stated"),
        Some(made) if made > day => Part {
            last_day: made.plus_days(-1),
            ..Part::of(Known::Unknown, format!("dated {made}, after the ask"))
        },
        Some(made) => Part::of(Known::Yes, format!("on {made}")),
    };
    Limb::of("(b)", &[cause, charge, made])
}

#[cfg(test)]
mod tests;
