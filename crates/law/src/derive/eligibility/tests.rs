//! Tests of the list law, those of the law sheet (CA-TRUST-ELIG, B1) among them.

use super::*;
use Known::{No, Unknown, Yes};
use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};
use terms::{AggravatedFelony, ConvictedAs, OffenceCategory};

/// The day of the law sheet.
const TODAY: &str = "2026-11-24";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A person of whom all is known but the record: on no list, and no finding.
fn with_record(convictions: &str) -> PersonFacts {
    let person = format!(
        r#"{{"registrant": false, "federal_felony_judicial_warrant": false,
            "magistrate_finding": {{"probable_cause": false}}, "convictions": [{convictions}]}}"#
    );
    serde_json::from_str(&person).unwrap()
}

fn on(person: &PersonFacts, today: &str) -> Eligibility {
    eligibility(Some(person), day(today))
}

/// Notice and handover alike.
fn check(convictions: &str, today: &str, expected: Known) -> Eligibility {
    let found = on(&with_record(convictions), today);
    assert_eq!((found.notice, found.handover), (expected, expected), "{convictions}: {found:#?}");
    found
}

fn citations(found: &Eligibility) -> Vec<&str> {
    found.grounds.iter().map(|g| g.citation.as_str()).collect()
}

const THEFT: &str = r#"{"offence": "PC 496", "place": "CA", "category": "property_crime",
    "convicted_as": "misdemeanor", "wobbler": true, "day": "2023-11-24"}"#;

#[test]
fn a_misdemeanor_of_a_wobbler_counts_for_five_years_and_the_sum_is_shown() {
    let found = check(THEFT, TODAY, Yes);
    assert_eq!(citations(&found), ["Gov. Code 7282.5(a)(3)(F)"]);
    assert_eq!(
        found.grounds[0].working,
        "convicted 2023-11-24, kind (F): a misdemeanor, of a wobbler, 5 years end 2028-11-24: \
         within"
    );
    assert_eq!(found.changes_on, Some(day("2028-11-25")));
    assert!(found.questions.is_empty());
    assert_eq!(
        found.working,
        [
            "convicted 2023-11-24, kind (F): (a)(1) not met (a misdemeanor); (a)(2) not met (a \
             misdemeanor); (a)(3)(F) met (a misdemeanor, of a wobbler, 5 years end 2028-11-24: \
             within)",
            "lists: (a)(4) not met (no current registrant); (a)(5) not met (no outstanding federal \
             felony judicial warrant)",
            "before a magistrate: (b) not met (no probable cause found)",
        ]
    );
}

#[test]
fn the_last_day_of_five_years_is_in_and_the_next_is_out() {
    check(THEFT, "2028-11-24", Yes);
    let found = check(THEFT, "2028-11-25", No);
    assert_eq!(found.changes_on, None);
    assert!(found.working[0].contains("5 years ended 2028-11-24: over"));
    let threats = r#"{"offence": "PC 422", "place": "CA", "category": "threats",
        "convicted_as": "misdemeanor", "wobbler": true, "day": "2020-11-24"}"#;
    check(threats, TODAY, No);
}

#[test]
fn from_a_leap_day_five_years_run_through_28_february() {
    let leap = THEFT.replace("2023-11-24", "2024-02-29");
    check(&leap, "2029-02-28", Yes);
    check(&leap, "2029-03-01", No);
}

#[test]
fn a_listed_felony_counts_for_fifteen_years() {
    let burglary = r#"{"offence": "PC 459", "place": "CA", "category": "property_crime",
        "convicted_as": "felony", "serious_or_violent": false, "state_prison": false,
        "day": "2011-11-24"}"#;
    let found = check(burglary, TODAY, Yes);
    assert_eq!(found.changes_on, Some(day("2026-11-25")));
    check(burglary, "2026-11-25", No);
}

