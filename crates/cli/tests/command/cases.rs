//! Every case of the law can be asked as an ask, and is ruled on as the case says.
//!
//! `law check` rules on the parts of a case; `rule` reads a file as anyone would write it, words of
//! the reason and all. The two must not drift apart.

use crate::run::headworks;
use law::Law;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

#[test]
fn every_case_can_be_posed_and_is_ruled_on_as_it_says() {
    let law = Law::embedded().unwrap();
    let cases: Vec<_> = law.cases().collect();
    let lines: String = cases
        .iter()
        .map(|case| json!({ "ask": case.ask, "facts": case.facts, "now": case.now }))
        .map(|posed| format!("{posed}\n"))
        .collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases.jsonl");
    fs::write(&path, lines).unwrap();
    let ran = headworks(&["rule", "--desk", "--json", path.to_str().unwrap()]);
    let told: Vec<Value> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(told.len(), cases.len(), "{}", ran.err);
    let differ: Vec<String> = cases
        .iter()
        .zip(&told)
        .filter(|(case, told)| told["outcome"] != case.expect.outcome.word())
        .map(|(case, told)| {
            let grounds = told["grounds"].as_array();
            let by: Vec<_> = grounds.into_iter().flatten().map(|g| &g["policy"]).collect();
            format!(
                "{} ({}): {} by {by:?} {}",
                case.id, case.path, told["outcome"], told["message"]
            )
        })
        .collect();
    assert!(differ.is_empty(), "{} of {}:\n{}", differ.len(), cases.len(), differ.join("\n"));
}
