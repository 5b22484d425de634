//! The story of a ruling: what was asked, what is known, what each law said.
//!
//! In: an ask, the facts, the moment. Out: a [`Story`], as data; a reader of screens wraps it.
//! Never: rules. It is told from the ruling and from what each pack said, so the two agree.

pub(crate) mod asked;
mod bound;
mod change;
mod end;
pub(crate) mod facts;

use crate::attributes::attributes;
use crate::derive::{Derived, derive};
use crate::manifest::Bound;
use crate::rule::Heard;
use crate::{Case, Law};
use serde::Serialize;
use terms::{Ask, Duty, Facts, Ground, Limit, Moment, Outcome, PolicyId, TextStatus};

pub use asked::Asked;
pub use bound::PackBound;
pub use change::{Change, WouldOpen};
pub use facts::KnownTold;

/// The story of one ruling.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// The case it is told of, if it is one.
    pub case: Option<CaseStory>,
    /// The moment of the ruling.
    pub now: Moment,
    /// Who asks whom for what, for whom and why.
    pub asked: Asked,
    /// What is known, and who vouches for it.
    pub known: Vec<KnownTold>,
    /// What nobody vouches for, of all that the law of this door tests.
    pub not_known: Vec<String>,
    /// Every pack, and whether it binds the holder.
    pub packs: Vec<PackBound>,
    /// What each pack that binds said, in the order of evaluation.
    pub steps: Vec<Step>,
    /// The outcome.
    pub outcome: Outcome,
    /// The grounds that the ruling stands on, strongest first.
    pub grounds: Vec<Ground>,
    /// What narrows the answer.
    pub limits: Vec<Limit>,
    /// What somebody must do.
    pub duties: Vec<Duty>,
    /// Questions of law that are open.
    pub open_questions: Vec<String>,
    /// When the ruling dies.
    pub valid_until: Option<Moment>,
    /// Why it dies then.
    pub dies_because: Vec<String>,
    /// What would change it.
    pub changes: Vec<Change>,
    /// SHA-256 of the law it was made under.
    pub law_digest: String,
    /// That this is not legal advice.
    pub notice: String,
}

/// The case a story is told of.
#[derive(Clone, Debug, Serialize)]
pub struct CaseStory {
    /// Its id.
    pub id: String,
    /// The file it stands in.
    pub path: String,
    /// The words of the test.
    pub test: String,
    /// The outcome it expects.
    pub expects: Outcome,
    /// What it expects and did not get; empty where it is met.
    pub differs: Vec<String>,
}

/// What one pack said.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Its folder.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// Its place in the order of evaluation.
    pub precedence: u8,
    /// Whether it is not sure that it binds, so that what it would withhold refers.
    pub binds_perhaps: bool,
    /// Bars that held, with the exceptions weighed, and what a paper did to them.
    pub bars: Vec<BarTold>,
    /// Bars that an exception opened.
    pub opened: Vec<Opened>,
    /// What it says in support of a share.
    pub supports: Vec<Ground>,
    /// Permissions of the house that held.
    pub permissions: Vec<Ground>,
    /// Refusals that hold where no permission does and nothing else refuses.
    pub defaults: Vec<Ground>,
    /// Duties it attached.
    pub duties: Vec<Duty>,
    /// Policies that could not be evaluated.
    pub errors: Vec<Ground>,
}

/// A bar that held.
#[derive(Clone, Debug, Serialize)]
pub struct BarTold {
    /// The ground it gives, exceptions weighed.
    pub ground: Ground,
    /// What it leads to by itself.
    pub by_itself: Outcome,
    /// Why it leads to less here: a paper, an exception, or doubt whether it binds.
    pub lowered_because: Option<String>,
}

/// A bar that an exception opened.
#[derive(Clone, Debug, Serialize)]
pub struct Opened {
    /// The bar.
    pub bar: PolicyId,
    /// Its citation.
    pub citation: String,
    /// What it says.
    pub because: String,
    /// How far its text was verified.
    pub text_status: TextStatus,
    /// The exception that opened it.
    pub by: PolicyId,
}

