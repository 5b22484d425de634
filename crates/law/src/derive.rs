//! What follows from the facts before any policy is read.
//!
//! In: an ask, the facts, the moment. Out: [`Derived`], every word the policies test.
//! Never: reads a claim of the asker as if somebody had vouched for it. The stated purpose is
//! believed downwards only: what speaks against it outweighs it.
//!
//! The definitions of CA-VALUES-DEF live here: immigration enforcement (Gov. Code 7284.4(f)),
//! immigration authority (7284.4(c): function, not badge), civil immigration warrant (7284.4(b)).

mod conviction;
mod eligibility;
mod limb;
mod papers;
mod purpose;
mod told;
mod whom;

pub(crate) use eligibility::Eligibility;
pub(crate) use papers::Papers;
pub(crate) use purpose::Immigration;
pub(crate) use whom::is_one;

use terms::{
    Ask, Breadth, Certainty, CustodyAct, Door, Fact, Facts, Help, HoldingSystem, InquiryAbout,
    InquiryFor, Known, Moment, NamedBody, Origin, Party, PartyKind, PurposeClass, Reading,
    RecordClass, Records, Relation, UserGrant, ValuesException,
};

/// Everything the policies test, computed once.
#[derive(Debug)]
pub(crate) struct Derived {
    pub(crate) holder: Party,
    pub(crate) asker: Party,
    pub(crate) beneficiary: Party,
    /// What was said of whom it is for does not agree.
    pub(crate) is_for_contradicted: bool,
    pub(crate) possibly_for: PartyKind,
    pub(crate) possibly_for_other_state: bool,
    pub(crate) for_unnamed_agency: Known,
    pub(crate) purpose: PurposeClass,
    pub(crate) immigration: Immigration,
    pub(crate) has_case_number: bool,
    pub(crate) case_proved: Known,
    pub(crate) class: RecordClass,
    /// The asker names another class of records than the holder's declaration does.
    pub(crate) is_class_contradicted: bool,
    /// The words of the reason say nothing that a rule here knows.
    pub(crate) are_words_unclear: bool,
    pub(crate) personal_information: Known,
    pub(crate) public_already: Known,
    pub(crate) age_days_max: Option<u32>,
    pub(crate) papers: Papers,
    pub(crate) agreement: AgreementKnown,
    pub(crate) readable_by_immigration_authority: Known,
    pub(crate) relation: Relation,
    pub(crate) public_agency_determination: Known,
    pub(crate) values_exception: Option<ValuesException>,
    pub(crate) names_task_force: bool,
    pub(crate) attested_no_onward_sharing: Known,
    pub(crate) access: AccessKnown,
    pub(crate) user_grant_complete: Known,
    /// What the ask itself says of its door: read as a claim, and never to open anything by itself.
    pub(crate) said: Said,
    /// The grounds of Gov. Code 7282.5, to the day.
    pub(crate) eligibility: Eligibility,
    /// The offence named is re-entry after an aggravated felony, 8 USC 1326(b)(2).
    pub(crate) is_aggravated_reentry: bool,
    pub(crate) system: Option<HoldingSystem>,
    /// Days since the incident of a recording became known, and since intelligence was validated.
    pub(crate) incident_age_days: Option<i64>,
    pub(crate) validated_age_days: Option<i64>,
    /// Facts that policies test as they were vouched for.
    pub(crate) told: Vec<(&'static str, Known)>,
    pub(crate) told_of_records: Vec<(&'static str, Known)>,
    pub(crate) origin: Option<Origin>,
}

/// What an ask says of its own door.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) breadth: Option<Breadth>,
    pub(crate) custody: Option<CustodyAct>,
    pub(crate) help: Option<Help>,
    pub(crate) inquiry: Option<InquiryAbout>,
    pub(crate) inquiry_for: Option<InquiryFor>,
}

/// What is known of the agreement.
#[derive(Debug, Default)]
pub(crate) struct AgreementKnown {
    pub(crate) exists: Known,
    pub(crate) plate_reader_interagency: Known,
    pub(crate) no_immigration_use: Known,
    pub(crate) no_onward_sharing: Known,
    pub(crate) purpose_recipient_audit: Known,
}

/// What is known of the access record.
#[derive(Debug, Default)]
pub(crate) struct AccessKnown {
    pub(crate) date_time: Known,
    pub(crate) query_elements: Known,
    pub(crate) username: Known,
}

/// What a fact says, of facts still known.
pub(crate) fn value<T>(fact: Option<&Fact<T>>) -> Option<&T> {
    fact.map(|f| &f.value)
}

/// Derives everything the policies test.
pub(crate) fn derive(ask: &Ask, facts: &Facts, now: Moment) -> Derived {
    let mut facts = facts.known_at(now);
    let asker = tidied(value(facts.asker.as_ref()));
    if ask.door == Door::Disclosure && is_of_the_public(&asker) {
        facts.reading = None;
    }
    let facts = &facts;
    let holder = tidied(value(facts.holder.as_ref()));
    let reading = value(facts.reading.as_ref());
    let whom = whom::whom(ask, facts, &asker);
    let papers = papers::papers(ask, facts, now);
    let records = value(facts.records.as_ref());
    let possible = possibly_named(facts, &asker, reading);
    let other_state = possible.and_then(|n| n.state.as_ref());
    let immigration = purpose::immigration(ask, facts, [&asker, &whom.beneficiary], &papers);
    Derived {
        is_for_contradicted: whom.is_contradicted,
        possibly_for: possible.map_or(PartyKind::Unknown, |n| n.kind),
        possibly_for_other_state: other_state
            .is_some_and(|s| holder.place.state.as_ref() != Some(s)),
        for_unnamed_agency: reading.is_some_and(is_for_unnamed).into(),
        purpose: purpose::purpose(ask, reading),
        immigration,
        has_case_number: has_case_number(ask),
        case_proved: Known::of(value(facts.case_proved.as_ref()).copied()),
        class: records.map(|r| r.class).or(ask.records).unwrap_or_default(),
        is_class_contradicted: matches!((records, ask.records), (Some(r), Some(a)) if r.class != a),
        are_words_unclear: are_words_unclear(ask, reading),
        personal_information: personal_information(ask, records),
        public_already: records.map_or(Known::Unknown, Records::public_already),
        age_days_max: records.and_then(|r| r.age_days_max),
        papers,
        agreement: agreement(facts, now),
        readable_by_immigration_authority: Known::of(
            value(facts.environment.as_ref()).and_then(|e| e.readable_by_immigration_authority),
        ),
        relation: value(facts.relation.as_ref()).copied().unwrap_or_default(),
        public_agency_determination: Known::of(
            value(facts.public_agency_determination.as_ref()).copied(),
        ),
        values_exception: value(facts.values_exception.as_ref()).copied(),
        names_task_force: facts.task_force.is_some(),
        attested_no_onward_sharing: Known::of(
            value(facts.attestation.as_ref()).and_then(|a| a.no_onward_sharing),
        ),
        access: access(ask, facts),
        user_grant_complete: value(facts.user_grant.as_ref())
            .map_or(Known::Unknown, UserGrant::complete),
        said: said(ask),
        eligibility: eligibility::eligibility(value(facts.person.as_ref()), now.day()),
        is_aggravated_reentry: purpose::is_aggravated_reentry(ask),
        system: value(facts.environment.as_ref()).and_then(|e| e.system),
        incident_age_days: value(facts.public_records.as_ref())
            .and_then(|p| p.incident_known_on)
            .and_then(|day| past(now, day)),
        validated_age_days: value(facts.intelligence.as_ref())
            .and_then(|i| i.validated_on)
            .and_then(|day| past(now, day)),
        told: told::told(ask, facts),
        told_of_records: told::of_records(records),
        origin: records.and_then(|r| r.origin),
        holder,
        asker,
        beneficiary: whom.beneficiary,
    }
}

/// A body that the words may mean.
fn possibly_named<'a>(
    facts: &Facts,
    asker: &Party,
    reading: Option<&'a Reading>,
) -> Option<&'a NamedBody> {
    let reading = reading.filter(|r| r.certainty == Certainty::Possible)?;
    let named = reading.named.as_ref()?;
    // A federal asker's task force is the one that somebody vouches for, and the law of task forces
    // weighs it. For a local asker it is a doubt still: a force has federal members.
    let is_known = named.kind == PartyKind::JointTaskForce
        && facts.task_force.is_some()
        && asker.kind.is_federal();
    (!is_known).then_some(named)
}

