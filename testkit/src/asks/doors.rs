//! The facts that only some doors turn on: custody, help, lists, disclosure.

use super::{day, word};
use crate::Dice;
use serde_json::{Map, Value, json};

/// What may be vouched for, each by its name and the statements in it.
const TOLD: [(&str, &[&str]); 7] = [
    (
        "assistance",
        &[
            "public_area",
            "independent_call",
            "city_service",
            "exclusive_office",
            "deputised_for_immigration",
            "civil_arrest",
        ],
    ),
    ("custody_basis", &["other_lawful_ground", "kept_past_its_end"]),
    ("custody_papers", &["request_copy_served", "intent_stated", "consent_form_signed"]),
    ("hotlist", &["on_civil_immigration_papers", "hits_to_immigration_authority"]),
    ("intelligence", &["reasonable_suspicion", "need_to_know", "right_to_know"]),
    ("reentry", &["aggravated_felony", "unrelated_activity", "identity_verified"]),
    ("suspicious_activity", &["listed_behaviour", "potential_nexus", "rests_on_trait"]),
];

const FLAGS: [&str; 4] =
    ["compelling_need", "imminent_danger", "liaison_approval", "perjury_declaration"];

const CATEGORIES: [&str; 6] =
    ["assault", "driving_under_influence", "not_listed", "property_crime", "rape", "weapon"];

/// Some of these facts, each a name and what it says.
pub(super) fn some(dice: &mut Dice) -> Vec<(&'static str, Value)> {
    let mut facts = Vec::new();
    for (name, statements) in TOLD {
        if dice.once_in(5) {
            let mut value = told(dice, statements);
            if name == "intelligence" && dice.once_in(2) {
                value.insert("validated_on".to_owned(), day(dice).into());
            }
            facts.push((name, value.into()));
        }
    }
    for name in FLAGS {
        if dice.once_in(8) {
            facts.push((name, (!dice.once_in(3)).into()));
        }
    }
    if dice.once_in(5) {
        let names = ["own_record", "critical_incident", "interference_shown"];
        let mut value = told(dice, &names);
        if dice.once_in(2) {
            value.insert("incident_known_on".to_owned(), day(dice).into());
        }
        facts.push(("public_records", value.into()));
    }
    if dice.once_in(3) {
        facts.push(("person", person(dice)));
    }
    facts
}

/// What an ask at one of these doors wants.
pub(super) fn wanted(dice: &mut Dice, door: &str) -> Vec<(&'static str, Value)> {
    let one = match door {
        "assist" => ("help", word(dice, &["log_in", "personnel", "property", "search", "office"])),
        "custody" => ("custody", word(dice, &["hand_over", "hold", "interview", "notify"])),
        "inquiry" => ("inquiry", word(dice, &["citizenship", "immigration_status"])),
        _ => ("breadth", word(dice, &["bulk", "one"])),
    };
    if dice.once_in(4) { Vec::new() } else { vec![(one.0, one.1.into())] }
}

fn told(dice: &mut Dice, statements: &[&str]) -> Map<String, Value> {
    statements.iter().map(|name| ((*name).to_owned(), dice.maybe().into())).collect()
}

fn person(dice: &mut Dice) -> Value {
    let names =
        ["in_custody", "registrant", "juvenile", "victim_or_witness", "visa_applicant", "consents"];
    let mut person = told(dice, &names);
    if dice.once_in(2) {
        let all: Vec<Value> = (0..dice.below(3)).map(|_| conviction(dice)).collect();
        person.insert("convictions".to_owned(), all.into());
    }
    person.into()
}

fn conviction(dice: &mut Dice) -> Value {
    json!({ "offence": "made up", "day": day(dice), "place": word(dice, &["CA", "CA", "NV"]),
            "convicted_as": word(dice, &["felony", "misdemeanor", "reduced_to_misdemeanor"]),
            "category": word(dice, &CATEGORIES), "wobbler": dice.maybe(),
            "serious_or_violent": dice.maybe(), "state_prison": dice.maybe() })
}
