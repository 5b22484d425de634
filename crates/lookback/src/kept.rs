//! Which grounds of a ruling a kind of file can bear out, and how sure that is.
//!
//! In: a ruling and what the file shows. Out: the grounds kept, outcome, certainty, way out.
//! Never: adds a ground, or keeps one that rests on what the file is silent about. What is left out
//! here is told in `docs/lookback.md`, kind by kind.

use crate::finding::joined;
use std::sync::Arc;
use terms::{
    Certainty, Day, Ground, NamedBody, Outcome, Party, PartyKind, Pathway, PurposeClass, Reading,
    Ruling,
};

/// What is left of a ruling as a finding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Kept {
    pub(crate) outcome: Outcome,
    pub(crate) certainty: Certainty,
    pub(crate) condition: Option<String>,
    pub(crate) pathway: Option<Pathway>,
    pub(crate) grounds: Arc<[Ground]>,
    /// The first of the days on which this is what is found, where the log gives no day and it is
    /// not what is found on all of them.
    pub(crate) as_of: Option<Day>,
}

impl Kept {
    /// The same, found on some only of the days that a search can have been on.
    pub(crate) fn on_some_days(&self, (first, last): (Day, Day)) -> Self {
        let condition = format!(
            "if it was on a day from {first} to {last}: the log does not give the day, and the law \
             changed within the time that it gives"
        );
        Self {
            certainty: self.certainty.and(Certainty::Conditional),
            condition: joined([Some(condition), self.condition.clone()]),
            as_of: Some(first),
            ..self.clone()
        }
    }
}

/// How much of what a searcher can fill in this portal publishes: reason, case number and kind of
/// offence, or only some of them.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Published {
    /// All three.
    All,
    /// Some of them: the agency's own record can state a purpose where the portal has no column.
    Part,
}

/// What an agency's own log bears out against one search; None where nothing is found.
pub(crate) fn of_row(
    ruling: &Ruling,
    asker: &Party,
    reading: &Reading,
    published: Published,
) -> Option<Kept> {
    let grounds = row_grounds(ruling, reading);
    let outcome = strongest(&grounds)?;
    let is_about_sharing = grounds.iter().any(is_about_sharing);
    let may_say_more = may_say_more(&grounds, published);
    let shown = match is_about_sharing || may_say_more {
        true => Certainty::Conditional,
        false => Certainty::Shown,
    };
    Some(Kept {
        outcome,
        certainty: reading.certainty.and(shown),
        condition: joined([
            is_about_sharing.then(|| sharing_condition(asker, reading)),
            may_say_more.then(|| RECORD_CONDITION.to_owned()),
            reading_condition(reading),
        ]),
        pathway: row_pathway(&grounds, asker, reading),
        grounds: grounds.into(),
        as_of: None,
    })
}

/// What a network audit bears out against one search by another agency: its holder let it search.
///
/// `plainly` is what the law says to the same search with no reason at all: what it withholds
/// already, it withholds because of who searched, and that the log shows.
pub(crate) fn of_query(
    ruling: &Ruling,
    plainly: &Ruling,
    (holder, asker): (&Party, &Party),
    reading: &Reading,
    published: Published,
) -> Option<Kept> {
    let grounds = row_grounds(ruling, reading);
    let outcome = strongest(&grounds)?;
    let plain = strongest(&row_grounds(plainly, &Reading::blank()));
    let pathway = query_pathway(&grounds, holder, asker, reading);
    if plain == Some(outcome) {
        let (certainty, condition) = (Certainty::Shown, None);
        let (grounds, as_of) = (grounds.into(), None);
        return Some(Kept { outcome, certainty, condition, pathway, grounds, as_of });
    }
    let is_passed_on = grounds.iter().any(is_about_sharing) && reading.named.is_some();
    let may_say_more = may_say_more(&grounds, published);
    let shown = match is_passed_on || may_say_more {
        true => Certainty::Conditional,
        false => Certainty::Shown,
    };
    Some(Kept {
        outcome,
        certainty: reading.certainty.and(shown),
        condition: joined([
            is_passed_on.then(|| passed_on_condition(reading)),
            may_say_more.then(|| RECORD_CONDITION.to_owned()),
            reading_condition(reading),
        ]),
        pathway,
        grounds: grounds.into(),
        as_of: None,
    })
}

