//! What would change a refusal: exceptions, papers, and missing facts.

use super::asked::plain;
use super::facts::not_known_to;
use crate::attributes::Attribute;
use crate::policy::Role;
use crate::rule::Heard;
use serde::Serialize;
use terms::{Ground, Outcome, PolicyId, Ruling};

/// What would change one ground of a refusal. Each ground must fall for the ask to be shared.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The policy of the ground.
    pub policy: PolicyId,
    /// What it leads to now.
    pub outcome: Outcome,
    /// Exceptions to it that failed, and what they lack.
    pub exceptions: Vec<WouldOpen>,
    /// Papers that lower it to a person's decision.
    pub papers: Vec<String>,
    /// What it and its exceptions test and nobody vouches for.
    pub missing: Vec<String>,
    /// It is a refusal of last resort: a permission of the house must cover the ask.
    pub needs_permission: bool,
}

/// An exception that would open a bar or lower it.
#[derive(Clone, Debug, Serialize)]
pub struct WouldOpen {
    /// The exception.
    pub policy: PolicyId,
    /// Its citation.
    pub citation: String,
    /// `share` where it opens the bar, `refer` where it lowers it.
    pub to: Outcome,
    /// The conditions that are not met.
    pub lacks: Vec<String>,
}

/// What would change each refusing ground of a ruling.
pub(super) fn changes(heard: &[Heard<'_>], ruling: &Ruling, table: &[Attribute]) -> Vec<Change> {
    let refusing = ruling.grounds().filter(|ground| ground.outcome != Outcome::Share);
    refusing.filter_map(|ground| change(heard, ground, table)).collect()
}

fn change(heard: &[Heard<'_>], ground: &Ground, table: &[Attribute]) -> Option<Change> {
    let pack =
        heard.iter().map(|heard| heard.pack).find(|p| p.rules.contains_key(&ground.policy))?;
    let rule = pack.rules.get(&ground.policy)?;
    let unmet = ground.exceptions.iter().filter(|exception| !exception.met);
    let exceptions = unmet.map(|exception| WouldOpen {
        policy: exception.policy.clone(),
        citation: exception.citation.clone(),
        to: match pack.rules.get(&exception.policy).map(|rule| &rule.role) {
            Some(Role::Exception { to, .. }) => *to,
            _ => Outcome::Refer,
        },
        lacks: exception.failed.clone(),
    });
    let weighed = ground.exceptions.iter().filter_map(|e| pack.rules.get(&e.policy));
    let tests = std::iter::once(rule).chain(weighed);
    // A bar that refers already is lowered by no paper.
    let lowering = rule.lowered_by.iter().filter(|_| ground.outcome == Outcome::Withhold);
    Some(Change {
        policy: ground.policy.clone(),
        outcome: ground.outcome,
        exceptions: exceptions.collect(),
        papers: lowering.map(|kind| plain(kind.word())).collect(),
        missing: not_known_to(tests, table),
        needs_permission: rule.role == Role::Default,
    })
}
