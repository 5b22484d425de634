//! What the entries say together: the rules that the account as a whole keeps.
//!
//! In: entries in their order, published openings, and the day of the check. Out: what is wrong,
//! with the entry at which it shows. Never: checks a hash or a signature; the tree does.

use crate::clear::{Clear, Erasure, Settings};
use crate::commitment::Told;
use crate::content::{Body, ClosedKind, Content};
use crate::entry::{Digest, Entry, EntryIndex};
use crate::opened::{OpenedContent, OpenedDay};
use crate::shuffle::Shuffle;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use terms::{Day, Door, Outcome};

/// Something wrong with the account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wrong {
    /// The entry at which it shows; none where it is something that is missing at the end.
    pub at: Option<EntryIndex>,
    /// What is wrong, as a clause.
    pub what: String,
}

/// A day whose openings were published.
#[derive(Debug)]
struct DayKept {
    first: EntryIndex,
    end: EntryIndex,
    digest: Digest,
    shuffle: Option<Shuffle>,
    opened: BTreeMap<u32, ClosedKind>,
    erased: BTreeSet<u32>,
}

/// Shares and rulings to share, between two bodies through one door.
#[derive(Clone, Copy, Debug, Default)]
struct Flow {
    ruled: u64,
    shared: u64,
    again: u64,
}

/// An account as it is read, entry by entry.
#[derive(Debug)]
pub struct Account {
    origin: String,
    threads: NonZero<usize>,
    next: u64,
    day: Option<Day>,
    settings: Option<Settings>,
    law: Option<Digest>,
    is_frozen: bool,
    /// Closed entries not yet covered by a shuffled day.
    waiting: Vec<(EntryIndex, Told)>,
    covered: EntryIndex,
    days: BTreeMap<Day, DayKept>,
    held: BTreeMap<Day, Vec<(Day, u32)>>,
    /// Openings destroyed before their day was shuffled, by the day of their contents.
    destroyed: BTreeMap<Day, u32>,
    feeds: BTreeSet<EntryIndex>,
    clear_days: BTreeMap<EntryIndex, Day>,
    flows: BTreeMap<(Body, Body, Door), Flow>,
    wrong: Vec<Wrong>,
}

impl Account {
    /// An account of which nothing was read yet.
    #[must_use]
    pub fn new(origin: &str, threads: NonZero<usize>) -> Self {
        Self {
            origin: origin.to_owned(),
            threads,
            next: 0,
            day: None,
            settings: None,
            law: None,
            is_frozen: false,
            waiting: Vec::new(),
            covered: EntryIndex(0),
            days: BTreeMap::new(),
            held: BTreeMap::new(),
            destroyed: BTreeMap::new(),
            feeds: BTreeSet::new(),
            clear_days: BTreeMap::new(),
            flows: BTreeMap::new(),
            wrong: Vec::new(),
        }
    }

    /// Takes the next entry. `file` gives a published file by its name, or nothing.
    pub fn take(&mut self, bytes: &[u8], file: &mut dyn FnMut(&str) -> Option<Vec<u8>>) {
        let at = EntryIndex(self.next);
        self.next += 1;
        let entry = match Entry::read(bytes) {
            Ok(entry) => entry,
            Err(error) => return self.tell(at, error.to_string()),
        };
        if self.is_frozen {
            self.tell(at, "it was entered after the ledger was frozen".to_owned());
        }
        match entry {
            Entry::Clear(clear) => self.take_clear(at, clear, file),
            Entry::Closed(closed) => {
                if self.law != Some(closed.law) {
                    let law = closed.law;
                    self.tell(at, format!("it names the law {law}, which no entry put in force"));
                }
                self.waiting.push((at, closed.told));
            }
        }
    }

