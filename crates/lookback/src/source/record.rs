//! Splits delimited bytes into records, a batch at a time, each within a bound.
//!
//! In: a reader. Out: batches of records, as cells of bytes, each with its shape.
//! Never: checks what a cell says, its encoding, or how many cells there should be.
//!
//! The form is RFC 4180 as published logs use it: lines end in LF, CRLF or CR; a cell may be
//! quoted, and then holds delimiters, line ends and doubled quotes; a quote inside an unquoted cell
//! is a letter like any other; text after a closing quote belongs to the cell. A blank line is not
//! a record. Why not the `csv` crate: it grows its buffer with the record (a line of 2 GB takes
//! 2 GB), and it tells a quote that is never closed as an ordinary last record, which would lose
//! every row after it without a word. Here such a row ends with its line, is told, and the next
//! line is read (docs/decisions/0004 and 0011).

use crate::source::broken::Broken;
use memchr::{memchr, memchr2, memchr3};
use std::io::{self, Read};

/// The largest record that is kept, in bytes: 1 MiB. The longest real one seen has under 1 KiB.
pub(crate) const RECORD_BYTES_MAX: usize = 1024 * 1024;

/// What is read at a time: some 1,500 rows of a network audit, which fit a core's own cache.
const BATCH_BYTES: usize = 256 * 1024;

/// How a record came out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// The file breaks off in it, so that its last cell may lack its end; no cell is kept.
    BrokenOff,
    /// It is longer than [`RECORD_BYTES_MAX`]; its cells are not kept.
    TooLong,
    /// A quote was opened and not closed; the row ends with its line, and its cells are not kept.
    Unclosed,
    /// All of it is there.
    Whole,
}

/// Some records of a file, in one run of bytes.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    bytes: Vec<u8>,
    /// Cells whose bytes do not stand in one piece: with doubled quotes, or text after a quote.
    extra: Vec<u8>,
    cells: Vec<Span>,
    records: Vec<Lie>,
    /// The place in the file of the first record here, from 1, the header counted.
    first: u64,
}

/// Where a cell's bytes lie.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
    is_extra: bool,
}

/// Where a record's cells lie.
#[derive(Clone, Copy, Debug)]
struct Lie {
    start: u32,
    end: u32,
    shape: Shape,
}

/// The bytes of a batch as text, where all of them are: then no cell needs a look of its own. Cells
/// are cut at delimiters, quotes and line ends, which are no part of another letter.
#[derive(Clone, Copy, Debug, Default)]
struct Texts<'b> {
    bytes: Option<&'b str>,
    extra: Option<&'b str>,
}

/// One record of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'b> {
    batch: &'b Batch,
    cells: &'b [Span],
    texts: Texts<'b>,
    /// How it came out.
    pub(crate) shape: Shape,
    /// Its place in the file, from 1, the header counted.
    pub(crate) place: u64,
}

impl<'b> Record<'b> {
    /// How many cells it has.
    pub(crate) const fn len(&self) -> usize {
        self.cells.len()
    }

    /// One cell; nothing where it has no such cell.
    pub(crate) fn cell(&self, index: usize) -> Option<&'b [u8]> {
        self.cells.get(index).map(|span| self.batch.lie(*span))
    }

    /// One cell as text; None where it is none.
    pub(crate) fn text(&self, index: usize) -> Option<&'b str> {
        let Some(span) = self.cells.get(index) else { return Some("") };
        let text = if span.is_extra { self.texts.extra } else { self.texts.bytes };
        match text {
            Some(text) => text.get(span.start as usize..span.end as usize),
            None => std::str::from_utf8(self.batch.lie(*span)).ok(),
        }
    }

    /// Whether every cell is certainly text.
    pub(crate) const fn is_text(&self) -> bool {
        self.texts.bytes.is_some() && self.texts.extra.is_some()
    }

    /// Each cell, first to last.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &'b [u8]> {
        let batch = self.batch;
        self.cells.iter().map(|span| batch.lie(*span))
    }
}

impl Batch {
    /// How many records are here.
    pub(crate) const fn len(&self) -> usize {
        self.records.len()
    }

