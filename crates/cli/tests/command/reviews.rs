//! Reviews: what `headworks rule` and `headworks lookback` enter in a ledger.

use crate::kept::{Department, NOON};
use crate::run::headworks;
use serde_json::Value;
use std::fs;

/// The contents that a published ledger shows, in the order of its files.
fn contents(public: &str) -> Vec<Value> {
    let mut files: Vec<_> = fs::read_dir(format!("{public}/opened")).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().path());
    let mut all = Vec::new();
    for file in files {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|end| end == "jsonl") {
            let text = fs::read_to_string(path).unwrap();
            let line = |line: &str| {
                let mut opened: Value = serde_json::from_str(line).unwrap();
                opened.get_mut("content").unwrap().take()
            };
            all.extend(text.lines().map(line));
        }
    }
    all
}

fn clean(public: &str, key: &str, today: &str) {
    let ran = headworks(&["ledger", "check", public, "--key", key, "--today", today]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

#[test]
fn rulings_on_asks_that_were_posed_are_entered_as_reviews_and_no_more_is_shared_for_them() {
    let department = Department::begin();
    let party = r#"{"value": {"name": "Rio Claro Police Department",
        "kind": "local_law_enforcement", "place": {"state": "CA"}}, "vouched_by": "registry"}"#;
    let posed = |reason: &str| {
        format!(
            r#"{{"ask": {{"door": "query", "records": "plate_reads", "username": "d-1",
            "purpose": {{"text": "{reason}"}}}}, "facts": {{"holder": {party}, "asker": {party}}},
            "now": "2025-05-05"}}"#
        )
        .replace('\n', " ")
    };
    let asks = [posed("HSI assist"), "{".to_owned(), posed("PC 187, DR 26-00871")].join("\n");
    let (file, ledger) = (department.write("asks.jsonl", &asks), department.path("ledger"));
    let ran = headworks(&["rule", &file, "--ledger", &ledger, "--now", NOON]);
    assert_eq!(ran.code, Some(2), "one cannot be read: {}", ran.err);
    assert!(ran.err.contains("entered 2 reviews in"), "{}", ran.err);
    assert!(ran.err.contains("2 to 3"), "{}", ran.err);
    assert_eq!(department.entries(), 4);
    let from_input = headworks(&["rule", "-", "--ledger", &ledger]);
    assert_eq!((from_input.code, department.entries()), (Some(2), 4), "{}", from_input.err);
    let public = department.publish("2026-11-25T12:00:00Z");
    clean(&public, &department.key, "2026-12-24");
    let mut outcomes = Vec::new();
    for content in contents(&public) {
        assert_eq!((&content["kind"], &content["of"]), (&"reviewed".into(), &"posed".into()));
        assert_eq!(content["between"]["asker"]["name"], "Rio Claro Police Department");
        assert_eq!(content["between"]["day"], "2026-11-24", "the day of the review");
        assert!(content["grounds"][0]["policy"].is_string(), "{content}");
        outcomes.push(content["outcome"].as_str().unwrap().to_owned());
    }
    outcomes.sort();
    assert_eq!(outcomes, ["share", "withhold"]);
}

#[test]
fn findings_of_a_lookback_are_entered_one_by_one_without_what_was_typed() {
    let department = Department::begin();
    let (findings, ledger) = (department.path("findings.jsonl"), department.path("ledger"));
    let ran = headworks(&["lookback", "samples", "--findings", &findings, "--ledger", &ledger]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told = fs::read_to_string(&findings).unwrap();
    let told: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(ran.err.contains(&format!("entered {} reviews in", told.len())), "{}", ran.err);
    // By a clock long after this one: what is entered today is due then.
    let public = department.publish("2126-11-25T12:00:00Z");
    clean(&public, &department.key, "2126-11-25");
    let contents = contents(&public);
    assert_eq!(contents.len(), told.len());
    let counted =
        |outcome: &str, all: &[Value]| all.iter().filter(|one| one["outcome"] == outcome).count();
    for outcome in ["refer", "withhold"] {
        assert_eq!(counted(outcome, &contents), counted(outcome, &told), "{outcome}");
    }
    // A name stands only where the registry shows it.
    let shown = |of: &Value| of["certainty"] == "shown";
    let names: Vec<&Value> = contents.iter().map(|one| &one["between"]["asker"]["name"]).collect();
    let known: Vec<&Value> = told.iter().filter(|one| shown(&one["asker"])).collect();
    assert!(names.iter().filter(|name| name.is_string()).count() <= known.len());
    for name in names.into_iter().filter(|name| name.is_string()) {
        assert!(known.iter().any(|one| one["asker"]["name"] == *name), "{name}");
    }
    for one in &contents {
        assert!(one["of"]["past"]["day"].is_string() && one["of"]["past"]["certainty"].is_string());
    }
}