/// What an event log bears out against a list of plates that was taken in; None where nothing is.
pub(crate) fn of_hotlist(ruling: &Ruling, holder: &Party, reading: &Reading) -> Option<Kept> {
    let grounds: Vec<Ground> = ruling.grounds().filter(|g| is_borne_out(g)).cloned().collect();
    let outcome = strongest(&grounds)?;
    Some(Kept {
        outcome,
        certainty: reading.certainty.and(Certainty::Conditional),
        condition: joined([Some(HOTLIST_CONDITION.to_owned()), reading_condition(reading)]),
        pathway: row_pathway(&grounds, holder, reading),
        grounds: grounds.into(),
        as_of: None,
    })
}

/// What a sharing list bears out against one link; None where nothing is found.
pub(crate) fn of_link(ruling: &Ruling, holder: &Party, recipient: &Party) -> Option<Kept> {
    let grounds: Vec<Ground> =
        ruling.grounds().filter(|ground| is_borne_out(ground)).cloned().collect();
    let outcome = strongest(&grounds)?;
    Some(Kept {
        outcome,
        // The list itself shows the share; how sure the names are is added by the caller.
        certainty: Certainty::Shown,
        condition: None,
        pathway: link_pathway(holder, recipient),
        grounds: grounds.into(),
        as_of: None,
    })
}

fn row_grounds(ruling: &Ruling, reading: &Reading) -> Vec<Ground> {
    let kept = |ground: &&Ground| is_borne_out(ground) && row_shows(ground, reading);
    ruling.grounds().filter(kept).cloned().collect()
}

fn may_say_more(grounds: &[Ground], published: Published) -> bool {
    published == Published::Part && grounds.iter().any(is_about_record)
}

/// Whether a ground rests on something the file shows, and on law. A share needs no finding.
fn is_borne_out(ground: &Ground) -> bool {
    !ground.rests_on_missing_fact
        && ground.provision.0 != HOUSE_RULES
        && ground.outcome != Outcome::Share
}

/// Whether a portal audit can show this ground. A reason that is blank, masked or not published
/// is the portal's doing: the agency's own access record (Civ. Code 1798.90.52) is another
/// document. Words that are there and are no purpose, as `inv`, are the searcher's.
fn row_shows(ground: &Ground, reading: &Reading) -> bool {
    !is_about_record(ground)
        || (reading.class == PurposeClass::Vague && !reading.label.starts_with("redacted"))
}

fn strongest(grounds: &[Ground]) -> Option<Outcome> {
    grounds.iter().map(|ground| ground.outcome).max()
}

/// Whether a ground is about data going to someone. A search log shows for whom a search was said
/// to be and not what was passed on. Not so what is complete with the search itself: what it was
/// for must be written down, and neither staff nor plate readers may be used for some things.
fn is_about_sharing(ground: &Ground) -> bool {
    !is_about_record(ground)
        && !USE.contains(&ground.provision.0.as_str())
        && !USE_POLICIES.contains(&ground.policy.0.as_str())
}

/// Whether a ground is about what must be written down of a search.
fn is_about_record(ground: &Ground) -> bool {
    ground.provision.0 == ACCESS_RECORD
}

fn sharing_condition(asker: &Party, reading: &Reading) -> String {
    let state = asker.place.state.as_deref();
    let agency = match state {
        Some("CA") => "a Californian public agency".to_owned(),
        Some(state) => format!("a public agency of {state}"),
        None => "a public agency of the same state".to_owned(),
    };
    format!("{}; and if a network searched is that of {agency}", passed_on_condition(reading))
}

fn passed_on_condition(reading: &Reading) -> String {
    let body = reading.named.as_ref().map_or("another body", |named| named.name.as_str());
    format!(
        "if a result of the search went to {body}: the log shows for whom the search was said to \
         be, not what was passed on"
    )
}