    /// Each record, first to last.
    pub(crate) fn records(&self) -> impl Iterator<Item = Record<'_>> + Clone {
        (self.first..).zip(&self.records).map(|(place, lie)| self.record(*lie, place))
    }

    /// Each record, first to last, the whole batch looked at once for whether it is text.
    pub(crate) fn checked(&self) -> impl Iterator<Item = Record<'_>> + Clone {
        let texts = Texts {
            bytes: std::str::from_utf8(&self.bytes).ok(),
            extra: std::str::from_utf8(&self.extra).ok(),
        };
        self.records().map(move |record| Record { texts, ..record })
    }

    /// One record.
    pub(crate) fn at(&self, index: usize) -> Option<Record<'_>> {
        let lie = self.records.get(index)?;
        Some(self.record(*lie, self.first.saturating_add(index as u64)))
    }

    /// A batch of records that were split elsewhere, as a worksheet's rows are.
    pub(crate) fn of_rows<'r>(first: u64, rows: impl Iterator<Item = &'r Vec<String>>) -> Self {
        let mut batch = Self { first, ..Self::default() };
        for row in rows {
            let from = batch.cells.len();
            for cell in row {
                let start = batch.bytes.len();
                batch.bytes.extend_from_slice(cell.as_bytes());
                batch.cells.push(Span::new(start, batch.bytes.len(), false));
            }
            batch.end_record(from, Shape::Whole);
        }
        batch
    }

    /// Ends with a record in which its source breaks off.
    pub(crate) fn end_broken_off(&mut self) {
        self.end_record(self.cells.len(), Shape::BrokenOff);
    }

    fn record(&self, lie: Lie, place: u64) -> Record<'_> {
        let cells = self.cells.get(lie.start as usize..lie.end as usize).unwrap_or_default();
        Record { batch: self, cells, texts: Texts::default(), shape: lie.shape, place }
    }

    fn lie(&self, span: Span) -> &[u8] {
        let of = if span.is_extra { &self.extra } else { &self.bytes };
        of.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.extra.clear();
        self.cells.clear();
        self.records.clear();
    }

    fn end_record(&mut self, from: usize, shape: Shape) {
        if shape != Shape::Whole {
            self.cells.truncate(from);
        }
        let (start, end) = (small(from), small(self.cells.len()));
        self.records.push(Lie { start, end, shape });
    }
}

impl Span {
    fn new(start: usize, end: usize, is_extra: bool) -> Self {
        Self { start: small(start), end: small(end), is_extra }
    }
}

/// A place in a batch. A batch holds [`BATCH_BYTES`] and one record more: far below 4 GiB.
fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Splits a reader into batches of records.
#[derive(Debug)]
pub(crate) struct Splitter<R> {
    reader: R,
    delimiter: u8,
    /// What was read behind the last whole record.
    left: Vec<u8>,
    is_at_end: bool,
    /// Whether the rest of a record that was too long is being passed over.
    skips: bool,
    place: u64,
    /// Why what is packed was not unpacked to its end.
    broken: Option<Broken>,
}

/// What a look for one record in the bytes at hand came to.
enum Looked {
    /// A record that ends here, with what stood behind it not yet looked at.
    Record(usize),
    /// Only blank lines were left.
    Nothing,
    /// It goes on beyond the bytes at hand; whether inside a quote.
    More { in_quote: bool },
}

impl<R: Read> Splitter<R> {
    pub(crate) const fn new(reader: R, delimiter: u8) -> Self {
        Self {
            reader,
            delimiter,
            left: Vec::new(),
            is_at_end: false,
            skips: false,
            place: 1,
            broken: None,
        }
    }

    /// Reads the next records into `batch`, at least one; false at the end. Where the file breaks
    /// off, that is told once, when all records before have been given.
    pub(crate) fn next(&mut self, batch: &mut Batch) -> io::Result<bool> {
        batch.clear();
        batch.first = self.place;
        batch.bytes.append(&mut self.left);
        let mut at = 0;
        loop {
            if !self.is_at_end {
                self.fill(&mut batch.bytes)?;
            }
            at = self.split(batch, at);
            let is_done = self.is_at_end && at >= batch.bytes.len();
            if batch.len() > 0 || is_done {
                break;
            }
            // Nothing whole yet: what was passed over is dropped, and more is read.
            batch.bytes.drain(..at);
            at = 0;
        }
        self.left.extend_from_slice(batch.bytes.get(at..).unwrap_or_default());
        // What goes over to the next batch may break off within a letter.
        batch.bytes.truncate(at);
        self.place = self.place.saturating_add(batch.len() as u64);
        match self.broken.take_if(|_| batch.len() == 0) {
            Some(broken) => Err(broken.error()),
            None => Ok(batch.len() > 0),
        }
    }

    fn fill(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        match self.reader.by_ref().take(BATCH_BYTES as u64).read_to_end(bytes) {
            Ok(read) => self.is_at_end = read < BATCH_BYTES,
            Err(error) => {
                // What was read before the error is in `bytes`, and is good.
                self.broken = Some(Broken::of(&error).ok_or(error)?);
                self.is_at_end = true;
            }
        }
        Ok(())
    }

    /// Splits what is at hand from `at` on; gives back where it stopped.
    fn split(&mut self, batch: &mut Batch, mut at: usize) -> usize {
        loop {
            if self.skips {
                let rest = batch.bytes.get(at..).unwrap_or_default();
                let Some(line) = memchr2(b'\n', b'\r', rest) else { return batch.bytes.len() };
                self.skips = false;
                at += line + 1;
            }
            let from = batch.cells.len();
            match look(batch, at, self.delimiter, self.is_at_end) {
                Looked::Record(end) => {
                    let shape = match end - at > RECORD_BYTES_MAX {
                        true => Shape::TooLong,
                        false if self.is_broken_off(&batch.bytes, end) => Shape::BrokenOff,
                        false => Shape::Whole,
                    };
                    batch.end_record(from, shape);
                    at = end;
                }
                Looked::Nothing => return batch.bytes.len(),
                Looked::More { in_quote } => {
                    let rest = batch.bytes.get(at..).unwrap_or_default();
                    if !self.is_at_end && rest.len() <= RECORD_BYTES_MAX {
                        batch.cells.truncate(from);
                        return at;
                    }
                    at = self.give_up(batch, at, from, in_quote);
                }
            }
        }
    }

