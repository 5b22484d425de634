//! Takes findings one at a time and keeps what a page or letter tells of them.
//!
//! In: findings, in any number. Out: counts, and names and places up to a cap; what lies beyond a
//! cap is counted, so that a page can say so. Never: keeps a finding.

use crate::agency::{self, Agency};
use crate::counts::{Counts, Month};
use crate::reply::Replies;
use lookback::Finding;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Pathway, ProvisionId, TextStatus};

/// How much is kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Caps {
    /// Agencies, each by its name.
    pub agencies: usize,
    /// Names of other parties, of each group of findings.
    pub names: usize,
    /// Conditions of each group.
    pub conditions: usize,
    /// Reasons as written, of each group.
    pub texts: usize,
    /// Rows, of each group.
    pub rows: usize,
    /// Files of each agency.
    pub files: usize,
    /// Months of each agency.
    pub months: usize,
}

impl Caps {
    /// For a page. 20,000 agencies with a few groups of some kilobytes each stay below 500 MB in
    /// the worst case, and real runs have some hundreds.
    pub const PAGE: Self = Self {
        agencies: 20_000,
        names: 1_000,
        conditions: 100,
        texts: 200,
        rows: 500,
        files: 200,
        months: 400,
    };
    /// For a letter about one agency, whose annex lists rows.
    pub const LETTER: Self =
        Self { names: 5_000, conditions: 500, texts: 0, rows: 20_000, files: 5_000, ..Self::PAGE };
}

/// What is kept of the findings under one provision.
#[derive(Clone, Debug, Default)]
pub struct Provided {
    /// How many.
    pub counts: Counts,
    /// The citations of the policies that decided.
    pub citations: BTreeSet<String>,
    /// Why, in the words of the policies.
    pub because: BTreeSet<String>,
    /// Legal questions that are open.
    pub open_questions: BTreeSet<String>,
    /// How far the text was verified, by the best-read of its grounds.
    pub text_status: Option<TextStatus>,
}

/// What is kept of all findings.
#[derive(Clone, Debug)]
pub struct Gather {
    caps: Caps,
    /// All of them.
    pub counts: Counts,
    /// By month.
    pub by_month: BTreeMap<Month, Counts>,
    /// Those that can have been in more than one month.
    pub monthless: u64,
    /// By provision.
    pub by_provision: BTreeMap<ProvisionId, Provided>,
    /// By the way out.
    pub by_pathway: BTreeMap<Option<Pathway>, Counts>,
    /// By the agency that answers for them.
    pub agencies: BTreeMap<String, Agency>,
    /// Findings of agencies that are not kept one by one.
    pub agencies_left: Counts,
    /// What agencies replied.
    pub replies: Replies,
    /// Findings that have a reply, by what the reply says of them.
    pub answered: BTreeMap<Option<crate::Status>, u64>,
    /// Whether a finding held text.
    pub has_text: bool,
}

impl Gather {
    /// Nothing gathered yet.
    #[must_use]
    pub fn new(caps: Caps, replies: Replies) -> Self {
        Self {
            caps,
            counts: Counts::default(),
            by_month: BTreeMap::new(),
            monthless: 0,
            by_provision: BTreeMap::new(),
            by_pathway: BTreeMap::new(),
            agencies: BTreeMap::new(),
            agencies_left: Counts::default(),
            replies,
            answered: BTreeMap::new(),
            has_text: false,
        }
    }

    /// Takes one finding, and gives the replies to it, by their place among the replies.
    pub fn take(&mut self, finding: &Finding) -> Vec<usize> {
        self.counts.take(finding, finding.outcome);
        match Month::of_finding(finding) {
            Some(month) => {
                self.by_month.entry(month).or_default().take(finding, finding.outcome);
            }
            None => self.monthless += 1,
        }
        self.by_pathway.entry(finding.pathway).or_default().take(finding, finding.outcome);
        for (id, outcome) in agency::said(finding) {
            if !self.by_provision.contains_key(id) {
                self.by_provision.insert(id.clone(), Provided::default());
            }
            if let Some(provided) = self.by_provision.get_mut(id) {
                provided.counts.take(finding, outcome);
                provided.take_grounds(finding, id);
            }
        }
        self.has_text |= finding.text.is_some();
        let who = agency::answering(finding);
        let replies = self.replies.answer(finding, &who.name);
        for reply in &replies {
            let status = self.replies.all.get(*reply).and_then(|reply| reply.status);
            *self.answered.entry(status).or_default() += 1;
        }
        if !self.agencies.contains_key(&who.name) && self.agencies.len() < self.caps.agencies {
            self.agencies.insert(who.name.clone(), Agency::new(who));
        }
        match self.agencies.get_mut(&who.name) {
            Some(agency) => agency.take(finding, &replies, self.caps),
            None => self.agencies_left.take(finding, finding.outcome),
        }
        replies
    }

    /// The agencies, those first that shared or searched for others, then by all findings.
    ///
    /// Searches whose record states no purpose are many and weigh less: by all findings alone they
    /// would push every share down the page.
    #[must_use]
    pub fn ranked(&self) -> Vec<(&str, &Agency)> {
        let mut all: Vec<_> = self.agencies.iter().map(|(n, a)| (n.as_str(), a)).collect();
        all.sort_by(|(name_a, a), (name_b, b)| {
            let key = |agency: &Agency| (agency.outward.all(), agency.counts.all());
            key(b).cmp(&key(a)).then_with(|| name_a.cmp(name_b))
        });
        all
    }
}

impl Provided {
    fn take_grounds(&mut self, finding: &Finding, id: &ProvisionId) {
        for ground in agency::told(finding).filter(|ground| ground.provision == *id) {
            if !self.citations.contains(&ground.citation) {
                self.citations.insert(ground.citation.clone());
            }
            if !self.because.contains(&ground.because) {
                self.because.insert(ground.because.clone());
            }
            if let Some(question) = &ground.open_question
                && !self.open_questions.contains(question)
            {
                self.open_questions.insert(question.clone());
            }
            let status = ground.text_status;
            self.text_status = Some(self.text_status.map_or(status, |best| best.min(status)));
        }
    }
}
