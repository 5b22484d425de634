//! What is kept of the findings that one agency answers for.
//!
//! Who answers: the holder where the document names it, since the records are its own; else the
//! searching agency, whose audit counts the holders and does not name them.

use crate::counts::{Counts, Month};
use crate::gather::Caps;
use lookback::{Finding, Holder, Who};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Outcome, PartyKind, Pathway, ProvisionId, TextStatus};

/// What is kept of the findings that one agency answers for.
#[derive(Clone, Debug, Default)]
pub struct Agency {
    /// Its state, if known.
    pub state: Option<String>,
    /// What kind of body it is.
    pub kind: PartyKind,
    /// All its findings.
    pub counts: Counts,
    /// Those that are not about record-keeping: shares, and searches for others.
    pub outward: Counts,
    /// Those that are.
    pub record: Counts,
    /// By month.
    pub months: BTreeMap<Month, Counts>,
    /// By provision and way out.
    pub groups: BTreeMap<(ProvisionId, Option<Pathway>), Group>,
    /// Promises of its own page that findings disagree with: field and sentence.
    pub stated: BTreeMap<(String, String), u64>,
    /// The files that its findings stand in.
    pub files: BTreeSet<String>,
    /// The replies that answer a finding of it, by their place in the file of replies, and how many
    /// findings each answers.
    pub replies: BTreeMap<usize, u64>,
    /// Findings that have a reply.
    pub answered: u64,
}

/// Findings of one agency under one provision, by one way out.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// How many.
    pub counts: Counts,
    /// Captures and files in which they stand, beyond the first of each.
    pub copies: u64,
    /// The citations of the policies that decided.
    pub citations: BTreeSet<String>,
    /// Why, in the words of the policies.
    pub because: BTreeSet<String>,
    /// Legal questions that are open.
    pub open_questions: BTreeSet<String>,
    /// How far the text was verified: the best-read of what it rests on.
    pub text_status: Option<TextStatus>,
    /// With whom: recipients of shares, or those who searched the agency's records.
    pub others: Capped,
    /// For whom a search was said to be.
    pub beneficiaries: Capped,
    /// What would have to hold.
    pub conditions: Capped,
    /// What the reasons were read as.
    pub purposes: BTreeMap<String, u64>,
    /// The reasons as written; empty unless the run showed text.
    pub texts: Capped,
    /// Where: rows by file.
    pub rows: BTreeMap<String, Vec<u64>>,
    /// Rows that are not kept.
    pub rows_left: u64,
}

/// Counts by name, of which only so many different ones are kept.
#[derive(Clone, Debug, Default)]
pub struct Capped {
    /// Each name, and how often.
    pub kept: BTreeMap<String, u64>,
    /// Findings with a name that is not kept.
    pub left: u64,
}

impl Capped {
    fn add(&mut self, name: &str, max: usize) {
        if let Some(count) = self.kept.get_mut(name) {
            *count += 1;
        } else if self.kept.len() < max {
            self.kept.insert(name.to_owned(), 1);
        } else {
            self.left += 1;
        }
    }

    /// The names, most frequent first, then by name.
    #[must_use]
    pub fn ranked(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<_> = self.kept.iter().map(|(n, c)| (n.as_str(), *c)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        all
    }
}

/// The party that answers for a finding.
pub(crate) fn answering(finding: &Finding) -> &Who {
    match &finding.holder {
        Holder::Named(holder) => holder,
        Holder::Searched(_) => &finding.asker,
    }
}

impl Agency {
    pub(crate) fn new(who: &Who) -> Self {
        Self { state: who.state.clone(), kind: who.kind, ..Self::default() }
    }

    /// Takes a finding and the replies to it.
    pub(crate) fn take(&mut self, finding: &Finding, replies: &[usize], caps: Caps) {
        self.counts.take(finding, finding.outcome);
        if finding.pathway == Some(Pathway::RecordKeeping) {
            self.record.take(finding, finding.outcome);
        } else {
            self.outward.take(finding, finding.outcome);
        }
        if let Some(month) = Month::of_finding(finding)
            && (self.months.contains_key(&month) || self.months.len() < caps.months)
        {
            self.months.entry(month).or_default().take(finding, finding.outcome);
        }
        for compared in finding.stated_policy.iter().filter(|compared| !compared.agrees) {
            let key = (compared.field.to_string(), compared.says.clone());
            *self.stated.entry(key).or_default() += 1;
        }
        for source in &finding.sources {
            if self.files.len() < caps.files && !self.files.contains(&source.path) {
                self.files.insert(source.path.clone());
            }
        }
        for (provision, outcome) in said(finding) {
            let key = (provision.clone(), finding.pathway);
            self.groups.entry(key).or_default().take(finding, provision, outcome, caps);
        }
        for reply in replies {
            *self.replies.entry(*reply).or_default() += 1;
        }
        self.answered += u64::from(!replies.is_empty());
    }
}

impl Group {
    fn take(&mut self, finding: &Finding, provision: &ProvisionId, outcome: Outcome, caps: Caps) {
        self.counts.take(finding, outcome);
        let more = finding.sources.len().saturating_sub(1);
        self.copies += u64::try_from(more).unwrap_or(u64::MAX);
        // A policy tells nothing of a person, so there are as many texts as policies.
        for ground in told(finding).filter(|ground| ground.provision == *provision) {
            insert(&mut self.citations, &ground.citation);
            insert(&mut self.because, &ground.because);
            if let Some(question) = &ground.open_question {
                insert(&mut self.open_questions, question);
            }
            let status = ground.text_status;
            self.text_status = Some(self.text_status.map_or(status, |best| best.min(status)));
        }
        if matches!(finding.holder, Holder::Named(_)) {
            self.others.add(&finding.asker.name, caps.names);
        }
        if let Some(body) = &finding.beneficiary {
            self.beneficiaries.add(&body.name, caps.names);
        }
        if let Some(condition) = &finding.condition {
            self.conditions.add(condition, caps.conditions);
        }
        if let Some(text) = &finding.text {
            self.texts.add(text, caps.texts);
        }
        if let Some(count) = self.purposes.get_mut(&finding.purpose) {
            *count += 1;
        } else {
            self.purposes.insert(finding.purpose.clone(), 1);
        }
        self.take_row(finding, caps);
    }

    fn take_row(&mut self, finding: &Finding, caps: Caps) {
        let kept = self.rows.values().map(Vec::len).sum::<usize>();
        match finding.sources.first() {
            Some(source) if kept < caps.rows => {
                self.rows.entry(source.path.clone()).or_default().push(source.row);
            }
            Some(_) => self.rows_left += 1,
            None => {}
        }
    }
}

/// The grounds that may be published: a quiet one never is (INVARIANT(grounded) sees to it that a
/// ground which is true without it stands beside it).
pub(crate) fn told(finding: &Finding) -> impl Iterator<Item = &terms::Ground> {
    finding.grounds.iter().filter(|ground| !ground.is_quiet)
}

/// Each provision of a finding, once, with the strongest thing that it says.
pub(crate) fn said(finding: &Finding) -> BTreeMap<&ProvisionId, Outcome> {
    let mut strongest: BTreeMap<&ProvisionId, Outcome> = BTreeMap::new();
    for ground in told(finding) {
        let held = strongest.entry(&ground.provision).or_insert(ground.outcome);
        *held = (*held).max(ground.outcome);
    }
    strongest
}

fn insert(texts: &mut BTreeSet<String>, text: &str) {
    if !texts.contains(text) {
        texts.insert(text.to_owned());
    }
}