    /// How many entries were taken.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.next
    }

    /// The settings in force.
    #[must_use]
    pub const fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// The digest of the law in force.
    #[must_use]
    pub const fn law(&self) -> Option<Digest> {
        self.law
    }

    /// Everything that is wrong, with what is overdue on this day.
    #[must_use]
    pub fn end(mut self, today: Option<Day>) -> Vec<Wrong> {
        self.tell_flows();
        if let Some(today) = today {
            self.tell_overdue(today);
        }
        self.wrong
    }

    fn take_clear(
        &mut self,
        at: EntryIndex,
        clear: Clear,
        file: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    ) {
        let day = clear.day();
        if self.day.is_some_and(|before| before > day) {
            self.tell(at, format!("its day {day} is before that of an earlier entry"));
        }
        self.clear_days.insert(at, day);
        self.day = Some(self.day.map_or(day, |before| before.max(day)));
        if at.0 == 0 && !matches!(clear, Clear::SettingsChanged { .. }) {
            self.tell(at, "a ledger begins with its settings".to_owned());
        }
        match clear {
            Clear::SettingsChanged { settings, .. } => self.settings = Some(settings),
            Clear::LawChanged { law, .. } => self.law = Some(law),
            Clear::Frozen { .. } => self.is_frozen = true,
            Clear::FeedOpened { .. } => drop(self.feeds.insert(at)),
            Clear::FeedClosed { opened, .. } => {
                if !self.feeds.remove(&opened) {
                    self.tell(at, format!("it closes a feed that entry {opened} did not open"));
                }
            }
            Clear::Opened { of, first, end, shuffle, openings, .. } => {
                self.take_opened(at, OpenedAs { of, first, end, shuffle, openings }, file);
            }
            Clear::Erased { what, .. } => self.take_erased(at, &what),
            Clear::Held { of, contents, until, .. } => {
                self.held.entry(of).or_default().push((until, contents));
            }
            Clear::HotlistChanged { .. } => {}
        }
    }

    fn tell(&mut self, at: EntryIndex, what: String) {
        self.wrong.push(Wrong { at: Some(at), what });
    }
}

/// What an `Opened` entry says.
struct OpenedAs {
    of: Day,
    first: EntryIndex,
    end: EntryIndex,
    shuffle: Digest,
    openings: Digest,
}

/// Openings.
impl Account {
    fn take_opened(
        &mut self,
        at: EntryIndex,
        said: OpenedAs,
        file: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    ) {
        if !self.days.contains_key(&said.of) {
            self.take_shuffle(at, &said, file);
        }
        let Some(kept) = self.days.get(&said.of) else { return };
        if (kept.first, kept.end, kept.digest) != (said.first, said.end, said.shuffle) {
            return self
                .tell(at, format!("it tells the shuffle of {} otherwise than before", said.of));
        }
        let Some(shuffle) = &kept.shuffle else { return };
        let name = openings_file(said.of, said.openings);
        let Some(lines) = file(&name) else {
            return self.tell(at, format!("the file {name} is missing"));
        };
        if Digest::of(&lines) != said.openings {
            return self.tell(at, format!("the file {name} is not the one that was entered"));
        }
        let day =
            OpenedDay { origin: &self.origin, day: said.of, first: said.first, end: said.end };
        match day.read(shuffle, &lines) {
            Ok(opened) => self.take_contents(at, said.of, &opened),
            Err(error) => self.tell(at, format!("{name}: {error}")),
        }
    }

    /// The first time a day is opened: its shuffle covers the closed entries that follow those of
    /// the day before, and no other.
    fn take_shuffle(
        &mut self,
        at: EntryIndex,
        said: &OpenedAs,
        file: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    ) {
        let OpenedAs { of, first, end, shuffle: digest_said, .. } = *said;
        let is_later = self.days.keys().next_back().is_none_or(|before| *before < of);
        if !is_later || first != self.covered || end < first || end > at {
            self.tell(at, format!("the entries {first} to {end} are not those that follow"));
            return;
        }
        let day = OpenedDay { origin: &self.origin, day: of, first, end };
        let count = self.waiting.iter().take_while(|(index, _)| *index < end).count();
        let told: Vec<Told> = self.waiting.drain(..count).map(|(_, told)| told).collect();
        self.covered = end;
        let name = shuffle_file(of);
        let read = match file(&name) {
            None => Err(format!("the file {name} is missing")),
            Some(bytes) if Digest::of(&bytes) != digest_said => {
                Err(format!("the file {name} is not the one that was entered"))
            }
            Some(bytes) => Shuffle::read(&bytes)
                .and_then(|s| day.check(&s, &told, self.threads).map(|()| s))
                .map_err(|error| format!("{name}: {error}")),
        };
        let shuffle = match read {
            Ok(shuffle) => Some(shuffle),
            Err(what) => {
                self.tell(at, what);
                None
            }
        };
        let (opened, erased) = (BTreeMap::new(), BTreeSet::new());
        self.days.insert(of, DayKept { first, end, digest: digest_said, shuffle, opened, erased });
    }

    fn take_contents(&mut self, at: EntryIndex, of: Day, opened: &[OpenedContent]) {
        let mut wrong = Vec::new();
        for OpenedContent { place, content, .. } in opened {
            if let Some(kept) = self.days.get_mut(&of) {
                if kept.opened.insert(*place, content.kind()).is_some() {
                    wrong.push(format!("place {place} of {of} was opened before"));
                }
                if kept.erased.contains(place) {
                    wrong.push(format!("place {place} of {of} was erased, and is opened"));
                }
            }
            self.count(content);
        }
        for what in wrong {
            self.tell(at, what);
        }
    }

