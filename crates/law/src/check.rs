//! Runs every case, and tells which policies no case decides or nearly misses.

use crate::policy::{Role, Rule};
use crate::{Case, DutyCase, Law};
use std::collections::BTreeSet;
use terms::{Duty, PolicyId, Ruling};

/// What a check of the law found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// How many checks passed: cases, and policies that have both a deciding case and a near miss.
    pub passed: usize,
    /// What failed.
    pub failed: Vec<Failure>,
}

/// A check that failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// The case, or the policy without a case.
    pub what: String,
    /// Where it stands.
    pub path: String,
    /// What was expected and what came.
    pub why: String,
}

impl Law {
    /// Runs every case of every pack.
    ///
    /// Beside the cases themselves it checks that every policy decides at least one case, and that
    /// every policy that refuses or opens has a near miss: a case in which it must not hold.
    #[must_use]
    pub fn check(&self) -> Checked {
        let mut checked = Checked::default();
        let mut ids = BTreeSet::new();
        let mut run = self.run(self.cases(), &mut ids, &mut checked);
        self.run_duties(&mut ids, &mut checked, &mut run);
        self.note_not_asks(&mut ids, &mut checked);
        for pack in &self.packs {
            let path = format!("{}/policy.cedar", pack.folder);
            pack.rules.values().for_each(|rule| checked.note_rule(rule, &path, &run));
        }
        for reading in &self.readings {
            let path = reading.path("policy.cedar");
            match self.with_reading(&reading.name) {
                Err(error) => checked.note(&reading.name, &path, vec![error.to_string()]),
                Ok(law) => {
                    let run = law.run(reading.cases.iter(), &mut ids, &mut checked);
                    let rules = law.packs.iter().flat_map(|pack| pack.rules.values());
                    rules
                        .filter(|rule| reading.adds.contains(&rule.id))
                        .for_each(|rule| checked.note_rule(rule, &path, &run));
                }
            }
        }
        checked
    }

    /// What a case expects and this law does not rule, also where the case is of another law.
    #[must_use]
    pub fn differences(&self, case: &Case) -> Vec<String> {
        differences(case, &self.rule(&case.ask, &case.facts, case.now))
    }

    fn run_duties<'a>(&'a self, ids: &mut BTreeSet<&'a str>, checked: &mut Checked, run: &mut Run) {
        for case in self.duty_cases() {
            let mut why = match self.account(&case.holder, &case.matter, case.now) {
                Ok(duties) => {
                    run.decided.extend(duties.iter().map(|d| d.policy.clone()));
                    duty_differences(case, &duties)
                }
                Err(error) => vec![error.to_string()],
            };
            if !ids.insert(&case.id) {
                why.push("another case has this id".to_owned());
            }
            run.missed.extend(case.expect.misses.iter().cloned());
            checked.note(&case.id, &case.path, why);
        }
    }

    fn note_not_asks<'a>(&'a self, ids: &mut BTreeSet<&'a str>, checked: &mut Checked) {
        for case in self.not_asks() {
            let mut why = Vec::new();
            if !ids.insert(&case.id) {
                why.push("another case has this id".to_owned());
            }
            if !self.provisions().any(|p| p.id == case.provision) {
                why.push(format!("`{}` is no provision of any pack", case.provision));
            }
            if case.why.trim().len() < 20 {
                why.push("say why it is no ask, and where it is seen to instead".to_owned());
            }
            checked.note(&case.id, &case.path, why);
        }
    }

    fn run<'a>(
        &self,
        cases: impl Iterator<Item = &'a Case>,
        ids: &mut BTreeSet<&'a str>,
        checked: &mut Checked,
    ) -> Run {
        let mut run = Run::default();
        for case in cases {
            let ruling = self.rule(&case.ask, &case.facts, case.now);
            let mut why = differences(case, &ruling);
            if !ids.insert(&case.id) {
                why.push("another case has this id".to_owned());
            }
            run.decided.extend(said(&ruling));
            run.missed.extend(case.expect.misses.iter().cloned());
            run.missed.extend(case.expect.unmet.iter().cloned());
            checked.note(&case.id, &case.path, why);
        }
        run
    }
}

/// Which policies the cases that were run decide and nearly miss.
#[derive(Default)]
struct Run {
    decided: BTreeSet<PolicyId>,
    missed: BTreeSet<PolicyId>,
}

