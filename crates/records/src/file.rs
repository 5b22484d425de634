//! Rows of a file of records, one at a time.
//!
//! In: a reader. Out: for each row, the values of the declared fields. Does not check: that values
//! mean anything; whoever uses one does.

use crate::Error;
use crate::declared::{Declared, Format};
use serde_json::Value;
use std::io::{BufRead, Read as _};

/// The longest row, in bytes: a narrative of a field interview has some thousands.
const ROW_BYTES_MAX: u64 = 1 << 20;

/// A row: the values of the declared fields, in their order; nothing where it has none.
pub(crate) type Row = Vec<Option<String>>;

/// Does something with every row, in the order of the file.
///
/// # Errors
/// If a row cannot be read: a row that is not understood cannot be limited.
pub(crate) fn each_row(
    declared: &Declared,
    reader: impl BufRead,
    row: &mut dyn FnMut(u64, &Row) -> Result<(), Error>,
) -> Result<(), Error> {
    match declared.format {
        Format::Csv => each_csv(declared, reader, row),
        Format::JsonLines => each_line(declared, reader, row),
    }
}

fn wrong(declared: &Declared, row: u64, why: &str) -> Error {
    Error::Row { set: declared.id.0.clone(), row, why: why.to_owned() }
}

fn each_csv(
    declared: &Declared,
    reader: impl BufRead,
    take: &mut dyn FnMut(u64, &Row) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut reader = csv::ReaderBuilder::new().from_reader(reader);
    let header = reader.headers().map_err(|e| wrong(declared, 0, &told(&e)))?.clone();
    let mut columns = Vec::new();
    for field in &declared.fields {
        let mut at = header.iter().enumerate().filter(|(_, name)| *name == field.name);
        let (Some((column, _)), None) = (at.next(), at.next()) else {
            let why = format!("the header must have a column `{}`, once", field.name);
            return Err(wrong(declared, 0, &why));
        };
        columns.push(column);
    }
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        number += 1;
        if !reader.read_record(&mut record).map_err(|e| wrong(declared, number, &told(&e)))? {
            return Ok(());
        }
        let value = |column: &usize| record.get(*column).filter(|v| !v.is_empty());
        let row: Row = columns.iter().map(|c| value(c).map(str::to_owned)).collect();
        take(number, &row)?;
    }
}

/// What is wrong with CSV, without the values that its own message would tell.
fn told(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} cells, the header {expected_len}")
        }
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => "it cannot be read as CSV".to_owned(),
    }
}

fn each_line(
    declared: &Declared,
    mut reader: impl BufRead,
    take: &mut dyn FnMut(u64, &Row) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        line.clear();
        let read = reader.by_ref().take(ROW_BYTES_MAX).read_until(b'\n', &mut line);
        let read = read.map_err(|e| wrong(declared, number, &e.to_string()))?;
        if read == 0 {
            return Ok(());
        }
        if line.last() != Some(&b'\n') && line.len() as u64 >= ROW_BYTES_MAX {
            return Err(wrong(declared, number, "it is longer than a mebibyte"));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let Ok(Value::Object(object)) = serde_json::from_slice(&line) else {
            return Err(wrong(declared, number, "it is not a JSON object"));
        };
        let mut row = Row::new();
        for field in &declared.fields {
            row.push(match object.get(&field.name) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.is_empty()),
                Some(Value::Number(number)) => Some(number.to_string()),
                Some(Value::Bool(is)) => Some(is.to_string()),
                Some(Value::Array(_) | Value::Object(_)) => {
                    let why = format!("`{}` is neither a text nor a number", field.name);
                    return Err(wrong(declared, number, &why));
                }
            });
        }
        take(number, &row)?;
    }
}
