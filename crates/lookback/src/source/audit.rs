//! Reads a search audit that an agency publishes on its own portal.
//!
//! In: records of cells. Out: rows, or why a row could not be read.
//! Never: reads a reason for what it means, fills in a missing cell, or takes an agency's name from
//! anywhere but the file's name: the rows do not hold it.

use crate::source::record::{Record, Shape, Splitter};
use crate::source::unreadable::{Unreadable, Why};
use std::io::{self, BufRead};
use terms::{Day, Moment};

use Column::{CameraCount, CaseNumber, Id, NetworkCount, OffenseType, Reason, SearchDate, UserId};

/// A column of a portal audit.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Column {
    /// Cameras searched.
    CameraCount,
    /// The case number given.
    CaseNumber,
    /// The id of the search.
    Id,
    /// Networks searched: agencies whose cameras answered.
    NetworkCount,
    /// The kind of offence chosen from a list.
    OffenseType,
    /// The reason typed or chosen.
    Reason,
    /// When the search was run.
    SearchDate,
    /// Who searched; portals withhold it.
    UserId,
}

impl Column {
    /// Its name in the header.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CameraCount => "cameraCount",
            Self::CaseNumber => "caseNumber",
            Self::Id => "id",
            Self::NetworkCount => "networkCount",
            Self::OffenseType => "offenseType",
            Self::Reason => "reason",
            Self::SearchDate => "searchDate",
            Self::UserId => "userId",
        }
    }
}

/// The headers that portals are known to write.
pub(crate) const VARIANTS: [&[Column]; 8] = [
    &[Id, UserId, SearchDate, NetworkCount, Reason],
    &[Id, UserId, SearchDate, NetworkCount, OffenseType],
    &[Id, UserId, SearchDate, NetworkCount, CaseNumber, OffenseType],
    &[Id, UserId, SearchDate, NetworkCount],
    &[Id, UserId, SearchDate, NetworkCount, Reason, CaseNumber, OffenseType],
    &[Id, UserId, SearchDate, NetworkCount, CaseNumber],
    &[Id, UserId, SearchDate, NetworkCount, Reason, CaseNumber],
    &[Id, UserId, SearchDate, CameraCount, Reason],
];

/// One search, as the log tells it. A column the file does not have is None; a blank cell is `""`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Row {
    /// The id of the search; None when blank.
    pub(crate) id: Option<String>,
    /// When it was run.
    pub(crate) searched_at: Moment,
    /// Networks searched.
    pub(crate) networks_count: Option<u64>,
    /// Cameras searched.
    pub(crate) cameras_count: Option<u64>,
    /// The reason as written.
    pub(crate) reason: Option<String>,
    /// The case number as written.
    pub(crate) case_number: Option<String>,
    /// The offence chosen.
    pub(crate) offense_type: Option<String>,
}

impl Row {
    /// The columns in which another copy of the same search says something else. A column that one
    /// of the two files does not have says nothing. `userId` is left out: portals mask it at will.
    pub(crate) fn contradicts(&self, other: &Self) -> Vec<Column> {
        fn differ<T: PartialEq>(one: Option<&T>, two: Option<&T>) -> bool {
            matches!((one, two), (Some(one), Some(two)) if one != two)
        }
        let columns = [
            (CameraCount, differ(self.cameras_count.as_ref(), other.cameras_count.as_ref())),
            (CaseNumber, differ(self.case_number.as_ref(), other.case_number.as_ref())),
            (NetworkCount, differ(self.networks_count.as_ref(), other.networks_count.as_ref())),
            (OffenseType, differ(self.offense_type.as_ref(), other.offense_type.as_ref())),
            (Reason, differ(self.reason.as_ref(), other.reason.as_ref())),
            (SearchDate, self.searched_at != other.searched_at),
        ];
        columns.into_iter().filter_map(|(column, differs)| differs.then_some(column)).collect()
    }
}

/// A portal audit whose header was read.
#[derive(Debug)]
pub(crate) struct Audit<R> {
    splitter: Splitter<R>,
    record: Record,
    columns: &'static [Column],
    captured: Day,
    row: u64,
}

