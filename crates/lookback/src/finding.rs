//! A finding: one row or link that the law would have withheld or sent to a person.

use crate::stated::Compared;
use parties::Named;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use terms::{Certainty, Cue, Day, Ground, NamedBody, Outcome, PartyKind, Pathway};

/// Where a copy of a row or link stands.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Source {
    /// The file.
    pub path: String,
    /// The place: records counted from 1, the header not counted; for a page, the place in its
    /// list.
    pub row: u64,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// A link of a sharing list: a standing share by its holder.
    Link,
    /// A row of an audit: a search.
    Row,
}

/// A party of a finding, and how its name was read.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Who {
    /// Its name.
    pub name: String,
    /// What kind of body it is.
    pub kind: PartyKind,
    /// Its state, if known.
    pub state: Option<String>,
    /// How sure the reading of the name is.
    pub certainty: Certainty,
    /// The rule that read it.
    pub rule: String,
    /// Whether the list marks the account as out of use; such accounts still search.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inactive: bool,
}

/// The holder: known from a sharing list, and only counted in an agency's own audit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Holder {
    /// The agency whose list it is.
    Named(Who),
    /// Holders that the log counts and does not name.
    Searched(Searched),
}

/// The networks that a search ran on.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Searched {
    /// Always null: the log does not name them.
    pub name: Option<String>,
    /// How many networks were searched.
    pub networks_count: Option<u64>,
    /// How many cameras were searched, in the one variant that counts those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameras_count: Option<u64>,
    /// What that means.
    pub note: Cow<'static, str>,
}

/// A row or link against which something was found. Fields stand in the order of the JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// Every copy of it in this run, the one that was ruled on first.
    pub sources: Vec<Source>,
    /// What it is about.
    pub kind: Of,
    /// The strongest of its grounds.
    pub outcome: Outcome,
    /// How sure it is.
    pub certainty: Certainty,
    /// What would have to hold that this kind of file does not show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The way out; null where none of the field's words fits.
    pub pathway: Option<Pathway>,
    /// Why, strongest first.
    pub grounds: Vec<Ground>,
    /// The label of the purpose; `not_stated` for a link.
    pub purpose: String,
    /// The cues that decided the reading: words of the cue list, never of the log.
    pub cues: Vec<Cue>,
    /// The searching agency, or the recipient of a share.
    pub asker: Who,
    /// Whose records they are.
    pub holder: Holder,
    /// The body the words of the reason name, if any.
    pub beneficiary: Option<NamedBody>,
    /// The day of the row or link itself; the first that it can have been, where `until` is told.
    pub day: Day,
    /// The last day that it can have been, where the log gives a month, a year or a span of days
    /// and not the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The day whose law was applied.
    pub as_of: Day,
    /// Whether that is another day than the row's or link's own.
    pub hypothetical: bool,
    /// Promises of the agency's own page that this disagrees with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stated_policy: Vec<Compared>,
    /// The reason as written; only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Who {
    /// A party as a finding tells it.
    pub(crate) fn told(named: &Named) -> Self {
        Self {
            name: named.party.name.clone(),
            kind: named.party.kind,
            state: named.party.place.state.clone(),
            certainty: named.certainty,
            rule: named.rule.clone(),
            inactive: named.inactive,
        }
    }

    /// What would have to hold for the reading of the name, where that is not plain.
    pub(crate) fn condition(&self, role: &str) -> Option<String> {
        (self.certainty != Certainty::Shown)
            .then(|| format!("if the name of the {role} is read rightly ({})", self.rule))
    }
}

/// Several conditions in one: all of them would have to hold.
pub(crate) fn joined<const N: usize>(conditions: [Option<String>; N]) -> Option<String> {
    let all: Vec<String> = conditions.into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join("; and "))
}
