//! The ruling: withhold beats refer beats share.

use crate::Law;
use crate::basis::Basis;
use crate::calendar::Offices;
use crate::due::KnownDays;
use crate::evaluate::{Compiled, Evaluation, Held, Plainly, REQUEST};
use crate::manifest::Bound;
use crate::pack::Pack;
use crate::policy::{Role, Rule};
use crate::request::pose;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use terms::{
    Ask, Considered, Day, Duty, Facts, Ground, Limit, Moment, Outcome, PolicyId, ProvisionId,
    Ruling, TextStatus,
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

impl Law {
    /// Rules on an ask. Total: doubt, a missing fact or an evaluation error ends in withhold or
    /// refer, never in a share (INVARIANT(closed)).
    #[must_use]
    pub fn rule(&self, ask: &Ask, facts: &Facts, now: Moment) -> Ruling {
        self.rule_from(&self.basis(ask, facts, now))
    }

    /// Rules by Cedar alone, every policy evaluated. [`Law::rule`] is proved equal to this by
    /// `tests/compiled.rs`; where they ever differ, this one is right.
    #[must_use]
    pub fn rule_plainly(&self, ask: &Ask, facts: &Facts, now: Moment) -> Ruling {
        let basis = self.plain_basis(ask, facts, now);
        put_together(self, &basis, &self.plainly(&basis, basis.bound.clone()))
    }

    /// The ruling that a basis leads to.
    pub(crate) fn rule_from(&self, basis: &Basis) -> Ruling {
        if let Some(codes) = &basis.codes {
            return put_together(self, basis, &Compiled::new(self, basis, codes));
        }
        put_together(self, basis, &self.plainly_from(basis))
    }

    /// What each pack says of which something holds. Nothing where the request cannot be posed:
    /// then no pack said anything, and the ruling tells the error.
    pub(crate) fn hear<'a>(&'a self, basis: &'a Basis) -> Vec<Heard<'a>> {
        let heard = match &basis.codes {
            Some(codes) => hear(self, basis, &Compiled::new(self, basis, codes)),
            None => hear(self, basis, &self.plainly_from(basis)),
        };
        heard.unwrap_or_default()
    }

    /// Cedar's evaluation of a basis that came from the index.
    pub(crate) fn plainly_from(&self, basis: &Basis) -> Plainly<'_> {
        let packs = 0..self.packs.len();
        let bound = packs.map(|pack| self.index.bound_of(pack, &basis.bound)).collect();
        self.plainly(basis, bound)
    }

    pub(crate) fn plainly(&self, basis: &Basis, bound: Vec<Bound>) -> Plainly<'_> {
        let table = basis.table.as_deref().unwrap_or_default();
        let posed = pose(basis.door, table, &self.schema);
        Plainly { law: self, bound, day: basis.stretch, posed }
    }
}

impl Law {
    /// What due days are counted from: the days of events, today, and whose offices are open.
    pub(crate) const fn known_days<'a>(
        &'a self,
        offices: Offices,
        events: &'a BTreeMap<String, Day>,
        today: Day,
    ) -> KnownDays<'a> {
        KnownDays { events, today, calendar: &self.calendar, offices }
    }
}

/// Weighs what holds, pack by pack, in the law sheet's order of evaluation (0.2).
fn hear<'a>(
    law: &'a Law,
    basis: &Basis,
    evaluation: &impl Evaluation<'a>,
) -> Result<Vec<Heard<'a>>, String> {
    let no_events = BTreeMap::new();
    let known_days = law.known_days(basis.offices, &no_events, basis.today);
    let say = |one: Held<'a>| {
        let (pack, bound) = (one.pack, one.bound);
        let said = Weighed { pack, bound, basis, known_days, evaluation }.say(one);
        Heard { pack, bound, said }
    };
    let mut heard: Vec<Heard<'a>> = evaluation.held()?.into_iter().map(say).collect();
    heard.sort_by_key(|heard| heard.pack.manifest.precedence);
    Ok(heard)
}

/// Combines what the packs say.
fn put_together<'a>(law: &'a Law, basis: &Basis, evaluation: &impl Evaluation<'a>) -> Ruling {
    let said: Vec<Said> = match hear(law, basis, evaluation) {
        Ok(heard) => heard.into_iter().map(|heard| heard.said).collect(),
        Err(why) => {
            let errors = vec![could_not_evaluate(REQUEST, &why)];
            vec![Said { errors, ..Said::default() }]
        }
    };
    let mut ruling = combine(said.into_iter(), basis.valid_until);
    // A duty that is counted from the day of the ask has another day tomorrow.
    if ruling.duties.iter().any(|duty| duty.due.as_ref().is_some_and(|due| due.at.is_some())) {
        let tomorrow = basis.today.after();
        ruling.valid_until = ruling.valid_until.into_iter().chain(tomorrow).min();
    }
    ruling.working.clone_from(&basis.working);
    ruling
}

