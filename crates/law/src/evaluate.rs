//! Two ways to find out which policies hold: our own, and Cedar's.
//!
//! Cedar's is the reference. Ours gives what Cedar would for every policy that it compiled, and
//! leaves the others to it; `tests/compiled.rs` holds the two against each other.
//!
//! INVARIANT(loud-law): a policy that cannot be evaluated is told as an error by either. Only
//! Cedar's evaluation can fail: what could is never compiled.

use crate::Law;
use crate::basis::Basis;
use crate::exception::Exception;
use crate::index::Weight;
use crate::manifest::Bound;
use crate::pack::Pack;
use crate::policy::Rule;
use crate::request::{Posed, pose};
use cedar_policy::{Authorizer, PolicySet};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use terms::{Ask, Considered, Day, Facts, Moment, PolicyId};

/// What one policy says to an ask.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It could not be evaluated, and why.
    Error(String),
    /// It holds; an exception has all its conditions met.
    Holds,
    /// An exception that could apply lacks these of its conditions.
    Lacks(Vec<String>),
}

impl Law {
    /// What every policy that holds says to an ask, of packs that bind and provisions in force,
    /// and every exception that could apply at its door, whether its bar holds or not. Evaluated
    /// as [`Law::rule`] does.
    #[must_use]
    pub fn verdicts(&self, ask: &Ask, facts: &Facts, now: Moment) -> BTreeMap<PolicyId, Verdict> {
        let basis = self.basis(ask, facts, now);
        match &basis.codes {
            Some(codes) => self.told_by(&Compiled::new(self, &basis, codes)),
            None => self.told_by(&self.plainly_from(&basis)),
        }
    }

    /// The same, every policy evaluated by Cedar.
    #[must_use]
    pub fn verdicts_plainly(
        &self,
        ask: &Ask,
        facts: &Facts,
        now: Moment,
    ) -> BTreeMap<PolicyId, Verdict> {
        let basis = self.plain_basis(ask, facts, now);
        self.told_by(&self.plainly(&basis, basis.bound.clone()))
    }

    /// The policies that have a part which our own evaluation does not understand, or which could
    /// fail: Cedar evaluates them, a hundred times slower.
    #[must_use]
    pub fn left_to_cedar(&self) -> Vec<&PolicyId> {
        self.index.left_to_cedar().collect()
    }

    fn told_by<'a>(&'a self, evaluation: &impl Evaluation<'a>) -> BTreeMap<PolicyId, Verdict> {
        let mut told = BTreeMap::new();
        let held = evaluation.held().unwrap_or_else(|why| {
            told.insert(PolicyId(REQUEST.to_owned()), Verdict::Error(why));
            Vec::new()
        });
        for held in held {
            for rule in held.forbids.iter().chain(&held.permits) {
                told.insert(rule.id.clone(), Verdict::Holds);
            }
            for (id, why) in held.errors {
                told.insert(PolicyId(id), Verdict::Error(why));
            }
        }
        for pack in &self.packs {
            for exception in &pack.exceptions {
                let verdict = match evaluation.weigh(pack, exception) {
                    Err(why) => Verdict::Error(why),
                    Ok(None) => continue,
                    Ok(Some(weighed)) if weighed.met => Verdict::Holds,
                    Ok(Some(weighed)) => Verdict::Lacks(weighed.failed),
                };
                told.insert(exception.id.clone(), verdict);
            }
        }
        told
    }
}

/// The id under which it is told that an ask could not be put to the policies at all.
pub(crate) const REQUEST: &str = "BASE/request";

/// What holds of one pack.
pub(crate) struct Held<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) bound: Bound,
    /// In the order of their ids, of provisions in force.
    pub(crate) forbids: Vec<&'a Rule>,
    pub(crate) permits: Vec<&'a Rule>,
    /// Policies that could not be evaluated, and why.
    pub(crate) errors: Vec<(String, String)>,
}

/// A way to find out what holds.
pub(crate) trait Evaluation<'a> {
    /// What holds, pack by pack in their order. A pack of which nothing holds may be left out.
    fn held(&self) -> Result<Vec<Held<'a>>, String>;

    /// Weighs an exception: `None` where it cannot apply, an error where it cannot be evaluated.
    fn weigh(&self, of: &Pack, exception: &Exception) -> Result<Option<Considered>, String>;
}

/// Cedar evaluates every policy of every pack that binds.
pub(crate) struct Plainly<'a> {
    pub(crate) law: &'a Law,
    /// How far each pack binds.
    pub(crate) bound: Vec<Bound>,
    /// The day by which provisions are in force; `None` before any of them.
    pub(crate) day: Option<Day>,
    pub(crate) posed: Result<Posed, String>,
}

