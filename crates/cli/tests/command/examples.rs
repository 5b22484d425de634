//! The worked examples of `docs/schema`: valid, ruled on, and as their table says.

use crate::run::{headworks, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(root().join(path)).unwrap()).unwrap()
}

fn files(folder: &str) -> BTreeSet<String> {
    fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn examples() -> BTreeSet<String> {
    files("docs/schema/examples")
}

fn page() -> String {
    fs::read_to_string(root().join("docs/schema/README.md")).unwrap()
}

/// The row of a table that tells of an example.
fn row<'a>(page: &'a str, name: &str) -> &'a str {
    page.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap()
}

#[test]
fn there_is_an_example_for_every_door_and_each_is_named_by_its_door() {
    let examples = examples();
    for door in terms::Door::ALL {
        assert!(examples.contains(&format!("{}.json", door.word())), "none for {}", door.word());
    }
    for name in examples {
        let example = json(&format!("docs/schema/examples/{name}"));
        let door = example["ask"]["door"].as_str().unwrap();
        let rest = name.strip_prefix(door).unwrap();
        assert!(rest.starts_with(['.', '-']), "{name} is at the door {door}");
    }
}

/// What a command tells of a file, which is valid by its schema.
fn told(command: &str, path: &str, schema: &jsonschema::Validator) -> Value {
    let errors: Vec<_> = schema.iter_errors(&json(path)).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{path}: {errors:?}");
    let ran = headworks(&[command, "--json", path]);
    assert_eq!(ran.code, Some(0), "{path}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn every_example_is_valid_and_so_is_its_ruling() {
    let posed = jsonschema::validator_for(&json("docs/schema/posed.schema.json")).unwrap();
    let ruling = jsonschema::validator_for(&json("docs/schema/ruling.schema.json")).unwrap();
    for name in examples() {
        let path = format!("docs/schema/examples/{name}");
        let told = told("rule", &path, &posed);
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
    let page = page();
    for name in examples() {
        let row = row(&page, &name);
        let ran = headworks(&["rule", "--json", &format!("docs/schema/examples/{name}")]);
        let ruling: Value = serde_json::from_str(&ran.out).unwrap();
        let outcome = ruling["outcome"].as_str().unwrap();
        assert!(row.contains(&format!("| {outcome} |")), "{name} is ruled {outcome}: {row}");
        let first = ruling["grounds"][0]["policy"].as_str().unwrap();
        let provision = first.split('/').next().unwrap();
        assert!(row.contains(provision), "{name} is decided by {first}: {row}");
    }
    let rows = page.lines().filter(|line| line.contains(".json` |")).count();
    assert_eq!(rows, examples().len() + matters().len());
}

fn matters() -> BTreeSet<String> {
    files("docs/schema/matters")
}

#[test]
fn every_example_of_a_matter_is_valid_and_raises_what_its_table_says() {
    let schema = jsonschema::validator_for(&json("docs/schema/matter.schema.json")).unwrap();
    let page = page();
    for name in matters() {
        let path = format!("docs/schema/matters/{name}");
        let told = told("duties", &path, &schema);
        let row = row(&page, &name);
        let duties = told["duties"].as_array().unwrap();
        assert!(row.contains(&format!("| {} |", duties.len())), "{name}: {} duties", duties.len());
        let first = duties[0]["policy"].as_str().unwrap();
        let at = duties[0]["due"]["at"].as_str().unwrap_or_default();
        assert!(row.contains(first) && row.contains(at), "{name}: first is {first} {at}");
    }
}

#[test]
fn every_word_of_matters_is_listed() {
    let schema = fs::read_to_string(root().join("statutes/schema.cedarschema")).unwrap();
    let page = page();
    for list in ["MatterKind", "Item", "Event"] {
        let (_, rest) = schema.split_once(&format!("entity {list} enum [")).unwrap();
        let (words, _) = rest.split_once(']').unwrap();
        for word in words.split(',').map(|word| word.trim().trim_matches('"')) {
            assert!(page.contains(&format!("`{word}`")), "{list}: `{word}` is not on the page");
        }
    }
}
