//! Asks that nobody wrote, mixed from the shipped cases; for tests.
//!
//! A case is taken, and some of its values are replaced by what other cases have in the same place
//! or taken out. So every fact and every word that any case uses is mixed in, also one that is new.

use crate::Law;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::sync::OnceLock;
use terms::{Ask, Facts, Moment};

/// The shipped law.
pub(crate) fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| Law::embedded().unwrap())
}

/// An ask with its facts and its moment.
pub(crate) type Mixed = (Ask, Facts, Moment);

/// The cases as JSON, and every place in them at which something stands.
struct Pool {
    cases: Vec<Value>,
    places: Vec<String>,
}

fn pool() -> &'static Pool {
    static POOL: OnceLock<Pool> = OnceLock::new();
    POOL.get_or_init(|| {
        let written = |case: &crate::Case| {
            json!({ "ask": case.ask, "facts": case.facts, "now": case.now.to_string() })
        };
        let cases: Vec<Value> = law().cases().map(written).collect();
        let mut places = std::collections::BTreeSet::new();
        cases.iter().for_each(|case| collect(case, "", &mut places));
        Pool { cases, places: places.into_iter().collect() }
    })
}

fn collect(value: &Value, at: &str, places: &mut std::collections::BTreeSet<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{key}");
        collect(value, &at, places);
        places.insert(at);
    }
}

/// Asks mixed from all cases.
pub(crate) fn mixed() -> impl Strategy<Value = Mixed> {
    let swaps = vec((any::<Index>(), any::<Index>()), 0..8);
    (any::<Index>(), swaps).prop_map(|(first, swaps)| {
        let pool = pool();
        let mut mixed = first.get(&pool.cases).clone();
        for (place, donor) in swaps {
            let changed = with(&mixed, place.get(&pool.places).as_str(), donor.get(&pool.cases));
            // A value that must be there cannot be taken out: such a swap is left.
            if read(&changed).is_some() {
                mixed = changed;
            }
        }
        read(&mixed).unwrap()
    })
}

fn with(mixed: &Value, place: &str, donor: &Value) -> Value {
    let mut changed = mixed.clone();
    let (above, key) = place.rsplit_once('/').unwrap();
    if let Some(Value::Object(map)) = changed.pointer_mut(above) {
        match donor.pointer(place) {
            Some(value) => map.insert(key.to_owned(), value.clone()),
            None => map.remove(key),
        };
    }
    changed
}

fn read(mixed: &Value) -> Option<Mixed> {
    let ask = serde_json::from_value(mixed.get("ask")?.clone()).ok()?;
    let facts = serde_json::from_value(mixed.get("facts")?.clone()).ok()?;
    let now = mixed.get("now")?.as_str()?.parse().ok()?;
    Some((ask, facts, now))
}
