//! Sifts events at the end of a run: what is one search, and what is found.
//!
//! In: the events of every worker, part by part. Out: counts and hits.
//! Who owns what: each thread takes whole parts, so that all copies of a search meet in one thread;
//! what a thread counts is its own until all are done, and sums do not depend on the order.

use crate::copies::Table;
use crate::event::{BLANK, Event, NOT_TOLD, flag};
use crate::heaps::{Heaped, Heaps};
use crate::known::{AgencyIndex, Known, Memory, ReadingIndex};
use crate::run::{Contradicted, FileState, HolderOf};
use crate::summary::{NotLoaded, TOLD_MAX};
use crate::verdict::{Found, KeptIndex, Posed, Span, Verdicts};
use std::collections::BTreeMap;
use tally::Outcomes;
use terms::{Outcome, Pathway};

/// A search against which something was found, in 48 bytes: a log of millions has many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) file: u32,
    pub(crate) row: u32,
    pub(crate) asker: AgencyIndex,
    pub(crate) reading: ReadingIndex,
    pub(crate) day: i32,
    pub(crate) networks: u32,
    pub(crate) devices: u32,
    pub(crate) kept: KeptIndex,
    /// Whose records they are; [`NOBODY`] where they are the searching agency's own and not named.
    holder: AgencyIndex,
    /// Its further copies, among those of the run.
    pub(crate) copies: (u32, u32),
    pub(crate) counts_cameras: bool,
    /// On how many days beyond its own it can have been.
    pub(crate) further_days: u16,
}

/// No agency has this number.
const NOBODY: AgencyIndex = AgencyIndex::MAX;

impl Hit {
    #[cfg(test)]
    pub(crate) const fn at(file: u32, row: u32, copies: (u32, u32)) -> Self {
        Self {
            file,
            row,
            asker: 0,
            reading: 0,
            day: 0,
            networks: 0,
            devices: 0,
            kept: 0,
            holder: NOBODY,
            copies,
            counts_cameras: false,
            further_days: 0,
        }
    }

    /// Whose records they are; None where they are the searching agency's own and not named.
    pub(crate) const fn holder(&self) -> Option<AgencyIndex> {
        if self.holder == NOBODY { None } else { Some(self.holder) }
    }
}

/// Where a further copy stands: file and row.
pub(crate) type CopyPlace = (u32, u32);

/// Two captures of one agency's searches that cover the same days.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) first: u32,
    pub(crate) second: u32,
    /// The days that both cover in whole.
    pub(crate) days: (i32, i32),
}

/// How many searches of the common days stand in one, the other, and both.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Overlap {
    pub(crate) in_first: u64,
    pub(crate) in_second: u64,
    pub(crate) in_both: u64,
}

/// What came of the events of some parts.
#[derive(Debug, Default)]
pub(crate) struct Sifted {
    pub(crate) unique: Vec<u64>,
    pub(crate) duplicate: Vec<u64>,
    pub(crate) contradicting: Vec<u64>,
    pub(crate) contradictions: BTreeMap<u32, Vec<Contradicted>>,
    pub(crate) outcomes: Outcomes,
    /// Unique searches by the number of their reading.
    pub(crate) by_reading: Vec<u64>,
    pub(crate) not_loaded: BTreeMap<String, NotLoaded>,
    pub(crate) hits: Heaped,
    /// The hits of all threads, once they are put together.
    pub(crate) in_order: Vec<Vec<Hit>>,
    pub(crate) copies: Vec<CopyPlace>,
    pub(crate) overlaps: Vec<Overlap>,
    /// Searches by holder and by how many days they go back.
    pub(crate) windows: BTreeMap<(AgencyIndex, u16), u64>,
}

