//! Papers, sorted: one is what its issuer makes it, not what it is headed.

use super::value;
use std::collections::BTreeSet;
use terms::{Ask, Facts, Instrument, InstrumentKind, Issuer, Known, Moment, VouchedBy};

/// The papers, sorted by who issued them.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    /// Verified and in date.
    pub(crate) verified: BTreeSet<InstrumentKind>,
    /// Claimed, and nobody has looked; or looked at, and who signed is not known.
    pub(crate) unverified: BTreeSet<InstrumentKind>,
    /// Those that can lower a refusal to refer: all but the verified ones that somebody read and
    /// found to speak of something else.
    pub(crate) lowering: BTreeSet<InstrumentKind>,
    /// One of a judge or court of another state is among them: it counts as neither.
    pub(crate) of_other_state: bool,
    /// A search warrant or a court's order covers exactly what is asked.
    pub(crate) covers_ask: Known,
    /// The same, and a judge signed it.
    pub(crate) judge_covers_ask: Known,
    /// One of a federal court or judge is among them.
    pub(crate) is_federal: bool,
    /// An arrest warrant of a federal judge that covers the ask: the "judicial warrant" of Gov.
    /// Code 7284.4(i), where it is for an immigration crime.
    pub(crate) is_federal_arrest: bool,
    /// An arrest warrant of a judge of the holder's state that covers the ask.
    pub(crate) is_state_arrest: bool,
}

/// Sorts the papers.
pub(crate) fn papers(ask: &Ask, facts: &Facts, now: Moment) -> Papers {
    let mut papers = Papers::default();
    let mut covers = Vec::new();
    let mut judge_covers = Vec::new();
    // Only a person at the holder, or its case system, can have read a paper.
    let looked_at = facts
        .instruments
        .as_ref()
        .filter(|f| matches!(f.vouched_by, VouchedBy::CaseSystem | VouchedBy::Desk));
    for paper in value(looked_at).into_iter().flatten() {
        if paper.last_day.is_some_and(|last| last < now.day()) {
            continue;
        }
        if paper.issuer == Issuer::OtherState {
            papers.of_other_state = true;
            continue;
        }
        let Some(kind) = by_issuer(paper) else {
            papers.unverified.insert(paper.kind);
            continue;
        };
        papers.verified.insert(kind);
        if kind.is_agency_paper() || paper.covers_ask() != Known::No {
            papers.lowering.insert(kind);
        }
        papers.is_federal |= paper.issuer == Issuer::FederalJudge;
        // Of an arrest paper, what is asked is the person: it covers the ask if it names that one.
        if kind == InstrumentKind::JudicialArrestWarrant && paper.covers_ask() == Known::Yes {
            papers.is_federal_arrest |= paper.issuer == Issuer::FederalJudge;
            papers.is_state_arrest |= paper.issuer == Issuer::StateJudge;
        }
        if matches!(kind, InstrumentKind::CourtOrder | InstrumentKind::JudicialSearchWarrant) {
            covers.push(paper.covers_ask());
            if is_judge(paper.issuer) {
                judge_covers.push(paper.covers_ask());
            }
        }
    }
    let nobody_looked = looked_at.is_none();
    let unread = facts.instruments.iter().filter(|_| nobody_looked).flat_map(|f| &f.value);
    papers.unverified.extend(unread.map(|p| by_form(p.form.as_deref()).unwrap_or(p.kind)));
    for said in &ask.instruments {
        let kind = by_form(said.form.as_deref()).unwrap_or(said.claimed_kind);
        // An agency's own paper counts against the asker as soon as it is claimed; a judge's counts
        // for nothing until somebody at the holder has looked at it.
        if !papers.verified.contains(&kind) && (kind.is_agency_paper() || nobody_looked) {
            papers.unverified.insert(kind);
        }
    }
    papers.lowering.extend(papers.unverified.iter().copied());
    papers.covers_ask = any(&covers);
    papers.judge_covers_ask = any(&judge_covers);
    papers
}

fn any(covers: &[Known]) -> Known {
    if covers.contains(&Known::Yes) {
        Known::Yes
    } else if covers.contains(&Known::Unknown) {
        Known::Unknown
    } else {
        Known::No
    }
}

const fn is_judge(issuer: Issuer) -> bool {
    matches!(issuer, Issuer::FederalJudge | Issuer::StateJudge)
}

/// Form numbers as they are printed, each with what it makes a paper. The longer of two that start
/// alike stands first.
const FORMS: [(&str, InstrumentKind); 9] = [
    ("I138", InstrumentKind::AdministrativeSubpoena),
    ("I200", InstrumentKind::AdministrativeWarrant),
    ("I203", InstrumentKind::AdministrativeWarrant),
    ("I205", InstrumentKind::AdministrativeWarrant),
    ("I247", InstrumentKind::Detainer),
    ("I286", InstrumentKind::AdministrativeWarrant),
    ("AO110", InstrumentKind::GrandJurySubpoena),
    ("AO442", InstrumentKind::JudicialArrestWarrant),
    ("AO93", InstrumentKind::JudicialSearchWarrant),
];

