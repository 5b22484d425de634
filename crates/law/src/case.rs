//! Cases: facts and an ask, and what the law must say to them.
//!
//! A file of cases is TOML. A case may say `like = "other-id"` and state only what differs; a value
//! `"<absent>"` takes a key away. A near miss is so written that one fact differs.

use crate::Error;
use serde::Deserialize;
use std::collections::BTreeMap;
use terms::{Ask, Facts, Moment, Outcome, PolicyId};

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id, unique over all packs.
    pub id: String,
    /// The file it stands in.
    pub path: String,
    /// The words of the law sheet's test, or our own for a near miss.
    pub test: String,
    /// The ask.
    pub ask: Ask,
    /// The facts.
    pub facts: Facts,
    /// The moment.
    pub now: Moment,
    /// What the law must say.
    pub expect: Expect,
}

/// What the law must say to a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The outcome.
    pub outcome: Outcome,
    /// Policies that must be among the grounds.
    #[serde(default)]
    pub grounds: Vec<PolicyId>,
    /// Policies that must not be among the grounds: the case is a near miss of each.
    #[serde(default)]
    pub misses: Vec<PolicyId>,
    /// Exceptions that must have been weighed and met.
    #[serde(default)]
    pub met: Vec<PolicyId>,
    /// Exceptions that must have been weighed and not met.
    #[serde(default)]
    pub unmet: Vec<PolicyId>,
    /// Kinds of limit the ruling must carry; no others.
    #[serde(default)]
    pub limits: Vec<terms::LimitKind>,
    /// Policies whose duty must be attached.
    #[serde(default)]
    pub duties: Vec<PolicyId>,
    /// The moment at which the ruling must die, where the case fixes one.
    #[serde(default)]
    pub valid_until: Option<Moment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    test: String,
    ask: Ask,
    #[serde(default)]
    facts: Facts,
    now: Moment,
    expect: Expect,
}

impl Case {
    /// Reads a file of cases.
    pub(crate) fn read_all(path: &str, text: &str) -> Result<Vec<Self>, Error> {
        let bad = |why: String| Error::Case { path: path.to_owned(), why };
        let file: File = toml::from_str(text).map_err(|e| bad(e.to_string()))?;
        let mut tables: BTreeMap<String, toml::Table> = BTreeMap::new();
        let mut cases = Vec::new();
        for mut table in file.case {
            let Some(id) = table.get("id").and_then(|v| v.as_str()).map(str::to_owned) else {
                return Err(bad("a case has no `id`".to_owned()));
            };
            if let Some(like) = table.remove("like") {
                let base = like.as_str().and_then(|l| tables.get(l)).ok_or_else(|| {
                    bad(format!("case `{id}`: `like` names no case above it in this file"))
                })?;
                let mut merged = base.clone();
                // What a case expects is its own: nothing of it is taken over.
                merged.remove("expect");
                merge(&mut merged, table);
                table = merged;
            }
            if tables.insert(id.clone(), table.clone()).is_some() {
                return Err(bad(format!("two cases have the id `{id}`")));
            }
            let written: Written = toml::Value::Table(table)
                .try_into()
                .map_err(|e| bad(format!("case `{id}`: {e}")))?;
            let Written { id, test, ask, facts, now, expect } = written;
            cases.push(Self { id, path: path.to_owned(), test, ask, facts, now, expect });
        }
        Ok(cases)
    }
}

const ABSENT: &str = "<absent>";

fn merge(into: &mut toml::Table, from: toml::Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (_, toml::Value::String(word)) if word == ABSENT => {
                into.remove(&key);
            }
            (Some(toml::Value::Table(into)), toml::Value::Table(from)) => merge(into, from),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}
