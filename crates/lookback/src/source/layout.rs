//! Which column stands where, and what a row then says.
//!
//! In: a header, or the first rows of a file without one. Out: a layout, and rows read by it.
//! Never: guesses. A file without a header is read only where exactly one known order fits its
//! rows, and a row whose cells have shifted only where exactly one shift makes it whole.

use crate::source::column::Column;
use crate::source::record::Record;
use crate::source::time::{self, When};
use crate::source::unreadable::Why;

use Column as C;

/// Which column stands where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Layout {
    /// Each place's column; None for a label that is blank or not known.
    columns: Vec<Option<Column>>,
    /// Each column's place, by [`Column::place`].
    places: [Option<u16>; Column::ALL.len()],
    /// The columns by [`Column::is_told`], each with its place.
    told: Vec<(Column, usize)>,
    /// How many labels are not known.
    pub(crate) unknown: usize,
}

/// One row, as far as it could be read. A column that the file does not have is None; a blank cell
/// is empty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'r> {
    record: Record<'r>,
    layout: &'r Layout,
    /// When it was run.
    pub(crate) when: When,
    /// On how many days beyond that one it can have been, where the cell does not give the day.
    pub(crate) further_days: u16,
    /// Networks searched.
    pub(crate) networks: Option<u64>,
    /// Cameras or devices searched.
    pub(crate) devices: Option<u64>,
}

impl<'r> Row<'r> {
    /// A cell, as text. Only cells that were found to be UTF-8 are in a row.
    pub(crate) fn text(&self, column: Column) -> Option<&'r str> {
        self.record.text(self.layout.place(column)?)
    }

    /// A cell, as bytes.
    pub(crate) fn cell(&self, column: Column) -> Option<&'r [u8]> {
        let place = self.layout.place(column)?;
        // A row may lack its last cells where a label has no data under it.
        Some(self.record.cell(place).unwrap_or_default())
    }

    /// Whether its file has a column.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.layout.has(column)
    }

    /// The cells that can be blanked or masked before publication, each with its column.
    pub(crate) fn told(&self) -> impl Iterator<Item = (Column, &'r [u8])> {
        let record = self.record;
        let told = self.layout.told.iter();
        told.map(move |(column, at)| (*column, record.cell(*at).unwrap_or_default()))
    }

    /// How many begun days before the search its window begins, where that is told.
    pub(crate) fn window_days(&self) -> Option<u16> {
        if self.further_days > 0 {
            return None;
        }
        let start = match self.cell(C::TimeFrameStart) {
            Some(start) => time::read(start)?,
            None => window_start(self.cell(C::TimeFrame)?)?,
        };
        u16::try_from(self.when.days_since(start)).ok()
    }
}

/// The first moment of a time frame written in one cell: two moments with `-`, `to` or a line end
/// between.
fn window_start(cell: &[u8]) -> Option<When> {
    let (start, rest) = time::read_first(cell)?;
    let rest = rest.trim_ascii_start();
    let marks: [&[u8]; 3] = [b"-", b"to ", "\u{2013}".as_bytes()];
    let has_second = marks.iter().find_map(|mark| rest.strip_prefix(*mark)).unwrap_or(rest);
    has_second.trim_ascii_start().first().filter(|byte| byte.is_ascii_digit()).map(|_| start)
}

impl Layout {
    /// The layout of a header; None where it is none.
    pub(crate) fn of_header(header: &Record<'_>) -> Option<Self> {
        let columns: Vec<_> = header.cells().map(C::of_label).collect();
        let unknown = header
            .cells()
            .zip(&columns)
            .filter(|(label, column)| column.is_none() && !label.trim_ascii().is_empty())
            .count();
        Self::of(columns, unknown)
    }

