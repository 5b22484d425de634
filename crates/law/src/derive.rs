//! What follows from the facts before any policy is read.
//!
//! In: an ask, the facts, the moment. Out: [`Derived`], every word the policies test.
//! Never: reads a claim of the asker as if somebody had vouched for it; a claim can only narrow.
//!
//! The definitions of CA-VALUES-DEF live here: immigration enforcement (Gov. Code 7284.4(f)),
//! immigration authority (7284.4(c): function, not badge), civil immigration warrant (7284.4(b)).

use std::collections::BTreeSet;
use terms::{
    Ask, Certainty, Fact, Facts, Instrument, InstrumentKind, Issuer, Known, Moment, Party,
    PartyKind, Place, PurposeClass, Reading, RecordClass, Records, Relation, UserGrant,
    ValuesException,
};

/// Everything the policies test, computed once.
#[derive(Debug)]
pub(crate) struct Derived {
    pub(crate) holder: Party,
    pub(crate) asker: Party,
    pub(crate) beneficiary: Party,
    pub(crate) possibly_for: PartyKind,
    pub(crate) possibly_for_other_state: bool,
    pub(crate) for_unnamed_agency: Known,
    pub(crate) purpose: PurposeClass,
    pub(crate) immigration_purpose: Known,
    pub(crate) has_case_number: bool,
    pub(crate) case_proved: Known,
    pub(crate) class: RecordClass,
    pub(crate) personal_information: Known,
    pub(crate) public_already: Known,
    pub(crate) age_days_max: Option<u32>,
    pub(crate) papers: Papers,
    pub(crate) agreement: AgreementKnown,
    pub(crate) readable_by_immigration_authority: Known,
    pub(crate) relation: Relation,
    pub(crate) public_agency_determination: Known,
    pub(crate) values_exception: Option<ValuesException>,
    pub(crate) task_force_registered: Known,
    pub(crate) access: AccessKnown,
    pub(crate) user_grant_complete: Known,
}

/// The papers, sorted by who issued them.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    /// Verified and in date.
    pub(crate) verified: BTreeSet<InstrumentKind>,
    /// Claimed, and nobody has looked; or looked at, and who signed is not known.
    pub(crate) unverified: BTreeSet<InstrumentKind>,
    /// One of a judge or court of another state is among them: it counts as neither.
    pub(crate) of_other_state: bool,
    pub(crate) judge_covers_ask: Known,
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

fn value<T>(fact: Option<&Fact<T>>) -> Option<&T> {
    fact.map(|f| &f.value)
}

fn unknown_party() -> Party {
    Party::default()
}

/// Derives everything the policies test.
pub(crate) fn derive(ask: &Ask, facts: &Facts, now: Moment) -> Derived {
    let asker = value(facts.asker.as_ref()).cloned().unwrap_or_else(unknown_party);
    let reading = value(facts.reading.as_ref());
    let beneficiary = beneficiary(ask, facts, &asker, reading);
    let papers = papers(ask, facts, now);
    let records = value(facts.records.as_ref());
    let class = records.map(|r| r.class).or(ask.records).unwrap_or_default();
    let doubtful = reading.filter(|r| r.certainty == Certainty::Possible);
    let possible = doubtful.and_then(|r| r.named.as_ref());
    let holder = value(facts.holder.as_ref()).cloned().unwrap_or_else(unknown_party);
    let other_state = possible.and_then(|n| n.state.as_ref());
    Derived {
        possibly_for: possible.map_or(PartyKind::Unknown, |n| n.kind),
        possibly_for_other_state: other_state
            .is_some_and(|s| holder.place.state.as_ref() != Some(s)),
        for_unnamed_agency: (possible.is_none()
            && reading.is_some_and(|r| r.named.is_none() && r.label == "assist_agency"))
        .into(),
        purpose: purpose(ask, reading),
        immigration_purpose: immigration_purpose(ask, facts, &asker, &beneficiary, &papers),
        has_case_number: ask.purpose.case_number.as_ref().is_some_and(|n| !n.trim().is_empty()),
        case_proved: Known::of(value(facts.case_proved.as_ref()).copied()),
        class,
        personal_information: personal_information(class, records),
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
        task_force_registered: Known::of(
            value(facts.task_force.as_ref()).and_then(|t| t.registered),
        ),
        access: access(ask, facts),
        user_grant_complete: value(facts.user_grant.as_ref())
            .map_or(Known::Unknown, UserGrant::complete),
        holder,
        asker,
        beneficiary,
    }
}

