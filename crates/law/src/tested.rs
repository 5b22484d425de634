//! Which attributes a policy tests, and against which words.
//!
//! In: a policy as Cedar writes it in JSON. Out: for each attribute, the words it is held against.
//! Never: evaluates. What this does not understand counts as a test of the whole value, so nothing
//! is ever taken for untested.

use crate::attributes::{Attribute, On, Value};
use cedar_policy::Policy;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// An attribute: where it hangs, and its name.
type Named = (On, String);

/// Words that a test holds an attribute against; `None` is a test of the whole value.
type Against = Option<BTreeSet<String>>;

/// Attributes, each with every set of words that some policy holds it against.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tested(BTreeMap<On, BTreeMap<String, BTreeSet<Against>>>);

impl Tested {
    /// What a policy tests.
    pub(crate) fn of(policy: &Policy) -> Self {
        let mut tested = Self::default();
        let json = policy.to_json().unwrap_or_default();
        let clauses = json.get("conditions").and_then(Json::as_array).into_iter().flatten();
        for clause in clauses.filter_map(|clause| clause.get("body")) {
            tested.walk(clause);
        }
        tested
    }

    /// Adds what another policy tests.
    pub(crate) fn add(&mut self, other: &Self) {
        for (on, names) in &other.0 {
            let of_place = self.0.entry(*on).or_default();
            for (name, against) in names {
                of_place.entry(name.clone()).or_default().extend(against.iter().cloned());
            }
        }
    }

    pub(crate) fn has(&self, on: On, name: &str) -> bool {
        self.against(on, name).is_some()
    }

    /// Writes what the policies can see of an attribute: for each set of words whether its value is
    /// among them. Two values with the same trace are never told apart. False where nothing tests
    /// the attribute.
    pub(crate) fn trace(&self, attribute: &Attribute, into: &mut String) -> bool {
        let is_in = |words: &BTreeSet<String>| match &attribute.value {
            Value::Word(_, word) => Some(words.contains(*word)),
            Value::Words(_, of) => Some(of.iter().any(|word| words.contains(*word))),
            _ => None,
        };
        let Some(tests) = self.against(attribute.on, attribute.name) else { return false };
        for words in tests {
            match words.as_ref().and_then(is_in) {
                Some(true) => into.push('1'),
                Some(false) => into.push('0'),
                None => into.push_str(&format!("{:?}", attribute.value)),
            }
        }
        true
    }

    fn against(&self, on: On, name: &str) -> Option<&BTreeSet<Against>> {
        self.0.get(&on)?.get(name)
    }

    fn note(&mut self, (on, name): Named, against: Against) {
        self.0.entry(on).or_default().entry(name).or_default().insert(against);
    }

    fn walk(&mut self, node: &Json) {
        if let Some(named) = attribute(node) {
            self.note(named, None);
            return;
        }
        let Some(object) = node.as_object() else {
            for part in node.as_array().into_iter().flatten() {
                self.walk(part);
            }
            return;
        };
        for (operator, parts) in object {
            if let Some((named, words)) = comparison(operator, parts) {
                self.note(named, Some(words));
            } else if let Some(named) = presence(operator, parts) {
                self.note(named, None);
            } else {
                self.walk_parts(parts);
            }
        }
    }

    fn walk_parts(&mut self, parts: &Json) {
        match parts {
            Json::Object(fields) => fields.values().for_each(|part| self.walk(part)),
            Json::Array(parts) => parts.iter().for_each(|part| self.walk(part)),
            _ => {}
        }
    }
}

/// `attribute == word`, `[words].contains(attribute)`, `attribute.contains(word)` and
/// `attribute.containsAny([words])`, in either order where Cedar has one.
fn comparison(operator: &str, parts: &Json) -> Option<(Named, BTreeSet<String>)> {
    let (left, right) = (parts.get("left")?, parts.get("right")?);
    let is_set = |node: &Json| node.get("Set").is_some();
    match operator {
        // A whole set held against another: not among those that a word can settle.
        "==" | "!=" if is_set(left) || is_set(right) => None,
        "==" | "!=" | "contains" | "containsAny" => {
            attribute(left).zip(words(right)).or_else(|| attribute(right).zip(words(left)))
        }
        _ => None,
    }
}

