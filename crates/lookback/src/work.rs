//! Takes in rows: what each is known by, who searched, what for.
//!
//! In: batches of records. Out: events, and counts of a file. Several workers take the batches of
//! one file in turn; each keeps its own events and its own memory, so that they meet only where
//! something new is read.

use crate::event::{
    BLANK, COMPARED, EVENT_BYTES, Event, NO_DAY, NO_WINDOW, NOT_TOLD, PARTS, Scratch, WORDS, flag,
    sixteen, word,
};
use crate::known::{AgencyIndex, Known, Memory, ReadingIndex, held};
use crate::source::{
    Batch, Broken, Cells, Column, Layout, Record, Row, Shape, State, Unreadable, When, Why,
    cell_state,
};
use crate::summary::TOLD_MAX;
use doors::reason::{Reasons, Said};
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::sync::{Arc, Mutex};
use terms::PurposeClass;

/// What all rows of a file have in common.
#[derive(Clone, Debug)]
pub(crate) struct FileRows {
    /// The file, by its place in the run.
    pub(crate) file: u32,
    /// The agency that searched, where the rows do not name it.
    pub(crate) asker: Option<AgencyIndex>,
    /// The last day that a row can have.
    pub(crate) last_day: i32,
    /// Whether the rows are of a portal, which masks users whatever the agency would publish.
    pub(crate) is_portal: bool,
    /// Whether each row says whose camera it was.
    pub(crate) names_holders: bool,
    /// Whether the words of each row are kept.
    pub(crate) keep_text: bool,
    /// Records before the first row: the header, where there is one.
    pub(crate) before: u64,
}

/// What was counted of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) read: u64,
    pub(crate) unreadable: u64,
    pub(crate) told: Vec<Unreadable>,
    pub(crate) cells: [Cells; Column::ALL.len()],
    /// Blank names and plates since the vendor stopped filling them in network audits.
    pub(crate) unfilled: [u64; 2],
    pub(crate) days: Option<(i32, i32)>,
    pub(crate) headers: u64,
    pub(crate) shifted: u64,
    pub(crate) zoneless: u64,
    /// Rows that give a month, a year or a span of days, and not the day.
    pub(crate) dayless: u64,
    pub(crate) askers: Askers,
    /// Whose cameras they were, where the rows say it.
    pub(crate) holders: Askers,
    pub(crate) reasons: OneWord,
    /// Why the file was not read to its end.
    pub(crate) broken: Option<Broken>,
}

/// How many agencies searched, or were searched, as far as it matters: none is named, one, or more.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Askers {
    #[default]
    None,
    One(AgencyIndex),
    Many,
}

/// Whether all cells of a column that have a value have the same one.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct OneWord {
    word: Option<u64>,
    /// The cell in which it stood first.
    cell: Box<[u8]>,
    pub(crate) rows: u64,
    is_broken: bool,
}

impl OneWord {
    fn add(&mut self, word: u64, cell: &[u8]) {
        self.rows += 1;
        match self.word {
            Some(known) => self.is_broken |= known != word,
            None => (self.word, self.cell) = (Some(word), cell.into()),
        }
    }

    fn join(&mut self, other: Self) {
        self.rows += other.rows;
        self.is_broken |= other.is_broken
            || matches!((self.word, other.word), (Some(one), Some(two)) if one != two);
        if self.word.is_none() {
            (self.word, self.cell) = (other.word, other.cell);
        }
    }

    /// Whether so many rows have one and the same word that it was hardly typed into each, and the
    /// word is no purpose: an agency that searches for one thing alone may well say so each time.
    pub(crate) fn is_overwritten(&self, reasons: &Reasons) -> bool {
        if self.is_broken || self.rows < OVERWRITTEN_ROWS {
            return false;
        }
        let word = std::str::from_utf8(&self.cell).ok();
        let said = Said { reason: word, case_number: None, offense_type: None };
        reasons.read(&said).class == PurposeClass::Vague
    }
}