/// How many days ago; a day still to come is a mistake of whoever wrote it, and tells nothing.
fn past(now: Moment, day: terms::Day) -> Option<i64> {
    let days = i64::from(now.day().days_since(day));
    (days >= 0).then_some(days)
}

const fn said(ask: &Ask) -> Said {
    Said {
        breadth: ask.breadth,
        custody: ask.custody,
        help: ask.help,
        inquiry: ask.inquiry,
        inquiry_for: ask.inquiry_for,
    }
}

/// A party as the rules compare it: blanks around a name, a state or a city say nothing, and a
/// state's code is in capitals. A body that has an immigration function by its kind has it here.
pub(crate) fn tidied(party: Option<&Party>) -> Party {
    let mut party = party.cloned().unwrap_or_default();
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    party.name = tidy(&party.name);
    party.place.state = party.place.state.map(|s| tidy(&s).to_uppercase()).filter(|s| s.len() == 2);
    party.place.city = party.place.city.map(|c| tidy(&c)).filter(|c| !c.is_empty());
    party.immigration_function = match purpose::function_of(&party) {
        Known::Yes => Some(true),
        Known::No => Some(false),
        Known::Unknown => None,
    };
    party
}

/// A member of the public, whoever speaks for it, or a body that oversees. What such a one says of
/// a disclosure names its topic, and no use that anyone makes of it: a journalist who asks about
/// raids enforces nothing, and asks for nobody else.
fn is_of_the_public(party: &Party) -> bool {
    party.immigration_function() != Known::Yes
        && matches!(
            party.kind,
            PartyKind::Oversight | PartyKind::PersonOrCounsel | PartyKind::PressOrPublic
        )
}