#[test]
fn a_serious_violent_or_state_prison_felony_counts_at_any_time() {
    let old = r#"{"offence": "PC 211", "place": "CA", "category": "property_crime",
        "convicted_as": "felony", "serious_or_violent": true, "day": "1980-01-01"}"#;
    assert_eq!(citations(&check(old, TODAY, Yes)), ["Gov. Code 7282.5(a)(1)"]);
    let old = old.replace(r#""serious_or_violent": true"#, r#""state_prison": true"#);
    let found = check(&old, TODAY, Yes);
    assert_eq!(citations(&found), ["Gov. Code 7282.5(a)(2)"]);
    assert_eq!(found.changes_on, None);
}

#[test]
fn a_straight_misdemeanor_never_counts() {
    let battery = r#"{"offence": "PC 242", "place": "CA", "category": "battery",
        "convicted_as": "misdemeanor", "wobbler": false, "day": "2026-10-01"}"#;
    let found = check(battery, TODAY, No);
    assert!(found.working[0].contains("(a)(3)(B) not met (of no wobbler)"), "{found:#?}");
}

#[test]
fn driving_under_the_influence_and_drugs_count_only_as_felonies() {
    for kind in ["driving_under_influence", "controlled_substance"] {
        let misdemeanor = THEFT.replace("property_crime", kind);
        check(&misdemeanor, TODAY, No);
        let felony = misdemeanor.replace(r#""misdemeanor""#, r#""felony""#);
        check(&felony, TODAY, Yes);
    }
}

#[test]
fn a_misdemeanor_of_proposition_47_is_no_ground_and_beside_one_a_question() {
    let possession = r#"{"offence": "HS 11377", "place": "CA", "category": "controlled_substance",
        "convicted_as": "misdemeanor_since_proposition_47", "day": "2017-05-01"}"#;
    let found = check(possession, TODAY, No);
    assert!(found.working[0].contains("(a)(6)"), "{found:#?}");
    let found = check(&format!("{possession}, {THEFT}"), TODAY, Unknown);
    assert_eq!(found.questions, [PROPOSITION_47]);
}