/// For whom in truth.
///
/// A vouched beneficiary first; then a body that the words of the reason name, unless those words
/// have another reading; then a name the asker stated, of which nothing is known; else the asker.
fn beneficiary(ask: &Ask, facts: &Facts, asker: &Party, reading: Option<&Reading>) -> Party {
    if let Some(party) = value(facts.beneficiary.as_ref()) {
        return party.clone();
    }
    let sure = reading.filter(|r| r.certainty != Certainty::Possible);
    if let Some(named) = sure.and_then(|r| r.named.as_ref()) {
        return Party {
            name: named.name.clone(),
            kind: named.kind,
            place: Place { state: named.state.clone(), ..Place::default() },
            immigration_function: None,
        };
    }
    match &ask.beneficiary {
        Some(name) if *name != asker.name => Party { name: name.clone(), ..Party::default() },
        _ => asker.clone(),
    }
}

/// The class of the purpose: as stated; as read from the words where no class was stated.
///
/// A class stated beside words that are no purpose (`inv`) does not make them one.
fn purpose(ask: &Ask, reading: Option<&Reading>) -> PurposeClass {
    match (ask.purpose.class, reading) {
        (_, Some(read)) if read.class == PurposeClass::Vague => PurposeClass::Vague,
        // Something was stated, though no purpose of ours: for whom, but not what for.
        (PurposeClass::Unstated, Some(read))
            if read.class == PurposeClass::Unstated && read.label.starts_with("assist_") =>
        {
            PurposeClass::Other
        }
        (PurposeClass::Unstated, Some(read)) if read.certainty != Certainty::Possible => read.class,
        (stated, _) => stated,
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
fn immigration_purpose(
    ask: &Ask,
    facts: &Facts,
    asker: &Party,
    beneficiary: &Party,
    papers: &Papers,
) -> Known {
    let reading = value(facts.reading.as_ref());
    if is_immigration(ask.purpose.class) {
        return Known::Yes;
    }
    let of_immigration = [
        InstrumentKind::AdministrativeSubpoena,
        InstrumentKind::AdministrativeWarrant,
        InstrumentKind::Detainer,
    ];
    if of_immigration.iter().any(|k| papers.verified.contains(k) || papers.unverified.contains(k)) {
        return Known::Yes;
    }
    if reading.is_some_and(|r| is_immigration(r.class)) {
        let sure = reading.is_some_and(|r| r.certainty != Certainty::Possible);
        return if sure { Known::Yes } else { Known::Unknown };
    }
    let transport = |class| class == PurposeClass::TransportOrHarbour;
    if transport(ask.purpose.class) || reading.is_some_and(|r| transport(r.class)) {
        return Known::Unknown;
    }
    let functions = [function_of(asker), function_of(beneficiary)];
    if functions.contains(&Known::Yes) {
        return by_function(ask, facts, beneficiary);
    }
    Known::No
}

/// A mixed body has an immigration function unless somebody vouches that this part of it has none.
fn function_of(party: &Party) -> Known {
    match (party.kind, party.immigration_function()) {
        (PartyKind::FederalMixed, Known::Unknown) => Known::Yes,
        (_, known) => known,
    }
}

fn by_function(ask: &Ask, facts: &Facts, beneficiary: &Party) -> Known {
    let reading = value(facts.reading.as_ref());
    // The body is known from the words of the reason alone, and they tell no purpose of it: a
    // mixed body's case may be drugs or trafficking, so this is a doubt and no more.
    let from_words = facts.beneficiary.is_none()
        && reading.and_then(|r| r.named.as_ref()).is_some_and(|n| n.name == beneficiary.name);
    if from_words && beneficiary.kind == PartyKind::FederalMixed {
        return Known::Unknown;
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
        (true, Some(true), Some(true)) => Known::No,
        (true, _, _) | (false, _, Some(true)) => Known::Unknown,
        (false, _, _) => Known::Yes,
    }
}

/// What Civ. Code 1798.3(a) makes personal information whatever is said of the item: records that
/// identify or describe a person by what they are (statements, address, physical description).
fn personal_information(class: RecordClass, records: Option<&Records>) -> Known {
    let by_class = matches!(
        class,
        RecordClass::AddressIdentity
            | RecordClass::BodyWornVideo
            | RecordClass::CriminalHistory
            | RecordClass::FieldInterview
            | RecordClass::JailRelease
            | RecordClass::Juvenile
            | RecordClass::SocialMedia
            | RecordClass::VictimWitness
    );
    match records.map_or(Known::Unknown, Records::personal_information) {
        Known::Unknown if by_class => Known::Yes,
        known => known,
    }
}

/// Sorts the papers: a paper is what its issuer makes it, not what it is headed.
fn papers(ask: &Ask, facts: &Facts, now: Moment) -> Papers {
    let mut papers = Papers::default();
    let mut covers = BTreeSet::new();
    let looked_at = value(facts.instruments.as_ref());
    for paper in looked_at.into_iter().flatten() {
        if paper.last_day.is_some_and(|last| last < now.day()) {
            continue;
        }
        match by_issuer(paper) {
            _ if paper.issuer == Issuer::OtherState => papers.of_other_state = true,
            Some(kind) => {
                papers.verified.insert(kind);
                if matches!(
                    kind,
                    InstrumentKind::CourtOrder | InstrumentKind::JudicialSearchWarrant
                ) {
                    covers.insert(paper.covers_ask());
                }
            }
            None => {
                papers.unverified.insert(paper.kind);
            }
        }
    }
    for said in &ask.instruments {
        let kind = by_form(said.form.as_deref()).unwrap_or(said.claimed_kind);
        // An agency's own paper counts against the asker as soon as it is claimed; a judge's counts
        // for nothing until somebody at the holder has looked at it.
        let nobody_looked = looked_at.is_none();
        if !papers.verified.contains(&kind) && (kind.is_agency_paper() || nobody_looked) {
            papers.unverified.insert(kind);
        }
    }
    papers.judge_covers_ask = if covers.contains(&Known::Yes) {
        Known::Yes
    } else if covers.contains(&Known::Unknown) {
        Known::Unknown
    } else {
        Known::No
    };
    papers
}

/// The kind that a form number makes a paper, whatever it is called.
fn by_form(form: Option<&str>) -> Option<InstrumentKind> {
    let form: String =
        form?.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let form = form.strip_prefix("FORM").unwrap_or(&form);
    if form.starts_with("I247") {
        Some(InstrumentKind::Detainer)
    } else if ["I200", "I203", "I205", "I286"].iter().any(|f| form.starts_with(f)) {
        Some(InstrumentKind::AdministrativeWarrant)
    } else if form.starts_with("I138") {
        Some(InstrumentKind::AdministrativeSubpoena)
    } else {
        None
    }
}

/// The kind that form and issuer make a verified paper; `None` where who signed does not fit.
fn by_issuer(paper: &Instrument) -> Option<InstrumentKind> {
    if let Some(kind) = by_form(paper.form.as_deref()) {
        return Some(kind);
    }
    let judge = matches!(paper.issuer, Issuer::FederalJudge | Issuer::StateJudge);
    let court = judge || paper.issuer == Issuer::Court;
    match (paper.kind, paper.issuer) {
        (
            InstrumentKind::JudicialArrestWarrant | InstrumentKind::JudicialSearchWarrant,
            Issuer::AgencyOfficer,
        ) => Some(InstrumentKind::AdministrativeWarrant),
        (
            InstrumentKind::Subpoena
            | InstrumentKind::GrandJurySubpoena
            | InstrumentKind::CourtOrder
            | InstrumentKind::StoredDataOrder,
            Issuer::AgencyOfficer,
        ) => Some(InstrumentKind::AdministrativeSubpoena),
        (kind, _) if kind.is_agency_paper() => Some(kind),
        (
            kind @ (InstrumentKind::JudicialArrestWarrant | InstrumentKind::JudicialSearchWarrant),
            _,
        ) => judge.then_some(kind),
        (kind @ InstrumentKind::GrandJurySubpoena, issuer) => {
            (court || issuer == Issuer::GrandJury).then_some(kind)
        }
        (kind, _) => court.then_some(kind),
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
    let said = ask.username.as_ref().map(|name| !name.trim().is_empty());
    AccessKnown {
        date_time: Known::of(record.and_then(|r| r.date_time)),
        query_elements: Known::of(record.and_then(|r| r.query_elements)),
        username: Known::of(record.and_then(|r| r.username).or(said)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::VouchedBy;

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
        let derive = |now: &str| derive(&ask, &facts, now.parse().unwrap()).papers.judge_covers_ask;
        assert_eq!(derive("2026-01-01T23:00:00Z"), Known::Yes);
        assert_eq!(derive("2026-01-02"), Known::No);
    }
}
