//! What must hold for any ask and any facts, over many that nobody wrote by hand.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Law, StatuteFile};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::sync::OnceLock;
use terms::{Ask, Facts, Moment, Outcome, PartyKind, RecordClass};

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| Law::embedded().unwrap())
}

/// The shipped law with one more bar.
fn stricter() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| {
        let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
        let file =
            files.iter_mut().find(|f| f.path == "united-states/process/policy.cedar").unwrap();
        file.text.push_str(
            r#"@id("US-PROCESS/more") @cite("c") @because("b") @then("refer")
            forbid (principal, action in [Action::"Feed", Action::"Query"], resource)
            when { context.has_case_number };"#,
        );
        Law::read(files).unwrap()
    })
}

fn now() -> Moment {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

const KINDS: [&str; 17] = [
    "court",
    "federal_immigration",
    "federal_military",
    "federal_mixed",
    "federal_other",
    "foreign",
    "fusion_center",
    "joint_task_force",
    "local_law_enforcement",
    "oversight",
    "person_or_counsel",
    "press_or_public",
    "private",
    "public_non_law_enforcement",
    "state_law_enforcement",
    "tribal_law_enforcement",
    "unknown",
];
const CLASSES: [&str; 6] = [
    "plate_reads",
    "plate_reads",
    "body_worn_video",
    "field_interview",
    "status_information",
    "juvenile",
];
const PURPOSES: [&str; 9] = [
    "crime",
    "crime",
    "crime",
    "civil_immigration",
    "criminal_immigration",
    "missing_person",
    "transport_or_harbour",
    "unstated",
    "vague",
];
const PAPERS: [&str; 10] = [
    "administrative_subpoena",
    "administrative_warrant",
    "court_order",
    "detainer",
    "grand_jury_subpoena",
    "informal_request",
    "judicial_arrest_warrant",
    "judicial_search_warrant",
    "stored_data_order",
    "subpoena",
];
const ISSUERS: [&str; 6] =
    ["agency_officer", "court", "federal_judge", "grand_jury", "state_judge", "unknown"];

fn maybe() -> impl Strategy<Value = Option<bool>> {
    select(vec![None, Some(true), Some(true), Some(false)])
}

fn party(name: &'static str) -> impl Strategy<Value = Value> {
    let kinds: Vec<_> = KINDS.into_iter().chain(["local_law_enforcement"; 8]).collect();
    let states = select(vec![Some("CA"), Some("CA"), Some("CA"), Some("NV"), None]);
    (select(kinds), states, maybe()).prop_map(move |(kind, state, immigration)| {
        json!({ "name": name, "kind": kind, "place": { "state": state, "city": "Glendale" },
                "immigration_function": immigration })
    })
}

fn fact(value: Value) -> Value {
    json!({ "value": value, "vouched_by": "registry" })
}

/// An ask with its facts, but for the holder.
fn posed() -> impl Strategy<Value = (Ask, Facts)> {
    let paper = (select(PAPERS.to_vec()), select(ISSUERS.to_vec()), maybe()).prop_map(
        |(kind, issuer, covers)| json!({ "kind": kind, "issuer": issuer, "covers_ask": covers }),
    );
    let papers = proptest::option::of(proptest::collection::vec(paper, 0..3));
    let clauses = (maybe(), maybe(), maybe(), maybe()).prop_map(|(a, b, c, d)| {
        json!({ "exists": true, "plate_reader_interagency": a, "no_immigration_use": b,
                "no_onward_sharing": c, "purpose_recipient_audit": d })
    });
    let ask = (
        select(vec!["query", "query", "feed"]),
        select(CLASSES.to_vec()),
        select(PURPOSES.to_vec()),
    );
    let facts = (
        party("asker"),
        proptest::option::of(party("beneficiary")),
        papers,
        proptest::option::of(clauses),
        maybe(),
        maybe(),
        maybe(),
    );
    (ask, facts).prop_map(
        |(
            (door, class, purpose),
            (asker, beneficiary, papers, clauses, public, attested, proved),
        )| {
            let ask = json!({ "door": door, "records": class, "username": "u",
                          "purpose": { "class": purpose, "case_number": "26-1" } });
            let mut facts = json!({
                "asker": fact(asker),
                "records": fact(json!({ "class": class, "public_already": public })),
                "attestation": fact(json!({ "not_immigration": attested })),
            });
            let map = facts.as_object_mut().unwrap();
            for (key, value) in [
                ("beneficiary", beneficiary),
                ("instruments", papers.map(Value::from)),
                ("agreement", clauses),
                ("case_proved", proved.map(Value::from)),
            ] {
                if let Some(value) = value {
                    let by = if key == "instruments" { "desk" } else { "registry" };
                    map.insert(key.to_owned(), json!({ "value": value, "vouched_by": by }));
                }
            }
            (serde_json::from_value(ask).unwrap(), serde_json::from_value(facts).unwrap())
        },
    )
}

fn held_by(mut facts: Facts, city: &str) -> Facts {
    let holder = json!({ "name": "holder", "kind": "local_law_enforcement",
                         "place": { "state": "CA", "city": city } });
    facts.holder = Some(serde_json::from_value(fact(holder)).unwrap());
    facts
}

fn recipients(facts: &Facts) -> impl Iterator<Item = &terms::Party> {
    facts.asker.iter().chain(&facts.beneficiary).map(|f| &f.value)
}

fn has_judges_paper(facts: &Facts) -> bool {
    facts.instruments.iter().flat_map(|f| &f.value).any(|p| !p.kind.is_agency_paper())
}

/// Lets one fact end at the moment of the ruling.
fn end(facts: &mut Facts, which: usize) {
    let at = Some(now());
    match which {
        0 => facts.holder.iter_mut().for_each(|f| f.changes_at = at),
        1 => facts.asker.iter_mut().for_each(|f| f.changes_at = at),
        2 => facts.beneficiary.iter_mut().for_each(|f| f.changes_at = at),
        3 => facts.instruments.iter_mut().for_each(|f| f.changes_at = at),
        4 => facts.agreement.iter_mut().for_each(|f| f.changes_at = at),
        _ => facts.records.iter_mut().for_each(|f| f.changes_at = at),
    }
}

/// Takes the same fact away.
fn drop_fact(facts: &mut Facts, which: usize) {
    match which {
        0 => facts.holder = None,
        1 => facts.asker = None,
        2 => facts.beneficiary = None,
        3 => facts.instruments = None,
        4 => facts.agreement = None,
        _ => facts.records = None,
    }
}

fn configured() -> ProptestConfig {
    ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(configured())]

    #[test]
    fn a_plate_read_goes_to_public_agencies_of_california_alone((ask, facts) in posed()) {
        let facts = held_by(facts, "Torrance");
        let ruling = law().rule(&ask, &facts, now());
        if ask.records == Some(RecordClass::PlateReads) && ruling.outcome == Outcome::Share {
            for party in recipients(&facts) {
                let public = matches!(party.kind, PartyKind::LocalLawEnforcement
                    | PartyKind::StateLawEnforcement | PartyKind::PublicNonLawEnforcement
                    | PartyKind::Court | PartyKind::Oversight);
                prop_assert!(public, "{:?}", party.kind);
                prop_assert_eq!(party.place.state.as_deref(), Some("CA"));
            }
        }
    }

    #[test]
    fn an_immigration_purpose_shares_only_what_is_public_or_what_a_judge_orders(
        (ask, facts) in posed()
    ) {
        let facts = held_by(facts, "Torrance");
        let ruling = law().rule(&ask, &facts, now());
        let immigration = matches!(ask.purpose.class,
            terms::PurposeClass::CivilImmigration | terms::PurposeClass::CriminalImmigration);
        if immigration && ruling.outcome == Outcome::Share {
            let public = facts.records.as_ref().and_then(|r| r.value.public_already) == Some(true);
            let covered = facts.instruments.iter().flat_map(|f| &f.value).any(|p| {
                !p.kind.is_agency_paper() && p.covers_ask == Some(true)
                    && p.issuer != terms::Issuer::AgencyOfficer
            });
            prop_assert!(public || covered, "{:?}", ruling);
        }
    }

    #[test]
    fn an_agencys_own_immigration_paper_opens_nothing((ask, facts) in posed()) {
        let facts = held_by(facts, "Torrance");
        let own = facts.instruments.iter().flat_map(|f| &f.value).any(|p| matches!(p.kind,
            terms::InstrumentKind::AdministrativeWarrant | terms::InstrumentKind::Detainer
            | terms::InstrumentKind::AdministrativeSubpoena));
        // What is public already no paper has to open.
        let is_public = facts.records.iter().any(|r| r.value.public_already == Some(true));
        if own && !is_public && !has_judges_paper(&facts) {
            prop_assert_ne!(law().rule(&ask, &facts, now()).outcome, Outcome::Share);
        }
    }

    #[test]
    fn los_angeles_is_nowhere_looser_than_california((ask, facts) in posed()) {
        let elsewhere = law().rule(&ask, &held_by(facts.clone(), "Torrance"), now());
        let here = law().rule(&ask, &held_by(facts, "Los Angeles"), now());
        prop_assert!(here.outcome >= elsewhere.outcome, "{here:?}\n{elsewhere:?}");
    }

    #[test]
    fn one_more_forbid_never_opens_anything((ask, facts) in posed()) {
        let facts = held_by(facts, "Los Angeles");
        let before = law().rule(&ask, &facts, now());
        let after = stricter().rule(&ask, &facts, now());
        // A case number is stated in every ask here, so the added bar, which refers, holds in each.
        prop_assert_ne!(after.outcome, Outcome::Share);
        // A default speaks only where no provision does, so a provision that refers may take its
        // place; what a provision withholds stays withheld.
        if before.outcome == Outcome::Withhold && before.ground.provision.0 != "BASE" {
            prop_assert_eq!(after.outcome, Outcome::Withhold);
        }
    }

    #[test]
    fn a_fact_past_its_time_rules_as_one_that_nobody_states(
        (ask, facts) in posed(), which in 0..6_usize
    ) {
        let facts = held_by(facts, "Los Angeles");
        let mut ended = facts.clone();
        let mut absent = facts;
        end(&mut ended, which);
        drop_fact(&mut absent, which);
        prop_assert_eq!(law().rule(&ask, &ended, now()), law().rule(&ask, &absent, now()));
    }

    #[test]
    fn a_name_or_place_written_otherwise_opens_nothing((ask, facts) in posed()) {
        let facts = held_by(facts, "Los Angeles");
        let plain = law().rule(&ask, &facts, now());
        for city in ["los angeles", "City of Los Angeles", " Los  Angeles ", "Los Ángeles"] {
            let mut otherwise = facts.clone();
            if let Some(holder) = &mut otherwise.holder {
                holder.value.place.city = Some(city.to_owned());
                holder.value.name = holder.value.name.to_uppercase();
            }
            prop_assert!(law().rule(&ask, &otherwise, now()).outcome >= plain.outcome, "{city}");
        }
    }

    #[test]
    fn a_ruling_is_the_same_twice_and_is_grounded((ask, facts) in posed()) {
        let facts = held_by(facts, "Torrance");
        let ruling = law().rule(&ask, &facts, now());
        prop_assert_eq!(&ruling, &law().rule(&ask, &facts, now()));
        for ground in ruling.grounds() {
            prop_assert!(!ground.citation.is_empty() && !ground.because.is_empty());
        }
        prop_assert_eq!(ruling.ground.outcome, ruling.outcome);
        if ruling.outcome != Outcome::Share {
            prop_assert!(ruling.limits.is_empty());
        }
    }
}

/// The properties above would hold of a law that never shares: these asks must not be of that kind.
#[test]
fn the_asks_tried_here_are_shared_and_refused_alike() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = std::collections::BTreeMap::new();
    for _ in 0..500 {
        let (ask, facts) = posed().new_tree(&mut runner).unwrap().current();
        let ruling = law().rule(&ask, &held_by(facts, "Torrance"), now());
        *counts.entry(ruling.outcome).or_insert(0) += 1;
    }
    for outcome in [Outcome::Share, Outcome::Refer, Outcome::Withhold] {
        assert!(counts.get(&outcome).copied().unwrap_or(0) >= 15, "{counts:?}");
    }
}
