//! Writes the JSON schemas of what the gate reads and says (`cargo xtask schema`).
//!
//! In: the types themselves. Out: `docs/schema/<name>.schema.json`, sorted, so that a diff shows
//! what changed and nothing else.
//! Never: edits a schema by hand; the types are where they are told.

use crate::complaint::Complaint;
use anyhow::{Context as _, Result};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;
use std::path::Path;

/// Where the schemas are, from the root of the workspace.
const FOLDER: &str = "docs/schema";

/// A schema and the file it belongs in.
#[derive(Clone, Debug)]
struct Told {
    /// The name of the file without its ending.
    name: &'static str,
    /// The text of the file.
    text: String,
}

/// Writes every schema under `root`.
///
/// # Errors
/// If a file cannot be written.
pub fn write(root: &Path) -> Result<()> {
    let folder = root.join(FOLDER);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make `{FOLDER}`"))?;
    for schema in schemas()? {
        let path = schema.path();
        std::fs::write(root.join(&path), &schema.text)
            .with_context(|| format!("cannot write `{path}`"))?;
        println!("{path}");
    }
    Ok(())
}

/// Says which checked-in schemas are not what the types say.
///
/// # Errors
/// If a schema cannot be made.
pub fn check(root: &Path) -> Result<Vec<Complaint>> {
    let stale = |schema: &Told| {
        let checked_in = std::fs::read_to_string(root.join(schema.path())).ok();
        schema.stale(checked_in.as_deref())
    };
    Ok(schemas()?.iter().filter_map(stale).collect())
}

/// Every schema there is.
fn schemas() -> Result<[Told; 3]> {
    Ok([
        told::<doors::PosedMatter>(
            "matter",
            "A matter, as `headworks duties` reads it",
            Side::Read,
        )?,
        told::<doors::Posed>(
            "posed",
            "What is put to the law: an ask, facts, and a moment",
            Side::Read,
        )?,
        told::<law::Told>("ruling", "A ruling, as `headworks rule --json` prints it", Side::Said)?,
    ])
}

/// Whether a type is read from outside or said to the outside. What has a default may be left out
/// of the one and is always in the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Side {
    Read,
    Said,
}

impl Told {
    fn path(&self) -> String {
        format!("{FOLDER}/{}.schema.json", self.name)
    }

    fn stale(&self, checked_in: Option<&str>) -> Option<Complaint> {
        let what = match checked_in {
            None => "the schema is not there".to_owned(),
            Some(text) => {
                format!("{}: the types say otherwise", first_difference(text, &self.text)?)
            }
        };
        Some(Complaint::failure(self.path(), what, "run `cargo xtask schema`"))
    }
}

/// The first line in which two texts differ; none if they are the same.
fn first_difference(checked_in: &str, made: &str) -> Option<String> {
    if checked_in == made {
        return None;
    }
    let mut lines = (1..).zip(checked_in.lines().zip(made.lines()));
    Some(match lines.find(|(_, (a, b))| a != b) {
        Some((number, (a, b))) => format!("line {number} is `{}`, not `{}`", a.trim(), b.trim()),
        None => "one goes on where the other ends".to_owned(),
    })
}

fn told<T: JsonSchema>(name: &'static str, title: &str, side: Side) -> Result<Told> {
    let settings = SchemaSettings::draft2020_12();
    let settings = match side {
        Side::Read => settings.for_deserialize(),
        Side::Said => settings.for_serialize(),
    };
    let schema = settings.into_generator().into_root_schema_for::<T>();
    Ok(Told { name, text: text(schema, name, title)? })
}

/// A schema as the text of a file: sorted, with its id and title, and a newline at the end.
///
/// The id names no host: a schema with one would be fetched from it by some readers.
fn text(mut schema: Schema, name: &str, title: &str) -> Result<String> {
    schema.insert("$id".to_owned(), Value::from(format!("urn:headworks:schema:{name}")));
    schema.insert("title".to_owned(), Value::from(title));
    let mut value = schema.to_value();
    value.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&value).context("cannot print a schema")?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_sorted_and_names_no_host() {
        for schema in schemas().unwrap() {
            let value: Value = serde_json::from_str(&schema.text).unwrap();
            let id = value["$id"].as_str().unwrap();
            assert_eq!(id, format!("urn:headworks:schema:{}", schema.name));
            assert!(value["$schema"].as_str().unwrap().contains("2020-12"));
            assert!(value["title"].as_str().unwrap().len() > 10);
            assert!(schema.text.ends_with("}\n") && !schema.text.ends_with("\n\n"));
            let mut sorted = value.clone();
            sorted.sort_all_objects();
            assert_eq!(value.to_string(), sorted.to_string());
        }
    }

    #[test]
    fn a_schema_that_is_up_to_date_is_not_told() {
        for schema in schemas().unwrap() {
            assert_eq!(schema.stale(Some(&schema.text)), None);
        }
    }

    #[test]
    fn a_stale_or_missing_schema_says_what_to_run() {
        let schema = Told { name: "posed", text: "{\n  \"a\": 1\n}\n".to_owned() };
        let told = schema.stale(Some("{\n  \"a\": 2\n}\n")).unwrap();
        assert_eq!(told.place, "docs/schema/posed.schema.json");
        assert_eq!(told.what, "line 2 is `\"a\": 2`, not `\"a\": 1`: the types say otherwise");
        assert_eq!(told.mend, "run `cargo xtask schema`");
        assert!(schema.stale(Some("{\n")).is_some());
        assert!(schema.stale(None).is_some());
    }
}