/// The kind that a form number makes a paper, whatever it is called. The number is found anywhere
/// in the words: `DHS Form I-205 (Rev. 1)` is an I-205. Any other form of the immigration
/// authorities is an agency's own paper.
fn by_form(form: Option<&str>) -> Option<InstrumentKind> {
    let form: String =
        form?.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    if let Some((_, kind)) = FORMS.into_iter().find(|(number, _)| form.contains(number)) {
        return Some(kind);
    }
    if form.contains("AO88") {
        return Some(InstrumentKind::Subpoena);
    }
    let of_immigration = ["REMOVAL", "IMMIGRATION", "ADMINISTRATIVE", "DETAINER", "NCIC"];
    if of_immigration.iter().any(|word| form.contains(word)) || is_immigration_form(&form) {
        return Some(InstrumentKind::AdministrativeWarrant);
    }
    None
}

/// `I` and three digits, at the start or after the words `FORM` or `DHS`: `I-862`, `DHS I-213`.
fn is_immigration_form(form: &str) -> bool {
    let starts = |text: &str| {
        text.strip_prefix('I')
            .is_some_and(|rest| rest.chars().take(3).all(|c| c.is_ascii_digit()) && rest.len() >= 3)
    };
    let after = |word: &str| form.split_once(word).is_some_and(|(_, rest)| starts(rest));
    starts(form) || after("FORM") || after("DHS") || after("ICE")
}

/// The kind that form and issuer make a verified paper; `None` where who signed does not fit.
fn by_issuer(paper: &Instrument) -> Option<InstrumentKind> {
    let kind = by_form(paper.form.as_deref()).unwrap_or(paper.kind);
    if kind.is_agency_paper() {
        return Some(kind);
    }
    // A form that nobody here knows says nothing of who signed it: a person must look again.
    if paper.form.is_some() && by_form(paper.form.as_deref()).is_none() {
        return None;
    }
    let court = is_judge(paper.issuer) || paper.issuer == Issuer::Court;
    match (kind, paper.issuer) {
        // An immigration judge is an officer of the executive branch: no "federal judge or magistrate
        // judge" of Gov. Code 7284.4(i), so what one signs is an agency's paper, whatever its head.
        (_, Issuer::AgencyOfficer | Issuer::ImmigrationJudge) => Some(match kind {
            InstrumentKind::JudicialArrestWarrant | InstrumentKind::JudicialSearchWarrant => {
                InstrumentKind::AdministrativeWarrant
            }
            _ => InstrumentKind::AdministrativeSubpoena,
        }),
        (InstrumentKind::JudicialArrestWarrant | InstrumentKind::JudicialSearchWarrant, issuer) => {
            is_judge(issuer).then_some(kind)
        }
        (InstrumentKind::GrandJurySubpoena, Issuer::GrandJury) => Some(kind),
        _ => court.then_some(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Fact;

    fn paper(kind: InstrumentKind, form: Option<&str>, issuer: Issuer) -> Instrument {
        Instrument { kind, form: form.map(str::to_owned), issuer, covers_ask: None, last_day: None }
    }

    #[test]
    fn a_paper_is_what_its_issuer_makes_it() {
        let check = |kind, form, issuer, expected| {
            assert_eq!(by_issuer(&paper(kind, form, issuer)), expected, "{kind:?} {form:?}");
        };
        let search = InstrumentKind::JudicialSearchWarrant;
        check(search, Some("AO 93"), Issuer::FederalJudge, Some(search));
        check(
            search,
            Some("I-205"),
            Issuer::FederalJudge,
            Some(InstrumentKind::AdministrativeWarrant),
        );
        check(search, None, Issuer::AgencyOfficer, Some(InstrumentKind::AdministrativeWarrant));
        check(search, None, Issuer::ImmigrationJudge, Some(InstrumentKind::AdministrativeWarrant));
        check(search, None, Issuer::Unknown, None);
        check(search, None, Issuer::Court, None);
        check(
            InstrumentKind::Subpoena,
            Some("form I 138"),
            Issuer::Court,
            Some(InstrumentKind::AdministrativeSubpoena),
        );
    }

    #[test]
    fn an_expired_paper_is_no_paper() {
        let ask: Ask = serde_json::from_str(r#"{"door":"query","records":"plate_reads"}"#).unwrap();
        let mut old = paper(InstrumentKind::JudicialSearchWarrant, None, Issuer::FederalJudge);
        old.covers_ask = Some(true);
        old.last_day = Some("2026-01-01".parse().unwrap());
        let facts =
            Facts { instruments: Some(Fact::new(vec![old], VouchedBy::Desk)), ..Facts::default() };
        let covers = |now: &str| papers(&ask, &facts, now.parse().unwrap()).judge_covers_ask;
        assert_eq!(covers("2026-01-01T23:00:00Z"), Known::Yes);
        assert_eq!(covers("2026-01-02"), Known::No);
    }
}
