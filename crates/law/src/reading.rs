//! Readings of a provision that this house does not follow, kept apart from it.
//!
//! In: a folder below `statutes/readings/`. Out: what it takes away from a pack, and the policies
//! it puts there. Never: in force. Nothing rules by a reading unless it is asked for by name, and a
//! reading adds no permission: apart from what it takes away, it only narrows.

use crate::case::Written;
use crate::policy::{self, Role, Rule};
use crate::{Case, Error};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{Day, PolicyId, TextStatus};

/// Where readings stand, below the packs.
pub(crate) const PLACE: &str = "readings/";

/// A reading of a provision that somebody holds and this house does not follow.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// Its name: that of its folder.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// The folder of the pack that it reads otherwise.
    pub of: String,
    /// Who holds it.
    pub held_by: String,
    /// What it says, in English.
    pub english: String,
    /// What it says, in Spanish.
    pub spanish: String,
    /// Why the law of this house follows another reading.
    pub house: String,
    /// How far the text that states it was verified.
    pub text_status: TextStatus,
    /// What exactly was seen, and what was not.
    pub text_status_note: String,
    /// Where it is stated.
    pub source: Vec<String>,
    /// Policies of the pack that it takes away.
    pub takes_away: Vec<PolicyId>,
    /// Policies that it puts there.
    pub adds: Vec<PolicyId>,
    /// Who wrote it down.
    pub read_by: String,
    /// When.
    pub read_on: Day,
    /// What it would rule.
    #[serde(skip)]
    pub(crate) cases: Vec<Case>,
    #[serde(skip)]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    read_by: String,
    read_on: Day,
    reading: Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    of: String,
    held_by: String,
    english: String,
    spanish: String,
    house: String,
    text_status: TextStatus,
    text_status_note: String,
    source: Vec<String>,
    takes_away: Vec<PolicyId>,
}

impl Reading {
    /// Reads every reading among the files of a statutes folder.
    pub(crate) fn read_all(files: &BTreeMap<String, String>) -> Result<Vec<Self>, Error> {
        let mut readings = Vec::new();
        for (path, text) in files.range(PLACE.to_owned()..) {
            let Some(rest) = path.strip_prefix(PLACE) else { break };
            let (name, file) = rest.split_once('/').unwrap_or((rest, ""));
            if !files.contains_key(&format!("{PLACE}{name}/pack.toml")) {
                let why = "its folder has no pack.toml";
                return Err(Error::Stray { path: path.clone(), why });
            }
            if file == "pack.toml" {
                readings.push(Self::read(name, path, text, files)?);
            }
        }
        Ok(readings)
    }

    fn read(
        name: &str,
        path: &str,
        text: &str,
        files: &BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let File { title, read_by, read_on, reading } = toml::from_str(text)
            .map_err(|e| Error::Manifest { path: path.to_owned(), source: Box::new(e) })?;
        let policies = format!("{PLACE}{name}/policy.cedar");
        let rules = match files.get(&policies) {
            Some(text) => policy::read(&policies, text, false)?,
            None => Vec::new(),
        };
        let place = format!("{PLACE}{name}/cases/");
        let mut cases = Vec::new();
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with(&place)) {
            for case in Written::read_all(path, text)? {
                let Written::Ask(case) = case else {
                    let why = "a reading differs on asks: its cases are asks".to_owned();
                    return Err(Error::Case { path: path.clone(), why });
                };
                cases.push(*case);
            }
        }
        Ok(Self {
            name: name.to_owned(),
            title,
            of: reading.of,
            held_by: reading.held_by,
            english: reading.english,
            spanish: reading.spanish,
            house: reading.house,
            text_status: reading.text_status,
            text_status_note: reading.text_status_note,
            source: reading.source,
            takes_away: reading.takes_away,
            adds: rules.iter().map(|rule| rule.id.clone()).collect(),
            read_by,
            read_on,
            cases,
            rules,
        })
    }

    /// Its cases, each to be ruled on under it.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter()
    }

    pub(crate) fn path(&self, file: &str) -> String {
        format!("{PLACE}{}/{file}", self.name)
    }

    pub(crate) fn refuse(&self, why: &str) -> Error {
        let (path, policy) = (self.path("pack.toml"), self.name.clone());
        Error::Policy { path, policy, why: why.to_owned() }
    }

    /// The rules of its pack as this reading has them.
    pub(crate) fn change(&self, rules: Vec<Rule>) -> Result<Vec<Rule>, Error> {
        let refuse = |id: &PolicyId, why: &str| {
            let (path, policy) = (self.path("policy.cedar"), id.0.clone());
            Err(Error::Policy { path, policy, why: why.to_owned() })
        };
        let is_of_pack = |id: &PolicyId| rules.iter().any(|rule| rule.id == *id);
        if let Some(id) = self.takes_away.iter().find(|id| !is_of_pack(id)) {
            return refuse(id, "`takes_away` names no policy of the pack");
        }
        let is_own_bar =
            |id: &PolicyId| self.rules.iter().any(|rule| rule.id == *id && rule.role == Role::Bar);
        for rule in &self.rules {
            if is_of_pack(&rule.id) {
                return refuse(&rule.id, "the pack has a policy with this @id: give it another");
            }
            if let Role::Exception { opens, .. } = &rule.role
                && !opens.iter().all(is_own_bar)
            {
                return refuse(
                    &rule.id,
                    "an exception of a reading opens bars of that reading alone: take the other \
                     bar away and write it as the reading has it",
                );
            }
        }
        let kept = rules.into_iter().filter(|rule| !self.takes_away.contains(&rule.id));
        let mut changed: Vec<Rule> = kept.filter_map(|rule| self.without_taken(rule)).collect();
        changed.extend(self.rules.iter().cloned());
        Ok(changed)
    }

    /// An exception goes with the last bar that it opens.
    fn without_taken(&self, mut rule: Rule) -> Option<Rule> {
        if let Role::Exception { opens, .. } = &mut rule.role {
            opens.retain(|id| !self.takes_away.contains(id));
            if opens.is_empty() {
                return None;
            }
        }
        Some(rule)
    }
}
