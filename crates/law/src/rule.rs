//! The ruling: withhold beats refer beats share.

use crate::Law;
use crate::attributes::attributes;
use crate::derive::{Derived, Immigration, derive};
use crate::exception::Exception;
use crate::manifest::Bound;
use crate::pack::Pack;
use crate::policy::{Role, Rule};
use crate::request::{Posed, pose};
use cedar_policy::{Authorizer, PolicySet};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use terms::{
    Ask, Considered, Duty, Facts, Ground, InstrumentKind, Limit, Moment, Outcome, PolicyId,
    ProvisionId, Ruling, TextStatus,
};

/// Said of a ground that holds only since no purpose was stated.
const PRESUMED: &str = "; no purpose is stated, and a body with an immigration function is taken \
     to be at it until it attests otherwise (a rule of this house)";

/// What one pack says to an ask.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// Bars that hold after exceptions and lowering.
    pub(crate) bars: Vec<Ground>,
    pub(crate) defaults: Vec<Ground>,
    /// Permissions that hold, each with its limit.
    pub(crate) permissions: Vec<(Ground, Option<Limit>)>,
    /// Exceptions that opened a bar, and bases: told as grounds of a share.
    pub(crate) supports: Vec<Ground>,
    /// Bars that an exception opened, each with that exception.
    pub(crate) opened: Vec<(PolicyId, PolicyId)>,
    /// Limits of exceptions that opened a bar: they hold whatever else permits the ask.
    pub(crate) limits: Vec<Limit>,
    pub(crate) duties: Vec<Duty>,
    /// Policies that could not be evaluated.
    pub(crate) errors: Vec<Ground>,
}

/// A pack that binds the holder, and what it says.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) bound: Bound,
    pub(crate) said: Said,
}

/// What a bar is weighed by.
struct Weighed<'a> {
    posed: &'a Posed,
    derived: &'a Derived,
    bound: Bound,
    now: Moment,
}

impl Law {
    /// Rules on an ask. Total: doubt, a missing fact or an evaluation error ends in withhold or
    /// refer, never in a share (INVARIANT(closed)).
    #[must_use]
    pub fn rule(&self, ask: &Ask, facts: &Facts, now: Moment) -> Ruling {
        let derived = derive(ask, facts, now);
        let loaded = self.binds(&derived.holder, now);
        let table = attributes(&derived, loaded);
        let said: Vec<Said> = match pose(ask.door, &table, &self.schema) {
            Ok(posed) => {
                self.hear(&posed, &derived, now).into_iter().map(|heard| heard.said).collect()
            }
            Err(why) => {
                let errors = vec![could_not_evaluate("BASE/request", &why)];
                vec![Said { errors, ..Said::default() }]
            }
        };
        let valid_until = self.valid_until(facts, &derived, now);
        combine(said.into_iter(), valid_until)
    }

    /// What each pack that binds the holder says, in the law sheet's order of evaluation (0.2).
    pub(crate) fn hear(&self, posed: &Posed, derived: &Derived, now: Moment) -> Vec<Heard<'_>> {
        let mut heard: Vec<Heard<'_>> = self
            .packs
            .iter()
            .map(|pack| (pack, pack.manifest.binds.bind(&derived.holder)))
            .filter(|(_, bound)| *bound != Bound::No)
            .map(|(pack, bound)| Heard { pack, bound, said: pack.say(posed, derived, bound, now) })
            .collect();
        heard.sort_by_key(|heard| heard.pack.manifest.precedence);
        heard
    }

    /// The first moment at which a fact, a paper, an agreement or a law that was used can change.
    fn valid_until(&self, facts: &Facts, derived: &Derived, now: Moment) -> Option<Moment> {
        let law = self
            .packs
            .iter()
            .filter(|p| p.manifest.binds.bind(&derived.holder) != Bound::No)
            .flat_map(|p| &p.manifest.provision)
            .flat_map(|p| [Some(p.in_force_from), p.in_force_to])
            .flatten()
            .filter_map(terms::Day::start);
        let papers = facts.instruments.iter().flat_map(|f| &f.value).filter_map(|i| i.last_day);
        let agreement = facts.agreement.iter().filter_map(|f| f.value.last_day);
        let days = papers.chain(agreement).filter_map(terms::Day::after);
        // The age of a record grows with every day.
        let aged = derived.age_days_max.and_then(|_| now.day().after());
        let facts = facts.change_after(now);
        law.chain(days).chain(facts).chain(aged).filter(|at| *at > now).min()
    }
}

