//! `headworks law dissent` and `law matrix`.

use crate::run::headworks;
use serde_json::Value;

#[test]
fn a_reading_tells_who_holds_it_and_what_it_would_change() {
    let ran = headworks(&["law", "dissent", "--reading", "el-cajon"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for part in [
        "held by: The City of El Cajon",
        "text status: known from secondary accounts only",
        "what this house does: The words of 1798.90.5(f) are a closed list",
        "sb34-las-vegas-homicide: withhold, would be: refer",
        "answered otherwise:",
        "withhold CA-SB34-SHARE/out-of-state, would be: nothing",
        "Not legal advice",
    ] {
        let plain = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(part), "{part} is not in\n{}", ran.out);
    }
    let ran = headworks(&["law", "dissent", "--reading", "no-such"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no reading is called `no-such`"), "{}", ran.err);
    assert!(ran.err.contains("`el-cajon`"), "{}", ran.err);
}

#[test]
fn a_case_of_a_reading_is_told_under_it_and_says_so() {
    let ran = headworks(&["law", "explain", "el-cajon-las-vegas-homicide"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("a reading that is not followed here"), "{}", ran.out);
    assert!(ran.out.contains("The ruling: refer to a person"), "{}", ran.out);
}

#[test]
fn one_statutes_matrix_is_told_as_text_and_as_data() {
    let folder = "united-states/process";
    let ran = headworks(&["law", "matrix", "--statute", folder]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("US-PROCESS/agency-paper"), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
    let told = headworks(&["law", "matrix", "--statute", folder, "--json"]).out;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert!(!told[0]["rows"].as_array().unwrap().is_empty());
    let ran = headworks(&["law", "matrix", "--statute", "no/such"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`california/sb34`"), "{}", ran.err);
}
