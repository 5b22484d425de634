//! What is wrong with an account as far as it goes, on a day.

use super::lived::{Counts, Flow, Lived, Way};
use super::{Account, Wrong};
use crate::content::ClosedKind;
use std::collections::{BTreeMap, BTreeSet};
use terms::Day;

/// How much of an account is open.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Figures {
    /// Closed entries.
    pub closed: u64,
    /// Contents that were opened.
    pub opened: u64,
    /// Contents held back under papers.
    pub held: u64,
    /// Contents whose openings were destroyed.
    pub erased: u64,
}

impl Account {
    /// How much is open. What is held back is told as of a day; without one, as of the last entry.
    #[must_use]
    pub fn figures(&self, today: Option<Day>) -> Figures {
        let mut figures = Figures::default();
        for lived in self.days.values() {
            figures.closed += lived.closed;
            figures.opened += lived.opened.all();
            figures.erased += lived.gone();
            figures.held += today.or(self.day).map_or(0, |today| lived.held_on(today));
        }
        figures
    }

    /// Everything that is wrong, with what is overdue on this day.
    #[must_use]
    pub fn wrong(&self, today: Option<Day>) -> Vec<Wrong> {
        let mut wrong = self.wrong.clone();
        let mut tell = |what| wrong.push(Wrong { at: None, what });
        self.judge_flows(&mut tell);
        if let Some(today) = today {
            self.judge_clock(today, &mut tell);
            self.judge_delays(today, &mut tell);
        }
        wrong
    }

    /// A day far ahead would put off what is due.
    fn judge_clock(&self, today: Day, tell: &mut impl FnMut(String)) {
        let tomorrow = today.plus_days(1).unwrap_or(today);
        if let Some(day) = self.day.filter(|day| *day > tomorrow) {
            tell(format!("its last day is {day}, and today is {today}"));
        }
    }

    /// What was shared stands with what was ruled, one for one, and no share before its ruling
    /// (the crash table of HOUSE 3). A ruling that is still closed may be the one that is missing,
    /// so each content that is closed counts for the account.
    fn judge_flows(&self, tell: &mut impl FnMut(String)) {
        let mut flows: BTreeMap<&Way, (Flow, bool)> = BTreeMap::new();
        let mut closed = 0;
        for (day, lived) in &self.days {
            closed += lived.unopened();
            for (way, flow) in &lived.flows {
                let (all, is_told) = flows.entry(way).or_default();
                all.ruled += flow.ruled;
                all.shared += flow.shared;
                if all.shared > all.ruled + closed && !*is_told {
                    *is_told = true;
                    let Flow { ruled, shared } = *all;
                    let Way { holder, asker, door, .. } = way;
                    let door = door.word();
                    tell(format!(
                        "up to {day} more was shared ({shared}) than ruled to be shared ({ruled}) \
                         from {holder} to {asker} through {door}"
                    ));
                }
            }
        }
    }

    /// Days that should be open by now and are not.
    fn judge_delays(&self, today: Day, tell: &mut impl FnMut(String)) {
        let mut before = Sums::default();
        for (day, lived) in &self.days {
            let undue = lived.undue(*day, today);
            if lived.shuffled.is_none() {
                // Nobody knows which kinds it holds: the earliest counts.
                if undue.len() < ClosedKind::ALL.len() {
                    let closed = lived.closed;
                    tell(format!("{closed} contents of {day} are overdue to be opened"));
                }
                continue;
            }
            let overdue = before.take(lived, &undue, today);
            if overdue > 0 {
                tell(format!("{overdue} contents of {day} are overdue to be opened"));
            }
        }
    }
}

/// What was counted from the first day on.
#[derive(Default)]
struct Sums {
    opened: Counts,
    /// Contents that may be of any kind and are never seen, or not yet.
    unknown: u64,
    /// Contents that are closed and not due, if the account is right.
    closed: u64,
    /// Whether rulings may be closed too: then ends cannot be held against them.
    is_vague: bool,
}

impl Sums {
    /// Takes a day, and gives how many of its contents are overdue at least.
    ///
    /// Nobody sees the kind of a content that is closed. But each end (`kept`, `referred`,
    /// `shared`) follows a ruling of its own, in the order of entry: where rulings are due, no more
    /// may be closed than rulings still have their end to come; and where some kinds of ends are
    /// due, no more than there are rulings which end in another.
    fn take(&mut self, lived: &Lived, undue: &BTreeSet<ClosedKind>, today: Day) -> u64 {
        let (held, gone) = (lived.held_on(today), lived.gone());
        let closed = lived.unopened().saturating_sub(held + gone);
        self.opened = self.opened.plus(&lived.opened);
        self.unknown += held + gone;
        if undue.is_empty() {
            return closed;
        }
        self.is_vague |= undue.contains(&ClosedKind::Ruled);
        let may_be = if self.is_vague {
            closed
        } else {
            self.ends_to_come(undue).saturating_sub(self.closed)
        };
        let overdue = closed.saturating_sub(may_be);
        self.closed += closed - overdue;
        overdue
    }

    /// How many ends may be closed because they are not due.
    fn ends_to_come(&self, undue: &BTreeSet<ClosedKind>) -> u64 {
        let all = &self.opened;
        let any = all.ruled().saturating_sub(all.ends());
        let is_undue = |kind| undue.contains(&kind);
        let (mut rulings, mut opened) = (0, 0);
        // A share that could not be answered ends in `kept`.
        if is_undue(ClosedKind::Shared) || is_undue(ClosedKind::Kept) {
            rulings += all.ruled_share;
        }
        if is_undue(ClosedKind::Kept) {
            rulings += all.ruled_withhold;
            opened += all.kept;
        }
        if is_undue(ClosedKind::Referred) {
            rulings += all.ruled_refer;
            opened += all.referred;
        }
        if is_undue(ClosedKind::Shared) {
            opened += all.shared;
        }
        // The desk's findings come in addition, one for each referral.
        let found = if is_undue(ClosedKind::Found) { all.ruled_refer } else { 0 };
        any.min(rulings.saturating_sub(opened)) + found.saturating_sub(all.found) + self.unknown
    }
}