impl Pack {
    /// What this pack says to an ask, from its provisions in force.
    pub(crate) fn say(&self, posed: &Posed, derived: &Derived, bound: Bound, now: Moment) -> Said {
        let mut said = Said::default();
        let forbids = self.holding(&self.forbids, posed, now, &mut said.errors);
        let permits = self.holding(&self.permits, posed, now, &mut said.errors);
        for rule in forbids {
            match rule.role {
                Role::Default => said.defaults.push(self.lowered(rule, derived, bound)),
                _ => self.weigh(rule, &Weighed { posed, derived, bound, now }, &mut said),
            }
        }
        for rule in permits {
            match &rule.role {
                Role::Permission => {
                    said.permissions.push((self.ground(rule, Outcome::Share), limit(rule)));
                }
                Role::Basis => said.supports.push(self.ground(rule, Outcome::Share)),
                Role::Duty { text } => said.duties.push(Duty {
                    provision: rule.provision.clone(),
                    policy: rule.id.clone(),
                    citation: rule.citation.clone(),
                    text: text.clone(),
                    text_status: self.text_status(rule),
                }),
                Role::Bar | Role::Default | Role::Exception { .. } => {}
            }
        }
        said
    }

    /// The rules of a set that hold, of provisions in force, in the order of their ids.
    ///
    /// Forbids and permits are sets of their own, so Cedar names every one that holds. A policy
    /// that could not be evaluated is an error ground, whatever the others say.
    fn holding(
        &self,
        set: &PolicySet,
        posed: &Posed,
        now: Moment,
        errors: &mut Vec<Ground>,
    ) -> Vec<&Rule> {
        let in_force =
            |rule: &&Rule| self.provision(&rule.provision).is_some_and(|p| p.is_in_force(now));
        let response = Authorizer::new().is_authorized(&posed.request, set, &posed.entities);
        for error in response.diagnostics().errors() {
            let cedar_policy::AuthorizationError::PolicyEvaluationError(error) = error;
            errors.push(could_not_evaluate(error.policy_id().as_ref(), &error.to_string()));
        }
        let mut held: Vec<&Rule> = response
            .diagnostics()
            .reason()
            .filter_map(|id| self.rules.get(&PolicyId(id.to_string())))
            .filter(in_force)
            .collect();
        held.sort_by(|a, b| a.id.cmp(&b.id));
        held
    }

    /// Weighs the exceptions of a bar that holds.
    fn weigh(&self, bar: &Rule, by: &Weighed<'_>, said: &mut Said) {
        let mut considered = Vec::new();
        let mut opened: Option<&PolicyId> = None;
        let mut to_refer = false;
        let in_force =
            |e: &&Exception| self.provision(&e.provision).is_some_and(|p| p.is_in_force(by.now));
        let of_bar = self.exceptions.iter().filter(|e| e.opens.contains(&bar.id));
        for exception in of_bar.filter(in_force) {
            match exception.weigh(&by.posed.request, &by.posed.entities) {
                Err(why) => said.errors.push(could_not_evaluate(&exception.id.0, &why)),
                Ok(None) => {}
                Ok(Some(weighed)) => {
                    match (weighed.met, exception.to) {
                        (true, Outcome::Share) => opened = Some(&exception.id),
                        (true, _) => to_refer = true,
                        (false, _) => {}
                    }
                    considered.push(weighed);
                }
            }
        }
        if let Some(rule) = opened.and_then(|id| self.rules.get(id)) {
            let mut ground = self.ground(rule, Outcome::Share);
            ground.exceptions = considered;
            said.supports.push(ground);
            said.opened.push((bar.id.clone(), rule.id.clone()));
            said.limits.extend(limit(rule));
            return;
        }
        let mut ground = self.lowered(bar, by.derived, by.bound);
        if to_refer {
            ground.outcome = ground.outcome.min(Outcome::Refer);
        }
        ground.exceptions = considered;
        said.bars.push(ground);
    }

    /// A bar or default, lowered to refer where a paper it lists is there, or is claimed and nobody
    /// has looked at it, or where it is not sure that the pack binds the holder.
    fn lowered(&self, rule: &Rule, derived: &Derived, bound: Bound) -> Ground {
        let has = |k: &InstrumentKind| {
            derived.papers.verified.contains(k) || derived.papers.unverified.contains(k)
        };
        let by_paper = rule.lowered_by.iter().find(|k| has(k));
        let mut ground = self.ground(rule, rule.then);
        if rule.is_about_immigration && derived.immigration == Immigration::Presumed {
            ground.rests_on_missing_fact = true;
            ground.because.push_str(PRESUMED);
        }
        if rule.then == Outcome::Withhold {
            if let Some(paper) = by_paper {
                ground.outcome = Outcome::Refer;
                ground.because = format!(
                    "{}; a paper that may prevail over it is there or claimed ({}), so a person \
                     decides",
                    ground.because,
                    paper.word()
                );
            } else if bound == Bound::Perhaps {
                ground.outcome = Outcome::Refer;
                ground.open_question = Some(
                    "Does this rule of the city bind an agency of another place that is operating \
                     in it?"
                        .to_owned(),
                );
            }
        }
        ground
    }

