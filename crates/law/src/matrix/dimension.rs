//! What a matrix varies: askers, purposes, papers, records, and a door's own.
//!
//! Every value of the vocabulary is tried; what the provisions do not tell apart is merged later,
//! so a new word of `terms` shows by itself.

use super::neutral::{ANYTOWN, OTHERTOWN, Posing, asker};
use crate::explain::asked::plain;
use serde::Serialize;
use terms::{
    CustodyAct, Door, Fact, Help, InquiryAbout, Instrument, InstrumentKind, InstrumentSaid, Issuer,
    Party, PartyKind, Place, PurposeClass, RecordClass, VouchedBy,
};

/// One thing that is varied.
#[derive(Clone, Debug)]
pub(super) struct Dimension {
    pub(super) name: &'static str,
    pub(super) choices: Vec<Choice>,
    /// Which choice the neutral ask makes.
    pub(super) neutral: usize,
}

/// One value of it.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The word of the vocabulary.
    pub(super) family: String,
    /// What tells it from other choices with this word.
    pub(super) variant: Option<&'static str>,
    act: Act,
}

#[derive(Clone, Debug)]
enum Act {
    Asker(Party),
    Custody(CustodyAct),
    Help(Help),
    Inquiry(InquiryAbout),
    /// The holder itself asks.
    Own,
    Paper(Option<Instrument>),
    PaperClaimed(InstrumentKind),
    Purpose(PurposeClass),
    Records(RecordClass),
}

/// What is varied at a door, in the order in which it is told.
pub(super) fn dimensions(door: Door, holder: &Party) -> Vec<Dimension> {
    let mut all = Vec::new();
    match door {
        Door::Assist => all.push(dimension("help", &Help::ALL, Act::Help)),
        Door::Custody => all.push(dimension("custody", &CustodyAct::ALL, Act::Custody)),
        Door::Inquiry => all.push(dimension("inquiry", &InquiryAbout::ALL, Act::Inquiry)),
        Door::Disclosure | Door::Feed | Door::Hotlist | Door::Query => {}
    }
    all.push(dimension("records", &RecordClass::ALL, Act::Records));
    let choices = askers(holder);
    let is_neutral = |c: &Choice| {
        c.family == PartyKind::LocalLawEnforcement.word() && c.variant == Some(OTHER_CITY)
    };
    let neutral = choices.iter().position(is_neutral).unwrap_or_default();
    all.push(Dimension { name: "asker", choices, neutral });
    let mut purposes = dimension("purpose", &PurposeClass::ALL, Act::Purpose);
    purposes.neutral = PurposeClass::ALL
        .iter()
        .position(|class| *class == PurposeClass::Crime)
        .unwrap_or_default();
    all.push(purposes);
    all.push(Dimension { name: "paper", choices: papers(), neutral: 0 });
    all
}

/// What is varied for the whole law: less, since everything is asked together. What is left out
/// here each statute's own matrix tells: papers that are only claimed, do not cover the
/// ask or come from another state; askers whose state is not known; records beside help, custody
/// and inquiries.
pub(super) fn dimensions_of_all(door: Door, holder: &Party) -> Vec<Dimension> {
    let is_about_people = matches!(door, Door::Assist | Door::Custody | Door::Inquiry);
    let is_told = |choice: &Choice| match &choice.act {
        Act::PaperClaimed(_) => false,
        Act::Paper(Some(paper)) => {
            paper.covers_ask == Some(true)
                && paper.issuer != Issuer::OtherState
                && paper.kind != InstrumentKind::InformalRequest
        }
        Act::Asker(party) => party.place.state.is_some() || choice.variant.is_none(),
        Act::Records(class) => !is_about_people || *class == RecordClass::Unknown,
        _ => true,
    };
    let mut all = dimensions(door, holder);
    for dimension in &mut all {
        let neutral = dimension.choices.get(dimension.neutral).map(Choice::name);
        dimension.choices.retain(is_told);
        let place = dimension.choices.iter().position(|c| Some(c.name()) == neutral);
        dimension.neutral = place.unwrap_or_default();
    }
    all
}

fn dimension<T: Copy + Serialize>(
    name: &'static str,
    values: &[T],
    act: impl Fn(T) -> Act,
) -> Dimension {
    let word = |value: T| {
        let word = serde_json::to_value(value).unwrap_or_default();
        word.as_str().unwrap_or_default().to_owned()
    };
    let choices =
        values.iter().map(|v| Choice { family: word(*v), variant: None, act: act(*v) }).collect();
    Dimension { name, choices, neutral: 0 }
}

/// What tells askers of one kind apart.
const OTHER_CITY: &str = "another city of this state";
const OWN_CITY: &str = "the holder's city";

fn askers(holder: &Party) -> Vec<Choice> {
    let mut all =
        vec![Choice { family: "the holder itself".to_owned(), variant: None, act: Act::Own }];
    let place = |state: Option<&str>, city: Option<&str>| Place {
        state: state.map(str::to_owned),
        city: city.map(str::to_owned),
        operating_in: Vec::new(),
    };
    let own = holder.place.state.as_deref();
    let city = holder.place.city.as_deref();
    let other = if own == Some("NV") { "AZ" } else { "NV" };
    for kind in PartyKind::ALL {
        let places = if kind.is_federal() || kind == PartyKind::Foreign {
            vec![(None, place(None, None))]
        } else {
            vec![
                (Some(OTHER_CITY), place(own, Some(OTHERTOWN))),
                (Some(OWN_CITY), place(own, city)),
                (Some("another state"), place(Some(other), Some(ANYTOWN))),
                (Some("state not known"), place(None, None)),
            ]
        };
        all.extend(places.into_iter().map(|(variant, place)| Choice {
            family: kind.word().to_owned(),
            variant,
            act: Act::Asker(asker(kind, place)),
        }));
    }
    all
}

