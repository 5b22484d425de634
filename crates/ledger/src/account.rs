//! What the entries say together: the rules that the account as a whole keeps.
//!
//! In: entries in their order, published openings, and the day of the check. Out: what is wrong,
//! with the entry at which it shows. Never: checks a hash or a signature; the tree does.
//!
//! A closed entry has no day of its own: it is of the day of the last clear entry before it
//! (INVARIANT(dated)). The book enters `day_begun` before the first closed entry of a day; a holder
//! who leaves it out makes its entries older than they are, and due earlier.

mod judged;
mod lived;

use crate::clear::{Clear, DELAY_DAYS_MAX, Erasure, FreezeCause, Settings};
use crate::entry::{Digest, Entry, EntryIndex};
use crate::opened::OpenedDay;
use crate::shuffle::Shuffle;
use lived::{Lived, Shuffled, Stands};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use terms::Day;

pub use judged::Figures;

/// Something wrong with the account.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Wrong {
    /// The entry at which it shows; none where it is something that is missing at the end.
    pub at: Option<EntryIndex>,
    /// What is wrong, as a clause.
    pub what: String,
}

/// An account as it is read, entry by entry.
///
/// It can be written down after an entry and taken up again there: whoever does so trusts what was
/// written down as much as having read the entries.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    origin: String,
    next: u64,
    /// The day of the last clear entry.
    day: Option<Day>,
    settings: Option<Settings>,
    law: Option<Digest>,
    frozen: Option<FreezeCause>,
    /// The entry after the last one that a shuffled day covers.
    covered: EntryIndex,
    /// The days in which closed entries stand.
    days: BTreeMap<Day, Lived>,
    feeds: BTreeSet<EntryIndex>,
    wrong: Vec<Wrong>,
}

/// Gives a published file by its name, or nothing where there is none.
pub type Files<'a> = &'a mut dyn FnMut(&str) -> Option<Vec<u8>>;

