//! A ruling: outcome, grounds, limits, duties, and the moment it dies.

use crate::{Duty, Ground, Limit, Moment, ProvisionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The outcome of a ruling. The order is from open to closed: the later one wins.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The answer may leave, within the limits.
    Share,
    /// A named person decides.
    Refer,
    /// The answer may not leave.
    Withhold,
}

impl Outcome {
    /// The word used in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Refer => "refer",
            Self::Withhold => "withhold",
        }
    }
}

/// What the law in force says to one ask.
///
/// INVARIANT(grounded): there is always at least one ground; the first is a field of its own, so a
/// ruling without one cannot be built.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ruling {
    /// Whether the answer may leave.
    pub outcome: Outcome,
    /// The first and strongest ground.
    pub ground: Ground,
    /// Further grounds, strongest first.
    pub further: Vec<Ground>,
    /// What narrows the answer; empty unless the outcome is share.
    pub limits: Vec<Limit>,
    /// What someone must do.
    pub duties: Vec<Duty>,
    /// The first moment at which a fact or a law it used can change; it dies then.
    pub valid_until: Option<Moment>,
    /// The arithmetic behind facts that were computed, in words: for the desk alone, since it tells
    /// of a person's record.
    pub working: Vec<String>,
}

impl Ruling {
    /// Every ground, strongest first.
    pub fn grounds(&self) -> impl Iterator<Item = &Ground> {
        std::iter::once(&self.ground).chain(&self.further)
    }

    /// The ruling as an asker, or anyone outside, may see it.
    ///
    /// The outcome stays what it is. What is quiet is left out, and where nothing else stands for
    /// the outcome, `in_its_place` does: a ground that is true without it.
    #[must_use]
    pub fn without_the_quiet(self, in_its_place: impl FnOnce(Outcome) -> Ground) -> Self {
        let Self { outcome, ground, further, limits, duties, .. } = self;
        let mut told: Vec<Ground> =
            std::iter::once(ground).chain(further).filter(|g| !g.is_quiet).collect();
        for ground in &mut told {
            ground.exceptions.retain(|e| !e.is_quiet);
        }
        let ground = match told.iter().position(|g| g.outcome == outcome) {
            Some(at) => told.remove(at),
            None => in_its_place(outcome),
        };
        let quieted = |mut limit: Limit| {
            if limit.is_quiet {
                limit.provision = ProvisionId("BASE".to_owned());
                limit.citation = "House rule: the answer is narrowed".to_owned();
                limit.is_quiet = false;
            }
            limit
        };
        Self {
            outcome,
            ground,
            further: told,
            limits: limits.into_iter().map(quieted).collect(),
            duties: duties.into_iter().filter(|d| !d.is_quiet).collect(),
            // The day a ruling dies can be the day a conviction grows too old.
            valid_until: None,
            working: Vec::new(),
        }
    }
}