/// The words say that it is for another agency and do not name it.
fn is_for_unnamed(reading: &Reading) -> bool {
    reading.named.is_none() && reading.label.starts_with("assist_")
}

/// A number that can be looked up: `-` and `n/a` are none.
pub(crate) fn has_case_number(ask: &Ask) -> bool {
    let number = ask.purpose.case_number.as_deref().unwrap_or_default();
    number.chars().any(|c| c.is_ascii_digit())
}

/// A user name of blanks is none.
pub(crate) fn is_given(username: &str) -> bool {
    !username.trim().is_empty()
}

/// Labels of readings that leave open what the search was for, whatever class was stated beside.
const UNCLEAR: [&str; 5] = ["personal", "protected_activity", "protected_care", "test", "unread"];

/// Whether words were given that no rule here knows, and nothing else says what it is for.
///
/// Words that the cue list does not know are a doubt beside a stated crime, whose words it should
/// know; a civil matter, an audit or a missing person is told in words of every kind.
fn are_words_unclear(ask: &Ask, reading: Option<&Reading>) -> bool {
    let unclear = reading.is_some_and(|r| UNCLEAR.contains(&r.label.as_str()));
    let only_unread = reading.is_some_and(|r| r.label == "unread");
    let told_in_any_words = !matches!(
        ask.purpose.class,
        PurposeClass::Crime | PurposeClass::Other | PurposeClass::Unstated
    );
    let elsewhere = told_in_any_words || has_case_number(ask) || ask.purpose.offence.is_some();
    unclear && !(only_unread && elsewhere)
}

/// What Civ. Code 1798.3(a) makes personal information whatever is said of the item: records that
/// identify or describe a person by what they are (statements, address, physical description).
fn personal_information(ask: &Ask, records: Option<&Records>) -> Known {
    let is_personal = |class: RecordClass| {
        matches!(
            class,
            RecordClass::AddressIdentity
                | RecordClass::BodyWornVideo
                | RecordClass::Certification
                | RecordClass::CriminalHistory
                | RecordClass::FieldInterview
                | RecordClass::JailRelease
                | RecordClass::Juvenile
                | RecordClass::SocialMedia
                | RecordClass::VictimWitness
        )
    };
    let by_class = records.map(|r| r.class).into_iter().chain(ask.records).any(is_personal);
    let nothing_identifies = records.is_some_and(|r| r.deidentified == Some(true));
    match records.map_or(Known::Unknown, Records::personal_information) {
        // Whoever vouches that nothing in it identifies anybody has said this too.
        Known::Unknown if nothing_identifies => Known::No,
        Known::Unknown if by_class => Known::Yes,
        known => known,
    }
}

fn agreement(facts: &Facts, now: Moment) -> AgreementKnown {
    let Some(agreement) = value(facts.agreement.as_ref()) else { return AgreementKnown::default() };
    let expired = agreement.last_day.is_some_and(|last| last < now.day());
    if expired || !agreement.exists {
        return AgreementKnown {
            exists: Known::No,
            plate_reader_interagency: Known::No,
            no_immigration_use: Known::No,
            no_onward_sharing: Known::No,
            purpose_recipient_audit: Known::No,
        };
    }
    AgreementKnown {
        exists: Known::Yes,
        plate_reader_interagency: Known::of(agreement.plate_reader_interagency),
        no_immigration_use: Known::of(agreement.no_immigration_use),
        no_onward_sharing: Known::of(agreement.no_onward_sharing),
        purpose_recipient_audit: Known::of(agreement.purpose_recipient_audit),
    }
}

fn access(ask: &Ask, facts: &Facts) -> AccessKnown {
    let record = value(facts.access_record.as_ref());
    let said = ask.username.as_deref().map(is_given);
    AccessKnown {
        date_time: Known::of(record.and_then(|r| r.date_time)),
        query_elements: Known::of(record.and_then(|r| r.query_elements)),
        username: both(said, record.and_then(|r| r.username)),
    }
}

/// Two statements of one thing: a no in either is a no.
fn both(one: Option<bool>, other: Option<bool>) -> Known {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Known::No,
        (Some(true), _) | (_, Some(true)) => Known::Yes,
        (None, None) => Known::Unknown,
    }
}