impl Account {
    /// An account of which nothing was read yet.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            next: 0,
            day: None,
            settings: None,
            law: None,
            frozen: None,
            covered: EntryIndex(0),
            days: BTreeMap::new(),
            feeds: BTreeSet::new(),
            wrong: Vec::new(),
        }
    }

    /// Takes the next entry. Proofs of shuffles are checked on so many threads.
    pub fn take(&mut self, bytes: &[u8], file: Files<'_>, threads: NonZero<usize>) {
        let at = EntryIndex(self.next);
        self.next += 1;
        let entry = match Entry::read(bytes) {
            Ok(entry) => entry,
            Err(error) => return self.tell(at, error.to_string()),
        };
        if let Some(cause) = self.frozen
            && !matches!(&entry, Entry::Clear(clear) if clear.may_follow_freeze(cause))
        {
            self.tell(at, "it was entered after the ledger was frozen".to_owned());
        }
        match entry {
            Entry::Clear(clear) => self.take_clear(at, clear, file, threads),
            Entry::Closed(closed) => {
                if self.law != Some(closed.law) {
                    let law = closed.law;
                    self.tell(at, format!("it names the law {law}, which no entry put in force"));
                }
                let Some(day) = self.day else {
                    return self.tell(at, "no entry before it says which day it is".to_owned());
                };
                let settings = self.settings.as_ref();
                let delays = || settings.map(|s| s.delays_days.clone()).unwrap_or_default();
                let lived = self.days.entry(day).or_insert_with(|| Lived::new(delays()));
                lived.take(at, closed);
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

    fn take_clear(
        &mut self,
        at: EntryIndex,
        clear: Clear,
        file: Files<'_>,
        threads: NonZero<usize>,
    ) {
        let day = clear.day();
        if self.day.is_some_and(|before| before > day) {
            self.tell(at, format!("its day {day} is before that of an earlier entry"));
        }
        self.day = Some(self.day.map_or(day, |before| before.max(day)));
        if at.0 == 0 && !matches!(clear, Clear::SettingsChanged { .. }) {
            self.tell(at, "a ledger begins with its settings".to_owned());
        }
        match clear {
            Clear::SettingsChanged { settings, .. } => {
                if settings.delays_days.values().any(|days| *days > DELAY_DAYS_MAX) {
                    let what = format!("it sets a delay longer than {DELAY_DAYS_MAX} days");
                    self.tell(at, what);
                }
                self.settings = Some(settings);
            }
            Clear::LawChanged { law, .. } => self.law = Some(law),
            Clear::Frozen { cause, .. } => self.frozen = Some(cause),
            Clear::FeedOpened { .. } => drop(self.feeds.insert(at)),
            Clear::FeedClosed { opened, .. } => {
                if !self.feeds.remove(&opened) {
                    self.tell(at, format!("it closes a feed that entry {opened} did not open"));
                }
            }
            Clear::Opened { of, first, end, shuffle, openings, .. } => {
                let said = OpenedAs { day, of, first, end, shuffle, openings };
                self.take_opened(at, &said, file, threads);
            }
            Clear::Erased { what, .. } => self.take_erased(at, &what),
            Clear::Held { of, contents, until, .. } => match self.days.get_mut(&of) {
                Some(lived) => lived.held.push((until, contents)),
                None => self.tell(at, format!("it holds back contents of {of}, which has none")),
            },
            Clear::DayBegun { .. } | Clear::HotlistChanged { .. } => {}
        }
    }

    fn tell(&mut self, at: EntryIndex, what: String) {
        self.wrong.push(Wrong { at: Some(at), what });
    }
}

/// What an `Opened` entry says.
struct OpenedAs {
    day: Day,
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
        said: &OpenedAs,
        file: Files<'_>,
        threads: NonZero<usize>,
    ) {
        let is_shuffled = self.days.get(&said.of).is_some_and(|lived| lived.shuffled.is_some());
        if !is_shuffled {
            self.take_shuffle(at, said, file, threads);
        }
        let Some(lived) = self.days.get_mut(&said.of) else { return };
        let Some(shuffled) = &mut lived.shuffled else { return };
        if (shuffled.first, shuffled.end, shuffled.digest) != (said.first, said.end, said.shuffle) {
            let what = format!("it tells the shuffle of {} otherwise than before", said.of);
            return self.tell(at, what);
        }
        let read = match &shuffled.stands {
            // What is wrong with it was told.
            Stands::Not => return,
            Stands::Done => Err(format!("all of {} was opened before", said.of)),
            Stands::Open(list) => {
                let name = openings_file(said.of, said.openings);
                match file(&name) {
                    None => Err(format!("the file {name} is missing")),
                    Some(lines) if Digest::of(&lines) != said.openings => {
                        Err(format!("the file {name} is not the one that was entered"))
                    }
                    Some(lines) => {
                        let OpenedAs { of: day, first, end, .. } = *said;
                        let day = OpenedDay { origin: &self.origin, day, first, end };
                        day.read(list, &lines).map_err(|error| format!("{name}: {error}"))
                    }
                }
            }
        };
        let wrong = read.map_or_else(|what| vec![what], |opened| lived.open(said.of, &opened));
        for what in wrong {
            self.tell(at, what);
        }
    }

    /// The first time a day is opened: its shuffle covers all its closed entries and no other.
    fn take_shuffle(
        &mut self,
        at: EntryIndex,
        said: &OpenedAs,
        file: Files<'_>,
        threads: NonZero<usize>,
    ) {
        let OpenedAs { of, first, end, shuffle: digest, .. } = *said;
        let mut closed = self.days.iter_mut().filter(|(_, lived)| lived.shuffled.is_none());
        let next = closed.next().filter(|(day, _)| **day == of).map(|(_, lived)| lived);
        // The day is over, since no clear entry after this one has an earlier day: all its entries
        // are known here.
        let follows = said.day > of && first == self.covered && end <= at;
        let Some(lived) = next.filter(|lived| follows && first <= lived.first && lived.last < end)
        else {
            let what = format!("the entries {first} to {end} are not those of {of} that follow");
            return self.tell(at, what);
        };
        if closed.next().is_some_and(|(_, later)| later.first < end) {
            let what = format!("the entries {first} to {end} are not those of {of} alone");
            return self.tell(at, what);
        }
        let told = std::mem::take(&mut lived.told);
        self.covered = end;
        let name = shuffle_file(of);
        let day = OpenedDay { origin: &self.origin, day: of, first, end };
        let read = match file(&name) {
            None => Err(format!("the file {name} is missing")),
            Some(bytes) if Digest::of(&bytes) != digest => {
                Err(format!("the file {name} is not the one that was entered"))
            }
            Some(bytes) => Shuffle::read(&bytes)
                .and_then(|s| day.check(&s, &told, threads).map(|()| s.into_shuffled()))
                .map_err(|error| format!("{name}: {error}")),
        };
        let (stands, wrong) = match read {
            Ok(list) => (Stands::Open(list), None),
            Err(what) => (Stands::Not, Some(what)),
        };
        lived.shuffled = Some(Shuffled::new(first, end, digest, stands));
        if let Some(what) = wrong {
            self.tell(at, what);
        }
    }

    fn take_erased(&mut self, at: EntryIndex, what: &Erasure) {
        let (Erasure::Content { day, .. } | Erasure::Particulars { day, .. }) = what;
        let erased = match self.days.get_mut(day) {
            None => Err(format!("it erases what {day} says, which has no closed entries")),
            Some(lived) => lived.erase(what, *day),
        };
        if let Err(what) = erased {
            self.tell(at, what);
        }
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
