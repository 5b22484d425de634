//! Matters: their words are the schema's, and what is not known meets no duty.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Law, StatuteFile};
use terms::{Duty, Matter, Party};

/// The shipped law with one duty more.
fn law() -> Law {
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    let file = files.iter_mut().find(|f| f.path == "california/sb34/policy.cedar").unwrap();
    file.text.push_str(
        r#"@id("CA-SB34-SHARE/more") @cite("c") @because("b") @duty("answer it")
        @due("first business day after received + 7 days")
        permit (principal, action == Action::"Keep", resource)
        when {
          resource.kind == MatterKind::"certification_request" &&
          !context.holds.contains(Item::"answered")
        };"#,
    );
    Law::read(files).unwrap()
}

fn holder(state: &str) -> Party {
    serde_json::from_value(serde_json::json!({
        "name": "Glendale Police Department", "kind": "local_law_enforcement",
        "place": { "state": state, "city": "Glendale" }
    }))
    .unwrap()
}

fn account(state: &str, matter: &str) -> Result<Vec<Duty>, law::Error> {
    let matter: Matter = serde_json::from_str(matter).unwrap();
    let duties = law().account(&holder(state), &matter, "2026-09-16".parse().unwrap())?;
    Ok(duties.into_iter().filter(|d| d.policy.0 == "CA-SB34-SHARE/more").collect())
}

#[test]
fn a_duty_stands_until_it_is_known_to_be_met_and_only_where_its_law_binds() {
    let check = |state, matter, expected| {
        assert_eq!(account(state, matter).unwrap().len(), expected, "{state} {matter}");
    };
    check("CA", r#"{"kind": "certification_request"}"#, 1);
    check("CA", r#"{"kind": "certification_request", "is_not": ["answered"]}"#, 1);
    check("CA", r#"{"kind": "certification_request", "is": ["answered"]}"#, 0);
    check("CA", r#"{"kind": "video_record"}"#, 0);
    check("NV", r#"{"kind": "certification_request"}"#, 0);
}

#[test]
fn a_duty_tells_its_day_with_the_sum_and_whether_it_has_passed() {
    let matter = r#"{"kind": "certification_request", "days": {"received": "2026-09-04"}}"#;
    let due = account("CA", matter).unwrap().remove(0).due.unwrap();
    // Friday; Monday 7 September 2026 is Labor Day.
    assert_eq!(due.at, Some("2026-09-15".parse().unwrap()));
    assert!(due.is_overdue == Some(true) && due.working.contains("2026-09-08"), "{due:?}");
    let due = account("CA", r#"{"kind": "certification_request"}"#).unwrap().remove(0).due.unwrap();
    assert_eq!(due.at, None);
    assert!(due.is_overdue.is_none() && due.working.contains("`received` is not known"), "{due:?}");
}

#[test]
fn a_word_that_the_schema_does_not_know_is_an_error_and_never_no_duty() {
    let refused = |matter, part| {
        let told = account("CA", matter).unwrap_err().to_string();
        assert!(told.contains(part), "{told}");
    };
    refused(r#"{"kind": "certification"}"#, "certification");
    refused(r#"{"kind": "certification_request", "is": ["anwsered"]}"#, "anwsered");
    refused(r#"{"kind": "certification_request", "days": {"recieved": "2026-09-04"}}"#, "recieved");
    refused(
        r#"{"kind": "certification_request", "is": ["answered"], "is_not": ["answered"]}"#,
        "both in `is` and in `is_not`",
    );
}
