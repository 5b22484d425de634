//! Reads a log that was published as JSON: a list of rows.

use crate::source::feed::Records;
use crate::source::record::Batch;
use serde_json::Value;
use std::io;

/// The rows of a JSON file, as a table whose first row is the header. A row is made when it is
/// asked for: rows without fields cost two bytes in the file, and a cell for each label here.
pub(crate) struct Rows {
    labels: Vec<String>,
    rows: std::vec::IntoIter<Value>,
    place: u64,
}

/// Reads a list of objects, or an object with one such list; None where there is none.
pub(crate) fn rows(bytes: &[u8]) -> Option<Rows> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let list = match value {
        Value::Array(list) => list,
        Value::Object(fields) => {
            let mut lists = fields.into_iter().filter_map(|(_, value)| match value {
                Value::Array(list) if list.first().is_some_and(Value::is_object) => Some(list),
                _ => None,
            });
            let first = lists.next()?;
            // Two lists of rows: which is the log, nobody says.
            if lists.next().is_some() {
                return None;
            }
            first
        }
        _ => return None,
    };
    // Labels in the order of the first row; one that a later row brings stands behind them.
    let mut labels: Vec<String> = Vec::new();
    for row in &list {
        for label in row.as_object()?.keys() {
            if labels.contains(label) {
                continue;
            }
            if labels.len() == LABELS_MAX {
                return None;
            }
            labels.push(label.clone());
        }
    }
    Some(Rows { labels, rows: list.into_iter(), place: 1 })
}

/// A value as a cell; a list or an object is none, and stands as its JSON.
fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// No log has more columns.
const LABELS_MAX: usize = 200;

/// Rows a batch.
const ROWS: usize = 1_024;

impl Records for Rows {
    fn next(&mut self, batch: &mut Batch) -> io::Result<bool> {
        let header = (self.place == 1).then(|| self.labels.clone());
        let labels = &self.labels;
        let row = |row: Value| labels.iter().map(|label| text(row.get(label))).collect();
        let rows: Vec<Vec<String>> =
            header.into_iter().chain(self.rows.by_ref().take(ROWS).map(row)).collect();
        *batch = Batch::of_rows(self.place, rows.iter());
        self.place += rows.len() as u64;
        Ok(!rows.is_empty())
    }
}