/// From so many rows on, one word in all of them is taken for an overwritten column. Of the portal
/// audits seen none has one reason in all of so many rows: of those with a few different reasons,
/// the nearest has `Investigation` in 79 of 85, which its searchers typed.
const OVERWRITTEN_ROWS: u64 = 200;

impl Askers {
    fn add(&mut self, asker: AgencyIndex) {
        *self = match *self {
            Self::None => Self::One(asker),
            Self::One(known) if known == asker => Self::One(known),
            Self::One(_) | Self::Many => Self::Many,
        };
    }

    fn join(&mut self, other: Self) {
        match other {
            Self::None => {}
            Self::One(asker) => self.add(asker),
            Self::Many => *self = Self::Many,
        }
    }
}

impl Counts {
    pub(crate) fn join(&mut self, other: Self) {
        self.read += other.read;
        self.unreadable += other.unreadable;
        self.told.extend(other.told);
        self.told.sort_by_key(|unreadable| unreadable.row);
        self.told.truncate(TOLD_MAX);
        for (mine, theirs) in self.cells.iter_mut().zip(other.cells) {
            mine.join(theirs);
        }
        for (mine, theirs) in self.unfilled.iter_mut().zip(other.unfilled) {
            *mine += theirs;
        }
        if let Some((first, last)) = other.days {
            self.see_day(first);
            self.see_day(last);
        }
        self.headers += other.headers;
        self.shifted += other.shifted;
        self.zoneless += other.zoneless;
        self.dayless += other.dayless;
        self.askers.join(other.askers);
        self.holders.join(other.holders);
        self.reasons.join(other.reasons);
        self.broken = self.broken.or(other.broken);
    }

    fn see_day(&mut self, day: i32) {
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }

    pub(crate) fn take_unreadable(&mut self, unreadable: Unreadable) {
        self.read += 1;
        self.unreadable += 1;
        if self.told.len() < TOLD_MAX {
            self.told.push(unreadable);
        }
    }
}

/// One worker of a run: its events, by part, and what it remembers.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) parts: Vec<Vec<Event>>,
    events: usize,
    names: Memory<Box<str>, AgencyIndex>,
    shapes: Memory<Box<[u8]>, ReadingIndex>,
    shape: Vec<u8>,
    bytes: Vec<u8>,
    hashers: [foldhash::quality::FixedState; 2],
}

impl Worker {
    pub(crate) fn new() -> Self {
        Self {
            parts: (0..PARTS).map(|_| Vec::new()).collect(),
            events: 0,
            names: Memory::default(),
            shapes: Memory::default(),
            shape: Vec::new(),
            bytes: Vec::new(),
            // Any two numbers: they only have to differ.
            hashers: [0x51ed_270b, 0x2545_f491].map(foldhash::quality::FixedState::with_seed),
        }
    }

    /// Takes in the records of a batch, each by the layout of its stretch.
    pub(crate) fn take(
        &mut self,
        known: &Known<'_>,
        rows: &FileRows,
        batch: &Batch,
        stretches: &[Stretch],
        counts: &mut Counts,
    ) {
        let records = batch.checked();
        for stretch in stretches {
            for record in records.clone().take(stretch.to).skip(stretch.from) {
                let place = record.place.saturating_sub(rows.before);
                if let Err(why) = self.take_record(known, rows, place, record, stretch, counts) {
                    counts.take_unreadable(Unreadable { row: place, why });
                }
            }
        }
    }

    fn take_record(
        &mut self,
        known: &Known<'_>,
        rows: &FileRows,
        place: u64,
        record: Record<'_>,
        stretch: &Stretch,
        counts: &mut Counts,
    ) -> Result<(), Why> {
        match record.shape {
            Shape::Whole => {}
            Shape::BrokenOff => return Err(Why::BrokenOff),
            Shape::TooLong => return Err(Why::TooLong),
            Shape::Unclosed => return Err(Why::Unclosed),
        }
        match stretch.layout.read(record) {
            Ok(row) => self.take_row(known, rows, place, &row, counts),
            Err(why) => {
                let shifted = stretch.layout.shifted(&record).ok_or(why)?;
                self.take_row(known, rows, place, &shifted.read(record)?, counts)?;
                counts.shifted += 1;
                Ok(())
            }
        }
    }