    /// The layout with these columns; None where one stands twice or too few are there.
    pub(crate) fn of(columns: Vec<Option<Column>>, unknown: usize) -> Option<Self> {
        let mut places = [None; Column::ALL.len()];
        for (place, column) in columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let slot = places.get_mut(column.place())?;
            if slot.is_some() {
                return None;
            }
            *slot = Some(u16::try_from(place).ok()?);
        }
        let told = columns.iter().enumerate().filter_map(|(at, column)| Some(((*column)?, at)));
        let told = told.filter(|(column, _)| column.is_told()).collect();
        Some(Self { columns, places, told, unknown })
    }

    /// The known columns, in the order of the file.
    pub(crate) fn columns(&self) -> impl Iterator<Item = Column> {
        self.columns.iter().copied().flatten()
    }

    /// Whether a column is here.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.place(column).is_some()
    }

    fn place(&self, column: Column) -> Option<usize> {
        self.places.get(column.place()).copied().flatten().map(usize::from)
    }

    /// Whether this is certainly the header of a log of searches: it tells when, and what for or
    /// who, and what it does not know is outweighed.
    pub(crate) fn is_searches(&self) -> bool {
        let has = |any: &[Column]| any.iter().any(|column| self.has(*column));
        let known = self.columns().count();
        has(&[C::SearchDate, C::SearchTime])
            && has(&[C::Reason, C::CaseNumber, C::OffenseType, C::NetworkCount, C::CameraCount])
            && (self.unknown == 0 || known >= 6 && known > 2 * self.unknown)
    }

    /// Whether a record is this header over again, or another one.
    pub(crate) fn is_header(record: &Record<'_>) -> bool {
        // Most rows are told apart by their first cell: a word of at most this many letters.
        let first = record.cell(0).unwrap_or_default();
        if first.len() > 16 || C::of_label(first).is_none() {
            return false;
        }
        Self::of_header(record).is_some_and(|layout| {
            layout.is_searches() && layout.columns().count() * 2 > record.len()
        })
    }

    /// Reads a row.
    pub(crate) fn read<'r>(&'r self, record: Record<'r>) -> Result<Row<'r>, Why> {
        if record.len() != self.columns.len() {
            return Err(Why::Fields { found: record.len(), expected: self.columns.len() });
        }
        self.read_cells(record)
    }

    fn read_cells<'r>(&'r self, record: Record<'r>) -> Result<Row<'r>, Why> {
        if !record.is_text() {
            for (column, cell) in self.columns.iter().zip(record.cells()) {
                if let Some(column) = column {
                    std::str::from_utf8(cell).map_err(|_| Why::NotUtf8(*column))?;
                }
            }
        }
        let cell = |column| self.place(column).map(|at| record.cell(at).unwrap_or_default());
        let devices = match count(C::DeviceCount, cell(C::DeviceCount))? {
            Some(devices) => Some(devices),
            None => count(C::CameraCount, cell(C::CameraCount))?,
        };
        let (when, further_days) = self.when(&record)?;
        Ok(Row {
            record,
            layout: self,
            when,
            further_days,
            networks: count(C::NetworkCount, cell(C::NetworkCount))?,
            devices,
        })
    }

    /// When it was run: a moment, and on how many further days where it gives no day.
    fn when(&self, record: &Record<'_>) -> Result<(When, u16), Why> {
        let cell = |column| {
            let cell = self.place(column).map(|at| record.cell(at).unwrap_or_default());
            cell.map(<[u8]>::trim_ascii)
        };
        let (date, time) = (cell(C::SearchDate), cell(C::SearchTime));
        let (whole, column) = match (date, time) {
            (Some(date), Some(time)) if !date.is_empty() => {
                // A day and a time of day in two columns; where one holds all, that one stands.
                let read = time::read_or_span(date).ok_or(Why::DateNotAMoment(C::SearchDate))?;
                let (when, further) = read;
                if let Some((second, is_zoned)) = time::time_of_day(time) {
                    return Ok((When { second, is_zoned, ..when }, further));
                }
                return Ok(read);
            }
            (_, Some(time)) => (time, C::SearchTime),
            (Some(date), None) => (date, C::SearchDate),
            (None, None) => return Err(Why::DateBlank),
        };
        if whole.is_empty() {
            return Err(Why::DateBlank);
        }
        time::read_or_span(whole).ok_or(Why::DateNotAMoment(column))
    }

    /// The one shift that makes a row whole: labels with no data under them, so that what follows
    /// stands too far left. None where there is no such shift or more than one.
    pub(crate) fn shifted(&self, record: &Record<'_>) -> Option<Self> {
        let missing = self.columns.len().checked_sub(record.len())?;
        let mut found = None;
        for gap in 0..self.columns.len() {
            let Some(Some(column)) = self.columns.get(gap) else { continue };
            if !MAY_BE_EMPTY.contains(column) {
                continue;
            }
            let mut columns = self.columns.clone();
            columns.remove(gap);
            if missing == 0 {
                columns.push(None);
            }
            let Some(layout) = Self::of(columns, self.unknown) else { continue };
            if layout.columns.len() != record.len() || !layout.fits(record) {
                continue;
            }
            if found.replace(layout).is_some() {
                return None;
            }
        }
        found
    }

    /// Whether a record is certainly one of this layout: every cell of a kind that can be told is
    /// of its kind, and enough are.
    fn fits(&self, record: &Record<'_>) -> bool {
        let mut told = 0;
        for (column, cell) in self.columns.iter().zip(record.cells()) {
            let cell = cell.trim_ascii();
            let Some(column) = column else {
                // What was pushed over the end must be empty.
                if !cell.is_empty() {
                    return false;
                }
                continue;
            };
            let fits = match column {
                column if column.is_count() => {
                    !cell.is_empty() && cell.iter().all(u8::is_ascii_digit)
                }
                C::SearchDate | C::SearchTime => time::read(cell).is_some(),
                C::SearchType => {
                    SEARCH_TYPES.iter().any(|t| cell.eq_ignore_ascii_case(t.as_bytes()))
                }
                C::Id => is_uuid(cell),
                C::OrgName => {
                    cell.iter().any(u8::is_ascii_alphabetic) && time::read(cell).is_none()
                }
                C::TimeFrame => cell.is_empty() || window_start(cell).is_some(),
                // Free text: a number or a moment alone may stand in it, and tells nothing.
                _ => continue,
            };
            if !fits {
                return false;
            }
            told += 1;
        }
        told >= 3
    }

    /// The one known order that fits the first rows of a file without a header.
    pub(crate) fn of_rows<'r>(rows: impl Iterator<Item = Record<'r>> + Clone) -> Option<Self> {
        rows.clone().next()?;
        let fitting = ORDERS.iter().filter_map(|order| {
            let layout = Self::of(order.iter().copied().map(Some).collect(), 0)?;
            let all = rows.clone().all(|r| r.len() == order.len() && layout.fits(&r));
            all.then_some(layout)
        });
        let fitting: Vec<_> = fitting.collect();
        <[Self; 1]>::try_from(fitting).ok().map(|[layout]| layout)
    }
}

