//! The same law with some kinds of paper taken out of what it can see.
//!
//! In: a composed law, the kinds. Out: a law that answers an ask as the first would answer it with
//! those papers gone from the sets of papers. Never: changes a test it does not understand; that is
//! an error, and the claim stays unproved.
//!
//! Cedar cannot take a word out of a set, so the tests are rewritten, and exactly: a set without
//! some words contains none of them (`contains` of such a word is false), and has one of a list of
//! words where it has one of the others (`containsAny` loses the word).

use super::{compose, est};
use crate::Error;
use cedar_policy::PolicySet;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use terms::InstrumentKind;

/// The type of a word for a kind of paper, in the schema.
pub(super) const KIND: &str = "InstrumentKind";

/// Which words are taken out, and of which sets.
pub(super) struct Gone<'a> {
    /// Attributes of the context that are sets of kinds of paper.
    pub(super) sets: &'a BTreeSet<&'static str>,
    /// The kinds.
    pub(super) papers: &'a [InstrumentKind],
}

impl Gone<'_> {
    /// The law that does not see these papers.
    pub(super) fn from(&self, law: &PolicySet) -> Result<PolicySet, Error> {
        let mut without = PolicySet::new();
        for policy in law.policies() {
            let mut whole = est::of(policy)?;
            for clause in est::conditions(&mut whole)? {
                *clause = self.part(clause)?;
            }
            compose::add(&mut without, est::policy(policy.id().as_ref(), whole)?)?;
        }
        Ok(without)
    }

    fn part(&self, part: &Value) -> Result<Value, Error> {
        let Value::Object(map) = part else {
            return match part {
                Value::Array(parts) => parts.iter().map(|p| self.part(p)).collect(),
                plain => Ok(plain.clone()),
            };
        };
        if let Some(test) = map.get("contains").filter(|test| self.is_of_papers(test)) {
            let word = word(test.get("right")).ok_or_else(|| stray(part))?;
            return Ok(if self.takes(word) { no() } else { part.clone() });
        }
        if let Some(test) = map.get("containsAny").filter(|test| self.is_of_papers(test)) {
            let words = test.get("right").and_then(words).ok_or_else(|| stray(part))?;
            let left: Vec<&Value> =
                words.iter().filter(|w| !word(Some(w)).is_some_and(|w| self.takes(w))).collect();
            if left.is_empty() {
                return Ok(no());
            }
            let sets = test.get("left");
            return Ok(json!({ "containsAny": { "left": sets, "right": { "Set": left } } }));
        }
        if attribute(part).is_some_and(|name| !self.sets.contains(name)) {
            return Ok(part.clone());
        }
        // A set of papers that is used otherwise, or the context as a whole.
        if attribute(part).is_some() || is_context(part) {
            return Err(stray(part));
        }
        let parts = map.iter().map(|(key, value)| Ok((key.clone(), self.part(value)?)));
        parts.collect::<Result<serde_json::Map<_, _>, Error>>().map(Value::Object)
    }

    fn is_of_papers(&self, test: &Value) -> bool {
        test.get("left").and_then(attribute).is_some_and(|name| self.sets.contains(name))
    }

    fn takes(&self, word: &str) -> bool {
        self.papers.iter().any(|paper| paper.word() == word)
    }
}

fn no() -> Value {
    json!({ "Value": false })
}

/// The name of an attribute of the context, if this reads one or tests that it is there.
fn attribute(part: &Value) -> Option<&str> {
    let read = part.get(".").or_else(|| part.get("has"))?;
    is_context(read.get("left")?).then_some(())?;
    read.get("attr")?.as_str()
}

fn is_context(part: &Value) -> bool {
    part.get("Var").and_then(Value::as_str) == Some("context")
}

/// The word for a kind of paper, if this is one written out.
fn word(part: Option<&Value>) -> Option<&str> {
    let entity = part?.get("Value")?.get("__entity")?;
    (entity.get("type")?.as_str()? == KIND).then_some(())?;
    entity.get("id")?.as_str()
}

/// The words of a set, if each is written out.
fn words(part: &Value) -> Option<&Vec<Value>> {
    let words = part.get("Set")?.as_array()?;
    words.iter().all(|w| word(Some(w)).is_some()).then_some(words)
}

fn stray(part: &Value) -> Error {
    est::broken(&format!(
        "a policy tests papers otherwise than by `contains` or `containsAny` of words written \
         out, which this kind of claim cannot follow: {part}"
    ))
}