/// What is compiled is evaluated here, and of that only what can still hold.
pub(crate) struct Compiled<'a> {
    law: &'a Law,
    basis: &'a Basis,
    codes: &'a [u64],
    /// Made only where some policy is left to Cedar.
    posed: OnceCell<Result<Posed, String>>,
}

impl<'a> Held<'a> {
    fn none(pack: &'a Pack, bound: Bound) -> Self {
        let (forbids, permits, errors) = (Vec::new(), Vec::new(), Vec::new());
        Self { pack, bound, forbids, permits, errors }
    }

    /// Lets Cedar evaluate forbids and permits, each as a set of its own, so that it names every
    /// one that holds.
    fn add(&mut self, forbids: &PolicySet, permits: &PolicySet, posed: &Posed, day: Option<Day>) {
        for (set, held) in [(forbids, &mut self.forbids), (permits, &mut self.permits)] {
            if set.is_empty() {
                continue;
            }
            let response = Authorizer::new().is_authorized(&posed.request, set, &posed.entities);
            for error in response.diagnostics().errors() {
                let cedar_policy::AuthorizationError::PolicyEvaluationError(error) = error;
                self.errors.push((error.policy_id().to_string(), error.to_string()));
            }
            let rule = |id: &cedar_policy::PolicyId| {
                let rule = self.pack.rules.get(&PolicyId(id.to_string()))?;
                is_in_force(self.pack, &rule.provision, day).then_some(rule)
            };
            held.extend(response.diagnostics().reason().filter_map(rule));
            held.sort_by(|a, b| a.id.cmp(&b.id));
        }
    }
}

fn is_in_force(pack: &Pack, provision: &terms::ProvisionId, day: Option<Day>) -> bool {
    pack.provision(provision).zip(day).is_some_and(|(p, day)| p.is_in_force_on(day))
}

impl<'a> Evaluation<'a> for Plainly<'a> {
    fn held(&self) -> Result<Vec<Held<'a>>, String> {
        let posed = self.posed.as_ref().map_err(Clone::clone)?;
        let packs = self.law.packs.iter().zip(&self.bound);
        let held = packs.filter(|(_, bound)| **bound != Bound::No).map(|(pack, bound)| {
            let mut held = Held::none(pack, *bound);
            held.add(&pack.forbids, &pack.permits, posed, self.day);
            held
        });
        Ok(held.collect())
    }

    fn weigh(&self, of: &Pack, exception: &Exception) -> Result<Option<Considered>, String> {
        if !is_in_force(of, &exception.provision, self.day) {
            return Ok(None);
        }
        let posed = self.posed.as_ref().map_err(Clone::clone)?;
        exception.weigh(&posed.request, &posed.entities)
    }
}

impl<'a> Compiled<'a> {
    pub(crate) const fn new(law: &'a Law, basis: &'a Basis, codes: &'a [u64]) -> Self {
        Self { law, basis, codes, posed: OnceCell::new() }
    }

    fn posed(&self) -> Result<&Posed, String> {
        let Basis { door, table, .. } = self.basis;
        let pose = || pose(*door, table.as_deref().unwrap_or_default(), &self.law.schema);
        self.posed.get_or_init(pose).as_ref().map_err(Clone::clone)
    }
}

impl<'a> Evaluation<'a> for Compiled<'a> {
    fn held(&self) -> Result<Vec<Held<'a>>, String> {
        let (index, bound, day) = (&self.law.index, &self.basis.bound, self.basis.stretch);
        let mut held: BTreeMap<usize, Held<'a>> = BTreeMap::new();
        let none = |number: usize| {
            let pack = self.law.packs.get(number)?;
            Some(Held::none(pack, index.bound_of(number, bound)))
        };
        for (number, id, is_forbid) in index.held(self.codes, bound, day) {
            let Some(one) = none(number) else { continue };
            let one = held.entry(number).or_insert(one);
            let rules = if is_forbid { &mut one.forbids } else { &mut one.permits };
            rules.extend(one.pack.rules.get(id));
        }
        for (number, plain) in index.plain() {
            let Some(one) = none(number).filter(|one| one.bound != Bound::No) else { continue };
            let posed = self.posed()?;
            held.entry(number).or_insert(one).add(&plain.forbids, &plain.permits, posed, day);
        }
        Ok(held.into_values().collect())
    }

    fn weigh(&self, _: &Pack, exception: &Exception) -> Result<Option<Considered>, String> {
        match self.law.index.weigh(&exception.id, self.codes, self.basis.stretch) {
            Weight::Gone | Weight::NotHere => Ok(None),
            Weight::Plain => {
                let posed = self.posed()?;
                exception.weigh(&posed.request, &posed.entities)
            }
            Weight::Weighed(met) => {
                let is_met = |n: usize| met.get(n).copied().unwrap_or(false);
                Ok(Some(exception.considered(is_met)))
            }
        }
    }
}
