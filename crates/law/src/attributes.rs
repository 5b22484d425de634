//! Every attribute that policies test, as a plain table.
//!
//! In: what was derived. Out: one list of named values. Cedar's request is made from it, and so is
//! everything else that evaluates a policy: there is no second place where a fact becomes a word.

use crate::derive::{Derived, is_one};
use std::collections::BTreeSet;
use terms::{
    Breadth, CustodyAct, Help, HoldingSystem, InquiryAbout, InquiryFor, InstrumentKind, Known,
    Origin, Party, PartyKind, ValuesException,
};

/// Where an attribute hangs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum On {
    /// `principal`: who asks.
    Asker,
    /// `context.beneficiary`.
    Beneficiary,
    /// `context` itself.
    Context,
    /// `context.holder`.
    Holder,
    /// `resource`: what is asked for.
    Records,
}

/// What an attribute says.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Value {
    Flag(bool),
    /// Left out of Cedar's record where it is `None`: policies test `has`.
    Number(Option<i64>),
    Text(String),
    /// A word of an enumeration of the schema: its entity type and the word.
    Word(&'static str, &'static str),
    /// A set of such words.
    Words(&'static str, Vec<&'static str>),
}

/// One attribute.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Attribute {
    pub(crate) on: On,
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

/// Every attribute of an ask, in one order for every ask.
pub(crate) fn attributes(d: &Derived, holders_state_law_loaded: bool) -> Vec<Attribute> {
    let mut table = Vec::with_capacity(128);
    party(&mut table, On::Asker, &d.asker);
    party(&mut table, On::Beneficiary, &d.beneficiary);
    party(&mut table, On::Holder, &d.holder);
    records(&mut table, d);
    let mut add = |on, name, value| table.push(Attribute { on, name, value });
    let pairs = [
        ("for_contradicted", Value::Flag(d.is_for_contradicted)),
        ("class_contradicted", Value::Flag(d.is_class_contradicted)),
        ("words_unclear", Value::Flag(d.are_words_unclear)),
        ("possibly_for", Value::Word("PartyKind", d.possibly_for.word())),
        ("possibly_for_other_state", Value::Flag(d.possibly_for_other_state)),
        ("for_unnamed_agency", known(d.for_unnamed_agency)),
        ("asker_is_holder", known(same(&d.asker, &d.holder))),
        ("beneficiary_is_holder", known(same(&d.beneficiary, &d.holder))),
        ("beneficiary_is_asker", known(same(&d.beneficiary, &d.asker))),
        ("asker_in_holders_city", known(in_city(&d.asker, &d.holder))),
        ("beneficiary_in_holders_city", known(in_city(&d.beneficiary, &d.holder))),
        ("asker_in_holders_state", known(in_state(&d.asker, &d.holder))),
        ("beneficiary_in_holders_state", known(in_state(&d.beneficiary, &d.holder))),
        ("holders_state_law_loaded", Value::Flag(holders_state_law_loaded)),
        ("purpose", Value::Word("PurposeClass", d.purpose.word())),
        ("immigration_purpose", known(d.immigration.known())),
        ("has_case_number", Value::Flag(d.has_case_number)),
        ("case_proved", known(d.case_proved)),
        ("instruments", papers(&d.papers.verified)),
        ("instruments_unverified", papers(&d.papers.unverified)),
        ("federal_paper", Value::Flag(d.papers.is_federal)),
        ("paper_of_other_state", Value::Flag(d.papers.of_other_state)),
        ("paper_covers_ask", known(d.papers.covers_ask)),
        ("judge_paper_covers_ask", known(d.papers.judge_covers_ask)),
        ("agreement_exists", known(d.agreement.exists)),
        ("agreement_plate_reader_interagency", known(d.agreement.plate_reader_interagency)),
        ("agreement_no_immigration_use", known(d.agreement.no_immigration_use)),
        ("agreement_no_onward_sharing", known(d.agreement.no_onward_sharing)),
        ("agreement_purpose_recipient_audit", known(d.agreement.purpose_recipient_audit)),
        ("readable_by_immigration_authority", known(d.readable_by_immigration_authority)),
        ("relation", Value::Word("Relation", d.relation.word())),
        ("public_agency_determination", known(d.public_agency_determination)),
        ("values_exception", Value::Word("ValuesException", exception(d.values_exception))),
        ("names_task_force", Value::Flag(d.names_task_force)),
        ("attested_no_onward_sharing", known(d.attested_no_onward_sharing)),
        ("access_record_date_time", known(d.access.date_time)),
        ("access_record_query_elements", known(d.access.query_elements)),
        ("access_record_username", known(d.access.username)),
        ("user_grant_complete", known(d.user_grant_complete)),
        ("offence_aggravated_reentry", Value::Flag(d.is_aggravated_reentry)),
        ("eligible_for_notice", known(d.eligibility.notice)),
        ("eligible_for_handover", known(d.eligibility.handover)),
        ("asker_decides_on_visas", Value::Flag(decides_on_visas(&d.asker))),
        ("eligibility_is_open_question", Value::Flag(!d.eligibility.questions.is_empty())),
        ("federal_arrest_paper", Value::Flag(d.papers.is_federal_arrest)),
        ("state_arrest_paper", Value::Flag(d.papers.is_state_arrest)),
        ("incident_age_days", Value::Number(d.incident_age_days)),
        ("validated_age_days", Value::Number(d.validated_age_days)),
    ];
    for (name, value) in pairs {
        add(On::Context, name, value);
    }
    for (name, word) in said(d) {
        add(On::Context, name, word);
    }
    for (name, told) in &d.told {
        add(On::Context, name, known(*told));
    }
    table
}

