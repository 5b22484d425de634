//! What a claim means: the questions to which every answer must be yes.

use super::compose::{self, Permits, compose};
use super::question::{Question, Says as Asks};
use super::{Prover, door, est, papers};
use crate::Error;
use crate::attributes::{On, Value as Word};
use crate::claims::{Claim, Place, Says, Where, expression};
use crate::manifest::Bound;
use crate::pack::Pack;
use crate::policy::Role;
use cedar_policy::{ActionConstraint, Policy, PolicySet, RequestEnv};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Door, InstrumentKind, PartyKind};

/// A law composed for some holders.
struct Composed {
    about: String,
    kinds: BTreeSet<PartyKind>,
    set: PolicySet,
    /// What is true of the holders, as a clause; none where a pack stands alone.
    holder: Option<Value>,
}

impl Composed {
    /// Everything that may be taken for granted.
    fn given(&self, claim: &[Value]) -> Vec<Value> {
        claim.iter().chain(&self.holder).cloned().collect()
    }
}

impl Prover<'_> {
    /// Everything that must be so for the claim to hold.
    pub(super) fn questions(&self, claim: &Claim) -> Result<Vec<Question>, Error> {
        let given = self.given(claim)?;
        match &claim.says {
            Says::EveryPolicyLives => self.lives(&given),
            Says::Narrower { here, than } => self.narrower(&given, here, than),
            Says::Never { of, never } => self.never(&given, of, never),
            Says::NoPaperOpens { of, papers } => self.no_paper_opens(&given, of, papers),
            Says::NoPolicyErrs => Ok(self.no_policy_errs()),
        }
    }

    fn never(&self, given: &[Value], of: &[Where], never: &Policy) -> Result<Vec<Question>, Error> {
        let mut questions = Vec::new();
        let doors: Vec<Door> = self.envs_of(never).filter_map(|env| door(env.action())).collect();
        for law in self.composed(of)? {
            let meant = compose::with_clauses(never, &law.given(given))?;
            let one = PolicySet::from_policies([meant.clone()]).map_err(|e| est::broken(&e))?;
            let never = || Asks::Never(law.set.clone(), one.clone());
            questions.extend(self.at_each_door(&law.about, &doors, never));
            // An expression that errs would hold nowhere, and the claim would be too weak.
            let errs = || Asks::NeverErrs(meant.clone());
            questions.extend(self.at_each_door(&law.about, &doors, errs));
            // A claim says nothing about asks that cannot be, nor of a law that never shares.
            if law.holder.is_some() {
                questions.push(self.shares(&law, given)?);
            }
            questions.push(Question {
                about: law.about.clone(),
                envs: self.envs_at(&doors).collect(),
                says: Asks::Matches(meant),
            });
        }
        Ok(questions)
    }

    fn narrower(&self, given: &[Value], here: &str, than: &str) -> Result<Vec<Question>, Error> {
        let mut questions = Vec::new();
        let wider = self.composed(&[Where::Place(than.to_owned())])?;
        for law in self.composed(&[Where::Place(here.to_owned())])? {
            questions.push(self.shares(&law, given)?);
            for other in wider.iter().filter(|w| !w.kinds.is_disjoint(&law.kinds)) {
                let of_both = other.given(&law.given(given));
                let set = compose::narrowed(&law.set, &of_both)?;
                let about = format!("{} beside {}", law.about, other.about);
                let implies = || Asks::Implies(set.clone(), other.set.clone());
                questions.extend(self.at_each_door(&about, &Door::ALL, implies));
            }
        }
        Ok(questions)
    }

    /// Each policy matches something; an exception, together with each bar that it is to open.
    fn lives(&self, given: &[Value]) -> Result<Vec<Question>, Error> {
        let mut questions = Vec::new();
        for pack in &self.law.packs {
            for rule in pack.rules.values() {
                questions.push(self.matches(rule.id.0.clone(), &rule.cedar, given)?);
                let Role::Exception { opens, .. } = &rule.role else { continue };
                for bar in opens.iter().filter_map(|id| pack.rules.get(id)) {
                    let opened = est::expression(&est::of(&rule.cedar)?)?;
                    let clause = json!({ "kind": "when", "body": opened });
                    let both = compose::with_clauses(&bar.cedar, &[clause])?;
                    let about = format!("{} where {} holds", rule.id, bar.id);
                    questions.push(self.matches(about, &both, given)?);
                }
            }
        }
        Ok(questions)
    }

    fn matches(&self, about: String, policy: &Policy, given: &[Value]) -> Result<Question, Error> {
        let (asks, others): (Vec<_>, Vec<_>) =
            self.envs_of(policy).partition(|env| door(env.action()).is_some());
        // Assumptions speak of asks; a policy of no door is tried without them.
        let (envs, given) = if asks.is_empty() { (others, &[][..]) } else { (asks, given) };
        let policy = compose::with_clauses(policy, given)?;
        Ok(Question { about, envs, says: Asks::Matches(policy) })
    }

    /// A claim about a law that shares nothing would say nothing.
    fn shares(&self, law: &Composed, given: &[Value]) -> Result<Question, Error> {
        let set = compose::narrowed(&law.set, &law.given(given))?;
        let envs = self.envs_at(&Door::ALL).collect();
        Ok(Question { about: law.about.clone(), envs, says: Asks::Shares(set) })
    }

    /// The assumptions that a claim names, as clauses.
    fn given(&self, claim: &Claim) -> Result<Vec<Value>, Error> {
        let named = |id: &&String| self.law.claims.assumptions.iter().find(|a| a.id == **id);
        let named = claim.given.iter().filter_map(|id| named(&id));
        named.map(|assumption| clause(&assumption.policy)).collect()
    }

    /// The law of each place and pack; a place whose kinds of holder are bound by different packs
    /// has more than one.
    fn composed(&self, of: &[Where]) -> Result<Vec<Composed>, Error> {
        let mut composed = Vec::new();
        for one in of {
            match one {
                Where::Pack(folder) => {
                    let packs: Vec<_> =
                        self.law.packs.iter().filter(|p| p.folder == *folder).collect();
                    composed.push(Composed {
                        about: format!("{folder} alone"),
                        kinds: BTreeSet::new(),
                        set: compose(&packs, Permits::Everything, self.now)?,
                        holder: None,
                    });
                }
                Where::Place(id) => {
                    if let Some(place) = self.law.claims.place(id) {
                        composed.extend(self.composed_for(place)?);
                    }
                }
            }
        }
        Ok(composed)
    }

    fn composed_for(&self, place: &Place) -> Result<Vec<Composed>, Error> {
        let mut bound: BTreeMap<Vec<&str>, BTreeSet<PartyKind>> = BTreeMap::new();
        for kind in &place.kinds {
            let holder = place.holder(*kind);
            let binds = |p: &&Pack| p.manifest.binds.bind(&holder) != Bound::No;
            let packs = self.law.packs.iter().filter(binds).map(|p| p.folder.as_str());
            bound.entry(packs.collect()).or_default().insert(*kind);
        }
        let mut composed = Vec::new();
        for (folders, kinds) in bound {
            let packs = self.law.packs.iter().filter(|p| folders.contains(&p.folder.as_str()));
            let told: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            composed.push(Composed {
                about: format!("{} ({})", place.id, told.join(", ")),
                set: compose(&packs.collect::<Vec<_>>(), Permits::OfTheLaw, self.now)?,
                holder: Some(holder(place, &kinds)?),
                kinds,
            });
        }
        Ok(composed)
    }

    fn no_paper_opens(
        &self,
        given: &[Value],
        of: &[Where],
        papers: &[InstrumentKind],
    ) -> Result<Vec<Question>, Error> {
        let sets = self.sets_of_papers();
        let gone = papers::Gone { sets: &sets, papers };
        let mut questions = Vec::new();
        for law in self.composed(of)? {
            let without = gone.from(&law.set)?;
            questions.push(self.shares(&law, given)?);
            let set = compose::narrowed(&law.set, &law.given(given))?;
            let implies = || Asks::Implies(set.clone(), without.clone());
            questions.extend(self.at_each_door(&law.about, &Door::ALL, implies));
        }
        Ok(questions)
    }

    fn no_policy_errs(&self) -> Vec<Question> {
        let rules = self.law.packs.iter().flat_map(|p| p.rules.values());
        let put = |rule: &crate::policy::Rule, env| Question {
            about: rule.id.0.clone(),
            envs: vec![env],
            says: Asks::NeverErrs(rule.cedar.clone()),
        };
        rules.flat_map(|rule| self.envs_of(&rule.cedar).map(move |env| put(rule, env))).collect()
    }

    fn at_each_door(&self, about: &str, doors: &[Door], says: impl Fn() -> Asks) -> Vec<Question> {
        self.envs_at(doors)
            .map(|env| Question { about: about.to_owned(), envs: vec![env], says: says() })
            .collect()
    }

    fn envs_at(&self, doors: &[Door]) -> impl Iterator<Item = RequestEnv> {
        let at = |env: &RequestEnv| door(env.action()).is_some_and(|door| doors.contains(&door));
        self.law.schema.request_envs().filter(at)
    }

    /// The kinds of request whose action a policy's scope names.
    fn envs_of(&self, policy: &Policy) -> impl Iterator<Item = RequestEnv> {
        let scope = policy.action_constraint();
        self.law.schema.request_envs().filter(move |env| match &scope {
            ActionConstraint::Any => true,
            ActionConstraint::Eq(action) => action == env.action(),
            ActionConstraint::In(actions) => actions.contains(env.action()),
        })
    }

    /// The attributes of the context that are sets of kinds of paper.
    fn sets_of_papers(&self) -> BTreeSet<&'static str> {
        let is_set = |value: &Word| matches!(value, Word::Words(kind, _) if *kind == papers::KIND);
        let table = self.table(Door::Query).into_iter().flatten();
        table.filter(|a| a.on == On::Context && is_set(&a.value)).map(|a| a.name).collect()
    }
}

/// What is true of every holder of a place that has one of these kinds.
fn holder(place: &Place, kinds: &BTreeSet<PartyKind>) -> Result<Value, Error> {
    let state = place.holder.place.state.as_deref().unwrap_or_default();
    let words: Vec<_> = kinds.iter().map(|k| format!("PartyKind::\"{}\"", k.word())).collect();
    let text = format!(
        "context.holder.state == \"{state}\" && [{}].contains(context.holder.kind)",
        words.join(", ")
    );
    clause(&expression(&text, &Door::ALL).map_err(|why| est::broken(&why))?)
}

/// The one clause of an expression's policy.
fn clause(policy: &Policy) -> Result<Value, Error> {
    let mut whole = est::of(policy)?;
    let clause = est::conditions(&mut whole)?.pop();
    clause.ok_or_else(|| est::broken(&"an expression without a clause"))
}