fn presence(operator: &str, parts: &Json) -> Option<Named> {
    let name = parts.get("attr")?.as_str()?;
    (operator == "has").then_some(())?;
    Some((on(parts.get("left")?)?, name.to_owned()))
}

fn attribute(node: &Json) -> Option<Named> {
    let access = node.get(".")?;
    let name = access.get("attr")?.as_str()?;
    Some((on(access.get("left")?)?, name.to_owned()))
}

/// Where an attribute of this thing hangs.
fn on(thing: &Json) -> Option<On> {
    if let Some(variable) = thing.get("Var") {
        return match variable.as_str()? {
            "principal" => Some(On::Asker),
            "resource" => Some(On::Records),
            "context" => Some(On::Context),
            _ => None,
        };
    }
    match attribute(thing)? {
        (On::Context, name) if name == "beneficiary" => Some(On::Beneficiary),
        (On::Context, name) if name == "holder" => Some(On::Holder),
        _ => None,
    }
}

/// The words of a literal: one of an enumeration, or a set of them.
fn words(node: &Json) -> Option<BTreeSet<String>> {
    if let Some(set) = node.get("Set") {
        let each = set.as_array()?.iter().map(word);
        return each.collect();
    }
    word(node).map(|word| BTreeSet::from([word]))
}

fn word(node: &Json) -> Option<String> {
    let id = node.get("Value")?.get("__entity")?.get("id")?;
    id.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tested(when: &str) -> Tested {
        let text = format!("permit (principal, action, resource) when {{ {when} }};");
        Tested::of(&text.parse().unwrap())
    }

    fn trace(when: &str, on: On, name: &'static str, value: Value) -> Option<String> {
        let mut trace = String::new();
        tested(when).trace(&Attribute { on, name, value }, &mut trace).then_some(trace)
    }

    #[test]
    fn values_that_no_test_tells_apart_have_one_trace() {
        let when = r#"[K::"a", K::"b"].contains(principal.kind) && principal.kind != K::"c""#;
        let of = |word| trace(when, On::Asker, "kind", Value::Word("K", word)).unwrap();
        assert_eq!(of("a"), of("b"));
        assert_eq!(of("d"), of("e"));
        assert_ne!(of("a"), of("c"));
        assert_ne!(of("c"), of("d"));
    }

    #[test]
    fn what_is_not_understood_is_a_test_of_the_whole_value() {
        let number = |n| trace("context.n > 3", On::Context, "n", Value::Number(Some(n)));
        assert_ne!(number(1), number(2));
        let flag = |is| trace("context.f", On::Context, "f", Value::Flag(is));
        assert_ne!(flag(true), flag(false));
        assert_eq!(trace("context.f", On::Context, "g", Value::Flag(true)), None);
        let when = r#"context.papers == [I::"x"]"#;
        let set = |words: &[&'static str]| {
            trace(when, On::Context, "papers", Value::Words("I", words.to_vec())).unwrap()
        };
        assert_ne!(set(&["x"]), set(&["x", "y"]));
    }

    #[test]
    fn each_place_an_attribute_can_hang_is_found() {
        let when = r#"context.holder.kind == K::"a" && context.beneficiary.state == "CA" &&
            resource has age && context.papers.containsAny([I::"x", I::"y"])"#;
        let found = tested(when);
        assert!(found.has(On::Beneficiary, "state") && found.has(On::Context, "papers"));
        assert!(found.has(On::Holder, "kind") && found.has(On::Records, "age"));
        assert!(!found.has(On::Context, "holder"));
        let set = |words: &[&'static str]| {
            trace(when, On::Context, "papers", Value::Words("I", words.to_vec())).unwrap()
        };
        assert_eq!(set(&["x"]), set(&["y", "z"]));
        assert_ne!(set(&["z"]), set(&["y"]));
    }
}
