//! Cases: facts and an ask, or a matter, and what the law must say to them.
//!
//! A case is of one of three kinds: an `ask` (the kind where none is named), a `duty` (a matter and
//! the duties it raises), or `not_an_ask` (a test of the law that nobody can put to a gate, with
//! the reason why).
//!
//! A file of cases is TOML. A case may say `like = "other-id"` and state only what differs; a value
//! `"<absent>"` takes a key away. A near miss is so written that one fact differs.

use crate::Error;
use serde::Deserialize;
use std::collections::BTreeMap;
use terms::{Ask, Day, Facts, Matter, Moment, Outcome, Party, PolicyId, ProvisionId};

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
    /// Policies whose duty must not be attached.
    #[serde(default)]
    pub no_duties: Vec<PolicyId>,
    /// The moment at which the ruling must die, where the case fixes one.
    #[serde(default)]
    pub valid_until: Option<Moment>,
}

/// A matter, and the duties it must raise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyCase {
    /// Its id, unique over all packs.
    pub id: String,
    /// The file it stands in.
    #[serde(skip)]
    pub path: String,
    /// The words of the law sheet's test, or our own for a near miss.
    pub test: String,
    /// The agency whose matter it is.
    pub holder: Party,
    /// The matter.
    pub matter: Matter,
    /// The moment.
    pub now: Moment,
    /// What the law must say.
    pub expect: ExpectDuties,
}

/// The duties a matter must raise, and those it must not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectDuties {
    /// Duties that must be there, each with its day where the case fixes one.
    #[serde(default)]
    pub duties: Vec<ExpectDuty>,
    /// Policies whose duty must not be there: the case is a near miss of each.
    #[serde(default)]
    pub misses: Vec<PolicyId>,
}

/// A duty that must be there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectDuty {
    /// The policy that raises it.
    pub policy: PolicyId,
    /// Its day, where the case fixes one.
    #[serde(default)]
    pub due: Option<Day>,
    /// Whether it must be overdue, where the case says.
    #[serde(default)]
    pub is_overdue: Option<bool>,
}

/// A test of the law that no ask can put to a gate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotAnAsk {
    /// Its id, unique over all packs.
    pub id: String,
    /// The file it stands in.
    #[serde(skip)]
    pub path: String,
    /// The words of the law sheet's test.
    pub test: String,
    /// The provision it belongs to.
    pub provision: ProvisionId,
    /// Why it is no ask, and where it is seen to instead.
    pub why: String,
}

/// A case as a file has it.
pub(crate) enum Written {
    Ask(Box<Case>),
    Duty(Box<DutyCase>),
    NotAnAsk(NotAnAsk),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAsk {
    id: String,
    test: String,
    ask: Ask,
    #[serde(default)]
    facts: Facts,
    now: Moment,
    expect: Expect,
}

impl Written {
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
            let case = Self::read(path, table).map_err(|why| bad(format!("case `{id}`: {why}")))?;
            cases.push(case);
        }
        Ok(cases)
    }

    fn read(path: &str, mut table: toml::Table) -> Result<Self, String> {
        let kind = table.remove("kind");
        let value = toml::Value::Table(table);
        let told = |error: toml::de::Error| error.to_string();
        let path = path.to_owned();
        match kind.as_ref().map_or(Some("ask"), toml::Value::as_str) {
            Some("ask") => {
                let written: WrittenAsk = value.try_into().map_err(told)?;
                let WrittenAsk { id, test, ask, facts, now, expect } = written;
                Ok(Self::Ask(Box::new(Case { id, path, test, ask, facts, now, expect })))
            }
            Some("duty") => value
                .try_into()
                .map(|case| Self::Duty(Box::new(DutyCase { path, ..case })))
                .map_err(told),
            Some("not_an_ask") => {
                value.try_into().map(|case| Self::NotAnAsk(NotAnAsk { path, ..case })).map_err(told)
            }
            _ => Err("`kind` is \"ask\", \"duty\" or \"not_an_ask\"".to_owned()),
        }
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
