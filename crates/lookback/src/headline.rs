//! The figures for the top of a page: what is certain, and what there is at most.

use crate::summary::{FileTold, Headline, LookBackWindow};
use std::collections::BTreeMap;
use terms::{Certainty, Outcome, Pathway, PurposeClass, Reading};

/// Findings by way out: those that are certain, and all.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    by_pathway: BTreeMap<Pathway, [u64; 2]>,
}

impl Sums {
    pub(crate) fn take(
        &mut self,
        pathway: Pathway,
        outcome: Outcome,
        certainty: Certainty,
        count: u64,
    ) {
        let [strict, loose] = self.by_pathway.entry(pathway).or_default();
        *loose += count;
        if outcome == Outcome::Withhold && certainty == Certainty::Shown {
            *strict += count;
        }
    }
}

/// What else is counted.
pub(crate) struct Counted<'c> {
    pub(crate) rows: u64,
    pub(crate) links: u64,
    /// Searches said to be for immigration enforcement: without another reading, and at most.
    pub(crate) immigration_stated: [u64; 2],
    pub(crate) contradicting: u64,
    pub(crate) duplicates: u64,
    pub(crate) windows: &'c [LookBackWindow],
}

impl<'c> Counted<'c> {
    pub(crate) fn of(
        files: &[FileTold],
        [rows, links]: [u64; 2],
        immigration_stated: [u64; 2],
        windows: &'c [LookBackWindow],
    ) -> Self {
        let contradicting = files.iter().map(|file| file.rows_contradicting).sum();
        let duplicates = files.iter().map(|file| file.rows_duplicate).sum();
        Self { rows, links, immigration_stated, contradicting, duplicates, windows }
    }
}

/// Whether a search may be said to be for immigration enforcement.
pub(crate) fn may_be_immigration(reading: &Reading) -> bool {
    matches!(
        reading.class,
        PurposeClass::CivilImmigration
            | PurposeClass::CriminalImmigration
            | PurposeClass::TransportOrHarbour
    ) || reading.label.contains("immigration")
}

/// Every headline that has something to count.
pub(crate) fn all(sums: &Sums, counted: &Counted<'_>) -> Vec<Headline> {
    let mut all = Vec::new();
    let [strict, loose] = counted.immigration_stated;
    if loose > 0 {
        let (of, note) = (counted.rows, IMMIGRATION);
        all.push(Headline { name: "immigration_stated", strict, loose, of, note });
    }
    for (pathway, [strict, loose]) in &sums.by_pathway {
        let (of, note) = match pathway {
            Pathway::BackDoor => (counted.rows, BACK_DOOR),
            Pathway::RecordKeeping => (counted.rows, RECORD_KEEPING),
            Pathway::SideDoor => (counted.rows, SIDE_DOOR),
            Pathway::FrontDoor => (counted.links, LINK),
            // Of these there are searches and shares both.
            _ => (counted.rows + counted.links, EITHER),
        };
        all.push(Headline { name: pathway.word(), strict: *strict, loose: *loose, of, note });
    }
    if !counted.windows.is_empty() {
        let sum = |of: fn(&LookBackWindow) -> u64| counted.windows.iter().map(of).sum();
        let (loose, of) = (sum(|window| window.searches), sum(|window| window.of));
        all.push(Headline { name: "look_back_window", strict: 0, loose, of, note: WINDOW });
    }
    if counted.contradicting > 0 {
        let (strict, of) = (counted.contradicting, counted.duplicates);
        let note = CONTRADICTIONS;
        all.push(Headline { name: "contradictions", strict, loose: strict, of, note });
    }
    all
}

/// Chapman's estimate of how many there are, from two captures, with its 95 % interval; None where
/// the two have nothing in common, and so tell nothing.
///
/// The estimate is `(a + 1)(b + 1) / (c + 1) - 1` and its variance
/// `(a + 1)(b + 1)(a - c)(b - c) / ((c + 1)^2 (c + 2))` (G. A. F. Seber, 1970). It holds if the two
/// captures are independent of each other: two publications of one log are not, so it tells what
/// at least is missing.
pub(crate) fn chapman(in_first: u64, in_second: u64, in_both: u64) -> Option<(f64, f64, f64)> {
    if in_both == 0 {
        return None;
    }
    // Counts of rows: exact below 2^53.
    #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
    let [first, second, both] = [in_first, in_second, in_both].map(|count| count as f64);
    let product = (first + 1.0) * (second + 1.0);
    let estimated = product / (both + 1.0) - 1.0;
    let variance =
        product * (first - both) * (second - both) / ((both + 1.0).powi(2) * (both + 2.0));
    let half = 1.96 * variance.sqrt();
    // There are at least as many as were seen in one or the other.
    let seen = first + second - both;
    Some((estimated.max(seen), (estimated - half).max(seen), (estimated + half).max(seen)))
}

const BACK_DOOR: &str = "A federal account searched. The log does not show what it was given, or \
    for which case.";
const CONTRADICTIONS: &str = "Two publications of one search do not say the same. Which is true, \
    neither shows.";
const EITHER: &str = "A list shows that a share stood on a day, and a log that a search was run; \
    neither shows what came of it.";
const IMMIGRATION: &str = "Searches whose words say so. Those with blank, masked or vague \
    words are not among them, and a log does not show whether the words are true.";
const LINK: &str = "The list shows that the share stood on the day of its capture, not what passed \
    through it.";
const RECORD_KEEPING: &str = "The words given are no purpose. The agency's own record may say more \
    than what it published.";
const SIDE_DOOR: &str = "The words say for whom a search was. What was passed on, the log does not \
    show.";
const WINDOW: &str = "Searches that ask for reads older than what the page says is kept. Other \
    agencies' reads, kept longer, may have been meant.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_that_agree_in_all_leave_nothing_to_estimate() {
        assert_eq!(chapman(100, 100, 100), Some((100.0, 100.0, 100.0)));
        assert_eq!(chapman(10, 10, 0), None);
    }

    #[test]
    fn what_two_captures_lack_of_each_other_is_estimated() {
        // (200 * 150 / 100) by the simple estimate; Chapman's corrects it.
        let (estimated, low, high) = chapman(200, 150, 100).unwrap();
        assert!((estimated - 299.5).abs() < 1.0, "{estimated}");
        assert!((250.0..estimated).contains(&low), "{low}");
        assert!((estimated..340.0).contains(&high), "{high}");
    }
}
