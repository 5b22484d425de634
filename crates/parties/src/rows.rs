//! Rows with patterns, found by the words that they cannot do without.
//!
//! In: rows in file order, and the words of a name. Out: the rows that may match, in file order.
//! Never: leaves out a row that matches.

use std::collections::BTreeMap;

use crate::pattern::{Pattern, Span};
use crate::words::Words;

/// Rows in file order; the first that matches decides.
#[derive(Clone, Debug)]
pub(crate) struct Rows<Row> {
    pub(crate) list: Vec<Row>,
    /// The rows that need a word, by that word.
    by_word: BTreeMap<String, Vec<usize>>,
    /// The rows that need no certain word, as `^%code %state`.
    always: Vec<usize>,
}

/// A row that a pattern stands for.
pub(crate) trait Patterned {
    fn pattern(&self) -> &Pattern;
}

impl<Row: Patterned> Rows<Row> {
    pub(crate) fn new(list: Vec<Row>) -> Self {
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut always = Vec::new();
        for (at, row) in list.iter().enumerate() {
            let needs = row.pattern().needs();
            if needs.is_empty() {
                always.push(at);
            }
            for word in needs {
                by_word.entry(word.clone()).or_default().push(at);
            }
        }
        Self { list, by_word, always }
    }

    /// The first answer of a row whose pattern matches.
    pub(crate) fn first<Answer>(
        &self,
        words: &Words,
        mut answer: impl FnMut(&Row, Span) -> Option<Answer>,
    ) -> Option<Answer> {
        self.candidates(words).into_iter().find_map(|at| {
            let row = self.list.get(at)?;
            answer(row, row.pattern().find(words)?)
        })
    }

    fn candidates(&self, words: &Words) -> Vec<usize> {
        let mut found = self.always.clone();
        for word in &words.list {
            found.extend(self.by_word.get(&word.text).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
