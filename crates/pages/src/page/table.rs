//! A table of a page: a caption, heads with their scope, rows with a head each.

use crate::language::Said;

/// A table of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) caption: &'static str,
    /// Whether a heading over it says the same, so that the caption is heard and not seen.
    pub(crate) is_headed: bool,
    /// Whether the first cells are long names without blanks, as of files.
    pub(crate) is_long: bool,
    /// The heads, the first of which stands over the rows' own heads.
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Sentences below it.
    pub(crate) notes: Vec<String>,
}

/// The head of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) text: &'static str,
    /// Whether what is below are numbers, which stand at the right.
    pub(crate) is_number: bool,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) said: Said,
    /// An anchor on this page that it leads to; empty for none.
    pub(crate) href: String,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(caption: &'static str, heads: &[(&'static str, Kind)]) -> Self {
        let heads = heads
            .iter()
            .map(|(text, kind)| Head { text, is_number: *kind == Kind::Number })
            .collect();
        Self { caption, heads, ..Self::default() }
    }

    /// A table under a heading that says what its caption says.
    pub(crate) fn headed(caption: &'static str, heads: &[(&'static str, Kind)]) -> Self {
        Self { is_headed: true, ..Self::new(caption, heads) }
    }

    /// Whether it has so few columns that they would lie far apart on a wide screen.
    pub(crate) fn is_narrow(&self) -> bool {
        self.heads.len() <= 3 && self.heads.iter().skip(1).all(|head| head.is_number)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a column, counted from 0, holds numbers.
    pub(crate) fn is_number(&self, column: &usize) -> bool {
        self.heads.get(*column).is_some_and(|head| head.is_number)
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Numbers.
    Number,
    /// Words.
    Text,
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { said: text.into().into(), href: String::new() }
    }

    pub(crate) fn said(said: Said) -> Self {
        Self { said, href: String::new() }
    }

    pub(crate) fn link(text: impl Into<String>, href: String) -> Self {
        Self { said: text.into().into(), href }
    }
}
