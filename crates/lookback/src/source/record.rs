//! Splits comma-separated bytes into records, each within a bound.
//!
//! In: a buffered reader. Out: one record at a time, as cells of bytes.
//! Never: checks what a cell says, its encoding, or how many cells there should be.
//!
//! The form is RFC 4180 as published logs use it: lines end in LF, CRLF or CR; a cell may be
//! quoted, and then holds commas, line ends and doubled quotes; a quote inside an unquoted cell is
//! a letter like any other; text after a closing quote belongs to the cell. A blank line is not a
//! record. Why not the `csv` crate: it grows its buffer with the record (a line of 2 GB takes
//! 2 GB), and it tells a quote that is never closed as an ordinary last record, which would lose
//! every row after it without a word.

use std::io::{self, BufRead};

/// The largest record that is kept, in bytes: 1 MiB. The longest real one seen has under 1 KiB.
pub(crate) const RECORD_BYTES_MAX: usize = 1024 * 1024;

/// How a record came out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// There are no more records.
    End,
    /// It is longer than [`RECORD_BYTES_MAX`]; its cells are not kept.
    TooLong,
    /// A quote was opened and the file ended before it was closed.
    Unclosed,
    /// All of it is there.
    Whole,
}

/// The cells of one record, in one run of bytes.
#[derive(Debug, Default)]
pub(crate) struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Record {
    /// How many cells it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Each cell, first to last.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.bytes.get(start..*end).unwrap_or_default())
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

/// Splits a reader into records.
#[derive(Debug)]
pub(crate) struct Splitter<R> {
    reader: R,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum At {
    /// Before the first byte of a record.
    RecordStart,
    /// Before the first byte of a further cell.
    CellStart,
    /// In a cell without quotes, or after the closing quote.
    Plain,
    /// Inside quotes.
    Quoted,
    /// After a quote inside quotes: it closes the cell or is doubled.
    QuoteInQuoted,
}

impl<R: BufRead> Splitter<R> {
    pub(crate) const fn new(reader: R) -> Self {
        Self { reader }
    }

    /// Reads the next record into `record`.
    pub(crate) fn next(&mut self, record: &mut Record) -> io::Result<Shape> {
        record.clear();
        let mut at = At::RecordStart;
        let mut size = 0usize;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(last(at, size, record));
            }
            let mut used = 0usize;
            let mut ended = false;
            for byte in chunk {
                used += 1;
                let before = at;
                at = step(at, *byte, record);
                ended = at == At::RecordStart && before != At::RecordStart;
                if ended {
                    break;
                }
                if at != At::RecordStart {
                    size = size.saturating_add(1);
                }
                if size > RECORD_BYTES_MAX {
                    // Read on to its end, in bounded memory, and keep nothing of it.
                    record.clear();
                }
            }
            self.reader.consume(used);
            if ended {
                return Ok(if size > RECORD_BYTES_MAX { Shape::TooLong } else { Shape::Whole });
            }
        }
    }
}

/// What the end of the file makes of the record in hand.
fn last(at: At, size: usize, record: &mut Record) -> Shape {
    match at {
        At::RecordStart => Shape::End,
        _ if size > RECORD_BYTES_MAX => Shape::TooLong,
        At::Quoted => Shape::Unclosed,
        At::CellStart | At::Plain | At::QuoteInQuoted => {
            record.end_cell();
            Shape::Whole
        }
    }
}

/// Takes one byte. The record is at its end when this gives back [`At::RecordStart`].
fn step(at: At, byte: u8, record: &mut Record) -> At {
    match (at, byte) {
        (At::RecordStart, b'\n' | b'\r') => At::RecordStart,
        (At::RecordStart | At::CellStart, b'"') => At::Quoted,
        (At::Quoted, b'"') => At::QuoteInQuoted,
        (At::QuoteInQuoted, b'"') => {
            record.bytes.push(b'"');
            At::Quoted
        }
        (At::Quoted, _) => {
            record.bytes.push(byte);
            At::Quoted
        }
        (_, b',') => {
            record.end_cell();
            At::CellStart
        }
        (_, b'\n' | b'\r') => {
            record.end_cell();
            At::RecordStart
        }
        _ => {
            record.bytes.push(byte);
            At::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &[u8]) -> Vec<(Shape, Vec<String>)> {
        // A buffer of three bytes, so that every state meets the end of a chunk.
        let mut splitter = Splitter::new(io::BufReader::with_capacity(3, text));
        let mut record = Record::default();
        let mut out = Vec::new();
        loop {
            let shape = splitter.next(&mut record).unwrap();
            if shape == Shape::End {
                return out;
            }
            let cells = record.cells().map(|c| String::from_utf8_lossy(c).into_owned());
            out.push((shape, cells.collect()));
        }
    }

    fn check(text: &str, expected: &[&[&str]]) {
        let found = split(text.as_bytes());
        assert!(found.iter().all(|(shape, _)| *shape == Shape::Whole), "{text:?}: {found:?}");
        let cells: Vec<_> = found.into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(cells, expected, "{text:?}");
    }

    #[test]
    fn records_end_in_every_way_that_files_do() {
        check("a,b\nc,d\n", &[&["a", "b"], &["c", "d"]]);
        check("a,b\r\nc,d", &[&["a", "b"], &["c", "d"]]);
        check("a\rb", &[&["a"], &["b"]]);
        check("", &[]);
        check("\n\r\n\n", &[]);
    }

    #[test]
    fn a_blank_line_is_not_a_record_but_a_line_of_empty_cells_is() {
        check("a,b\n\n\r\nc,d\n", &[&["a", "b"], &["c", "d"]]);
        check("a,\n,\n\"\"\n", &[&["a", ""], &["", ""], &[""]]);
    }

    #[test]
    fn a_quoted_cell_holds_commas_line_ends_and_quotes() {
        check("\"a,1\",\"b\nc\r\nd\",\"e\"\"f\"\n", &[&["a,1", "b\nc\r\nd", "e\"f"]]);
        check("a\"b,\"c\"d\n", &[&["a\"b", "cd"]]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_and_not_taken_for_a_row() {
        let found = split(b"a,b\nc,\"d\ne,f\n");
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, Shape::Unclosed);
    }

    #[test]
    fn a_record_beyond_the_bound_is_passed_over_and_the_next_one_is_read() {
        let mut text = b"a,".to_vec();
        text.extend(std::iter::repeat_n(b'x', RECORD_BYTES_MAX + 10));
        text.extend(b"\nc,d\n");
        let mut splitter = Splitter::new(text.as_slice());
        let mut record = Record::default();
        assert_eq!(splitter.next(&mut record).unwrap(), Shape::TooLong);
        assert!(record.bytes.capacity() <= 2 * RECORD_BYTES_MAX, "memory stays bounded");
        assert_eq!(splitter.next(&mut record).unwrap(), Shape::Whole);
        assert_eq!(record.len(), 2);
    }
}
