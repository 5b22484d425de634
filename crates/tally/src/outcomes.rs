//! Outcomes counted: withheld, referred, and where nothing was found.

use serde::Serialize;
use terms::Outcome;

/// How many rows and links would have been withheld or referred, and against how many nothing
/// was found. Nothing found is not lawful: a log is silent about most facts.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Outcomes {
    /// Withheld by the law.
    pub withhold: u64,
    /// Sent to a named person.
    pub refer: u64,
    /// No finding.
    pub nothing_found: u64,
}

impl Outcomes {
    /// Counts one more; a share is nothing found.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Withhold => self.withhold += 1,
            Outcome::Refer => self.refer += 1,
            Outcome::Share => self.nothing_found += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.withhold + self.refer + self.nothing_found
    }

    /// Those that are findings.
    #[must_use]
    pub const fn findings(&self) -> u64 {
        self.withhold + self.refer
    }
}

/// A count of findings split by what the provision says to them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Split {
    /// Withheld by this provision.
    pub withhold: u64,
    /// Referred by this provision.
    pub refer: u64,
}

impl Split {
    /// Counts so many more; a share is not counted, since a finding has none.
    pub fn add_many(&mut self, outcome: Outcome, more: u64) {
        match outcome {
            Outcome::Withhold => self.withhold += more,
            Outcome::Refer => self.refer += more,
            Outcome::Share => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_counts_as_nothing_found_and_never_as_a_finding() {
        let mut outcomes = Outcomes::default();
        outcomes.add(Outcome::Share);
        outcomes.add(Outcome::Refer);
        outcomes.add(Outcome::Withhold);
        assert_eq!(outcomes, Outcomes { withhold: 1, refer: 1, nothing_found: 1 });
        assert_eq!((outcomes.total(), outcomes.findings()), (3, 2));
        let mut split = Split::default();
        split.add_many(Outcome::Share, 1);
        assert_eq!(split, Split::default());
    }
}