/// What is the same for all parts.
#[derive(Debug)]
pub(crate) struct Sieve<'s, 'a> {
    pub(crate) known: &'s Known<'a>,
    pub(crate) verdicts: &'s Verdicts<'a>,
    pub(crate) files: &'s [FileState],
    /// Where hits are put.
    pub(crate) heaps: &'s Heaps,
    /// Of each reading, whether it names a body.
    pub(crate) names_body: &'s [bool],
    /// The same number for every name of one party.
    pub(crate) parties: &'s [AgencyIndex],
    /// Which agency's searches a file has, as far as copies are concerned.
    pub(crate) groups: &'s [u32],
    pub(crate) pairs: &'s [Pair],
    /// The pairs a file is in.
    pub(crate) pairs_of: &'s [Vec<usize>],
    /// The one day whose law is applied to everything, where asked for.
    pub(crate) law_day: Option<i32>,
    /// Whether anyone states how long reads are kept: else time frames are set against nothing.
    pub(crate) counts_windows: bool,
}

/// What a thread remembers of the law.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    /// By [`Posed::key`]: what was said first, and on other days.
    spans: Memory<u128, (Span, Vec<Span>)>,
    /// By holder and asker, who stands for the asker.
    stand_ins: Memory<u64, AgencyIndex>,
    bound: Memory<(AgencyIndex, i32), bool>,
    last_bound: Option<((AgencyIndex, i32), bool)>,
}

impl Sieve<'_, '_> {
    /// Takes the events of one part.
    pub(crate) fn sift(
        &self,
        events: &[Event],
        table: &mut Table,
        law: &mut Remembered,
        out: &mut Sifted,
    ) {
        table.fill(events, |event| self.group(event));
        let mut search = Vec::new();
        for (event, copies) in table.searches(events) {
            if copies.len() == 0 {
                self.take(event, &[], law, out);
                continue;
            }
            search.clear();
            search.push(*event);
            search.extend(copies.filter_map(|place| events.get(place)));
            // Events come as workers took them in: which is the first is told by file and row.
            search.sort_unstable_by_key(|event: &Event| (event.file, event.row));
            match search.as_slice() {
                [first, ..] if first.has(flag::HAS_ID) => {
                    let copies: Vec<_> = search.iter().skip(1).collect();
                    self.compare(first, &copies, out);
                    self.take(first, &copies, law, out);
                }
                many => self.match_up(many, law, out),
            }
        }
    }

    /// Among which events the copies of one are looked for.
    fn group(&self, event: &Event) -> u32 {
        match self.files.get(event.file as usize).map(|file| file.holder) {
            Some(HolderOf::EachRow(_)) => {
                self.parties.get(event.devices as usize).copied().unwrap_or(event.devices)
            }
            _ => self.groups.get(event.file as usize).copied().unwrap_or(0),
        }
    }

    /// Searches without an id that are alike in when, who and how many networks. Within one file
    /// each is its own; of another file the first is the copy of the first, the second of the
    /// second, where their words do not pair them otherwise.
    fn match_up(&self, events: &[Event], law: &mut Remembered, out: &mut Sifted) {
        let mut searches: Vec<(&Event, Vec<&Event>)> = Vec::new();
        for file in events.chunk_by(|one, two| one.file == two.file) {
            let mut is_free = vec![true; searches.len()];
            let mut left = Vec::new();
            for event in file {
                let same = searches
                    .iter()
                    .zip(&is_free)
                    .position(|((first, _), is_free)| *is_free && says_the_same(first, event));
                match same {
                    Some(place) => pair(&mut searches, &mut is_free, place, event),
                    None => left.push(event),
                }
            }
            for event in left {
                match is_free.iter().position(|is_free| *is_free) {
                    Some(place) => pair(&mut searches, &mut is_free, place, event),
                    None => searches.push((event, Vec::new())),
                }
            }
        }
        // Of several alike it is not known which is the copy of which: nothing is held against one.
        let is_certain = searches.len() == 1;
        for (first, copies) in searches {
            if is_certain {
                self.compare(first, &copies, out);
            }
            self.take(first, &copies, law, out);
        }
    }

