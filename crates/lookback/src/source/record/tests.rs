//! Records are split as other programs do, and nothing is lost.

use super::*;
use proptest::prelude::*;

/// Gives so many bytes at a time, so that every state meets the end of what was read.
struct Sips<'t>(&'t [u8], usize);

impl Read for Sips<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.0.len().min(self.1).min(buffer.len());
        buffer[..size].copy_from_slice(&self.0[..size]);
        self.0 = &self.0[size..];
        Ok(size)
    }
}

fn split(text: &[u8]) -> Vec<(Shape, Vec<String>)> {
    let mut splitter = Splitter::new(Sips(text, 3), b',');
    let mut batch = Batch::default();
    let mut out = Vec::new();
    while splitter.next(&mut batch).unwrap() {
        for record in batch.records() {
            assert_eq!(record.place, out.len() as u64 + 1);
            let cells = record.cells().map(|c| String::from_utf8_lossy(c).into_owned());
            out.push((record.shape, cells.collect()));
        }
    }
    out
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
    check("a,", &[&["a", ""]]);
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
    check("\"a\"\"\"\"b\"c,d\n", &[&["a\"\"bc", "d"]]);
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_line_and_no_other() {
    let found = split(b"a,b\nc,\"d\ne,f\ng,h");
    let shapes: Vec<_> = found.iter().map(|(shape, _)| *shape).collect();
    assert_eq!(shapes, [Shape::Whole, Shape::Unclosed, Shape::Whole, Shape::Whole]);
    assert_eq!(found[2].1, ["e", "f"]);
    assert_eq!(split(b"a,\"b"), [(Shape::Unclosed, Vec::new())]);
}

#[test]
fn a_quote_open_for_more_than_the_bound_costs_its_own_line_and_no_other() {
    let mut text = b"a,\"b\n".to_vec();
    let lines = 2 * RECORD_BYTES_MAX / 4;
    text.extend(b"c,d\n".repeat(lines));
    let found = split(&text);
    assert_eq!(found[0].0, Shape::Unclosed);
    assert_eq!(found.len(), lines + 1);
    assert!(found[1..].iter().all(|(shape, cells)| *shape == Shape::Whole && cells.len() == 2));
}

#[test]
fn a_record_beyond_the_bound_is_passed_over_and_the_next_one_is_read() {
    for quote in ["", "\""] {
        let mut text = format!("a,{quote}").into_bytes();
        text.extend(std::iter::repeat_n(b'x', 5 * RECORD_BYTES_MAX));
        text.extend(format!("{quote}\nc,d\n").bytes());
        let mut splitter = Splitter::new(text.as_slice(), b',');
        let mut batch = Batch::default();
        let mut shapes = Vec::new();
        while splitter.next(&mut batch).unwrap() {
            shapes.extend(batch.records().map(|record| (record.shape, record.len())));
            assert!(batch.bytes.capacity() <= 4 * RECORD_BYTES_MAX, "memory stays bounded");
        }
        assert_eq!(shapes, [(Shape::TooLong, 0), (Shape::Whole, 2)], "{quote:?}");
    }
}

/// The grammar, byte by byte: slow and plain.
fn plainly(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Record,
        Cell,
        Plain,
        Quoted,
        Quote,
    }
    let (mut at, mut out, mut record, mut cell) = (At::Record, vec![], vec![], vec![]);
    for byte in text {
        at = match (at, byte) {
            (At::Record, b'\n' | b'\r') => At::Record,
            (At::Record | At::Cell, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Quote,
            (At::Quote, b'"') | (At::Quoted, _) => {
                cell.push(*byte);
                At::Quoted
            }
            (_, b',') => {
                record.push(std::mem::take(&mut cell));
                At::Cell
            }
            (_, b'\n' | b'\r') => {
                record.push(std::mem::take(&mut cell));
                out.push(std::mem::take(&mut record));
                At::Record
            }
            _ => {
                cell.push(*byte);
                At::Plain
            }
        };
    }
    if at != At::Record && at != At::Quoted {
        record.push(cell);
        out.push(record);
    }
    out
}

proptest! {
    #[test]
    fn any_text_is_split_as_the_grammar_says(
        text in "[a\",\n\r ]{0,60}",
        sip in 1usize..20,
    ) {
        let mut splitter = Splitter::new(Sips(text.as_bytes(), sip), b',');
        let mut batch = Batch::default();
        let mut found = Vec::new();
        let mut is_whole = true;
        while splitter.next(&mut batch).unwrap() {
            for record in batch.records() {
                is_whole &= record.shape == Shape::Whole;
                found.push(record.cells().map(<[u8]>::to_vec).collect::<Vec<_>>());
            }
        }
        // Where a quote stays open the two part: the grammar has nothing to say there.
        if is_whole {
            prop_assert_eq!(found, plainly(text.as_bytes()));
        }
    }
}
