//! A ruling: outcome, grounds, limits, duties, and the moment it dies.

use crate::{Duty, Ground, Limit, Moment};
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
}

impl Ruling {
    /// Every ground, strongest first.
    pub fn grounds(&self) -> impl Iterator<Item = &Ground> {
        std::iter::once(&self.ground).chain(&self.further)
    }
}