    /// Sets the copies of a search against its first.
    fn compare(&self, first: &Event, copies: &[&Event], out: &mut Sifted) {
        for copy in copies {
            let pairs = first.cells().into_iter().zip(copy.cells()).enumerate();
            // What is absent or taken out says nothing; a blank cell does.
            let differs = |(one, two): (u16, u16)| one >= BLANK && two >= BLANK && one != two;
            let columns: Vec<usize> =
                pairs.filter(|(_, cells)| differs(*cells)).map(|(place, _)| place).collect();
            if columns.is_empty() {
                continue;
            }
            add(&mut out.contradicting, copy.file);
            let told = out.contradictions.entry(copy.file).or_default();
            told.push(Contradicted { copy: copy.row, first: (first.file, first.row), columns });
            if told.len() >= 4 * TOLD_MAX {
                told.sort_by_key(|contradicted| contradicted.copy);
                told.truncate(TOLD_MAX);
            }
        }
    }

    /// Takes one search, with its copies, to the law.
    fn take(&self, event: &Event, copies: &[&Event], law: &mut Remembered, out: &mut Sifted) {
        add(&mut out.unique, event.file);
        for copy in copies {
            add(&mut out.duplicate, copy.file);
        }
        add(&mut out.by_reading, event.reading);
        self.overlap(event, copies, out);
        let Some(file) = self.files.get(event.file as usize) else { return };
        let own = match file.holder {
            HolderOf::Searcher => None,
            HolderOf::Agency(holder) => Some(holder),
            HolderOf::EachRow(_) => Some(event.devices),
            HolderOf::Unknown => {
                out.not_loaded.entry("unknown".to_owned()).or_default().rows += 1;
                out.outcomes.add(Outcome::Share);
                return;
            }
        };
        let holder = own.unwrap_or(event.asker);
        if let Some(days) = event.window_days().filter(|_| self.counts_windows) {
            *out.windows.entry((holder, days)).or_default() += 1;
        }
        let kept = self.kept(holder, event, file, law, out);
        let Some((kept, outcome)) = kept else {
            out.outcomes.add(Outcome::Share);
            return;
        };
        out.outcomes.add(outcome);
        let start = crate::known::small(out.copies.len());
        out.copies.extend(copies.iter().map(|copy| (copy.file, copy.row)));
        let end = crate::known::small(out.copies.len());
        // What each row names is told, its own cameras too; a log of searches only counts them.
        let is_named = matches!(file.holder, HolderOf::EachRow(_));
        let is_own = own.is_none_or(|holder| self.is_one(holder, event.asker));
        let hit = Hit {
            file: event.file,
            row: event.row,
            asker: event.asker,
            reading: event.reading,
            day: event.day(),
            networks: event.networks,
            devices: if is_named { NOT_TOLD } else { event.devices },
            kept,
            holder: if is_own && !is_named { NOBODY } else { holder },
            copies: (start, end),
            counts_cameras: event.has(flag::COUNTS_CAMERAS),
            further_days: event.further_days(),
        };
        self.heaps.push(&mut out.hits, hit);
    }

    fn kept(
        &self,
        holder: AgencyIndex,
        event: &Event,
        file: &FileState,
        law: &mut Remembered,
        out: &mut Sifted,
    ) -> Option<(KeptIndex, Outcome)> {
        let (first, last) = match self.law_day {
            Some(day) => (day, day),
            None => (event.day(), event.last_day()),
        };
        let found = match first == last {
            true => self.on(holder, event, file, law, first).map(|span| span.found),
            false => self.over(holder, event, file, law, (first, last)),
        };
        let Some(found) = found else {
            let state = self.known.agency(holder).and_then(|a| a.party.place.state.clone());
            let state = state.unwrap_or_else(|| "unknown".to_owned());
            out.not_loaded.entry(state).or_default().rows += 1;
            return None;
        };
        found.map(|found| (found.kept, found.outcome))
    }

