//! What a reading that this house does not follow would change.

use crate::matrix::{Row, changes};
use crate::{Error, Law, Reading};
use serde::Serialize;
use terms::{Outcome, PolicyId, Ruling};

/// What one reading would change.
#[derive(Clone, Debug, Serialize)]
pub struct Dissent {
    /// The reading.
    pub reading: Reading,
    /// How many cases of the law were ruled on under it.
    pub cases_count: usize,
    /// Those that are ruled on otherwise.
    pub cases: Vec<CaseChange>,
    /// How many different asks the matrix of its pack holds.
    pub cells_count: usize,
    /// How many of them are answered otherwise.
    pub cells_changed_count: usize,
    /// These, each with what the pack says and what it would say.
    pub cells: Vec<Row>,
}

/// A case that is ruled on otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct CaseChange {
    /// Its id.
    pub id: String,
    /// What it tests, in words.
    pub test: String,
    /// The file it stands in.
    pub path: String,
    /// The outcome under the law.
    pub before: Outcome,
    /// The outcome under the reading.
    pub after: Outcome,
    /// Grounds under the law alone.
    pub grounds_before: Vec<PolicyId>,
    /// Grounds under the reading alone.
    pub grounds_after: Vec<PolicyId>,
}

impl Law {
    /// What a reading would change: the cases of the law, and the matrix of its pack.
    ///
    /// # Errors
    /// If there is no such reading.
    pub fn dissent(&self, name: &str) -> Result<Dissent, Error> {
        let under = self.with_reading(name)?;
        let known = || Error::NoReading { name: name.to_owned(), known: String::new() };
        let reading = self.readings().find(|r| r.name == name).ok_or_else(known)?.clone();
        let mut cases = Vec::new();
        for case in self.cases() {
            let before = self.rule(&case.ask, &case.facts, case.now);
            let after = under.rule(&case.ask, &case.facts, case.now);
            let (of_law, of_reading) = (grounds(&before), grounds(&after));
            let alone = |of: &[PolicyId], not: &[PolicyId]| -> Vec<PolicyId> {
                of.iter().filter(|id| !not.contains(id)).cloned().collect()
            };
            let (grounds_before, grounds_after) =
                (alone(&of_law, &of_reading), alone(&of_reading, &of_law));
            let is_same = before.outcome == after.outcome;
            if !is_same || !grounds_before.is_empty() || !grounds_after.is_empty() {
                cases.push(CaseChange {
                    id: case.id.clone(),
                    test: case.test.clone(),
                    path: case.path.clone(),
                    before: before.outcome,
                    after: after.outcome,
                    grounds_before,
                    grounds_after,
                });
            }
        }
        let changes = changes(self, &under, &reading.of);
        Ok(Dissent {
            cases_count: self.cases().count(),
            cases,
            cells_count: changes.cells_count,
            cells_changed_count: changes.cells_changed_count,
            cells: changes.rows,
            reading,
        })
    }
}

fn grounds(ruling: &Ruling) -> Vec<PolicyId> {
    ruling.grounds().map(|ground| ground.policy.clone()).collect()
}