impl<R: BufRead> Audit<R> {
    pub(crate) fn new(splitter: Splitter<R>, columns: &'static [Column], captured: Day) -> Self {
        Self { splitter, record: Record::default(), columns, captured, row: 0 }
    }

    /// The next row with its place, or where and why it could not be read; None at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Result<(u64, Row), Unreadable>>> {
        let shape = self.splitter.next(&mut self.record)?;
        if shape == Shape::End {
            return Ok(None);
        }
        self.row = self.row.saturating_add(1);
        let read = match shape {
            Shape::TooLong => Err(Why::TooLong),
            Shape::Unclosed => Err(Why::Unclosed),
            Shape::End | Shape::Whole => read_row(&self.record, self.columns, self.captured),
        };
        let row = self.row;
        Ok(Some(read.map(|read| (row, read)).map_err(|why| Unreadable { row, why })))
    }
}

/// The variant a header is, if it is one of the known.
pub(crate) fn variant(header: &Record) -> Option<&'static [Column]> {
    VARIANTS.into_iter().find(|columns| {
        columns.len() == header.len()
            && columns
                .iter()
                .zip(header.cells())
                .all(|(column, cell)| cell.trim_ascii() == column.word().as_bytes())
    })
}

/// The names a header shares with the known columns, for a refusal to tell. Other cells are not
/// told: a file without a header has a row of data here.
pub(crate) fn known_names(header: &Record) -> Vec<&'static str> {
    const ALL: [Column; 8] =
        [Id, UserId, SearchDate, NetworkCount, CameraCount, Reason, CaseNumber, OffenseType];
    ALL.into_iter()
        .map(Column::word)
        .filter(|name| header.cells().any(|cell| cell.trim_ascii() == name.as_bytes()))
        .collect()
}

fn read_row(record: &Record, columns: &[Column], captured: Day) -> Result<Row, Why> {
    if record.len() != columns.len() {
        return Err(Why::Fields { found: record.len(), expected: columns.len() });
    }
    for (column, cell) in columns.iter().zip(record.cells()) {
        std::str::from_utf8(cell).map_err(|_| Why::NotUtf8(*column))?;
    }
    let cell = |wanted: Column| {
        let found = columns.iter().zip(record.cells()).find(|(column, _)| **column == wanted);
        found.and_then(|(_, cell)| std::str::from_utf8(cell).ok())
    };
    let id = cell(Id).unwrap_or_default().trim();
    Ok(Row {
        id: (!id.is_empty()).then(|| id.to_owned()),
        searched_at: searched_at(cell(SearchDate).unwrap_or_default().trim(), captured)?,
        networks_count: count(NetworkCount, cell(NetworkCount))?,
        cameras_count: count(CameraCount, cell(CameraCount))?,
        reason: cell(Reason).map(str::to_owned),
        case_number: cell(CaseNumber).map(str::to_owned),
        offense_type: cell(OffenseType).map(str::to_owned),
    })
}

/// Reads a count. Blank is not known; anything else that is no number means that the cells have
/// shifted, and then no cell of the row can be trusted.
fn count(column: Column, cell: Option<&str>) -> Result<Option<u64>, Why> {
    match cell.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Why::Count(column)),
    }
}

/// Reads a search date. One without a zone is read as its day, which is all a ruling needs.
fn searched_at(text: &str, captured: Day) -> Result<Moment, Why> {
    if text.is_empty() {
        return Err(Why::DateBlank);
    }
    let at: Moment = text.parse().map_err(|_| Why::DateNotAMoment)?;
    let last = captured.start().map_or(i64::MAX, |start| {
        // A capture is a day in its own zone, up to fourteen hours from UTC: allow one day more.
        start.unix_seconds().saturating_add(2 * DAY_SECONDS)
    });
    if at.unix_seconds() < YEAR_2000_SECONDS || at.unix_seconds() >= last {
        return Err(Why::DateOutside);
    }
    Ok(at)
}

/// 24 x 60 x 60.
const DAY_SECONDS: i64 = 86_400;