/// What would have to hold for a reading that is not plain.
fn reading_condition(reading: &Reading) -> Option<String> {
    let says = reading.cues.first().map_or("no cue", |cue| cue.says.as_str());
    (reading.certainty != Certainty::Shown)
        .then(|| format!("if the reason means what its words are read to say here ({says})"))
}

fn row_pathway(grounds: &[Ground], asker: &Party, reading: &Reading) -> Option<Pathway> {
    if asker.kind.is_federal() {
        return Some(Pathway::BackDoor);
    }
    if reading.named.as_ref().is_some_and(|named| is_elsewhere(named, asker)) {
        return Some(Pathway::SideDoor);
    }
    if grounds.iter().all(is_about_record) {
        return Some(Pathway::RecordKeeping);
    }
    // Civil immigration law has no other enforcer than the federal one, named or not.
    let immigration =
        matches!(reading.class, PurposeClass::CivilImmigration | PurposeClass::CriminalImmigration);
    immigration.then_some(Pathway::SideDoor)
}

/// The way out of a search by another agency on the holder's cameras.
fn query_pathway(
    grounds: &[Ground],
    holder: &Party,
    asker: &Party,
    reading: &Reading,
) -> Option<Pathway> {
    let by_asker = match link_pathway(holder, asker) {
        // A federal account that searches is the back door; the list that lets it is the front.
        Some(Pathway::FrontDoor) => return Some(Pathway::BackDoor),
        by_asker => by_asker,
    };
    by_asker.or_else(|| row_pathway(grounds, asker, reading))
}

fn is_elsewhere(named: &NamedBody, asker: &Party) -> bool {
    named.kind.is_federal()
        || matches!((&named.state, &asker.place.state), (Some(there), Some(here)) if there != here)
}

fn link_pathway(holder: &Party, recipient: &Party) -> Option<Pathway> {
    match recipient.kind {
        kind if kind.is_federal() => Some(Pathway::FrontDoor),
        PartyKind::FusionCenter | PartyKind::JointTaskForce => Some(Pathway::Middleman),
        PartyKind::Private => Some(Pathway::Private),
        PartyKind::TribalLawEnforcement => Some(Pathway::Tribal),
        PartyKind::Unknown => Some(Pathway::UnknownParty),
        _ => match (&holder.place.state, &recipient.place.state) {
            (Some(here), Some(there)) if here != there => Some(Pathway::OutOfState),
            (_, None) => Some(Pathway::UnknownParty),
            _ => None,
        },
    }
}

/// Civ. Code 1798.90.52: the access record. Other places ask for one too (Virginia, Oregon,
/// Washington, the Los Angeles police), but as a duty to keep it: of no text that was read it is
/// known that a search without a purpose is barred, so nothing is held against a row for it.
const ACCESS_RECORD: &str = "CA-SB34-LOG";

/// What would have to hold where a portal leaves out a column that can state a purpose.
const RECORD_CONDITION: &str = "if the agency's own record of the search states no purpose in a \
    field that this portal does not publish";

/// What would have to hold for a list of plates that was taken in.
const HOTLIST_CONDITION: &str = "if the list was in use: the log shows that it was entered, not \
    what came of it";

/// The provision of this house's own rules, which are not law.
const HOUSE_RULES: &str = "BASE";

/// Provisions against a use, and nothing else: of money, equipment or personnel (Gov. Code
/// 7284.6(a)(1), opening words; ORS 181A.820) or of a city's resources (N.Y.C. Admin. Code 10-178).
///
/// Only where the text itself was read. What is left out is taken for one about sharing, and its
/// findings are conditional: Washington's plate-reader act (final text not reached), the help that
/// Illinois bars (from memory), New Jersey's directive (it speaks of access to databases), and what
/// Illinois and Colorado say of plate reads and personal information (it is about giving them out).
const USE: [&str; 3] = ["CA-VALUES-A1", "NYC-10-178", "OR-SANCT-MEANS"];

/// Policies against a use, of provisions that bar sharing too: what plate readers may be queried
/// for (Va. Code 2.2-5517(D)) and whom they may not follow (L), and the uses that Special Order 31
/// of the Los Angeles police allows.
const USE_POLICIES: [&str; 5] = [
    "LA-ALPR/unauthorised-use",
    "VA-ALPR/immigration",
    "VA-ALPR/immigration-doubt",
    "VA-ALPR/other-use",
    "VA-ALPR/protected-speech",
];