fn records(table: &mut Vec<Attribute>, d: &Derived) {
    let mut add = |name, value| table.push(Attribute { on: On::Records, name, value });
    add("class", Value::Word("RecordClass", d.class.word()));
    add("personal_information", known(d.personal_information));
    add("public_already", known(d.public_already));
    add("age_days_max", Value::Number(d.age_days_max.map(i64::from)));
    add("origin", Value::Word("Origin", d.origin.map_or(UNKNOWN, Origin::word)));
    for (name, told) in &d.told_of_records {
        add(name, known(*told));
    }
}

/// What the ask says of its own door.
fn said(d: &Derived) -> [(&'static str, Value); 6] {
    let said = &d.said;
    [
        ("breadth", Value::Word("Breadth", said.breadth.map_or(UNKNOWN, Breadth::word))),
        ("custody", Value::Word("CustodyAct", said.custody.map_or(NONE, CustodyAct::word))),
        ("help", Value::Word("Help", said.help.map_or(NONE, Help::word))),
        ("inquiry", Value::Word("InquiryAbout", said.inquiry.map_or(NONE, InquiryAbout::word))),
        ("inquiry_for", Value::Word("InquiryFor", said.inquiry_for.map_or(NONE, InquiryFor::word))),
        ("system", Value::Word("HoldingSystem", d.system.map_or(UNKNOWN, HoldingSystem::word))),
    ]
}

const NONE: &str = "none";
const UNKNOWN: &str = "unknown";

/// The attributes of one party alone, as of a holder.
pub(crate) fn of_party(holder: &Party) -> Vec<Attribute> {
    let mut table = Vec::new();
    party(&mut table, On::Holder, holder);
    table
}

fn known(known: Known) -> Value {
    Value::Word("Known", known.word())
}

fn text(text: Option<&String>) -> Value {
    Value::Text(text.cloned().unwrap_or_default())
}

fn papers(kinds: &BTreeSet<InstrumentKind>) -> Value {
    Value::Words("InstrumentKind", kinds.iter().map(|kind| kind.word()).collect())
}

fn party(table: &mut Vec<Attribute>, on: On, party: &Party) {
    let pairs = [
        ("kind", Value::Word("PartyKind", party.kind.word())),
        ("state", text(party.place.state.as_ref())),
        ("city", text(party.place.city.as_ref())),
        ("immigration_function", known(party.immigration_function())),
    ];
    table.extend(pairs.into_iter().map(|(name, value)| Attribute { on, name, value }));
}

/// Whether it is the body that decides on T and U visas, by its name: the other immigration
/// authorities are of the same kind and do not.
fn decides_on_visas(party: &Party) -> bool {
    let name = party.name.to_lowercase();
    party.kind == PartyKind::FederalImmigration
        && (name.contains("citizenship and immigration services")
            || name.split(|c: char| !c.is_alphanumeric()).any(|word| word == "uscis"))
}

/// Whether two parties are the same body. One name with another kind, state or city is a namesake
/// or a mistake: not known, and so never treated as the holder itself.
fn same(a: &Party, b: &Party) -> Known {
    if is_one(a, b) {
        Known::Yes
    } else if a.name.is_empty() || b.name.is_empty() || a.name.eq_ignore_ascii_case(&b.name) {
        Known::Unknown
    } else {
        Known::No
    }
}

/// Whether a party is a body of the holder's city. Being seated there is not enough: a federal
/// field office or a company in the city is no body of it.
fn in_city(party: &Party, holder: &Party) -> Known {
    if same(party, holder) == Known::Yes {
        return Known::Yes;
    }
    if !matches!(
        party.kind,
        PartyKind::LocalLawEnforcement | PartyKind::Oversight | PartyKind::PublicNonLawEnforcement
    ) {
        return Known::No;
    }
    match (&holder.place.city, &party.place.city) {
        (Some(a), Some(b)) => {
            (a.eq_ignore_ascii_case(b) && in_state(party, holder) == Known::Yes).into()
        }
        (_, None) | (None, _) => Known::No,
    }
}

/// Whether a party is of the holder's state. Federal and foreign bodies are of none.
fn in_state(party: &Party, holder: &Party) -> Known {
    if party.kind.is_federal() || party.kind == PartyKind::Foreign {
        return Known::No;
    }
    match (&holder.place.state, &party.place.state) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b).into(),
        _ => Known::Unknown,
    }
}

const fn exception(exception: Option<ValuesException>) -> &'static str {
    match exception {
        Some(ValuesException::B1) => "b1",
        Some(ValuesException::B2) => "b2",
        Some(ValuesException::B3) => "b3",
        Some(ValuesException::B4) => "b4",
        Some(ValuesException::B5) => "b5",
        None => "none",
    }
}
