//! Reads the sheets of an XLSX workbook, row by row.
//!
//! Of a cell with a formula the value that was saved with it is read; nothing is computed, and no
//! link is followed. A moment is written as text in the form that other exports have.

use crate::run::Options;
use crate::source::broken::{Broken, Disk, Failed};
use crate::source::feed::Records;
use crate::source::record::Batch;
use crate::source::unpack::{Take, open_rows};
use crate::source::{Kind, Opened};
use calamine::{Cell, DataRef, Reader, Xlsx, XlsxCellReader};
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Opens each sheet of a workbook.
pub(crate) fn each(
    path: &str,
    reader: &mut (impl Read + Seek),
    options: &Options,
    take: &mut Take<'_>,
) -> io::Result<()> {
    let refused = |why: &str| Opened::Refused(Kind::Unknown, why.to_owned());
    let failed = Failed::default();
    let mut reader = Disk::new(reader, failed.clone());
    if !is_within_bound(&mut reader, options.unpacked_bytes_max.min(SHEET_BYTES_MAX)) {
        return take(
            path,
            refused(
                "found an XLSX file that unpacks to more than 4 GiB; expected less: save it as CSV",
            ),
        );
    }
    reader.seek(SeekFrom::Start(0))?;
    let disk_failed = || Err(io::Error::other("the workbook could not be read from the disk"));
    let broken = "found an XLSX file that is broken; expected a whole one";
    let mut book: Xlsx<_> = match Xlsx::new(reader) {
        Ok(book) => book,
        Err(_) if failed.is() => return disk_failed(),
        Err(_) => return take(path, refused(broken)),
    };
    let names = book.sheet_names();
    let is_one = names.len() == 1;
    for (place, name) in names.iter().enumerate() {
        // A sheet is told by its place: its name is the agency's text, and may be anything.
        let inner = if is_one { path.to_owned() } else { format!("{path}/sheet {}", place + 1) };
        let cells = match book.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            Err(_) if failed.is() => return disk_failed(),
            Err(_) => {
                take(&inner, refused(broken))?;
                continue;
            }
        };
        let rows = Rows {
            cells,
            ahead: None,
            place: 1,
            width: 0,
            is_done: false,
            failed: failed.clone(),
            broken: None,
        };
        let opened = open_rows(&inner, rows, options, "found an empty sheet; expected a table");
        let opened = opened.or_else(|error| -> io::Result<_> {
            Broken::of(&error).ok_or(error)?;
            Ok(refused(broken))
        });
        take(&inner, opened?)?;
    }
    Ok(())
}

/// Whether all parts of the archive unpack to no more than the bound, by unpacking them: what an
/// archive says of itself is not believed.
fn is_within_bound(reader: &mut (impl Read + Seek), bytes_max: u64) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(reader) else { return true };
    let mut counted = Counted(0);
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let left = bytes_max.saturating_sub(counted.0).saturating_add(1);
        // A part that is torn counts for what it gave: a bomb with a wrong checksum is one too.
        let _ = io::copy(&mut part.take(left), &mut counted);
        if counted.0 > bytes_max {
            return false;
        }
    }
    true
}

/// Counts what is written to it.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len() as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The largest workbook: a full sheet of 1,048,576 rows has some 1 GiB of XML.
const SHEET_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// Rows a batch.
const ROWS: usize = 1_024;

/// Cells a batch, of rows that are wide.
const CELLS: usize = 65_536;

/// A row has at most so many cells: XLSX itself has 16,384.
const CELLS_MAX: u32 = 16_384;

struct Rows<'b, RS: Read + Seek> {
    cells: XlsxCellReader<'b, RS>,
    /// The first cell of the next row.
    ahead: Option<(u32, u32, String)>,
    place: u64,
    /// How many cells the first row has: XLSX leaves out blank ones at the end of a row.
    width: usize,
    is_done: bool,
    failed: Failed,
    /// Why the sheet was not read to its end, until that is told.
    broken: Option<Broken>,
}

impl<RS: Read + Seek> Rows<'_, RS> {
    /// The next row that has cells; rows of nothing between are passed over, as blank lines are.
    fn row(&mut self) -> io::Result<Option<Vec<String>>> {
        let mut row: Option<(u32, Vec<String>)> = None;
        loop {
            let next = match self.ahead.take() {
                Some(next) => Some(next),
                None => self.cell()?,
            };
            let Some((at, column, text)) = next else { break };
            match &mut row {
                Some((of, _)) if *of != at => {
                    self.ahead = Some((at, column, text));
                    break;
                }
                _ => {}
            }
            let (_, cells) = row.get_or_insert_with(|| (at, Vec::new()));
            let column = column.min(CELLS_MAX) as usize;
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            }
        }
        Ok(row.map(|(_, mut cells)| {
            self.width = if self.width == 0 { cells.len() } else { self.width };
            if cells.len() < self.width {
                cells.resize(self.width, String::new());
            }
            cells
        }))
    }

    fn cell(&mut self) -> io::Result<Option<(u32, u32, String)>> {
        if self.is_done {
            return Ok(None);
        }
        match self.cells.next_cell() {
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                Ok(Some((row, column, text(&cell))))
            }
            Ok(None) => {
                self.is_done = true;
                Ok(None)
            }
            Err(_) if self.failed.is() => Err(io::Error::other("the sheet could not be read")),
            Err(_) => {
                // The row it breaks off in is told as that: its last cells are not known.
                self.is_done = true;
                self.broken = Some(Broken::Sheet);
                Ok(None)
            }
        }
    }
}

fn text(cell: &Cell<DataRef<'_>>) -> String {
    match cell.get_value() {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(_) => String::new(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
    }
}

impl<RS: Read + Seek> Records for Rows<'_, RS> {
    fn next(&mut self, batch: &mut Batch) -> io::Result<bool> {
        let (mut rows, mut cells, mut breaks_off) = (Vec::new(), 0, false);
        while rows.len() < ROWS && cells < CELLS && !breaks_off {
            let Some(row) = self.row()? else { break };
            breaks_off = self.broken.is_some();
            if !breaks_off {
                cells += row.len();
                rows.push(row);
            }
        }
        *batch = Batch::of_rows(self.place, rows.iter());
        if breaks_off {
            batch.end_broken_off();
        }
        self.place += batch.len() as u64;
        match self.broken.take_if(|_| batch.len() == 0) {
            Some(broken) => Err(broken.error()),
            None => Ok(batch.len() > 0),
        }
    }
}