    fn take_row(
        &mut self,
        known: &Known<'_>,
        rows: &FileRows,
        place: u64,
        row: &Row<'_>,
        counts: &mut Counts,
    ) -> Result<(), Why> {
        if row.when.day < YEAR_2000 || row.when.day > rows.last_day {
            return Err(Why::DateOutside);
        }
        let row_number = u32::try_from(place).map_err(|_| Why::TooManyRows)?;
        let asker = match rows.asker {
            Some(asker) => asker,
            None => self.named(known, row.text(Column::OrgName))?,
        };
        let holder = self.holder(known, rows, row)?;
        let said = Said {
            reason: row.text(Column::Reason),
            case_number: row.text(Column::CaseNumber),
            offense_type: row.text(Column::OffenseType),
        };
        let reading = self.reading(known, &said);
        if rows.keep_text
            && let Some(text) = typed(&said)
        {
            known.keep_text(rows.file, row_number, text);
        }
        counts.read += 1;
        counts.askers.add(asker);
        if let Some(holder) = holder {
            counts.holders.add(holder);
        }
        let further_days = further_days(rows, row);
        let words = self.count(rows, row, further_days, counts);
        let read = Taken { asker, holder, reading, further_days };
        let event = self.event(rows, row_number, row, read, words);
        if let Some(part) = self.parts.get_mut(event.part()) {
            part.push(event);
            self.events += 1;
        }
        Ok(())
    }

    /// Whose camera it was, where the rows of this file say it.
    fn holder(
        &mut self,
        known: &Known<'_>,
        rows: &FileRows,
        row: &Row<'_>,
    ) -> Result<Option<AgencyIndex>, Why> {
        if row.has(Column::CameraOrg) != rows.names_holders {
            return Err(Why::HolderUnsure);
        }
        match rows.names_holders {
            true => self.named(known, row.text(Column::CameraOrg)).map(Some),
            false => Ok(None),
        }
    }

    fn named(&mut self, known: &Known<'_>, name: Option<&str>) -> Result<AgencyIndex, Why> {
        let name = name.unwrap_or_default().trim();
        if name.is_empty() {
            return Err(Why::BlankName);
        }
        if let Some(index) = self.names.get(name) {
            return Ok(*index);
        }
        let index = known.named(name);
        if self.names.len() >= NAMES_MAX {
            self.names.clear();
        }
        self.names.insert(name.into(), index);
        Ok(index)
    }

    fn reading(&mut self, known: &Known<'_>, said: &Said<'_>) -> ReadingIndex {
        self.shape.clear();
        known.reasons.shape_of_row(said, &mut self.shape);
        if let Some(index) = self.shapes.get(self.shape.as_slice()) {
            return *index;
        }
        let index = known.read(said);
        if self.shapes.len() >= SHAPES_MAX {
            self.shapes.clear();
        }
        self.shapes.insert(self.shape.as_slice().into(), index);
        index
    }