impl Checked {
    /// Whether a policy has a case that it decides, and a near miss.
    fn note_rule(&mut self, rule: &Rule, path: &str, run: &Run) {
        let mut why = Vec::new();
        if !run.decided.contains(&rule.id) {
            why.push("no case is decided by it: write one".to_owned());
        }
        // A duty of a matter is weighed like a bar: what meets it must be seen to meet it.
        let tells_only =
            matches!(rule.role, Role::Basis | Role::Duty { .. }) && !rule.is_of_matters();
        // The last default holds for every ask that reaches it: nothing nearly misses it.
        if !tells_only && rule.id.0 != "BASE/uncovered" && !run.missed.contains(&rule.id) {
            why.push("no case misses it by one fact: write one".to_owned());
        }
        self.note(&rule.id.0, path, why);
    }

    fn note(&mut self, what: &str, path: &str, why: Vec<String>) {
        if why.is_empty() {
            self.passed += 1;
        } else {
            self.failed.push(Failure {
                what: what.to_owned(),
                path: path.to_owned(),
                why: why.join("; "),
            });
        }
    }
}

/// Every policy that had a say: grounds, exceptions weighed, duties.
fn said(ruling: &Ruling) -> impl Iterator<Item = PolicyId> + '_ {
    let grounds = ruling.grounds().map(|g| g.policy.clone());
    let met = ruling.grounds().flat_map(|g| g.exceptions.iter().filter(|e| e.met));
    grounds
        .chain(met.map(|e| e.policy.clone()))
        .chain(ruling.duties.iter().map(|d| d.policy.clone()))
}

/// What a case expects and a ruling does not give.
pub(crate) fn differences(case: &Case, ruling: &Ruling) -> Vec<String> {
    let expect = &case.expect;
    let mut why = Vec::new();
    let grounds: Vec<&PolicyId> = ruling.grounds().map(|g| &g.policy).collect();
    let told = || grounds.iter().map(|g| g.0.as_str()).collect::<Vec<_>>().join(", ");
    if ruling.outcome != expect.outcome {
        why.push(format!(
            "expected {}, ruled {} by {}",
            expect.outcome.word(),
            ruling.outcome.word(),
            told()
        ));
    }
    for id in expect.grounds.iter().filter(|id| !grounds.contains(id)) {
        why.push(format!("`{id}` is no ground; these are: {}", told()));
    }
    for id in expect.misses.iter().filter(|id| grounds.contains(id)) {
        why.push(format!("`{id}` is a ground and must not be"));
    }
    let weighed = |id: &PolicyId, met: bool| {
        ruling.grounds().flat_map(|g| &g.exceptions).any(|e| e.policy == *id && e.met == met)
    };
    for id in expect.met.iter().filter(|id| !weighed(id, true)) {
        why.push(format!("exception `{id}` was not met"));
    }
    for id in expect.unmet.iter().filter(|id| !weighed(id, false)) {
        why.push(format!("exception `{id}` was not weighed and found wanting"));
    }
    for id in expect.duties.iter().filter(|id| !ruling.duties.iter().any(|d| d.policy == **id)) {
        why.push(format!("duty `{id}` is not attached"));
    }
    for id in expect.no_duties.iter().filter(|id| ruling.duties.iter().any(|d| d.policy == **id)) {
        why.push(format!("duty `{id}` is attached and must not be"));
    }
    let limits: BTreeSet<_> = ruling.limits.iter().map(|l| l.kind).collect();
    if limits != expect.limits.iter().copied().collect() {
        why.push(format!("expected limits {:?}, ruled {limits:?}", expect.limits));
    }
    if expect.valid_until.is_some() && ruling.valid_until != expect.valid_until {
        why.push(match ruling.valid_until {
            Some(at) => format!("the ruling dies at {at}"),
            None => "the ruling has no end".to_owned(),
        });
    }
    why
}

fn duty_differences(case: &DutyCase, duties: &[Duty]) -> Vec<String> {
    let mut why = Vec::new();
    for expected in &case.expect.duties {
        let Some(duty) = duties.iter().find(|d| d.policy == expected.policy) else {
            why.push(format!("duty `{}` is not raised", expected.policy));
            continue;
        };
        let due = duty.due.as_ref();
        let at = due.and_then(|d| d.at);
        if expected.due.is_some() && at != expected.due {
            let told = at.map_or("no day".to_owned(), |day| day.to_string());
            why.push(format!("duty `{}` is due on {told}", expected.policy));
        }
        let is_overdue = due.is_some_and(|d| d.is_overdue == Some(true));
        if expected.is_overdue.is_some_and(|wanted| wanted != is_overdue) {
            why.push(format!("duty `{}`: is_overdue = {is_overdue}", expected.policy));
        }
    }
    for id in case.expect.misses.iter().filter(|id| duties.iter().any(|d| d.policy == **id)) {
        why.push(format!("duty `{id}` is raised and must not be"));
    }
    why
}