#[test]
fn only_a_federal_aggravated_felony_of_a_to_p_counts() {
    let fraud = r#"{"offence": "18 USC 1343", "place": "US", "convicted_as": "felony",
        "aggravated_felony": "M", "day": "2001-01-01"}"#;
    let found = check(fraud, TODAY, Yes);
    assert_eq!(citations(&found), ["Gov. Code 7282.5(a)(5)"]);
    check(&fraud.replace(r#""M""#, r#""P""#), TODAY, Yes);
    // (Q) is outside; whether it counts as a felony of California is the open question.
    let outside = fraud.replace(r#""M""#, r#""Q""#);
    let found = check(&outside, TODAY, Unknown);
    assert_eq!(found.questions.len(), 1);
    let settled = outside.replace(r#""day""#, r#""equivalent_here": false, "day""#);
    check(&settled, TODAY, No);
    // A state's conviction is not one of "a federal crime", whatever paragraph is put beside it.
    let of_state = r#"{"offence": "PC 242", "place": "CA", "category": "battery", "wobbler": false,
        "convicted_as": "misdemeanor", "aggravated_felony": "F", "day": "2026-01-01"}"#;
    check(of_state, TODAY, No);
}

#[test]
fn a_conviction_elsewhere_is_an_open_question_unless_its_facts_settle_it() {
    let elsewhere = THEFT.replace(r#""CA""#, r#""NV""#);
    let found = check(&elsewhere, TODAY, Unknown);
    assert!(found.questions[0].contains("includes all of the elements"), "{found:#?}");
    assert!(found.questions[0].contains("would be punishable"));
    let settled =
        |found| elsewhere.replace(r#""day""#, &format!(r#""equivalent_here": {found}, "day""#));
    check(&settled("true"), TODAY, Yes);
    check(&settled("false"), TODAY, No);
    // Too old to count under either reading: no question arises.
    assert!(check(&elsewhere, "2030-01-01", No).questions.is_empty());
}

#[test]
fn a_felony_reduced_later_is_an_open_question_if_it_stands_alone() {
    let reduced = r#"{"offence": "PC 245", "place": "CA", "category": "assault", "wobbler": true,
        "convicted_as": "reduced_to_misdemeanor", "serious_or_violent": true,
        "day": "2015-01-01"}"#;
    let found = check(reduced, TODAY, Unknown);
    assert!(found.questions[0].contains("17(b)"), "{found:#?}");
    let found = check(&format!("{reduced}, {THEFT}"), TODAY, Yes);
    assert!(found.questions.is_empty());
}

#[test]
fn a_juvenile_strike_counts_only_if_all_of_667_d_3_is_met() {
    let strike = |facts: &str| {
        format!(
            r#"{{"offence": "PC 211", "place": "CA", "category": "property_crime",
                "serious_or_violent": true, "day": "2020-01-01",
                "convicted_as": {{"juvenile_adjudication": {{{facts}}}}}}}"#
        )
    };
    let found = check(&strike(r#""age_at_offence": 15"#), TODAY, No);
    assert!(found.working[0].contains("at the age of 15"), "{found:#?}");
    let rest = r#""listed": true, "found_fit": true, "made_ward": true"#;
    check(&strike(&format!(r#""age_at_offence": 15, {rest}"#)), TODAY, No);
    let found = check(&strike(&format!(r#""age_at_offence": 16, {rest}"#)), TODAY, Yes);
    assert_eq!(citations(&found), ["Gov. Code 7282.5(a)(1)"]);
    check(
        &strike(&format!(
            r#""age_at_offence": 16, {}"#,
            rest.replace("fit\": true", "fit\": false")
        )),
        TODAY,
        No,
    );
    check(&strike(r#""age_at_offence": 16"#), TODAY, Unknown);
    // Listed in 707(b) alone: whether it counts beyond (a)(1) is open.
    let listed = strike(&format!(r#""age_at_offence": 16, {rest}"#))
        .replace("violent\": true", "violent\": false");
    let found = check(&listed, TODAY, Unknown);
    assert!(found.questions.iter().any(|q| q.contains("667(d)(3)")), "{found:#?}");
}

#[test]
fn lists_open_both_and_a_magistrates_finding_opens_notice_alone() {
    let mut person = with_record("");
    assert_eq!(on(&person, TODAY).handover, No);
    person.registrant = Some(true);
    assert_eq!(citations(&on(&person, TODAY)), ["Gov. Code 7282.5(a)(4)"]);
    person.registrant = Some(false);
    person.federal_felony_judicial_warrant = Some(true);
    assert_eq!(on(&person, TODAY).handover, Yes);
    person.federal_felony_judicial_warrant = Some(false);
    person.magistrate_finding = serde_json::from_str(
        r#"{"day": "2026-11-20", "probable_cause": true, "serious_violent_or_state_prison": true}"#,
    )
    .unwrap();
    let found = on(&person, TODAY);
    assert_eq!((found.notice, found.handover), (Yes, No));
    assert_eq!(citations(&found), ["Gov. Code 7282.5(b)"]);
    let found = on(&person, "2026-11-19");
    assert_eq!((found.notice, found.changes_on), (Unknown, Some(day("2026-11-20"))));
}

#[test]
fn what_nobody_looked_at_is_neither_met_nor_unmet() {
    let found = eligibility(None, day(TODAY));
    assert_eq!((found.notice, found.handover), (Unknown, Unknown));
    assert!(found.questions.is_empty(), "missing facts are no question of law: {found:#?}");
    let mut person = with_record("");
    person.registrant = None;
    assert_eq!(on(&person, TODAY).handover, Unknown);
    let mut person = with_record("");
    person.magistrate_finding = None;
    let found = on(&person, TODAY);
    assert_eq!((found.notice, found.handover), (Unknown, No));
    check(r#"{"offence": "PC 1", "day": "2020-01-01"}"#, TODAY, Unknown);
    check(&THEFT.replace("2023", "2027"), TODAY, Unknown);
}

#[test]
fn the_working_never_shows_what_somebody_wrote_freely() {
    let found = check(&THEFT.replace("PC 496", "Juan P."), TODAY, Yes);
    assert!(!format!("{found:?}").contains("Juan"), "{found:#?}");
    let found = check(&THEFT.replace(r#""CA""#, r#""Juan""#), TODAY, Unknown);
    assert!(!format!("{found:?}").contains("Juan"), "{found:#?}");
}

fn said() -> impl Strategy<Value = Option<bool>> {
    proptest::arbitrary::any::<Option<bool>>()
}

fn convictions() -> impl Strategy<Value = Conviction> {
    use proptest::option::of;
    let convicted_as = prop::sample::select(vec![
        ConvictedAs::Felony,
        ConvictedAs::Misdemeanor,
        ConvictedAs::ReducedToMisdemeanor,
        ConvictedAs::JuvenileAdjudication(terms::JuvenileAdjudication {
            age_at_offence: Some(17),
            listed: Some(true),
            found_fit: Some(true),
            made_ward: Some(true),
        }),
    ]);
    let category = prop::sample::select(vec![
        OffenceCategory::Assault,
        OffenceCategory::ControlledSubstance,
        OffenceCategory::NotListed,
    ]);
    let paragraph = prop::sample::select(vec![
        AggravatedFelony::M,
        AggravatedFelony::Q,
        AggravatedFelony::NotOne,
    ]);
    let place = prop::sample::select(vec!["CA".to_owned(), "NV".to_owned(), "US".to_owned()]);
    let stated = (said(), said(), said());
    let days = 0..12_000_i32;
    (days, of(place), of(convicted_as), of(category), stated, of(paragraph), said()).prop_map(
        |(days, place, convicted_as, category, stated, paragraph, equivalent)| {
            let (wobbler, serious_or_violent, state_prison) = stated;
            Conviction {
                offence: "an offence".to_owned(),
                day: day("2000-01-01").plus_days(days).unwrap(),
                place,
                convicted_as,
                category,
                wobbler,
                serious_or_violent,
                state_prison,
                equivalent_here: equivalent,
                aggravated_felony: paragraph,
            }
        },
    )
}

/// How open an answer is.
fn openness(known: Known) -> u8 {
    match known {
        No => 0,
        Unknown => 1,
        Yes => 2,
    }
}

proptest! {
    #[test]
    fn a_record_never_opens_more_as_it_ages(
        list in prop::collection::vec(convictions(), 0..4), later in 0..12_000_i32,
    ) {
        let person = PersonFacts { convictions: Some(list), ..with_record("") };
        // Every conviction is in the past by then.
        let first = day("2033-01-01");
        let last = first.plus_days(later).unwrap();
        let (before, after) = (eligibility(Some(&person), first), eligibility(Some(&person), last));
        prop_assert!(openness(after.handover) <= openness(before.handover));
        // And it stays as it is until the day it says.
        if before.changes_on.is_none_or(|change| last < change) {
            prop_assert_eq!(before.handover, after.handover);
        }
    }

    #[test]
    fn leaving_a_fact_out_never_opens_anything(one in convictions(), which in 0..8_u8) {
        let mut less = one.clone();
        match which {
            0 => less.place = None,
            1 => less.convicted_as = None,
            2 => less.category = None,
            3 => less.wobbler = None,
            4 => less.serious_or_violent = None,
            5 => less.state_prison = None,
            6 => less.equivalent_here = None,
            _ => less.aggravated_felony = None,
        }
        let of = |one: Conviction| {
            let person = PersonFacts { convictions: Some(vec![one]), ..with_record("") };
            eligibility(Some(&person), day("2033-01-01")).handover
        };
        let (more, less) = (of(one), of(less));
        // What is left out makes an answer unknown, and never the other answer.
        prop_assert!(less == more || less == Unknown, "{more:?} became {less:?}");
    }
}