/// Reads a count. Blank is not known; anything else that is no number means that the cells have
/// shifted, and then no cell of the row can be trusted.
fn count(column: Column, cell: Option<&[u8]>) -> Result<Option<u64>, Why> {
    let digits = cell.unwrap_or_default();
    // Most are a few digits and nothing else.
    if (1..=USUAL_DIGITS).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
        let value = digits.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
        return Ok(Some(value));
    }
    let digits = digits.trim_ascii();
    if digits.is_empty() || digits == b"***" {
        return Ok(None);
    }
    let mut value: u64 = 0;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value
                    .checked_mul(10)
                    .and_then(|v| v.checked_add(u64::from(byte - b'0')))
                    .ok_or(Why::Count(column))?;
            }
            // `1,204`, as a spreadsheet writes it.
            b',' => {}
            _ => return Err(Why::Count(column)),
        }
    }
    Ok(Some(value))
}

/// A count of so many digits is far below what eight bytes hold.
const USUAL_DIGITS: usize = 9;

fn is_uuid(cell: &[u8]) -> bool {
    cell.len() == 36
        && cell.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Kinds of search, as exports name them.
const SEARCH_TYPES: [&str; 9] = [
    "lookup",
    "search",
    "visual search",
    "freeform",
    "convoy",
    "multigeo",
    "multi geo search",
    "license plate search",
    "vehicle search",
];

/// Columns that were seen, or may be, without data under their labels.
const MAY_BE_EMPTY: [Column; 9] = [
    C::CaseNumber,
    C::DeviceCount,
    C::Filters,
    C::Moderation,
    C::NetworkCount,
    C::Plate,
    C::TextPrompt,
    C::TimeFrame,
    C::UserName,
];

/// The orders in which full exports are documented, for files without a header.
const ORDERS: [&[Column]; 7] = [
    &[
        C::Id,
        C::UserName,
        C::OrgName,
        C::NetworkCount,
        C::TimeFrame,
        C::Plate,
        C::Reason,
        C::CaseNumber,
        C::Filters,
        C::SearchTime,
        C::SearchType,
        C::TextPrompt,
        C::Moderation,
    ],
    &[
        C::Id,
        C::UserName,
        C::OrgName,
        C::NetworkCount,
        C::DeviceCount,
        C::TimeFrame,
        C::Plate,
        C::Reason,
        C::CaseNumber,
        C::Filters,
        C::SearchTime,
        C::SearchType,
        C::TextPrompt,
        C::Moderation,
    ],
    &[
        C::UserName,
        C::OrgName,
        C::NetworkCount,
        C::DeviceCount,
        C::TimeFrame,
        C::Plate,
        C::Reason,
        C::CaseNumber,
        C::Filters,
        C::SearchTime,
        C::SearchType,
        C::TextPrompt,
        C::Moderation,
    ],
    &[
        C::UserName,
        C::OrgName,
        C::NetworkCount,
        C::DeviceCount,
        C::TimeFrame,
        C::Plate,
        C::Reason,
        C::CaseNumber,
        C::Filters,
        C::SearchTime,
        C::SearchType,
        C::TextPrompt,
    ],
    &[
        C::UserName,
        C::OrgName,
        C::NetworkCount,
        C::DeviceCount,
        C::TimeFrame,
        C::Plate,
        C::Reason,
        C::CaseNumber,
        C::Filters,
        C::SearchTime,
        C::SearchType,
    ],
    &[
        C::UserName,
        C::OrgName,
        C::NetworkCount,
        C::TimeFrame,
        C::Plate,
        C::Reason,
        C::CaseNumber,
        C::Filters,
        C::SearchTime,
        C::SearchType,
    ],
    &[
        C::Id,
        C::UserName,
        C::OrgName,
        C::NetworkCount,
        C::Plate,
        C::Reason,
        C::CaseNumber,
        C::Filters,
        C::SearchTime,
        C::SearchType,
    ],
];

#[cfg(test)]
mod tests;