/// A pack that binds, and what its policies are weighed by.
struct Weighed<'w, E> {
    pack: &'w Pack,
    bound: Bound,
    basis: &'w Basis,
    known_days: KnownDays<'w>,
    evaluation: &'w E,
}

impl<'a, E: Evaluation<'a>> Weighed<'_, E> {
    /// What this pack says to an ask, from its policies that hold.
    fn say(&self, held: Held<'_>) -> Said {
        let mut said = Said::default();
        said.errors.extend(held.errors.iter().map(|(id, why)| could_not_evaluate(id, why)));
        for rule in held.forbids {
            match rule.role {
                Role::Default => said.defaults.push(self.lowered(rule)),
                _ => self.weigh(rule, &mut said),
            }
        }
        for rule in held.permits {
            match &rule.role {
                Role::Permission => {
                    said.permissions.push((self.pack.ground(rule, Outcome::Share), limit(rule)));
                }
                Role::Basis => {
                    said.supports.push(self.pack.ground(rule, Outcome::Share));
                    said.limits.extend(limit(rule));
                }
                Role::Duty { text } => {
                    said.duties.push(self.pack.duty(rule, text, self.known_days));
                }
                Role::Bar | Role::Default | Role::Exception { .. } => {}
            }
        }
        said
    }

    /// Weighs the exceptions of a bar that holds.
    fn weigh(&self, bar: &Rule, said: &mut Said) {
        let mut considered = Vec::new();
        let mut opened: Option<&PolicyId> = None;
        let mut to_refer = false;
        for exception in self.pack.exceptions_to(&bar.id) {
            match self.evaluation.weigh(self.pack, exception) {
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
        if let Some(rule) = opened.and_then(|id| self.pack.rules.get(id)) {
            let mut ground = self.pack.ground(rule, Outcome::Share);
            ground.exceptions = considered;
            said.supports.push(ground);
            said.opened.push((bar.id.clone(), rule.id.clone()));
            said.limits.extend(limit(rule));
            return;
        }
        let mut ground = self.lowered(bar);
        if to_refer {
            ground.outcome = ground.outcome.min(Outcome::Refer);
        }
        ground.exceptions = considered;
        said.bars.push(ground);
    }

    /// A bar or default, lowered to refer where a paper it lists is there, or is claimed and nobody
    /// has looked at it, or where it is not sure that the pack binds the holder.
    fn lowered(&self, rule: &Rule) -> Ground {
        let by_paper = rule.lowered_by.iter().find(|k| self.basis.papers.contains(k));
        let mut ground = self.pack.ground(rule, rule.then);
        if rule.is_about_immigration && self.basis.is_immigration_presumed {
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
            } else if self.bound == Bound::Perhaps {
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
}

impl Pack {
    /// A duty, with its day where the days it is counted from are known.
    pub(crate) fn duty(&self, rule: &Rule, text: &str, known: KnownDays<'_>) -> Duty {
        Duty {
            provision: rule.provision.clone(),
            policy: rule.id.clone(),
            citation: rule.citation.clone(),
            text: text.to_owned(),
            text_status: self.text_status(rule),
            due: rule.due.as_ref().map(|due| due.due(known)),
            is_advice: rule.is_advice,
            is_quiet: rule.is_quiet,
        }
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
            is_quiet: rule.is_quiet,
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
        is_quiet: rule.is_quiet,
    })
}

/// What stands in the place of quiet grounds: true without them, whatever they are.
///
/// Of a referral it is `BASE/uncovered`, word for word, so that an asker cannot tell one that rests
/// on something quiet from one that rests on nothing.
pub(crate) fn in_the_place_of_the_quiet(outcome: Outcome) -> Ground {
    let (policy, citation, because) = match outcome {
        Outcome::Withhold => (
            "BASE/in-its-place",
            "House rule: a permission is never a duty",
            "no law here requires that this be shared, and the holder does not share it",
        ),
        Outcome::Refer => (
            "BASE/uncovered",
            "House rule: nothing leaves that no permission covers",
            "nothing here lets this go out without a decision of a person at the holder",
        ),
        Outcome::Share => (
            "BASE/in-its-place",
            "House rule: a permission covers it",
            "a permission of this law covers what is asked, within the limits told",
        ),
    };
    Ground {
        outcome,
        citation: citation.to_owned(),
        because: because.to_owned(),
        rests_on_missing_fact: outcome == Outcome::Refer,
        ..could_not_evaluate(policy, "")
    }
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
        is_quiet: false,
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
            working: Vec::new(),
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
    Ruling { outcome, ground, further, limits, duties, valid_until, working: Vec::new() }
}

/// The ground of last resort: a law in which not even the last default holds.
fn nothing_said() -> Ground {
    Ground {
        outcome: Outcome::Refer,
        because: "no permission of this law covers the ask, so a person decides".to_owned(),
        ..could_not_evaluate("BASE/nothing-said", "")
    }
}