    /// What is found of a search whose day is not known; None where no law is loaded for any of the
    /// days that it can have been on. What is not found on all of them stands on the condition that
    /// it was on one of some: those on which the law says the strongest, and of these the most.
    fn over(
        &self,
        holder: AgencyIndex,
        event: &Event,
        file: &FileState,
        law: &mut Remembered,
        (first, last): (i32, i32),
    ) -> Option<Option<Found>> {
        let mut spans: Vec<Span> = Vec::new();
        let (mut day, mut is_bound) = (first, false);
        while day <= last {
            let on = self.on(holder, event, file, law, day);
            is_bound |= on.is_some();
            let found = on.and_then(|span| span.found);
            let until = on.map_or(0, |span| span.until).clamp(day + 1, last + 1);
            match spans.last_mut() {
                Some(span) if self.verdicts.is_alike(span.found, found) => span.until = until,
                _ => spans.push(Span { from: day, until, found }),
            }
            day = until;
        }
        if !is_bound {
            return None;
        }
        if let [span] = spans.as_slice() {
            return Some(span.found);
        }
        let found = spans.iter().filter_map(|span| Some((span, span.found?)));
        let strongest = found.max_by_key(|(span, found)| {
            (found.outcome, span.until - span.from, std::cmp::Reverse(span.from))
        });
        Some(strongest.and_then(|(span, found)| {
            self.verdicts.on_some_days(found, (span.from, span.until - 1))
        }))
    }

    /// What the law says on one day; None where none is loaded.
    fn on(
        &self,
        holder: AgencyIndex,
        event: &Event,
        file: &FileState,
        law: &mut Remembered,
        day: i32,
    ) -> Option<Span> {
        let is_bound = match law.last_bound {
            Some((last, is_bound)) if last == (holder, day) => is_bound,
            _ => *law.bound.entry((holder, day)).or_insert_with(|| {
                self.known
                    .agency(holder)
                    .is_some_and(|agency| self.verdicts.binds(holder, &agency.party, day))
            }),
        };
        law.last_bound = Some(((holder, day), is_bound));
        if !is_bound {
            return None;
        }
        let posed = Posed {
            holder,
            asker: self.stand_in(holder, event, law),
            reading: Some(event.reading),
            flags: event.flags(flag::HAS_CASE | flag::TELLS_ALL),
            of: file.of,
        };
        let key = posed.key();
        let span = match law.spans.get_mut(&key) {
            Some((span, _)) if span.holds(day) => *span,
            Some((_, others)) => match others.iter().find(|span| span.holds(day)) {
                Some(span) => *span,
                None => {
                    let span = self.verdicts.pose(self.known, posed, day);
                    others.push(span);
                    span
                }
            },
            None => {
                let span = self.verdicts.pose(self.known, posed, day);
                law.spans.insert(key, (span, Vec::new()));
                span
            }
        };
        // One word in every row of a column was not typed into each: it is the publisher's.
        let is_publishers =
            |found: &Found| file.is_overwritten && found.pathway == Some(Pathway::RecordKeeping);
        Some(Span { found: span.found.filter(|found| !is_publishers(found)), ..span })
    }

    /// Who is put in the asker's place before the law: one of whom it sees the same, so that the
    /// few different asks stay in a core's own cache. Where the reason names a body, the asker's
    /// own name may be that body's, and everyone stands for themselves.
    fn stand_in(&self, holder: AgencyIndex, event: &Event, law: &mut Remembered) -> AgencyIndex {
        if holder == event.asker {
            return holder;
        }
        if self.names_body.get(event.reading as usize) != Some(&false) {
            return if self.is_one(holder, event.asker) { holder } else { event.asker };
        }
        let key = u64::from(holder) << 32 | u64::from(event.asker);
        *law.stand_ins.entry(key).or_insert_with(|| match self.is_one(holder, event.asker) {
            true => holder,
            false => self.verdicts.stand_in(self.known, holder, event.asker),
        })
    }

    fn is_one(&self, one: AgencyIndex, two: AgencyIndex) -> bool {
        let party = |index: AgencyIndex| self.parties.get(index as usize);
        one == two || party(one) == party(two)
    }