    /// Whether a record ends where the file breaks off, and not with its line.
    fn is_broken_off(&self, bytes: &[u8], end: usize) -> bool {
        let is_last = self.broken.is_some() && end == bytes.len();
        is_last && !matches!(bytes.last(), Some(b'\n' | b'\r'))
    }

    /// Ends a record that has no end: one that is too long, or in which a quote stays open.
    fn give_up(&mut self, batch: &mut Batch, at: usize, from: usize, in_quote: bool) -> usize {
        let rest = batch.bytes.get(at..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let line = memchr2(b'\n', b'\r', rest.get(blank..).unwrap_or_default());
        let shape = if in_quote && (line.is_some() || rest.len() <= RECORD_BYTES_MAX) {
            Shape::Unclosed
        } else {
            Shape::TooLong
        };
        let end = match line {
            // Only its own line is lost: what follows may be good rows.
            Some(line) if in_quote => at + blank + line + 1,
            _ => {
                self.skips = !self.is_at_end;
                batch.bytes.len()
            }
        };
        batch.end_record(from, shape);
        end
    }
}

/// Looks for one record from `at` on, and pushes its cells.
fn look(batch: &mut Batch, at: usize, delimiter: u8, is_at_end: bool) -> Looked {
    let Batch { bytes, extra, cells, .. } = batch;
    let mut place = at;
    while matches!(bytes.get(place), Some(b'\n' | b'\r')) {
        place += 1;
    }
    if place >= bytes.len() {
        return if is_at_end { Looked::Nothing } else { Looked::More { in_quote: false } };
    }
    loop {
        let (end, closed) = if bytes.get(place) == Some(&b'"') {
            match quoted(bytes, extra, cells, place + 1, delimiter) {
                Some(end) => (end, true),
                None => return Looked::More { in_quote: true },
            }
        } else {
            (plain_end(bytes, place, delimiter), false)
        };
        if !closed {
            cells.push(Span::new(place, end, false));
        }
        match bytes.get(end) {
            Some(byte) if *byte == delimiter => place = end + 1,
            Some(_) => return Looked::Record(end + 1),
            None if is_at_end => return Looked::Record(bytes.len()),
            None => return Looked::More { in_quote: false },
        }
    }
}

/// Where a cell without quotes ends: at a delimiter, a line end, or the end of the bytes.
fn plain_end(bytes: &[u8], from: usize, delimiter: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    // Many cells are blank.
    if rest.first() == Some(&delimiter) {
        return from;
    }
    // Most cells are short, and a call into the searcher costs as much as some words looked at.
    let words = rest.as_chunks::<8>().0;
    for (at, word) in (from..).step_by(8).zip(words.iter().take(SHORT)) {
        let ends = ends(u64::from_le_bytes(*word), delimiter);
        if ends != 0 {
            return at + ends.trailing_zeros() as usize / 8;
        }
    }
    let looked = words.len().min(SHORT) * 8;
    let beyond = rest.get(looked..).unwrap_or_default();
    memchr3(delimiter, b'\n', b'\r', beyond).map_or(bytes.len(), |end| from + looked + end)
}

/// The high bit of each of eight bytes that is a delimiter or a line end. Bytes above the first
/// such may be marked too and not be one: only the lowest mark is sure.
const fn ends(word: u64, delimiter: u8) -> u64 {
    is_byte(word, delimiter) | is_byte(word, b'\n') | is_byte(word, b'\r')
}

/// The high bit of each of eight bytes that is this one, sure of the lowest: a byte is nought where
/// taking one from it borrows from above.
const fn is_byte(word: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let other = word ^ (ONES * byte as u64);
    other.wrapping_sub(ONES) & !other & ONES << 7
}

/// So many words of eight bytes of a cell are looked at first.
const SHORT: usize = 6;

/// Reads a quoted cell whose first byte is at `from`, and pushes it. Gives back where it ends; None
/// where the quote is not closed in the bytes at hand.
fn quoted(
    bytes: &[u8],
    extra: &mut Vec<u8>,
    cells: &mut Vec<Span>,
    from: usize,
    delimiter: u8,
) -> Option<usize> {
    let mut place = from;
    let begun = extra.len();
    loop {
        let close = place + memchr(b'"', bytes.get(place..)?)?;
        let behind = bytes.get(close + 1);
        if behind == Some(&b'"') {
            extra.extend_from_slice(bytes.get(place..=close)?);
            place = close + 2;
            continue;
        }
        let end = plain_end(bytes, close + 1, delimiter);
        if extra.len() == begun && end == close + 1 {
            cells.push(Span::new(from, close, false));
        } else {
            extra.extend_from_slice(bytes.get(place..close)?);
            extra.extend_from_slice(bytes.get(close + 1..end)?);
            cells.push(Span::new(begun, extra.len(), true));
        }
        return Some(end);
    }
}

#[cfg(test)]
mod tests;