/// 2000-01-01T00:00:00Z: no plate-reader log is older.
const YEAR_2000_SECONDS: i64 = 946_684_800;

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: &str = "2026-04-29";

    type Rows = Vec<Result<(u64, Row), Unreadable>>;

    fn read(text: &[u8]) -> Result<Rows, Vec<&'static str>> {
        let mut splitter = Splitter::new(text);
        let mut header = Record::default();
        splitter.next(&mut header).unwrap();
        let columns = variant(&header).ok_or_else(|| known_names(&header))?;
        let mut audit = Audit::new(splitter, columns, DAY.parse().unwrap());
        let mut rows = Vec::new();
        while let Some(row) = audit.next().unwrap() {
            rows.push(row);
        }
        Ok(rows)
    }

    fn why(line: &[u8]) -> Why {
        let head = b"id,userId,searchDate,networkCount,reason\n";
        let mut rows = read(&[head, line].concat()).unwrap();
        assert_eq!(rows.len(), 1);
        rows.remove(0).unwrap_err().why
    }

    #[test]
    fn every_known_header_is_recognised_and_no_other() {
        for columns in VARIANTS {
            let names: Vec<_> = columns.iter().map(|c| c.word()).collect();
            assert!(read(names.join(",").as_bytes()).unwrap().is_empty(), "{names:?}");
            let quoted: Vec<_> = names.iter().map(|name| format!("\"{name}\" ")).collect();
            assert!(read(quoted.join(",").as_bytes()).unwrap().is_empty(), "{names:?}");
        }
        let found = read(b"id,Name,searchDate,reason\n").unwrap_err();
        assert_eq!(found, ["id", "searchDate", "reason"]);
        assert!(read(b"7ABC123,inv,x,y,z\n").unwrap_err().is_empty());
    }

    #[test]
    fn a_column_that_is_absent_and_a_cell_that_is_blank_stay_apart() {
        let rows =
            read(b"id,userId,searchDate,networkCount,reason\na,***,2026-04-01T00:00:00Z,7,\n");
        let (place, row) = rows.unwrap().remove(0).unwrap();
        assert_eq!(place, 1);
        assert_eq!(row.reason.as_deref(), Some(""));
        assert_eq!(row.case_number, None);
        assert_eq!(row.networks_count, Some(7));
    }

    #[test]
    fn what_cannot_be_read_is_told_without_its_words() {
        assert_eq!(why(b"a,***,2026-04-01T00:00:00Z,7"), Why::Fields { found: 4, expected: 5 });
        assert_eq!(why(b"a,***,yesterday,7,x"), Why::DateNotAMoment);
        assert_eq!(why(b"a,***,,7,x"), Why::DateBlank);
        assert_eq!(why(b",,,,"), Why::DateBlank);
        assert_eq!(why(b"a,***,2026-04-01T00:00:00Z,7ABC123,x"), Why::Count(NetworkCount));
        assert_eq!(why(b"a,***,2026-04-01T00:00:00Z,7,\xff"), Why::NotUtf8(Reason));
        assert_eq!(why(b"a,***,2026-04-01T00:00:00Z,7,\"x\n"), Why::Unclosed);
    }

    #[test]
    fn a_date_outside_what_a_capture_can_hold_is_unreadable() {
        for date in ["0000-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "2026-05-02T00:00:00Z"] {
            assert_eq!(why(format!("a,***,{date},7,x").as_bytes()), Why::DateOutside, "{date}");
        }
        for date in ["10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "4/1/2026"] {
            assert_eq!(why(format!("a,***,{date},7,x").as_bytes()), Why::DateNotAMoment, "{date}");
        }
    }

    #[test]
    fn copies_contradict_only_in_columns_that_both_have() {
        let row = Row {
            id: Some("a".to_owned()),
            searched_at: "2026-04-01T00:00:00Z".parse().unwrap(),
            networks_count: Some(7),
            cameras_count: None,
            reason: Some("inv".to_owned()),
            case_number: None,
            offense_type: None,
        };
        let other = Row { reason: None, case_number: Some("1".to_owned()), ..row.clone() };
        assert_eq!(row.contradicts(&other), []);
        let other = Row { reason: Some(String::new()), networks_count: Some(8), ..row.clone() };
        assert_eq!(row.contradicts(&other), [NetworkCount, Reason]);
    }
}