    fn count(&mut self, content: &Content) {
        let between = content.between();
        let key = (between.holder.clone(), between.asker.clone(), between.door);
        match content {
            Content::Ruled { outcome: Outcome::Share, .. } => {
                self.flows.entry(key).or_default().ruled += 1;
            }
            Content::Shared { again: true, .. } => self.flows.entry(key).or_default().again += 1,
            Content::Shared { again: false, .. } => self.flows.entry(key).or_default().shared += 1,
            _ => {}
        }
    }

    fn take_erased(&mut self, at: EntryIndex, what: &Erasure) {
        match what {
            Erasure::Content { day, place } => match self.days.get_mut(day) {
                Some(kept) => drop(kept.erased.insert(*place)),
                None => {
                    self.tell(at, format!("it erases a content of {day}, which is not shuffled"));
                }
            },
            Erasure::Particulars { day, entries } => {
                let destroyed = self.destroyed.entry(*day).or_default();
                *destroyed = destroyed.saturating_add(*entries);
            }
        }
    }

    /// What was shared stands with what was ruled: one for one, and a later answer to the same ask
    /// only after a first one (the crash table of HOUSE 3). A ruling that is still closed may be
    /// the one that is missing, so each closed content counts for the account.
    fn tell_flows(&mut self) {
        let shuffled = |kept: &DayKept| kept.shuffle.as_ref().map_or(0, |s| s.shuffled().len());
        let closed: usize =
            self.days.values().map(|kept| shuffled(kept).saturating_sub(kept.opened.len())).sum();
        let closed = closed as u64;
        for ((holder, asker, door), flow) in &self.flows {
            let Flow { ruled, shared, again } = *flow;
            if shared > ruled + closed || (again > 0 && shared + closed == 0) {
                let door = door.word();
                let what = format!(
                    "more was shared ({shared}, and {again} again) than ruled to be shared \
                     ({ruled}) from {holder} to {asker} through {door}"
                );
                self.wrong.push(Wrong { at: None, what });
            }
        }
    }

    /// Days that should be open by now and are not.
    fn tell_overdue(&mut self, today: Day) {
        let Some(settings) = self.settings.clone() else { return };
        let delay = |kind| settings.delays_days.get(&kind).copied().unwrap_or(1);
        let longest = ClosedKind::ALL.into_iter().map(delay).max().unwrap_or(1).max(1);
        let longest = i32::from(longest);
        let mut overdue = Vec::new();
        let mut destroyed = self.destroyed.clone();
        // An entry that no shuffled day covers is no later than the clear entry after it.
        let waiting = self.waiting.first().map(|(index, _)| *index);
        let after = waiting.and_then(|index| self.clear_days.range(index..).next());
        if let Some((_, day)) = after
            && day.plus_days(longest).is_some_and(|due| due < today)
        {
            overdue.push(format!("entries of {day} or before are overdue to be opened"));
        }
        for (day, kept) in &self.days {
            let Some(shuffle) = &kept.shuffle else { continue };
            let is_due = day.plus_days(longest).is_some_and(|due| due < today);
            // A place beyond the list is none: naming it destroys nothing.
            let count = shuffle.shuffled().len();
            let unopened =
                |place: &&u32| (**place as usize) < count && !kept.opened.contains_key(*place);
            let shown = kept.opened.len() + kept.erased.iter().filter(unopened).count();
            let held = self.held.get(day).into_iter().flatten();
            let held = held.filter(|(until, _)| *until >= today);
            let held = held.fold(0_usize, |all, (_, count)| all.saturating_add(*count as usize));
            let mut missing = count.saturating_sub(shown.saturating_add(held));
            if !is_due {
                continue;
            }
            // What was destroyed before the shuffle has no place; like any content of a day it may
            // stand among those of the next.
            for of in [Some(*day), day.plus_days(-1)].into_iter().flatten() {
                let Some(left) = destroyed.get_mut(&of) else { continue };
                let gone = u32::try_from(missing).unwrap_or(u32::MAX).min(*left);
                *left -= gone;
                missing -= gone as usize;
            }
            if missing > 0 {
                overdue.push(format!("{missing} contents of {day} are overdue to be opened"));
            }
        }
        let wrong = overdue.into_iter().map(|what| Wrong { at: None, what });
        self.wrong.extend(wrong);
    }
}

/// The name of the file with a day's shuffle.
#[must_use]
pub fn shuffle_file(day: Day) -> String {
    format!("opened/{day}.shuffle")
}

/// The name of a file with published openings: by its own digest, so that none is written over.
#[must_use]
pub fn openings_file(day: Day, digest: Digest) -> String {
    let digest = digest.to_string();
    format!("opened/{day}.{}.jsonl", digest.get(..16).unwrap_or(&digest))
}