fn papers() -> Vec<Choice> {
    let mut all = vec![Choice { family: "none".to_owned(), variant: None, act: Act::Paper(None) }];
    for kind in InstrumentKind::ALL {
        let mut add = |variant, act| {
            all.push(Choice { family: kind.word().to_owned(), variant: Some(variant), act });
        };
        for (variant, issuer, covers) in issued(kind) {
            let paper = Instrument {
                kind,
                form: None,
                issuer: *issuer,
                covers_ask: Some(*covers),
                last_day: None,
            };
            add(variant, Act::Paper(Some(paper)));
        }
        add("only claimed", Act::PaperClaimed(kind));
    }
    all
}

/// Who can have issued a verified paper of this kind, and whether it covers what is asked.
const fn issued(kind: InstrumentKind) -> &'static [(&'static str, Issuer, bool)] {
    match kind {
        InstrumentKind::AdministrativeSubpoena
        | InstrumentKind::AdministrativeWarrant
        | InstrumentKind::Detainer
        | InstrumentKind::InformalRequest => &[("verified", Issuer::AgencyOfficer, true)],
        InstrumentKind::GrandJurySubpoena => &[("verified", Issuer::GrandJury, true)],
        InstrumentKind::CourtOrder
        | InstrumentKind::JudicialArrestWarrant
        | InstrumentKind::JudicialSearchWarrant
        | InstrumentKind::StoredDataOrder
        | InstrumentKind::Subpoena => &[
            ("of the state", Issuer::StateJudge, true),
            ("federal", Issuer::FederalJudge, true),
            ("beyond its scope", Issuer::StateJudge, false),
            ("of another state", Issuer::OtherState, true),
        ],
    }
}

impl Choice {
    /// What tells it from every other of its dimension.
    fn name(&self) -> (String, Option<&'static str>) {
        (self.family.clone(), self.variant)
    }

    /// Makes the ask one that makes this choice.
    pub(super) fn apply(&self, to: &mut Posing) {
        let Posing { ask, facts } = to;
        match &self.act {
            Act::Asker(party) => facts.asker = Some(Fact::new(party.clone(), VouchedBy::Registry)),
            Act::Custody(act) => ask.custody = Some(*act),
            Act::Help(help) => ask.help = Some(*help),
            Act::Inquiry(about) => ask.inquiry = Some(*about),
            Act::Own => facts.asker = facts.holder.clone(),
            Act::Paper(paper) => {
                let verified = paper.iter().cloned().collect();
                facts.instruments = Some(Fact::new(verified, VouchedBy::Desk));
            }
            Act::PaperClaimed(kind) => {
                ask.instruments = vec![InstrumentSaid { claimed_kind: *kind, form: None }];
                facts.instruments = None;
            }
            Act::Purpose(class) => {
                ask.purpose.class = *class;
                if *class != PurposeClass::Crime {
                    ask.purpose.offence = None;
                }
                if matches!(class, PurposeClass::Unstated | PurposeClass::Vague) {
                    ask.purpose.case_number = None;
                }
            }
            Act::Records(class) => {
                ask.records = Some(*class);
                if let Some(records) = &mut facts.records {
                    records.value.class = *class;
                }
            }
        }
    }
}

/// Choices of a dimension as they are told: a word alone where every choice with it is meant, else
/// after what they have in common.
pub(super) fn labels(dimension: &Dimension, chosen: &[usize]) -> Vec<String> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for choice in chosen.iter().filter_map(|at| dimension.choices.get(*at)) {
        if done.contains(&choice.family.as_str()) {
            continue;
        }
        done.push(&choice.family);
        let common = common(dimension, chosen, &choice.family);
        let word = plain(&choice.family);
        match told.iter_mut().find(|(of, _)| *of == common) {
            Some((_, words)) => words.push(word),
            None => told.push((common, vec![word])),
        }
    }
    let all = told.into_iter().map(|(common, words)| match common.as_str() {
        "" => words.join(", "),
        common => format!("{common}: {}", words.join(", ")),
    });
    all.collect()
}

/// What the chosen ones with this word have in common; nothing where all with it are chosen.
fn common(dimension: &Dimension, chosen: &[usize], family: &str) -> String {
    let of_family = dimension.choices.iter().enumerate().filter(|(_, c)| c.family == family);
    let (meant, left): (Vec<_>, Vec<_>) = of_family.partition(|(at, _)| chosen.contains(at));
    let mut variants: Vec<&str> = meant.iter().filter_map(|(_, choice)| choice.variant).collect();
    if left.is_empty() {
        return String::new();
    }
    if variants.starts_with(&[OTHER_CITY, OWN_CITY]) {
        variants.splice(..2, ["this state"]);
    }
    variants.join(" or ")
}
