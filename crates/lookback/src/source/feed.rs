//! Gives the batches of a log, each stretch with the layout that stands over it.
//!
//! A header can come again in the middle of a file, where exports were put behind one another, and
//! then with other columns: from there on that one stands.

use crate::source::layout::Layout;
use crate::source::record::{Batch, Record, Splitter};
use crate::work::Stretch;
use std::io::{self, Read};
use std::sync::Arc;

/// Where the batches of a log come from.
pub(crate) enum Feed<'r> {
    /// Any thread can take them.
    Shared(Box<dyn FeedBatches + Send + 'r>),
    /// Only the thread that opened it can.
    Local(Box<dyn FeedBatches + 'r>),
}

/// Gives batches.
pub(crate) trait FeedBatches {
    /// Fills in the next records, and which layout stands over which of them; gives back how many
    /// of them were headers, and None at the end.
    fn fill(&mut self, batch: &mut Batch, stretches: &mut Vec<Stretch>) -> io::Result<Option<u64>>;
}

/// Gives batches of records as they come.
pub(crate) trait Records {
    /// Fills in the next records, at least one; false at the end.
    fn next(&mut self, batch: &mut Batch) -> io::Result<bool>;
}

impl<R: Read> Records for Splitter<R> {
    fn next(&mut self, batch: &mut Batch) -> io::Result<bool> {
        Self::next(self, batch)
    }
}

/// A log with its header read.
pub(crate) struct Rows<R> {
    records: R,
    /// The batch in which the header was looked for.
    first: Option<Batch>,
    layout: Arc<Layout>,
    /// How many records of the file stand before its first row.
    before: u64,
    /// Whether a header can come again.
    may_have_headers: bool,
}

impl<R: Records> Rows<R> {
    pub(crate) fn new(
        records: R,
        first: Batch,
        layout: Layout,
        before: u64,
        may_have_headers: bool,
    ) -> Self {
        let layout = Arc::new(layout);
        Self { records, first: Some(first), layout, before, may_have_headers }
    }

    /// Another header, where a record is one.
    fn header(&self, record: &Record<'_>) -> Option<Arc<Layout>> {
        if !self.may_have_headers || !Layout::is_header(record) {
            return None;
        }
        Layout::of_header(record).map(Arc::new)
    }
}

impl<R: Records> FeedBatches for Rows<R> {
    fn fill(&mut self, batch: &mut Batch, stretches: &mut Vec<Stretch>) -> io::Result<Option<u64>> {
        stretches.clear();
        match self.first.take() {
            Some(first) => *batch = first,
            None if !self.records.next(batch)? => return Ok(None),
            None => {}
        }
        let (mut from, mut headers) = (0, 0);
        for (index, record) in batch.records().enumerate() {
            let is_first = record.place <= self.before;
            let header = if is_first { None } else { self.header(&record) };
            if !is_first && header.is_none() {
                continue;
            }
            if from < index {
                stretches.push(Stretch { from, to: index, layout: Arc::clone(&self.layout) });
            }
            from = index + 1;
            if let Some(header) = header {
                self.layout = header;
                headers += 1;
            }
        }
        if from < batch.len() {
            let layout = Arc::clone(&self.layout);
            stretches.push(Stretch { from, to: batch.len(), layout });
        }
        Ok(Some(headers))
    }
}