    pub(crate) fn text_status(&self, rule: &Rule) -> TextStatus {
        rule.text_status
            .or_else(|| self.provision(&rule.provision).map(|p| p.text_status))
            .unwrap_or(TextStatus::Memory)
    }

    fn ground(&self, rule: &Rule, outcome: Outcome) -> Ground {
        Ground {
            outcome,
            provision: rule.provision.clone(),
            policy: rule.id.clone(),
            citation: rule.citation.clone(),
            because: rule.because.clone(),
            text_status: self.text_status(rule),
            open_question: rule.open_question.clone(),
            rests_on_missing_fact: rule.rests_on_missing_fact,
            exceptions: Vec::<Considered>::new(),
        }
    }
}

fn limit(rule: &Rule) -> Option<Limit> {
    rule.limit.map(|kind| Limit {
        kind,
        provision: rule.provision.clone(),
        citation: rule.citation.clone(),
        text: kind.told().to_owned(),
    })
}

/// INVARIANT(loud-law): a policy that fails to evaluate withholds, and says so.
pub(crate) fn could_not_evaluate(policy: &str, why: &str) -> Ground {
    Ground {
        outcome: Outcome::Withhold,
        provision: ProvisionId("BASE".to_owned()),
        policy: PolicyId(policy.to_owned()),
        citation: "House rule: a law that cannot be evaluated withholds".to_owned(),
        because: format!("a policy could not be evaluated, so nothing is shared: {why}"),
        text_status: TextStatus::HouseRule,
        open_question: None,
        rests_on_missing_fact: false,
        exceptions: Vec::new(),
    }
}

/// Puts together what the packs say: errors and bars first; then, where nothing refuses, a
/// permission; else the defaults.
pub(crate) fn combine(said: impl Iterator<Item = Said>, valid_until: Option<Moment>) -> Ruling {
    let mut all = Said::default();
    for one in said {
        all.errors.extend(one.errors);
        all.bars.extend(one.bars);
        all.defaults.extend(one.defaults);
        all.permissions.extend(one.permissions);
        all.supports.extend(one.supports);
        all.limits.extend(one.limits);
        all.duties.extend(one.duties);
    }
    let mut refusing = std::mem::take(&mut all.errors);
    refusing.append(&mut all.bars);
    if refusing.is_empty() && all.permissions.is_empty() {
        refusing = std::mem::take(&mut all.defaults);
    }
    // A stable sort: among grounds of one outcome the order of the packs stands.
    refusing.sort_by_key(|g| Reverse(g.outcome));
    let mut refusing = refusing.into_iter();
    if let Some(ground) = refusing.next() {
        return Ruling {
            outcome: ground.outcome,
            ground,
            further: refusing.collect(),
            limits: Vec::new(),
            duties: all.duties,
            valid_until,
        };
    }
    share(all, valid_until)
}

/// A share, with the grounds of law before the house's own permission. With no permission there is
/// no share, so without one this refers.
fn share(all: Said, valid_until: Option<Moment>) -> Ruling {
    let Said { supports, permissions, duties, .. } = all;
    // A permission without a limit makes the limits of other permissions moot: it stands by itself.
    // What opened a bar does so within its own limit in any case.
    let unlimited = permissions.iter().any(|(_, limit)| limit.is_none());
    let of_permissions =
        permissions.iter().filter_map(|(_, limit)| limit.clone()).filter(|_| !unlimited);
    let limits: BTreeMap<_, _> =
        of_permissions.chain(all.limits).map(|limit| (limit.kind, limit)).collect();
    let allowed = !permissions.is_empty();
    let mut seen = BTreeSet::new();
    let mut grounds = supports
        .into_iter()
        .chain(permissions.into_iter().map(|(ground, _)| ground))
        .filter(|g| seen.insert(g.policy.clone()));
    let (outcome, ground, limits) = match (allowed, grounds.next()) {
        (true, Some(ground)) => (Outcome::Share, ground, limits.into_values().collect()),
        _ => (Outcome::Refer, nothing_said(), Vec::new()),
    };
    let further = if outcome == Outcome::Share { grounds.collect() } else { Vec::new() };
    Ruling { outcome, ground, further, limits, duties, valid_until }
}

/// The ground of last resort: a law in which not even the last default holds.
fn nothing_said() -> Ground {
    Ground {
        outcome: Outcome::Refer,
        because: "no permission of this law covers the ask, so a person decides".to_owned(),
        ..could_not_evaluate("BASE/nothing-said", "")
    }
}