#[cfg(test)]
mod tests {
    use super::*;
    use terms::{Place, PolicyId, ProvisionId, TextStatus};

    fn ground(provision: &str, outcome: Outcome) -> Ground {
        Ground {
            outcome,
            provision: ProvisionId(provision.to_owned()),
            policy: PolicyId(format!("{provision}/x")),
            citation: String::new(),
            because: String::new(),
            text_status: TextStatus::Verified,
            open_question: None,
            rests_on_missing_fact: false,
            exceptions: Vec::new(),
            is_quiet: false,
        }
    }

    fn ruling(mut grounds: Vec<Ground>) -> Ruling {
        let first = grounds.remove(0);
        Ruling {
            outcome: first.outcome,
            ground: first,
            further: grounds,
            limits: Vec::new(),
            duties: Vec::new(),
            valid_until: None,
            working: Vec::new(),
        }
    }

    fn police(state: &str) -> Party {
        party(PartyKind::LocalLawEnforcement, Some(state))
    }

    fn party(kind: PartyKind, state: Option<&str>) -> Party {
        let place = Place { state: state.map(str::to_owned), ..Place::default() };
        Party { name: "x".to_owned(), kind, place, immigration_function: None }
    }

    fn reading(class: PurposeClass, label: &str, named: Option<PartyKind>) -> Reading {
        Reading {
            class,
            label: label.to_owned(),
            named: named.map(|kind| NamedBody { name: "HSI".to_owned(), kind, state: None }),
            ..Reading::blank()
        }
    }

    #[test]
    fn what_rests_on_a_missing_fact_or_on_a_house_rule_is_no_finding() {
        let missing =
            Ground { rests_on_missing_fact: true, ..ground("CA-SB34-SHARE", Outcome::Refer) };
        let ruling = ruling(vec![missing, ground("BASE", Outcome::Withhold)]);
        let blank = Reading::blank();
        assert_eq!(of_row(&ruling, &police("CA"), &blank, Published::All), None);
        assert_eq!(of_link(&ruling, &police("CA"), &police("OR")), None);
    }

    #[test]
    fn a_blank_reason_is_the_portals_doing_and_a_vague_one_the_searchers() {
        let ruling = ruling(vec![ground("CA-SB34-LOG", Outcome::Withhold)]);
        let find = |class, label| {
            of_row(&ruling, &police("CA"), &reading(class, label, None), Published::All)
        };
        assert_eq!(find(PurposeClass::Unstated, "blank"), None);
        assert_eq!(find(PurposeClass::Vague, "redacted"), None);
        let kept = find(PurposeClass::Vague, "vague").unwrap();
        assert_eq!(kept.pathway, Some(Pathway::RecordKeeping));
        assert_eq!((kept.certainty, kept.condition), (Certainty::Shown, None));
        let vague = reading(PurposeClass::Vague, "vague", None);
        let kept = of_row(&ruling, &police("CA"), &vague, Published::Part).unwrap();
        assert_eq!(kept.certainty, Certainty::Conditional);
        assert_eq!(kept.condition.as_deref(), Some(RECORD_CONDITION));
    }

    #[test]
    fn a_search_said_to_be_for_a_federal_body_is_a_side_door_under_a_condition() {
        let grounds = vec![
            ground("CA-SB34-SHARE", Outcome::Withhold),
            ground("CA-SB34-LOG", Outcome::Withhold),
        ];
        let reading = reading(PurposeClass::Other, "assist", Some(PartyKind::FederalMixed));
        let kept = of_row(&ruling(grounds), &police("CA"), &reading, Published::All).unwrap();
        assert_eq!(kept.pathway, Some(Pathway::SideDoor));
        assert_eq!(kept.certainty, Certainty::Conditional);
        assert_eq!(kept.grounds.len(), 1, "a stated purpose is a record");
        assert!(kept.condition.unwrap().starts_with("if a result of the search went to HSI:"));
    }

