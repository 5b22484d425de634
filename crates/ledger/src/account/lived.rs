//! One day of an account: its closed entries, and what was opened of them.

use crate::clear::{Erasure, delay_days};
use crate::commitment::Told;
use crate::content::{Between, Body, ClosedKind, Content};
use crate::entry::{Closed, Digest, EntryIndex};
use crate::opened::OpenedContent;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Day, Door, Outcome, RecordClass};

/// A day in which closed entries stand.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lived {
    pub(super) first: EntryIndex,
    pub(super) last: EntryIndex,
    /// How many closed entries it has.
    pub(super) closed: u64,
    /// The delays that were in force when it had its first closed entry: a later setting puts
    /// nothing off that was entered before it.
    delays: BTreeMap<ClosedKind, u16>,
    /// Their commitments, until they are shuffled.
    pub(super) told: Vec<Told>,
    pub(super) shuffled: Option<Shuffled>,
    /// Contents held back, each time with the last day.
    pub(super) held: Vec<(Day, u32)>,
    /// Openings destroyed before the day was shuffled.
    pub(super) destroyed: u64,
    pub(super) opened: Counts,
    #[serde(with = "pairs")]
    pub(super) flows: BTreeMap<Way, Flow>,
}

/// A day whose entries were shuffled.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shuffled {
    pub(super) first: EntryIndex,
    pub(super) end: EntryIndex,
    pub(super) digest: Digest,
    pub(super) stands: Stands,
    opened: BTreeSet<u32>,
    /// Places that were erased and not opened before.
    erased: BTreeSet<u32>,
}

/// How a shuffle stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) enum Stands {
    /// All is opened or erased: nothing more needs to be kept of it.
    Done,
    /// It does not hold, or is not there.
    Not,
    /// It holds: the list.
    Open(Vec<Told>),
}

/// Contents by kind, and rulings by outcome.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    pub(super) found: u64,
    pub(super) kept: u64,
    pub(super) referred: u64,
    pub(super) reviewed: u64,
    pub(super) shared: u64,
    pub(super) ruled_refer: u64,
    pub(super) ruled_share: u64,
    pub(super) ruled_withhold: u64,
}

/// Between whom, through which door, and of which class: what a share has in common with its
/// ruling.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(super) struct Way {
    pub(super) holder: Body,
    pub(super) asker: Body,
    beneficiary: Option<Body>,
    pub(super) door: Door,
    records: Option<RecordClass>,
}

/// Shares and rulings to share on one way.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Flow {
    pub(super) ruled: u64,
    pub(super) shared: u64,
}