    /// Counts a search in the pairs of captures that should both have it.
    fn overlap(&self, event: &Event, copies: &[&Event], out: &mut Sifted) {
        let has = |file: u32| event.file == file || copies.iter().any(|copy| copy.file == file);
        let mut done: Vec<usize> = Vec::new();
        for file in std::iter::once(event.file).chain(copies.iter().map(|copy| copy.file)) {
            for place in self.pairs_of.get(file as usize).into_iter().flatten() {
                let Some(pair) = self.pairs.get(*place) else { continue };
                let (from, to) = pair.days;
                if event.day() < from || event.last_day() > to || done.contains(place) {
                    continue;
                }
                done.push(*place);
                if out.overlaps.len() < self.pairs.len() {
                    out.overlaps.resize(self.pairs.len(), Overlap::default());
                }
                let Some(overlap) = out.overlaps.get_mut(*place) else { continue };
                let (first, second) = (has(pair.first), has(pair.second));
                overlap.in_first += u64::from(first);
                overlap.in_second += u64::from(second);
                overlap.in_both += u64::from(first && second);
            }
        }
    }
}

/// Whether two rows say the same. Cells are compared by sixteen bits, which two that differ can
/// have in common; what the law sees of a row is compared in full. So two that are taken for one
/// here and are not have one ruling, and no row hides another that has a ruling of its own.
fn says_the_same(one: &Event, two: &Event) -> bool {
    one.reading == two.reading
        && one.has(flag::HAS_CASE) == two.has(flag::HAS_CASE)
        && one.cells() == two.cells()
}

fn pair<'e>(
    searches: &mut [(&'e Event, Vec<&'e Event>)],
    is_free: &mut [bool],
    place: usize,
    event: &'e Event,
) {
    if let (Some((_, copies)), Some(is_free)) = (searches.get_mut(place), is_free.get_mut(place)) {
        copies.push(event);
        *is_free = false;
    }
}

/// Counts one more of a number.
fn add(counts: &mut Vec<u64>, of: u32) {
    let place = of as usize;
    if counts.len() <= place {
        counts.resize(place + 1, 0);
    }
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}

impl Sifted {
    /// Takes in what another thread counted. Hits and copies are put together elsewhere.
    pub(crate) fn join(&mut self, other: Self) {
        sum(&mut self.unique, other.unique);
        sum(&mut self.duplicate, other.duplicate);
        sum(&mut self.contradicting, other.contradicting);
        sum(&mut self.by_reading, other.by_reading);
        for (file, told) in other.contradictions {
            self.contradictions.entry(file).or_default().extend(told);
        }
        self.outcomes.withhold += other.outcomes.withhold;
        self.outcomes.refer += other.outcomes.refer;
        self.outcomes.nothing_found += other.outcomes.nothing_found;
        for (state, more) in other.not_loaded {
            let mine = self.not_loaded.entry(state).or_default();
            mine.rows += more.rows;
            mine.links += more.links;
        }
        if self.overlaps.len() < other.overlaps.len() {
            self.overlaps.resize(other.overlaps.len(), Overlap::default());
        }
        for (mine, theirs) in self.overlaps.iter_mut().zip(other.overlaps) {
            mine.in_first += theirs.in_first;
            mine.in_second += theirs.in_second;
            mine.in_both += theirs.in_both;
        }
        for (key, more) in other.windows {
            *self.windows.entry(key).or_default() += more;
        }
    }
}

fn sum(mine: &mut Vec<u64>, theirs: Vec<u64>) {
    if mine.len() < theirs.len() {
        mine.resize(theirs.len(), 0);
    }
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{NO_WINDOW, WORDS};

    #[test]
    fn reasons_that_have_their_bits_in_common_do_not_stand_for_each_other() {
        let one = Event {
            key: [0; 5],
            window: NO_WINDOW,
            words: [7; WORDS],
            file: 0,
            row: 1,
            asker: 0,
            reading: 1,
            day_and_flags: Event::day_and_flags(20_000, flag::HAS_CASE),
            networks: 3,
            devices: NOT_TOLD,
        };
        let copy = Event { file: 1, row: 9, ..one };
        assert!(says_the_same(&one, &copy));
        assert!(!says_the_same(&one, &Event { reading: 2, ..copy }));
        let caseless = Event::day_and_flags(20_000, 0);
        assert!(!says_the_same(&one, &Event { day_and_flags: caseless, ..copy }));
    }
}