    #[test]
    fn staff_used_for_immigration_enforcement_are_shown_by_the_search_itself() {
        let ruling = ruling(vec![ground("CA-VALUES-A1", Outcome::Withhold)]);
        let reading = reading(PurposeClass::CivilImmigration, "immigration", None);
        let kept = of_row(&ruling, &police("CA"), &reading, Published::Part).unwrap();
        assert_eq!((kept.certainty, kept.condition), (Certainty::Shown, None));
        assert_eq!(kept.pathway, Some(Pathway::SideDoor));
        let federal = party(PartyKind::FederalOther, None);
        let kept = of_row(&ruling, &federal, &reading, Published::Part).unwrap();
        assert_eq!(kept.pathway, Some(Pathway::BackDoor));
    }

    #[test]
    fn a_bar_on_a_use_is_shown_by_the_search_and_one_on_sharing_beside_it_is_not() {
        let find = |policies: &[&str]| {
            let grounds = policies.iter().map(|policy| {
                let (provision, _) = policy.split_once('/').unwrap();
                let policy = PolicyId((*policy).to_owned());
                Ground { policy, ..ground(provision, Outcome::Withhold) }
            });
            let reading = reading(PurposeClass::CivilImmigration, "immigration", None);
            of_row(&ruling(grounds.collect()), &police("VA"), &reading, Published::All).unwrap()
        };
        for policy in ["NYC-10-178/resources", "VA-ALPR/immigration", "LA-ALPR/unauthorised-use"] {
            assert_eq!(
                (find(&[policy]).certainty, find(&[policy]).condition),
                (Certainty::Shown, None)
            );
        }
        for policy in
            ["VA-ALPR/federal", "WA-ALPR/immigration", "IL-TRUST-HELP/help", "LA-ALPR/not-local"]
        {
            assert_eq!(find(&[policy]).certainty, Certainty::Conditional, "{policy}");
        }
        let both = find(&["VA-ALPR/immigration", "VA-ALPR/federal"]);
        assert_eq!(both.certainty, Certainty::Conditional);
    }

    #[test]
    fn every_policy_told_apart_here_is_one_of_the_law() {
        let law: String = law::Law::embedded_files().map(|file| file.text).collect();
        for provision in USE.into_iter().chain([ACCESS_RECORD]) {
            assert!(law.contains(&format!("id = \"{provision}\"")), "{provision}");
        }
        for policy in USE_POLICIES {
            assert!(law.contains(&format!("@id(\"{policy}\")")), "{policy}");
        }
    }

    #[test]
    fn the_way_out_of_a_link_is_told_by_its_recipient() {
        let check = |recipient: Party, expected: Option<Pathway>| {
            let ruling = ruling(vec![ground("CA-SB34-SHARE", Outcome::Refer)]);
            let kept = of_link(&ruling, &police("CA"), &recipient).unwrap();
            assert_eq!(kept.pathway, expected, "{recipient:?}");
        };
        check(police("OR"), Some(Pathway::OutOfState));
        check(police("CA"), None);
        check(party(PartyKind::LocalLawEnforcement, None), Some(Pathway::UnknownParty));
        check(party(PartyKind::FederalOther, None), Some(Pathway::FrontDoor));
        check(party(PartyKind::FusionCenter, Some("CA")), Some(Pathway::Middleman));
        check(party(PartyKind::JointTaskForce, Some("MN")), Some(Pathway::Middleman));
        check(party(PartyKind::Private, Some("CA")), Some(Pathway::Private));
        check(party(PartyKind::TribalLawEnforcement, Some("CA")), Some(Pathway::Tribal));
        check(party(PartyKind::Unknown, None), Some(Pathway::UnknownParty));
    }

    #[test]
    fn the_outcome_of_a_finding_is_the_strongest_ground_kept() {
        let grounds = vec![
            Ground { rests_on_missing_fact: true, ..ground("US-PROCESS", Outcome::Withhold) },
            ground("CA-SB34-SHARE", Outcome::Refer),
        ];
        let kept = of_link(&ruling(grounds), &police("CA"), &police("OR")).unwrap();
        assert_eq!(kept.outcome, Outcome::Refer);
    }
}
