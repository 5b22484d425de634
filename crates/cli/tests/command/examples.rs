//! The worked examples of `docs/schema`: valid, ruled on, and as their table says.

use crate::run::{headworks, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(root().join(path)).unwrap()).unwrap()
}

fn examples() -> BTreeSet<String> {
    fs::read_dir(root().join("docs/schema/examples"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("matter"))
        .collect()
}

fn matters() -> BTreeSet<String> {
    fs::read_dir(root().join("docs/schema/examples"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("matter"))
        .collect()
}

#[test]
fn there_is_an_example_for_every_door() {
    let doors: BTreeSet<String> =
        terms::Door::ALL.iter().map(|door| format!("{}.json", door.word())).collect();
    let examples = examples();
    assert!(doors.is_subset(&examples), "{doors:?}");
}

#[test]
fn every_matter_is_valid_and_raises_a_duty() {
    let schema = jsonschema::validator_for(&json("docs/schema/matter.schema.json")).unwrap();
    let mut told = 0;
    for name in matters() {
        let path = format!("docs/schema/examples/{name}");
        let errors: Vec<_> = schema.iter_errors(&json(&path)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let ran = headworks(&["duties", "--json", &path]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.err);
        let duties: Value = serde_json::from_str(&ran.out).unwrap();
        assert!(!duties["duties"].as_array().unwrap().is_empty(), "{name}: {duties}");
        told += 1;
    }
    assert!(told > 0, "no example of a matter");
}

#[test]
fn every_example_is_valid_and_so_is_its_ruling() {
    let posed = jsonschema::validator_for(&json("docs/schema/posed.schema.json")).unwrap();
    let ruling = jsonschema::validator_for(&json("docs/schema/ruling.schema.json")).unwrap();
    for name in examples() {
        let path = format!("docs/schema/examples/{name}");
        let errors: Vec<_> = posed.iter_errors(&json(&path)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let ran = headworks(&["rule", "--json", &path]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.err);
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        let errors: Vec<_> = ruling.iter_errors(&told).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn a_kind_stated_in_an_ask_is_not_valid() {
    let posed = jsonschema::validator_for(&json("docs/schema/posed.schema.json")).unwrap();
    let mut example = json("docs/schema/examples/query.json");
    assert!(posed.is_valid(&example));
    example["ask"]["kind"] = "local_law_enforcement".into();
    assert!(!posed.is_valid(&example));
}

#[test]
fn the_table_of_examples_tells_what_they_are_ruled() {
    let page = fs::read_to_string(root().join("docs/schema/README.md")).unwrap();
    let mut told = 0;
    for name in examples() {
        let row = page.lines().find(|l| l.starts_with(&format!("| `{name}` |"))).unwrap();
        let ran = headworks(&["rule", "--json", &format!("docs/schema/examples/{name}")]);
        let ruling: Value = serde_json::from_str(&ran.out).unwrap();
        let outcome = ruling["outcome"].as_str().unwrap();
        assert!(row.contains(&format!("| {outcome} |")), "{name} is ruled {outcome}: {row}");
        let first = ruling["grounds"][0]["policy"].as_str().unwrap();
        let provision = first.split('/').next().unwrap();
        assert!(row.contains(provision), "{name} is decided by {first}: {row}");
        told += 1;
    }
    assert_eq!(told, examples().len());
}
