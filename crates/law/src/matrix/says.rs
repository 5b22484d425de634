//! What is said in one cell: an outcome, and the policies or provisions behind it.

use crate::rule::{Said, combine};
use std::cmp::Reverse;
use terms::{Ground, Outcome};

/// What is said to one ask.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Cell {
    /// An outcome, or what a law says that rules on nothing by itself.
    pub(super) what: String,
    /// The policies or provisions behind it.
    pub(super) by: Vec<String>,
    /// What narrows a share.
    pub(super) limits: Vec<&'static str>,
}

impl Cell {
    fn new(what: &str, by: impl Iterator<Item = String>) -> Self {
        // Each once, in the order in which they come.
        let mut once: Vec<String> = Vec::new();
        for id in by {
            if !once.contains(&id) {
                once.push(id);
            }
        }
        Self { what: what.to_owned(), by: once, limits: Vec::new() }
    }

    fn strongest<'a>(grounds: impl Iterator<Item = &'a Ground> + Clone) -> Self {
        let outcome = grounds.clone().map(|g| g.outcome).max().unwrap_or(Outcome::Withhold);
        let deciding = grounds.filter(|ground| ground.outcome == outcome);
        Self::new(outcome.word(), deciding.map(|ground| ground.policy.0.clone()))
    }

    pub(super) fn told(&self) -> String {
        let mut told = self.what.clone();
        if !self.by.is_empty() {
            told.push_str(&format!(" {}", self.by.join(", ")));
        }
        for limit in &self.limits {
            told.push_str(&format!("; {limit}"));
        }
        told
    }

    /// What this says that another cell does not; `None` where the outcome is the same.
    pub(super) fn beside(&self, other: &Self) -> Option<String> {
        if self.what == other.what {
            return None;
        }
        let by = self.by.iter().filter(|id| !other.by.contains(id)).cloned().collect();
        Some(Self { what: self.what.clone(), by, limits: self.limits.clone() }.told())
    }
}

/// What one pack alone says: its strongest outcome and the policies that lead to it.
pub(super) fn of_pack(said: &[&Said]) -> Cell {
    let [said] = said else { return Cell::new("nothing", std::iter::empty()) };
    if !said.errors.is_empty() || !said.bars.is_empty() {
        return Cell::strongest(said.errors.iter().chain(&said.bars));
    }
    if !said.permissions.is_empty() {
        let ids = said.permissions.iter().map(|(ground, _)| ground.policy.0.clone());
        return Cell::new("share", ids);
    }
    // Several refusals of last resort come to the same: the first is told.
    if let Some(first) = said.defaults.iter().min_by_key(|ground| Reverse(ground.outcome)) {
        return Cell::strongest(std::iter::once(first));
    }
    if !said.opened.is_empty() {
        let ids = said.opened.iter().map(|(bar, by)| format!("{bar} by {by}"));
        return Cell::new("bar opened:", ids);
    }
    if said.supports.is_empty() {
        return Cell::new("nothing", std::iter::empty());
    }
    Cell::new("no bar; in favour", said.supports.iter().map(|ground| ground.policy.0.clone()))
}

/// The outcome of the ruling alone.
pub(super) fn outcome(cell: &Cell) -> Cell {
    Cell { by: Vec::new(), ..cell.clone() }
}

/// The ruling: its outcome, and the provision that first leads to it in the order of evaluation.
pub(super) fn of_all(said: &[&Said]) -> Cell {
    let ruling = combine(said.iter().map(|one| (*one).clone()), None);
    let by = std::iter::once(ruling.ground.provision.0.clone());
    let limits = ruling.limits.iter().map(|limit| limit.kind.told()).collect();
    Cell { limits, ..Cell::new(ruling.outcome.word(), by) }
}

/// The duties that are attached.
pub(super) fn duties(said: &[&Said]) -> String {
    let ids = said.iter().flat_map(|said| &said.duties).map(|duty| duty.policy.0.clone());
    Cell::new("duty", ids).by.join(", ")
}
