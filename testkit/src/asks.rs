//! Random asks with their facts: every door, kind, class, paper and purpose.
//!
//! The names, places, numbers and days are few on purpose, so that parties are often one body,
//! papers are often out of date, and the law of a place is often in force or not. All is made up.

use crate::Dice;
use serde_json::{Map, Value, json};
use terms::{Ask, Facts, Moment};

const DOORS: [&str; 9] =
    ["query", "query", "feed", "hotlist", "custody", "assist", "inquiry", "disclosure", "query"];
const KINDS: [&str; 20] = [
    "local_law_enforcement",
    "local_law_enforcement",
    "local_law_enforcement",
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
const CLASSES: [&str; 18] = [
    "plate_reads",
    "plate_reads",
    "plate_reads",
    "address_identity",
    "body_worn_video",
    "criminal_history",
    "field_interview",
    "intelligence",
    "jail_release",
    "juvenile",
    "location",
    "plate_reads",
    "social_media",
    "status_information",
    "stop_data",
    "suspicious_activity",
    "unknown",
    "victim_witness",
];
const PURPOSES: [&str; 14] = [
    "crime",
    "crime",
    "administrative",
    "civil_immigration",
    "civil_proceeding",
    "crime",
    "criminal_immigration",
    "missing_person",
    "other",
    "situational_awareness",
    "threat",
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
const ISSUERS: [&str; 8] = [
    "agency_officer",
    "court",
    "federal_judge",
    "grand_jury",
    "immigration_judge",
    "other_state",
    "state_judge",
    "unknown",
];
const FORMS: [&str; 6] = ["I-205", "AO 93", "DHS Form I-247A", "AO 88", "form 12", "I-138"];
const NAMES: [&str; 6] = [
    "Los Angeles Police Department",
    "Torrance Police Department",
    "LAPD",
    "Reno Police Department",
    "",
    "Made Up Agency",
];
const CITIES: [&str; 5] = ["Los Angeles", "Torrance", "City of Los Angeles", "Reno", "Glendale"];
const VOUCHERS: [&str; 7] =
    ["agreement", "case_system", "credential", "derived", "desk", "document", "registry"];
const LABELS: [&str; 8] =
    ["blank", "unread", "personal", "assist_agency", "crime", "immigration", "test", "case"];
const YEARS: [&str; 6] = ["2015", "2017", "2024", "2025", "2026", "2026"];
const DAYS: [&str; 5] = ["01-01", "03-14", "03-15", "03-16", "11-24"];
const HOURS: [&str; 4] = ["00:00:00", "08:30:00", "12:00:00", "23:59:59"];

/// An ask, its facts, and a moment. One in two is an ordinary ask, of which up to two facts are
/// otherwise: of asks where everything is as it falls, hardly one is ever shared.
#[must_use]
pub fn posed(dice: &mut Dice) -> Option<(Ask, Facts, Moment)> {
    let (mut ask, mut facts) = (ask(dice), facts(dice));
    let mut now = moment(dice);
    if dice.once_in(2) {
        let strange = [ask, facts];
        [ask, facts] = ordinary(dice);
        for _ in 0..dice.below(3) {
            let (into, from) = match (dice.once_in(3), &strange) {
                (true, [from, _]) => (&mut ask, from),
                (false, [_, from]) => (&mut facts, from),
            };
            let keys: Vec<&String> = from.as_object()?.keys().collect();
            let key = *dice.pick(&keys)?;
            into.as_object_mut()?.insert(key.clone(), from.get(key)?.clone());
        }
        now = format!("2026-{}T{}Z", word(dice, &DAYS), word(dice, &HOURS));
    }
    let (ask, facts) = (serde_json::from_value(ask).ok()?, serde_json::from_value(facts).ok()?);
    Some((ask, facts, now.parse().ok()?))
}

/// A search that the law as shipped shares, or nearly.
fn ordinary(dice: &mut Dice) -> [Value; 2] {
    let class = word(dice, &["plate_reads", "plate_reads", "body_worn_video", "location"]);
    let agency = |name: &str, kind: &str| {
        json!({ "value": { "name": name, "kind": kind,
                           "place": { "state": "CA", "city": "Torrance" },
                           "immigration_function": false },
                "vouched_by": "registry" })
    };
    let yes = json!({ "exists": true, "plate_reader_interagency": true, "no_immigration_use": true,
                      "no_onward_sharing": true, "purpose_recipient_audit": true });
    let kind = word(dice, &["local_law_enforcement", "state_law_enforcement"]);
    let asker = word(dice, &["Torrance Police Department", "Made Up Agency"]);
    let mut facts = json!({
        "holder": agency("Torrance Police Department", "local_law_enforcement"),
        "asker": agency(asker, kind),
        "environment": { "value": { "readable_by_immigration_authority": false },
                         "vouched_by": "document" },
    });
    if let Some(facts) = facts.as_object_mut().filter(|_| dice.once_in(2)) {
        facts.insert("agreement".to_owned(), json!({ "value": yes, "vouched_by": "agreement" }));
    }
    let purpose = word(dice, &["crime", "crime", "missing_person", "threat"]);
    let door = word(dice, &["query", "query", "query", "feed"]);
    let number = format!("26-{}", dice.below(1000));
    let ask = json!({ "door": door, "records": class, "username": "u.ser",
                      "purpose": { "class": purpose, "case_number": number } });
    [ask, facts]
}

/// A moment of the few days and hours on which things change here.
#[must_use]
pub fn moment(dice: &mut Dice) -> String {
    format!("{}T{}Z", day(dice), word(dice, &HOURS))
}

fn day(dice: &mut Dice) -> String {
    format!("{}-{}", word(dice, &YEARS), word(dice, &DAYS))
}

fn word(dice: &mut Dice, among: &[&'static str]) -> &'static str {
    dice.pick(among).copied().unwrap_or_default()
}

fn ask(dice: &mut Dice) -> Value {
    let mut purpose = Map::new();
    purpose.insert("class".to_owned(), word(dice, &PURPOSES).into());
    if dice.once_in(3) {
        purpose.insert("text".to_owned(), format!("words {}", dice.below(1000)).into());
    }
    if dice.once_in(2) {
        let number = ["n/a", "-", "26-1234", "DR 7"];
        purpose.insert("case_number".to_owned(), word(dice, &number).into());
    }
    if dice.once_in(4) {
        let offences = ["8 USC 1325", "8 USC 1324", "PC 211", "Title 8 section 1326"];
        purpose.insert("offence".to_owned(), word(dice, &offences).into());
    }
    let mut ask = Map::new();
    ask.insert("door".to_owned(), word(dice, &DOORS).into());
    ask.insert("purpose".to_owned(), purpose.into());
    if dice.once_in(4) {
        ask.insert("id".to_owned(), format!("a-{}", dice.below(1000)).into());
        ask.insert("question".to_owned(), format!("question {}", dice.below(1000)).into());
    }
    if dice.once_in(5) {
        ask.insert("beneficiary".to_owned(), word(dice, &NAMES).into());
    }
    if dice.once_in(2) {
        ask.insert("username".to_owned(), word(dice, &["u.ser", " ", "", "other"]).into());
    }
    if !dice.once_in(8) {
        ask.insert("records".to_owned(), word(dice, &CLASSES).into());
    }
    if dice.once_in(5) {
        let mut paper = Map::new();
        paper.insert("claimed_kind".to_owned(), word(dice, &PAPERS).into());
        if dice.once_in(3) {
            paper.insert("form".to_owned(), word(dice, &FORMS).into());
        }
        ask.insert("instruments".to_owned(), vec![Value::from(paper)].into());
    }
    ask.into()
}

fn facts(dice: &mut Dice) -> Value {
    let mut facts = Map::new();
    let mut add = |dice: &mut Dice, one_in: usize, key: &str, make: fn(&mut Dice) -> Value| {
        if one_in == 0 || dice.once_in(one_in) {
            let value = make(dice);
            let fact = fact(dice, key, value);
            facts.insert(key.to_owned(), fact);
        }
    };
    add(dice, 0, "asker", party);
    add(dice, 0, "holder", holder);
    add(dice, 3, "beneficiary", party);
    add(dice, 3, "reading", reading);
    add(dice, 2, "records", |dice| {
        let age = [None, Some(3), Some(730), Some(731), Some(1827), Some(2000)];
        json!({ "class": word(dice, &CLASSES), "personal_information": dice.maybe(),
                "public_already": dice.maybe(), "age_days_max": dice.pick(&age) })
    });
    add(dice, 3, "instruments", |dice| (0..dice.below(3)).map(|_| paper(dice)).collect());
    add(dice, 2, "agreement", |dice| {
        json!({ "exists": !dice.once_in(6), "plate_reader_interagency": dice.maybe(),
                "no_immigration_use": dice.maybe(), "no_onward_sharing": dice.maybe(),
                "purpose_recipient_audit": dice.maybe(),
                "last_day": dice.once_in(3).then(|| day(dice)) })
    });
    add(
        dice,
        3,
        "attestation",
        |dice| json!({ "not_immigration": dice.maybe(), "no_onward_sharing": dice.maybe() }),
    );
    add(dice, 4, "case_proved", |dice| (!dice.once_in(3)).into());
    add(
        dice,
        3,
        "environment",
        |dice| json!({ "readable_by_immigration_authority": dice.maybe() }),
    );
    add(dice, 4, "relation", |dice| {
        word(dice, &["data_hosting", "none", "towing", "unknown"]).into()
    });
    add(dice, 8, "public_agency_determination", |dice| (!dice.once_in(3)).into());
    add(
        dice,
        9,
        "task_force",
        |dice| json!({ "name": "m", "registered": dice.maybe(), "not_immigration": dice.maybe() }),
    );
    add(dice, 9, "values_exception", |dice| word(dice, &["b1", "b2", "b3", "b4", "b5"]).into());
    add(dice, 5, "access_record", |dice| {
        json!({ "date_time": dice.maybe(), "query_elements": dice.maybe(),
                "username": dice.maybe() })
    });
    add(dice, 4, "user_grant", |dice| {
        json!({ "supervisor_authorised": dice.maybe(), "access_granted": dice.maybe(),
                "trained": dice.maybe() })
    });
    facts.into()
}

fn fact(dice: &mut Dice, key: &str, value: Value) -> Value {
    let by = if key == "instruments" && !dice.once_in(4) { "desk" } else { word(dice, &VOUCHERS) };
    let changes_at = dice.once_in(10).then(|| moment(dice));
    json!({ "value": value, "vouched_by": by, "changes_at": changes_at })
}

fn party(dice: &mut Dice) -> Value {
    let state = (!dice.once_in(6)).then(|| word(dice, &["CA", "CA", "CA", "ca ", "NV", "OR"]));
    let kind = word(dice, &KINDS);
    body(dice, kind, state)
}

/// Mostly a local body of California, so that there is law to rule by.
fn holder(dice: &mut Dice) -> Value {
    if dice.once_in(5) { party(dice) } else { body(dice, "local_law_enforcement", Some("CA")) }
}

fn body(dice: &mut Dice, kind: &str, state: Option<&str>) -> Value {
    let city = dice.once_in(2).then(|| word(dice, &CITIES));
    let operating_in = dice.once_in(9).then(|| word(dice, &CITIES));
    json!({ "name": word(dice, &NAMES), "kind": kind,
            "place": { "state": state, "city": city, "operating_in": Vec::from_iter(operating_in) },
            "immigration_function": dice.maybe() })
}

fn reading(dice: &mut Dice) -> Value {
    let named = dice.once_in(2).then(|| {
        json!({ "name": word(dice, &NAMES), "kind": word(dice, &KINDS),
                "state": dice.maybe().map(|_| word(dice, &["CA", "NV"])) })
    });
    let cues = vec![json!({ "words": format!("w{}", dice.below(100)), "says": "s" })];
    json!({ "class": word(dice, &PURPOSES), "label": word(dice, &LABELS), "named": named,
            "cues": cues, "certainty": word(dice, &["conditional", "possible", "shown"]) })
}

fn paper(dice: &mut Dice) -> Value {
    json!({ "kind": word(dice, &PAPERS), "issuer": word(dice, &ISSUERS),
            "covers_ask": dice.maybe(), "form": dice.once_in(4).then(|| word(dice, &FORMS)),
            "last_day": dice.once_in(3).then(|| day(dice)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_throw_is_an_ask_and_one_seed_gives_the_same() {
        for seed in 0..2000 {
            let one = posed(&mut Dice::of(seed)).unwrap();
            assert_eq!(one, posed(&mut Dice::of(seed)).unwrap());
        }
    }
}
