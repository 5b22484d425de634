//! Reads logs of another kind of row: camera views, and events.
//!
//! A *camera log* says who watched whose camera; a row is a query by the watching organization to
//! the one whose camera it was, and one file can have cameras of many. An
//! *event log* says what users did in a vendor's product, with the particulars as `Label: value`
//! lines in one cell; a hot list that was entered is a row with the words of the list as its
//! reason, and every other event is a row that says nothing.
//! Never: reads a plate or a name out of the particulars.

use crate::source::Kind;
use crate::source::column::Column;
use crate::source::feed::{FeedBatches, Records};
use crate::source::layout::Layout;
use crate::source::record::{Batch, Record, Shape};
use crate::verdict::PosedOf;
use crate::work::Stretch;
use std::io;
use std::sync::Arc;

use Column as C;

/// A log that is read by way of another layout.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Adapted {
    Cameras { asker: usize, holder: usize, at: usize, notes: Option<usize>, case: Option<usize> },
    Events { at: usize, entity: usize, particulars: usize },
}

impl Adapted {
    pub(crate) fn of_header(header: &Record<'_>) -> Option<Self> {
        let place = |wanted: &str| header.cells().position(|label| bare(label) == wanted);
        if let (Some(asker), Some(holder), Some(at)) =
            (place("userorganization"), place("objectorganization"), place("timestamp"))
        {
            let (notes, case) = (place("notes"), place("incidentid"));
            return Some(Self::Cameras { asker, holder, at, notes, case });
        }
        let (at, particulars) = (place("timestamp")?, place("entitydetails")?);
        place("eventtype")?;
        Some(Self::Events { at, entity: place("entitytype")?, particulars })
    }

    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::Cameras { .. } => Kind::CameraLog,
            Self::Events { .. } => Kind::EventLog,
        }
    }

    pub(crate) const fn of(&self) -> PosedOf {
        match self {
            Self::Cameras { .. } => PosedOf::CameraView,
            Self::Events { .. } => PosedOf::Hotlist,
        }
    }

    pub(crate) fn columns(&self) -> Vec<Column> {
        match self {
            Self::Cameras { notes, case, .. } => {
                let mut columns = vec![C::OrgName, C::CameraOrg, C::SearchTime];
                columns.extend(notes.map(|_| C::Reason));
                columns.extend(case.map(|_| C::CaseNumber));
                columns
            }
            Self::Events { .. } => vec![C::SearchTime, C::Reason],
        }
    }

    /// A record's cells in the order of [`Self::columns`]; None for one that is no such row.
    fn cells(&self, record: &Record<'_>) -> Option<Vec<String>> {
        let cell = |at: usize| {
            record.cell(at).and_then(|cell| std::str::from_utf8(cell).ok()).map(str::trim)
        };
        match self {
            Self::Cameras { asker, holder, at, notes, case } => {
                let further = [notes, case].into_iter().flatten();
                let places = [asker, holder, at].into_iter().chain(further);
                places.map(|at| cell(*at).map(str::to_owned)).collect()
            }
            Self::Events { at, entity, particulars } => {
                let entity = cell(*entity)?.to_ascii_lowercase().replace([' ', '-', '_'], "");
                let is_list = entity.contains("hotlist");
                let words = if is_list { words(cell(*particulars)?) } else { String::new() };
                Some(vec![cell(*at)?.to_owned(), words])
            }
        }
    }
}

/// What the particulars say a list is and is for.
fn words(particulars: &str) -> String {
    let mut words = Vec::new();
    for line in particulars.split(['\n', ';', '|']) {
        let Some((label, value)) = line.split_once(':') else { continue };
        let label = bare(label.as_bytes());
        if LABELS.contains(&label.as_str()) {
            words.push(value.trim());
        }
    }
    words.join(" / ")
}

/// The labels whose values say what a list is for.
const LABELS: [&str; 9] = [
    "category",
    "description",
    "hotlist",
    "hotlistname",
    "hotlisttype",
    "listname",
    "notes",
    "reason",
    "source",
];

fn bare(label: &[u8]) -> String {
    let letters = label.iter().filter(|byte| byte.is_ascii_alphanumeric());
    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// The rows of such a log.
pub(crate) struct Rows<R> {
    adapted: Adapted,
    first: Option<Batch>,
    records: R,
    layout: Option<Arc<Layout>>,
}

impl<R: Records> Rows<R> {
    pub(crate) fn new(adapted: Adapted, first: Batch, records: R) -> Self {
        let columns = adapted.columns().into_iter().map(Some).collect();
        let layout = Layout::of(columns, 0).map(Arc::new);
        Self { adapted, first: Some(first), records, layout }
    }
}

impl<R: Records> FeedBatches for Rows<R> {
    fn fill(&mut self, batch: &mut Batch, stretches: &mut Vec<Stretch>) -> io::Result<Option<u64>> {
        stretches.clear();
        let raw = match self.first.take() {
            Some(first) => first,
            None => {
                let mut raw = Batch::default();
                if !self.records.next(&mut raw)? {
                    return Ok(None);
                }
                raw
            }
        };
        let place = raw.at(0).map_or(0, |record| record.place);
        let rows: Vec<Vec<String>> = raw
            .records()
            .filter(|record| record.place > 1)
            .map(|record| match record.shape {
                // A row that cannot be taken over has no cells, and is told as unreadable.
                Shape::Whole => self.adapted.cells(&record).unwrap_or_default(),
                Shape::BrokenOff | Shape::TooLong | Shape::Unclosed => Vec::new(),
            })
            .collect();
        *batch = Batch::of_rows(place.max(2), rows.iter());
        if let Some(layout) = &self.layout {
            stretches.push(Stretch { from: 0, to: batch.len(), layout: Arc::clone(layout) });
        }
        Ok(Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_particulars_only_what_a_list_is_for_is_read() {
        let blob = "Hotlist Name: ICE administrative\nPlate: 7ABC123\nReason: civil warrant\n\
                    Expiry: 2026-04-01T00:00:00Z\nCreated By: Jane Roe";
        assert_eq!(words(blob), "ICE administrative / civil warrant");
    }
}
