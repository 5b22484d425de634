//! A tally: every count that a set of findings is told by.

use crate::{Counter, Outcomes, Split};
use serde::Serialize;
use std::collections::BTreeMap;
use terms::{Certainty, Ground, Outcome, Pathway, ProvisionId, TextStatus};

/// Every count that a set of findings is told by.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Tally {
    /// By outcome, over everything that was looked at.
    pub outcomes: Outcomes,
    /// Findings that have a ground of this provision. One finding can have several.
    pub by_provision: Counter<ProvisionId>,
    /// The same, split by what the provision says.
    pub by_provision_outcome: BTreeMap<ProvisionId, Split>,
    /// By the label of the purpose.
    pub by_purpose: Counter<String>,
    /// Findings by the way out.
    pub by_pathway: Counter<Pathway>,
    /// Findings by how sure they are.
    pub by_certainty: Counter<Certainty>,
    /// Findings by how far the text they rest on was verified.
    pub text_status: Counter<TextStatus>,
}

impl Tally {
    /// A tally of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts the grounds of one finding whose outcome is `outcome`.
    ///
    /// A provision counts once for the finding, by the strongest of its grounds. The text status is
    /// that of the best-verified ground that alone carries the outcome: the finding stands without
    /// the others.
    pub fn add_grounds<'a>(
        &mut self,
        grounds: impl IntoIterator<Item = &'a Ground>,
        outcome: Outcome,
    ) {
        self.add_grounds_many(grounds, outcome, 1);
    }

    /// Counts the grounds that so many findings of one outcome have alike.
    pub fn add_grounds_many<'a>(
        &mut self,
        grounds: impl IntoIterator<Item = &'a Ground>,
        outcome: Outcome,
        findings: u64,
    ) {
        let mut strongest: BTreeMap<&ProvisionId, Outcome> = BTreeMap::new();
        let mut best: Option<TextStatus> = None;
        for ground in grounds {
            let said = ground.outcome;
            let held = strongest.entry(&ground.provision).or_insert(said);
            *held = (*held).max(said);
            if said == outcome {
                let status = ground.text_status;
                best = Some(best.map_or(status, |other| other.min(status)));
            }
        }
        for (provision, said) in strongest {
            self.by_provision.add_many(provision.clone(), findings);
            let split = self.by_provision_outcome.entry(provision.clone()).or_default();
            split.add_many(said, findings);
        }
        if let Some(status) = best {
            self.text_status.add_many(status, findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::PolicyId;

    fn ground(provision: &str, outcome: Outcome, text_status: TextStatus) -> Ground {
        Ground {
            outcome,
            provision: ProvisionId(provision.to_owned()),
            policy: PolicyId(format!("{provision}/x")),
            citation: String::new(),
            because: String::new(),
            text_status,
            open_question: None,
            rests_on_missing_fact: false,
            exceptions: Vec::new(),
            is_quiet: false,
        }
    }

    #[test]
    fn a_provision_counts_once_for_a_finding_by_its_strongest_ground() {
        let mut tally = Tally::new();
        let grounds = [
            ground("A", Outcome::Refer, TextStatus::Verified),
            ground("A", Outcome::Withhold, TextStatus::Verified),
            ground("B", Outcome::Refer, TextStatus::Memory),
        ];
        tally.add_grounds(&grounds, Outcome::Withhold);
        assert_eq!(tally.by_provision.total(), 2);
        let a = tally.by_provision_outcome[&ProvisionId("A".to_owned())];
        assert_eq!(a, Split { withhold: 1, refer: 0 });
    }

    #[test]
    fn a_finding_rests_on_the_best_verified_ground_that_carries_it_alone() {
        let mut tally = Tally::new();
        let grounds = [
            ground("A", Outcome::Withhold, TextStatus::Secondary),
            ground("B", Outcome::Withhold, TextStatus::Memory),
            ground("C", Outcome::Refer, TextStatus::Verified),
        ];
        tally.add_grounds(&grounds, Outcome::Withhold);
        assert_eq!(tally.text_status.of(&TextStatus::Secondary), 1);
        assert_eq!(tally.text_status.total(), 1);
    }
}
