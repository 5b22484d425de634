//! What a proof ended in, told for a person and a machine.

use super::scene::{ASKED, ASKER, CONTEXT, Scene};
use serde::Serialize;
use serde_json::Value;
use terms::{Door, PolicyId};

/// What a proof ended in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Proof {
    /// It holds for every ask there can be.
    Proved {
        /// How many questions the solver was asked.
        questions: usize,
    },
    /// It does not hold.
    Refuted {
        /// By what: at least one.
        breaches: Vec<Breach>,
    },
    /// The solver did not tell. Never counted as proved.
    Unknown {
        /// About what, and what it said.
        why: Vec<String>,
    },
}

/// Something that breaks a claim.
#[derive(Clone, Debug, Serialize)]
pub struct Breach {
    /// The place, pack or policy in which it shows.
    pub about: String,
    /// What is wrong, in one sentence.
    pub what: String,
    /// The ask that shows it, where one does.
    pub ask: Option<AskTold>,
}

/// An ask that breaks a claim, with nothing in it that does not matter.
#[derive(Clone, Debug, Serialize)]
pub struct AskTold {
    /// The door.
    pub door: Option<Door>,
    /// Who asks: its kind, and what else of it matters.
    pub asker: String,
    /// For whom in truth.
    pub beneficiary: String,
    /// Who holds the records.
    pub holder: String,
    /// What is asked for.
    pub records: String,
    /// The class of the purpose.
    pub purpose: String,
    /// Sets of papers that are not empty, by attribute.
    pub papers: Vec<String>,
    /// Every other value without which the claim would not break.
    pub further: Vec<String>,
    /// The permissions that let it through; none where an evaluation failed.
    pub let_through_by: Vec<LetThrough>,
}

/// A permission that let an ask through.
#[derive(Clone, Debug, Serialize)]
pub struct LetThrough {
    /// The policy.
    pub policy: PolicyId,
    /// Its reason, in its own words.
    pub because: String,
}

impl AskTold {
    /// Tells a scene, leaving out what is ordinary.
    pub(super) fn new(
        scene: &Scene,
        ordinary: &Scene,
        door: Option<Door>,
        let_through_by: Vec<LetThrough>,
    ) -> Self {
        let thing = |thing: &str, always: &str| {
            let main = scene.value(thing, always).map(plain);
            let others = scene.values().filter(|(of, name, value)| {
                *of == thing && *name != always && ordinary.value(of, name) != Some(*value)
            });
            let others =
                others.map(|(_, name, value)| format!("{} {}", spaced(name), plain(value)));
            main.into_iter().chain(others).collect::<Vec<_>>().join(", ")
        };
        let mut papers = Vec::new();
        let mut further = Vec::new();
        for (of, name, value) in scene.values().filter(|(of, _, _)| *of == CONTEXT) {
            if name == PURPOSE || ordinary.value(of, name) == Some(value) {
                continue;
            }
            let told = format!("{}: {}", spaced(name), plain(value));
            if value.is_array() { papers.push(told) } else { further.push(told) }
        }
        Self {
            door,
            asker: thing(ASKER, "kind"),
            beneficiary: thing("context.beneficiary", "kind"),
            holder: thing("context.holder", "kind"),
            records: thing(ASKED, "class"),
            purpose: scene.value(CONTEXT, PURPOSE).map(plain).unwrap_or_default(),
            papers,
            further,
            let_through_by,
        }
    }
}

const PURPOSE: &str = "purpose";

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// A value in plain words.
fn plain(value: &Value) -> String {
    match value {
        Value::Array(words) => words.iter().map(plain).collect::<Vec<_>>().join(" and "),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) if text.is_empty() => "not known".to_owned(),
        Value::String(text) => text.clone(),
        value => match value.get("__entity").and_then(|e| e.get("id")).and_then(Value::as_str) {
            Some(word) => spaced(word),
            None => value.to_string(),
        },
    }
}
