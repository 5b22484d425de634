//! The composed law shares exactly what the law shares.

use super::compose::{Permits, compose};
use crate::attributes::attributes;
use crate::derive::derive;
use crate::manifest::Bound;
use crate::mixed::{law, mixed};
use crate::request::pose;
use cedar_policy::{Authorizer, Decision, PolicySet};
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use terms::{Ask, Facts, Moment, Outcome, Party};

thread_local! {
    /// The law of a set of packs on a day: composing is the slow part here.
    static COMPOSED: RefCell<BTreeMap<String, PolicySet>> = const { RefCell::new(BTreeMap::new()) };
}

fn composed_for(holder: &Party, now: Moment) -> PolicySet {
    let binds = |p: &&crate::pack::Pack| p.manifest.binds.bind(holder) != Bound::No;
    let packs: Vec<_> = law().packs.iter().filter(binds).collect();
    let folders: Vec<_> = packs.iter().map(|p| p.folder.as_str()).collect();
    let key = format!("{} {}", now.day(), folders.join(" "));
    COMPOSED.with_borrow_mut(|composed| {
        let make = || compose(&packs, Permits::OfTheLaw, now).unwrap();
        composed.entry(key).or_insert_with(make).clone()
    })
}

/// What the composed law and the law itself say: whether it is shared.
fn both(ask: &Ask, facts: &Facts, now: Moment) -> (bool, bool) {
    let derived = derive(ask, facts, now);
    let table = attributes(&derived, law().binds(&derived.holder, now));
    let posed = pose(ask.door, &table, &law().schema).unwrap();
    let composed = composed_for(&derived.holder, now);
    let response = Authorizer::new().is_authorized(&posed.request, &composed, &posed.entities);
    assert_eq!(response.diagnostics().errors().count(), 0);
    let ruled = law().rule(ask, facts, now);
    (response.decision() == Decision::Allow, ruled.outcome == Outcome::Share)
}

#[test]
fn the_composed_law_shares_what_the_law_shares_in_every_case() {
    let mut shared = 0;
    for case in law().cases() {
        let (composed, ruled) = both(&case.ask, &case.facts, case.now);
        assert_eq!(composed, ruled, "{}", case.id);
        shared += usize::from(ruled);
    }
    assert!(shared > 10, "only {shared} cases are shared");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn the_composed_law_shares_what_the_law_shares((ask, facts, now) in mixed()) {
        let (composed, ruled) = both(&ask, &facts, now);
        prop_assert_eq!(composed, ruled);
    }
}

/// The property would hold of asks that are never shared: a good part of these must be.
#[test]
fn the_mixed_asks_are_shared_and_kept_alike() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut shared, mut kept) = (0, 0);
    for _ in 0..400 {
        let (ask, facts, now) = mixed().new_tree(&mut runner).unwrap().current();
        match law().rule(&ask, &facts, now).outcome {
            Outcome::Share => shared += 1,
            _ => kept += 1,
        }
    }
    assert!(shared >= 30 && kept >= 30, "{shared} shared, {kept} kept");
}
