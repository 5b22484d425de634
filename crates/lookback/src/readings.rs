//! Readings of reasons, each different text read once.
//!
//! Never: keeps more texts than [`TEXTS_MAX`]; a log of millions has nearly as many different ones.

use crate::source::Row;
use doors::reason::{Reasons, Said};
use std::collections::BTreeMap;
use terms::Reading;

/// The place of a reading among the different readings of a run.
pub(crate) type ReadingIndex = usize;

/// Every different reading of a run, and which text has which.
#[derive(Debug)]
pub(crate) struct Readings<'a> {
    reasons: &'a Reasons,
    known: Vec<Reading>,
    by_label: BTreeMap<String, Vec<ReadingIndex>>,
    by_text: BTreeMap<String, ReadingIndex>,
    key: String,
}

impl<'a> Readings<'a> {
    pub(crate) fn new(reasons: &'a Reasons) -> Self {
        Self {
            reasons,
            known: Vec::new(),
            by_label: BTreeMap::new(),
            by_text: BTreeMap::new(),
            key: String::new(),
        }
    }

    /// Reads what a row says it was for.
    pub(crate) fn read(&mut self, row: &Row) -> ReadingIndex {
        self.key.clear();
        for part in [&row.reason, &row.case_number, &row.offense_type] {
            // A column that is absent and a blank cell are different facts, and so different keys;
            // the length before each part keeps `a` + `bc` apart from `ab` + `c`.
            match part {
                None => self.key.push('-'),
                Some(text) => {
                    self.key.push_str(&text.len().to_string());
                    self.key.push(':');
                    self.key.push_str(text);
                }
            }
        }
        if let Some(index) = self.by_text.get(&self.key) {
            return *index;
        }
        let reading = self.reasons.read(&Said {
            reason: row.reason.as_deref(),
            case_number: row.case_number.as_deref(),
            offense_type: row.offense_type.as_deref(),
        });
        let index = self.index(reading);
        if self.by_text.len() >= TEXTS_MAX {
            self.by_text.clear();
        }
        self.by_text.insert(self.key.clone(), index);
        index
    }

    /// The reading at a place; the blank one where there is none.
    pub(crate) fn at(&self, index: ReadingIndex) -> Reading {
        self.known.get(index).cloned().unwrap_or_else(Reading::blank)
    }

    /// The label of the reading at a place.
    pub(crate) fn label(&self, index: ReadingIndex) -> &str {
        self.known.get(index).map_or("", |reading| reading.label.as_str())
    }

    fn index(&mut self, reading: Reading) -> ReadingIndex {
        let alike = self.by_label.entry(reading.label.clone()).or_default();
        for index in alike.iter() {
            if self.known.get(*index) == Some(&reading) {
                return *index;
            }
        }
        let index = self.known.len();
        alike.push(index);
        self.known.push(reading);
        index
    }
}

/// 65,536 texts of some 40 bytes: under 10 MB with the tree around them.
const TEXTS_MAX: usize = 65_536;
