//! Everything that a ruling rests on, and nothing else.
//!
//! In: an ask, the facts, the moment. Out: [`Basis`]. A ruling is made from its basis alone, so two
//! asks with one basis get one ruling under one law: this is what makes a ruling memorable. What a
//! ruling comes to depend on must be put in here, and then it is part of the key by itself.

use crate::Law;
use crate::attributes::{Attribute, attributes};
use crate::calendar::Offices;
use crate::derive::{Derived, Immigration, derive};
use crate::manifest::Bound;
use crate::vocabulary::Codes;
use std::collections::BTreeSet;
use terms::{Ask, Day, Door, Facts, InstrumentKind, Moment};

/// What a ruling rests on.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Basis {
    pub(crate) door: Door,
    /// What the policies of the door test; `None` where the table does not fit the schema.
    pub(crate) codes: Option<Codes>,
    /// The table itself, where Cedar may have to evaluate something.
    pub(crate) table: Option<Vec<Attribute>>,
    /// The papers there or claimed: by these a bar is lowered.
    pub(crate) papers: BTreeSet<InstrumentKind>,
    pub(crate) is_immigration_presumed: bool,
    /// How far each group of packs binds the holder.
    pub(crate) bound: Vec<Bound>,
    /// The stretch of days, between two changes of the law, that the moment lies in.
    pub(crate) stretch: Option<Day>,
    pub(crate) valid_until: Option<Moment>,
    /// The day of the ask, and whose offices count: from these the days of duties are told.
    pub(crate) today: Day,
    pub(crate) offices: Offices,
    /// The arithmetic of facts that were computed, where the door turns on them.
    pub(crate) working: Vec<String>,
}

impl Law {
    /// What a ruling on an ask rests on.
    pub(crate) fn basis(&self, ask: &Ask, facts: &Facts, now: Moment) -> Basis {
        let derived = derive(ask, facts, now);
        let bound = self.index.bound(&derived.holder);
        let stretch = self.index.stretch(now.day());
        let loaded = self.index.is_state_bound(&derived.holder, &bound, stretch);
        let table = attributes(&derived, loaded);
        let codes = self.index.codes(ask.door, &table);
        let changes = self.index.change_after(now, &bound);
        let may_need_cedar = codes.is_none() || self.index.has_plain();
        Basis {
            door: ask.door,
            codes,
            table: may_need_cedar.then_some(table),
            papers: papers(&derived),
            is_immigration_presumed: derived.immigration == Immigration::Presumed,
            valid_until: changes.into_iter().chain(facts_end(facts, &derived, now)).min(),
            today: now.day(),
            offices: Offices::of(&derived.holder),
            working: working(ask, &derived),
            bound,
            stretch,
        }
    }

    /// The same, with nothing of it from the index: by what Cedar's evaluation is weighed.
    pub(crate) fn plain_basis(&self, ask: &Ask, facts: &Facts, now: Moment) -> Basis {
        let derived = derive(ask, facts, now);
        let loaded = self.binds(&derived.holder, now);
        let bound = self.packs.iter().map(|p| p.manifest.binds.bind(&derived.holder));
        Basis {
            door: ask.door,
            codes: None,
            table: Some(attributes(&derived, loaded)),
            papers: papers(&derived),
            is_immigration_presumed: derived.immigration == Immigration::Presumed,
            bound: bound.collect(),
            stretch: Some(now.day()),
            today: now.day(),
            offices: Offices::of(&derived.holder),
            working: working(ask, &derived),
            valid_until: self
                .law_end(&derived, now)
                .into_iter()
                .chain(facts_end(facts, &derived, now))
                .min(),
        }
    }

    /// The first moment after `now` at which a provision of a pack that binds begins or ends.
    fn law_end(&self, derived: &Derived, now: Moment) -> Option<Moment> {
        self.packs
            .iter()
            .filter(|p| p.manifest.binds.bind(&derived.holder) != Bound::No)
            .flat_map(|p| &p.manifest.provision)
            .flat_map(|p| [Some(p.in_force_from), p.in_force_to])
            .flatten()
            .filter_map(Day::start)
            .filter(|at| *at > now)
            .min()
    }
}

/// A person's record is told of only where the door turns on it.
fn working(ask: &Ask, derived: &Derived) -> Vec<String> {
    if ask.door == Door::Custody { derived.eligibility.told() } else { Vec::new() }
}

fn papers(derived: &Derived) -> BTreeSet<InstrumentKind> {
    derived.papers.lowering.clone()
}

/// The first moment after `now` at which a fact, a paper or an agreement that was used can change.
fn facts_end(facts: &Facts, derived: &Derived, now: Moment) -> Option<Moment> {
    let papers = facts.instruments.iter().flat_map(|f| &f.value).filter_map(|i| i.last_day);
    let agreement = facts.agreement.iter().filter_map(|f| f.value.last_day);
    let days = papers.chain(agreement).filter_map(Day::after);
    // The age of a record, and the days since an incident or a validation, grow with every day.
    let ages = [
        derived.age_days_max.map(i64::from),
        derived.incident_age_days,
        derived.validated_age_days,
    ];
    let aged = ages.into_iter().flatten().next().and_then(|_| now.day().after());
    // A day still to come is no age yet, and begins to be one.
    let known = facts.public_records.iter().filter_map(|f| f.value.incident_known_on);
    let validated = facts.intelligence.iter().filter_map(|f| f.value.validated_on);
    let begins = known.chain(validated).filter_map(Day::start);
    // A five or fifteen years' limb of a conviction runs out.
    let limbs = derived.eligibility.changes_on.and_then(Day::start);
    let ends = days.chain(facts.change_after(now)).chain(aged).chain(begins).chain(limbs);
    ends.filter(|at| *at > now).min()
}
