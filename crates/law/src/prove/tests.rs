//! The composed law shares exactly what the law shares.

use super::compose::{Permits, compose};
use super::papers::Gone;
use crate::attributes::{Attribute, Value, attributes};
use crate::derive::derive;
use crate::manifest::Bound;
use crate::mixed::{law, mixed};
use crate::pack::Pack;
use crate::request::pose;
use cedar_policy::{Authorizer, Decision, PolicySet};
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use terms::{Ask, Door, Facts, InstrumentKind, Moment, Outcome, Party};

/// Papers of judges as well as of agencies, so that what opens something is among them.
const UNSEEN: [InstrumentKind; 4] = [
    InstrumentKind::AdministrativeWarrant,
    InstrumentKind::CourtOrder,
    InstrumentKind::JudicialSearchWarrant,
    InstrumentKind::Subpoena,
];

/// The law composed for a holder, and the same law that does not see some papers.
#[derive(Clone)]
struct Composed {
    whole: Rc<PolicySet>,
    unseeing: Rc<PolicySet>,
}

thread_local! {
    /// By packs and day: composing is the slow part here.
    static COMPOSED: RefCell<BTreeMap<String, Composed>> = const { RefCell::new(BTreeMap::new()) };
}

fn composed_for(holder: &Party, now: Moment) -> Composed {
    let binds = |p: &&Pack| p.manifest.binds.bind(holder) != Bound::No;
    let packs: Vec<_> = law().packs.iter().filter(binds).collect();
    let folders: Vec<_> = packs.iter().map(|p| p.folder.as_str()).collect();
    let key = format!("{} {}", now.day(), folders.join(" "));
    let make = || {
        let whole = compose(&packs, Permits::OfTheLaw, now).unwrap();
        let sets = BTreeSet::from(["instruments", "instruments_unverified"]);
        let unseeing = Gone { sets: &sets, papers: &UNSEEN }.from(&whole).unwrap();
        Composed { whole: Rc::new(whole), unseeing: Rc::new(unseeing) }
    };
    COMPOSED.with_borrow_mut(|composed| composed.entry(key).or_insert_with(make).clone())
}

/// What the composed law and the law itself say: whether it is shared.
fn both(ask: &Ask, facts: &Facts, now: Moment) -> (bool, bool) {
    let derived = derive(ask, facts, now);
    let table = attributes(&derived, law().binds(&derived.holder, now));
    let composed = allows(&composed_for(&derived.holder, now).whole, ask.door, &table);
    (composed, law().rule(ask, facts, now).outcome == Outcome::Share)
}

fn allows(set: &PolicySet, door: Door, table: &[Attribute]) -> bool {
    let posed = pose(door, table, &law().schema).unwrap();
    let response = Authorizer::new().is_authorized(&posed.request, set, &posed.entities);
    assert_eq!(response.diagnostics().errors().count(), 0);
    response.decision() == Decision::Allow
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
        cases: 400, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn the_composed_law_shares_what_the_law_shares((ask, facts, now) in mixed()) {
        let (composed, ruled) = both(&ask, &facts, now);
        prop_assert_eq!(composed, ruled);
    }

    #[test]
    fn a_law_that_does_not_see_a_paper_rules_as_if_it_were_not_there((ask, facts, now) in mixed()) {
        let derived = derive(&ask, &facts, now);
        let mut table = attributes(&derived, true);
        let composed = composed_for(&derived.holder, now);
        let unseeing = allows(&composed.unseeing, ask.door, &table);
        for attribute in &mut table {
            if let Value::Words(_, words) = &mut attribute.value {
                words.retain(|word| !UNSEEN.iter().any(|paper| paper.word() == *word));
            }
        }
        prop_assert_eq!(unseeing, allows(&composed.whole, ask.door, &table));
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
