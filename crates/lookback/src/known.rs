//! Everyone and everything that was read in a run, each once.
//!
//! Workers ask here for what they do not remember themselves. The order in which things get their
//! numbers depends on who asks first; nothing that is told depends on the numbers.

use crate::finding::Who;
use doors::reason::{Reasons, Said};
use foldhash::fast::FixedState;
use parties::{Named, Parties};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use terms::{Party, Reading};

/// An agency, as it was read.
#[derive(Debug)]
pub(crate) struct Agency {
    /// The party the law sees.
    pub(crate) party: Party,
    /// The same as a finding tells it.
    pub(crate) who: Who,
    /// What its names in different lists have in common; empty where that is not known.
    key: String,
}

/// The number of an agency of this run.
pub(crate) type AgencyIndex = u32;

/// The number of a reading of this run.
pub(crate) type ReadingIndex = u32;

/// What is known in a run.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    pub(crate) parties: &'a Parties,
    pub(crate) reasons: &'a Reasons,
    agencies: Mutex<Agencies>,
    readings: Mutex<Readings>,
    texts: Mutex<BTreeMap<(u32, u32), Box<str>>>,
}

#[derive(Debug, Default)]
struct Agencies {
    /// By what they are called in a run: a name on a list, or the address of a portal.
    by_call: BTreeMap<Call, AgencyIndex>,
    known: Vec<Arc<Agency>>,
}

/// What an agency is called by.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Call {
    Name(Box<str>),
    Portal(Option<Box<str>>, Box<str>),
    Scanned(Box<str>),
}

#[derive(Debug, Default)]
struct Readings {
    by_label: BTreeMap<String, Vec<ReadingIndex>>,
    known: Vec<Arc<Reading>>,
}

impl<'a> Known<'a> {
    pub(crate) fn new(parties: &'a Parties, reasons: &'a Reasons) -> Self {
        Self {
            parties,
            reasons,
            agencies: Mutex::default(),
            readings: Mutex::default(),
            texts: Mutex::default(),
        }
    }

    /// An agency by a name on a list or in a row.
    pub(crate) fn named(&self, name: &str) -> AgencyIndex {
        self.called(Call::Name(name.into()), || self.parties.read(name, None))
    }

    /// An agency by a name from a scan, which may have lost letters.
    pub(crate) fn scanned(&self, name: &str) -> AgencyIndex {
        self.called(Call::Scanned(name.into()), || self.parties.read_scanned(name, None))
    }

    /// An agency by its portal: by the name on the page, or by the portal's address (its slug),
    /// whichever reading is the surer. The address is a hint to the name.
    pub(crate) fn portal(&self, name: Option<&str>, slug: &str) -> AgencyIndex {
        self.called(Call::Portal(name.map(Into::into), slug.into()), || {
            let by_slug = self.parties.read(&crate::source::spelled(slug), Some(slug));
            let Some(name) = name else { return by_slug };
            let by_name = self.parties.read(name, Some(slug));
            let has_state = by_name.party.place.state.is_some();
            if has_state && by_name.certainty <= by_slug.certainty { by_name } else { by_slug }
        })
    }

    fn called(&self, call: Call, read: impl FnOnce() -> Named) -> AgencyIndex {
        let known = held(&self.agencies).by_call.get(&call).copied();
        if let Some(index) = known {
            return index;
        }
        // Read outside the lock: another may read the same name, and comes to the same.
        let named = read();
        let mut agencies = held(&self.agencies);
        let Agencies { by_call, known, .. } = &mut *agencies;
        if let Some(index) = by_call.get(&call) {
            return *index;
        }
        let index = small(known.len());
        let who = Who::told(&named);
        known.push(Arc::new(Agency { party: named.party, who, key: named.agency }));
        by_call.insert(call, index);
        index
    }

    /// An agency by its number.
    pub(crate) fn agency(&self, index: AgencyIndex) -> Option<Arc<Agency>> {
        held(&self.agencies).known.get(index as usize).cloned()
    }

    /// For each number of an agency the one number of all its names: the first that was given.
    pub(crate) fn parties(&self) -> Vec<AgencyIndex> {
        let agencies = held(&self.agencies);
        let mut first: BTreeMap<(&str, &Party), AgencyIndex> = BTreeMap::new();
        let unknown = Party::default();
        let known = agencies.known.iter().enumerate();
        known
            .map(|(at, agency)| {
                // Networks of one agency have one key; what has none is itself alone.
                let of = if agency.key.is_empty() { &agency.party } else { &unknown };
                *first.entry((agency.key.as_str(), of)).or_insert(small(at))
            })
            .collect()
    }

    /// Whether two numbers are of one agency.
    pub(crate) fn is_one(&self, one: AgencyIndex, two: AgencyIndex) -> bool {
        if one == two {
            return true;
        }
        let (one, two) = (self.agency(one), self.agency(two));
        one.zip(two).is_some_and(|(one, two)| {
            one.party == two.party || !one.key.is_empty() && one.key == two.key
        })
    }

    /// Reads what a row says it was for.
    pub(crate) fn read(&self, said: &Said<'_>) -> ReadingIndex {
        let reading = self.reasons.read(said);
        let mut readings = held(&self.readings);
        let Readings { by_label, known } = &mut *readings;
        let alike = by_label.entry(reading.label.clone()).or_default();
        let is_it =
            |index: &&ReadingIndex| known.get(**index as usize).is_some_and(|r| **r == reading);
        if let Some(index) = alike.iter().find(is_it) {
            return *index;
        }
        let index = small(known.len());
        alike.push(index);
        known.push(Arc::new(reading));
        index
    }

    /// A reading by its number; the blank one where there is none.
    pub(crate) fn reading(&self, index: ReadingIndex) -> Arc<Reading> {
        let known = held(&self.readings).known.get(index as usize).cloned();
        known.unwrap_or_else(|| Arc::new(Reading::blank()))
    }

    /// Keeps the words of a row, for a run that was asked to show them.
    pub(crate) fn keep_text(&self, file: u32, row: u32, text: &str) {
        held(&self.texts).insert((file, row), text.into());
    }

    /// The words of rows that were kept, by file and row.
    pub(crate) fn into_texts(self) -> BTreeMap<(u32, u32), Box<str>> {
        self.texts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that was read, in the order of its numbers.
    pub(crate) fn taken(&self) -> (Vec<Arc<Agency>>, Vec<Arc<Reading>>) {
        (held(&self.agencies).known.clone(), held(&self.readings).known.clone())
    }
}

/// A worker that broke down left what it held as it was: whole numbers, and things put behind
/// others. So what another finds is still true.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A number of this run. Four billion agencies or readings are not had in any memory.
pub(crate) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What a worker remembers: looked up, never listed, so that its order shows nowhere.
#[expect(clippy::disallowed_types, reason = "looked up by key and never listed")]
pub(crate) type Memory<K, V> = std::collections::HashMap<K, V, FixedState>;