    /// Counts what the cells are; gives back what those say that are compared, by [`word`].
    fn count(
        &self,
        rows: &FileRows,
        row: &Row<'_>,
        further_days: u16,
        counts: &mut Counts,
    ) -> [u16; WORDS] {
        counts.see_day(row.when.day);
        counts.see_day(row.when.day + i32::from(further_days));
        counts.dayless += u64::from(further_days > 0);
        counts.zoneless += u64::from(!row.when.is_zoned);
        let mut words = [0; WORDS];
        let mut say = |place: usize, says: u16| {
            if let Some(word) = words.get_mut(place) {
                *word = says;
            }
        };
        for (column, cell) in row.told() {
            let state = cell_state(cell);
            let Some(cells) = counts.cells.get_mut(column.place()) else { continue };
            if rows.is_portal && column == Column::UserId && state == State::Redacted {
                cells.withheld += 1;
                continue;
            }
            cells.add(state);
            match column {
                Column::Reason if state == State::Given => {
                    let hash = self.hash(cell.trim_ascii());
                    counts.reasons.add(hash, cell.trim_ascii());
                    say(word::REASON, sixteen(hash));
                }
                Column::Reason => say(word::REASON, unsaid(state)),
                Column::CaseNumber => say(word::CASE_NUMBER, self.said(state, cell)),
                Column::OffenseType => say(word::OFFENSE_TYPE, self.said(state, cell)),
                Column::UserName if state == State::Blank && row.when.day >= UNFILLED_FROM => {
                    counts.unfilled[0] += 1;
                }
                Column::Plate if state == State::Blank && row.when.day >= UNFILLED_FROM => {
                    counts.unfilled[1] += 1;
                }
                _ => {}
            }
        }
        let When { day, second, .. } = row.when;
        // One moment in two forms is one moment; a month disagrees with none of its days.
        if further_days == 0 {
            say(word::MOMENT, sixteen(u64::from(day.cast_unsigned()) << 17 | u64::from(second)));
        }
        words
    }

    fn said(&self, state: State, cell: &[u8]) -> u16 {
        match state {
            State::Given => sixteen(self.hash(cell.trim_ascii())),
            state => unsaid(state),
        }
    }

    fn event(
        &mut self,
        rows: &FileRows,
        row_number: u32,
        row: &Row<'_>,
        Taken { asker, holder, reading, further_days }: Taken,
        words: [u16; WORDS],
    ) -> Event {
        let id = row.cell(Column::Id).unwrap_or_default().trim_ascii();
        let When { day, second, .. } = row.when;
        let networks = told(row.networks);
        let known_by = if id.is_empty() {
            // Without an id a search is known by when, by whom, and on how many networks.
            self.bytes.clear();
            self.bytes.extend(day.to_le_bytes());
            self.bytes.extend(second.to_le_bytes());
            self.bytes.extend(asker.to_le_bytes());
            self.bytes.extend(networks.to_le_bytes());
            if further_days > 0 {
                // A month has many searches of one agency: what is said tells them apart as well.
                self.bytes.extend(further_days.to_le_bytes());
                for column in [Column::Reason, Column::CaseNumber, Column::OffenseType] {
                    let cell = row.cell(column).unwrap_or_default().trim_ascii();
                    self.bytes.extend(cell.len().to_le_bytes());
                    self.bytes.extend(cell);
                }
            }
            self.bytes.as_slice()
        } else {
            id
        };
        let [high, low] = &self.hashers;
        let key = [high, low].map(|hasher| hash(hasher, known_by));
        let case = row.cell(Column::CaseNumber).unwrap_or_default().trim_ascii();
        let (no_day, window) = match further_days {
            0 => (0, row.window_days().unwrap_or(NO_WINDOW)),
            further => (NO_DAY, further),
        };
        let mut flags = 0;
        let mut set = |flag, is: bool| flags |= if is { flag } else { 0 };
        set(flag::HAS_ID, !id.is_empty());
        set(flag::HAS_CASE, !case.is_empty());
        set(flag::COUNTS_CAMERAS, row.has(Column::CameraCount) && holder.is_none());
        set(flag::COUNTS_DEVICES, row.has(Column::DeviceCount) && holder.is_none());
        set(flag::COUNTS_NETWORKS, row.has(Column::NetworkCount));
        set(flag::HAS_DATE, row.has(Column::SearchDate));
        set(flag::HAS_TIME, row.has(Column::SearchTime));
        set(flag::TELLS_ALL, tells_all(rows, row));
        Event {
            key: Event::key(key),
            file: rows.file,
            row: row_number,
            words,
            asker,
            reading,
            day_and_flags: Event::day_and_flags(day, flags) | no_day,
            networks,
            devices: holder.unwrap_or_else(|| told(row.devices)),
            window,
        }
    }

