//! One Cedar policy set that allows exactly what the law shares.
//!
//! In: the packs that bind a holder, and a moment. Out: a policy set whose *allow* is a share.
//! Never: speaks of withhold and refer; which of the two it is opens nothing.
//!
//! Permits are the permissions of the base pack; forbids are the bars in force, each `unless` an
//! exception that opens it holds whole (scope and every clause). What only lowers a bar to refer (a
//! paper in `@lowered_by`, an exception with `@then("refer")`) still shares nothing, so it is left
//! out. Bases, duties and defaults never decide whether something is shared.
//!
//! One thing is not in the set: the law withholds where a policy cannot be evaluated, and Cedar
//! skips such a policy. The two agree as long as no policy errs, which is a claim of its own.

use super::est;
use crate::Error;
use crate::pack::Pack;
use crate::policy::{Role, Rule};
use cedar_policy::{Policy, PolicySet};
use serde_json::{Value, json};
use terms::{Moment, Outcome, PolicyId};

/// What a composed law permits before any bar is weighed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Permits {
    /// Everything: what is left is what the bars alone hold back.
    Everything,
    /// What the permissions among the packs permit.
    OfTheLaw,
}

/// Composes the law that these packs make at a moment.
pub(super) fn compose(packs: &[&Pack], permits: Permits, now: Moment) -> Result<PolicySet, Error> {
    let mut set = PolicySet::new();
    if permits == Permits::Everything {
        add(&mut set, est::policy("everything", est::everything("permit"))?)?;
    }
    for pack in packs {
        for rule in pack.rules.values().filter(|rule| is_in_force(pack, rule, now)) {
            match rule.role {
                Role::Bar => add(&mut set, bar(pack, rule, now)?)?,
                Role::Permission if permits == Permits::OfTheLaw => {
                    add(&mut set, rule.cedar.clone())?;
                }
                _ => {}
            }
        }
    }
    Ok(set)
}

/// Adds a policy to a set; an id that is there already is an error.
pub(super) fn add(set: &mut PolicySet, policy: Policy) -> Result<(), Error> {
    set.add(policy).map_err(|e| est::broken(&e))
}

/// The exceptions that open a bar, and not only lower it.
pub(super) fn openings<'a>(pack: &'a Pack, bar: &'a PolicyId) -> impl Iterator<Item = &'a Rule> {
    pack.exceptions
        .iter()
        .filter(move |e| e.to == Outcome::Share && e.opens.contains(bar))
        .filter_map(|e| pack.rules.get(&e.id))
}

fn is_in_force(pack: &Pack, rule: &Rule, now: Moment) -> bool {
    pack.provision(&rule.provision).is_some_and(|p| p.is_in_force(now))
}

/// A bar that does not hold where an exception opens it.
fn bar(pack: &Pack, rule: &Rule, now: Moment) -> Result<Policy, Error> {
    let mut whole = est::of(&rule.cedar)?;
    for exception in openings(pack, &rule.id).filter(|e| is_in_force(pack, e, now)) {
        let opened = est::expression(&est::of(&exception.cedar)?)?;
        est::conditions(&mut whole)?.push(json!({ "kind": "unless", "body": opened }));
    }
    est::policy(&rule.id.0, whole)
}

/// A policy that holds only where each of these clauses holds too.
pub(super) fn with_clauses(policy: &Policy, clauses: &[Value]) -> Result<Policy, Error> {
    let mut whole = est::of(policy)?;
    est::conditions(&mut whole)?.extend(clauses.iter().cloned());
    est::policy(policy.id().as_ref(), whole)
}

/// A set that allows only where each of these clauses holds too.
pub(super) fn narrowed(set: &PolicySet, clauses: &[Value]) -> Result<PolicySet, Error> {
    let mut set = set.clone();
    for (number, clause) in (1..).zip(clauses) {
        let mut given = est::everything("permit");
        est::conditions(&mut given)?.push(clause.clone());
        let mut forbid = est::everything("forbid");
        let unless = json!({ "kind": "unless", "body": est::expression(&given)? });
        est::conditions(&mut forbid)?.push(unless);
        add(&mut set, est::policy(&format!("given {number}"), forbid)?)?;
    }
    Ok(set)
}
