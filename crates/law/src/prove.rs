//! Proves claims for every ask there can be, with the solver cvc5.
//!
//! In: a law, a claim, the solver's path, the moment whose law is meant. Out: proved, refuted by an
//! ask that a person can read, or unknown. Never: counts what the solver did not settle as proved;
//! believes a counterexample that Cedar's own authorizer does not confirm.
//!
//! The one thing here that a pure room does not do is to start the solver, a child process named by
//! the caller, which is fed policies and nothing else (docs/decisions/0009-claims.md).

mod compose;
mod est;
mod meaning;
mod papers;
mod question;
mod scene;
mod solve;
mod told;

#[cfg(test)]
mod tests;

pub use told::{AskTold, Breach, LetThrough, Proof};

use crate::attributes::{Attribute, attributes};
use crate::claims::Claim;
use crate::derive::derive;
use crate::request::pose;
use crate::{Error, Law};
use cedar_policy::EntityUid;
use cedar_policy_symcc::Env;
use question::Question;
use scene::Scene;
use solve::{Answer, Solvers};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use terms::{Ask, Door, Facts, Moment, PolicyId};

/// Proves the claims of a law.
pub struct Prover<'a> {
    law: &'a Law,
    now: Moment,
    solvers: Solvers,
}

impl<'a> Prover<'a> {
    /// A prover for the law in force at a moment, with the solver at `cvc5`.
    ///
    /// # Errors
    /// If the solver cannot be run.
    pub fn new(
        law: &'a Law,
        now: Moment,
        cvc5: PathBuf,
        threads: NonZeroUsize,
    ) -> Result<Self, Error> {
        let solvers = Solvers { program: cvc5, threads };
        solvers.check()?;
        Ok(Self { law, now, solvers })
    }

    /// Proves a claim, or refutes it.
    ///
    /// # Errors
    /// If the solver cannot be run. That it does not settle the claim, or that the claim cannot be
    /// put to it, is a verdict.
    pub fn prove(&self, claim: &Claim) -> Result<Proof, Error> {
        let questions = match self.questions(claim) {
            Ok(questions) => questions,
            Err(Error::Prove { why }) => return Ok(Proof::Unknown { why: vec![why] }),
            Err(error) => return Err(error),
        };
        let answers = self.solvers.answer(&questions, &self.law.schema)?;
        let mut breaches: Vec<Breach> = Vec::new();
        let mut unknown = Vec::new();
        for (question, answer) in questions.iter().zip(answers) {
            let told = match answer {
                Answer::Yes => continue,
                // One ask for a place is enough, though it may break at several doors.
                Answer::No(_) if breaches.iter().any(|b| b.about == question.about) => continue,
                Answer::No(env) => self.breach(question, env.as_deref()),
                Answer::Unknown(why) => Err(why),
            };
            match told {
                Ok(breach) => breaches.push(breach),
                Err(why) => unknown.push(format!("{}: {why}", question.about)),
            }
        }
        Ok(if !breaches.is_empty() {
            Proof::Refuted { breaches }
        } else if !unknown.is_empty() || questions.is_empty() {
            Proof::Unknown { why: unknown }
        } else {
            Proof::Proved { questions: questions.len() }
        })
    }

    /// What broke a question, confirmed and reduced to what matters.
    fn breach(&self, question: &Question, env: Option<&Env>) -> Result<Breach, String> {
        let about = question.about.clone();
        let Some(Env { request, entities }) = env else {
            return Ok(Breach { about, what: question.says.broken().to_owned(), ask: None });
        };
        if !question.says.is_broken_by(request, entities) {
            return Err("the solver's counterexample is not confirmed by Cedar".to_owned());
        }
        let door = request.action().and_then(door);
        let ordinary = door.and_then(|door| self.ordinary(door));
        let ask = Scene::read(request, entities).zip(ordinary).map(|(scene, ordinary)| {
            let still = |r: &_, e: &_| question.says.is_broken_by(r, e);
            let scene = scene.reduced(&ordinary, &self.law.schema, still);
            let posed = scene.pose(&self.law.schema);
            let ids = posed.map(|(r, e)| question.says.let_through_by(&r, &e));
            let let_through_by = ids.into_iter().flatten().map(|id| self.let_through(&id));
            AskTold::new(&scene, &ordinary, door, let_through_by.collect())
        });
        Ok(Breach { about, what: question.says.broken().to_owned(), ask })
    }

    fn let_through(&self, id: &cedar_policy::PolicyId) -> LetThrough {
        let policy = PolicyId(id.to_string());
        let rule = self.law.packs.iter().find_map(|pack| pack.rules.get(&policy));
        let because = rule.map_or("everything is permitted here", |rule| &rule.because).to_owned();
        LetThrough { policy, because }
    }

    /// An ask of which nothing is known but its door, at a holder whose state's law is loaded.
    fn ordinary(&self, door: Door) -> Option<Scene> {
        let posed = pose(door, &self.table(door)?, &self.law.schema).ok()?;
        Scene::read(&posed.request, &posed.entities)
    }

    fn table(&self, door: Door) -> Option<Vec<Attribute>> {
        let ask: Ask = serde_json::from_value(serde_json::json!({ "door": door.word() })).ok()?;
        Some(attributes(&derive(&ask, &Facts::default(), self.now), true))
    }
}

/// The door of an action; none for an action that is no door.
fn door(action: &EntityUid) -> Option<Door> {
    Door::ALL.into_iter().find(|door| action.id().unescaped() == door.action())
}
