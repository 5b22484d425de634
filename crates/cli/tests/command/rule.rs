//! `headworks rule`: one object per ask, honest exit codes, clear errors.

use crate::run::{headworks, with_input};
use serde_json::Value;

const LAPD: &str = r#""value": {"name": "Los Angeles Police Department",
    "kind": "local_law_enforcement", "place": {"state": "CA", "city": "Los Angeles"}}"#;

/// An own search of the LAPD with these words as its reason, on one line.
fn own_search(reason: &str) -> String {
    format!(
        r#"{{"ask": {{"door": "query", "records": "plate_reads", "username": "d-1",
        "purpose": {{"text": "{reason}"}}}}, "facts": {{"holder": {{{LAPD},
        "vouched_by": "registry"}}, "asker": {{{LAPD}, "vouched_by": "credential"}}}},
        "now": "2026-11-24"}}"#
    )
    .replace('\n', " ")
}

fn objects(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn json_lines_from_standard_input_give_one_object_each_and_exit_0_whatever_the_rulings() {
    let input = ["HSI assist", "PC 187, DR 26-00871", "ice cream shop robbery", "inv"]
        .map(own_search)
        .join("\n");
    let ran = with_input(&["rule", "--json", "-"], &input);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told = objects(&ran.out);
    let outcomes: Vec<_> = told.iter().map(|t| t["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["withhold", "share", "share", "withhold"]);
    assert_eq!(told[0]["grounds"][0]["provision"], "CA-SB34-SHARE");
    assert_eq!(told[3]["grounds"][0]["provision"], "CA-SB34-LOG");
    for one in &told {
        assert!(one["notice"].as_str().unwrap().starts_with("Not legal advice"));
        for ground in one["grounds"].as_array().unwrap() {
            for key in ["provision", "citation", "because", "text_status"] {
                assert!(ground[key].as_str().is_some_and(|v| !v.is_empty()), "{key}: {ground}");
            }
        }
    }
}

#[test]
fn words_that_are_no_purpose_stay_none_beside_a_stated_class() {
    let input = own_search("inv").replace(r#""purpose": {"#, r#""purpose": {"class": "crime", "#);
    let ran = with_input(&["rule", "--json", "-"], &input);
    assert_eq!(objects(&ran.out)[0]["outcome"], "withhold", "{}", ran.out);
}

#[test]
fn an_ask_that_cannot_be_read_keeps_its_place_and_exits_2() {
    let bad = r#"{"ask": {"door": "query", "records": "plate_reads", "kind": "federal_other"}}"#;
    let input = format!("{}\n{bad}\n{}", own_search("PC 211"), own_search("PC 459"));
    let ran = with_input(&["rule", "--json", "-"], &input);
    assert_eq!(ran.code, Some(2));
    let told = objects(&ran.out);
    assert_eq!(told.len(), 3);
    assert_eq!(told[1]["error"], "unreadable");
    assert_eq!(told[1]["record"], 2);
    assert_eq!(told[2]["outcome"], "share");
    assert!(ran.err.contains("that is a fact: it belongs under `facts`"), "{}", ran.err);
}

#[test]
fn a_ruling_in_words_says_why_what_failed_and_that_it_is_no_legal_advice() {
    let ran = headworks(&["rule", "docs/schema/examples/hotlist.json"]);
    assert_eq!(ran.code, Some(0));
    for words in [
        "ask `example-hotlist`: withhold",
        "CA-SB34-SHARE/federal; text read by us",
        "US-PROCESS/agency-paper; from memory, text not read",
        "exception not met",
        "it lacks: ",
        "Not legal advice",
    ] {
        assert!(ran.out.contains(words), "`{words}` is not in:\n{}", ran.out);
    }
}

#[test]
fn a_file_that_is_not_there_is_told_by_name() {
    let ran = headworks(&["rule", "no-such-file.json"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("cannot read `no-such-file.json`"), "{}", ran.err);
}

#[test]
fn a_case_number_makes_no_purpose_of_words_that_are_none() {
    let rule = |purpose: serde_json::Value| {
        let torrance = serde_json::json!({ "value": { "name": "Torrance Police Department",
            "kind": "local_law_enforcement", "place": { "state": "CA", "city": "Torrance" } },
            "vouched_by": "registry" });
        let posed = serde_json::json!({ "now": "2026-11-24T12:00:00Z",
            "ask": { "door": "query", "records": "plate_reads", "username": "t",
                "purpose": purpose },
            "facts": { "holder": torrance, "asker": torrance } });
        let ran = crate::run::with_input(&["rule", "--json", "-"], &posed.to_string());
        let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        told["outcome"].as_str().unwrap().to_owned()
    };
    for text in ["inv", ""] {
        let purpose = serde_json::json!({ "class": "crime", "text": text, "case_number": "26-1" });
        assert_eq!(rule(purpose), "withhold", "{text:?}");
        let purpose = serde_json::json!({ "class": "crime", "text": text, "offence": "PC 211" });
        assert_eq!(rule(purpose), "share", "{text:?}");
    }
    let purpose = serde_json::json!({ "class": "crime", "text": "PC 211", "case_number": "26-1" });
    assert_eq!(rule(purpose), "share");
}