impl Law {
    /// Tells the story of the ruling on an ask.
    #[must_use]
    pub fn explain(&self, ask: &Ask, facts: &Facts, now: Moment) -> Story {
        let ruling = self.rule(ask, facts, now);
        let derived = derive(ask, facts, now);
        let table = attributes(&derived, self.binds(&derived.holder, now));
        let basis = self.basis(ask, facts, now);
        let heard = self.hear(&basis);
        let steps = heard.iter().map(|heard| step(heard, &derived)).collect();
        let mut open_questions: Vec<String> =
            ruling.grounds().filter_map(|g| g.open_question.clone()).collect();
        open_questions.sort();
        open_questions.dedup();
        Story {
            case: None,
            now,
            asked: asked::asked(ask, facts, &derived),
            known: facts::known(facts, now),
            not_known: facts::not_known(&heard, ask.door, &table),
            packs: self.packs.iter().map(|p| bound::told(p, &derived.holder, now)).collect(),
            steps,
            outcome: ruling.outcome,
            changes: change::changes(&heard, &ruling, &table),
            dies_because: end::dies_because(&heard, facts, &derived, (now, ruling.valid_until)),
            valid_until: ruling.valid_until,
            limits: ruling.limits,
            duties: ruling.duties,
            grounds: std::iter::once(ruling.ground).chain(ruling.further).collect(),
            open_questions,
            law_digest: self.digest().to_owned(),
            notice: crate::NOTICE.to_owned(),
        }
    }

    /// Tells the story of a case, and whether the law says what it expects.
    #[must_use]
    pub fn explain_case(&self, case: &Case) -> Story {
        let differs = crate::check::differences(case, &self.rule(&case.ask, &case.facts, case.now));
        let told = CaseStory {
            id: case.id.clone(),
            path: case.path.clone(),
            test: case.test.clone(),
            expects: case.expect.outcome,
            differs,
        };
        Story { case: Some(told), ..self.explain(&case.ask, &case.facts, case.now) }
    }
}

fn step(heard: &Heard<'_>, derived: &Derived) -> Step {
    let Heard { pack, bound, said } = heard;
    let opened = |(bar, by): &(PolicyId, PolicyId)| {
        pack.rules.get(bar).map(|rule| Opened {
            bar: bar.clone(),
            citation: rule.citation.clone(),
            because: rule.because.clone(),
            text_status: pack.text_status(rule),
            by: by.clone(),
        })
    };
    Step {
        folder: pack.folder.clone(),
        title: pack.manifest.title.clone(),
        precedence: pack.manifest.precedence,
        binds_perhaps: *bound == Bound::Perhaps,
        bars: said.bars.iter().map(|ground| bar(heard, derived, ground)).collect(),
        opened: said.opened.iter().filter_map(opened).collect(),
        supports: said.supports.clone(),
        permissions: said.permissions.iter().map(|(ground, _)| ground.clone()).collect(),
        defaults: said.defaults.clone(),
        duties: said.duties.clone(),
        errors: said.errors.clone(),
    }
}

fn bar(heard: &Heard<'_>, derived: &Derived, ground: &Ground) -> BarTold {
    let rule = heard.pack.rules.get(&ground.policy);
    let by_itself = rule.map_or(ground.outcome, |rule| rule.then);
    let lowered_because = (ground.outcome < by_itself).then(|| {
        let listed = rule.map(|rule| rule.lowered_by.as_slice()).unwrap_or_default();
        let verified = listed.iter().find(|kind| {
            derived.papers.verified.contains(kind) && derived.papers.lowering.contains(kind)
        });
        let claimed = listed.iter().find(|kind| derived.papers.unverified.contains(kind));
        let met = ground.exceptions.iter().find(|exception| exception.met);
        match (verified, claimed, met) {
            (Some(kind), ..) => format!("a verified {} is there", asked::plain(kind.word())),
            (_, Some(kind), _) => {
                format!("a {} is claimed and nobody has verified it", asked::plain(kind.word()))
            }
            (.., Some(exception)) => format!("an exception lowers it ({})", exception.policy),
            _ => "it is not sure that this law binds the holder".to_owned(),
        }
    });
    BarTold { ground: ground.clone(), by_itself, lowered_because }
}
