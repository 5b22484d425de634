//! Quiet grounds: never shown to an asker, and the outcome stays.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Audience, Law, StatuteFile, Told};
use terms::{Ask, Facts, Outcome, Ruling};

/// The shipped law with a quiet bar on plate reads asked for by bulk, and a quiet duty.
fn ruling(breadth: &str) -> (Law, Ruling) {
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    let file = files.iter_mut().find(|f| f.path == "california/sb34/policy.cedar").unwrap();
    file.text.push_str(
        r#"@id("CA-SB34-SHARE/hush") @cite("the secret section") @because("a hidden reason")
        @then("withhold") @lowered_by("subpoena") @quiet("true")
        forbid (principal, action in [Action::"Query"], resource)
        when { context.breadth == Breadth::"bulk" };
        @id("CA-SB34-SHARE/hush-duty") @cite("the secret section") @because("a hidden reason")
        @duty("a hidden duty") @quiet("true")
        permit (principal, action in [Action::"Query"], resource);"#,
    );
    let law = Law::read(files).unwrap();
    let ask: Ask = serde_json::from_value(serde_json::json!({
        "door": "query", "records": "plate_reads", "username": "u", "breadth": breadth,
        "purpose": { "class": "crime", "case_number": "26-1" }
    }))
    .unwrap();
    let party = serde_json::json!({ "value": { "name": "Glendale Police Department",
        "kind": "local_law_enforcement", "place": { "state": "CA", "city": "Glendale" } },
        "vouched_by": "registry" });
    let facts: Facts =
        serde_json::from_value(serde_json::json!({ "holder": party, "asker": party })).unwrap();
    let ruling = law.rule(&ask, &facts, "2026-11-24".parse().unwrap());
    (law, ruling)
}

#[test]
fn an_asker_sees_the_outcome_and_nothing_that_is_quiet() {
    let (law, ruling) = ruling("bulk");
    assert_eq!(ruling.outcome, Outcome::Withhold);
    let told =
        |audience| serde_json::to_string(&Told::new(&law, ruling.clone(), audience)).unwrap();
    let (asker, desk) = (told(Audience::Asker), told(Audience::Desk));
    for hidden in ["hidden", "secret", "hush"] {
        assert!(desk.contains(hidden) && !asker.contains(hidden), "{hidden}: {asker}");
    }
    assert!(asker.contains(r#""outcome":"withhold""#), "{asker}");
    assert!(asker.contains("no law here requires that this be shared"), "{asker}");
}

#[test]
fn where_nothing_quiet_refuses_an_asker_sees_the_grounds_as_they_are() {
    let (_, ruling) = ruling("one");
    let shown = law::without_the_quiet(ruling.clone());
    assert_eq!((shown.outcome, &shown.ground), (ruling.outcome, &ruling.ground));
    assert_eq!(shown.further, ruling.further);
}

#[test]
fn a_referral_on_quiet_grounds_looks_like_one_that_nothing_covers() {
    let law = Law::embedded().unwrap();
    let rule = |ask: &str, person: serde_json::Value| {
        let ask: Ask = serde_json::from_str(ask).unwrap();
        let torrance = serde_json::json!({ "name": "Torrance Police Department",
            "kind": "local_law_enforcement", "place": { "state": "CA", "city": "Torrance" } });
        let reporter = serde_json::json!({ "name": "A newspaper", "kind": "private" });
        let facts = serde_json::json!({
            "holder": { "value": torrance, "vouched_by": "registry" },
            "asker": { "value": reporter, "vouched_by": "registry" }, "person": person });
        let facts: Facts = serde_json::from_value(facts).unwrap();
        law.rule(&ask, &facts, "2026-11-24".parse().unwrap())
    };
    let ask = r#"{"door": "query", "records": "incident",
        "purpose": {"class": "crime", "text": "PC 211", "case_number": "26-1"}}"#;
    let uncovered = rule(ask, serde_json::Value::Null);
    assert_eq!(uncovered.ground.policy.0, "BASE/uncovered");
    let mut quiet = uncovered.clone();
    quiet.ground.is_quiet = true;
    quiet.ground.because = "a victim".to_owned();
    assert_eq!(law::without_the_quiet(quiet), law::without_the_quiet(uncovered));
}