impl Lived {
    /// A day that begins under these delays.
    pub(super) fn new(delays: BTreeMap<ClosedKind, u16>) -> Self {
        Self {
            first: EntryIndex(u64::MAX),
            last: EntryIndex(0),
            closed: 0,
            delays,
            told: Vec::new(),
            shuffled: None,
            held: Vec::new(),
            destroyed: 0,
            opened: Counts::default(),
            flows: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, at: EntryIndex, closed: Closed) {
        self.first = self.first.min(at);
        self.last = self.last.max(at);
        self.closed += 1;
        self.told.push(closed.told);
    }

    /// The kinds of which contents of this day may still be closed on another day.
    pub(super) fn undue(&self, of: Day, today: Day) -> BTreeSet<ClosedKind> {
        let is_undue = |kind: &ClosedKind| {
            let due = of.plus_days(i32::from(delay_days(&self.delays, *kind)));
            due.is_none_or(|due| due >= today)
        };
        ClosedKind::ALL.into_iter().filter(is_undue).collect()
    }

    /// Takes contents that were opened, and gives what is wrong with them.
    pub(super) fn open(&mut self, of: Day, opened: &[OpenedContent]) -> Vec<String> {
        let mut wrong = Vec::new();
        for OpenedContent { place, content, .. } in opened {
            if let Some(shuffled) = &mut self.shuffled {
                if !shuffled.opened.insert(*place) {
                    wrong.push(format!("place {place} of {of} was opened before"));
                    continue;
                }
                if shuffled.erased.contains(place) {
                    wrong.push(format!("place {place} of {of} was erased, and is opened"));
                }
            }
            self.count(content);
        }
        self.end_if_done();
        wrong
    }

    fn count(&mut self, content: &Content) {
        self.opened.take(content);
        let ruled = u64::from(matches!(content, Content::Ruled { outcome: Outcome::Share, .. }));
        let shared = u64::from(matches!(content, Content::Shared { .. }));
        if ruled + shared > 0 {
            let flow = self.flows.entry(Way::of(content.between())).or_default();
            flow.ruled += ruled;
            flow.shared += shared;
        }
    }

    pub(super) fn erase(&mut self, what: &Erasure, of: Day) -> Result<(), String> {
        match (what, &mut self.shuffled) {
            (Erasure::Content { .. }, None) => {
                Err(format!("it erases a content of {of}, which is not shuffled"))
            }
            (Erasure::Content { place, .. }, Some(shuffled)) => {
                // A place beyond the list is none: naming it destroys nothing.
                if u64::from(*place) >= self.closed {
                    return Err(format!("{of} has no place {place}"));
                }
                let is_done = matches!(shuffled.stands, Stands::Done);
                if !is_done && !shuffled.opened.contains(place) {
                    shuffled.erased.insert(*place);
                }
                self.end_if_done();
                Ok(())
            }
            (Erasure::Particulars { .. }, Some(_)) => {
                Err(format!("it erases openings of {of} without their places, which are known"))
            }
            (Erasure::Particulars { entries, .. }, None) => {
                self.destroyed += u64::from(*entries);
                if self.destroyed <= self.closed {
                    return Ok(());
                }
                self.destroyed = self.closed;
                Err(format!("{of} has {} closed entries, and more were erased", self.closed))
            }
        }
    }

    fn end_if_done(&mut self) {
        let closed = self.closed;
        if let Some(shuffled) = &mut self.shuffled
            && matches!(shuffled.stands, Stands::Open(_))
            && (shuffled.opened.len() + shuffled.erased.len()) as u64 >= closed
        {
            shuffled.stands = Stands::Done;
            shuffled.opened = BTreeSet::new();
        }
    }

    /// Contents that nobody can open any more.
    pub(super) fn gone(&self) -> u64 {
        let erased = self.shuffled.as_ref().map_or(0, |shuffled| shuffled.erased.len() as u64);
        erased + self.destroyed
    }

    /// Contents held back under a paper on a day.
    pub(super) fn held_on(&self, today: Day) -> u64 {
        let held = self.held.iter().filter(|(until, _)| *until >= today);
        held.map(|(_, contents)| u64::from(*contents)).sum()
    }

    /// Contents that were not opened.
    pub(super) const fn unopened(&self) -> u64 {
        self.closed.saturating_sub(self.opened.all())
    }
}

impl Shuffled {
    pub(super) fn new(first: EntryIndex, end: EntryIndex, digest: Digest, stands: Stands) -> Self {
        Self { first, end, digest, stands, opened: BTreeSet::new(), erased: BTreeSet::new() }
    }
}

impl Counts {
    fn take(&mut self, content: &Content) {
        let count = match content {
            Content::Found { .. } => &mut self.found,
            Content::Kept { .. } => &mut self.kept,
            Content::Referred { .. } => &mut self.referred,
            Content::Reviewed { .. } => &mut self.reviewed,
            Content::Shared { .. } => &mut self.shared,
            Content::Ruled { outcome: Outcome::Refer, .. } => &mut self.ruled_refer,
            Content::Ruled { outcome: Outcome::Share, .. } => &mut self.ruled_share,
            Content::Ruled { outcome: Outcome::Withhold, .. } => &mut self.ruled_withhold,
        };
        *count += 1;
    }

    /// All rulings.
    pub(super) const fn ruled(&self) -> u64 {
        self.ruled_refer + self.ruled_share + self.ruled_withhold
    }

    /// All that follow a ruling.
    pub(super) const fn ends(&self) -> u64 {
        self.kept + self.referred + self.shared
    }

    /// All contents.
    pub(super) const fn all(&self) -> u64 {
        self.ruled() + self.ends() + self.found + self.reviewed
    }

    pub(super) const fn plus(&self, other: &Self) -> Self {
        Self {
            found: self.found + other.found,
            kept: self.kept + other.kept,
            referred: self.referred + other.referred,
            reviewed: self.reviewed + other.reviewed,
            shared: self.shared + other.shared,
            ruled_refer: self.ruled_refer + other.ruled_refer,
            ruled_share: self.ruled_share + other.ruled_share,
            ruled_withhold: self.ruled_withhold + other.ruled_withhold,
        }
    }
}

impl Way {
    fn of(between: &Between) -> Self {
        let Between { holder, asker, beneficiary, door, records, .. } = between.clone();
        Self { holder, asker, beneficiary, door, records }
    }
}

/// JSON has no keys but texts: a map as a list of pairs.
mod pairs {
    use super::{Flow, Way};
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(
        flows: &BTreeMap<Way, Flow>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(flows)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Way, Flow>, D::Error> {
        Ok(Vec::<(Way, Flow)>::deserialize(deserializer)?.into_iter().collect())
    }
}
