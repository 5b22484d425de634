//! Prints the counts, for people and as JSON.

use super::expect::Half;
use super::judge::Counts;
use super::lists::NETWORK;
use super::scanned::Scanned;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

type Measured<'a> = BTreeMap<(&'a str, Half), Counts>;

/// The least share of states that must be right on the half kept apart.
const STATE_MIN: f64 = 0.995;
/// The least share of kinds.
const KIND_MIN: f64 = 0.98;

/// Whether the goals are met on both halves, and no list holds a local body that was
/// called federal.
pub(crate) fn goals_met(counts: &Measured<'_>) -> bool {
    let quiet = counts.values().all(|counts| counts.called_federal.is_empty());
    let network = counts.iter().filter(|((list, _), _)| *list == NETWORK);
    let mut halves = network.map(|(_, counts)| {
        counts.state.share().is_some_and(|share| share >= STATE_MIN)
            && counts.kind.share().is_some_and(|share| share >= KIND_MIN)
    });
    quiet && halves.all(|met| met)
}

/// Prints everything for people.
pub(crate) fn print(counts: &Measured<'_>, scanned: &Scanned) {
    for ((list, half), counts) in counts {
        println!("{list}, {}: {} names", half.word(), counts.names);
        println!("  state right         {}", counts.state);
        println!("  kind right          {}", counts.kind);
        println!("  shown and right     {}", counts.shown);
        println!("  federal, found      {}", counts.federal);
        println!("  copies merged       {}", counts.merged);
        println!(
            "  conditional {}, possible {}, of unknown kind {}",
            counts.conditional, counts.possible, counts.unknown
        );
        println!("  called federal and not: {}", counts.called_federal.len());
        for line in &counts.called_federal {
            println!("    CALLED FEDERAL {line}");
        }
        for line in &counts.federal_unsaid {
            println!("    federal, the list says nothing: {line}");
        }
        for line in &counts.unknown_unsaid {
            println!("    unknown, the list says nothing: {line}");
        }
        for line in &counts.misses {
            println!("    {line}");
        }
    }
    scanned.print();
    println!();
    println!("goals ({NETWORK}: state {STATE_MIN}, kind {KIND_MIN}; no list: a local body called");
    println!("federal): {}", if goals_met(counts) { "met" } else { "NOT met" });
    println!("which lists were looked at while tuning: docs/parties.md");
}

/// The same as one JSON object.
pub(crate) fn json(counts: &Measured<'_>, scanned: &Scanned) -> Value {
    let mut lists = Map::new();
    for ((list, half), counts) in counts {
        let told = json!({
            "counts": counts,
            "state_interval": counts.state.interval(),
            "kind_interval": counts.kind.interval(),
        });
        lists.insert(format!("{list}, {}", half.word()), told);
    }
    json!({ "goals_met": goals_met(counts), "lists": lists, "scanned": scanned })
}