    fn hash(&self, bytes: &[u8]) -> u64 {
        hash(&self.hashers[0], bytes)
    }

    /// How many bytes its events take.
    pub(crate) const fn held_bytes(&self) -> usize {
        self.events * EVENT_BYTES
    }

    /// Sets all its events down, and keeps none.
    pub(crate) fn set_down(&mut self, scratch: &Mutex<Box<dyn Scratch + '_>>) -> io::Result<()> {
        for (place, part) in self.parts.iter_mut().enumerate() {
            self.bytes.clear();
            for event in part.drain(..) {
                event.put(&mut self.bytes);
            }
            held(scratch).append(place, &self.bytes)?;
        }
        self.events = 0;
        Ok(())
    }
}

/// What was read of a row beside what its cells say.
#[derive(Clone, Copy, Debug)]
struct Taken {
    asker: AgencyIndex,
    /// Whose camera it was, where the row says it.
    holder: Option<AgencyIndex>,
    reading: ReadingIndex,
    further_days: u16,
}

/// On how many days beyond its first a row can have been: none after the last of its file.
fn further_days(rows: &FileRows, row: &Row<'_>) -> u16 {
    let until_last = u16::try_from(rows.last_day - row.when.day).unwrap_or(u16::MAX);
    row.further_days.min(until_last)
}

/// Some records of a batch, and the layout they are read by.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) layout: Arc<Layout>,
}

fn hash(hasher: &foldhash::quality::FixedState, bytes: &[u8]) -> u64 {
    let mut state = hasher.build_hasher();
    state.write(bytes);
    state.finish()
}

/// What a cell with nothing to compare says.
const fn unsaid(state: State) -> u16 {
    match state {
        State::Blank => BLANK,
        // What was taken out of one copy does not disagree with the other.
        State::Redacted | State::Given => 0,
    }
}

fn told(count: Option<u64>) -> u32 {
    count.map_or(NOT_TOLD, |count| u32::try_from(count).unwrap_or(NOT_TOLD - 1))
}

/// Whether the file publishes all that a searcher can fill in: of a portal that is reason, case
/// number and kind of offence; a full export has no kind of offence.
fn tells_all(rows: &FileRows, row: &Row<'_>) -> bool {
    let has = |column| row.has(column);
    has(Column::Reason)
        && has(Column::CaseNumber)
        && (has(Column::OffenseType) || !rows.is_portal && has(Column::SearchType))
}

/// The reason as written, or the offence chosen where there is no reason.
fn typed<'t>(said: &Said<'t>) -> Option<&'t str> {
    [said.reason, said.offense_type].into_iter().flatten().find(|text| !text.trim().is_empty())
}

/// The columns in which copies are compared, in the order of [`Event::cells`]. Users, plates and
/// filters are left out: agencies and vendor take them out of one copy and not of the other.
pub(crate) const COMPARED_COLUMNS: [Column; COMPARED] = [
    Column::CameraCount,
    Column::CaseNumber,
    Column::DeviceCount,
    Column::NetworkCount,
    Column::OffenseType,
    Column::Reason,
    Column::SearchDate,
    Column::SearchTime,
];

/// Plate-reader logs are not older: 1 January 2000.
const YEAR_2000: i32 = 10_957;

/// Since 17 December 2025 network audits have no names and no plates.
const UNFILLED_FROM: i32 = 20_439;

/// A worker remembers so many names: all agencies of the country are a third of that.
const NAMES_MAX: usize = 65_536;

/// A worker remembers so many shapes of reasons, of some 60 bytes with what keeps them: 16 MB.
const SHAPES_MAX: usize = 262_144;
