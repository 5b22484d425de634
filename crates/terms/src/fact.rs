//! One thing the gate knows, and who vouches for it.

use crate::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who vouches for a fact. An asker never does.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum VouchedBy {
    /// A signed agreement on file.
    Agreement,
    /// The holder's case system.
    CaseSystem,
    /// The credential the asker signed in with.
    Credential,
    /// Computed by the gate from other facts.
    Derived,
    /// A named person at the holder, who looked.
    Desk,
    /// A published log or list, in a lookback.
    Document,
    /// The dated, sourced registry of who is who.
    Registry,
}

/// A fact: what is known, who vouches for it, and the moment it can change.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fact<T> {
    /// What is known.
    pub value: T,
    /// Who vouches for it.
    pub vouched_by: VouchedBy,
    /// The first moment at which it can change, if known. No ruling that used it outlives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes_at: Option<Moment>,
}

impl<T> Fact<T> {
    /// A fact without a known end.
    pub const fn new(value: T, vouched_by: VouchedBy) -> Self {
        Self { value, vouched_by, changes_at: None }
    }

    /// What is known at a moment: nothing, from the moment at which it can have changed.
    #[must_use]
    pub fn at(&self, now: Moment) -> Option<&T> {
        self.changes_at.is_none_or(|end| now < end).then_some(&self.value)
    }
}
