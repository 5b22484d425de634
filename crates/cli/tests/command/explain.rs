//! `headworks law explain`.

use crate::run::{headworks, root, with_input};
use serde_json::Value;

#[test]
fn a_case_is_told_from_the_asker_to_what_would_change_it() {
    let ran = headworks(&["law", "explain", "sb34-towing-without-contract"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let parts = [
        "The case sb34-towing-without-contract",
        "the law says: withhold, as expected",
        "What is asked",
        "who asks: Harbor Towing (contract)",
        "What is known, and who vouches for it",
        "What nobody vouches for",
        "Which law binds the holder",
        "What each law said, in the order of evaluation",
        "exception not met:",
        "The ruling: withhold",
        "What would change it",
        "Not legal advice",
    ];
    let places: Vec<_> = parts.iter().map(|part| (ran.out.find(part), part)).collect();
    assert!(places.iter().all(|(at, _)| at.is_some()), "{places:?}\n{}", ran.out);
    assert!(places.is_sorted_by_key(|(at, _)| *at), "{places:?}");
}

#[test]
fn no_line_is_wider_than_a_letter() {
    for id in ["sb34-fbi-grand-jury", "process-split", "values-dea-fentanyl"] {
        let ran = headworks(&["law", "explain", id]);
        let wide = ran.out.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{id}");
    }
}

#[test]
fn a_file_with_one_ask_is_told_too() {
    let path = root().join("docs/schema/examples/query.json");
    let path = path.to_str().unwrap();
    let ran = headworks(&["law", "explain", path]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("The story of one ask"), "{}", ran.out);
    let told: Value =
        serde_json::from_str(&headworks(&["law", "explain", path, "--json"]).out).unwrap();
    let ruled: Value = serde_json::from_str(&headworks(&["rule", path, "--json"]).out).unwrap();
    for part in ["outcome", "grounds", "limits", "duties", "law_digest"] {
        assert_eq!(told[part], ruled[part], "{part}");
    }
    let two = with_input(
        &["law", "explain", "-"],
        r#"{"ask":{"door":"query","records":"plate_reads"}}
        {"ask":{"door":"query","records":"plate_reads"}}"#,
    );
    assert_eq!(two.code, Some(2));
    assert!(two.err.contains("holds more than one ask"), "{}", two.err);
}

#[test]
fn an_unknown_id_is_told_with_ids_near_it() {
    let ran = headworks(&["law", "explain", "sb34-towing-withot-contract"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("is neither the id of a case nor a file"), "{}", ran.err);
    assert!(ran.err.contains("`sb34-towing-without-contract`"), "{}", ran.err);
    assert_eq!(ran.out, "");
}
